"""Workbooks to hand over: plain cells that nothing in them can set in motion, the same bytes for the same content."""

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FILLS = {"red": "F8C9C4", "amber": "FCE8B2", "grey": "E3E6EA", "green": "CFE8D1", "none": "FFFFFF"}
LONGEST = 32_000
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_SIDE = Side(style="thin", color="B8C4D0")
_GRID = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)

Value = str | int
Row = Sequence[tuple[Value, str]]
"""Texts and counts, each with the name of its fill."""

Sheets = Mapping[str, tuple[Sequence[tuple[str, int]], Sequence[Sequence[Value]]]]
"""Name → (columns with widths, rows)."""


def write_table(ws: Any, columns: Sequence[tuple[str, int]], rows: Iterable[Row], *, first: int = 1) -> int:
    """A head, then rows of texts; returns the next free row."""
    for at, (title, width) in enumerate(columns, 1):
        ws.column_dimensions[get_column_letter(at)].width = width
        put(ws, first, at, title, bold=True, fill="DCE6F1")
    row = first
    for row, texts in enumerate(rows, first + 1):
        for at, (text, fill) in enumerate(texts, 1):
            put(ws, row, at, text, fill=FILLS[fill])
    ws.auto_filter.ref = f"A{first}:{get_column_letter(len(columns))}{max(row, first)}"
    return row + 1


def put(
    ws: Any, row: int, column: int, value: Value, *, bold: bool = False, fill: str = "", size: int = 11
) -> None:
    """A count as a number; text as text: nothing a sheet would calculate, follow or fail on."""
    cell = ws.cell(row, column)
    if isinstance(value, int):
        cell.value = value
    else:
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)[:LONGEST]
        cell.data_type, cell.quotePrefix = "s", value.startswith(("=", "+", "-", "@", "\t", "\r"))
    cell.font = Font(name="等线", size=size, bold=bold)
    cell.alignment = Alignment(vertical="center", wrap_text=True)
    if fill:
        cell.fill, cell.border = PatternFill("solid", fgColor=fill), _GRID


def packed(book: Workbook, *, title: str) -> bytes:
    """The workbook's bytes, without the instant of writing in them."""
    book.properties.creator, book.properties.title = "应急 yingji", title
    written, bare = io.BytesIO(), io.BytesIO()
    book.save(written)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(bare, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = _undated(content)
            target.writestr(zipfile.ZipInfo(name, _LONG_AGO), content, zipfile.ZIP_DEFLATED)
    return bare.getvalue()


def _undated(core: bytes) -> bytes:
    for tag in (b"dcterms:created", b"dcterms:modified"):
        start = core.find(b"<" + tag)
        end = core.find(b"</" + tag + b">") + len(tag) + 3
        core = core[:start] + core[end:] if start >= 0 else core
    return core


def for_paper(ws: Any, head: str) -> None:
    """Landscape A4, the head on every page."""
    ws.page_setup.orientation, ws.page_setup.paperSize = "landscape", ws.PAPERSIZE_A4
    ws.page_setup.fitToWidth, ws.page_setup.fitToHeight = 1, 0
    ws.sheet_properties.pageSetUpPr.fitToPage = True
    ws.print_title_rows = head
    ws.oddFooter.center.text = "第 &P 页，共 &N 页"


def plain_book(title: str, sheets: Sheets) -> bytes:
    """A workbook of plain tables."""
    book = Workbook()
    book.remove(book.active)
    for name, (columns, rows) in sheets.items():
        ws = book.create_sheet(name)
        put(ws, 1, 1, title, bold=True, size=14)
        write_table(ws, columns, ([(text, "none") for text in row] for row in rows), first=3)
        ws.freeze_panes = "A4"
        for_paper(ws, "3:3")
    return packed(book, title=title)
