"""What verdicts stand on, as known on a day."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, func, or_, select

from yingji.basis.calendar import Calendar, CalendarDay, calendar_of
from yingji.basis.documents import Document
from yingji.basis.policy import PolicyRow, Value, key_of, resolve
from yingji.basis.tables import basis_document, basis_major, policy, workday
from yingji.clock import end_of
from yingji.db import Reading
from yingji.units.queries import Unit


@dataclass(frozen=True, slots=True)
class MajorMark:
    """A named person marked a document of the register, or a version kept here, as a major change."""

    id: int
    basis_id: str | None
    version_id: int | None
    on_day: date
    by_name: str
    reason: str


def policy_rows(
    r: Reading, key: str | None = None, known_on: date | None = None, *, as_of: date | None = None
) -> tuple[PolicyRow, ...]:
    """Every decision on thresholds (or on one), the oldest first.

    ``as_of`` leaves out what holds only from a later day and was entered only after that day.
    """
    columns = (policy.c[one.name] for one in fields(PolicyRow))
    statement = select(*columns).where(*_recorded(policy, known_on)).order_by(policy.c.id)
    if as_of is not None:
        statement = statement.where(foreseen(policy.c.from_day, policy.c.recorded_at, as_of))
    if key is not None:
        statement = statement.where(policy.c.key == key)
    return tuple(PolicyRow(*tuple(row)) for row in r.rows(statement))


def policy_value(
    r: Reading,
    key: str,
    *,
    unit: Unit | None,
    plan_kind: str | None,
    on: date,
    known_on: date | None = None,
) -> Value:
    """The threshold that holds on that day for a unit and plan kind; None when it is not set.

    Raises ``Usage`` for an unknown key or an unreadable stored value.
    """
    key_of(key)
    found = resolve(
        policy_rows(r, key, known_on),
        key,
        unit_path=unit.path if unit else "",
        unit_kind=unit.kind if unit else None,
        plan_kind=plan_kind,
        on=on,
    )
    return found.value if found else None


def working_days(r: Reading, known_on: date | None = None) -> Calendar:
    """The published working days."""
    rows = r.rows(
        select(workday.c.day, workday.c.is_workday)
        .where(*_recorded(workday, known_on))
        .order_by(workday.c.id)
    )
    return calendar_of(CalendarDay(row.day, row.is_workday) for row in rows)


def documents(r: Reading, known_on: date | None = None, *, as_of: date | None = None) -> tuple[Document, ...]:
    """The register: of each id the newest row, in the order of ids.

    ``as_of`` leaves out what was issued only after that day and was entered only after it.
    """
    newest = _newest(basis_document.c.id, basis_document.c.row, known_on)
    statement = select(basis_document).where(basis_document.c.row.in_(newest)).order_by(basis_document.c.id)
    if as_of is not None:
        begun = func.coalesce(basis_document.c.issued_on, basis_document.c.effective_on)
        known = foreseen(begun, basis_document.c.recorded_at, as_of)
        statement = statement.where(or_(begun.is_(None), known))
    rows = r.rows(statement)
    return tuple(
        Document(
            id=row.id,
            title=row.title,
            doc_no=row.doc_no,
            issuer=row.issuer,
            kind=row.kind,
            issued_on=row.issued_on,
            effective_on=row.effective_on,
            supersedes=row.supersedes,
            ended_on=row.ended_on,
            certainty=row.certainty,
            note=row.note,
        )
        for row in rows
    )


def major_marks(r: Reading, known_on: date | None = None) -> tuple[MajorMark, ...]:
    """Every mark of a major change, the oldest first."""
    rows = r.rows(select(basis_major).where(*_recorded(basis_major, known_on)).order_by(basis_major.c.id))
    return tuple(
        MajorMark(row.id, row.basis_id, row.version_id, row.on_day, row.by_name, row.reason) for row in rows
    )


def calendar_days(r: Reading) -> tuple[CalendarDay, ...]:
    """The exceptions as they stand, by day."""
    rows = r.rows(
        select(workday)
        .where(workday.c.id.in_(_newest(workday.c.day, workday.c.id, None)))
        .order_by(workday.c.day)
    )
    return tuple(CalendarDay(row.day, row.is_workday, row.note) for row in rows)


def foreseen(day: ColumnElement[Any], recorded_at: ColumnElement[Any], as_of: date) -> ColumnElement[bool]:
    """The condition that a dated row had begun by ``as_of``, or was entered by then."""
    return or_(day <= as_of, recorded_at <= end_of(as_of))


def _newest(by: Any, row: Any, known_on: date | None) -> Select[tuple[int]]:
    return select(func.max(row)).where(*_recorded(row.table, known_on)).group_by(by)


def _recorded(table: Table, known_on: date | None) -> list[ColumnElement[bool]]:
    return [] if known_on is None else [table.c.recorded_at <= end_of(known_on)]
