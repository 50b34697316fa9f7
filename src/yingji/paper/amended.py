"""Telephones corrected after approval: each bears ※, and a sentence says that the approved text stands."""

from dataclasses import replace

from yingji.paper.sheet import Sheet
from yingji.paper.wording import day_text, short_digest
from yingji.plans.outline import Node

SIGN = "※"


def signed(node: Node, sheet: Sheet) -> Node:
    """The outline with ※ behind every corrected value; the caller has put the new values into it."""
    if not sheet.amended_paths:
        return node
    children = tuple(signed(child, sheet) for child in node.children)
    text = node.text + SIGN if node.path in sheet.amended_paths and node.text else node.text
    return replace(node, text=text, children=children)


def sentence(root: Node, sheet: Sheet) -> str:
    """What the first page says of the corrections that stand in this outline; empty if there are none."""
    count = sum(node.path in sheet.amended_paths for node in root.walk())
    if not count or sheet.amended_on is None:
        return ""
    day, digest = day_text(sheet.amended_on), short_digest(sheet.digest)
    return f"{SIGN} 通讯录更正至{day}（{count} 处，未改变批准文本 {digest}）。"
