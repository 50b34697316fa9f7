"""An .xlsx package to a ``Book``, whatever program wrote it: stated sizes are not believed.

Only parts that hold cells are parsed, in a stream; nothing outside the file is ever followed.
"""

import io
import posixpath
import re
import zipfile
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from yingji.errors import TooLarge, Unreadable
from yingji.office.excel.book import Book, Cell, Plain, Sheet, numbers
from yingji.office.guard import opened, part
from yingji.office.limits import MAX_BLANKS, MAX_CELLS, MAX_FILLED

DAYS_TO_1904 = 1462
RUN = b"<r>"
"""A piece of a text with a look of its own."""

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_WHOLE = re.compile(r"-?[0-9]{1,15}")
_NOT_CODE = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')
_DATE_IDS = {*range(14, 18), 22, *range(27, 32), 36, *range(50, 55), 57, 58}
_REMARKS = {
    "xl/externalLinks/": "文件里有指向别的文件的链接，没有去打开，只取了上次保存的数值。",
    "xl/embeddings/": "文件里插入了别的文件，没有打开。需要时请另外作为附件上传。",
    "xl/activeX/": "文件里有控件，没有打开。",
    "xl/media/": "文件里有图片，图片里的内容不会导入。",
    "xl/charts/": "文件里有图表，图表不会导入。",
}


@dataclass(frozen=True, slots=True)
class _Shared:
    texts: list[str]
    date_styles: frozenset[int]
    offset: int
    is_rich: bool


def read_xlsx(data: bytes) -> Book:
    """The cells of a workbook. Raises ``Unreadable``, ``TooLarge``, ``WrongType``."""
    package = opened(data)
    names = set(package.namelist())
    main = _main_part(package)
    workbook = _tree(part(package, main))
    shared = _shared(package, workbook, main)
    sheets, left, merged, is_rich = [], MAX_CELLS, 0, shared.is_rich
    for name, hidden, target in _listed(package, workbook, main):
        content = part(package, target)
        cells, area = _cells(content, shared, name, left)
        is_rich = is_rich or RUN in content
        left, merged = left - len(cells), merged + area
        sheets.append(Sheet(name, cells, hidden))
    if not sheets:
        raise Unreadable("这个文件里没有工作表。请在 WPS 或 Excel 里打开检查，另存一次再传。")
    remarks = (said for folder, said in _REMARKS.items() if any(n.startswith(folder) for n in names))
    return Book(tuple(sheets), tuple(remarks), merged, is_rich)


def _tree(content: bytes) -> Any:
    try:
        return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        raise Unreadable(
            "文件里面的内容已经损坏，读不出来。请在 WPS 或 Excel 里打开原文件，另存一次再传。"
        ) from None


def _local(element: Any) -> str:
    """The name without its namespace; "" for comments and the like."""
    tag = element.tag
    return tag[tag.rfind("}") + 1 :] if isinstance(tag, str) else ""


def _inside(element: Any, name: str) -> Iterator[Any]:
    return (each for each in element.iter() if _local(each) == name)


def _attribute(element: Any, name: str) -> str:
    """An attribute by its name without namespace, as transitional and strict files differ in theirs."""
    return next(
        (str(value) for key, value in element.attrib.items() if etree.QName(key).localname == name), ""
    )


def _main_part(package: zipfile.ZipFile) -> str:
    for _, kind, target in _relations(package, ""):
        if kind == "officeDocument":
            return target
    return "xl/workbook.xml"


def _relations(package: zipfile.ZipFile, of: str) -> list[tuple[str, str, str]]:
    """``(id, kind, part)`` of what a part refers to inside the package."""
    folder, name = posixpath.split(of)
    content = part(package, posixpath.join(folder, "_rels", name + ".rels"))
    if not content:
        return []
    found = []
    for each in _inside(_tree(content), "Relationship"):
        target = each.get("Target", "")
        at = (
            target.lstrip("/")
            if target.startswith("/")
            else posixpath.normpath(posixpath.join(folder, target))
        )
        if each.get("TargetMode") != "External":
            found.append((each.get("Id", ""), each.get("Type", "").rpartition("/")[2], at))
    return found


def _listed(package: zipfile.ZipFile, workbook: Any, main: str) -> Iterator[tuple[str, bool, str]]:
    """Name, whether hidden, and part of each worksheet, in the order of the tabs."""
    parts = {key: target for key, kind, target in _relations(package, main) if kind == "worksheet"}
    for sheet in _inside(workbook, "sheet"):
        target = parts.get(next((v for k, v in sheet.attrib.items() if etree.QName(k).localname == "id"), ""))
        if target is not None:
            yield sheet.get("name", "未命名"), sheet.get("state", "visible") != "visible", target


def _shared(package: zipfile.ZipFile, workbook: Any, main: str) -> _Shared:
    parts = {kind: target for _, kind, target in _relations(package, main)}
    texts = part(package, parts["sharedStrings"]) if "sharedStrings" in parts else b""
    styles = part(package, parts["styles"]) if "styles" in parts else b""
    since_1904 = any(
        _attribute(each, "date1904") in ("1", "true") for each in _inside(workbook, "workbookPr")
    )
    return _Shared(
        [_said(each) for each in _inside(_tree(texts), "si")] if texts else [],
        frozenset(_date_styles(_tree(styles))) if styles else frozenset(),
        DAYS_TO_1904 if since_1904 else 0,
        RUN in texts,
    )


