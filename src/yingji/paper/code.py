"""A code as a drawing, for a printed page or one on a screen: segno makes the symbol, level M."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby

import segno

from yingji.paper.measures import MM

SIZE = 17 * MM
QUIET = 4  # modules of white around the symbol


@lru_cache(256)
def drawing(url: str) -> str:
    """Operators for the symbol with its quiet zone in a square of ``SIZE`` from the origin."""
    modules = [[bool(module) for module in row] for row in _symbol(url).matrix]
    scale = SIZE / (len(modules) + 2 * QUIET)
    top = SIZE - QUIET * scale
    bars = [
        f"{(QUIET + x) * scale:.3f} {top - (y + 1) * scale:.3f} {length * scale:.3f} {scale:.3f} re"
        for y, row in enumerate(modules)
        for x, length in _dark(row)
    ]
    return "0 g\n" + "\n".join(bars) + "\nf"


def picture(url: str) -> str:
    """The symbol with its quiet zone as an SVG element for a page; it takes the width it is given."""
    svg: str = _symbol(url).svg_inline(border=QUIET, omitsize=True, svgclass=None, lineclass=None)
    return svg


def _symbol(url: str) -> segno.QRCode:
    return segno.make_qr(url, error="m", boost_error=False)


def _dark(row: list[bool]) -> Iterator[tuple[int, int]]:
    """First column and length of every dark run."""
    x = 0
    for dark, group in groupby(row):
        length = len(list(group))
        if dark:
            yield x, length
        x += length
