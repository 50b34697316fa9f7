"""A trend as a picture: lines in presentation attributes alone, digits alone, so that any machine draws it alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from xml.sax.saxutils import escape

WIDTH, NARROW, HEIGHT = 720, 360, 240
LEFT, RIGHT, TOP, BOTTOM = 48, 24, 16, 40
COLOURS: dict[str, tuple[str, str]] = {
    "expected": ("#4a5866", "6 4"),
    "have": ("#174a7c", ""),
    "timely": ("#1d5e36", ""),
    "usable": ("#7a4b00", "2 3"),
}
"""Colour and dashes of each line; the dashes tell them apart where colours do not."""


@dataclass(frozen=True, slots=True)
class Point:
    """The four numbers on a day."""

    day: date
    expected: int
    have: int
    timely: int
    usable: int


def trend_svg(points: Sequence[Point], width: int = WIDTH) -> str:
    """The lines over the days, an axis of counts and one of months."""
    most = max([1, *(point.expected for point in points), *(point.have for point in points)])
    parts = [*_counts(most, width), *_days(points, width)]
    parts += [_line(points, name, most, width) for name in COLOURS]
    body = "".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {HEIGHT}" width="{width}" height="{HEIGHT}" '
        f'font-family="Arial, Liberation Sans, DejaVu Sans, sans-serif" font-size="13" fill="#4a5866">{body}</svg>'
    )


def _across(index: int, count: int, width: int) -> float:
    span = width - LEFT - RIGHT
    return round(LEFT + (span * index / (count - 1) if count > 1 else span), 1)


def _up(value: int, most: int) -> float:
    return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / most, 1)


def _counts(most: int, width: int) -> list[str]:
    steps = sorted({0, most // 2, most})
    return [
        f'<line x1="{LEFT}" y1="{_up(n, most)}" x2="{width - RIGHT}" y2="{_up(n, most)}" stroke="#c9d1d9"/>'
        f'<text x="{LEFT - 8}" y="{_up(n, most) + 4}" text-anchor="end">{n}</text>'
        for n in steps
    ]


def _days(points: Sequence[Point], width: int) -> list[str]:
    every = max(1, len(points) * 120 // width)
    return [
        f'<text x="{_across(index, len(points), width)}" y="{HEIGHT - 14}" text-anchor="middle">'
        f"{escape(point.day.strftime('%y-%m'))}</text>"
        for index, point in enumerate(points)
        if (len(points) - 1 - index) % every == 0
    ]


def _line(points: Sequence[Point], name: str, most: int, width: int) -> str:
    colour, dashes = COLOURS[name]
    at = [
        (_across(index, len(points), width), _up(getattr(point, name), most))
        for index, point in enumerate(points)
    ]
    spots = "".join(f'<circle cx="{x}" cy="{y}" r="3" fill="{colour}"/>' for x, y in at)
    way = " ".join(f"{x},{y}" for x, y in at)
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return f'<polyline points="{way}" fill="none" stroke="{colour}" stroke-width="2"{dashed}/>{spots}'
