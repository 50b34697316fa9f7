"""Read an .xls or .et workbook in a process of its own, with little memory and little time.

Standard input: the file. Standard output: JSON, ``{"sheets": [{name, hidden, cells}]}`` with cells
``[row, column, value, is_date, wrong]``, or ``{"refused": "locked"}``.
"""

import json
import resource
import sys
from collections.abc import Iterator
from typing import Any

import xlrd

from yingji.office.limits import MAX_CELLS, OLD_READER_BYTES, OLD_READER_SECONDS

DATE, TRUTH, FAULT, TEXT, NUMBER = (
    xlrd.XL_CELL_DATE,
    xlrd.XL_CELL_BOOLEAN,
    xlrd.XL_CELL_ERROR,
    xlrd.XL_CELL_TEXT,
    xlrd.XL_CELL_NUMBER,
)
DAYS_TO_1904 = 1462


def main() -> None:
    """Read standard input under limits; a file that breaks the reader ends this process alone."""
    resource.setrlimit(resource.RLIMIT_AS, (OLD_READER_BYTES, OLD_READER_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (OLD_READER_SECONDS, OLD_READER_SECONDS))
    try:
        book = xlrd.open_workbook(file_contents=sys.stdin.buffer.read(), logfile=sys.stderr, on_demand=True)
        answer = {"sheets": [_sheet(book, name) for name in book.sheet_names()]}
    except xlrd.XLRDError as fault:
        answer = {"refused": "locked" if "ncrypted" in str(fault) else "broken"}  # type: ignore[dict-item]  # an answer is told by its first key
    json.dump(answer, sys.stdout)


def _sheet(book: Any, name: str) -> dict[str, Any]:
    sheet = book.sheet_by_name(name)
    cells = list(_cells(sheet, DAYS_TO_1904 if book.datemode else 0))
    book.unload_sheet(name)
    return {"name": name, "hidden": sheet.visibility != 0, "cells": cells}


def _cells(sheet: Any, offset: int) -> Iterator[list[Any]]:
    count = 0
    for row in range(sheet.nrows):
        for column, cell in enumerate(sheet.row(row)):
            if cell.ctype in (TEXT, NUMBER, DATE, TRUTH, FAULT) and cell.value != "":
                count += 1
                if count > MAX_CELLS:
                    raise xlrd.XLRDError("too many cells")
                yield [row + 1, column + 1, *_valued(cell, offset)]


def _valued(cell: Any, offset: int) -> tuple[Any, bool, str]:
    if cell.ctype == TRUTH:
        return bool(cell.value), False, ""
    if cell.ctype == FAULT:
        return xlrd.error_text_from_code.get(cell.value, "#ERR"), False, "error"
    if cell.ctype == TEXT:
        return cell.value, False, ""
    value = cell.value + (offset if cell.ctype == DATE else 0)
    return (int(value) if float(value).is_integer() else value), cell.ctype == DATE, ""


if __name__ == "__main__":
    main()
