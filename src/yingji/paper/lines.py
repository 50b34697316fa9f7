"""Breaking text into lines on the grid: 28 cells, justified by tracking, no forbidden break (禁则)."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate, groupby
from operator import itemgetter
from typing import Literal, NamedTuple

from yingji.paper.truetype import Face
from yingji.paper.typefaces import Glyph, Role, chain

Align = Literal["justify", "left", "center", "right"]

OPENING = frozenset("（【《〈〔「『“‘")  # blank on the left half
CLOSING = frozenset("、，。；：！？）】》〉〕」』”’")  # blank on the right half
NEVER_FIRST = CLOSING | frozenset("!),.:;?]}％%‰℃°′″—…·～〜㎡²³々")
NEVER_LAST = OPENING | frozenset("([{￥$＃#№")
UNITS = frozenset("年月日时分秒人户名个位亩米毫厘千公里元万亿度级辆台套件艘处间条吨升组层周天次")
WORD = re.compile(r"[0-9A-Za-zÀ-ÿ.,:/%+\-±~'°²³@_&=?#‰℃㎡]")
WORDS = re.compile(f"{WORD.pattern}{{2,}}")
LONGEST_WORD = 16  # a longer one may be broken anywhere
PAIR = -0.5  # of an em: what two meeting punctuation marks give up


class Run(NamedTuple):
    """Text in one role."""

    text: str
    role: Role = "fang"


class Span(NamedTuple):
    """Characters of one face; ``kerns`` are (characters before, em to add) within the span."""

    face: Face | None
    text: str
    kerns: tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One line ready to be drawn: ``x`` from the left edge of its measure, everything in points."""

    spans: tuple[Span, ...]
    size: float
    x: float
    tracking: float
    width: float


@dataclass(frozen=True, slots=True)
class Measured:
    """Text with what each character takes, in em; ``ends[i]`` is where character i begins."""

    text: str
    glyphs: list[Glyph]
    kerns: dict[int, float]  # before character i
    ends: list[float]

    def width(self, start: int, stop: int) -> float:
        """Natural width of a piece in em."""
        return self.ends[stop] - self.ends[start] - self.kerns.get(start, 0.0)


def measured(runs: Iterable[Run]) -> Measured:
    """Look up every character and close up meeting punctuation."""
    text, glyphs = "", []
    for run in runs:
        found = chain(run.role)
        text += run.text
        glyphs += [found[c] for c in run.text]
    widths = [glyph.width for glyph in glyphs]
    kerns = dict(_pairs(text, widths))
    for i, kern in kerns.items():
        widths[i] += kern
    return Measured(text, glyphs, kerns, [0.0, *accumulate(widths)])


MEETING = re.compile(
    f"(?<=[{''.join(sorted(CLOSING))}])[{''.join(sorted(CLOSING | OPENING))}]"
    f"|(?<=[{''.join(sorted(OPENING))}])[{''.join(sorted(OPENING))}]"
)


def _pairs(text: str, widths: list[float]) -> Iterator[tuple[int, float]]:
    for match in MEETING.finditer(text):
        i = match.start()
        if widths[i - 1] > 0.9 and widths[i] > 0.9:
            yield i, PAIR


def may_break(text: str, at: int) -> bool:
    """Whether a line may end before character ``at``."""
    before, after = text[at - 1], text[at]
    if after in NEVER_FIRST or before in NEVER_LAST:
        return False
    if before == after and before in "—…":
        return False
    if before.isdigit() and after in UNITS:
        return False
    return not (WORD.match(before) and WORD.match(after))


def broken(
    runs: Iterable[Run],
    size: float,
    width: float,
    *,
    first: float = 0.0,
    rest: float = 0.0,
    align: Align = "justify",
    cell: float = 0.0,
) -> list[Line]:
    """Lines of a paragraph without line feeds.

    ``width`` is the measure, ``first`` and ``rest`` the indents of the first and the other lines, all in
    points. ``cell`` is the pitch of a full-width character on the grid, by default its size.
    """
    piece = measured(runs)
    pitch = cell or size
    lines: list[Line] = []
    start, total = 0, len(piece.text)
    while start < total:
        indent = rest if lines else first
        stop, hang = _line_end(piece, start, (width - indent) / pitch)
        end = stop
        while end > start and piece.text[end - 1] == " ":
            end -= 1
        lines.append(_set(piece, start, end, size, indent, width - indent, align, pitch, hang, stop == total))
        start = stop
        while start < total and piece.text[start] == " ":
            start += 1
    return lines


def _line_end(piece: Measured, start: int, capacity: float) -> tuple[int, float]:
    """Where the line that begins at ``start`` stops, and the blank half of a mark hung outside (em)."""
    text, total = piece.text, len(piece.text)
    limit = piece.ends[start] + piece.kerns.get(start, 0.0) + capacity + 0.001
    stop = bisect_right(piece.ends, limit, start + 1, total + 1) - 1
    if stop >= total:
        return total, 0.0
    stop = max(stop, start + 1)
    fits = piece.width(start, stop + 1) - 0.5 <= capacity + 0.001
    if text[stop] in CLOSING and fits and (stop + 1 == total or may_break(text, stop + 1)):
        return stop + 1, 0.5
    for earlier in range(stop, max(start, stop - LONGEST_WORD), -1):
        if may_break(text, earlier):
            return earlier, 0.0
    return stop, 0.0


def _set(
    piece: Measured, start: int, end: int, size: float, indent: float, room: float,
    align: Align, pitch: float, hang: float, last: bool,
) -> Line:  # fmt: skip
    count = end - start
    natural = piece.width(start, end) * size
    tracking = pitch - size
    full = align == "justify" and count > 1 and (hang or not last)
    if full or natural - hang * size + tracking * (count - 1) > room + 0.01:
        tracking = (room - natural + hang * size) / max(1, count - 1)
    width = natural + tracking * max(0, count - 1)
    slack = room - width
    x = indent + {"center": slack / 2, "right": slack}.get(align, 0.0)
    return Line(tuple(_spans(piece, start, end)), size, x, tracking, width)


def _spans(piece: Measured, start: int, end: int) -> Iterator[Span]:
    at = start
    for face, group in groupby(piece.glyphs[start:end], key=itemgetter(0)):
        stop = at + len(list(group))
        kerns = tuple((i - at, piece.kerns[i]) for i in range(at + 1, min(stop + 1, end)) if i in piece.kerns)
        yield Span(face, piece.text[at:stop], kerns)
        at = stop
