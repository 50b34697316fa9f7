"""Controlled copies: handed out, printed, taken back, and the list of those that must come back."""

from dataclasses import dataclass
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency, Provide

from yingji.desk import copies as desk
from yingji.desk.answers import CopyLine
from yingji.errors import Usage
from yingji.plans.reading import parse
from yingji.units.queries import find_unit
from yingji.web.asked import place_asked
from yingji.web.operations import SendsEnds, SendsHolders
from yingji.web.params import FromPath, FromQuery, Kind, Number, UnitCode, day
from yingji.web.printing import PDF, answer_copy
from yingji.web.spec import errors
from yingji.web.uploading import Sent, read_document
from yingji.web.visit import Visit

COPIES = "/api/plans/{unit:str}/{kind:str}/versions/{number:int}/copies"
SMALL = 64 * 1024


@dataclass(frozen=True, slots=True)
class Ended:
    """The copies that were still out and are no longer."""

    copies: tuple[int, ...]
    outcome: str


@get(
    "/api/plans/{unit:str}/{kind:str}/copies", tags=["print"], responses=errors(403, 404), sync_to_thread=True
)
def copies(visit: NamedDependency[Visit], unit: UnitCode, kind: Kind) -> tuple[CopyLine, ...]:
    """Every controlled copy of the plan, newest version first."""
    with visit.database.reading() as r:
        place = find_unit(r, unit, visit.today)
        return desk.copies(r, visit.person(), unit=place, kind=kind, on=visit.today)


@post(
    COPIES,
    tags=["print"],
    operation_class=SendsHolders,
    request_max_body_size=SMALL,
    dependencies={"sent": Provide(read_document)},
    responses=errors(400, 403, 404, 409, 413),
    sync_to_thread=True,
)
def hand_out(
    visit: NamedDependency[Visit], sent: NamedDependency[Sent], unit: UnitCode, kind: Kind, number: Number
) -> tuple[CopyLine, ...]:
    """Register a copy for each holder; who has one of the edition already keeps its number."""
    said = parse(sent.content)
    holders = said.get("holders")
    if not isinstance(holders, list) or not all(isinstance(name, str) for name in holders):
        raise Usage('请写明 holders，例如 {"holders": ["石槽集乡派出所"], "edition": "full"}。')
    with visit.database.writing() as w:
        return desk.hand_out(
            w,
            visit.person(),
            visit.at,
            unit=find_unit(w, unit, visit.today),
            kind=kind,
            number=number,
            edition=_text(said, "edition") or "full",
            holders=holders,
            on=day("on", _text(said, "on")),
        )


@post(
    COPIES + "/ends",
    tags=["print"],
    status_code=200,
    operation_class=SendsEnds,
    request_max_body_size=SMALL,
    dependencies={"sent": Provide(read_document)},
    responses=errors(400, 403, 404, 409, 413),
    sync_to_thread=True,
)
def take_back(
    visit: NamedDependency[Visit], sent: NamedDependency[Sent], unit: UnitCode, kind: Kind, number: Number
) -> Ended:
    """Note copies as returned, destroyed or lost."""
    said = parse(sent.content)
    numbers = said.get("copies")
    if not isinstance(numbers, list) or not all(type(one) is int for one in numbers):
        raise Usage('请写明 copies，例如 {"copies": [1, 3], "outcome": "returned", "by_name": "张三"}。')
    outcome = _text(said, "outcome")
    with visit.database.writing() as w:
        ended = desk.take_back(
            w,
            visit.person(),
            visit.at,
            unit=find_unit(w, unit, visit.today),
            kind=kind,
            number=number,
            copies=numbers,
            outcome=outcome,
            by_name=_text(said, "by_name"),
            on=day("on", _text(said, "on")),
        )
    return Ended(ended, outcome)


@get(COPIES + "/{copy:int}/print", tags=["print"], media_type=PDF, responses=errors(403, 404, 409, 422))
async def print_copy(
    request: Request[Any, Any, Any],
    visit: NamedDependency[Visit],
    unit: UnitCode,
    kind: Kind,
    number: Number,
    copy: FromPath[int],
) -> Response[bytes]:
    """The PDF of a registered copy, its number and holder on every page."""
    return await answer_copy(request, visit, unit, kind, number, copy)


@get("/api/recall", tags=["print"], responses=errors(403, 404), sync_to_thread=True)
def recall(
    visit: NamedDependency[Visit], under: FromQuery[str] = "", kind: FromQuery[str] = ""
) -> tuple[CopyLine, ...]:
    """Copies under a place (default: one's own) that are out though their version is void."""
    with visit.database.reading() as r:
        place = place_asked(r, visit, under, visit.today)
        return desk.recall(r, visit.person(), under=place, kind=kind or None, on=visit.today)


HANDLERS = (copies, hand_out, take_back, print_copy, recall)


def _text(said: dict[str, Any], name: str) -> str:
    value = said.get(name) or ""
    if not isinstance(value, str):
        raise Usage(f"「{name}」应为文字。")
    return value.strip()
