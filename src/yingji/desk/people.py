"""People as their administrators see them: who holds what where, and handing all of it over (换届)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from yingji.access import actions as access
from yingji.access.queries import Account, Grant, Token, account, accounts, grants, tokens_of
from yingji.access.queries import actor as actor_of
from yingji.access.rights import NARROW, ROLES, Actor, demand, may
from yingji.db import Reading, Writing
from yingji.desk.tasks import Task, has_desk, home
from yingji.errors import Conflict, Forbidden, Usage
from yingji.lifecycle.queries import current_texts
from yingji.plans.queries import kinds
from yingji.units.queries import Unit, units_by_ids, units_under


@dataclass(frozen=True, slots=True)
class GrantLine:
    """A role over a unit; ``is_now`` on the day asked, else it begins later."""

    id: int
    role: str
    role_title: str
    unit_code: str
    unit_name: str
    path: str
    unit_id: int
    from_day: date
    until_day: date | None
    is_now: bool


@dataclass(frozen=True, slots=True)
class PersonLine:
    """Somebody with an account and what they hold from the day asked on."""

    login: str
    name: str
    post: str
    is_off: bool
    must_change: bool
    grants: tuple[GrantLine, ...]

    @property
    def paths(self) -> tuple[str, ...]:
        """The places they hold a role in."""
        return tuple(held.path for held in self.grants)


@dataclass(frozen=True, slots=True)
class Affected:
    """A plan in which the person stands by name: its text has to follow whoever comes after."""

    unit_code: str
    unit_name: str
    kind: str
    kind_title: str
    is_in_force: bool


@dataclass(frozen=True, slots=True)
class Holdings:
    """Everything that changes hands with a person."""

    person: PersonLine
    tasks: tuple[Task, ...]
    plans: tuple[Affected, ...]


def people(r: Reading, actor: Actor, on: date) -> tuple[PersonLine, ...]:
    """Everybody this administrator looks after: who holds something in their places, or nothing at all.

    Raises ``Forbidden``. A fixed number of statements.
    """
    places = _administered(r, actor, on)
    held = grants(r, on, through=date.max)
    units = {unit.id: unit for unit in units_by_ids(r, {g.unit_id for g in held}, on)}
    lines = (_line(who, held, units, on) for who in accounts(r))
    return tuple(line for line in lines if _is_under(line, places, actor))


def person(r: Reading, actor: Actor, login: str, on: date) -> PersonLine:
    """One of them; raises ``NotFound``, ``Forbidden`` for somebody of another place."""
    places = _administered(r, actor, on)
    who = account(r, login)
    held = grants(r, on, [who.id], through=date.max)
    units = {unit.id: unit for unit in units_by_ids(r, {g.unit_id for g in held}, on)}
    line = _line(who, held, units, on)
    if not _is_under(line, places, actor):
        raise Forbidden(f"「{login}」的授权在您管理的范围之外。请联系那里的管理员。")
    return line


def tokens(r: Reading, actor: Actor, login: str, on: date) -> tuple[PersonLine, tuple[Token, ...]]:
    """A person and the tokens their scripts use: one's own, or of somebody this administrator looks after."""
    if login != actor.login:
        line = person(r, actor, login, on)
    else:
        line = PersonLine(login, actor.name, actor.post, False, False, ())
    return line, tokens_of(r, account(r, login).id)


def open_account(
    w: Writing,
    actor: Actor,
    at: datetime,
    *,
    login: str,
    name: str,
    post: str,
    role: str,
    unit: Unit,
    today: date,
) -> str:
    """An account with one role; returns the one-time code. Raises like the actions it is made of."""
    code = access.add_person(w, actor, at, login=login, name=name, post=post, path=unit.path)
    access.give_role(
        w,
        actor,
        at,
        login=login,
        role=role,
        unit_id=unit.id,
        path=unit.path,
        from_day=access.opening_day(w, role, unit.id, today),
    )
    return code


