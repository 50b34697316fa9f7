"""Accounts: who holds what where, one-time codes on paper, deputies by dates, handing over."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from urllib.parse import quote

from litestar import Response
from litestar.di import NamedDependency

from yingji.access import actions as access
from yingji.access.rights import ROLES
from yingji.db import Writing
from yingji.desk import people
from yingji.desk.people import GrantLine, PersonLine
from yingji.paper.code import picture
from yingji.web.asked import day_if_any, day_in, offered, unit_in, words_in
from yingji.web.attempt import NOTHING, Tried, attempt, done_or_again
from yingji.web.forms import Form
from yingji.web.params import FromPath, FromQuery
from yingji.web.rendering import frame, page
from yingji.web.routes import form_post, page_get
from yingji.web.visit import Visit

DONE = {"grant": "已授权", "revoke": "已结束授权", "off": "已停用，所有登录和令牌一并作废", "over": "已移交"}
ONE = "/people/{login:str}"


@dataclass(frozen=True, slots=True)
class Slip:
    """The paper that goes to the person: shown once, kept nowhere."""

    person: PersonLine
    code: str
    address: str

    @property
    def square(self) -> str:
        """A code to scan that opens the sign-in page with the login filled in; never the one-time code."""
        return picture(f"{self.address}/?login={quote(self.person.login)}") if self.address else ""


@page_get("/people")
def people_page(visit: NamedDependency[Visit], q: FromQuery[str] = "") -> Response[str]:
    """Everybody with an account in the places one administers, and a form for a new one."""
    return _list(visit, q)


@form_post("/people", status_code=200)
def open_account(visit: NamedDependency[Visit], form: NamedDependency[Form]) -> Response[str]:
    """Open an account with one role and show its one-time code, once."""
    login = form.text("login").lower()

    def act(w: Writing) -> str:
        return people.open_account(
            w,
            visit.person(),
            visit.at,
            login=login,
            name=form.text("name"),
            post=form.text("post"),
            role=form.text("role"),
            unit=unit_in(w, visit, form, "unit", "单位"),
            today=visit.today,
        )

    code, tried = attempt(visit, form, "open", act)
    return _slip(visit, login, code) if code else _list(visit, "", tried or NOTHING)


@page_get(ONE)
def person_page(
    visit: NamedDependency[Visit], login: FromPath[str], done: FromQuery[str] = ""
) -> Response[str]:
    """One person: roles and dates, a new code, switching off."""
    return _one(visit, login, done=DONE.get(done, ""))


@form_post(ONE + "/grants")
def grant_here(
    visit: NamedDependency[Visit], form: NamedDependency[Form], login: FromPath[str]
) -> Response[str]:
    """Give a role over a place, for good or between days (代理)."""

    def act(w: Writing) -> None:
        people.person(w, visit.person(), login, visit.today)
        unit = unit_in(w, visit, form, "unit", "单位")
        access.give_role(
            w,
            visit.person(),
            visit.at,
            login=login,
            role=form.text("role"),
            unit_id=unit.id,
            path=unit.path,
            from_day=day_if_any(form, "from", "起始日") or visit.today,
            until_day=day_if_any(form, "until", "截止日"),
        )

    return _after(visit, form, login, "grant", act)


@form_post(ONE + "/revoke")
def revoke_here(
    visit: NamedDependency[Visit], form: NamedDependency[Form], login: FromPath[str]
) -> Response[str]:
    """End a role; from the day named it is not held any more."""

    def act(w: Writing) -> None:
        unit = unit_in(w, visit, form, "unit", "单位")
        first_without = day_if_any(form, "from", "起始日") or visit.today
        access.take_role(
            w,
            visit.person(),
            visit.at,
            login=login,
            role=form.text("role"),
            unit_id=unit.id,
            path=unit.path,
            until_day=first_without - timedelta(days=1),
        )

    return _after(visit, form, login, f"revoke-{form.text('grant')}", act)


@form_post(ONE + "/code", status_code=200)
def code_here(visit: NamedDependency[Visit], login: FromPath[str]) -> Response[str]:
    """A new one-time code; the old password and every session end."""
    with visit.database.writing() as w:
        held = people.person(w, visit.person(), login, visit.today)
        code = access.reset_code(w, visit.person(), visit.at, login=login, paths=held.paths)
    return _slip(visit, login, code)


@form_post(ONE + "/off")
def off_here(
    visit: NamedDependency[Visit], form: NamedDependency[Form], login: FromPath[str]
) -> Response[str]:
    """Close the account."""

    def act(w: Writing) -> None:
        held = people.person(w, visit.person(), login, visit.today)
        access.switch_off(w, visit.person(), visit.at, login=login, paths=held.paths)

    return _after(visit, form, login, "off", act)


@page_get(ONE + "/handover")
def handover_page(visit: NamedDependency[Visit], login: FromPath[str]) -> Response[str]:
    """Everything the person holds, the plans that name them, and who takes over."""
    return _handover(visit, login, NOTHING)


@form_post(ONE + "/handover")
def hand_over_here(
    visit: NamedDependency[Visit], form: NamedDependency[Form], login: FromPath[str]
) -> Response[str]:
    """Pass everything on from a day."""

    def act(w: Writing) -> tuple[GrantLine, ...]:
        return people.hand_over(
            w,
            visit.person(),
            visit.at,
            login=login,
            to=words_in(form, "to", "接手的人", "wenshu02").lower(),
            on=day_in(form, "on", "移交日"),
            switch_off=form.text("off") == "yes",
        )

    done = f"/people/{quote(login)}?done=over"
    return done_or_again(visit, form, "over", act, done=done, again=partial(_handover, visit, login))


HANDLERS = (
    people_page,
    open_account,
    person_page,
    grant_here,
    revoke_here,
    code_here,
    off_here,
    handover_page,
    hand_over_here,
)


def _after(visit: Visit, form: Form, login: str, what: str, act: Callable[[Writing], None]) -> Response[str]:
    done = f"/people/{quote(login)}?done={what.partition('-')[0]}"
    return done_or_again(visit, form, what, act, done=done, again=partial(_one, visit, login))


def _list(visit: Visit, q: str, tried: Tried = NOTHING) -> Response[str]:
    with visit.database.reading() as r:
        found = people.people(r, visit.person(), visit.today)
        choices = offered(r, visit)
    wanted = q.strip()
    shown = tuple(
        p for p in found if wanted in p.login + p.name + p.post + "".join(g.unit_name for g in p.grants)
    )
    return page(
        "people",
        frame(visit, "账号", "people"),
        status=tried.status,
        people=shown,
        q=q,
        offered=choices,
        tried=tried,
        roles=ROLES,
    )


def _one(visit: Visit, login: str, tried: Tried = NOTHING, *, done: str = "") -> Response[str]:
    with visit.database.reading() as r:
        found = people.person(r, visit.person(), login, visit.today)
        choices = offered(r, visit)
    return page(
        "person",
        frame(visit, f"{found.name}（{login}）", "people"),
        status=tried.status,
        person=found,
        offered=choices,
        tried=tried,
        roles=ROLES,
        done=done,
        today=visit.today,
    )


def _handover(visit: Visit, login: str, tried: Tried) -> Response[str]:
    with visit.database.reading() as r:
        found = people.holdings(r, visit.person(), login, today=visit.today, at=visit.at)
        others = tuple(
            p for p in people.people(r, visit.person(), visit.today) if p.login != login and not p.is_off
        )
    return page(
        "handover",
        frame(visit, f"移交：{found.person.name}", "people"),
        status=tried.status,
        held=found,
        others=others,
        tried=tried,
        today=visit.today,
    )


def _slip(visit: Visit, login: str, code: str) -> Response[str]:
    with visit.database.reading() as r:
        who = people.person(r, visit.person(), login, visit.today)
    return page("slip", frame(visit, "一次性口令", "people"), slip=Slip(who, code, visit.base_url))
