"""A Reading cannot write, a Writing is stored whole or not at all, instants come back as they went."""

import threading
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Executable, delete, insert, select, update
from sqlalchemy.engine.default import DefaultDialect

from yingji.access.tables import site, token
from yingji.clock import SHANGHAI
from yingji.db import Database, Instant
from yingji.errors import Unavailable
from yingji.ledger.tables import ledger_entry

ROW = {"name": "probe", "value": "1"}


def names(database: Database) -> list[str]:
    with database.reading() as r:
        return [row.name for row in r.rows(select(site.c.name).order_by(site.c.name))]


@pytest.mark.parametrize(
    "statement",
    [insert(site).values(**ROW), update(site).values(value="2"), delete(site)],
    ids=["insert", "update", "delete"],
)
def test_a_reading_cannot_write(any_database: Database, statement: Executable) -> None:
    before = names(any_database)
    with pytest.raises(Exception, match=r"(?i)read-?\s?only|没有存入"), any_database.reading() as r:
        r.scalar(statement)
    assert names(any_database) == before


def test_a_writing_is_stored_when_left(any_database: Database) -> None:
    with any_database.writing() as w:
        w.add(site, **ROW)
    assert "probe" in names(any_database)


def test_a_writing_left_by_an_exception_stores_nothing(any_database: Database) -> None:
    with pytest.raises(RuntimeError), any_database.writing() as w:
        w.add(site, **ROW)
        w.add(site, name="another", value="2")
        raise RuntimeError
    assert not {"probe", "another"} & set(names(any_database))


def test_a_refused_writing_leaves_the_next_one_clean(any_database: Database) -> None:
    with pytest.raises(RuntimeError), any_database.writing() as w:
        w.add(site, **ROW)
        raise RuntimeError
    with any_database.writing() as w:
        w.add(site, name="after", value="3")
    assert "after" in names(any_database)
    assert "probe" not in names(any_database)


def test_a_writing_reads_what_it_wrote(any_database: Database) -> None:
    with any_database.writing() as w:
        w.add(site, **ROW)
        assert w.scalar(select(site.c.value).where(site.c.name == "probe")) == "1"


def test_a_reading_sees_one_state_throughout(any_database: Database) -> None:
    with any_database.reading() as r:
        before = r.rows(select(site))
        with any_database.writing() as w:
            w.add(site, **ROW)
        assert r.rows(select(site)) == before


def test_adding_no_rows_does_nothing(any_database: Database) -> None:
    with any_database.writing() as w:
        w.add_all(site, [])
    assert "probe" not in names(any_database)


def test_writers_take_turns(any_database: Database) -> None:
    """Read-then-write on one row: no increment is lost between threads."""
    with any_database.writing() as w:
        w.add(site, name="count", value="0")

    def increment() -> None:
        for _ in range(10):
            with any_database.writing() as w:
                count = w.scalar(select(site.c.value).where(site.c.name == "count").with_for_update())
                w.run(update(site).where(site.c.name == "count").values(value=str(int(count) + 1)))

    threads = [threading.Thread(target=increment) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with any_database.reading() as r:
        assert r.scalar(select(site.c.value).where(site.c.name == "count")) == "80"


def test_a_database_that_is_not_there_is_unavailable_in_chinese() -> None:
    database = Database("postgresql://nobody@127.0.0.1:1/none")
    with pytest.raises(Unavailable, match="数据库"), database.reading():
        pass


def test_foreign_keys_hold(database: Database) -> None:
    with pytest.raises(Exception, match="FOREIGN KEY"), database.writing() as w:
        w.add(token, person_id=99, digest="x", recorded_at=datetime(2026, 5, 6, tzinfo=SHANGHAI))


def test_instants_come_back_equal_and_in_shanghai(any_database: Database) -> None:
    moments = [
        datetime(2026, 5, 6, 9, 30, 15, 123456, tzinfo=SHANGHAI),
        datetime(2026, 5, 6, 23, 59, 59, 999999, tzinfo=timezone(timedelta(hours=-11))),
        datetime(1949, 10, 1, tzinfo=UTC),
    ]
    with any_database.writing() as w:
        for seq, moment in enumerate(moments, start=1):
            w.add(
                ledger_entry,
                chain="probe",
                seq=seq,
                at=moment,
                clock="wall",
                actor="a",
                act="b",
                content="{}",
                previous="",
                digest="",
            )
    with any_database.reading() as r:
        rows = r.rows(
            select(ledger_entry.c.at).where(ledger_entry.c.chain == "probe").order_by(ledger_entry.c.seq)
        )
    assert [row.at for row in rows] == moments
    assert all(row.at.tzinfo == SHANGHAI for row in rows)


OFFSETS = st.integers(-12 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 29), timezones=OFFSETS)  # noqa: DTZ001 - bounds


@given(MOMENTS, MOMENTS)
def test_instants_are_stored_so_that_text_sorts_like_time(one: datetime, other: datetime) -> None:
    kind, dialect = Instant(), DefaultDialect()
    texts = [kind.process_bind_param(moment, dialect) or "" for moment in (one, other)]
    assert [len(text) for text in texts] == [27, 27]
    assert (texts[0] < texts[1]) == (one < other)
    assert kind.process_result_value(texts[0], dialect) == one


def test_an_instant_without_an_offset_is_refused() -> None:
    with pytest.raises(ValueError, match="offset"):
        Instant().process_bind_param(datetime(2026, 5, 6), DefaultDialect())  # noqa: DTZ001 - that is the point
