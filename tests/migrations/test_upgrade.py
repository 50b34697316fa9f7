"""A new database is complete and empty of anybody's data; upgrading again changes nothing."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, select, text

from yingji.access.queries import site_value
from yingji.basis.tables import policy, workday
from yingji.clock import SHANGHAI
from yingji.coverage.tables import exemption, requirement
from yingji.db import Database, metadata
from yingji.migrations import pending, upgrade
from yingji.plans.catalogue import load
from yingji.plans.kinds import KINDS
from yingji.plans.queries import kinds
from yingji.plans.tables import schema_release

LATER = datetime(2026, 5, 6, 9, tzinfo=SHANGHAI)
EMPTY = ("unit", "person", "requirement", "exemption", "basis_document", "plan", "version", "role_grant")


@pytest.fixture
def new(tmp_path: Path) -> Iterator[Database]:
    """A file that is about to become a database."""
    database = Database(f"sqlite:///{tmp_path / 'new.sqlite3'}")
    yield database
    database.close()


def everything(database: Database) -> dict[str, list[Any]]:
    with database.reading() as r:
        return {name: list(r.rows(table.select())) for name, table in metadata.tables.items()}


def test_the_migrations_make_the_tables_the_code_describes(any_database: Database) -> None:
    with any_database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_a_new_database_holds_kinds_schemas_calendar_and_thresholds(any_database: Database) -> None:
    with any_database.reading() as r:
        assert kinds(r) == KINDS
        assert {row.name: row.digest for row in r.rows(select(schema_release))} == {
            schema.name: schema.digest for schema in load().schemas
        }
        assert {row.value for row in r.rows(select(policy).where(policy.c.key == "evaluation_months"))} == {
            "36"
        }
        assert {row.decided_by for row in r.rows(select(policy))} == {"系统建议值，本级未定"}
        assert r.first(select(workday)) is not None


def test_a_new_database_holds_nobody_and_expects_nothing(any_database: Database) -> None:
    found = everything(any_database)
    assert {name: found[name] for name in EMPTY} == {name: [] for name in EMPTY}
    assert {requirement.name, exemption.name} <= set(EMPTY)


def test_upgrading_again_changes_nothing(any_database: Database) -> None:
    before = everything(any_database)
    upgrade(any_database, LATER, "another secret")
    assert everything(any_database) == before


def test_an_empty_file_is_behind_and_a_new_one_is_not(new: Database) -> None:
    assert pending(new)
    upgrade(new, LATER)
    assert not pending(new)


def test_an_upgrade_that_fails_leaves_nothing_behind(new: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """The guards come last: when they cannot be made, no table stays."""

    def fail(*_: object) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr("yingji.migrations.guards.text", fail)
    with pytest.raises(RuntimeError, match="power cut"):
        upgrade(new, LATER)
    assert inspect(new.engine).get_table_names() == []


def test_the_key_follows_from_the_secret_and_is_drawn_without_one(tmp_path: Path) -> None:
    keys = []
    for order, secret in enumerate(("same", "same", "other", "", "")):
        database = Database(f"sqlite:///{tmp_path / f'{order}.sqlite3'}")
        upgrade(database, LATER, secret)
        with database.reading() as r:
            keys.append(site_value(r, "key"))
        database.close()
    assert keys[0] == keys[1]
    assert len(set(keys)) == 4
    assert "same" not in keys[0]


def test_a_database_made_under_a_set_clock_remembers_it(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'set.sqlite3'}", clock="set")
    upgrade(database, LATER)
    with database.reading() as r:
        assert site_value(r, "clock") == "set"
    database.close()


def test_sqlite_files_keep_official_records_durably(database: Database) -> None:
    with database.writing() as w:
        assert w.scalar(text("PRAGMA synchronous")) == 2
        assert w.scalar(text("PRAGMA journal_mode")) == "wal"
        assert w.scalar(text("PRAGMA foreign_keys")) == 1
