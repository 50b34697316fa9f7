"""A workbook with this system's keys in it, read whatever happened to it in between.

Nothing is dropped in silence: what is not taken stands in ``left``, and a problem says so.
"""

from collections.abc import Iterator, Mapping

from yingji.errors import Problem
from yingji.office.excel.book import Address, Book, Sheet
from yingji.office.excel.cells import said, same
from yingji.office.excel.layout import COVER, FORM, MARK, MARKS, OPTIONS, SAMPLE, Layout, header
from yingji.office.excel.read_forms import read_form
from yingji.office.excel.read_tables import read_tables
from yingji.office.excel.reading import KEY_ROWS, Keyed, Reading, keyed
from yingji.office.found import Left

IGNORED = {SAMPLE, OPTIONS, MARKS}


def read_back(plan: Layout, book: Book) -> Reading | None:
    """Everything the keyed sheets of a workbook say; None when it has no keyed sheet at all."""
    sheets = [found for sheet in book.sheets if (found := keyed(sheet)) is not None]
    if not any(found.key not in IGNORED for found in sheets):
        return None
    reading = Reading(plan)
    samples = {row for found in sheets if found.key == SAMPLE for row in _rows(found.sheet)}
    for found in sheets:
        if found.key in (COVER, FORM):
            read_form(reading, found)
    tables = [found for found in sheets if found.key.startswith(MARK + "/")]
    _refuse_twins(reading, tables)
    lost = dict(_lost(reading, tables, [sheet for sheet in book.sheets if keyed(sheet) is None]))
    read_tables(reading, [*tables, *(found for found in lost.values() if found is not None)], samples)
    for sheet in book.sheets:
        if lost.get(sheet.name, keyed(sheet)) is None:
            _leave(reading, sheet)
    return reading


def _rows(sheet: Sheet) -> Iterator[tuple[str, ...]]:
    for _, cells in sheet.rows():
        yield tuple(same(said(cell)) for _, cell in sorted(cells.items()))


def _refuse_twins(reading: Reading, tables: list[Keyed]) -> None:
    """Two sheets of one table: a copy kept by the clerk, whose rows would count twice."""
    first: dict[str, Keyed] = {}
    for found in tables:
        other = first.setdefault(found.key, found)
        if other is not found:
            at = Address(found.sheet.name, found.row + 1, found.key_column + 1)
            message = f"这张表和「{other.sheet.name}」是同一张表的两份，两份的内容都读进来了。请只留一份，删去另一份。"
            reading.problem("", at, message)


def _lost(reading: Reading, tables: list[Keyed], sheets: list[Sheet]) -> Iterator[tuple[str, Keyed | None]]:
    """Sheets whose keys were deleted, but whose heads are still exactly those of a table that is missing."""
    there = {found.key.removeprefix(MARK) for found in tables}
    for sheet in sheets:
        found = _by_heads(reading.plan, sheet, there)
        if found is not None:
            there.add(found.key.removeprefix(MARK))
            message = "这张表隐藏的编号行不见了，是按表头认出来的。请核对内容，以后不要删去隐藏的行。"
            reading.problem(
                "", Address(sheet.name, found.row + 1, min(found.columns.values())), message, "should"
            )
        yield sheet.name, found


def _by_heads(plan: Layout, sheet: Sheet, there: set[str]) -> Keyed | None:
    top: dict[int, dict[str, int]] = {}
    for row, at in sorted(each for each in sheet.cells if each[0] <= KEY_ROWS):
        top.setdefault(row, {}).setdefault(same(sheet.text(row, at)).rstrip("*＊"), at)
    for row, heads in top.items():
        for table in plan.tables if len(heads) > 1 else ():
            wanted = {same(header(c.title, c.field, False)): c for c in table.columns if not c.hidden}
            if table.path not in there and wanted.keys() <= heads.keys():
                columns: Mapping[str, int] = {
                    wanted[head].key: at for head, at in heads.items() if head in wanted
                }
                return Keyed(sheet, MARK + table.path, row - 1, 0, columns)
    return None


def _leave(reading: Reading, sheet: Sheet) -> None:
    """A sheet of the clerk's own among ours: listed, and said once."""
    before = len(reading.left)
    for (row, column), cell in sorted(sheet.cells.items()):
        if not cell.filled and (text := said(cell)):
            reading.left.append(Left(text, Address(sheet.name, row, column).place))
    if len(reading.left) > before:
        message = f"这张表不是填写表里的，{len(reading.left) - before} 格内容没有导入。需要的内容请填到对应的表里，不需要的可以不管。"
        reading.problems.append(Problem("", f"「{sheet.name}」表", message, "should"))
