"""Units as they stood on a day, by what was known on a day.

The state on a day is the row with the greatest ``from_day`` not after it (then the greatest id),
of the rows recorded by ``known_on``.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, and_, exists, or_, select, true

from yingji.clock import end_of
from yingji.db import Reading
from yingji.errors import Conflict, NotFound, Usage
from yingji.units.codes import distance, fault_of, neighbours, tidied
from yingji.units.matching import Known
from yingji.units.names import short_name
from yingji.units.sentences import ambiguous, malformed, no_number, not_alive, unknown_code
from yingji.units.tables import unit, unit_change, unit_name, unit_place
from yingji.units.timeline import Place, Timeline, timeline


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit on a day. ``path`` is the chain of own ids, root first, itself last: ``/1/16/24/201/``."""

    id: int
    code: str
    name: str
    kind: str
    parent_id: int | None
    path: str
    township_id: int | None
    """The nearest of itself and its ancestors that is a township; None above townships."""

    @property
    def chain(self) -> str:
        """The ledger chain its acts belong to."""
        return f"township/{self.township_id}" if self.township_id else "site"

    @property
    def short_name(self) -> str:
        """The name without 村民委员会 and the like."""
        return short_name(self.name)

    @property
    def label(self) -> str:
        """Code and name, for messages and lists."""
        return f"{self.code} {self.name}"


@dataclass(frozen=True, slots=True)
class Change:
    """An act on a unit, by day. ``how``: add rename recode move merge split end.

    ``other_id``: the unit merged into (on a merged-away unit) or split from (on a new one).
    """

    unit_id: int
    other_id: int | None
    how: str
    on_day: date
    order_doc: str


def find_unit(r: Reading, code: str, on: date, known_on: date | None = None) -> Unit:
    """The unit alive on ``on`` that has the code, or had it before; ``id:215`` names one by its own number.

    Raises ``Usage`` for a malformed code, ``Conflict`` when the code names two units (both listed),
    ``NotFound`` with the nearest suggestions, or with the day and successor when the unit has ended.
    """
    wanted = tidied(code)
    if fault := fault_of(wanted):
        raise Usage(malformed(fault))
    if wanted.startswith("id:") and wanted[3:].isdecimal():
        return unit_by_id(r, int(wanted[3:]), on, known_on)
    held = r.rows(_holders(wanted, known_on))
    alive = {u.id: u for u in units_by_ids(r, {row.unit_id for row in held}, on, known_on)}
    by_day = {row.unit_id for row in held if row.from_day <= on and row.unit_id in alive}
    named = [alive[key] for key in sorted(by_day or alive)]
    if len(named) > 1:
        raise Conflict(ambiguous(wanted, [(u.id, u.label, u.kind) for u in named]))
    if named:
        return named[0]
    if held:
        raise NotFound(_absence(r, held[0].unit_id, on, known_on))
    raise NotFound(unknown_code(wanted, [u.label for u in _nearest(r, wanted, on, known_on)]))


def unit_by_id(r: Reading, unit_id: int, on: date, known_on: date | None = None) -> Unit:
    """The unit with the own number; raises ``NotFound`` when there is none or it is not alive on ``on``."""
    found = units_by_ids(r, {unit_id}, on, known_on)
    if not found:
        raise NotFound(_absence(r, unit_id, on, known_on))
    return found[0]


def units_by_ids(
    r: Reading, ids: set[int] | Sequence[int], on: date, known_on: date | None = None
) -> tuple[Unit, ...]:
    """The units of ``ids`` that are alive on ``on``, ordered by code."""
    return _units(r, unit.c.id.in_(ids), on, known_on) if ids else ()


def units_under(r: Reading, unit_id: int, on: date, known_on: date | None = None) -> tuple[Unit, ...]:
    """The unit and everything below it on ``on``, ordered by code; empty when it is not alive. Three statements."""
    path = r.scalar(
        select(unit_place.c.path).where(unit_place.c.unit_id == unit_id, *_current(unit_place, on, known_on))
    )
    return _units(r, path_within(r, path), on, known_on) if path else ()


def children(r: Reading, unit_id: int | None, on: date) -> tuple[Unit, ...]:
    """The units directly below on ``on`` (None: those at the top), ordered by code."""
    parent = unit_place.c.parent_id
    return _units(r, parent.is_(None) if unit_id is None else parent == unit_id, on, None)


def all_units(r: Reading, on: date, known_on: date | None = None) -> tuple[Unit, ...]:
    """Every unit alive on ``on``, ordered by code."""
    return _units(r, true(), on, known_on)


def codes_around(r: Reading, units: Sequence[Unit], on: date) -> dict[int, str]:
    """The codes of the units and of those directly above them, by own number."""
    found = {unit.id: unit.code for unit in units}
    above = {unit.parent_id for unit in units if unit.parent_id is not None} - found.keys()
    return found | {unit.id: unit.code for unit in units_by_ids(r, above, on)}


