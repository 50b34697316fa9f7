"""Tokens for scripts: what a person has, a new one shown once, one made worthless."""

from functools import partial
from urllib.parse import quote

from litestar import Response
from litestar.di import NamedDependency

from yingji.access import actions as access
from yingji.db import Writing
from yingji.desk import people
from yingji.errors import Forbidden, Usage
from yingji.web.attempt import NOTHING, Tried, attempt, done_or_again
from yingji.web.forms import Form
from yingji.web.params import FromPath, FromQuery
from yingji.web.rendering import frame, page
from yingji.web.routes import form_post, page_get
from yingji.web.visit import Visit

TOKENS = "/people/{login:str}/tokens"


@page_get(TOKENS)
def tokens_page(
    visit: NamedDependency[Visit], login: FromPath[str], done: FromQuery[str] = ""
) -> Response[str]:
    """The tokens of oneself, or of somebody one administers."""
    return _tokens(visit, login, is_done=bool(done))


@form_post(TOKENS, status_code=200)
def issue_here(
    visit: NamedDependency[Visit], form: NamedDependency[Form], login: FromPath[str]
) -> Response[str]:
    """A new token, shown on this page alone."""
    if visit.by_token:
        raise Forbidden("新令牌只能在登录后的页面上发，不能用令牌再发令牌。")

    def act(w: Writing) -> str:
        line, _ = people.tokens(w, visit.person(), login, visit.today)
        return access.issue_token(w, visit.person(), visit.at, login=login, paths=line.paths)

    secret, tried = attempt(visit, form, "issue", act)
    return _tokens(visit, login, tried or NOTHING, secret=secret or "")


@form_post(TOKENS + "/end")
def end_here(
    visit: NamedDependency[Visit], form: NamedDependency[Form], login: FromPath[str]
) -> Response[str]:
    """Make one worthless."""

    def act(w: Writing) -> None:
        line, _ = people.tokens(w, visit.person(), login, visit.today)
        key = form.text("token")
        if not key.isascii() or not key.isdecimal():
            raise Usage("页面缺少令牌编号，请刷新页面再办理。")
        access.end_token(w, visit.person(), visit.at, login=login, token_id=int(key[:9]), paths=line.paths)

    done = f"/people/{quote(login)}/tokens?done=end"
    return done_or_again(visit, form, "end", act, done=done, again=partial(_tokens, visit, login))


HANDLERS = (tokens_page, issue_here, end_here)


def _tokens(
    visit: Visit, login: str, tried: Tried = NOTHING, *, secret: str = "", is_done: bool = False
) -> Response[str]:
    with visit.database.reading() as r:
        person, tokens = people.tokens(r, visit.person(), login, visit.today)
    return page(
        "tokens",
        frame(visit, f"{person.name}的令牌", "password" if login == visit.actor.login else "people"),
        status=tried.status,
        person=person,
        is_own=login == visit.actor.login,
        tokens=tokens,
        secret=secret,
        is_done=is_done,
        tried=tried,
    )
