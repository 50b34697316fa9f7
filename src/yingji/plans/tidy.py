"""What clumsy typing and office programs do to values, put right and told to the person."""

import itertools
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from yingji.plans import pointer
from yingji.plans.canonical import DECIMALS
from yingji.plans.catalogue import Field, Schema
from yingji.plans.wording import Wording, quoted

MAX_NOTES = 200
FULL = 1000

_DAY = re.compile(
    r"([0-9]{4})\s*[-./年]\s*([0-9]{1,2})\s*[-./月]\s*([0-9]{1,2})\s*日?(?:[T ]0?0:00(?::00)?)?"
)
_DAY_DIGITS = re.compile(r"((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})")
_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,15}|[0-9]{1,3}(?:,[0-9]{3}){1,4})(?:\.[0-9]{1,15})?")
_DASHES = re.compile(r"[‐-―－−﹣]")
_COUNTRY = re.compile(r"^(?:(?:\+|00)86[ -]?|86[ -]?(?=1[3-9]))")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_LANDLINE = re.compile(r"\(?(0[0-9]{2,3})\)?[ -]*([0-9]{3,4})[ -]?([0-9]{4})")
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_YES_NO = {
    "是": True,
    "有": True,
    "同意": True,
    "true": True,
    "否": False,
    "无": False,
    "不同意": False,
    "false": False,
}
_LINES = re.compile(r"[\n;；]+")
_WORDS = re.compile(r"[\n;；、,，]+")


@dataclass(frozen=True, slots=True)
class Tidied:
    """The document as it will be kept, and what was changed, one Chinese note each."""

    document: dict[str, Any]
    notes: tuple[str, ...]


def tidy(schema: Schema, raw: Mapping[str, Any], base: Mapping[str, Any] | None = None) -> Tidied:
    """Tidy what a person meant: widths, white space, dates, numbers, telephones, names for ids.

    Tidying twice changes nothing. What the schema does not know is left for the check to refuse.
    Rows without their system-given id take that of the row of the same name in ``base`` (the
    version the edit started from), else a free one. No row with content is ever dropped.
    """
    work = _Tidying(schema, raw)
    document = work.object(schema.root, dict(raw), "")
    work.give_ids(document, base or {})
    work.resolve_names(document)
    return Tidied(document, work.told())


