"""yingji plan print, plan print-all, print check, fonts check: to paper, and whether it is fit for it."""

import multiprocessing
import os
import sys
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import click

from yingji.cli.frame import (
    DAY,
    Session,
    answer,
    as_json,
    as_user,
    make_folder,
    session,
    write_file,
)
from yingji.clock import Clock
from yingji.config import Config
from yingji.desk.batch import Row, failed
from yingji.desk.site import use_site
from yingji.errors import Fault, Unavailable, Usage
from yingji.plans.queries import check_kind, find_plan
from yingji.units.queries import Unit, find_unit, units_under

SEVERAL = 4
"""So many plans are worth a second process."""

_edition = click.option(
    "--edition",
    default="full",
    help="full 归档全本，public 公示版，card 一页处置卡，household 户级明白卡，filing 备案表和回执，form 空白表样。",
)


@click.command("print")
@click.argument("code")
@click.argument("kind")
@click.option("-o", "--out", required=True, metavar="FILE.pdf")
@_edition
@click.option("--as-of", type=DAY)
@click.option("--version", "number", type=int)
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
@click.option("--under", "code", required=True, metavar="CODE")
@click.option("--kind", required=True)
@click.option("-o", "--out", required=True, metavar="DIR")
@_edition
@click.option("--merge", is_flag=True, help="合成一个带目录的 PDF。")
@click.option("--as-of", type=DAY)
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
    as_of: Any,
    login: str | None,
    wants_json: bool,
) -> int:
    """把一个地方所有单位的现行版都打印出来；一份失败不影响其他。"""
    from yingji.desk.print import check_edition

    check_edition(edition)
    if merge and edition == "form":
        raise Usage("空白表样各单位都一样，不用合并。请去掉 --merge，或用 plan print 打印一份。")
    use_site(s.config)
    on = as_of or s.clock.today()
    folder = make_folder(out)
    with s.database.reading() as r:
        s.actor(r, login)
        title = f"{find_unit(r, code, on).name}{check_kind(r, kind)}预案汇编"
        units = [u for u in units_under(r, find_unit(r, code, on).id, on) if find_plan(r, u.id, kind)]
    jobs = [Job(unit, kind, edition, on, login, folder) for unit in units]
    rows = list(_bound(s, jobs, title) if merge else _printed(s, jobs))
    missed = [row for row in rows if row.error]
    lines = [f"{row.unit} {row.unit_name}  {row.detail}" for row in rows]
    summary = f"已打印 {len(rows) - len(missed)} 份，未打印 {len(missed)} 份。"
    answer({"rows": rows}, wants_json, *lines, summary)
    return 1 if missed else 0


@dataclass(frozen=True, slots=True)
class Job:
    """One plan of a batch."""

    unit: Unit
    kind: str
    edition: str
    on: date
    login: str | None
    folder: Path

    @property
    def file(self) -> str:
        """The name of its PDF."""
        return f"{self.unit.code}-{self.kind}-{self.edition}.pdf"

    def row(self, file: str) -> Row:
        """How it is told that it went well."""
        return Row(file, self.unit.code, self.unit.name, None, True, "", "已打印")


def _printed(s: Session, jobs: Sequence[Job]) -> Iterator[Row]:
    """Each plan into a file of its own, on all cores when there are several."""
    workers = min(os.cpu_count() or 1, len(jobs))
    if len(jobs) < SEVERAL or workers < 2:
        yield from _told((_print(s, job) for job in jobs), len(jobs))
        return
    s.database.close()
    try:
        with ProcessPoolExecutor(workers, _context(), _open, (s.config, s.clock)) as pool:
            yield from _told(pool.map(_work, jobs), len(jobs))
    except BrokenProcessPool as fault:
        raise Unavailable("打印进程意外中断（多半是内存不够），已打印的文件仍可用，请重新运行。") from fault


def _context() -> multiprocessing.context.BaseContext:
    """A copy of this process is ready at once; where it has threads only a fresh one is safe."""
    can_fork = "fork" in multiprocessing.get_all_start_methods() and sys.platform == "linux"
    return multiprocessing.get_context("fork" if can_fork and threading.active_count() == 1 else "spawn")


_sessions: list[Session] = []
"""The session of a worker process."""


def _open(config: Config, clock: Clock) -> None:
    use_site(config)
    _sessions[:] = [Session(config, clock)]


def _work(job: Job) -> Row:
    return _print(_sessions[0], job)


def _print(s: Session, job: Job) -> Row:
    from yingji.desk.print import print_plan

    try:
        with s.database.reading() as r:
            printed = print_plan(
                r,
                s.actor(r, job.login),
                unit=job.unit,
                kind=job.kind,
                as_of=job.on,
                edition=job.edition,
                base_url=s.base_url,
            )
        write_file(str(job.folder / job.file), printed.content)
    except Fault as fault:
        return failed("", job.unit, fault)
    return job.row(job.file)


def _bound(s: Session, jobs: Sequence[Job], title: str) -> Iterator[Row]:
    """All plans into one file behind a contents page."""
    from yingji.desk.print import prepare_copy
    from yingji.paper.draw import Part
    from yingji.paper.ink import refuse_missing
    from yingji.paper.render import part, volume

    parts: list[Part] = []
    name = f"{jobs[0].kind}-{jobs[0].edition}.pdf" if jobs else ""

    def bind(job: Job) -> Row:
        try:
            with s.database.reading() as r:
                copy = prepare_copy(
                    r,
                    s.actor(r, job.login),
                    unit=job.unit,
                    kind=job.kind,
                    as_of=job.on,
                    edition=job.edition,
                    base_url=s.base_url,
                )
            made = part(copy.root, copy.sheet, copy.edition, copy.document)
            refuse_missing(made.pages)
        except Fault as fault:
            return failed("", job.unit, fault)
        parts.append(made)
        return job.row(name)

    yield from _told(map(bind, jobs), len(jobs))
    if parts:
        write_file(str(jobs[0].folder / name), volume(parts, title))


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
