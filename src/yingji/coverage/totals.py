"""有没有 · 超没超期 · 管不管用: counts that add up, whatever the cells are grouped by."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from yingji.coverage.examine import Verdict
from yingji.coverage.status import STATUSES

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

    @property
    def headline(self) -> str:
        """``应有 33 已有 29 未超期 26 可用 19``."""
        return f"应有 {self.expected} 已有 {self.have} 未超期 {self.timely} 可用 {self.usable}"


def totals_of(verdicts: Iterable[Verdict]) -> Totals:
    """The totals of a set of cells; all zero for none."""
    found = tuple(verdicts)
    statuses = Counter(verdict.status for verdict in found)
    return Totals(
        cells=len(found),
        expected=sum(verdict.is_expected for verdict in found),
        have=sum(verdict.is_had for verdict in found),
        timely=sum(verdict.is_timely for verdict in found),
        usable=sum(verdict.is_usable for verdict in found),
        by_status={status: statuses[status] for status in STATUSES},
    )


def grouped(verdicts: Iterable[Verdict], by: Callable[[Verdict], Key]) -> dict[Key, Totals]:
    """The totals of each group, in the order the groups first appear."""
    groups: dict[Key, list[Verdict]] = {}
    for verdict in verdicts:
        groups.setdefault(by(verdict), []).append(verdict)
    return {key: totals_of(members) for key, members in groups.items()}
