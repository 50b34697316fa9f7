"""Outline → the lines and tables of a Word file, each told which value of the plan it shows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Literal

from yingji.plans.outline import Node
from yingji.plans.prose import ending, opening, ordinal, paired, plain, siblings

Style = Literal["title", "h1", "h2", "h3", "body", "sign", "caption", "note"]

MANY_COLUMNS = 8  # and more: the table stands on pages laid across


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph (or several, where ``text`` has line feeds).

    ``mark`` points to the value that ``text`` shows; ``before`` and ``after`` are wording around it.
    """

    style: Style
    text: str
    before: str = ""
    after: str = ""
    mark: str = ""

    @property
    def said(self) -> str:
        return f"{self.before}{self.text}{self.after}"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell, ``span`` columns wide. ``prompt``: ``text`` only says what to fill in."""

    text: str = ""
    mark: str = ""
    is_label: bool = False
    span: int = 1
    prompt: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; ``mark`` points to the row of the plan."""

    cells: tuple[Cell, ...]
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. With ``mark`` its rows are those of that array and ``columns`` their properties.

    ``shares`` are the relative widths of the columns, by the length of their text where empty.
    """

    rows: tuple[Row, ...]
    head: tuple[str, ...] = ()
    mark: str = ""
    columns: tuple[str, ...] = ()
    shares: tuple[int, ...] = ()

    @property
    def width(self) -> int:
        return len(self.head) or sum(cell.span for cell in self.rows[0].cells)


Block = Line | Grid


@dataclass(slots=True)
class Laid:
    """The body, and the wide tables that stand behind it on pages laid across."""

    body: list[Block] = field(default_factory=list)
    annexes: list[tuple[Line, Grid]] = field(default_factory=list)


def lay(root: Node, unit_name: str = "") -> Laid:
    """The blocks of a whole plan, numbered 一、（一）1.（1）."""
    laid = Laid()
    laid.body.append(Line("title", root.title, mark="/title"))
    for number, chapter in enumerate(root.children, 1):
        laid.body.append(_heading(1, number, chapter.title))
        laid.body += _lead(chapter)
        laid.body += _children(chapter.children, 2, laid)
    if unit_name:
        laid.body.append(Line("sign", unit_name, mark="/unit_name"))
    return laid


def _heading(depth: int, number: int, title: str) -> Line:
    style: Style = "h1" if depth == 1 else "h2" if depth == 2 else "h3"
    return Line(style, "", before=ordinal(depth, number) + title.replace("\n", " "))


def _lead(node: Node) -> Iterator[Block]:
    if node.lead and node.kind not in ("paragraph", "value"):
        yield Line("body", "", before=node.lead)


def _children(nodes: Sequence[Node], depth: int, laid: Laid) -> Iterator[Block]:
    """Siblings under one heading: brief values run together, the rest is numbered."""
    for number, found in siblings(nodes):
        if number is None:
            yield from _values(found)
        else:
            yield from _node(found[0], depth, number, laid)


def _node(node: Node, depth: int, number: int, laid: Laid) -> Iterator[Block]:
    match node.kind:
        case "paragraph" | "value":
            yield from _prose(node, depth, number)
        case "table":
            yield from _table(node, depth, number, laid)
        case "list":
            yield from _list(node, depth, number)
        case _:
            if node.title:
                yield _heading(depth, number, node.title)
            yield from _lead(node)
            yield from _children(node.children, depth + bool(node.title), laid)


def _shown(node: Node, before: str = "", after: str = "") -> Line:
    """The node's own text; fixed wording of the schema carries no mark."""
    text = plain(node)
    if node.path.startswith("#"):
        return Line("body", "", before=before + text)
    return Line("body", text, before, after, node.path)


def _prose(node: Node, depth: int, number: int) -> Iterator[Block]:
    if not node.title:
        yield _shown(node)
    elif depth <= 2:
        yield _heading(depth, number, node.title)
        yield _shown(node)
    else:
        yield _shown(node, ordinal(depth, number) + opening(node.title, plain(node)))


def _list(node: Node, depth: int, number: int) -> Iterator[Block]:
    items = [child for child in node.children if plain(child)]
    if node.title and len(items) == 1 and depth > 2 and not node.lead:
        yield _shown(items[0], f"{ordinal(depth, number)}{node.title}：")
        return
    if node.title:
        yield _heading(depth, number, node.title)
        depth += 1
    yield from _lead(node)
    for n, item in enumerate(items, 1):
        before = ordinal(depth, n) if len(items) > 1 else ""
        yield _shown(item, before, ending(plain(item), last=n == len(items)))


def _table(node: Node, depth: int, number: int, laid: Laid) -> Iterator[Block]:
    headed = depth <= 2 and bool(node.title)
    if headed:
        yield _heading(depth, number, node.title)
    yield from _lead(node)
    rows = tuple(
        Row(tuple(Cell(plain(cell)) for cell in row.children), mark=row.path) for row in node.children
    )
    grid = Grid(
        rows,
        tuple(column.title for column in node.columns),
        node.path,
        tuple(column.key for column in node.columns),
    )
    if grid.width >= MANY_COLUMNS:
        name = f"附表{len(laid.annexes) + 1}"
        yield Line("body", "", before=f"{node.title}见{name}。")
        laid.annexes.append((Line("h1", "", before=f"{name}　{node.title}"), grid))
        return
    if not headed and node.title:
        yield Line("caption", "", before=node.title)
    yield grid


def _values(nodes: Sequence[Node]) -> Iterator[Block]:
    """One or two brief values are a line each, more are a compact table of titles and values."""
    if len(nodes) < 3:
        for node in nodes:
            yield _shown(node, f"{node.title}：", ending(node.text or "无", last=True))
        return
    yield Grid(tuple(map(_row, paired(nodes, lambda node: node.text))))


def _row(nodes: tuple[Node, ...]) -> Row:
    """Title, value, title, value; one value alone takes the whole row."""
    span = 3 if len(nodes) == 1 else 1
    pairs = ((Cell(node.title, is_label=True), Cell(node.text, node.path, span=span)) for node in nodes)
    return Row(tuple(chain(*pairs)))
