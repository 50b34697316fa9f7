"""What is counted at places above, and whether what is kept is what would be found."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from yingji.coverage.examine import Verdict
from yingji.coverage.kept import cell_of, kept_of
from yingji.coverage.places import Place, ids_of
from yingji.coverage.queries.kept import current, judged, places_within
from yingji.coverage.sheaf import Sheaf
from yingji.coverage.tables import coverage_cell, coverage_count, coverage_told
from yingji.coverage.totals import Totals, totals_by, totals_of
from yingji.db import Reading

PORTION = 500
Counted = tuple[Counter[str], int]
"""How many cells of each status, and how many of all are 可用."""


@dataclass(frozen=True, slots=True)
class Checked:
    """``places`` compared cell by cell, ``late`` ones that wait to be judged again, and every difference found."""

    places: int
    cells: int
    late: int
    differences: tuple[str, ...]


def totals_below(r: Reading, path: str, units: Collection[int], today: date) -> dict[int, Totals] | None:
    """The totals at and below each of ``units``, all at or below ``path``; None where little of it is kept.

    Places that are not current are counted anew, so the answer is always today's.
    """
    found = current(r, path, today)
    if found is None or 2 * len(found[2]) > len(found[1]):
        return None
    _, places, stale = found
    counted = _counted(r, units)
    kept = _counted_places(r, stale)
    for key in stale:
        _replace(counted, places[key], kept.get(key), totals_of(judged(r, places[key], today)))
    return {key: totals_by(by_status, usable) for key, (by_status, usable) in counted.items()}


def _replace(counted: dict[int, Counted], place: Place, before: Counted | None, after: Totals) -> None:
    for key in ids_of(place.path):
        if key in counted:
            by_status, usable = counted[key]
            by_status.update(after.by_status)
            if before:
                by_status.subtract(before[0])
            counted[key] = by_status, usable + after.usable - (before[1] if before else 0)


def _counted(r: Reading, units: Collection[int]) -> dict[int, Counted]:
    found: dict[int, Counted] = {key: (Counter(), 0) for key in units}
    ordered = sorted(units)
    for start in range(0, len(ordered), PORTION):
        chosen = coverage_count.c.unit_id.in_(ordered[start : start + PORTION])
        for row in r.rows(select(coverage_count).where(chosen)):
            by_status, usable = found[row.unit_id]
            by_status[row.status] += row.cells
            found[row.unit_id] = by_status, usable + row.usable
    return found


def _counted_places(r: Reading, places: Collection[int]) -> dict[int, Counted]:
    cell = coverage_cell.c
    found: dict[int, Counted] = {}
    ordered = sorted(places)
    for start in range(0, len(ordered), PORTION):
        statement = (
            select(cell.place_id, cell.status, cell.is_usable, func.count().label("cells"))
            .where(cell.place_id.in_(ordered[start : start + PORTION]))
            .group_by(cell.place_id, cell.status, cell.is_usable)
        )
        for row in r.rows(statement):
            by_status, usable = found.get(row.place_id, (Counter(), 0))
            by_status[row.status] += row.cells
            found[row.place_id] = by_status, usable + row.cells * row.is_usable
    return found


def is_behind(r: Reading, today: date) -> bool:
    """Whether anything was touched, or a day has come, since verdicts were last judged."""
    found = current(r, "", today)
    return found is None or bool(found[2])


def check_kept(r: Reading, today: date) -> Checked:
    """Examine every place that is said to be current again, and compare; and add all counts up again."""
    found = current(r, "", today)
    if found is None:
        return Checked(0, 0, len(places_within(r, "")), ())
    _, places, stale = found
    cells, differences = 0, []
    for place in (place for key, place in places.items() if key not in stale):
        sheaf = Sheaf(place.code, tuple(judged(r, place, today)))
        cells += len(sheaf.verdicts)
        differences += [*_misjudged(r, place, sheaf), *_mistold(r, place, sheaf)]
    return Checked(len(places) - len(stale), cells, len(stale), (*differences, *_miscounted(r, places)))


def _misjudged(r: Reading, place: Place, sheaf: Sheaf[Verdict]) -> Iterator[str]:
    rows = r.rows(select(coverage_cell).where(coverage_cell.c.place_id == place.id))
    kept = {(row.unit_id, row.kind): dict(row._mapping) for row in rows}
    live = {(v.unit.id, v.kind): cell_of(place.id, v) for v in sheaf.verdicts}
    for key in {**live, **kept}:
        if kept.get(key) != live.get(key):
            how = "表里没有" if key not in kept else "表里多出" if key not in live else "与重新核对的结果不同"
            yield f"单位 id:{key[0]} 的 {key[1]}：{how}"


def _mistold(r: Reading, place: Place, sheaf: Sheaf[Verdict]) -> Iterator[str]:
    row = r.first(select(coverage_told).where(coverage_told.c.place_id == place.id))
    if row is None or dict(row._mapping) != {"place_id": place.id, **kept_of(sheaf)}:
        yield f"{place.code}：所存的文字与重新核对的结果不同"


def _miscounted(r: Reading, places: Mapping[int, Place]) -> Iterator[str]:
    wanted: dict[tuple[int, str], list[int]] = defaultdict(lambda: [0, 0])
    for place_id, (by_status, usable) in _counted_places(r, places).items():
        for key in ids_of(places[place_id].path):
            for status, cells in by_status.items():
                wanted[key, status][0] += cells
            wanted[key, ""][1] += usable
    stored: dict[tuple[int, str], list[int]] = defaultdict(lambda: [0, 0])
    for row in r.rows(select(coverage_count)):
        stored[row.unit_id, row.status][0] += row.cells
        stored[row.unit_id, ""][1] += row.usable
    for count in sorted({**wanted, **stored}):
        if wanted[count] != stored[count]:
            yield f"单位 id:{count[0]} 的合计与各项相加不符"
