"""Who has none and who is out of date, from a township to the nation, on both engines, beside duckdb on the same cells.

The first county (the township, at 33) is real in every row and judged by the rules; what is kept of all
other places is modelled (``nation``). duckdb counts every cell; so do we in one figure, and from what is
counted already in the others. Times are processor time, PostgreSQL's own processes included.
"""

import resource
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import date, timedelta
from functools import partial
from itertools import count as counting
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import psycopg
from county import AT, TODAY, fill
from measure import median_ms
from nation import SHAPES, extend, keep, on_disk_mb
from sqlalchemy import func, select, text
from tests.conftest import serve_postgresql

from yingji.access.rights import LOCAL
from yingji.coverage.actions import catch_up
from yingji.coverage.queries import gather
from yingji.coverage.report import Asked, as_bytes, summarise
from yingji.coverage.tables import coverage_cell, coverage_place
from yingji.db import Database
from yingji.desk import audit
from yingji.ledger.actions import touch
from yingji.units.queries import Unit, units_under

SIZES = (33, 581, 52_378)
"""What is measured unless ``--sizes`` says otherwise; the nation is 620573."""
LIMITS_MS = {
    "township": 2.0,
    "county": 40.0,
    "what a saved plan adds": 1.0,
    "everything → provinces": 50.0,
    "a new day": 500.0,
}
LIMIT_MB = 2048
DAYS = 5
COUNT_ALL = """
SELECT substr(p.path, 2, strpos(substr(p.path, 2), '/') - 1) AS province, c.status, count(*), sum(CAST(c.is_usable AS INTEGER))
FROM coverage_cell c JOIN coverage_place p ON p.unit_id = c.place_id
WHERE c.from_day <= '{day}' AND NOT EXISTS (
    SELECT 1 FROM coverage_cell l WHERE l.place_id = c.place_id AND l.unit_id = c.unit_id AND l.kind = c.kind
    AND l.from_day > c.from_day AND l.from_day <= '{day}')
GROUP BY 1, 2 ORDER BY 1, 2"""
Clock = Callable[[Callable[[], Any]], float]


def main(sizes: Iterable[int] = SIZES) -> dict[str, Any]:
    """For each size and engine: milliseconds, beside the limits and beside duckdb."""
    found: dict[str, Any] = {}
    for size in sizes:
        with TemporaryDirectory() as folder:
            with servers(Path(folder)) as urls:
                each = {name: _apart(measured, size, url, folder) for name, url in urls.items()}
            peer = _apart(by_duckdb, folder)
        for figures in each.values():
            figures["times duckdb"] = {
                name: round(figures["ms"][name] / peer["ms"], 3)
                for name in ("every cell counted by province", "everything → provinces")
            }
            assert figures.pop("counted") == peer["counted"]  # noqa: S101 - else the ratio says nothing
        found[f"{size} villages"] = {**each, "duckdb, every cell by province, ms": round(peer["ms"], 2)}
    return {"limits ms": LIMITS_MS, "limit MB": LIMIT_MB, **found}


@contextmanager
def servers(folder: Path) -> Iterator[dict[str, str]]:
    """An empty database on each engine."""
    place = Path(tempfile.mkdtemp(prefix="yj-pg-"))
    with (folder / "log").open("w+b") as log:
        server = serve_postgresql(place, log)
        url = next(server)
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("CREATE DATABASE yingji_bench TEMPLATE template0 ENCODING 'UTF8'")
        try:
            yield {
                "SQLite": f"sqlite:///{folder / 'yingji.sqlite3'}",
                "PostgreSQL": url.replace("@/postgres", "@/yingji_bench"),
            }
        finally:
            next(server, None)
            shutil.rmtree(place)


