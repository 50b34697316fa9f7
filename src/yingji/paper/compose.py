"""Outline → blocks: numbered headings, paragraphs, compact tables. Decides nothing about pages."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from yingji.paper.blocks import Block, Cell, NewPage, Paragraph, Space, Table
from yingji.paper.lines import Run
from yingji.paper.tabular import is_wide
from yingji.paper.typefaces import Role
from yingji.paper.wording import clean, ordinal
from yingji.plans.outline import Node

HEADING_ROLES: dict[int, Role] = {1: "hei", 2: "kai"}
BRIEF = 40  # characters: a longer value is a paragraph of its own
NARROW = 11  # characters that fit a quarter of the measure
ENDS = "。；：！？.;:!?"
KEPT_ON_SCREEN = frozenset(
    {"public_ok", "consent_on"}
)  # whether somebody lets a number be shown: not for paper


@dataclass(slots=True)
class Composed:
    """The body, and the wide tables that stand behind it on pages of their own."""

    body: list[Block] = field(default_factory=list)
    annexes: list[Block] = field(default_factory=list)
    annex_count: int = 0


def compose(root: Node) -> Composed:
    """The blocks of a whole plan."""
    made = Composed()
    for number, chapter in enumerate(root.children, 1):
        made.body.append(heading(1, number, chapter.title))
        made.body += _lead(chapter)
        made.body += _children(chapter.children, 2, made)
    return made


def heading(depth: int, number: int, title: str) -> Paragraph:
    """A numbered heading that stands in the outline."""
    text = ordinal(depth, number) + clean(title).replace("\n", " ")
    return Paragraph((Run(text, HEADING_ROLES.get(depth, "fang")),), level=depth, label=text)


def _text(text: str, before: str = "", role: Role = "fang") -> Iterator[Block]:
    """Paragraphs of a text, one for each of its lines; ``before`` opens the first."""
    lines = [line.strip(" ") for line in clean(text).split("\n") if line.strip(" 　")]
    for n, line in enumerate(lines or [""]):
        opening = (Run(before, role),) if before and not n else ()
        if opening or line:
            yield Paragraph((*opening, Run(line)))


def _lead(node: Node) -> Iterator[Block]:
    if node.lead and node.kind not in ("paragraph", "value"):
        yield from _text(node.lead)


def _children(nodes: Sequence[Node], depth: int, made: Composed) -> Iterator[Block]:
    """Siblings under one heading: brief values run together, the rest is numbered."""
    number = 0
    for brief, group in groupby(nodes, key=_is_brief):
        if brief:
            yield from _values(list(group))
            continue
        for node in group:
            if node.title:
                number += 1
            yield from _node(node, depth, number, made)


def _is_brief(node: Node) -> bool:
    return node.kind == "value" and bool(node.title) and not node.lead and len(node.text) <= BRIEF


def _node(node: Node, depth: int, number: int, made: Composed) -> Iterator[Block]:
    match node.kind:
        case "paragraph" | "value":
            yield from _prose(node, depth, number)
        case "table":
            yield from _table(node, depth, number, made)
        case "list":
            yield from _list(node, depth, number)
        case _:
            deeper = depth
            if node.title:
                yield heading(depth, number, node.title)
                deeper += 1
            yield from _lead(node)
            yield from _children(node.children, deeper, made)


def _prose(node: Node, depth: int, number: int) -> Iterator[Block]:
    text = node.lead or node.text
    if not node.title:
        yield from _text(text)
    elif depth <= 2:
        yield heading(depth, number, node.title)
        yield from _text(text)
    else:
        title = clean(node.title)
        said = text.startswith(title)
        before = "" if said else title if title[-1] in ENDS else f"{title}。"
        yield from _text(text, ordinal(depth, number) + before)


def _list(node: Node, depth: int, number: int) -> Iterator[Block]:
    items = [plain(child) for child in node.children]
    items = [item for item in items if item]
    if node.title and len(items) == 1 and depth > 2 and not node.lead:
        yield from _text(items[0], f"{ordinal(depth, number)}{clean(node.title)}：")
        return
    if node.title:
        yield heading(depth, number, node.title)
        depth += 1
    yield from _lead(node)
    for n, item in enumerate(items, 1):
        yield from _text(_ended(item, last=n == len(items)), ordinal(depth, n) if len(items) > 1 else "")


def _ended(item: str, *, last: bool) -> str:
    return item if item[-1] in ENDS else item + ("。" if last else "；")


def plain(node: Node) -> str:
    """What a node says as one piece of text."""
    if node.lead or node.text or not node.children:
        return clean(node.lead or node.text)
    if any(child.title for child in node.children):
        said = (f"{child.title}：{plain(child)}" for child in node.children if plain(child))
        return "；".join(said)
    return "、".join(filter(None, map(plain, node.children)))


def _table(node: Node, depth: int, number: int, made: Composed) -> Iterator[Block]:
    title = clean(node.title)
    headed = depth <= 2 and bool(title)
    if headed:
        yield heading(depth, number, title)
    yield from _lead(node)
    if not node.children:
        yield from _text("无。" if headed or not title else f"{title}：无。")
        return
    table = _as_table(node, title, show_caption=not headed)
    if not is_wide(table):
        yield table
        return
    made.annex_count += 1
    name = f"附表{made.annex_count}"
    yield from _text(f"{title}见{name}。" if title else f"见{name}。")
    label = f"{name}　{title}"
    made.annexes += [
        Space() if made.annexes else NewPage(landscape=True),
        Paragraph((Run(label, "hei"),), first=0, align="left", level=1, label=label),
        replace(table, caption=label, show_caption=False),
    ]


def _as_table(node: Node, caption: str, *, show_caption: bool) -> Table:
    shown = [n for n, column in enumerate(node.columns) if column.key not in KEPT_ON_SCREEN]
    head = tuple(Cell(clean(node.columns[n].title), "hei", "center") for n in shown)
    rows = tuple(tuple(Cell(plain(row.children[n])) for n in shown) for row in node.children)
    return Table(head, rows, caption, show_caption)


def _values(nodes: Sequence[Node]) -> Iterator[Block]:
    """One or two brief values are a line each, more are a compact table of titles and values."""
    if len(nodes) < 3:
        for node in nodes:
            yield from _text(_ended(clean(node.text) or "无", last=True), f"{clean(node.title)}：")
        return
    yield Table((), tuple(_paired([(clean(node.title), clean(node.text)) for node in nodes])))


def _paired(values: Sequence[tuple[str, str]]) -> Iterator[tuple[Cell, ...]]:
    """Rows of title, value, title, value; a long value takes the whole row."""
    waiting: tuple[Cell, Cell] | None = None
    for title, value in values:
        label = Cell(title, "hei", "center")
        if len(value) <= NARROW:
            if waiting:
                yield (*waiting, label, Cell(value, align="center"))
                waiting = None
            else:
                waiting = (label, Cell(value, align="center"))
            continue
        if waiting:
            yield (waiting[0], Cell(waiting[1].text, span=3))
            waiting = None
        yield (label, Cell(value, span=3))
    if waiting:
        yield (waiting[0], Cell(waiting[1].text, span=3))
