"""What a leader is handed: a workbook, two days compared, a trend, and the year's figures."""

import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
from tests.making import OTHER, TODAY, TOWNSHIP, VILLAGE, Registry, at

from yingji.access.rights import LOCAL
from yingji.clock import SHANGHAI
from yingji.coverage import actions as coverage
from yingji.coverage import compare
from yingji.coverage.examine import Verdict
from yingji.coverage.facts import CellFacts
from yingji.coverage.report import GROUPS, Asked, Report, as_json, groups_of, summarise
from yingji.coverage.sheet import as_xlsx
from yingji.coverage.totals import Totals
from yingji.desk import reports
from yingji.errors import Usage
from yingji.readiness import actions as readiness
from yingji.units import actions as units
from yingji.units.queries import find_unit

Make = Callable[..., Any]
D = date
JUNE = date(2025, 6, 1)
NOON = datetime(2025, 6, 1, 12, tzinfo=SHANGHAI)


def report(*cells: CellFacts, day: date = JUNE) -> Report[Verdict]:
    return summarise(cells, Asked(("411624201000", "石槽集乡"), day, None, day, NOON))


def question(registry: Registry, as_of: date = TODAY, login: str = "yingjiban") -> reports.Question:
    from yingji.access.queries import actor as actor_of

    with registry.database.reading() as r:
        actor = actor_of(r, login, TODAY)
        return reports.Question(actor, find_unit(r, TOWNSHIP, as_of), None, as_of, None, TODAY, at())


@pytest.fixture
def required(registry: Registry) -> Registry:
    with registry.database.writing() as w:
        coverage.add_requirement(
            w,
            LOCAL,
            at(D(2024, 1, 9)),
            unit_kind="village",
            under=find_unit(w, TOWNSHIP, D(2024, 1, 9)),
            kind="flood",
            from_day=D(2024, 1, 1),
            basis="办法第十五条",
            decided_by="石槽集乡人民政府",
        )
    return registry


def test_the_workbook_shows_each_cell_by_sign_and_colour(make_cell: Make, make_version: Make) -> None:
    cells = (
        make_cell(D(2025, 6, 1), make_version()),
        make_cell(D(2025, 6, 1), unit={"id": 9, "name": "缺村"}),
    )
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(report(*cells))))
    assert book.sheetnames == ["覆盖总表", "问题清单", "逐项情况", "口径与规则"]
    matrix = book["覆盖总表"]
    assert matrix["A2"].value == "截至2025年6月1日。"
    (good, missing) = matrix["D7"], matrix["D8"]
    assert (good.value, missing.value) == ("✓ 有效", "✕ 未编制")
    assert (good.fill.fgColor.rgb[-6:], missing.fill.fgColor.rgb[-6:]) == ("CFE8D1", "F8C9C4")
    assert [matrix.cell(row, 4).value for row in range(9, 13)] == [2, 1, 1, 0]
    told = {cell.value for row in book["口径与规则"].iter_rows() for cell in row}
    assert {"未超期", "系统建议值，本级未定", "M1", "O10"} <= told


def test_the_workbook_runs_nothing_and_survives_odd_texts(make_cell: Make) -> None:
    evil = make_cell(D(2025, 6, 1), unit={"name": '=HYPERLINK("x")\x0b', "code": "+1"})
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(report(evil))))
    cells = [cell for ws in book for row in ws.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]
    assert book["覆盖总表"]["B7"].value == '=HYPERLINK("x")'


def test_the_same_report_is_the_same_workbook(make_cell: Make, make_version: Make) -> None:
    one, other = (as_xlsx(report(make_cell(D(2025, 6, 1), make_version()))) for _ in range(2))
    assert one == other


def test_two_days_compared_by_hand(make_cell: Make, make_version: Make) -> None:
    before = report(
        make_cell(D(2025, 5, 31), unit={"id": 1, "name": "甲村"}),
        make_cell(D(2025, 5, 31), make_version(), unit={"id": 2, "name": "乙村"}),
        day=D(2025, 5, 31),
    )
    after = report(
        make_cell(D(2025, 6, 1), make_version(), unit={"id": 1, "name": "甲村", "code": "9"}),
        make_cell(D(2025, 6, 1), make_version(filed_on=None), unit={"id": 2, "name": "乙村"}),
    )
    found = compare.compare(before, after)
    assert (found.appeared, found.cleared) == (1, 1)
    assert found.headline == "本月新增 1、消除 1；应有 2，已有 1→2，未超期 1→2，可用 0"
    assert [change.words for change in found.changes] == [
        "甲村防汛应急预案：未编制 → 有效（消除M1）",
        "乙村防汛应急预案：有效 → 备案超期（新增D1）",
    ]
    assert json.loads(json.dumps(compare.as_json(found)))["changes"][0]["cleared"] == ["M1"]
    same = compare.compare(after, after)
    assert (same.appeared, same.cleared, same.changes) == (0, 0, ())


