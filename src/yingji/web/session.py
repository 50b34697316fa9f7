"""Who is at the door: an API token or a session cookie, looked up before anything else is read.

The session table is ours: a secret of 256 bits of which only the digest is stored, made anew at every
sign-in, ended after two idle hours or twelve hours in all.
"""

import hmac
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from litestar import Request
from litestar.concurrency import sync_to_thread
from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie
from litestar.exceptions import HTTPException
from litestar.handlers import BaseRouteHandler
from litestar.types import Scope

from yingji.access.actions import touch_session
from yingji.access.queries import Session, session_of, token_owner
from yingji.access.queries import actor as actor_of
from yingji.clock import Clock, day_of
from yingji.config import Config
from yingji.db import Database, Reading
from yingji.desk.supervise import is_sample
from yingji.errors import Fault, Forbidden
from yingji.tray.actions import hold
from yingji.web.forms import HELD, Form, keep_form, read_form
from yingji.web.visit import Visit

COOKIE = "yingji_session"
IDLE = timedelta(hours=2)
LONGEST = timedelta(hours=12)
NOTED_EVERY = timedelta(minutes=1)
DESCRIPTION = "/schema/openapi.json"
"""The one route of the framework's own that is open; the others beside it are not."""
MOST_KEPT = 256 * 1024
"""Bytes of a form that is carried over a new sign-in, whoever sent it."""
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})

OPEN = {"open": True}
"""Handler option: answered without sign-in."""
WITHOUT_DATABASE = {"open": True, "without_database": True}
WHILE_PASSWORD_DUE = {"while_password_due": True}

_KEPT = "yingji_visit"


class PasswordDue(Forbidden):
    """The one-time code still has to be replaced by a password of one's own."""


async def admit(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """The guard on every route; raises ``Unauthorized``, ``PasswordDue`` or ``Forbidden`` (forged post)."""
    if handler.opt.get("without_database"):
        return
    visit = await visit_of(connection)
    if handler.opt.get("open") or connection.scope.get("path_template") == DESCRIPTION:
        return
    if visit.is_anonymous and isinstance(connection, Request):
        await _keep_typed(connection)
    visit.person()
    if visit.must_change and not handler.opt.get("while_password_due"):
        raise PasswordDue("您正在使用一次性口令，请先换成自己的密码，再办理别的事。")
    if isinstance(connection, Request):
        await _refuse_forged(connection, visit)


async def visit_of(connection: ASGIConnection[Any, Any, Any, Any]) -> Visit:
    """The visit of a request, looked up once."""
    kept = kept_visit(connection.scope)
    if kept is not None:
        return kept
    state = connection.app.state
    visit = await sync_to_thread(
        look_up,
        state.database,
        state.clock,
        state.config,
        secret=connection.cookies.get(COOKIE, ""),
        authorization=connection.headers.get("authorization", ""),
        own_address=str(connection.base_url).rstrip("/"),
    )
    connection.scope["state"][_KEPT] = visit
    return visit


def kept_visit(scope: Scope) -> Visit | None:
    """The visit as far as it was looked up already."""
    kept = scope.get("state", {}).get(_KEPT)
    return kept if isinstance(kept, Visit) else None


async def provide_visit(request: Request[Any, Any, Any]) -> Visit:
    """The dependency ``visit`` of every handler."""
    return await visit_of(request)


def look_up(
    database: Database,
    clock: Clock,
    config: Config,
    *,
    secret: str,
    authorization: str,
    own_address: str,
) -> Visit:
    """Who holds the token or the session; anonymous when neither holds any more."""
    at = clock.now()
    with database.reading() as r:
        visit = Visit(database, config, at, is_sample=is_sample(r), own_address=own_address)
        if authorization:
            return _by_token(r, visit, authorization)
        visit, seen_at = _by_cookie(r, visit, secret) if secret else (visit, at)
    if at - seen_at >= NOTED_EVERY:
        with database.writing() as w:
            touch_session(w, at, secret=secret)
    return visit


def session_cookie(config: Config, secret: str) -> Cookie:
    """The cookie of a fresh session; an empty secret takes it back."""
    return Cookie(
        key=COOKIE,
        value=secret,
        path="/",
        httponly=True,
        samesite="lax",
        secure=config.base_url.startswith("https://"),
        max_age=int(LONGEST.total_seconds()) if secret else 0,
    )


def refuse_foreign(request: Request[Any, Any, Any]) -> None:
    """Raise ``Forbidden`` when another site posts the sign-in form; it has no session to hold a token."""
    origin = request.headers.get("origin", "")
    if request.headers.get("sec-fetch-site") == "cross-site" or (
        origin and origin.split("://")[-1] != request.headers.get("host", "")
    ):
        raise Forbidden("登录请求不是从本系统页面发出的，已拒绝。请打开本系统首页登录。")


def _by_token(r: Reading, visit: Visit, authorization: str) -> Visit:
    scheme, _, secret = authorization.partition(" ")
    login = token_owner(r, secret.strip()) if scheme.lower() == "bearer" else None
    if login is None:
        return visit
    return replace(visit, actor=actor_of(r, login, day_of(visit.at)), by_token=True)


def _by_cookie(r: Reading, visit: Visit, secret: str) -> tuple[Visit, datetime]:
    session = session_of(r, secret)
    if session is None or visit.at - session.seen_at > IDLE or visit.at - session.started_at > LONGEST:
        return visit, visit.at
    found = replace(
        visit,
        actor=actor_of(r, session.login, day_of(visit.at)),
        secret=secret,
        csrf=session.csrf,
        must_change=session.must_change,
    )
    return found, session.seen_at


async def _keep_typed(request: Request[Any, Any, Any]) -> None:
    """Read what was sent with a form whose session has ended, for the page that asks to sign in again.

    A file is put into the tray of whoever the session belonged to; from nobody known no large body is read.
    """
    length = request.headers.get("content-length", "")
    if request.method != "POST" or not length.isdecimal():
        return
    ended = await sync_to_thread(_ended_session, request)
    if int(length) > MOST_KEPT and ended is None:
        return
    with suppress(Fault, HTTPException):
        form = await read_form(request)
        if ended is not None and form.files and _is_own(form, ended.csrf):
            held = await sync_to_thread(_hold_files, request, ended.login, form)
            keep_form(request, replace(form, fields={**form.fields, **held}))


def _ended_session(request: Request[Any, Any, Any]) -> Session | None:
    """Whose session the cookie stood for, while it is still known."""
    secret = request.cookies.get(COOKIE, "")
    with request.app.state.database.reading() as r:
        return session_of(r, secret) if secret else None


def _hold_files(request: Request[Any, Any, Any], login: str, form: Form) -> dict[str, str]:
    at = request.app.state.clock.now()
    with request.app.state.database.writing() as w:
        person = actor_of(w, login, day_of(at))
        return {
            HELD + name: hold(w, person, at, filename=file.filename, content=file.content)
            for name, file in form.files.items()
            if file.content
        }


def _is_own(form: Form, csrf: str) -> bool:
    return hmac.compare_digest(form.text("csrf").encode(), csrf.encode())


async def _refuse_forged(request: Request[Any, Any, Any], visit: Visit) -> None:
    if visit.by_token or request.method in SAFE:
        return
    given = request.headers.get("x-csrf-token") or (await read_form(request)).text("csrf")
    if not hmac.compare_digest(given.encode(), visit.csrf.encode()):
        raise Forbidden("页面已过期，或请求不是从本系统页面发出的。请返回刷新页面，再办理一次。")
