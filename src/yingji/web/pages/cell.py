"""Why one cell is what it is: what is wrong since when, who must do what, whom to ring or remind."""

from datetime import date
from urllib.parse import quote

from litestar import Response
from litestar.di import NamedDependency

from yingji.access.rights import demand, may
from yingji.coverage.actions import remind
from yingji.coverage.queries import reminders
from yingji.coverage.report import Report
from yingji.coverage.severity import RANKS
from yingji.coverage.tables import WAYS
from yingji.coverage.told import Told
from yingji.db import Reading, Writing
from yingji.desk.audit import report
from yingji.desk.tasks import Home, Task, waits
from yingji.lifecycle.transitions import is_government
from yingji.plans.facts import Contact
from yingji.plans.queries import check_kind, plans_of
from yingji.readiness.queries import directory
from yingji.units.queries import Unit, find_unit
from yingji.web.asked import day_if_any, words_in
from yingji.web.attempt import NOTHING, Tried, done_or_again
from yingji.web.forms import Form
from yingji.web.pages.home import target
from yingji.web.params import Day, FromQuery, Kind, UnitCode, day
from yingji.web.rendering import frame, page
from yingji.web.routes import form_post, page_get
from yingji.web.visit import Visit

CELL = "/coverage/cell/{unit:str}/{kind:str}"
MOST_PEOPLE = 6


@page_get(CELL)
def cell_page(
    visit: NamedDependency[Visit],
    unit: UnitCode,
    kind: Kind,
    as_of: Day = "",
    known_on: Day = "",
    done: FromQuery[str] = "",
) -> Response[str]:
    """Why one cell is what it is: findings with their basis, the evidence, what clears it, since when."""
    return _cell(visit, unit, kind, as_of, known_on, is_done=done == "remind")


@form_post(CELL + "/reminders")
def remind_here(
    visit: NamedDependency[Visit], form: NamedDependency[Form], unit: UnitCode, kind: Kind
) -> Response[str]:
    """Record that somebody was reminded, and show the cell again."""

    def act(w: Writing) -> None:
        remind(
            w,
            visit.person(),
            visit.at,
            unit=find_unit(w, unit, visit.today),
            kind=kind,
            whom=words_in(form, "whom", "提醒了谁", "李文书"),
            way=form.text("way"),
            on=day_if_any(form, "on", "哪一天"),
        )

    done = f"/coverage/cell/{quote(unit, safe='')}/{kind}?done=remind"
    return done_or_again(
        visit, form, "remind", act, done=done, again=lambda tried: _cell(visit, unit, kind, tried=tried)
    )


HANDLERS = (cell_page, remind_here)


def _cell(
    visit: Visit,
    unit: str,
    kind: str,
    as_of: str = "",
    known_on: str = "",
    *,
    is_done: bool = False,
    tried: Tried = NOTHING,
) -> Response[str]:
    with visit.database.reading() as r:
        title = check_kind(r, kind)
        place, found = _report(r, visit, unit, kind, as_of, known_on)
        verdict = next((v for v in found.verdicts if v.unit.id == place.id), None)
        tasks = waits(r, visit.person(), verdict, today=found.as_of) if verdict else Home()
        said = tuple(one for one in reminders(r, [place.id]) if one.kind == kind)
        people = _people(r, visit, place, verdict, found.as_of)
    government = is_government(place)
    return page(
        "cell",
        frame(visit, f"{place.name} · {title} · 为什么", "coverage"),
        status=tried.status,
        place=place,
        kind=kind,
        kind_title=title,
        verdict=verdict,
        findings=sorted(verdict.findings, key=lambda one: -RANKS[one.severity]) if verdict else (),
        report=found,
        tasks=tasks,
        target=target,
        people=people,
        reminders=said,
        ways=WAYS,
        whom=_whom(tasks.waiting),
        words=_words(visit, place, title, tasks.waiting),
        may_remind=may(visit.actor, "reminder.add", place.path) and not found.forecast,
        may_exempt=may(visit.actor, "exemption.change", place.path),
        may_record=may(visit.actor, "readiness.record", place.path, is_township=government),
        as_of=as_of,
        known_on=known_on,
        is_done=is_done,
        tried=tried,
    )


def _report(
    r: Reading, visit: Visit, code: str, kind: str, as_of: str, known_on: str
) -> tuple[Unit, Report[Told]]:
    on = day("as_of", as_of) or visit.today
    place = find_unit(r, code, on)
    demand(visit.person(), "plan.read", place.path)
    return place, report(
        r,
        visit.person(),
        unit=place,
        kind=kind,
        as_of=on,
        known_on=day("known_on", known_on),
        today=visit.today,
        computed_at=visit.at,
    )


def _people(r: Reading, visit: Visit, place: Unit, verdict: Told | None, on: date) -> tuple[Contact, ...]:
    """Whom to ring up about it, for who may read telephones: those its plan names, else another of the unit's."""
    if not may(visit.actor, "plan.read_restricted", place.path, is_township=is_government(place)):
        return ()
    source = "comprehensive" if verdict and verdict.is_covered else verdict.kind if verdict else ""
    for plan in sorted(plans_of(r, [place.id]), key=lambda plan: plan.kind != source):
        if people := directory(r, plan.id, on):
            return people[:MOST_PEOPLE]
    return ()


def _whom(waiting: tuple[Task, ...]) -> str:
    return next((task.hands[0].partition("（")[0] for task in waiting if task.hands), "")


def _words(visit: Visit, place: Unit, title: str, waiting: tuple[Task, ...]) -> str:
    """A message ready to be sent: what is wrong, what to do, until when."""
    if not waiting:
        return ""
    task = waiting[0]
    until = f"期限{task.due.year}年{task.due.month}月{task.due.day}日。" if task.due else ""
    return (
        f"{visit.actor.post or visit.actor.name}提醒：{place.name}{title}，{task.why}请{task.verb}。{until}"
    )