def test_a_cell_that_is_no_longer_required_is_told(make_cell: Make) -> None:
    found = compare.compare(report(make_cell(D(2025, 5, 1)), day=D(2025, 5, 1)), report())
    assert found.headline.startswith("与2025年5月1日相比，新增 0、消除 1")
    assert "未编制 → 不适用" in compare.as_table(found)


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        (D(2026, 3, 15), (D(2026, 1, 31), D(2026, 2, 28), D(2026, 3, 15))),
        (D(2024, 3, 31), (D(2024, 1, 31), D(2024, 2, 29), D(2024, 3, 31))),
        (D(2026, 1, 1), (D(2025, 11, 30), D(2025, 12, 31), D(2026, 1, 1))),
    ],
)
def test_month_ends(last: date, expected: tuple[date, ...]) -> None:
    assert compare.month_ends(last, 3) == expected
    assert compare.month_ends(D.min, 3) == (D.min,)


@pytest.mark.parametrize("group", GROUPS)
def test_every_group_adds_up(group: str, required: Registry) -> None:
    with required.database.reading() as r:
        found = reports.answered(r, question(required))
    groups = groups_of(found, group)
    assert sum(groups.values(), Totals()) == found.totals
    assert [one["cells"] for one in as_json(found, group)["groups"]] == [t.cells for t in groups.values()]


def test_townships_and_counties_are_named(required: Registry) -> None:
    with required.database.reading() as r:
        found = reports.answered(r, question(required))
    assert list(groups_of(found, "township")) == [(TOWNSHIP, "石槽集乡")]
    assert list(groups_of(found, "county")) == [("411624000000", "沈丘县")]


def test_against_and_trend_ask_the_place_of_those_days(required: Registry) -> None:
    required.issue(day=D(2026, 4, 20))
    asked = question(required)
    with required.database.reading() as r:
        found = reports.against(r, asked, D(2026, 4, 19))
        months = reports.trend(r, asked, 48)
        with pytest.raises(Usage, match="早于"):
            reports.against(r, asked, TODAY)
        with pytest.raises(Usage, match="--trend"):
            reports.trend(r, asked, 0)
    assert "石槽集村民委员会防汛应急预案：未编制 → 有效" in compare.as_table(found)
    assert (len(months), months[0].as_of) == (48, D(2022, 6, 30))
    assert months[0].totals.cells == 0
    assert [month.totals.have for month in months[-3:]] == [0, 1, 1]
    assert "已有 1" in compare.trend_table(months).splitlines()[-1]


def test_the_year_is_counted_from_acts(required: Registry) -> None:
    required.upload(day=D(2026, 1, 5))
    required.move("submit", day=D(2026, 1, 6))
    required.move("return", day=D(2026, 1, 7))
    required.issue(day=D(2026, 2, 2), title="石槽集村防汛应急预案（修改稿）")
    required.move("file", day=D(2026, 2, 9))
    required.issue(day=D(2026, 4, 20), title="石槽集村防汛应急预案（修订）")
    required.record(code=OTHER, login="yingjiban", day=D(2026, 5, 5), issued_on="2025-03-01")
    with required.database.writing() as w:
        readiness.add_drill(w, LOCAL, at(), unit=find_unit(w, VILLAGE, TODAY), kind="flood", on=D(2026, 5, 1))
    with required.database.reading() as r:
        found = reports.year_of(r, question(required), 2026)
        past = reports.year_of(r, question(required), 2025)
        with pytest.raises(Usage, match="2027"):
            reports.year_of(r, question(required), 2027)
    deeds = found.deeds
    assert (deeds.made, deeds.revised, deeds.reviewed) == (1, 1, 3)
    assert (deeds.returned, deeds.corrected, deeds.filed, deeds.drills) == (1, 1, 1, 1)
    assert (past.deeds.made, past.until) == (1, D(2025, 12, 31))
    assert found.paragraph.startswith("2026年1月1日至5月6日，石槽集乡新编应急预案1件，修订1件；")
    assert "2个村（社区）应有预案2件，已有2件" in found.paragraph
    assert json.loads(str(reports.year_face(found, "json")))["deeds"]["drills"] == 1
    book = openpyxl.load_workbook(io.BytesIO(bytes(reports.year_face(found, "xlsx"))))  # type: ignore[arg-type]  # a workbook is bytes
    assert book["成文"]["A4"].value == found.paragraph


def test_a_village_that_ended_within_the_year_still_counts(required: Registry) -> None:
    required.issue(day=D(2026, 2, 2))
    with required.database.writing() as w:
        units.merge(
            w,
            LOCAL,
            at(D(2026, 5, 1)),
            [VILLAGE],
            into=OTHER,
            from_day=D(2026, 5, 1),
            order_doc="沈政文〔2026〕12号",
        )
    with required.database.reading() as r:
        assert reports.year_of(r, question(required), 2026).deeds.made == 1


def test_the_paper_says_the_day_and_the_numbers(required: Registry) -> None:
    import pypdfium2

    required.issue()
    with required.database.reading() as r:
        found = reports.answered(r, question(required))
    pdf = reports.drawn(found, "pdf")
    later = replace(found, asked=replace(found.asked, computed_at=datetime(2030, 1, 1, tzinfo=SHANGHAI)))
    assert pdf == reports.drawn(later, "pdf")
    text = "".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf))
    for said in ("石槽集乡应急预案覆盖情况", "应有预案2件", "未编制", "没有核对的"):
        assert said in "".join(text.split())


def test_a_form_that_does_not_exist_is_named(required: Registry) -> None:
    with required.database.reading() as r:
        found = reports.trend(r, question(required), 1)
    with pytest.raises(Usage, match="table、json"):
        reports.trended(found, "pdf")
