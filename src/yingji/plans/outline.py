"""A plan document walked beside its schema: the labelled tree every face is drawn from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from yingji.plans import pointer
from yingji.plans.canonical import is_sealed
from yingji.plans.catalogue import Field, Schema
from yingji.plans.wording import Wording, fill, slots

Kind = Literal["root", "chapter", "section", "table", "row", "list", "paragraph", "value"]

ERASED = "已按规定删除"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table; cells of its rows follow the same order."""

    key: str
    title: str
    disclosure: str


@dataclass(frozen=True, slots=True)
class Node:
    """One labelled piece of a plan.

    ``path`` is a JSON pointer into the document ("" for the root, "#fixed/…" for wording of the
    schema). ``text`` is what a person reads of a leaf, ``value`` its plain JSON value. The
    children of a ``paragraph`` are the values its text already says. ``fact`` is the schema's
    ``x-fact``, or "phone" for a telephone number. Numbering is not here: each face adds its own.
    """

    path: str
    key: str
    title: str
    kind: Kind
    text: str = ""
    value: object = None
    lead: str = ""
    disclosure: str = "public"
    change: str = "fact"
    fact: str = ""
    part: str = ""
    columns: tuple[Column, ...] = ()
    children: tuple["Node", ...] = ()

    def walk(self) -> Iterator["Node"]:
        """This node and everything under it, in printed order."""
        yield self
        for child in self.children:
            yield from child.walk()


def outline(
    schema: Schema,
    document: Mapping[str, Any],
    *,
    sealed: str = ERASED,
    only: Mapping[str, Any] | None = None,
) -> Node:
    """The document as root → chapters → sections, tables, lists, paragraphs and values.

    Takes half-empty and stored documents too: what is absent is left out, chapters without
    content vanish, and a sealed value reads ``sealed``. ``only``: what of the document is to be shown,
    worded as in the whole of it.
    """
    builder = _Builder(Wording(schema, document), sealed, document if only is None else only)
    chapters = (builder.chapter(index, chapter) for index, chapter in enumerate(schema.chapters))
    title = str(document.get("title", "")) or schema.title
    return Node("", "", title, "root", children=tuple(filter(None, chapters)))