def _said(element: Any) -> str:
    """The text of a shared or inline string, without the reading aids of East Asian text."""
    said = []
    for each in element.iter():
        if _local(each) == "t" and _local(each.getparent()) != "rPh":
            said.append(each.text or "")
    return _unescaped("".join(said))


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def _date_styles(styles: Any) -> Iterator[int]:
    codes = {each.get("numFmtId"): each.get("formatCode", "") for each in _inside(styles, "numFmt")}
    for table in _inside(styles, "cellXfs"):
        for index, style in enumerate(each for each in table if _local(each) == "xf"):
            number = style.get("numFmtId", "0")
            if (number in codes and _shows_day(codes[number])) or (
                number not in codes and number.isdecimal() and int(number) in _DATE_IDS
            ):
                yield index


def _shows_day(code: str) -> bool:
    bare = _NOT_CODE.sub("", code).lower()
    return "y" in bare or ("d" in bare and "m" in bare)


def _cells(content: bytes, shared: _Shared, sheet: str, most: int) -> tuple[dict[tuple[int, int], Cell], int]:
    """The cells of a sheet, and how many cells its merged areas have."""
    if content.count(b"<c ") + content.count(b"<c>") > MAX_BLANKS:
        raise TooLarge(f"「{sheet}」表里带格式的空格子太多。请把内容复制到一个新的文件里再传。")
    found: dict[tuple[int, int], Cell] = {}
    merged: list[tuple[int, int, int, int]] = []
    row = 0
    try:
        stream = etree.iterparse(io.BytesIO(content), resolve_entities=False, no_network=True, load_dtd=False)
        for _, element in stream:
            name = _local(element)
            if name == "row":
                row = int(element.get("r") or row + 1) if (element.get("r") or "1").isdecimal() else row + 1
                for at, cell in _row(element, row, shared):
                    found[at] = cell
                _refuse_vast(found, sheet, most)
            elif name == "mergeCell":
                merged.extend(filter(None, (_merged(element.get("ref", "")),)))
            if name in ("row", "mergeCell", "dataValidation", "cfRule", "hyperlink"):
                element.clear()
    except etree.XMLSyntaxError:
        raise Unreadable(
            f"「{sheet}」表的内容已经损坏，读不出来。请在 WPS 或 Excel 里打开原文件，另存一次再传。"
        ) from None
    _fill(found, merged)
    return found, sum(area for *_, area in merged)


def _refuse_vast(found: Mapping[tuple[int, int], Cell], sheet: str, most: int) -> None:
    if len(found) > most:
        raise TooLarge(
            f"表里的内容超过 {MAX_CELLS} 格，到「{sheet}」表为止就放不下了。请删去与预案无关的表再传。"
        )


def _row(element: Any, row: int, shared: _Shared) -> Iterator[tuple[tuple[int, int], Cell]]:
    column = 0
    for each in element:
        if _local(each) != "c":
            continue
        at = numbers(each.get("r", ""))
        column = at[1] if at is not None else column + 1
        cell = _cell(each, shared)
        if cell is not None:
            yield (at[0] if at is not None else row, column), cell


def _cell(element: Any, shared: _Shared) -> Cell | None:
    kind, style = element.get("t", "n"), element.get("s", "0")
    has_formula, value = False, None
    for child in element:
        name = _local(child)
        if name == "v":
            value = child.text
        elif name == "is":
            value = _said(child)
        elif name == "f":
            has_formula = True
    if value is None or value == "":
        return Cell("", wrong="stale") if has_formula and value is None else None
    is_date = style.isdecimal() and int(style) in shared.date_styles
    return _valued(kind, value, is_date, shared)


def _valued(kind: str, value: str, is_date: bool, shared: _Shared) -> Cell | None:
    if kind == "s":
        known = value.strip().isdecimal() and int(value) < len(shared.texts)
        return _text(shared.texts[int(value)]) if known else Cell(value, wrong="error")
    if kind == "b":
        return Cell(value.strip() in ("1", "true"))
    if kind == "e":
        return Cell(value, wrong="error")
    if kind in ("str", "inlineStr", "d"):
        return _text(_unescaped(value) if kind == "str" else value)
    number = _number(value.strip())
    if isinstance(number, str):
        return _text(number)
    return Cell(number + shared.offset, is_date=True) if is_date else Cell(number)


def _text(text: str) -> Cell | None:
    return Cell(text) if text else None


def _number(text: str) -> Plain:
    if _WHOLE.fullmatch(text):
        return int(text)
    try:
        value = float(text)
    except ValueError:
        return text
    if value != value or abs(value) > 2**53:
        return text
    return int(value) if value.is_integer() else value


def _merged(reference: str) -> tuple[int, int, int, int] | None:
    """``(column, first row, last row, cells)`` of a merged area."""
    first, _, last = reference.partition(":")
    start, end = numbers(first), numbers(last)
    if start is None or end is None or end[0] < start[0] or end[1] < start[1]:
        return None
    return start[1], start[0], end[0], (end[0] - start[0] + 1) * (end[1] - start[1] + 1)


def _fill(found: dict[tuple[int, int], Cell], merged: list[tuple[int, int, int, int]]) -> None:
    """Each row under a merged cell says what the merged cell says, where the row says anything at all."""
    rows = sorted({row for row, _ in found})
    left = MAX_FILLED
    for column, start, end, _ in merged:
        above = found.get((start, column))
        under = rows[bisect_right(rows, start) : bisect_right(rows, end)] if above is not None else []
        for row in under[: max(left, 0)]:
            if above is not None and (row, column) not in found:
                found[row, column] = Cell(above.value, above.is_date, above.wrong, filled=True)
        left -= len(under)
