"""Plans looked up."""

from typing import Any

import click

from yingji.cli.frame import (
    DAY,
    Session,
    acts,
    answer,
)
from yingji.desk import folder
from yingji.desk.answers import Shown, plain
from yingji.units.queries import find_unit


@click.command()
@click.argument("code")
@click.argument("kind")
@click.option("--version", "number", type=int, help="第几次上传。")
@click.option("--as-of", type=DAY, help="哪一天，默认今天。")
@acts
def show(
    s: Session,
    code: str,
    kind: str,
    number: int | None,
    as_of: Any,
    login: str | None,
    wants_json: bool,
) -> None:
    """查看一版预案：默认现行版，没有现行版时为最新一版。"""
    with s.database.reading() as r:
        shown = folder.show(
            r,
            s.actor(r, login),
            unit=find_unit(r, code, as_of or s.clock.today()),
            kind=kind,
            on=as_of or s.clock.today(),
            base_url=s.base_url,
            number=number,
        )
    answer(shown, wants_json, *_shown_lines(shown))


@click.command()
@click.argument("code")
@click.argument("kind")
@acts
def history(s: Session, code: str, kind: str, login: str | None, wants_json: bool) -> None:
    """查看一种预案的全部版本和办理记录。"""
    today = s.clock.today()
    with s.database.reading() as r:
        unit = find_unit(r, code, today)
        versions = folder.history(r, s.actor(r, login), unit=unit, kind=kind, on=today)
    lines = []
    for version in versions:
        edition = f"第 {version.edition_no} 版" if version.edition_no else "未印发"
        lines.append(
            f"第 {version.number} 次上传（{edition}）{version.state_label}  {version.digest[:8].upper()}"
            f"  {version.uploaded_at:%Y-%m-%d} {version.uploader_name}"
        )
        lines += [
            f"    {act.on} {act.label}{'（补记）' if act.is_late and act.move != 'record' else ''}  {act.actor_name}"
            for act in version.acts
        ]
    answer({"unit": unit.code, "kind": kind, "versions": versions}, wants_json, *lines)


@click.command()
@click.argument("code")
@click.argument("kind")
@click.option("--from", "old", type=int, help="旧的是第几次上传，默认现行版。")
@click.option("--version", "--to", "new", type=int, help="新的是第几次上传，默认最新。")
@acts
def diff(
    s: Session,
    code: str,
    kind: str,
    old: int | None,
    new: int | None,
    login: str | None,
    wants_json: bool,
) -> None:
    """两版之间改了什么。"""
    today = s.clock.today()
    with s.database.reading() as r:
        unit = find_unit(r, code, today)
        lines = folder.diff(r, s.actor(r, login), unit=unit, kind=kind, on=today, old=old, new=new)
    said = [f"{'重要 ' if line.is_major else '     '}{line.sentence}" for line in lines] or ["没有不同。"]
    answer({"unit": unit.code, "kind": kind, "changes": lines}, wants_json, *said)


def _shown_lines(shown: Shown) -> list[str]:
    edition = f"第 {shown.edition_no} 版" if shown.edition_no else "未印发"
    lines = [
        f"{shown.title}",
        f"{shown.unit_name}  {shown.kind_title}  {edition}（第 {shown.number} 次上传）  {shown.state_label}",
        f"摘要 {shown.digest}",
    ]
    days = plain(shown.dates)
    lines += [f"{title} {days[name]}" for name, title in _DATE_TITLES.items() if days[name]]
    return lines


_DATE_TITLES = {
    "uploaded_on": "上传",
    "submitted_on": "报审",
    "passed_on": "审核通过",
    "approved_on": "签发",
    "issued_on": "印发",
    "effective_on": "实施",
    "filed_on": "备案",
    "published_on": "公开",
    "confirmed_on": "最近确认",
    "revoked_on": "撤销",
}
