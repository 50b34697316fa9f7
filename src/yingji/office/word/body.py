"""A Word file flattened to paragraphs and tables in reading order, as a person sees them.

Text boxes, headers, footers and notes come along with where they stand; deleted text of tracked
changes does not, inserted text does; soft line breaks are line feeds; nested tables follow theirs.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from zipfile import ZipFile

from lxml import etree

from yingji.errors import TooLarge, Unreadable
from yingji.office.guard import part
from yingji.office.limits import MAX_CELLS, MAX_ROWS
from yingji.office.word.identity import PREFIX
from yingji.office.word.numbers import Numbers, numbers
from yingji.office.word.parts import DOCUMENT, Element, get, q, whole
from yingji.office.word.pieces import Body, Cell, Para, Piece, Table, paragraphs

NOTE = f"{PREFIX}note"
"""Bookmark around what ``word_marks`` puts ahead of a person's text."""

WIDEST = 63
"""Columns a Word table can have."""

_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
    (b"http://purl.oclc.org/ooxml/drawingml/main", b"http://schemas.openxmlformats.org/drawingml/2006/main"),
)  # fmt: skip
_THROUGH = {q(f"w:{name}") for name in ("ins", "moveTo", "hyperlink", "smartTag", "fldSimple", "sdtContent", "dir", "bdo", "customXml")}  # fmt: skip
_GONE = {q(f"w:{name}") for name in ("del", "moveFrom", "sdtPr", "sdtEndPr", "pPr", "rPr")}
_SPACE = re.compile(r"\s+")


def body(package: ZipFile) -> Body:
    """The flattened file. Raises ``Unreadable``, ``TooLarge``, ``WrongType`` in Chinese."""
    styles = parsed(package, "word/styles.xml", required=False)
    numbering = parsed(package, "word/numbering.xml", required=False)
    root = main(package)
    reader = _Reader(numbers(numbering, styles), root)
    pieces = [*reader.blocks(_inside(root), "")]
    for name in sorted(package.namelist()):
        where = _aside(name)
        extra = parsed(package, name, required=False) if where else None
        if extra is not None:
            pieces += [piece for piece in reader.blocks(extra, where) if _says_more(piece)]
    return Body(tuple(pieces), tuple(reader.pictures))


def main(package: ZipFile) -> Element:
    """The root of the main part."""
    found = parsed(package, DOCUMENT, required=True)
    if found is None or found.find(q("w:body")) is None:
        raise Unreadable("这个文件里没有正文，不像 Word 文档。请用 WPS 或 Word 打开，另存为 .docx 再传。")
    return found


def visible(root: Element) -> str:
    """The text of the main part without any white space, to see whether somebody edited it."""
    pieces = _Reader(numbers(None, None), root).blocks(_inside(root), "")
    texts = (para.text for piece in pieces for para in paragraphs(piece))
    return "\n".join(filter(None, (_SPACE.sub("", said) for said in texts)))


def parsed(package: ZipFile, name: str, *, required: bool) -> Element | None:
    """A part as XML; None where it is absent and not ``required``."""
    content = part(package, name)
    if not content:
        if required:
            raise Unreadable("这个文件里没有正文，不像 Word 文档。请用 WPS 或 Word 打开，另存为 .docx 再传。")
        return None
    for strict, usual in _STRICT:
        content = content.replace(strict, usual)
    try:
        return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    except (etree.XMLSyntaxError, ValueError):
        if not required:
            return None
        raise Unreadable(
            "Word 文件的正文已经损坏，读不出来。请用 WPS 或 Word 打开，如能看到内容，另存为新的 .docx 再传。"
        ) from None


def _inside(root: Element) -> Element:
    inner = root.find(q("w:body"))
    return root if inner is None else inner


def _aside(name: str) -> str:
    kinds = {"header": "页眉", "footer": "页脚", "footnotes": "脚注", "endnotes": "尾注"}
    found = re.fullmatch(r"word/(header|footer|footnotes|endnotes)[0-9]*\.xml", name)
    return kinds[found[1]] if found else ""


