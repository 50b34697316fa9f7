"""One report, many faces: counts that add up, one shape, the same bytes, safe text."""

import csv
import io
import json
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yingji.basis.calendar import calendar_of
from yingji.basis.documents import register_of
from yingji.basis.policy import DEFAULTS
from yingji.clock import SHANGHAI
from yingji.coverage.examine import Verdict
from yingji.coverage.facts import CellFacts, DraftFacts, Ground, PlanFacts, Span, UnitFacts
from yingji.coverage.report import Asked, Report, as_json, summarise
from yingji.coverage.status import STATUSES, Judgement
from yingji.coverage.table import as_csv, as_table
from yingji.coverage.thresholds import PolicyBook
from yingji.coverage.today import Today
from yingji.coverage.totals import Totals, grouped, totals_of
from yingji.errors import Usage

Make = Callable[..., Any]
DAY = date(2025, 6, 1)
NOON = datetime(2025, 6, 1, 12, tzinfo=SHANGHAI)
EXCUSED = Span(date(2025, 1, 1), None, "由乡级预案覆盖", "示例乡长")


@pytest.fixture
def township(make_cell: Make, make_version: Make) -> tuple[CellFacts, ...]:
    """Four villages: in force, missing, being drafted, excused."""

    def village(number: int, *versions: Any, **given: Any) -> CellFacts:
        unit = {"id": number, "code": f"4116242012{number:02d}", "name": f"示例{number}村"}
        cell: CellFacts = make_cell(DAY, *versions, unit=unit, **given)
        return cell

    return (
        village(1, make_version()),
        village(2),
        village(3, plan={"draft": DraftFacts(2, date(2025, 5, 1))}),
        village(4, exemptions=(EXCUSED,)),
    )


def report(cells: tuple[CellFacts, ...], **given: Any) -> Report[Verdict]:
    return summarise(cells, replace(Asked(("411624201000", "石槽集乡"), DAY, None, DAY, NOON), **given))


def test_the_totals_by_hand(township: tuple[CellFacts, ...]) -> None:
    totals = report(township).totals
    assert (totals.cells, totals.expected, totals.have, totals.timely, totals.usable) == (4, 3, 1, 1, 0)
    assert {key: n for key, n in totals.by_status.items() if n} == {
        "current": 1,
        "missing": 1,
        "drafting": 1,
        "exempt": 1,
    }
    assert totals.headline == "应有 3 已有 1 未超期 1 可用 0"


def test_no_cells_are_all_zeros() -> None:
    empty = report(())
    assert empty.totals == Totals()
    assert "没有应编项" in as_table(empty)
    assert as_json(empty)["totals"]["expected"] == 0


@given(st.lists(st.sampled_from(sorted(STATUSES)), max_size=30), st.integers(1, 5))
def test_totals_add_up_however_cells_are_grouped(statuses: list[str], groups: int) -> None:
    verdicts = [_verdict(status, number % groups) for number, status in enumerate(statuses)]
    whole = totals_of(verdicts)
    parts = grouped(verdicts, lambda verdict: verdict.unit)
    assert sum(parts.values(), Totals()) == whole
    assert sum(whole.by_status.values()) == whole.cells
    assert whole.usable <= whole.timely <= whole.have <= whole.expected <= whole.cells


def _verdict(status: Any, group: int) -> Verdict:
    unit = UnitFacts(group, str(group), f"示例{group}村", "village", f"/{group}/")
    narrowed = PolicyBook(DEFAULTS).narrowed(unit.path, "village", "flood")
    cell = CellFacts(
        DAY, unit, "flood", "防汛应急预案", PlanFacts(), narrowed, Ground(calendar_of(()), register_of(()))
    )
    return Verdict(cell, Judgement(status, cell), Today(DAY))


def test_the_json_has_the_shape_of_the_contract(township: tuple[CellFacts, ...]) -> None:
    answer = json.loads(json.dumps(as_json(report(township)), ensure_ascii=False))
    assert {
        "as_of",
        "known_on",
        "forecast",
        "computed_at",
        "policy",
        "totals",
        "cells",
        "not_checked",
    } <= answer.keys()
    assert set(answer["totals"]) == {"cells", "expected", "have", "timely", "usable", "by_status"}
    cell = answer["cells"][1]
    assert (cell["unit"], cell["unit_name"], cell["unit_kind"]) == ("411624201202", "示例2村", "village")
    assert (cell["kind"], cell["status"], cell["status_label"], cell["worst"]) == (
        "flood",
        "missing",
        "未编制",
        "red",
    )
    (finding,) = cell["findings"]
    assert set(finding) == {"code", "severity", "text", "basis", "since", "clears_by", "places", "beside"}
    assert set(finding["basis"][0]) == {"document", "number", "article", "certainty"}
    assert answer["computed_at"] == "2025-06-01T12:00:00+08:00"
    assert {one["code"] for one in answer["not_checked"]} >= {"O3"}
    assert all(one["reason"] for one in answer["not_checked"])


