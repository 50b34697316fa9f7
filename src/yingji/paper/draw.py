"""Laid pages → the PDF: text, rules, what stands outside the type area, marks, code."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from yingji.paper import code, marks
from yingji.paper.ink import Ink, Placed, refuse_missing
from yingji.paper.lines import Line, Run, broken
from yingji.paper.measures import (
    ASCENT,
    CELL,
    FOLIO_DROP,
    HEIGHT,
    LEFT,
    MM,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    SIZE_4,
    SIZE_SMALL_5,
    TOP,
    WIDTH,
)  # fmt: skip
from yingji.paper.page import Page, Rule
from yingji.paper.pdf import Bookmark, File, Information, Link
from yingji.paper.sheet import Mark
from yingji.paper.style import style

CODE_BOTTOM = 9 * MM
FOOT_PITCH = 12.0
RED = "1 0 0"


@dataclass(frozen=True, slots=True)
class Paper:
    """A page as its reader holds it: size, margins of the type area, how it is turned onto the sheet, and
    the name of the mark drawn across it.
    """

    width: float
    height: float
    left: float
    top: float
    turn: str
    mark: str


UPRIGHT = Paper(PAGE_WIDTH, PAGE_HEIGHT, LEFT, TOP, "1 0 0 1 0 0", "upright")
SIDEWAYS = Paper(
    PAGE_HEIGHT, PAGE_WIDTH, PAGE_HEIGHT - TOP - HEIGHT, LEFT, f"0 1 -1 0 {PAGE_WIDTH:.3f} 0", "sideways"
)


@dataclass(frozen=True, slots=True)
class Outside:
    """What stands outside the type area of every page: foot lines beside the code, marks."""

    foot: tuple[str, ...]
    verify_url: str | None
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """Pages numbered from 1 with what stands outside them. In a volume of several, ``label`` is the
    bookmark above those of the part.
    """

    pages: Sequence[Page]
    outside: Outside
    label: str = ""


def draw(parts: Sequence[Part], information: Information) -> bytes:
    """The file. Raises MissingGlyph."""
    for part in parts:
        refuse_missing(part.pages)
    file = File(information)
    ink = Ink(file)
    for at, part in enumerate(parts):
        forms = _forms(file, part.outside, at)
        foot = [
            broken([Run(text)], SIZE_SMALL_5, WIDTH, align="left")[0] for text in part.outside.foot if text
        ]
        for index, page in enumerate(part.pages):
            _page(file, ink, part, page, index, forms, foot)
            links = _links(page, at)
            file.end_page(list(_bookmarks(part, page, at, index)), links, turned=page.landscape)
    return file.finish()


def _forms(file: File, outside: Outside, at: int) -> dict[str, str]:
    """Drawings that pages repeat: the marks across an upright page and one on its side, the code."""
    drawings: dict[str, str] = {}
    if texts := marks.crossing(outside.marks):
        for paper in (UPRIGHT, SIDEWAYS):
            drawings[paper.mark] = marks.across(texts, paper.width, paper.height)
    if outside.verify_url:
        drawings["code"] = code.drawing(outside.verify_url)
    for name, drawing in drawings.items():
        file.form(f"{name}{at}", drawing)
    return {name: f"{name}{at}" for name in drawings}


def _page(
    file: File, ink: Ink, part: Part, page: Page, index: int, forms: dict[str, str], foot: Sequence[Line]
) -> None:
    paper = SIDEWAYS if page.landscape else UPRIGHT
    file.operators(f"q {paper.turn} cm")
    if paper.mark in forms:
        file.repeat(forms[paper.mark])
    file.operators("0 g 0 G\n" + _body(page, paper, index + 1, ink))
    if part.outside.marks:
        frame, places = marks.above(part.outside.marks, paper.width, paper.height)
        file.operators(f"{frame}\n{ink.show(places, index + 1)}")
    recto = index % 2 == 0
    file.operators("Q\n" + ink.show(_foot(part.outside, foot, page, index, recto), index + 1))
    if "code" in forms and not page.bare:
        x = LEFT if recto else LEFT + WIDTH - code.SIZE
        file.operators(f"q 1 0 0 1 {x:.3f} {CODE_BOTTOM:.3f} cm")
        file.repeat(forms["code"])
        file.operators("Q")


def _body(page: Page, paper: Paper, number_: int, ink: Ink) -> str:
    """Rules, leaders and text of the type area."""
    left, top = paper.left, paper.height - paper.top
    parts = [_rule(left, top, rule) for rule in page.rules]
    if page.leaders:
        parts.append("q 1 J 1.1 w [0 4.4] 0 d")
        parts += [
            f"{left + a:.3f} {top - y:.3f} m {left + b:.3f} {top - y:.3f} l S" for a, b, y in page.leaders
        ]
        parts.append("Q")
    places = ((left + x, top - y - ASCENT * line.size, line) for x, y, line in page.texts)
    red = [(left + x, top - y - ASCENT * line.size, line) for x, y, line in page.red]
    if red or page.red_rules:
        parts += [f"{RED} rg {RED} RG", *(_rule(left, top, rule) for rule in page.red_rules)]
        parts += [ink.show(red, number_), "0 g 0 G"]
    return "\n".join([*parts, ink.show(places, number_)])


def _rule(left: float, top: float, rule: Rule) -> str:
    x1, y1, x2, y2, width = rule
    return f"{width} w {left + x1:.3f} {top - y1:.3f} m {left + x2:.3f} {top - y2:.3f} l S"


def _foot(outside: Outside, foot: Sequence[Line], page: Page, index: int, recto: bool) -> list[Placed]:
    """Page number outside (odd right, even left), the foot lines inside beside the code."""
    lines: list[Placed] = []
    if page.numbered:
        layout = style().layout
        said = layout.page_number.replace("{n}", str(index + 1))
        folio = broken([Run(said, "song")], SIZE_4, WIDTH, align="left")[0]
        x = LEFT + WIDTH - CELL - folio.width if recto else LEFT + CELL
        if layout.page_number_place == "centre":
            x = LEFT + (WIDTH - folio.width) / 2
        lines.append((x, PAGE_HEIGHT - TOP - HEIGHT - FOLIO_DROP - 0.38 * SIZE_4, folio))
    y = CODE_BOTTOM + (code.SIZE + (len(foot) - 1) * FOOT_PITCH) / 2 - 3
    aside = code.SIZE + 4 if outside.verify_url else 0.0
    for line in () if page.bare else foot:
        lines.append((LEFT + aside if recto else LEFT + WIDTH - aside - line.width, y, line))
        y -= FOOT_PITCH
    return lines


def _key(part: int, index: int, y: float) -> str:
    return f"{part}.{index}.{y:.1f}"


def _bookmarks(part: Part, page: Page, at: int, index: int) -> Iterator[Bookmark]:
    if part.label and not index:
        yield Bookmark(_key(at, 0, -1), PAGE_HEIGHT, part.label, 0)
    for level, label, y in page.headings:
        top = PAGE_HEIGHT if page.landscape else min(PAGE_HEIGHT, PAGE_HEIGHT - TOP - y + 10)
        yield Bookmark(_key(at, index, y), top, label, level if part.label else level - 1)


def _links(page: Page, at: int) -> list[Link]:
    edge = PAGE_HEIGHT - TOP
    return [
        Link((LEFT, edge - low, LEFT + WIDTH, edge - high), _key(at if part is None else part, goal, y))
        for high, low, goal, y, part in page.links
    ]
