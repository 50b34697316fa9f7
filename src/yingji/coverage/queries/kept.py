"""Reading what is kept of today's verdicts, as far as it is current; the rest is examined on the way."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version

from sqlalchemy import or_, select, true

from yingji.basis.queries import policy_rows
from yingji.coverage.examine import Verdict, examine
from yingji.coverage.kept import KeptSheaf
from yingji.coverage.places import Place, may_be_others, reach_of, reached
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


@dataclass(frozen=True, eq=False)
class KeptCells:
    """Today's verdicts by place; ``decisions``: every threshold by id."""

    sheaves: tuple[Sheaf[Told], ...]
    decisions: Mapping[int, Threshold]
    ground: str


@dataclass(frozen=True, slots=True)
class State:
    """How far the keeping has come."""

    release: str
    ground: str
    units_through: date | None
    units_change_on: date | None

    def is_usable(self, today: date) -> bool:
        """Whether the places are still those of today, judged by this release."""
        begun = self.units_through is not None and self.units_through <= today
        waits = self.units_change_on is None or self.units_change_on > today
        return self.release == RELEASE and begun and waits


def kept(r: Reading, root: Unit, today: date) -> KeptCells | None:
    """Today's verdicts at and below ``root``; None where most of it would have to be examined anyway."""
    whole = root.township_id or root.id
    found = current(r, f"{root.path.partition(f'/{whole}/')[0]}/{whole}/", today)
    if found is None:
        return None
    state, places, stale = found
    if not places or 2 * len(stale) > len(places) > 1:
        return None
    rows = policy_rows(r)
    told = [*_kept(r, places, stale, PolicyBook(rows)), *_judged(r, places, stale, today)]
    if whole != root.id:
        told = [*sheaves(v for sheaf in told for v in sheaf.verdicts if v.path == root.path)]
    ordered = tuple(sorted(told, key=lambda sheaf: sheaf.code))
    return KeptCells(ordered, {row.id: threshold_of(row) for row in rows}, state.ground)


def current(r: Reading, path: str, today: date) -> tuple[State, dict[int, Place], frozenset[int]] | None:
    """How far the keeping has come, the places at and below ``path``, and which have to be examined.

    None where nothing usable is kept.
    """
    state = state_of(r)
    if state is None or not state.is_usable(today):
        return None
    places = places_within(r, path)
    reach = reach_of(touches(r).values())
    paths = stood(r, reach.units)
    if may_be_others(places, reach, paths, path):
        return None
    late = {place.id for place in places.values() if not place.is_current(today)}
    return state, places, reached(places, reach, paths) | late


def state_of(r: Reading) -> State | None:
    """The one row, None before anything was kept."""
    row = r.first(select(coverage_state))
    return State(row.release, row.ground, row.units_through, row.units_change_on) if row else None


def places_within(r: Reading, path: str) -> dict[int, Place]:
    """The places at and below ``path``."""
    column = coverage_place.c
    statement = select(coverage_place).where(path_within(r, path, column.path) if path else true())
    return {
        row.unit_id: Place(
            row.unit_id, row.path, row.code, row.governments, row.is_township, row.judged_on, row.changes_on
        )
        for row in r.rows(statement)
    }


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


def _judged(
    r: Reading, places: Mapping[int, Place], stale: Collection[int], today: date
) -> Iterator[Sheaf[Told]]:
    for key in stale:
        yield Sheaf(places[key].code, tuple(judged(r, places[key], today)))


def _kept(
    r: Reading, places: Mapping[int, Place], stale: Collection[int], book: PolicyBook
) -> Iterator[Sheaf[Told]]:
    wanted = [key for key in places if key not in stale]
    for start in range(0, len(wanted), PORTION):
        chosen = coverage_told.c.place_id.in_(wanted[start : start + PORTION])
        for row in r.rows(select(coverage_told).where(chosen)):
            place = places[row.place_id]
            values = {**row._mapping, "code": place.code, "governments": place.above}
            yield KeptSheaf(values, book)
