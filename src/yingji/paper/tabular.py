"""Tables: widths by content, size of type, rows that split, portions for pages."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from yingji.paper.blocks import Cell, Table
from yingji.paper.lines import WORDS, Line, Run, broken
from yingji.paper.measures import HEIGHT, SIZE_5, SIZE_SMALL_4, SIZE_SMALL_5, WIDTH
from yingji.paper.typefaces import chain

PAD = 3.5  # left and right of a cell's text, in points
LEADING = 1.4  # pitch of lines in a cell, of the size
GAP = 7.0  # above and below a row's text together
CENTRED = 7.0  # em: a column never wider than this is set centred
WHOLE_NAME = 4.0  # em: so short a text is a name and never broken
SHORT = 5.0  # em: a text that should stand on one line
SIZES = ((SIZE_SMALL_4, 2), (SIZE_5, 3), (SIZE_SMALL_5, 4))  # and the lines a cell may take in that size
KEPT = 125.0  # points: rows that take no more are not divided
WHOLE = re.compile(rf"\d{{4}}年\d{{1,2}}月\d{{1,2}}日|{WORDS.pattern}")
SPLIT = 0.3  # of a page: a taller row may be split
LEAST_PIECE = 3  # lines


@dataclass(frozen=True, slots=True)
class Box:
    """A cell in place: ``x`` from the table's left edge."""

    lines: tuple[Line, ...]
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Row:
    """A row of boxes; ``tall`` counts the lines of the tallest."""

    boxes: tuple[Box, ...]
    tall: int


@dataclass(frozen=True, slots=True)
class Ruled:
    """A table with everything decided but the pages."""

    table: Table
    head: Row | None
    rows: tuple[Row, ...]
    size: float
    width: float
    indent: float

    def height(self, row: Row) -> float:
        """A row's height in points."""
        return row.tall * self.size * LEADING + GAP


@dataclass(frozen=True, slots=True)
class Column:
    """What a column's texts ask for, in em: whole on one line, and at the very least."""

    natural: float
    least: float

    def comfort(self, lines: int) -> float:
        """Wide enough for a short text on one line and the longest on so many."""
        return max(self.least, min(self.natural, max(SHORT, self.natural / lines)))


def _em(text: str, cell: Cell) -> float:
    glyphs = chain(cell.role)
    return sum(glyphs[c].width for c in text)


def _least(text: str, cell: Cell) -> float:
    """Width of the longest word, 12 em at most."""
    return min(12.0, max((_em(word, cell) for word in WHOLE.findall(text)), default=0.0))


