"""Places with thousands of plans: by what lies below them, and a page of a list at a time."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some
from tests.web.place import COUNTY, NOW, OTHER, TODAY, TOWNSHIP, VILLAGE, Site

from yingji.access.actions import add_person, give_role, issue_token
from yingji.access.rights import LOCAL
from yingji.coverage.actions import add_requirement
from yingji.units.actions import add_unit
from yingji.units.queries import find_unit
from yingji.web import paging
from yingji.web.paging import portion

ELSEWHERE = "411624202000"
PREFECTURE, BELOW = "411600000000", "411621000000"
FOUNDED: dict[str, Any] = {"from_day": date(2020, 1, 1), "order_doc": "初始登记"}


@pytest.fixture
def county(site: Site) -> Site:
    """A second township with a village, and every village of the county required to hold a flood plan."""
    with site.database.writing() as w:
        for code, name, kind, under in (
            (ELSEWHERE, "付井镇", "township", COUNTY),
            ("411624202201", "程营村民委员会", "village", ELSEWHERE),
        ):
            add_unit(w, LOCAL, NOW, code=code, name=name, kind=kind, under=under, **FOUNDED)
        decided: dict[str, Any] = {"from_day": date(2020, 1, 1), "basis": "防汛方案", "decided_by": "县政府"}
        place = find_unit(w, COUNTY, TODAY)
        for whom in ({"unit_kind": "village", "under": place}, {"unit": place}):
            add_requirement(w, LOCAL, NOW, kind="flood", **whom, **decided)
    return site


@given(some.integers(0, 1000), some.one_of(some.integers(-3, 30).map(str), some.text(max_size=12)))
def test_every_row_is_on_exactly_one_page_and_any_number_shows_one(rows: int, asked: str) -> None:
    first = portion(range(rows), "")
    pages = [portion(range(rows), str(number)) for number in range(1, first.pages + 1)]
    assert [row for page in pages for row in page.rows] == list(range(rows))
    assert portion(range(rows), asked) in pages


def test_a_county_is_shown_by_what_lies_below_it_with_the_worst_first(county: Site) -> None:
    county.issue(VILLAGE)
    county.issue(OTHER)
    text = county.own_password("chakan").get("/coverage").text
    rows = text.split('id="below"')[1]
    assert rows.index(f"under={ELSEWHERE}") < rows.index(f"under={TOWNSHIP}") < rows.index("沈丘县本级")
    assert "徐营村民委员会" not in text
    for number in ("应有</span><strong>4<", "已有</span><strong>2<"):
        assert number in text


def test_a_number_of_the_county_opens_its_cells_a_page_at_a_time(
    county: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "MOST", 3)
    browser = county.own_password("chakan")
    first = browser.get("/coverage?show=lacking").text
    assert "应有而没有的：4 项" in first and "第 1 页，共 2 页" in first and "nth=2" in first
    second = browser.get("/coverage?show=lacking&nth=2").text
    assert second.count("data-why") == 1 and "第 2 页，共 2 页" in second
    assert browser.get("/coverage?show=lacking&nth=99").text.count("data-why") == 1
    assert 'id="below"' in browser.get("/coverage?show=nothing").text


def test_another_day_and_one_kind_of_a_county_are_added_up_from_the_cells(county: Site) -> None:
    browser = county.own_password("chakan")
    for query in ("kind=flood", "as_of=2026-04-01", "known_on=2026-05-06"):
        assert "应有</span><strong>4<" in browser.get(f"/coverage?{query}").text
    assert "应有</span><strong>0<" in browser.get("/coverage?kind=fire").text
    assert browser.get("/coverage?kind=fff").status_code == 400


@pytest.fixture
def prefecture(county: Site) -> Site:
    """A prefecture with a county that lacks its plan, and somebody who looks on from there."""
    with county.database.writing() as w:
        add_unit(w, LOCAL, NOW, code=PREFECTURE, name="周口市", kind="prefecture", under=None, **FOUNDED)
        unit = find_unit(w, PREFECTURE, TODAY)
        add_unit(w, LOCAL, NOW, code=BELOW, name="扶沟县", kind="county", under=PREFECTURE, **FOUNDED)
        decided: dict[str, Any] = {"from_day": date(2020, 1, 1), "basis": "防汛方案", "decided_by": "县政府"}
        add_requirement(w, LOCAL, NOW, unit=find_unit(w, BELOW, TODAY), kind="flood", **decided)
        add_person(w, LOCAL, NOW, login="shiju", name="市局", post="科员", path=unit.path)
        give_role(
            w, LOCAL, NOW, login="shiju", role="viewer", unit_id=unit.id, path=unit.path, from_day=TODAY
        )
        county.people.tokens["shiju"] = issue_token(w, LOCAL, NOW, login="shiju", paths=())
    return county


PAGE = {"headers": {"Accept": "text/html"}}


def test_a_prefecture_shows_today_by_county_and_sends_further_questions_there(prefecture: Site) -> None:
    text = prefecture.get("shiju", "/coverage", **PAGE).text
    assert f"under={BELOW}" in text and "show=lacking" not in text and "下载 Excel" not in text
    for query in ("?as_of=2026-04-01", "?kind=flood", "?show=lacking", "?group=kind", "/trend"):
        refused = prefecture.get("shiju", f"/coverage{query}", **PAGE)
        assert refused.status_code == 400 and "请先点到县或乡镇" in refused.text


@pytest.mark.parametrize("path", ["/plans", "/volume"])
def test_a_prefecture_chooses_a_county_before_plans_are_listed(prefecture: Site, path: str) -> None:
    text = prefecture.get("shiju", path, **PAGE).text
    assert f'href="{path}?under={BELOW}">扶沟县</a>' in text and "<table" not in text
    assert "请点到县或乡镇再看" not in prefecture.get("shiju", f"{path}?under={BELOW}", **PAGE).text


def test_the_units_of_a_prefecture_are_listed_level_by_level_unless_a_name_is_looked_for(
    prefecture: Site,
) -> None:
    with prefecture.database.writing() as w:
        add_unit(w, LOCAL, NOW, code="411621201000", name="韭园镇", kind="township", under=BELOW, **FOUNDED)
    text = prefecture.get("shiju", "/units", **PAGE).text
    assert f"/units?under={BELOW}" in text and "韭园镇" not in text
    assert "韭园镇" in prefecture.get("shiju", f"/units?under={BELOW}", **PAGE).text
    assert "韭园镇" in prefecture.get("shiju", "/units?q=韭园", **PAGE).text


def test_the_list_of_plans_comes_a_page_at_a_time(county: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "MOST", 1)
    county.issue(VILLAGE)
    county.issue(OTHER)
    browser = county.own_password("chakan")
    first, second = (browser.get(f"/plans?nth={number}").text for number in (1, 2))
    assert "共 2 份" in first and "徐营村民委员会</a>" in first and "刘楼村民委员会</a>" not in first
    assert "刘楼村民委员会</a>" in second and 'rel="prev"' in second and 'rel="next"' not in second
    found = browser.get("/plans?q=刘楼&status=in_force").text
    assert "共 1 份" in found and "刘楼村民委员会</a>" in found
