"""Taking a plan document in, from a script or from a form: read, check, and only then store."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from litestar import Request
from litestar.concurrency import sync_to_thread

from yingji.desk.answers import Uploaded
from yingji.desk.files import original
from yingji.desk.procedure import LARGEST_FILE
from yingji.desk.upload import admit, prepare, rehearsed, store
from yingji.office.excel.own_tables import NOTHING_CHOSEN, Chosen
from yingji.tray.actions import hold
from yingji.tray.queries import held
from yingji.units.queries import find_unit
from yingji.web.forms import Form, Upload, read_form
from yingji.web.session import visit_of
from yingji.web.visit import Visit

LARGEST_BODY = LARGEST_FILE + 64 * 1024
"""A file in a form has a little around it; the file itself is measured when it is read."""

_CHOICE = re.compile(r"(?:sheet|table|was)-[0-9]{1,3}|column-[0-9]{1,3}-[0-9]{1,5}|confirmed")


@dataclass(frozen=True, slots=True)
class Sent:
    """A document as it came; ``filename`` is empty where none was said."""

    content: bytes
    filename: str = ""
    chosen: Chosen = NOTHING_CHOSEN


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
    prepared = prepare(
        sent.content, on=visit.today, unit=unit, kind=kind, base=base_document, chosen=sent.chosen
    )
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


def choices_in(form: Form) -> dict[str, str]:
    """The fields of a form that say what tables of one's own are, to be sent along once more."""
    return {name: text for name, text in form.fields.items() if _CHOICE.fullmatch(name)}


def chosen_in(form: Form) -> Chosen:
    """What a form says of tables of one's own: sheets by number, their tables and the fields of columns.

    Columns chosen for another table than the sheet is now said to be count for nothing.
    """
    sheets = {name[6:]: text for name, text in form.fields.items() if name.startswith("sheet-")}
    columns = {}
    for name, text in form.fields.items():
        _, number, column = (*name.split("-"), "", "")[:3]
        stands = form.text(f"was-{number}") == form.text(f"table-{number}")
        if name.startswith("column-") and number in sheets and column.isdecimal() and stands:
            columns[sheets[number], int(column)] = text
    tables = {
        sheet: form.text(f"table-{number}")
        for number, sheet in sheets.items()
        if f"table-{number}" in form.fields
    }
    return Chosen(tables, columns, form.text("confirmed") == "yes")


async def provide_form(request: Request[Any, Any, Any]) -> Form:
    """The dependency ``form`` of every handler; files that wait in the person's tray are in it as if just sent."""
    form = await read_form(request)
    if not form.held:
        return form
    waiting = await sync_to_thread(held_files, await visit_of(request), form.held)
    return replace(form, files={**waiting, **form.files})


def held_files(visit: Visit, digests: Mapping[str, str]) -> dict[str, Upload]:
    """By field the files of the person's tray with these digests; those past their time are left out."""
    found = {}
    with visit.database.reading() as r:
        for name, digest in digests.items():
            if (waiting := held(r, visit.person(), digest, visit.at)) is not None:
                found[name] = Upload(waiting.filename, waiting.content)
    return found


def hold_on(visit: Visit, file: Upload) -> str:
    """Put a file into the person's tray for the page to come; returns its digest."""
    with visit.database.writing() as w:
        return hold(w, visit.person(), visit.at, filename=file.filename, content=file.content)
