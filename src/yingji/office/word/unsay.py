"""Sentences and cells back to values: ``x-print.lead`` read the other way round."""

import re
from collections.abc import Mapping
from typing import Any

from yingji.office.word.identity import Mark
from yingji.plans import pointer
from yingji.plans.catalogue import Field
from yingji.plans.wording import Wording

_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
_SLOT = re.compile(r"\{([^{}]*)\}")
_NUMBER = r"[0-9０-９][0-9０-９,，.．]*\s*"
_LONGEST = 20_000
NUMBERING = re.compile(
    r"\s*(?:[0-9]{1,3}[.．、]|[（(][0-9一二三四五六七八九十]{1,3}[）)]|[一二三四五六七八九十]{1,3}、)\s*"
)
_SPACE = re.compile(r"\s+")


def unsaid(wording: Wording, field: Field, said: str, old: Any, *, form: bool = False) -> Any:
    """The raw value that a person's text stands for, ``MISSING`` where the wording is not recognised.

    ``old`` is what stood there before: parts that still read the same keep their value. In a
    ``form`` values stand alone, without their sentence, and lists of texts have a line for each.
    """
    if not said.strip():
        return None
    if (
        form
        and field.item is not None
        and not (field.item.ref or field.item.labels or "enum" in field.item.spec)
    ):
        return [line.strip() for line in said.split("\n") if line.strip()]
    if form:
        return _plain(wording, field, said, old)
    if field.lead and len(said) < _LONGEST:
        found = re.fullmatch(_pattern(field), said.strip(), re.DOTALL)
        if found is None:
            return pointer.MISSING
        return _filled(wording, field, found, old)
    if field.type == "object":
        return pointer.MISSING
    return _plain(wording, field, said, old)


def _pattern(field: Field) -> str:
    """Slots as groups in the order of the template; a part in brackets may be absent."""
    pieces = _OPTIONAL.split(field.lead)
    return "".join(
        f"(?:{_slotted(field, piece)})?" if count % 2 else _slotted(field, piece)
        for count, piece in enumerate(pieces)
    )


def _slotted(field: Field, piece: str) -> str:
    fixed = _SLOT.split(piece)
    return "".join(_group(field, each) if count % 2 else re.escape(each) for count, each in enumerate(fixed))


def _group(field: Field, name: str) -> str:
    child = field.child(name) if name else field
    if child is not None and child.type in ("integer", "number"):
        return f"({_NUMBER}{re.escape(child.unit)})"
    return "(.+?)"


def _filled(wording: Wording, field: Field, found: re.Match[str], old: Any) -> Any:
    names = _SLOT.findall(field.lead)
    if names == [""]:
        return _plain(wording, field, found[1], old)
    before = old if isinstance(old, dict) else {}
    values = {key: value for key, value in before.items() if key not in names}
    for name, said in zip(names, found.groups(), strict=True):
        child = field.child(name)
        if said is None or child is None:
            continue
        value = _plain(wording, child, said, before.get(name))
        values[name] = value
    return values


def _plain(wording: Wording, field: Field, said: str, old: Any) -> Any:
    if old is not None and wording.shown(field, old) == said.strip():
        return old
    if field.item is not None and not field.is_rows:
        return listed(wording, field, said, old if isinstance(old, list) else [])
    return said.strip()


def listed(wording: Wording, field: Field, said: str, old: list[Any]) -> list[Any]:
    """The items of a list written in one place; old items with 、 inside stay whole."""
    item = field.item or field
    known = {wording.shown(item, each): each for each in old}
    if re.search(r"[\n;；]", said):
        return [known.get(part, part) for part in map(str.strip, re.split(r"[\n;；]+", said)) if part]
    parts = [part.strip() for part in re.split(r"[、,，]" if item.ref or "enum" in item.spec else "、", said)]
    items: list[Any] = []
    at = 0
    while at < len(parts):
        upto = next((end for end in range(len(parts), at, -1) if "、".join(parts[at:end]) in known), at + 1)
        joined = "、".join(parts[at:upto])
        items += [known.get(joined, joined)] if joined else []
        at = upto
    return items


def put(document: Mapping[str, Any] | dict[str, Any], where: str, value: Any) -> None:
    """Set, or with None remove, the value at a pointer; objects and lists on the way are made."""
    holder: Any = document
    *above, last = pointer.tokens(where)
    for step, following in zip(above, [*above, last][1:], strict=True):
        inner: Any = [] if following.isdecimal() else {}
        if isinstance(holder, list):
            index = int(step)
            while len(holder) <= index:
                holder.append({})
            if not isinstance(holder[index], dict | list):
                holder[index] = inner
            holder = holder[index]
        else:
            if not isinstance(holder.get(step), dict | list):
                holder[step] = inner
            holder = holder[step]
    if isinstance(holder, list):
        index = int(last)
        while len(holder) <= index:
            holder.append(None)
        holder[index] = value
    elif value is None:
        holder.pop(last, None)
    else:
        holder[last] = value


def between(mark: Mark, said: str) -> str:
    """The value inside the wording around it, numbering changed by hand included."""
    said = said.strip()
    if mark.before and said.startswith(mark.before):
        said = said.removeprefix(mark.before)
    elif mark.before:
        said = NUMBERING.sub("", said, count=1)
        rest = NUMBERING.sub("", mark.before, count=1)
        said = said.removeprefix(rest)
    if mark.after and said != mark.text:
        said = said.rstrip("；。;")
    return said.strip() if said.strip() != mark.text.strip() else mark.text


def bare(said: str) -> str:
    return _SPACE.sub("", said)
