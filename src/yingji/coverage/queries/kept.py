"""Reading what is kept of today's verdicts, as far as it is current; the rest is examined on the way."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from typing import Any

from sqlalchemy import ColumnElement, Row, func, or_, select

from yingji.basis.queries import policy_rows
from yingji.coverage.examine import Verdict, examine
from yingji.coverage.kept import KeptSheaf
from yingji.coverage.places import Place, ids_of, may_be_others, reach_of, reached
from yingji.coverage.queries.gather import gather
from yingji.coverage.sheaf import Sheaf, sheaves
from yingji.coverage.tables import coverage_place, coverage_state, coverage_told
from yingji.coverage.thresholds import PolicyBook, Threshold, threshold_of
from yingji.coverage.told import Told
from yingji.db import Reading
from yingji.ledger.queries import touches
from yingji.units.queries import Unit, path_within
from yingji.units.tables import unit_change, unit_place

PORTION = 500
RELEASE = version("yingji")

_place = coverage_place.c
_PLACE = (_place.unit_id, _place.path, _place.code, _place.governments, _place.is_township)
_TOLD = (
    select(*_PLACE, _place.holds_until, _place.changes_on, coverage_told)
    .join_from(coverage_place, coverage_told, isouter=True)
    .order_by(_place.path)
)


@dataclass(frozen=True, eq=False)
class KeptCells:
    """Today's verdicts by place; ``decisions``: every threshold by id."""

    sheaves: tuple[Sheaf[Told], ...]
    decisions: Mapping[int, Threshold]
    ground: str


@dataclass(frozen=True, slots=True)
class State:
    """How far the keeping has come. ``through`` None: nothing was kept yet."""

    release: str
    ground: str
    through: date | None
    units_change_on: date | None

    def is_usable(self, today: date) -> bool:
        """Whether the places are still those of today, judged by this release."""
        begun = self.through is not None and self.through <= today
        waits = self.units_change_on is None or self.units_change_on > today
        return self.release == RELEASE and begun and waits


@dataclass(frozen=True, eq=False)
class Current:
    """How much of a place is kept: all but the ``stale`` places. ``is_little``: most of them are."""

    state: State
    stale: Mapping[int, Place]
    is_little: bool


def kept(r: Reading, root: Unit, today: date) -> KeptCells | None:
    """Today's verdicts at and below ``root``; None where most of it would have to be examined anyway."""
    whole = root.township_id or root.id
    path = f"{root.path.partition(f'/{whole}/')[0]}/{whole}/"
    known = _known(r, path, today)
    if known is None:
        return None
    state, touched = known
    rows = r.rows(_TOLD.where(_within(r, path)))
    stale = touched | {row.unit_id: _place_of(row) for row in rows if _is_late(row, today)}
    if _is_little(len(stale), len(rows)):
        return None
    decisions = policy_rows(r)
    book = PolicyBook(decisions)
    standing = (KeptSheaf(dict(row._mapping), book) for row in rows if row.unit_id not in stale)
    told: list[Sheaf[Told]] = [*standing, *_judged(r, stale, today)]
    if whole != root.id:
        told = [*sheaves(v for sheaf in told for v in sheaf.verdicts if v.path == root.path)]
    ordered = tuple(sorted(told, key=lambda sheaf: sheaf.code))
    return KeptCells(ordered, {row.id: threshold_of(row) for row in decisions}, state.ground)


def current(r: Reading, path: str, today: date, *, cells_only: bool = False) -> Current | None:
    """How much is kept at and below ``path``; ``cells_only``: of what cells are, whatever is told of them.

    None where nothing usable is.
    """
    known = _known(r, path, today)
    if known is None:
        return None
    ends = [_place.holds_until] if cells_only else [_place.holds_until, _place.changes_on]
    state, touched = known
    late = touched | places_where(r, _within(r, path), or_(*(day <= today for day in ends)))
    return Current(state, late, bool(late) and _is_little(len(late), count_places(r, path)))


def _known(r: Reading, path: str, today: date) -> tuple[State, dict[int, Place]] | None:
    """How far the keeping has come, and which places at and below a path acts have touched since.

    None where nothing usable is kept, or there may be other places now.
    """
    state = state_of(r)
    reach = reach_of(touches(r).values())
    if state is None or not state.is_usable(today) or reach.is_wide:
        return None
    paths = stood(r, reach.units)
    near = places_near(r, paths)
    if may_be_others(near, reach, paths, path):
        return None
    return state, {key: near[key] for key in reached(near, paths) if near[key].path.startswith(path)}


def _is_little(late: int, places: int) -> bool:
    return 2 * late > places > 1


def count_places(r: Reading, path: str) -> int:
    """How many places there are at and below ``path``; "" is everywhere."""
    return int(r.scalar(select(func.count()).where(_within(r, path))))


def state_of(r: Reading) -> State | None:
    """The one row, None before anything was kept."""
    row = r.first(select(coverage_state))
    return State(row.release, row.ground, row.through, row.units_change_on) if row else None


def places_within(r: Reading, path: str) -> dict[int, Place]:
    """The places at and below ``path``; "" is everywhere."""
    return places_where(r, _within(r, path))


def places_near(r: Reading, paths: Mapping[int, Collection[str]]) -> dict[int, Place]:
    """The places that units stand or stood in, and those below them. ``paths``: where, by unit."""
    ids = sorted({key for stood in paths.values() for path in stood for key in ids_of(path)})
    near: dict[int, Place] = {}
    for start in range(0, len(ids), PORTION):
        near |= places_where(r, _place.unit_id.in_(ids[start : start + PORTION]))
    for wide in [near[key] for key in paths if key in near and not near[key].is_township]:
        near |= places_within(r, wide.path)
    return near


def places_where(r: Reading, *which: ColumnElement[bool], most: int | None = None) -> dict[int, Place]:
    """The places of which that holds, ``most`` of them, by path."""
    rows = r.rows(select(*_PLACE).where(*which).order_by(_place.path).limit(most))
    return {row.unit_id: _place_of(row) for row in rows}


def _place_of(row: Row[Any]) -> Place:
    return Place(row.unit_id, row.path, row.code, row.governments, row.is_township)


def _is_late(row: Row[Any], today: date) -> bool:
    return row.said is None or row.holds_until <= today or (row.changes_on or date.max) <= today


def _within(r: Reading, path: str) -> ColumnElement[bool]:
    return path_within(r, path, _place.path) if path else _place.path != ""


def stood(r: Reading, units: Collection[int]) -> dict[int, list[str]]:
    """Wherever these units, and those merged into or split from them, stand or stood."""
    if not units:
        return {}
    change = unit_change.c
    pairs = r.rows(
        select(change.unit_id, change.other_id).where(
            or_(change.unit_id.in_(units), change.other_id.in_(units)), change.other_id.is_not(None)
        )
    )
    concerned = {*units, *(key for pair in pairs for key in pair)}
    found: dict[int, list[str]] = defaultdict(list)
    for row in r.rows(
        select(unit_place.c.unit_id, unit_place.c.path).where(unit_place.c.unit_id.in_(concerned))
    ):
        if row.path:
            found[row.unit_id].append(row.path)
    return found


def judged(r: Reading, place: Place, today: date) -> Iterator[Verdict]:
    """The verdicts of one place, examined now."""
    cells = gather(r, place.id, today, is_alone=not place.is_township)
    return (verdict for verdict in map(examine, cells) if verdict is not None)


def _judged(r: Reading, stale: Mapping[int, Place], today: date) -> Iterator[Sheaf[Told]]:
    for place in stale.values():
        yield Sheaf(place.code, tuple(judged(r, place, today)))
