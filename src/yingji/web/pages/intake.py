"""Files handed in: looked through first, then stored, kept as a draft, or handed back marked; and blank ones to take."""

from urllib.parse import quote

from litestar import Response
from litestar.di import NamedDependency
from litestar.response import Redirect

from yingji.access.rights import demand
from yingji.desk.files import Unconfirmed, marked_name
from yingji.desk.intake import KINDS, Intake, look_through, marked_file
from yingji.desk.template import workbook_for
from yingji.desk.word import form_as_word
from yingji.errors import Fault
from yingji.lifecycle.transitions import is_government
from yingji.office.excel.layout import layout
from yingji.office.excel.own_tables import tables_of
from yingji.plans.catalogue import family_for, load
from yingji.plans.queries import check_kind
from yingji.units.queries import Unit, find_unit
from yingji.web.downloading import as_file
from yingji.web.forms import HELD, Form, Upload
from yingji.web.pages.plans import PLAN, upload_again
from yingji.web.params import FromQuery, Kind, UnitCode
from yingji.web.rendering import frame, page
from yingji.web.routes import file_post, form_post, page_get
from yingji.web.uploading import LARGEST_BODY, Sent, choices_in, chosen_in, held_files, hold_on, take_in
from yingji.web.visit import Visit

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@file_post(PLAN + "/check", status_code=200, request_max_body_size=LARGEST_BODY)
def check_here(
    visit: NamedDependency[Visit], form: NamedDependency[Form], unit: UnitCode, kind: Kind
) -> Response[str]:
    """Say what was recognised, what differs and what is to be mended; no version is stored yet."""
    return _checked(visit, form, unit, kind)


@page_get(PLAN + "/check")
def check_held(
    visit: NamedDependency[Visit], unit: UnitCode, kind: Kind, held: FromQuery[str] = ""
) -> Response[str]:
    """The same for a file that waits in the person's tray, by its digest."""
    sent = {"file": held}
    return _checked(visit, Form({HELD + "file": held}, held_files(visit, sent)), unit, kind)


@form_post(PLAN + "/store")
def store_here(
    visit: NamedDependency[Visit], form: NamedDependency[Form], unit: UnitCode, kind: Kind
) -> Response[str]:
    """Store what was looked through: as a version, or as a draft to mend on the page."""
    keep = form.text("do") in {"keep", "fill"}
    try:
        _entitled(visit, unit, kind)
        file = form.file("file")
        receipt = take_in(
            visit,
            unit,
            kind,
            Sent(file.content, file.filename, chosen_in(form)),
            base=form.text("base") or None,
            keep=keep,
        )
    except Fault as fault:
        return upload_again(visit, unit, kind, fault, form)
    if form.text("do") == "fill":
        return Redirect(f"/plans/{quote(unit)}/{kind}/fill", status_code=303)
    done = "kept" if receipt.kept else "upload" if receipt.created else "same"
    return Redirect(f"/plans/{quote(unit)}/{kind}?done={done}", status_code=303)


@form_post(PLAN + "/marked", media_type="application/octet-stream", status_code=200)
def marked_here(
    visit: NamedDependency[Visit], form: NamedDependency[Form], unit: UnitCode, kind: Kind
) -> Response[bytes]:
    """The person's own file back, the places to mend marked in it."""
    place, _ = _entitled(visit, unit, kind)
    file, chosen = form.file("file"), chosen_in(form)
    with visit.database.reading() as r:
        marked = marked_file(
            r, visit.person(), unit=place, kind=kind, content=file.content, on=visit.today, chosen=chosen
        )
    return as_file(marked, marked_name(file.filename or f"{place.name}.xlsx", marked))


@page_get(PLAN + "/template.xlsx", media_type=XLSX)
def template_here(visit: NamedDependency[Visit], unit: UnitCode, kind: Kind) -> Response[bytes]:
    """The Excel file to fill in, with the last version in it."""
    with visit.database.reading() as r:
        place = find_unit(r, unit, visit.today)
        title = check_kind(r, kind)
        content = workbook_for(r, visit.person(), unit=place, kind=kind, on=visit.today)
    return as_file(content, f"{place.short_name}{title}填写表.xlsx", XLSX)


@page_get(PLAN + "/template.docx", media_type=DOCX)
def word_template_here(visit: NamedDependency[Visit], unit: UnitCode, kind: Kind) -> Response[bytes]:
    """The Word file to fill in, with the last version in it."""
    with visit.database.reading() as r:
        place = find_unit(r, unit, visit.today)
        title = check_kind(r, kind)
        content = form_as_word(r, visit.person(), unit=place, kind=kind, on=visit.today)
    return as_file(content, f"{place.short_name}{title}填写件.docx", DOCX)


HANDLERS = (check_here, check_held, store_here, marked_here, template_here, word_template_here)


def _entitled(visit: Visit, unit: str, kind: str) -> tuple[Unit, str]:
    """The unit and what the kind is called; refuses whoever hands in nothing there, before a file is looked at."""
    with visit.database.reading() as r:
        place, title = find_unit(r, unit, visit.today), check_kind(r, kind)
    demand(visit.person(), "plan.upload", place.path, is_township=is_government(place))
    return place, title


def _checked(visit: Visit, form: Form, unit: str, kind: str) -> Response[str]:
    try:
        place, title = _entitled(visit, unit, kind)
        file, chosen = form.file("file"), chosen_in(form)
        with visit.database.reading() as r:
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
        held=hold_on(visit, file),
        base=_base(found, form),
        choices=choices_in(form),
    )


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
        held=hold_on(visit, file),
        base=form.text("base"),
    )


def _base(found: Intake, form: Form) -> str:
    """What the file was written from, as far as it says; else what the page showed when it was chosen."""
    opened = found.prepared.opened
    return (opened.harvest.base if opened else "") or form.text("base")
