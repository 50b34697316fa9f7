"""Breaking text into lines on the grid: 28 cells, justified by tracking, no forbidden break (禁则)."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from operator import attrgetter
from typing import Literal, NamedTuple

from yingji.paper.truetype import Face
from yingji.paper.typefaces import Glyph, Role, chain

Align = Literal["justify", "left", "center", "right"]

OPENING = frozenset("（【《〈〔「『“‘")  # blank on the left half
CLOSING = frozenset("、，。；：！？）】》〉〕」』”’")  # blank on the right half
NEVER_FIRST = CLOSING | frozenset("!),.:;?]}％%‰℃°′″—…·～〜㎡²³々")
NEVER_LAST = OPENING | frozenset("([{￥$＃#№")
QUANTITY = re.compile(
    "[0-9] ?(?:分钟|小时|毫米|厘米|千米|公里|公分|千克|公斤|千瓦|平方米|平方公里|立方米|亿元|万元|万亩|万人"
    "|[年月日时分秒人户名个位亩米克吨元万亿度级号辆台套件艘处间条升层组周天次岁倍])"
)
WORD = re.compile(r"[0-9A-Za-zÀ-ÿ.,:/%+\-±~'°²³@_&=?#‰℃㎡]")
WORDS = re.compile(f"{WORD.pattern}{{2,}}")
LONGEST_WORD = 20  # a longer one may be broken anywhere
SQUEEZABLE = 12  # characters: so long a line takes in the inked half of one more mark
FACE_OF, WIDTH_OF = attrgetter("face"), attrgetter("width")
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
    """One line ready to be drawn: ``x`` from the left edge of its measure, everything in points.

    ``narrow`` is how wide characters are drawn beside their height, tracking included; ``width`` counts it.
    """

    spans: tuple[Span, ...]
    size: float
    x: float
    tracking: float
    width: float
    narrow: float = 1.0


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
    """Look up every character and close up meeting punctuation. A line feed that came so far is a space."""
    text = ""
    glyphs: list[Glyph] = []
    for run in runs:
        found, said = chain(run.role), run.text.replace("\n", " ")
        text += said
        glyphs += map(found.__getitem__, said)
    widths = list(map(WIDTH_OF, glyphs))
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
    if _is_forbidden(text, at) or _splits_quantity(text, at):
        return False
    return not (WORD.match(text[at - 1]) and WORD.match(text[at]))


def _is_forbidden(text: str, at: int) -> bool:
    """Whether a mark would stand at the wrong end of a line, or a dash be parted."""
    before, after = text[at - 1], text[at]
    return after in NEVER_FIRST or before in NEVER_LAST or (before == after and before in "—…")


def _splits_quantity(text: str, at: int) -> bool:
    """Whether a number would be parted from its unit: 30|人, 30| 分钟, 30 分|钟."""
    near = QUANTITY.finditer(text, max(0, at - 6), at + 5)
    return any(found.start() < at < found.end() for found in near)


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
    fits = stop - start >= SQUEEZABLE or piece.width(start, stop + 1) - 0.5 <= capacity + 0.001
    if text[stop] in CLOSING and fits and (stop + 1 == total or may_break(text, stop + 1)):
        return stop + 1, 0.5
    places = range(stop, max(start, stop - LONGEST_WORD), -1)
    legal = next((at for at in places if may_break(text, at)), 0)
    return legal or next((at for at in places if not _is_forbidden(text, at)), stop), 0.0


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
    faces = list(map(FACE_OF, piece.glyphs[start:end]))
    if not faces:
        return
    at, kerned = start, [(i, kern) for i, kern in piece.kerns.items() if start < i < end]
    for stop in (*(start + n for n in range(1, len(faces)) if faces[n] is not faces[n - 1]), end):
        kerns = tuple((i - at, kern) for i, kern in kerned if at < i <= stop) if kerned else ()
        yield Span(faces[at - start], piece.text[at:stop], kerns)
        at = stop
