"""What the query and the path say, read in Chinese."""

import re
from datetime import date
from typing import Annotated

from litestar.params import FromPath, FromQuery, PathParameter, QueryParameter

from yingji.errors import Usage

Day = Annotated[str, QueryParameter(description="日期，例如 2026-05-01", schema_extra={"format": "date"})]
UnitCode = Annotated[
    str, PathParameter(description="单位代码，现用或曾用，例如 411624201201 或 411624201000-卫生院")
]
Kind = Annotated[str, PathParameter(description="预案种类，例如 flood")]
Number = Annotated[int, PathParameter(description="第几次上传")]

__all__ = ["Day", "FromPath", "FromQuery", "Kind", "Number", "UnitCode", "day"]


def day(name: str, text: str) -> date | None:
    """The day a parameter names, None when it is empty; raises ``Usage``."""
    if not text:
        return None
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    raise Usage(f"参数 {name} 写着「{text[:40]}」，应为确有的一天，例如 2026-05-01。")
