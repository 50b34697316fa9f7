"""The Word file to fill in: every question of a schema, what is known already, and grey prompts for the rest."""

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from yingji.office.word.identity import Identity
from yingji.office.word.lay import MANY_COLUMNS, Block, Cell, Grid, Laid, Line, Row
from yingji.office.word.write import assembled
from yingji.plans import pointer
from yingji.plans.canonical import is_sealed
from yingji.plans.catalogue import Field, Schema
from yingji.plans.prose import ordinal
from yingji.plans.wording import Wording

SPARE = 4  # empty rows at the end of every table
SPARE_SECTIONS = 1
PROMPT = "例："
CHOOSE = "点这里选"
LONG = 36  # characters of a prompt
NOTES = (
    "填写说明：灰色的字是例子，直接改成自己的内容，不改的按没有填写处理。带 * 的必须填写。",
    "表格不够行，在最后一行后面加行；不要增减列。一格里写几条的，一行写一条；写几个人的，用顿号隔开。",
    "填人的地方写姓名，姓名要和“责任人通讯录”里的一致。填好后保存，直接上传本文件。",
)


def template(
    schema: Schema, document: Mapping[str, Any], *, unit: str = "", kind: str = "", seal: str = ""
) -> bytes:
    """A .docx to fill in; ``document`` is what to fill in beforehand (the last version, or a name and title).

    ``seal`` is the digest of that version. What is sealed in it stays as it is and is not shown.
    """
    known = {"schema": schema.name, **({"kind": kind} if kind else {}), **document}
    work = _Form(schema, Wording(schema, known))
    laid = Laid([*work.opening(), *work.chapters()], work.annexes)
    return assembled(
        laid, Identity(unit, kind or str(known.get("kind", "")), schema.name, seal, known, form=True)
    )


class _Form:
    def __init__(self, schema: Schema, wording: Wording) -> None:
        self.schema = schema
        self.wording = wording
        self.annexes: list[tuple[Line, Grid]] = []

    def opening(self) -> Iterator[Block]:
        title = str(self.wording.document.get("title", "")) or self.schema.title
        yield Line("title", "", before=f"{title}（填写表）")
        for note in NOTES:
            yield Line("note", "", before=note)
        first = [f for f in self.schema.root.children if f.key in ("title", "unit_name")]
        yield self._pairs([(field, field.pointer) for field in first])

    def chapters(self) -> Iterator[Block]:
        number = 0
        for chapter in self.schema.chapters:
            blocks = [*self._items([str(i["of"]).removeprefix("#") for i in chapter["items"] if "of" in i])]
            if blocks:
                number += 1
                yield Line("h1", "", before=f"{ordinal(1, number)}{chapter['title']}")
                yield from blocks

    def _items(self, paths: list[str]) -> Iterator[Block]:
        fields = [(field, path) for path in paths if (field := self.schema.at(path)) is not None]
        yield from self._fields([pair for pair in fields if _is_asked(pair[0])], 2)

    def _fields(self, fields: list[tuple[Field, str]], depth: int) -> Iterator[Block]:
        """Single values of one stretch share a table; everything else has a heading of its own."""
        number = 0
        for single, group in groupby(fields, key=lambda pair: _is_single(pair[0])):
            if single:
                yield self._pairs(list(group))
                continue
            for field, path in group:
                number += 1
                yield _heading(depth, number, _titled(field))
                yield from self._several(field, path, depth + 1)

    def _several(self, field: Field, path: str, depth: int) -> Iterator[Block]:
        if field.item is None:
            yield from self._fields(
                [(f, pointer.child(path, f.key)) for f in field.children if _is_asked(f)], depth
            )
        elif any(child.is_rows for child in field.item.children):
            yield from self._sections(field, field.item, path, depth)
        else:
            yield from self._table(field, field.item, path)

    def _sections(self, field: Field, item: Field, path: str, depth: int) -> Iterator[Block]:
        """Rows that hold tables themselves: a stretch of the form for each, and one to spare."""
        rows = pointer.find(self.wording.document, path)
        known = rows if isinstance(rows, list) else []
        for index in range(len(known) + SPARE_SECTIONS):
            label = self.wording.label(field, known[index]) if index < len(known) else ""
            yield Line(
                "h3", "", before=f"{ordinal(depth, index + 1)}{label or f'第 {index + 1} 项（没有就不填）'}"
            )
            inner = [
                (f, pointer.child(pointer.child(path, index), f.key)) for f in item.children if _is_asked(f)
            ]
            for single, group in groupby(inner, key=lambda pair: _is_single(pair[0])):
                if single:
                    yield self._pairs(list(group))
                    continue
                for child, at in group:
                    yield Line("caption", "", before=_titled(child))
                    yield from self._several(child, at, depth + 1)

    def _pairs(self, fields: list[tuple[Field, str]]) -> Grid:
        """Label and value, one a row."""
        rows = []
        for field, path in fields:
            label = Cell(_titled(field), is_label=True)
            rows.append(Row((label, self._cell(field, pointer.find(self.wording.document, path), path))))
        return Grid(tuple(rows), shares=(3, 9))

    def _table(self, field: Field, item: Field, path: str) -> Iterator[Block]:
        columns = [*_columns(item)]
        known = pointer.find(self.wording.document, path)
        rows = known if isinstance(known, list) else []
        made = [self._known(columns, row, pointer.child(path, n)) for n, row in enumerate(rows)]
        made.append(Row(tuple(_prompted(each) for _, each in columns), mark=pointer.child(path, len(rows))))
        made += [Row(tuple(_blank(each) for _, each in columns))] * SPARE
        grid = Grid(
            tuple(made), tuple(_titled(each) for _, each in columns), path, tuple(key for key, _ in columns)
        )
        if field.description:
            yield Line("note", "", before=field.description)
        if grid.width < MANY_COLUMNS:
            yield grid
            return
        name = f"附表{len(self.annexes) + 1}"
        yield Line("note", "", before=f"请填在后面的{name}里。")
        self.annexes.append((Line("h1", "", before=f"{name}　{field.title}"), grid))

    def _known(self, columns: list[tuple[str, Field]], row: Any, path: str) -> Row:
        cells = []
        for key, field in columns:
            value = pointer.find(row, pointer.build(key.split("/")))
            shown = "" if value is pointer.MISSING or is_sealed(value) else self.wording.shown(field, value)
            cells.append(Cell(shown, choices=_choices(field)))
        return Row(tuple(cells), mark=path)

    def _cell(self, field: Field, value: Any, path: str) -> Cell:
        if value is pointer.MISSING or is_sealed(value):
            empty = _prompted(field)
            return Cell(empty.text, path, prompt=True, choices=empty.choices)
        if isinstance(value, list):
            glue = "、" if _is_words(field) else "\n"
            said = glue.join(self.wording.shown(field.item or field, each) for each in value)
            return Cell(said, path)
        return Cell(self.wording.shown(field, value), path, choices=_choices(field))


