"""What a form sent → the part of the document it was drawn from, as typed; tidying is not done here."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from yingji.desk.merging import put
from yingji.errors import Unreadable
from yingji.plans import pointer
from yingji.plans.catalogue import Field, Schema
from yingji.web.filling.blanks import CARRIED
from yingji.web.filling.parts import Part

MOST_STEPS = 12


class _Given:
    """A value carried along as JSON."""

    def __init__(self, value: Any) -> None:
        self.value = value


def gather(schema: Schema, part: Part, fields: Mapping[str, str]) -> dict[str, Any]:
    """The part's content: texts as they were typed, nothing for blanks left empty, rows even when empty.

    Raises ``Unreadable`` where the fields are not those of a form of ours.
    """
    tree = _tree(fields)
    document: dict[str, Any] = {}
    for where in part.pointers:
        field = schema.at(where)
        value = _value(field, _find(tree, pointer.tokens(where))) if field is not None else None
        if value is not None:
            document = put(document, where, value)
    return document


def without_empty_rows(schema: Schema, fragment: Mapping[str, Any]) -> dict[str, Any]:
    """The same without rows in which nobody typed anything."""
    pruned: dict[str, Any] = _pruned(schema.root, dict(fragment)) or {}
    return pruned


def _tree(fields: Mapping[str, str]) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for name, text in fields.items():
        is_carried = name.startswith(CARRIED)
        steps = pointer.tokens(name.removeprefix(CARRIED)) if name.startswith(("/", CARRIED)) else ()
        if not steps:
            continue
        if len(steps) > MOST_STEPS:
            raise Unreadable("表单内容读不出来，请刷新页面重新填写。")
        holder = tree
        for step in steps[:-1]:
            holder = holder.setdefault(step, {})
            if not isinstance(holder, dict):
                raise Unreadable("表单内容读不出来，请刷新页面重新填写。")
        holder[steps[-1]] = _given(text) if is_carried else text.replace("\r\n", "\n").replace("\r", "\n")
    return tree


def _given(text: str) -> _Given:
    try:
        return _Given(json.loads(text))
    except (ValueError, RecursionError):
        raise Unreadable("表单内容读不出来，请刷新页面重新填写。") from None


def _find(tree: Any, steps: tuple[str, ...]) -> Any:
    for step in steps:
        tree = tree.get(step) if isinstance(tree, dict) else None
    return tree


def _value(field: Field, sent: Any) -> Any:
    """None where nothing was filled in."""
    if isinstance(sent, _Given):
        return sent.value
    if field.is_rows:
        return [_value(field.item or field, row) or {} for row in _in_order(sent)] or None
    if field.type == "array":
        return _several(sent) or None
    if field.type == "object":
        return (_object(field, sent) if field.children else _named(sent)) or None
    return sent if isinstance(sent, str) and sent.strip() else None


def _object(field: Field, sent: Any) -> dict[str, Any]:
    values = {}
    for key, inner in sent.items() if isinstance(sent, dict) else ():
        child = field.child(key)
        if isinstance(inner, _Given):
            values[key] = inner.value
        elif child is not None and (value := _value(child, inner)) is not None:
            values[key] = value
    return values


def _several(sent: Any) -> list[Any]:
    """One entry a line, or the fields of a list in their order."""
    if isinstance(sent, str):
        lines = sent.replace("⏎\n", "\0").split("\n")
        return [line.replace("\0", "\n") for line in lines if line.strip("\0 \t　")]
    texts = [text for text in _in_order(sent) if isinstance(text, str) and text.strip()]
    return list(dict.fromkeys(texts))


def _named(sent: Any) -> dict[str, str]:
    entries: dict[str, str] = {}
    for entry in _in_order(sent):
        name, text = (str(entry.get(key) or "").strip() for key in ("name", "text")) if isinstance(entry, dict) else ("", "")
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


def _in_order(sent: Any) -> list[Any]:
    rows = sent.items() if isinstance(sent, dict) else ()
    numbered = [(int(key), row) for key, row in rows if key.isdecimal() and len(key) < 7]
    return [row.value if isinstance(row, _Given) else row for _, row in sorted(numbered, key=lambda one: one[0])]


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
