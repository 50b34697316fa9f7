"""The vocabulary of a .docx package: names, paragraphs and runs as XML, and the zip around them."""

import io
import zipfile
from collections.abc import Mapping
from typing import Any

from lxml import etree
from lxml.builder import ElementMaker

SPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "v": "urn:schemas-microsoft-com:vml",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "rel": "http://schemas.openxmlformats.org/package/2006/relationships",
    "ct": "http://schemas.openxmlformats.org/package/2006/content-types",
}
DOCUMENT = "word/document.xml"
LONG_AGO = (1980, 1, 1, 0, 0, 0)

Element = Any
W: Any = ElementMaker(namespace=SPACES["w"], nsmap={key: SPACES[key] for key in ("w", "r")})


def q(name: str) -> str:
    """``w:p`` → ``{http://…main}p``."""
    prefix, _, local = name.partition(":")
    return f"{{{SPACES[prefix]}}}{local}"


def w(name: str, /, *inner: Element, **attributes: object) -> Element:
    """A ``w:`` element; attributes get the same namespace, a trailing ``_`` in their names is dropped."""
    element = W(name)
    for key, value in attributes.items():
        element.set(q("w:" + key.rstrip("_")), str(value))
    element.extend(each for each in inner if each is not None)
    return element


def get(element: Element | None, name: str, default: str = "") -> str:
    """An attribute in the ``w:`` namespace of an element that may be absent."""
    return default if element is None else str(element.get(q("w:" + name), default))


def whole(element: Element | None, name: str, default: int = 0) -> int:
    """A counting attribute; ``default`` where it is absent or no number."""
    said = get(element, name)
    return int(said[:9]) if said.isascii() and said.isdecimal() else default


def text(said: str) -> list[Element]:
    """The contents of a run: text with tabs and line breaks as Word spells them."""
    made: list[Element] = []
    for count, line in enumerate(said.split("\n")):
        if count:
            made.append(w("br"))
        for number, piece in enumerate(line.split("\t")):
            if number:
                made.append(w("tab"))
            if piece:
                made.append(_plain(piece))
    return made


def _plain(piece: str) -> Element:
    element = w("t")
    element.text = "".join(c for c in piece if c >= " " and c not in "\ufffe\uffff")
    element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return element


def serialised(root: Element) -> bytes:
    """The element as a part of a package."""
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def packed(parts: Mapping[str, bytes]) -> bytes:
    """The parts as a zip: the same parts give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, LONG_AGO)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return out.getvalue()
