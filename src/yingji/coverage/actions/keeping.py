"""Keeping today's verdicts: note what acts touched, judge again what is due, count it on every place above.

Nothing here decides anything: verdicts come from ``examine``, and the tables can be made anew at any time.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from yingji.clock import BEGINNING
from yingji.coverage.examine import Verdict, examine
from yingji.coverage.facts import GOVERNMENTS, CellFacts, Ground
from yingji.coverage.kept import cell_of, kept_of
from yingji.coverage.places import Place, batches, ids_of, place_in, reach_of, reached
from yingji.coverage.queries.gather import gather_with_ground
from yingji.coverage.queries.kept import RELEASE, State, places_within, state_of, stood
from yingji.coverage.sheaf import Sheaf
from yingji.coverage.tables import (
    coverage_cell,
    coverage_count,
    coverage_place,
    coverage_state,
    coverage_told,
)
from yingji.db import Writing
from yingji.ledger.actions import settle
from yingji.ledger.queries import touches
from yingji.units.queries import Unit, all_units
from yingji.units.tables import unit_change, unit_name, unit_place

PORTION = 500
Counts = Counter[tuple[int, str, bool]]
"""By unit, status and 可用."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How many places were judged, and how many are left for the next time."""

    judged: int
    left: int


def catch_up(w: Writing, today: date, *, most: int = 64) -> Progress:
    """Bring what is kept to ``today``, ``most`` places at a time (a county at once may be more)."""
    state = _locked(w)
    _note(w, today, state)
    places = places_within(w, "")
    due = [place for place in places.values() if not place.is_current(today)]
    done = 0
    for root, taken in batches(due, tuple(places.values())):
        _judge(w, root, {place.id: place for place in taken}, today)
        done += len(taken)
        if done >= most:
            break
    return Progress(done, len(due) - done)


def forget(w: Writing) -> None:
    """Leave nothing kept, so that everything is judged anew."""
    _locked(w)
    for table in (coverage_cell, coverage_told, coverage_place, coverage_count, coverage_state):
        w.run(delete(table))


def _locked(w: Writing) -> State:
    """How far it has come, held until the transaction ends: two that keep would undo each other's work."""
    first = {"id": 1, "release": "", "ground": ""}
    w.run(_dialect(w).insert(coverage_state).values(first).on_conflict_do_nothing(index_elements=["id"]))
    w.first(select(coverage_state.c.id).with_for_update())
    state = state_of(w)
    assert state is not None  # noqa: S101 - inserted three lines above
    return state


def _note(w: Writing, today: date, state: State) -> None:
    """Turn touches, and acts on units whose day has come, into places that are due."""
    found = touches(w)
    reach = reach_of(found.values())
    if not state.is_usable(today) or reach.changed:
        _place_anew(w, today)
    places = places_within(w, "")
    units = reach.units | _dated(w, state.units_through, today)
    due = frozenset(places) if state.release != RELEASE else reached(places, reach, stood(w, units))
    _mark(w, due)
    settle(w, list(found))
    _keep_state(w, release=RELEASE, units_through=today, units_change_on=_units_change_on(w, today))


def _keep_state(w: Writing, **values: object) -> None:
    w.run(update(coverage_state).values(**values))


def _mark(w: Writing, due: Collection[int]) -> None:
    ordered = sorted(due)
    for start in range(0, len(ordered), PORTION):
        chosen = coverage_place.c.unit_id.in_(ordered[start : start + PORTION])
        w.run(update(coverage_place).where(chosen).values(changes_on=BEGINNING))


def _dated(w: Writing, since: date | None, today: date) -> set[int]:
    """Units whose name, place or act begins after ``since`` and by ``today``."""
    if since is None or since >= today:
        return set()
    found: set[int] = set()
    for table, day in _UNIT_DAYS:
        rows = w.rows(select(table.c.unit_id).where(day > since, day <= today))
        found |= {row.unit_id for row in rows}
    return found


_UNIT_DAYS = (
    (unit_name, unit_name.c.from_day),
    (unit_place, unit_place.c.from_day),
    (unit_change, unit_change.c.on_day),
)


def _units_change_on(w: Writing, today: date) -> date | None:
    days = [w.scalar(select(func.min(day)).where(day > today)) for _, day in _UNIT_DAYS]
    return min((day for day in days if day is not None), default=None)


def _place_anew(w: Writing, today: date) -> None:
    """Every unit alive belongs to one place; a place that stands elsewhere or is called otherwise is due."""
    wanted = {place.id: place for place in _partition(all_units(w, today))}
    known = places_within(w, "")
    gone = [place for key, place in known.items() if key not in wanted]
    moved = [place for key, place in known.items() if key in wanted and not _is_same(place, wanted[key])]
    _drop(w, (*gone, *moved))
    w.add_all(
        coverage_place,
        [
            {
                "unit_id": p.id,
                "path": p.path,
                "code": p.code,
                "governments": p.above,
                "is_township": p.is_township,
            }
            for p in (*(wanted[p.id] for p in moved), *(p for key, p in wanted.items() if key not in known))
        ],
    )


