"""The ends of months past: kept or examined, the same numbers, also after something was entered late."""

from collections.abc import Callable
from datetime import date
from threading import Event

import pytest
from sqlalchemy import delete, func, select
from tests.coverage.test_keeping import require
from tests.making import COUNTY, OTHER, TODAY, TOWNSHIP, VILLAGE, Registry, at

from yingji.access.queries import actor as actor_of
from yingji.access.rights import LOCAL, Actor
from yingji.clock import Clock
from yingji.coverage.compare import MonthEnd
from yingji.coverage.tables import coverage_month
from yingji.desk import reports
from yingji.units import actions as units
from yingji.units.queries import find_unit
from yingji.web.keeping import catch_up_all


def keep(registry: Registry) -> None:
    catch_up_all(registry.database, Clock(at(TODAY)), Event())


def kept(registry: Registry) -> int:
    with registry.database.reading() as r:
        return int(r.scalar(select(func.count()).select_from(coverage_month)))


def trend(
    registry: Registry, code: str = TOWNSHIP, kind: str | None = None, actor: Actor = LOCAL
) -> tuple[MonthEnd, ...]:
    with registry.database.reading() as r:
        unit = find_unit(r, code, TODAY)
        return reports.trend(r, reports.Question(actor, unit, kind, TODAY, None, TODAY, at()), 12)


def trend_examined(registry: Registry, code: str = TOWNSHIP) -> tuple[MonthEnd, ...]:
    """The same with nothing kept of the months, which stays as it was."""
    with registry.database.writing(dry_run=True) as w:
        w.run(delete(coverage_month))
        unit = find_unit(w, code, TODAY)
        return reports.trend(w, reports.Question(LOCAL, unit, None, TODAY, None, TODAY, at()), 12)


def late_entry(registry: Registry) -> None:
    registry.record(code=OTHER, login="linwenshu", issued_on="2025-09-01")


def merge(registry: Registry) -> None:
    with registry.database.writing() as w:
        units.merge(
            w, LOCAL, at(), [OTHER], into=VILLAGE, from_day=date(2026, 2, 1), order_doc="石政〔2026〕8号"
        )


@pytest.mark.parametrize("happens", [late_entry, merge])
def test_what_was_entered_late_is_in_every_month_it_belongs_to(
    any_registry: Registry, happens: Callable[[Registry], None]
) -> None:
    require(any_registry)
    any_registry.issue(day=date(2026, 3, 2))
    keep(any_registry)
    before = trend(any_registry)
    assert before == trend_examined(any_registry)
    assert [end.totals.have for end in before] == [0] * 9 + [1] * 3
    happens(any_registry)
    touched = trend(any_registry)
    assert touched == trend_examined(any_registry) != before
    keep(any_registry)
    for code in (TOWNSHIP, COUNTY):
        assert trend(any_registry, code) == trend_examined(any_registry, code)
    assert trend(any_registry) == touched


def test_kept_months_answer_for_the_township_and_for_the_county(
    registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    require(registry)
    registry.issue(day=date(2026, 3, 2))
    keep(registry)
    assert kept(registry) == 11 * 4
    expected = trend_examined(registry)
    monkeypatch.setattr(reports, "_month_end", lambda _r, _asked, day: MonthEnd(day))
    for code in (TOWNSHIP, COUNTY):
        assert trend(registry, code)[:-1] == expected[:-1]


def test_one_kind_or_a_narrow_view_is_examined(registry: Registry) -> None:
    require(registry)
    require(registry, "fire")
    registry.issue(day=date(2026, 3, 2))
    keep(registry)
    assert [end.totals.cells for end in trend(registry)] == [4] * 12
    assert [end.totals.cells for end in trend(registry, kind="flood")] == [2] * 12
    with registry.database.reading() as r:
        clerk = actor_of(r, "wenshu", TODAY)
    assert [end.totals.cells for end in trend(registry, actor=clerk)] == [2] * 12


def test_months_before_a_unit_was_known_are_left_out_kept_or_not(registry: Registry) -> None:
    with registry.database.writing() as w:
        units.add_unit(
            w,
            LOCAL,
            at(),
            code="411624202000",
            name="新乡",
            kind="township",
            under=COUNTY,
            from_day=date(2026, 2, 10),
            order_doc="示例",
        )
    before = trend(registry, "411624202000")
    keep(registry)
    assert [end.as_of for end in trend(registry, "411624202000")] == [end.as_of for end in before]
    assert len(before) == 4
