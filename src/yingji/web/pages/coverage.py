"""Who has none, who is out of date, and why: one place, one day."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any
from urllib.parse import quote, urlencode

from litestar import Request, Response, get
from litestar.di import NamedDependency

from yingji.access.rights import visible
from yingji.coverage.facts import UnitFacts
from yingji.coverage.queries import Reminder, reminders
from yingji.coverage.report import GROUPS, Report, groups_of
from yingji.coverage.status import STATUSES
from yingji.coverage.told import Told
from yingji.coverage.totals import Totals
from yingji.db import Reading
from yingji.desk.audit import report, rolled
from yingji.desk.reports import drawn
from yingji.errors import Usage
from yingji.plans.queries import check_kind, kinds
from yingji.units.names import FAR
from yingji.units.queries import Unit, ancestors
from yingji.web.asked import place_asked
from yingji.web.paging import portion
from yingji.web.params import Day, FromPath, FromQuery, day
from yingji.web.rendering import frame, page
from yingji.web.routes import page_get
from yingji.web.spec import PAGE_ERRORS
from yingji.web.visit import Visit

FILES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "csv": "text/csv; charset=utf-8",
}

WIDE = ("county", *FAR)
"""Places shown by what lies below them; of those in ``FAR`` no single cell is."""

FILTERS: dict[str, tuple[str, Callable[[Told], bool]]] = {
    "expected": ("应有的", lambda v: v.is_expected),
    "have": ("已有的", lambda v: v.is_had),
    "timely": ("未超期的", lambda v: v.is_timely),
    "usable": ("可用的", lambda v: v.is_usable),
    "lacking": ("应有而没有的", lambda v: v.is_expected and not v.is_had),
    "late": ("已有而超期或需修订的", lambda v: v.is_had and not v.is_timely),
    "idle": ("未超期而还不可用的", lambda v: v.is_timely and not v.is_usable),
}
"""Each number of the head line, and each gap between two of them, opens the cells it counts."""


@dataclass(frozen=True, slots=True)
class Row:
    """A unit and its cells, one for each kind in the columns; None where nothing is required."""

    unit: UnitFacts
    cells: tuple[Told | None, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page was asked, and how to ask it a little differently."""

    under: str
    kind: str
    as_of: str
    known_on: str
    show: str
    group: str = ""

    def link(self, **changed: str) -> str:
        """The query with some answers changed; empty ones are left out."""
        asked = {
            "under": self.under,
            "kind": self.kind,
            "as_of": self.as_of,
            "known_on": self.known_on,
            "show": self.show,
            "group": self.group,
            **changed,
        }
        return urlencode({name: value for name, value in asked.items() if value})


@page_get("/coverage")
def coverage_page(
    visit: NamedDependency[Visit],
    under: FromQuery[str] = "",
    kind: FromQuery[str] = "",
    as_of: Day = "",
    known_on: Day = "",
    show: FromQuery[str] = "",
    group: FromQuery[str] = "",
    nth: FromQuery[str] = "",
) -> Response[str]:
    """A township as a matrix of units and kinds, what is wider by what lies below it, the gravest first."""
    on = day("as_of", as_of) or visit.today
    with visit.database.reading() as r:
        place = place_asked(r, visit, under, on)
    asked = Asked(place.code, kind, as_of, known_on, show, group)
    if place.kind in WIDE and not (_filter(show) or group):
        return _overview(visit, place, asked, on)
    if place.kind in FAR:
        raise Usage("省和地级市只汇总到下一级。要逐项看，请先点到县或乡镇。")
    return _cells(visit, asked, nth)


def _overview(visit: Visit, place: Unit, asked: Asked, on: date) -> Response[str]:
    """The totals of what lies directly below, which lead on; no single cell."""
    is_far, known_on = place.kind in FAR, day("known_on", asked.known_on)
    if is_far and (asked.kind or known_on or on != visit.today):
        raise Usage("省和地级市只汇总今天的全部预案。要看另一天或某一种预案，请先点到县或乡镇。")
    with visit.database.reading() as r:
        if asked.kind:
            check_kind(r, asked.kind)
        found = rolled(
            r,
            visit.person(),
            place,
            kind=asked.kind or None,
            as_of=on,
            known_on=known_on,
            today=visit.today,
            at=visit.at,
        )
        titles = kinds(r)
        above = _above(r, visit, place, on)
    return page(
        "overview",
        frame(visit, f"{place.name} · 覆盖情况", "coverage"),
        place=place,
        on=on,
        known_on=known_on,
        forecast=on > visit.today,
        totals=found.total,
        parts=sorted(found.parts, key=lambda part: _lacks(part.totals)),
        own=found.own,
        asked=asked,
        above=above,
        is_far=is_far,
        columns=() if is_far else titles.items(),
        groupings={} if is_far else {name: GROUPS[name][0] for name in ("kind", "unit_kind")},
        kinds=titles,
        statuses=STATUSES,
        today=visit.today,
    )


