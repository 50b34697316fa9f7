"""Small words of the print: days, digests, text made fit to print."""

import re
from datetime import date

SHAPELESS = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e01ef]"
)


def day_text(day: date | None) -> str:
    """2026年5月1日, or blanks to be filled in by hand."""
    return f"{day.year}年{day.month}月{day.day}日" if day else "　　　　年　　月　　日"


def short_digest(digest: str) -> str:
    """ABCD-1234, as the page foot says it."""
    return f"{digest[:4]}-{digest[4:8]}".upper()


def clean(text: str) -> str:
    """Text as it can be set: line feeds kept, tabs made spaces, characters without a shape left out.

    Those are control characters, marks of direction and other formatting characters, which could make
    the page read otherwise than the document.
    """
    if not SHAPELESS.search(text):
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\t", " ")
    return SHAPELESS.sub(lambda found: "\n" if found[0] == "\n" else "", text)
