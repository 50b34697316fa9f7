"""Tables: widths by content, size of type, rows that split, portions for pages."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import repeat

from yingji.paper.blocks import Cell, Table
from yingji.paper.lines import WORDS, Align, Line, Run, broken
from yingji.paper.measures import HEIGHT, SIZE_5, SIZE_SMALL_4, SIZE_SMALL_5, WIDTH
from yingji.paper.typefaces import Role, chain

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


def _em(text: str, role: Role) -> float:
    glyphs = chain(role)
    return sum([glyphs[c].width for c in text])


def _natural(text: str, role: Role) -> float:
    """Width of the longest line."""
    return max(_em(line, role) for line in text.split("\n"))


def _least(text: str, role: Role, natural: float) -> float:
    """Width of the longest word, 12 em at most; ``natural`` is the width of a text that is one word."""
    words = WHOLE.findall(text)
    if words == [text]:
        return min(12.0, natural)
    return min(12.0, max((_em(word, role) for word in words), default=0.0))


def _columns(table: Table) -> list[Column]:
    """Texts that a column repeats are measured once."""
    count = sum(cell.span for cell in (table.head or table.rows[0]))
    texts: list[set[tuple[str, Role]]] = [set() for _ in range(count)]
    for row in (table.head, *table.rows):
        at = 0
        for cell in row:
            if cell.span == 1:
                texts[at].add((cell.text, cell.role))
            at += cell.span
    heads = [*map(_head_least, table.head), *repeat(2.0, count - len(table.head))]
    return [_column(said, least) for said, least in zip(texts, heads, strict=True)]


def _head_least(cell: Cell) -> float:
    """A head of up to four characters stands on one line, a longer one on two."""
    length = len(cell.text)
    return max(2.0, float(length if length <= 4 else (length + 1) // 2))


def _column(texts: Iterable[tuple[str, Role]], least: float) -> Column:
    widths = [(text, role, _natural(text, role)) for text, role in texts]
    natural = max([1.0, *(width for _, _, width in widths)])
    least = max([least, *(_least(*one) for one in widths)])
    return Column(natural, max(natural, 2.0) if natural <= WHOLE_NAME else min(natural, least))


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

    @cache  # registers repeat themselves
    def lines_of(text: str, role: Role, align: Align, width: float) -> tuple[Line, ...]:
        measure = width - 2 * PAD
        return tuple(
            line
            for part in text.split("\n")
            for line in broken([Run(part, role)], size, measure, align=align)
        )

    rows = tuple(_row(cells, widths, centred, lines_of) for cells in table.rows)
    head = _row(table.head, widths, [True] * len(widths), lines_of) if table.head else None
    return Ruled(table, head, rows, size, width, (measure - width) / 2)


def _row(
    cells: Sequence[Cell],
    widths: Sequence[float],
    centred: Sequence[bool],
    lines_of: Callable[[str, Role, Align, float], tuple[Line, ...]],
) -> Row:
    boxes, x, at = [], 0.0, 0
    for cell in cells:
        width = sum(widths[at : at + cell.span])
        align: Align = "center" if cell.span == 1 and centred[at] else cell.align
        boxes.append(Box(lines_of(cell.text, cell.role, align, width), x, width))
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
