"""The pages as people use them: read, upload, review, sign, and nothing they may not do."""

import json
import re
from typing import Any

import pytest
from tests.web.place import CHECKLIST, CLINIC, OTHER, TODAY, TOWNSHIP, VILLAGE, Browser, Site

from yingji.desk.review import HERE
from yingji.errors import Invalid
from yingji.lifecycle.fields import read_fields
from yingji.web.pages.move_forms import FORMS, form_of

PLAN = f"/plans/{VILLAGE}/flood"


def form_fields(text: str, move: str) -> dict[str, str]:
    """The hidden fields of a move's form as the page holds them."""
    form = next(part for part in text.split("<form")[1:] if f'value="{move}"' in part)
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form.split("</form>")[0])
    return dict(found)


def offered(text: str) -> set[str]:
    """The moves a page offers."""
    return set(re.findall(r'name="(?:move|do)" value="(\w+)"', text)) & set(FORMS)


def act(browser: Browser, move: str, **fields: str) -> Any:
    """Press the move's button: on the plan's page, or beside the text what is decided with it in sight."""
    page, into = (f"{PLAN}/review", f"{PLAN}/review") if move in HERE else (PLAN, f"{PLAN}/moves")
    sent = {**form_fields(browser.get(page).text, move), "do": move, **fields}
    return browser.client.post(into, data=sent, follow_redirects=False)


def test_a_plan_goes_from_file_to_force_through_the_pages_alone(site: Site) -> None:
    clerk = site.own_password("wenshu201")
    page = clerk.get(PLAN)
    assert "还没有上传过" in page.text
    file = {"file": ("预案.json", json.dumps(site.document(), ensure_ascii=False).encode())}
    stored = clerk.post(f"{PLAN}/upload", {"do": "store"}, files=file)
    assert stored.status_code == 200 and "第 1 次上传" in stored.text
    assert act(clerk, "submit").headers["location"].endswith("?done=submit")

    verdicts = {f"verdict_{point}": "conforms" for point in range(1, 7)}
    assert act(site.own_password("shenhe"), "pass", **verdicts).status_code == 303
    head = site.own_password("zhuren201")
    assert act(head, "approve", signer_name="钱主任", signer_post="村委会主任").status_code == 303
    assert act(head, "issue", doc_no="徐营村〔2026〕1号").status_code == 303
    office = site.own_password("yingjiban")
    assert act(office, "file", receipt_no="石应急备〔2026〕5号").status_code == 303
    page = office.get(f"{PLAN}?done=file")
    assert "现行" in page.text and "徐营村〔2026〕1号" in page.text and "石应急备〔2026〕5号" in page.text
    assert "已办理：登记备案" in page.text


def test_each_person_is_offered_their_own_moves(site: Site) -> None:
    receipt = site.upload()
    assert offered(site.own_password("wenshu201").get(PLAN).text) == {"submit"}
    assert offered(site.own_password("shenhe").get(PLAN).text) == set()
    site.move("wenshu201", "submit", receipt)
    assert offered(site.browser_again("wenshu201").get(PLAN).text) == {"withdraw"}
    reviewer = site.browser_again("shenhe")
    assert offered(reviewer.get(PLAN).text) == set() and f"{PLAN}/review?number=1" in reviewer.get(PLAN).text
    assert offered(reviewer.get(f"{PLAN}/review").text) == {"return", "pass"}
    viewer = site.own_password("chakan").get(PLAN)
    assert offered(viewer.text) == set() and f"{PLAN}/upload" not in viewer.text


def test_a_day_before_anything_was_uploaded_shows_nothing_of_later(site: Site) -> None:
    site.issue()
    before = site.own_password("yingjiban").get(f"{PLAN}?as_of=2026-01-01").text
    assert "那一天还没有上传过这一种预案" in before and "<dt>印发</dt>" not in before
    assert "<dt>印发</dt>" in site.browser_again("yingjiban").get(f"{PLAN}?as_of={TODAY}").text


