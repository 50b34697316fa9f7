"""Review side by side, remarks on places, and signing: one plan, or several after each was opened."""

from dataclasses import dataclass
from typing import Any

from litestar import Request, Response
from litestar.di import NamedDependency
from litestar.response import Redirect

from yingji.db import Reading
from yingji.desk.procedure import make_move
from yingji.desk.review import anchored, review
from yingji.desk.signing import signer_of
from yingji.desk.tasks import Task, to_sign
from yingji.errors import Conflict, Fault, Usage
from yingji.units.queries import find_unit
from yingji.web.asked import day_if_any
from yingji.web.attempt import NOTHING, Tried, tried_again
from yingji.web.forms import Form
from yingji.web.opened import COOKIE, marks_with, was_opened
from yingji.web.pages.acts import told
from yingji.web.pages.move_forms import COMMENT, POINTS, VERDICTS, fields_of, form_of
from yingji.web.pages.plans import PLAN, number_of
from yingji.web.params import FromQuery, Kind, UnitCode
from yingji.web.problems import details
from yingji.web.rendering import frame, page
from yingji.web.routes import form_post, page_get
from yingji.web.visit import Visit

LARGEST_REVIEW = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Signing:
    """A plan that waits for a signature. ``is_alone``: it needs more than a name and is signed on its own page."""

    task: Task
    is_opened: bool
    is_alone: bool
    signer: tuple[str, str]


@page_get(PLAN + "/review")
def review_page(
    request: Request[Any, Any, Any],
    visit: NamedDependency[Visit],
    unit: UnitCode,
    kind: Kind,
    number: FromQuery[int | None] = None,
    against: FromQuery[int | None] = None,
) -> Response[str]:
    """What changed, then the whole text, with the forms of what this person may decide."""
    return _page(visit, unit, kind, number, against=against, cookie=request.cookies.get(COOKIE, ""))


@form_post(PLAN + "/review", request_max_body_size=LARGEST_REVIEW)
def decide_here(
    request: Request[Any, Any, Any],
    visit: NamedDependency[Visit],
    form: NamedDependency[Form],
    unit: UnitCode,
    kind: Kind,
) -> Response[str]:
    """Pass, return with remarks, give an opinion or sign: exactly the content the page showed."""
    move, number = form.text("do"), number_of(form)
    try:
        _decide(visit, form, unit, kind, move, number)
    except Fault as fault:
        tried = tried_again(form, move, fault)
        return _page(visit, unit, kind, number, tried=tried, cookie=request.cookies.get(COOKIE, ""))
    return Redirect(f"/plans/{unit}/{kind}?done={move}", status_code=303)


@page_get("/approve")
def batch_page(request: Request[Any, Any, Any], visit: NamedDependency[Visit]) -> Response[str]:
    """Everything that waits for this person's signature, and which of it they have opened."""
    return _batch(visit, request.cookies.get(COOKIE, ""))


@form_post("/approve", status_code=200, request_max_body_size=256 * 1024)
def approve_together(
    request: Request[Any, Any, Any], visit: NamedDependency[Visit], form: NamedDependency[Form]
) -> Response[str]:
    """Sign the chosen ones; each in a transaction of its own, none that was not opened."""
    cookie = request.cookies.get(COOKIE, "")
    chosen = [name.removeprefix("sign ") for name in form.fields if name.startswith("sign ")]
    if not chosen:
        return _batch(visit, cookie, fault=Usage("还没有选。请勾选看过的预案再签发。"), form=form)
    with visit.database.reading() as r:
        tasks = {task.digest: task for task in _to_sign(r, visit)}
    outcomes = tuple(_sign_one(visit, form, tasks.get(digest), digest, cookie) for digest in chosen)
    return _batch(visit, cookie, outcomes=outcomes, form=form)


HANDLERS = (review_page, decide_here, batch_page, approve_together)


def _decide(visit: Visit, form: Form, unit: str, kind: str, move: str, number: int) -> None:
    with visit.database.writing() as w:
        make_move(
            w,
            visit.person(),
            visit.at,
            unit=find_unit(w, unit, visit.today),
            kind=kind,
            move=move,
            fields=fields_of(move, form),
            number=number,
            digest=form.text("digest"),
            on=day_if_any(form, "on", "办理日期"),
        )


def _page(
    visit: Visit,
    unit: str,
    kind: str,
    number: int | None,
    *,
    against: int | None = None,
    tried: Tried = NOTHING,
    cookie: str = "",
) -> Response[str]:
    with visit.database.reading() as r:
        place = find_unit(r, unit, visit.today)
        found = review(
            r, visit.person(), unit=place, kind=kind, on=visit.today, number=number, against=against
        )
        signer = signer_of(r, visit.person(), place, kind, visit.today)
    together = place.kind == "township" and kind == "comprehensive"
    may = {choice.move: choice for choice in found.choices}
    answer = page(
        "review",
        frame(visit, f"{place.name}{found.kind_title}：审核", "home"),
        status=tried.status,
        review=found,
        may=may,
        asks={move: form_of(move, is_township_comprehensive=together) for move in may},
        remarks=anchored(found.root, found.remarks),
        values=tried.values or {"signer_name": signer[0], "signer_post": signer[1]},
        tried=tried,
        points=POINTS,
        verdicts=VERDICTS,
        comment=COMMENT,
        told=told,
        today=visit.today,
    )
    if "approve" in may:
        answer.cookies.append(marks_with(visit, cookie, found.version.digest))
    return answer


def _to_sign(r: Reading, visit: Visit) -> tuple[Task, ...]:
    return to_sign(r, visit.person(), today=visit.today)


def _batch(
    visit: Visit,
    cookie: str,
    *,
    outcomes: tuple[tuple[str, str], ...] = (),
    fault: Fault | None = None,
    form: Form | None = None,
) -> Response[str]:
    with visit.database.reading() as r:
        waiting = tuple(_signing(r, visit, task, cookie) for task in _to_sign(r, visit))
    return page(
        "approve",
        frame(visit, "逐份看过后一起签发", "home"),
        status=fault.status if fault else 200,
        waiting=waiting,
        outcomes=outcomes,
        fault=details(fault) if fault else None,
        values=dict(form.fields) if form else {},
    )


def _signing(r: Reading, visit: Visit, task: Task, cookie: str) -> Signing:
    unit = find_unit(r, task.unit_code, visit.today)
    together = unit.kind == "township" and task.kind == "comprehensive"
    signer = signer_of(r, visit.person(), unit, task.kind, visit.today)
    return Signing(task, was_opened(visit, cookie, task.digest), together, signer)


def _sign_one(visit: Visit, form: Form, task: Task | None, digest: str, cookie: str) -> tuple[str, str]:
    """(which plan, why it was not signed), the reason empty when it was."""
    if task is None:
        return "已不在待签发里的一份", "内容已经变化，请重新打开看。"
    name = f"{task.unit_name}{task.kind_title}"
    try:
        if not was_opened(visit, cookie, digest):
            raise Conflict("还没有打开看过，不能签发。")
        with visit.database.writing() as w:
            make_move(
                w,
                visit.person(),
                visit.at,
                unit=find_unit(w, task.unit_code, visit.today),
                kind=task.kind,
                move="approve",
                fields={name: form.text(f"{name} {digest}") for name in ("signer_name", "signer_post")},
                number=task.number,
                digest=digest,
            )
    except Fault as fault:
        return name, fault.detail
    return name, ""
