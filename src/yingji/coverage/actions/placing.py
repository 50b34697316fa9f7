"""Which places there are: townships with all below them, and every unit outside townships."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date

from sqlalchemy import delete, update

from yingji.clock import BEGINNING
from yingji.coverage.actions.counting import count
from yingji.coverage.facts import GOVERNMENTS
from yingji.coverage.places import Place, ids_of
from yingji.coverage.queries.counting import cells_at
from yingji.coverage.queries.kept import places_within, stood
from yingji.coverage.tables import (
    coverage_above,
    coverage_cell,
    coverage_month,
    coverage_place,
    coverage_told,
)
from yingji.db import Writing
from yingji.units.queries import Unit, all_units, ancestors, units_by_ids, units_under

PORTION = 500
DUE = {"changes_on": BEGINNING, "holds_until": BEGINNING}


def mark(w: Writing, due: Collection[int] | None) -> None:
    """These places (None: all) have to be judged again, also as of days past."""
    if due is None:
        w.run(delete(coverage_month))
        w.run(update(coverage_place).values(**DUE))
        return
    ordered = sorted(due)
    for start in range(0, len(ordered), PORTION):
        chosen = ordered[start : start + PORTION]
        w.run(delete(coverage_month).where(coverage_month.c.place_id.in_(chosen)))
        w.run(update(coverage_place).where(coverage_place.c.unit_id.in_(chosen)).values(**DUE))


def place_anew(w: Writing, today: date, changed: Collection[int] | None) -> None:
    """Every unit alive belongs to one place; one that stands elsewhere or is called otherwise is due.

    ``changed``: the units that acts changed, with what is below them; None for all there are. Cells are
    counted as of ``today``.
    """
    if changed is None:
        wanted, known = {p.id: p for p in _partition(all_units(w, today))}, places_within(w, "")
    else:
        wanted, known = _wanted_below(w, changed, today), _known_below(w, changed)
    moved = [place for key, place in known.items() if wanted.get(key) != place]
    _drop(w, moved, today)
    _add(w, [place for key, place in wanted.items() if known.get(key) != place])


def _wanted_below(w: Writing, changed: Collection[int], today: date) -> dict[int, Place]:
    found: dict[int, Place] = {}
    for root in units_by_ids(w, set(changed), today):
        if root.id not in found:
            below = units_under(w, root.id, today)
            found |= {p.id: p for p in _partition(below, ancestors(w, root, today))}
    return found


def _known_below(w: Writing, changed: Collection[int]) -> dict[int, Place]:
    found: dict[int, Place] = {}
    for key, paths in stood(w, changed).items():
        for path in paths:
            if key in changed and not (key in found and found[key].path == path):
                found |= places_within(w, path)
    return found


def _partition(units: Iterable[Unit], above: Iterable[Unit] = ()) -> Iterator[Place]:
    """Townships, and every unit outside them, with the governments above."""
    own = tuple(units)
    by_id = {unit.id: unit for unit in (*above, *own)}
    for unit in own:
        if unit.township_id in (None, unit.id):
            yield Place(unit.id, unit.path, unit.code, _governments(unit, by_id), unit.kind == "township")


def _governments(unit: Unit, by_id: Mapping[int, Unit]) -> str:
    line = (by_id[key] for key in ids_of(unit.path) if key in by_id)
    return json.dumps([(u.kind, u.code, u.name) for u in line if u.kind in GOVERNMENTS], ensure_ascii=False)


def _add(w: Writing, places: Iterable[Place]) -> None:
    added = list(places)
    rows = [
        {
            "unit_id": place.id,
            "path": place.path,
            "code": place.code,
            "governments": place.above,
            "is_township": place.is_township,
            **DUE,
        }
        for place in added
    ]
    w.add_all(coverage_place, rows)
    above = [{"place_id": place.id, "unit_id": key} for place in added for key in ids_of(place.path)]
    w.add_all(coverage_above, above)


def _drop(w: Writing, places: Iterable[Place], today: date) -> None:
    ids = [place.id for place in places]
    for start in range(0, len(ids), PORTION):
        chosen = ids[start : start + PORTION]
        count(w, cells_at(chosen, today, -1))
        for table in (coverage_cell, coverage_told, coverage_above, coverage_month):
            w.run(delete(table).where(table.c.place_id.in_(chosen)))
        w.run(delete(coverage_place).where(coverage_place.c.unit_id.in_(chosen)))
