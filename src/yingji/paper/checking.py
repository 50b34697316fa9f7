"""Whether a PDF keeps to GB/T 9704—2012, measured and not believed; nothing of how it was made is asked.

What the standard demands outright is 必须; what it says with 一般 or 推荐 is 一般 and only warns. Clause
numbers and figures follow public copies of the standard; 待核实 against an official print.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Literal

from yingji.paper.gauge import Character, Document, Gauged, Row, gauge
from yingji.paper.lines import CLOSING, NEVER_FIRST, NEVER_LAST
from yingji.paper.measures import MM

Demand = Literal["必须", "一般"]
STANDARD = "GB/T 9704—2012 "
LEFT, TOP, RIGHT, BOTTOM = 28.0, 37.0, 184.0, 262.0  # 版心, millimetres
EDGE = 1.0  # ±1 mm
INK = 0.5
SIZE_3, SIZE_4 = (15.6, 16.2), (13.8, 14.3)  # points
RUNNING = 20  # characters: so long a row is running text
FULL = 10  # rows of running text: a page of it
FOLIO = re.compile(r"^[—–-]\s*(\d+)\s*[—–-]$")
DOC_NO = re.compile(r"[\u4e00-\u9fff]+〔\d{4}〕[1-9]\d*号")
WRONG_NO = re.compile(r"[\u4e00-\u9fff]+(?:[\[［【(（]\d{4}[\]］】)）]第?\d+号|〔\d{4}〕(?:第|0)\d*号)")
BARE_DAY = re.compile(r"\d{4}年(?:0\d月|\d{1,2}月0\d日)\S{0,2}$")
FAMILIES = {"仿宋": r"fang|仿宋", "黑体": r"hei|黑体|sans", "楷体": r"kai|楷"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One departure: the clause, how strict it is, where, and what was measured beside what is asked."""

    clause: str
    demand: Demand
    place: str
    message: str


@dataclass(frozen=True, slots=True)
class Report:
    """``valid`` unless something demanded outright is missing."""

    valid: bool
    findings: tuple[Finding, ...]


def check(data: bytes) -> Report:
    """Measure a PDF and compare it with the standard. Raises Unreadable."""
    document = gauge(data)
    found = [finding for rule in PAGE_RULES for page in document.pages for finding in rule(page)]
    found += [finding for rule in WHOLE_RULES for finding in rule(document)]
    found.sort(key=lambda finding: finding.demand != "必须")
    return Report(all(finding.demand != "必须" for finding in found), tuple(found))


def _must(clause: str, page: Gauged, message: str) -> Finding:
    return Finding(STANDARD + clause, "必须", f"第 {page.number} 页", message)


def _usual(clause: str, page: Gauged, message: str) -> Finding:
    return Finding(STANDARD + clause, "一般", f"第 {page.number} 页", message)


def _is(size: tuple[float, float], row: Row) -> bool:
    return size[0] <= row.first.size <= size[1]


def _body(page: Gauged) -> list[Row]:
    """Rows of 三号 type, none where the page is not one of running text."""
    rows = [row for row in page.rows if _is(SIZE_3, row) and row.text]
    running = sum(len(row.text) >= RUNNING for row in rows)
    return rows if running >= FULL and not page.turned else []


def _paper(page: Gauged) -> Iterator[Finding]:
    if abs(page.width - 210) > 0.5 or abs(page.height - 297) > 0.5:
        measured = f"{page.width:.1f} × {page.height:.1f}"
        yield _must("5.1", page, f"纸张应为 A4（210 × 297 毫米），现为 {measured} 毫米。")


