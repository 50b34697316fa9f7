"""Laid pages → the PDF: text, rules, what stands outside the type area, marks, code."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from yingji.errors import Invalid, Problem
from yingji.paper import qr, strokes
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
from yingji.paper.wording import clean

CODE_SIZE = 17 * MM
CODE_BOTTOM = 9 * MM
QUIET = 4  # modules
FOOT_PITCH = 12.0
GREY = 0.87
HEAD_MARK = 14 * MM  # upper edge of the head mark from the upper edge of the paper
ACROSS: frozenset[str] = frozenset({"draft", "not_yet", "due", "superseded", "revoked", "sample"})


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
    contents = [_content(page, i, ink, outside, "".join(forms)) for i, page in enumerate(pages)]
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
    """Drawings that every page repeats: the marks across, the code."""
    box = f"/Type/XObject/Subtype/Form/BBox[0 0 {number(PAGE_WIDTH)} {number(PAGE_HEIGHT)}]/Resources<<>>"
    drawings: dict[str, Callable[[], str]] = {}
    if any(mark.kind in ACROSS for mark in outside.marks):
        drawings["M"] = lambda: _across([mark.text for mark in outside.marks if mark.kind in ACROSS])
    if url := outside.verify_url:
        drawings["Q"] = lambda: _code(url)
    return {name: file.add(stream(drawing().encode(), box)) for name, drawing in drawings.items()}


def _across(texts: list[str]) -> str:
    """Marks from lower left to upper right, one beside the other, in light grey."""
    parts = [f"{GREY} g"]
    slope = (PAGE_WIDTH**2 + PAGE_HEIGHT**2) ** 0.5
    cos, sin = PAGE_WIDTH / slope, PAGE_HEIGHT / slope
    for n, text in enumerate(texts):
        shift = (n - (len(texts) - 1) / 2) * 62 * MM
        length = slope * 0.7 - abs(shift) * 1.25
        size = min(length / len(text), 34 * MM / len(texts) ** 0.5)
        x = PAGE_WIDTH / 2 + sin * shift
        y = PAGE_HEIGHT / 2 - cos * shift
        shape = strokes.path(text, "hei", size, -size * len(text) / 2, -size * 0.38)
        parts.append(f"q {cos:.5f} {sin:.5f} {-sin:.5f} {cos:.5f} {x:.3f} {y:.3f} cm\n{shape}\nf Q")
    return "\n".join(parts)


def _code(url: str) -> str:
    modules = qr.matrix(url)
    scale = CODE_SIZE / (len(modules) + 2 * QUIET)
    top = CODE_SIZE - QUIET * scale
    bars = [
        f"{(QUIET + x) * scale:.3f} {top - (y + 1) * scale:.3f} {length * scale:.3f} {scale:.3f} re"
        for y, x, length in qr.bars(modules)
    ]
    return "0 g\n" + "\n".join(bars) + "\nf"


def _content(page: Page, index: int, ink: Ink, outside: Outside, forms: str) -> str:
    parts = []
    if "M" in forms:
        parts.append("/M Do")
    parts.append("0 g 0 G")
    body = [_body(page, index + 1, ink)]
    if page.landscape:
        bottom = PAGE_HEIGHT - TOP - HEIGHT
        body = [f"q 0 1 -1 0 {LEFT + WIDTH:.3f} {bottom:.3f} cm", *body, "Q"]
    parts += body
    recto = index % 2 == 0
    parts.append(ink.show(_foot(outside, index, recto), index + 1))
    if "Q" in forms:
        x = LEFT if recto else LEFT + WIDTH - CODE_SIZE
        parts.append(f"q 1 0 0 1 {x:.3f} {CODE_BOTTOM:.3f} cm/Q Do Q")
    if outside.marks:
        parts.append(_head_mark(outside.marks, ink, index + 1))
    return "\n".join(parts)


def _body(page: Page, number_: int, ink: Ink) -> str:
    """Rules, leaders and text of the type area."""
    left, top = (0.0, page.height) if page.landscape else (LEFT, PAGE_HEIGHT - TOP)
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


def _head_mark(marks: Sequence[Mark], ink: Ink, page: int) -> str:
    """The marks once more in a frame above the type area, black, as text; smaller if there is much to say."""
    runs = [Run("　│　".join(clean(mark.text) for mark in marks), "hei")]
    size = SIZE_4
    while len(lines := broken(runs, size, WIDTH, align="left")) > 2 and size > SIZE_SMALL_5:
        size -= 0.5
    width = max(line.width for line in lines)
    left, top = (PAGE_WIDTH - width) / 2, PAGE_HEIGHT - HEAD_MARK
    pitch = size * 1.3
    height = len(lines) * pitch + 12
    frame = f"1.2 w {left - 10:.3f} {top - height:.3f} {width + 20:.3f} {height:.3f} re S"
    places = [(left, top - 6 - size - n * pitch + 0.1 * size, line) for n, line in enumerate(lines)]
    return f"{frame}\n{ink.show(places, page)}"


def _bookmark_top(page: Page, y: float) -> float:
    return PAGE_HEIGHT if page.landscape else min(PAGE_HEIGHT, PAGE_HEIGHT - TOP - y + 10)


def _links(page: Page) -> list[Link]:
    edge = PAGE_HEIGHT - TOP
    return [
        (LEFT, edge - low, LEFT + WIDTH, edge - high, goal, edge - y + 10)
        for high, low, goal, y in page.links
    ]
