"""yingji user …: accounts, roles over places, ways in."""

from datetime import timedelta
from typing import Any

import click

from yingji.access import actions
from yingji.access.queries import account, accounts, grants, role_title
from yingji.access.rights import ROLES
from yingji.cli.frame import DAY, Act, Session, acts, answer, reports
from yingji.clock import day_of
from yingji.units.queries import units_by_ids

_role = click.option("--role", required=True, help=f"{'，'.join(f'{k} {v}' for k, v in ROLES.items())}。")
_scope = click.option("--scope", "code", required=True, metavar="CODE", help="管到哪个单位。")


@click.group()
def user() -> None:
    """账号与授权。"""


@user.command()
@click.argument("who", metavar="LOGIN")
@click.option("--name", required=True, help="姓名。")
@click.option("--post", default="", help="职务。")
@_role
@_scope
@acts
def add(
    s: Session, who: str, name: str, post: str, role: str, code: str, login: str | None, wants_json: bool
) -> None:
    """开设账号并授权，给出首次登录的一次性口令。"""
    with s.acting(login) as act:
        unit = act.unit(code)
        secret = actions.add_person(*act, login=who, name=name, post=post, path=unit.path)
        first = actions.opening_day(act.w, role, unit.id, s.clock.today())
        actions.give_role(*act, login=who, role=role, unit_id=unit.id, path=unit.path, from_day=first)
    answer(
        {"login": who, "role": role, "scope": unit.code, "code": secret},
        wants_json,
        f"已为{name}开设账号 {who}（{unit.name}，{role_title(role)}）。",
        f"首次登录口令：{secret}（只显示这一次）",
    )


@user.command()
@click.argument("who", metavar="LOGIN")
@_role
@_scope
@click.option("--from", "from_day", type=DAY, help="从哪一天起，默认今天。")
@click.option("--until", "until_day", type=DAY, help="最后一天，代理时写明。")
@acts
def grant(
    s: Session, who: str, role: str, code: str, login: str | None, wants_json: bool, **period: Any
) -> None:
    """授予一个单位的角色，可定起止日期（代理）。"""
    period["from_day"] = period["from_day"] or s.clock.today()
    with s.acting(login) as act:
        unit = act.unit(code)
        actions.give_role(*act, login=who, role=role, unit_id=unit.id, path=unit.path, **period)
    answer({"login": who, "role": role, "scope": unit.code}, wants_json, "已授权。")


@user.command()
@click.argument("who", metavar="LOGIN")
@_role
@_scope
@click.option("--from", "from_day", type=DAY, help="从哪一天起不再有，默认今天。")
@click.option("--until", "until_day", type=DAY, help="最后一天，与 --from 写一个即可。")
@acts
def revoke(
    s: Session,
    who: str,
    role: str,
    code: str,
    from_day: Any,
    until_day: Any,
    login: str | None,
    wants_json: bool,
) -> None:
    """结束一项授权。"""
    last = until_day or (from_day or s.clock.today()) - timedelta(days=1)
    with s.acting(login) as act:
        unit = act.unit(code)
        actions.take_role(*act, login=who, role=role, unit_id=unit.id, path=unit.path, until_day=last)
    answer({"login": who, "role": role, "scope": unit.code}, wants_json, "已结束授权。")


@user.command()
@click.argument("who", metavar="LOGIN")
@acts
def token(s: Session, who: str, login: str | None, wants_json: bool) -> None:
    """发一个接口令牌，只显示这一次。"""
    with s.acting(login) as act:
        secret = actions.issue_token(*act, login=who, paths=_paths(act, who))
    answer({"login": who, "token": secret}, wants_json, secret)


@user.command()
@click.argument("who", metavar="LOGIN")
@acts
def code(s: Session, who: str, login: str | None, wants_json: bool) -> None:
    """重置为一次性口令。"""
    with s.acting(login) as act:
        secret = actions.reset_code(*act, login=who, paths=_paths(act, who))
    answer({"login": who, "code": secret}, wants_json, f"一次性口令：{secret}（只显示这一次）")


@user.command()
@click.argument("who", metavar="LOGIN")
@acts
def off(s: Session, who: str, login: str | None, wants_json: bool) -> None:
    """停用账号：不能再登录，令牌一并作废。"""
    with s.acting(login) as act:
        actions.switch_off(*act, login=who, paths=_paths(act, who))
    answer({"login": who, "off": True}, wants_json, f"已停用 {who}。")


@user.command("list")
@reports
def list_(s: Session, wants_json: bool) -> None:
    """列出账号和现有授权。"""
    today = s.clock.today()
    with s.database.reading() as r:
        people, held = accounts(r), grants(r, today)
        places = {u.id: u for u in units_by_ids(r, {g.unit_id for g in held}, today)}
    rows: list[dict[str, Any]] = [
        {
            "login": who.login,
            "name": who.name,
            "post": who.post,
            "off": who.off_at is not None,
            "roles": [
                {"role": g.role, "scope": places[g.unit_id].code, "until": g.until_day}
                for g in held
                if g.person_id == who.id and g.unit_id in places
            ],
        }
        for who in people
    ]
    lines = [
        f"{row['login']}  {row['name']}  {row['post']}{'（停用）' if row['off'] else ''}  "
        + "、".join(f"{role_title(x['role'])}@{x['scope']}" for x in row["roles"])
        for row in rows
    ]
    answer({"users": rows}, wants_json, *lines)


def _paths(act: Act, login: str) -> list[str]:
    """Where a person holds a role today: who administers them must administer all of it."""
    today = day_of(act.at)
    held = grants(act.w, today, [account(act.w, login).id])
    return [unit.path for unit in units_by_ids(act.w, {grant.unit_id for grant in held}, today)]
