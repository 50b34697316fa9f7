"""What a form sent → the part of the document it was drawn from, as typed; tidying is not done here."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from yingji.desk.merging import put
from yingji.errors import Unreadable
from yingji.plans import pointer
from yingji.plans.catalogue import Field, Schema
from yingji.web.filling.blanks import CARRIED
from yingji.web.filling.parts import Part

MOST_STEPS = 12
ODD = "表单内容读不出来，请刷新页面重新填写。"
_NUMBER = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,6})?")
_CARRIED_ONLY = Field("", "", "", {"type": "object"})
"""For names the schema does not know: nothing typed under them is taken."""


def gather(schema: Schema, part: Part, fields: Mapping[str, str]) -> dict[str, Any]:
    """The part's content: texts as they were typed, nothing for blanks left empty, rows even when empty.

    Raises ``Unreadable`` where the fields are not those of a form of ours.
    """
    tree = _tree(fields)
    document: dict[str, Any] = {}
    for where in part.pointers:
        field, steps = schema.at(where), pointer.tokens(where)
        holder = _find(tree, steps[:-1])
        value = _member(field, holder, steps[-1]) if field is not None else None
        if value is not None:
            document = put(document, where, value)
    return document


def without_empty_rows(schema: Schema, fragment: Mapping[str, Any]) -> dict[str, Any]:
    """The same without rows in which nobody typed anything."""
    pruned: dict[str, Any] = _pruned(schema.root, dict(fragment)) or {}
    return pruned


def row_places(schema: Schema, fragment: Mapping[str, Any]) -> dict[str, str]:
    """Where each row stands once empty ones are gone → where it stands on the page."""
    return dict(_places(schema.root, fragment, "", ""))


def on_page(places: Mapping[str, str], path: str) -> str:
    """The name on the page of a place in the document without empty rows."""
    steps = pointer.tokens(path)
    for length in range(len(steps), 0, -1):
        above = pointer.build(steps[:length])
        if above in places:
            return places[above] + pointer.build(steps[length:])
    return path


def _places(field: Field, value: Any, place: str, page: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            child = field.child(key)
            if child is not None:
                yield from _places(child, inner, pointer.child(place, key), pointer.child(page, key))
    elif isinstance(value, list) and field.is_rows:
        count = 0
        for index, row in enumerate(value):
            if not _is_empty(field, _pruned(field.item or field, row)):
                at, on = pointer.child(place, count), pointer.child(page, index)
                yield at, on
                yield from _places(field.item or field, row, at, on)
                count += 1


def _tree(fields: Mapping[str, str]) -> dict[str, Any]:
    """The names unfolded; a carried value stands beside its place, marked."""
    tree: dict[str, Any] = {}
    for name, text in fields.items():
        mark = CARRIED if name.startswith(CARRIED) else ""
        steps = pointer.tokens(name.removeprefix(CARRIED)) if name.startswith(("/", CARRIED)) else ()
        if len(steps) > MOST_STEPS:
            raise Unreadable(ODD)
        holder = tree
        for step in steps[:-1]:
            holder = holder.setdefault(step, {})
            if not isinstance(holder, dict):
                raise Unreadable(ODD)
        if steps:
            holder[mark + steps[-1]] = _json(text) if mark else text.replace("\r\n", "\n").replace("\r", "\n")
    return tree


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise Unreadable(ODD) from None


def _find(tree: Any, steps: tuple[str, ...]) -> Any:
    for step in steps:
        tree = tree.get(step) if isinstance(tree, dict) else None
    return tree


def _member(field: Field, holder: Any, key: str) -> Any:
    """What was filled in, else what was carried along, else None."""
    if not isinstance(holder, dict):
        return None
    value = _value(field, holder.get(key))
    return holder.get(CARRIED + key) if value is None else value


def _value(field: Field, sent: Any) -> Any:
    """None where nothing was filled in."""
    if field.is_rows:
        return _rows(field.item or field, sent) or None
    if field.type == "array":
        return _several(sent) or None
    if field.type == "object":
        return (_object(field, sent) if field.children else _named(sent)) or None
    return _leaf(field, sent) if isinstance(sent, str) and sent.strip() else None


def _leaf(field: Field, text: str) -> Any:
    """A number or an answer written as this form writes it; anything else is left to the tidying."""
    if field.type in ("integer", "number") and _NUMBER.fullmatch(text):
        return float(text) if "." in text else int(text)
    return text == "是" if field.type == "boolean" and text in ("是", "否") else text


def _rows(item: Field, sent: Any) -> list[Any]:
    rows = []
    for key in _numbers(sent):
        row = _member(item, sent, key)
        rows.append({} if row is None else row)
    return rows


def _object(field: Field, sent: Any) -> dict[str, Any]:
    keys = {key.removeprefix(CARRIED) for key in sent} if isinstance(sent, dict) else set()
    found = {key: _member(field.child(key) or _CARRIED_ONLY, sent, key) for key in keys}
    return {key: value for key, value in found.items() if value is not None}


def _several(sent: Any) -> list[Any]:
    """One entry a line, or the fields of a list in their order."""
    if isinstance(sent, str):
        lines = sent.replace("⏎\n", "\0").split("\n")
        return [line.replace("\0", "\n") for line in lines if line.strip("\0 \t　")]
    sent = sent if isinstance(sent, dict) else {}
    return [text for key in _numbers(sent) if isinstance(text := sent.get(key), str) and text.strip()]


def _named(sent: Any) -> dict[str, str]:
    entries: dict[str, str] = {}
    for key in _numbers(sent):
        entry = sent.get(key)
        given = entry if isinstance(entry, dict) else {}
        name, text = str(given.get("name") or "").strip(), str(given.get("text") or "").strip()
        if name or text:
            entries[_free(name or "补充内容", entries)] = text
    return entries


def _free(name: str, taken: Mapping[str, str]) -> str:
    return next(each for each in _variants(name) if each not in taken)


def _variants(name: str) -> Iterator[str]:
    yield name
    count = 2
    while True:
        yield f"{name}（{count}）"
        count += 1


def _numbers(sent: Any) -> list[str]:
    """The row numbers that were sent, in order."""
    keys = {key.removeprefix(CARRIED) for key in sent} if isinstance(sent, dict) else set()
    return sorted((key for key in keys if key.isdecimal() and len(key) < 7), key=int)


def _pruned(field: Field, value: Any) -> Any:
    if isinstance(value, dict):
        inner = {key: _pruned(field.child(key) or field, each) for key, each in value.items()}
        return {key: each for key, each in inner.items() if each is not None} or None
    if isinstance(value, list) and field.is_rows:
        rows = [_pruned(field.item or field, row) for row in value]
        return [row for row in rows if not _is_empty(field, row)] or None
    return value


def _is_empty(array: Field, row: Any) -> bool:
    """A row with nothing but what the system gave it."""
    if not isinstance(row, dict) or array.item is None:
        return row is None
    hidden = {child.key for child in array.item.children if child.hidden}
    return not set(row) - hidden
