"""yingji drill, contact, shelter, roster: dated facts on whether a plan would work."""

from typing import Any

import click

from yingji.cli.frame import DAY, ID, Session, acts, answer, pairs, reports
from yingji.plans.queries import check_kind, find_plan
from yingji.readiness import actions
from yingji.readiness.queries import drills_of
from yingji.units.queries import find_unit

_on = click.option("--on", type=DAY, required=True, help="哪一天，例如 2026-05-01。")


@click.group()
def drill() -> None:
    """演练与整改。"""


@drill.command()
@click.argument("code")
@click.argument("kind")
@_on
@click.option("--finding", "findings", multiple=True, help="发现的问题，逐条写，成为整改事项。")
@acts
def add(s: Session, code: str, login: str | None, wants_json: bool, **said: Any) -> None:
    """登记一次演练。"""
    with s.acting(login) as act:
        drill_id = actions.add_drill(*act, unit=act.unit(code), **said)
    answer(
        {"id": drill_id, "on": said["on"], "findings": said["findings"]},
        wants_json,
        f"已登记演练 {drill_id}。",
    )


@drill.command("list")
@click.argument("code")
@click.argument("kind")
@reports
def list_(s: Session, code: str, kind: str, wants_json: bool) -> None:
    """列出演练和整改事项。"""
    with s.database.reading() as r:
        check_kind(r, kind)
        plan = find_plan(r, find_unit(r, code, s.clock.today()).id, kind)
        drills = drills_of(r, plan.id) if plan else ()
    lines = []
    for held in drills:
        lines.append(f"{held.on_day} 演练 {held.id}")
        lines += [
            f"    整改 {item.id}：{item.content}（{f'已于 {item.closed_on} 完成' if item.closed_on else '未完成'}）"
            for item in held.items
        ]
    answer({"drills": drills}, wants_json, *lines or ["没有演练记录。"])


@drill.command()
@click.argument("item_id", type=ID, metavar="ID")
@_on
@acts
def close(s: Session, item_id: int, on: Any, login: str | None, wants_json: bool) -> None:
    """整改事项完成。"""
    with s.acting(login) as act:
        done = actions.close_item(*act, item_id=item_id, on=on)
    answer({"id": item_id, "closed": done}, wants_json, "已登记完成。" if done else "此前已完成。")


@click.group()
def contact() -> None:
    """通讯录核对。"""


@contact.command()
@click.argument("code")
@click.argument("kind")
@_on
@click.option("--by", "by_name", required=True, metavar="NAME", help="谁打的电话。")
@click.option("--key", "contact_ids", multiple=True, metavar="ID", help="只核对这些联系人，默认全部。")
@acts
def confirm(s: Session, code: str, login: str | None, wants_json: bool, **said: Any) -> None:
    """电话已打通核对。"""
    with s.acting(login) as act:
        confirmed = actions.confirm_contacts(*act, unit=act.unit(code), **said)
    answer({"confirmed": confirmed}, wants_json, f"已核对 {len(confirmed)} 人。")


@contact.command()
@click.argument("code")
@click.argument("kind")
@click.argument("contact_id", metavar="ID")
@_on
@acts
def fail(s: Session, code: str, login: str | None, wants_json: bool, **said: Any) -> None:
    """电话打不通或人已变动。"""
    with s.acting(login) as act:
        noted = actions.fail_contact(*act, unit=act.unit(code), **said)
    _noted(said["contact_id"], noted, wants_json)


@contact.command()
@click.argument("code")
@click.argument("kind")
@click.argument("contact_id", metavar="ID")
@click.argument("words", nargs=-1, required=True, metavar="FIELD=VALUE...")
@_on
@click.option("--by", "by_name", required=True, metavar="NAME", help="谁核实的。")
@acts
def amend(
    s: Session, code: str, words: tuple[str, ...], login: str | None, wants_json: bool, **said: Any
) -> None:
    """更正联系人的电话、姓名、职务，不改批准文本。"""
    values = {name: str(value) for name, value in pairs(words).items()}
    with s.acting(login) as act:
        changed = actions.amend_contact(*act, unit=act.unit(code), values=values, **said)
    told = f"已更正 {len(changed)} 处。更正后请打通核对（contact confirm）。" if changed else "没有变化。"
    answer({"id": said["contact_id"], "amended": changed}, wants_json, told)


@click.group()
def shelter() -> None:
    """安置点。"""


@shelter.command("close")
@click.argument("code")
@click.argument("kind")
@click.argument("shelter_id", metavar="ID")
@_on
@acts
def close_shelter(s: Session, code: str, login: str | None, wants_json: bool, **said: Any) -> None:
    """安置点不能再用。"""
    with s.acting(login) as act:
        noted = actions.close_shelter(*act, unit=act.unit(code), **said)
    _noted(said["shelter_id"], noted, wants_json)


def _noted(key: str, noted: bool, wants_json: bool) -> None:
    answer({"id": key, "noted": noted}, wants_json, "已登记。" if noted else "此前已登记。")


@click.group()
def roster() -> None:
    """岗位名册。"""


@roster.command("set")
@click.argument("code")
@click.argument("post")
@click.argument("name")
@click.option("--from", "from_day", type=DAY, required=True, help="从哪一天起，例如 2026-05-01。")
@acts
def set_(s: Session, code: str, login: str | None, wants_json: bool, **said: Any) -> None:
    """登记谁从哪一天起任什么职（主要负责人等）。"""
    with s.acting(login) as act:
        changed = actions.set_roster(*act, unit=act.unit(code), **said)
    answer({"post": said["post"], "changed": changed}, wants_json, "已登记。" if changed else "没有变化。")
