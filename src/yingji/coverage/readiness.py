"""可用: whether a timely plan would work, by contacts confirmed and drills held within their time."""

from dataclasses import dataclass
from datetime import date, timedelta

from yingji.basis.calendar import add_months
from yingji.coverage.facts import CellFacts, VersionFacts
from yingji.coverage.today import Today


@dataclass(frozen=True, slots=True)
class Readiness:
    """``contacts`` of which ``confirmed`` within ``contact_days``; the drill cycle, if there is one."""

    has_text: bool
    contacts: int
    confirmed: int
    contact_days: int | None
    drill_months: int | None
    last_drill_on: date | None
    is_drilled: bool

    @property
    def is_usable(self) -> bool:
        """Every contact confirmed and the last drill within its cycle; a scan alone is never usable."""
        return self.has_text and 0 < self.contacts == self.confirmed and self.is_drilled


def readiness_of(cell: CellFacts, version: VersionFacts, today: Today) -> Readiness:
    """How ready the plan in force is on the day asked; a threshold that is missing never counts as a pass."""
    days = cell.thresholds.number("contact_days", today)
    cycle = cell.thresholds.on("drill_months", today)
    last = cell.plan.last_drill_on
    contacts = version.document.contacts if version.document else ()
    return Readiness(
        has_text=version.document is not None,
        contacts=len(contacts),
        confirmed=_confirmed(cell, version, days, today),
        contact_days=days,
        drill_months=cycle.number if cycle else None,
        last_drill_on=last,
        is_drilled=cycle is None
        or (
            cycle.number is not None and last is not None and not today.passed(add_months(last, cycle.number))
        ),
    )


def _confirmed(cell: CellFacts, version: VersionFacts, days: int | None, today: Today) -> int:
    """How many contacts were reached by their newest check, no longer ago than ``days``."""
    if days is None:
        return 0
    within = timedelta(days=days)
    checks = cell.plan.checks_of(version).values()
    return sum(check.is_confirmed and not today.passed(check.on_day + within) for check in checks)
