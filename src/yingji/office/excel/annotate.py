"""The person's own file back: wrong cells red with a comment, and a first sheet that lists them."""

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from lxml import etree
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, PatternFill

from yingji.errors import GRADES, Problem
from yingji.office.excel import styles
from yingji.office.excel.book import Address, Book, Cell, Sheet, letters
from yingji.office.excel.layout import MARKS
from yingji.office.excel.sheet_cells import lay_out, link, put, sealed

AUTHOR = "应急预案登记"
FILLS = {"must": "FF9999", "should": "FFE699", "note": "DDEBF7"}
MAX_COMMENT = 900
MAX_AREA = 200_000
"""Cells in merged areas; a workbook with more is copied without its looks."""

ERRORS = ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!")
_ORDER = ("must", "should", "note")
_UNLOADABLE = (
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    IndexError,
    AssertionError,
    OSError,
    zipfile.BadZipFile,
    etree.LxmlError,
)


def annotate(data: bytes, book: Book, problems: Sequence[Problem], spots: Mapping[str, Address]) -> bytes:
    """``data`` with its problems marked; ``spots`` are cells by the place a problem names.

    Marks of an earlier round are taken away first. A file that cannot be kept as it is (.xls, or
    one whose looks cannot be read) comes back as a plain copy of its contents, marked the same way.
    """
    made = _own(data, book) or _copy(book)
    _clear(made)
    ordered = sorted(problems, key=lambda problem: _ORDER.index(problem.grade))
    for at, told in _by_cell(ordered, spots).items():
        _mark(made, at, told)
    _list(made, ordered, spots)
    return sealed(made)


def _own(data: bytes, book: Book) -> Any:
    if not data.startswith(b"PK") or book.merged_area > MAX_AREA:
        return None
    try:
        made = load_workbook(io.BytesIO(data), keep_links=False, rich_text=book.is_rich)
    except _UNLOADABLE:
        return None
    return made if _is_whole(made, book) else None


def _is_whole(made: Any, book: Book) -> bool:
    """Whether every cell with content is there: some dialects open as empty sheets."""

    def count(sheet: Sheet) -> bool:
        held = sum(cell.value is not None for cell in made[sheet.name]._cells.values())
        return held >= sum(not cell.filled for cell in sheet.cells.values())

    return all(sheet.name in made.sheetnames and count(sheet) for sheet in book.sheets)


def _copy(book: Book) -> Any:
    made = Workbook()
    made.remove(made.active)
    for sheet in book.sheets:
        ws = made.create_sheet(sheet.name)
        ws.sheet_state = "hidden" if sheet.hidden else "visible"
        for (row, column), cell in sheet.cells.items():
            _put(ws.cell(row, column), cell)
            if cell.is_date:
                ws.cell(row, column).number_format = "yyyy-mm-dd"
    return made


def _put(target: Any, cell: Cell) -> None:
    """A cell as it was read; an error stays an error and a formula without its result stays empty."""
    if not cell.wrong:
        put(target, cell.value, "Normal")
    elif cell.value in ERRORS:
        target.value = cell.value


def _clear(made: Any) -> None:
    for ws in list(made.worksheets):
        if ws["A2"].value == MARKS and len(made.sheetnames) > 1:
            made.remove(ws)
            continue
        for cell in list(ws._cells.values()):  # the cells there are: a lone one may stand at XFD1048576
            if getattr(cell, "comment", None) is not None and cell.comment.author == AUTHOR:
                cell.comment = None
                cell.fill = PatternFill()


def _by_cell(problems: Sequence[Problem], spots: Mapping[str, Address]) -> dict[Address, list[Problem]]:
    found: dict[Address, list[Problem]] = {}
    for problem in problems:
        at = spots.get(problem.place)
        if at is not None:
            found.setdefault(at, []).append(problem)
    return found


def _mark(made: Any, at: Address, told: Sequence[Problem]) -> None:
    if at.sheet not in made.sheetnames:
        return
    cell = made[at.sheet].cell(at.row, at.column)
    for merged in made[at.sheet].merged_cells.ranges:
        if cell.coordinate in merged:
            cell = made[at.sheet].cell(merged.min_row, merged.min_col)
    text = "\n".join(f"【{GRADES[problem.grade]}】{problem.message}" for problem in told)[:MAX_COMMENT]
    cell.fill = PatternFill("solid", fgColor=FILLS[told[0].grade])
    comment = Comment(text, AUTHOR)
    comment.width, comment.height = 320, 40 + 18 * (text.count("\n") + 1 + len(text) // 24)
    cell.comment = comment


def _list(made: Any, problems: Sequence[Problem], spots: Mapping[str, Address]) -> None:
    count = sum(problem.grade != "note" for problem in problems)
    ws = made.create_sheet(_free(made, f"需要改的 {count} 处" if count else "没有要改的"), 0)
    ws["A2"] = MARKS
    ws.row_dimensions[2].hidden, ws.column_dimensions["A"].hidden = True, True
    ws.sheet_properties.tabColor = "C00000"
    must = sum(problem.grade == "must" for problem in problems)
    ws["B1"] = (
        f"需要改的 {count} 处（必须改 {must} 处）。点“位置”直接过去；改完原样上传。"
        if count
        else "没有要改的，可以上传。下面的提示看一看就行。"
    )
    for column, (head, width) in enumerate((("序号", 7), ("程度", 10), ("位置", 46), ("问题和改法", 90)), 2):
        ws.cell(3, column, head).fill = PatternFill("solid", fgColor=styles.PALE)
        ws.column_dimensions[letters(column)].width = width
    for number, problem in enumerate(problems, 1):
        _entry(ws, 3 + number, number, problem, spots.get(problem.place))
    ws.freeze_panes = "B4"
    lay_out(ws)
    for other in made.worksheets:
        other.sheet_view.tabSelected = False
    made.active = 0


def _entry(ws: Any, row: int, number: int, problem: Problem, at: Address | None) -> None:
    ws.cell(row, 2, number)
    ws.cell(row, 3, GRADES[problem.grade]).fill = PatternFill("solid", fgColor=FILLS[problem.grade])
    if at is not None and at.sheet in ws.parent.sheetnames:
        link(ws.cell(row, 4), at.sheet, at.reference)
    put(ws.cell(row, 4), problem.place, ws.cell(row, 4).style)
    put(ws.cell(row, 5), problem.message, "Normal")
    for column in range(2, 6):
        ws.cell(row, column).alignment = Alignment(wrap_text=True, vertical="top", horizontal="left")
    ws.row_dimensions[row].height = styles.height(((problem.place, 46), (problem.message, 90)))


def _free(made: Any, name: str) -> str:
    names = _names(name)
    return next(each for each in names if each not in made.sheetnames)


def _names(name: str) -> Iterator[str]:
    yield name
    yield from (f"{name}（{number}）" for number in range(2, 1000))
