"""Characters as drawn shapes and not as text: the mark across a page must not mix into what is copied."""

import struct
from collections.abc import Iterable, Iterator
from itertools import pairwise

from yingji.paper.pdf import number
from yingji.paper.typefaces import Role, chain

Point = tuple[float, float, bool]  # x, y, on the curve
ON, X_SHORT, Y_SHORT, REPEAT, X_SAME, Y_SAME = 0x01, 0x02, 0x04, 0x08, 0x10, 0x20


def path(text: str, role: Role, size: float, x: float, y: float) -> str:
    """PDF operators that outline ``text`` from (x, y) on; fill with ``f``. Blank where a glyph lacks."""
    parts: list[str] = []
    for glyph, character in ((chain(role)[c], c) for c in text):
        if glyph.face:
            scale = size / glyph.face.units
            for contour in _contours(glyph.face.outline(glyph.face.glyph(character))):
                parts += _curves([(x + px * scale, y + py * scale, on) for px, py, on in contour])
        x += glyph.width * size
    return "\n".join(parts)


def _contours(outline: bytes) -> list[list[Point]]:
    """The contours of a simple glyph, in font units."""
    if not outline:
        return []
    count = struct.unpack_from(">h", outline)[0]
    if count < 0:
        return []
    ends = struct.unpack_from(f">{count}H", outline, 10)
    at = 12 + 2 * count + struct.unpack_from(">H", outline, 10 + 2 * count)[0]
    total = ends[-1] + 1
    flags: list[int] = []
    while len(flags) < total:
        flag = outline[at]
        repeats = outline[at + 1] if flag & REPEAT else 0
        flags += [flag] * (repeats + 1)
        at += 2 if flag & REPEAT else 1
    xs, at = _coordinates(outline, at, flags, X_SHORT, X_SAME)
    ys, _ = _coordinates(outline, at, flags, Y_SHORT, Y_SAME)
    points = [(x, y, bool(flag & ON)) for x, y, flag in zip(xs, ys, flags, strict=True)]
    return [points[start:end] for start, end in pairwise([0, *(end + 1 for end in ends)])]


def _coordinates(
    outline: bytes, at: int, flags: Iterable[int], short: int, same: int
) -> tuple[list[float], int]:
    values, value = [], 0
    for flag in flags:
        if flag & short:
            value += outline[at] if flag & same else -outline[at]
            at += 1
        elif not flag & same:
            value += struct.unpack_from(">h", outline, at)[0]
            at += 2
        values.append(float(value))
    return values, at


def _curves(points: list[Point]) -> Iterator[str]:
    """Quadratic contour → move, lines and cubic curves."""
    full: list[Point] = []
    for a, b in pairwise([*points, points[0]]):
        full.append(a)
        if not a[2] and not b[2]:
            full.append(((a[0] + b[0]) / 2, (a[1] + b[1]) / 2, True))
    start = next((i for i, point in enumerate(full) if point[2]), 0)
    ring = [*full[start:], *full[: start + 1]]
    here = ring[0]
    yield f"{number(here[0])} {number(here[1])} m"
    i = 1
    while i < len(ring):
        if ring[i][2]:
            here = ring[i]
            yield f"{number(here[0])} {number(here[1])} l"
            i += 1
        else:
            control, end = ring[i], ring[i + 1]
            values = [
                here[0] + (control[0] - here[0]) * 2 / 3, here[1] + (control[1] - here[1]) * 2 / 3,
                end[0] + (control[0] - end[0]) * 2 / 3, end[1] + (control[1] - end[1]) * 2 / 3,
                end[0], end[1],
            ]  # fmt: skip
            yield " ".join(map(number, values)) + " c"
            here, i = end, i + 2
    yield "h"