def test_a_day_is_taken_however_people_write_it(site: Site) -> None:
    office = site.own_password("yingjiban")
    for typed in ("2026年5月6日", "２０２６．５．６", "20260506"):
        answer = office.get("/coverage", params={"as_of": typed, "kind": "flood", "under": "甲&乙"})
        assert answer.status_code == 303
        assert (
            answer.headers["location"] == "/coverage?as_of=2026-05-06&kind=flood&under=%E7%94%B2%26%E4%B9%99"
        )
    wrong = office.get("/coverage", params={"as_of": "2026年13月6日"})
    assert wrong.status_code == 400 and "截至日期（as_of）写着「2026年13月6日」" in wrong.text


def test_the_leader_is_asked_to_sign(site: Site) -> None:
    receipt = site.upload()
    site.move("wenshu201", "submit", receipt)
    assert "对照着看，再审核" in site.own_password("shenhe").get(PLAN).text
    site.move("shenhe", "pass", receipt, checklist=CHECKLIST)
    assert "对照着看，再签发" in site.own_password("qianfa").get(PLAN).text


def test_what_is_offered_asks_for_what_the_move_needs() -> None:
    for move in FORMS:
        for together in (False, True):
            form = form_of(move, is_township_comprehensive=together)
            asked = {ask.name for ask in form.asks if ask.required} | (
                {"checklist"} if form.has_checklist else set()
            )
            try:
                read_fields(move, {}, on=TODAY, today=TODAY, is_township_comprehensive=together)
                needed = set()
            except Invalid as fault:
                needed = {problem.path.removeprefix("/") for problem in fault.problems}
            assert asked == needed, move
            filled = {ask.name: "2026-05-01" for ask in form.asks}
            if not form.has_checklist:
                read_fields(move, filled, on=TODAY, today=TODAY, is_township_comprehensive=together)


def test_a_refused_move_keeps_what_was_typed(site: Site) -> None:
    receipt = site.upload()
    site.move("wenshu201", "submit", receipt)
    reviewer = site.own_password("shenhe")
    answer = act(reviewer, "return", note="", on="2026-05-06")
    assert answer.status_code == 422 and "必须填写" in answer.text
    verdicts = {f"verdict_{point}": "conforms" for point in range(1, 7)}
    answer = act(reviewer, "pass", **{**verdicts, "verdict_3": "fails", "revision_3": "第三部分要补转移路线"})
    assert answer.status_code == 422
    assert 'value="第三部分要补转移路线"' in answer.text and "退回" in answer.text


def test_a_clerk_declares_on_the_page_and_everybody_above_reads_why(site: Site) -> None:
    site.require_villages()
    site.issue()
    clerk = site.own_password("wenshu201")
    refused = act(clerk, "declare", reason=" ", raised_by="孙七")
    assert refused.status_code == 422 and "村小学拆除重建" in refused.text and 'value="孙七"' in refused.text
    reason = "村小学<b>拆除</b>重建，安置点要换"
    assert act(clerk, "declare", reason=reason).headers["location"].endswith("?done=declare")
    told = "2026年5月6日赵文书：村小学&lt;b&gt;拆除&lt;/b&gt;重建，安置点要换"
    page = clerk.get(f"{PLAN}?done=declare").text
    assert "已办理：自报需修订" in page and told in page and "提出人：赵文书" in page
    reviewer = site.own_password("shenhe")
    why = reviewer.get(f"/coverage/cell/{VILLAGE}/flood").text
    assert told in why and "2026年8月4日没有修订的" in why and "由主要负责人确认，写明O8的理由" in why
    assert "declare" not in offered(reviewer.get(PLAN).text)
    assert "自报需修订" in site.own_password("shenji").get("/ledger").text


