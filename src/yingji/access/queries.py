"""People and what they hold on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, func, or_, select

from yingji.access.rights import LOCAL, ROLES, Actor, Held
from yingji.access.secrets import digest_of
from yingji.access.tables import grant, grant_end, person, session, sign_in_attempt, site, token
from yingji.db import Reading
from yingji.errors import NotFound


@dataclass(frozen=True, slots=True)
class Account:
    """A person with an account; never the password."""

    id: int
    login: str
    name: str
    post: str
    must_change: bool
    off_at: datetime | None


@dataclass(frozen=True, slots=True)
class Grant:
    """A role over a unit, from and (inclusive) until days."""

    id: int
    person_id: int
    role: str
    unit_id: int
    from_day: date
    until_day: date | None


def account(r: Reading, login: str) -> Account:
    """The account of ``login``; raises ``NotFound``."""
    row = r.first(select(person).where(person.c.login == login))
    if row is None:
        raise NotFound(f"没有账号「{login}」。请核对账号，或用 yingji user list 查看已有账号。")
    return _account(row)


def accounts(r: Reading) -> tuple[Account, ...]:
    """Everybody, by login."""
    return tuple(_account(row) for row in r.rows(select(person).order_by(person.c.login)))


def actor(r: Reading, login: str, on: date) -> Actor:
    """Who acts under ``login`` with the grants valid ``on`` that day; raises ``NotFound``."""
    if login == LOCAL.login:
        return LOCAL
    who = account(r, login)
    if who.off_at is not None:
        raise NotFound(f"账号「{login}」已停用，不能再办理。请联系管理员。")
    held = tuple(Held(g.role, g.unit_id) for g in grants(r, on, [who.id]))
    return Actor(who.id, who.login, who.name, who.post, held)


def grants(
    r: Reading,
    on: date,
    person_ids: Sequence[int] | None = None,
    *,
    unit_ids: Sequence[int] | None = None,
    through: date | None = None,
) -> tuple[Grant, ...]:
    """Grants valid on a day, or on any day from ``on`` ``through`` another."""
    ended = (
        select(grant_end.c.grant_id, func.min(grant_end.c.until_day).label("until_day"))
        .group_by(grant_end.c.grant_id)
        .subquery()
    )
    until = func.coalesce(ended.c.until_day, grant.c.until_day)
    statement = (
        select(grant, until.label("until"))
        .outerjoin(ended, ended.c.grant_id == grant.c.id)
        .where(grant.c.from_day <= (through or on), or_(until.is_(None), until >= on))
        .order_by(grant.c.id)
    )
    if person_ids is not None:
        statement = statement.where(grant.c.person_id.in_(person_ids))
    if unit_ids is not None:
        statement = statement.where(grant.c.unit_id.in_(unit_ids))
    return tuple(
        Grant(row.id, row.person_id, row.role, row.unit_id, row.from_day, row.until)
        for row in r.rows(statement)
    )


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who holds a role; ``words`` like 李四（审核员）."""

    login: str
    words: str


def holders(r: Reading, on: date) -> dict[tuple[str, int], tuple[Holder, ...]]:
    """Who holds each role over each unit on a day, by (role, own id). Two statements."""
    people = {row.id: row for row in r.rows(select(person).where(person.c.off_at.is_(None)))}
    found: dict[tuple[str, int], tuple[Holder, ...]] = {}
    for held in grants(r, on):
        if who := people.get(held.person_id):
            holder = Holder(who.login, f"{who.name}（{ROLES[held.role]}）")
            found[held.role, held.unit_id] = (*found.get((held.role, held.unit_id), ()), holder)
    return found


def heads_of(r: Reading, unit_id: int, on: date) -> dict[str, str]:
    """Name and post of everybody who heads the unit by their account, in the order they came to it."""
    ids = [held.person_id for held in grants(r, on, unit_ids=[unit_id]) if held.role == "head"]
    rows = r.rows(select(person).where(person.c.id.in_(ids), person.c.off_at.is_(None))) if ids else ()
    known = {row.id: row for row in rows}
    return {known[key].name: known[key].post for key in ids if key in known}


def token_owner(r: Reading, secret: str) -> str | None:
    """The login an API token belongs to, or None."""
    found: str | None = r.scalar(
        select(person.c.login)
        .join(token, token.c.person_id == person.c.id)
        .where(token.c.digest == digest_of(secret), token.c.off_at.is_(None), person.c.off_at.is_(None))
    )
    return found


@dataclass(frozen=True, slots=True)
class Token:
    """An API token, never the token itself."""

    id: int
    recorded_at: datetime
    off_at: datetime | None


def tokens_of(r: Reading, person_id: int) -> tuple[Token, ...]:
    """The API tokens of a person, newest first."""
    found = r.rows(select(token).where(token.c.person_id == person_id).order_by(token.c.id.desc()))
    return tuple(Token(row.id, row.recorded_at, row.off_at) for row in found)


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in browser."""

    login: str
    csrf: str
    started_at: datetime
    seen_at: datetime
    must_change: bool


def session_of(r: Reading, secret: str) -> Session | None:
    """The session behind a cookie, or None; limits are the caller's to apply."""
    row = r.first(
        select(person.c.login, session.c.csrf, session.c.started_at, session.c.seen_at, person.c.must_change)
        .join(session, session.c.person_id == person.c.id)
        .where(session.c.digest == digest_of(secret), person.c.off_at.is_(None))
    )
    return Session(row.login, row.csrf, row.started_at, row.seen_at, row.must_change) if row else None


def failures(r: Reading, login: str, since: datetime) -> tuple[datetime, ...]:
    """Failed sign-ins of ``login`` after ``since`` and after its last success."""
    attempts = sign_in_attempt.c
    success = select(func.max(attempts.at)).where(attempts.login == login, attempts.succeeded.is_(True))
    rows = r.rows(
        select(attempts.at).where(
            and_(attempts.login == login, attempts.succeeded.is_(False), attempts.at > since),
            attempts.at > func.coalesce(success.scalar_subquery(), ""),
        )
    )
    return tuple(row.at for row in rows)


def password_of(r: Reading, login: str) -> str | None:
    """The stored hash of an account that is on, or None."""
    found: str | None = r.scalar(
        select(person.c.password).where(person.c.login == login, person.c.off_at.is_(None))
    )
    return found


def site_value(r: Reading, name: str) -> str:
    """What the installation keeps under ``name``; empty when it keeps nothing."""
    return r.scalar(select(site.c.value).where(site.c.name == name)) or ""


def site_key(r: Reading) -> str:
    """The key behind QR tokens and the digests that stand for restricted lists."""
    return site_value(r, "key")


def role_title(role: str) -> str:
    """The Chinese name of a role."""
    return ROLES[role]


def _account(row: Any) -> Account:
    return Account(row.id, row.login, row.name, row.post, row.must_change, row.off_at)
