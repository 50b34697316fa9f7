"""Accounts, grants and ways in. Every act leaves one ledger entry; sign-ins are counted, not chained."""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import delete, select, update

from yingji.access.passwords import LOCK_OUT, hash_password, locked_until, matches, weakness
from yingji.access.queries import account, failures, grants, password_of, site_key, tokens_of
from yingji.access.rights import ROLES, Actor, demand, may
from yingji.access.secrets import digest_of, new_secret, one_time_code
from yingji.access.tables import grant, grant_end, person, session, sign_in_attempt, site, token
from yingji.clock import BEGINNING
from yingji.db import Reading, Writing
from yingji.errors import Conflict, Forbidden, Invalid, NotFound, Unauthorized, Usage
from yingji.ledger.actions import record

_LOGIN = re.compile(r"[a-z][a-z0-9_.-]{1,39}")
SINGLE = frozenset({"reviewer"})
"""Roles held by one person per place and day (有备必审，明确 1 名同志); deputies take over by dates."""


def seed(w: Writing, secret: str) -> None:
    """Give a new installation its key (made from ``YINGJI_SECRET`` when set) and note its clock."""
    if not site_key(w):
        w.add(site, name="key", value=digest_of(f"yingji site key {secret}") if secret else new_secret())
        w.add(site, name="clock", value=w.clock)


def add_person(w: Writing, actor: Actor, at: datetime, *, login: str, name: str, post: str, path: str) -> str:
    """Open an account; returns the one-time code it first signs in with.

    Raises ``Usage`` for a malformed login, ``Conflict`` when it is taken, ``Forbidden``.
    """
    demand(actor, "person.change", path)
    if not _LOGIN.fullmatch(login) or login == "local":
        raise Usage(
            f"账号「{login}」不合规：用 2–40 个小写字母、数字或 _ . - ，以字母开头，例如 wenshu201。",
            field="login",
        )
    if not name.strip():
        raise Usage("请写明姓名，例如 --name 张三。", field="name")
    if w.first(select(person.c.id).where(person.c.login == login)):
        raise Conflict(f"账号「{login}」已经有了。请换一个，例如 {login}2。", field="login")
    code = one_time_code()
    w.add(
        person,
        login=login,
        name=name.strip(),
        post=post.strip(),
        password=hash_password(code),
        must_change=True,
        recorded_at=at,
    )
    record(w, chain="site", actor=actor.login, at=at, act="person.add", touches=[f"person:{login}"])
    return code


def give_role(
    w: Writing,
    actor: Actor,
    at: datetime,
    *,
    login: str,
    role: str,
    unit_id: int,
    path: str,
    from_day: date,
    until_day: date | None = None,
) -> None:
    """Grant ``role`` over the unit at ``path``; what is held already changes nothing.

    Raises ``Usage`` (unknown role, days reversed), ``Conflict`` (another reviewer is named there for
    one of these days).
    """
    demand(actor, "person.change", path)
    _check_role(role)
    if until_day is not None and until_day < from_day:
        raise Usage(f"授权止日 {until_day} 早于起日 {from_day}，请对调。", field="until")
    who = account(w, login)
    through = until_day or date.max
    near = [g for g in grants(w, from_day, through=through) if g.role == role and g.unit_id == unit_id]
    own = [g for g in near if g.person_id == who.id]
    if any(g.from_day <= from_day and through <= (g.until_day or date.max) for g in own):
        return
    if role in SINGLE and len(own) < len(near):
        raise Conflict(
            f"这个单位在 {from_day} 起的这段时间已有{ROLES[role]}。"
            "一处一天只明确 1 名：请先用 user revoke 结束原授权，或错开日期。",
            field="role",
        )
    w.add(
        grant,
        person_id=who.id,
        role=role,
        unit_id=unit_id,
        from_day=from_day,
        until_day=until_day,
        recorded_at=at,
    )
    _record_role(w, actor, at, "person.grant", login, role, unit_id)


def take_role(
    w: Writing, actor: Actor, at: datetime, *, login: str, role: str, unit_id: int, path: str, until_day: date
) -> None:
    """End what ``login`` holds after ``until_day``; raises ``NotFound`` when that is nothing."""
    demand(actor, "person.change", path)
    _check_role(role)
    who = account(w, login)
    after = until_day + timedelta(days=1)
    held = [g for g in grants(w, after, [who.id]) if (g.role, g.unit_id) == (role, unit_id)]
    if not held:
        raise NotFound(f"「{login}」在 {after} 没有这个单位的{ROLES[role]}授权。可用 user list 查看。")
    w.add_all(grant_end, [{"grant_id": g.id, "until_day": until_day, "recorded_at": at} for g in held])
    _record_role(w, actor, at, "person.revoke", login, role, unit_id)


def opening_day(r: Reading, role: str, unit_id: int, today: date) -> date:
    """From when a new account's role holds: always, or from today where somebody else was it before."""
    before = grants(r, BEGINNING, through=today) if role in SINGLE else ()
    return today if any((g.role, g.unit_id) == (role, unit_id) for g in before) else BEGINNING


def _check_role(role: str) -> None:
    if role not in ROLES:
        listing = "、".join(f"{key}（{title}）" for key, title in ROLES.items())
        raise Usage(f"没有「{role}」这个角色。可选：{listing}。")


