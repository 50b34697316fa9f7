"""Who was reminded of which plan, when and how."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from yingji.coverage.tables import WAYS, reminder
from yingji.db import Reading


@dataclass(frozen=True, slots=True)
class Reminder:
    """One time somebody was reminded; ``way`` is a key of ``WAYS``."""

    id: int
    unit_id: int
    kind: str
    whom: str
    way: str
    on_day: date
    by_name: str

    @property
    def way_title(self) -> str:
        """How, in words."""
        return WAYS[self.way]


def reminders(r: Reading, unit_ids: Collection[int]) -> tuple[Reminder, ...]:
    """Every reminder of these units, the oldest first."""
    rows = r.rows(
        select(reminder).where(reminder.c.unit_id.in_(unit_ids)).order_by(reminder.c.on_day, reminder.c.id)
    )
    return tuple(
        Reminder(row.id, row.unit_id, row.kind, row.whom, row.way, row.on_day, row.by_name) for row in rows
    )