def _margins(page: Gauged) -> Iterator[Finding]:
    rows = _body(page)
    if not rows:
        return
    inside = [row for row in page.rows if row.text and row.bottom < BOTTOM + EDGE]
    if rows[0] is inside[0] and abs(rows[0].top - TOP) > EDGE:
        yield _must("5.2.1", page, f"天头应为 37±1 毫米，现为 {rows[0].top:.1f} 毫米。")
    left = min(row.first.x for row in rows)
    if abs(left - LEFT) > EDGE:
        yield _must("5.2.1", page, f"订口应为 28±1 毫米，现为 {left:.1f} 毫米。")
    if (right := max(row.right for row in rows)) > RIGHT + INK:
        yield _must("5.2.1", page, f"版心右边应在 184 毫米以内，现有字到 {right:.1f} 毫米。")
    if (bottom := max(row.bottom for row in rows)) > BOTTOM + EDGE:
        yield _must("5.2.1", page, f"版心下边应在 262 毫米以内，现有字到 {bottom:.1f} 毫米。")


def _grid(page: Gauged) -> Iterator[Finding]:
    rows = _body(page)
    steps = [b.first.y - a.first.y for a, b in pairwise(rows)]
    if not steps:
        return
    pitch = median(steps)
    fit = round((BOTTOM - TOP - rows[0].first.size / MM) / pitch) + 1
    if fit != 22:
        yield _usual("5.2.3", page, f"一般每面排 22 行，现行距 {pitch:.2f} 毫米，每面可排 {fit} 行。")
    advances = [
        b.x - a.x
        for row in rows
        if len(row.text) >= 26
        for a, b in pairwise(row.characters)
        if all("\u4e00" <= c.text <= "\u9fff" for c in (a, b))
    ]
    if advances and round((RIGHT - LEFT) / (each := median(advances))) != 28:
        count = round((RIGHT - LEFT) / each)
        yield _usual("5.2.3", page, f"一般每行排 28 字，现字距 {each:.2f} 毫米，每行可排 {count} 字。")


def _breaks(page: Gauged) -> Iterator[Finding]:
    for row in _body(page):
        text = row.text
        if text[0] in CLOSING | NEVER_FIRST and len(text) > 1:
            yield _forbidden(page, f"标点“{text[0]}”不应在行首：{text[:10]}……")
        if text[-1] in NEVER_LAST:
            yield _forbidden(page, f"标点“{text[-1]}”不应在行末：……{text[-10:]}")


def _forbidden(page: Gauged, message: str) -> Finding:
    return Finding("GB/T 15834—2011 5.1", "必须", f"第 {page.number} 页", message)


def _colours(page: Gauged) -> Iterator[Finding]:
    """Black, and red for the emblem alone."""
    for character in page.characters:
        if character.text.isspace() or max(character.colour) < 60:
            continue
        is_emblem = page.number == 1 and _is_red(character.colour) and character.size >= 22
        if not is_emblem:
            where = _around(page, character)
            yield _must("5.2.4", page, f"文字应为黑色（发文机关标志为红色），“{where}”是别的颜色。")
            return


def _is_red(colour: tuple[int, int, int]) -> bool:
    red, green, blue = colour
    return red > 180 and green < 90 and blue < 90


def _around(page: Gauged, character: Character) -> str:
    return next((row.text[:10] for row in page.rows if character in row.characters), character.text)


def _folio(page: Gauged) -> tuple[int, Row] | None:
    for row in page.rows:
        if row.top > BOTTOM and (found := FOLIO.match(row.text)):
            return int(found[1]), row
    return None


def _page_number(page: Gauged) -> Iterator[Finding]:
    found = _folio(page)
    if found is None:
        if page.turned and len(page.characters) > RUNNING:
            yield _must("7.5", page, "横排页的页码应与竖排页在同一位置：竖着拿，在版心下边缘之下。现在没有。")
        if _body(page):
            yield _must("7.5", page, "没有页码。应在版心下边缘之下排“— 1 —”样式的页码。")
        return
    number, row = found
    dash = row.first
    drop = (dash.top + dash.bottom) / 2 - BOTTOM
    if abs(drop - 7) > EDGE:
        yield _must("7.5", page, f"页码的一字线应在版心下边缘之下 7 毫米，现为 {drop:.1f} 毫米。")
    gap = RIGHT - row.right if number % 2 else row.first.x - LEFT
    side = "单页码应居右空一字" if number % 2 else "双页码应居左空一字"
    if not 3.5 <= gap <= 8:
        yield _must("7.5", page, f"{side}，现空 {gap:.1f} 毫米。")
    if not _is(SIZE_4, row):
        yield _usual("7.5", page, f"页码一般用四号字（14 磅），现为 {row.first.size:g} 磅。")