def _says_more(piece: Piece) -> bool:
    """Page numbers and empty lines say nothing."""
    said = "".join(para.full for para in paragraphs(piece))
    return bool(re.search(r"[^\W\d_]", said.replace("第", "").replace("页", "").replace("共", "")))


@dataclass(slots=True)
class _Reader:
    numbers: Numbers
    root: Element
    index: dict[Element, int] = field(init=False)
    open: dict[str, int] = field(default_factory=dict)
    noting: set[str] = field(default_factory=set)
    seen: set[int] = field(default_factory=set)
    hidden: bool = False
    boxes: list[Piece] = field(default_factory=list)
    pictures: list[int] = field(default_factory=list)
    tables: int = 0
    cells: int = 0

    def __post_init__(self) -> None:
        self.index = {each: count for count, each in enumerate(self.root.iter(q("w:p")))}
        if len(self.index) > MAX_CELLS:
            raise TooLarge(
                f"文档有 {len(self.index)} 个段落，最多 {MAX_CELLS} 个。请删去与预案无关的内容再传。"
            )

    def blocks(self, holder: Element, where: str) -> Iterator[Piece]:
        kept: Para | None = None
        for child in holder.iterchildren(tag=etree.Element):
            if child.tag == q("w:p"):
                para = self._para(child, where, kept)
                boxes, self.boxes = self.boxes, []
                kept = para if para is not None and _joins_next(child) else None
                if kept is None and para is not None:
                    yield para
                yield from boxes
            elif child.tag == q("w:tbl"):
                yield from self._table(child, where)
            elif child.tag in (q("w:bookmarkStart"), q("w:bookmarkEnd")):
                self._bookmark(child)
            elif child.tag not in _GONE:
                yield from self.blocks(child, where)
        if kept is not None:
            yield kept

    def _para(self, element: Element, where: str, kept: Para | None) -> Para | None:
        self.seen = set(self.open.values())
        was_note = bool(self.noting)
        said = "".join(self._inline(element, where))
        is_note = was_note or bool(self.noting) or self.hidden
        self.hidden = False
        if is_note:
            return None
        label = self.numbers.label(element) if said.strip() else ""
        ahead = kept.text if kept else ""
        return Para(
            ahead + said,
            kept.number if kept else label,
            self.numbers.heading(element),
            self.index.get(element, -1),
            where,
            tuple(sorted(self.seen | set(kept.marks if kept else ()))),
        )

    def _bookmark(self, element: Element) -> None:
        key, name = get(element, "id"), get(element, "name")
        if element.tag == q("w:bookmarkEnd"):
            self.open.pop(key, None)
            self.noting.discard(key)
        elif name == NOTE:
            self.noting.add(key)
            self.hidden = True
        elif name.startswith(PREFIX) and name.removeprefix(PREFIX).isdecimal():
            self.open[key] = int(name.removeprefix(PREFIX)[:9])
            self.seen.add(self.open[key])

    def _inline(self, element: Element, where: str) -> Iterator[str]:
        for child in element.iterchildren(tag=etree.Element):
            if child.tag == q("w:r"):
                yield from self._run(child, where)
            elif child.tag in (q("w:bookmarkStart"), q("w:bookmarkEnd")):
                self._bookmark(child)
            elif child.tag == q("w:sdt") or child.tag in _THROUGH:
                yield from self._inline(child, where)

    def _run(self, run: Element, where: str) -> Iterator[str]:
        for child in run.iterchildren(tag=etree.Element):
            match child.tag.rpartition("}")[2]:
                case "t":
                    yield child.text or ""
                case "tab" | "ptab":
                    yield "\t"
                case "br" if get(child, "type") in ("page", "column"):
                    yield ""
                case "br" | "cr":
                    yield "\n"
                case "noBreakHyphen":
                    yield "-"
                case "ruby":
                    for base in child.iter(q("w:rubyBase")):
                        yield from self._inline(base, where)
                case "drawing" | "pict" | "object" | "AlternateContent":
                    self._drawn(child)

    def _drawn(self, element: Element) -> None:
        """Text boxes are read, pictures counted; of two spellings of one drawing the first."""
        if element.tag == q("mc:AlternateContent"):
            choices = element.findall(q("mc:Choice")) or element.findall(q("mc:Fallback"))
            for inner in choices[0].iterchildren(tag=etree.Element) if choices else ():
                self._drawn(inner)
            return
        waiting, self.boxes = self.boxes, []
        seen = self.seen
        found: list[Piece] = []
        for box in _outermost(element):
            found += self.blocks(box, "文本框")
        self.seen, self.boxes = seen, [*waiting, *found]
        if next(element.iter(q("a:blip"), q("v:imagedata")), None) is not None:
            holder = next((each for each in element.iterancestors(q("w:p"))), None)
            self.pictures.append(self.index.get(holder, -1) if holder is not None else -1)

    def _table(self, element: Element, where: str) -> Iterator[Piece]:
        self.tables += 1
        number, nested = self.tables, list[Piece]()
        rows: list[tuple[Cell, ...]] = []
        for tr in _children(element, "tr"):
            properties = tr.find(q("w:trPr"))
            if properties is not None and properties.find(q("w:del")) is not None:
                continue
            cells = self._row(tr, properties, rows[-1] if rows else (), where, nested)
            rows.append(tuple(cells))
            self.cells += len(cells)
            if self.cells > MAX_CELLS or len(rows) > MAX_ROWS:
                raise TooLarge(f"文档里的表格太大（超过 {MAX_CELLS} 格）。请只留下预案要用的部分再传。")
        if rows:
            yield Table(tuple(rows), number, where)
        yield from nested

    def _row(
        self,
        tr: Element,
        properties: Element | None,
        above: tuple[Cell, ...],
        where: str,
        nested: list[Piece],
    ) -> list[Cell]:
        before = whole(properties.find(q("w:gridBefore")), "val") if properties is not None else 0
        cells = [Cell((), False)] * min(before, WIDEST)
        for tc in _children(tr, "tc"):
            cell = self._cell(tc, where, nested)
            own = tc.find(q("w:tcPr"))
            merge = own.find(q("w:vMerge")) if own is not None else None
            span = whole(own.find(q("w:gridSpan")), "val", 1) if own is not None else 1
            if merge is not None and get(merge, "val", "continue") == "continue" and not cell.text:
                covered = above[len(cells)].paras if len(cells) < len(above) else ()
                cell = Cell(covered, False)
            cells.append(cell)
            cells += [Cell(cell.paras, False)] * (min(span, WIDEST) - 1)
        return cells

    def _cell(self, tc: Element, where: str, nested: list[Piece]) -> Cell:
        paras: list[Para] = []
        for piece in self.blocks(tc, where):
            if isinstance(piece, Para) and piece.where == where:
                paras.append(piece)
            else:
                nested.append(piece)
        return Cell(tuple(paras))


def _children(element: Element, name: str) -> Iterator[Element]:
    """Rows or cells, those inside content controls and tracked changes too."""
    for child in element.iterchildren(tag=etree.Element):
        if child.tag == q(f"w:{name}"):
            yield child
        elif child.tag in _THROUGH or child.tag == q("w:sdt"):
            yield from _children(child, name)


def _outermost(element: Element) -> Iterator[Element]:
    for child in element.iterchildren(tag=etree.Element):
        if child.tag == q("w:txbxContent"):
            yield child
        elif child.tag == q("mc:AlternateContent"):
            choices = child.findall(q("mc:Choice")) or child.findall(q("mc:Fallback"))
            yield from _outermost(choices[0]) if choices else ()
        else:
            yield from _outermost(child)


def _joins_next(paragraph: Element) -> bool:
    """Its paragraph mark is deleted in a tracked change."""
    mark = paragraph.find(f"{q('w:pPr')}/{q('w:rPr')}/{q('w:del')}")
    return mark is not None
