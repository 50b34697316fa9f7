"""What changed between two documents of one schema, row by row and in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from yingji.plans import pointer
from yingji.plans.canonical import canonical, is_sealed
from yingji.plans.catalogue import Field, Schema
from yingji.plans.wording import Wording

ChangeKind = Literal["added", "removed", "changed", "moved"]

ALIKE = 0.75
MAX_LOOKED_AT = 200
MAX_ALIGNED = 1000
SEALED = "（限制公开，不列出）"
NOTHING = "（未填）"

_IMPORTANCE = ("fact", "contact", "resource", "grading", "measure", "procedure", "organisation")
_SECRECY = ("public", "internal", "restricted")


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. ``path`` points into the new document, into the old one when ``removed``.

    ``before`` and ``after`` are what a person reads, ``change_class`` the weightiest ``x-change``
    and ``disclosure`` the strictest ``x-disclosure`` of what changed.
    """

    path: str
    place: str
    kind: ChangeKind
    before: str
    after: str
    change_class: str
    sentence: str
    disclosure: str


@dataclass(frozen=True, slots=True)
class _Sides:
    old: Wording
    new: Wording


def compare(schema: Schema, old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[Change, ...]:
    """Every difference, in the order of the form; empty exactly when the documents are the same.

    Rows are matched by their key and then by what they hold. One value changed is one change.
    """
    sides = _Sides(Wording(schema, old), Wording(schema, new))
    return tuple(_values(sides, schema.root, dict(old), dict(new), "", ""))


def _values(sides: _Sides, field: Field, old: Any, new: Any, was: str, now: str) -> Iterator[Change]:
    if canonical(old) == canonical(new):
        return
    if isinstance(old, dict) and isinstance(new, dict):
        yield from _objects(sides, field, old, new, was, now)
    elif isinstance(old, list) and isinstance(new, list) and field.is_rows:
        yield from _rows(sides, field, old, new, was, now)
    elif isinstance(old, list) and isinstance(new, list):
        yield from _lists(sides, field, old, new, was, now)
    else:
        yield _change(sides, field, "changed", old, new, was, now)


def _objects(
    sides: _Sides, field: Field, old: dict[str, Any], new: dict[str, Any], was: str, now: str
) -> Iterator[Change]:
    known = [child.key for child in field.children]
    keys = [key for key in known if key in old or key in new]
    keys += [key for key in {**old, **new} if key not in known]
    for key in keys:
        child = field.child(key) or Field(
            f"{field.pointer}/{key}", key, key, {}, "fact", "restricted", known=False
        )
        at_old, at_new = pointer.child(was, key), pointer.child(now, key)
        if key not in old:
            yield _change(sides, child, "added", None, new[key], at_old, at_new)
        elif key not in new:
            yield _change(sides, child, "removed", old[key], None, at_old, at_new)
        else:
            yield from _values(sides, child, old[key], new[key], at_old, at_new)


def _lists(
    sides: _Sides, field: Field, old: list[Any], new: list[Any], was: str, now: str
) -> Iterator[Change]:
    item = field.item or field
    texts = [canonical(value) for value in old], [canonical(value) for value in new]
    if sorted(texts[0]) == sorted(texts[1]):
        yield _moved(sides, field, was, now)
        return
    for low, high, start, end in _blocks(*texts):
        for index in range(max(high - low, end - start)):
            at_old, at_new = pointer.child(was, low + index), pointer.child(now, start + index)
            if low + index >= high:
                yield _change(sides, item, "added", None, new[start + index], at_old, at_new)
            elif start + index >= end:
                yield _change(sides, item, "removed", old[low + index], None, at_old, at_new)
            else:
                yield from _values(sides, item, old[low + index], new[start + index], at_old, at_new)


def _blocks(old: list[str], new: list[str]) -> list[tuple[int, int, int, int]]:
    """The stretches that differ; lists too long to align are compared place by place."""
    if len(old) + len(new) > MAX_ALIGNED:
        return [(0, len(old), 0, len(new))]
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return [(low, high, start, end) for tag, low, high, start, end in matcher.get_opcodes() if tag != "equal"]


def _rows(
    sides: _Sides, field: Field, old: list[Any], new: list[Any], was: str, now: str
) -> Iterator[Change]:
    item = field.item or field
    pairs = _matched(field, old, new)
    order = [pairs[index] for index in sorted(pairs)]
    for index, row in enumerate(old):
        if index not in pairs:
            yield _change(
                sides, item, "removed", row, None, pointer.child(was, index), pointer.child(now, index)
            )
    of_new = {end: start for start, end in pairs.items()}
    for index, row in enumerate(new):
        at_new = pointer.child(now, index)
        if index in of_new:
            at_old = pointer.child(was, of_new[index])
            yield from _values(sides, item, old[of_new[index]], row, at_old, at_new)
        else:
            yield _change(sides, item, "added", None, row, pointer.child(was, index), at_new)
    if order != sorted(order):
        yield _moved(sides, field, was, now)


def _matched(field: Field, old: list[Any], new: list[Any]) -> dict[int, int]:
    """Index in ``old`` → index in ``new`` of the same row."""
    keys = [_key(field, row) for row in new]
    by_key: dict[str, list[int]] = {}
    for index in range(len(new) - 1, -1, -1):
        by_key.setdefault(keys[index], []).append(index)
    pairs: dict[int, int] = {}
    for index, row in enumerate(old):
        found = by_key.get(_key(field, row), [])
        if found:
            pairs[index] = found.pop()
    left = [index for index in range(len(old)) if index not in pairs][:MAX_LOOKED_AT]
    taken = set(pairs.values())
    right = [index for index in range(len(new)) if index not in taken][:MAX_LOOKED_AT]
    pairs.update(_alike(old, new, left, right))
    return pairs


def _key(field: Field, row: Any) -> str:
    key = row.get(field.row_key) if isinstance(row, dict) else None
    return canonical(key if key is not None else row)


def _alike(old: list[Any], new: list[Any], left: list[int], right: list[int]) -> dict[int, int]:
    leaves = {
        side: {index: _leaves(rows[index], "") for index in some}
        for side, rows, some in (("old", old, left), ("new", new, right))
    }
    scored = sorted(
        (-_likeness(leaves["old"][one], leaves["new"][other]), abs(one - other), one, other)
        for one in left
        for other in right
    )
    pairs: dict[int, int] = {}
    for score, _, one, other in scored:
        if score < 0 and one not in pairs and other not in pairs.values():
            pairs[one] = other
    return pairs


def _likeness(one: dict[str, str], other: dict[str, str]) -> float:
    """Share of equal values; 0 for rows that differ in more than one value and are not much alike."""
    paths = {**one, **other}
    equal = sum(one.get(path) == other.get(path) for path in paths)
    share = equal / len(paths) if paths else 1.0
    return share + 0.01 if share >= ALIKE or len(paths) - equal <= 1 else 0.0


def _leaves(value: Any, where: str) -> dict[str, str]:
    if isinstance(value, dict):
        steps = list(value.items())
    elif isinstance(value, list):
        steps = list(enumerate(value))
    else:
        return {where: canonical(value)}
    found: dict[str, str] = {}
    for step, inner in steps:
        found |= _leaves(inner, pointer.child(where, step))
    return found


def _change(sides: _Sides, field: Field, kind: ChangeKind, old: Any, new: Any, was: str, now: str) -> Change:
    before, after = _read(sides.old, field, old), _read(sides.new, field, new)
    path, side = (was, sides.old) if kind == "removed" else (now, sides.new)
    place = side.place(path)
    if kind == "added":
        sentence = f"{place}：新增 {after}"
    elif kind == "removed":
        sentence = f"{place}：删去 {before}"
    elif before == after:
        sentence = f"{place}：内容有变化，文字相同（{before}）"
    else:
        sentence = f"{place}：{before} → {after}"
    grade, secrecy = _weight(field, old, new), _secrecy(sides, field, old, new)
    return Change(path, place, kind, before, after, grade, sentence, secrecy)


def _moved(sides: _Sides, field: Field, was: str, now: str) -> Change:
    before = _names(sides.old, field, pointer.find(sides.old.document, was))
    after = _names(sides.new, field, pointer.find(sides.new.document, now))
    place = sides.new.place(now)
    sentence = f"{place}：次序由 {before} 改为 {after}"
    return Change(
        now, place, "moved", before, after, field.change or "fact", sentence, field.disclosure or "restricted"
    )


def _names(wording: Wording, field: Field, values: Any) -> str:
    rows = values if isinstance(values, list) else []
    if field.is_rows:
        return "、".join(wording.label(field, row) or f"第 {index + 1} 行" for index, row in enumerate(rows))
    return _in_a_row(wording.shown(field, rows))


def _read(wording: Wording, field: Field, value: Any) -> str:
    if value is None:
        return NOTHING
    if is_sealed(value):
        return SEALED
    if isinstance(value, str) and field.ref:
        row = wording.row(field.ref, value)
        return " ".join(filter(None, (wording.named(field.ref, value), _phone(wording, field.ref, row))))
    if isinstance(value, list) and field.is_rows:
        return f"{len(value)} 行：{_names(wording, field, value)}"
    return _in_a_row(wording.shown(field, value)) or NOTHING


def _in_a_row(said: str) -> str:
    """Sentences one after the other end with their full stop alone."""
    return said.replace("。、", "。")


def _phone(wording: Wording, ref: str, row: dict[str, Any] | None) -> str:
    array = wording.schema.at(ref)
    fields = array.item.children if array is not None and array.item is not None else ()
    return next((str(row[field.key]) for field in fields if row and field.is_phone and field.key in row), "")


def _weight(field: Field, *values: Any) -> str:
    marks = {mark for value in values for mark in _marks(field, value, "change")} or {field.change or "fact"}
    return max(marks, key=lambda mark: _IMPORTANCE.index(mark) if mark in _IMPORTANCE else 0)


def _secrecy(sides: _Sides, field: Field, *values: Any) -> str:
    marks = {mark for value in values for mark in _marks(field, value, "disclosure")} or {field.disclosure}
    if field.ref and any(
        _phone(side, field.ref, side.row(field.ref, value))
        for side, value in zip((sides.old, sides.new), values, strict=True)
        if isinstance(value, str)
    ):
        marks.add("internal")
    return (
        max(marks, key=lambda mark: _SECRECY.index(mark) if mark in _SECRECY else len(_SECRECY))
        or "restricted"
    )


def _marks(field: Field | None, value: Any, mark: str) -> Iterator[str]:
    if value is None:
        return
    if field is None:
        yield "fact" if mark == "change" else "restricted"
    elif isinstance(value, dict) and value:
        for key, inner in value.items():
            yield from _marks(field.child(key), inner, mark)
    elif isinstance(value, list) and value and field.item is not None:
        for inner in value:
            yield from _marks(field.item, inner, mark)
    else:
        yield field.change if mark == "change" else field.disclosure or "restricted"
