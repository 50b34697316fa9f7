"""Which sheets, lines and columns a schema's workbook has. Drawn from the fields, not from a family.

Writer and reader walk the same layout: lines and columns are known by their keys, which stand in a
hidden row and column, so sheets and columns may be renamed and moved.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from yingji.plans import pointer
from yingji.plans.catalogue import Field, Schema
from yingji.plans.wording import numeral

MARK = "yingji:"
COVER, FORM, SAMPLE, OPTIONS, MARKS = (
    MARK + name for name in ("cover", "form", "sample", "options", "marks")
)
PARENT = "^"
MAP_KEYS = ("@name", "@text")
MAX_NAME = 31

_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")


@dataclass(frozen=True, slots=True)
class Line:
    """One single value or list of texts on a form; ``group`` is the innermost optional object around it."""

    path: str
    title: str
    field: Field
    required: bool
    group: str = ""

    @property
    def is_list(self) -> bool:
        return self.field.type == "array"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table; ``key`` is the way to the value inside its row ("affected/people")."""

    key: str
    title: str
    field: Field
    required: bool
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """A sheet of lines: what it is for, what to fill in, how."""

    name: str
    title: str
    lines: tuple[Line, ...]
    chapter: int


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet of rows: an array of objects, or (``is_map``) names and texts of an open object.

    ``parent`` is the table whose rows hold these rows; then the first column names the row above.
    """

    name: str
    title: str
    path: str
    field: Field
    columns: tuple[Column, ...]
    chapter: int
    required: bool
    parent: "Table | None" = None
    is_map: bool = False

    @property
    def has_ids(self) -> bool:
        """Rows are known by an id the system gives."""
        return any(child.key == "id" and child.hidden for child in _children(self.field))


@dataclass(frozen=True, slots=True)
class Layout:
    """The sheets of a schema's workbook, in the order of the printed plan; the cover first."""

    schema: Schema
    cover: Form
    sheets: tuple[Form | Table, ...]

    @property
    def tables(self) -> tuple[Table, ...]:
        return tuple(sheet for sheet in self.sheets if isinstance(sheet, Table))

    @property
    def forms(self) -> tuple[Form, ...]:
        return (self.cover, *(sheet for sheet in self.sheets if isinstance(sheet, Form)))

    def table(self, path: str) -> Table | None:
        """The table of an array ("/command/contacts", "/response/by_hazard/*/steps")."""
        return next((table for table in self.tables if table.path == path), None)

    def line(self, path: str) -> Line | None:
        """The line of a value."""
        return next((line for form in self.forms for line in form.lines if line.path == path), None)


@lru_cache(maxsize=16)
def layout(schema: Schema) -> Layout:
    """The workbook of a schema."""
    return _Builder(schema).build()


def header(title: str, field: Field, required: bool) -> str:
    """What stands at the head of a column or line: 户数（户）＊."""
    unit = f"（{field.unit}）" if field.unit and field.unit not in title else ""
    return f"{title}{unit}{'＊' if required else ''}"


class _Builder:
    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self.names: set[str] = set()
        self.sheets: list[Form | Table] = []

    def build(self) -> Layout:
        cover = Form(self._name("填写说明"), "填写说明", tuple(self._cover_lines()), 0)
        for number, chapter in enumerate(self.schema.chapters, 1):
            self._chapter(number, str(chapter["title"]), [i["of"] for i in chapter["items"] if "of" in i])
        return Layout(self.schema, cover, tuple(self.sheets))

    def _cover_lines(self) -> Iterator[Line]:
        printed = {pointer.tokens(i["of"])[0] for c in self.schema.chapters for i in c["items"] if "of" in i}
        for field in self.schema.root.children:
            if field.key not in printed and field.key != "schema":
                yield Line(field.pointer, field.title, field, field.required)

    def _chapter(self, number: int, title: str, items: list[str]) -> None:
        lines: list[Line] = []
        at = len(self.sheets)
        for item in items:
            field = self.schema.at(item)
            if field is not None:
                lines += self._lines(field, number, self._is_needed(item), "", "")
        if lines:
            name = self._name(f"{numeral(number)}、{title}")
            self.sheets.insert(at, Form(name, title, tuple(lines), number))

    def _is_needed(self, where: str) -> bool:
        """Everything above, and the thing itself, has to be there."""
        steps = pointer.tokens(where)
        fields = (self.schema.at(pointer.build(steps[:depth])) for depth in range(1, len(steps) + 1))
        return all(field is not None and field.required for field in fields)

    def _lines(self, field: Field, chapter: int, needed: bool, before: str, group: str) -> Iterator[Line]:
        if field.is_rows:
            self._table(field, chapter, needed, None)
        elif field.type == "object" and field.children:
            inner_group = group if field.required else field.pointer
            for child in field.children:
                title = f"{before}{field.title}·"
                yield from self._lines(child, chapter, needed and child.required, title, inner_group)
        elif field.type == "object":
            self._map(field, chapter)
        else:
            yield Line(field.pointer, before + field.title, field, needed, group)

    def _table(self, field: Field, chapter: int, needed: bool, parent: Table | None) -> None:
        columns = [*(_above(parent) if parent is not None else ()), *_columns(field)]
        seen = [column for column in columns if not column.hidden]
        hidden = [column for column in columns if column.hidden]
        title = field.title if parent is None else f"{parent.title}·{field.title}"
        table = Table(
            self._name(title), title, field.pointer, field, (*seen, *hidden), chapter, needed, parent
        )
        self.sheets.append(table)
        for child in _children(field):
            if child.is_rows:
                self._table(child, chapter, child.required, table)

    def _map(self, field: Field, chapter: int) -> None:
        text = Field(f"{field.pointer}/*", "*", "内容", {"type": "string"}, field.change, field.disclosure)
        columns = (
            Column(MAP_KEYS[0], "名称", text, True),
            Column(MAP_KEYS[1], "内容", text, True),
        )
        name = self._name(field.title)
        self.sheets.append(
            Table(name, field.title, field.pointer, field, columns, chapter, False, is_map=True)
        )

    def _name(self, title: str) -> str:
        clean = _FORBIDDEN.sub("", title)[:MAX_NAME] or "表"
        name, count = clean, 1
        while name in self.names:
            count += 1
            name = f"{clean[: MAX_NAME - 3]}{count}"
        self.names.add(name)
        return name


def _children(array: Field) -> tuple[Field, ...]:
    return array.item.children if array.item is not None else ()


def _above(parent: Table) -> Iterator[Column]:
    naming = next(
        (c for c in parent.columns if c.key == parent.field.row_key and not c.hidden), parent.columns[0]
    )
    yield Column(PARENT, f"所属{naming.title}", naming.field, True)


def _columns(array: Field) -> Iterator[Column]:
    for field in _children(array):
        if field.key == "id" and field.hidden:
            continue
        yield from _spread(field, field.key, "", field.required)


def _spread(field: Field, key: str, before: str, needed: bool) -> Iterator[Column]:
    """A value takes a column, an object inside a row one for each of its values."""
    if field.is_rows:
        return
    if field.type == "object":
        for child in field.children:
            yield from _spread(
                child, f"{key}/{child.key}", f"{before}{field.title}·", needed and child.required
            )
    else:
        yield Column(key, before + field.title, field, needed, field.hidden)
