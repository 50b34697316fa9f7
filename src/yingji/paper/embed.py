"""One subset of each face in the file: a Type0 font by Identity-H, whose text copies out again."""

import hashlib
import zlib
from itertools import groupby

from yingji.paper.pdf import File, stream
from yingji.paper.truetype import Face

STEM_V = 80


class Embedded(dict[str, str]):
    """Characters of one face in order of use → their four-digit code."""

    def __init__(self, face: Face, resource: str) -> None:
        super().__init__()
        self.face = face
        self.resource = resource

    def __missing__(self, character: str) -> str:
        code = f"{len(self) + 1:04X}"
        self[character] = code
        return code

    def write(self, file: File) -> int:
        """Put the font into the file; the number of its object."""
        face = self.face
        glyphs = [0, *map(face.glyph, self)]
        data = face.subset(glyphs)
        name = f"{_tag(data)}+{face.name}"
        box = " ".join(map(str, face.box))
        program = file.add(stream(data, f"/Length1 {len(data)}", zlib.Z_HUFFMAN_ONLY))
        descriptor = file.add(
            f"<</Type/FontDescriptor/FontName/{name}/Flags 4/FontBBox[{box}]/ItalicAngle 0/Ascent 880"
            f"/Descent -120/CapHeight 880/StemV {STEM_V}/FontFile2 {program} 0 R>>"
        )
        descendant = file.add(
            f"<</Type/Font/Subtype/CIDFontType2/BaseFont/{name}/CIDSystemInfo<</Registry(Adobe)"
            f"/Ordering(Identity)/Supplement 0>>/FontDescriptor {descriptor} 0 R/DW 1000"
            f"/W[{_widths(face, glyphs)}]/CIDToGIDMap/Identity>>"
        )
        return file.add(
            f"<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/Identity-H"
            f"/DescendantFonts[{descendant} 0 R]/ToUnicode {file.add(stream(_to_unicode(list(self))))} 0 R>>"
        )


def _tag(data: bytes) -> str:
    return "".join(chr(65 + byte % 26) for byte in hashlib.sha256(data).digest()[:6])


def _widths(face: Face, glyphs: list[int]) -> str:
    """Runs of widths other than 1000: ``first [w w w]``."""
    widths = [(i, round(face.width(glyph))) for i, glyph in enumerate(glyphs)]
    runs = []
    for other, group in groupby(widths, key=lambda pair: pair[1] != 1000):
        if other:
            run = list(group)
            runs.append(f"{run[0][0]}[{' '.join(str(width) for _, width in run)}]")
    return "".join(runs)


def _to_unicode(characters: list[str]) -> bytes:
    lines = [
        "/CIDInit/ProcSet findresource begin 12 dict begin begincmap/CIDSystemInfo<</Registry(Adobe)"
        "/Ordering(UCS)/Supplement 0>>def/CMapName/Adobe-Identity-UCS def/CMapType 2 def"
        " 1 begincodespacerange<0000><FFFF>endcodespacerange"
    ]
    for start in range(0, len(characters), 100):
        block = characters[start : start + 100]
        lines.append(f"{len(block)} beginbfchar")
        lines += [f"<{i:04X}><{c.encode('utf-16-be').hex().upper()}>" for i, c in enumerate(block, start + 1)]
        lines.append("endbfchar")
    lines.append("endcmap CMapName currentdict/CMap defineresource pop end end")
    return "\n".join(lines).encode()
