"""Blocks poured onto pages: rows of the grid, keeps, tables, nothing stranded. One pass."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from yingji.paper import header, tabular
from yingji.paper.blocks import Block, Drop, Masthead, NewPage, Paragraph, Signature, Space, Table
from yingji.paper.lines import Line, Run, broken
from yingji.paper.measures import (
    CELL,
    HEIGHT,
    ROWS,
    SIZE_3,
    SIZE_SMALL_4,
    WIDTH,
)
from yingji.paper.page import Page
from yingji.paper.style import pitch, row_top, rows_for
from yingji.paper.tabular import Row, Ruled

HAIR, FRAME = 0.5, 1.0  # rules inside a table and around it, in points
SEAL_ROWS = 2  # blank rows above 署名, so that the seal stays within one row of the text
DATE_RIGHT = 4  # 日期右空四字
CAPTION = SIZE_SMALL_4 * 2  # height of a caption line
LIFT = 4.0  # between a row's upper edge and a table's
BELOW = 10.0  # at least, between a table and the row under it


@dataclass(frozen=True, slots=True)
class Laid:
    """A block whose lines are known."""

    block: Block
    lines: tuple[Line, ...] = ()
    ruled: Ruled | None = None

    @property
    def rows(self) -> int:
        """Rows of the grid that the whole block takes."""
        match self.block:
            case Paragraph(pitch=apart):
                return rows_for(len(self.lines) * (apart or pitch()))
            case Signature():
                return SEAL_ROWS + 2
            case Space(rows=rows):
                return rows
        return 0


def pour(blocks: Iterable[Block]) -> list[Page]:
    """All pages of a document, or of a part that begins a page."""
    flow = Flow(_laid(blocks))
    for i in range(len(flow.items)):
        flow.place(i)
    return flow.pages


def _laid(blocks: Iterable[Block]) -> list[Laid]:
    items, wide = [], False
    for block in blocks:
        match block:
            case NewPage(landscape=wide):
                items.append(Laid(block))
            case Paragraph():
                items.append(Laid(block, tuple(paragraph_lines(block, HEIGHT if wide else WIDTH))))
            case Table():
                items.append(Laid(block, ruled=tabular.ruled(block, HEIGHT if wide else WIDTH)))
            case _:
                items.append(Laid(block))
    return items


def paragraph_lines(block: Paragraph, measure: float) -> list[Line]:
    """The lines of a paragraph; three-size type keeps to the 28-cell grid."""
    return [
        line
        for runs in _by_line_feed(block.runs)
        for line in broken(
            runs,
            block.size,
            measure - block.right * CELL,
            first=block.first * CELL,
            rest=block.rest * CELL,
            align=block.align,
            cell=CELL if block.size == SIZE_3 else 0.0,
        )
    ]


def _by_line_feed(runs: Iterable[Run]) -> list[list[Run]]:
    parts: list[list[Run]] = [[]]
    for run in runs:
        for n, text in enumerate(run.text.split("\n")):
            if n:
                parts.append([])
            parts[-1].append(run._replace(text=text))
    return parts


class Flow:
    """The page being filled and the rows taken on it."""

    def __init__(self, items: Sequence[Laid]) -> None:
        self.items = items
        self.pages = [Page()]
        self.row = 0

    @property
    def page(self) -> Page:
        return self.pages[-1]

    @property
    def rows(self) -> int:
        return int((self.page.height - SIZE_3 + 0.01) / pitch()) + 1 if self.page.landscape else ROWS

    @property
    def left(self) -> int:
        return self.rows - self.row

    def turn(self) -> None:
        """Begin a page like this one."""
        self.pages.append(Page(self.page.landscape))
        self.row = 0

    def least(self, i: int) -> int:
        """Rows that item ``i`` needs where it begins, so that nothing is stranded."""
        if i >= len(self.items):
            return 0
        item = self.items[i]
        match item.block:
            case Paragraph(level=level, keep=keep) if level or keep:
                return item.rows + self.least(i + 1)
            case Paragraph() if (after := self._signed_after(i)) and len(item.lines) <= 3:
                return item.rows + after
            case Paragraph() | Signature():
                return min(item.rows, 1) if isinstance(item.block, Paragraph) else item.rows
            case Table() if item.ruled:
                height = LIFT + _top_height(item.ruled) + tabular.opening(item.ruled)
                return rows_for(height + pitch() - SIZE_3)  # the last row has no space below it
        return 0

    def _signed_after(self, i: int) -> int:
        """Rows from behind item ``i`` to the end of the signature that closes it; 0 where none does."""
        rows = 0
        for item in self.items[i + 1 :]:
            rows += item.rows
            match item.block:
                case Signature():
                    return rows
                case Space() | Paragraph(keep=True):
                    continue
            return 0
        return 0

    def place(self, i: int) -> None:
        """Put item ``i`` where the page has come to."""
        item = self.items[i]
        match item.block:
            case NewPage(landscape=landscape):
                if i:
                    self.pages.append(Page())
                    self.row = 0
                self.page.landscape = landscape
            case Space(rows=rows, always=always):
                self.row += rows if self.row or always else 0
                if self.left <= 0:
                    self.turn()
            case Masthead() as block:
                self.row = rows_for(header.masthead(self.page, block))
            case Drop(rows=rows):
                self.row = max(self.row, self.rows - rows)
            case Paragraph() as block:
                self._paragraph(block, i)
            case Signature() as block:
                self._signature(block, item.rows)
            case Table() if item.ruled:
                self._table(item.ruled, i)

    def _paragraph(self, block: Paragraph, i: int) -> None:
        if self.row and self.left < self.least(i):
            self.turn()
        if block.level:
            self.page.headings.append((block.level, block.label, row_top(self.row)))
        lines = list(self.items[i].lines)
        if block.pitch:
            self._stack(lines, block.pitch)
            return
        after = self._signed_after(i)
        while lines:
            fit = min(self.left, len(lines))
            if after and len(lines) > 3 and fit >= len(lines) - 1 and self.left - len(lines) < after:
                fit = len(lines) - 2
            self._rows(lines[:fit])
            del lines[:fit]
            if lines:
                self.turn()

    def _rows(self, lines: list[Line]) -> None:
        for line in lines:
            self.page.texts.append((line.x, row_top(self.row), line))
            self.row += 1

    def _stack(self, lines: Sequence[Line], pitch: float) -> None:
        """Lines that stand further apart than the grid, from a row's upper edge."""
        y = row_top(self.row)
        for line in lines:
            if y + line.size > self.page.height:
                self.turn()
                y = 0.0
            self.page.texts.append((line.x, y, line))
            y += pitch
        self.row = rows_for(y)

    def _signature(self, block: Signature, rows: int) -> None:
        if self.left < rows:
            self.turn()
        row = self.row + SEAL_ROWS
        measure = self.page.width - DATE_RIGHT * CELL
        day = broken([Run(block.day)], SIZE_3, measure, align="right", cell=CELL)[0]
        for n, issuer in enumerate(block.issuers):
            line = broken([Run(issuer)], SIZE_3, self.page.width, align="left", cell=CELL)[0]
            share = self.page.width / len(block.issuers)
            centre = day.x + day.width / 2 if n + 1 == len(block.issuers) else share * (n + 0.5)
            x = min(centre - line.width / 2, self.page.width - line.width)
            self.page.texts.append((x, row_top(row), line))
        self.page.texts.append((day.x, row_top(row + 1), day))
        self.row = row + 2

    def _table(self, ruled: Ruled, i: int) -> None:
        if self.row and self.left < self.least(i):
            self.turn()
        reserve = row_top(self._signed_after(i))
        y = row_top(self.row) + (LIFT if self.row else 0.0)
        room = self.page.height - y - _top_height(ruled)
        page = self.page.height - _top_height(ruled, again=True)
        begun = False
        for n, rows in enumerate(tabular.portions(ruled, room, page, reserve)):
            if n:
                self.turn()
                y = 0.0
            if rows:
                y = self._portion(ruled, rows, y, again=begun)
                self.row = rows_for(y + BELOW)
                begun = True

    def _portion(self, ruled: Ruled, rows: Sequence[Row], y: float, *, again: bool) -> float:
        """Caption, head and rows on this page; the lower edge."""
        caption = ruled.table.caption
        if caption and (again or ruled.table.show_caption):
            text = f"{caption}（续）" if again else caption
            line = broken([Run(text, "hei")], SIZE_SMALL_4, self.page.width, align="center")[0]
            self.page.texts.append((line.x, y + 5, line))
            y += CAPTION
        top = y
        for row in (ruled.head, *rows) if ruled.head else rows:
            y = self._row(ruled, row, y)
        x, right = ruled.indent, ruled.indent + ruled.width
        for edge in (top, y):
            self.page.rules.append((x, edge, right, edge, FRAME))
        for edge in (x, right):
            self.page.rules.append((edge, top, edge, y, FRAME))
        return y

    def _row(self, ruled: Ruled, row: Row, y: float) -> float:
        height = ruled.height(row)
        pitch = ruled.size * tabular.LEADING
        for box in row.boxes:
            top = y + (height - len(box.lines) * pitch) / 2 + (pitch - ruled.size) / 2
            left = ruled.indent + box.x
            for n, line in enumerate(box.lines):
                self.page.texts.append((left + tabular.PAD + line.x, top + n * pitch, line))
            if box.x:
                self.page.rules.append((left, y, left, y + height, HAIR))
        y += height
        self.page.rules.append((ruled.indent, y, ruled.indent + ruled.width, y, HAIR))
        return y


def _top_height(ruled: Ruled, *, again: bool = False) -> float:
    """Caption and head together."""
    caption = bool(ruled.table.caption) and (again or ruled.table.show_caption)
    return (CAPTION if caption else 0.0) + (ruled.height(ruled.head) if ruled.head else 0.0)
