"""A database with the tables, and hands that act on it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import event

from yingji.access.rights import LOCAL, Actor
from yingji.clock import SHANGHAI
from yingji.db import Database
from yingji.units import actions
from yingji.units.outcome import ImportResult
from yingji.units.queries import Unit, find_unit, units_under

TODAY = date(2024, 5, 1)
NOW = datetime(2024, 5, 1, 9, tzinfo=SHANGHAI)
ORDER = "沈政文〔2018〕12号"
SHICAOJI, DONGCHENG, COUNTY = "411624201000", "411624001000", "411624000000"


@dataclass(frozen=True, slots=True)
class Register:
    """The units of one database, with the arguments tests do not care about filled in."""

    db: Database

    def take(
        self, data: bytes | str, *, at: datetime = NOW, actor: Actor = LOCAL, **options: Any
    ) -> ImportResult:
        """Import a list."""
        raw = data.encode() if isinstance(data, str) else data
        today = options.pop("today", TODAY)
        with self.db.writing() as w:
            return actions.import_units(w, actor, at, today, raw, **options)

    def act(self, verb: str, *args: Any, actor: Actor = LOCAL, at: datetime = NOW, **options: Any) -> Any:
        """One act by its name, from TODAY and on ORDER unless said otherwise."""
        options = {"from_day": TODAY, "order_doc": ORDER} | options
        with self.db.writing() as w:
            return getattr(actions, verb)(w, actor, at, *args, **options)

    def find(self, code: str, on: date = TODAY, known_on: date | None = None) -> Unit:
        """The unit of a code."""
        with self.db.reading() as r:
            return find_unit(r, code, on, known_on)

    def under(self, code: str, on: date = TODAY, known_on: date | None = None) -> list[Unit]:
        """What stands at and below a unit."""
        with self.db.reading() as r:
            return list(units_under(r, find_unit(r, code, on, known_on).id, on, known_on))

    def villages(self, code: str, on: date = TODAY, known_on: date | None = None) -> list[str]:
        """Names of the villages below a unit."""
        return [unit.name for unit in self.under(code, on, known_on) if unit.kind == "village"]


@pytest.fixture
def register(database: Database) -> Register:
    """An empty register on SQLite."""
    return Register(database)


@pytest.fixture
def any_register(any_database: Database) -> Register:
    """An empty register on either engine."""
    return Register(any_database)


@pytest.fixture
def statements(register: Register) -> Iterator[list[str]]:
    """The SELECTs sent by readers, as they are sent."""
    sent: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith("SELECT"):
            sent.append(statement)

    engine = register.db._reader
    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)
