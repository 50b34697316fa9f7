"""The form of a backup: a zip of JSON lines by table, stored files by digest, and one manifest of checksums.

Nothing of this software is needed to read it. ``说明.txt`` inside says how.
"""

import hashlib
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from yingji.errors import Refusal, Unreadable

MANIFEST = "manifest.json"
README = "说明.txt"
FILES = "files/"
FORMAT = 1

_README = """应急 yingji 备份

manifest.json   备份的格式、数据库版本、每个文件的 sha-256 摘要和行数
tables/*.jsonl  每张表一个文件，每行一条记录（JSON，UTF-8）
files/*         附件原件，文件名是内容的 sha-256 摘要

核对：yingji verify 本文件
恢复：在空数据库上运行 yingji restore 本文件
没有本软件时，用任何能读 zip 和 JSON 的工具都可以打开。
"""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a backup holds: the database revision it was made at, and rows by table."""

    revision: str
    made_at: str
    rows: Mapping[str, int]
    files: int


class Packer:
    """Writes a backup part by part; ``close`` adds the manifest."""

    def __init__(self, path: Path, *, revision: str, made_at: str) -> None:
        self._zip = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6)
        self._manifest: dict[str, Any] = {
            "format": FORMAT,
            "revision": revision,
            "made_at": made_at,
            "tables": {},
            "sha256": {},
        }
        self._put(README, _README.encode())

    def table(self, name: str, rows: Iterable[Mapping[str, Any]]) -> None:
        """Add a table's rows; values are JSON values, days as text."""
        lines = [json.dumps(row, ensure_ascii=False, sort_keys=True, default=_text) for row in rows]
        self._manifest["tables"][name] = len(lines)
        self._put(f"tables/{name}.jsonl", "".join(f"{line}\n" for line in lines).encode())

    def file(self, digest: str, content: bytes) -> None:
        """Add a stored file."""
        self._put(FILES + digest, content)

    def close(self) -> None:
        """Write the manifest and finish."""
        text = json.dumps(self._manifest, ensure_ascii=False, indent=1, sort_keys=True)
        self._zip.writestr(_entry(MANIFEST), text)
        self._zip.close()

    def _put(self, name: str, content: bytes) -> None:
        self._manifest["sha256"][name] = hashlib.sha256(content).hexdigest()
        self._zip.writestr(_entry(name), content)


class Package:
    """Reads a backup. Raises ``Unreadable`` when it is none, ``Refusal`` when a part was changed."""

    def __init__(self, path: Path) -> None:
        try:
            self._zip = zipfile.ZipFile(path)
            self.manifest: dict[str, Any] = json.loads(self._zip.read(MANIFEST))
        except (OSError, zipfile.BadZipFile, KeyError, ValueError):
            raise Unreadable("这个文件不是应急系统的备份，或已损坏。请换一份备份再试。") from None
        if self.manifest.get("format") != FORMAT:
            raise Unreadable("这份备份的格式比本软件新。请用制作它的版本或更新的版本恢复。")

    @property
    def contents(self) -> Contents:
        """What is inside."""
        names = self.manifest["sha256"]
        return Contents(
            self.manifest["revision"],
            self.manifest["made_at"],
            self.manifest["tables"],
            sum(name.startswith(FILES) for name in names),
        )

    def check(self) -> None:
        """Compare every part with its checksum."""
        expected = self.manifest["sha256"]
        present = {info.filename for info in self._zip.infolist()} - {MANIFEST}
        if missing := sorted(set(expected) - present):
            raise Refusal(f"备份缺少 {len(missing)} 个部分：{missing[0]}。这份备份不能用。")
        for name, digest in expected.items():
            if hashlib.sha256(self._read(name)).hexdigest() != digest:
                raise Refusal(f"备份中的 {name} 与制作时不同。这份备份不能用。")
            if name.startswith(FILES) and name != FILES + digest:
                raise Refusal(
                    f"备份中的 {name} 与它的摘要对不上，制作备份之前就已被改动。请换一份更早的备份。"
                )

    def rows(self, table: str) -> Iterator[dict[str, Any]]:
        """A table's rows as they were written."""
        for line in self._read(f"tables/{table}.jsonl").decode().split("\n"):
            if line:
                yield json.loads(line)

    def file(self, digest: str) -> bytes:
        """A stored file."""
        return self._read(FILES + digest)

    def _read(self, name: str) -> bytes:
        try:
            return self._zip.read(name)
        except (zipfile.BadZipFile, KeyError, OSError):
            raise Refusal(f"备份中的 {name} 读不出来。这份备份不能用。") from None


def _entry(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    return info


def _text(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no JSON form for {type(value).__name__}")
