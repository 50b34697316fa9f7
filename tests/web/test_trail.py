"""The trail for auditors, the state of the system, the description of the interface."""

import csv
import io

from sqlalchemy import text
from tests.web.place import COUNTY, NOW, TODAY, TOWNSHIP, VILLAGE, Site

from yingji.access.actions import add_person, give_role, issue_token
from yingji.access.rights import LOCAL
from yingji.units.actions import import_units
from yingji.units.queries import find_unit


def auditor_at(site: Site, code: str, login: str) -> None:
    with site.database.writing() as w:
        unit = find_unit(w, code, TODAY)
        site.people.codes[login] = add_person(
            w, LOCAL, NOW, login=login, name="审计", post="", path=unit.path
        )
        site.people.tokens[login] = issue_token(w, LOCAL, NOW, login=login, paths=[unit.path])
        give_role(w, LOCAL, NOW, login=login, role="auditor", unit_id=unit.id, path=unit.path, from_day=TODAY)


def test_the_trail_is_read_in_words_and_filtered(site: Site) -> None:
    site.issue()
    browser = site.own_password("shenji")
    page = browser.get("/ledger").text
    assert "上传预案" in page and "审核通过" in page and "徐营村民委员会" in page
    only = browser.get("/ledger?act=plan.pass").text
    assert ">审核通过</td>" in only and ">上传预案</td>" not in only
    assert "没有符合条件的记录" in browser.get("/ledger?since=2031-01-01").text
    assert "没有符合条件的记录" in browser.get("/ledger?actor=nobody").text


def test_an_import_shows_to_the_auditor_of_a_place_it_touched(site: Site) -> None:
    with site.database.writing() as w:
        rows = f"code,name,level,parent\n411624201250,陈楼村民委员会,5,{TOWNSHIP}\n"
        import_units(w, LOCAL, NOW, TODAY, rows.encode())
    auditor_at(site, VILLAGE, "cunshen")
    assert "unit.import" in {line["act"] for line in site.get("shenji", "/api/ledger").json()}
    assert "unit.import" not in {line["act"] for line in site.get("cunshen", "/api/ledger").json()}


def test_who_audits_the_place_the_site_serves_sees_what_names_no_unit(site: Site) -> None:
    auditor_at(site, COUNTY, "xianshen")
    for login in ("xianshen", "shenji"):
        acts = {line["act"] for line in site.get(login, "/api/ledger").json()}
        assert "person.add" in acts, login
    with site.database.writing() as w:
        rows = f"code,name,level,parent\n411624202000,另一乡,4,{COUNTY}\n"
        import_units(w, LOCAL, NOW, TODAY, rows.encode())
    assert "person.add" in {line["act"] for line in site.get("xianshen", "/api/ledger").json()}
    assert "person.add" not in {line["act"] for line in site.get("shenji", "/api/ledger").json()}


def test_a_village_auditor_sees_nothing_of_the_neighbours(site: Site) -> None:
    site.issue("411624201202")
    auditor_at(site, VILLAGE, "cunshen")
    lines = site.get("cunshen", "/api/ledger").json()
    assert {line["unit"] for line in lines} == {VILLAGE}


def test_all_of_it_goes_into_a_table(site: Site) -> None:
    site.issue()
    answer = site.own_password("shenji").get("/ledger/file?act=plan")
    rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert rows[0][2] == "事项" and {row[2] for row in rows[1:]} >= {"上传预案", "审核通过", "印发"}
    assert len(rows[1][8]) == 64


def test_the_trail_is_for_auditors_alone(site: Site) -> None:
    for login in ("wenshu201", "yingjiban", "guanli", "chakan"):
        browser = site.own_password(login)
        assert browser.get("/ledger").status_code == 403, login
        assert browser.get("/ledger/file").status_code == 403, login


def test_the_state_of_the_system_is_said_plainly(site: Site) -> None:
    browser = site.own_password("guanli")
    page = browser.get("/system").text
    assert "正常，是最新的" in page and "演练时钟" in page and "yingji backup" in page
    assert "完整，共" in browser.get("/system?check=yes").text
    for login in ("wenshu201", "yingjiban", "chakan"):
        assert site.own_password(login).get("/system").status_code == 403


def test_a_database_that_needs_migration_is_not_ready(site: Site) -> None:
    assert site.client.get("/ready").status_code == 200
    with site.database.writing() as w:
        w.run(text("UPDATE alembic_version SET version_num = '0000'"))
    answer = site.client.get("/ready")
    assert answer.status_code == 503 and "需要升级" in answer.json()["detail"]
    assert "需要升级" in site.own_password("guanli").get("/system").text


def test_the_interface_is_described_without_leaving_the_site(site: Site) -> None:
    page = site.own_password("guanli").get("/api-docs").text
    for path in ("/api/coverage", "/api/plans/{unit}/{kind}/versions/{number}/moves"):
        assert path in page
    assert "<script" not in page and "https://" not in page.split("<main")[1]
    assert site.own_password("yingjiban").get("/api-docs").status_code == 403
