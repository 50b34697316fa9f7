"""Plans issued on paper before (补录), and slips in numbers and days corrected."""

from functools import partial

from litestar import Response
from litestar.di import NamedDependency

from yingji.access.rights import demand, may
from yingji.db import Writing
from yingji.desk.answers import Moved
from yingji.desk.files import original
from yingji.desk.folder import show
from yingji.desk.procedure import LARGEST_FILE, correct, record_paper
from yingji.desk.upload import prepare
from yingji.errors import Usage
from yingji.lifecycle.history import CORRECTABLE
from yingji.lifecycle.transitions import is_government
from yingji.plans.queries import check_kind
from yingji.units.queries import find_unit
from yingji.web.asked import words_in
from yingji.web.attempt import NOTHING, Tried, done_or_again
from yingji.web.forms import Form
from yingji.web.pages.move_forms import Ask
from yingji.web.pages.plans import PLAN, number_of
from yingji.web.params import FromQuery, Kind, UnitCode
from yingji.web.rendering import frame, page
from yingji.web.routes import file_post, form_post, page_get
from yingji.web.visit import Visit

ASKS = (
    Ask("signer_name", True),
    Ask("signer_post", True),
    Ask("issued_on", True, "day"),
    Ask("effective_on", shape="day", hint="不填即印发日期。"),
    Ask("doc_no"),
    Ask("receipt_no"),
    Ask("filed_on", shape="day"),
    Ask("reason", True, "long", "为什么补录，例如 系统启用前已印发。"),
)


@page_get(PLAN + "/record")
def record_page(visit: NamedDependency[Visit], unit: UnitCode, kind: Kind) -> Response[str]:
    """The form for a plan that was issued on paper."""
    return _record(visit, unit, kind, NOTHING)


@file_post(PLAN + "/record", request_max_body_size=LARGEST_FILE + 3 * 1024 * 1024)
def record_here(
    visit: NamedDependency[Visit], form: NamedDependency[Form], unit: UnitCode, kind: Kind
) -> Response[str]:
    """Enter it: a scan, a readable file, or both."""

    def act(w: Writing) -> Moved:
        place = find_unit(w, unit, visit.today)
        demand(visit.person(), "plan.record", place.path, is_township=is_government(place))
        scan = form.files["scan"].content if "scan" in form.files else b""
        sent = form.files.get("file")
        file = sent.content if sent else b""
        if not (scan or file):
            raise Usage("请至少选择盖章扫描件（PDF）或预案文件之一。", field="scan")
        return record_paper(
            w,
            visit.person(),
            visit.at,
            unit=place,
            kind=kind,
            prepared=prepare(file, on=visit.today, unit=place, kind=kind) if file else None,
            scan=scan or None,
            fields={ask.name: form.text(ask.name) for ask in ASKS if form.text(ask.name)},
            original=original(sent.filename, file) if sent and file else None,
        )

    done = f"/plans/{unit}/{kind}?done=record"
    return done_or_again(visit, form, "record", act, done=done, again=partial(_record, visit, unit, kind))


@page_get(PLAN + "/correct")
def correct_page(
    visit: NamedDependency[Visit], unit: UnitCode, kind: Kind, number: FromQuery[int | None] = None
) -> Response[str]:
    """The numbers and days of an issued version, to mend a slip; both values stay on record."""
    return _correct(visit, unit, kind, number, NOTHING)


@form_post(PLAN + "/correct")
def correct_here(
    visit: NamedDependency[Visit], form: NamedDependency[Form], unit: UnitCode, kind: Kind
) -> Response[str]:
    """Correct what differs from what stands."""
    number = number_of(form)

    def act(w: Writing) -> Moved:
        return correct(
            w,
            visit.person(),
            visit.at,
            unit=find_unit(w, unit, visit.today),
            kind=kind,
            fields={name: form.text(name) for name in CORRECTABLE if form.text(name)},
            reason=words_in(form, "reason", "理由", "发文字号笔误"),
            number=number,
        )

    done = f"/plans/{unit}/{kind}?done=correct"
    again = partial(_correct, visit, unit, kind, number)
    return done_or_again(visit, form, "correct", act, done=done, again=again)


HANDLERS = (record_page, record_here, correct_page, correct_here)


def _record(visit: Visit, code: str, kind: str, tried: Tried) -> Response[str]:
    with visit.database.reading() as r:
        unit = find_unit(r, code, visit.today)
        title = check_kind(r, kind)
        demand(visit.person(), "plan.record", unit.path, is_township=is_government(unit))
    return page(
        "record",
        frame(visit, f"补录：{unit.name}{title}", "plans"),
        status=tried.status,
        unit=unit,
        kind=kind,
        kind_title=title,
        asks=ASKS,
        tried=tried,
    )


def _correct(visit: Visit, code: str, kind: str, number: int | None, tried: Tried) -> Response[str]:
    with visit.database.reading() as r:
        unit = find_unit(r, code, visit.today)
        title = check_kind(r, kind)
        demand(visit.person(), "plan.correct", unit.path, is_township=is_government(unit))
        shown = show(r, visit.person(), unit=unit, kind=kind, on=visit.today, base_url="", number=number)
    standing = {"doc_no": shown.doc_no, "receipt_no": shown.receipt_no}
    standing |= {name: str(getattr(shown.dates, name) or "") for name in CORRECTABLE if name.endswith("_on")}
    return page(
        "correct",
        frame(visit, f"更正：{unit.name}{title}", "plans"),
        status=tried.status,
        unit=unit,
        kind=kind,
        shown=shown,
        titles=CORRECTABLE,
        standing=standing,
        tried=tried,
        may_correct=may(visit.actor, "plan.correct", unit.path, is_township=is_government(unit)),
    )
