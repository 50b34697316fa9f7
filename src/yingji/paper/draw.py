"""Laid pages → the PDF: text, rules, what stands outside the type area, marks, code."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field

from yingji.errors import Invalid, Problem
from yingji.paper import marks, qr
from yingji.paper.embed import Embedded
from yingji.paper.flow import Page
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
from yingji.paper.pdf import Bookmark, File, Information, Link, number, stream
from yingji.paper.sheet import Mark
from yingji.paper.truetype import Face

CODE_SIZE = 17 * MM
CODE_BOTTOM = 9 * MM
QUIET = 4  # modules
FOOT_PITCH = 12.0


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


UPRIGHT = Paper(PAGE_WIDTH, PAGE_HEIGHT, LEFT, TOP, "1 0 0 1 0 0", "M")
SIDEWAYS = Paper(
    PAGE_HEIGHT, PAGE_WIDTH, PAGE_HEIGHT - TOP - HEIGHT, LEFT, f"0 1 -1 0 {PAGE_WIDTH:.3f} 0", "L"
)


class MissingGlyph(Invalid):
    """No font of the chain has a character; the sentence names page and character."""

    code, title = "missing_glyph", "有字打印不出来"


@dataclass(frozen=True, slots=True)
class Outside:
    """What stands outside the type area of every page: foot lines beside the code, marks."""

    foot: tuple[str, ...]
    verify_url: str | None
    marks: tuple[Mark, ...]
    unnumbered: int = 0  # pages at the beginning without a page number


@dataclass(slots=True)
class Ink:
    """Fonts of the file in order of first use, and the characters that none of them has."""

    fonts: dict[Face, Embedded] = field(default_factory=dict)
    missing: list[tuple[int, str, str]] = field(default_factory=list)

    def show(self, lines: Iterable[tuple[float, float, Line]], page: int) -> str:
        """Operators for lines whose places are the left end of the baseline."""
        parts = ["BT"]
        font: tuple[Embedded, float] | None = None
        tracking = 0.0
        for x, y, line in lines:
            parts.append(f"1 0 0 1 {x:.3f} {y:.3f} Tm")
            if abs(line.tracking - tracking) > 0.0001:
                tracking = line.tracking
                parts.append(f"{tracking:.4f} Tc")
            for face, text, kerns in line.spans:
                if face is None:
                    whole = "".join(span.text for span in line.spans)
                    self.missing += [(page, character, whole) for character in text]
                    continue
                embedded = self.fonts.get(face) or self._font(face)
                if font != (embedded, line.size):
                    font = (embedded, line.size)
                    parts.append(f"/{embedded.resource} {number(line.size)} Tf")
                parts.append(_shown(embedded, text, kerns))
        parts.append("0 Tc ET")
        return "\n".join(parts)

    def _font(self, face: Face) -> Embedded:
        return self.fonts.setdefault(face, Embedded(face, f"F{len(self.fonts) + 1}"))

    def refuse_missing(self) -> None:
        """Raise MissingGlyph if any character could not be drawn."""
        if not self.missing:
            return
        problems = [
            Problem("", f"第 {page} 页", f"字库里没有“{character}”（U+{ord(character):04X}），所在处：{line}")
            for page, character, line in dict.fromkeys(self.missing)
        ]
        page, character, _ = self.missing[0]
        raise MissingGlyph(
            f"第 {page} 页的“{character}”（U+{ord(character):04X}）字库里没有，打印出来会缺字，已停止打印。"
            "请改用规范字或写成拼音加注；确需此字的，请管理员补充字库。",
            problems,
        )


def _shown(embedded: Embedded, text: str, kerns: Sequence[tuple[int, float]]) -> str:
    if not kerns:
        return f"<{''.join([embedded[c] for c in text])}>Tj"
    parts, at = [], 0
    for place, em in kerns:
        parts.append(f"<{''.join([embedded[c] for c in text[at:place]])}>{number(-1000 * em)}")
        at = place
    if text[at:]:
        parts.append(f"<{''.join([embedded[c] for c in text[at:]])}>")
    return f"[{''.join(parts)}]TJ"


def draw(pages: Sequence[Page], outside: Outside, information: Information) -> bytes:
    """The file. Raises MissingGlyph."""
    file, ink = File(), Ink()
    file.reserve_pages(len(pages))
    resources = file.reserve()
    forms = _forms(file, outside)
    bookmarks: list[Bookmark] = []
    contents = [_content(page, i, ink, outside, forms) for i, page in enumerate(pages)]
    ink.refuse_missing()
    for i, (page, content) in enumerate(zip(pages, contents, strict=True)):
        bookmarks += [Bookmark(label, level, i, _bookmark_top(page, y)) for level, label, y in page.headings]
        rotate = 90 if page.landscape else 0
        file.put_page(i, (PAGE_WIDTH, PAGE_HEIGHT), content.encode(), resources, _links(page), rotate)
    fonts = "".join(f"/{font.resource} {font.write(file)} 0 R" for font in ink.fonts.values())
    drawn = "".join(f"/{name} {at} 0 R" for name, at in forms.items())
    file.put(resources, f"<</Font<<{fonts}>>/XObject<<{drawn}>>>>")
    return file.finish(information, bookmarks)


def _forms(file: File, outside: Outside) -> dict[str, int]:
    """Drawings that pages repeat: the marks across an upright page and one on its side, the code."""
    box = f"/Type/XObject/Subtype/Form/BBox[0 0 {number(PAGE_HEIGHT)} {number(PAGE_HEIGHT)}]/Resources<<>>"
    drawings: dict[str, str] = {}
    if texts := marks.crossing(outside.marks):
        for paper in (UPRIGHT, SIDEWAYS):
            drawings[paper.mark] = marks.across(texts, paper.width, paper.height)
    if outside.verify_url:
        drawings["Q"] = _code(outside.verify_url)
    return {name: file.add(stream(drawing.encode(), box)) for name, drawing in drawings.items()}


def _code(url: str) -> str:
    modules = qr.matrix(url)
    scale = CODE_SIZE / (len(modules) + 2 * QUIET)
    top = CODE_SIZE - QUIET * scale
    bars = [
        f"{(QUIET + x) * scale:.3f} {top - (y + 1) * scale:.3f} {length * scale:.3f} {scale:.3f} re"
        for y, x, length in qr.bars(modules)
    ]
    return "0 g\n" + "\n".join(bars) + "\nf"


def _content(page: Page, index: int, ink: Ink, outside: Outside, forms: Container[str]) -> str:
    paper = SIDEWAYS if page.landscape else UPRIGHT
    parts = [f"q {paper.turn} cm"]
    if paper.mark in forms:
        parts.append(f"/{paper.mark} Do")
    parts += ["0 g 0 G", _body(page, paper, index + 1, ink)]
    if outside.marks:
        frame, places = marks.above(outside.marks, paper.width, paper.height)
        parts += [frame, ink.show(places, index + 1)]
    recto = index % 2 == 0
    parts += ["Q", ink.show(_foot(outside, index, recto), index + 1)]
    if "Q" in forms:
        x = LEFT if recto else LEFT + WIDTH - CODE_SIZE
        parts.append(f"q 1 0 0 1 {x:.3f} {CODE_BOTTOM:.3f} cm/Q Do Q")
    return "\n".join(parts)


def _body(page: Page, paper: Paper, number_: int, ink: Ink) -> str:
    """Rules, leaders and text of the type area."""
    left, top = paper.left, paper.height - paper.top
    parts = [
        f"{width} w {left + x1:.3f} {top - y1:.3f} m {left + x2:.3f} {top - y2:.3f} l S"
        for x1, y1, x2, y2, width in page.rules
    ]
    if page.leaders:
        parts.append("q 1 J 1.1 w [0 4.4] 0 d")
        parts += [
            f"{left + a:.3f} {top - y:.3f} m {left + b:.3f} {top - y:.3f} l S" for a, b, y in page.leaders
        ]
        parts.append("Q")
    places = ((left + x, top - y - ASCENT * line.size, line) for x, y, line in page.texts)
    return "\n".join([*parts, ink.show(places, number_)])


def _foot(outside: Outside, index: int, recto: bool) -> list[tuple[float, float, Line]]:
    """Page number outside (odd right, even left), the foot lines inside beside the code."""
    lines = []
    if index >= outside.unnumbered:
        folio = broken([Run(f"— {index + 1} —", "song")], SIZE_4, WIDTH, align="left")[0]
        x = LEFT + WIDTH - CELL - folio.width if recto else LEFT + CELL
        lines.append((x, PAGE_HEIGHT - TOP - HEIGHT - FOLIO_DROP - 0.38 * SIZE_4, folio))
    y = CODE_BOTTOM + CODE_SIZE - 15
    aside = CODE_SIZE + 4 if outside.verify_url else 0.0
    for text in outside.foot:
        line = broken([Run(text)], SIZE_SMALL_5, WIDTH, align="left")[0]
        lines.append((LEFT + aside if recto else LEFT + WIDTH - aside - line.width, y, line))
        y -= FOOT_PITCH
    return lines


def _bookmark_top(page: Page, y: float) -> float:
    return PAGE_HEIGHT if page.landscape else min(PAGE_HEIGHT, PAGE_HEIGHT - TOP - y + 10)


def _links(page: Page) -> list[Link]:
    edge = PAGE_HEIGHT - TOP
    return [
        (LEFT, edge - low, LEFT + WIDTH, edge - high, goal, edge - y + 10)
        for high, low, goal, y in page.links
    ]