def test_the_head_ends_what_was_declared_with_a_reason_beside_it(site: Site) -> None:
    site.require_villages()
    receipt = site.issue()
    site.move("wenshu201", "declare", receipt, reason="校舍拆了")
    assert "clear O8" not in site.own_password("wenshu201").get(PLAN).text, "a clerk clears nothing"
    head = site.own_password("zhuren201")
    assert 'name="clear O8"' in head.get(PLAN).text
    refused = act(head, "confirm", **{"clear O8": "校舍已修好", "on": "2026-05-40"}, note="逐项核对")
    assert refused.status_code == 400 and ">校舍已修好</textarea>" in refused.text
    assert act(head, "confirm", **{"clear O8": " ", "clear O4": ""}, note="看过").status_code == 303
    assert 'name="clear O8"' in head.get(PLAN).text, "what is left blank clears nothing"
    assert act(head, "confirm", **{"clear O8": "校舍已修好"}, note="逐项核对").status_code == 303
    page = head.get(PLAN).text
    assert 'name="clear O8"' not in page and "消除的问题 O8：校舍已修好" in page
    forged = act(head, "confirm", **{"clear M1": "不要"}, note="逐项核对")
    assert forged.status_code == 422 and "O2–O8" in forged.text


def test_a_page_that_shows_older_content_cannot_be_acted_on(site: Site) -> None:
    site.upload()
    clerk = site.own_password("wenshu201")
    stale = form_fields(clerk.get(PLAN).text, "submit")
    site.upload(title="石槽集乡徐营村防汛应急预案")
    answer = clerk.client.post(f"{PLAN}/moves", data=stale)
    assert answer.status_code in {409, 412}
    assert site.get("wenshu201", f"/api{PLAN}").json()["state"] == "draft"


def test_problems_of_an_upload_are_told_on_the_page(site: Site) -> None:
    clerk = site.own_password("wenshu201")
    document = site.document(title="")
    file = {"file": ("预案.json", json.dumps(document, ensure_ascii=False).encode())}
    refused = clerk.post(f"{PLAN}/upload", {"do": "store"}, files=file)
    assert refused.status_code == 422 and "预案名称" in refused.text
    kept = clerk.post(f"{PLAN}/upload", {"do": "store", "keep": "yes"}, files=file)
    assert kept.status_code == 200 and "已存为草稿" in kept.text and "没有完成的草稿" in kept.text
    nothing = clerk.post(f"{PLAN}/upload", {"do": "store"}, files={"file": ("", b"")})
    assert nothing.status_code == 400 and "选择一个文件" in nothing.text


def test_checking_alone_stores_nothing(site: Site) -> None:
    clerk = site.own_password("wenshu201")
    file = {"file": ("预案.json", json.dumps(site.document(), ensure_ascii=False).encode())}
    checked = clerk.post(f"{PLAN}/upload", {"do": "check"}, files=file)
    assert checked.status_code == 200 and "什么都没有存入" in checked.text
    assert "还没有上传过" in clerk.get(PLAN).text


def test_an_upload_over_somebody_elses_shows_both_sides(site: Site) -> None:
    first = site.upload()
    theirs = site.document()
    theirs["command"]["contacts"][0]["phone"] = "13800009999"
    site.post("yingjiban", f"/api{PLAN}/versions", json=theirs)
    mine = site.document()
    mine["command"]["contacts"][0]["phone"] = "13800008888"
    file = {"file": ("预案.json", json.dumps(mine, ensure_ascii=False).encode())}
    answer = site.own_password("wenshu201").post(
        f"{PLAN}/upload", {"do": "store", "base": first["digest"]}, files=file
    )
    assert answer.status_code == 412 and "吴干事写的是" in answer.text


