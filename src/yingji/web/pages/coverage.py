"""Who has none, who is out of date, and why: one place, one day."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from litestar import Response, get
from litestar.di import NamedDependency

from yingji.access.rights import demand
from yingji.coverage.examine import Verdict
from yingji.coverage.facts import UnitFacts
from yingji.coverage.report import Report
from yingji.coverage.status import STATUSES
from yingji.coverage.table import as_csv
from yingji.desk.audit import report
from yingji.desk.supervise import place_of
from yingji.plans.queries import check_kind, kinds
from yingji.units.queries import Unit, find_unit
from yingji.web.params import Day, FromQuery, Kind, UnitCode, day
from yingji.web.rendering import frame, page
from yingji.web.spec import page_errors
from yingji.web.visit import Visit

FILTERS: dict[str, tuple[str, Callable[[Verdict], bool]]] = {
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
    cells: tuple[Verdict | None, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page was asked, and how to ask it a little differently."""

    under: str
    kind: str
    as_of: str
    known_on: str
    show: str

    def link(self, **changed: str) -> str:
        """The query with some answers changed; empty ones are left out."""
        asked = {
            "under": self.under,
            "kind": self.kind,
            "as_of": self.as_of,
            "known_on": self.known_on,
            "show": self.show,
            **changed,
        }
        return urlencode({name: value for name, value in asked.items() if value})


@get("/coverage", media_type="text/html", responses=page_errors(403, 404, 409), sync_to_thread=True)
def coverage_page(
    visit: NamedDependency[Visit],
    under: FromQuery[str] = "",
    kind: FromQuery[str] = "",
    as_of: Day = "",
    known_on: Day = "",
    show: FromQuery[str] = "",
) -> Response[str]:
    """The head line, the matrix of units and kinds with the gravest first, and what could not be checked."""
    place, found, titles = _ask(visit, under, kind, as_of, known_on)
    wanted = _filter(show)
    columns, rows = matrix(found)
    return page(
        "coverage",
        frame(visit, f"{place.name} · 覆盖情况", "coverage"),
        place=place,
        report=found,
        columns=columns,
        rows=rows,
        asked=Asked(place.code, kind, as_of, known_on, show),
        shown=tuple(filter(wanted, found.worst_first())) if wanted else None,
        shown_as=_shown_as(show),
        kinds=titles,
        statuses=STATUSES,
        today=visit.today,
    )


@get("/coverage/csv", media_type="text/csv", responses=page_errors(403, 404, 409), sync_to_thread=True)
def coverage_file(
    visit: NamedDependency[Visit],
    under: FromQuery[str] = "",
    kind: FromQuery[str] = "",
    as_of: Day = "",
    known_on: Day = "",
) -> Response[str]:
    """The same report as a file a spreadsheet opens."""
    place, found, _ = _ask(visit, under, kind, as_of, known_on)
    name = f"coverage-{place.code.encode('ascii', 'ignore').decode()}-{found.as_of}.csv"
    return Response(
        "\ufeff" + as_csv(found),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@get(
    "/coverage/cell/{unit:str}/{kind:str}",
    media_type="text/html",
    responses=page_errors(403, 404, 409),
    sync_to_thread=True,
)
def cell_page(
    visit: NamedDependency[Visit], unit: UnitCode, kind: Kind, as_of: Day = "", known_on: Day = ""
) -> Response[str]:
    """Why one cell is what it is: findings with their basis, the evidence, what clears it, since when."""
    place, found, titles = _ask(visit, unit, kind, as_of, known_on)
    with visit.database.reading() as r:
        check_kind(r, kind)
        demand(visit.person(), "plan.read", place.path)
    return page(
        "cell",
        frame(visit, f"{place.name} · {titles[kind]} · 为什么", "coverage"),
        place=place,
        kind=kind,
        kind_title=titles[kind],
        verdict=next((v for v in found.verdicts if v.unit.id == place.id), None),
        report=found,
        as_of=as_of,
        known_on=known_on,
    )


HANDLERS = (coverage_page, coverage_file, cell_page)


def matrix(found: Report) -> tuple[tuple[tuple[str, str], ...], tuple[Row, ...]]:
    """The columns (kind, title) that have cells, and the rows with the gravest first."""
    columns = tuple(dict.fromkeys((v.kind, v.title) for v in found.verdicts))
    units = {v.unit.id: v.unit for v in found.verdicts}
    cells = {(v.unit.id, v.kind): v for v in found.verdicts}
    rows = [Row(unit, tuple(cells.get((unit.id, kind)) for kind, _ in columns)) for unit in units.values()]
    return columns, tuple(sorted(rows, key=_gravity))


def _gravity(row: Row) -> tuple[list[int], str]:
    worst = [cell.worst for cell in row.cells if cell]
    return [-worst.count(colour) for colour in ("red", "amber", "grey")], row.unit.code


def _ask(
    visit: Visit, under: str, kind: str, as_of: str, known_on: str
) -> tuple[Unit, Report, Mapping[str, str]]:
    on: date = day("as_of", as_of) or visit.today
    with visit.database.reading() as r:
        place = find_unit(r, under, on) if under else place_of(r, visit.person(), on)
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


def _filter(show: str) -> Callable[[Verdict], bool] | None:
    if show in STATUSES:
        return lambda verdict: verdict.status == show
    return FILTERS[show][1] if show in FILTERS else None


def _shown_as(show: str) -> str:
    if show in FILTERS:
        return FILTERS[show][0]
    return next((label for status, (label, _, _) in STATUSES.items() if status == show), "")
