"""Job two: audit coverage. Gather facts in a fixed number of statements, examine, summarise: one report, many faces."""

from datetime import date, datetime
from typing import Any

from yingji.access.rights import Actor, demand, visible
from yingji.basis.policy import PolicyRow
from yingji.coverage import queries
from yingji.coverage.examine import examine
from yingji.coverage.report import Report, as_json, summarise
from yingji.coverage.table import as_csv, as_table
from yingji.db import Reading
from yingji.errors import Usage
from yingji.plans.queries import check_kind
from yingji.units.queries import Unit, served


def report(
    r: Reading,
    actor: Actor,
    *,
    unit: Unit,
    kind: str | None,
    as_of: date,
    known_on: date | None,
    today: date,
    computed_at: datetime,
) -> Report:
    """The state of every required plan at and below ``unit`` that the actor may see.

    Raises ``Forbidden`` when the actor sees nothing there, ``Usage`` for an unknown kind.
    """
    if kind is not None:
        check_kind(r, kind)
    scope = visible(actor)
    cells = queries.gather(r, unit.id, as_of, known_on, kind)
    seen = tuple(cell for cell in cells if scope.covers(cell.unit.path))
    if not seen and not scope.covers(unit.path):
        demand(actor, "plan.read", unit.path)
    return summarise(
        seen,
        place=(unit.code, unit.name),
        as_of=as_of,
        known_on=known_on,
        today=today,
        computed_at=computed_at,
    )


def face(found: Report, form: str, group: str | None = None) -> str | dict[str, Any]:
    """The report as ``table``, ``csv`` or ``json``."""
    if form == "json":
        return as_json(found, group)
    if form == "csv":
        return as_csv(found)
    if form == "table":
        return as_table(found)
    raise Usage(f"没有「{form}」这种格式。可用：table、json、csv。")


def is_evaluation_due(r: Reading, unit: Unit, kind: str, as_of: date) -> bool:
    """Whether the plan in force has reached its evaluation date (O1), for the mark on paper."""
    verdicts = [examine(cell) for cell in queries.gather(r, unit.id, as_of, None, kind, is_alone=True)]
    return any(verdict is not None and verdict.status == "review_overdue" for verdict in verdicts)


def preview_major(
    r: Reading,
    actor: Actor,
    *,
    unit: Unit | None,
    today: date,
    on: date,
    basis_id: str | None,
    version_id: int | None,
) -> tuple[str, ...]:
    """The plans that marking an upstream document as a major change would make need revision.

    Asked by whoever may set the mark; raises ``Forbidden`` for others.
    """
    place = unit or served(r, today)
    demand(actor, "basis.change", place.path if place else "")
    return queries.preview_major(r, as_of=today, on=on, basis_id=basis_id, version_id=version_id)


def preview_policy(r: Reading, actor: Actor, row: PolicyRow, *, unit: Unit, today: date) -> tuple[str, ...]:
    """The plans under ``unit`` that deciding a threshold would show otherwise, with was and would be.

    Asked by whoever may decide it; raises ``Forbidden`` for others.
    """
    demand(actor, "policy.change", unit.path)
    return queries.preview_policy(r, unit_id=unit.id, as_of=today, row=row)
