"""One subset of each face in the file: a Type0 font by Identity-H, whose text copies out again.

ReportLab's own TrueType fonts take 256 characters to a subset, drop without a word what a font lacks
and name characters above U+FFFF wrongly for copying; this one is handed to its document instead.
"""

import hashlib
import zlib
from itertools import groupby
from typing import Any

from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFStream

from yingji.paper.truetype import Face

STEM_V = 80


class Embedded(dict[str, str]):
    """Characters of one face in order of use → their four-digit code. A delayed font of ReportLab's document."""

    def __init__(self, face: Face, resource: str) -> None:
        super().__init__()
        self.face = face
        self.resource = resource

    def __missing__(self, character: str) -> str:
        code = f"{len(self) + 1:04X}"
        self[character] = code
        return code

    def addObjects(self, document: Any) -> None:  # noqa: N802 - the name that ReportLab calls
        """Put the font into the document."""
        face = self.face
        glyphs = [0, *map(face.glyph, self)]
        data = face.subset(glyphs)
        name = f"/{_tag(data)}+{face.name}"
        descriptor = PDFDictionary({
            "Type": "/FontDescriptor", "FontName": name, "Flags": 4, "ItalicAngle": 0, "Ascent": 880,
            "Descent": -120, "CapHeight": 880, "StemV": STEM_V,
            "FontBBox": f"[{' '.join(map(str, face.box))}]",
            "FontFile2": document.Reference(_stream(data, zlib.Z_HUFFMAN_ONLY, Length1=len(data))),
        })  # fmt: skip
        descendant = PDFDictionary({
            "Type": "/Font", "Subtype": "/CIDFontType2", "BaseFont": name, "DW": 1000,
            "CIDSystemInfo": "<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>",
            "FontDescriptor": document.Reference(descriptor), "W": f"[{_widths(face, glyphs)}]",
            "CIDToGIDMap": "/Identity",
        })  # fmt: skip
        font = PDFDictionary({
            "Type": "/Font", "Subtype": "/Type0", "BaseFont": name, "Encoding": "/Identity-H",
            "DescendantFonts": f"[{document.Reference(descendant).format(document).decode()}]",
            "ToUnicode": document.Reference(_stream(_to_unicode(list(self)))),
        })  # fmt: skip
        document.idToObject["BasicFonts"][self.resource] = document.Reference(font)


def _stream(data: bytes, strategy: int = zlib.Z_DEFAULT_STRATEGY, **entries: int) -> Any:
    """A compressed stream.

    Outlines hardly repeat: with ``zlib.Z_HUFFMAN_ONLY`` they take 7 % more room and a third of the time.
    """
    packer = zlib.compressobj(6, strategy=strategy)
    packed = packer.compress(data) + packer.flush()
    return PDFStream(PDFDictionary({"Filter": "/FlateDecode", **entries}), packed, [])


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
