"""How an outline is told in an official document, whichever face sets it: what is numbered, what runs together."""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import TypeVar

from yingji.plans.outline import Node
from yingji.plans.wording import numeral

BRIEF = 40  # characters: a longer value is a paragraph of its own
NARROW = 11  # characters that fit a quarter of the measure
ENDS = "。；：！？.;:!?"
Told = TypeVar("Told")


def ordinal(depth: int, value: int) -> str:
    """The number before a heading: 一、 then （一） then 1. then （1） then ① (GB/T 9704—2012, 7.3.3, and one more)."""
    match depth:
        case 1:
            return f"{numeral(value)}、"
        case 2:
            return f"（{numeral(value)}）"
        case 3:
            return f"{value}."
        case 4:
            return f"（{value}）"
    return chr(0x245F + value) if value <= 20 else f"（{value}）"


def siblings(nodes: Sequence[Node]) -> Iterator[tuple[int | None, tuple[Node, ...]]]:
    """Nodes under one heading, in order: None with brief values that run together, or a node with its number."""
    number = 0
    for brief, group in groupby(nodes, key=_is_brief):
        if brief:
            yield None, tuple(group)
            continue
        for node in group:
            number += bool(node.title)
            yield number, (node,)


def _is_brief(node: Node) -> bool:
    return node.kind == "value" and bool(node.title) and not node.lead and len(node.text) <= BRIEF


def plain(node: Node) -> str:
    """What a node says as one piece of text."""
    if node.lead or node.text or not node.children:
        return node.text or node.lead if node.kind == "paragraph" else node.lead or node.text
    if any(child.title for child in node.children):
        said = (f"{child.title}：{plain(child)}" for child in node.children if plain(child))
        return "；".join(said)
    return "、".join(filter(None, map(plain, node.children)))


def opening(title: str, text: str) -> str:
    """The title as the first words of a paragraph; nothing where the text begins with it anyway."""
    if text.startswith(title):
        return ""
    return title if title[-1] in ENDS else f"{title}。"


def ending(item: str, *, last: bool) -> str:
    """The mark that closes an item of a list; nothing where it has one."""
    return "" if item[-1] in ENDS else "。" if last else "；"


def paired(values: Sequence[Told], text: Callable[[Told], str]) -> Iterator[tuple[Told, ...]]:
    """Rows of a table of titles and values: two narrow ones side by side, any other alone."""
    waiting: Told | None = None
    for value in values:
        is_narrow = len(text(value)) <= NARROW
        if waiting is not None:
            yield from [(waiting, value)] if is_narrow else [(waiting,), (value,)]
            waiting = None
        elif is_narrow:
            waiting = value
        else:
            yield (value,)
    if waiting is not None:
        yield (waiting,)
