"""Many plan files at once: a zip looked through in a table, what nobody claims matched by hand, then one tick."""

from functools import partial
from typing import Any
from urllib.parse import quote

from litestar import Request, Response
from litestar.di import NamedDependency
from litestar.response import Redirect

from yingji.access.rights import demand
from yingji.desk.batch import Batch, FileRow, go_through, handed_in
from yingji.desk.supervise import place_of
from yingji.errors import Fault, Forbidden, NotFound, TooLarge, Unreadable
from yingji.lifecycle.transitions import is_government
from yingji.plans.catalogue import FAMILY_FOR
from yingji.plans.queries import check_kind, kinds
from yingji.tray.actions import begin
from yingji.tray.queries import Run, held, run_of
from yingji.units.queries import Unit, units_under
from yingji.web.batches import taken
from yingji.web.forms import Form, Upload
from yingji.web.params import FromPath
from yingji.web.problems import details
from yingji.web.rendering import frame, page
from yingji.web.routes import file_post, form_post, page_get
from yingji.web.uploading import LARGEST_BODY, hold_on
from yingji.web.visit import Visit

MOST_FILES = 200
UPLOADS = ("look", "store")


@page_get("/upload")
def many_page(visit: NamedDependency[Visit]) -> Response[str]:
    """Choose a zip and the kind of plan in it."""
    return _page(visit, Form())


@file_post("/upload", request_max_body_size=LARGEST_BODY)
def many_here(
    request: Request[Any, Any, Any], visit: NamedDependency[Visit], form: NamedDependency[Form]
) -> Response[str]:
    """Begin to look through every file; with ``do=store`` each that can be is stored as well, with ``do=keep`` the others as drafts."""
    try:
        batch, file = _batch(visit, form), form.file("file")
        files = list(handed_in(file.filename, file.content))
        if len(files) > MOST_FILES:
            raise TooLarge(f"一共有 {len(files)} 份文件，网页上一次最多 {MOST_FILES} 份。请分几次上传。")
        if not files:
            raise Unreadable("压缩包里没有文件。请把各单位的文件放进去，重新压缩再传。")
    except Forbidden:
        raise
    except Fault as fault:
        return _page(visit, form, fault=fault)
    is_stored = form.text("do") in {"store", "keep"}
    keep = form.text("do") == "keep" or form.text("keep") == "yes"
    run_id = _begun(visit, batch, file, what="store" if is_stored else "look", total=len(files))
    state, login = request.app.state, visit.person().login
    take = partial(go_through, visit.database, state.clock, login, batch, is_stored=is_stored, keep=keep)
    state.batches.start(run_id, partial(taken, files, take))
    return Redirect(f"/upload/{run_id}", status_code=303)


@page_get("/upload/{run:int}")
def run_page(visit: NamedDependency[Visit], run: FromPath[int]) -> Response[str]:
    """How far a batch has come and, once it is over, what can be done with it."""
    with visit.database.reading() as r:
        found = run_of(r, visit.person(), run, visit.at, what=UPLOADS)
    return _page(visit, Form({"kind": found.kind}), run=found)


@form_post("/upload/{run:int}/{number:int}")
def alone_here(visit: NamedDependency[Visit], run: FromPath[int], number: FromPath[int]) -> Response[str]:
    """One file of a batch on the check page of its unit's plan, as if it had come alone."""
    with visit.database.reading() as r:
        found = run_of(r, visit.person(), run, visit.at, what=UPLOADS)
        waiting = held(r, visit.person(), found.digest, visit.at)
    if waiting is None:
        raise NotFound("这一批文件没有留住，请重新选择文件。")
    if not (1 <= number <= len(found.done) and found.done[number - 1]["unit"]):
        raise NotFound("这份文件还没有认出是哪个单位的。请先选好单位，再看一遍。")
    file = list(handed_in(waiting.filename, waiting.content))[number - 1]
    digest = hold_on(visit, Upload(file.name, file.content))
    unit = quote(str(found.done[number - 1]["unit"]))
    return Redirect(f"/plans/{unit}/{found.kind}/check?held={digest}", status_code=303)


HANDLERS = (many_page, many_here, run_page, alone_here)


def _batch(visit: Visit, form: Form) -> Batch:
    units = _units(visit)
    with visit.database.reading() as r:
        check_kind(r, form.text("kind"))
    return Batch(units, form.text("kind"), visit.today, _given(form))


def _begun(visit: Visit, batch: Batch, file: Upload, *, what: str, total: int) -> int:
    digest = hold_on(visit, file)
    with visit.database.writing() as w:
        return begin(
            w,
            visit.person(),
            visit.at,
            digest=digest,
            filename=file.filename,
            kind=batch.kind,
            given=batch.given,
            what=what,
            total=total,
        )


def _given(form: Form) -> dict[str, str]:
    """By a file's name the unit somebody said it belongs to."""
    named = {name[5:]: text for name, text in form.fields.items() if name.startswith("file-")}
    return {
        file: form.text(f"unit-{number}") for number, file in named.items() if form.text(f"unit-{number}")
    }


def _units(visit: Visit) -> list[Unit]:
    with visit.database.reading() as r:
        place = place_of(r, visit.person(), visit.today)
        demand(visit.person(), "plan.upload", place.path, is_township=is_government(place))
        return [unit for unit in units_under(r, place.id, visit.today) if unit.kind in FAMILY_FOR]


def _page(visit: Visit, form: Form, *, run: Run | None = None, fault: Fault | None = None) -> Response[str]:
    with visit.database.reading() as r:
        titles = kinds(r)
    rows, is_over = [FileRow(**row) for row in run.done] if run else [], run is not None and run.is_over
    return page(
        "many",
        frame(visit, "一次上传很多份", "plans"),
        status=fault.status if fault else 200,
        kinds=titles,
        kind=form.text("kind"),
        units=_units(visit),
        fault=details(fault) if fault else None,
        run=run,
        rows=rows,
        lines=[(number, row) for number, row in enumerate(rows, start=1) if not (is_over and _is_same(row))],
        same=[row for row in rows if is_over and _is_same(row)],
    )


def _is_same(row: FileRow) -> bool:
    return row.changes == 0 and not (row.must or row.error)
