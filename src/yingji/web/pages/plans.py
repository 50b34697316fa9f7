"""One plan: where it stands, what was done, and what may be done next."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.response import Redirect

from yingji.access.rights import demand, may
from yingji.copies.register import CalledBack
from yingji.coverage.findings import Finding
from yingji.coverage.rules import CLEARABLE
from yingji.coverage.told import Told
from yingji.db import Reading
from yingji.desk.answers import Shown, Uploaded, VersionLine
from yingji.desk.audit import report
from yingji.desk.folder import history, show
from yingji.desk.procedure import LARGEST_FILE, attach, called_back, make_move
from yingji.desk.review import HERE, Remark, remarks_on
from yingji.desk.supervise import Choice, Unfinished, choices, unfinished
from yingji.errors import Fault, NotFound, Usage
from yingji.lifecycle.fields import ATTACHMENT_TYPES
from yingji.lifecycle.transitions import MOVES, is_government
from yingji.plans.queries import check_kind
from yingji.units.queries import Unit, find_unit
from yingji.web.asked import day_if_any
from yingji.web.attempt import NOTHING, Tried, tried_again
from yingji.web.forms import Form
from yingji.web.pages.acts import told
from yingji.web.pages.move_forms import CLEAR, MoveForm, fields_of, form_of
from yingji.web.params import Day, FromQuery, Kind, UnitCode, day
from yingji.web.printing import PDF, PrintQuestion, answer_print
from yingji.web.rendering import frame, page
from yingji.web.routes import file_post, form_post, page_get
from yingji.web.spec import PAGE_ERRORS
from yingji.web.uploading import LARGEST_BODY, Sent, take_in
from yingji.web.visit import Visit

PLAN = "/plans/{unit:str}/{kind:str}"
DONE = {
    **MOVES,
    "record": "补录",
    "correct": "更正",
    "attach": "附件",
    "upload": "存为新的一版",
    "same": "内容没有变化，不用再交",
}


@dataclass(frozen=True, slots=True)
class Offer:
    """A move the person may make now, with its form."""

    choice: Choice
    form: MoveForm


@dataclass(frozen=True, slots=True)
class PlanPage:
    """Everything the plan's page shows. ``shown`` None: nothing was uploaded yet.

    ``clearable``: what this person may say asks for no revision.
    """

    unit: Unit
    kind: str
    kind_title: str
    shown: Shown | None
    versions: tuple[VersionLine, ...]
    offers: tuple[Offer, ...]
    draft: Unfinished | None
    verdict: Told | None
    remarks: tuple[Remark, ...]
    clearable: tuple[Finding, ...]
    called: tuple[CalledBack, ...]
    recall_on: date | None
    may_upload: bool
    may_attach: bool
    may_print_full: bool
    may_record: bool
    may_correct: bool

    @property
    def newest(self) -> VersionLine | None:
        """The newest upload, which a new one starts from."""
        return self.versions[0] if self.versions else None


@page_get(PLAN)
def plan_page(
    visit: NamedDependency[Visit],
    unit: UnitCode,
    kind: Kind,
    as_of: Day = "",
    done: FromQuery[str] = "",
    act: FromQuery[str] = "",
) -> Response[str]:
    """The plan as of a day, its versions and acts, and the moves the person may make; ``act`` opens one's form."""
    return _page(visit, unit, kind, as_of=as_of, done=DONE.get(done, ""), tried=Tried(act))


@get(PLAN + "/print", media_type=PDF, responses=PAGE_ERRORS)
async def print_here(
    request: Request[Any, Any, Any],
    visit: NamedDependency[Visit],
    unit: UnitCode,
    kind: Kind,
    edition: FromQuery[str] = "full",
    as_of: Day = "",
    number: FromQuery[int | None] = None,
    draft: FromQuery[bool] = False,
) -> Response[bytes]:
    """The PDF; a refusal is a page with the reason."""
    return await answer_print(request, visit, PrintQuestion(unit, kind, edition, as_of, number, draft))


@file_post(PLAN + "/upload", status_code=200, request_max_body_size=LARGEST_BODY)
def upload_here(
    visit: NamedDependency[Visit], form: NamedDependency[Form], unit: UnitCode, kind: Kind
) -> Response[str]:
    """Check a document, or check and store it; every problem is told on the plan's page."""
    try:
        file = form.file("file")
        receipt = take_in(
            visit,
            unit,
            kind,
            Sent(file.content, file.filename),
            base=form.text("base") or None,
            keep=form.text("keep") == "yes",
            dry_run=form.text("do") == "check",
        )
    except Fault as fault:
        return _again(visit, unit, kind, "upload", fault, form)
    return _page(visit, unit, kind, tried=Tried("upload"), receipt=receipt)


@form_post(PLAN + "/moves", request_max_body_size=256 * 1024)
def move_here(
    visit: NamedDependency[Visit], form: NamedDependency[Form], unit: UnitCode, kind: Kind
) -> Response[str]:
    """Make a move on the version the page showed, and show the plan again."""
    move = form.text("move")
    try:
        with visit.database.writing() as w:
            make_move(
                w,
                visit.person(),
                visit.at,
                unit=find_unit(w, unit, visit.today),
                kind=kind,
                move=move,
                fields=fields_of(move, form),
                number=number_of(form),
                digest=form.text("digest"),
                on=day_if_any(form, "on", "办理日期"),
            )
    except Fault as fault:
        return _again(visit, unit, kind, move, fault, form)
    return Redirect(f"/plans/{unit}/{kind}?done={move}", status_code=303)


