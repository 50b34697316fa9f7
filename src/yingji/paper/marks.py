"""The marks of a version that must not be missed: across every page in grey, and above its text in black."""

from collections.abc import Sequence

from yingji.paper import strokes
from yingji.paper.lines import Line, Run, broken
from yingji.paper.measures import MM, SIZE_4, SIZE_SMALL_5, WIDTH
from yingji.paper.sheet import Mark
from yingji.paper.wording import clean

ACROSS: frozenset[str] = frozenset({"draft", "not_yet", "due", "superseded", "revoked", "sample"})
GREY = 0.87
LARGEST = 34 * MM
APART = 62 * MM
HEAD_TOP = 10 * MM  # upper edge of the frame from the upper edge of the paper
PAD = 6.0


def crossing(marks: Sequence[Mark]) -> list[str]:
    """The texts that go across the page."""
    return [text for mark in marks if mark.kind in ACROSS and (text := clean(mark.text).strip())]


def across(texts: Sequence[str], width: float, height: float) -> str:
    """Operators for the texts from lower left to upper right, one beside the other, light grey, as shapes."""
    parts = [f"{GREY} g"]
    slope = (width**2 + height**2) ** 0.5
    cos, sin = width / slope, height / slope
    for n, text in enumerate(texts):
        shift = (n - (len(texts) - 1) / 2) * APART
        length = slope * 0.7 - abs(shift) * 1.25
        size = max(SIZE_4, min(length / len(text), LARGEST / len(texts) ** 0.5))
        x, y = width / 2 + sin * shift, height / 2 - cos * shift
        shape = strokes.path(text, "hei", size, -size * len(text) / 2, -size * 0.38)
        parts.append(f"q {cos:.5f} {sin:.5f} {-sin:.5f} {cos:.5f} {x:.3f} {y:.3f} cm\n{shape}\nf Q")
    return "\n".join(parts)


def above(marks: Sequence[Mark], width: float, height: float) -> tuple[str, list[tuple[float, float, Line]]]:
    """A frame and the lines in it, all marks side by side; smaller type if there is much to say."""
    runs = [Run("　│　".join(clean(mark.text) for mark in marks), "hei")]
    size = SIZE_4
    while len(lines := broken(runs, size, WIDTH, align="left")) > 2 and size > SIZE_SMALL_5:
        size -= 0.5
    widest = max(line.width for line in lines)
    left, top, pitch = (width - widest) / 2, height - HEAD_TOP, size * 1.3
    deep = len(lines) * pitch + 2 * PAD
    frame = f"1.2 w {left - 10:.3f} {top - deep:.3f} {widest + 20:.3f} {deep:.3f} re S"
    places = [(left, top - PAD - 0.9 * size - n * pitch, line) for n, line in enumerate(lines)]
    return frame, places