def holdings(r: Reading, actor: Actor, login: str, *, today: date, at: datetime) -> Holdings:
    """What a person holds: grants, work on their desk, plans that name them."""
    line = person(r, actor, login, today)
    who = actor_of(r, login, today) if not line.is_off else None
    desk = home(r, who, today=today, at=at).mine if who is not None and has_desk(who) else ()
    return Holdings(line, desk, _named_in(r, line, today))


def hand_over(
    w: Writing, actor: Actor, at: datetime, *, login: str, to: str, on: date, switch_off: bool
) -> tuple[GrantLine, ...]:
    """Everything ``login`` holds goes to ``to`` from a day on; returns what went.

    Raises ``Usage`` for handing over to oneself, ``Conflict`` when there is nothing to hand over.
    """
    if login == to:
        raise Usage("接手的人和移交的人是同一个账号。请另选接手的人。", field="to")
    line = person(w, actor, login, on)
    successor = account(w, to)
    if successor.off_at is not None:
        raise Conflict(f"账号「{to}」已停用，不能接手。请另选，或新开账号。", field="to")
    if not line.grants:
        raise Conflict(f"{line.name}（{login}）在 {on} 没有授权，没有可移交的。", field="on")
    for held in line.grants:
        demand(actor, "person.change", held.path)
    for held in line.grants:
        _pass_on(w, actor, at, held, login, to, on)
    if switch_off:
        access.switch_off(w, actor, at, login=login, paths=line.paths)
    return line.grants


def _pass_on(w: Writing, actor: Actor, at: datetime, held: GrantLine, login: str, to: str, on: date) -> None:
    last = max(on, held.from_day) - timedelta(days=1)
    access.take_role(
        w, actor, at, login=login, role=held.role, unit_id=held.unit_id, path=held.path, until_day=last
    )
    access.give_role(
        w,
        actor,
        at,
        login=to,
        role=held.role,
        unit_id=held.unit_id,
        path=held.path,
        from_day=max(on, held.from_day),
        until_day=held.until_day,
    )


def _named_in(r: Reading, line: PersonLine, on: date) -> tuple[Affected, ...]:
    """The plans under what the person holds in which their name stands."""
    units: dict[int, Unit] = {}
    for held in line.grants:
        below = units_under(r, held.unit_id, on)
        units |= {u.id: u for u in below if held.role not in NARROW or u.id == held.unit_id}
    if not units or len(line.name) < 2:
        return ()
    titles = kinds(r)
    found = current_texts(r, list(units), on, holding=line.name, restricted_of=list(units))
    return tuple(
        Affected(units[t.unit_id].code, units[t.unit_id].name, t.kind, titles[t.kind], t.is_in_force)
        for t in found
    )


def _administered(r: Reading, actor: Actor, on: date) -> tuple[Unit, ...]:
    held = units_by_ids(r, {grant.unit_id for grant in actor.held}, on)
    places = tuple(unit for unit in held if may(actor, "person.change", unit.path))
    if not places and not actor.is_operator:
        raise Forbidden("账号事务由系统管理员或安全管理员办理。")
    return places


def _is_under(line: PersonLine, places: Iterable[Unit], actor: Actor) -> bool:
    """Whether all of somebody's grants lie in these places."""
    roots = [place.path for place in places]
    return actor.is_operator or all(any(g.path.startswith(root) for root in roots) for g in line.grants)


def _line(who: Account, held: Iterable[Grant], units: dict[int, Unit], on: date) -> PersonLine:
    own = [g for g in held if g.person_id == who.id and g.unit_id in units]
    return PersonLine(
        who.login,
        who.name,
        who.post,
        who.off_at is not None,
        who.must_change,
        tuple(
            GrantLine(
                g.id,
                g.role,
                ROLES[g.role],
                units[g.unit_id].code,
                units[g.unit_id].name,
                units[g.unit_id].path,
                g.unit_id,
                g.from_day,
                g.until_day,
                g.from_day <= on,
            )
            for g in own
        ),
    )
