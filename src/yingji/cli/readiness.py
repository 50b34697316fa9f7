"""yingji drill, contact, shelter, roster: dated facts on whether a plan would work."""

from typing import Any

import click

from yingji.cli.frame import DAY, ID, Session, answer, as_json, as_user, pairs, session
from yingji.plans.queries import check_kind, find_plan
from yingji.readiness import actions
from yingji.readiness.queries import drills_of
from yingji.units.queries import find_unit

_on = click.option("--on", type=DAY, required=True)


@click.group()
def drill() -> None:
    """演练与整改。"""


@drill.command()
@click.argument("code")
@click.argument("kind")
@_on
@click.option("--finding", "findings", multiple=True, help="发现的问题，逐条写，成为整改事项。")
@as_user()
@as_json
@session
def add(
    s: Session, code: str, kind: str, on: Any, findings: tuple[str, ...], login: str | None, wants_json: bool
) -> None:
    """登记一次演练。"""
    with s.database.writing() as w:
        unit = find_unit(w, code, s.clock.today())
        drill_id = actions.add_drill(
            w, s.actor(w, login), s.clock.now(), unit=unit, kind=kind, on=on, findings=findings
        )
    answer({"id": drill_id, "on": on, "findings": findings}, wants_json, f"已登记演练 {drill_id}。")


@drill.command("list")
@click.argument("code")
@click.argument("kind")
@as_json
@session
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
@as_user()
@as_json
@session
def close(s: Session, item_id: int, on: Any, login: str | None, wants_json: bool) -> None:
    """整改事项完成。"""
    with s.database.writing() as w:
        done = actions.close_item(w, s.actor(w, login), s.clock.now(), item_id=item_id, on=on)
    answer({"id": item_id, "closed": done}, wants_json, "已登记完成。" if done else "此前已完成。")


@click.group()
def contact() -> None:
    """通讯录核对。"""


@contact.command()
@click.argument("code")
@click.argument("kind")
@_on
@click.option("--by", "by_name", required=True, metavar="NAME", help="谁打的电话。")
@click.option("--key", "keys", multiple=True, metavar="ID", help="只核对这些联系人，默认全部。")
@as_user()
@as_json
@session
def confirm(
    s: Session,
    code: str,
    kind: str,
    on: Any,
    by_name: str,
    keys: tuple[str, ...],
    login: str | None,
    wants_json: bool,
) -> None:
    """电话已打通核对。"""
    with s.database.writing() as w:
        confirmed = actions.confirm_contacts(
            w,
            s.actor(w, login),
            s.clock.now(),
            unit=find_unit(w, code, s.clock.today()),
            kind=kind,
            on=on,
            by_name=by_name,
            contact_ids=keys,
        )
    answer({"confirmed": confirmed}, wants_json, f"已核对 {len(confirmed)} 人。")


@contact.command()
@click.argument("code")
@click.argument("kind")
@click.argument("contact_id", metavar="ID")
@_on
@as_user()
@as_json
@session
def fail(
    s: Session, code: str, kind: str, contact_id: str, on: Any, login: str | None, wants_json: bool
) -> None:
    """电话打不通或人已变动。"""
    with s.database.writing() as w:
        noted = actions.fail_contact(
            w,
            s.actor(w, login),
            s.clock.now(),
            unit=find_unit(w, code, s.clock.today()),
            kind=kind,
            contact_id=contact_id,
            on=on,
        )
    answer({"id": contact_id, "noted": noted}, wants_json, "已登记。" if noted else "此前已登记。")


@contact.command()
@click.argument("code")
@click.argument("kind")
@click.argument("contact_id", metavar="ID")
@click.argument("words", nargs=-1, required=True, metavar="FIELD=VALUE...")
@_on
@click.option("--by", "by_name", required=True, metavar="NAME", help="谁核实的。")
@as_user()
@as_json
@session
def amend(
    s: Session,
    code: str,
    kind: str,
    contact_id: str,
    words: tuple[str, ...],
    on: Any,
    by_name: str,
    login: str | None,
    wants_json: bool,
) -> None:
    """更正联系人的电话、姓名、职务，不改批准文本。"""
    with s.database.writing() as w:
        changed = actions.amend_contact(
            w,
            s.actor(w, login),
            s.clock.now(),
            unit=find_unit(w, code, s.clock.today()),
            kind=kind,
            contact_id=contact_id,
            values={name: str(value) for name, value in pairs(words).items()},
            on=on,
            by_name=by_name,
        )
    said = f"已更正 {len(changed)} 处。更正后请打通核对（contact confirm）。" if changed else "没有变化。"
    answer({"id": contact_id, "amended": changed}, wants_json, said)


@click.group()
def shelter() -> None:
    """安置点。"""


@shelter.command("close")
@click.argument("code")
@click.argument("kind")
@click.argument("shelter_id", metavar="ID")
@_on
@as_user()
@as_json
@session
def close_shelter(
    s: Session, code: str, kind: str, shelter_id: str, on: Any, login: str | None, wants_json: bool
) -> None:
    """安置点不能再用。"""
    with s.database.writing() as w:
        noted = actions.close_shelter(
            w,
            s.actor(w, login),
            s.clock.now(),
            unit=find_unit(w, code, s.clock.today()),
            kind=kind,
            shelter_id=shelter_id,
            on=on,
        )
    answer({"id": shelter_id, "noted": noted}, wants_json, "已登记。" if noted else "此前已登记。")


@click.group()
def roster() -> None:
    """岗位名册。"""


@roster.command("set")
@click.argument("code")
@click.argument("post")
@click.argument("name")
@click.option("--from", "from_day", type=DAY, required=True)
@as_user()
@as_json
@session
def set_(
    s: Session, code: str, post: str, name: str, from_day: Any, login: str | None, wants_json: bool
) -> None:
    """登记谁从哪一天起任什么职（主要负责人等）。"""
    with s.database.writing() as w:
        changed = actions.set_roster(
            w,
            s.actor(w, login),
            s.clock.now(),
            unit=find_unit(w, code, s.clock.today()),
            post=post,
            name=name,
            from_day=from_day,
        )
    answer({"post": post, "changed": changed}, wants_json, "已登记。" if changed else "没有变化。")