@dataclass(slots=True)
class _Tidying:
    schema: Schema
    raw: Mapping[str, Any]
    wording: Wording = field(init=False)
    notes: list[str] = field(default_factory=list)
    untold: int = 0
    blanks: int = 0

    def __post_init__(self) -> None:
        self.wording = Wording(self.schema, self.raw)

    def told(self) -> tuple[str, ...]:
        notes = list(self.notes)
        if self.untold:
            notes.append(f"另有 {self.untold} 处同类整理，没有一一列出。")
        if self.blanks:
            notes.append(f"去掉了 {self.blanks} 处没有填写内容的空白项。")
        return tuple(notes)

    def note(self, where: str, said: str) -> None:
        if len(self.notes) < MAX_NOTES:
            self.notes.append(f"{self.wording.place(where)}：{said}")
        else:
            self.untold += 1

    def object(self, holder: Field, value: dict[str, Any], where: str) -> dict[str, Any]:
        kept = {}
        for key, inner in value.items():
            child = holder.child(key)
            tidied = self.value(child, inner, pointer.child(where, key)) if child is not None else inner
            if child is not None and _is_blank(tidied):
                self.blanks += 1
            else:
                kept[key] = tidied
        return kept

    def value(self, holder: Field, value: Any, where: str) -> Any:
        if isinstance(value, dict):
            return self.object(holder, value, where)
        if holder.type == "array" and isinstance(value, str) and not holder.is_rows:
            value = self._listed(holder, value, where)
        if isinstance(value, list):
            return self._array(holder, value, where)
        tidied = _tidied(holder, value)
        if tidied != value or type(tidied) is not type(value):
            self._tell(where, value, tidied)
        return tidied

    def _tell(self, where: str, before: Any, after: Any) -> None:
        if _is_blank(after) or (isinstance(before, float) and before == after):
            return
        old, new = _said(before), _said(after)
        if old == new:
            self.note(where, f"{quoted(new)}改按{'文字' if isinstance(after, str) else '数字'}保存。")
        elif old.strip() == new:
            self.note(where, f"去掉了{quoted(new)}前后的空白。")
        elif quoted(old) == quoted(new):
            self.note(where, f"去掉了{quoted(new)}中的空白或看不见的字符。")
        else:
            self.note(where, f"{quoted(old)}整理为{quoted(new)}。")

    def _listed(self, holder: Field, text: str, where: str) -> list[str]:
        item = holder.item
        words = item is not None and (item.ref or "enum" in item.spec)
        parts = [part.strip() for part in (_WORDS if words else _LINES).split(text)]
        listed = [part for part in parts if part]
        if len(listed) > 1:
            self.note(where, f"一格里的 {len(listed)} 项分成了 {len(listed)} 条。")
        return listed

    def _array(self, holder: Field, values: list[Any], where: str) -> list[Any]:
        if holder.item is None:
            return values
        kept = []
        for index, inner in enumerate(values):
            at = pointer.child(where, index)
            tidied = self.value(holder.item, inner, at)
            if not _is_blank(tidied):
                kept.append(tidied)
            elif holder.is_rows:
                self.note(at, "整行没有内容，已去掉。")
            else:
                self.blanks += 1
        return kept

    def give_ids(self, document: dict[str, Any], base: Mapping[str, Any]) -> None:
        """Rows identified by a hidden id get one where they lack it."""
        for array in self.schema.fields():
            rows = pointer.find(document, array.pointer)
            if array.row_key != "id" or not isinstance(rows, list):
                continue
            used = {row["id"] for row in rows if isinstance(row, dict) and isinstance(row.get("id"), str)}
            known = self._known_ids(array, base)
            reserved = used | set(known.values())
            free = (row_id for row_id in _numbered(array.key) if row_id not in reserved)
            for index, row in enumerate(rows):
                if isinstance(row, dict) and "id" not in row:
                    row_id = known.get(_same(self.wording.label(array, row, FULL)), "")
                    row_id = row_id if row_id and row_id not in used else next(free)
                    used.add(row_id)
                    rows[index] = {"id": row_id, **row}

    def _known_ids(self, array: Field, base: Mapping[str, Any]) -> dict[str, str]:
        rows, wording = pointer.find(base, array.pointer), Wording(self.schema, base)
        known: dict[str, str] = {}
        for row in rows if isinstance(rows, list) else ():
            label = wording.label(array, row, FULL)
            if label and isinstance(row.get("id"), str):
                known.setdefault(_same(label), row["id"])
        return known

    def resolve_names(self, document: dict[str, Any]) -> None:
        """Where a row was named by its name instead of its id, put the id."""
        wording = Wording(self.schema, document)
        names: dict[str, dict[str, list[str]]] = {}
        for holder in self.schema.root.walk():
            if holder.ref and holder.type != "array":
                if holder.ref not in names:
                    names[holder.ref] = _ids_by_name(wording, holder.ref)
                self._resolve(holder, document, wording, names[holder.ref])

    def _resolve(
        self, holder: Field, document: dict[str, Any], wording: Wording, names: dict[str, list[str]]
    ) -> None:
        *above, last = pointer.tokens(holder.pointer)
        for where, inner in _holders(document, tuple(above), ""):
            for key in range(len(inner)) if last == "*" and isinstance(inner, list) else [last]:
                value = _get(inner, key)
                if not isinstance(value, str) or wording.row(holder.ref, value):
                    continue
                ids = names.get(_same(value), [])
                if len(ids) == 1:
                    inner[key] = ids[0]
                    array = self.schema.at(holder.ref)
                    self.note(
                        pointer.child(where, key),
                        f"{quoted(value)}对应到{array.title if array else ''}里的同名一行。",
                    )


def _get(holder: Any, key: Any) -> Any:
    if isinstance(holder, dict):
        return holder.get(key)
    return holder[key] if isinstance(holder, list) and isinstance(key, int) else None


