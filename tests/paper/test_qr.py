"""The code on every page, read back by the rules of the standard and from the picture of a page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.paper.measuring import picture
from tests.paper.sample import SHEET, chapter, paragraph, root

from yingji.paper import qr
from yingji.paper.draw import CODE_BOTTOM, CODE_SIZE, QUIET
from yingji.paper.measures import LEFT, MM, PAGE_HEIGHT
from yingji.paper.render import render

URL = "https://yingji.example.cn/v/Zk3v9QmB7TnX2aLrP0sYdw"


def decoded(matrix: qr.Matrix) -> str:
    """A small reader: format, mask, path, blocks, zero syndromes, bytes."""
    side = len(matrix)
    version = (side - 17) // 4
    bits = "".join(str(int(matrix[8][x])) for x in (0, 1, 2, 3, 4))
    level, mask = divmod(int(bits, 2) ^ 0b10101, 8)
    assert level == 0, "level M"
    frame = qr._frame(version)
    read = [matrix[y][x] != qr.MASKS[mask](y, x) for y, x in qr._path(frame)]
    words = [int("".join(str(int(b)) for b in read[i : i + 8]), 2) for i in range(0, len(read) - 7, 8)]
    degree, sizes = qr.BLOCKS[version]
    blocks: list[list[int]] = [[] for _ in sizes]
    stream = iter(words)
    for i in range(max(sizes)):
        for block, size in zip(blocks, sizes, strict=True):
            if i < size:
                block.append(next(stream))
    data = [word for block in blocks for word in block]
    for _ in range(degree):
        for block in blocks:
            block.append(next(stream))
    assert not any(syndrome(block, power) for block in blocks for power in range(degree))
    text = "".join(f"{word:08b}" for word in data)
    count = 8 if version < 10 else 16
    length = int(text[4 : 4 + count], 2)
    start = 4 + count
    return bytes(int(text[start + 8 * i : start + 8 * i + 8], 2) for i in range(length)).decode()


def syndrome(block: list[int], power: int) -> int:
    """The block as a polynomial at 2^power in GF(256)."""
    powers, logs = qr._powers()
    value = 0
    for word in block:
        value = (powers[(logs[value] + power) % 255] if value else 0) ^ word
    return value


@given(st.text("abcXYZ019/:.-_", min_size=1, max_size=213))
def test_what_is_written_is_read_again(text: str) -> None:
    assert decoded(qr.matrix(text)) == text


@pytest.mark.parametrize("length", [14, 15, 26, 27, 62, 63, 180, 181, 213])
def test_the_least_version_that_holds_the_text_is_taken(length: int) -> None:
    side = len(qr.matrix("x" * length))
    rooms = {14: 21, 15: 25, 26: 25, 27: 29, 62: 33, 63: 37, 180: 53, 181: 57, 213: 57}
    assert side == rooms[length]


def test_a_text_too_long_for_the_code_is_refused() -> None:
    with pytest.raises(ValueError, match="do not fit"):
        qr.matrix("x" * 214)


def test_bars_cover_exactly_the_dark_modules() -> None:
    matrix = qr.matrix(URL)
    dark = {(y, x + i) for y, x, length in qr.bars(matrix) for i in range(length)}
    assert dark == {(y, x) for y, row in enumerate(matrix) for x, value in enumerate(row) if value}


def test_the_code_on_paper_is_at_least_15_millimetres_and_reads_back() -> None:
    data = render(root(chapter(1, "总则", paragraph("/p", "节", "文"))), SHEET)
    scale = 8.0
    image = picture(data, 0, scale)
    side = len(qr.matrix(URL))
    module = CODE_SIZE / (side + 2 * QUIET)
    assert module * side >= 12 * MM
    assert CODE_SIZE >= 15 * MM

    def dark(y: int, x: int) -> bool:
        across = LEFT + (QUIET + x + 0.5) * module
        down = PAGE_HEIGHT - CODE_BOTTOM - CODE_SIZE + (QUIET + y + 0.5) * module
        return bool(image.getpixel((int(across * scale), int(down * scale))) < 128)

    seen = tuple(tuple(dark(y, x) for x in range(side)) for y in range(side))
    assert decoded(seen) == SHEET.verify_url
