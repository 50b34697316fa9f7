"""How values, rows and places of a plan are said in Chinese."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from yingji.plans import pointer
from yingji.plans.canonical import is_sealed
from yingji.plans.catalogue import Field, Schema

WHOLE = "整份预案"
LONG = 16
MAX_NAMES = 300

_DIGITS = "零一二三四五六七八九"
_SLOT = re.compile(r"\{([^{}]*)\}")
_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")


class Wording:
    """Says the values and places of one document; ids are said by the name of their row."""

    def __init__(self, schema: Schema, document: Mapping[str, Any]) -> None:
        self.schema = schema
        self.document = document
        self._rows: dict[str, dict[str, Any]] = {}
        self._names: dict[str, list[str]] = {}

    def shown(self, field: Field, value: Any) -> str:
        """What a person reads for a value: names for ids, 2026年5月1日, 是/否, 、-lists, units."""
        if isinstance(value, list):
            return "、".join(filter(None, (self.shown(field.item or field, each) for each in value)))
        if isinstance(value, dict):
            return self._object(field, value)
        if isinstance(value, str) and field.ref:
            return self.named(field.ref, value)
        return plain(field, value)

    def named(self, ref: str, row_id: str) -> str:
        """The name of the row with this id in the array at ``ref``; the id itself if there is none."""
        row, array = self.row(ref, row_id), self.schema.at(ref)
        return self.label(array, row) or row_id if row and array else row_id

    def row(self, ref: str, row_id: str) -> dict[str, Any] | None:
        """The row with this id in the array at ``ref``."""
        if ref not in self._rows:
            found = pointer.find(self.document, ref)
            rows = found if isinstance(found, list) else []
            named = (row for row in rows if isinstance(row, dict) and isinstance(row.get("id"), str))
            self._rows[ref] = {row["id"]: row for row in named}
        return self._rows[ref].get(row_id)

    def names(self, ref: str) -> list[str]:
        """What the rows of the array at ``ref`` are called (of a very long one, the first)."""
        if ref not in self._names:
            found, array = pointer.find(self.document, ref), self.schema.at(ref)
            rows = found[:MAX_NAMES] if isinstance(found, list) and array is not None else []
            labels = (self.label(array, row) for row in rows if array is not None)
            self._names[ref] = [label for label in labels if label]
        return self._names[ref]

    def label(self, array: Field, row: Any, limit: int = LONG) -> str:
        """What this row of ``array`` is called, cut at ``limit``; "" if nothing in it names it."""
        if not isinstance(row, dict) or array.item is None:
            return ""
        for field in _naming(array):
            value = row.get(field.key)
            if isinstance(value, str) and value.strip() and not is_sealed(value):
                if field.ref and self.row(field.ref, value) is None:
                    continue
                said = self.named(field.ref, value) if field.ref else plain(field, value)
                return said if len(said) <= limit else said[:limit] + "…"
        return ""

    def lead(self, template: str, field: Field, value: Any) -> str:
        """``x-print.lead`` filled in; a ``[part]`` without its value is left out.

        "" when a value outside brackets is missing, so that no sentence is printed with a hole.
        """

        def said(name: str) -> str:
            if not name:
                return "" if isinstance(value, dict) else self.shown(field, value)
            child = field.child(name)
            inner = value.get(name) if isinstance(value, dict) else None
            return self.shown(child, inner) if child is not None and inner is not None else ""

        return fill(template, said)

    def place(self, where: str) -> str:
        """The Chinese trail to a pointer: 三、组织与责任人 › 通讯录 第 7 行（李四）› 电话."""
        steps = pointer.tokens(where)
        if not steps:
            return WHOLE
        trail = self._trail(steps)
        if (chapter := self._chapter(where)) is not None:
            number, title = chapter
            folded = trail[1:] if trail[0] == title else trail
            trail = [f"{numeral(number)}、{title}", *folded]
        return " › ".join(trail).replace("） ›", "）›")

    def _trail(self, steps: tuple[str, ...]) -> list[str]:
        trail: list[str] = []
        field: Field | None = self.schema.root
        value: Any = self.document
        for depth, step in enumerate(steps, 1):
            value = pointer.find(value, pointer.build((step,))) if value is not pointer.MISSING else value
            if field is not None and field.item is not None and (step.isdecimal() or step == "*") and trail:
                trail[-1] += self._row_place(field, int(step), value) if step != "*" else ""
                field = field.item
                continue
            field = field.child(step) if field is not None else None
            trail.append(self._title(field, pointer.build(steps[:depth]), step))
        return trail

    def _row_place(self, array: Field, index: int, row: Any) -> str:
        label = self.label(array, row)
        return f" 第 {index + 1} {'行' if array.is_rows else '条'}" + (f"（{label}）" if label else "")

    def _title(self, field: Field | None, where: str, step: str) -> str:
        for chapter in self.schema.chapters:
            for item in chapter["items"]:
                if item.get("of", "").removeprefix("#") == where and item.get("title"):
                    return str(item["title"])
        return field.title if field is not None and field.known and field.title else quoted(step)

    def _chapter(self, where: str) -> tuple[int, str] | None:
        for number, chapter in enumerate(self.schema.chapters, 1):
            for item in chapter["items"]:
                of = item.get("of", "").removeprefix("#") + "/"
                if len(of) > 1 and (f"{where}/".startswith(of) or of.startswith(f"{where}/")):
                    return number, chapter["title"]
        return None

    def _object(self, field: Field, value: dict[str, Any]) -> str:
        if field.lead and (said := self.lead(field.lead, field, value)):
            return said
        inner = ((child, value.get(child.key)) for child in field.children if not child.hidden)
        return "，".join(
            f"{child.title}：{self.shown(child, each)}" for child, each in inner if each is not None
        )


def subject(wording: Wording, where: str, field: Field) -> str:
    """What the sentence is about: 「李四」的电话, 「户数」, 「职责」第 2 条."""
    above, _, last = where.rpartition("/")
    if field.key == "*" or (last.isdecimal() and not field.title):
        array = wording.schema.at(above)
        kind = "行" if array is not None and array.is_rows else "条"
        return f"{quoted(array.title) if array else ''}第 {int(last) + 1} {kind}"
    title = field.title or pointer.tokens(where)[-1] if where else "整份预案"
    holder = wording.schema.at(above)
    while holder is not None and holder.type == "object" and holder.key != "*" and _in_row(above):
        title = f"{holder.title}的{title}"
        above = above.rpartition("/")[0]
        holder = wording.schema.at(above)
    array = wording.schema.at(above.rpartition("/")[0]) if holder is not None and holder.key == "*" else None
    label = wording.label(array, pointer.find(wording.document, above)) if array is not None else ""
    own = pointer.find(wording.document, where)
    return f"{quoted(label)}的{title}" if label and label != own else quoted(title)


def _in_row(where: str) -> bool:
    return any(step.isdecimal() for step in pointer.tokens(where))


def example(field: Field) -> str:
    """ "，例如 412" for a field with an example, else ""."""
    if not field.examples or field.type == "object" or field.is_rows:
        return ""
    first: Any = field.examples[0]
    first = first[0] if isinstance(first, list) and first else first
    if isinstance(first, str):
        return "，例如" + quoted(field.labels.get(first, first), 30)
    said = plain(field, first) if isinstance(first, bool) else number(first)
    return f"，例如 {said}"


def _naming(array: Field) -> list[Field]:
    """The properties that may name a row, the best first: its key, its name, its first text."""
    fields = array.item.children if array.item is not None else ()
    texts = [field for field in fields if field.type == "string" and not field.hidden]
    key = [field for field in texts if field.key == array.row_key]
    name = [field for field in texts if field.key in ("name", "title")]
    return key + name + [field for field in texts if not field.ref]


def plain(field: Field, value: Any) -> str:
    """A single value in words, ids as they are."""
    if value is None or isinstance(value, dict):
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return number(value) + field.unit
    if isinstance(value, list):
        return "、".join(plain(field.item or field, each) for each in value)
    if field.is_date:
        return day(str(value))
    return field.labels.get(str(value), str(value))


def number(value: float) -> str:
    """30.0 → 30."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return f"{value:.6f}".rstrip("0") if isinstance(value, float) else str(value)


