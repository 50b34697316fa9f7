"""How the cells of a workbook look: a handful of named styles, one size of grid, no colour that shouts."""

from collections.abc import Iterable
from math import ceil
from typing import Any

from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side
from openpyxl.styles.differential import DifferentialStyle

FONT = "等线"
BLUE, PALE, GREY, INK = "1F4E79", "EAF1F8", "F2F2F2", "1A1A1A"
WRONG, MISSING = "FFB3B3", "FFE1E1"
LINE, HIGHEST = 15.0, 400.0
TABS = ("1F4E79", "7F7F7F")

_THIN = Side(style="thin", color="B8C4D0")
_GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_LINES = Alignment(vertical="center", wrap_text=True)
_OPEN = Protection(locked=False)

TITLE, NOTE, HEAD, LABEL, HINT = "应急标题", "应急说明", "应急表头", "应急项目", "应急填法"
TEXT, NUMBER, DAY, SHOWN, SAMPLE, KEY = "应急文字", "应急数字", "应急日期", "应急只读", "应急样例", "应急编号"
BELOW = {TEXT: "应急文字下", NUMBER: "应急数字下", DAY: "应急日期下"}
"""The same without a grid, for whole columns: rows added further down stay open and keep their format."""


def add_styles(book: Any) -> None:
    """Make the named styles known to a workbook."""
    plain, free = (
        Font(name=FONT, size=11, color=INK),
        {"border": _GRID, "protection": _OPEN, "alignment": _LINES},
    )
    for style in (
        NamedStyle(TITLE, font=Font(name=FONT, size=16, bold=True, color=BLUE)),
        NamedStyle(NOTE, font=Font(name=FONT, size=10, color="595959"), alignment=_LINES),
        NamedStyle(
            HEAD,
            font=Font(name=FONT, size=11, bold=True, color="FFFFFF"),
            fill=PatternFill("solid", fgColor=BLUE),
            border=_GRID,
            alignment=Alignment(horizontal="center", vertical="center", wrap_text=True),
        ),
        NamedStyle(
            LABEL, font=plain, fill=PatternFill("solid", fgColor=PALE), border=_GRID, alignment=_LINES
        ),
        NamedStyle(HINT, font=Font(name=FONT, size=9, color="6B6B6B"), border=_GRID, alignment=_LINES),
        NamedStyle(TEXT, font=plain, number_format="@", **free),
        NamedStyle(NUMBER, font=plain, **free),
        NamedStyle(DAY, font=plain, number_format="yyyy-mm-dd", **free),
        NamedStyle(
            SHOWN, font=plain, fill=PatternFill("solid", fgColor=GREY), border=_GRID, alignment=_LINES
        ),
        NamedStyle(BELOW[TEXT], font=plain, number_format="@", alignment=_LINES, protection=_OPEN),
        NamedStyle(BELOW[NUMBER], font=plain, alignment=_LINES, protection=_OPEN),
        NamedStyle(BELOW[DAY], font=plain, number_format="yyyy-mm-dd", alignment=_LINES, protection=_OPEN),
        NamedStyle(
            SAMPLE,
            font=Font(name=FONT, size=10, italic=True, color="6B6B6B"),
            fill=PatternFill("solid", fgColor=GREY),
            border=_GRID,
            alignment=_LINES,
            number_format="@",
        ),
        NamedStyle(KEY, font=Font(name=FONT, size=9, color="A6A6A6"), number_format="@", protection=_OPEN),
    ):
        book.add_named_style(style)


def wrong_look(color: str) -> DifferentialStyle:
    """The fill a rule gives to a cell that needs attention."""
    return DifferentialStyle(fill=PatternFill("solid", bgColor=color, fgColor=color))


def height(texts: Iterable[tuple[str, float]]) -> float:
    """Points a row needs for its cells, each a text and the width of its column in characters."""
    lines = max((_lines(text, width) for text, width in texts), default=1)
    return min(LINE * lines + 4, HIGHEST)


def _lines(text: str, width: float) -> int:
    room = max(width - 2, 4)
    return sum(
        max(1, ceil(sum(2 if ord(c) > 0x2E80 else 1.1 for c in line) / room)) for line in text.split("\n")
    )
