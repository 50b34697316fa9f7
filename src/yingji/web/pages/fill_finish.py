"""The end of filling in: what changed, how weighty, the print, one button; and "same as last year"."""

import asyncio
from typing import Any
from urllib.parse import quote

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.response import Redirect

from yingji.access.rights import may
from yingji.desk.answers import Printed
from yingji.desk.fill import Copy, Kept, discard, keep, open_copy, rebase, settle
from yingji.desk.finishing import changes, finish, preview, yearly
from yingji.errors import Fault
from yingji.lifecycle.transitions import is_government
from yingji.plans import pointer
from yingji.plans.queries import check_kind
from yingji.units.queries import find_unit
from yingji.web.attempt import MENDABLE
from yingji.web.filling.drawing import draw
from yingji.web.filling.parts import parts_of
from yingji.web.filling.progress import progress
from yingji.web.forms import Form
from yingji.web.pages.fill import FILL
from yingji.web.pages.fill_words import Said, chosen, collisions, told
from yingji.web.pages.plans import PLAN
from yingji.web.params import Kind, UnitCode
from yingji.web.printing import PDF
from yingji.web.problems import details
from yingji.web.rendering import frame, page
from yingji.web.routes import form_post, page_get
from yingji.web.spec import PAGE_ERRORS
from yingji.web.visit import Visit


@page_get(FILL + "/review")
def review_page(visit: NamedDependency[Visit], unit: UnitCode, kind: Kind) -> Response[str]:
    """What changed, whether that is a major revision and why, how complete it is."""
    return _review(visit, unit, kind)


@form_post(FILL + "/review", status_code=200, request_max_body_size=2 * 1024 * 1024)
def finish_here(
    visit: NamedDependency[Visit], form: NamedDependency[Form], unit: UnitCode, kind: Kind
) -> Response[Any]:
    """Make the copy a version (``store``), send it to review as well (``submit``), or mend the copy."""
    do = form.text("do")
    try:
        if do in {"store", "submit"}:
            return _finished(visit, unit, kind, submit=do == "submit")
        return _review(visit, unit, kind, kept=_mended(visit, form, unit, kind, do))
    except Fault as fault:
        if fault.status not in MENDABLE:
            raise
        return _review(visit, unit, kind, fault=fault)


@get(FILL + "/preview", media_type=PDF, responses=PAGE_ERRORS)
async def preview_here(
    request: Request[Any, Any, Any], visit: NamedDependency[Visit], unit: UnitCode, kind: Kind
) -> Response[bytes]:
    """The copy as it would print, marked as a draft."""
    printers = getattr(request.app.state, "printers", None)
    printed = await asyncio.get_running_loop().run_in_executor(printers, _draw, visit, unit, kind)
    name = quote(printed.filename, safe="")
    return Response(
        printed.content,
        media_type=PDF,
        headers={"Cache-Control": "no-store", "Content-Disposition": f"inline; filename*=UTF-8''{name}"},
    )


@form_post(FILL + "/discard")
def discard_here(visit: NamedDependency[Visit], unit: UnitCode, kind: Kind) -> Response[Any]:
    """Give up what was filled in; the versions stand."""
    with visit.database.writing() as w:
        place = find_unit(w, unit, visit.today)
        discard(w, visit.person(), visit.at, unit=place, kind=kind)
    return Redirect(f"/plans/{quote(unit)}/{kind}", status_code=303)


@page_get(PLAN + "/confirm")
def confirm_page(visit: NamedDependency[Visit], unit: UnitCode, kind: Kind) -> Response[str]:
    """The yearly confirmation: what to look over, and the button that says nothing changed."""
    with visit.database.reading() as r:
        place = find_unit(r, unit, visit.today)
        title = check_kind(r, kind)
        found = yearly(r, visit.person(), unit=place, kind=kind, on=visit.today)
    decides = may(visit.actor, "move.clear", place.path, is_township=is_government(place))
    return page(
        "fill_confirm",
        frame(visit, f"{place.name}{title}：确认一遍", "plans"),
        unit=place,
        kind=kind,
        kind_title=title,
        yearly=found,
        asks_who=not decides,
        today=visit.today,
    )


HANDLERS = (review_page, finish_here, preview_here, discard_here, confirm_page)


def _finished(visit: Visit, code: str, kind: str, *, submit: bool) -> Response[Any]:
    with visit.database.writing() as w:
        unit = find_unit(w, code, visit.today)
        receipt = finish(w, visit.person(), visit.at, unit=unit, kind=kind, submit=submit)
    done = "submit" if submit else "upload" if receipt.created else "same"
    return Redirect(f"/plans/{quote(code)}/{kind}?done={done}", status_code=303)


def _mended(visit: Visit, form: Form, code: str, kind: str, do: str) -> Kept | None:
    """Put in order what stands in the way: an item no form shows, or another person's newer version."""
    verb, _, where = do.partition(" ")
    with visit.database.writing() as w:
        unit, actor = find_unit(w, code, visit.today), visit.person()
        if verb == "rebase":
            return rebase(w, actor, visit.at, unit=unit, kind=kind)
        picked = chosen(form) if verb == "settle" else {}
        wheres = [where] if verb == "drop" and where.startswith("/") else list(picked)
        copy = open_copy(w, actor, unit=unit, kind=kind, on=visit.today)
        typed = settle(copy.document, picked if picked else dict.fromkeys(wheres))
        keep(w, actor, visit.at, unit=unit, kind=kind, wheres=wheres, typed=typed)
    return None


def _review(
    visit: Visit, code: str, kind: str, *, fault: Fault | None = None, kept: Kept | None = None
) -> Response[str]:
    with visit.database.reading() as r:
        unit = find_unit(r, code, visit.today)
        copy = open_copy(r, visit.person(), unit=unit, kind=kind, on=visit.today)
        found = changes(r, copy, visit.today)
    said = Said()
    if kept is not None:
        met = collisions(kept, kept.mine)
        said = Said(collisions=met, theirs_by=kept.theirs_by, theirs_at=kept.theirs_at)
    return page(
        "fill_review",
        frame(visit, f"提交前看一遍：{unit.short_name}{copy.kind_title}", "plans"),
        status=fault.status if fault else 200,
        copy=copy,
        progress_of_parts=progress(copy.schema, copy.document, copy.problems),
        problems=tuple(told(copy, problem) for problem in copy.problems),
        strays=_strays(copy),
        changes=found,
        fault=details(fault) if fault else None,
        said=said,
    )


def _strays(copy: Copy) -> frozenset[str]:
    """Where something is wrong that no blank shows: it can only be taken away."""
    if not copy.must:
        return frozenset()
    shapes = {
        blank.name: blank.shape
        for part in parts_of(copy.schema)
        for one in draw(copy.schema, part, copy.document)
        for blank in one.walk()
    }
    wrong = {problem.path for problem in copy.must if problem.path} - set(shapes)
    return frozenset(
        path
        for path in wrong
        if pointer.find(copy.document, path) is not pointer.MISSING
        and shapes.get(path.rpartition("/")[0], "group") == "group"
    )


def _draw(visit: Visit, code: str, kind: str) -> Printed:
    with visit.database.reading() as r:
        unit = find_unit(r, code, visit.today)
        return preview(r, visit.person(), unit=unit, kind=kind, on=visit.today)
