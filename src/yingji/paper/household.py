"""户级明白卡: for each household that must leave, its own way, shelter, guide and telephone; four to a page."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from yingji.paper.compose import printable
from yingji.paper.lines import Line, Run, broken
from yingji.paper.measures import HEIGHT, MM, WIDTH
from yingji.paper.page import Page
from yingji.paper.sheet import Sheet
from yingji.paper.wording import clean, short_digest
from yingji.plans.outline import Node

ACROSS, DOWN = 2, 2
OUT_X, TOP_OUT = 12 * MM, 25 * MM  # how far the cards reach outside the type area
PAD = 8.0
HEAD, SIZE, LABEL_SIZE = 20.0, 13.0, 13.0
LEADING = 1.35
SMALLEST = 9.0
CUT = 0.5
MORE = "……写不下的见预案全文。"


@dataclass(frozen=True, slots=True)
class Household:
    """What one card says, in the order in which it is said."""

    head: str
    lines: tuple[tuple[str, str], ...]  # label, text


def households(root: Node, document: Mapping[str, Any]) -> tuple[Household, ...]:
    """The cards of a plan that lists households; none where the list is not there or was not shown.

    References are followed by the rows' ids, never by names: two people may share one.
    """
    nodes = {node.path: node for node in root.walk()}
    rows = nodes.get("/evacuation/subjects")
    if rows is None or rows.kind != "table":
        return ()
    named = dict(_named(nodes, document))
    signal = _signal(nodes)
    return tuple(_household({c.key: c for c in row.children}, named, signal) for row in rows.children)


def _named(nodes: Mapping[str, Node], document: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, str]]]:
    """Id → texts of a row that households refer to."""
    for part, name in (
        ("command", "contacts"),
        ("evacuation", "routes"),
        ("evacuation", "shelters"),
        ("", "risk_points"),
    ):
        holder = document.get(part, {}) if part else document
        where = f"/{part}/{name}" if part else f"/{name}"
        for index, row in enumerate(holder.get(name) or ()):
            node = nodes.get(f"{where}/{index}")
            if node is not None and "id" in row:
                yield str(row["id"]), {cell.key: printable(cell) for cell in node.children}


def _signal(nodes: Mapping[str, Node]) -> str:
    table = nodes.get("/warning/signals")
    rows = [{c.key: printable(c) for c in row.children} for row in table.children] if table else []
    return next((r.get("signal", "") for r in rows if "转移" in r.get("meaning", "")), "")


def _household(cells: Mapping[str, Node], named: Mapping[str, dict[str, str]], signal: str) -> Household:
    def referred(key: str) -> dict[str, str]:
        return named.get(str(cells[key].value), {}) if key in cells else {}

    def said(key: str) -> str:
        return printable(cells[key]) if key in cells else ""

    guide, route, shelter = (referred(key) for key in ("responsible_id", "route_id", "shelter_id"))
    lines = (
        ("住址", said("address")),
        ("人数", "，".join(filter(None, [said("people"), said("vulnerable")]))),
        ("危险在哪", said("risk_point_id")),
        ("听到信号", signal),
        ("谁来叫您", "　".join(filter(None, [said("responsible_id"), guide.get("phone", "")]))),
        ("怎么走", route.get("path_text", "") or said("route_id")),
        ("到哪里", "，".join(filter(None, [said("shelter_id"), shelter.get("address", "")]))),
        ("怎么去", said("transport")),
    )
    return Household(said("household_head"), tuple((label, text) for label, text in lines if text))


def household_pages(root: Node, document: Mapping[str, Any], sheet: Sheet) -> list[Page]:
    """The cards with the lines to cut them by."""
    width, height = (WIDTH + 2 * OUT_X) / ACROSS, (HEIGHT + TOP_OUT) / DOWN
    cards, count = households(root, document), ACROSS * DOWN
    pages = []
    for start in range(0, len(cards), count):
        page = Page(numbered=False)
        for place, one in enumerate(cards[start : start + count]):
            x, y = place % ACROSS * width - OUT_X, place // ACROSS * height - TOP_OUT
            _card(page, one, sheet, x, y, width, height)
        pages.append(page)
    return pages


def _card(page: Page, one: Household, sheet: Sheet, x: float, y: float, width: float, height: float) -> None:
    right, below = x + width, y + height
    edges = [(x, y, right, y), (x, below, right, below), (x, y, x, below), (right, y, right, below)]
    page.rules += [(*edge, CUT) for edge in edges]
    room = width - 2 * PAD
    head = broken([Run("防灾避险明白卡", "title")], HEAD, room, align="center")[0]
    name = broken([Run(f"户主：{clean(one.head)}", "hei")], SIZE + 2, room, align="left")[0]
    page.red.append((x + PAD + head.x, y + PAD, head))
    page.texts.append((x + PAD, y + PAD + HEAD * 1.5, name))
    top = y + PAD + HEAD * 1.5 + SIZE * 2
    size, said = _fitted(one.lines, room, y + height - PAD - 2 * SMALLEST - top)
    for row in said:
        page.texts += [(x + PAD + line.x, top, line) for line in row]
        top += size * LEADING
    state = f"第 {sheet.edition_no} 版" if sheet.edition_no else "草稿 不具效力"
    foot = f"{clean(sheet.title)[:24]}　{state}　摘要 {short_digest(sheet.digest)}"
    last = broken([Run(foot)], SMALLEST, room, align="left")[0]
    page.texts.append((x + PAD, y + height - PAD - SMALLEST, last))


def _fitted(
    lines: Sequence[tuple[str, str]], width: float, height: float
) -> tuple[float, list[tuple[Line, ...]]]:
    """The largest type in which all lines fit; at the smallest, what fits and a word on the rest."""
    size = SIZE
    while True:
        said = [row for label, text in lines for row in _answer(label, text, size, width)]
        if len(said) * size * LEADING <= height or size <= SMALLEST:
            return size, _within(said, int(height / (size * LEADING)), size, width)
        size -= 0.5


def _answer(label: str, text: str, size: float, width: float) -> list[tuple[Line, ...]]:
    """The rows of one answer beside its label, which is spread over four characters."""
    spread = broken([Run(label, "hei")], size, width, align="left")[0]
    tracking = (4 * size - spread.width) / (len(label) - 1)
    spread = replace(spread, tracking=spread.tracking + tracking)
    colon = replace(broken([Run("：", "hei")], size, width, align="left")[0], x=4 * size)
    said = broken([Run(clean(text).replace("\n", " "))], size, width - 5 * size, align="left")
    first, *rest = (replace(line, x=5 * size + line.x) for line in said)
    return [(spread, colon, first), *((line,) for line in rest)]


def _within(said: list[tuple[Line, ...]], room: int, size: float, width: float) -> list[tuple[Line, ...]]:
    if len(said) <= room:
        return said
    return [*said[: room - 1], tuple(broken([Run(MORE, "hei")], size, width, align="left"))]
