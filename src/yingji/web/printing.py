"""A PDF over HTTP: drawn in a small pool of its own, not sent again to who has the same bytes."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import quote

from litestar import Request, Response

from yingji.desk.answers import Printed
from yingji.desk.copies import print_copies
from yingji.desk.print import print_plan
from yingji.units.queries import find_unit
from yingji.web.params import day
from yingji.web.visit import Visit

PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class PrintQuestion:
    """Which plan, which face of it, as of which day."""

    unit: str
    kind: str
    edition: str = "full"
    as_of: str = ""
    number: int | None = None
    draft: bool = False


async def answer_print(
    request: Request[Any, Any, Any], visit: Visit, question: PrintQuestion
) -> Response[bytes]:
    """The PDF, or 304 when If-None-Match names it."""
    return await _answer(request, partial(_draw, visit, question))


async def answer_copy(
    request: Request[Any, Any, Any], visit: Visit, unit: str, kind: str, number: int, copy: int
) -> Response[bytes]:
    """The PDF of a registered copy, or 304."""
    return await _answer(request, partial(_draw_copy, visit, unit, kind, number, copy))


async def _answer(request: Request[Any, Any, Any], draw: Callable[[], Printed]) -> Response[bytes]:
    printers = getattr(request.app.state, "printers", None)
    printed = await asyncio.get_running_loop().run_in_executor(printers, draw)
    etag = f'"{printed.etag}"'
    headers = {"ETag": etag, "Cache-Control": "private, no-cache"}
    known = {tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")}
    if etag in known or "*" in known:
        return Response(b"", status_code=304, media_type=PDF, headers=headers)
    headers["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(printed.filename, safe='')}"
    return Response(printed.content, media_type=PDF, headers=headers)


def _draw(visit: Visit, question: PrintQuestion) -> Printed:
    as_of = day("as_of", question.as_of) or visit.today
    with visit.database.reading() as r:
        return print_plan(
            r,
            visit.person(),
            unit=find_unit(r, question.unit, as_of),
            kind=question.kind,
            as_of=as_of,
            edition=question.edition,
            base_url=visit.base_url,
            number=question.number,
            draft=question.draft,
        )


def _draw_copy(visit: Visit, unit: str, kind: str, number: int, copy: int) -> Printed:
    with visit.database.reading() as r:
        place = find_unit(r, unit, visit.today)
        ready = print_copies(
            r, visit.person(), unit=place, kind=kind, number=number, numbers=[copy],
            today=visit.today, base_url=visit.base_url,
        )  # fmt: skip
        return next(printed for _, printed in ready)
