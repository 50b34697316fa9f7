"""recheck_on against the plainest way to find it: look at every day after."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yingji.basis.policy import PolicyRow
from yingji.coverage.coming import phases
from yingji.coverage.examine import examine
from yingji.coverage.facts import (
    CellFacts,
    ContactCheck,
    DraftFacts,
    Edition,
    OpenItem,
    Reorganisation,
    Span,
    VersionFacts,
)
from yingji.coverage.status import judge
from yingji.coverage.today import Today
from yingji.lifecycle.history import Clearing, Declaration
from yingji.plans.facts import Cited, Supply

Make = Callable[..., Any]
FIRST, LAST = date(2025, 1, 1), date(2027, 12, 31)
DAYS = st.dates(FIRST, LAST)
MAYBE = st.none() | DAYS
HORIZON = 500


def outcome(cell: CellFacts, day: date) -> object:
    judgement = judge(replace(cell, as_of=day), Today(day))
    return judgement.status, sorted((finding.code, finding.severity) for finding in judgement.findings)


def by_brute_force(cell: CellFacts) -> date | None:
    now = outcome(cell, cell.as_of)
    days = (cell.as_of + timedelta(days=n) for n in range(1, HORIZON + 1))
    return next((day for day in days if outcome(cell, day) != now), None)


@st.composite
def versions(draw: st.DrawFn, make_version: Make) -> VersionFacts:
    issued = draw(DAYS)
    version: VersionFacts = make_version(
        id=draw(st.sampled_from([11, 12])),
        issued_on=issued,
        effective_on=issued + timedelta(days=draw(st.sampled_from([0, 0, 30]))),
        filed_on=draw(MAYBE),
        published_on=draw(MAYBE),
        signed_on=draw(MAYBE),
        confirmed_on=tuple(draw(st.lists(DAYS, max_size=2))),
        clearings=tuple(
            Clearing(draw(st.sampled_from(["O2", "O8"])), "不涉及", day)
            for day in draw(st.lists(DAYS, max_size=1))
        ),
        declared=tuple(Declaration("校舍拆了", "李四", day) for day in draw(st.lists(DAYS, max_size=2))),
        text={
            "basis": (Cited("某省防汛条例", "某令第1号", ""),) if draw(st.booleans()) else (),
            "profile_date": draw(MAYBE),
            "supplies": tuple(Supply("方便面", day) for day in draw(st.lists(DAYS, max_size=2))),
            "covers": ("flood",),
        },
    )
    return version


@st.composite
def policies(draw: st.DrawFn) -> tuple[PolicyRow, ...]:
    choices = (
        ("evaluation_months", "12"),
        ("filing_workdays", "5"),
        ("flood_warn_days", "200"),
        ("flood_confirm_by", "02-29"),
        ("upstream_red_days", "40"),
        ("draft_red_days", "25"),
        ("declared_amber_days", "30"),
        ("drill_months", "6"),
        ("drill_months", "不设"),
        ("due_soon_days", "400"),
    )
    picked = draw(st.lists(st.sampled_from(choices), max_size=4))
    return tuple(
        PolicyRow(number, key, value, draw(DAYS), "石槽集乡人民政府")
        for number, (key, value) in enumerate(picked, start=1)
    )


@st.composite
def spans(draw: st.DrawFn) -> Span:
    from_day = draw(DAYS)
    length = draw(st.none() | st.integers(0, 400))
    until = None if length is None else from_day + timedelta(days=length)
    return Span(from_day, until, "清单", "石槽集乡人民政府")


@st.composite
def cells(draw: st.DrawFn, make_cell: Make, make_version: Make) -> CellFacts:
    def one(kind: str, cover: CellFacts | None = None) -> CellFacts:
        own = draw(st.lists(versions(make_version), max_size=2, unique_by=lambda v: v.id))
        standing = sorted((v.history.effective_on, v.id) for v in own if v.history.effective_on)
        unique = tuple({day: (day, key) for day, key in standing}.values())
        drill = draw(MAYBE)
        cell: CellFacts = make_cell(
            draw(DAYS),
            *own,
            standing=unique,
            kind=kind,
            policy=draw(policies()),
            unit={
                "kind": draw(st.sampled_from(["village", "township", "school"])),
                "ends_on": draw(st.none() | st.none() | DAYS),
                "roster": tuple(
                    ("主要负责人", name, day)
                    for name, day in zip("甲乙", sorted(draw(st.lists(DAYS, max_size=2))), strict=False)
                ),
            },
            plan={
                "draft": draw(st.none() | st.builds(DraftFacts, st.integers(0, 3), DAYS)),
                "last_drill_on": drill,
                "open_items": tuple(OpenItem("问题", day) for day in draw(st.lists(DAYS, max_size=2))),
                "checks": (("c01", ContactCheck(False, draw(DAYS))),) if draw(st.booleans()) else (),
            },
            requirements=tuple(draw(st.lists(spans(), min_size=1, max_size=2))),
            exemptions=tuple(draw(st.lists(spans(), max_size=1))),
            upstream=tuple(
                Edition("上位预案", "", draw(DAYS), draw(DAYS), "王五")
                for _ in range(draw(st.integers(0, 2)))
            ),
            reorganisation=draw(
                st.none()
                | st.builds(
                    Reorganisation,
                    st.sampled_from(["add", "merge", "split"]),
                    DAYS,
                    st.just((("甲村", True),)),
                )
            ),
            cover=cover,
        )
        return cell

    return one("flood", one("comprehensive") if draw(st.booleans()) else None)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_recheck_on_is_the_first_day_that_looks_different(
    data: st.DataObject, make_cell: Make, make_version: Make
) -> None:
    cell = data.draw(cells(make_cell, make_version))
    verdict = examine(cell)
    if verdict is None:
        return
    expected = by_brute_force(cell)
    if expected is not None:
        assert verdict.recheck_on == expected
    else:
        assert verdict.recheck_on is None or verdict.recheck_on > cell.as_of + timedelta(days=HORIZON)


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_coming_verdicts_are_those_found_on_every_day_before_their_end(
    data: st.DataObject, make_cell: Make, make_version: Make
) -> None:
    cell = data.draw(cells(make_cell, make_version))
    verdict = examine(cell)
    if verdict is None:
        return
    until = cell.as_of + timedelta(days=60)
    coming = {day: told for day, *told in phases(verdict, until)}
    kept: list[Any] = []
    for day in (cell.as_of + timedelta(days=n) for n in range(60)):
        kept = coming.pop(day, kept)
        then = examine(replace(cell, as_of=day))
        assert kept == ([then.status, then.is_usable] if then else ["", False])
    assert not coming


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_what_a_day_notes_as_its_next_change_is_never_too_late(
    data: st.DataObject, make_cell: Make, make_version: Make
) -> None:
    cell = data.draw(cells(make_cell, make_version))
    today = Today(cell.as_of)
    judge(cell, today)
    end = today.next_change or cell.as_of + timedelta(days=HORIZON)
    for n in range(1, min((end - cell.as_of).days, HORIZON)):
        assert outcome(cell, cell.as_of + timedelta(days=n)) == outcome(cell, cell.as_of)


def test_the_same_facts_give_the_same_verdict(make_cell: Make, make_version: Make) -> None:
    one, other = (examine(make_cell(date(2025, 6, 1), make_version())) for _ in range(2))
    assert one is not None
    assert other is not None
    assert (one.status, one.findings, one.evidence) == (other.status, other.findings, other.evidence)
    assert (one.recheck_on, one.is_usable) == (other.recheck_on, other.is_usable)


def test_a_flood_plan_is_looked_at_again_each_spring(make_cell: Make, make_version: Make) -> None:
    verdict = examine(make_cell(date(2025, 6, 1), make_version(), plan={"last_drill_on": date(2025, 5, 1)}))
    assert verdict is not None
    assert verdict.recheck_on == date(2026, 3, 1)  # O9: the figures are a year old
    later = examine(
        make_cell(
            date(2025, 6, 1),
            make_version(text={"profile_date": date(2025, 6, 1)}),
            plan={"last_drill_on": date(2025, 5, 1)},
        )
    )
    assert later is not None
    assert later.recheck_on == date(2026, 4, 15)


def test_nothing_ahead_means_no_recheck(make_cell: Make) -> None:
    verdict = examine(make_cell())
    assert verdict is not None
    assert verdict.recheck_on is None
