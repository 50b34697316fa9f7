"""Sheets of rows: columns known by the keys above them, rows by the id beside them."""

from collections.abc import Iterator, Mapping

from yingji.office.excel.book import Address, Cell
from yingji.office.excel.cells import cleaned, options, parted, said, same
from yingji.office.excel.layout import MAP_KEYS, MARK, PARENT, Column, Table, header
from yingji.office.excel.names import row_names
from yingji.office.excel.reading import Keyed, Reading, between, place, place_value, value_of
from yingji.office.found import Left
from yingji.plans import pointer
from yingji.plans.wording import quoted


def read_tables(reading: Reading, sheets: list[Keyed], samples: set[tuple[str, ...]]) -> None:
    """Tables in the order of the layout, so that the rows above are there before the rows under them."""
    waiting = {found.key.removeprefix(MARK): [] for found in sheets}  # type: dict[str, list[Keyed]]
    for found in sheets:
        waiting[found.key.removeprefix(MARK)].append(found)
    for table in reading.plan.tables:
        for found in waiting.pop(table.path, []):
            _Rows(reading, table, found, samples).read()
    for gone in waiting.values():
        for found in gone:
            _gone(reading, found)


def _gone(reading: Reading, found: Keyed) -> None:
    rows = [cells for row, cells in found.sheet.rows() if row > found.row + 1]
    for row, cells in found.sheet.rows():
        for column, cell in cells.items() if row > found.row + 1 else ():
            if column != found.key_column:
                reading.leave(Address(found.sheet.name, row, column), cell)
    if any(said(cell) for cells in rows for column, cell in cells.items() if column != found.key_column):
        at = Address(found.sheet.name, found.row + 2, found.key_column + 1)
        reading.problem(
            "", at, "现在的格式里没有这张表了，里面的内容没有导入。请看是否要写到别的表里。", "should"
        )


