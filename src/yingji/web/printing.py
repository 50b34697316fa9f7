"""A PDF over HTTP: drawn in a small pool of its own, not sent again to who has the same bytes."""

import asyncio
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from litestar import Request, Response

from yingji.desk.answers import Printed
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
    printers = getattr(request.app.state, "printers", None)
    printed = await asyncio.get_running_loop().run_in_executor(printers, _draw, visit, question)
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
