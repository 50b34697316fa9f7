"""All plans of a kind under a place: a file for each, a zip, or one volume; one that fails never stops the rest."""

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import BinaryIO

from yingji.access.rights import Actor, visible
from yingji.db import Reading
from yingji.desk.press import Draw, Work
from yingji.desk.print import Copy, check_edition, prepare_copy
from yingji.desk.rows import Row, failed
from yingji.errors import Fault, Usage
from yingji.paper.draw import Part
from yingji.paper.ink import refuse_missing
from yingji.paper.profiles import EDITIONS
from yingji.paper.render import part, volume
from yingji.plans.queries import check_kind, plans_of
from yingji.units.queries import Unit, units_under

LEFT_OUT = "未打印的单位.txt"
DAY = (1980, 1, 1, 0, 0, 0)
"""When every file of a zip was made: the same prints give the same bytes."""
Ready = tuple[Unit, Copy | Fault]
Drawn = tuple[Row, bytes]


def holders(r: Reading, actor: Actor, *, under: Unit, kind: str, edition: str, on: date) -> tuple[Unit, ...]:
    """The units under a place, in the actor's sight, that have begun a plan of the kind.

    Raises ``Usage`` for a kind or an edition that is not printed in numbers.
    """
    check_kind(r, kind)
    check_edition(edition)
    if edition == "form":
        raise Usage("空白表样各单位都一样，不用成批打印。请用 plan print 打印一份，按份数复印。")
    scope = visible(actor)
    units = {unit.id: unit for unit in units_under(r, under.id, on) if scope.covers(unit.path)}
    found = [units[plan.unit_id] for plan in plans_of(r, list(units)) if plan.kind == kind]
    return tuple(sorted(found, key=lambda unit: unit.code))


def prepared(
    r: Reading, actor: Actor, units: Iterable[Unit], *, kind: str, edition: str, on: date, base_url: str
) -> Iterator[Ready]:
    """Each unit's version in force ready to be set, or why there is none."""
    for unit in units:
        try:
            yield (
                unit,
                prepare_copy(r, actor, unit=unit, kind=kind, as_of=on, edition=edition, base_url=base_url),
            )
        except Fault as fault:
            yield unit, fault


def each(ready: Iterable[Ready], draw: Draw) -> Iterator[Drawn]:
    """A PDF for each unit, empty where there is none, in the order of the units."""
    asked: list[tuple[Unit, str]] = []

    def works() -> Iterator[Work | Fault]:
        for unit, copy in ready:
            asked.append((unit, "" if isinstance(copy, Fault) else file_name(unit, copy)))
            yield (
                copy if isinstance(copy, Fault) else Work(copy.root, copy.sheet, copy.edition, copy.document)
            )

    for made, (unit, name) in zip(draw(works()), asked, strict=True):
        if isinstance(made, Fault):
            yield failed("", unit, made), b""
        else:
            yield _row(unit, name), made


def _row(unit: Unit, file: str) -> Row:
    return Row(file, unit.code, unit.name, None, True, "", "已打印")


def file_name(unit: Unit, copy: Copy) -> str:
    """What a print is called among others: code first, so that they sort as the list does."""
    title = EDITIONS[copy.edition].partition("（")[0]
    name = f"{unit.code}-{copy.sheet.title}-{title}.pdf"
    return "".join(c for c in name if c >= " " and c not in '\\/:*?"<>|')


def packed(drawn: Iterable[Drawn], out: BinaryIO) -> Iterator[Row]:
    """The prints as a zip written to ``out``, with a list of who is not in it."""
    missed: list[Row] = []
    with zipfile.ZipFile(out, "w") as archive:
        for row, content in drawn:
            if content:
                archive.writestr(zipfile.ZipInfo(row.file, DAY), content)
            else:
                missed.append(row)
            yield row
        if missed:
            said = "".join(f"{row.unit} {row.unit_name}：{row.detail}\r\n" for row in missed)
            archive.writestr(zipfile.ZipInfo(LEFT_OUT, DAY), "\ufeff" + said)


def bound(ready: Iterable[Ready], parts: list[Part], name: str) -> Iterator[Row]:
    """Lay each print out into ``parts``, which ``volume_of`` then draws as one file."""
    for unit, copy in ready:
        try:
            if isinstance(copy, Fault):
                raise copy
            made = part(copy.root, copy.sheet, copy.edition, copy.document)
            refuse_missing(made.pages)
        except Fault as fault:
            yield failed("", unit, fault)
            continue
        parts.append(made)
        yield _row(unit, name)


def volume_of(parts: Sequence[Part], place: str, kind_title: str) -> bytes:
    """The volume: contents, then every print."""
    return volume(parts, volume_title(place, kind_title))


def volume_title(place: str, kind_title: str) -> str:
    """What a volume is called."""
    return f"{place}{kind_title}汇编"
