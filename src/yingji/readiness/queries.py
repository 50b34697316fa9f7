"""What is known of a plan's contacts, drills and shelters, and of who holds which post."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select

from yingji.clock import end_of
from yingji.db import Reading
from yingji.lifecycle.queries import version_in_force
from yingji.plans.catalogue import load
from yingji.plans.facts import Contact, Facts, from_rows
from yingji.plans.tables import version, version_fact
from yingji.readiness.overlay import Amendment, Overlay, amended, overlaid
from yingji.readiness.posts import person_of
from yingji.readiness.tables import (
    amendment,
    contact_check,
    corrective_close,
    corrective_item,
    drill,
    roster,
    shelter_closure,
)


@dataclass(frozen=True, slots=True)
class ContactCheck:
    """The newest check of one contact. ``outcome``: ``confirmed`` or ``failed``."""

    contact_id: str
    outcome: str
    on_day: date
    by_name: str


@dataclass(frozen=True, slots=True)
class Item:
    """Something a drill showed to be mended; open until ``closed_on``."""

    id: int
    content: str
    closed_on: date | None


@dataclass(frozen=True, slots=True)
class Drill:
    """A drill held, with what it showed."""

    id: int
    on_day: date
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a post since when."""

    post: str
    name: str
    from_day: date


def facts_in_force(r: Reading, plan_id: int, on: date) -> Facts | None:
    """What the plan in force on the day says, its contacts as amended; None when nothing is in force."""
    version_id = version_in_force(r, plan_id, on)
    if version_id is None:
        return None
    rows = r.rows(select(version_fact).where(version_fact.c.version_id == version_id))
    facts = from_rows(row._asdict() for row in rows)
    return replace(facts, contacts=amended(facts.contacts, amendments_of(r, version_id, on)))


def directory(r: Reading, plan_id: int, on: date) -> tuple[Contact, ...]:
    """Everybody with a telephone whom the plan in force on the day names, leaders first, as amended by then."""
    version_id, facts = version_in_force(r, plan_id, on), facts_in_force(r, plan_id, on)
    if version_id is None or facts is None:
        return ()
    people = amended((*facts.leaders, *facts.contacts), amendments_of(r, version_id, on))
    return tuple(contact for contact in people if contact.phone)


def contact_checks(r: Reading, plan_id: int, on: date) -> tuple[ContactCheck, ...]:
    """Of each contact the newest check up to the day that speaks of the text in force, by contact.

    What was told before that text was uploaded went with the older one, unless somebody was reached
    whom it still names under that number.
    """
    facts, uploaded_at = facts_in_force(r, plan_id, on), _uploaded_at(r, plan_id, on)
    named = {one.id: person_of(one.name, one.phone) for one in facts.contacts} if facts else {}
    rows = r.rows(
        select(contact_check)
        .where(contact_check.c.plan_id == plan_id, contact_check.c.on_day <= on)
        .order_by(contact_check.c.on_day, contact_check.c.id)
    )
    newest = {row.contact_id: row for row in rows}
    return tuple(
        ContactCheck(row.contact_id, row.outcome, row.on_day, row.by_name)
        for key, row in sorted(newest.items())
        if row.recorded_at >= uploaded_at or (row.outcome == "confirmed" and row.person == named.get(key))
    )


def _uploaded_at(r: Reading, plan_id: int, on: date) -> datetime:
    """When the text in force was uploaded; the beginning of time where there is none."""
    found = select(version.c.recorded_at).where(version.c.id == version_in_force(r, plan_id, on))
    return r.scalar(found) or datetime.min.replace(tzinfo=UTC)


def amendments_of(
    r: Reading, version_id: int, on: date, known_on: date | None = None
) -> tuple[Amendment, ...]:
    """What was amended by the day in the contacts of the version's plan since the version was uploaded, oldest first."""
    statement = (
        select(amendment)
        .join(version, version.c.plan_id == amendment.c.plan_id)
        .where(version.c.id == version_id, amendment.c.on_day <= on)
        .where(amendment.c.recorded_at >= version.c.recorded_at)
        .order_by(amendment.c.on_day, amendment.c.id)
    )
    if known_on is not None:
        statement = statement.where(amendment.c.recorded_at <= end_of(known_on))
    return tuple(
        Amendment(row.contact_id, row.field, row.old, row.new, row.on_day, row.by_name, row.recorded_at)
        for row in r.rows(statement)
    )


def as_amended(r: Reading, version_id: int, on: date, document: Mapping[str, Any]) -> Overlay:
    """A version's document with its contacts as amended by the day, for print, card and page."""
    name = r.scalar(select(version.c.schema).where(version.c.id == version_id))
    if not name:
        return Overlay(dict(document), (), None)
    return overlaid(load().get(name), document, amendments_of(r, version_id, on))


def drills_of(r: Reading, plan_id: int) -> tuple[Drill, ...]:
    """The drills of a plan, oldest first. Two statements."""
    held = r.rows(select(drill).where(drill.c.plan_id == plan_id).order_by(drill.c.on_day, drill.c.id))
    rows = r.rows(
        select(corrective_item, corrective_close.c.on_day)
        .join(drill, drill.c.id == corrective_item.c.drill_id)
        .join(
            corrective_close,
            corrective_close.c.item_id == corrective_item.c.id,
            isouter=True,
        )
        .where(drill.c.plan_id == plan_id)
        .order_by(corrective_item.c.id)
    )
    items: dict[int, list[Item]] = {}
    for row in rows:
        items.setdefault(row.drill_id, []).append(Item(row.id, row.content, row.on_day))
    return tuple(Drill(row.id, row.on_day, tuple(items.get(row.id, ()))) for row in held)


def roster_of(r: Reading, unit_id: int, on: date, known_on: date | None = None) -> tuple[Holder, ...]:
    """Who holds which post of a unit on the day, by post."""
    statement = select(roster).where(roster.c.unit_id == unit_id, roster.c.from_day <= on)
    if known_on is not None:
        statement = statement.where(roster.c.recorded_at <= end_of(known_on))
    newest = {row.post: row for row in r.rows(statement.order_by(roster.c.from_day, roster.c.id))}
    return tuple(Holder(row.post, row.name, row.from_day) for _, row in sorted(newest.items()))


def closed_shelters(r: Reading, plan_id: int, on: date) -> dict[str, date]:
    """The shelters the text in force relies on that were closed since it was uploaded, each with its first such day."""
    rows = r.rows(
        select(shelter_closure)
        .where(shelter_closure.c.plan_id == plan_id, shelter_closure.c.on_day <= on)
        .where(shelter_closure.c.recorded_at >= _uploaded_at(r, plan_id, on))
        .order_by(shelter_closure.c.on_day.desc())
    )
    return {row.shelter_id: row.on_day for row in rows}
