"""What the OpenAPI says of errors and sign-in, said once."""

from importlib.metadata import version
from typing import Any

from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import Components, SecurityScheme

from yingji.web.problems import PROBLEM, ConflictDetails, ProblemDetails
from yingji.web.session import COOKIE

_SAID: dict[int, str] = {
    400: "写法不对：日期、代码、参数、读不出来的文件",
    401: "没有登录，或令牌无效",
    403: "没有权限，或缺少 CSRF 令牌",
    404: "没有这个单位、预案、版本或地址",
    405: "请求方法不对",
    409: "当前状态不允许",
    412: "内容已被更新",
    413: "内容太大",
    415: "文件类型不支持",
    422: "内容需要修改，逐条列出",
    429: "问得太频繁，请稍后再试",
    500: "系统出错，已记录",
    503: "暂时不可用",
}

VERSION = version("yingji")
ALWAYS = (400, 401, 500, 503)


def errors(*statuses: int) -> dict[int, ResponseSpec]:
    """The error answers of an API route: those named, and those any route may give."""
    return {
        status: ResponseSpec(
            ConflictDetails if status == 412 else ProblemDetails,
            description=_SAID[status],
            media_type=PROBLEM,
            generate_examples=False,
        )
        for status in sorted({*statuses, *ALWAYS})
    }


def _page_errors(*statuses: int) -> dict[int, ResponseSpec]:
    return {
        status: ResponseSpec(str, description=_SAID[status], media_type="text/html", generate_examples=False)
        for status in sorted({*statuses, *ALWAYS})
    }


PAGE_ERRORS = _page_errors(403, 404, 409)
"""The error answers of a page: each is a page too."""
OPEN_PAGE_ERRORS = _page_errors(404, 429)
"""Those of a page that anyone may ask for."""
FORM_ERRORS = _page_errors(403, 404, 409, 412, 413, 415, 422)
"""The error answers of a page's form."""

COMPONENTS = Components(
    security_schemes={
        "token": SecurityScheme(type="http", scheme="bearer", description="管理员发的令牌"),
        "session": SecurityScheme(
            type="apiKey",
            name=COOKIE,
            security_scheme_in="cookie",
            description="登录页的会话；写操作另带 X-CSRF-Token",
        ),
    }
)

SIGNED_IN: list[dict[str, list[str]]] = [{"token": []}, {"session": []}]
NO_SIGN_IN: list[dict[str, Any]] = [{}]
