"""yingji unit …: the register of units, and acts on it."""

from typing import Any

import click

from yingji.cli.frame import DAY, Session, acts, answer, read_file, reports
from yingji.errors import Usage
from yingji.units import actions
from yingji.units.actions import NewUnit
from yingji.units.names import KIND_WORDS
from yingji.units.queries import Unit, all_units, codes_around, find_unit, units_under

_order = click.option("--order", "order_doc", required=True, help="批准文件，例如 沈政〔2026〕5号。")
_from = click.option("--from", "from_day", type=DAY, required=True, help="从哪一天起。")

LISTS = {
    "added": "新增",
    "attached": "补上级",
    "renamed": "改名",
    "moved": "变更隶属",
    "recoded": "变更代码",
    "gone": "名单中没有（未作改动）",
    "unclear": "需人工确认（未作改动）",
}


@click.group()
def unit() -> None:
    """单位：区划、部门、学校、企业。"""


@unit.command("import")
@click.argument("file")
@click.option("--dry-run", is_flag=True, help="只看会有什么变化。")
@click.option("--from", "from_day", type=DAY, help="从哪一天起，例如 2026-05-01。")
@click.option("--complete-under", metavar="CODE", help="名单是这个单位之下的全部。")
@click.option("--accept", is_flag=True, help="连同需人工确认的一并执行。")
@acts
def import_(s: Session, file: str, login: str | None, wants_json: bool, **said: Any) -> None:
    """导入单位名单（CSV：code,name,level,parent[,kind]）。"""
    data = read_file(file)
    with s.acting(login) as act:
        result = actions.import_units(*act, s.clock.today(), data, **said)
    lines = ["只看变化，没有改动。"] if said["dry_run"] else []
    for name, title in LISTS.items():
        found = getattr(result, name)
        if found:
            lines.append(f"{title} {len(found)}：")
            lines += [f"  {line.code} {line.name}  {line.text}" for line in found]
    lines += [f"提示：{note}" for note in result.notes]
    answer(result, wants_json, *lines, f"不变 {result.unchanged}。")


@unit.command("list")
@click.option("--under", "code", metavar="CODE", help="哪个单位之下。")
@click.option("--as-of", type=DAY, help="哪一天，默认今天。")
@reports
def list_(s: Session, code: str | None, as_of: Any, wants_json: bool) -> None:
    """列出某天的单位。"""
    on = as_of or s.clock.today()
    with s.database.reading() as r:
        units = units_under(r, find_unit(r, code, on).id, on) if code else all_units(r, on)
        codes = codes_around(r, units, on)
    rows = [
        {"code": u.code, "name": u.name, "kind": u.kind, "parent": codes.get(u.parent_id or 0)} for u in units
    ]
    lines = [f"{u.code}  {u.name}  {KIND_WORDS[u.kind]}" for u in units]
    answer({"as_of": on, "units": rows}, wants_json, *lines, f"共 {len(units)} 个。")


@unit.command()
@click.argument("code")
@click.option("--name", required=True, help="单位名称。")
@click.option("--kind", required=True, help=f"{'，'.join(f'{k} {v}' for k, v in KIND_WORDS.items())}。")
@click.option("--under", metavar="CODE", help="哪个单位之下。")
@_from
@_order
@acts
def add(s: Session, login: str | None, wants_json: bool, **said: Any) -> None:
    """新设一个单位。"""
    if said["kind"] not in KIND_WORDS:
        listing = "、".join(f"{key}（{title}）" for key, title in KIND_WORDS.items())
        raise Usage(f"没有「{said['kind']}」这一类单位。可用：{listing}。")
    with s.acting(login) as act:
        made = actions.add_unit(*act, **said)
    _told(wants_json, "已新设", made)


@unit.command()
@click.argument("code")
@click.option("--name", required=True, help="单位名称。")
@_from
@_order
@acts
def rename(s: Session, code: str, login: str | None, wants_json: bool, **said: Any) -> None:
    """改名。"""
    with s.acting(login) as act:
        made = actions.rename(*act, code, **said)
    _told(wants_json, "已改名", made)


@unit.command()
@click.argument("code")
@click.option("--to", required=True, metavar="CODE", help="新代码。")
@_from
@_order
@acts
def recode(s: Session, code: str, login: str | None, wants_json: bool, **said: Any) -> None:
    """变更代码；旧代码仍能查到它。"""
    with s.acting(login) as act:
        made = actions.recode(*act, code, **said)
    _told(wants_json, "已变更代码", made)


@unit.command()
@click.argument("code")
@click.option("--under", required=True, metavar="CODE", help="哪个单位之下。")
@_from
@_order
@acts
def move(s: Session, code: str, login: str | None, wants_json: bool, **said: Any) -> None:
    """变更隶属，连同其下的单位。"""
    with s.acting(login) as act:
        made = actions.move(*act, code, **said)
    _told(wants_json, "已变更隶属", made)


@unit.command()
@click.argument("codes", nargs=-1, required=True)
@click.option("--into", required=True, metavar="CODE[=NAME]", help="并入的单位；新设的写成 代码=名称。")
@_from
@_order
@acts
def merge(
    s: Session, codes: tuple[str, ...], into: str, login: str | None, wants_json: bool, **said: Any
) -> None:
    """合并。"""
    heir = _new(into) if "=" in into else into
    with s.acting(login) as act:
        made = actions.merge(*act, codes, into=heir, **said)
    _told(wants_json, "已合并为", made)


@unit.command()
@click.argument("code")
@click.option(
    "--part", "parts", multiple=True, required=True, metavar="CODE=NAME", help="拆成的单位，逐个写。"
)
@_from
@_order
@acts
def split(
    s: Session, code: str, parts: tuple[str, ...], login: str | None, wants_json: bool, **said: Any
) -> None:
    """拆分。"""
    heirs = [_new(part) for part in parts]
    with s.acting(login) as act:
        made = actions.split(*act, code, parts=heirs, **said)
    _told(wants_json, "已拆分为", *made)


@unit.command()
@click.argument("code")
@_from
@_order
@acts
def end(s: Session, code: str, login: str | None, wants_json: bool, **said: Any) -> None:
    """撤销一个单位，没有承接者。"""
    with s.acting(login) as act:
        made = actions.end(*act, code, **said)
    _told(wants_json, "已撤销", made)


def _new(text: str) -> NewUnit:
    code, equals, name = text.partition("=")
    if not (code and equals and name):
        raise Usage(f"「{text}」应写成 代码=名称，例如 411624201240=新营村民委员会。")
    return NewUnit(code, name)


def _told(wants_json: bool, done: str, *units: Unit) -> None:
    rows = [{"code": u.code, "name": u.name, "kind": u.kind} for u in units]
    answer({"units": rows}, wants_json, *(f"{done}：{u.code} {u.name}" for u in units))
