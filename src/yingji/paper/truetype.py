"""TrueType files: which glyph a character has, how wide it is, and a subset fit for embedding."""

import mmap
import struct
from array import array
from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate
from pathlib import Path

ARGS_ARE_WORDS, HAS_SCALE, MORE_PARTS, HAS_XY_SCALE, HAS_MATRIX = 0x1, 0x8, 0x20, 0x40, 0x80
CMAP_RANK = {(3, 10): 5, (0, 6): 5, (0, 4): 4, (3, 1): 3, (0, 3): 2}


class Face:
    """One font file, mapped into memory and read where needed. Widths are in 1/1000 em."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with path.open("rb") as file:
            self.data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self.tables = self._read_tables()
        self.units = self._number("head", 18)
        self.hhea = self._table("hhea")
        self.metric_count = struct.unpack_from(">H", self.hhea, 34)[0]
        self.glyph_count = self._number("maxp", 4)

    def _read_tables(self) -> dict[str, tuple[int, int]]:
        count = struct.unpack_from(">H", self.data, 4)[0]
        entries = (struct.unpack_from(">4s4xLL", self.data, 12 + 16 * i) for i in range(count))
        return {tag.decode("latin-1"): (offset, length) for tag, offset, length in entries}

    def _table(self, tag: str) -> bytes:
        offset, length = self.tables[tag]
        return self.data[offset : offset + length]

    def _number(self, tag: str, at: int) -> int:
        return int(struct.unpack_from(">H", self.data, self.tables[tag][0] + at)[0])

    @property
    def may_not_embed(self) -> bool:
        """Whether the font's own table forbids what a print does: embedding a subset."""
        rights = self._number("OS/2", 8)
        return rights & 0x0F == 2 or bool(rights & 0x300)

    @cached_property
    def name(self) -> str:
        """The PostScript name, or the file's."""
        table = self._table("name")
        count, strings = struct.unpack_from(">HH", table, 2)
        for i in range(count):
            platform, _, _, kind, length, at = struct.unpack_from(">6H", table, 6 + 12 * i)
            if kind == 6:
                raw = table[strings + at : strings + at + length]
                text = raw.decode("utf-16-be" if platform in (0, 3) else "latin-1")
                return "".join(c for c in text if c.isascii() and (c.isalnum() or c in "-_"))
        return "".join(c for c in self.path.stem if c.isascii() and c.isalnum()) or "Font"

    @cached_property
    def box(self) -> tuple[int, ...]:
        """Bounds of all glyphs, ascent and descent left out, in 1/1000 em."""
        corners = struct.unpack_from(">4h", self.data, self.tables["head"][0] + 36)
        return tuple(round(v * 1000 / self.units) for v in corners)

    @cached_property
    def offsets(self) -> "array[int]":
        """Where each glyph begins in ``glyf``."""
        if self._number("head", 50):
            long = array("I", self._table("loca"))
            long.byteswap()
            return long
        short = array("H", self._table("loca"))
        short.byteswap()
        return array("I", (2 * v for v in short))

    @cached_property
    def metrics(self) -> "array[int]":
        """Advance and side bearing of the first ``metric_count`` glyphs, in font units."""
        values = array("H", self._table("hmtx")[: 4 * self.metric_count])
        values.byteswap()
        return values

    @cached_property
    def _cmap(self) -> "tuple[Sequence[int], Sequence[int], Sequence[int]]":
        """(first characters, last characters, glyph of the first) of every run, in order."""
        table = self._table("cmap")
        best, rank = 0, 0
        for i in range(struct.unpack_from(">H", table, 2)[0]):
            platform, encoding, at = struct.unpack_from(">HHL", table, 4 + 8 * i)
            form = struct.unpack_from(">H", table, at)[0]
            if form in (4, 12) and CMAP_RANK.get((platform, encoding), 0) > rank:
                best, rank = at, CMAP_RANK[platform, encoding]
        if not rank:
            return [], [], []
        if table[best + 1] == 12:
            return _runs_12(table, best)
        runs = _runs_4(table, best)
        first, last, glyph = zip(*runs, strict=True) if runs else ((), (), ())
        return first, last, glyph

    def glyph(self, character: str) -> int:
        """The glyph of a character, 0 if the font has none."""
        code = ord(character)
        first, last, glyph = self._cmap
        i = bisect_right(first, code) - 1
        return glyph[i] + code - first[i] if i >= 0 and code <= last[i] else 0

    def width(self, glyph: int) -> float:
        """Advance of a glyph in 1/1000 em."""
        advance: int = self.metrics[2 * min(glyph, self.metric_count - 1)]
        return advance * 1000 / self.units

    def outline(self, glyph: int) -> bytes:
        """A glyph's ``glyf`` entry, empty for a blank."""
        start = self.tables["glyf"][0]
        return self.data[start + self.offsets[glyph] : start + self.offsets[glyph + 1]]

    def subset(self, glyphs: list[int]) -> bytes:
        """A font file whose glyph i is ``glyphs[i]``; parts of composite glyphs follow behind."""
        glyphs = list(glyphs)
        place = {glyph: i for i, glyph in enumerate(glyphs)}
        outlines = []
        for glyph in glyphs:  # grows while composites name their parts
            outline = self.outline(glyph)
            if outline[:1] >= b"\x80":
                outline = _renumbered(outline, glyphs, place)
            outlines.append(outline + bytes(-len(outline) % 4))
        count = len(glyphs)
        offsets = accumulate(map(len, outlines), initial=0)
        return _file({
            "glyf": b"".join(outlines),
            "head": _patched(self._table("head"), {8: ">L", 50: ">h"}, {8: 0, 50: 1}),
            "hhea": _patched(self.hhea, {34: ">H"}, {34: count}),
            "hmtx": self._metrics_of(glyphs),
            "loca": struct.pack(f">{count + 1}L", *offsets),
            "maxp": _patched(self._table("maxp"), {4: ">H"}, {4: count}),
        })  # fmt: skip

    def _metrics_of(self, glyphs: list[int]) -> bytes:
        """Advance and side bearing of each; those behind the last pair share its advance."""
        table, last = self._table("hmtx"), self.metric_count - 1
        advance, bearings = table[4 * last : 4 * last + 2], table[2 * last + 2 :]
        return b"".join([
            table[4 * glyph : 4 * glyph + 4] if glyph <= last else advance + bearings[2 * glyph : 2 * glyph + 2]
            for glyph in glyphs
        ])  # fmt: skip


