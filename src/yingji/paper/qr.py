"""QR codes (ISO/IEC 18004): bytes, error correction level M, versions 1 to 10."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache
from itertools import pairwise

# version → (error correction codewords in a block, data codewords of each block), level M
BLOCKS: dict[int, tuple[int, tuple[int, ...]]] = {
    1: (10, (16,)),
    2: (16, (28,)),
    3: (26, (44,)),
    4: (18, (32, 32)),
    5: (24, (43, 43)),
    6: (16, (27,) * 4),
    7: (18, (31,) * 4),
    8: (22, (38, 38, 39, 39)),
    9: (22, (36, 36, 36, 37, 37)),
    10: (26, (43, 43, 43, 43, 44)),
}
ALIGNMENT = {1: (), 2: (6, 18), 3: (6, 22), 4: (6, 26), 5: (6, 30), 6: (6, 34), 7: (6, 22, 38), 8: (6, 24, 42),
             9: (6, 26, 46), 10: (6, 28, 50)}  # fmt: skip
MASKS: tuple[Callable[[int, int], bool], ...] = (
    lambda y, x: (y + x) % 2 == 0,
    lambda y, _: y % 2 == 0,
    lambda _, x: x % 3 == 0,
    lambda y, x: (y + x) % 3 == 0,
    lambda y, x: (y // 2 + x // 3) % 2 == 0,
    lambda y, x: y * x % 2 + y * x % 3 == 0,
    lambda y, x: (y * x % 2 + y * x % 3) % 2 == 0,
    lambda y, x: ((y + x) % 2 + y * x % 3) % 2 == 0,
)

Matrix = tuple[tuple[bool, ...], ...]
Grid = list[list[bool | None]]


@cache
def _powers() -> tuple[list[int], list[int]]:
    """Powers of 2 in GF(256) and their logarithms."""
    powers, logs, value = [0] * 512, [0] * 256, 1
    for i in range(255):
        powers[i] = powers[i + 255] = value
        logs[value] = i
        value = value << 1 ^ (0x11D if value & 0x80 else 0)
    return powers, logs


@cache
def _generator(degree: int) -> tuple[int, ...]:
    powers, logs = _powers()
    terms = [1]
    for i in range(degree):
        shifted = [powers[logs[term] + i] if term else 0 for term in terms]
        terms = [a ^ b for a, b in zip([*terms, 0], [0, *shifted], strict=True)]
    return tuple(terms)


def _correction(data: list[int], degree: int) -> list[int]:
    """Reed–Solomon remainder of a block."""
    powers, logs = _powers()
    generator = _generator(degree)
    rest = data + [0] * degree
    for i in range(len(data)):
        if lead := rest[i]:
            for j, term in enumerate(generator):
                rest[i + j] ^= powers[logs[term] + logs[lead]]
    return rest[len(data) :]


def _codewords(data: bytes) -> tuple[int, list[int]]:
    """The least version that holds the bytes, and all codewords interleaved."""
    for version, (_, sizes) in BLOCKS.items():
        room = sum(sizes)
        count_bits = 8 if version < 10 else 16
        if 4 + count_bits + 8 * len(data) <= 8 * room:
            break
    else:
        raise ValueError(f"{len(data)} bytes do not fit a QR code of version 10")
    bits = f"0100{len(data):0{count_bits}b}" + "".join(f"{byte:08b}" for byte in data)
    bits += "0" * min(4, 8 * room - len(bits))
    bits += "0" * (-len(bits) % 8)
    words = [int(bits[i : i + 8], 2) for i in range(0, len(bits), 8)]
    words += [(0xEC, 0x11)[i % 2] for i in range(room - len(words))]
    degree, sizes = BLOCKS[version]
    blocks, at = [], 0
    for size in sizes:
        blocks.append(words[at : at + size])
        at += size
    checks = [_correction(block, degree) for block in blocks]
    return version, [*_woven(blocks), *_woven(checks)]


def _woven(blocks: list[list[int]]) -> Iterator[int]:
    for i in range(max(map(len, blocks))):
        yield from (block[i] for block in blocks if i < len(block))


def _frame(version: int) -> Grid:
    """Finders, timing, alignment; the places of format and version taken by False."""
    side = 17 + 4 * version
    grid: Grid = [[None] * side for _ in range(side)]
    for top, left in ((0, 0), (0, side - 7), (side - 7, 0)):
        for y in range(max(0, top - 1), min(side, top + 8)):
            for x in range(max(0, left - 1), min(side, left + 8)):
                ring = max(abs(y - top - 3), abs(x - left - 3))
                grid[y][x] = ring in (0, 1, 3)
    for i in range(8, side - 8):
        grid[6][i] = grid[i][6] = i % 2 == 0
    for y in ALIGNMENT[version]:
        for x in ALIGNMENT[version]:
            if grid[y][x] is None or (6 in (y, x) and (y, x) not in _corners(version)):
                for dy in range(-2, 3):
                    for dx in range(-2, 3):
                        grid[y + dy][x + dx] = max(abs(dy), abs(dx)) != 1
    for y, x in (*_format_places(side, 0), *_format_places(side, 1)):
        grid[y][x] = False
    grid[side - 8][8] = True
    if version >= 7:
        for i, (y, x) in _version_places(side):
            grid[y][x] = grid[x][y] = bool(_bch(version, 0x1F25, 12) >> i & 1)
    return grid


def _corners(version: int) -> set[tuple[int, int]]:
    places = ALIGNMENT[version]
    return {(6, 6), (6, places[-1]), (places[-1], 6)} if places else set()


def _format_places(side: int, copy: int) -> list[tuple[int, int]]:
    """Where bit 14 … bit 0 of the format stand."""
    if copy:
        return [(side - 1 - i, 8) for i in range(7)] + [(8, side - 8 + i) for i in range(8)]
    return [(8, x) for x in (0, 1, 2, 3, 4, 5, 7, 8)] + [(y, 8) for y in (7, 5, 4, 3, 2, 1, 0)]


def _version_places(side: int) -> Iterator[tuple[int, tuple[int, int]]]:
    return ((i, (i // 3, side - 11 + i % 3)) for i in range(18))


def _bch(value: int, generator: int, degree: int) -> int:
    rest = value << degree
    while rest.bit_length() > degree:
        rest ^= generator << rest.bit_length() - degree - 1
    return value << degree | rest


def _path(grid: Grid) -> Iterator[tuple[int, int]]:
    """Free places from the lower right corner, two columns at a time, up and down."""
    side = len(grid)
    upward = True
    for right in (*range(side - 1, 6, -2), 5, 3, 1):
        for y in range(side - 1, -1, -1) if upward else range(side):
            for x in (right, right - 1):
                if grid[y][x] is None:
                    yield y, x
        upward = not upward


def _masked(frame: Grid, places: list[tuple[int, int]], bits: str, mask: int) -> Matrix:
    grid = [list(row) for row in frame]
    flips = MASKS[mask]
    for (y, x), bit in zip(places, bits, strict=True):
        grid[y][x] = (bit == "1") != flips(y, x)
    form = _bch(mask, 0x537, 10) ^ 0x5412  # level M is 00
    for copy in (0, 1):
        for i, (y, x) in enumerate(_format_places(len(grid), copy)):
            grid[y][x] = bool(form >> 14 - i & 1)
    return tuple(tuple(map(bool, row)) for row in grid)


def _penalty(matrix: Matrix) -> int:
    """How hard the symbol is to read: runs, blocks, false finders, imbalance."""
    rows = ["".join("1" if dark else "0" for dark in row) for row in matrix]
    lines = rows + ["".join(column) for column in zip(*rows, strict=True)]
    score = sum(len(run) - 2 for line in lines for run in re.findall(r"0{5,}|1{5,}", line))
    score += 40 * sum(len(re.findall(r"(?=10111010000|00001011101)", line)) for line in lines)
    for upper, lower in pairwise(rows):
        score += 3 * sum(upper[x] == upper[x + 1] == lower[x] == lower[x + 1] for x in range(len(rows) - 1))
    share = 100 * sum(row.count("1") for row in rows) / len(rows) ** 2
    return score + 10 * int(abs(share - 50) / 5)


@lru_cache(256)
def matrix(text: str) -> Matrix:
    """The modules of a symbol, True for dark, without the quiet zone of four modules.

    Raises ValueError when the text is over 213 bytes.
    """
    version, words = _codewords(text.encode())
    frame = _frame(version)
    places = list(_path(frame))
    bits = "".join(f"{word:08b}" for word in words).ljust(len(places), "0")
    return min((_masked(frame, places, bits, mask) for mask in range(8)), key=_penalty)


def bars(modules: Matrix) -> Iterable[tuple[int, int, int]]:
    """Dark runs as (row, first column, length)."""
    for y, row in enumerate(modules):
        for run in re.finditer("1+", "".join("1" if dark else "0" for dark in row)):
            yield y, run.start(), run.end() - run.start()