class _Builder:
    def __init__(self, wording: Wording, sealed: str, shown: Mapping[str, Any]) -> None:
        self.wording = wording
        self.sealed = sealed
        self.shown = shown

    def chapter(self, index: int, chapter: Mapping[str, Any]) -> Node | None:
        path = f"#fixed/{index}"
        items = [self._item(f"{path}/{number}", item) for number, item in enumerate(chapter["items"])]
        present = [node for node in items if node is not None]
        has_content = any(not node.path.startswith("#") for node in present)
        about_content = any("of" in item for item in chapter["items"])
        part = chapter.get("part") or ""
        if not present or (about_content and not has_content and (part or len(present) < len(items) // 2)):
            return None
        children = _spliced(present, str(chapter["title"]))
        return Node(path, str(index), str(chapter["title"]), "chapter", part=part, children=children)

    def _item(self, path: str, item: Mapping[str, Any]) -> Node | None:
        if "text" in item:
            text = fill(str(item["text"]), lambda name: str(self.wording.document.get(name, "") or "本单位"))
            return Node(path, path.rpartition("/")[2], str(item.get("title", "")), "paragraph", text)
        where = str(item["of"]).removeprefix("#")
        field, value = self.wording.schema.at(where), pointer.find(self.shown, where)
        node = self.node(field, value, where) if field is not None and value is not pointer.MISSING else None
        return replace(node, title=str(item["title"])) if node is not None and item.get("title") else node

    def node(self, field: Field, value: Any, where: str) -> Node | None:
        """The node of one property, or None where there is nothing to show."""
        if field.hidden or value is None or value in ("", [], {}):
            return None
        if isinstance(value, dict):
            return self._object(field, value, where)
        if isinstance(value, list) and field.is_rows:
            return self._rows(field, value, where)
        if isinstance(value, list):
            return self._strings(field, value, where)
        return self._leaf(field, value, where)

    def _leaf(self, field: Field, value: Any, where: str) -> Node:
        if is_sealed(value):
            return _node(field, where, "paragraph", text=self.sealed)
        text = self.wording.shown(field, value)
        lead = self.wording.lead(field.lead, field, value)
        if field.printing.get("as") == "paragraph":
            return _node(field, where, "paragraph", text=lead or text, value=value, lead=lead)
        return _node(field, where, "value", text=text, value=value, lead=lead)

    def _strings(self, field: Field, values: list[Any], where: str) -> Node:
        item = field.item or field
        children = tuple(
            replace(self._leaf(item, value, pointer.child(where, index)), kind="value", title="")
            for index, value in enumerate(values)
        )
        lead = self.wording.lead(field.lead, field, values)
        if field.printing.get("as") == "paragraph":
            text = lead or self.wording.shown(field, values)
            return _node(field, where, "paragraph", text=text, value=values, lead=lead, children=children)
        return _node(field, where, "list", lead=lead, children=children)

    def _object(self, field: Field, value: dict[str, Any], where: str) -> Node | None:
        children = self._properties(field, value, where)
        lead = self.wording.lead(field.lead, field, value)
        if field.printing.get("as") == "paragraph" and not any(child.columns for child in children):
            text = _sentence(field, lead, children)
            return _node(field, where, "paragraph", text=text, lead=lead, children=children)
        return _node(field, where, "section", lead=lead, children=children) if children else None

    def _properties(self, field: Field, value: dict[str, Any], where: str) -> tuple[Node, ...]:
        known = [child.key for child in field.children if child.key in value]
        keys = known + [key for key in value if key not in known]
        found = ((field.child(key), key) for key in keys)
        nodes = (
            self.node(child, value[key], pointer.child(where, key))
            for child, key in found
            if child is not None
        )
        return tuple(node for node in nodes if node is not None)

    def _rows(self, field: Field, rows: list[Any], where: str) -> Node | None:
        item = field.item
        if item is None:
            return None
        placed = [
            (row, pointer.child(where, index)) for index, row in enumerate(rows) if isinstance(row, dict)
        ]
        style = item.printing.get("as") or field.printing.get("as")
        if any(child.is_rows or (style == "list" and child.item) for child in item.children):
            return self._sections(field, placed, where)
        if style in ("paragraph", "list"):
            children = tuple(self._paragraph(field, item, row, at) for row, at in placed)
            return _node(field, where, "list", children=children) if children else None
        return self._table(field, item, placed, where)

    def _sections(self, field: Field, placed: list[tuple[dict[str, Any], str]], where: str) -> Node:
        children = []
        for row, at in placed:
            label = self.wording.label(field, row)
            parts = self._properties(field.item or field, row, at)
            inner = tuple(part for part in parts if not (part.key == field.row_key and part.text == label))
            children.append(_node(field.item or field, at, "section", title=label, children=inner))
        return _node(field, where, "section", lead=fill(field.lead, str), children=tuple(children))

    def _paragraph(self, field: Field, item: Field, row: dict[str, Any], where: str) -> Node:
        children = self._properties(item, row, where)
        template = item.lead or field.lead
        lead = self.wording.lead(template, item, row)
        said = tuple(child for child in children if not (lead and child.key == field.row_key))
        text = _sentence(item, lead, said, template)
        return _node(item, where, "paragraph", text=text, lead=lead, children=children)

    def _table(
        self, field: Field, item: Field, placed: list[tuple[dict[str, Any], str]], where: str
    ) -> Node | None:
        rows = [(at, dict(self._cells(item, row, at))) for row, at in placed]
        columns = tuple(column for column in _columns(item) if any(column.key in cells for _, cells in rows))
        if not columns:
            return None
        children = tuple(
            _node(
                item,
                at,
                "row",
                children=tuple(cells.get(column.key) or _blank(column, at) for column in columns),
            )
            for at, cells in rows
        )
        lead = fill(field.lead, lambda _: str(len(rows)))
        return _node(field, where, "table", lead=lead, columns=columns, children=children)

    def _cells(
        self, item: Field, row: dict[str, Any], where: str, under: str = ""
    ) -> Iterator[tuple[str, Node]]:
        open_phone = _may_publish(item, row)
        for field in item.children:
            value, key = row.get(field.key), under + field.key
            at = pointer.child(where, field.key)
            if field.hidden or value is None or value in ("", [], {}):
                continue
            if _is_spread(field) and isinstance(value, dict):
                yield from self._cells(field, value, at, f"{key}/")
                continue
            text = self.sealed if is_sealed(value) else self.wording.shown(field, value)
            cell = _node(field, at, "value", text=text, value=None if is_sealed(value) else value)
            yield key, replace(cell, disclosure="public") if field.key == open_phone else cell


def _node(field: Field, where: str, kind: Kind, *, title: str | None = None, **rest: Any) -> Node:
    return Node(
        path=where,
        key=pointer.last(where),
        title=field.title if title is None else title,
        kind=kind,
        disclosure=field.disclosure or "restricted",
        change=field.change or "fact",
        fact=field.fact or ("phone" if field.is_phone else ""),
        part=field.part,
        **rest,
    )


def _spliced(nodes: list[Node], title: str) -> tuple[Node, ...]:
    """A section that repeats its chapter's title gives its children to the chapter."""
    if len(nodes) == 1 and nodes[0].kind == "section" and nodes[0].title == title:
        return nodes[0].children
    return tuple(nodes)


def _sentence(field: Field, lead: str, children: tuple[Node, ...], template: str = "") -> str:
    """The lead sentence, and after it whatever it does not say."""
    said = slots(template or field.lead) if lead else ()
    rest = "；".join(f"{child.title}：{_text(child)}" for child in children if child.key not in said)
    return "".join((lead, rest, "。" if rest else ""))


def _text(node: Node) -> str:
    return node.text or "、".join(filter(None, map(_text, node.children)))


def _is_spread(field: Field) -> bool:
    """An object without its own sentence takes one column for each property."""
    return field.type == "object" and not field.lead and bool(field.children)


def _columns(item: Field, under: str = "") -> Iterator[Column]:
    for field in item.children:
        if field.hidden:
            continue
        if _is_spread(field):
            yield from _columns(field, f"{under}{field.key}/")
        else:
            yield Column(under + field.key, field.title, field.disclosure or "restricted")


def _blank(column: Column, row: str) -> Node:
    path = row + "/" + column.key
    return Node(path, column.key.rpartition("/")[2], column.title, "value", disclosure=column.disclosure)


def _may_publish(item: Field, row: dict[str, Any]) -> str:
    """Key of the telephone this person agreed, on a day, to have printed ("" if none).

    个人信息保护法第二十五条、第二十九条（待核实）.
    """
    if row.get("public_ok") is not True or not row.get("consent_on"):
        return ""
    return next((field.key for field in item.children if field.is_phone), "")
