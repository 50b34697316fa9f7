"""Plans: list, show, history, differences, print, upload."""

from typing import Annotated, Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency, Provide
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import HeaderParameter

from yingji.desk.answers import DiffLine, PlanLine, Shown, Uploaded, VersionLine
from yingji.desk.example import example_for
from yingji.desk.folder import diff, history, show
from yingji.desk.listing import list_plans
from yingji.errors import NotFound
from yingji.plans.queries import check_kind
from yingji.units.queries import find_unit
from yingji.web.asked import place_asked
from yingji.web.operations import SendsDocument
from yingji.web.params import Day, FromQuery, Kind, Number, UnitCode, day
from yingji.web.printing import PDF, PrintQuestion, answer_print
from yingji.web.spec import errors
from yingji.web.uploading import LARGEST_BODY, Sent, base_of, read_document, take_in
from yingji.web.visit import Visit

Base = Annotated[
    str,
    HeaderParameter(name="If-Match", description="修改所依据的内容摘要（digest）；已被更新时回答 412"),
]


@get("/api/plans", tags=["plans"], responses=errors(403, 404, 409), sync_to_thread=True)
def plans(
    visit: NamedDependency[Visit],
    under: FromQuery[str] = "",
    kind: FromQuery[str] = "",
    status: FromQuery[str] = "",
    q: FromQuery[str] = "",
    as_of: Day = "",
) -> tuple[PlanLine, ...]:
    """Plans under a place (default: one's own): the version in force on the day, else the newest."""
    on = day("as_of", as_of) or visit.today
    with visit.database.reading() as r:
        if kind:
            check_kind(r, kind)
        place = place_asked(r, visit, under, on)
        return list_plans(r, visit.person(), under=place, on=on, kind=kind or None, state=status or None, q=q)


@get(
    "/api/plans/{unit:str}/{kind:str}",
    tags=["plans"],
    responses=errors(403, 404, 409),
    sync_to_thread=True,
)
def plan(visit: NamedDependency[Visit], unit: UnitCode, kind: Kind, as_of: Day = "") -> Shown:
    """The version in force on a day, else the newest; restricted parts only for who may read them."""
    return _show(visit, unit, kind, None, as_of)


@get(
    "/api/plans/{unit:str}/{kind:str}/versions",
    tags=["plans"],
    responses=errors(403, 404, 409),
    sync_to_thread=True,
)
def versions(visit: NamedDependency[Visit], unit: UnitCode, kind: Kind) -> tuple[VersionLine, ...]:
    """Every version with its acts and files, newest first."""
    with visit.database.reading() as r:
        place = find_unit(r, unit, visit.today)
        return history(r, visit.person(), unit=place, kind=kind, on=visit.today)


@get(
    "/api/plans/{unit:str}/{kind:str}/versions/{number:int}",
    tags=["plans"],
    responses=errors(403, 404, 409),
    sync_to_thread=True,
)
def version(
    visit: NamedDependency[Visit], unit: UnitCode, kind: Kind, number: Number, as_of: Day = ""
) -> Shown:
    """One version with its days and document."""
    return _show(visit, unit, kind, number, as_of)


@get(
    "/api/plans/{unit:str}/{kind:str}/versions/{number:int}/document",
    tags=["plans"],
    responses=errors(403, 404, 409),
    sync_to_thread=True,
)
def document(visit: NamedDependency[Visit], unit: UnitCode, kind: Kind, number: Number) -> dict[str, Any]:
    """The plan document alone; send its ``digest`` back as If-Match when uploading a change."""
    shown = _show(visit, unit, kind, number, "")
    if shown.document is None:
        raise NotFound("这一版只有盖章扫描件，没有可读的内容。")
    return dict(shown.document)


@get(
    "/api/plans/{unit:str}/{kind:str}/versions/{old:int}/diff/{new:int}",
    tags=["plans"],
    responses=errors(403, 404, 409),
    sync_to_thread=True,
)
def difference(
    visit: NamedDependency[Visit], unit: UnitCode, kind: Kind, old: Number, new: Number
) -> tuple[DiffLine, ...]:
    """What changed between two versions, in words."""
    with visit.database.reading() as r:
        place = find_unit(r, unit, visit.today)
        return diff(r, visit.person(), unit=place, kind=kind, on=visit.today, old=old, new=new)


@get(
    "/api/plans/{unit:str}/{kind:str}/example",
    tags=["plans"],
    responses=errors(403, 404, 409),
    sync_to_thread=True,
)
def example(visit: NamedDependency[Visit], unit: UnitCode, kind: Kind) -> dict[str, Any]:
    """A complete, valid document for the unit, to start from."""
    with visit.database.reading() as r:
        return example_for(r, find_unit(r, unit, visit.today), kind, visit.today)


@get(
    "/api/plans/{unit:str}/{kind:str}/print",
    tags=["print"],
    media_type=PDF,
    responses=errors(403, 404, 409, 422),
)
async def print_in_force(
    request: Request[Any, Any, Any],
    visit: NamedDependency[Visit],
    unit: UnitCode,
    kind: Kind,
    edition: FromQuery[str] = "full",
    as_of: Day = "",
) -> Response[bytes]:
    """The PDF of the version in force on the day, with ETag; 409 with the reason where nothing is."""
    return await answer_print(request, visit, PrintQuestion(unit, kind, edition, as_of))


@get(
    "/api/plans/{unit:str}/{kind:str}/versions/{number:int}/print",
    tags=["print"],
    media_type=PDF,
    responses=errors(403, 404, 409, 422),
)
async def print_version(
    request: Request[Any, Any, Any],
    visit: NamedDependency[Visit],
    unit: UnitCode,
    kind: Kind,
    number: Number,
    edition: FromQuery[str] = "full",
    as_of: Day = "",
    draft: FromQuery[bool] = False,
) -> Response[bytes]:
    """The PDF of one version, marked with what it is on that day; drafts only with ``draft=true``."""
    return await answer_print(request, visit, PrintQuestion(unit, kind, edition, as_of, number, draft))


@post(
    "/api/plans/{unit:str}/{kind:str}/versions",
    tags=["plans"],
    request_max_body_size=LARGEST_BODY,
    operation_class=SendsDocument,
    dependencies={"sent": Provide(read_document)},
    responses={
        200: ResponseSpec(
            Uploaded,
            description="内容相同，或只检查（dry_run），或存为草稿（keep）：没有新的版本",
            generate_examples=False,
        ),
        **errors(403, 404, 409, 412, 413, 415, 422),
    },
    sync_to_thread=True,
)
def upload(
    visit: NamedDependency[Visit],
    sent: NamedDependency[Sent],
    unit: UnitCode,
    kind: Kind,
    if_match: Base = "",
    dry_run: FromQuery[bool] = False,
    keep: FromQuery[bool] = False,
) -> Response[Uploaded]:
    """Upload a document: 201 stored as the next version, 200 same content, 422 with every problem."""
    receipt = take_in(visit, unit, kind, sent, base=base_of(if_match), keep=keep, dry_run=dry_run)
    return Response(receipt, status_code=201 if receipt.created else 200)


HANDLERS = (
    plans,
    plan,
    versions,
    version,
    document,
    difference,
    example,
    print_in_force,
    print_version,
    upload,
)


def _show(visit: Visit, unit: str, kind: str, number: int | None, as_of: str) -> Shown:
    on = day("as_of", as_of) or visit.today
    with visit.database.reading() as r:
        place = find_unit(r, unit, on)
        return show(r, visit.person(), unit=place, kind=kind, on=on, base_url=visit.base_url, number=number)
