"""Two kinds of session over one database: a Reading cannot write, a Writing is one transaction.

Raising inside ``with db.writing()`` stores nothing; leaving it stores everything. SQLite writers
begin IMMEDIATE and take turns; PostgreSQL readers run READ ONLY on the server.
"""

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Connection,
    Dialect,
    Engine,
    Executable,
    Insert,
    MetaData,
    Row,
    String,
    Table,
    TypeDecorator,
    create_engine,
    event,
    exc,
    insert,
)
from sqlalchemy.pool import QueuePool

from yingji.clock import SHANGHAI
from yingji.errors import Unavailable

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

APPEND_ONLY: dict[str, Any] = {"info": {"append_only": True}}
"""Table option: rows are inserted and never changed; the database itself refuses (migrations)."""


class Instant(TypeDecorator[datetime]):
    """An aware instant, stored as fixed-width UTC text so that both engines sort it alike."""

    impl = String(27)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Refuse naive datetimes; write UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs an offset")
        return value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Read back in Asia/Shanghai."""
        return datetime.fromisoformat(value).astimezone(SHANGHAI) if value else None


class Reading:
    """A consistent view of the database that cannot change it."""

    def __init__(self, connection: Connection, clock: str) -> None:
        self._connection = connection
        self.clock = clock
        """``wall``, or ``set`` under ``YINGJI_NOW``; ledger entries carry it."""

    @property
    def dialect(self) -> str:
        """``sqlite`` or ``postgresql``."""
        return self._connection.dialect.name

    def rows(self, statement: Executable, params: Mapping[str, Any] | None = None) -> Sequence[Row[Any]]:
        """All rows of a SELECT."""
        return self._connection.execute(statement, params or {}).all()

    def first(self, statement: Executable) -> Row[Any] | None:
        """The first row of a SELECT, or None."""
        return self._connection.execute(statement).first()

    def scalar(self, statement: Executable) -> Any:
        """The first column of the first row, or None."""
        return self._connection.execute(statement).scalar()


class Writing(Reading):
    """One transaction. Left normally it is stored; left by an exception nothing is."""

    def run(self, statement: Executable, params: Any = None) -> int:
        """Execute a change; returns the number of rows it touched."""
        return self._connection.execute(statement, params).rowcount

    def add(self, table: Table, **values: Any) -> Any:
        """Insert one row; returns its primary key (the first column of it)."""
        statement: Insert = insert(table).values(**values)
        key = self._connection.execute(statement).inserted_primary_key
        return key[0] if key else None

    def add_all(self, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """Insert many rows; nothing happens for an empty list."""
        if rows:
            self._connection.execute(insert(table), [dict(row) for row in rows])


class Database:
    """Opens sessions. One instance per process."""

    def __init__(self, url: str, *, clock: str = "wall") -> None:
        self.url = _with_driver(url)
        self.clock = clock
        self.is_sqlite = self.url.startswith("sqlite")
        self._writer = _engine(self.url, writes=True)
        self._reader = _engine(self.url, writes=False)
        self._turn: AbstractContextManager[Any] = threading.Lock() if self.is_sqlite else nullcontext()

    @property
    def engine(self) -> Engine:
        """The writing engine, for migrations only."""
        return self._writer

    @contextmanager
    def reading(self) -> Iterator[Reading]:
        """A read-only transaction; raises ``Unavailable`` when the database cannot be reached."""
        with _reachable(), self._reader.connect() as connection, connection.begin():
            yield Reading(connection, self.clock)

    @contextmanager
    def writing(self, *, dry_run: bool = False) -> Iterator[Writing]:
        """A writing transaction; ``dry_run`` does all of it, answers, and takes it back.

        Raises ``Unavailable`` when the database cannot be reached.
        """
        with self._turn, _reachable(), self._writer.begin() as connection:
            yield Writing(connection, self.clock)
            if dry_run:
                connection.rollback()

    def close(self) -> None:
        """Give all connections back."""
        self._writer.dispose()
        self._reader.dispose()


@contextmanager
def _reachable() -> Iterator[None]:
    try:
        yield
    except (exc.OperationalError, exc.ProgrammingError) as error:
        said = str(error.orig)
        if "no such table" in said or "does not exist" in said:
            raise Unavailable("数据库还没有准备好。请管理员先运行 yingji db upgrade。") from error
        if isinstance(error, exc.ProgrammingError):
            raise
        raise Unavailable("数据库暂时连不上或正忙，没有存入任何内容，请稍后再试。") from error


def _with_driver(url: str) -> str:
    head, rest = url.split("://", 1)
    return f"postgresql+psycopg://{rest}" if head in {"postgres", "postgresql"} else url


def _engine(url: str, *, writes: bool) -> Engine:
    if not url.startswith("sqlite"):
        engine = create_engine(url, pool_pre_ping=True)
        if not writes:
            engine = engine.execution_options(postgresql_readonly=True, isolation_level="REPEATABLE READ")
        return engine
    engine = create_engine(url, poolclass=QueuePool, connect_args={"check_same_thread": False})

    @event.listens_for(engine, "connect")
    def configure(raw: Any, _record: Any) -> None:
        raw.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "busy_timeout=10000",
            "foreign_keys=ON",
            f"query_only={'OFF' if writes else 'ON'}",
        ):
            raw.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine
