"""Paper on pages: plans issued before, slips corrected, the print dialog."""

import json

from tests.web.place import VILLAGE, Site

PLAN = f"/plans/{VILLAGE}/flood"
SCAN = b"%PDF-1.4\n% a scan\n%%EOF\n"
PAPER = {
    "signer_name": "钱主任",
    "signer_post": "村委会主任",
    "issued_on": "2025-03-01",
    "reason": "系统启用前已印发",
}


def test_a_scan_alone_counts_as_held(site: Site) -> None:
    site.require_villages()
    clerk = site.own_password("wenshu201")
    stored = clerk.post(f"{PLAN}/record", PAPER, files={"scan": ("扫描.pdf", SCAN)})
    assert stored.headers["location"] == f"{PLAN}?done=record"
    page = clerk.get(f"{PLAN}?done=record").text
    assert "已办理：补录" in page and "补录，未经本系统审核" in page


def test_a_document_with_its_scan_is_recorded_too(site: Site) -> None:
    files = {
        "scan": ("扫描.pdf", SCAN),
        "file": ("预案.json", json.dumps(site.document(), ensure_ascii=False).encode()),
    }
    assert site.own_password("wenshu201").post(f"{PLAN}/record", PAPER, files=files).status_code == 303
    assert site.get("wenshu201", f"/api{PLAN}").json()["document"]


def test_what_is_missing_is_told_beside_what_was_typed(site: Site) -> None:
    clerk = site.own_password("wenshu201")
    answer = clerk.post(f"{PLAN}/record", {**PAPER, "signer_name": ""}, files={"scan": ("扫描.pdf", SCAN)})
    assert answer.status_code == 422 and "签发人姓名" in answer.text and 'value="2025-03-01"' in answer.text
    neither = clerk.post(f"{PLAN}/record", PAPER, files={"scan": ("", b"")})
    assert neither.status_code == 400 and "之一" in neither.text
    page = clerk.post(f"{PLAN}/record", PAPER, files={"scan": ("x.html", b"<html>")})
    assert page.status_code == 415


def test_a_slip_is_corrected_and_both_values_stay(site: Site) -> None:
    site.issue()
    office = site.own_password("yingjiban")
    assert 'value="石政〔2026〕5号"' in office.get(f"{PLAN}/correct").text
    sent = {"number": "1", "doc_no": "石政〔2026〕6号", "reason": "笔误"}
    assert office.post(f"{PLAN}/correct", sent).headers["location"] == f"{PLAN}?done=correct"
    page = office.get(PLAN).text
    assert "「石政〔2026〕5号」改为「石政〔2026〕6号」" in page and "笔误" in page
    silent = office.post(f"{PLAN}/correct", {**sent, "reason": ""})
    assert silent.status_code == 400 and "请填写「理由」" in silent.text
    assert site.own_password("wenshu201").get(f"{PLAN}/correct").status_code == 403


def test_the_print_dialog_offers_what_the_person_may_have(site: Site) -> None:
    site.issue()
    clerk = site.own_password("wenshu201").get(f"{PLAN}/printing").text
    assert "print?edition=full&amp;number=1" in clerk and "print?edition=public&amp;number=1" in clerk
    viewer = site.own_password("chakan").get(f"{PLAN}/printing").text
    assert "edition=full" not in viewer and "edition=public" in viewer and "您的角色不能打印" in viewer


def test_what_is_not_in_force_says_so_before_it_is_printed(site: Site) -> None:
    site.upload()
    page = site.own_password("wenshu201").get(f"{PLAN}/printing").text
    assert "草稿 不具效力" in page and "draft=true" in page
    assert (
        site.browser_again("wenshu201").get(f"{PLAN}/print?edition=public&number=1&draft=true").content[:5]
        == b"%PDF-"
    )
