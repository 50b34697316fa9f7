"""Whether a plan would work: telephones rung, drills held, shelters open."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from litestar import Response
from litestar.di import NamedDependency

from yingji.access.rights import demand, may
from yingji.db import Reading, Writing
from yingji.errors import Usage
from yingji.lifecycle.transitions import is_government
from yingji.plans.facts import Contact, Shelter
from yingji.plans.queries import check_kind, find_plan
from yingji.readiness import actions as readiness
from yingji.readiness.queries import (
    ContactCheck,
    Drill,
    closed_shelters,
    contact_checks,
    drills_of,
    facts_in_force,
)
from yingji.units.queries import Unit, find_unit
from yingji.web.asked import day_in
from yingji.web.attempt import NOTHING, Tried, done_or_again
from yingji.web.forms import Form
from yingji.web.pages.plans import PLAN
from yingji.web.params import FromQuery, Kind, UnitCode
from yingji.web.rendering import frame, page
from yingji.web.routes import form_post, page_get
from yingji.web.visit import Visit

DONE = {
    "confirm": "已登记打通",
    "fail": "已登记打不通",
    "amend": "已更正，打印时注明更正日期",
    "drill": "已登记演练",
    "close": "已登记整改完成",
    "shelter": "已登记停用",
}
AMENDABLE = {"phone": "电话", "backup_phone": "备用电话", "name": "姓名", "post": "职务"}


@dataclass(frozen=True, slots=True)
class Rung:
    """A contact with the newest numbers and the newest check."""

    contact: Contact
    check: ContactCheck | None


@dataclass(frozen=True, slots=True)
class Ready:
    """What is known of the plan in force; empty where nothing is."""

    is_in_force: bool = False
    contacts: tuple[Rung, ...] = ()
    shelters: tuple[tuple[Shelter, date | None], ...] = ()
    drills: tuple[Drill, ...] = ()


@page_get(PLAN + "/readiness")
def readiness_page(
    visit: NamedDependency[Visit], unit: UnitCode, kind: Kind, done: FromQuery[str] = ""
) -> Response[str]:
    """The telephone list to ring through, drills with what they showed, shelters."""
    return _page(visit, unit, kind, done=DONE.get(done, ""))


@form_post(PLAN + "/readiness", request_max_body_size=256 * 1024)
def record_readiness(
    visit: NamedDependency[Visit], form: NamedDependency[Form], unit: UnitCode, kind: Kind
) -> Response[str]:
    """Enter one dated fact."""
    what, _, key = form.text("do").partition(" ")
    verb = VERBS.get(what)
    if verb is None:
        raise Usage("页面缺少要登记什么，请刷新页面再办理。")

    def act(w: Writing) -> Any:
        given = {"unit": find_unit(w, unit, visit.today), "kind": kind, "on": _on(form, visit)}
        return verb(w, visit, form, given, key)

    done = f"/plans/{unit}/{kind}/readiness?done={what}"
    return done_or_again(visit, form, what, act, done=done, again=partial(_page, visit, unit, kind))


HANDLERS = (readiness_page, record_readiness)


def _on(form: Form, visit: Visit) -> date:
    return day_in(form, "on", "日期") if form.text("on") else visit.today


def _confirm(w: Writing, visit: Visit, form: Form, given: dict[str, Any], _key: str) -> Any:
    chosen = tuple(name.removeprefix("rung ") for name in form.fields if name.startswith("rung "))
    if not chosen:
        raise Usage("还没有勾选打通的人。请逐个拨打，打通一个勾一个，再登记。")
    by = form.text("by_name") or visit.actor.name
    return readiness.confirm_contacts(w, visit.person(), visit.at, by_name=by, contact_ids=chosen, **given)


def _fail(w: Writing, visit: Visit, _form: Form, given: dict[str, Any], key: str) -> Any:
    return readiness.fail_contact(
        w, visit.person(), visit.at, contact_id=key, by_name=visit.actor.name, **given
    )


def _amend(w: Writing, visit: Visit, form: Form, given: dict[str, Any], key: str) -> Any:
    field = form.text(f"field {key}")
    values = {field: form.text(f"value {key}")} if field in AMENDABLE else {}
    return readiness.amend_contact(
        w, visit.person(), visit.at, contact_id=key, values=values, by_name=visit.actor.name, **given
    )


def _drill(w: Writing, visit: Visit, form: Form, given: dict[str, Any], _key: str) -> Any:
    found = tuple(line for line in form.text("findings").splitlines() if line.strip())
    return readiness.add_drill(w, visit.person(), visit.at, findings=found, **given)


def _close(w: Writing, visit: Visit, _form: Form, given: dict[str, Any], key: str) -> Any:
    if not key.isdecimal():
        raise Usage("页面缺少整改事项，请刷新页面再办理。")
    return readiness.close_item(w, visit.person(), visit.at, item_id=int(key), on=given["on"])


def _shelter(w: Writing, visit: Visit, _form: Form, given: dict[str, Any], key: str) -> Any:
    return readiness.close_shelter(w, visit.person(), visit.at, shelter_id=key, **given)


Verb = Callable[[Writing, Visit, Form, dict[str, Any], str], Any]
VERBS: dict[str, Verb] = {
    "confirm": _confirm,
    "fail": _fail,
    "amend": _amend,
    "drill": _drill,
    "close": _close,
    "shelter": _shelter,
}


def _page(visit: Visit, code: str, kind: str, tried: Tried = NOTHING, *, done: str = "") -> Response[str]:
    with visit.database.reading() as r:
        unit = find_unit(r, code, visit.today)
        title = check_kind(r, kind)
        demand(visit.person(), "plan.read", unit.path, is_township=is_government(unit))
        demand(visit.person(), "plan.read_restricted", unit.path, is_township=is_government(unit))
        found = _ready(r, unit, kind, visit.today)
    return page(
        "readiness",
        frame(visit, f"{unit.name}{title}：管不管用", "plans"),
        status=tried.status,
        unit=unit,
        kind=kind,
        kind_title=title,
        ready=found,
        may_record=may(visit.actor, "readiness.record", unit.path, is_township=is_government(unit)),
        amendable=AMENDABLE,
        tried=tried,
        done=done,
        today=visit.today,
    )


def _ready(r: Reading, unit: Unit, kind: str, on: date) -> Ready:
    plan = find_plan(r, unit.id, kind)
    facts = facts_in_force(r, plan.id, on) if plan else None
    if plan is None or facts is None:
        return Ready(drills=drills_of(r, plan.id) if plan else ())
    checks = {check.contact_id: check for check in contact_checks(r, plan.id, on)}
    closed = closed_shelters(r, plan.id, on)
    return Ready(
        True,
        tuple(Rung(one, checks.get(one.id)) for one in facts.contacts),
        tuple((shelter, closed.get(shelter.id)) for shelter in facts.shelters),
        drills_of(r, plan.id),
    )
