"""A clerk's own tables, without this system's keys: what they may mean, for a person to confirm."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from yingji.office.book import Address, Cell, Sheet
from yingji.office.cells import from_cell, parted, said, same
from yingji.office.found import Found, Left
from yingji.office.layout import PARENT, Column, Layout, Line, Table
from yingji.plans import pointer

HEAD_ROWS = 15
"""A head is looked for this far down."""
ENOUGH = 2
"""Heads that must be recognised before a table is."""

_ASIDE = re.compile(r"[（(][^）)]*[）)]|[*＊:：]")
_SUM = ("合计", "总计", "小计", "备注:", "备注：", "说明:", "说明：", "注:", "注：")
SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "姓名": ("名字", "人员", "人员姓名", "责任人姓名", "干部姓名"),
    "电话": ("手机", "手机号", "手机号码", "联系电话", "电话号码", "联系方式", "联系手机"),
    "备用电话": ("第二电话", "其他电话", "固定电话", "座机"),
    "职务": ("岗位", "身份", "单位及职务", "职务或身份", "现任职务"),
    "户主": ("户主姓名", "转移对象", "姓名"),
    "住址": ("家庭住址", "地址", "居住地址", "详细住址"),
    "人数": ("家庭人口", "人口", "转移人数", "家庭人数", "总人数"),
    "包保责任人": ("责任人", "包保人", "联系人", "帮扶责任人"),
    "安置点": ("安置地点", "避险点", "安置点名称", "避灾点", "安置场所"),
    "名称": ("点位名称", "物资名称", "安置点", "安置点名称", "品名", "物品名称", "小组名称", "风险点"),
    "数量": ("库存", "库存数量", "现有数量", "储备数量"),
    "单位": ("计量单位",),
    "存放地点": ("存放位置", "储存地点", "地点"),
    "保管人": ("管理人", "负责人", "保管员"),
    "位置": ("地点", "具体位置", "所在位置"),
    "地址": ("位置", "详细地址", "所在位置"),
    "可容纳人数": ("容纳人数", "容量", "可安置人数", "安置人数"),
    "管理人": ("负责人", "管理员", "联系人"),
}


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


def guess(plan: Layout, sheets: tuple[Sheet, ...]) -> Guesses:
    """Candidates for every cell under a recognised head; everything else is listed as left."""
    guesses = Guesses()
    for sheet in sheets:
        found = best(plan, sheet)
        if found is not None:
            _table(guesses, sheet, found)
        else:
            _lines(guesses, plan, sheet)
    return guesses


def best(plan: Layout, sheet: Sheet) -> Guess | None:
    """The table a sheet looks most like; None when it looks like none."""
    rows = [(row, cells) for row, cells in sheet.rows() if row <= HEAD_ROWS]
    found = [
        guessed
        for row, cells in rows
        for table in plan.tables
        if table.parent is None
        and not table.is_map
        and (guessed := _matched(table, sheet, row, cells)) is not None
    ]
    return max(found, key=lambda each: (each.score, -each.head), default=None)


def _matched(table: Table, sheet: Sheet, row: int, cells: Mapping[int, Cell]) -> Guess | None:
    free = [column for column in table.columns if not column.hidden and column.key != PARENT]
    columns: dict[int, Column] = {}
    exact = 0
    for rank in (_is_title, _is_synonym):
        for at, cell in cells.items():
            hit = next((c for c in free if at not in columns and rank(_head(said(cell)), c)), None)
            if hit is not None:
                columns[at] = hit
                free.remove(hit)
                exact += rank is _is_title
    if len(columns) < ENOUGH or len(columns) * 2 < len(cells):
        return None
    needed = sum(column.required for column in columns.values())
    named = 3 if same(table.title) in same(sheet.name) or same(sheet.name) == same(table.title) else 0
    return Guess(table, row, columns, 4 * len(columns) + 2 * exact + needed + named)


def _head(text: str) -> str:
    return same(_ASIDE.sub("", text))


def _is_title(text: str, column: Column) -> bool:
    return text == _head(column.title)


def _is_synonym(text: str, column: Column) -> bool:
    last = column.title.rpartition("·")[2]
    return text == _head(last) or text in map(same, SYNONYMS.get(last, ()))


def _table(guesses: Guesses, sheet: Sheet, found: Guess) -> None:
    for row, cells in sheet.rows():
        is_row = row > found.head and any(at in found.columns and not c.filled for at, c in cells.items())
        first = next((said(cell) for _, cell in sorted(cells.items())), "")
        if row == found.head:
            _leave(guesses, sheet, row, {at: c for at, c in cells.items() if at not in found.columns})
        elif not is_row or first.startswith(_SUM):
            _leave(guesses, sheet, row, cells)
        else:
            _row(guesses, sheet, found, row, cells)


def _row(guesses: Guesses, sheet: Sheet, found: Guess, row: int, cells: Mapping[int, Cell]) -> None:
    path = found.table.path
    index = guesses.rows.get(path, 0)
    guesses.rows[path] = index + 1
    for at, cell in cells.items():
        column = found.columns.get(at)
        if column is None:
            _leave(guesses, sheet, row, {at: cell})
        else:
            where = f"{pointer.child(path, index)}/{column.key}"
            _offer(guesses, where, column, Address(sheet.name, row, at, column.title), cell)


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


def _leave(guesses: Guesses, sheet: Sheet, row: int, cells: Mapping[int, Cell]) -> None:
    for at, cell in cells.items():
        if not cell.filled and (text := said(cell)):
            guesses.left.append(Left(text, Address(sheet.name, row, at).place))


def _lines(guesses: Guesses, plan: Layout, sheet: Sheet) -> None:
    """Labels with their value to the right: 总指挥 | 张三."""
    known = dict(_titles(plan))
    for row, cells in sheet.rows():
        taken: set[int] = set()
        for at, cell in sorted(cells.items()):
            line, beside = known.get(_head(said(cell))), cells.get(at + 1)
            if line is not None and beside is not None and at not in taken and line.path not in guesses.cells:
                _offer(guesses, line.path, line, Address(sheet.name, row, at + 1, line.title), beside)
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