def _record_role(
    w: Writing, actor: Actor, at: datetime, act: str, login: str, role: str, unit_id: int
) -> None:
    record(
        w,
        chain="site",
        actor=actor.login,
        at=at,
        act=act,
        unit_id=unit_id,
        touches=[f"person:{login}", f"unit:{unit_id}"],
        detail={"role": role},
    )


def issue_token(w: Writing, actor: Actor, at: datetime, *, login: str, paths: Sequence[str]) -> str:
    """A new API token for ``login``; shown once, stored as a digest."""
    _demand_person(actor, login, paths)
    who = account(w, login)
    if who.off_at is not None:
        raise Conflict(f"账号「{login}」已停用，不能发令牌。")
    secret = new_secret()
    w.add(token, person_id=who.id, digest=digest_of(secret), recorded_at=at)
    record(w, chain="site", actor=actor.login, at=at, act="person.token", touches=[f"person:{login}"])
    return secret


def end_token(
    w: Writing, actor: Actor, at: datetime, *, login: str, token_id: int, paths: Sequence[str]
) -> None:
    """Make a token worthless from now on; raises ``NotFound`` when ``login`` has none of that id that works."""
    _demand_person(actor, login, paths)
    who = account(w, login)
    if not any(one.id == token_id and one.off_at is None for one in tokens_of(w, who.id)):
        raise NotFound(f"「{login}」没有编号为 {token_id} 的有效令牌，可能已经作废。请刷新页面核对。")
    w.run(update(token).where(token.c.id == token_id).values(off_at=at))
    record(w, chain="site", actor=actor.login, at=at, act="person.token_off", touches=[f"person:{login}"])


def reset_code(w: Writing, actor: Actor, at: datetime, *, login: str, paths: Sequence[str]) -> str:
    """A new one-time code; the old password and every session of ``login`` end."""
    _demand_person(actor, login, paths)
    who = account(w, login)
    code = one_time_code()
    w.run(update(person).where(person.c.id == who.id).values(password=hash_password(code), must_change=True))
    w.run(delete(session).where(session.c.person_id == who.id))
    record(w, chain="site", actor=actor.login, at=at, act="person.code", touches=[f"person:{login}"])
    return code


def switch_off(w: Writing, actor: Actor, at: datetime, *, login: str, paths: Sequence[str]) -> None:
    """Close an account: no sign-in, no token, no session from now on."""
    _demand_person(actor, login, paths)
    who = account(w, login)
    w.run(update(person).where(person.c.id == who.id, person.c.off_at.is_(None)).values(off_at=at))
    w.run(update(token).where(token.c.person_id == who.id, token.c.off_at.is_(None)).values(off_at=at))
    w.run(delete(session).where(session.c.person_id == who.id))
    record(w, chain="site", actor=actor.login, at=at, act="person.off", touches=[f"person:{login}"])


def _demand_person(actor: Actor, login: str, paths: Sequence[str]) -> None:
    """One's own account, or an administrator over every place (``paths``) the person holds a role in."""
    administers = actor.is_operator or any(h.role in {"sysadmin", "secadmin"} for h in actor.held)
    if actor.login == login or (administers and all(may(actor, "person.change", path) for path in paths)):
        return
    raise Forbidden("账号事务由管到此人全部任职单位的系统管理员或安全管理员办理。")


def sign_in(w: Writing, at: datetime, *, login: str, password: str) -> str | None:
    """Try to sign in; returns the secret of a new session, or None when refused (and counted).

    Must be committed either way, so that failures count. Raises ``Unauthorized`` while locked out.
    """
    until = locked_until(failures(w, login, at - LOCK_OUT), at)
    if until is not None:
        raise Unauthorized(f"连续输错多次，请在 {until:%H:%M} 以后再试，或请管理员重置。")
    fits = matches(password_of(w, login), password)
    w.add(sign_in_attempt, login=login[:80], at=at, succeeded=fits)
    return open_session(w, at, login=login) if fits else None


def open_session(w: Writing, at: datetime, *, login: str) -> str:
    """A fresh session with a fresh secret (never one the browser brought along)."""
    secret = new_secret()
    w.add(
        session,
        digest=digest_of(secret),
        person_id=account(w, login).id,
        csrf=new_secret(),
        started_at=at,
        seen_at=at,
    )
    return secret


def touch_session(w: Writing, at: datetime, *, secret: str) -> None:
    """Note that the session is in use."""
    w.run(update(session).where(session.c.digest == digest_of(secret)).values(seen_at=at))


def sign_out(w: Writing, *, secret: str) -> None:
    """End the session."""
    w.run(delete(session).where(session.c.digest == digest_of(secret)))


def change_password(w: Writing, actor: Actor, at: datetime, *, old: str, new: str) -> None:
    """Set a password of one's own; raises ``Invalid`` when the old one is wrong or the new one weak."""
    if not matches(password_of(w, actor.login), old):
        raise Invalid("原密码（或一次性口令）不对，请再输一次。", field="old")
    if fault := weakness(new, actor.login, actor.name):
        raise Invalid(fault, field="new")
    w.run(
        update(person)
        .where(person.c.id == actor.person_id)
        .values(password=hash_password(new), must_change=False)
    )
    w.run(delete(session).where(session.c.person_id == actor.person_id))
    record(
        w, chain="site", actor=actor.login, at=at, act="person.password", touches=[f"person:{actor.login}"]
    )
