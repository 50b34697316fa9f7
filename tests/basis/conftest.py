"""A database with one county, one township and one village, and who may change what there."""

import importlib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from yingji.access.rights import LOCAL, Actor, Held
from yingji.clock import BEGINNING
from yingji.db import Database, Writing, metadata
from yingji.units.queries import Unit
from yingji.units.tables import unit, unit_name, unit_place

AT = datetime(2026, 6, 1, 1, 0, tzinfo=UTC)
TODAY = date(2026, 6, 1)


def make_unit(w: Writing, unit_id: int, kind: str, path: str, name: str, code: str) -> None:
    ids = [int(part) for part in path.split("/") if part]
    w.add(unit, id=unit_id, kind=kind, recorded_at=AT)
    w.add(unit_name, unit_id=unit_id, from_day=BEGINNING, code=code, name=name, recorded_at=AT)
    w.add(
        unit_place,
        unit_id=unit_id,
        from_day=BEGINNING,
        parent_id=ids[-2] if len(ids) > 1 else None,
        path=path,
        recorded_at=AT,
    )


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    for package in ("ledger", "access", "units", "basis", "plans", "lifecycle", "readiness", "coverage"):
        importlib.import_module(f"yingji.{package}.tables")
    database = Database(f"sqlite:///{tmp_path / 'test.db'}")
    metadata.create_all(database.engine)
    with database.writing() as w:
        make_unit(w, 1, "county", "/1/", "沈丘县", "411624000000")
        make_unit(w, 2, "township", "/1/2/", "石槽集乡", "411624201000")
        make_unit(w, 3, "village", "/1/2/3/", "青山村民委员会", "411624201201")
    yield database
    database.close()


@pytest.fixture
def township() -> Unit:
    return Unit(2, "411624201000", "石槽集乡", "township", 1, "/1/2/", 2)


@pytest.fixture
def village() -> Unit:
    return Unit(3, "411624201201", "青山村民委员会", "village", 2, "/1/2/3/", 2)


@pytest.fixture
def office() -> Actor:
    return Actor(7, "yingjiban", "赵六", held=(Held("office", 2),))


@pytest.fixture
def local() -> Actor:
    return LOCAL


@pytest.fixture
def at() -> datetime:
    return AT


@pytest.fixture
def today() -> date:
    return TODAY
