"""Coverage: who must hold which plan, who does, and why not."""

from dataclasses import dataclass
from typing import Annotated, Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import QueryParameter

from yingji.coverage.report import as_bytes
from yingji.desk.audit import as_rolled, report, rolled
from yingji.web.asked import place_asked
from yingji.web.params import Day, FromQuery, day
from yingji.web.spec import errors
from yingji.web.visit import Visit

Group = Annotated[str, QueryParameter(description="按 unit、kind 或 status 另给小计")]


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """Where the report looked."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class SourceLine:
    """What a finding stands on. ``certainty`` 待核实 until proofread against the official print."""

    document: str
    number: str
    article: str
    certainty: str


@dataclass(frozen=True, slots=True)
class BesideLine:
    """A place at which two plans say the same, in the words of each."""

    where: str
    own: str
    other: str
    unit_name: str


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One cause for concern; ``severity`` red, amber or grey."""

    code: str
    severity: str
    text: str
    basis: tuple[SourceLine, ...]
    since: str | None
    clears_by: str
    places: tuple[str, ...]
    beside: tuple[BesideLine, ...]


@dataclass(frozen=True, slots=True)
class UncheckedLine:
    """A rule that could not be checked here, and why; never a pass."""

    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class CellLine:
    """One unit × kind on the day asked: exactly one status, its findings, evidence and what clears it."""

    unit: str
    unit_name: str
    unit_kind: str
    path: str
    kind: str
    kind_title: str
    status: str
    status_label: str
    sign: str
    worst: str
    expected: bool
    have: bool
    timely: bool
    usable: bool
    covered: bool
    number: int | None
    edition_no: int | None
    digest: str | None
    issued_on: str | None
    due_on: str | None
    findings: tuple[FindingLine, ...]
    evidence: tuple[str, ...]
    clears_by: str
    not_checked: tuple[UncheckedLine, ...]
    recheck_on: str | None
    inputs: str


@dataclass(frozen=True, slots=True)
class TotalsLine:
    """应有, 已有, 未超期, 可用; ``by_status`` adds up to ``cells``."""

    cells: int
    expected: int
    have: int
    timely: int
    usable: int
    by_status: dict[str, int]


@dataclass(frozen=True, slots=True)
class GroupLine(TotalsLine):
    """The totals of one unit, kind or status."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class PolicyLine:
    """The thresholds the verdicts rest on, and who decided them, with one digest."""

    digest: str
    rows: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class UncheckedTotal:
    """A rule that could not be checked, in how many cells."""

    code: str
    reason: str
    cells: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """The report. Same question, same answer, except ``computed_at``; ``groups`` only when asked."""

    place: PlaceLine
    as_of: str
    known_on: str | None
    forecast: bool
    computed_at: str
    policy: PolicyLine
    inputs: str
    totals: TotalsLine
    cells: tuple[CellLine, ...]
    not_checked: tuple[UncheckedTotal, ...]
    groups: tuple[GroupLine, ...] | None = None


@dataclass(frozen=True, slots=True)
class PartLine(TotalsLine):
    """A place directly below, with its totals."""

    unit: str
    name: str


@dataclass(frozen=True, slots=True)
class Rolled:
    """The totals of a place, and of what lies directly below it."""

    totals: TotalsLine
    parts: tuple[PartLine, ...]


@get(
    "/api/coverage",
    tags=["coverage"],
    responses={
        200: ResponseSpec(Coverage, description="报告", generate_examples=False),
        **errors(403, 404, 409),
    },
    sync_to_thread=True,
)
def coverage(
    visit: NamedDependency[Visit],
    under: FromQuery[str] = "",
    kind: FromQuery[str] = "",
    as_of: Day = "",
    known_on: Day = "",
    group: Group = "",
) -> Response[bytes]:
    """The state of every required plan at and below a place (default: one's own), on any day.

    ``as_of`` may lie ahead: then ``forecast`` is true and nothing new is assumed to happen.
    """
    on = day("as_of", as_of) or visit.today
    with visit.database.reading() as r:
        found = report(
            r,
            visit.person(),
            unit=place_asked(r, visit, under, on),
            kind=kind or None,
            as_of=on,
            known_on=day("known_on", known_on),
            today=visit.today,
            computed_at=visit.at,
        )
    return Response(as_bytes(found, group or None), media_type="application/json")


@get(
    "/api/coverage/totals",
    tags=["coverage"],
    responses={
        200: ResponseSpec(Rolled, description="合计", generate_examples=False),
        **errors(403, 404, 409),
    },
    sync_to_thread=True,
)
def totals(visit: NamedDependency[Visit], under: FromQuery[str] = "") -> Response[dict[str, Any]]:
    """Today's totals of a place (default: one's own) and of everything directly below it, without single cells."""
    with visit.database.reading() as r:
        unit = place_asked(r, visit, under, visit.today)
        found = rolled(r, visit.person(), unit, today=visit.today, at=visit.at)
    return Response(as_rolled(found))


HANDLERS = (coverage, totals)
