"""Taking a plan document in, from a script or from a form: read, check, and only then store."""

from dataclasses import dataclass
from typing import Any

from litestar import Request

from yingji.access.rights import Actor
from yingji.desk.answers import Uploaded
from yingji.desk.procedure import LARGEST_FILE
from yingji.desk.upload import Prepared, admit, prepare, store
from yingji.errors import Invalid
from yingji.units.queries import Unit, find_unit
from yingji.web.forms import read_form
from yingji.web.visit import Visit

LARGEST_BODY = LARGEST_FILE + 64 * 1024
"""A file in a form has a little around it; the file itself is measured when it is read."""


@dataclass(frozen=True, slots=True)
class Sent:
    """The bytes of a document as they came."""

    content: bytes


async def read_document(request: Request[Any, Any, Any]) -> Sent:
    """The body itself, or the part ``file`` of a form."""
    if request.content_type[0] == "multipart/form-data":
        return Sent((await read_form(request)).file("file").content)
    return Sent(await request.body())


def base_of(if_match: str) -> str | None:
    """The digest in an If-Match header; None for none, or for ``*``."""
    text = if_match.strip().removeprefix("W/").strip('"')
    return None if text in ("", "*") else text


def take_in(
    visit: Visit,
    code: str,
    kind: str,
    content: bytes,
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
    prepared = prepare(content, on=visit.today, unit=unit, kind=kind, base=base_document)
    if dry_run:
        return _checked(unit, kind, prepared)
    return _store(visit, actor, unit, kind, prepared, base, keep)


def _store(
    visit: Visit, actor: Actor, unit: Unit, kind: str, prepared: Prepared, base: str | None, keep: bool
) -> Uploaded:
    with visit.database.writing() as w:
        return store(w, actor, visit.at, unit=unit, kind=kind, prepared=prepared, base=base, keep=keep)


def _checked(unit: Unit, kind: str, prepared: Prepared) -> Uploaded:
    if prepared.must:
        raise Invalid(f"有 {len(prepared.must)} 处必须改。只做了检查，什么都没有存入。", prepared.problems)
    return Uploaded(unit.code, kind, None, None, None, False, False, prepared.tidied, prepared.problems)

