"""Working days: weekends and statutory holidays left out, make-up days (调休) counted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

FIXED_HOLIDAYS = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})
"""(month, day) of the holidays on fixed dates.

《全国年节及纪念日放假办法》（国务院令第795号修订，2025年1月1日起施行）第二条，待核实. Spring Festival, 清明, 端午 and
中秋 move from year to year and are known only when published.
"""


TELLING = ((1, 1), (5, 1), (10, 1), (10, 2), (10, 3))
"""Holidays that every notice of a year's working days has named; a few days entered are not yet the year."""

SHORTEST_MONTH = 28
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A published exception to Monday–Friday, or the withdrawal of one."""

    day: date
    is_workday: bool
    note: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Calendar:
    """Published exceptions, and the years of which the whole notice is there; ``deadlines`` it reckoned before."""

    exceptions: Mapping[date, bool]
    years: frozenset[int]
    deadlines: "dict[tuple[date, int], Deadline]" = field(default_factory=dict, repr=False)

    def is_published(self, day: date) -> bool:
        """Whether the office has the working days of that year."""
        return day.year in self.years

    def is_workday(self, day: date) -> bool:
        """By the published calendar; in other years Monday–Friday less the fixed holidays (暂定)."""
        published = self.exceptions.get(day)
        if published is not None:
            return published
        if day.weekday() >= SATURDAY:
            return False
        return day.year in self.years or (day.month, day.day) not in FIXED_HOLIDAYS


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day that is still in time. ``provisional``: reckoned on an unpublished year, 暂定."""

    day: date
    provisional: bool


def calendar_of(days: Iterable[CalendarDay]) -> Calendar:
    """The calendar of ``days``; of two entries for a day the later one in the list counts."""
    exceptions = {entry.day: entry.is_workday for entry in days}
    return Calendar(
        exceptions,
        frozenset(year for year in {day.year for day in exceptions} if _is_whole(year, exceptions)),
    )


def _is_whole(year: int, exceptions: Mapping[date, bool]) -> bool:
    fixed = (date(year, month, day) for month, day in TELLING)
    return all(day in exceptions for day in fixed if day.weekday() < SATURDAY)


def add_workdays(day: date, count: int, calendar: Calendar) -> Deadline:
    """The ``count``-th working day after ``day``; ``day`` itself does not count.

    2025-01-10 + 20 → 2025-02-13. Raises ``ValueError`` for a negative count.
    """
    found = calendar.deadlines.get((day, count))
    if found is None:
        found = calendar.deadlines[day, count] = _reckoned(day, count, calendar)
    return found


def _reckoned(day: date, count: int, calendar: Calendar) -> Deadline:
    if count < 0:
        raise ValueError("count must not be negative")
    last, left, one = day, count, timedelta(days=1)
    provisional = False
    while left:
        last += one
        left -= calendar.is_workday(last)
        provisional = provisional or not calendar.is_published(last)
    return Deadline(last, provisional)


@lru_cache(maxsize=1 << 14)
def add_months(day: date, count: int) -> date:
    """The same day ``count`` calendar months later, clamped to the month's end.

    2024-02-29 + 36 → 2027-02-28; beyond the last year there is, the last day there is.
    """
    years, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    if years > date.max.year:
        return date.max
    if day.day > SHORTEST_MONTH:
        return date(years, month + 1, min(day.day, _length_of(years, month + 1)))
    return date(years, month + 1, day.day)


def _length_of(year: int, month: int) -> int:
    if month == 12:
        return 31
    return (date(year, month + 1, 1) - timedelta(days=1)).day
