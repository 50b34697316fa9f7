"""A plan as a Word file in the official format, which knows itself again when it comes back."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from lxml import etree

from yingji.office.word import page
from yingji.office.word.body import visible
from yingji.office.word.identity import CELLS, PREFIX, Identity, Mark, written
from yingji.office.word.lay import Block, Cell, Grid, Laid, Line, Row, lay
from yingji.office.word.parts import DOCUMENT, SPACES, Element, packed, q, serialised, text, w
from yingji.plans.canonical import canonical, digest
from yingji.plans.catalogue import Schema
from yingji.plans.outline import outline

FEW = 5  # columns: up to here the letters are 小四, beyond 五号
LARGE, SMALL = 240, 210  # twips
PADDING = 140
SHORT = 4.0  # em: a name or a heading that stands on one line
LONG = 24.0
GREY = "7F7F7F"
OFFICE = "application/vnd.openxmlformats-officedocument"
WORD = f"{OFFICE}.wordprocessingml"


def write(schema: Schema, document: Mapping[str, Any], *, unit: str = "", seal: str = "") -> bytes:
    """The whole plan as .docx; ``unit`` is the unit's code, ``seal`` the version's digest.

    The same plan gives the same bytes. The file carries the document: handle it like the full edition.
    """
    laid = lay(outline(schema, document), str(document.get("unit_name", "")))
    kind = str(document.get("kind", ""))
    mine = Identity(unit, kind, schema.name, seal or digest(canonical(dict(document))), document)
    return assembled(laid, mine)


def assembled(laid: Laid, identity: Identity) -> bytes:
    """The package around the blocks: parts in a fixed order, nothing that changes with the day."""
    ink = _Ink()
    root = w("document", w("body", *ink.body(laid)))
    known = replace(
        identity, seen=digest(visible(root)), marks=tuple(ink.marks), fixed=tuple(dict.fromkeys(ink.fixed))
    )
    title = next(
        (block.text for block in laid.body if isinstance(block, Line) and block.style == "title"), ""
    )
    parts = {
        "[Content_Types].xml": _types(),
        "_rels/.rels": _relations(_PACKAGE),
        DOCUMENT: serialised(root),
        "word/_rels/document.xml.rels": _relations(_DOCUMENT),
        "word/styles.xml": page.styles(),
        "word/settings.xml": page.settings(),
        "word/fontTable.xml": page.font_table(),
        "word/footer1.xml": page.footer(even=False),
        "word/footer2.xml": page.footer(even=True),
        "docProps/core.xml": _core(title),
        **written(known),
    }
    return packed(parts)


@dataclass(slots=True)
class _Ink:
    """Blocks to XML, numbering the bookmarks on the way."""

    marks: list[Mark] = field(default_factory=list)
    fixed: list[str] = field(default_factory=list)

    def body(self, laid: Laid) -> Iterator[Element]:
        upright = page.section(even="rId5", odd="rId4")
        yield from self.blocks(laid.body, page.MEASURE)
        if not laid.annexes:
            yield upright
            return
        yield w("p", w("pPr", w("pStyle", val="gap"), upright))
        for heading, grid in laid.annexes:
            yield from self.blocks([heading, grid], page.LONG_MEASURE)
        yield page.section(across=True, even="rId5", odd="rId4")

    def blocks(self, blocks: list[Block], measure: int) -> Iterator[Element]:
        for block in blocks:
            if isinstance(block, Grid):
                yield self._table(block, measure)
                yield from self._gap()
            else:
                yield from self._line(block)

    def _gap(self) -> Iterator[Element]:
        yield w("p", w("pPr", w("pStyle", val="gap")))

    def _line(self, line: Line) -> Iterator[Element]:
        pieces = line.said.split("\n")
        if not line.mark:
            self.fixed.append(line.said)
        start, end = self._bookmark(line.mark, line.text, line.before, line.after)
        for count, piece in enumerate(pieces):
            yield w(
                "p",
                w("pPr", w("pStyle", val=line.style)),
                start if not count else None,
                *self._runs(piece),
                end if count == len(pieces) - 1 else None,
            )

    def _runs(self, said: str) -> Iterator[Element]:
        if said:
            yield w("r", w("rPr", w("rFonts", hint="eastAsia")), *text(said))

    def _bookmark(
        self, mark: str, said: str = "", before: str = "", after: str = "", columns: tuple[str, ...] = ()
    ) -> tuple[Element | None, Element | None]:
        if not mark:
            return None, None
        number = len(self.marks)
        self.marks.append(Mark(mark, said, before, after, columns))
        return w("bookmarkStart", id=number, name=f"{PREFIX}{number}"), w("bookmarkEnd", id=number)

    def _table(self, grid: Grid, measure: int) -> Element:
        widths = shares(grid, measure)
        small = grid.width > FEW
        rows = [self._head(grid, widths)] if grid.head else []
        rows += [self._row(row, widths, small) for row in grid.rows]
        edges = [w(side, val="single", sz=4, space=0, color="auto") for side in _SIDES]
        properties = w(
            "tblPr",
            w("tblW", w=sum(widths), type="dxa"),
            w("jc", val="center"),
            w("tblBorders", *edges),
            w("tblLayout", type="fixed"),
            w("tblCellMar", w("left", w=60, type="dxa"), w("right", w=60, type="dxa")),
        )
        return w("tbl", properties, w("tblGrid", *(w("gridCol", w=each) for each in widths)), *rows)

    def _head(self, grid: Grid, widths: list[int]) -> Element:
        ends = self._bookmark(grid.mark, columns=grid.columns)
        cells = []
        for count, (title, wide) in enumerate(zip(grid.head, widths, strict=True)):
            self.fixed.append(title)
            style = "narrowhead" if grid.width > FEW else "head"
            cells.append(
                _cell(style, wide, 1, _around(ends if not count else (None, None), self._runs(title)))
            )
        return w("tr", w("trPr", w("cantSplit"), w("tblHeader")), *cells)

    def _row(self, row: Row, widths: list[int], small: bool) -> Element:
        ends = self._bookmark(row.mark, CELLS.join(cell.text for cell in row.cells))
        cells, at = [], 0
        for count, cell in enumerate(row.cells):
            own = self._bookmark(cell.mark, cell.text)
            inner = list(_around(own, self._said(cell)))
            inner = list(_around(ends, inner)) if not count else inner
            style = "label" if cell.is_label else "narrow" if small else "cell"
            if cell.is_label:
                self.fixed.append(cell.text)
            cells.append(_cell(style, sum(widths[at : at + cell.span]), cell.span, inner))
            at += cell.span
        return w("tr", w("trPr", w("cantSplit")), *cells)

    def _said(self, cell: Cell) -> Iterator[Element]:
        if not cell.prompt and not cell.choices:
            yield from self._runs(cell.text)
            return
        look = w("rPr", w("rFonts", hint="eastAsia"), *([w("color", val=GREY)] if cell.prompt else []))
        run = w("r", look, *text(cell.text))
        if not cell.choices:
            yield run
            return
        listed = (w("listItem", displayText=choice, value=choice) for choice in cell.choices)
        properties = w("sdtPr", w("showingPlcHdr") if cell.prompt else None, w("dropDownList", *listed))
        yield w("sdt", properties, w("sdtContent", run))


_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")


def _around(ends: tuple[Element | None, Element | None], inner: Any) -> Iterator[Element]:
    start, end = ends
    yield from [start] if start is not None else []
    yield from inner
    yield from [end] if end is not None else []


def _cell(style: str, wide: int, span: int, inner: Any) -> Element:
    properties = w("tcPr", w("tcW", w=wide, type="dxa"), w("gridSpan", val=span) if span > 1 else None, w("vAlign", val="center"))  # fmt: skip
    return w("tc", properties, w("p", w("pPr", w("pStyle", val=style)), *inner))


def shares(grid: Grid, measure: int) -> list[int]:
    """Widths of the columns: what each needs at least, the rest by the length of its text."""
    if grid.shares:
        widths = [measure * share // sum(grid.shares) for share in grid.shares]
        return [*widths[:-1], measure - sum(widths[:-1])]
    em = SMALL if grid.width > FEW else LARGE
    least, wanted = [2.0] * grid.width, [2.0] * grid.width
    for row in (Row(tuple(Cell(title) for title in grid.head)), *grid.rows):
        at = 0
        for cell in row.cells:
            if cell.span == 1:
                least[at] = max(least[at], min(_em(cell.text), SHORT), _longest(cell.text))
                wanted[at] = max(wanted[at], min(_em(cell.text), LONG))
            at += cell.span
    needs = [each * em + PADDING for each in least]
    spare = [max(want - need, 0.5) for want, need in zip(wanted, least, strict=True)]
    rest = measure - sum(needs)
    if rest < 0:
        needs, rest = [need * measure / sum(needs) for need in needs], 0
    widths = [int(need + rest * extra / sum(spare)) for need, extra in zip(needs, spare, strict=True)]
    widths[-1] += measure - sum(widths)
    return widths


def _em(said: str) -> float:
    longest = max(said.split("\n"), key=len)
    return sum(0.5 if c < "\u2000" else 1.0 for c in longest)


def _longest(said: str) -> float:
    """The longest word that must not break: a number, a date, a telephone."""
    return max((len(word) * 0.5 for word in _WORD.findall(said)), default=0.0) + 0.3


_WORD = re.compile(r"[!-~]{1,16}")

_PACKAGE = (
    ("rId1", f"{SPACES['r']}/officeDocument", "word/document.xml"),
    ("rId2", "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties", "docProps/core.xml"),
    ("rId3", f"{SPACES['r']}/custom-properties", "docProps/custom.xml"),
)  # fmt: skip
_DOCUMENT = (
    ("rId1", f"{SPACES['r']}/styles", "styles.xml"),
    ("rId2", f"{SPACES['r']}/settings", "settings.xml"),
    ("rId3", f"{SPACES['r']}/fontTable", "fontTable.xml"),
    ("rId4", f"{SPACES['r']}/footer", "footer1.xml"),
    ("rId5", f"{SPACES['r']}/footer", "footer2.xml"),
    ("rId6", f"{SPACES['r']}/customXml", "../customXml/item1.xml"),
)
_CONTENT = {
    "/word/document.xml": f"{WORD}.document.main+xml",
    "/word/styles.xml": f"{WORD}.styles+xml",
    "/word/settings.xml": f"{WORD}.settings+xml",
    "/word/fontTable.xml": f"{WORD}.fontTable+xml",
    "/word/footer1.xml": f"{WORD}.footer+xml",
    "/word/footer2.xml": f"{WORD}.footer+xml",
    "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    "/docProps/custom.xml": f"{OFFICE}.custom-properties+xml",
    "/customXml/itemProps1.xml": f"{OFFICE}.customXmlProperties+xml",
}


def _relations(entries: tuple[tuple[str, str, str], ...]) -> bytes:
    root = etree.Element(q("rel:Relationships"), nsmap={None: SPACES["rel"]})
    for key, kind, target in entries:
        etree.SubElement(root, q("rel:Relationship"), Id=key, Type=kind, Target=target)
    return serialised(root)


def _types() -> bytes:
    root = etree.Element(q("ct:Types"), nsmap={None: SPACES["ct"]})
    for extension, kind in (("rels", "application/vnd.openxmlformats-package.relationships+xml"), ("xml", "application/xml")):  # fmt: skip
        etree.SubElement(root, q("ct:Default"), Extension=extension, ContentType=kind)
    for name, kind in _CONTENT.items():
        etree.SubElement(root, q("ct:Override"), PartName=name, ContentType=kind)
    return serialised(root)


def _core(title: str) -> bytes:
    space = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
    dublin = "http://purl.org/dc/elements/1.1/"
    root = etree.Element(f"{{{space}}}coreProperties", nsmap={"cp": space, "dc": dublin})
    etree.SubElement(root, f"{{{dublin}}}title").text = title.replace("\n", " ")
    return serialised(root)