def _columns(table: Table) -> list[Column]:
    count = sum(cell.span for cell in (table.head or table.rows[0]))
    natural, least = [1.0] * count, [2.0] * count
    for at, cell in enumerate(table.head):
        least[at] = max(
            least[at], float(len(cell.text) if len(cell.text) <= 4 else (len(cell.text) + 1) // 2)
        )
    for row in (table.head, *table.rows):
        at = 0
        for cell in row:
            if cell.span == 1:
                natural[at] = max(natural[at], *(_em(line, cell) for line in cell.text.split("\n")))
                least[at] = max(least[at], _least(cell.text, cell))
            at += cell.span
    return [
        Column(n, max(n, 2.0) if n <= WHOLE_NAME else min(n, m)) for n, m in zip(natural, least, strict=True)
    ]


def _shared(columns: Sequence[Column], room: float, lines: int) -> list[float]:
    """Widths in em that add up to ``room``: everyone's least first, then comfort, then all in one line."""
    widths = [column.least for column in columns]
    if sum(widths) >= room:
        return [width * room / sum(widths) for width in widths]
    for goals in ([column.comfort(lines) for column in columns], [column.natural for column in columns]):
        if sum(goals) > room:
            return _towards(widths, goals, room)
        widths = goals
    spare = room - sum(widths)
    total = sum(widths) + 2 * len(widths)
    return [width + spare * (width + 2) / total for width in widths]


def _towards(widths: list[float], goals: list[float], room: float) -> list[float]:
    """Widths grown towards their goals by the root of what each lacks, until the room is used up."""
    widths = list(widths)
    while (left := room - sum(widths)) > 0.01:
        lacks = [max(0.0, goal - width) for width, goal in zip(widths, goals, strict=True)]
        share = left / sum(lack**0.5 for lack in lacks)
        widths = [width + min(lack, share * lack**0.5) for width, lack in zip(widths, lacks, strict=True)]
    return widths


def is_wide(table: Table) -> bool:
    """Whether the table wants a page on its side."""
    columns = _columns(table)
    return not any(_fits(columns, WIDTH * table.width, size, lines) for size, lines in SIZES[:2])


def _fits(columns: Sequence[Column], width: float, size: float, lines: int) -> bool:
    return sum(column.comfort(lines) for column in columns) <= _room(columns, width, size)


def _room(columns: Sequence[Column], width: float, size: float) -> float:
    """What is left for text, in em."""
    return (width - 2 * PAD * len(columns)) / size


def ruled(table: Table, measure: float) -> Ruled:
    """Decide size of type and widths of columns, break the text of every cell."""
    columns = _columns(table)
    width = measure * table.width
    size, lines = next((pair for pair in SIZES if _fits(columns, width, *pair)), SIZES[-1])
    shares = _shared(columns, _room(columns, width, size), lines)
    widths = [em * size + 2 * PAD for em in shares]
    centred = [column.natural <= CENTRED for column in columns]
    rows = tuple(_row(cells, widths, centred, size) for cells in table.rows)
    head = _row(table.head, widths, [True] * len(widths), size) if table.head else None
    return Ruled(table, head, rows, size, width, (measure - width) / 2)


def _row(cells: Sequence[Cell], widths: Sequence[float], centred: Sequence[bool], size: float) -> Row:
    boxes, x, at = [], 0.0, 0
    for cell in cells:
        width = sum(widths[at : at + cell.span])
        align = "center" if cell.span == 1 and centred[at] else cell.align
        lines = tuple(
            line
            for text in cell.text.split("\n")
            for line in broken([Run(text, cell.role)], size, width - 2 * PAD, align=align)
        )
        boxes.append(Box(lines, x, width))
        x, at = x + width, at + cell.span
    return Row(tuple(boxes), max(1, *(len(box.lines) for box in boxes)))


def portions(ruled: Ruled, room: float, page: float, reserve: float) -> list[tuple[Row, ...]]:
    """The rows page by page. ``room`` is left on this page and ``page`` on each further one, head and
    caption not counted; ``reserve`` must stay free under the last row. The first portion may be empty.
    """
    if not ruled.rows:
        return [()]
    if room < sum(map(ruled.height, ruled.rows)) <= min(KEPT, page):
        return [(), ruled.rows]
    waiting = list(reversed(ruled.rows))
    pages: list[list[Row]] = [[]]
    left = room
    while waiting:
        row = waiting.pop()
        if ruled.height(row) <= left:
            pages[-1].append(row)
            left -= ruled.height(row)
            continue
        lines = min(int((left - GAP) / (ruled.size * LEADING)), row.tall - LEAST_PIECE)
        if ruled.height(row) > page * SPLIT and lines >= LEAST_PIECE:
            piece, rest = _cut(row, lines)
            pages[-1].append(piece)
            waiting.append(rest)
        else:
            waiting.append(row)
        pages.append([])
        left = page
    return [tuple(rows) for rows in _no_orphans(ruled, pages, left, page, reserve)]


def _cut(row: Row, lines: int) -> tuple[Row, Row]:
    top = tuple(replace(box, lines=box.lines[:lines]) for box in row.boxes)
    rest = tuple(replace(box, lines=box.lines[lines:]) for box in row.boxes)
    return Row(top, lines), Row(rest, row.tall - lines)


def _no_orphans(
    ruled: Ruled, pages: list[list[Row]], left: float, page: float, reserve: float
) -> list[list[Row]]:
    """No single first row left behind, no single last row carried over, room for what must follow."""
    if reserve > left and reserve < page:
        pages.append([])
    if len(pages) > 1 and len(pages[0]) == 1 and len(ruled.rows) > 1:
        moved = pages[0][0]
        if ruled.height(moved) + sum(map(ruled.height, pages[1])) <= page:
            pages[1].insert(0, pages[0].pop())
    if len(pages) > 1 and len(pages[-1]) < 2 and len(pages[-2]) > 2:
        while len(pages[-1]) < 2 and sum(map(ruled.height, [pages[-2][-1], *pages[-1]])) + reserve <= page:
            pages[-1].insert(0, pages[-2].pop())
    elif not pages[-1]:
        pages[-1] = [pages[-2].pop()]
    return pages


def opening(ruled: Ruled) -> float:
    """Height of the rows that must stand together where the table begins: two, or all of a small table."""
    whole = sum(map(ruled.height, ruled.rows))
    if whole <= KEPT:
        return whole
    return sum(min(ruled.height(row), HEIGHT * SPLIT) for row in ruled.rows[:2])
