"""The title page and the contents."""

from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap

from yingji.paper.blocks import Block, Cell, Drop, Paragraph, Space, Table
from yingji.paper.flow import pour
from yingji.paper.header import TITLE_PITCH
from yingji.paper.lines import Line, Run, broken
from yingji.paper.measures import (
    CELL,
    ROWS,
    SIZE_1,
    SIZE_2,
    SIZE_3,
    SIZE_SMALL_4,
    WIDTH,
)
from yingji.paper.page import Page
from yingji.paper.profiles import Fact, Profile
from yingji.paper.sheet import Sheet
from yingji.paper.style import pitch, row_top, rows_for
from yingji.paper.titles import title_lines
from yingji.paper.typefaces import Role
from yingji.paper.wording import clean, day_text

ENTRY_RIGHT = 3  # cells kept free for the page number

Heading = tuple[int, str, int, float]  # level, label, page index, place on it


def title(sheet: Sheet, size: float, pitch: float) -> Paragraph:
    """The title, broken where the sense breaks."""
    cells = int(WIDTH / size) - 1
    lines = title_lines(clean(sheet.title).replace("\n", ""), clean(sheet.unit_name), cells)
    return Paragraph((Run("\n".join(lines), "title"),), size=size, first=0, align="center", pitch=pitch)


def title_paragraph(text: str) -> Paragraph:
    """A title that is not a plan's."""
    return Paragraph((Run(text, "title"),), size=SIZE_2, first=0, align="center", pitch=TITLE_PITCH)


def cover(sheet: Sheet, profile: Profile) -> list[Page]:
    """The title page: title, edition, the version's facts, issuer and day."""
    box = [(name, value) for fact in profile.facts for name, value in _fact(sheet, fact)]
    rows = tuple((Cell(name, "hei", "center"), Cell(value)) for name, value in box)
    said = notes(sheet)
    blocks: list[Block] = [Space(3, always=True), title(sheet, SIZE_1, 44)]
    if sheet.edition_no:
        blocks += [Space(), _centred(f"（第 {sheet.edition_no} 版）", "kai")]
    if profile.label:
        blocks.append(_centred(profile.label, "hei"))
    below = len(sheet.issuers) + 2
    blocks += [Drop(below + len(said) + len(rows) + 1), Table((), rows, width=0.8), *said, Drop(below)]
    blocks += [_centred(clean(issuer), "fang") for issuer in sheet.issuers]
    blocks.append(_centred(day_text(sheet.issued_on or sheet.approved_on), "fang"))
    pages = pour(blocks)
    for page in pages:
        page.numbered = False
    return pages


def notes(sheet: Sheet) -> list[Block]:
    """The sentences that the first page of the plan must carry."""
    return [_centred(clean(note), "kai", SIZE_SMALL_4) for note in sheet.notes]


def _centred(text: str, role: Role, size: float = SIZE_3) -> Paragraph:
    return Paragraph((Run(text, role),), size=size, first=0, align="center")


def _fact(sheet: Sheet, fact: Fact) -> Iterator[tuple[str, str]]:
    """A row of the version box, none where the fact is not there."""
    signed = "、".join(f"{post}{name}" for post, name in sheet.signers)
    match fact:
        case "doc_no" if sheet.doc_no:
            yield "文　　号", clean(sheet.doc_no)
        case "edition":
            yield (
                "版　　次",
                f"第 {sheet.edition_no} 版" if sheet.edition_no else f"未印发（第 {sheet.number} 稿）",
            )
        case "approved" if sheet.approved_on:
            yield "批　　准", "　".join(filter(None, [day_text(sheet.approved_on), clean(signed)]))
        case "issued" if sheet.issued_on:
            yield "印　　发", day_text(sheet.issued_on)
        case "effective" if sheet.effective_on:
            yield "施　　行", f"自{day_text(sheet.effective_on)}起"
        case "filed" if sheet.filed_on:
            number = f"　编号 {clean(sheet.receipt_no)}" if sheet.receipt_no else ""
            yield "备　　案", day_text(sheet.filed_on) + number
        case "digest":
            yield "内容摘要", " ".join(wrap(sheet.digest, 8))


def contents(headings: Iterable[Heading], before: int, head: Sequence[Block] = ()) -> list[Page]:
    """目录 with page numbers and leaders, under ``head`` on its first page. ``before`` pages stand before it;
    the headings' page indexes count from the first page behind it.
    """
    pages = pour([*head, title_paragraph("目　录")])
    start = rows_for(pages[0].bottom) + 1
    entries = list(headings)
    if len(entries) > 2 * ROWS - start:
        entries = [entry for entry in entries if entry[0] == 1]
    placed, row, page = [], start, 0
    for entry in entries:
        lines = broken([Run(entry[1])], SIZE_3, WIDTH - ENTRY_RIGHT * CELL, first=(entry[0] - 1) * 2 * CELL,
                       rest=(entry[0] * 2 + 1) * CELL, cell=CELL)  # fmt: skip
        if row + len(lines) > ROWS:
            page, row = page + 1, 0
        placed.append((page, row, entry, lines))
        row += len(lines)
    pages += [Page() for _ in range(page)]
    for at, first, (_, _, goal, y), lines in placed:
        _entry(pages[at], first, lines, before + len(pages) + goal, y)
    return pages


def _entry(page: Page, row: int, lines: Sequence[Line], goal: int, y: float) -> None:
    for n, line in enumerate(lines):
        page.texts.append((line.x, row_top(row + n), line))
    last = lines[-1]
    bottom = row_top(row + len(lines) - 1)
    number = broken([Run(str(goal + 1))], SIZE_3, WIDTH, align="right")[0]
    page.texts.append((number.x, bottom, number))
    page.leaders.append((last.x + last.width + 6, number.x - 6, bottom + 0.62 * SIZE_3))
    page.links.append((row_top(row), bottom + pitch(), goal, y, None))
