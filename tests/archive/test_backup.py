"""A backup is complete, readable without this software, and comes back equal on either engine."""

import json
import zipfile
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import select

from yingji.access.rights import LOCAL
from yingji.archive.actions import LEFT_OUT, backup, check, restore
from yingji.clock import SHANGHAI
from yingji.db import Database, metadata
from yingji.errors import Conflict, Refusal, Unreadable
from yingji.ledger.queries import broken_links
from yingji.migrations import upgrade
from yingji.plans.actions import lock_plan
from yingji.plans.tables import stored_file
from yingji.units.actions import import_units
from yingji.units.data import shipped
from yingji.units.queries import find_unit

SCAN = b"\x00\xff scan"
AT = datetime(2026, 5, 1, 9, tzinfo=SHANGHAI)


def fill(database: Database) -> None:
    """A township with a line separator in a name and one stored file."""
    with database.writing() as w:
        import_units(w, LOCAL, AT, AT.date(), shipped("shicaoji_33"))
        w.add(stored_file, digest=sha256(SCAN).hexdigest(), content=SCAN)


def dump(database: Database) -> dict[str, list[tuple[object, ...]]]:
    with database.reading() as r:
        return {
            table.name: sorted((tuple(row) for row in r.rows(select(table))), key=repr)
            for table in metadata.sorted_tables
            if not table.name.startswith(LEFT_OUT)
        }


def test_a_backup_restores_to_an_equal_registry(any_database: Database, tmp_path: Path) -> None:
    fill(any_database)
    backup(any_database, tmp_path / "b.zip", AT)
    restored = Database(f"sqlite:///{tmp_path / 'restored.sqlite3'}")
    restore(restored, tmp_path / "b.zip")
    assert dump(restored) == dump(any_database)
    with restored.reading() as r:
        assert broken_links(r)[0] == ()


def test_work_goes_on_after_a_restore(any_database: Database, tmp_path: Path) -> None:
    source = Database(f"sqlite:///{tmp_path / 'source.sqlite3'}")
    upgrade(source, AT)
    fill(source)
    backup(source, tmp_path / "b.zip", AT)
    with pytest.raises(Conflict):
        restore(any_database, tmp_path / "b.zip")
    restored = Database(f"sqlite:///{tmp_path / 'restored.sqlite3'}")
    restore(restored, tmp_path / "b.zip")
    with restored.writing() as w:
        unit = find_unit(w, "411624201201", AT.date())
        assert lock_plan(w, unit.id, "flood") > 0


def test_a_backup_can_be_read_without_this_software(database: Database, tmp_path: Path) -> None:
    fill(database)
    contents = backup(database, tmp_path / "b.zip", AT)
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        names = [json.loads(line)["name"] for line in archive.read("tables/unit_name.jsonl").splitlines()]
        assert "石槽集乡" in names
        assert archive.read(f"files/{sha256(SCAN).hexdigest()}") == SCAN
        assert "yingji restore" in archive.read("说明.txt").decode()
    assert contents.files == 1
    assert (tmp_path / "b.zip").stat().st_mode & 0o077 == 0


def test_a_changed_backup_is_refused(database: Database, tmp_path: Path) -> None:
    fill(database)
    backup(database, tmp_path / "b.zip", AT)
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    parts["tables/unit_name.jsonl"] = parts["tables/unit_name.jsonl"].replace(
        "石槽集乡".encode(), "石头集乡".encode()
    )
    with zipfile.ZipFile(tmp_path / "changed.zip", "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    with pytest.raises(Refusal, match="与制作时不同"):
        check(tmp_path / "changed.zip")


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04 broken"])
def test_a_file_that_is_no_backup_is_told_so(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(content)
    with pytest.raises(Unreadable, match="不是应急系统的备份"):
        check(tmp_path / "x.zip")
