"""Small words of the print: numbering, days, digests, text made fit to print."""

import re
from datetime import date

DIGITS = "〇一二三四五六七八九"
SHAPELESS = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e01ef]"
)


def numeral(value: int) -> str:
    """一 to 九百九十九."""
    hundreds, rest = divmod(value, 100)
    tens, ones = divmod(rest, 10)
    head = f"{DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        head += "十" if tens == 1 and not hundreds else f"{DIGITS[tens]}十"
    elif hundreds and ones:
        head += "零"
    return head + (DIGITS[ones] if ones or not value else "")


def ordinal(depth: int, value: int) -> str:
    """The number before a heading: 一、 then （一） then 1. then （1） then ①."""
    match depth:
        case 1:
            return f"{numeral(value)}、"
        case 2:
            return f"（{numeral(value)}）"
        case 3:
            return f"{value}."
        case 4:
            return f"（{value}）"
    return chr(0x245F + value) if value <= 20 else f"（{value}）"


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
