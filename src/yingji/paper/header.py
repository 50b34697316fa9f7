"""What makes a red-header document: 发文机关标志 to title on its first page, 版记 at the foot of its last.

GB/T 9704-2012, 7.2.4 to 7.2.7, 7.3.1 and 7.4.
"""

from collections.abc import Sequence
from dataclasses import replace

from yingji.paper.blocks import Masthead
from yingji.paper.lines import Line, Run, broken
from yingji.paper.measures import CELL, HEIGHT, MM, ROWS, SIZE_2, SIZE_3, SIZE_4, WIDTH
from yingji.paper.page import Page
from yingji.paper.style import pitch, rows_for

EMBLEM_TOP = 35 * MM  # 7.2.4: below the upper edge of the type area
WIDEST, TALLEST = 15 * MM, 22 * MM  # of a character, by custom since the standard of 1999
UPRIGHT, UPRIGHT_JOINT = 1.35, 1.2  # how much taller than wide it is drawn
INK_TOP = 0.045  # of an em: from the em box to the ink of a character
RULE_BELOW = 4 * MM  # 7.2.7
RULE_WIDTH = 2.0
TITLE_PITCH = 35.0
GAP = 27.0  # 标题下空一行, before the text finds its row
THICK, THIN = 0.35 * MM, 0.25 * MM  # 7.4.1
IMPRINT_PITCH = 24.0
WORD = "文件"


def masthead(page: Page, block: Masthead) -> float:
    """Draw the header of the first page down to its title; where text may begin, a row's gap below it."""
    y = _emblem(page, block.issuers) + 2 * pitch()
    number = broken([Run(block.doc_no)], SIZE_3, WIDTH, align="center", cell=CELL)[0]
    page.texts.append((number.x, y, number))
    y += SIZE_3 + RULE_BELOW
    page.red_rules.append((0.0, y, WIDTH, y, RULE_WIDTH))
    y += 2 * pitch()
    page.headings.append((1, "".join(block.title), y))
    for text in block.title:
        line = broken([Run(text, "title")], SIZE_2, WIDTH, align="center")[0]
        page.texts.append((line.x, y, line))
        y += TITLE_PITCH
    return y - TITLE_PITCH + SIZE_2 + GAP


def _emblem(page: Page, issuers: Sequence[str]) -> float:
    """发文机关标志, spread over the type area; the lower edge."""
    if len(issuers) == 1:
        text = issuers[0] + WORD
        wide = min(WIDEST, WIDTH / len(text))
        tall = min(TALLEST, wide * UPRIGHT)
        y = EMBLEM_TOP - INK_TOP * tall
        page.red.append((0.0, y, _spread(text, tall, wide / tall, WIDTH)))
        return y + tall
    wide = min(WIDEST, WIDTH / (max(map(len, issuers)) + len(WORD) + 0.5))
    tall, names = wide * UPRIGHT_JOINT, WIDTH - (len(WORD) + 0.5) * wide
    top = EMBLEM_TOP - INK_TOP * tall
    apart = tall * 1.25
    for n, issuer in enumerate(issuers):
        page.red.append((0.0, top + n * apart, _spread(issuer, tall, wide / tall, names)))
    below = top + (len(issuers) - 1) * apart + tall
    word = _spread(WORD, tall, wide / tall, len(WORD) * wide)
    page.red.append((WIDTH - word.width, (top + below - tall) / 2, word))
    return below


def _spread(text: str, size: float, narrow: float, width: float) -> Line:
    """One line of characters drawn ``narrow`` times as wide as they are, that takes the whole width."""
    line = broken([Run(text, "title")], size, width * 10, align="left")[0]
    tracking = (width / narrow - line.width) / max(1, len(text) - 1)
    return replace(line, x=0.0, tracking=line.tracking + tracking, width=width, narrow=narrow)


def imprint(pages: list[Page], copies: str, printer: str, day: str, *, even: bool) -> None:
    """版记 on the lower edge of the last page, on a page of its own where there is no room.

    With ``even`` it stands on a page with an even number; a blank page before it, and it, then bear none.
    """
    names = broken(
        [Run(f"抄送：{copies}")], SIZE_4, WIDTH - 2 * SIZE_4, rest=3 * SIZE_4, align="justify"
    ) if copies else []  # fmt: skip
    height = (len(names) + 1) * IMPRINT_PITCH
    last = pages[-1]
    if last.landscape or rows_for(last.bottom) > ROWS - 1 - rows_for(height):
        pages.append(Page())
    if even and len(pages) % 2:
        blank = not pages[-1].texts
        pages.append(Page(numbered=not blank))
        pages[-2].numbered = not blank
    _imprint(pages[-1], names, printer, day)


def _imprint(page: Page, names: Sequence[Line], printer: str, day: str) -> None:
    inset = (IMPRINT_PITCH - SIZE_4) / 2
    y = HEIGHT - (len(names) + 1) * IMPRINT_PITCH
    page.rules.append((0.0, y, WIDTH, y, THICK))
    for line in names:
        page.texts.append((SIZE_4 + line.x, y + inset, line))
        y += IMPRINT_PITCH
    if names:
        page.rules.append((0.0, y, WIDTH, y, THIN))
    room = WIDTH - 2 * SIZE_4
    left = broken([Run(printer)], SIZE_4, room, align="left")[0]
    right = broken([Run(f"{day}印发")], SIZE_4, room, align="right")[0]
    page.texts += [(SIZE_4, y + inset, left), (SIZE_4 + right.x, y + inset, right)]
    page.rules.append((0.0, HEIGHT, WIDTH, HEIGHT, THICK))