def test_groups_are_totals_again(township: tuple[CellFacts, ...]) -> None:
    answer = as_json(report(township), "unit")
    assert [group["label"] for group in answer["groups"]] == [f"示例{n}村" for n in (1, 2, 3, 4)]
    assert sum(group["cells"] for group in answer["groups"]) == answer["totals"]["cells"]
    assert [group["key"] for group in as_json(report(township), "kind")["groups"]] == ["flood"]
    with pytest.raises(Usage, match="unit（单位）"):
        as_json(report(township), "colour")


def test_only_the_instant_of_computing_differs(township: tuple[CellFacts, ...]) -> None:
    later = datetime(2030, 6, 1, 12, tzinfo=SHANGHAI)
    first = as_json(report(township, known_on=DAY))
    again = as_json(report(township, known_on=DAY, today=later.date(), computed_at=later))
    assert first.pop("computed_at") != again.pop("computed_at")
    assert json.dumps(first) == json.dumps(again)


def test_other_inputs_have_another_digest(township: tuple[CellFacts, ...], make_version: Make) -> None:
    changed = replace(township[0], plan=replace(township[0].plan, versions=(make_version(number=2),)))
    assert report(township).inputs_digest != report((changed, *township[1:])).inputs_digest
    assert report(township).policy_digest == report((changed, *township[1:])).policy_digest


@pytest.mark.parametrize(
    ("as_of", "known_on", "forecast"),
    [
        (date(2025, 6, 2), None, True),
        (date(2025, 6, 1), None, False),
        (date(2025, 5, 1), date(2025, 4, 1), True),
        (date(2025, 4, 1), date(2025, 5, 1), False),
        (date(2025, 7, 1), date(2025, 8, 1), True),
    ],
)
def test_a_day_ahead_of_what_is_known_is_a_forecast(
    as_of: date, known_on: date | None, forecast: bool
) -> None:
    assert report((), as_of=as_of, known_on=known_on).forecast is forecast


def test_the_table_shows_the_worst_first_in_aligned_columns(township: tuple[CellFacts, ...]) -> None:
    lines = as_table(report(township)).splitlines()
    assert lines[0] == "石槽集乡 截至2025-06-01"
    assert lines[1] == "应有 3 已有 1 未超期 1 可用 0"
    assert [line.split()[0] for line in lines[4:8]] == ["示例2村", "示例3村", "示例4村", "示例1村"]
    begins = [lines[3].index("预案"), *(line.index("防汛") for line in lines[4:8])]
    assert len({_width(line[:begin]) for line, begin in zip(lines[3:8], begins, strict=True)}) == 1


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def test_a_forecast_says_so_in_the_table() -> None:
    assert "预测" in as_table(report((), today=date(2025, 5, 1)))


def test_the_csv_has_no_mark_and_no_formula(township: tuple[CellFacts, ...], make_cell: Make) -> None:
    evil = make_cell(DAY, unit={"name": "=HYPERLINK(1)", "code": "+1"})
    text = as_csv(report((*township, evil)))
    assert not text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == 5
    assert rows[-1]["单位"] == "'=HYPERLINK(1)"
    assert rows[-1]["单位代码"] == "'+1"
    assert rows[0]["状态"] == "有效"
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())


def test_no_face_ever_says_that_a_plan_lapses(make_cell: Make, make_version: Make) -> None:
    cells = tuple(
        make_cell(day, make_version(filed_on=None, published_on=None, signed_on=None))
        for day in (date(2025, 6, 1), date(2028, 1, 1), date(2029, 1, 1))
    )
    said = (
        json.dumps(as_json(report(cells)), ensure_ascii=False)
        + as_table(report(cells))
        + as_csv(report(cells))
    )
    assert not any(word in said for word in ("失效", "过期", "违法", "备案通过"))