def units_named(r: Reading, names: Collection[str], on: date) -> tuple[Unit, ...]:
    """The units that bear one of the names on a day."""
    return _units(r, unit_name.c.name.in_(names), on, None)


def served(r: Reading, on: date) -> Unit | None:
    """The place the registry serves: the lowest unit with everything else above or below it."""
    place, below = None, _units(r, unit_place.c.parent_id.is_(None), on, None)
    while len(below) == 1:
        place, below = below[0], _units(r, unit_place.c.parent_id == below[0].id, on, None)
    return place


def ancestors(r: Reading, of: Unit, on: date, known_on: date | None = None) -> tuple[Unit, ...]:
    """The units above ``of``, the highest first, as they stood on ``on``."""
    ids = _ids(of.path)[:-1]
    found = {u.id: u for u in units_by_ids(r, ids, on, known_on)}
    return tuple(found[key] for key in ids if key in found)


def changes(r: Reading, unit_id: int, known_on: date | None = None) -> tuple[Change, ...]:
    """The acts on a unit, and those that made it or were absorbed by it, by day."""
    concerns = or_(unit_change.c.unit_id == unit_id, unit_change.c.other_id == unit_id)
    return _changes(r, select(unit_change).where(concerns, *_recorded(unit_change, known_on)))


def changes_under(r: Reading, unit_id: int, on: date, known_on: date | None = None) -> tuple[Change, ...]:
    """The acts up to ``on`` on the unit and on everything below it that day, by day. Two statements."""
    path = r.scalar(
        select(unit_place.c.path).where(unit_place.c.unit_id == unit_id, *_current(unit_place, on, known_on))
    )
    if not path:
        return ()
    below = select(unit_place.c.unit_id).where(path_within(r, path), *_current(unit_place, on, known_on))
    return _changes(
        r,
        select(unit_change).where(
            unit_change.c.unit_id.in_(below),
            unit_change.c.on_day <= on,
            *_recorded(unit_change, known_on),
        ),
    )


def register(r: Reading) -> tuple[tuple[Known, ...], dict[int, Timeline]]:
    """Every unit as registered at last, and where each stands day by day. Three statements."""
    kinds = {row.id: row.kind for row in r.rows(select(unit.c.id, unit.c.kind).order_by(unit.c.id))}
    places = timelines(r, true())
    names: dict[int, list[Any]] = defaultdict(list)
    for row in r.rows(select(unit_name).order_by(unit_name.c.from_day, unit_name.c.id)):
        names[row.unit_id].append(row)
    return tuple(_known(key, kind, names[key], places[key]) for key, kind in kinds.items()), places


def timelines(r: Reading, which: ColumnElement[bool]) -> dict[int, Timeline]:
    """By unit, where it stands day by day, for the units that have a ``unit_place`` row of ``which``."""
    columns = (unit_place.c.unit_id, unit_place.c.from_day, unit_place.c.parent_id, unit_place.c.path)
    concerned = select(unit_place.c.unit_id).where(which)
    placed: dict[int, list[Place]] = defaultdict(list)
    for row in r.rows(select(*columns).where(unit_place.c.unit_id.in_(concerned)).order_by(unit_place.c.id)):
        placed[row.unit_id].append(Place(row.from_day, row.parent_id, row.path))
    return {key: timeline(places) for key, places in placed.items()}


def _known(unit_id: int, kind: str, names: Sequence[Any], places: Timeline) -> Known:
    last, end = names[-1], places[-1]
    return Known(
        unit_id,
        kind,
        last.code,
        last.name,
        end.parent_id,
        since=places[0].from_day,
        latest=max(last.from_day, end.from_day),
        ended=None if end.path else end.from_day,
        former=tuple({row.code for row in names} - {last.code}),
    )


def path_within(r: Reading, path: str, column: ColumnElement[Any] = unit_place.c.path) -> ColumnElement[bool]:
    """The condition on a path: this unit or below it. A range scan on SQLite's index."""
    if r.dialect == "sqlite":
        return and_(column >= path, column < path[:-1] + "0")
    return column.like(path + "%")


def _changes(r: Reading, statement: Select[Any]) -> tuple[Change, ...]:
    rows = r.rows(statement.order_by(unit_change.c.on_day, unit_change.c.id))
    return tuple(Change(row.unit_id, row.other_id, row.how, row.on_day, row.order_doc) for row in rows)