def _holders(value: Any, steps: tuple[str, ...], where: str) -> list[tuple[str, Any]]:
    if not steps:
        return [(where, value)]
    step, rest = steps[0], steps[1:]
    if step == "*" and isinstance(value, list):
        found = [_holders(inner, rest, pointer.child(where, index)) for index, inner in enumerate(value)]
        return [each for some in found for each in some]
    if isinstance(value, dict) and step in value:
        return _holders(value[step], rest, pointer.child(where, step))
    return []


def _ids_by_name(wording: Wording, ref: str) -> dict[str, list[str]]:
    array, rows = wording.schema.at(ref), pointer.find(wording.document, ref)
    found: dict[str, list[str]] = {}
    for row in rows if isinstance(rows, list) and array is not None else ():
        if array is not None and isinstance(row, dict) and isinstance(row.get("id"), str):
            found.setdefault(_same(wording.label(array, row, FULL)), []).append(row["id"])
    return found


def _same(name: str) -> str:
    """What two writings of one name have in common: widths and white space do not count."""
    return "".join(unicodedata.normalize("NFKC", name).split())


def _numbered(array: str) -> Iterator[str]:
    """contacts → c01, c02, …"""
    return (f"{array[0]}{count:02d}" for count in itertools.count(1))


def _is_blank(value: Any) -> bool:
    return value is None or value in ("", [], {})


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _tidied(holder: Field, value: Any) -> Any:
    if isinstance(value, str):
        return _text(holder, _UNSEEN.sub("", value).replace("\r\n", "\n").replace("\r", "\n").strip())
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _from_number(holder, value)
    return value


def _from_number(holder: Field, value: float) -> Any:
    short = round(value, DECIMALS) if isinstance(value, float) else value
    whole = int(short) if isinstance(short, float) and short.is_integer() else short
    return _text(holder, str(whole)) if holder.type == "string" and isinstance(whole, int) else whole


def _text(holder: Field, text: str) -> Any:
    plain = unicodedata.normalize("NFKC", text).strip()
    if holder.type in ("integer", "number"):
        return _number(holder, plain, text)
    if holder.type == "boolean":
        return _YES_NO.get(plain.lower(), text)
    if holder.is_date:
        return _day(plain, text)
    if holder.is_phone:
        return _phone(plain)
    if "enum" in holder.spec:
        return _choice(holder.spec["enum"], plain, text)
    if holder.labels:
        return next((code for code, label in holder.labels.items() if label == plain), plain)
    if holder.ref or "pattern" in holder.spec or "const" in holder.spec:
        return plain
    return text


def _number(holder: Field, plain: str, text: str) -> Any:
    bare = plain.removesuffix(unicodedata.normalize("NFKC", holder.unit)).strip() if holder.unit else plain
    if not _NUMBER.fullmatch(bare):
        return text
    value = float(bare.replace(",", ""))
    return int(value) if value.is_integer() else round(value, DECIMALS)


def written_day(text: str) -> str:
    """2026年5月1日, 2026.5.1 or 20260501 as 2026-05-01; anything else as it is."""
    return _day(unicodedata.normalize("NFKC", text).strip(), text)


def _day(plain: str, text: str) -> str:
    found = _DAY.fullmatch(plain) or _DAY_DIGITS.fullmatch(plain)
    try:
        return date(*(int(part) for part in found.groups())).isoformat() if found else text
    except ValueError:
        return text


def _phone(plain: str) -> str:
    bare = _COUNTRY.sub("", _DASHES.sub("-", plain), count=1).strip()
    digits = re.sub(r"[ .()-]", "", bare)
    if _MOBILE.fullmatch(digits):
        return digits
    if found := _LANDLINE.fullmatch(bare):
        return f"{found[1]}-{found[2]}{found[3]}"
    return digits if digits.isdigit() and len(digits) <= 5 else plain


def _choice(options: list[Any], plain: str, text: str) -> Any:
    return next((option for option in options if unicodedata.normalize("NFKC", str(option)) == plain), text)
