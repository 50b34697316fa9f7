"""yingji plan print, plan print-all, fonts check: to paper, with which fonts."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from yingji.cli.frame import DAY, Session, answer, as_json, as_user, make_folder, session, write_file
from yingji.db import Reading
from yingji.desk.rows import Row
from yingji.desk.site import use_site
from yingji.errors import Usage
from yingji.plans.queries import check_kind
from yingji.units.queries import Unit, find_unit

if TYPE_CHECKING:
    from yingji.desk.volume import Drawn, Ready

_edition = click.option(
    "--edition",
    default="full",
    help="full 归档全本，public 公示版，card 一页处置卡，household 户级明白卡，filing 备案表和回执，form 空白表样。",
)


@click.command("print")
@click.argument("code")
@click.argument("kind")
@click.option("-o", "--out", required=True, metavar="FILE.pdf", help="写到哪里。")
@_edition
@click.option("--as-of", type=DAY, help="哪一天的现行版，默认今天。")
@click.option("--version", "number", type=int, help="第几次上传，默认现行版。")
@click.option("--draft", is_flag=True, help="打印未印发的版本，带草稿标记。")
@as_user()
@as_json
@session
def print_one(
    s: Session,
    code: str,
    kind: str,
    out: str,
    edition: str,
    as_of: Any,
    number: int | None,
    draft: bool,
    login: str | None,
    wants_json: bool,
) -> None:
    """打印现行版（或指定的一版）为公文格式 PDF。"""
    from yingji.desk.print import print_plan

    on = as_of or s.clock.today()
    use_site(s.config)
    with s.database.reading() as r:
        printed = print_plan(
            r,
            s.actor(r, login),
            unit=find_unit(r, code, on),
            kind=kind,
            as_of=on,
            edition=edition,
            base_url=s.base_url,
            number=number,
            draft=draft,
        )
    write_file(out, printed.content)
    about = {"file": out, "bytes": len(printed.content), "etag": printed.etag}
    answer(about, wants_json, f"已打印到 {out}。")


@click.command("print-all")
@click.option("--under", "code", required=True, metavar="CODE", help="哪个单位之下。")
@click.option("--kind", required=True, help="预案种类，例如 flood。")
@click.option("-o", "--out", required=True, metavar="DIR", help="写到哪个文件夹，没有就新建。")
@_edition
@click.option("--merge", is_flag=True, help="合成一个带目录的 PDF。")
@click.option("--zip", "zipped", is_flag=True, help="打成一个 zip，每个单位一个 PDF。")
@click.option("--as-of", type=DAY, help="哪一天的现行版，默认今天。")
@as_user()
@as_json
@session
def print_all(
    s: Session,
    code: str,
    kind: str,
    out: str,
    edition: str,
    merge: bool,
    zipped: bool,
    as_of: Any,
    login: str | None,
    wants_json: bool,
) -> int:
    """把一个地方所有单位的现行版都打印出来；一份失败不影响其他。"""
    from yingji.desk import volume

    if merge and zipped:
        raise Usage("--merge 和 --zip 只能选一个：合成一册，或打成一包。")
    use_site(s.config)
    on = as_of or s.clock.today()
    with s.database.reading() as r:
        place, title = find_unit(r, code, on), check_kind(r, kind)
        units = volume.holders(r, s.actor(r, login), under=place, kind=kind, edition=edition, on=on)
    batch = Batch(units, place.name, kind, title, edition, on, login, make_folder(out))
    print_batch = _merged if merge else _zipped if zipped else _apart
    rows = list(_told(print_batch(s, batch), len(units)))
    missed = [row for row in rows if row.error]
    lines = [f"{row.unit} {row.unit_name}  {row.detail}" for row in rows]
    summary = f"已打印 {len(rows) - len(missed)} 份，未打印 {len(missed)} 份。"
    answer({"rows": rows}, wants_json, *lines, summary)
    return 1 if missed else 0


@dataclass(frozen=True, slots=True)
class Batch:
    """What is printed for whom, and where it goes."""

    units: tuple[Unit, ...]
    place: str
    kind: str
    kind_title: str
    edition: str
    on: date
    login: str | None
    folder: Path

    def prepared(self, s: Session, r: Reading) -> "Iterator[Ready]":
        """Each unit's print, ready to be set."""
        from yingji.desk.volume import prepared

        actor = s.actor(r, self.login)
        return prepared(
            r, actor, self.units, kind=self.kind, edition=self.edition, on=self.on, base_url=s.base_url
        )


def _drawn(s: Session, batch: Batch) -> "Iterator[Drawn]":
    """The prints as they are drawn, on all cores when there are several."""
    from yingji.desk.press import press
    from yingji.desk.volume import each

    s.database.close()
    with press(s.config, len(batch.units)) as draw, s.database.reading() as r:
        yield from each(batch.prepared(s, r), draw)


def _apart(s: Session, batch: Batch) -> Iterator[Row]:
    """Each plan into a file of its own."""
    for row, content in _drawn(s, batch):
        if content:
            write_file(str(batch.folder / row.file), content)
        yield row


def _zipped(s: Session, batch: Batch) -> Iterator[Row]:
    """All plans into one zip."""
    from yingji.desk.volume import packed

    with (batch.folder / f"{batch.kind}-{batch.edition}.zip").open("wb") as out:
        yield from packed(_drawn(s, batch), out)


def _merged(s: Session, batch: Batch) -> Iterator[Row]:
    """All plans into one file behind a contents page."""
    from yingji.desk.volume import bound, volume_of
    from yingji.paper.draw import Part

    parts: list[Part] = []
    name = f"{batch.kind}-{batch.edition}.pdf"
    with s.database.reading() as r:
        yield from bound(batch.prepared(s, r), parts, name)
    if parts:
        write_file(str(batch.folder / name), volume_of(parts, batch.place, batch.kind_title))


def _told(rows: Iterator[Row], total: int) -> Iterator[Row]:
    """The rows as they come, each told on the terminal."""
    for count, row in enumerate(rows, 1):
        if sys.stderr.isatty():
            click.echo(f"\r{count}/{total} {row.unit_name}\x1b[K", err=True, nl=count == total)
        yield row


@click.group("fonts")
def fonts() -> None:
    """字体：本单位自备的字体能不能用来打印。"""


@fonts.command("check")
@click.argument("file", required=False, metavar="[fonts.toml]")
@as_json
@session
def check_fonts(s: Session, file: str | None, wants_json: bool) -> int:
    """检查 fonts.toml 里的字体；不写文件名时检查正在使用的那一份。"""
    from yingji.paper.site_fonts import examine

    named = Path(file) if file else s.config.fonts
    if named is None:
        answer({"valid": True, "fonts": []}, wants_json, "没有 fonts.toml，正在使用自带的字体，可以打印。")
        return 0
    if not named.is_file():
        raise Usage(f"没有「{named}」这个文件。请核对路径。")
    found = examine(named)
    valid = not any(font.problems for font in found)
    lines = [f"{f.role}　{f.name}：{'；'.join(f.problems) or '可以用'}" for f in found]
    verdict = "可以打印。" if valid else "有不能用的字体，打印仍用自带字体。"
    answer({"valid": valid, "fonts": found}, wants_json, *lines, verdict)
    return 0 if valid else 1
