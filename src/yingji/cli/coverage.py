"""yingji coverage: who has none, who is out of date, why, on what basis."""

from typing import Any

import click

from yingji.cli.frame import DAY, YEAR, Session, answer, as_json, as_user, session, write_file
from yingji.coverage.actions import catch_up, forget
from yingji.coverage.queries import check_kept
from yingji.coverage.report import groups_of
from yingji.coverage.table import aligned, as_groups
from yingji.coverage.totals import Totals
from yingji.desk import reports
from yingji.desk.audit import as_rolled, rolled
from yingji.errors import Usage
from yingji.units.queries import find_unit


@click.group(invoke_without_command=True)
@click.option("--under", "code", metavar="CODE", help="哪个地方。")
@click.option("--kind", help="只看一种预案。")
@click.option("--as-of", type=DAY, help="截至哪一天，默认今天。")
@click.option("--known-on", type=DAY, help="只用那一天以前登记的。")
@click.option(
    "--format", "form", type=click.Choice(reports.FORMATS), default="table", help="写成哪一种，默认 table。"
)
@click.option("--json", "wants_json", is_flag=True, help="输出一份 JSON。")
@click.option("-o", "--out", metavar="FILE", help="写入文件；xlsx 和 pdf 必须写明。")
@click.option("--group", metavar="NAME", help="分组小计：unit kind status unit_kind township county。")
@click.option("--against", type=DAY, help="与更早的一天相比：新增什么、消除什么。")
@click.option("--trend", "months", type=int, metavar="MONTHS", help="最近几个月的月末情况。")
@click.option("--year", type=YEAR, metavar="YEAR", help="全年数字，供法治政府建设年度报告用。")
@click.option("--fail-under", type=float, metavar="PCT", help="未超期的比例低于此数即为不合格。")
@as_user()
@session
@click.pass_context
def coverage(
    context: click.Context,
    s: Session,
    /,
    code: str | None,
    form: str,
    wants_json: bool,
    out: str | None,
    fail_under: float | None,
    **asked: Any,
) -> int:
    """核对覆盖情况：应有、已有、未超期、可用。"""
    if context.invoked_subcommand:
        return 0
    if code is None:
        raise Usage("请写明哪个地方，例如 --under 411624201000。")
    if fail_under is not None and not 0 <= fail_under <= 100:
        raise Usage(f"--fail-under 应为 0 到 100 之间的数，例如 80，不能是 {fail_under:g}。")
    form = "json" if wants_json else form
    if form in reports.FILES and not out:
        raise Usage(f"{form} 格式要写入文件，请加 -o，例如 -o 覆盖情况.{form}。")
    only_one("--against", "--trend", "--year", given=(asked["against"], asked["months"], asked["year"]))
    found, text = _answer(s, code, form, **asked)
    _give(text, out)
    if fail_under is None:
        return 0
    return _judge(found.expected, found.timely, fail_under)


@coverage.command()
@click.option("--under", "code", metavar="CODE", help="哪个地方；不写就是全部。")
@as_user()
@as_json
@session
def totals(s: Session, /, code: str | None, login: str | None, wants_json: bool) -> None:
    """今天各下级的合计：应有、已有、未超期、可用。"""
    today = s.clock.today()
    with s.database.reading() as r:
        unit = find_unit(r, code, today) if code else None
        found = rolled(r, s.actor(r, login), unit, today=today, at=s.clock.now())
    lines = [("", "合计", *_four(found.total)), *((p.code, p.name, *_four(p.totals)) for p in found.parts)]
    heads = ("代码", "名称", "应有", "已有", "未超期", "可用")
    answer(as_rolled(found), wants_json, *aligned([heads, *lines]))


@coverage.command()
@as_json
@session
def tick(s: Session, /, wants_json: bool) -> None:
    """把已存的核对结果更新到今天：补上有变动的和到日子的，停机几天也一次补齐。"""
    places = _catch_up(s)
    answer({"places": places}, wants_json, f"已更新到{s.clock.today()}，重新核对了{places}处。")


@coverage.command()
@click.option(
    "--check", "only_check", is_flag=True, help="只比对，不改动：逐项重新核对，看与所存的是否一致。"
)
@as_json
@session
def rebuild(s: Session, /, only_check: bool, wants_json: bool) -> int:
    """把已存的核对结果全部重做；--check 只比对。"""
    if not only_check:
        with s.database.writing() as w:
            forget(w)
        places = _catch_up(s)
        answer({"places": places}, wants_json, f"已全部重做，核对了{places}处。")
        return 0
    with s.database.reading() as r:
        found = check_kept(r, s.clock.today())
    late = f"，另有{found.late}处待更新（可运行 yingji coverage tick）" if found.late else ""
    said = f"比对了{found.places}处{found.cells}项，{len(found.differences)}处不同{late}。"
    answer(found, wants_json, said, *found.differences)
    return 1 if found.differences else 0


def _catch_up(s: Session) -> int:
    places = 0
    while True:
        with s.database.writing() as w:
            done = catch_up(w, s.clock.today())
        places += done.judged
        if not done.left:
            return places


def _four(found: Totals) -> tuple[str, ...]:
    return tuple(str(n) for n in (found.expected, found.have, found.timely, found.usable))


def only_one(*names: str, given: tuple[Any, ...]) -> None:
    """Refuse two ways of asking at once."""
    wanted = [name for name, value in zip(names, given, strict=True) if value is not None]
    if len(wanted) > 1:
        raise Usage(f"{'、'.join(wanted)} 每次只能用一个。")


def _answer(
    s: Session,
    code: str,
    form: str,
    *,
    kind: str | None,
    as_of: Any,
    known_on: Any,
    group: str | None,
    against: Any,
    months: int | None,
    year: int | None,
    login: str | None,
) -> tuple[Totals, str | bytes]:
    on = as_of or s.clock.today()
    with s.database.reading() as r:
        unit, actor = find_unit(r, code, on), s.actor(r, login)
        asked = reports.Question(actor, unit, kind, on, known_on, s.clock.today(), s.clock.now())
        if year is not None:
            figures = reports.year_of(r, asked, year)
            return figures.report.totals, reports.year_face(figures, form)
        if months is not None:
            line = reports.trend(r, asked, months)
            return line[-1].totals, reports.trended(line, form)
        if against is not None:
            return reports.answered(r, asked).totals, reports.compared(
                reports.against(r, asked, against), form
            )
        found = reports.answered(r, asked)
    if group and form == "table":
        return found.totals, as_groups(found, groups_of(found, group))
    return found.totals, reports.drawn(found, form, group)


def _give(text: str | bytes, out: str | None) -> None:
    if out:
        write_file(out, text if isinstance(text, bytes) else text.encode())
        click.echo(f"已写入 {out}。")
    elif isinstance(text, str):
        click.echo(text.rstrip("\n"))


def _judge(expected: int, timely: int, bar: float) -> int:
    """1 with the reason on standard error where timely/expected stays under the bar."""
    if expected == 0:
        click.echo("没有应编项，谈不上覆盖。请先用 require 列出应编清单。", err=True)
        return 1
    share = 100 * timely / expected
    if share < bar:
        click.echo(f"未超期 {timely}/{expected}（{share:.1f}%），低于 {bar:g}%。", err=True)
        return 1
    return 0
