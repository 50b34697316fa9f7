"""Keeping today's verdicts: note what acts touched, carry the counts on to today, judge again what is due.

Nothing here decides anything: verdicts come from ``examine``, and the tables can be made anew at any time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, delete, func, or_, select, update

from yingji.coverage.actions.counting import count, dialect
from yingji.coverage.actions.placing import DUE, mark, place_anew
from yingji.coverage.coming import holds_until, phases
from yingji.coverage.examine import Verdict, examine
from yingji.coverage.facts import Ground
from yingji.coverage.kept import kept_of
from yingji.coverage.places import Place, reach_of, reached
from yingji.coverage.queries.counting import cells_at, cells_moved
from yingji.coverage.queries.gather import gather_with_ground
from yingji.coverage.queries.kept import RELEASE, State, places_near, places_where, state_of, stood
from yingji.coverage.sheaf import Sheaf
from yingji.coverage.tables import (
    coverage_above,
    coverage_cell,
    coverage_count,
    coverage_month,
    coverage_place,
    coverage_state,
    coverage_told,
)
from yingji.db import Writing
from yingji.ledger.actions import settle
from yingji.ledger.queries import touches
from yingji.units.tables import unit_change, unit_name, unit_place

_place = coverage_place.c


@dataclass(frozen=True, slots=True)
class Progress:
    """How many places were judged, and how many are left for the next time."""

    judged: int
    left: int


def catch_up(w: Writing, today: date, *, most: int = 64) -> Progress:
    """Count everything as of ``today``, and judge ``most`` of the places of which something else is to be told.

    Counts are right at once; until a place is judged, its readers examine it themselves.
    """
    state = _locked(w)
    _note(w, today, state)
    due = places_where(w, _is_due(today), most=most) if most else {}
    for place in due.values():
        _judge(w, place, today)
    return Progress(len(due), w.scalar(select(func.count()).where(_is_due(today))))


def forget(w: Writing) -> None:
    """Leave nothing kept, so that everything is judged anew."""
    _locked(w)
    for table in (
        coverage_cell,
        coverage_told,
        coverage_above,
        coverage_month,
        coverage_place,
        coverage_count,
    ):
        w.run(delete(table))
    _keep_state(w, release="", ground="", through=None, units_change_on=None)


def _locked(w: Writing) -> State:
    """How far it has come, held until the transaction ends: two that keep would undo each other's work."""
    first = {"id": 1, "release": "", "ground": ""}
    w.run(dialect(w).insert(coverage_state).values(first).on_conflict_do_nothing(index_elements=["id"]))
    w.first(select(coverage_state.c.id).with_for_update())
    state = state_of(w)
    assert state is not None  # noqa: S101 - inserted three lines above, and never deleted
    return state


def _is_due(today: date) -> ColumnElement[bool]:
    return or_(_place.changes_on <= today, _place.holds_until <= today)


def _note(w: Writing, today: date, state: State) -> None:
    """Turn touches, and acts on units whose day has come, into places that are due; count as of ``today``."""
    found = touches(w)
    reach = reach_of(found.values())
    _carry_on(w, today, state.through)
    is_anew = state.through is None or state.through > today
    dated = frozenset[int]() if is_anew or state.is_usable(today) else _dated(w, state.through, today)
    change_on = state.units_change_on
    if is_anew or reach.changed or dated:
        place_anew(w, today, None if is_anew else reach.changed | dated)
        change_on = _units_change_on(w, today)
    if reach.is_wide or state.release != RELEASE:
        mark(w, None)
    else:
        _mark_reached(w, reach.units | dated)
    settle(w, list(found))
    _keep_state(w, release=RELEASE, through=today, units_change_on=change_on)


def _carry_on(w: Writing, today: date, through: date | None) -> None:
    """Count what time alone moved since; a clock that went back takes it back."""
    if through is not None and through != today:
        count(w, cells_moved(through, today))
    if through is not None and through > today:
        ahead = update(coverage_place).where(_place.judged_on > today)
        w.run(ahead.values(**DUE))


def _mark_reached(w: Writing, units: frozenset[int]) -> None:
    paths = stood(w, units)
    mark(w, reached(places_near(w, paths), paths))


def _keep_state(w: Writing, **values: object) -> None:
    w.run(update(coverage_state).values(**values))


def _dated(w: Writing, since: date | None, today: date) -> frozenset[int]:
    """Units whose name, place or act begins after ``since`` and by ``today``."""
    if since is None or since >= today:
        return frozenset()
    statements = (select(table.c.unit_id).where(day > since, day <= today) for table, day in _UNIT_DAYS)
    return frozenset(row.unit_id for statement in statements for row in w.rows(statement))


_UNIT_DAYS = (
    (unit_name, unit_name.c.from_day),
    (unit_place, unit_place.c.from_day),
    (unit_change, unit_change.c.on_day),
)


def _units_change_on(w: Writing, today: date) -> date | None:
    days = [w.scalar(select(func.min(day)).where(day > today)) for _, day in _UNIT_DAYS]
    return min((day for day in days if day is not None), default=None)


def _judge(w: Writing, place: Place, today: date) -> None:
    """Examine all cells of a place and keep the verdicts, and what becomes of them, instead of the old ones."""
    cells, ground = gather_with_ground(w, place.id, today, is_alone=not place.is_township)
    found = tuple(verdict for verdict in map(examine, cells) if verdict is not None)
    until = holds_until(ground, today)
    count(w, cells_at([place.id], today, -1))
    for table in (coverage_cell, coverage_told):
        w.run(delete(table).where(table.c.place_id == place.id))
    w.add_all(coverage_cell, [row for verdict in found for row in _rows(place, verdict, until)])
    w.add(coverage_told, place_id=place.id, **kept_of(Sheaf(place.code, found)))
    count(w, cells_at([place.id], today))
    judged = {"judged_on": today, "changes_on": _changes_on(found, ground), "holds_until": until}
    w.run(update(coverage_place).where(_place.unit_id == place.id).values(**judged))
    if ground is not None:
        _keep_state(w, ground=ground.digest)


def _rows(place: Place, verdict: Verdict, until: date) -> list[dict[str, object]]:
    of_cell = {"place_id": place.id, "unit_id": verdict.unit.id, "kind": verdict.kind}
    return [
        {**of_cell, "from_day": day, "status": status, "is_usable": is_usable}
        for day, status, is_usable in phases(verdict, until)
    ]


def _changes_on(found: Sequence[Verdict], ground: Ground | None) -> date | None:
    days = [*(verdict.changes_on for verdict in found), ground.ahead if ground else None]
    return min((day for day in days if day is not None), default=None)
