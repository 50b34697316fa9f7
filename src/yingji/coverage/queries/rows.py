"""The SELECTs behind ``gather``: each reads one kind of row for every unit in scope at once."""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, Table, func, or_, select

from yingji.clock import day_of, end_of
from yingji.coverage.facts import DraftFacts, OpenItem
from yingji.db import Reading
from yingji.ledger.tables import ledger_entry
from yingji.lifecycle.history import Act
from yingji.lifecycle.tables import act
from yingji.plans.facts import Facts, Line, from_lines
from yingji.plans.tables import attachment, plan, version, version_fact, working_copy
from yingji.readiness.tables import (
    corrective_close,
    corrective_item,
    drill,
    roster,
)
from yingji.units.queries import path_within
from yingji.units.tables import unit_change, unit_name, unit_place

READ = frozenset({"approve", "issue", "record", "file", "publish", "confirm", "declare", "correct"})
"""Moves whose fields say something that rules read; a checklist is for the reviewer."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Everything at and below ``path`` and above it, and what that was merged or split from.

    ``is_alone``: the unit at ``path`` without what is below it.
    """

    r: Reading
    path: str
    as_of: date
    known_on: date | None
    kind: str | None
    is_alone: bool = False

    def units(self, column: ColumnElement[Any]) -> ColumnElement[bool]:
        """The condition that ``column`` holds the own id of a unit in scope."""
        above = [int(part) for part in self.path.split("/") if part]
        here = unit_place.c.unit_id == above[-1] if self.is_alone else path_within(self.r, self.path)
        below = select(unit_place.c.unit_id).where(here)
        merged = select(unit_change.c.unit_id).where(unit_change.c.other_id.in_(below))
        parted = select(unit_change.c.other_id).where(unit_change.c.unit_id.in_(below))
        return or_(column.in_(below), column.in_(above), column.in_(merged), column.in_(parted))

    def plans(self) -> list[ColumnElement[bool]]:
        """The conditions on ``plan``: in scope, of the kind asked or the comprehensive one that may cover it."""
        kinds = [] if self.kind is None else [plan.c.kind.in_({self.kind, "comprehensive"})]
        return [self.units(plan.c.unit_id), *kinds]

    def known(self, table: Table) -> list[ColumnElement[bool]]:
        """The condition that a row had been entered by ``known_on``."""
        return [] if self.known_on is None else [table.c.recorded_at <= end_of(self.known_on)]


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version without its contents."""

    id: int
    number: int
    schema: str
    digest: str
    uploaded_on: date


@dataclass(frozen=True, slots=True)
class Event:
    """A founding, merger or split, as the act on the unit tells it."""

    unit_id: int
    other_id: int | None
    how: str
    on_day: date


def plan_ids(scope: Scope) -> dict[tuple[int, str], int]:
    """Plans by unit and kind."""
    rows = scope.r.rows(select(plan).where(*scope.plans()))
    return {(row.unit_id, row.kind): row.id for row in rows}


def versions(scope: Scope) -> dict[int, list[VersionRow]]:
    """Versions by plan, oldest first."""
    found: dict[int, list[VersionRow]] = defaultdict(list)
    statement = (
        select(*(version.c[name] for name in ("plan_id", "id", "number", "schema", "digest", "recorded_at")))
        .join(plan, plan.c.id == version.c.plan_id)
        .where(*scope.plans(), *scope.known(version))
        .order_by(version.c.number)
    )
    for row in scope.r.rows(statement):
        found[row.plan_id].append(
            VersionRow(row.id, row.number, row.schema, row.digest, day_of(row.recorded_at))
        )
    return found


def acts(scope: Scope) -> dict[int, list[Act]]:
    """Acts by plan, in the order recorded, with the fields that rules read.

    An act whose fields cannot be read has none.
    """
    found: dict[int, list[Act]] = defaultdict(list)
    statement = (
        select(act.c.id, act.c.version_id, act.c.move, act.c.on_day, act.c.recorded_at, act.c.fields)
        .add_columns(version.c.plan_id)
        .join(version, version.c.id == act.c.version_id)
        .join(plan, plan.c.id == version.c.plan_id)
        .where(*scope.plans(), *scope.known(act))
        .order_by(act.c.id)
    )
    for row in scope.r.rows(statement):
        fields = _fields(row.fields) if row.move in READ else {}
        found[row.plan_id].append(
            Act(row.id, row.version_id, row.move, row.on_day, row.recorded_at, "", "", fields)
        )
    return found


def contents(scope: Scope, wanted: Collection[int]) -> dict[int, Facts | None]:
    """What the wanted versions say, of those ever issued; None where that cannot be read."""
    issued = select(act.c.version_id).where(act.c.move.in_(("issue", "record")))
    fact = version_fact.c
    statement = (
        select(fact.version_id, fact.fact, fact.key, fact.text, fact.day, fact.number)
        .join(version, version.c.id == fact.version_id)
        .join(plan, plan.c.id == version.c.plan_id)
        .where(*scope.plans(), version.c.id.in_(issued))
        .order_by(fact.id)
    )
    found: dict[int, list[Line]] = defaultdict(list)
    for row in scope.r.rows(statement):
        if row[0] in wanted:
            found[row[0]].append(cast("Line", row[1:]))
    return {version_id: _said(tuple(lines)) for version_id, lines in found.items()}


@lru_cache(maxsize=1 << 10)
def _said(lines: tuple[Line, ...]) -> Facts | None:
    """The facts of the lines, once for all who ask for the same version."""
    try:
        return from_lines(lines)
    except (KeyError, TypeError, ValueError):
        return None


def drafts(scope: Scope) -> dict[tuple[int, str], DraftFacts]:
    """Working copies by unit and kind.

    A working copy changes and goes without a trace of its own, so what was there when is told by
    the ledger wherever ``known_on`` asks for an answer that must never change.
    """
    if scope.known_on is not None:
        return _drafts_by_ledger(scope, scope.known_on)
    statement = (
        select(plan.c.unit_id, plan.c.kind, working_copy.c.must_count, working_copy.c.recorded_at)
        .join(plan, plan.c.id == working_copy.c.plan_id)
        .where(*scope.plans(), working_copy.c.recorded_at <= end_of(scope.as_of))
    )
    return {
        (row.unit_id, row.kind): DraftFacts(row.must_count, day_of(row.recorded_at))
        for row in scope.r.rows(statement)
    }


def _drafts_by_ledger(scope: Scope, known_on: date) -> dict[tuple[int, str], DraftFacts]:
    newest = (
        select(func.max(ledger_entry.c.id))
        .where(
            ledger_entry.c.act.in_(("plan.keep", "plan.discard", "plan.upload", "plan.record")),
            scope.units(ledger_entry.c.unit_id),
            ledger_entry.c.at <= end_of(min(known_on, scope.as_of)),
        )
        .group_by(ledger_entry.c.unit_id, ledger_entry.c.kind)
    )
    rows = scope.r.rows(
        select(ledger_entry).where(ledger_entry.c.id.in_(newest), ledger_entry.c.act == "plan.keep")
    )
    return {
        (row.unit_id, row.kind): DraftFacts(
            int(json.loads(row.content)["detail"].get("must", 0)), day_of(row.at)
        )
        for row in rows
    }


def signed_days(scope: Scope) -> dict[int, date]:
    """By version, the day its signed text was first attached."""
    statement = (
        select(attachment.c.version_id, func.min(attachment.c.on_day).label("day"))
        .join(version, version.c.id == attachment.c.version_id)
        .join(plan, plan.c.id == version.c.plan_id)
        .where(
            *scope.plans(),
            attachment.c.type == "signed",
            attachment.c.on_day <= scope.as_of,
            *scope.known(attachment),
        )
        .group_by(attachment.c.version_id)
    )
    return {row.version_id: row.day for row in scope.r.rows(statement)}


def last_drills(scope: Scope) -> dict[int, date]:
    """By plan, the day of the last drill."""
    statement = of_plans(scope, drill).order_by(drill.c.on_day)
    return {row.plan_id: row.on_day for row in scope.r.rows(statement)}


def open_items(scope: Scope) -> dict[int, list[OpenItem]]:
    """By plan, the corrective items not closed by the day."""
    closed = select(corrective_close.c.item_id).where(
        corrective_close.c.on_day <= scope.as_of, *scope.known(corrective_close)
    )
    statement = (
        of_plans(scope, drill)
        .add_columns(corrective_item.c.content)
        .join(corrective_item, corrective_item.c.drill_id == drill.c.id)
        .where(corrective_item.c.id.not_in(closed), *scope.known(corrective_item))
        .order_by(drill.c.on_day, corrective_item.c.id)
    )
    found: dict[int, list[OpenItem]] = defaultdict(list)
    for row in scope.r.rows(statement):
        found[row.plan_id].append(OpenItem(row.content, row.on_day))
    return found


def rosters(scope: Scope) -> dict[int, list[tuple[str, str, date]]]:
    """By unit, (post, name, from day), oldest first."""
    statement = (
        select(roster)
        .where(scope.units(roster.c.unit_id), roster.c.from_day <= scope.as_of, *scope.known(roster))
        .order_by(roster.c.from_day, roster.c.id)
    )
    found: dict[int, list[tuple[str, str, date]]] = defaultdict(list)
    for row in scope.r.rows(statement):
        found[row.unit_id].append((row.post, row.name, row.from_day))
    return found


def places(scope: Scope) -> dict[int, list[tuple[date, str]]]:
    """By unit that has been moved or ended or will be, as far as entered by the day, (from day, path), oldest first."""
    place = unit_place.c
    here = select(place.unit_id).where(scope.units(place.unit_id))
    moved = here.group_by(place.unit_id).having(func.count() > 1)
    statement = (
        select(place.unit_id, place.from_day, place.path)
        .where(place.unit_id.in_(moved), *scope.known(unit_place))
        .where(or_(place.from_day <= scope.as_of, place.recorded_at <= end_of(scope.as_of)))
        .order_by(place.from_day, place.id)
    )
    found: dict[int, list[tuple[date, str]]] = defaultdict(list)
    for row in scope.r.rows(statement):
        found[row.unit_id].append((row.from_day, row.path))
    return found


def events(scope: Scope) -> list[Event]:
    """Foundings, mergers and splits up to the day, the oldest first."""
    statement = (
        select(unit_change)
        .where(
            or_(scope.units(unit_change.c.unit_id), scope.units(unit_change.c.other_id)),
            unit_change.c.how.in_(("add", "merge", "split")),
            unit_change.c.on_day <= scope.as_of,
            *scope.known(unit_change),
        )
        .order_by(unit_change.c.on_day, unit_change.c.id)
    )
    return [Event(row.unit_id, row.other_id, row.how, row.on_day) for row in scope.r.rows(statement)]


def names(scope: Scope) -> dict[int, tuple[str, frozenset[str], date]]:
    """By unit ever in scope, the last name, every code it has had by the day, and its first day."""
    statement = (
        select(unit_name)
        .where(scope.units(unit_name.c.unit_id), unit_name.c.from_day <= scope.as_of, *scope.known(unit_name))
        .order_by(unit_name.c.from_day, unit_name.c.id)
    )
    found: dict[int, tuple[str, frozenset[str], date]] = {}
    for row in scope.r.rows(statement):
        _, codes, since = found.get(row.unit_id, ("", frozenset[str](), row.from_day))
        found[row.unit_id] = row.name, codes | {row.code}, since
    return found


def of_plans(scope: Scope, table: Table) -> Select[Any]:
    """The rows of a table of plans that had happened, and were known, by the day."""
    return (
        select(table)
        .join(plan, plan.c.id == table.c.plan_id)
        .where(*scope.plans(), table.c.on_day <= scope.as_of, *scope.known(table))
    )


def _fields(text: str) -> Mapping[str, Any]:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
