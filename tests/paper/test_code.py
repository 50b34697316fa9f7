"""The code on every page, read from the picture of a page."""

import segno
from tests.paper.measuring import picture
from tests.paper.sample import SHEET, chapter, paragraph, root

from yingji.paper import code
from yingji.paper.draw import CODE_BOTTOM
from yingji.paper.measures import LEFT, MM, PAGE_HEIGHT
from yingji.paper.render import render

URL = SHEET.verify_url or ""
SYMBOL = [[bool(module) for module in row] for row in segno.make_qr(URL, error="m", boost_error=False).matrix]


def seen(data: bytes, page: int, left: float) -> list[list[bool]]:
    """The modules as the eye finds them in the picture of a page."""
    scale = 8.0
    image = picture(data, page, scale)
    module = code.SIZE / (len(SYMBOL) + 2 * code.QUIET)

    def dark(y: int, x: int) -> bool:
        across = left + (code.QUIET + x + 0.5) * module
        down = PAGE_HEIGHT - CODE_BOTTOM - code.SIZE + (code.QUIET + y + 0.5) * module
        return bool(image.getpixel((int(across * scale), int(down * scale))) < 128)

    return [[dark(y, x) for x in range(len(SYMBOL))] for y in range(len(SYMBOL))]


def test_the_code_on_paper_is_the_symbol_of_the_address() -> None:
    data = render(root(chapter(1, "总则", paragraph("/p", "节", "文"))), SHEET)
    assert seen(data, 0, LEFT) == SYMBOL


def test_the_code_is_large_enough_for_a_phone_with_white_around_it() -> None:
    module = code.SIZE / (len(SYMBOL) + 2 * code.QUIET)
    assert code.SIZE >= 15 * MM
    assert module * len(SYMBOL) >= 12 * MM
    assert module >= 0.33 * MM