def _lying(page: Gauged) -> Iterator[Finding]:
    """A table on its side stays within 版心, its head to the left of the sheet held upright."""
    if not page.turned:
        return
    inside = [
        rule
        for rule in page.rules
        if rule.right > LEFT and rule.left < RIGHT and rule.bottom > TOP and rule.top < BOTTOM
    ]
    over = max(
        (max(LEFT - rule.left, rule.right - RIGHT, TOP - rule.top, rule.bottom - BOTTOM) for rule in inside),
        default=0.0,
    )
    if over > EDGE:
        yield _must("5.2.1", page, f"横排表格应在版心之内，现超出 {over:.1f} 毫米。")


def _attachment(page: Gauged) -> Iterator[Finding]:
    row = next((r for r in page.rows if r.text), None)
    if row is None or not re.fullmatch(r"附件\d*", row.text) or page.turned:
        return
    if abs(row.first.x - LEFT) > EDGE or abs(row.top - TOP) > EDGE:
        yield _must("7.3.7", page, "“附件”二字应顶格排在版心左上角第一行。")
    if not re.search(FAMILIES["黑体"], row.first.font, re.I):
        yield _usual("7.3.7", page, "“附件”二字一般用三号黑体。")


def _headings(page: Gauged) -> Iterator[Finding]:
    for row in _body(page):
        for pattern, family in (
            (r"[一二三四五六七八九十百]+、", "黑体"),
            (r"（[一二三四五六七八九十百]+）", "楷体"),
        ):
            is_heading = re.match(pattern, row.text) and len(row.text) < RUNNING
            if is_heading and not re.search(FAMILIES[family], row.first.font, re.I):
                yield _usual("7.3.3", page, f"“{row.text[:12]}”一般用{family}。")


def _fonts(document: Document) -> Iterator[Finding]:
    for name in sorted(name for name, embedded in document.fonts.items() if not embedded):
        message = f"字体“{name}”没有嵌入，换一台机器就会变样。请重新导出并嵌入全部字体。"
        yield Finding("电子文件", "必须", "整个文件", message)


def _type(document: Document) -> Iterator[Finding]:
    """三号仿宋 for what has no other rule."""
    texts = Counter(
        (round(c.size, 1), c.font)
        for page in document.pages
        for row in _body(page) or page.rows
        for c in row.characters
        if "\u4e00" <= c.text <= "\u9fff"
    )
    if not texts:
        yield Finding("电子文件", "必须", "整个文件", "量不到文字，可能是扫描件或把文字转成了图形。")
        return
    (size, font), _ = texts.most_common(1)[0]
    if not SIZE_3[0] <= size <= SIZE_3[1]:
        yield Finding(STANDARD + "5.2.2", "一般", "正文", f"正文一般用三号字（16 磅），现多为 {size:g} 磅。")
    if not re.search(FAMILIES["仿宋"], font, re.I):
        yield Finding(STANDARD + "5.2.2", "一般", "正文", f"正文一般用仿宋体，现多为“{font}”。")


def _numbering(document: Document) -> Iterator[Finding]:
    numbered = [(page, found[0]) for page in document.pages if (found := _folio(page))]
    for (_, before), (page, number) in pairwise(numbered):
        if number <= before:
            yield _must("7.5", page, f"页码应连续编排，第 {before} 页之后排了第 {number} 页。")


