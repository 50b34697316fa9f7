"""A one-page PDF that stands for a scan of signed paper, and says that it is a sample."""

from functools import cache
from io import BytesIO

from reportlab.pdfgen.canvas import Canvas


@cache
def sample_scan(name: str) -> bytes:
    """A page with a frame and the word SAMPLE; the same bytes for the same name."""
    buffer = BytesIO()
    canvas = Canvas(buffer, invariant=True)
    canvas.setTitle(f"示例扫描件 {name}")
    canvas.rect(80, 80, 435, 680)
    canvas.setFont("Helvetica", 48)
    canvas.drawCentredString(297, 420, "SAMPLE")
    canvas.save()
    return buffer.getvalue()
