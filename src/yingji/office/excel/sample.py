"""The worked example on a sheet of its own: what a good answer looks like, never read back."""

from collections.abc import Iterator, Mapping
from typing import Any

from yingji.office.excel import styles
from yingji.office.excel.cells import Day, to_cell
from yingji.office.excel.layout import PARENT, SAMPLE, Column, Form, Layout, Table
from yingji.office.excel.names import Names, row_names
from yingji.plans import pointer

NAME = "填写样例"
WIDTH = 20
MAX_ROWS = 2
"""Rows of each table that are shown: enough to see how it is done."""


def add_sample(book: Any, plan: Layout, sample: Mapping[str, Any]) -> None:
    """The example of every part, one under the other."""
    ws = book.create_sheet(NAME)
    ws["A2"] = SAMPLE
    ws.column_dimensions["A"].hidden, ws.row_dimensions[2].hidden = True, True
    ws.cell(1, 2, "填写样例（虚构的单位和人，只供参考，不会导入）").style = styles.TITLE
    ws.sheet_properties.tabColor, ws.sheet_view.showGridLines = "BF9000", False
    for number in range(2, 14):
        ws.column_dimensions[chr(64 + number)].width = WIDTH
    names, row = Names(plan.schema, sample), 3
    for sheet in plan.sheets:
        lines = list(
            _form(sheet, sample, names) if isinstance(sheet, Form) else _table(sheet, sample, names, plan)
        )
        if len(lines) > 1:
            ws.cell(row, 2, sheet.name).style = styles.LABEL
            for count, line in enumerate(lines):
                row += 1
                ws.row_dimensions[row].height = styles.height((text, WIDTH) for text in line)
                for number, text in enumerate(line, 2):
                    ws.cell(row, number, text).style = styles.HEAD if count == 0 else styles.SAMPLE
                    ws.cell(row, number).data_type = "s"
            row += 2
    ws.protection.sheet = True
    ws.protection.formatColumns = ws.protection.formatRows = False
    ws.page_setup.orientation, ws.page_setup.fitToHeight = "landscape", 0
    ws.sheet_properties.pageSetUpPr.fitToPage = True


def _form(form: Form, sample: Mapping[str, Any], names: Names) -> Iterator[list[str]]:
    yield ["项目", "填写内容"]
    for line in form.lines:
        value = pointer.find(sample, line.path)
        if value is not pointer.MISSING:
            yield [line.title, _text(line.field, value, names)]


def _table(table: Table, sample: Mapping[str, Any], names: Names, plan: Layout) -> Iterator[list[str]]:
    columns = [column for column in table.columns if not column.hidden]
    yield [column.title for column in columns]
    for above, row in list(_rows(table, sample, plan))[:MAX_ROWS]:
        yield [above if column.key == PARENT else _cell(column, row, names) for column in columns]


def _rows(table: Table, sample: Mapping[str, Any], plan: Layout) -> Iterator[tuple[str, Any]]:
    if table.parent is not None:
        above = [row for _, row in _rows(table.parent, sample, plan)]
        named = row_names(plan.schema, table.parent.field, above, sample)
        for name, row in zip(named, above, strict=True):
            yield from ((name, inner) for inner in row.get(table.field.key, ()))
        return
    found = pointer.find(sample, table.path)
    if isinstance(found, list):
        yield from (("", row) for row in found)
    elif isinstance(found, dict) and table.is_map:
        yield from (("", {"@name": name, "@text": text}) for name, text in found.items())


def _cell(column: Column, row: Any, names: Names) -> str:
    for step in column.key.split("/"):
        row = row.get(step) if isinstance(row, dict) else None
    return "" if row is None else _text(column.field, row, names)


def _text(field: Any, value: Any, names: Names) -> str:
    written = to_cell(field, names.shown(field, value))
    if isinstance(written, Day):
        return written.on.isoformat()
    return "" if written is None else str(written)
