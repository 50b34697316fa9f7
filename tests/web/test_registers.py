"""The registers on pages: units and their changes, the expected set, thresholds, documents, working days."""

from typing import Any

import pytest
from tests.web.place import NOW, OTHER, TOWNSHIP, VILLAGE, Browser, Site

from yingji.access.rights import LOCAL
from yingji.basis.actions import import_documents

ORDER = {"from": "2026-05-06", "order": "沈政文〔2026〕12号"}
DOCUMENTS = """id,title,doc_no,issuer,kind,issued_on,effective_on,supersedes,ended_on,certainty,note
CN-OLD,旧的国家预案,国发〔2005〕11号,,,2005-04-17,2005-04-17,,2025-02-25,official,
CN-NEW,新的国家预案,,,,2025-02-25,2025-02-25,CN-OLD,,unverified,
"""


def test_a_unit_is_renamed_merged_and_found_under_its_past(site: Site) -> None:
    office = site.own_password("yingjiban")
    renamed = office.post(f"/units/{OTHER}/changes", {"do": "rename", "name": "刘楼新村民委员会", **ORDER})
    assert renamed.headers["location"] == f"/units/{OTHER}?done=yes"
    assert "刘楼新村民委员会" in office.get("/units").text
    merged = office.post(f"/units/{OTHER}/changes", {"do": "merge", "to": VILLAGE, **ORDER})
    assert merged.status_code == 303
    page = office.get(f"/units/{VILLAGE}").text
    assert "合并" in page and "沈政文〔2026〕12号" in page
    assert OTHER not in office.get("/units").text and OTHER in office.get("/units?as_of=2026-05-05").text


def test_a_change_without_its_decision_or_day_is_told_beside_what_was_typed(site: Site) -> None:
    office = site.own_password("yingjiban")
    for wrong in ({"order": ""}, {"from": ""}, {"from": "5月"}, {"name": ""}):
        sent = {"do": "rename", "name": "新名村民委员会", **ORDER, **wrong}
        answer = office.post(f"/units/{OTHER}/changes", sent)
        assert answer.status_code in {400, 409, 422} and 'role="alert"' in answer.text, wrong
        assert "--" not in answer.text.split("<main")[1]
    odd = office.post(f"/units/{OTHER}/changes", {"do": "split", "parts": "没有代码", **ORDER})
    assert odd.status_code == 400 and "每行写一个单位" in odd.text


def test_a_unit_is_founded_and_its_head_entered(site: Site) -> None:
    office = site.own_password("yingjiban")
    new = {"code": "411624201240", "name": "新营村民委员会", "kind": "village", "under": TOWNSHIP, **ORDER}
    assert office.post("/units", new).headers["location"] == "/units/411624201240?done=yes"
    sent = {"post": "主要负责人", "name": "孙新", "from": "2026-05-06"}
    assert office.post("/units/411624201240/roster", sent).status_code == 303
    assert "孙新" in office.get("/units/411624201240").text
    assert office.post("/units", {**new, "code": "12"}).status_code in {400, 409, 422}


def test_a_list_is_tried_first_and_stored_when_confirmed(site: Site) -> None:
    office = site.own_password("yingjiban")
    listing = f"code,name,level,parent\n411624201250,陈楼村民委员会,5,{TOWNSHIP}\n"
    tried = office.post("/units/import", {"do": "try"}, files={"file": ("名单.csv", listing.encode())})
    assert tried.status_code == 200 and "还没有改动" in tried.text and "陈楼村民委员会" in tried.text
    assert "411624201250" not in office.get("/units").text
    stored = office.post("/units/import", {"do": "store", "listing": listing}, files={"none": ("", b"")})
    assert stored.status_code == 200 and "已导入" in stored.text
    assert "411624201250" in office.get("/units").text
    bad = office.post("/units/import", {"do": "try"}, files={"file": ("x.csv", b"a,b\n1,2\n")})
    assert bad.status_code in {400, 422} and "表头" in bad.text