def _units(r: Reading, which: ColumnElement[bool], on: date, known_on: date | None) -> tuple[Unit, ...]:
    columns = (
        unit.c.id,
        unit_name.c.code,
        unit_name.c.name,
        unit.c.kind,
        unit_place.c.parent_id,
        unit_place.c.path,
    )
    rows = r.rows(
        select(*columns)
        .select_from(unit_place)
        .join(unit, unit.c.id == unit_place.c.unit_id)
        .join(unit_name, unit_name.c.unit_id == unit_place.c.unit_id)
        .where(which, unit_place.c.path != "")
        .where(*_current(unit_place, on, known_on), *_current(unit_name, on, known_on))
    )
    lines = {_line_above(row.path) for row in rows}
    ids = {key for line in lines for key in _ids(line)}
    townships = _townships(r, ids)
    nearest = {line: next((key for key in reversed(_ids(line)) if key in townships), None) for line in lines}
    found = [
        Unit(
            row.id,
            row.code,
            row.name,
            row.kind,
            row.parent_id,
            row.path,
            row.id if row.kind == "township" else nearest[_line_above(row.path)],
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda u: (u.code, u.path)))


def _townships(r: Reading, ids: set[int]) -> set[int]:
    kinds = select(unit.c.id).where(unit.c.kind == "township")
    if len(ids) < 1000:
        kinds = kinds.where(unit.c.id.in_(ids))
    return {row.id for row in r.rows(kinds)} if ids else set()


def _line_above(path: str) -> str:
    return path[: path.rindex("/", 0, -1) + 1]


def _ids(path: str) -> list[int]:
    return [int(part) for part in path.split("/") if part]


def _recorded(table: Any, known_on: date | None) -> list[ColumnElement[bool]]:
    return [] if known_on is None else [table.c.recorded_at <= end_of(known_on)]


def _current(table: Table, on: date, known_on: date | None) -> list[ColumnElement[bool]]:
    """The conditions that leave of each unit's rows the one that holds on the day."""
    later = table.alias()
    follows = or_(
        later.c.from_day > table.c.from_day,
        and_(later.c.from_day == table.c.from_day, later.c.id > table.c.id),
    )
    overtaken = exists().where(
        later.c.unit_id == table.c.unit_id, later.c.from_day <= on, follows, *_recorded(later, known_on)
    )
    return [table.c.from_day <= on, *_recorded(table, known_on), ~overtaken]


def _holders(code: str, known_on: date | None) -> Select[Any]:
    """Every (unit, from_day) under the code, rows corrected on their own day left out."""
    later = unit_name.alias()
    corrected = exists().where(
        later.c.unit_id == unit_name.c.unit_id,
        later.c.from_day == unit_name.c.from_day,
        later.c.id > unit_name.c.id,
        *_recorded(later, known_on),
    )
    return (
        select(unit_name.c.unit_id, unit_name.c.from_day)
        .where(unit_name.c.code == code, *_recorded(unit_name, known_on), ~corrected)
        .order_by(unit_name.c.from_day.desc(), unit_name.c.id.desc())
    )


def _absence(r: Reading, unit_id: int, on: date, known_on: date | None) -> str:
    """Why a unit is not alive on the day: never was, not yet, or ended (when, and into what)."""
    by_day = [unit_place.c.from_day, unit_place.c.id]
    rows = r.rows(
        select(unit_place.c.from_day, unit_place.c.path)
        .where(unit_place.c.unit_id == unit_id, *_recorded(unit_place, known_on))
        .order_by(*by_day)
    )
    if not rows:
        return no_number(unit_id)
    heirs = [_last_label(r, key) for key in _heirs(r, unit_id, known_on)]
    ended = max((row.from_day for row in rows if row.from_day <= on), default=None)
    return not_alive(_last_label(r, unit_id), on, rows[0].from_day, ended, heirs)


def _heirs(r: Reading, unit_id: int, known_on: date | None) -> list[int]:
    known = changes(r, unit_id, known_on)
    merged = [c.other_id for c in known if c.unit_id == unit_id and c.how == "merge" and c.other_id]
    return merged or [c.unit_id for c in known if c.other_id == unit_id and c.how == "split"]


def _last_label(r: Reading, unit_id: int) -> str:
    row = r.first(
        select(unit_name.c.code, unit_name.c.name)
        .where(unit_name.c.unit_id == unit_id)
        .order_by(unit_name.c.from_day.desc(), unit_name.c.id.desc())
    )
    return f"{row.code} {row.name}" if row else f"id:{unit_id}"


def _nearest(r: Reading, code: str, on: date, known_on: date | None, most: int = 5) -> list[Unit]:
    """Living units a slip away from the code, else in the same township, else of that name."""
    guesses = (
        unit_name.c.code.in_(neighbours(code)),
        unit_name.c.code.startswith(code[:9], autoescape=True),
        unit_name.c.name.contains(code, autoescape=True),
    )
    for guess in guesses:
        named = (
            select(unit_name.c.unit_id)
            .where(guess, *_recorded(unit_name, known_on))
            .order_by(unit_name.c.id)
            .limit(200)
        )
        if found := units_by_ids(r, [row.unit_id for row in r.rows(named)], on, known_on):
            return sorted(found, key=lambda u: distance(u.code, code))[:most]
    return []
