"""The only wall clock. Doors ask it; everything below takes days and instants as arguments."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
BEGINNING = date(1, 1, 1)


@dataclass(frozen=True, slots=True)
class Clock:
    """Tells the time in Asia/Shanghai; ``fixed`` sets it for rehearsals and tests."""

    fixed: datetime | None = None

    @property
    def is_set(self) -> bool:
        """Whether the clock was set by hand; ledger entries then say so."""
        return self.fixed is not None

    def now(self) -> datetime:
        """The instant, in Asia/Shanghai."""
        return (self.fixed or datetime.now(UTC)).astimezone(SHANGHAI)

    def today(self) -> date:
        """The day in Asia/Shanghai."""
        return self.now().date()


def end_of(day: date) -> datetime:
    """The last instant of ``day`` in Asia/Shanghai."""
    if day == date.max:
        return datetime.max.replace(tzinfo=SHANGHAI)
    return datetime.combine(day + timedelta(days=1), time(), SHANGHAI) - timedelta(microseconds=1)


def day_of(moment: datetime) -> date:
    """The Asia/Shanghai day of an instant."""
    return moment.astimezone(SHANGHAI).date()
