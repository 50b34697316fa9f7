"""Making a backup, checking it, and restoring it into an empty registry of this or a later release."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Date, MetaData, Table, func, select, text

from yingji.archive.pack import Contents, Package, Packer
from yingji.db import Database, Writing
from yingji.errors import Conflict, Refusal
from yingji.ledger.chain import Entry, verify
from yingji.migrations import migrate, revision_of

FILES = "stored_file"
BATCH = 500
LEFT_OUT = ("alembic_version", "coverage_", "ledger_touch", "held_file", "batch_run")
"""Beginnings of names: what the release says itself, verdicts kept, which are judged again, and the tray."""


def backup(database: Database, path: Path, at: datetime) -> Contents:
    """Write everything to ``path``, whole or not at all; readable by its owner alone."""
    partial = path.with_name(f".{path.name}.partial")
    partial.touch(mode=0o600)
    with database.reading() as r:
        tables = _tables(database)
        packer = Packer(partial, revision=revision_of(database), made_at=at.isoformat())
        for table in tables:
            columns = [column for column in table.c if not (table.name == FILES and column.name == "content")]
            order = list(table.primary_key) or list(columns)
            packer.table(
                table.name, (dict(row._mapping) for row in r.rows(select(*columns).order_by(*order)))
            )
            if table.name == FILES:
                for row in r.rows(select(table)):
                    if not row.erased_at:
                        packer.file(row.digest, row.content)
        packer.close()
    partial.replace(path)
    return Package(path).contents


def check(path: Path) -> Contents:
    """Compare every part with its checksum and the ledger with its chain; raises ``Refusal``."""
    package = Package(path)
    package.check()
    entries = sorted(package.rows("ledger_entry"), key=lambda row: (row["chain"], row["seq"]))
    heads = {row["chain"]: (row["seq"], row["digest"]) for row in package.rows("ledger_head")}
    broken = verify(
        (Entry(r["chain"], r["seq"], r["content"], r["previous"], r["digest"]) for r in entries), heads
    )
    if broken:
        raise Refusal(f"备份里的台账对不上：{broken[0].chain} 第 {broken[0].seq} 条，{broken[0].what}。")
    return package.contents


def restore(database: Database, path: Path) -> Contents:
    """Fill an empty database from a backup, then bring it to this release.

    Raises ``Conflict`` when the database holds anything, ``Refusal`` when the backup is damaged.
    """
    contents = check(path)
    package = Package(path)
    if revision_of(database):
        raise Conflict(
            "这个数据库里已有内容，不能在上面恢复。请指定一个新的空数据库（YINGJI_DATA 或 YINGJI_DATABASE_URL）。"
        )
    migrate(database, contents.revision)
    tables = [table for table in _tables(database) if table.name in contents.rows]
    with database.writing() as w:
        for table in tables:
            for rows in _batches(package, table):
                w.add_all(table, rows)
            _continue_numbering(w, table)
    migrate(database)
    return contents


def _tables(database: Database) -> list[Table]:
    """The tables as they are in the database, parents first: raw values, whatever the release."""
    found = MetaData()
    found.reflect(database.engine)
    return [table for table in found.sorted_tables if not table.name.startswith(LEFT_OUT)]


def _batches(package: Package, table: Table) -> Iterator[list[dict[str, Any]]]:
    days = [column.name for column in table.c if isinstance(column.type, Date)]
    batch: list[dict[str, Any]] = []
    for row in package.rows(table.name):
        for name in days:
            row[name] = date.fromisoformat(row[name]) if row[name] else None
        if table.name == FILES:
            row["content"] = b"" if row["erased_at"] else package.file(row["digest"])
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    yield batch


def _continue_numbering(w: Writing, table: Table) -> None:
    """PostgreSQL counts on from the last id; SQLite does so by itself."""
    key = list(table.primary_key)
    if w.dialect != "postgresql" or len(key) != 1 or key[0].name not in {"id", "row"}:
        return
    last = w.scalar(select(func.max(key[0])))
    if last is not None:
        w.run(
            text("SELECT setval(pg_get_serial_sequence(:table, :column), :last)"),
            {"table": table.name, "column": key[0].name, "last": last},
        )
