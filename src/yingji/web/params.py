"""What the query and the path say, read in Chinese."""

import re
from datetime import date
from typing import Annotated, Any
from urllib.parse import parse_qsl, urlencode

from litestar import Request
from litestar.params import FromPath, FromQuery, PathParameter, QueryParameter
from litestar.response import Redirect

from yingji.errors import Usage
from yingji.plans.tidy import written_day

Day = Annotated[str, QueryParameter(description="日期，例如 2026-05-01", schema_extra={"format": "date"})]
UnitCode = Annotated[
    str, PathParameter(description="单位代码，现用或曾用，例如 411624201201 或 411624201000-卫生院")
]
Kind = Annotated[str, PathParameter(description="预案种类，例如 flood")]
Number = Annotated[int, PathParameter(description="第几次上传")]

DAYS = {"as_of": "截至日期", "known_on": "登记截至", "since": "起", "through": "止"}
"""What the filters call the days they ask for."""

__all__ = ["Day", "FromPath", "FromQuery", "Kind", "Number", "UnitCode", "day", "plain_days"]


def day(name: str, text: str) -> date | None:
    """The day a parameter names, None when it is empty; raises ``Usage``."""
    if not text:
        return None
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    title = f"{DAYS[name]}（{name}）" if name in DAYS else name
    raise Usage(f"{title}写着「{text[:40]}」，应为确有的一天，例如 2026-05-01。")


async def plain_days(request: Request[Any, Any, Any]) -> Redirect | None:
    """A page asked for with a day as people write it is the page of that day as YYYY-MM-DD."""
    asked = parse_qsl(request.url.query, keep_blank_values=True)
    plain = [(name, written_day(text) if name in DAYS else text) for name, text in asked]
    return None if plain == asked else Redirect(f"{request.url.path}?{urlencode(plain)}", status_code=303)
