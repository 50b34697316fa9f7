"""The PDF file, assembled by ReportLab's canvas: pages of ready operators, bookmarks, links, information.

Same content, same bytes: nothing of ReportLab's that looks at the clock, at ``SOURCE_DATE_EPOCH`` or at
a settings file gets into the file.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from io import BytesIO
from types import SimpleNamespace
from typing import Any

from reportlab import rl_config
from reportlab.pdfbase import pdfdoc, pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from yingji.paper.embed import Embedded
from yingji.paper.measures import PAGE_HEIGHT, PAGE_WIDTH
from yingji.paper.truetype import Face

SETTINGS = {"useA85": 0, "pdfComments": 0, "pdfMultiLine": 0, "invariant": 1}
BLANK = "yingji-blank"

for _name, _value in SETTINGS.items():
    setattr(rl_config, _name, _value)
pdfmetrics.registerFont(  # the canvas begins with this one, or Helvetica would stand in every file unembedded
    SimpleNamespace(fontName=BLANK, _dynamicFont=True, _multiByte=True, face=SimpleNamespace(name=BLANK))
)


@lru_cache(1024)  # sizes, widths and kerns come again and again
def number(value: float) -> str:
    """At most three decimals, no trailing zeros."""
    return f"{value:.3f}".rstrip("0").rstrip(".") or "0"


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A place that links and, where it has a title, the reader's outline lead to: ``top`` is in points from below."""

    key: str
    top: float
    title: str = ""
    level: int = 0


@dataclass(frozen=True, slots=True)
class Link:
    """A rectangle (left, bottom, right, top) that leads to a bookmark."""

    box: tuple[float, float, float, float]
    key: str


@dataclass(frozen=True, slots=True)
class Information:
    """What the reader's property window shows; ``day`` dates the document, if known."""

    title: str
    author: str
    subject: str
    day: date | None

    def stamp(self) -> str:
        """The day as PDF writes it; empty if not known."""
        return f"D:{self.day:%Y%m%d}000000+08'00'" if self.day else ""


class _Info(pdfdoc.PDFInfo):  # type: ignore[misc]  # ReportLab has no types
    """The information without the hour of printing."""

    def __init__(self, told: Information) -> None:
        super().__init__()
        self.title, self.author, self.subject = told.title, told.author, told.subject
        self.stamp = told.stamp()

    def format(self, document: Any) -> bytes:
        told = {"Title": self.title, "Author": self.author, "Subject": self.subject, "Creator": "应急 yingji"}
        if self.stamp:
            told |= {"CreationDate": self.stamp, "ModDate": self.stamp}
        entries = {key: pdfdoc.PDFString(value) for key, value in told.items()}
        written: bytes = pdfdoc.PDFDictionary(entries).format(document)
        return written


class File:
    """A file being written, page after page."""

    def __init__(self, information: Information) -> None:
        self.buffer = BytesIO()
        self.canvas = Canvas(
            self.buffer, (PAGE_WIDTH, PAGE_HEIGHT), pageCompression=1, invariant=1, pdfVersion=(1, 7),
            lang="zh-CN", initialFontName=BLANK,
        )  # fmt: skip
        self.document = self.canvas._doc  # its only door to fonts and information
        self.document.signature = hashlib.sha256(b"yingji")
        self.document.info = _Info(information)
        self.canvas.setViewerPreference("DisplayDocTitle", "true")
        self.canvas.setCatalogEntry("Metadata", pdfdoc.XMP(creator=lambda _: _metadata(information)))
        self.level = -1

    def font(self, face: Face, name: str) -> Embedded:
        """Embed a face under a name for use in operators; what is used of it is known when the file ends."""
        font = Embedded(face, name)
        self.document.delayedFonts.append(font)
        return font

    def form(self, name: str, operators: str) -> None:
        """A drawing that pages repeat."""
        self.canvas.beginForm(name, 0, 0, PAGE_HEIGHT, PAGE_HEIGHT)
        self.canvas.addLiteral(operators)
        self.canvas.endForm()

    def operators(self, text: str) -> None:
        """Draw on the page that is open."""
        self.document.updateSignature(text)
        self.canvas.addLiteral(text)

    def repeat(self, form: str) -> None:
        """Draw a form on the page that is open."""
        self.canvas.doForm(form)

    def end_page(
        self, bookmarks: Sequence[Bookmark] = (), links: Iterable[Link] = (), *, turned: bool = False
    ) -> None:
        """Close the page; ``turned`` pages are upright on the paper and shown on their side."""
        for mark in bookmarks:
            self.canvas.bookmarkPage(mark.key, "XYZ", top=mark.top)
            if mark.title:
                self.level = min(mark.level, self.level + 1)
                self.canvas.addOutlineEntry(mark.title, mark.key, self.level, closed=True)
        for link in links:
            self.canvas.linkAbsolute("", link.key, link.box, Border="[0 0 0]")
        self.canvas.setPageSize((PAGE_HEIGHT, PAGE_WIDTH) if turned else (PAGE_WIDTH, PAGE_HEIGHT))
        self.canvas.setPageRotation(90 if turned else 0)
        self.canvas.showPage()

    def finish(self) -> bytes:
        """The whole file."""
        if self.level >= 0:
            self.canvas.showOutline()
        self.canvas.save()
        return self.buffer.getvalue()


def _escaped(value: str) -> str:
    return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _metadata(information: Information) -> bytes:
    day = f"{information.day:%Y-%m-%d}T00:00:00+08:00" if information.day else ""
    dates = f"<xmp:CreateDate>{day}</xmp:CreateDate><xmp:ModifyDate>{day}</xmp:ModifyDate>" if day else ""
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:xmp="http://ns.adobe.com/xap/1.0/">'
        f'<dc:title><rdf:Alt><rdf:li xml:lang="zh-CN">{_escaped(information.title)}</rdf:li></rdf:Alt></dc:title>'
        f"<dc:creator><rdf:Seq><rdf:li>{_escaped(information.author)}</rdf:li></rdf:Seq></dc:creator>"
        "<dc:language><rdf:Bag><rdf:li>zh-CN</rdf:li></rdf:Bag></dc:language>"
        f"{dates}"
        '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>\n'
    ).encode()
