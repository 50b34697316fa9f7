"""Many files at once: each stands alone, one that fails is told and never stops the rest."""

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial
from pathlib import Path

from yingji.access.queries import actor as actor_of
from yingji.access.rights import Actor
from yingji.clock import Clock
from yingji.db import Database, Reading, Writing
from yingji.desk.answers import Uploaded
from yingji.desk.files import Unconfirmed, open_file, original, unrecognised
from yingji.desk.intake import Intake, look_through
from yingji.desk.rows import Row, in_words
from yingji.desk.upload import store
from yingji.errors import Conflict, Fault, Invalid, NotFound, TooLarge, Unreadable, Usage
from yingji.office.guard import kind_of
from yingji.office.limits import MAX_FILE
from yingji.units.names import short_name
from yingji.units.queries import Unit

MOST_FILES = 2000
OWN_TABLES = "这是自己的台账，每一列是什么要先核对。请单独打开这一份，核对了再存。"
NOBODYS = "这是自己的台账，没有写是哪个单位的。请选好单位，再看一遍；命令行加 --match 文件名=单位代码。"
NOT_FILES = (".", "~$", "thumbs.db", "desktop.ini")
"""What programs leave in folders beside people's files."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a batch, not opened yet."""

    name: str
    size: int
    read: Callable[[], bytes]

    @property
    def content(self) -> bytes:
        """The bytes; raises ``TooLarge`` or ``Unreadable`` for this file alone."""
        if self.size > MAX_FILE:
            raise TooLarge(f"文件有 {self.size / 1048576:.0f} MB，最多 30 MB。请删去图片等附件后再传。")
        try:
            return self.read()
        except (OSError, RuntimeError, NotImplementedError, zipfile.BadZipFile, zlib.error):
            raise Unreadable("这份文件打不开：可能加了密码、已损坏，或没有读取权限。请解压后再传。") from None


@dataclass(frozen=True, slots=True)
class FileRow(Row):
    """A row of a batch of files. ``changes`` None: there is nothing to compare with."""

    changes: int | None = None
    must: int = 0
    should: int = 0
    kept: bool = False
    """Stored as a draft, because something must be mended."""


def entries(source: Path) -> Iterator[Entry]:
    """The files of a folder or a zip, by name, whatever they are; the reader says what is no plan.

    Raises ``Usage``, ``Unreadable``, ``TooLarge``.
    """
    if source.is_dir():
        for path in sorted(source.rglob("*")):
            if path.is_file() and _is_file(path.relative_to(source).as_posix()):
                yield Entry(path.name, path.stat().st_size, path.read_bytes)
        return
    if not source.is_file():
        raise Usage(f"没有「{source}」这个文件夹或压缩包。请核对路径。")
    yield from zipped(source.read_bytes())


def _is_file(name: str) -> bool:
    return not any(step.lower().startswith(NOT_FILES) for step in name.split("/")) and "__MACOSX" not in name


def handed_in(name: str, data: bytes) -> Iterator[Entry]:
    """The files of a zip, or the one office file that it is; raises like ``zipped``."""
    if name.lower().endswith(".zip") or kind_of(data) == "zip":
        yield from zipped(data)
    else:
        yield Entry(name, len(data), lambda: data)


def zipped(data: bytes) -> Iterator[Entry]:
    """The files of a zip; raises ``Unreadable``, ``TooLarge``."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile:
        raise Unreadable("这个文件不是可以打开的 zip 压缩包。请用 zip 格式重新压缩。") from None
    named = [(_name(info), info) for info in archive.infolist() if not info.is_dir()]
    files = sorted(((name, info) for name, info in named if _is_file(name)), key=lambda each: each[0])
    if len(files) > MOST_FILES:
        raise TooLarge(f"压缩包里有 {len(files)} 份文件，一次最多 {MOST_FILES} 份。请分几次上传。")
    for name, info in files:
        yield Entry(name.rsplit("/", 1)[-1], info.file_size, partial(archive.read, info))


def _name(info: zipfile.ZipInfo) -> str:
    """The name as it was typed: Windows packs Chinese names in GBK without saying so."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("gbk")
    except UnicodeError:
        return info.filename


