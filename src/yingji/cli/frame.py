"""What every command shares: the session at the machine, common options, answers on two channels."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import click
from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from yingji.access.queries import actor as actor_of
from yingji.access.rights import Actor
from yingji.clock import Clock, day_of
from yingji.config import Config, read_config
from yingji.db import Database, Reading, Writing
from yingji.desk.answers import plain
from yingji.errors import Unavailable, Usage
from yingji.plans.tidy import written_day
from yingji.units.queries import Unit, find_unit


class Act(NamedTuple):
    """One act at the machine, handed to a verb as ``*act``: the transaction, who acts, and when."""

    w: Writing
    actor: Actor
    at: datetime

    def unit(self, code: str) -> Unit:
        """The unit of that code today."""
        return find_unit(self.w, code, day_of(self.at))


@dataclass
class Session:
    """One command's settings, clock and database."""

    config: Config
    clock: Clock = field(default_factory=Clock)
    opened: list[Database] = field(default_factory=list)

    @classmethod
    def from_environment(cls) -> "Session":
        """Read ``YINGJI_*``; raises ``Usage`` for a malformed ``YINGJI_NOW``."""
        config = read_config(os.environ)
        return cls(config, Clock(config.now))

    @property
    def url(self) -> URL:
        """Where the database is; raises ``Usage`` when the setting is no address."""
        try:
            return make_url(self.config.database_url)
        except ArgumentError:
            raise Usage(
                "YINGJI_DATABASE_URL 写得不对。例如 sqlite:///var/yingji.sqlite3 或 postgresql://用户@主机/库名。"
            ) from None

    @cached_property
    def database(self) -> Database:
        """The database; raises ``Unavailable`` when an SQLite file was never made."""
        url = self.url
        if url.drivername.startswith("sqlite") and url.database and not Path(url.database).exists():
            raise Unavailable("这里还没有数据库。请先运行 yingji db upgrade。")
        return self.new_database()

    def new_database(self) -> Database:
        """The database, whether or not it was made before."""
        database = Database(self.config.database_url, clock="set" if self.clock.is_set else "wall")
        self.opened.append(database)
        return database

    def close(self) -> None:
        """Give back every connection this command opened."""
        for database in self.opened:
            database.close()

    @property
    def base_url(self) -> str:
        """Where QR codes point."""
        return self.config.base_url or "http://127.0.0.1:8000"

    def actor(self, r: Reading, login: str | None) -> Actor:
        """Who acts: the named person, else the operator of this machine."""
        return actor_of(r, login or "local", self.clock.today())

    @contextmanager
    def acting(self, login: str | None, *, dry_run: bool = False) -> Iterator[Act]:
        """One act by the named person, else by the operator: everything in it is stored, or nothing."""
        with self.database.writing(dry_run=dry_run) as w:
            yield Act(w, self.actor(w, login), self.clock.now())


FIRST_YEAR, LAST_YEAR = 1900, 2999
"""Periods are added to days, so the end of the calendar is kept out of reach."""


class Day(click.ParamType[date]):
    """A day written ``2026-05-01``."""

    name = "DATE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Refuse anything that is no day in the calendar."""
        if isinstance(value, date):
            return value
        try:
            meant = datetime.strptime(written_day(value), "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            self.fail(f"「{value}」不是确有的一天。日期应写成 2026-05-01 这样。", param, ctx)
        if not FIRST_YEAR <= meant.year <= LAST_YEAR:
            self.fail(
                f"「{value}」不在 {FIRST_YEAR} 年到 {LAST_YEAR} 年之间。日期应写成 2026-05-01 这样。",
                param,
                ctx,
            )
        if meant.isoformat() != value:
            self.fail(f"「{value}」应写成 {meant}。", param, ctx)
        return meant


DAY = Day()
YEAR = click.IntRange(FIRST_YEAR, LAST_YEAR)
ID = click.IntRange(1, 2**31 - 1)
"""The number of a row; both engines count no further."""
session = click.make_pass_decorator(Session)

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def as_user(*, required: bool = False) -> Decorator:
    """``--as USER``: who acts."""
    return click.option("--as", "login", required=required, help="办理人账号。")


as_json: Decorator = click.option("--json", "wants_json", is_flag=True, help="输出一份 JSON。")


def reports(command: Callable[..., Any]) -> Callable[..., Any]:
    """A command that answers: it takes ``s`` and ``wants_json``."""
    return as_json(session(command))


def acts(command: Callable[..., Any]) -> Callable[..., Any]:
    """A command that somebody may act in: it takes ``s``, ``login`` and ``wants_json``."""
    return as_user()(reports(command))


def answer(value: Any, wants_json: bool, *lines: str) -> None:
    """One JSON document, or the lines for a person."""
    if wants_json:
        click.echo(json.dumps(plain(value), ensure_ascii=False, indent=2))
        return
    for line in lines:
        click.echo(line)


def read_file(path: str) -> bytes:
    """The bytes of a file named on the command line (``-`` reads standard input)."""
    if path == "-":
        return sys.stdin.buffer.read()
    file = Path(path)
    try:
        if file.is_file():
            return file.read_bytes()
    except OSError:
        raise Usage(f"「{path}」打不开。请核对路径和权限。") from None
    raise Usage(f"没有「{path}」这个文件。请核对路径。")


def file_name(path: str) -> str:
    """What a file named on the command line is called, "" for standard input."""
    return "" if path == "-" else path.replace("\\", "/").rsplit("/", 1)[-1]


def make_folder(path: str) -> Path:
    """The folder of that name, made if need be."""
    folder = Path(path)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise Usage(f"「{path}」不能用作文件夹。请核对路径和权限，或另写一个名称。") from None
    return folder


def write_file(path: str, content: bytes) -> None:
    """Write an answer to a file whole or not at all."""
    target = Path(path)
    if not target.parent.is_dir():
        raise Usage(f"没有「{target.parent}」这个文件夹。请先建好再写入。")
    partial = target.with_name(f".{target.name}.partial")
    try:
        partial.write_bytes(content)
        partial.replace(target)
    except OSError:
        partial.unlink(missing_ok=True)
        raise Usage(f"「{path}」写不进去。请核对路径、权限和磁盘空间。") from None


def pairs(words: tuple[str, ...]) -> dict[str, Any]:
    """``field=value`` words; a value in brackets is JSON. Raises ``Usage``."""
    fields: dict[str, Any] = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals or not name:
            raise Usage(f"「{word}」应写成 项目=内容，例如 signer_name=张三。")
        fields[name] = _structured(name, value)
    return fields


def _structured(name: str, value: str) -> Any:
    if not value.lstrip().startswith(("[", "{")):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise Usage(f"「{name}」像是一段 JSON，但读不出来。请核对括号和引号。") from None
