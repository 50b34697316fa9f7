"""Taking a plan document in, from a script or from a form: read, check, and only then store."""

from dataclasses import dataclass
from typing import Any

from litestar import Request

from yingji.desk.answers import Uploaded
from yingji.desk.files import original
from yingji.desk.procedure import LARGEST_FILE
from yingji.desk.upload import admit, prepare, rehearsed, store
from yingji.units.queries import find_unit
from yingji.web.forms import read_form
from yingji.web.visit import Visit

LARGEST_BODY = LARGEST_FILE + 64 * 1024
"""A file in a form has a little around it; the file itself is measured when it is read."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A document as it came; ``filename`` is empty where none was said."""

    content: bytes
    filename: str = ""


async def read_document(request: Request[Any, Any, Any]) -> Sent:
    """The body itself, or the part ``file`` of a form."""
    if request.content_type[0] == "multipart/form-data":
        file = (await read_form(request)).file("file")
        return Sent(file.content, file.filename)
    return Sent(await request.body())


def base_of(if_match: str) -> str | None:
    """The digest in an If-Match header; None for none, or for ``*``."""
    text = if_match.strip().removeprefix("W/").strip('"')
    return None if text in ("", "*") else text


def take_in(
    visit: Visit,
    code: str,
    kind: str,
    sent: Sent,
    *,
    base: str | None = None,
    keep: bool = False,
    dry_run: bool = False,
) -> Uploaded:
    """Check the document and store it in one transaction; ``dry_run`` stores nothing.

    Raises ``Forbidden`` before the document is read, then what ``prepare`` and ``store`` raise.
    """
    actor = visit.person()
    with visit.database.reading() as r:
        unit = find_unit(r, code, visit.today)
        base_document = admit(r, actor, unit, kind)
    prepared = prepare(sent.content, on=visit.today, unit=unit, kind=kind, base=base_document)
    with visit.database.writing(dry_run=dry_run) as w:
        result = store(
            w,
            actor,
            visit.at,
            unit=unit,
            kind=kind,
            prepared=prepared,
            base=base,
            keep=keep,
            original=original(sent.filename, sent.content),
        )
    return rehearsed(result) if dry_run else result
