"""What is counted at places above, and whether what is kept is what would be found."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select

from yingji.coverage.examine import Verdict
from yingji.coverage.kept import kept_of
from yingji.coverage.places import Place, ids_of
from yingji.coverage.queries.counting import cells_at, cells_moved, cells_on, summed
from yingji.coverage.queries.kept import Current, current, judged, places_within
from yingji.coverage.sheaf import Sheaf
from yingji.coverage.status import STATUSES
from yingji.coverage.tables import coverage_cell, coverage_count, coverage_told
from yingji.coverage.totals import Totals, totals_by, totals_of
from yingji.db import Reading

Counted = tuple[Counter[tuple[int, str]], Counter[int]]
"""Cells by unit and status, and 可用 ones by unit."""


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
    found = current(r, path, today, cells_only=True)
    if found is None or found.is_little:
        return None
    cells, usable = _counted(r, found, units, today)
    for place in found.stale.values():
        after = totals_of(judged(r, place, today))
        for key in ids_of(place.path):
            cells.update({(key, status): count for status, count in after.by_status.items()})
            usable[key] += after.usable
    by_unit: dict[int, dict[str, int]] = {key: {} for key in units}
    for (key, status), count in cells.items():
        if key in by_unit:
            by_unit[key][status] = count
    return {key: totals_by(by_status, usable[key]) for key, by_status in by_unit.items()}


def _counted(r: Reading, found: Current, units: Collection[int], today: date) -> Counted:
    """What is counted of the places that are current, carried on to ``today``."""
    cells, usable = _added(r, [select(coverage_count).where(coverage_count.c.unit_id.in_(units))])
    through = found.state.through
    moved = [summed(cells_moved(through, today), units)] if through is not None and through < today else []
    stale = [summed(cells_at(found.stale, today, -1), units)] if found.stale else []
    more = _added(r, [*moved, *stale])
    cells.update(more[0])
    usable.update(more[1])
    return cells, usable


def _added(r: Reading, statements: Iterable[Select[tuple[int, str, int, int]]]) -> Counted:
    cells: Counter[tuple[int, str]] = Counter()
    usable: Counter[int] = Counter()
    for statement in statements:
        for row in r.rows(statement):
            cells[row.unit_id, row.status] += row.cells
            usable[row.unit_id] += row.usable
    return cells, usable


def is_behind(r: Reading, today: date) -> bool:
    """Whether anything was touched, or a day has come, since verdicts were last judged."""
    found = current(r, "", today)
    return found is None or bool(found.stale) or found.state.through != today


def check_kept(r: Reading, today: date) -> Checked:
    """Examine every place again whose cells are said to be current, and compare; and add all counts up again.

    What is told is compared where that is current too; the others are ``late``.
    """
    every, found, told = (
        places_within(r, ""),
        current(r, "", today, cells_only=True),
        current(r, "", today),
    )
    if found is None or told is None:
        return Checked(0, 0, len(every), ())
    cells, differences = 0, list[str]()
    for place in (place for key, place in every.items() if key not in found.stale):
        verdicts = tuple(judged(r, place, today))
        cells += len(verdicts)
        differences += _misjudged(r, place, verdicts, today)
        differences += () if place.id in told.stale else _mistold(r, place, verdicts)
    compared = len(every) - len(found.stale)
    return Checked(compared, cells, len(told.stale), (*differences, *_miscounted(r, found.state.through)))


def _misjudged(r: Reading, place: Place, verdicts: Iterable[Verdict], today: date) -> Iterator[str]:
    live = {(v.unit.id, v.kind): (v.status, v.is_usable) for v in verdicts}
    kept: dict[tuple[int, str], tuple[str, bool]] = {}
    of_place = select(coverage_cell).where(coverage_cell.c.place_id == place.id)
    begun = of_place.where(coverage_cell.c.from_day <= today).order_by(coverage_cell.c.from_day)
    for row in r.rows(begun):
        kept[row.unit_id, row.kind] = (row.status, row.is_usable)
    for key in {**live, **kept}:
        was, is_now = kept.get(key, ("", False)), live.get(key, ("", False))
        if was != is_now:
            how = "表里没有" if not was[0] else "表里多出" if not is_now[0] else "与重新核对的结果不同"
            yield f"单位 id:{key[0]} 的 {key[1]}：{how}"


def _mistold(r: Reading, place: Place, verdicts: tuple[Verdict, ...]) -> Iterator[str]:
    row = r.first(select(coverage_told).where(coverage_told.c.place_id == place.id))
    if row is None or dict(row._mapping) != {"place_id": place.id, **kept_of(Sheaf(place.code, verdicts))}:
        yield f"{place.code}：所存的文字与重新核对的结果不同"


def _miscounted(r: Reading, through: date | None) -> Iterator[str]:
    summing = [summed(cells_on(through).subquery())] if through else []
    wanted, stored = _added(r, summing), _added(r, [select(coverage_count)])
    for key in sorted({unit_id for unit_id, _ in (*wanted[0], *stored[0])}):
        told = [_counts_at(counted, key) for counted in (wanted, stored)]
        if told[0] != told[1]:
            yield f"单位 id:{key} 的合计与各项相加不符"


def _counts_at(counted: Counted, unit_id: int) -> tuple[dict[str, int], int]:
    cells, usable = counted
    return {s: cells[unit_id, s] for s in STATUSES if cells[unit_id, s]}, usable[unit_id]
