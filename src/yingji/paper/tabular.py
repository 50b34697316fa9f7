"""Tables: widths by content, size of type, rows that split, portions for pages."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from yingji.paper.blocks import Cell, Table
from yingji.paper.lines import Line, Run, broken, may_break
from yingji.paper.measures import HEIGHT, SIZE_5, SIZE_SMALL_4, SIZE_SMALL_5, WIDTH
from yingji.paper.typefaces import chain

PAD = 4.0  # left and right of a cell's text, in points
LEADING = 1.4  # pitch of lines in a cell, of the size
GAP = 7.0  # above and below a row's text together
CENTRED = 7.0  # em: a column never wider than this is set centred
COMFORT = 3  # lines that a cell may take before the table counts as cramped
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

    @property
    def comfort(self) -> float:
        return max(self.least, min(self.natural, max(4.0, self.natural / COMFORT)))


def _em(text: str, cell: Cell) -> float:
    glyphs = chain(cell.role)
    return sum(glyphs[c].width for c in text)


def _least(text: str, cell: Cell) -> float:
    """Width of the longest piece that may not be broken, 12 em at most."""
    widest, start = 0.0, 0
    for at in range(1, len(text) + 1):
        if at == len(text) or may_break(text, at):
            widest = max(widest, _em(text[start:at], cell))
            start = at
    return min(widest, 12.0)


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
                for line in cell.text.split("\n"):
                    natural[at] = max(natural[at], _em(line, cell))
                    if natural[at] > least[at]:
                        least[at] = max(least[at], _least(line[:200], cell))
            at += cell.span
    return [Column(n, min(n, m) if n > 2 else 2.0) for n, m in zip(natural, least, strict=True)]


def _shared(columns: Sequence[Column], room: float) -> list[float]:
    """Widths in em that add up to ``room``: everyone's least first, then by the root of the wish."""
    least = sum(column.least for column in columns)
    if least >= room:
        return [room * column.least / least for column in columns]
    natural = sum(column.natural for column in columns)
    if natural <= room:
        return [column.natural + (room - natural) * (column.natural + 2) / (natural + 2 * len(columns))
                for column in columns]  # fmt: skip
    widths = [column.least for column in columns]
    left = room - least
    wishes = [column.natural - column.least for column in columns]
    while left > 0.01 and (total := sum(wish**0.5 for wish in wishes if wish > 0)):
        portion = left / total
        for i, wish in enumerate(wishes):
            if wish > 0:
                given = min(wish, portion * wish**0.5)
                widths[i] += given
                wishes[i] -= given
                left -= given
    return widths


def is_wide(table: Table) -> bool:
    """Whether the table wants a page on its side."""
    columns = _columns(table)
    room = (WIDTH * table.width - 2 * PAD * len(columns)) / SIZE_5
    return sum(column.comfort for column in columns) > room


def ruled(table: Table, measure: float) -> Ruled:
    """Decide size of type and widths of columns, break the text of every cell."""
    columns = _columns(table)
    width = measure * table.width
    for size in (SIZE_SMALL_4, SIZE_5, SIZE_SMALL_5):
        room = (width - 2 * PAD * len(columns)) / size
        if sum(column.comfort for column in columns) <= room:
            break
    widths = [em * size + 2 * PAD for em in _shared(columns, room)]
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


def tallest(ruled: Ruled, count: int) -> float:
    """Height of the first ``count`` rows, a third of a page at most for each."""
    return sum(min(ruled.height(row), HEIGHT * SPLIT) for row in ruled.rows[:count])
