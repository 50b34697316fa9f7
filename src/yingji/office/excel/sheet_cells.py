"""Writing cells and saving workbooks so that nothing in them runs, and nothing depends on the hour."""

import io
import re
import zipfile
from datetime import datetime
from typing import Any

from openpyxl.worksheet.hyperlink import Hyperlink

from yingji.office.excel.book import Plain
from yingji.office.excel.cells import Day
from yingji.office.limits import MAX_TEXT

LONG_AGO = (1980, 1, 1, 0, 0, 0)
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""Spreadsheets read _x000D_ as a character: a text that looks so is escaped."""
_INJECTED = ("=", "+", "-", "@", "\t")


def put(cell: Any, value: Plain | Day | None, style: str) -> None:
    """Write a value so that it stays what it is: text that begins like a formula stays text."""
    cell.style = style
    if isinstance(value, Day):
        cell.value = value.on
        cell.number_format = "yyyy-mm-dd"
    elif isinstance(value, str):
        if len(value) > MAX_TEXT:
            raise ValueError(str(len(value)))
        cell.value = _ESCAPE.sub("_x005F_", _ILLEGAL.sub("", value))
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(_INJECTED)
    else:
        cell.value = value


def link(cell: Any, sheet: str, at: str) -> None:
    """A link to another sheet, said by its name."""
    cell.value = sheet
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{sheet}'!{at}", display=sheet)
    cell.style = "Hyperlink"


def protect(ws: Any) -> None:
    """Heads and keys are locked, without a password; everything a clerk needs stays allowed."""
    guard = ws.protection
    guard.sheet = True
    for allowed in (
        "formatCells", "formatColumns", "formatRows", "insertRows", "deleteRows", "sort", "autoFilter", "insertHyperlinks",
    ):  # fmt: skip
        setattr(guard, allowed, False)


def lay_out(ws: Any) -> None:
    """Printed on A4 across, as wide as the paper."""
    ws.page_setup.orientation, ws.page_setup.paperSize = "landscape", ws.PAPERSIZE_A4
    ws.page_setup.fitToWidth, ws.page_setup.fitToHeight = 1, 0
    ws.sheet_properties.pageSetUpPr.fitToPage = True
    ws.oddFooter.center.text = "&A　第 &P 页，共 &N 页"


def sealed(book: Any) -> bytes:
    """The workbook as bytes that depend on its content alone: no time of saving inside."""
    book.properties.created = book.properties.modified = datetime(2000, 1, 1)  # noqa: DTZ001 - a fixed mark
    book.properties.creator, book.properties.lastModifiedBy = "应急预案登记", "应急预案登记"
    raw, out = io.BytesIO(), io.BytesIO()
    book.save(raw)
    with zipfile.ZipFile(raw) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in made.namelist():
            content = made.read(name)
            if name == "docProps/core.xml":
                content = _without_time(content)
            info = zipfile.ZipInfo(name, LONG_AGO)
            info.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(info, content)
    return out.getvalue()


def _without_time(core: bytes) -> bytes:
    head, mark, rest = core.partition(b"<dcterms:modified")
    _, end, tail = rest.partition(b"</dcterms:modified>")
    return head + tail if mark and end else core
