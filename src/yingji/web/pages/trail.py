"""The trail for auditors: filtered, and as a file; and the state of the system in plain words."""

import csv
import io
from dataclasses import dataclass
from functools import cache
from typing import Any

from litestar import Litestar, Request, Response
from litestar.di import NamedDependency

from yingji.access.queries import site_value
from yingji.access.rights import Actor, may
from yingji.db import Reading
from yingji.desk.acts import ACTS, title_of
from yingji.desk.supervise import LedgerLine, trail
from yingji.errors import Forbidden
from yingji.ledger.queries import broken_links
from yingji.migrations import is_current, revision_in
from yingji.plans.queries import kinds
from yingji.units.queries import find_unit, units_by_ids, units_under
from yingji.web.asked import offered
from yingji.web.description import Operation, operations
from yingji.web.params import Day, FromQuery, day
from yingji.web.rendering import frame, page
from yingji.web.routes import page_get
from yingji.web.spec import VERSION
from yingji.web.visit import Visit

SHOWN = 60
FORMULA = frozenset("=+-@\t\r")
"""What a spreadsheet would take for the beginning of a formula."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters as typed."""

    under: str = ""
    act: str = ""
    actor: str = ""
    since: str = ""
    through: str = ""


@page_get("/ledger")
def ledger_page(
    visit: NamedDependency[Visit],
    under: FromQuery[str] = "",
    act: FromQuery[str] = "",
    actor: FromQuery[str] = "",
    since: Day = "",
    through: Day = "",
) -> Response[str]:
    """The newest entries that fit."""
    asked = Asked(under, act, actor, since, through)
    with visit.database.reading() as r:
        lines = _lines(r, visit, asked, SHOWN)
        names, titles = _names(r, visit), kinds(r)
        choices = offered(r, visit)
    return page(
        "ledger",
        frame(visit, "办理记录", "ledger"),
        lines=lines,
        names=names,
        kinds=titles,
        offered=choices,
        acts=ACTS,
        title_of=title_of,
        asked=asked,
        most=SHOWN,
    )


@page_get("/ledger/file", media_type="text/csv")
def ledger_file(
    visit: NamedDependency[Visit],
    under: FromQuery[str] = "",
    act: FromQuery[str] = "",
    actor: FromQuery[str] = "",
    since: Day = "",
    through: Day = "",
) -> Response[str]:
    """Every entry that fits, as a table with the digests that chain them."""
    with visit.database.reading() as r:
        lines = _lines(r, visit, Asked(under, act, actor, since, through), None)
        names, titles = _names(r, visit), kinds(r)
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(("时间", "账号", "事项", "单位代码", "单位", "预案", "链", "序号", "摘要", "时钟"))
    rows.writerows(_row(line, names, titles) for line in lines)
    return Response(
        "\ufeff" + out.getvalue(),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="ledger-{visit.today}.csv"'},
    )


@page_get("/system")
def system_page(visit: NamedDependency[Visit], check: FromQuery[str] = "") -> Response[str]:
    """Whether all is well, for who is no engineer; ``check`` reads the whole trail."""
    with visit.database.reading() as r:
        demand_system(r, visit, visit.person())
        broken, count = broken_links(r) if check else ((), 0)
        state = {
            "is_current": is_current(r),
            "revision": revision_in(r),
            "database": "SQLite 文件" if r.dialect == "sqlite" else "PostgreSQL",
            "made_under": site_value(r, "clock"),
            "is_sample": bool(site_value(r, "sample")),
        }
    return page(
        "system",
        frame(visit, "系统状态", "system"),
        state=state,
        version=VERSION,
        at=visit.at,
        is_rehearsal=visit.config.is_rehearsal,
        base_url=visit.config.base_url,
        checked=bool(check),
        broken=broken,
        count=count,
    )


@page_get("/api-docs")
def api_page(request: Request[Any, Any, Any], visit: NamedDependency[Visit]) -> Response[str]:
    """The interface for scripts, drawn from its own description; nothing comes from elsewhere."""
    with visit.database.reading() as r:
        demand_system(r, visit, visit.person())
    return page("api_docs", frame(visit, "接口说明", "system"), groups=_described(request.app))


HANDLERS = (ledger_page, ledger_file, system_page, api_page)


def demand_system(r: Reading, visit: Visit, actor: Actor) -> None:
    """Raise ``Forbidden`` for who administers and audits nothing."""
    held = units_by_ids(r, {grant.unit_id for grant in actor.held}, visit.today)
    if not any(may(actor, "system.read", unit.path) for unit in held):
        raise Forbidden("系统状态和接口说明由系统管理员、安全管理员和审计员查看。")


@cache
def _described(app: Litestar) -> dict[str, tuple[Operation, ...]]:
    return operations(app.openapi_schema.to_schema())


def _lines(r: Reading, visit: Visit, asked: Asked, limit: int | None) -> tuple[LedgerLine, ...]:
    place = find_unit(r, asked.under, visit.today) if asked.under else None
    return trail(
        r,
        visit.person(),
        on=visit.today,
        under=place,
        act=asked.act,
        login=asked.actor,
        limit=limit,
        since=day("since", asked.since),
        through=day("through", asked.through),
    )


def _names(r: Reading, visit: Visit) -> dict[str, str]:
    held = {grant.unit_id for grant in visit.actor.held}
    return {unit.code: unit.name for root in held for unit in units_under(r, root, visit.today)}


def _row(line: LedgerLine, names: dict[str, str], titles: Any) -> tuple[str, ...]:
    said = (
        f"{line.at:%Y-%m-%d %H:%M:%S}",
        line.actor,
        title_of(line.act),
        line.unit or "",
        names.get(line.unit or "", ""),
        titles.get(line.kind, line.kind or ""),
        line.chain,
        str(line.seq),
        line.digest,
        "演练" if line.clock == "set" else "",
    )
    return tuple(f"'{text}" if text[:1] in FORMULA else text for text in said)
