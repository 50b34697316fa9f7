"""The trail of real acts: one entry each, verified, and nothing in it can be changed unseen."""

from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import Column, create_engine, delete, insert, text, update
from sqlalchemy.exc import DBAPIError
from tests.making import TODAY, Registry, at

import yingji.migrations.tables  # noqa: F401 - fills the metadata
from yingji.db import Database, Instant, Writing, metadata
from yingji.ledger.actions import record
from yingji.ledger.queries import broken_links, lines
from yingji.ledger.tables import ledger_entry, ledger_head

GUARDED = sorted(table.name for table in metadata.tables.values() if table.info.get("append_only"))


def verified(database: Database) -> tuple[tuple[Any, ...], int]:
    with database.reading() as r:
        return broken_links(r)


def acts(database: Database) -> list[str]:
    with database.reading() as r:
        return [line.act for line in reversed(lines(r))]


def test_real_acts_leave_one_entry_each_and_verify(any_registry: Registry) -> None:
    before = len(acts(any_registry.database))
    any_registry.issue()
    any_registry.move("file")
    assert acts(any_registry.database)[before:] == [
        "plan.upload",
        "plan.submit",
        "plan.pass",
        "plan.approve",
        "plan.issue",
        "plan.file",
    ]
    broken, count = verified(any_registry.database)
    assert broken == ()
    assert count == before + 6


def test_a_refused_act_leaves_no_entry(registry: Registry) -> None:
    registry.upload()
    before = acts(registry.database)
    with pytest.raises(Exception, match="不能"):
        registry.move("issue")
    assert acts(registry.database) == before


def test_acts_on_a_townships_units_stand_in_its_own_chain(registry: Registry) -> None:
    registry.upload()
    with registry.database.reading() as r:
        newest = lines(r, limit=1)[0]
    unit = registry.unit("411624201200")
    assert newest.chain == unit.chain == f"township/{unit.township_id}"
    assert newest.touches == (f"cell:{unit.id}/flood",)
    assert (newest.actor, newest.unit_id, newest.kind, newest.at) == ("wenshu", unit.id, "flood", at(TODAY))


def test_lines_are_found_by_unit_act_and_person(registry: Registry) -> None:
    registry.upload()
    registry.move("submit")
    unit = registry.unit("411624201200")
    with registry.database.reading() as r:
        assert [line.act for line in lines(r, unit_ids=[unit.id], act="plan.")] == [
            "plan.submit",
            "plan.upload",
        ]
        assert lines(r, unit_ids=[]) == ()
        assert lines(r, act="plan_") == ()
        assert {line.actor for line in lines(r, actor="wenshu")} == {"wenshu"}


def test_entries_made_under_a_set_clock_say_so(registry: Registry) -> None:
    rehearsed = Database(registry.database.url, clock="set")
    with rehearsed.writing() as w:
        record(w, chain="site", actor="local", at=at(), act="probe.act")
    rehearsed.close()
    with registry.database.reading() as r:
        assert lines(r, limit=1)[0].clock == "set"


def test_append_only_tables_refuse_change(any_database: Database) -> None:
    """Past the actions, straight at the database, table by table: no UPDATE, no DELETE."""
    with any_database.writing() as w:
        fill_every_table(w)
    for table in GUARDED:
        before = rows_of(any_database, table)
        assert before, table
        column = next(iter(metadata.tables[table].columns)).name
        for statement in (f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}"):  # noqa: S608 - our own names
            with pytest.raises(DBAPIError, match="append-only"), any_database.engine.begin() as connection:
                connection.execute(text(statement))
        assert rows_of(any_database, table) == before


def fill_every_table(w: Writing) -> None:
    """One row in every table that has none, parents first."""
    for table in metadata.sorted_tables:
        if w.first(table.select()) is None:
            w.run(insert(table).values({c.name: some_value(w, c) for c in table.columns if not c.nullable}))


def some_value(w: Writing, column: Column[Any]) -> Any:
    for key in column.foreign_keys:
        return w.scalar(key.column.table.select().with_only_columns(key.column))
    samples = {int: 1, str: "1", date: TODAY, bool: False, bytes: b"1", datetime: at()}
    return at() if isinstance(column.type, Instant) else samples[column.type.python_type]


def rows_of(database: Database, table: str) -> list[Any]:
    with database.reading() as r:
        return list(r.rows(metadata.tables[table].select()))


COLUMNS = {
    "at": at(TODAY, 23),
    "clock": "set",
    "actor": "somebody",
    "act": "plan.erase",
    "unit_id": 1,
    "kind": "fire",
    "content": "{}",
    "previous": "f" * 64,
    "digest": "e" * 64,
    "seq": 99,
    "chain": "township/9",
}


@pytest.mark.parametrize("column", COLUMNS)
def test_an_entry_tampered_with_in_any_column_is_found(registry: Registry, column: str) -> None:
    """Somebody with the file in hand takes the guards off and rewrites history."""
    registry.upload()
    engine = create_engine(registry.database.url)
    with engine.begin() as connection:
        connection.execute(text("DROP TRIGGER ledger_entry_no_update"))
        connection.execute(
            update(ledger_entry).where(ledger_entry.c.act == "plan.upload").values({column: COLUMNS[column]})
        )
    engine.dispose()
    broken, _ = verified(registry.database)
    assert broken


@pytest.mark.parametrize("which", ["first", "middle", "last"])
def test_an_entry_taken_away_is_found(registry: Registry, which: str) -> None:
    registry.issue()
    with registry.database.reading() as r:
        ids = [row.id for row in r.rows(ledger_entry.select().order_by(ledger_entry.c.id))]
    gone = {"first": ids[0], "middle": ids[len(ids) // 2], "last": ids[-1]}[which]
    engine = create_engine(registry.database.url)
    with engine.begin() as connection:
        connection.execute(text("DROP TRIGGER ledger_entry_no_delete"))
        connection.execute(delete(ledger_entry).where(ledger_entry.c.id == gone))
    engine.dispose()
    broken, count = verified(registry.database)
    assert broken
    assert count == len(ids) - 1


def test_a_forged_head_is_found(registry: Registry) -> None:
    with registry.database.writing() as w:
        w.run(insert(ledger_head).values(chain="township/77", seq=1, digest="a" * 64))
    assert [b.chain for b in verified(registry.database)[0]] == ["township/77"]


def test_every_table_is_either_guarded_or_meant_to_change() -> None:
    """A new table has to be looked at: append-only, or named here with what may change in it."""
    assert set(metadata.tables) - set(GUARDED) == CHANGING


CHANGING = {
    "api_token",  # switched off
    "batch_run",  # how far a batch has come, gone with its files
    "coverage_above",  # projection of verdicts, made anew at any time
    "coverage_cell",  # the same
    "coverage_count",  # the same
    "coverage_month",  # the same
    "coverage_place",  # the same
    "coverage_state",  # the same
    "coverage_told",  # the same
    "held_file",  # between checking and storing, then gone
    "ledger_head",  # moves with the chain
    "ledger_touch",  # gone once oversight has looked
    "person",  # password, switched off
    "plan",  # begun once, only ids
    "plan_kind",  # more by configuration
    "sign_in_attempt",  # counted, cleared in time
    "site",  # settings of the installation
    "standing",  # projection of acts
    "stored_file",  # originals are erased with the lists they hold
    "version_private",  # erased as the law asks
    "version_state",  # projection of acts
    "web_session",  # ends
    "working_copy",  # mutable by design
    "working_file",  # goes over to the version
}
