"""Many plan files at once: a zip looked through in a table, what nobody claims matched by hand, then one tick."""

from litestar import Response, get, post
from litestar.di import NamedDependency

from yingji.access.rights import demand
from yingji.desk.batch import Batch, FileRow, zipped
from yingji.desk.supervise import place_of
from yingji.errors import Fault, Forbidden, TooLarge
from yingji.lifecycle.transitions import is_government
from yingji.plans.catalogue import FAMILY_FOR
from yingji.plans.queries import check_kind, kinds
from yingji.units.queries import Unit, units_under
from yingji.web.forms import Form
from yingji.web.operations import SendsFileForm
from yingji.web.pages.intake import handed_in
from yingji.web.problems import details
from yingji.web.rendering import frame, page
from yingji.web.spec import page_errors
from yingji.web.uploading import LARGEST_BODY, carried
from yingji.web.visit import Visit

MOST_FILES = 200
CARRIED = 12 * 1024 * 1024
"""A larger zip is not carried from the table to the tick; it is chosen once more."""


@get("/upload", media_type="text/html", responses=page_errors(403, 409), sync_to_thread=True)
def many_page(visit: NamedDependency[Visit]) -> Response[str]:
    """Choose a zip and the kind of plan in it."""
    return _page(visit, Form())


@post(
    "/upload",
    media_type="text/html",
    status_code=200,
    operation_class=SendsFileForm,
    request_max_body_size=LARGEST_BODY,
    responses=page_errors(400, 403, 409, 413, 415, 422),
    sync_to_thread=True,
)
def many_here(visit: NamedDependency[Visit], form: NamedDependency[Form]) -> Response[str]:
    """Look through every file; with ``do=store`` also store each that can be, in a transaction of its own."""
    try:
        batch = _batch(visit, form)
        file = handed_in(form)
        rows = _rows(visit, batch, file.content, is_stored=form.text("do") == "store", keep=form.text("keep") == "yes")
    except Forbidden:
        raise
    except Fault as fault:
        return _page(visit, form, fault=fault)
    return _page(visit, form, rows=rows, filename=file.filename, held=carried(file.content, CARRIED))


HANDLERS = (many_page, many_here)


def _batch(visit: Visit, form: Form) -> Batch:
    units = _units(visit)
    with visit.database.reading() as r:
        check_kind(r, form.text("kind"))
    return Batch(units, form.text("kind"), visit.today, _given(form))


def _given(form: Form) -> dict[str, str]:
    """By a file's name the unit somebody said it belongs to."""
    named = {name[5:]: text for name, text in form.fields.items() if name.startswith("file-")}
    return {file: form.text(f"unit-{number}") for number, file in named.items() if form.text(f"unit-{number}")}


def _units(visit: Visit) -> list[Unit]:
    with visit.database.reading() as r:
        place = place_of(r, visit.person(), visit.today)
        demand(visit.person(), "plan.upload", place.path, is_township=is_government(place))
        return [unit for unit in units_under(r, place.id, visit.today) if unit.kind in FAMILY_FOR]


def _rows(visit: Visit, batch: Batch, content: bytes, *, is_stored: bool, keep: bool) -> list[FileRow]:
    rows, entries = [], list(zipped(content))
    if len(entries) > MOST_FILES:
        raise TooLarge(f"压缩包里有 {len(entries)} 份文件，网页上一次最多 {MOST_FILES} 份。请分几次上传。")
    for entry in entries:
        with visit.database.reading() as r:
            looked = batch.look(r, visit.person(), entry)
        if looked.fault is not None:
            rows.append(looked.row)
            continue
        try:
            with visit.database.writing(dry_run=not is_stored) as w:
                taken = batch.take(w, visit.person(), visit.at, looked, keep=keep)
            rows.append(taken if is_stored else looked.row)
        except Fault as fault:
            rows.append(looked.refused(fault))
    return rows


def _page(
    visit: Visit,
    form: Form,
    *,
    rows: list[FileRow] | None = None,
    filename: str = "",
    held: str = "",
    fault: Fault | None = None,
) -> Response[str]:
    with visit.database.reading() as r:
        titles = kinds(r)
    return page(
        "many",
        frame(visit, "一次上传很多份", "plans"),
        status=fault.status if fault else 200,
        kinds=titles,
        kind=form.text("kind"),
        units=_units(visit),
        fault=details(fault) if fault else None,
        rows=rows or [],
        filename=filename,
        held=held,
        is_stored=form.text("do") == "store",
        given=_given(form),
    )
