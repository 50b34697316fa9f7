"""Outline → blocks: numbered headings, paragraphs, compact tables. Decides nothing about pages."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from yingji.paper.blocks import Block, Cell, NewPage, Paragraph, Space, Table
from yingji.paper.lines import Run
from yingji.paper.tabular import is_wide
from yingji.paper.typefaces import Role
from yingji.paper.wording import clean
from yingji.plans.outline import Node
from yingji.plans.prose import ending, opening, ordinal, paired, plain, siblings

HEADING_ROLES: dict[int, Role] = {1: "hei", 2: "kai"}
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
    for number, found in siblings(nodes):
        if number is None:
            yield from _values(found)
        else:
            yield from _node(found[0], depth, number, made)


def _node(node: Node, depth: int, number: int, made: Composed) -> Iterator[Block]:
    match node.kind:
        case "paragraph" | "value":
            yield from _prose(node, depth, number)
        case "table":
            yield from _table(node, depth, number, made)
        case "list":
            yield from _list(node, depth, number)
        case _:
            if node.title:
                yield heading(depth, number, node.title)
            yield from _lead(node)
            yield from _children(node.children, depth + bool(node.title), made)


def _prose(node: Node, depth: int, number: int) -> Iterator[Block]:
    text = printable(node)
    if not node.title:
        yield from _text(text)
    elif depth <= 2:
        yield heading(depth, number, node.title)
        yield from _text(text)
    else:
        yield from _text(text, ordinal(depth, number) + opening(clean(node.title), text))


def _list(node: Node, depth: int, number: int) -> Iterator[Block]:
    items = list(filter(None, map(printable, node.children)))
    if node.title and len(items) == 1 and depth > 2 and not node.lead:
        yield from _text(items[0], f"{ordinal(depth, number)}{clean(node.title)}：")
        return
    if node.title:
        yield heading(depth, number, node.title)
        depth += 1
    yield from _lead(node)
    for n, item in enumerate(items, 1):
        before = ordinal(depth, n) if len(items) > 1 else ""
        yield from _text(item + ending(item, last=n == len(items)), before)


def printable(node: Node) -> str:
    """What a node says as one piece of text that can be set."""
    return clean(plain(node))


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
    rows = tuple(tuple(Cell(printable(row.children[n])) for n in shown) for row in node.children)
    return Table(head, rows, caption, show_caption)


def _values(nodes: Sequence[Node]) -> Iterator[Block]:
    """One or two brief values are a line each, more are a compact table of titles and values."""
    values = [(clean(node.title), clean(node.text)) for node in nodes]
    if len(values) > 2:
        yield Table((), tuple(map(_row, paired(values, lambda value: value[1]))))
        return
    for title, value in values:
        text = value or "无"
        yield from _text(text + ending(text, last=True), f"{title}：")


def _row(values: tuple[tuple[str, str], ...]) -> tuple[Cell, ...]:
    """Title, value, title, value; one value alone takes the whole row."""
    labels = [Cell(title, "hei", "center") for title, _ in values]
    if len(values) == 1:
        return labels[0], Cell(values[0][1], span=3)
    return tuple(chain(*zip(labels, [Cell(value, align="center") for _, value in values], strict=True)))
