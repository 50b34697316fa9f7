"""Schema and document → blanks. Knows no family: titles, help, examples and choices come from the schema."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from yingji.plans import pointer
from yingji.plans.canonical import is_sealed
from yingji.plans.catalogue import Field, Schema
from yingji.plans.wording import Wording, number
from yingji.web.filling.blanks import CARRIED, Blank, Option, Row, Shape
from yingji.web.filling.parts import Part

MOST_COLUMNS = 7
LONG, LONG_IN_ROW = 30, 12
SPARE_PICKS = 1
_WORDS: frozenset[Shape] = frozenset({"text", "long"})
_NARROW: frozenset[Shape] = frozenset({"text", "number", "phone", "day", "choice"})


def draw(schema: Schema, part: Part, document: Mapping[str, Any]) -> tuple[Blank, ...]:
    """The blanks of one part, filled with what the document says; takes any JSON object.

    What a blank cannot show (hidden properties, values of the wrong kind, names the schema does not
    know) is carried along as JSON, so that sending the form back loses nothing.
    """
    drawer = _Drawer(schema, document)
    return tuple(
        drawer.blank(field, pointer.find(document, where), where, part.titles.get(where, ""))
        for where in part.pointers
        if (field := schema.at(where)) is not None
    )


class _Drawer:
    def __init__(self, schema: Schema, document: Mapping[str, Any]) -> None:
        self.wording = Wording(schema, document)
        self.named: dict[str, dict[str, str]] = {}

    def blank(self, field: Field, value: Any, where: str, title: str = "") -> Blank:
        """The blank of one property; ``value`` may be MISSING."""
        shape = _shape(field, value)
        fits = value is pointer.MISSING or _fits(field, shape, value)
        shown = value if fits and value is not pointer.MISSING else None
        content = self._content(field, shape, shown, where)
        return Blank(
            name=where,
            title=title or field.title or "内容",
            shape=shape,
            required=field.required,
            help=field.description,
            example=_example(field),
            unit=field.unit,
            is_restricted=field.disclosure == "restricted",
            **{**content, **({} if fits else {"carried": (_carried(where, value),)})},
        )

    def _content(self, field: Field, shape: Shape, value: Any, where: str) -> dict[str, Any]:
        match shape:
            case "group":
                return self._group(field, value or {}, where)
            case "rows":
                return self._rows(field, value or [], where)
            case "named":
                return {"rows": tuple(_named(value or {}, where))}
            case "several" | "picks":
                return {"options": tuple(self._options(field.item or field, value or []))}
            case "choice":
                chosen = [] if value is None else [value]
                return {"options": tuple(self._options(field, chosen, in_order=True))}
            case "lines":
                return {"text": "\n".join(line.replace("\n", "⏎\n") for line in value or [])}
        return {"text": "" if value is None else _text(value)}

    def _group(self, field: Field, value: dict[str, Any], where: str) -> dict[str, Any]:
        shown = [child for child in field.children if not child.hidden]
        children = tuple(
            self.blank(child, value.get(child.key, pointer.MISSING), pointer.child(where, child.key))
            for child in shown
        )
        known = {child.key for child in shown}
        rest = tuple(_carried(pointer.child(where, key), value[key]) for key in value if key not in known)
        return {"children": children, "carried": rest}

    def _rows(self, field: Field, rows: list[Any], where: str) -> dict[str, Any]:
        drawn = _alike([self.row(field, row, pointer.child(where, index)) for index, row in enumerate(rows)])
        pattern = self.row(field, {}, pointer.child(where, "*")).cells
        narrow = len(pattern) <= MOST_COLUMNS and all(cell.shape in _NARROW for cell in pattern)
        return {"rows": drawn, "columns": tuple(cell.title for cell in pattern) if narrow else ()}

    def row(self, field: Field, row: Any, where: str) -> Row:
        """One row of a list of objects; one that is no object is carried whole."""
        if not isinstance(row, dict) or field.item is None:
            return Row(where, "", (), (_carried(where, row),))
        group = self._group(field.item, row, where)
        cells, carried = tuple(_flat(group["children"])), group["carried"]
        return Row(where, self.wording.label(field, row), cells, carried)

    def _options(self, field: Field, chosen: list[Any], *, in_order: bool = False) -> Iterator[Option]:
        """Every answer; of several the chosen ones come first, in their order."""
        known, texts = self._choices(field), [_text(value) for value in chosen]
        for value in texts:
            if not in_order or value not in known:
                yield Option(value, known.get(value, f"{value}（名单里没有）"), True)
        for value, label in known.items():
            if in_order or value not in texts:
                yield Option(value, label, value in texts)

    def _choices(self, field: Field) -> dict[str, str]:
        if field.ref:
            if field.ref not in self.named:
                self.named[field.ref] = self._named_rows(field.ref)
            return self.named[field.ref]
        if "enum" in field.spec:
            return {str(value): field.labels.get(str(value), str(value)) for value in field.spec["enum"]}
        if field.type == "boolean":
            return {"是": "是", "否": "否"}
        return dict(field.labels)

    def _named_rows(self, ref: str) -> dict[str, str]:
        array, rows = self.wording.schema.at(ref), pointer.find(self.wording.document, ref)
        named: dict[str, str] = {}
        for index, row in enumerate(rows if isinstance(rows, list) else ()):
            if array is not None and isinstance(row, dict) and isinstance(row.get("id"), str):
                label = self.wording.label(array, row)
                twice = f"（第 {index + 1} 行）" if label in named.values() else ""
                if label:
                    named.setdefault(row["id"], label + twice)
        return named


def _shape(field: Field, value: Any) -> Shape:
    if field.is_rows:
        return "rows"
    if field.type == "array":
        item = field.item or field
        if item.ref:
            return "picks"
        return "several" if "enum" in item.spec or item.labels else "lines"
    if field.type == "object":
        return "group" if field.children else "named"
    if field.ref or "enum" in field.spec or field.labels or field.type == "boolean":
        return "choice"
    if field.type in ("integer", "number"):
        return "number"
    if field.is_date:
        return "day"
    return "phone" if field.is_phone else "long" if _is_long(field, value) else "text"


def _is_long(field: Field, value: Any) -> bool:
    texts = [text for text in (value, *field.examples) if isinstance(text, str)]
    return field.printing.get("as") == "paragraph" or any("\n" in t or len(t) > LONG for t in texts)


def _fits(field: Field, shape: Shape, value: Any) -> bool:
    """Whether a blank of this shape can show the value and give it back."""
    if is_sealed(value):
        return False
    match shape:
        case "group":
            return isinstance(value, dict)
        case "named":
            return isinstance(value, dict) and all(isinstance(each, str) for each in value.values())
        case "rows":
            return isinstance(value, list)
        case "several" | "picks" | "lines":
            return isinstance(value, list) and all(isinstance(each, str) for each in value)
    if isinstance(value, bool):
        return field.type == "boolean"
    return isinstance(value, str) or (isinstance(value, int | float) and shape == "number")


def _alike(rows: list[Row]) -> tuple[Row, ...]:
    """A column looks the same in every row: as roomy as its longest text needs."""
    longest: dict[str, int] = {}
    for cell in (cell for row in rows for cell in row.cells if cell.shape in _WORDS):
        least = LONG + 1 if cell.shape == "long" else 0
        longest[cell.title] = max(longest.get(cell.title, 0), len(cell.text), least)
    return tuple(replace(row, cells=tuple(_roomy(cell, longest) for cell in row.cells)) for row in rows)


def _roomy(cell: Blank, longest: Mapping[str, int]) -> Blank:
    if cell.shape not in _WORDS or longest[cell.title] <= LONG_IN_ROW:
        return cell
    return replace(cell, shape="long", is_wide=longest[cell.title] > LONG)


def _flat(cells: tuple[Blank, ...], above: str = "") -> Iterator[Blank]:
    """Groups inside a row become cells of their own."""
    for cell in cells:
        if cell.shape == "group" and not cell.carried:
            yield from _flat(cell.children, f"{above}{cell.title}：")
        else:
            yield replace(cell, title=above + cell.title)


def _named(values: Mapping[str, str], where: str) -> Iterator[Row]:
    for index, (name, text) in enumerate([*values.items(), ("", "")]):
        at = pointer.child(where, index)
        cells = (
            Blank(f"{at}/name", "名称", "text", text=name),
            Blank(f"{at}/text", "内容", "long", text=text),
        )
        yield Row(at, name, cells)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return number(value) if isinstance(value, int | float) else str(value)


def _example(field: Field) -> str:
    if not field.examples or field.type == "object" or field.is_rows:
        return ""
    first: Any = field.examples[0]
    item = field.item or field
    values = first if isinstance(first, list) else [first]
    if item.ref or any(isinstance(value, dict | list) for value in values):
        return ""
    return "；".join(item.labels.get(str(value), _text(value)) for value in values)


def _carried(where: str, value: Any) -> tuple[str, str]:
    return CARRIED + where, json.dumps(value, ensure_ascii=False)
