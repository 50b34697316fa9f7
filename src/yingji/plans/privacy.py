"""What is not for everybody: restricted values kept apart, and the masked public edition.

个人信息保护法第二十五条、第二十九条，突发事件应对法第八十五条（待核实）.
"""

import copy
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from yingji.plans import pointer
from yingji.plans.canonical import sealed
from yingji.plans.catalogue import Field, Schema
from yingji.plans.outline import Node

NOT_LISTED = "涉及个人信息，公示版不列"
INTERNAL = "内部掌握，公示版不列"

MOBILE = re.compile(r"(?<!\d)([1１][3-9３-９]\d)([ \-－—]?)(\d{4})([ \-－—]?)(\d{4})(?!\d)")
LANDLINE = re.compile(r"(?<!\d)([0０]\d{2,3}[ \-－—]?)(\d{3,4})(\d{4})(?!\d)")
IDENTITY = re.compile(r"(?<!\d)(\d{6})((?:[ \-]?\d){8})([ \-]?(?:\d[ \-]?){3}[\dXxＸｘ])(?!\d)")


def split(schema: Schema, document: Mapping[str, Any], key: bytes) -> tuple[dict[str, Any], dict[str, Any]]:
    """``(stored, private)``: restricted values by pointer, and the document with their keyed digests.

    ``join`` is the inverse. ``document`` is left as it is.
    """
    stored = copy.deepcopy(dict(document))
    private = dict(_restricted(schema.root, stored, ""))
    for where, value in private.items():
        _put(stored, where, sealed(value, key))
    return stored, private


def join(stored: dict[str, Any], private: Mapping[str, Any]) -> dict[str, Any]:
    """The document as it was before ``split``; with an erased ``private`` the digests stay.

    ``stored`` itself is filled in: copying a whole plan takes longer than reading it.
    """
    for where, value in private.items():
        _put(stored, where, value)
    return stored


def _restricted(field: Field, value: Any, where: str) -> Iterator[tuple[str, Any]]:
    if where and field.disclosure == "restricted":
        yield where, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            child = field.child(key)
            if child is not None:
                yield from _restricted(child, inner, pointer.child(where, key))
    elif isinstance(value, list) and field.item is not None:
        for index, inner in enumerate(value):
            yield from _restricted(field.item, inner, pointer.child(where, index))


def _put(document: dict[str, Any], where: str, value: Any) -> None:
    *above, last = pointer.tokens(where)
    holder = pointer.find(document, pointer.build(above))
    if isinstance(holder, list):
        holder[int(last)] = value
    else:
        holder[last] = value


def mask(node: Node) -> Node:
    """The public edition of an outline: internal and restricted values masked, with no value left.

    Restricted lists become one line, internal columns vanish, telephones keep three and four
    digits, and telephones and identity numbers inside sentences are masked as well.
    """
    if node.disclosure == "internal":
        return _masked_phone(node) if node.fact == "phone" else _withheld(node, INTERNAL)
    if node.disclosure != "public":
        return _withheld(node, NOT_LISTED)
    if node.kind == "table":
        node = _public_columns(node)
    children = tuple(mask(child) for child in node.children)
    if node.fact == "phone":
        return replace(node, children=children)
    text, lead = node.text, node.lead
    for child in node.children:
        if child.disclosure != "public" and (said := _said(child)):
            text, lead = (line.replace(said, _said(mask(child))) for line in (text, lead))
    text, lead, title = (mask_text(line) for line in (text, lead, node.title))
    value = node.value if text == node.text else None
    return replace(node, text=text, lead=lead, title=title, value=value, children=children)


def mask_text(text: str) -> str:
    """Prose with its telephone and identity numbers masked: 138****0000, 411624********1234."""
    text = IDENTITY.sub(lambda found: found[1] + "********" + found[3], text)
    text = MOBILE.sub(lambda found: found[1] + "****" + found[5], text)
    return LANDLINE.sub(lambda found: found[1] + "*" * len(found[2]) + found[3], text)


def _masked_phone(node: Node) -> Node:
    masked = mask_text(node.text)
    text = masked if "*" in masked else "*" * len(node.text)
    return replace(node, text=text, value=None, lead="")


def _withheld(node: Node, line: str) -> Node:
    kind = node.kind if node.kind == "value" else "paragraph"
    text = line if node.kind == "value" and node.text else "" if node.kind == "value" else line + "。"
    return replace(node, kind=kind, text=text, value=None, lead="", columns=(), children=())


def _public_columns(table: Node) -> Node:
    open_ones = [
        index
        for index, column in enumerate(table.columns)
        if column.disclosure == "public" or any(row.children[index].fact == "phone" for row in table.children)
    ]
    rows = tuple(
        replace(row, children=tuple(row.children[index] for index in open_ones)) for row in table.children
    )
    return replace(table, columns=tuple(table.columns[index] for index in open_ones), children=rows)


def _said(node: Node) -> str:
    return node.text or "、".join(filter(None, map(_said, node.children)))
