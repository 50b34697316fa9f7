"""What was told of contacts and shelters, and which upload was the newest when it was told."""

from bisect import bisect_right
from collections import defaultdict
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, String, Table, literal, select, type_coerce, union_all

from yingji.coverage.facts import ContactCheck
from yingji.coverage.queries.rows import Scope, of_plans
from yingji.plans.tables import plan, version
from yingji.readiness.tables import amendment, contact_check, shelter_closure


def contact_checks(scope: Scope) -> dict[int, dict[str, ContactCheck]]:
    """By plan and contact, the newest check; none where the number was amended after it."""
    told = (
        _told(scope, contact_check, contact_check.c.outcome, contact_check.c.person),
        _told(scope, amendment, literal("amended"), literal("")).where(amendment.c.field != "post"),
    )
    every, uploads = union_all(*told).subquery().c, _uploads(scope)
    statement = select(every.plan_id, every.contact_id, every.outcome, every.on_day, every.at, every.person)
    found: dict[int, dict[str, ContactCheck]] = defaultdict(dict)
    for row in scope.r.rows(statement.order_by(every.on_day, every.at, every.id)):
        plan_id, contact_id, outcome, on_day, at, person = tuple(row)
        if outcome == "amended":
            found[plan_id].pop(contact_id, None)
        else:
            seen = 1 + bisect_right(uploads[plan_id], at) if plan_id in uploads else 1
            found[plan_id][contact_id] = ContactCheck(outcome == "confirmed", on_day, seen, person)
    return found


def _told(scope: Scope, table: Table, outcome: ColumnElement[Any], person: ColumnElement[Any]) -> Select[Any]:
    columns = (table.c.plan_id, table.c.contact_id, outcome.label("outcome"), table.c.on_day)
    return of_plans(scope, table).with_only_columns(
        *columns, person.label("person"), _written(table).label("at"), table.c.id
    )


def _uploads(scope: Scope) -> dict[int, list[str]]:
    """By plan of several versions, when each after the first was uploaded, as written."""
    statement = (
        select(version.c.plan_id, _written(version).label("at"))
        .join(plan, plan.c.id == version.c.plan_id)
        .where(*scope.plans(), version.c.number > 1)
        .order_by(version.c.number)
    )
    found: dict[int, list[str]] = defaultdict(list)
    for row in scope.r.rows(statement):
        found[row.plan_id].append(row.at)
    return found


def _written(table: Table) -> ColumnElement[str]:
    """When a row was entered, as the text by which both engines sort."""
    return type_coerce(table.c.recorded_at, String)


def closed_shelters(scope: Scope) -> dict[int, list[tuple[str, date, int]]]:
    """By plan, (shelter, first day without it, newest upload there was when that was told), the latest first."""
    found: dict[int, list[tuple[str, date, int]]] = defaultdict(list)
    statement = of_plans(scope, shelter_closure).add_columns(_written(shelter_closure).label("at"))
    uploads = _uploads(scope)
    for row in scope.r.rows(statement.order_by(shelter_closure.c.on_day.desc())):
        seen = 1 + bisect_right(uploads.get(row.plan_id, []), row.at)
        found[row.plan_id].append((row.shelter_id, row.on_day, seen))
    return found
