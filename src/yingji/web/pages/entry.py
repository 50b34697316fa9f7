"""Coming in and going out: sign-in, the password of one's own, sign-out."""

import json
from typing import Any
from urllib.parse import urlsplit

from litestar import Request, Response
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Redirect

from yingji.access.actions import change_password, open_session, sign_in, sign_out
from yingji.access.queries import account
from yingji.clock import Clock
from yingji.errors import Fault, Forbidden, Unauthorized
from yingji.web.forms import HELD, Form, Typed
from yingji.web.rendering import frame, page
from yingji.web.routes import LARGE, form_post, page_get
from yingji.web.session import OPEN, WHILE_PASSWORD_DUE, look_up, refuse_foreign, session_cookie
from yingji.web.spec import NO_SIGN_IN
from yingji.web.visit import Visit

LONGEST_LOGIN = 80
REFUSED = "账号或密码不对，请核对后再试。连续输错 5 次将暂停 15 分钟。"


@page_get("/", opt=OPEN, security=NO_SIGN_IN)
def sign_in_page(
    visit: NamedDependency[Visit], next: FromQuery[str] = "", login: FromQuery[str] = ""
) -> Response[str]:
    """The sign-in page; whoever is signed in goes on to their work, unless ``login`` names somebody else."""
    if not visit.is_anonymous and login in {"", visit.actor.login}:
        return Redirect("/home", status_code=303)
    return _sign_in(visit, next=safe_next(next), login=login[:LONGEST_LOGIN])


@form_post("/sign-in", opt=OPEN, security=NO_SIGN_IN, request_max_body_size=LARGE)
def sign_in_here(
    request: Request[Any, Any, Any], visit: NamedDependency[Visit], form: NamedDependency[Form]
) -> Response[str]:
    """Try login and password; a new session with a new secret, or the same words for every failure."""
    refuse_foreign(request)
    login, refused, secret = form.text("login").lower(), REFUSED, None
    try:
        with visit.database.writing() as w:
            secret = sign_in(w, visit.at, login=login, password=form.fields.get("password", ""))
            if visit.secret and secret:
                sign_out(w, secret=visit.secret)
            must_change = bool(secret) and account(w, login).must_change
    except Unauthorized as locked:
        refused = locked.detail
    if secret is None:
        return _sign_in(
            visit,
            next=safe_next(form.text("next")),
            login=login,
            refused=refused,
            carried=form.fields.get("carried", ""),
            action=safe_next(form.text("action")),
        )
    if not must_change and (sent := _carried(form)) is not None and safe_next(form.text("action")):
        return _carry_on(visit, secret, form.text("action"), sent)
    target = "/password" if must_change else safe_next(form.text("next")) or "/home"
    return Redirect(target, status_code=303, cookies=[session_cookie(visit.config, secret)])


@form_post("/sign-out", opt=WHILE_PASSWORD_DUE)
def sign_out_here(visit: NamedDependency[Visit]) -> Response[str]:
    """End the session and show the sign-in page."""
    with visit.database.writing() as w:
        sign_out(w, secret=visit.secret)
    return Redirect("/", status_code=303, cookies=[session_cookie(visit.config, "")])


@page_get("/password", opt=WHILE_PASSWORD_DUE)
def password_page(visit: NamedDependency[Visit]) -> Response[str]:
    """The form for a password of one's own."""
    return _password(visit)


@form_post("/password", opt=WHILE_PASSWORD_DUE)
def change_password_here(visit: NamedDependency[Visit], form: NamedDependency[Form]) -> Response[str]:
    """Set it; every session of the person ends and this browser gets a new one."""
    if visit.by_token:
        raise Forbidden("密码只能在登录后的页面上修改。")
    new = form.fields.get("new", "")
    if new != form.fields.get("again", ""):
        return _password(visit, "两次输入的新密码不一样，请重新输入。", "again")
    try:
        with visit.database.writing() as w:
            change_password(w, visit.person(), visit.at, old=form.fields.get("old", ""), new=new)
            secret = open_session(w, visit.at, login=visit.actor.login)
    except Fault as fault:
        if fault.status != 422:
            raise
        return _password(visit, fault.detail, str(fault.extra.get("field", "")))
    return Redirect("/home", status_code=303, cookies=[session_cookie(visit.config, secret)])


HANDLERS = (sign_in_page, sign_in_here, sign_out_here, password_page, change_password_here)


def safe_next(target: str) -> str:
    """The place to go on to after sign-in, if it lies on this site; empty otherwise."""
    parts = urlsplit(target)
    own = not parts.scheme and not parts.netloc and target.startswith("/") and not target.startswith("//")
    plain = target.isprintable() and "\\" not in target and len(target) <= 500
    return target if own and plain else ""


def _sign_in(
    visit: Visit, *, next: str, login: str = "", refused: str = "", carried: str = "", action: str = ""
) -> Response[str]:
    return page(
        "sign_in",
        frame(None, "登录", rehearsal_of=visit),
        status=401 if refused else 200,
        next=next,
        login=login,
        refused=refused,
        carried=carried,
        action=action,
    )


def _carried(form: Form) -> Typed | None:
    """What was sent before the session ended; None for nothing."""
    try:
        found = json.loads(form.fields.get("carried", ""))
        parts = [
            {str(name): str(value) for name, value in found[part].items()} for part in ("fields", "lost")
        ]
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    return Typed(*parts)


def _carry_on(visit: Visit, secret: str, action: str, sent: Typed) -> Response[str]:
    """What was sent before, to be sent again with one press; nothing is done unasked."""
    now = look_up(
        visit.database, Clock(visit.at), visit.config, secret=secret, authorization="", own_address=""
    )
    answer = page(
        "carry_on",
        frame(now, "接着办", "home"),
        action=action,
        fields=sent.fields,
        lost=sent.lost,
        is_held=any(name.startswith(HELD) for name in sent.fields),
        told=[value for name, value in sent.fields.items() if value and not name.startswith(HELD)],
    )
    answer.cookies.append(session_cookie(visit.config, secret))
    return answer


def _password(visit: Visit, refused: str = "", at: str = "") -> Response[str]:
    return page(
        "password",
        frame(visit, "修改密码", "password"),
        status=422 if refused else 200,
        refused=refused,
        at=at,
        must_change=visit.must_change,
        login=visit.actor.login,
    )
