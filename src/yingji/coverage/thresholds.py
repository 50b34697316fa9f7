"""The thresholds of one cell: for each key the rows that can matter there, best first."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from yingji.basis.policy import KEYS, PolicyRow, Value, parse, precedence, reaches
from yingji.coverage.today import Today
from yingji.errors import Usage


@dataclass(frozen=True, slots=True)
class Threshold:
    """One decision on one key, read. ``place``: own id of the place it is for; ``fault``: why it is unreadable."""

    id: int
    key: str
    text: str
    value: Value
    from_day: date
    decided_by: str
    is_adopted: bool
    place: int | None = None
    unit_kind: str | None = None
    plan_kind: str | None = None
    fault: str = ""

    @property
    def words(self) -> str:
        """``评估周期36个月（系统建议值，本级未定）``."""
        title = KEYS[self.key].title
        by = f"本级规定，{self.decided_by}" if self.is_adopted else self.decided_by
        return f"{title}{self.value}{KEYS[self.key].unit}（{by}）"

    @property
    def number(self) -> int | None:
        """The value of a threshold that counts something."""
        return self.value if isinstance(self.value, int) else None


class Thresholds:
    """What holds for one unit and plan kind, on whatever day."""

    def __init__(self, by_key: dict[str, tuple[Threshold, ...]]) -> None:
        """``by_key``: of each key the decisions that can matter, best first; ``ids``: all of them."""
        self.by_key = by_key
        self._starts = sorted({row.from_day for rows in by_key.values() for row in rows})
        self._settled: dict[int, dict[str, Threshold]] = {}
        self.ids = tuple(sorted(row.id for rows in by_key.values() for row in rows))

    def on(self, key: str, today: Today) -> Threshold | None:
        """The decision that holds today; None when there is none, or it says that the key is unset."""
        return self.settled(today).get(key)

    def settled(self, today: Today) -> Mapping[str, Threshold]:
        """Every decision that holds today, by key."""
        begun = bisect_right(self._starts, today.date)
        if begun < len(self._starts):
            today.reached(self._starts[begun])
        if begun not in self._settled:
            self._settled[begun] = dict(self._holding(today.date))
        return self._settled[begun]

    def number(self, key: str, today: Today) -> int | None:
        """The number that holds today, or None."""
        found = self.on(key, today)
        return found.number if found else None

    def _holding(self, day: date) -> Iterator[tuple[str, Threshold]]:
        for key, rows in self.by_key.items():
            best = next((row for row in rows if row.from_day <= day), None)
            if best is not None and (best.value is not None or best.fault):
                yield key, best


class PolicyBook:
    """All rows; narrowed once for every combination of places with rows of their own, unit and plan kind."""

    def __init__(self, rows: Iterable[PolicyRow]) -> None:
        self.rows = tuple(rows)
        self._places = {row.under_id for row in self.rows if row.under_id is not None}
        self._places_of: dict[str, tuple[int, ...]] = {}
        self._narrowed: dict[tuple[tuple[int, ...], str, str], Thresholds] = {}

    def narrowed(self, unit_path: str, unit_kind: str, plan_kind: str) -> Thresholds:
        """The thresholds of a unit (own-id path) and plan kind."""
        places = self._places_of.get(unit_path)
        if places is None:
            steps = (int(part) for part in unit_path.split("/") if part)
            places = self._places_of[unit_path] = tuple(step for step in steps if step in self._places)
        key = (places, unit_kind, plan_kind)
        if key not in self._narrowed:
            self._narrowed[key] = _narrow(self.rows, unit_path, unit_kind, plan_kind)
        return self._narrowed[key]


def _narrow(rows: Iterable[PolicyRow], unit_path: str, unit_kind: str, plan_kind: str) -> Thresholds:
    fitting = [row for row in rows if row.key in KEYS and reaches(row, unit_path, unit_kind, plan_kind)]
    fitting.sort(key=lambda row: precedence(row, unit_path), reverse=True)
    by_key: dict[str, list[Threshold]] = {}
    for row in fitting:
        by_key.setdefault(row.key, []).append(threshold_of(row))
    return Thresholds({key: tuple(found) for key, found in by_key.items()})


@lru_cache(maxsize=1 << 10)
def threshold_of(row: PolicyRow) -> Threshold:
    """The decision, its value read."""
    value, fault = None, ""
    try:
        value = parse(row.key, row.value)
    except Usage as error:
        fault = error.detail
    return Threshold(
        id=row.id,
        key=row.key,
        text=row.value,
        value=value,
        from_day=row.from_day,
        decided_by=row.decided_by,
        is_adopted=row.is_adopted,
        place=row.under_id,
        unit_kind=row.unit_kind,
        plan_kind=row.plan_kind,
        fault=fault,
    )