@file_post(PLAN + "/attachments", request_max_body_size=LARGEST_FILE + 64 * 1024)
def attach_here(
    visit: NamedDependency[Visit], form: NamedDependency[Form], unit: UnitCode, kind: Kind
) -> Response[str]:
    """Store a file beside a version, and show the plan again."""
    try:
        file = form.file("file")
        with visit.database.writing() as w:
            attach(
                w,
                visit.person(),
                visit.at,
                unit=find_unit(w, unit, visit.today),
                kind=kind,
                type=form.text("type"),
                filename=file.filename,
                content=file.content,
                number=number_of(form),
                on=day_if_any(form, "on", "办理日期"),
            )
    except Fault as fault:
        return _again(visit, unit, kind, "attach", fault, form)
    return Redirect(f"/plans/{unit}/{kind}?done=attach", status_code=303)


HANDLERS = (plan_page, print_here, upload_here, move_here, attach_here)


def _again(visit: Visit, unit: str, kind: str, what: str, fault: Fault, form: Form) -> Response[str]:
    """The plan's page once more, with what went wrong and what was typed."""
    return _page(visit, unit, kind, tried=tried_again(form, what, fault))


def upload_again(visit: Visit, unit: str, kind: str, fault: Fault, form: Form) -> Response[str]:
    """The plan's page with why a file could not be taken."""
    return _again(visit, unit, kind, "upload", fault, form)


def _page(
    visit: Visit,
    code: str,
    kind: str,
    *,
    as_of: str = "",
    done: str = "",
    tried: Tried = NOTHING,
    receipt: Uploaded | None = None,
) -> Response[str]:
    on = day("as_of", as_of) or visit.today
    with visit.database.reading() as r:
        context = _gather(r, visit, find_unit(r, code, on), kind, as_of)
    return page(
        "plan",
        frame(visit, f"{context.unit.name}{context.kind_title}", "plans"),
        status=tried.status,
        plan=context,
        as_of=as_of,
        on=on,
        done=done,
        tried=tried,
        receipt=receipt,
        told=told,
        HERE=HERE,
        CLEAR=CLEAR,
        attachment_types=ATTACHMENT_TYPES,
        today=visit.today,
    )


def _gather(r: Reading, visit: Visit, unit: Unit, kind: str, as_of: str) -> PlanPage:
    actor, on = visit.person(), day("as_of", as_of) or visit.today
    title, government = check_kind(r, kind), is_government(unit)
    demand(actor, "plan.read", unit.path, is_township=government)
    try:
        shown = show(r, actor, unit=unit, kind=kind, on=on, base_url=visit.base_url)
        versions = history(r, actor, unit=unit, kind=kind, on=on)
    except NotFound:
        shown, versions = None, ()
    offers = choices(r, actor, unit=unit, kind=kind, on=visit.today)
    called, recall_on = called_back(r, unit=unit, kind=kind, on=visit.today)
    verdict = _verdict(r, visit, unit, kind, on)
    decides = on == visit.today and may(actor, "move.clear", unit.path, is_township=government)
    together = unit.kind == "township" and kind == "comprehensive"
    return PlanPage(
        unit=unit,
        kind=kind,
        kind_title=title,
        shown=shown,
        versions=versions,
        offers=tuple(
            Offer(choice, form_of(choice.move, is_township_comprehensive=together)) for choice in offers
        ),
        draft=unfinished(r, unit=unit, kind=kind),
        verdict=verdict,
        remarks=_remarks(r, visit, unit, kind, versions),
        clearable=_clearable(verdict) if decides else (),
        called=called,
        recall_on=recall_on,
        may_upload=may(actor, "plan.upload", unit.path, is_township=government),
        may_attach=bool(versions) and may(actor, "plan.attach", unit.path, is_township=government),
        may_print_full=may(actor, "plan.read_restricted", unit.path, is_township=government),
        may_record=may(actor, "plan.record", unit.path, is_township=government),
        may_correct=may(actor, "plan.correct", unit.path, is_township=government)
        and any(version.edition_no for version in versions),
    )


def _remarks(
    r: Reading, visit: Visit, unit: Unit, kind: str, versions: tuple[VersionLine, ...]
) -> tuple[Remark, ...]:
    """What the newest upload was returned with."""
    if not versions or versions[0].state != "returned":
        return ()
    return remarks_on(r, visit.person(), unit=unit, kind=kind, on=visit.today, number=versions[0].number)


def _verdict(r: Reading, visit: Visit, unit: Unit, kind: str, on: date) -> Told | None:
    found = report(
        r,
        visit.person(),
        unit=unit,
        kind=kind,
        as_of=on,
        known_on=None,
        today=visit.today,
        computed_at=visit.at,
    )
    return next((verdict for verdict in found.verdicts if verdict.unit.id == unit.id), None)


def _clearable(verdict: Told | None) -> tuple[Finding, ...]:
    """What a confirmation of this very plan may name; a plan lent by the comprehensive one is confirmed there."""
    if verdict is None or verdict.is_covered:
        return ()
    return tuple(finding for finding in verdict.findings if finding.code in CLEARABLE)


def number_of(form: Form) -> int:
    """Which upload the page showed; raises ``Usage`` when it does not say."""
    text = form.text("number")
    if not text.isascii() or not text.isdecimal():
        raise Usage("页面缺少版本号，请刷新页面再办理。")
    return int(text)
