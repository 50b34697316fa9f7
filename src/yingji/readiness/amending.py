"""A contact's number changed after the plan was approved: the text stands, its faces show the new value and say so."""

from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from yingji.errors import Invalid, NotFound, Usage
from yingji.plans import pointer
from yingji.plans.catalogue import Field, Schema
from yingji.plans.checking import check
from yingji.plans.facts import instances
from yingji.plans.tidy import tidy


@dataclass(frozen=True, slots=True)
class Amendment:
    """One value of one contact; ``old`` is what the plan said until then."""

    contact_id: str
    field: str
    old: str
    new: str
    on_day: date
    by_name: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Overlay:
    """A document with its contacts as amended; ``pointers`` are the values that differ from the approved text."""

    document: dict[str, Any]
    pointers: tuple[str, ...]
    amended_on: date | None

    def note(self, digest: str) -> str:
        """``通讯录更正至2026年5月1日（2处，未改变批准文本 ab12cd34）``, "" where nothing is amended."""
        if self.amended_on is None:
            return ""
        day = f"{self.amended_on.year}年{self.amended_on.month}月{self.amended_on.day}日"
        return f"通讯录更正至{day}（{len(self.pointers)}处，未改变批准文本 {digest[:8]}）"


def overlaid(schema: Schema, document: Mapping[str, Any], amendments: Iterable[Amendment]) -> Overlay:
    """The document with ``amendments`` (oldest first) over it.

    An amendment counts only where the text still says what was amended: a later version that says
    something else knows better.
    """
    changed = deepcopy(dict(document))
    touched: dict[str, date] = {}
    rows = dict(_rows(schema, changed))
    for amendment in amendments:
        where, row = rows.get(amendment.contact_id, ("", {}))
        if row and row.get(amendment.field, "") == amendment.old:
            row[amendment.field] = amendment.new
            touched[pointer.child(where, amendment.field)] = amendment.on_day
    differing = tuple(p for p in touched if pointer.find(document, p) != pointer.find(changed, p))
    days = [touched[p] for p in differing]
    return Overlay(changed, differing, max(days, default=None))


def amended(
    schema: Schema, document: Mapping[str, Any], contact_id: str, values: Mapping[str, str]
) -> dict[str, tuple[str, str]]:
    """(old, new) by field of a contact, tidied and checked as an upload would be; nothing for what is so already.

    Raises ``NotFound`` for no such contact, ``Usage`` for a field that no amendment may touch,
    ``Invalid`` for a value the schema does not take.
    """
    rows = dict(_rows(schema, document))
    if contact_id not in rows:
        listing = "、".join(f"{key}（{row.get('name', '')}）" for key, (_, row) in rows.items())
        raise NotFound(f"预案通讯录里没有编号为「{contact_id}」的人。现有：{listing or '无'}。")
    where, row = rows[contact_id]
    fields = amendable(schema)
    for name in values:
        if name not in fields:
            listing = "、".join(f"{key}（{field.title}）" for key, field in fields.items())
            raise Usage(f"「{name}」不能这样更正，要改就修订预案。能更正的有：{listing}。")
    raw = deepcopy(dict(document))
    dict(_rows(schema, raw))[contact_id][1].update(values)
    tidied = tidy(schema, raw).document
    problems = [p for p in check(schema, tidied) if p.grade == "must" and p.path.startswith(f"{where}/")]
    if problems:
        raise Invalid(f"{problems[0].place}：{problems[0].message}", tuple(problems))
    new = dict(_rows(schema, tidied))[contact_id][1]
    return {
        name: (str(row.get(name, "")), str(new.get(name, "")))
        for name in values
        if row.get(name, "") != new.get(name, "")
    }


def amendable(schema: Schema) -> dict[str, Field]:
    """The texts of a contact that change without a revision (``x-change: contact``), by name."""
    return {
        child.key: child
        for field in _directories(schema)
        for child in (field.item.children if field.item else ())
        if child.change == "contact" and child.type == "string" and not child.hidden and not child.is_date
    }


def _directories(schema: Schema) -> Iterable[Field]:
    return (field for field in schema.fields() if field.fact == "contact")


def _rows(schema: Schema, document: Mapping[str, Any]) -> Iterable[tuple[str, tuple[str, dict[str, Any]]]]:
    for field in _directories(schema):
        for where, listed in instances(field, document):
            for number, row in enumerate(listed if isinstance(listed, list) else ()):
                if isinstance(row, dict) and isinstance(row.get("id"), str):
                    yield row["id"], (pointer.child(where, number), row)
