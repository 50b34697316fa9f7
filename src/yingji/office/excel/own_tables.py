"""A clerk's own tables: what each is taken for, shown first, changed or confirmed, and only then read."""

import copy
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from yingji.errors import Usage
from yingji.office.excel.book import Sheet, letters
from yingji.office.excel.cells import said, same
from yingji.office.excel.guess import (
    HEAD_ROWS,
    Guess,
    Guesses,
    best,
    is_aside,
    leave_sheet,
    read_lines,
    read_table,
)
from yingji.office.excel.layout import PARENT, Column, Layout
from yingji.office.excel.reading import place
from yingji.office.found import Found
from yingji.plans import pointer
from yingji.plans.catalogue import Schema
from yingji.plans.tidy import FULL
from yingji.plans.wording import Wording

SAMPLES = 3
LINES, LINES_TITLE = "@", "逐项（名称在左，内容在右）"
"""A sheet that is no table: each value stands to the right of its name."""


@dataclass(frozen=True, slots=True)
class OwnColumn:
    """One column of a clerk's table. ``key`` is the field it is read as, "" for none."""

    number: int
    head: str
    key: str
    title: str
    samples: tuple[str, ...]

    @property
    def letter(self) -> str:
        """``C``."""
        return letters(self.number)


@dataclass(frozen=True, slots=True)
class OwnTable:
    """One sheet. ``path`` is the table of the plan it is read as, ``LINES``, or "" for not at all.

    ``choices`` are the fields of that table by key, ``missing`` required ones no column is read as,
    ``lines`` the single values found.
    """

    sheet: str
    head: int
    path: str
    title: str
    rows: int
    columns: tuple[OwnColumn, ...]
    choices: Mapping[str, str]
    missing: tuple[str, ...] = ()
    lines: tuple[Found, ...] = ()


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a person said of a workbook: by sheet the table ("" for none), and the field of columns by number.

    Without ``is_final`` they want to see what it comes to first.
    """

    tables: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[tuple[str, int], str] = field(default_factory=dict)
    is_final: bool = False


NOTHING_CHOSEN = Chosen()


def tables_of(plan: Layout) -> Mapping[str, str]:
    """The tables of the plan a sheet may be read as, by path."""
    tables = {table.path: table.title for table in plan.tables if table.parent is None and not table.is_map}
    return tables | {LINES: LINES_TITLE}


def own_tables(plan: Layout, sheets: tuple[Sheet, ...], chosen: Chosen) -> tuple[OwnTable, ...]:
    """What every sheet is taken for, by its heads and by what was chosen. Raises ``Usage`` for unknown words."""
    names = {sheet.name for sheet in sheets}
    for named in (*chosen.tables, *(sheet for sheet, _ in chosen.columns)):
        if named not in names:
            raise Usage(f"文件里没有「{named[:40]}」这张表。文件里有：{'、'.join(sorted(names))}。")
    return tuple(_own(plan, sheet, chosen) for sheet in sheets if sheet.cells)


def read_own(plan: Layout, sheets: tuple[Sheet, ...], tables: tuple[OwnTable, ...]) -> Guesses:
    """What the sheets say, read as shown; what no field was chosen for is listed as left."""
    guesses = Guesses()
    shown = {each.sheet: each for each in tables}
    for sheet in sheets:
        own = shown.get(sheet.name)
        table = plan.table(own.path) if own is not None else None
        if own is not None and table is not None:
            by_key = {column.key: column for column in table.columns}
            columns = {column.number: by_key[column.key] for column in own.columns if column.key}
            read_table(guesses, sheet, Guess(table, own.head, columns, 0))
        elif own is not None and own.path == LINES:
            read_lines(guesses, plan, sheet)
        else:
            leave_sheet(guesses, sheet)
    return guesses


def onto(
    schema: Schema, base: Mapping[str, Any], guesses: Guesses, tables: tuple[OwnTable, ...]
) -> dict[str, Any]:
    """The plan with what was read put over it: each table takes the place of the plan's.

    A row keeps what the plan knew of the row of that name in fields the clerk's table has no column for.
    """
    said_by_table: dict[str, Any] = {}
    for found in guesses.candidates:
        place(said_by_table, found.path, found.value)
    document: dict[str, Any] = copy.deepcopy({**base, "schema": schema.name})
    for path in guesses.lines:
        _put(document, path, pointer.find(said_by_table, path))
    for path in guesses.rows:
        keys = {column.key for own in tables if own.path == path for column in own.columns if column.key}
        rows = pointer.find(said_by_table, path)
        _put(document, path, _rows(schema, path, keys, rows if isinstance(rows, list) else [], base))
    return document


def _rows(schema: Schema, path: str, keys: set[str], rows: list[Any], base: Mapping[str, Any]) -> list[Any]:
    array, before = schema.at(path), pointer.find(base, path)
    if array is None or not isinstance(before, list):
        return rows
    wording = Wording(schema, base)
    known = {same(wording.label(array, row, FULL)): row for row in before}
    tops = {key.partition("/")[0] for key in keys}
    kept = []
    for row in rows:
        old = known.get(same(wording.label(array, row, FULL)), {})
        rest = {key: value for key, value in old.items() if key not in tops}
        nested = {key: old[key] for key in tops if isinstance(old.get(key), dict)}
        kept.append({**rest, **_over(nested, row)})
    return kept


def _over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **below,
        **{key: {**below[key], **value} if key in below else value for key, value in above.items()},
    }


def _put(document: dict[str, Any], path: str, value: Any) -> None:
    *above, last = pointer.tokens(path)
    holder = document
    for step in above:
        holder = holder.setdefault(step, {})
    holder[last] = value


def _own(plan: Layout, sheet: Sheet, chosen: Chosen) -> OwnTable:
    found = best(plan, sheet)
    if sheet.name in chosen.tables:
        found = _as_chosen(plan, sheet, chosen.tables[sheet.name])
    if found is None and any(named == sheet.name and key for (named, _), key in chosen.columns.items()):
        raise Usage(f"没有认出「{sheet.name}」是预案里的哪张表，请先写明，例如 转移对象，再写哪一列是什么。")
    if found is None:
        return _as_lines(plan, sheet, is_wanted=chosen.tables.get(sheet.name, LINES) == LINES)
    free = {
        column.key: column for column in found.table.columns if not column.hidden and column.key != PARENT
    }
    columns = _chosen_columns(sheet, found, free, chosen)
    used = {column.key for column in columns.values()}
    rows = [(row, cells) for row, cells in sheet.rows() if row > found.head]
    numbers = sorted({at for _, cells in [*rows, *_head_row(sheet, found.head)] for at in cells})
    return OwnTable(
        sheet=sheet.name,
        head=found.head,
        path=found.table.path,
        title=found.table.title,
        rows=sum(not is_aside(cells) for _, cells in rows),
        columns=tuple(
            OwnColumn(
                at,
                said(sheet.cells[found.head, at]) if (found.head, at) in sheet.cells else "",
                columns[at].key if at in columns else "",
                columns[at].title if at in columns else "",
                tuple(said(cells[at]) for _, cells in rows if at in cells)[:SAMPLES],
            )
            for at in numbers
        ),
        choices={key: column.title for key, column in free.items()},
        missing=tuple(c.title for key, c in free.items() if c.required and key not in used),
    )


def _as_lines(plan: Layout, sheet: Sheet, *, is_wanted: bool) -> OwnTable:
    found = Guesses()
    if is_wanted:
        read_lines(found, plan, sheet)
    path, title = (LINES, LINES_TITLE) if found.candidates else ("", "")
    return OwnTable(sheet.name, 0, path, title, 0, (), {}, lines=tuple(found.candidates))


def _head_row(sheet: Sheet, head: int) -> list[tuple[int, Any]]:
    return [(row, cells) for row, cells in sheet.rows() if row == head]


def _as_chosen(plan: Layout, sheet: Sheet, named: str) -> Guess | None:
    if named in ("", LINES, LINES_TITLE, "不用"):
        return None
    tables = [
        table
        for path, title in tables_of(plan).items()
        if named in (path, title) and (table := plan.table(path))
    ]
    if not tables:
        raise Usage(f"预案里没有「{named[:40]}」这张表。可以写：{'、'.join(tables_of(plan).values())}。")
    return best(plan, sheet, tables[0]) or Guess(tables[0], _likely_head(sheet), {}, 0)


def _likely_head(sheet: Sheet) -> int:
    """The row near the top with the most cells."""
    counts = {row: len(cells) for row, cells in sheet.rows() if row <= HEAD_ROWS}
    return max(counts, key=lambda row: (counts[row], -row), default=1)


def _chosen_columns(
    sheet: Sheet, found: Guess, free: Mapping[str, Column], chosen: Chosen
) -> dict[int, Column]:
    columns = dict(found.columns)
    by_title = {same(column.title): column for column in free.values()}
    for (name, at), said_key in chosen.columns.items():
        if name != sheet.name:
            continue
        column = free.get(said_key) or by_title.get(same(said_key))
        if said_key and column is None:
            raise Usage(
                f"「{found.table.title}」里没有「{said_key[:40]}」这一项。可以写：{'、'.join(c.title for c in free.values())}。"
            )
        columns.pop(at, None)
        if column is not None:
            columns = {other: c for other, c in columns.items() if c.key != column.key} | {at: column}
    return columns
