"""A PDF measured from outside by pdfium: characters, rules and page numbers where they really stand."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from typing import Any, TypeVar

import pypdfium2 as pdfium
from pypdfium2 import raw

from yingji.errors import Unreadable
from yingji.paper.measures import MM

Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Character:
    """One character; lengths are millimetres from the upper left corner of the page, ``size`` is in points.

    ``x`` and ``y`` are its place on the baseline; ``left`` to ``bottom`` its ink.
    """

    text: str
    x: float
    y: float
    left: float
    top: float
    right: float
    bottom: float
    size: float
    font: str
    colour: Colour


@dataclass(frozen=True, slots=True)
class Row:
    """The characters on one baseline from left to right, of one size."""

    characters: tuple[Character, ...]

    @property
    def text(self) -> str:
        return "".join(c.text for c in self.characters).strip()

    @property
    def first(self) -> Character:
        return next((c for c in self.characters if not c.text.isspace()), self.characters[0])

    @property
    def top(self) -> float:
        """Upper edge of the em box."""
        return self.first.y - 0.88 * self.first.size / MM

    @property
    def bottom(self) -> float:
        """Lower edge of the em box."""
        return self.first.y + 0.12 * self.first.size / MM

    @property
    def right(self) -> float:
        """Right edge of the ink."""
        return max(c.right for c in self.characters)


@dataclass(frozen=True, slots=True)
class Rule:
    """A drawn line's box in millimetres, with the colour of its stroke."""

    left: float
    top: float
    right: float
    bottom: float
    colour: Colour


@dataclass(frozen=True)
class Gauged:
    """One page as it lies in the pile, upright; ``turned`` if it is read on its side. Millimetres.

    The head of a ``turned`` page is at its left edge, so that its page number can be looked for where
    upright pages have it.
    """

    number: int
    width: float
    height: float
    turned: bool
    characters: tuple[Character, ...]
    rules: tuple[Rule, ...]

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """Lines from top to bottom."""
        placed = sorted(self.characters, key=lambda c: (round(c.y, 1), round(c.size, 1), c.x))
        grouped = groupby(placed, key=lambda c: (round(c.y, 1), round(c.size, 1)))
        return tuple(Row(tuple(group)) for _, group in grouped)


@dataclass(frozen=True, slots=True)
class Document:
    """A measured file: its pages, and whether each font that draws is embedded."""

    pages: tuple[Gauged, ...]
    fonts: dict[str, bool]


def gauge(data: bytes) -> Document:
    """Measure a PDF. Raises Unreadable for what is no PDF or asks for a password."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as fault:
        raise Unreadable(
            "这个文件打不开：不是完整的 PDF，或者设了打开密码。请换一份没有密码的 PDF。"
        ) from fault
    fonts: dict[str, bool] = {}
    with document:
        pages = tuple(_page(document[n], n + 1, fonts) for n in range(len(document)))
    return Document(pages, fonts)


def _page(page: Any, number: int, fonts: dict[str, bool]) -> Gauged:
    left, bottom, right, top = page.get_mediabox()
    text = page.get_textpage()
    width, height = right - left, top - bottom
    turned, across = page.get_rotation() % 180 == 90, width > height
    characters = tuple(
        found
        for i in range(text.count_chars())
        if (found := _character(text.raw, i, left, height)) is not None
    )
    rules = tuple(_rules(page, left, height, fonts))
    text.close()
    page.close()
    if across:
        characters = tuple(_stood(character, width / MM) for character in characters)
        rules = tuple(_stood(rule, width / MM) for rule in rules)
    size = (height, width) if across else (width, height)
    return Gauged(number, size[0] / MM, size[1] / MM, turned or across, characters, rules)


Drawn = TypeVar("Drawn", Character, Rule)


def _stood(drawn: Drawn, width: float) -> Drawn:
    """What was drawn on a sheet across, with its head turned to the left."""
    moved = replace(
        drawn,
        left=drawn.top,
        right=drawn.bottom,
        top=width - drawn.right,
        bottom=width - drawn.left,
    )
    return replace(moved, x=drawn.y, y=width - drawn.x) if isinstance(moved, Character) else moved


def _character(text: Any, i: int, left: float, height: float) -> Character | None:
    code = raw.FPDFText_GetUnicode(text, i)
    if code in (0, 10, 13) or raw.FPDFText_IsGenerated(text, i) == 1:
        return None
    x, y, *box = (ctypes.c_double() for _ in range(6))
    raw.FPDFText_GetCharOrigin(text, i, x, y)
    raw.FPDFText_GetCharBox(text, i, *box)
    ink_left, ink_right, ink_bottom, ink_top = (value.value for value in box)
    name, colour = ctypes.create_string_buffer(128), [ctypes.c_uint() for _ in range(4)]
    raw.FPDFText_GetFontInfo(text, i, name, 128, ctypes.c_int())
    raw.FPDFText_GetFillColor(text, i, *colour)
    return Character(
        text=chr(code),
        x=(x.value - left) / MM,
        y=(height - y.value) / MM,
        left=(ink_left - left) / MM,
        top=(height - ink_top) / MM,
        right=(ink_right - left) / MM,
        bottom=(height - ink_bottom) / MM,
        size=raw.FPDFText_GetFontSize(text, i),
        font=name.value.decode("utf-8", "replace"),
        colour=(colour[0].value, colour[1].value, colour[2].value),
    )


def _rules(page: Any, left: float, height: float, fonts: dict[str, bool]) -> Iterator[Rule]:
    """Stroked paths and thin filled ones, as word processors draw rules; the fonts of text met on the way are noted."""
    for drawn in page.get_objects(max_depth=3):
        if drawn.type == raw.FPDF_PAGEOBJ_TEXT:
            font, name = raw.FPDFTextObj_GetFont(drawn.raw), ctypes.create_string_buffer(128)
            raw.FPDFFont_GetBaseFontName(font, name, 128)
            fonts[name.value.decode("utf-8", "replace")] = raw.FPDFFont_GetIsEmbedded(font) == 1
        elif drawn.type == raw.FPDF_PAGEOBJ_PATH:
            box = [ctypes.c_float() for _ in range(4)]
            colour = [ctypes.c_uint() for _ in range(4)]
            raw.FPDFPageObj_GetBounds(drawn.raw, *box)
            raw.FPDFPageObj_GetStrokeColor(drawn.raw, *colour)
            x1, y1, x2, y2 = (value.value for value in box)
            if not _is_stroked(drawn) and min(x2 - x1, y2 - y1) > MM:
                continue
            shade = (colour[0].value, colour[1].value, colour[2].value)
            yield Rule((x1 - left) / MM, (height - y2) / MM, (x2 - left) / MM, (height - y1) / MM, shade)


def _is_stroked(path: Any) -> bool:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path.raw, fill, stroke)
    return bool(stroke.value)
