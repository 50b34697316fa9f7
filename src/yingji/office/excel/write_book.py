"""A schema's workbook to fill in: empty, or with the last version already in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell

from yingji.errors import Invalid
from yingji.office.excel import styles
from yingji.office.excel.book import Address, letters
from yingji.office.excel.cells import as_line, is_words, to_cell
from yingji.office.excel.layout import (
    COVER,
    FORM,
    MARK,
    PARENT,
    Column,
    Form,
    Layout,
    Line,
    Table,
    header,
    layout,
)
from yingji.office.excel.names import Names, row_names
from yingji.office.excel.rules import FAR, Area, Options, add_choices, add_red, prompt
from yingji.office.excel.sample import add_sample
from yingji.office.excel.sheet_cells import lay_out, link, protect, put, sealed
from yingji.office.limits import MAX_TEXT
from yingji.plans import pointer
from yingji.plans.catalogue import Field, Schema

KEYS, HEADS, FIRST = 2, 3, 4
"""The hidden row of keys, the row of heads and the first row to fill in."""
SPARE_ROWS, SPARE_LINES = 12, 2
MAX_LABEL = 200
LONG_EXAMPLE = 16
"""A field whose example is longer holds sentences, and gets a wide column."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose workbook it is: kept in it, and read back from it."""

    schema: str
    unit_code: str = ""
    unit_name: str = ""
    kind: str = ""
    base: str = ""
    title: str = ""
    """What stands at the top; a plan's workbook says its unit without being told."""


def write_book(
    schema: Schema, identity: Identity, document: Mapping[str, Any], sample: Mapping[str, Any]
) -> bytes:
    """The workbook with ``document`` (may be empty) filled in and ``sample`` on a sheet of its own.

    The same arguments give the same bytes. Raises ``Invalid`` for a text no cell can hold.
    """
    book = Workbook()
    book.remove(book.active)
    styles.add_styles(book)
    plan = layout(schema)
    writer = _Writer(book, plan, document, Names(schema, document))
    writer.cover(identity)
    for sheet in plan.sheets:
        writer.form(sheet) if isinstance(sheet, Form) else writer.table(sheet)
    writer.rules()
    writer.heights()
    if sample:
        add_sample(book, plan, sample)
    book.move_sheet(writer.options.sheet, len(book.sheetnames))
    return sealed(book)


