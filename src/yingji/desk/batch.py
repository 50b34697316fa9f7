"""Many files at once: each stands alone, one that fails is told and never stops the rest."""

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from yingji.desk.upload import Prepared, prepare
from yingji.errors import Fault, NotFound, TooLarge, Unreadable, Usage
from yingji.plans.reading import MAX_BYTES
from yingji.units.names import short_name
from yingji.units.queries import Unit

MOST_FILES = 2000
SUFFIX = ".json"


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a batch, read but not yet looked into."""

    name: str
    content: bytes


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
    """The plan files of a folder or a zip, by name. Raises ``Usage``, ``Unreadable``, ``TooLarge``."""
    if source.is_dir():
        for path in sorted(source.glob(f"*{SUFFIX}")):
            yield Entry(path.name, path.read_bytes())
        return
    if not source.is_file():
        raise Usage(f"没有「{source}」这个文件夹或压缩包。请核对路径。")
    yield from _zipped(source.read_bytes())


def _zipped(data: bytes) -> Iterator[Entry]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile:
        raise Unreadable("这个文件不是可以打开的 zip 压缩包。请用 zip 格式重新压缩。") from None
    files = sorted((i for i in archive.infolist() if i.filename.endswith(SUFFIX)), key=lambda i: i.filename)
    if len(files) > MOST_FILES:
        raise TooLarge(f"压缩包里有 {len(files)} 份文件，一次最多 {MOST_FILES} 份。请分几次上传。")
    for info in files:
        name = info.filename.rsplit("/", 1)[-1]
        if info.file_size > MAX_BYTES:
            yield Entry(name, b" " * (MAX_BYTES + 1))
        else:
            yield Entry(name, archive.read(info))


def recognise(entry: Entry, units: Sequence[Unit], kind: str, on: date) -> tuple[Unit, Prepared]:
    """Whose plan a file is, by the unit's name written in it and never by the file's name.

    Raises what ``prepare`` raises, or ``NotFound`` when no unit, or more than one, goes by that name.
    """
    name = str(prepare(entry.content, on=on).document.get("unit_name", ""))
    matches = _named(units).get(short_name(name), [])
    if len(matches) != 1:
        found = "没有" if not matches else f"有 {len(matches)} 个"
        raise NotFound(
            f"文件里写的单位是「{name or '（未写）'}」，这里{found}叫这个名称的单位。请核对单位名称。"
        )
    return matches[0], prepare(entry.content, on=on, unit=matches[0], kind=kind)


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
