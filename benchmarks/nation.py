"""Units and kept verdicts of a province or the whole country beside one county that is real in every row.

Divisions have the shape of the list of 2023; what the other places' cells are is modelled, the same every
time: of a thousand cells seven in five days change by themselves.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from county import AT, KINDS, TODAY
from sqlalchemy import Table, delete, func, select, update

from yingji.coverage.actions import catch_up
from yingji.coverage.actions.counting import count
from yingji.coverage.coming import HORIZON
from yingji.coverage.queries.counting import cells_on
from yingji.coverage.tables import coverage_cell, coverage_count, coverage_place
from yingji.db import Database, Instant
from yingji.units.queries import Unit, all_units
from yingji.units.tables import unit, unit_name, unit_place

SHAPES = {
    33: (1, 1, 1, 1, 33),
    581: (1, 1, 1, 22, 581),
    52_378: (1, 18, 181, 2_586, 52_378),
    620_573: (31, 342, 2_978, 41_352, 620_573),
}
"""By number of villages: provinces, prefectures, counties, townships, villages."""
LEVELS = ("province", "prefecture", "county", "township", "village")
FROM = date(2024, 1, 1)
STATUSES = (
    *("missing",) * 150,
    *("review_overdue",) * 100,
    *("needs_revision",) * 80,
    *("due_soon",) * 90,
    *("unfiled",) * 80,
    *("current",) * 500,
)
AFTER = {
    "current": "due_soon",
    "due_soon": "review_overdue",
    "unfiled": "needs_revision",
    "needs_revision": "review_overdue",
    "review_overdue": "needs_revision",
    "missing": "current",
}


def extend(database: Database, villages: int, folder: Path) -> None:
    """Add the other units of that many villages; call it before anything is kept."""
    with database.reading() as r:
        there = all_units(r, TODAY)
    told = list(_units(SHAPES[villages], there))
    at = Instant().process_bind_param(AT, database.engine.dialect)
    pour(database, unit, ((key, kind, at) for key, kind, *_ in told), folder)
    names = ((key, key, FROM, f"9{key:011d}", f"示例{key}{kind}", at) for key, kind, *_ in told)
    pour(database, unit_name, names, folder)
    pour(database, unit_place, ((key, key, FROM, up, path, at) for key, _, up, path in told), folder)


def _units(shape: tuple[int, ...], there: tuple[Unit, ...]) -> Iterator[tuple[int, str, Any, str]]:
    """(own id, kind, parent, path), evenly below each other, as many as are not ``there``."""
    above: list[tuple[Any, str]] = [(None, "/")]
    key = max(one.id for one in there)
    for level, wanted in zip(LEVELS, shape, strict=True):
        known: list[tuple[Any, str]] = [(one.id, one.path) for one in there if one.kind == level]
        made: list[tuple[Any, str]] = []
        for order in range(wanted - len(known)):
            key += 1
            parent, path = above[order * len(above) // (wanted - len(known))]
            made.append((key, f"{path}{key}/"))
            yield key, level, parent, made[-1][1]
        above = made or known


def keep(database: Database, county: Unit, folder: Path) -> None:
    """Judge the county's places, and model what is kept of all others."""
    place = coverage_place.c
    others = place.path.not_like(f"{county.path}%")
    with database.writing() as w:
        catch_up(w, TODAY, most=0)
        modelled = {"judged_on": TODAY, "holds_until": TODAY + HORIZON, "changes_on": TODAY + HORIZON}
        w.run(update(coverage_place).where(others).values(**modelled))
        catch_up(w, TODAY, most=100)
        villages: Any = w.rows(
            select(place.unit_id, unit_place.c.unit_id)
            .join(unit_place, unit_place.c.parent_id == place.unit_id)
            .where(others, place.is_township)
        )
    pour(
        database,
        coverage_cell,
        (cell for place_id, key in villages for cell in _cells(place_id, key)),
        folder,
    )
    with database.writing() as w:
        w.run(delete(coverage_count))
        count(w, cells_on(TODAY).subquery())


def _cells(place: int, unit_id: int) -> Iterator[tuple[Any, ...]]:
    for order, kind in enumerate(KINDS):
        told = STATUSES[(unit_id * 8 + order) * 7919 % 1000]
        yield place, unit_id, kind, TODAY, told, told == "current" and unit_id % 2 == 0
        turn = (unit_id * 31 + order * 137) % 1000
        if turn < 62:
            ahead = TODAY + timedelta(days=1 + (unit_id + turn) % (HORIZON.days - 1))
            yield place, unit_id, kind, ahead, AFTER[told], False


def pour(database: Database, table: Table, rows: Iterable[Sequence[Any]], folder: Path) -> None:
    """Bring rows in as fast as each engine can, through a CSV."""
    path = folder / f"{table.name}.csv"
    with path.open("w", newline="") as file:
        csv.writer(file).writerows(rows)
    with database.engine.begin() as connection, path.open(newline="") as file:
        raw: Any = connection.connection.driver_connection
        if database.is_sqlite:
            marks = ",".join("?" * len(table.columns))
            lines = ([_typed(text) for text in line] for line in csv.reader(file))
            raw.executemany(f"INSERT INTO {table.name} VALUES ({marks})", lines)  # noqa: S608 - our own table
        else:
            with raw.cursor().copy(f"COPY {table.name} FROM STDIN (FORMAT csv)") as copy:
                while part := file.read(1 << 20):
                    copy.write(part)


def _typed(text: str) -> str | int | None:
    return {"": None, "True": 1, "False": 0}.get(text, text)


def on_disk_mb(database: Database) -> int:
    """How large the database is."""
    if database.is_sqlite:
        return Path(database.url.removeprefix("sqlite:///")).stat().st_size >> 20
    with database.reading() as r:
        return int(r.scalar(select(func.pg_database_size(func.current_database())))) >> 20
