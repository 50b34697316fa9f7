"""Sheets of single values: one line each, known by the key beside it."""

from collections.abc import Mapping

from yingji.office.excel.book import Address, Cell
from yingji.office.excel.cells import cleaned, parted, said
from yingji.office.excel.layout import FORM, Line
from yingji.office.excel.reading import Keyed, Reading, place, value_of
from yingji.plans import pointer
from yingji.plans.wording import quoted


def read_form(reading: Reading, found: Keyed) -> None:
    """The lines of one form or of the cover."""
    value_at = found.columns.get("value", found.key_column + 2)
    label_at = found.columns.get("label", found.key_column + 1)
    listing: Line | None = None
    for row, cells in found.sheet.rows():
        if row <= found.row + 1:
            continue
        key = cleaned(str(cells[found.key_column].value)) if found.key_column in cells else ""
        line = reading.plan.line(key)
        at = Address(found.sheet.name, row, value_at, line.title if line else "")
        cell = cells.get(value_at)
        if key.startswith("@"):
            reading.identity[key[1:]] = said(cell) if cell else ""
        elif line is not None:
            listing = line if line.is_list else None
            _line(reading, line, at, cell)
        elif key and cell is not None:
            _unknown(reading, key, found.sheet.text(row, label_at), at, cell)
        elif listing is not None and cell is not None and not key:
            _line(reading, listing, Address(at.sheet, row, value_at, listing.title), cell)
        elif found.key == FORM:
            _loose(reading, found, row, cells)
        more = {column: each for column, each in cells.items() if column not in found.columns.values()}
        if line is not None:
            _beside(reading, found, row, more)


def _unknown(reading: Reading, key: str, label: str, at: Address, cell: Cell) -> None:
    reading.leave(at, cell)
    title = quoted(cleaned(label).rstrip("＊") or key)
    reading.problem(
        "", at, f"{title}在现在的格式里没有了，没有导入。请看内容是否要写到别处，再删去这一格。", "should"
    )


def _loose(reading: Reading, found: Keyed, row: int, cells: Mapping[int, Cell]) -> None:
    for column, cell in cells.items():
        if column != found.key_column and not cell.filled and said(cell):
            at = Address(found.sheet.name, row, column)
            reading.leave(at, cell)
            reading.problem(
                "", at, f"{quoted(said(cell))}不知道属于哪一项，没有导入。请移到对应的格子里。", "should"
            )


def _beside(reading: Reading, found: Keyed, row: int, cells: Mapping[int, Cell]) -> None:
    for column, cell in cells.items():
        if column != found.key_column and said(cell):
            at = Address(found.sheet.name, row, column)
            reading.leave(at, cell)
            reading.problem(
                "",
                at,
                f"{quoted(said(cell))}写在填写内容的格子外面，没有导入。请移到左边的格子里，或者删去。",
                "should",
            )


def _line(reading: Reading, line: Line, at: Address, cell: Cell | None) -> None:
    if line.is_list:
        reading.cells.setdefault(line.path, at)
        _listed(reading, line, at, cell)
        return
    if line.path in reading.cells:
        if cell is not None and said(cell):
            reading.leave(at, cell)
            first = reading.cells[line.path].reference
            reading.problem(
                line.path, at, f"{quoted(line.title)}填了两次，只取了 {first} 那一格。请删去其中一格。"
            )
        return
    reading.cells[line.path] = at
    value = value_of(reading, line.field, line.path, at, cell)
    if value is not None:
        place(reading.document, line.path, value)


def _listed(reading: Reading, line: Line, at: Address, cell: Cell | None) -> None:
    item = line.field.item or line.field
    value = value_of(reading, item, line.path, at, cell)
    if value is None or cell is None:
        return
    texts = parted(line.field, str(cell.value), ()) if isinstance(cell.value, str) else [value]
    if isinstance(cell.value, str) and "\n" not in cell.value:
        texts = [value]
    listed = pointer.find(reading.document, line.path)
    start = len(listed) if isinstance(listed, list) else 0
    for count, text in enumerate(texts, start):
        path = pointer.child(line.path, count)
        reading.cells[path] = at
        place(reading.document, path, text)