def test_the_pages_of_another_village_are_shut(site: Site) -> None:
    site.issue()
    stranger = site.own_password("wenshu202")
    for path in (
        PLAN,
        f"{PLAN}/read",
        f"{PLAN}/print",
        f"{PLAN}/diff?old=1&new=1",
        f"/coverage/cell/{VILLAGE}/flood",
        f"/coverage?under={VILLAGE}",
        f"{PLAN}/files/1",
    ):
        answer = stranger.get(path)
        assert answer.status_code == 403 and "没有" in answer.text, path
    file = {"file": ("预案.json", json.dumps(site.document()).encode())}
    assert stranger.post(f"{PLAN}/upload", {"do": "store"}, files=file).status_code == 403
    moved = stranger.post(f"{PLAN}/moves", {"move": "revoke", "number": "1", "digest": "x", "reason": "y"})
    assert moved.status_code == 403


@pytest.mark.parametrize("path", ["upload", "moves", "attachments"])
def test_no_form_is_taken_without_its_token(site: Site, path: str) -> None:
    browser = site.own_password("wenshu201")
    file = {"file": ("预案.json", b"{}")}
    for data in ({"move": "submit"}, {"move": "submit", "csrf": "guessed"}):
        options: dict[str, Any] = {"data": data} if path == "moves" else {"data": data, "files": file}
        answer = browser.client.post(f"{PLAN}/{path}", **options)
        assert answer.status_code == 403 and "刷新" in answer.text


def test_what_people_write_is_shown_and_never_run(site: Site) -> None:
    nasty = '<script>alert("防汛")</script>应急预案'
    receipt = site.post("wenshu201", f"/api{PLAN}/versions", json=site.document(title=nasty)).json()
    site.move("wenshu201", "submit", receipt)
    site.move("shenhe", "return", receipt, note='"><img src=x onerror=alert(1)>')
    browser = site.own_password("wenshu201")
    for path in (PLAN, f"{PLAN}/read", "/plans", '/plans?q="><script>', "/coverage?show=<script>"):
        text = browser.get(path).text
        assert "<script>" not in text and "<img" not in text, path
    assert "&lt;script&gt;" in browser.get(PLAN).text


def test_the_text_is_read_in_full_or_masked(site: Site) -> None:
    document = site.document()
    site.issue()
    household = document["evacuation"]["subjects"][0]["household_head"]
    assert household in site.own_password("wenshu201").get(f"{PLAN}/read").text
    public = site.own_password("chakan").get(f"{PLAN}/read").text
    assert household not in public and "已隐去" in public


def test_two_versions_are_compared_on_a_page(site: Site) -> None:
    site.issue()
    site.upload(title="石槽集乡徐营村防汛应急预案")
    text = site.own_password("yingjiban").get(f"{PLAN}/diff?old=1&new=2").text
    assert "预案名称" in text and "石槽集乡徐营村防汛应急预案" in text
    assert site.browser_again("yingjiban").get(f"{PLAN}/diff?old=one&new=2").status_code == 400


def test_a_refused_print_is_a_page_with_the_reason(site: Site) -> None:
    site.upload()
    answer = site.own_password("wenshu201").get(f"{PLAN}/print")
    assert answer.status_code == 409
    assert answer.headers["content-type"].startswith("text/html") and "没有现行的版本" in answer.text


def test_an_attachment_is_downloaded_and_never_shown_inside(site: Site) -> None:
    site.upload()
    clerk = site.own_password("wenshu201")
    file = {"file": ("签字.pdf", b"%PDF-1.7 signed")}
    assert clerk.post(f"{PLAN}/attachments", {"type": "signed", "number": "1"}, files=file).status_code == 303
    found = re.search(rf'({PLAN}/files/\d+)">签字.pdf', clerk.get(PLAN).text)
    assert found
    link = found[1]
    answer = clerk.get(link)
    assert answer.content == b"%PDF-1.7 signed"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert site.own_password("chakan").get(link).status_code == 403


