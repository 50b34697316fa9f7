"""yingji require, exempt: who must hold which plan."""

from typing import Any

import click

from yingji.cli.frame import DAY, ID, Session, acts, answer, reports
from yingji.coverage import actions
from yingji.coverage.queries import exemptions, requirements
from yingji.db import Reading
from yingji.errors import Usage
from yingji.units.queries import units_by_ids

_from = click.option("--from", "from_day", type=DAY, required=True, help="从哪一天起，例如 2026-05-01。")
_until = click.option("--until", "until_day", type=DAY, help="最后一天，例如 2026-12-31。")
_last = click.option("--until", "until_day", type=DAY, required=True, help="最后一天，例如 2026-12-31。")
_decided_by = click.option("--decided-by", required=True, help="谁定的，例如 石槽集乡人民政府。")


@click.group()
def require() -> None:
    """应编清单：谁应当有哪一种预案。"""


@require.command("add")
@click.option("--unit", "code", metavar="CODE", help="单位代码。")
@click.option(
    "--unit-kind", help="一类单位：village 村，township 乡镇，department 部门，school 学校，enterprise 企业。"
)
@click.option("--under", metavar="CODE", help="哪个单位之下。")
@click.option("--kind", required=True, help="预案种类，例如 flood。")
@_from
@_until
@click.option("--basis", required=True, help="依据，例如 办法第七条。")
@_decided_by
@acts
def add_requirement(
    s: Session, code: str | None, under: str | None, login: str | None, wants_json: bool, **said: Any
) -> None:
    """增加一项应编要求。"""
    if (code is None) == (said["unit_kind"] is None):
        raise Usage("请写 --unit（一个单位）或 --unit-kind（一类单位）其中之一。")
    with s.acting(login) as act:
        requirement_id = actions.add_requirement(
            *act,
            unit=act.unit(code) if code else None,
            under=act.unit(under) if under else None,
            **said,
        )
    answer({"id": requirement_id}, wants_json, f"已列入应编清单（第 {requirement_id} 项）。")


@require.command("list")
@reports
def list_requirements(s: Session, wants_json: bool) -> None:
    """列出应编清单。"""
    with s.database.reading() as r:
        rows = requirements(r)
        names = _names(s, r, rows)
    lines = [
        f"{row.id}  {names.get(row.unit_id or row.under_id, '全部')}  {row.unit_kind or ''}  {row.kind}"
        f"  {_period(row)}  {row.basis}  {row.decided_by}"
        for row in rows
    ]
    answer({"requirements": rows}, wants_json, *lines)


@require.command("end")
@click.argument("requirement_id", type=ID, metavar="ID")
@_last
@acts
def end_requirement(
    s: Session, requirement_id: int, until_day: Any, login: str | None, wants_json: bool
) -> None:
    """结束一项应编要求。"""
    with s.acting(login) as act:
        actions.end_requirement(*act, requirement_id=requirement_id, until_day=until_day)
    answer({"id": requirement_id, "until": until_day}, wants_json, "已结束。")


@require.command()
@click.option("--under", "code", required=True, metavar="CODE", help="哪个单位之下。")
@_from
@_decided_by
@acts
def defaults(s: Session, code: str, login: str | None, wants_json: bool, **said: Any) -> None:
    """按常用口径一次列入：乡镇、村、部门、学校、卫生院。"""
    with s.acting(login) as act:
        added = actions.require_defaults(*act, under=act.unit(code), **said)
    answer({"added": added}, wants_json, f"已列入 {len(added)} 项。")


@click.group()
def exempt() -> None:
    """免编。"""


@exempt.command("add")
@click.argument("code")
@click.argument("kind")
@click.option("--reason", required=True, help="理由，留存备查。")
@click.option("--approver", required=True, help="谁批准的。")
@_from
@_until
@acts
def add_exemption(s: Session, code: str, login: str | None, wants_json: bool, **said: Any) -> None:
    """准许一个单位不编某种预案。"""
    with s.acting(login) as act:
        exemption_id = actions.add_exemption(*act, unit=act.unit(code), **said)
    answer({"id": exemption_id}, wants_json, f"已登记免编（第 {exemption_id} 项）。")


@exempt.command("list")
@reports
def list_exemptions(s: Session, wants_json: bool) -> None:
    """列出免编。"""
    with s.database.reading() as r:
        rows = exemptions(r)
        names = _names(s, r, rows)
    lines = [
        f"{row.id}  {names.get(row.unit_id, '')}  {row.kind}  {_period(row)}  {row.reason}  {row.approver}"
        for row in rows
    ]
    answer({"exemptions": rows}, wants_json, *lines)


@exempt.command("end")
@click.argument("exemption_id", type=ID, metavar="ID")
@_last
@acts
def end_exemption(s: Session, exemption_id: int, until_day: Any, login: str | None, wants_json: bool) -> None:
    """结束一项免编。"""
    with s.acting(login) as act:
        actions.end_exemption(*act, exemption_id=exemption_id, until_day=until_day)
    answer({"id": exemption_id, "until": until_day}, wants_json, "已结束。")


def _period(row: Any) -> str:
    return f"{row.from_day} 起{f'，至 {row.until_day}' if row.until_day else ''}"


def _names(s: Session, r: Reading, rows: Any) -> dict[int | None, str]:
    ids = [getattr(row, name, None) for row in rows for name in ("unit_id", "under_id")]
    return {u.id: u.label for u in units_by_ids(r, {i for i in ids if i}, s.clock.today())}
