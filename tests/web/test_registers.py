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
    merged = office.post(f"/units/{OTHER}/changes", {"do": "merge", "into": VILLAGE, **ORDER})
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
    assert wrong.status_code == 400 and 'aria-invalid="true"' in wrong.text
    assert 'id="add-basis-wrong">请填写「依据」' in wrong.text and 'value="乡政府"' in wrong.text


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
    old = site.browser_again("wenshu201").get("/basis/CN-OLD").text
    assert 'href="/basis/CN-NEW">新的国家预案</a>' in old and "认定为重大变化" not in old
    assert "没有找到" in site.browser_again("wenshu201").get("/basis?q=查无此件").text


def test_working_days_are_listed_by_year(site: Site) -> None:
    page = site.own_password("wenshu201").get("/calendar?year=2026").text
    assert "2026年5月9日" in page and "上班" in page
    assert "还没有登记" in site.browser_again("wenshu201").get("/calendar?year=2031").text


def test_the_office_of_the_place_the_site_serves_enters_a_document_that_replaces_another(site: Site) -> None:
    office = site.own_password("yingjiban")
    sent = {"id": "CN-A", "title": "旧办法", "issued_on": "2013年10月25日", "certainty": "official"}
    assert office.post("/basis", sent).headers["location"] == "/basis?done=add"
    newer = {**sent, "id": "CN-B", "title": "新办法", "supersedes": "CN-A"}
    assert office.post("/basis", newer).status_code == 303
    page = office.get("/basis").text
    assert "已被《新办法》替代" in page
    wrong = office.post("/basis", {**newer, "title": ""})
    assert wrong.status_code == 400 and 'id="add-title-wrong"' in wrong.text and 'value="CN-B"' in wrong.text
    circle = office.post("/basis", {**sent, "supersedes": "CN-B"})
    assert circle.status_code == 422 and "绕成了圈" in circle.text


def test_a_major_change_is_looked_at_before_somebody_puts_a_name_to_it(site: Site) -> None:
    site.require_villages()
    site.issue()
    office = site.own_password("yingjiban")
    office.post("/basis", {"id": "CN-C", "title": "上位预案", "kind": "flood", "certainty": "official"})
    tried = office.post("/basis/CN-C", {"do": "try", "on": "2026-05-06"})
    assert tried.status_code == 200 and "还没有认定" in tried.text
    nameless = office.post("/basis/CN-C", {"do": "store", "on": "2026-05-06", "reason": "响应分级调整"})
    assert nameless.status_code == 400 and 'id="major-by_name-wrong"' in nameless.text
    named = {"do": "store", "on": "2026-05-06", "by_name": "张三", "reason": "响应分级调整"}
    assert office.post("/basis/CN-C", named).headers["location"] == "/basis/CN-C?done=major"
    assert "张三认定" in office.get("/basis/CN-C").text
    assert office.get("/basis/NONE").status_code == 404
    own = office.post(f"/plans/{VILLAGE}/flood/major", {"number": "1", **named})
    assert own.status_code == 303 and "张三认定" in office.get(own.headers["location"]).text


@pytest.mark.parametrize(
    ("place", "listing", "seen"),
    [
        ("/basis", "id\ttitle\nCN-X\t新文件\n", "新文件"),
        ("/calendar", "date,workday,note\n2031-01-02,0,元旦放假\n", "元旦放假"),
    ],
)
def test_a_pasted_list_is_shown_before_it_is_stored(site: Site, place: str, listing: str, seen: str) -> None:
    office, nothing = site.own_password("yingjiban"), {"none": ("", b"")}
    tried = office.post(f"{place}/import", {"do": "try", "listing": listing}, files=nothing)
    assert tried.status_code == 200 and "还没有改动" in tried.text and "新增 1" in tried.text
    shown = "/basis" if place == "/basis" else "/calendar?year=2031"
    assert seen not in office.get(shown).text
    stored = office.post(f"{place}/import", {"do": "store", "listing": listing}, files=nothing)
    assert "已导入" in stored.text and seen in office.get(shown).text
    bad = office.post(f"{place}/import", {"do": "try", "listing": "a,b\n1,2"}, files=nothing)
    assert bad.status_code == 400 and "a,b" in bad.text and "列名" in bad.text
    assert site.own_password("wenshu201").get(f"{place}/import").status_code == 403


def test_a_day_off_is_entered_as_people_write_days(site: Site) -> None:
    office = site.own_password("yingjiban")
    sent = {"date": "2031年1月2日", "workday": "0", "note": "元旦放假"}
    assert office.post("/calendar", sent).headers["location"] == "/calendar?year=2031&done=yes"
    assert "2031年1月2日（四）" in office.get("/calendar?year=2031").text
    wrong = office.post("/calendar", {**sent, "date": "正月初一"})
    assert wrong.status_code == 400 and 'id="add-date-wrong"' in wrong.text and "元旦放假" in wrong.text


def test_a_threshold_is_tried_before_it_is_decided(site: Site) -> None:
    site.require_villages()
    site.issue()
    office = site.own_password("yingjiban")
    sent = {
        "key": "evaluation_months",
        "value": "1",
        "under": "石槽集乡",
        "from": "2026-09-01",
        "decided_by": "石槽集乡人民政府",
    }
    tried = office.post("/policy", {**sent, "do": "try"})
    assert "还没有定" in tried.text and "徐营村民委员会防汛应急预案：" in tried.text
    assert "→ 逾期未评估" in tried.text and 'value="石槽集乡"' in tried.text
    assert "2026年9月1日起" not in office.get("/policy").text


def test_a_unit_is_named_by_its_name(site: Site) -> None:
    office = site.own_password("yingjiban")
    sent = {"unit": "徐营村", "kind": "fire", "basis": "消防法", "decided_by": "乡政府", "from": "2026.2.1"}
    assert office.post("/requirements", sent).status_code == 303
    assert "徐营村民委员会" in office.get("/requirements").text
    wrong = office.post("/requirements", {**sent, "unit": "没有的村"})
    assert wrong.status_code == 404 and 'id="add-unit-wrong">您管的范围里没有叫' in wrong.text


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
    ("/basis", {"id": "X", "title": "x"}),
    ("/calendar", {"date": "2031-01-02", "workday": "0"}),
)


@pytest.mark.parametrize(("path", "sent"), CHANGES)
def test_clerks_and_onlookers_change_no_register(site: Site, path: str, sent: dict[str, Any]) -> None:
    for login in ("wenshu201", "chakan", "shenji"):
        browser: Browser = site.own_password(login)
        assert browser.post(path, sent).status_code == 403, login
