"""Every fault becomes one answer: problem details for scripts, a Chinese page for people.

Nothing of an exception that is not ours reaches a reader or, beyond its kind and place, the log:
its words may hold names and phone numbers.
"""

import logging
import secrets
import traceback
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from litestar import Request, Response
from litestar.connection import ASGIConnection
from litestar.exceptions import HTTPException
from litestar.response import Redirect
from litestar.types import Scope

from yingji.errors import Fault, NotFound, TooLarge, Unauthorized, Usage, WrongType
from yingji.web.rendering import error_page
from yingji.web.said import said
from yingji.web.session import PasswordDue, kept_visit, visit_of
from yingji.web.visit import SIGN_IN_FIRST

PROBLEM = "application/problem+json"
MACHINES = ("/api", "/health", "/ready", "/metrics", "/schema")
_INCIDENT = "yingji_incident"

log = logging.getLogger("yingji.web")


@dataclass(frozen=True, slots=True)
class ProblemLine:
    """One thing to mend: where, what is wrong and how to mend it; grade must, should or note."""

    path: str
    place: str
    message: str
    grade: str


@dataclass(frozen=True, slots=True)
class ConflictLine:
    """One place where two people's contents differ, and whose the stored one is."""

    path: str
    place: str
    yours: str
    theirs: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class ProblemDetails:
    """RFC 9457, in Chinese."""

    type: str
    title: str
    status: int
    detail: str
    problems: tuple[ProblemLine, ...] = ()


@dataclass(frozen=True, slots=True)
class ConflictDetails:
    """The same for 412: ``problems`` puts yours and theirs side by side."""

    type: str
    title: str
    status: int
    detail: str
    problems: tuple[ConflictLine, ...] = ()


class NoRoute(NotFound):
    """No such address."""


class NoMethod(Usage):
    """The address is there, the method is not."""

    code, title, status = "no_method", "请求方法不对", 405


class Crash(Fault):
    """Something of ours broke."""

    code, title, status = "crash", "系统出错了", 500


_WORDS: dict[int, Fault] = {
    400: Usage("请求的写法不对，请核对网址和参数。"),
    404: NoRoute("没有这个地址。请从首页进入，或核对网址。"),
    413: TooLarge("提交的内容太大。预案 JSON 最大 2 MB，其他文件最大 30 MB。"),
    415: WrongType("这里不收这种格式。预案请用 application/json 提交。"),
}


async def before_answering(error: Exception, scope: Scope) -> None:
    """Hook after any exception: note a crash in the log, and find out who asks where no route did."""
    if not isinstance(error, Fault) and getattr(error, "status_code", 500) >= 500:
        scope["state"][_INCIDENT] = incident = secrets.token_hex(4)
        log.error("crash %s at %s %s\n%s", incident, scope.get("method"), _template(scope), _trace(error))
    if isinstance(error, HTTPException) and error.status_code in {404, 405}:
        try:
            await visit_of(ASGIConnection(scope))
        except Fault:
            return


def answer_fault(request: Request[Any, Any, Any], fault: Fault) -> Response[Any]:
    """One of our own faults."""
    if isinstance(fault, PasswordDue) and not is_machine(request):
        return Redirect("/password", status_code=303)
    return _answer(request, fault)


def answer_http(request: Request[Any, Any, Any], error: HTTPException) -> Response[Any]:
    """One of the framework's: unknown address, wrong method, bad parameter, body too large."""
    visit = kept_visit(request.scope)
    if error.status_code in {404, 405} and (visit is None or visit.is_anonymous):
        return _answer(request, Unauthorized(SIGN_IN_FIRST))
    if error.status_code >= 500:
        return answer_crash(request, error)
    headers = {"Allow": error.headers["allow"]} if error.headers and "allow" in error.headers else {}
    return _answer(request, _in_words(error, headers.get("Allow", "")), headers)


def answer_crash(request: Request[Any, Any, Any], _error: Exception) -> Response[Any]:
    """Anything else: a number to quote, and not a word of the exception."""
    incident = request.scope["state"].get(_INCIDENT, "")
    return _answer(
        request,
        Crash(f"系统出错了，没有存入任何内容。已记录（编号 {incident}），请把编号告诉管理员，稍后再试。"),
    )


def details(fault: Fault) -> ProblemDetails | ConflictDetails:
    """A fault in the shape of the contract."""
    head = (f"urn:yingji:problem:{fault.code}", fault.title, fault.status, said(fault.detail))
    conflicts = fault.extra.get("conflicts")
    if isinstance(conflicts, list) and conflicts:
        names = ("path", "place", "yours", "theirs", "by", "at")
        return ConflictDetails(
            *head, tuple(ConflictLine(*(_text(row.get(name)) for name in names)) for row in conflicts)
        )
    return ProblemDetails(
        *head, tuple(ProblemLine(p.path, p.place, said(p.message), p.grade) for p in fault.problems)
    )


def is_machine(request: Request[Any, Any, Any]) -> bool:
    """Whether the answer goes to a script: by address, or because it asked for JSON and not for a page."""
    path = request.scope["path"]
    if any(path == place or path.startswith(place + "/") for place in MACHINES):
        return True
    accept = request.headers.get("accept", "")
    return "json" in accept and "html" not in accept


def _answer(
    request: Request[Any, Any, Any], fault: Fault, headers: dict[str, str] | None = None
) -> Response[Any]:
    sent = dict(headers or {})
    if fault.status == 401:
        sent["WWW-Authenticate"] = 'Bearer realm="yingji"'
    if fault.status == 429:
        sent["Retry-After"] = "60"
    if is_machine(request):
        return Response(details(fault), status_code=fault.status, media_type=PROBLEM, headers=sent)
    return error_page(request, kept_visit(request.scope), details(fault), headers=sent)


def _in_words(error: HTTPException, allowed: str) -> Fault:
    if error.status_code == 405:
        return NoMethod(f"这个地址不支持这种请求方法。可用：{allowed or '无'}。")
    rows = error.extra if isinstance(error.extra, list) else []
    places = "、".join(f"「{row['key']}」" for row in rows if isinstance(row, dict) and row.get("key"))
    if error.status_code == 400 and places:
        return Usage(f"参数{places}的写法不对，请核对，例如日期写 2026-05-01，是否写 true 或 false。")
    return _WORDS.get(error.status_code, _WORDS[400])


def _template(scope: Scope) -> str:
    return quote(str(scope.get("path_template", "")), safe="/{}:")


def _trace(error: BaseException | None) -> str:
    """Kinds and places of an exception and its causes, without their words."""
    lines = []
    while error is not None:
        lines.append(type(error).__qualname__)
        lines += [f"  {f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(error.__traceback__)]
        error = error.__cause__ or error.__context__
    return "\n".join(lines)


def _text(value: object) -> str:
    return "" if value is None else str(value)