def _heading(depth: int, number: int, title: str) -> Line:
    return Line("h2" if depth == 2 else "h3", "", before=f"{ordinal(depth, number)}{title}")


def _is_asked(field: Field) -> bool:
    """Ids are the system's business, and the open bucket has no questions."""
    return not field.hidden and (field.type != "object" or bool(field.children))


def _is_single(field: Field) -> bool:
    return not field.children and not field.is_rows


def _is_words(field: Field) -> bool:
    item = field.item
    return item is not None and bool(item.ref or item.labels or "enum" in item.spec)


def _titled(field: Field) -> str:
    return field.title + ("*" if field.required else "")


def _columns(item: Field, under: str = "") -> Iterator[tuple[str, Field]]:
    for field in item.children:
        if field.hidden:
            continue
        if field.type == "object":
            yield from _columns(field, f"{under}{field.key}/")
        else:
            yield under + field.key, field


def _choices(field: Field) -> tuple[str, ...]:
    if field.type == "boolean":
        return "是", "否"
    return tuple(str(option) for option in field.spec.get("enum", ()))


def _blank(field: Field) -> Cell:
    return Cell(choices=_choices(field))


def _prompted(field: Field) -> Cell:
    """What stands in an empty place: an example in grey, or that there is something to choose."""
    if choices := _choices(field):
        return Cell(CHOOSE, prompt=True, choices=choices)
    first = field.examples[0] if field.examples else ""
    first = first[0] if isinstance(first, list) and first else first
    said = _example(field, first)
    lines = "一行写一条，" if field.type == "array" and not _is_words(field) else ""
    return Cell(f"{lines}{PROMPT}{said}"[:LONG] if said else "", prompt=True)


def _example(field: Field, first: Any) -> str:
    """References are shown by a name, codes by their label."""
    item = field.item or field
    if item.ref:
        return (
            "张三、李四"
            if field.type == "array" and item.ref.endswith("/contacts")
            else "张三"
            if item.ref.endswith("/contacts")
            else "写它的名称"
        )
    if isinstance(first, dict | list):
        return ""
    return item.labels.get(str(first), "") or (f"{first}{field.unit}" if first != "" else "")