def day(text: str) -> str:
    """2026-05-01 → 2026年5月1日; anything else as it is."""
    try:
        on = date.fromisoformat(text)
    except ValueError:
        return text
    return f"{on.year}年{on.month}月{on.day}日"


def numeral(value: int) -> str:
    """1 → 一, 12 → 十二, 110 → 一百一十 (up to 999)."""
    hundreds, rest = divmod(value, 100)
    tens, ones = divmod(rest, 10)
    head = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        head += "十" if tens == 1 and not hundreds else f"{_DIGITS[tens]}十"
    elif hundreds and ones:
        head += "零"
    return head + (_DIGITS[ones] if ones or not value else "")


def quoted(text: str, limit: int = 24) -> str:
    """A person's own words inside a message: on one line, cut short, in 「」."""
    line = " ".join(text.split())
    return f"「{line if len(line) <= limit else line[:limit] + '…'}」"


def fill(template: str, said: Callable[[str], str]) -> str:
    """The template with each ``{name}`` said; "" when one outside ``[ ]`` has nothing to say."""
    texts = {name: said(name) for name in slots(template)}
    parts = [
        (index % 2 == 1, _SLOT.sub(lambda slot: texts[slot.group(1)], part), all(map(texts.get, slots(part))))
        for index, part in enumerate(_OPTIONAL.split(template))
    ]
    if not all(whole for optional, _, whole in parts if not optional):
        return ""
    return "".join(part for _, part, whole in parts if whole)


def slots(template: str) -> tuple[str, ...]:
    """The names a template asks for."""
    return tuple(_SLOT.findall(template))