def test_the_head_line_adds_up_and_every_number_opens_its_cells(site: Site) -> None:
    site.require_villages()
    site.issue()
    office = site.own_password("yingjiban")
    text = office.get(f"/coverage?under={TOWNSHIP}").text
    numbers = re.findall(r"<span>(应有|已有|未超期|可用)</span><strong>(\d+)</strong>", text)
    assert dict(numbers) == {"应有": "2", "已有": "1", "未超期": "1", "可用": "0"}
    tally = [int(n) for n in re.findall(r"<strong>(\d+)</strong></a></li>", text)]
    assert sum(tally) == 2
    lacking = office.get(f"/coverage?under={TOWNSHIP}&show=lacking").text
    assert "刘楼村民委员会" in lacking and "1 项" in lacking
    assert text.index("刘楼村民委员会") < text.index("徐营村民委员会"), "worst first"


def test_a_cell_says_why_since_when_and_what_to_do(site: Site) -> None:
    site.require_villages()
    office = site.own_password("yingjiban")
    text = office.get(f"/coverage/cell/{OTHER}/flood").text
    assert "未编制" in text and "依据" in text and "怎样消除" in text and "待核实" in text
    assert "不适用" in office.get(f"/coverage/cell/{CLINIC}/flood").text


def test_a_day_ahead_is_called_a_forecast(site: Site) -> None:
    site.require_villages()
    text = site.own_password("yingjiban").get("/coverage?as_of=2027-01-01").text
    assert "预测" in text and "2027年1月1日" in text


def test_the_table_opens_in_a_spreadsheet(site: Site) -> None:
    site.require_villages()
    answer = site.own_password("yingjiban").get("/coverage/file/csv")
    assert answer.content.startswith("\ufeff单位代码".encode())
    assert "attachment" in answer.headers["content-disposition"]


def test_everybody_starts_with_their_own_work(site: Site) -> None:
    site.require_villages()
    clerk = site.own_password("wenshu201").get("/home").text
    assert "编制 1 件" in clerk and "徐营村民委员会" in clerk and "刘楼村民委员会" not in clerk
    assert f'href="{PLAN}/fill">编制</a>' in clerk
    office = site.own_password("yingjiban").get("/home").text
    assert "没有要办的事" in office and "等别人办 2 件" in office and "赵文书（文书）" in office
    assert site.own_password("chakan").get("/home").headers["location"] == "/coverage"
    assert site.own_password("guanli").get("/home").headers["location"] == "/people"
    assert site.own_password("shenji").get("/home").headers["location"] == "/ledger"


def test_what_a_role_does_not_open_is_not_in_its_navigation(site: Site) -> None:
    assert 'href="/home" aria-current="page">我的任务' in site.own_password("wenshu201").get("/home").text
    assert 'href="/home"' not in site.own_password("chakan").get("/coverage").text
    assert 'href="/coverage"' not in site.own_password("guanli").get("/people").text


def test_the_code_on_paper_says_what_it_stands_for_and_no_more(site: Site) -> None:
    site.issue()
    shown = site.get("yingjiban", f"/api{PLAN}").json()
    site.client.cookies.clear()
    address = shown["verify_url"].removeprefix("https://yingji.example")
    page = site.client.get(address)
    assert page.status_code == 200
    digest = shown["digest"].upper()
    assert "本码对应第 1 版：现行" in page.text and f"{digest[:4]}-{digest[4:8]}" in page.text
    phone = site.document()["command"]["contacts"][0]["phone"]
    assert phone not in page.text and "真件" not in page.text
    unknown = site.client.get("/v/0123456789abcdef")
    assert unknown.status_code == 404 and "查无此码" in unknown.text


def test_a_set_clock_and_sample_data_are_said_loudly(site: Site) -> None:
    assert "演练时钟" in site.client.get("/").text
    assert "演练时钟" in site.client.get("/ready").json()["warning"]
    assert "示例数据" not in site.client.get("/").text
    site.mark_as_sample()
    assert "示例数据" in site.client.get("/").text
    assert "示例数据" in site.own_password("wenshu201").get("/plans").text
