"""Headings of a plan on paper, by style, by automatic or by typed numbering, and what stands under them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from yingji.office.word.pieces import Body, Para, Table
from yingji.office.word.words import BASIS_HEADINGS, HEADINGS, SECTIONS, TABLES

LONGEST = 30  # characters of a heading
_NUMERALS = "一二三四五六七八九十百〇零"
_LEVELS = (
    (re.compile(rf"第[{_NUMERALS}0-9]{{1,4}}[章节篇部](?:分)?[\s、：:]*"), 1),
    (re.compile(rf"[{_NUMERALS}]{{1,3}}\s*[、.．，]\s*"), 1),
    (re.compile(rf"[（(]\s*[{_NUMERALS}]{{1,3}}\s*[)）]\s*[、.．]?\s*"), 2),
    (re.compile(r"[0-9]{1,2}(?:\.[0-9]{1,2}){1,3}(?![0-9])[\s、.．]*"), 0),
    (re.compile(r"[0-9]{1,2}\s*[、.．](?![0-9])\s*"), 3),
    (re.compile(r"[0-9]{1,2}\s+(?=[一-鿿])"), 1),
    (re.compile(r"[（(]\s*[0-9]{1,2}\s*[)）]\s*[、.．]?\s*"), 4),
    (re.compile(r"[0-9]{1,2}\s*[)）]\s*"), 4),
    (re.compile(r"[①-⑳]\s*"), 5),
)
_STOPS = re.compile(r"[。；;！!？?，,]$")
_RUN_IN = re.compile(r"([^。：:\n]{2,16})[。：:]\s*(.+)", re.DOTALL)
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A line of running text with the headings over it, outermost first."""

    text: str
    para: Para
    titles: tuple[str, ...]
    is_heading: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """A table with the headings over it and the line right above, which may be its caption."""

    table: Table
    titles: tuple[str, ...]
    caption: str = ""


Entry = Line | Placed


def bare(text: str) -> str:
    """A heading as it is compared: no white space, no colon, nothing in brackets at its end."""
    return re.sub(r"[（(][^（()）]*[）)]$", "", _SPACE.sub("", text).rstrip("：:。.")).strip()


_KNOWN = frozenset(
    map(bare, (*HEADINGS, *BASIS_HEADINGS, *(word for words in SECTIONS.values() for word in words), *(word for words in TABLES.values() for word in words.about)))
)  # fmt: skip


def is_known(title: str) -> bool:
    """One of the headings that plans usually have."""
    return bare(title) in _KNOWN


def unnumbered(text: str) -> tuple[int, str]:
    """The level its numbering gives a line (0: none) and the line without it."""
    for pattern, level in _LEVELS:
        if found := pattern.match(text):
            depth = level or found[0].strip(" 、.．\t").count(".") + 1
            return depth, text[found.end() :]
    return 0, text


def entries(body: Body) -> Iterator[Entry]:
    """The file line by line and table by table under its headings."""
    stack: list[tuple[int, str]] = []
    above = ""
    for piece in body.pieces:
        titles = tuple(title for _, title in stack)
        if isinstance(piece, Table):
            yield Placed(piece, titles, above)
            above = ""
            continue
        for text in filter(None, (line.strip() for line in piece.full.split("\n"))):
            if piece.where:
                yield Line(text, piece, titles if piece.where == "文本框" else ())
                continue
            level, title, rest = _heading(piece, text)
            if level:
                stack = [(depth, said) for depth, said in stack if depth < level] + [(level, bare(title))]
                titles = tuple(said for _, said in stack)
                yield Line(title, piece, titles, is_heading=True)
            if not level or rest:
                yield Line(rest or text, piece, titles)
            above = text


def _heading(para: Para, text: str) -> tuple[int, str, str]:
    """Level, title and what follows on the same line; level 0 for running text."""
    level, said = unnumbered(text)
    said = said.strip()
    if run_in := _RUN_IN.fullmatch(said):
        title, rest = run_in[1].strip(), run_in[2].strip()
        if level and level < 5 and bare(title) in _KNOWN and "预警" not in title:
            return level, title, rest
    if not said or len(said) > LONGEST or _STOPS.search(said) or re.search(r"[：:].", said):
        return 0, "", ""
    if para.level and not (level >= 3 and bare(said) not in _KNOWN):
        return level or para.level, said, ""
    if level in (1, 2) or (level and bare(said) in _KNOWN):
        return level, said, ""
    if not level and bare(said) in _KNOWN:
        return 3, said, ""
    is_team = bool(level) and level < 5 and bool(re.fullmatch(r"[一-鿿]{2,10}组", bare(said)))
    return (level, said, "") if is_team else (0, "", "")
