"""What reading a keyed workbook gathers, cell by cell."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from yingji.errors import Grade, Problem
from yingji.office.excel.book import Address, Cell, Sheet
from yingji.office.excel.cells import cleaned, from_cell, said
from yingji.office.excel.layout import MARK, Layout
from yingji.office.found import Left
from yingji.plans import pointer
from yingji.plans.catalogue import Field
from yingji.plans.wording import quoted

KEY_ROWS = 30
"""The hidden row of keys is looked for this far down."""


@dataclass
class Reading:
    """What a workbook yields while it is being read; ``cells`` has an address for every value and gap."""

    plan: Layout
    document: dict[str, Any] = field(default_factory=dict)
    identity: dict[str, str] = field(default_factory=dict)
    cells: dict[str, Address] = field(default_factory=dict)
    left: list[Left] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    spots: dict[str, Address] = field(default_factory=dict)
    ids: dict[str, set[str]] = field(default_factory=dict)
    before: dict[str, dict[str, str]] = field(default_factory=dict)
    """By table, the ids of rows by the names they had when the workbook was written."""

    def problem(self, path: str, at: Address, message: str, grade: Grade = "must") -> None:
        self.spots[at.place] = at
        self.problems.append(Problem(path, at.place, message, grade))

    def leave(self, at: Address, cell: Cell) -> None:
        if text := said(cell):
            self.left.append(Left(text, at.place))


@dataclass(frozen=True, slots=True)
class Keyed:
    """A sheet whose hidden row of keys was found: at which row, which key in which column."""

    sheet: Sheet
    key: str
    row: int
    key_column: int
    columns: Mapping[str, int]


def keyed(sheet: Sheet) -> Keyed | None:
    """The sheet by its keys; None when it has none."""
    found = [
        (row, column, cell.value)
        for (row, column), cell in sheet.cells.items()
        if row <= KEY_ROWS and isinstance(cell.value, str) and cell.value.startswith(MARK)
    ]
    if not found:
        return None
    row, at, key = min(found)
    columns: dict[str, int] = {}
    for (where, column), cell in sorted(sheet.cells.items()):
        if where == row and column != at and isinstance(cell.value, str) and cleaned(cell.value):
            columns.setdefault(cleaned(cell.value), column)
    return Keyed(sheet, cleaned(key), row, at, columns)


def value_of(reading: Reading, of: Field, path: str, at: Address, cell: Cell | None) -> Any:
    """What a cell means; a formula without a result and an error of the spreadsheet are said and left out."""
    if cell is None:
        return None
    if cell.wrong == "stale":
        reading.problem(
            path,
            at,
            "这一格是公式，文件里没有存下计算结果。请在 WPS 或 Excel 里打开、保存一次，或直接填写结果。",
        )
        reading.left.append(Left("（公式）", at.place))
        return None
    if cell.wrong == "error":
        reading.problem(
            path, at, f"这一格显示的是错误{quoted(str(cell.value))}，不是内容。请改成实际的内容。"
        )
        reading.leave(at, cell)
        return None
    return from_cell(of, cell)


def place(document: dict[str, Any], path: str, value: Any) -> None:
    """Put a value at a pointer, making the objects and arrays on the way."""
    holder: Any = document
    steps = pointer.tokens(path)
    for step, following in zip(steps, (*steps[1:], ""), strict=True):
        inner: Any = value if following == "" else ([] if following.isdecimal() else {})
        if isinstance(holder, list):
            if int(step) == len(holder):
                holder.append(inner)
            holder = holder[int(step)]
        else:
            holder = holder.setdefault(step, inner)


def place_value(document: dict[str, Any], path: str, value: Any) -> None:
    """Put a value at a pointer whose row is already there: its last steps are names, never positions."""
    steps = pointer.tokens(path)
    holder: Any = document
    for step in steps[:-1]:
        holder = holder[int(step)] if isinstance(holder, list) else holder.setdefault(step, {})
    holder[steps[-1]] = value


def between(path: str, cells: Mapping[str, Address]) -> Iterator[str]:
    """Objects inside a row that have no address yet: they stand at their first value."""
    above = path.rpartition("/")[0]
    while above and above not in cells:
        yield above
        above = above.rpartition("/")[0]
