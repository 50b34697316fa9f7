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
from yingji.coverage.queries.months import MONTHS
from yingji.coverage.report import GROUPS, Report, groups_of
from yingji.coverage.status import STATUSES
from yingji.coverage.told import Told
from yingji.coverage.totals import Totals
from yingji.db import Reading
from yingji.desk.audit import report
from yingji.desk.reports import Question, drawn, trend
from yingji.desk.supervise import place_of
from yingji.errors import Usage
from yingji.plans.queries import check_kind, kinds
from yingji.units.queries import Unit, ancestors, find_unit
from yingji.web.chart import COLOURS, NARROW, WIDTH, Point, trend_svg
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
) -> Response[str]:
    """The head line, the matrix of units and kinds with the gravest first, and what could not be checked."""
    place, found, titles = ask(visit, under, kind, as_of, known_on)
    wanted = _filter(show)
    shown = tuple(filter(wanted, found.worst_first())) if wanted else None
    columns, rows = matrix(found)
    with visit.database.reading() as r:
        scope = visible(visit.person())
        above = tuple(u for u in ancestors(r, place, found.as_of) if scope.covers(u.path))
        reminded = _reminded(r, shown or ())
    return page(
        "coverage",
        frame(visit, f"{place.name} · 覆盖情况", "coverage"),
        place=place,
        report=found,
        columns=columns,
        rows=rows,
        asked=Asked(place.code, kind, as_of, known_on, show, group),
        groups=_worst_first(groups_of(found, group)) if group else None,
        groupings=groupings(found),
        shown=shown,
        above=above,
        reminded=reminded,
        shown_as=_shown_as(show),
        kinds=titles,
        statuses=STATUSES,
        today=visit.today,
    )


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


@page_get("/coverage/trend.svg", media_type="image/svg+xml")
def trend_picture(
    visit: NamedDependency[Visit],
    under: FromQuery[str] = "",
    kind: FromQuery[str] = "",
    as_of: Day = "",
    narrow: FromQuery[bool] = False,
) -> Response[str]:
    """The four numbers at the end of each of the last twelve months; ``narrow``: for a phone."""
    drawn = trend_svg(_trend(visit, under, kind, as_of), NARROW if narrow else WIDTH)
    return Response(drawn, media_type="image/svg+xml")


@page_get("/coverage/trend")
def trend_page(
    visit: NamedDependency[Visit], under: FromQuery[str] = "", kind: FromQuery[str] = "", as_of: Day = ""
) -> Response[str]:
    """The same as a picture and as a table."""
    points = _trend(visit, under, kind, as_of)
    with visit.database.reading() as r:
        place = place_asked(r, visit, under, day("as_of", as_of) or visit.today)
        title = check_kind(r, kind) if kind else "全部预案"
    return page(
        "trend",
        frame(visit, f"{place.name} · 走势", "coverage"),
        place=place,
        title=title,
        points=points,
        asked=Asked(place.code, kind, as_of, "", ""),
    )


HANDLERS = (coverage_page, coverage_file, trend_picture, trend_page)


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


def _trend(visit: Visit, under: str, kind: str, as_of: str) -> tuple[Point, ...]:
    on = day("as_of", as_of) or visit.today
    with visit.database.reading() as r:
        place = place_asked(r, visit, under, on)
        asked = Question(visit.person(), place, kind or None, on, None, visit.today, visit.at)
        ends = trend(r, asked, MONTHS)
    return tuple(Point(end.as_of, *(getattr(end.totals, name) for name in COLOURS)) for end in ends)


def _draw(
    visit: Visit, under: str, kind: str, as_of: str, known_on: str, form: str
) -> tuple[Report[Told], bytes]:
    _, found, _ = ask(visit, under, kind, as_of, known_on)
    content = drawn(found, form)
    if isinstance(content, str):
        content = ("\ufeff" + content).encode()
    return found, content


def place_asked(r: Reading, visit: Visit, under: str, on: date) -> Unit:
    return find_unit(r, under, on) if under else place_of(r, visit.person(), on)


def groupings(found: Report[Told]) -> dict[str, str]:
    """What the cells can be grouped by here: more than one township, one county and so on."""
    return {name: title for name, (title, _) in GROUPS.items() if len(groups_of(found, name)) > 1}


def _worst_first(groups: Mapping[tuple[str, str], Totals]) -> dict[tuple[str, str], Totals]:
    def lacks(item: tuple[tuple[str, str], Totals]) -> tuple[int, int, int]:
        sums = item[1]
        return sums.have - sums.expected, sums.timely - sums.have, sums.usable - sums.timely

    return dict(sorted(groups.items(), key=lacks))


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
