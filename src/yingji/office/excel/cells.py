"""One value of a plan as the content of one cell, and back. Reading never guesses: what is unclear stays text."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from yingji.office.excel.book import Cell, Plain
from yingji.plans.canonical import is_sealed
from yingji.plans.catalogue import Field
from yingji.plans.wording import number

FIRST_DAY = date(1899, 12, 30)
FIRST_SAFE_DAY = date(1906, 1, 1)
"""Days before it are written as text: their serial numbers are those of years typed alone (2026)."""
LAST_SERIAL = 2_958_465
USUAL_SERIALS = range(20_000, 80_000)
"""Bare numbers taken for days (1954 to 2119): a year alone is none."""
YES, NO = "是", "否"
AGAIN = "↳ "
"""Starts a line that belongs to the item of the line above it, in a cell that lists items by lines."""

_UNSEEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]"
)
_WORDS = re.compile(r"[、,，;；]")
_TEXTS = re.compile(r"[;；]")


@dataclass(frozen=True, slots=True)
class Day:
    """A day to be written as a day of the spreadsheet."""

    on: date


def cleaned(text: str) -> str:
    """Without characters nobody sees, line breaks as one, nothing around it."""
    return _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def same(text: str) -> str:
    """What two writings of one name have in common: widths and white space do not count."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def is_words(field: Field) -> bool:
    """A list of names or options, which people separate by 、."""
    item = field.item
    return item is not None and bool(item.ref or item.labels or "enum" in item.spec)


def options(field: Field) -> tuple[str, ...]:
    """What a person may choose from, as shown; empty for free values."""
    if field.type == "boolean":
        return YES, NO
    return tuple(field.labels.values()) or tuple(str(option) for option in field.spec.get("enum", ()))


def to_cell(field: Field, value: Any) -> Plain | Day | None:
    """What to write for a value; names of rows must already stand in place of their ids.

    A sealed value is left empty. A value of a kind the schema does not foresee is written as text.
    """
    if value is None or is_sealed(value):
        return None
    if isinstance(value, list):
        return joined(field, [_said(field.item or field, each) for each in value if not is_sealed(each)])
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, int | float):
        return value if field.type in ("integer", "number", "") else number(value)
    if field.is_date and isinstance(value, str):
        return _day(value)
    return _said(field, value)


def _day(text: str) -> Day | str:
    try:
        on = date.fromisoformat(text)
    except ValueError:
        return text
    return Day(on) if on >= FIRST_SAFE_DAY and on.isoformat() == text else text


def _said(field: Field, value: Any) -> str:
    if isinstance(value, bool):
        return YES if value else NO
    return field.labels.get(value, value) if isinstance(value, str) else str(value)


def joined(field: Field, texts: Sequence[str]) -> str:
    """Items in one cell: names by 、, texts by lines; a break inside an item is marked."""
    splitter, glue = (_WORDS, "、") if is_words(field) else (_TEXTS, "\n")
    if not any(splitter.search(text) or "\n" in text or text.startswith(AGAIN[0]) for text in texts):
        return glue.join(texts)
    lines = "\n".join(as_line(text) for text in texts)
    return lines if "\n" in lines else lines + "\n"


def as_line(text: str) -> str:
    """An item among items that each take a line: breaks inside it are marked."""
    return ("　" if text.startswith(AGAIN[0]) else "") + text.replace("\n", "\n" + AGAIN)


def parted(field: Field, text: str, known: Iterable[str] = ()) -> list[str]:
    """The items of a cell; ``known`` names are kept whole whatever marks they hold."""
    splitter = _WORDS if is_words(field) else _TEXTS
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\n" not in text:
        whole = {same(name) for name in known}
        return [text] if same(text) in whole else _cleaned(splitter.split(text))
    items: list[str] = []
    for line in text.split("\n"):
        if line.startswith(AGAIN[0]) and items:
            items[-1] += "\n" + line[1:].removeprefix(AGAIN[1])
        else:
            items.append(line)
    return _cleaned(items)


def _cleaned(parts: Iterable[str]) -> list[str]:
    return [part for part in map(cleaned, parts) if part]


def from_cell(field: Field, cell: Cell) -> Any:
    """The value a cell means for this field; lists are the business of ``parted``. None for nothing."""
    value = cell.value
    if isinstance(value, str):
        text = cleaned(value)
        if field.type == "boolean" and text in (YES, NO):
            return text == YES
        return next((code for code, label in field.labels.items() if label == text), text) or None
    if isinstance(value, bool):
        return value if field.type == "boolean" else (YES if value else NO)
    if cell.is_date and field.type not in ("integer", "number"):
        return serial_day(value) or number(value)
    if field.is_date:
        return serial_day(value) if value in USUAL_SERIALS else number(value)
    if field.type in ("integer", "number"):
        return value
    return number(value)


def serial_day(value: float) -> str:
    """45000 → 2023-03-15; "" for what cannot be a day, as a year alone or 20260501."""
    if not 0 < value <= LAST_SERIAL:
        return ""
    on = FIRST_DAY + timedelta(days=int(value))
    return on.isoformat() if on >= FIRST_SAFE_DAY else ""


def said(cell: Cell) -> str:
    """A cell as a person reads it."""
    if isinstance(cell.value, bool):
        return YES if cell.value else NO
    if isinstance(cell.value, str):
        return cleaned(cell.value)
    return (cell.is_date and serial_day(cell.value)) or number(cell.value)
