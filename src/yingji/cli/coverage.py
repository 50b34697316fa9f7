"""yingji coverage: who has none, who is out of date, why, on what basis."""

from typing import Any

import click

from yingji.cli.frame import DAY, Session, answer, as_user, session
from yingji.desk.audit import face, report
from yingji.errors import Usage
from yingji.units.queries import find_unit

FORMATS = ("table", "json", "csv")


@click.command()
@click.option("--under", "code", required=True, metavar="CODE", help="哪个地方。")
@click.option("--kind", help="只看一种预案。")
@click.option("--as-of", type=DAY, help="截至哪一天，默认今天。")
@click.option("--known-on", type=DAY, help="只用那一天以前登记的。")
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True)
@click.option("--json", "wants_json", is_flag=True)
@click.option("--fail-under", type=float, metavar="PCT", help="未超期的比例低于此数即为不合格。")
@as_user()
@session
def coverage(
    s: Session,
    code: str,
    kind: str | None,
    as_of: Any,
    known_on: Any,
    form: str,
    wants_json: bool,
    fail_under: float | None,
    login: str | None,
) -> int:
    """核对覆盖情况：应有、已有、未超期、可用。"""
    if fail_under is not None and not 0 <= fail_under <= 100:
        raise Usage(f"--fail-under 应为 0 到 100 之间的数，例如 80，不能是 {fail_under:g}。")
    on = as_of or s.clock.today()
    with s.database.reading() as r:
        found = report(
            r,
            s.actor(r, login),
            unit=find_unit(r, code, on),
            kind=kind,
            as_of=on,
            known_on=known_on,
            today=s.clock.today(),
            computed_at=s.clock.now(),
        )
    form = "json" if wants_json else form
    text = face(found, form)
    if isinstance(text, str):
        click.echo(text.rstrip("\n"))
    else:
        answer(text, True)
    return 0 if fail_under is None else _judge(found.totals.expected, found.totals.timely, fail_under)


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