def _masthead(document: Document) -> Iterator[Finding]:
    """版头, where the first page has a red emblem."""
    page = document.pages[0]
    emblem = [c for c in page.characters if _is_red(c.colour) and not c.text.isspace()]
    if not emblem:
        return
    top = min(c.top for c in emblem)
    if abs(top - TOP - 35) > EDGE:
        yield _must("7.2.4", page, f"发文机关标志上边缘应距版心上边缘 35 毫米，现为 {top - TOP:.1f} 毫米。")
    middle = (min(c.left for c in emblem) + max(c.right for c in emblem)) / 2
    if abs(middle - (LEFT + RIGHT) / 2) > 2 * EDGE:
        yield _must("7.2.4", page, f"发文机关标志应居中，现偏 {middle - (LEFT + RIGHT) / 2:+.1f} 毫米。")
    number = next((row for row in page.rows if DOC_NO.search(row.text)), None)
    if number is None:
        wrong = next((row.text for row in page.rows if WRONG_NO.search(row.text)), "")
        now = f"现为“{wrong}”" if wrong else "现在没有"
        yield _must(
            "7.2.5",
            page,
            f"发文字号应写成“石政〔2026〕12号”的样式，年份用六角括号，不编虚位，不加“第”；{now}。",
        )
        return
    yield from _red_rule(page, number)


def _red_rule(page: Gauged, number: Row) -> Iterator[Finding]:
    red = [rule for rule in page.rules if _is_red(rule.colour) and rule.right - rule.left > 50]
    below = [rule for rule in red if rule.top > number.first.y]
    if not below:
        yield _must("7.2.7", page, "发文字号之下应有一条与版心等宽的红色分隔线。")
        return
    rule = min(below, key=lambda rule: rule.top)
    gap = (rule.top + rule.bottom) / 2 - number.bottom
    if abs(gap - 4) > EDGE:
        yield _must("7.2.7", page, f"红色分隔线应在发文字号之下 4 毫米，现为 {gap:.1f} 毫米。")
    if abs(rule.right - rule.left - 156) > 2 * EDGE:
        yield _must(
            "7.2.7", page, f"红色分隔线应与版心等宽（156 毫米），现为 {rule.right - rule.left:.0f} 毫米。"
        )


def _days(document: Document) -> Iterator[Finding]:
    for page in document.pages:
        for row in page.rows:
            if BARE_DAY.fullmatch(row.text) or (row.text.endswith("印发") and BARE_DAY.search(row.text)):
                yield _must("7.3.5", page, f"成文日期不编虚位，“{row.text}”应去掉月、日前面的 0。")


def _imprint(document: Document) -> Iterator[Finding]:
    """版记, where there is one."""
    pages = [page for page in document.pages if any(re.search(r"日印发$", row.text) for row in page.rows)]
    if not pages:
        return
    page = pages[-1]
    if page is not document.pages[-1]:
        yield _must("7.4", page, "版记应在公文最后一页。")
    row = next(row for row in page.rows if re.search(r"日印发$", row.text))
    rules = [rule for rule in page.rules if rule.right - rule.left > 150]
    if not any(abs(rule.bottom - BOTTOM) <= EDGE for rule in rules):
        yield _must("7.4.1", page, "版记最后一条分隔线应与版心下边缘重合（距纸上边 262 毫米）。")
    if not _is(SIZE_4, row):
        yield _must("7.4.3", page, f"印发机关和印发日期应用四号字（14 磅），现为 {row.first.size:g} 磅。")


PAGE_RULES: tuple[Callable[[Gauged], Iterator[Finding]], ...] = (
    _paper, _margins, _grid, _breaks, _colours, _page_number, _lying, _attachment, _headings,
)  # fmt: skip
WHOLE_RULES: tuple[Callable[[Document], Iterator[Finding]], ...] = (
    _fonts, _type, _numbering, _masthead, _days, _imprint,
)  # fmt: skip
