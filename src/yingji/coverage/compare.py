"""Two days of one place: what came, what went, and how the four numbers moved."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from yingji.coverage.findings import words
from yingji.coverage.report import Report, as_counts
from yingji.coverage.told import Told
from yingji.coverage.totals import Totals


@dataclass(frozen=True, slots=True)
class MonthEnd:
    """The four numbers on a day, and how many red and amber findings stood."""

    as_of: date
    totals: Totals = field(default_factory=Totals)
    red: int = 0
    amber: int = 0

    def __add__(self, other: "MonthEnd") -> "MonthEnd":
        return MonthEnd(
            self.as_of, self.totals + other.totals, self.red + other.red, self.amber + other.amber
        )


@dataclass(frozen=True, slots=True)
class Change:
    """A cell that is not what it was. ``before`` and ``after``: status as shown, 不适用 where not required."""

    code: str
    name: str
    kind: str
    title: str
    before: str
    after: str
    appeared: tuple[str, ...]
    cleared: tuple[str, ...]

    @property
    def words(self) -> str:
        """``青山村防汛应急预案：未编制 → 有效（消除M1）``."""
        status = f"{self.before} → {self.after}" if self.before != self.after else self.after
        moved = [f"新增{'、'.join(self.appeared)}"] if self.appeared else []
        moved += [f"消除{'、'.join(self.cleared)}"] if self.cleared else []
        said = f"（{'；'.join(moved)}）" if moved else ""
        return f"{self.name}{self.title}：{status}{said}"


@dataclass(frozen=True, slots=True)
class Comparison:
    """``appeared`` and ``cleared`` count red and amber findings, one for each cause in a cell."""

    before_on: date
    after_on: date
    before: Totals
    after: Totals
    changes: tuple[Change, ...]

    @property
    def appeared(self) -> int:
        """Findings there were none of on the earlier day."""
        return sum(len(change.appeared) for change in self.changes)

    @property
    def cleared(self) -> int:
        """Findings of the earlier day that are no more."""
        return sum(len(change.cleared) for change in self.changes)

    @property
    def headline(self) -> str:
        """``本月新增 3、消除 5；…`` where the days are a month's end and a day of the next month."""
        is_month = (self.before_on + timedelta(days=1)).day == 1 and _months(self.after_on) - 1 == _months(
            self.before_on
        )
        since = "本月" if is_month else f"与{words(self.before_on)}相比，"
        return f"{since}新增 {self.appeared}、消除 {self.cleared}；{_moved(self.before, self.after)}"


def compare(before: Report[Told], after: Report[Told]) -> Comparison:
    """What changed from one report to the other; units are matched by identity, not by code or name."""
    old = {(v.unit.id, v.kind): v for v in before.verdicts}
    new = {(v.unit.id, v.kind): v for v in after.verdicts}
    keys = (*new, *(key for key in old if key not in new))
    changes = tuple(change for key in keys if (change := _change(old.get(key), new.get(key))))
    return Comparison(before.as_of, after.as_of, before.totals, after.totals, changes)


def as_table(found: Comparison) -> str:
    """The headline, then one line a cell that changed."""
    lines = [change.words for change in found.changes] or ["没有变化。"]
    return "\n".join([found.headline, "", *lines, ""])


def as_json(found: Comparison) -> dict[str, Any]:
    """The comparison as plain values."""
    return {
        "before": {"as_of": found.before_on.isoformat(), "totals": as_counts(found.before)},
        "after": {"as_of": found.after_on.isoformat(), "totals": as_counts(found.after)},
        "appeared": found.appeared,
        "cleared": found.cleared,
        "headline": found.headline,
        "changes": [
            {
                "unit": change.code,
                "unit_name": change.name,
                "kind": change.kind,
                "kind_title": change.title,
                "before": change.before,
                "after": change.after,
                "appeared": list(change.appeared),
                "cleared": list(change.cleared),
            }
            for change in found.changes
        ],
    }


def month_ends(last: date, months: int) -> tuple[date, ...]:
    """The ends of the ``months - 1`` months before ``last``, and ``last`` itself; the oldest first."""
    days: list[date] = [last]
    while len(days) < months and days[-1].replace(day=1) > date.min:
        days.append(days[-1].replace(day=1) - timedelta(days=1))
    return tuple(reversed(days))


def month_end_of(report: Report[Told]) -> MonthEnd:
    """What a report comes to."""
    return MonthEnd(report.as_of, report.totals, report.severities["red"], report.severities["amber"])


def trend_table(ends: Sequence[MonthEnd]) -> str:
    """One line a day: the four numbers, and how many red and amber findings stood."""
    lines = [f"{end.as_of}  {end.totals.headline}  红 {end.red} 黄 {end.amber}" for end in ends]
    return "\n".join([*lines, ""])


def trend_json(ends: Sequence[MonthEnd]) -> list[dict[str, Any]]:
    """The same as plain values."""
    return [
        {"as_of": end.as_of.isoformat(), **as_counts(end.totals), "red": end.red, "amber": end.amber}
        for end in ends
    ]


def _change(old: Told | None, new: Told | None) -> Change | None:
    had, has = _grave(old), _grave(new)
    before, after = (verdict.label if verdict else "不适用" for verdict in (old, new))
    appeared = tuple(code for code in has if code not in had)
    cleared = tuple(code for code in had if code not in has)
    shown = new or old
    if shown is None or (before == after and not appeared and not cleared):
        return None
    return Change(shown.unit.code, shown.unit.name, shown.kind, shown.title, before, after, appeared, cleared)


def _grave(verdict: Told | None) -> tuple[str, ...]:
    findings = verdict.findings if verdict else ()
    return tuple(dict.fromkeys(f.code for f in findings if f.severity != "grey"))


def _moved(before: Totals, after: Totals) -> str:
    pairs = (
        ("应有", before.expected, after.expected),
        ("已有", before.have, after.have),
        ("未超期", before.timely, after.timely),
        ("可用", before.usable, after.usable),
    )
    return "，".join(f"{name} {old}→{new}" if old != new else f"{name} {new}" for name, old, new in pairs)


def _months(day: date) -> int:
    return day.year * 12 + day.month