def _is_same(one: Place, other: Place) -> bool:
    return (one.path, one.code, one.above) == (other.path, other.code, other.above)


def _partition(units: Iterable[Unit]) -> Iterable[Place]:
    """Townships, and every unit outside them, with the governments above."""
    by_id = {unit.id: unit for unit in units}
    for unit in by_id.values():
        if unit.township_id in (None, unit.id):
            line = (by_id[key] for key in ids_of(unit.path) if key in by_id)
            above = [(u.kind, u.code, u.name) for u in line if u.kind in GOVERNMENTS]
            told = json.dumps(above, ensure_ascii=False)
            yield Place(unit.id, unit.path, unit.code, told, unit.kind == "township")


def _drop(w: Writing, places: Sequence[Place]) -> None:
    _count(w, _kept_counts(w, {place.id: place for place in places}), -1)
    for start in range(0, len(places), PORTION):
        chosen = [place.id for place in places[start : start + PORTION]]
        for table in (coverage_cell, coverage_told):
            w.run(delete(table).where(table.c.place_id.in_(chosen)))
        w.run(delete(coverage_place).where(coverage_place.c.unit_id.in_(chosen)))


def _judge(w: Writing, root: Place, taken: Mapping[int, Place], today: date) -> None:
    """Examine all cells of these places and keep the verdicts instead of the old ones."""
    alone = len(taken) == 1 and not root.is_township
    cells, ground = gather_with_ground(w, root.id, today, is_alone=alone)
    found = _by_place(taken, cells)
    before = _kept_counts(w, taken)
    rows = [cell_of(place_id, verdict) for place_id, told in found.items() for verdict in told]
    told = [
        {"place_id": key, **kept_of(Sheaf(place.code, tuple(found.get(key, ()))))}
        for key, place in taken.items()
    ]
    for table in (coverage_cell, coverage_told):
        w.run(delete(table).where(table.c.place_id.in_(taken)))
    w.add_all(coverage_cell, rows)
    w.add_all(coverage_told, told)
    after = Counter(
        (key, row["status"], row["is_usable"]) for row in rows for key in ids_of(taken[row["place_id"]].path)
    )
    after.subtract(before)
    _count(w, after, 1)
    for place_id in taken:
        _judged(w, place_id, found.get(place_id, []), ground, today)
    if ground is not None:
        _keep_state(w, ground=ground.digest)


def _by_place(taken: Mapping[int, Place], cells: Iterable[CellFacts]) -> dict[int, list[Verdict]]:
    found: dict[int, list[Verdict]] = defaultdict(list)
    for verdict in map(examine, cells):
        place = place_in(taken, verdict.path) if verdict else None
        if verdict is not None and place is not None:
            found[place.id].append(verdict)
    return found


def _judged(w: Writing, place_id: int, told: Iterable[Verdict], ground: Ground | None, today: date) -> None:
    days = [verdict.changes_on for verdict in told] + [ground.ahead if ground else None]
    changes_on = min((day for day in days if day is not None), default=None)
    w.run(
        update(coverage_place)
        .where(coverage_place.c.unit_id == place_id)
        .values(judged_on=today, changes_on=changes_on)
    )


def _kept_counts(w: Writing, places: Mapping[int, Place]) -> Counts:
    """What the places are counted for, at themselves and above."""
    cell = coverage_cell.c
    found: Counts = Counter()
    ordered = sorted(places)
    for start in range(0, len(ordered), PORTION):
        statement = (
            select(cell.place_id, cell.status, cell.is_usable, func.count().label("cells"))
            .where(cell.place_id.in_(ordered[start : start + PORTION]))
            .group_by(cell.place_id, cell.status, cell.is_usable)
        )
        for row in w.rows(statement):
            for key in ids_of(places[row.place_id].path):
                found[key, row.status, row.is_usable] += row.cells
    return found


def _count(w: Writing, counts: Mapping[tuple[int, str, bool], int], sign: int) -> None:
    """Add to what is counted at each unit."""
    changed: dict[tuple[int, str], list[int]] = defaultdict(lambda: [0, 0])
    for (unit_id, status, is_usable), count in counts.items():
        changed[unit_id, status][0] += sign * count
        changed[unit_id, status][1] += sign * count * is_usable
    rows = [
        {"unit_id": unit_id, "status": status, "cells": cells, "usable": usable}
        for (unit_id, status), (cells, usable) in sorted(changed.items())
        if cells or usable
    ]
    if rows:
        statement = _dialect(w).insert(coverage_count)
        w.run(
            statement.on_conflict_do_update(
                index_elements=["unit_id", "status"],
                set_={
                    "cells": coverage_count.c.cells + statement.excluded.cells,
                    "usable": coverage_count.c.usable + statement.excluded.usable,
                },
            ),
            rows,
        )


def _dialect(w: Writing) -> Any:
    return postgresql if w.dialect == "postgresql" else sqlite