def _apart(work: Callable[..., dict[str, Any]], *given: Any) -> dict[str, Any]:
    """Run in a process of its own, whose memory is that of this work alone."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(work, *given).result()


def measured(size: int, url: str, folder: str) -> dict[str, Any]:
    """One size on one engine."""
    database = Database(url)
    _, _, _, townships, villages = SHAPES[min(size, 581)]
    county = fill(database, villages, townships)
    extend(database, size, Path(folder))
    keep(database, county, Path(folder))
    if not database.is_sqlite:
        with database.engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("ANALYZE"))
    clock = time.process_time if database.is_sqlite else _with_backends(database)
    ms: Clock = partial(median_ms, clock=clock)
    few: Clock = partial(median_ms, clock=clock, seconds=0, at_least=DAYS - 1)
    figures = {**_reads(database, county, ms), **_writes(database, county, ms, clock), **_days(database, few)}
    with database.reading() as r:
        statement = _count_all(database, TODAY + timedelta(days=DAYS))
        figures["every cell counted by province"] = few(lambda: r.rows(statement))
        counted = [tuple(map(str, row)) for row in r.rows(statement)]
        cells = sum(int(row[2]) for row in counted)
        places = r.scalar(select(func.count()).select_from(coverage_place))
    database_mb = on_disk_mb(database)
    memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    _export(database, Path(folder))
    database.close()
    return {
        "cells": cells,
        "places": places,
        "ms": {name: round(value, 3) for name, value in figures.items()},
        "limits kept": {name: figures[name] <= limit for name, limit in LIMITS_MS.items()},
        "memory MB": memory_mb,
        "database MB": database_mb,
        "counted": counted,
    }


def _with_backends(database: Database) -> Callable[[], float]:
    """Seconds this process and the two sessions of the server have worked; the wall clock where that is not told."""
    with database.reading() as r, database.writing() as w:
        pids = {session.scalar(func.pg_backend_pid()) for session in (r, w)}
    stats = [Path(f"/proc/{pid}/schedstat") for pid in pids]
    if not all(path.exists() for path in stats):
        return time.perf_counter
    return lambda: time.process_time() + sum(int(path.read_text().split()[0]) for path in stats) / 1e9


def _reads(database: Database, county: Unit, ms: Clock) -> dict[str, float]:
    with database.reading() as r:
        township = next(u for u in units_under(r, county.id, TODAY) if u.kind == "township")

        def read(place: Unit, *, told: bool) -> None:
            found = audit.report(
                r,
                LOCAL,
                unit=place,
                kind=None,
                as_of=TODAY,
                known_on=None,
                today=TODAY,
                computed_at=AT,
            )
            _ = as_bytes(found) if told else found.totals

        def examined() -> None:
            asked = Asked((township.code, township.name), TODAY, None, TODAY, AT)
            as_bytes(summarise(gather(r, township.id, TODAY), asked))

        def provinces() -> None:
            audit.rolled(r, LOCAL, None, today=TODAY, at=AT)

        return {
            "township": ms(lambda: read(township, told=False)),
            "township, as JSON": ms(lambda: read(township, told=True)),
            "township, judged anew": ms(examined),
            "county": ms(lambda: read(county, told=False)),
            "county, as JSON": ms(lambda: read(county, told=True)),
            "everything → provinces": ms(provinces),
        }


def _writes(database: Database, county: Unit, ms: Clock, clock: Callable[[], float]) -> dict[str, float]:
    """What a save adds for oversight: its touches, in its own transaction."""
    with database.reading() as r:
        village = next(u for u in units_under(r, county.id, TODAY) if u.kind == "village")
    with database.writing(dry_run=True) as w:
        added = ms(lambda: touch(w, [f"cell:{village.id}/flood", "version:1"]))
    with database.writing(dry_run=True) as w:
        touch(w, [f"cell:{village.id}/flood"])
        start = clock()
        catch_up(w, TODAY)
        judged = (clock() - start) * 1000
    return {"what a saved plan adds": added, "its township, judged and kept again later": judged}


def _days(database: Database, few: Clock) -> dict[str, float]:
    """Days that come one after the other, nothing else happening; what is told of places is judged later."""
    days = counting(1)

    def tick() -> None:
        with database.writing() as w:
            catch_up(w, TODAY + timedelta(days=next(days)), most=0)

    return {"a new day": few(tick)}


def _count_all(database: Database, day: date) -> Any:
    return text(COUNT_ALL.format(day=day).replace("strpos", "instr" if database.is_sqlite else "strpos"))


def _export(database: Database, folder: Path) -> None:
    """The cells and places as CSV, for duckdb."""
    for table, columns in (
        (coverage_cell, list(coverage_cell.columns)),
        (coverage_place, [coverage_place.c.unit_id, coverage_place.c.path]),
    ):
        with database.engine.connect() as connection, (folder / f"duck_{table.name}.csv").open("w") as file:
            file.write(",".join(c.name for c in columns) + "\n")
            result = connection.execution_options(stream_results=True, yield_per=50_000).execute(
                select(*columns)
            )
            for rows in result.partitions():
                file.writelines(",".join(map(str, row)) + "\n" for row in rows)


def by_duckdb(folder: str) -> dict[str, Any]:
    """The same count by duckdb, one thread, everything in its own columns."""
    base = duckdb.connect(config={"threads": 1})
    for name in ("coverage_cell", "coverage_place"):
        base.execute(f"CREATE TABLE {name} AS FROM read_csv('{folder}/duck_{name}.csv', header=true)")
    statement = COUNT_ALL.format(day=TODAY + timedelta(days=DAYS))
    taken = median_ms(lambda: base.execute(statement).fetchall(), seconds=0, at_least=DAYS - 1)
    return {
        "ms": taken,
        "counted": [tuple(map(str, row)) for row in base.execute(statement).fetchall()],
    }
