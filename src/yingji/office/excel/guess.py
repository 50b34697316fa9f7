"""A clerk's own tables, without this system's keys: what they may mean, for a person to confirm."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from yingji.office.excel.book import Address, Cell, Sheet
from yingji.office.excel.cells import from_cell, parted, said, same
from yingji.office.excel.layout import PARENT, Column, Layout, Line, Table
from yingji.office.found import Found, Left
from yingji.office.word.words import TABLES
from yingji.plans import pointer

HEAD_ROWS = 15
"""A head is looked for this far down."""
ENOUGH = 2
"""Heads that must be recognised before a table is."""

_ASIDE = re.compile(r"[（(][^）)]*[）)]|[*＊:：]")
_SUM = ("合计", "总计", "小计", "备注:", "备注：", "说明:", "说明：", "注:", "注：")


@dataclass(frozen=True, slots=True)
class Guess:
    """A sheet taken for a table: its head row, and which column is where."""

    table: Table
    head: int
    columns: dict[int, Column]
    score: int


@dataclass
class Guesses:
    """What unkeyed sheets may say, and what in them went nowhere."""

    candidates: list[Found] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    cells: dict[str, Address] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    """Single values, by their pointers."""


def best(plan: Layout, sheet: Sheet, only: Table | None = None) -> Guess | None:
    """The table a sheet looks most like (of all, or how it looks as ``only``); None when like none."""
    rows = [(row, cells) for row, cells in sheet.rows() if row <= HEAD_ROWS]
    tables = [only] if only is not None else [t for t in plan.tables if t.parent is None and not t.is_map]
    found = [
        guessed
        for row, cells in rows
        for table in tables
        if (guessed := _matched(table, sheet, row, cells)) is not None
    ]
    return max(found, key=lambda each: (each.score, -each.head), default=None)


def _matched(table: Table, sheet: Sheet, row: int, cells: Mapping[int, Cell]) -> Guess | None:
    free = [column for column in table.columns if not column.hidden and column.key != PARENT]
    columns: dict[int, Column] = {}
    exact = 0
    for rank in (_is_title, _is_synonym):
        for at, cell in cells.items():
            hit = next((c for c in free if at not in columns and rank(_head(said(cell)), table, c)), None)
            if hit is not None:
                columns[at] = hit
                free.remove(hit)
                exact += rank is _is_title
    named = 3 if _is_named(table, sheet, row) else 0
    if len(columns) < ENOUGH or (len(columns) * 2 < len(cells) and not named):
        return None
    needed = sum(column.required for column in columns.values())
    return Guess(table, row, columns, 4 * len(columns) + 2 * exact + needed + named)


def _is_named(table: Table, sheet: Sheet, row: int) -> bool:
    """Whether the name of the sheet, or what stands above the head, speaks of that table."""
    above = [same(str(cell.value)) for (at, _), cell in sheet.cells.items() if at < row]
    words = (table.title, *(TABLES[table.path].about if table.path in TABLES else ()))
    return any(same(word) in text for word in words for text in (same(sheet.name), *above))


def _head(text: str) -> str:
    return same(_ASIDE.sub("", text))


def _is_title(text: str, table: Table, column: Column) -> bool:  # noqa: ARG001 - one shape for both ranks
    return text == _head(column.title)


def _is_synonym(text: str, table: Table, column: Column) -> bool:
    words = TABLES[table.path].columns.get(column.key, ()) if table.path in TABLES else ()
    return text in (_head(column.title.rpartition("·")[2]), *map(same, words))


def read_table(guesses: Guesses, sheet: Sheet, found: Guess) -> None:
    """Candidates for every cell under a recognised head; everything else is listed as left."""
    for row, cells in sheet.rows():
        is_row = row > found.head and any(at in found.columns and not c.filled for at, c in cells.items())
        if row == found.head:
            _leave(guesses, sheet, row, {at: c for at, c in cells.items() if at not in found.columns})
        elif not is_row or is_aside(cells):
            _leave(guesses, sheet, row, cells)
        else:
            _row(guesses, sheet, found, row, cells)


def is_aside(cells: Mapping[int, Cell]) -> bool:
    """A sum or a remark under the table."""
    return next((said(cell) for _, cell in sorted(cells.items())), "").startswith(_SUM)


def _row(guesses: Guesses, sheet: Sheet, found: Guess, row: int, cells: Mapping[int, Cell]) -> None:
    path = found.table.path
    index = guesses.rows.get(path, 0)
    before = len(guesses.candidates)
    guesses.cells.setdefault(pointer.child(path, index), Address(sheet.name, row, min(cells)))
    for at, cell in cells.items():
        column = found.columns.get(at)
        if column is None:
            _leave(guesses, sheet, row, {at: cell})
        else:
            where = f"{pointer.child(path, index)}/{column.key}"
            _offer(guesses, where, column, Address(sheet.name, row, at, column.title), cell)
    guesses.rows[path] = index + (len(guesses.candidates) > before)


def _offer(guesses: Guesses, where: str, column: Column | Line, at: Address, cell: Cell) -> None:
    of = column.field
    value = None if cell.wrong else from_cell(of.item or of, cell)
    if value is not None and of.type == "array":
        value = parted(of, str(value))
    if value in (None, "", []):
        guesses.left.append(Left(said(cell) or "（公式）", at.place))
        return
    guesses.cells[where] = at
    guesses.candidates.append(Found(where, value, at.place))


def leave_sheet(guesses: Guesses, sheet: Sheet) -> None:
    """A sheet that is not to be read: all of it is listed."""
    for row, cells in sheet.rows():
        _leave(guesses, sheet, row, cells)


def _leave(guesses: Guesses, sheet: Sheet, row: int, cells: Mapping[int, Cell]) -> None:
    for at, cell in cells.items():
        if not cell.filled and (text := said(cell)):
            guesses.left.append(Left(text, Address(sheet.name, row, at).place))


def read_lines(guesses: Guesses, plan: Layout, sheet: Sheet) -> None:
    """Labels with their value to the right: 总指挥 | 张三."""
    known = dict(_titles(plan))
    for row, cells in sheet.rows():
        taken: set[int] = set()
        for at, cell in sorted(cells.items()):
            line, beside = known.get(_head(said(cell))), cells.get(at + 1)
            if line is not None and beside is not None and at not in taken and line.path not in guesses.cells:
                _offer(guesses, line.path, line, Address(sheet.name, row, at + 1, line.title), beside)
                guesses.lines += [line.path] if line.path in guesses.cells else []
                taken |= {at, at + 1}
        _leave(guesses, sheet, row, {at: cell for at, cell in cells.items() if at not in taken})


def _titles(plan: Layout) -> Iterator[tuple[str, Line]]:
    """Names of single values no two of which are alike."""
    lines = [line for form in plan.forms for line in form.lines]
    last = [_head(line.field.title) for line in lines]
    for line, name in zip(lines, last, strict=True):
        yield _head(line.title), line
        if last.count(name) == 1:
            yield name, line
