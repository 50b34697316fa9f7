"""一页处置卡: what to do first, which signal, which way, where to, whom to call; legible at two metres."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from yingji.paper.compose import printable
from yingji.paper.lines import Line, Run, broken
from yingji.paper.measures import HEIGHT, MM, WIDTH
from yingji.paper.page import Page
from yingji.paper.sheet import Sheet
from yingji.paper.titles import title_lines
from yingji.paper.wording import clean
from yingji.plans.outline import Node

LEFT_OUT, RIGHT_OUT, TOP_OUT = 12 * MM, 10 * MM, 25 * MM  # how far the card reaches outside the type area
MARKED = 14 * MM  # kept free at the top where marks stand
LABEL = 27 * MM
LABEL_SIZE = 24.0
TITLE_SIZE = 28.0
SIZES = (26.0, 24.0, 22.0, 20.0, 18.0)  # 18 points are 6.3 mm: read at two metres
LEADING = 1.3
PAD = 9.0
RULE = 1.6
MORE = "其余见预案全文。"
URGENT = ("转移", "撤", "疏散")
PEOPLE = 4  # names on the card
EVERYWHERE = "119 火警　120 急救　110 报警"


@dataclass(frozen=True, slots=True)
class Section:
    """One question and its answers; ``label`` has two lines. Where there is no room, the section with the
    highest ``spare`` gives up its last answer first.
    """

    label: str
    items: tuple[str, ...]
    spare: int


def sections(root: Node) -> tuple[Section, ...]:
    """What the card says, from a masked outline: telephones hidden there are left out, and who has none."""
    nodes = {node.path: node for node in root.walk()}
    found = (
        Section("先做\n什么", tuple(_first(nodes)), 0),
        Section("听到\n信号", tuple(_signals(nodes)), 2),
        Section("往哪\n里走", tuple(_routes(nodes)), 4),
        Section("到哪\n里去", tuple(_shelters(nodes)), 3),
        Section("给谁\n打电话", tuple(_people(nodes)), 1),
    )
    return tuple(section for section in found if section.items)


def _rows(nodes: dict[str, Node], *paths: str) -> list[dict[str, str]]:
    """Rows of the first list that there is: property → text."""
    node = next((nodes[path] for path in paths if path in nodes), None)
    return [{cell.key: printable(cell) for cell in row.children} for row in node.children] if node else []


def _first(nodes: dict[str, Node]) -> Iterator[str]:
    for path in ("/response/by_hazard/0/first_10min", "/response/general"):
        if path in nodes:
            yield from (f"{n}.{printable(item)}" for n, item in enumerate(nodes[path].children, 1))
            return


def _signals(nodes: dict[str, Node]) -> Iterator[str]:
    rows = _rows(nodes, "/warning/signals")
    urgent = [row for row in rows if any(word in row.get("meaning", "") for word in URGENT)]
    for row in urgent or rows:
        yield f"{row.get('meaning', '')}：{row.get('signal', '')}"


def _routes(nodes: dict[str, Node]) -> Iterator[str]:
    for row in _rows(nodes, "/evacuation/routes", "/evacuation_and_settlement/by_village"):
        way = row.get("path_text") or row.get("route_text", "")
        yield f"{row.get('name', '')}：{way}"


def _shelters(nodes: dict[str, Node]) -> Iterator[str]:
    for row in _rows(nodes, "/evacuation/shelters", "/evacuation_and_settlement/shelters"):
        room = f"，可住{row['capacity']}" if row.get("capacity") else ""
        yield f"{row.get('name', '')}（{row.get('address', '')}{room}）"


def _people(nodes: dict[str, Node]) -> Iterator[str]:
    if "/duty/phone_24h" in nodes:
        yield f"{_grouped(printable(nodes['/duty/phone_24h']))}　值班电话"
    with_phone = (row for row in _rows(nodes, "/command/contacts") if "*" not in row.get("phone", "*"))
    for row, _ in zip(with_phone, range(PEOPLE), strict=False):
        yield f"{_grouped(row['phone'])}　{row.get('name', '')}（{row.get('post', '')}）"
    for row in _rows(nodes, "/command/superior_contacts")[:1]:
        yield f"{_grouped(row.get('phone', ''))}　{row.get('unit', '')}"
    yield EVERYWHERE


def _grouped(phone: str) -> str:
    """A mobile number as it is read out: 138 0000 4651."""
    mobile = re.match(r"(1\d{2})(\d{4})(\d{4})(?!\d)", phone)
    return " ".join(mobile.groups()) + phone[mobile.end() :] if mobile else phone


def card(root: Node, sheet: Sheet) -> Page:
    """The card's page; type as large as its text allows, and what has no room is said to stand in the plan."""
    page = Page(numbered=False)
    y = _title(page, sheet)
    shown = sections(root)
    room = HEIGHT - y
    size = next((size for size in SIZES if _height(shown, size) <= room), SIZES[-1])
    while _height(shown, size) > room:
        shown = _shortened(shown)
    x, right = -LEFT_OUT, WIDTH + RIGHT_OUT
    top = y
    for section in shown:
        page.rules.append((x, y, right, y, RULE))
        y = _section(page, section, size, y)
    page.rules += [(x, y, right, y, RULE), (x, top, x, y, RULE), (right, top, right, y, RULE)]
    page.rules.append((x + LABEL, top, x + LABEL, y, RULE))
    return page