def _cells(visit: Visit, asked: Asked, nth: str) -> Response[str]:
    """The matrix, or the cells a number of the head line counts, or groups; and what could not be checked."""
    place, found, titles = ask(visit, asked.under, asked.kind, asked.as_of, asked.known_on)
    wanted = _filter(asked.show)
    shown = portion(tuple(filter(wanted, found.worst_first())), nth) if wanted else None
    columns, rows = matrix(found)
    with visit.database.reading() as r:
        above = _above(r, visit, place, found.as_of)
        reminded = _reminded(r, shown.rows if shown else ())
    return page(
        "coverage",
        frame(visit, f"{place.name} · 覆盖情况", "coverage"),
        place=place,
        on=found.as_of,
        known_on=found.known_on,
        forecast=found.forecast,
        totals=found.totals,
        report=found,
        is_far=False,
        columns=columns,
        rows=rows,
        asked=asked,
        groups=_worst_first(groups_of(found, asked.group)) if asked.group else None,
        groupings=groupings(found),
        shown=shown,
        above=above,
        reminded=reminded,
        shown_as=_shown_as(asked.show),
        kinds=titles,
        statuses=STATUSES,
        today=visit.today,
    )


def _above(r: Reading, visit: Visit, place: Unit, on: date) -> tuple[Unit, ...]:
    scope = visible(visit.person())
    return tuple(unit for unit in ancestors(r, place, on) if scope.covers(unit.path))


@get("/coverage/file/{face:str}", media_type="application/octet-stream", responses=PAGE_ERRORS)
async def coverage_file(
    request: Request[Any, Any, Any],
    visit: NamedDependency[Visit],
    face: FromPath[str],
    under: FromQuery[str] = "",
    kind: FromQuery[str] = "",
    as_of: Day = "",
    known_on: Day = "",
) -> Response[bytes]:
    """The same report as a file: csv, xlsx or pdf."""
    if face not in FILES:
        raise Usage(f"没有「{face}」这种格式。可用：{'、'.join(FILES)}。")
    draw = partial(_draw, visit, under, kind, as_of, known_on, face)
    found, content = await asyncio.get_running_loop().run_in_executor(request.app.state.printers, draw)
    name = quote(f"{found.place[1]}预案覆盖情况{found.as_of}.{face}", safe="")
    return Response(
        content,
        media_type=FILES[face],
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}"},
    )


HANDLERS = (coverage_page, coverage_file)


def matrix(found: Report[Told]) -> tuple[tuple[tuple[str, str], ...], tuple[Row, ...]]:
    """The columns (kind, title) that have cells, and the rows with the gravest first."""
    columns = tuple(dict.fromkeys((v.kind, v.title) for v in found.verdicts))
    units = {v.unit.id: v.unit for v in found.verdicts}
    cells = {(v.unit.id, v.kind): v for v in found.verdicts}
    rows = [Row(unit, tuple(cells.get((unit.id, kind)) for kind, _ in columns)) for unit in units.values()]
    return columns, tuple(sorted(rows, key=_gravity))


def _reminded(r: Reading, shown: tuple[Told, ...]) -> dict[tuple[int, str], Reminder]:
    """The last time somebody was reminded of each cell listed."""
    units = {verdict.unit.id for verdict in shown}
    return {(one.unit_id, one.kind): one for one in reminders(r, units)} if units else {}


def _draw(
    visit: Visit, under: str, kind: str, as_of: str, known_on: str, form: str
) -> tuple[Report[Told], bytes]:
    _, found, _ = ask(visit, under, kind, as_of, known_on)
    content = drawn(found, form)
    if isinstance(content, str):
        content = ("\ufeff" + content).encode()
    return found, content


def groupings(found: Report[Told]) -> dict[str, str]:
    """What the cells can be grouped by here: more than one township, one county and so on."""
    return {name: title for name, (title, _) in GROUPS.items() if len(groups_of(found, name)) > 1}


def _worst_first(groups: Mapping[tuple[str, str], Totals]) -> dict[tuple[str, str], Totals]:
    return dict(sorted(groups.items(), key=lambda item: _lacks(item[1])))


def _lacks(sums: Totals) -> tuple[int, int, int]:
    return sums.have - sums.expected, sums.timely - sums.have, sums.usable - sums.timely


def _gravity(row: Row) -> tuple[list[int], str]:
    worst = [cell.worst for cell in row.cells if cell]
    return [-worst.count(colour) for colour in ("red", "amber", "grey")], row.unit.code


def ask(
    visit: Visit, under: str, kind: str, as_of: str, known_on: str
) -> tuple[Unit, Report[Told], Mapping[str, str]]:
    on: date = day("as_of", as_of) or visit.today
    with visit.database.reading() as r:
        place = place_asked(r, visit, under, on)
        found = report(
            r,
            visit.person(),
            unit=place,
            kind=kind or None,
            as_of=on,
            known_on=day("known_on", known_on),
            today=visit.today,
            computed_at=visit.at,
        )
        return place, found, kinds(r)


def _filter(show: str) -> Callable[[Told], bool] | None:
    if show in STATUSES:
        return lambda verdict: verdict.status == show
    return FILTERS[show][1] if show in FILTERS else None


def _shown_as(show: str) -> str:
    if show in FILTERS:
        return FILTERS[show][0]
    return next((label for status, (label, _, _) in STATUSES.items() if status == show), "")
