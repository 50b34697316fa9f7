"""Makes the fonts that ship with the print out of their published sources.

    python src/yingji/paper/fonts/build.py FILE…

FILE… are the source fonts named in ``manifest.toml``, in any order and under any name: each is known
by its sha-256. Outlines become TrueType, characters are cut down to the set the manifest names, and the
same sources give the same bytes. ``--write`` notes the new sha-256 values in the manifest; without it a
result that differs from the manifest is an error.
"""

import argparse
import hashlib
import re
import sys
import tomllib
from importlib import import_module
from pathlib import Path
from typing import Any

# fontTools has no types and is only installed where fonts are built (dependency group "fonts")
ttlib: Any = import_module("fontTools.ttLib")
subset: Any = import_module("fontTools.subset")
Cu2QuPen: Any = import_module("fontTools.pens.cu2quPen").Cu2QuPen
TTGlyphPen: Any = import_module("fontTools.pens.ttGlyphPen").TTGlyphPen

HERE = Path(__file__).parent
MANIFEST = HERE / "manifest.toml"
TOLERANCE = 3  # of 1000 units: at 16 pt less than half a dot of a 600 dpi printer

URO = set(range(0x4E00, 0xA000))
BEYOND = set(range(0x20000, 0x40000))
ASCII = set(range(0x20, 0x7F))
PLACES = set(
    map(ord, "䌷䃥㘵㟓䩐㴩㙟㯊㵲㱔")
)  # Extension A as it occurs in names of villages, outside the standard


def gb2312() -> set[int]:
    """All characters of GB 2312, symbols included; · and — by both readings of the table."""
    pairs = [bytes([high, low]) for high in range(0xA1, 0xF8) for low in range(0xA1, 0xFF)]
    assigned = [pair for pair in pairs if pair.decode("gb2312", "ignore")]
    return {ord(pair.decode(codec)) for pair in assigned for codec in ("gb2312", "gb18030")}


def standard() -> set[int]:
    """通用规范汉字表 (2013), 8,105 characters, with GB 2312 and ASCII."""
    return set(map(ord, (HERE / "standard.txt").read_text("utf-8"))) | gb2312() | ASCII


def wanted(name: str) -> set[int]:
    """The characters that a manifest entry asks for by name."""
    if name == "standard":
        return standard()
    if name == "rare":
        symbols = set(range(0xA0, 0x3400)) | set(range(0xF900, 0x10000))
        return (standard() | URO | BEYOND | PLACES | symbols) - set(
            ttlib.TTFont(HERE / "fang.ttf").getBestCmap()
        )
    if name == "latin":
        return ASCII | set(range(0xA0, 0x100)) - {0xA8, 0xB7} | set(range(0x2070, 0x208F))
    if name == "folio":
        return ASCII | {0x2014}
    raise ValueError(name)


def cut(font: Any, characters: set[int]) -> None:
    """Drop everything but the outlines of ``characters``."""
    options = subset.Options()
    options.layout_features = []
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.name_legacy = False
    options.notdef_outline = True
    options.glyph_names = False
    options.hinting = False
    options.drop_tables += ["VORG", "BASE", "DSIG", "vhea", "vmtx", "GPOS", "GSUB", "GDEF", "STAT", "gasp"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)


def to_truetype(font: Any) -> None:
    """Replace CFF outlines by quadratic ones."""
    order, shapes = font.getGlyphOrder(), font.getGlyphSet()
    glyphs: dict[str, Any] = {}
    for name in order:
        pen = TTGlyphPen(shapes)
        shapes[name].draw(Cu2QuPen(pen, TOLERANCE, reverse_direction=True))
        glyphs[name] = pen.glyph()
    font["loca"], font["glyf"] = ttlib.newTable("loca"), ttlib.newTable("glyf")
    font["glyf"].glyphOrder, font["glyf"].glyphs = order, glyphs
    del font["CFF "]
    for name, glyph in glyphs.items():
        glyph.recalcBounds(font["glyf"])
        font["hmtx"].metrics[name] = (font["hmtx"].metrics[name][0], getattr(glyph, "xMin", 0))
    font["maxp"].tableVersion = 0x00010000
    for field in (
        "maxTwilightPoints",
        "maxStorage",
        "maxFunctionDefs",
        "maxInstructionDefs",
        "maxStackElements",
        "maxSizeOfInstructions",
        "maxComponentElements",
        "maxPoints",
        "maxContours",
        "maxCompositePoints",
        "maxCompositeContours",
        "maxComponentDepth",
    ):
        setattr(font["maxp"], field, 0)  # fmt: skip
    font["maxp"].maxZones = 1
    font["post"].formatType = 3.0
    font.sfntVersion = "\x00\x01\x00\x00"


def make(source: Path, characters: set[int], target: Path) -> str:
    """Write one font; its sha-256."""
    font = ttlib.TTFont(source, recalcTimestamp=False)
    cut(font, characters)
    if "CFF " in font:
        to_truetype(font)
    font.save(target, reorderTables=True)
    return hashlib.sha256(target.read_bytes()).hexdigest()


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args(arguments)
    sources = {hashlib.sha256(path.read_bytes()).hexdigest(): path for path in given.files}
    text = MANIFEST.read_text("utf-8")
    wrong = 0
    for entry in tomllib.loads(text)["font"]:
        source = sources.get(entry["source_sha256"])
        if source is None:
            raise SystemExit(f"{entry['file']}: none of the files given is {entry['source']}")
        made = make(source, wanted(entry["characters"]), HERE / entry["file"])
        print(f"{entry['file']}: {(HERE / entry['file']).stat().st_size:,} bytes, {made}")
        wrong += made != entry["sha256"]
        text = re.sub(rf'(file = "{entry["file"]}"\nsha256 = )"[0-9a-f]*"', rf'\1"{made}"', text)
    if given.write:
        MANIFEST.write_text(text, "utf-8")
    return 0 if given.write or not wrong else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
