"""A printed file measured from outside, by pdfium: where every character stands."""

import ctypes
from importlib import import_module
from itertools import groupby
from typing import Any, NamedTuple

pdfium: Any = import_module("pypdfium2")  # has no types
raw: Any = import_module("pypdfium2.raw")

MM = 72 / 25.4


class Character(NamedTuple):
    """One character: baseline origin and the edges of its ink, in points from the lower left."""

    text: str
    x: float
    y: float
    size: float
    right: float


class Line(NamedTuple):
    """The characters on one baseline from left to right."""

    y: float
    characters: tuple[Character, ...]

    @property
    def text(self) -> str:
        return "".join(c.text for c in self.characters)


def _character(page: Any, i: int) -> Character | None:
    code = raw.FPDFText_GetUnicode(page, i)
    if code in (0, 10, 13) or raw.FPDFText_IsGenerated(page, i):
        return None
    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(page, i, x, y)
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    raw.FPDFText_GetCharBox(page, i, left, right, bottom, top)
    size = raw.FPDFText_GetFontSize(page, i)
    return Character(chr(code), x.value, y.value, size, right.value)


def pages(data: bytes) -> list[list[Character]]:
    """Every character of every page, in the order of the file."""
    with pdfium.PdfDocument(data) as document:
        found = []
        for page in document:
            text = page.get_textpage()
            characters = (_character(text.raw, i) for i in range(text.count_chars()))
            found.append([c for c in characters if c])
            text.close()
            page.close()
        return found


def lines(page: list[Character], size: float | None = None) -> list[Line]:
    """Lines from top to bottom; only type of one size if asked for."""
    chosen = [c for c in page if size is None or abs(c.size - size) < 0.05]
    chosen.sort(key=lambda c: (-round(c.y, 1), c.x))
    return [Line(y, tuple(group)) for y, group in groupby(chosen, key=lambda c: round(c.y, 1))]


def texts(data: bytes) -> list[str]:
    """The text of each page as it copies out."""
    with pdfium.PdfDocument(data) as document:
        return [page.get_textpage().get_text_range() for page in document]


def whole_text(data: bytes) -> str:
    """All text without white space."""
    return "".join("".join(texts(data)).split())


def outline(data: bytes) -> list[tuple[int, str, int]]:
    """The reader's bookmarks as (level, title, page index)."""
    with pdfium.PdfDocument(data) as document:
        found = []
        for mark in document.get_toc():
            target = mark.get_dest()
            found.append((mark.level, mark.get_title(), target.get_index() if target else -1))
        return found


def told(data: bytes) -> dict[str, str]:
    """Title, author, dates and so on, as a reader's property window shows them."""
    with pdfium.PdfDocument(data) as document:
        return {key: value for key, value in document.get_metadata_dict().items() if value}


def fonts(data: bytes) -> dict[str, bool]:
    """Name of every font that draws something, and whether it is embedded."""
    found = {}
    with pdfium.PdfDocument(data) as document:
        for page in document:
            for drawn in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=3):
                font = raw.FPDFTextObj_GetFont(drawn.raw)
                name = ctypes.create_string_buffer(128)
                raw.FPDFFont_GetBaseFontName(font, name, 128)
                found[name.value.decode()] = raw.FPDFFont_GetIsEmbedded(font) == 1
            page.close()
    return found


def picture(data: bytes, index: int, scale: float = 2.0, *, colour: bool = False) -> Any:
    """A page as a picture, for what is not text."""
    with pdfium.PdfDocument(data) as document:
        return document[index].render(scale=scale, grayscale=not colour).to_pil()
