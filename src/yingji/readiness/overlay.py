"""What was amended after approval, laid over the approved text for print, card and page."""

from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from yingji.plans import pointer
from yingji.plans.catalogue import Field, Schema
from yingji.plans.facts import Contact, instances


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
    rows = dict(contact_rows(schema, changed))
    for amendment in amendments:
        where, row = rows.get(amendment.contact_id, ("", {}))
        if row and row.get(amendment.field, "") == amendment.old:
            row[amendment.field] = amendment.new
            touched[pointer.child(where, amendment.field)] = amendment.on_day
    differing = tuple(p for p in touched if pointer.find(document, p) != pointer.find(changed, p))
    days = [touched[p] for p in differing]
    return Overlay(changed, differing, max(days, default=None))


def amended(contacts: Iterable[Contact], amendments: Iterable[Amendment]) -> tuple[Contact, ...]:
    """The contacts with ``amendments`` (oldest first) over them, by the same rule as the text."""
    people = {contact.id: contact for contact in contacts}
    for amendment in amendments:
        held = people.get(amendment.contact_id)
        if held is not None and getattr(held, amendment.field, None) == amendment.old:
            people[held.id] = replace(held, **{amendment.field: amendment.new})
    return tuple(people.values())


def directories(schema: Schema) -> Iterable[Field]:
    """The lists of contacts in a plan."""
    return (field for field in schema.fields() if field.fact == "contact")


def contact_rows(
    schema: Schema, document: Mapping[str, Any]
) -> Iterable[tuple[str, tuple[str, dict[str, Any]]]]:
    """(id, (where, row)) of every contact."""
    for field in directories(schema):
        for where, listed in instances(field, document):
            for number, row in enumerate(listed if isinstance(listed, list) else ()):
                if isinstance(row, dict) and isinstance(row.get("id"), str):
                    yield row["id"], (pointer.child(where, number), row)