@dataclass(frozen=True, slots=True)
class Looked:
    """One file looked through; ``fault`` says why nothing can be made of it. ``unit`` None: nobody's yet."""

    file: str
    content: bytes
    unit: Unit | None
    found: Intake | None
    fault: Fault | None

    @property
    def row(self) -> FileRow:
        """What there is to say of it before anything is stored."""
        if self.fault is not None or self.found is None:
            return self.refused(self.fault or NotFound("没有认出内容。"))
        return self._row("", self._words(self.found), None, created=False)

    def refused(self, fault: Fault) -> FileRow:
        """The same for a file that could not be taken."""
        is_to_mend = isinstance(fault, Invalid) and self.found is not None and self.found.must
        words = self._words(self.found) if self.found and is_to_mend else in_words(fault)
        return self._row(fault.code, words, None, created=False)

    def taken(self, result: Uploaded) -> FileRow:
        """The same for a file that was taken."""
        words = "已上传" if result.created else "内容没有变化，不用再交"
        if result.kept:
            words = f"已存为草稿，还有 {self.found.must if self.found else 0} 处必须改"
        return replace(self._row("", words, result.number, created=result.created), kept=result.kept)

    def _row(self, error: str, detail: str, number: int | None, *, created: bool) -> FileRow:
        unit, found = self.unit, self.found
        must = found.must if found else 0
        return FileRow(
            self.file,
            unit.code if unit else None,
            unit.name if unit else None,
            number,
            created,
            error,
            detail,
            changes=len(found.changes) if found and found.since else None,
            must=must,
            should=len(found.prepared.problems) - must if found else 0,
        )

    def _words(self, found: Intake) -> str:
        if found.is_same:
            return "内容没有变化，不用再交"
        if found.must:
            first = found.prepared.must[0]
            return f"有 {found.must} 处必须改。{first.place}：{first.message}"
        return f"可以上传，与上次有 {len(found.changes)} 处不同" if found.since else "可以上传，第一次"


@dataclass
class Batch:
    """Files handed in together for the units of a place. ``given`` says by a file's name whose it is."""

    units: Sequence[Unit]
    kind: str
    on: date
    given: Mapping[str, str] = field(default_factory=dict)
    seen: dict[int, str] = field(default_factory=dict)

    def look(self, r: Reading, actor: Actor, entry: Entry) -> Looked:
        """Whose plan a file is and what is in it, beside the last version; what is wrong becomes its fault."""
        unit, content = None, b""
        try:
            content = entry.content
            unit = self._whose(entry.name, content)
            found = look_through(r, actor, unit=unit, kind=self.kind, content=content, on=self.on)
            if not found.must and (other := self.seen.setdefault(unit.id, entry.name)) != entry.name:
                raise Conflict(f"{unit.name}已有一份「{other}」。一个单位只交一份，请留下要用的那份。")
        except Unconfirmed:
            return Looked(entry.name, content, unit, None, Invalid(OWN_TABLES))
        except Fault as fault:
            return Looked(entry.name, content, unit, None, fault)
        return Looked(entry.name, content, unit, found, None)

    def take(self, w: Writing, actor: Actor, at: datetime, looked: Looked, *, keep: bool = False) -> FileRow:
        """Store a file that was looked through; raises what ``store`` raises.

        ``keep``: one that must be mended becomes a draft; raises ``Conflict`` where somebody has one.
        """
        if looked.found is None or looked.unit is None:
            return looked.row
        draft = looked.found.draft
        if keep and looked.found.must and draft is not None:
            raise Conflict(
                f"网页上已有一份没有完成的草稿（{draft.by}），没有换掉它。请先在网页上填完或放弃。"
            )
        sent = original(looked.file, looked.content)
        prepared = looked.found.prepared
        result = store(
            w, actor, at, unit=looked.unit, kind=self.kind, prepared=prepared, keep=keep, original=sent
        )
        return looked.taken(result)

    def _whose(self, name: str, content: bytes) -> Unit:
        """By what was said of the file, by the unit's code in it, else by the unit's name; never by its own name."""
        if code := self.given.get(name):
            return self._one([unit for unit in self.units if unit.code == code], code)
        opened = open_file(content)
        if by_code := [u for u in self.units if opened.unit_code and u.code == opened.unit_code]:
            return by_code[0]
        if (nothing := unrecognised(opened)) is not None:
            raise NotFound(NOBODYS) if opened.harvest.candidates else Invalid(nothing.message, (nothing,))
        said = str(opened.harvest.document.get("unit_name") or "")
        return self._one([u for u in self.units if u.short_name == short_name(said.strip())], said)

    def _one(self, matches: Sequence[Unit], said: str) -> Unit:
        if len(matches) != 1:
            found = "没有" if not matches else f"有 {len(matches)} 个"
            raise NotFound(
                f"文件里写的单位是「{said or '（未写）'}」，这里{found}叫这个名称的单位。请核对单位名称。"
            )
        return matches[0]


def go_through(
    database: Database,
    clock: Clock,
    login: str,
    batch: Batch,
    entry: Entry,
    *,
    is_stored: bool,
    keep: bool = False,
) -> FileRow:
    """What becomes of one file, stored in a transaction of its own.

    ``is_stored`` False: everything is done and taken back. ``keep`` as in ``Batch.take``.
    """
    with database.reading() as r:
        looked = batch.look(r, actor_of(r, login, batch.on), entry)
    if looked.fault is not None:
        return looked.row
    try:
        with database.writing(dry_run=not is_stored) as w:
            taken = batch.take(w, actor_of(w, login, batch.on), clock.now(), looked, keep=keep)
        return taken if is_stored else looked.row
    except Fault as fault:
        return looked.refused(fault)


def broken(entry: Entry) -> FileRow:
    """The row of a file that a reader broke on; for doors, so that it does not stop the others."""
    fault = Unreadable("系统读这份文件时出错了，没有存入，别的文件不受影响。请把这份文件交给管理员。")
    return Looked(entry.name, b"", None, None, fault).row