def _title(page: Page, sheet: Sheet) -> float:
    y = -TOP_OUT + (MARKED if sheet.marks else 0.0)
    width = WIDTH + LEFT_OUT + RIGHT_OUT
    name = clean(sheet.title).replace("\n", "")
    for text in title_lines(name, clean(sheet.unit_name), int(width / TITLE_SIZE)):
        line = broken([Run(text, "title")], TITLE_SIZE, width, align="center")[0]
        page.red.append((line.x - LEFT_OUT, y, line))
        y += TITLE_SIZE * 1.25
    line = broken([Run("一页处置卡", "hei")], LABEL_SIZE, width, align="center")[0]
    page.texts.append((line.x - LEFT_OUT, y, line))
    return y + LABEL_SIZE + PAD


def _lines(section: Section, size: float) -> list[Line]:
    width = WIDTH + LEFT_OUT + RIGHT_OUT - LABEL - 2 * PAD
    return [
        line
        for item in section.items
        for line in broken([Run(clean(item).replace("\n", " "), "hei")], size, width, align="left")
    ]


def _tall(section: Section, size: float) -> float:
    return max(len(_lines(section, size)) * size, 2 * LABEL_SIZE) * LEADING + PAD


def _height(shown: tuple[Section, ...], size: float) -> float:
    return sum(_tall(section, size) for section in shown)


def _shortened(shown: tuple[Section, ...]) -> tuple[Section, ...]:
    """Without one answer more; where every section has a single one, the longest of them is cut."""
    answers = {section: [item for item in section.items if item != MORE] for section in shown}
    several = [section for section in shown if len(answers[section]) > 1]
    if several:
        chosen = max(several, key=lambda section: section.spare)
        kept = answers[chosen][:-1]
    else:
        chosen = max(shown, key=lambda section: len(answers[section][0]))
        kept = [answers[chosen][0].removesuffix("……")[: -max(2, len(answers[chosen][0]) // 8)] + "……"]
    return tuple(replace(s, items=(*kept, MORE)) if s is chosen else s for s in shown)


def _section(page: Page, section: Section, size: float, y: float) -> float:
    below = y + _tall(section, size)
    labels = section.label.split("\n")
    top = (y + below - len(labels) * LABEL_SIZE * LEADING) / 2 + (LEADING - 1) * LABEL_SIZE / 2
    for n, text in enumerate(labels):
        line = broken([Run(text, "hei")], LABEL_SIZE, LABEL, align="center")[0]
        page.red.append((line.x - LEFT_OUT, top + n * LABEL_SIZE * LEADING, line))
    lines = _lines(section, size)
    top = (y + below - len(lines) * size * LEADING) / 2 + (LEADING - 1) * size / 2
    for n, line in enumerate(lines):
        page.texts.append((LABEL - LEFT_OUT + PAD + line.x, top + n * size * LEADING, line))
    return below