def test_the_expected_set_is_kept_by_the_office(site: Site) -> None:
    office = site.own_password("yingjiban")
    usual = {"unit": TOWNSHIP, "from": "2026-01-01", "decided_by": "石槽集乡人民政府"}
    assert office.post("/requirements/defaults", usual).headers["location"] == "/requirements?done=defaults"
    page = office.get("/requirements").text
    assert "石槽集乡的村级单位" in page and "第十五条" in page
    one = {"unit": VILLAGE, "kind": "fire", "basis": "消防法", "decided_by": "乡政府", "from": "2026-02-01"}
    assert office.post("/requirements", one).status_code == 303
    ended = office.post("/requirements/1/end", {"until": "2026-12-31"})
    assert ended.status_code == 303 and "至 2026年12月31日" in office.get("/requirements").text
    wrong = office.post("/requirements", {**one, "basis": ""})
    assert (
        wrong.status_code == 400 and "请写明依据" in wrong.text and "--" not in wrong.text.split("<main")[1]
    )


def test_a_unit_is_excused_on_somebodys_word(site: Site) -> None:
    site.require_villages()
    office = site.own_password("yingjiban")
    form = office.get(f"/exemptions?unit={OTHER}&kind=flood").text
    assert f'value="{OTHER}"' in form
    sent = {
        "unit": OTHER,
        "kind": "flood",
        "reason": "由乡级预案覆盖",
        "approver": "周乡长",
        "from": "2026-01-01",
    }
    assert office.post("/exemptions", sent).status_code == 303
    assert "由乡级预案覆盖（周乡长批准）" in office.get("/exemptions").text
    assert "免编" in office.get(f"/coverage/cell/{OTHER}/flood").text
    assert office.post("/exemptions/1/end", {"until": "2026-06-30"}).status_code == 303


def test_a_threshold_says_who_decided_it(site: Site) -> None:
    office = site.own_password("yingjiban")
    assert "系统建议值，本级未定" in office.get("/policy").text
    sent = {
        "key": "evaluation_months",
        "value": "24",
        "under": TOWNSHIP,
        "from": "2026-05-01",
        "decided_by": "石槽集乡人民政府",
    }
    assert office.post("/policy", sent).status_code == 303
    page = office.get("/policy").text
    assert page.index("24个月") < page.index("36个月") and "石槽集乡人民政府，2026年5月1日起" in page
    wrong = office.post("/policy", {**sent, "value": "很久"})
    assert wrong.status_code == 400 and "不能是「很久」" in wrong.text


def test_documents_not_proofread_say_so(site: Site) -> None:
    with site.database.writing() as w:
        import_documents(w, LOCAL, NOW, DOCUMENTS.encode())
    page = site.own_password("wenshu201").get("/basis").text
    assert "已被《新的国家预案》替代（2025年2月25日）" in page
    assert page.count("待核实</span>") == 1 and "已与正式文本核对" in page
    assert "没有找到" in site.browser_again("wenshu201").get("/basis?q=查无此件").text


def test_working_days_are_listed_by_year(site: Site) -> None:
    page = site.own_password("wenshu201").get("/calendar?year=2026").text
    assert "2026年5月9日" in page and "上班" in page
    assert "还没有登记" in site.browser_again("wenshu201").get("/calendar?year=2031").text


CHANGES: tuple[tuple[str, dict[str, Any]], ...] = (
    (f"/units/{OTHER}/changes", {"do": "rename", "name": "x", **ORDER}),
    (f"/units/{OTHER}/roster", {"post": "主任", "name": "x", "from": "2026-05-06"}),
    (
        "/units",
        {"code": "411624201299", "name": "x村民委员会", "kind": "village", "under": TOWNSHIP, **ORDER},
    ),
    ("/requirements/defaults", {"unit": TOWNSHIP, "from": "2026-01-01", "decided_by": "x"}),
    ("/requirements", {"unit": OTHER, "kind": "fire", "basis": "x", "decided_by": "x", "from": "2026-02-01"}),
    ("/exemptions", {"unit": OTHER, "kind": "fire", "reason": "x", "approver": "x", "from": "2026-02-01"}),
    (
        "/policy",
        {"key": "due_soon_days", "value": "9", "under": TOWNSHIP, "from": "2026-05-01", "decided_by": "x"},
    ),
)


@pytest.mark.parametrize(("path", "sent"), CHANGES)
def test_clerks_and_onlookers_change_no_register(site: Site, path: str, sent: dict[str, Any]) -> None:
    for login in ("wenshu201", "chakan", "shenji"):
        browser: Browser = site.own_password(login)
        assert browser.post(path, sent).status_code == 403, login