class _Rows:
    """The rows of one table on one sheet."""

    def __init__(self, reading: Reading, table: Table, found: Keyed, samples: set[tuple[str, ...]]) -> None:
        self.reading, self.table, self.found, self.samples = reading, table, found, samples
        self.columns = [(column, found.columns.get(column.key)) for column in table.columns]
        self.parents: dict[str, list[int]] = {}

    def read(self) -> None:
        sheet, head = self.found.sheet, self.found.row + 1
        first = next((at for column, at in self.columns if at), self.found.key_column + 1)
        self.reading.cells.setdefault(self.table.path, Address(sheet.name, head, first))
        self._heads(head)
        self._name_parents()
        extra: dict[int, int] = {}
        for row, cells in sheet.rows():
            if row > head and any(
                said(cell) or cell.wrong for c, cell in cells.items() if self._counts(c, cell)
            ):
                self._row(row, cells)
                for column in self._extra(cells):
                    extra.setdefault(column, row)
        for column, row in extra.items():
            self._tell_extra(column, row, head)

    def _counts(self, column: int, cell: Cell) -> bool:
        """Whether a cell makes its row a row: ids and cells merged from above alone do not."""
        return column != self.found.key_column and not cell.filled

    def _extra(self, cells: Mapping[int, Cell]) -> Iterator[int]:
        known = {at for _, at in self.columns if at is not None} | {self.found.key_column}
        return (column for column, cell in cells.items() if column not in known and said(cell))

    def _tell_extra(self, column: int, row: int, head: int) -> None:
        title = cleaned(self.found.sheet.text(head, column))
        at = Address(self.found.sheet.name, head if title else row, column, title)
        known = self.found.sheet.text(self.found.row, column)
        said_so = "在现在的格式里没有了" if known else "是多出来的，格式里没有"
        self.reading.problem(
            "",
            at,
            f"{quoted(title) if title else '这一列'}{said_so}，内容没有导入。请写到别的列里，或者删去这一列。",
            "should",
        )

    def _heads(self, head: int) -> None:
        """A head that is the head of another column: somebody moved cells and not columns."""
        titles = {same(header(c.title, c.field, False)): c for c in self.table.columns}
        for column, at in self.columns:
            text = same(self.found.sheet.text(head, at)).rstrip("*＊") if at is not None else ""
            other = titles.get(text)
            if at is not None and other is not None and other.key != column.key:
                here = Address(self.found.sheet.name, head, at, column.title)
                message = f"这一列原来是{quoted(column.title)}，表头改成了{quoted(other.title)}，分不清填的是哪一项。请把表头改回{quoted(column.title)}，内容放到对应的列里。"
                self.reading.problem("", here, message)

    def _name_parents(self) -> None:
        parent = self.table.parent
        if parent is not None:
            rows = pointer.find(self.reading.document, parent.path)
            known = rows if isinstance(rows, list) else []
            names = row_names(self.reading.plan.schema, parent.field, known, self.reading.document)
            for index, name in enumerate(names):
                self.parents.setdefault(same(name), []).append(index)

    def _row(self, row: int, cells: Mapping[int, Cell]) -> None:
        sheet = self.found.sheet
        for aside in self._extra(cells):
            self.reading.leave(Address(sheet.name, row, aside), cells[aside])
        if self.table.is_map:
            self._entry(row, cells)
            return
        where = self._where(row, cells)
        if where is None:
            return
        self._tell_sample(where, row, cells)
        self.reading.cells[where] = Address(sheet.name, row, next((at for _, at in self.columns if at), 2))
        place(self.reading.document, where, {})
        self._id(where, cells)
        for column, at in self.columns:
            if at is not None and column.key != PARENT:
                self._column(
                    column, f"{where}/{column.key}", Address(sheet.name, row, at, column.title), cells.get(at)
                )

    def _where(self, row: int, cells: Mapping[int, Cell]) -> str | None:
        """The pointer of the row; None when the row it belongs to cannot be told."""
        path = self.table.path
        if self.table.parent is not None:
            at = self.found.columns.get(PARENT, 0)
            cell = cells.get(at)
            name = said(cell) if cell is not None else ""
            index = self._parent(name)
            if index is None:
                self._orphan(
                    Address(self.found.sheet.name, row, at or 2, self.table.columns[0].title),
                    name,
                    row,
                    cells,
                )
                return None
            path = pointer.build((*pointer.tokens(self.table.parent.path), index, self.table.field.key))
        rows = pointer.find(self.reading.document, path)
        return pointer.child(path, len(rows) if isinstance(rows, list) else 0)

    def _parent(self, name: str) -> int | None:
        found = self.parents.get(same(name), [])
        if not name and len(self.parents) == 1:
            found = next(iter(self.parents.values()))
        return found[0] if len(found) == 1 else None

    def _orphan(self, at: Address, name: str, row: int, cells: Mapping[int, Cell]) -> None:
        for _, column in self.columns:
            if column is not None and column in cells:
                self.reading.leave(Address(at.sheet, row, column), cells[column])
        title = self.table.parent.title if self.table.parent is not None else ""
        known = "、".join(list(self.parents)[:8])
        wrong = (
            f"{quoted(name)}在{quoted(title)}表里没有"
            if name
            else f"没有写这一行属于{quoted(title)}表里的哪一行"
        )
        hint = f"请从这些里选：{known}。" if known else f"请先填写{quoted(title)}表。"
        self.reading.problem(self.table.path, at, f"{wrong}，这一行没有导入。{hint}")

    def _tell_sample(self, where: str, row: int, cells: Mapping[int, Cell]) -> None:
        shown = [at for column, at in self.columns if at is not None and at in cells and not column.hidden]
        texts = [same(said(cells[at])) for at in shown]
        first = texts[0] if texts else ""
        is_copied = self._is_about_somebody and tuple(texts) in self.samples and len(texts) > 2
        if is_copied or first.startswith(("例:", "例：", "样例", "例如")):
            at = Address(self.found.sheet.name, row, self.found.key_column + 1)
            self.reading.problem(
                where,
                at,
                "这一行像是样例，照抄进来没有改。请改成本单位的实际情况，或者删去这一行。",
                "should",
            )

    @property
    def _is_about_somebody(self) -> bool:
        """Rows two units can hardly have in common: people, places, households."""
        return self.table.has_ids

    def _id(self, where: str, cells: Mapping[int, Cell]) -> None:
        cell = cells.get(self.found.key_column)
        key = said(cell) if cell is not None and not cell.filled else ""
        row_id, _, name = key.partition(" ")
        if self.table.has_ids and row_id:
            if row_id in self.reading.ids.setdefault(self.table.path, set()):
                return  # a copied row: it is another one, and gets an id of its own
            self.reading.ids[self.table.path].add(row_id)
            self.reading.before.setdefault(self.table.path, {}).setdefault(same(name), row_id)
            place(self.reading.document, f"{where}/id", row_id)

    def _column(self, column: Column, path: str, at: Address, cell: Cell | None) -> None:
        self.reading.cells[path] = at
        for parent in between(path, self.reading.cells):
            self.reading.cells[parent] = at
        of = column.field
        value = value_of(self.reading, of.item if of.item is not None else of, path, at, cell)
        if value is None or cell is None:
            return
        if of.type == "array":
            whole = options(of.item) if of.item is not None else ()
            text = cell.value if isinstance(cell.value, str) else str(value)
            value = parted(of, text, whole)
        if value not in ([], ""):
            place_value(self.reading.document, path, value)

    def _entry(self, row: int, cells: Mapping[int, Cell]) -> None:
        texts = {}
        for column, at in self.columns:
            cell = cells.get(at) if at is not None else None
            address = Address(self.found.sheet.name, row, at or 2, column.title)
            value = value_of(self.reading, column.field, self.table.path, address, cell)
            texts[column.key] = "" if value is None else str(value)
        name, text = (texts[key] for key in MAP_KEYS)
        address = Address(self.found.sheet.name, row, self.columns[1][1] or 3, name)
        path = pointer.child(self.table.path, name)
        if not name or not text or path in self.reading.cells:
            said_so = "这个名称上面已经有了" if name and text else "名称和内容要都填"
            self.reading.left.append(Left(name or text, address.place))
            self.reading.problem(
                self.table.path, address, f"{said_so}，这一行没有导入。请改好，或者删去这一行。"
            )
            return
        self.reading.cells[path] = address
        place_value(self.reading.document, path, text)
