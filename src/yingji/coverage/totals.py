"""有没有 · 超没超期 · 管不管用: counts that add up, whatever the cells are grouped by."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from yingji.coverage.status import STATUSES
from yingji.coverage.told import Told, is_expected, is_had, is_timely

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Totals:
    """应有, 已有, 未超期, 可用 over any set of cells; ``by_status`` names every status and adds up to ``cells``."""

    cells: int = 0
    expected: int = 0
    have: int = 0
    timely: int = 0
    usable: int = 0
    by_status: dict[str, int] = field(default_factory=lambda: dict.fromkeys(STATUSES, 0))

    def __add__(self, other: "Totals") -> "Totals":
        return Totals(
            self.cells + other.cells,
            self.expected + other.expected,
            self.have + other.have,
            self.timely + other.timely,
            self.usable + other.usable,
            {status: self.by_status[status] + other.by_status[status] for status in self.by_status},
        )

    def __sub__(self, other: "Totals") -> "Totals":
        left = {status: self.by_status[status] - other.by_status[status] for status in self.by_status}
        return totals_by(left, self.usable - other.usable)

    @property
    def headline(self) -> str:
        """``应有 33 已有 29 未超期 26 可用 19``."""
        return f"应有 {self.expected} 已有 {self.have} 未超期 {self.timely} 可用 {self.usable}"


def totals_of(verdicts: Iterable[Told]) -> Totals:
    """The totals of a set of cells; all zero for none."""
    counts: Counter[str] = Counter()
    usable = 0
    for verdict in verdicts:
        counts[verdict.status] += 1
        usable += verdict.is_usable
    return totals_by(counts, usable)


def totals_by(counts: Mapping[str, int], usable: int) -> Totals:
    """The totals of cells that are counted by status already, and how many of them are 可用."""
    return Totals(
        cells=sum(counts.values()),
        expected=sum(count for status, count in counts.items() if is_expected(status)),
        have=sum(count for status, count in counts.items() if is_had(status)),
        timely=sum(count for status, count in counts.items() if is_timely(status)),
        usable=usable,
        by_status={status: counts.get(status, 0) for status in STATUSES},
    )


def grouped(verdicts: Iterable[Told], by: Callable[[Told], Key]) -> dict[Key, Totals]:
    """The totals of each group, in the order the groups first appear."""
    groups: dict[Key, list[Told]] = {}
    for verdict in verdicts:
        groups.setdefault(by(verdict), []).append(verdict)
    return {key: totals_of(members) for key, members in groups.items()}
