"""What rules read of a document, found by ``x-fact`` and ``x-part`` and never by path."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from yingji.plans import pointer
from yingji.plans.canonical import canonical
from yingji.plans.catalogue import Field, Schema
from yingji.plans.telltale import SILENT, Telltale, of_values, telltale
from yingji.plans.wording import Wording


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody in the plan's directory; ``id`` survives versions."""

    id: str
    name: str
    post: str
    phone: str


@dataclass(frozen=True, slots=True)
class Cited:
    """A document the plan stands on; ``basis_id`` is its number in the register, "" if unknown."""

    title: str
    doc_no: str
    basis_id: str


@dataclass(frozen=True, slots=True)
class Supply:
    """Supplies with a date on them."""

    name: str
    expires_on: date


@dataclass(frozen=True, slots=True)
class Shelter:
    """``promised``: how many people this plan sends there; ``address`` is "" where the plan gives none."""

    id: str
    name: str
    capacity: int
    promised: int
    address: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """``leaders``: the chief first. ``empty_parts``: items of 办法 15 or 16 with nothing filled in.

    ``is_consulted``: whether it says how others were asked (办法 22).
    """

    contacts: tuple[Contact, ...] = ()
    leaders: tuple[Contact, ...] = ()
    basis: tuple[Cited, ...] = ()
    covers: tuple[str, ...] = ()
    supplies: tuple[Supply, ...] = ()
    shelters: tuple[Shelter, ...] = ()
    profile_date: date | None = None
    empty_parts: tuple[str, ...] = ()
    telltale: Telltale = SILENT
    is_consulted: bool = True

    @property
    def chief(self) -> str:
        """Name of the person in command, "" if none is named."""
        return self.leaders[0].name if self.leaders else ""

    def rows(self) -> tuple[dict[str, Any], ...]:
        """The facts as table rows ``fact key text day number``; ``from_rows`` is the inverse."""
        return tuple(self._rows())

    def _rows(self) -> Iterator[dict[str, Any]]:
        for fact, people in (("contact", self.contacts), ("leader", self.leaders)):
            for number, one in enumerate(people):
                yield _row(
                    fact, one.id, {"name": one.name, "post": one.post, "phone": one.phone}, number=number
                )
        for number, cited in enumerate(self.basis):
            yield _row("basis", cited.basis_id, {"title": cited.title, "doc_no": cited.doc_no}, number=number)
        for number, kind in enumerate(self.covers):
            yield _row("covers", kind, number=number)
        for number, supply in enumerate(self.supplies):
            yield _row("supply_expiry", "", {"name": supply.name}, day=supply.expires_on, number=number)
        for number, place in enumerate(self.shelters):
            text = {"name": place.name, "capacity": place.capacity, "promised": place.promised}
            if place.address:
                text["address"] = place.address
            yield _row("shelter", place.id, text, number=number)
        if self.profile_date is not None:
            yield _row("profile_date", "", day=self.profile_date)
        for number, part in enumerate(self.empty_parts):
            yield _row("empty_part", part, number=number)
        if not self.is_consulted:
            yield _row("unconsulted", "")
        if self.telltale != SILENT:
            yield _row("telltale", "", self.telltale.values())


def _row(
    fact: str, key: str, text: Mapping[str, Any] | None = None, *, day: date | None = None, number: int = 0
) -> dict[str, Any]:
    return {"fact": fact, "key": key, "text": canonical(text) if text else "", "day": day, "number": number}


Line = tuple[str, str, str, date | None, int | None]
"""A row of facts: fact, key, text, day, number."""


def from_rows(rows: Iterable[Mapping[str, Any]]) -> Facts:
    """The facts that ``Facts.rows`` wrote, in any order."""
    return from_lines((row["fact"], row["key"], row["text"], row["day"], row["number"]) for row in rows)


def from_lines(lines: Iterable[Line]) -> Facts:
    """The same from bare rows."""
    found: dict[str, list[tuple[str, dict[str, Any], date | None]]] = {}
    for fact, key, text, on_day, _ in sorted(lines, key=lambda line: line[4] or 0):
        found.setdefault(fact, []).append((key, json.loads(text) if text else {}, on_day))
    of = found.get
    return Facts(
        contacts=tuple([Contact(key, **text) for key, text, _ in of("contact", ())]),
        leaders=tuple([Contact(key, **text) for key, text, _ in of("leader", ())]),
        basis=tuple([Cited(basis_id=key, **text) for key, text, _ in of("basis", ())]),
        covers=tuple([key for key, _, _ in of("covers", ())]),
        supplies=tuple([Supply(text["name"], on) for _, text, on in of("supply_expiry", ()) if on]),
        shelters=tuple([Shelter(key, **text) for key, text, _ in of("shelter", ())]),
        profile_date=next((on for _, _, on in of("profile_date", ())), None),
        empty_parts=tuple([key for key, _, _ in of("empty_part", ())]),
        telltale=next((of_values(text) for _, text, _ in of("telltale", ())), SILENT),
        is_consulted="unconsulted" not in found,
    )


