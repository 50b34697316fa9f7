"""A finding, and the case a rule looks at."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

from yingji.basis.calendar import add_workdays
from yingji.coverage.facts import CellFacts, VersionFacts
from yingji.coverage.neighbours import Beside
from yingji.coverage.severity import Severity, capped, strength_of
from yingji.coverage.sources import Source
from yingji.coverage.thresholds import Threshold
from yingji.coverage.today import Today
from yingji.lifecycle.history import History
from yingji.plans.facts import Facts


@dataclass(frozen=True, slots=True)
class Finding:
    """One cause for concern, with all its places. ``since``: the first day it held; ``beside``: two plans' words."""

    code: str
    severity: Severity
    text: str
    basis: tuple[Source, ...]
    since: date | None
    clears_by: str
    places: tuple[str, ...] = ()
    beside: tuple[Beside, ...] = ()


@dataclass(frozen=True, slots=True)
class NotChecked:
    """A rule that could not be checked, and why; it counts neither for nor against."""

    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline reckoned in working days. ``words`` is the day, marked 暂定 where it is."""

    day: date
    words: str


@dataclass(slots=True)
class Case:
    """A cell on a day, with the version looked at; rules read it and may only add what they could not check."""

    cell: CellFacts
    today: Today
    version: VersionFacts
    not_checked: list[NotChecked] = field(default_factory=list)
    thresholds: Mapping[str, Threshold] = field(init=False)

    def __post_init__(self) -> None:
        self.thresholds = self.cell.thresholds.settled(self.today)

    @property
    def history(self) -> History:
        """What acts made of the version."""
        return self.version.history

    @property
    def document(self) -> Facts | None:
        """What the version says; None for a scan only."""
        return self.version.document

    @property
    def issued_on(self) -> date:
        """The version's day of issue; only versions that have one are looked at."""
        assert self.version.history.issued_on is not None  # noqa: S101 - see unknown_because
        return self.version.history.issued_on

    def threshold(self, key: str) -> Threshold | None:
        """What holds of a threshold today."""
        return self.thresholds.get(key)

    def number(self, key: str) -> int | None:
        """The number that holds today; None when unset or unreadable (then the rule was not checked)."""
        found = self.thresholds.get(key)
        return found.number if found else None

    def due(self, count: int, start: date) -> Due:
        """``count`` working days after ``start``."""
        deadline = add_workdays(start, count, self.cell.ground.calendar)
        return Due(deadline.day, words(deadline.day) + ("（暂定）" if deadline.provisional else ""))

    def is_cleared(self, code: str, since: date) -> bool:
        """Whether a confirmation has named the finding on or after the day it arose."""
        return any(c.code == code and c.on_day >= since for c in self.history.clearings)

    def skip(self, code: str, reason: str) -> None:
        """Say that a rule could not be checked."""
        self.not_checked.append(NotChecked(code, reason))

    def finding(
        self,
        code: str,
        wanted: Severity,
        text: str,
        *,
        basis: Iterable[Source],
        since: date | None,
        clears_by: str,
        places: Iterable[str] = (),
        adopted: bool = False,
    ) -> Finding:
        """A finding, no graver than its source allows for this kind of unit."""
        strength = strength_of(code, self.cell.unit.kind, adopted=adopted)
        return Finding(code, capped(wanted, strength), text, tuple(basis), since, clears_by, tuple(places))


def day_after(day: date) -> date:
    """The first day on which a deadline of ``day`` is missed."""
    return day if day == date.max else day + timedelta(days=1)


@lru_cache(maxsize=1 << 14)
def words(day: date) -> str:
    """``2026年5月1日``."""
    return f"{day.year}年{day.month}月{day.day}日"
