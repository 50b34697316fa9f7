"""Files handed in: looked through first, then stored, kept as a draft, or handed back marked; and blank ones to take."""

import base64
import binascii
from urllib.parse import quote

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect

from yingji.desk.files import Unconfirmed, marked_name
from yingji.desk.intake import KINDS, Intake, look_through, marked_file
from yingji.desk.template import workbook_for
from yingji.desk.word import form_as_word
from yingji.errors import Fault, Usage
from yingji.office.excel.layout import layout
from yingji.office.excel.own_tables import tables_of
from yingji.plans.catalogue import family_for, load
from yingji.plans.queries import check_kind
from yingji.units.queries import Unit, find_unit
from yingji.web.downloading import as_file
from yingji.web.forms import Form, Upload
from yingji.web.operations import SendsFileForm, SendsForm
from yingji.web.pages.plans import PLAN, upload_again
from yingji.web.params import Kind, UnitCode
from yingji.web.rendering import frame, page
from yingji.web.spec import page_errors
from yingji.web.uploading import LARGEST_BODY, Sent, carried, choices_in, chosen_in, take_in
from yingji.web.visit import Visit

CARRIED = 4 * 1024 * 1024
"""A larger file is not carried through the check page; it is chosen once more."""
ERRORS = page_errors(403, 404, 409, 412, 413, 415, 422)
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@post(
    PLAN + "/check",
    media_type="text/html",
    status_code=200,
    operation_class=SendsFileForm,
    request_max_body_size=LARGEST_BODY,
    responses=ERRORS,
    sync_to_thread=True,
)
def check_here(
    visit: NamedDependency[Visit], form: NamedDependency[Form], unit: UnitCode, kind: Kind
) -> Response[str]:
    """Say what was recognised, what differs and what is to be mended; nothing is stored yet."""
    try:
        file, chosen = handed_in(form), chosen_in(form)
        with visit.database.reading() as r:
            place = find_unit(r, unit, visit.today)
            title = check_kind(r, kind)
            found = look_through(
                r, visit.person(), unit=place, kind=kind, content=file.content, on=visit.today, chosen=chosen
            )
    except Unconfirmed as fault:
        return _tables(visit, place, kind, title, file, form, fault)
    except Fault as fault:
        return upload_again(visit, unit, kind, fault, form)
    return page(
        "check",
        frame(visit, f"{place.name}{title}：检查文件", "plans"),
        unit=place,
        kind=kind,
        kind_title=title,
        found=found,
        file_title=KINDS[found.file_kind],
        filename=file.filename,
        carried=carried(file.content, CARRIED),
        base=_base(found, form),
        choices=choices_in(form),
    )


@post(
    PLAN + "/store",
    media_type="text/html",
    status_code=303,
    operation_class=SendsForm,
    request_max_body_size=2 * CARRIED + 64 * 1024,
    responses=ERRORS,
    sync_to_thread=True,
)
def store_here(
    visit: NamedDependency[Visit], form: NamedDependency[Form], unit: UnitCode, kind: Kind
) -> Response[str]:
    """Store what was looked through: as a version, or as a draft to mend on the page."""
    keep = form.text("do") in {"keep", "fill"}
    try:
        receipt = take_in(
            visit,
            unit,
            kind,
            Sent(_content(form), form.text("filename"), chosen_in(form)),
            base=form.text("base") or None,
            keep=keep,
        )
    except Fault as fault:
        return upload_again(visit, unit, kind, fault, form)
    if form.text("do") == "fill":
        return Redirect(f"/plans/{quote(unit)}/{kind}/fill", status_code=303)
    done = "kept" if receipt.kept else "upload" if receipt.created else "same"
    return Redirect(f"/plans/{quote(unit)}/{kind}?done={done}", status_code=303)


@post(
    PLAN + "/marked",
    media_type="application/octet-stream",
    status_code=200,
    operation_class=SendsForm,
    request_max_body_size=2 * CARRIED + 64 * 1024,
    responses=ERRORS,
    sync_to_thread=True,
)
def marked_here(
    visit: NamedDependency[Visit], form: NamedDependency[Form], unit: UnitCode, kind: Kind
) -> Response[bytes]:
    """The person's own file back, the places to mend marked in it."""
    content, chosen = _content(form), chosen_in(form)
    with visit.database.reading() as r:
        place = find_unit(r, unit, visit.today)
        marked = marked_file(
            r, visit.person(), unit=place, kind=kind, content=content, on=visit.today, chosen=chosen
        )
    name = form.text("filename")[-120:] or f"{place.name}.xlsx"
    return as_file(marked, marked_name(name, marked))


@get(PLAN + "/template.xlsx", media_type=XLSX, responses=page_errors(403, 404, 409), sync_to_thread=True)
def template_here(visit: NamedDependency[Visit], unit: UnitCode, kind: Kind) -> Response[bytes]:
    """The Excel file to fill in, with the last version in it."""
    with visit.database.reading() as r:
        place = find_unit(r, unit, visit.today)
        title = check_kind(r, kind)
        content = workbook_for(r, visit.person(), unit=place, kind=kind, on=visit.today)
    return as_file(content, f"{place.short_name}{title}填写表.xlsx", XLSX)


@get(PLAN + "/template.docx", media_type=DOCX, responses=page_errors(403, 404, 409), sync_to_thread=True)
def word_template_here(visit: NamedDependency[Visit], unit: UnitCode, kind: Kind) -> Response[bytes]:
    """The Word file to fill in, with the last version in it."""
    with visit.database.reading() as r:
        place = find_unit(r, unit, visit.today)
        title = check_kind(r, kind)
        content = form_as_word(r, visit.person(), unit=place, kind=kind, on=visit.today)
    return as_file(content, f"{place.short_name}{title}填写件.docx", DOCX)


HANDLERS = (check_here, store_here, marked_here, template_here, word_template_here)


def handed_in(form: Form) -> Upload:
    """The file just chosen, or the one carried from the page before."""
    if form.text("carried"):
        return Upload(form.text("filename"), _content(form))
    return form.file("file")


def _tables(
    visit: Visit, unit: Unit, kind: str, kind_title: str, file: Upload, form: Form, asked: Unconfirmed
) -> Response[str]:
    return page(
        "tables",
        frame(visit, f"{unit.name}{kind_title}：核对您自己的表", "plans"),
        unit=unit,
        kind=kind,
        kind_title=kind_title,
        filename=file.filename,
        tables=asked.tables,
        of_plan=tables_of(layout(load().latest(family_for(unit.kind)))),
        carried=carried(file.content, CARRIED),
        base=form.text("base"),
    )


def _content(form: Form) -> bytes:
    try:
        content = base64.b64decode(form.text("carried"), validate=True)
    except binascii.Error:
        content = b""
    if not content:
        raise Usage("页面里没有文件内容，请重新选择文件。")
    return content


def _base(found: Intake, form: Form) -> str:
    """What the file was written from, as far as it says; else what the page showed when it was chosen."""
    opened = found.prepared.opened
    return (opened.harvest.base if opened else "") or form.text("base")