class _Writer:
    def __init__(self, book: Any, plan: Layout, document: Mapping[str, Any], names: Names) -> None:
        self.book, self.plan, self.document, self.names = book, plan, document, names
        self.sheets: dict[str, Any] = {}
        self.options = Options(book.create_sheet("_选项"))

    def cover(self, identity: Identity) -> None:
        form = self.plan.cover
        ws = self._new(form.name, identity.title or f"{identity.unit_name}应急预案填写表", COVER, 0)
        row = self._form_head(ws)
        known = {"unit_name": identity.unit_name, "kind": identity.kind}
        for line in form.lines:
            value = pointer.find(self.document, line.path)
            value = known.get(line.field.key) if value is pointer.MISSING else value
            row = self._line(ws, row, line, value)
        for key, title, text in (
            ("@schema", "格式版本", identity.schema),
            ("@unit", "单位代码", identity.unit_code),
            ("@base", "所依据版本的摘要", identity.base),
        ):
            ws.cell(row, 1, key).style = styles.KEY
            ws.cell(row, 2, title).style = styles.LABEL
            put(ws.cell(row, 3), text or None, styles.SHOWN)
            row += 1
        self._guide(ws, row + 1, GUIDE if form.lines else LIST_GUIDE)

    def _guide(self, ws: Any, row: int, guide: Sequence[str]) -> None:
        for text in guide:
            ws.cell(row, 2, text).style = styles.NOTE
            ws.merge_cells(start_row=row, start_column=2, end_row=row, end_column=4)
            ws.row_dimensions[row].height = 15 * (1 + len(text) // 56)
            row += 1
        row += 1
        ws.cell(row, 2, "各张表（点名称可以直接过去）").style = styles.HEAD
        ws.cell(row, 3, "填什么").style = styles.HEAD
        for sheet in self.plan.sheets:
            row += 1
            link(ws.cell(row, 2), sheet.name, "C4")
            ws.cell(row, 3, _about(sheet)).style = styles.NOTE

    def _new(self, name: str, title: str, key: str, chapter: int) -> Any:
        ws = self.book.create_sheet(name)
        self.sheets[name] = ws
        ws.sheet_properties.tabColor = styles.TABS[chapter % 2]
        ws.cell(1, 2, title).style = styles.TITLE
        ws.cell(KEYS, 1, key).style = styles.KEY
        ws.row_dimensions[1].height, ws.row_dimensions[KEYS].hidden = 30, True
        ws.column_dimensions["A"].hidden = True
        ws.sheet_view.showGridLines = False
        ws.freeze_panes = ws.cell(FIRST, 3)
        protect(ws)
        lay_out(ws)
        return ws

    def _form_head(self, ws: Any) -> int:
        for column, (key, head, width) in enumerate(FORM_COLUMNS, 2):
            ws.cell(KEYS, column, key).style = styles.KEY
            ws.cell(HEADS, column, head).style = styles.HEAD
            ws.column_dimensions[letters(column)].width = width
        return FIRST

    def form(self, form: Form) -> None:
        ws = self._new(form.name, form.title, FORM, form.chapter)
        row = self._form_head(ws)
        for line in form.lines:
            row = self._line(ws, row, line, pointer.find(self.document, line.path))

    def _line(self, ws: Any, row: int, line: Line, value: Any) -> int:
        listed = value if line.is_list and isinstance(value, list) else []
        values = (
            listed + [None] * SPARE_LINES if line.is_list else [None if value is pointer.MISSING else value]
        )
        item = line.field.item if line.is_list and line.field.item is not None else line.field
        for count, each in enumerate(values, 1):
            ws.cell(row, 1, line.path).style = styles.KEY
            title = f"{line.title}（{count}）" if line.is_list else line.title
            needed = line.required and count == 1
            ws.cell(row, 2, header(title, item, needed)).style = styles.LABEL
            self._put(ws.cell(row, 3), item, each, is_line=line.is_list)
            ws.cell(row, 4, prompt_of(line) if count == 1 else "").style = styles.HINT
            row += 1
        return row

    def table(self, table: Table) -> None:
        key = MARK + table.path
        ws = self._new(table.name, table.title, key, table.chapter)
        for number, column in enumerate(table.columns, 2):
            self._head(ws, number, column)
        rows = list(self._rows(table))
        for number in range(len(rows) + SPARE_ROWS):
            above, row = rows[number] if number < len(rows) else (None, {})
            ws.cell(FIRST + number, 1, self._key(table, row)).style = styles.KEY
            for at, column in enumerate(table.columns, 2):
                value = above if column.key == PARENT else _inside(row, column.key)
                self._put(ws.cell(FIRST + number, at), column.field, value)
        last = letters(len(table.columns) + 1)
        ws.auto_filter.ref = f"B{HEADS}:{last}{FIRST + len(rows) + SPARE_ROWS - 1}"
        ws.print_title_rows = f"{HEADS}:{HEADS}"

    def _key(self, table: Table, row: Mapping[str, Any]) -> str | None:
        """What the hidden column knows a row by: its id, and the name it had when it was written."""
        row_id = row.get("id") if table.has_ids else None
        label = self.names.wording.label(table.field, row, MAX_LABEL) if row_id else ""
        return f"{row_id} {label}".strip() if isinstance(row_id, str) else None

    def _head(self, ws: Any, number: int, column: Column) -> None:
        ws.cell(KEYS, number, column.key).style = styles.KEY
        ws.cell(HEADS, number, header(column.title, column.field, column.required)).style = styles.HEAD
        dimension = ws.column_dimensions[letters(number)]
        dimension.width, dimension.hidden = _width(column), column.hidden
        pattern = Cell(ws, FIRST, number)
        pattern.style = styles.BELOW[style_of(column.field)]
        dimension._style = pattern._style

    def _rows(self, table: Table) -> Any:
        if table.is_map:
            found = pointer.find(self.document, table.path)
            for name, text in found.items() if isinstance(found, dict) else ():
                yield None, {"@name": name, "@text": text}
        elif table.parent is None:
            found = pointer.find(self.document, table.path)
            for row in found if isinstance(found, list) else ():
                yield None, row
        else:
            above = [row for _, row in self._rows(table.parent)]
            names = row_names(self.plan.schema, table.parent.field, above, self.document)
            for name, row in zip(names, above, strict=True):
                for inner in row.get(table.field.key) or ():
                    yield name, inner

    def _put(self, cell: Any, field: Field, value: Any, *, is_line: bool = False) -> None:
        written = to_cell(field, self.names.shown(field, value))
        try:
            put(cell, as_line(written) if is_line and isinstance(written, str) else written, style_of(field))
        except ValueError as long:
            at = Address(cell.parent.title, cell.row, cell.column, field.title)
            raise Invalid(
                f"{at.place}有 {long} 个字，一格最多 {MAX_TEXT} 个字。请在网页上修改这一项。"
            ) from None

    def rules(self) -> None:
        """Drop-downs and red cells, once every sheet stands."""
        for form in self.plan.forms:
            self._form_rules(form)
        for table in self.plan.tables:
            ws = self.sheets[table.name]
            filled = f"$B{FIRST}:${letters(len(table.columns) + 1)}{FIRST}"
            for number, column in enumerate(table.columns, 2):
                if not column.hidden:
                    area = Area(ws, number, FIRST, FAR, filled)
                    named_in = self._parents(table) if column.key == PARENT else self._named_in(column.field)
                    self._rule(area, column.title, column.field, column.required, named_in)

    def heights(self) -> None:
        """Rows as high as their texts, for programs that do not work it out themselves."""
        for name, ws in self.sheets.items():
            widths = {n: ws.column_dimensions[letters(n)].width for n in range(2, ws.max_column + 1)}
            for row in ws.iter_rows(min_row=HEADS, max_row=ws.max_row, min_col=2):
                texts = [(str(cell.value), widths[cell.column]) for cell in row if cell.value is not None]
                if texts and not (name == self.plan.cover.name and ws.row_dimensions[row[0].row].height):
                    ws.row_dimensions[row[0].row].height = styles.height(texts)

    def _form_rules(self, form: Form) -> None:
        ws = self.sheets[form.name]
        rows: dict[str, list[int]] = {}
        groups: dict[str, list[int]] = {}
        for row in range(FIRST, ws.max_row + 1):
            path = ws.cell(row, 1).value
            line = self.plan.line(path) if isinstance(path, str) else None
            if line is not None:
                rows.setdefault(line.path, []).append(row)
                groups.setdefault(line.group, []).append(row)
        for line in form.lines:
            at = rows[line.path]
            item = line.field.item if line.is_list and line.field.item is not None else line.field
            self._rule(Area(ws, 3, at[0], at[-1]), line.title, item, False, self._named_in(item))
            inner = groups[line.group]
            filled = f"$C${inner[0]}:$C${inner[-1]}" if line.group else ""
            if line.required or (line.group and line.field.required):
                add_red(
                    Area(ws, 3, at[0], at[0], filled),
                    Field("", "", "", {}),
                    needed=True,
                    choices=self.options,
                    named_in="",
                )

    def _rule(self, area: Area, title: str, field: Field, needed: bool, named_in: str) -> None:
        add_choices(area, title, field, self.options, named_in)
        add_red(area, field, needed=needed, choices=self.options, named_in=named_in)

    def _named_in(self, field: Field) -> str:
        table = self.plan.table(field.ref) if field.ref and field.type != "array" else None
        return _first_column(table, _naming(table)) if table is not None else ""

    def _parents(self, table: Table) -> str:
        return _first_column(table.parent, table.parent.field.row_key) if table.parent is not None else ""


GUIDE = (
    "1．只填白色的格子，带＊的必须填；灰色和蓝色的格子不用动。不懂怎么填，看「填写样例」表。",
    "2．一张表里一行写一件事、一个人、一户。行不够时接着往下写就行；多余的空行不用删。",
    "3．格子变红：写得不对，点一下格子看提示。格子变粉：必须填，还没有填。",
    "4．责任人、安置点、路线等从下拉列表里选；列表里没有的，先到那张表里加一行。",
    "5．电话只写数字；日期写 2026-05-01 或 2026年5月1日 都可以；没有的内容空着，不要写“无”“待定”。",
    "6．填完保存，原样上传。有要改的地方，会把标红的文件发还给您，改好再传，不用重填。",
)
LIST_GUIDE = (
    "1．一行一条，接着最后一行往下写；带＊的必须填。不改的行不用动，删去一行不等于撤销。",
    "2．格子变红：写得不对，点一下格子看提示。格子变粉：必须填，还没有填。",
    "3．填完保存，原样导入。有要改的地方，会把标红的文件发还给您，改好再导。",
)
FORM_COLUMNS = (("label", "项目", 34), ("value", "填写内容", 52), ("hint", "怎样填写", 56))


def prompt_of(line: Line) -> str:
    """The hint beside a line."""
    several = "一格写一条；不够时在下面插入行，或在一格里换行写几条。" if line.is_list else ""
    return several + prompt(line.field).replace("几项时一项一行（按 Alt+Enter 换行）。", "")


def style_of(field: Field) -> str:
    """The named style of a field's cells."""
    if field.is_date:
        return styles.DAY
    return styles.NUMBER if field.type in ("integer", "number") else styles.TEXT


def _about(sheet: Form | Table) -> str:
    if isinstance(sheet, Form):
        return f"{len(sheet.lines)} 项"
    return ("必须填。" if sheet.required else "") + sheet.field.description


def _inside(row: Any, key: str) -> Any:
    for step in key.split("/"):
        row = row.get(step) if isinstance(row, dict) else None
    return row


def _naming(table: Table) -> str:
    """The column whose text names a row, as ``Wording.label`` has it."""
    keys = [column.key for column in table.columns if column.field.type == "string" and not column.hidden]
    wanted = [key for key in (table.field.row_key, "name", "title") if key in keys]
    return (wanted + keys)[0]


def _first_column(table: Table, key: str) -> str:
    number = next((n for n, column in enumerate(table.columns, 2) if column.key == key), 2)
    return f"'{table.name}'!${letters(number)}${FIRST}:${letters(number)}${FAR}"


def _width(column: Column) -> float:
    if column.field.type in ("integer", "number", "boolean"):
        return max(10.0, len(column.title) * 2.0 + 4)
    if column.field.is_phone or column.field.is_date:
        return 16.0
    if column.field.type == "array" and not is_words(column.field):
        return 30.0
    if any(isinstance(each, str) and len(each) > LONG_EXAMPLE for each in column.field.examples):
        return 42.0
    return 22.0 if column.field.ref or column.field.spec.get("enum") else 24.0
