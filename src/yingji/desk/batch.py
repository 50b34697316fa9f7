"""Many files at once: each stands alone, one that fails is told and never stops the rest."""

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from yingji.desk.files import open_file
from yingji.desk.upload import Prepared, examine, prepare
from yingji.errors import Fault, NotFound, TooLarge, Unreadable, Usage
from yingji.office.limits import MAX_FILE
from yingji.plans.catalogue import family_for
from yingji.units.names import short_name
from yingji.units.queries import Unit

MOST_FILES = 2000
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
class Row:
    """What became of one file or unit. ``error`` is a fault's code, empty when it went well."""

    file: str
    unit: str | None
    unit_name: str | None
    number: int | None
    created: bool
    error: str
    detail: str


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
    yield from _zipped(source.read_bytes())


def _is_file(name: str) -> bool:
    return not any(step.lower().startswith(NOT_FILES) for step in name.split("/")) and "__MACOSX" not in name


def _zipped(data: bytes) -> Iterator[Entry]:
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


def recognise(entry: Entry, units: Sequence[Unit], kind: str, on: date) -> tuple[Unit, Prepared]:
    """Whose plan a file is: by the unit's code in it, else by the unit's name, never by the file's name.

    Raises what ``prepare`` raises, or ``NotFound`` when no unit, or more than one, goes by that name.
    """
    opened = open_file(entry.content)
    matches = [unit for unit in units if opened.unit_code and unit.code == opened.unit_code]
    name = str(opened.harvest.document.get("unit_name") or "")
    if not matches:
        examine(opened, on=on)
        matches = _named(units).get(short_name(name.strip()), [])
    if len(matches) != 1:
        found = "没有" if not matches else f"有 {len(matches)} 个"
        raise NotFound(
            f"文件里写的单位是「{name or '（未写）'}」，这里{found}叫这个名称的单位。请核对单位名称。"
        )
    unit = matches[0]
    if opened.speaks_for(family_for(unit.kind)):
        return unit, examine(opened, on=on, unit=unit, kind=kind)
    return unit, prepare(opened.data, on=on, unit=unit, kind=kind)


def failed(file: str, unit: Unit | None, fault: Fault) -> Row:
    """The row of something that did not work, with the first problem in words."""
    first = fault.problems[0] if fault.problems else None
    detail = f"{fault.detail}{f' {first.place}：{first.message}' if first else ''}"
    return Row(
        file, unit.code if unit else None, unit.name if unit else None, None, False, fault.code, detail
    )


def _named(units: Sequence[Unit]) -> Mapping[str, list[Unit]]:
    named: dict[str, list[Unit]] = {}
    for unit in units:
        named.setdefault(unit.short_name, []).append(unit)
    return named