def facts(schema: Schema, document: Mapping[str, Any]) -> Facts:
    """The facts of a document (restricted values in place); tolerates half-filled ones."""
    wording = Wording(schema, document)
    contacts = tuple(_contact(row) for row in _all_rows(schema, document, "contact"))
    by_id = {one.id: one for one in contacts}
    named = (_text(leader) for leader in _values(schema, document, "leader"))
    return Facts(
        contacts=contacts,
        leaders=tuple(by_id[leader] for leader in dict.fromkeys(named) if leader in by_id),
        basis=tuple(
            Cited(_text(row.get("title")), _text(row.get("doc_no")), _text(row.get("basis_id")))
            for row in _all_rows(schema, document, "basis")
        ),
        covers=tuple(_text(kind) for kind in _values(schema, document, "covers")),
        supplies=tuple(_supplies(schema, document, wording)),
        shelters=tuple(_shelters(schema, document)),
        profile_date=next((day(value) for value in _values(schema, document, "profile_date")), None),
        empty_parts=empty_parts(schema, document),
        telltale=telltale(schema, document),
        is_consulted=any(map(_says_something, _values(schema, document, "consultation"))),
    )


def empty_parts(schema: Schema, document: Mapping[str, Any]) -> tuple[str, ...]:
    """The parts the 办法 names (``x-part``) of which the document says nothing."""
    filled: dict[str, bool] = {}
    for field in schema.fields():
        if field.part:
            value = pointer.find(document, field.pointer)
            filled[field.part] = filled.get(field.part, False) or _says_something(value)
    return tuple(part for part, something in filled.items() if not something)


def instances(field: Field, document: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Every ``(pointer, value)`` of a field in a document, rows followed."""
    found: list[tuple[str, Any]] = [("", document)]
    for step in pointer.tokens(field.pointer):
        found = [
            (pointer.child(where, key), inner) for where, value in found for key, inner in _steps(value, step)
        ]
    yield from found


def _steps(value: Any, step: str) -> Iterator[tuple[str | int, Any]]:
    if step == "*" and isinstance(value, list):
        yield from enumerate(value)
    elif isinstance(value, dict) and step in value:
        yield step, value[step]


def day(value: object) -> date | None:
    """The day an ISO text names, None for anything else."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _marked(schema: Schema, fact: str) -> Iterator[Field]:
    return (field for field in schema.fields() if field.fact == fact)


def _values(schema: Schema, document: Mapping[str, Any], fact: str) -> Iterator[Any]:
    for field in _marked(schema, fact):
        for _, value in instances(field, document):
            yield from value if isinstance(value, list) else (value,)


def _all_rows(schema: Schema, document: Mapping[str, Any], fact: str) -> Iterator[dict[str, Any]]:
    return (row for row in _values(schema, document, fact) if isinstance(row, dict))


def _contact(row: Mapping[str, Any]) -> Contact:
    return Contact(*(_text(row.get(key)) for key in ("id", "name", "post", "phone")))


def _supplies(schema: Schema, document: Mapping[str, Any], wording: Wording) -> Iterator[Supply]:
    for field in _marked(schema, "supply_expiry"):
        array = schema.at(field.pointer.rpartition("/*/")[0])
        for where, value in instances(field, document):
            expires_on = day(value)
            if expires_on is not None and array is not None:
                row = pointer.find(document, where.rpartition("/")[0])
                yield Supply(wording.label(array, row), expires_on)


def _shelters(schema: Schema, document: Mapping[str, Any]) -> Iterator[Shelter]:
    for field in _marked(schema, "shelter"):
        promised = people_sent(schema, document, field.pointer)
        for row in _all_rows(schema, document, "shelter"):
            row_id, capacity = _text(row.get("id")), row.get("capacity")
            room = capacity if isinstance(capacity, int) else 0
            where = _text(row.get("address"))
            yield Shelter(row_id, _text(row.get("name")), room, promised.get(row_id, 0), where)


def people_sent(schema: Schema, document: Mapping[str, Any], shelters: str) -> dict[str, int]:
    """How many people the rows that name a shelter and a number of ``people`` send to each."""
    sent: dict[str, int] = {}
    for field in schema.fields():
        if field.ref == shelters and field.pointer.count("/*") == 1:
            for where, row_id in instances(field, document):
                people = pointer.find(document, where.rpartition("/")[0] + "/people")
                if isinstance(people, int) and isinstance(row_id, str):
                    sent[row_id] = sent.get(row_id, 0) + people
    return sent


def _says_something(value: Any) -> bool:
    if isinstance(value, dict):
        return any(_says_something(inner) for inner in value.values())
    if isinstance(value, list):
        return any(_says_something(inner) for inner in value)
    return (
        value is not pointer.MISSING
        and value is not None
        and (not isinstance(value, str) or bool(value.strip()))
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