def _runs_12(table: bytes, at: int) -> "tuple[array[int], array[int], array[int]]":
    count = struct.unpack_from(">L", table, at + 12)[0]
    numbers = array("I", table[at + 16 : at + 16 + 12 * count])
    numbers.byteswap()
    return numbers[0::3], numbers[1::3], numbers[2::3]


def _runs_4(table: bytes, at: int) -> list[tuple[int, int, int]]:
    count = struct.unpack_from(">H", table, at + 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", table, at + 14)
    starts = struct.unpack_from(f">{count}H", table, at + 16 + 2 * count)
    deltas = struct.unpack_from(f">{count}h", table, at + 16 + 4 * count)
    ranges_at = at + 16 + 6 * count
    ranges = struct.unpack_from(f">{count}H", table, ranges_at)
    runs: list[tuple[int, int, int]] = []
    for i, (start, end, delta, shift) in enumerate(zip(starts, ends, deltas, ranges, strict=True)):
        if not shift:
            runs.append((start, end, (start + delta) & 0xFFFF))
            continue
        entry = ranges_at + 2 * i + shift
        glyphs = struct.unpack_from(f">{end - start + 1}H", table, entry)
        runs += [(c, c, (g + delta) & 0xFFFF) for c, g in enumerate(glyphs, start) if g]
    return [run for run in runs if run[2]]


def _renumbered(outline: bytes, glyphs: list[int], place: dict[int, int]) -> bytes:
    """A composite outline whose parts carry their new numbers; unseen parts join ``glyphs``."""
    new, at, flags = bytearray(outline), 10, MORE_PARTS
    while flags & MORE_PARTS:
        flags, part = struct.unpack_from(">HH", new, at)
        if part not in place:
            place[part] = len(glyphs)
            glyphs.append(part)
        struct.pack_into(">H", new, at + 2, place[part])
        at += 8 if flags & ARGS_ARE_WORDS else 6
        at += 2 if flags & HAS_SCALE else 4 if flags & HAS_XY_SCALE else 8 if flags & HAS_MATRIX else 0
    return bytes(new)


def _patched(table: bytes, forms: dict[int, str], values: dict[int, int]) -> bytes:
    new = bytearray(table)
    for at, form in forms.items():
        struct.pack_into(form, new, at, values[at])
    return bytes(new)


def _file(tables: dict[str, bytes]) -> bytes:
    """An sfnt file. Checksums stay zero: readers of embedded fonts do not look at them."""
    head = [struct.pack(">LHHHH", 0x00010000, len(tables), 64, 2, 32)]
    body, at = [], 12 + 16 * len(tables)
    for tag, data in tables.items():
        head.append(struct.pack(">4sLLL", tag.encode(), 0, at, len(data)))
        body.append(data + bytes(-len(data) % 4))
        at += len(body[-1])
    return b"".join(head + body)
