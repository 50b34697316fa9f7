"""The expected set as it is kept: requirements and exemptions, with the day each ends."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Row, Select, Table, and_, or_, select

from yingji.clock import end_of
from yingji.coverage.tables import exemption, exemption_end, requirement, requirement_end
from yingji.db import Reading


@dataclass(frozen=True, slots=True)
class Requirement:
    """One unit (``unit_id``), or every unit of a kind (under a place, or anywhere), must hold a plan kind.

    ``until_day`` is the last day it holds; None: no end known.
    """

    id: int
    unit_id: int | None
    under_id: int | None
    unit_kind: str | None
    kind: str
    from_day: date
    until_day: date | None
    basis: str
    decided_by: str
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Exemption:
    """A unit is excused from a plan kind; ``until_day`` as in a requirement."""

    id: int
    unit_id: int
    kind: str
    from_day: date
    until_day: date | None
    reason: str
    approver: str


def requirements(
    r: Reading, known_on: date | None = None, *, as_of: date | None = None
) -> tuple[Requirement, ...]:
    """Every requirement by id; ``as_of`` leaves out decisions for later days that were entered later."""
    rows = r.rows(_ended(requirement, requirement_end, "requirement_id", known_on, as_of))
    return tuple(
        Requirement(
            row.id,
            row.unit_id,
            row.under_id,
            row.unit_kind,
            row.kind,
            row.from_day,
            _last(row),
            row.basis,
            row.decided_by,
            _fault(row),
        )
        for row in rows
    )


def exemptions(
    r: Reading, known_on: date | None = None, *, as_of: date | None = None
) -> tuple[Exemption, ...]:
    """Every exemption by id; ``as_of`` as in ``requirements``."""
    rows = r.rows(_ended(exemption, exemption_end, "exemption_id", known_on, as_of))
    return tuple(
        Exemption(row.id, row.unit_id, row.kind, row.from_day, _last(row), row.reason, row.approver)
        for row in rows
    )


def _ended(
    table: Table, ends: Table, key: str, known_on: date | None, as_of: date | None
) -> Select[tuple[object, ...]]:
    """The rows with the day each was ended (``ended_on``), as known and foreseen."""
    matched, kept = [ends.c[key] == table.c.id], []
    if known_on is not None:
        matched.append(ends.c.recorded_at <= end_of(known_on))
        kept.append(table.c.recorded_at <= end_of(known_on))
    if as_of is not None:
        matched.append(or_(ends.c.until_day < as_of, ends.c.recorded_at <= end_of(as_of)))
        kept.append(or_(table.c.from_day <= as_of, table.c.recorded_at <= end_of(as_of)))
    return (
        select(table, ends.c.until_day.label("ended_on"))
        .join(ends, and_(*matched), isouter=True)
        .where(*kept)
        .order_by(table.c.id)
    )


def _last(row: Row[tuple[object, ...]]) -> date | None:
    days = [day for day in (row.until_day, row.ended_on) if day is not None]
    return min(days, default=None)


def _fault(row: Row[tuple[object, ...]]) -> str:
    if row.until_day is None or row.until_day >= row.from_day:
        return ""
    return f"应编清单第{row.id}项的截止日{row.until_day}早于起始日{row.from_day}"
