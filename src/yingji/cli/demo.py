"""yingji demo: the real township, rehearsed end to end."""

import json
import os
from datetime import date
from pathlib import Path

import click

from yingji.access.queries import actor as actor_of
from yingji.access.queries import site_value
from yingji.cli.frame import Session, make_folder, session, write_file
from yingji.db import Database
from yingji.demo import people
from yingji.demo.build import TOWNSHIP, build, scene_of
from yingji.desk import procedure, upload
from yingji.desk.answers import plain
from yingji.desk.audit import face, report
from yingji.desk.example import example_for
from yingji.desk.print import print_plan
from yingji.errors import Conflict
from yingji.lifecycle.fields import ALL_CONFORM
from yingji.migrations import upgrade
from yingji.units.queries import all_units, find_unit

VILLAGE = "411624201200"
KIND = "flood"


@click.command()
@click.option("--out", default="var/demo", show_default=True, metavar="DIR", help="写到哪里。")
@session
def demo(s: Session, out: str) -> None:
    """用石槽集乡 33 个村演示三件事：上传村预案、核对覆盖、打印现行版。"""
    folder = make_folder(out)
    database = _database(folder)
    upgrade(database, s.clock.now(), s.config.secret or "示例")
    if _is_new(database, s.clock.today()):
        click.echo("正在编排示例：1 个乡、33 个村和乡属单位……")
        build(database, s.clock.now())
        _upload_one(s, database, folder)
    _audit(s, database, folder)
    _print(s, database, folder)
    click.echo("\n示例账号（密码都是 " + people.PASSWORD + "）：")
    for login, what in people.SIGN_INS:
        click.echo(f"  {login:<12}{what}")


def _database(folder: Path) -> Database:
    """The configured database if one is named, else one of the demo's own in the folder."""
    url = os.environ.get("YINGJI_DATABASE_URL") or f"sqlite:///{folder / 'yingji.sqlite3'}"
    return Database(url, clock="set")


def _is_new(database: Database, today: date) -> bool:
    with database.reading() as r:
        if site_value(r, "sample"):
            return False
        if all_units(r, today):
            raise Conflict("这个数据库里已有正式数据，示例不能写进去。请另选文件夹（--out）。")
    return True


def _upload_one(s: Session, database: Database, folder: Path) -> None:
    """Job one, as a clerk, a reviewer, a head and the office would do it with a file."""
    today, now = s.clock.today(), s.clock.now()
    path = folder / f"{VILLAGE}-{KIND}.json"
    with database.reading() as r:
        unit = find_unit(r, VILLAGE, today)
        scene = scene_of(r, unit, 1)
        document = example_for(r, unit, KIND, today)
    write_file(str(path), json.dumps(document, ensure_ascii=False, indent=2).encode())
    click.echo(f"\n一、上传{unit.name}的防汛预案：{path}")
    prepared = upload.prepare(path.read_bytes(), on=today, unit=unit, kind=KIND)
    with database.writing() as w:
        result = upload.store(
            w, actor_of(w, scene.clerk, today), now, unit=unit, kind=KIND, prepared=prepared
        )
    click.echo(f"  第 {result.number} 次上传，摘要 {(result.digest or '')[:8].upper()}")
    signed = {"signer_name": scene.head_name, "signer_post": "村党支部书记、村委会主任"}
    for login, move, fields in (
        (scene.clerk, "submit", {}),
        ("shenhe", "pass", {"checklist": ALL_CONFORM}),
        (scene.head, "approve", signed),
        ("yingjiban", "issue", {"drafting_note": "按村情变化修订。"}),
    ):
        with database.writing() as w:
            moved = procedure.make_move(
                w, actor_of(w, login, today), now, unit=unit, kind=KIND, move=move, fields=fields
            )
        click.echo(f"  {moved.on} {move} → {moved.state}")


def _audit(s: Session, database: Database, folder: Path) -> None:
    today = s.clock.today()
    with database.reading() as r:
        found = report(
            r,
            actor_of(r, "local", today),
            unit=find_unit(r, TOWNSHIP, today),
            kind=None,
            as_of=today,
            known_on=None,
            today=today,
            computed_at=s.clock.now(),
        )
    click.echo("\n二、核对覆盖（示例数据）")
    click.echo(face(found, "table"))
    answer = json.dumps(plain(face(found, "json")), ensure_ascii=False, indent=2)
    write_file(str(folder / "coverage.json"), answer.encode())
    write_file(str(folder / "coverage.csv"), str(face(found, "csv")).encode())


def _print(s: Session, database: Database, folder: Path) -> None:
    today = s.clock.today()
    click.echo("\n三、打印现行版")
    for edition, name in (("full", ""), ("public", "-公示版")):
        with database.reading() as r:
            printed = print_plan(
                r,
                actor_of(r, "local", today),
                unit=find_unit(r, VILLAGE, today),
                kind=KIND,
                as_of=today,
                edition=edition,
                base_url=s.base_url,
            )
        path = folder / f"{VILLAGE}-{KIND}{name}.pdf"
        write_file(str(path), printed.content)
        click.echo(f"  {path}")
