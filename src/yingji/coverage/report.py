"""The verdicts of a place, summed up; every face (page, JSON, table, file) is drawn from this."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, Generic, TypeVar

from yingji.coverage.examine import Verdict, examine
from yingji.coverage.facts import CellFacts, digest_of
from yingji.coverage.said import day_text, dumped
from yingji.coverage.severity import RANKS, Severity
from yingji.coverage.sheaf import JOINT, Sheaf, sheaves
from yingji.coverage.status import STATUSES
from yingji.coverage.thresholds import Threshold
from yingji.coverage.told import Told
from yingji.coverage.totals import Totals, grouped
from yingji.errors import Usage
from yingji.units.names import KIND_WORDS

V_co = TypeVar("V_co", bound=Told, covariant=True)


@dataclass(frozen=True, slots=True)
class Unchecked:
    """A rule that could not be checked, why, and in how many cells."""

    code: str
    reason: str
    cells: int


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked, and when the answer was worked out. ``place`` is (code, name)."""

    place: tuple[str, str]
    as_of: date
    known_on: date | None
    today: date
    computed_at: datetime


@dataclass(frozen=True, eq=False)
class Report(Generic[V_co]):
    """What held on ``as_of``. ``decisions``: thresholds by id; ``ground``: digest of working days and register."""

    asked: Asked
    sheaves: tuple[Sheaf[V_co], ...]
    decisions: Mapping[int, Threshold]
    ground: str

    @cached_property
    def verdicts(self) -> tuple[V_co, ...]:
        """Every cell, by place, unit and kind."""
        return tuple(verdict for sheaf in self.sheaves for verdict in sheaf.verdicts)

    @property
    def place(self) -> tuple[str, str]:
        """(code, name)."""
        return self.asked.place

    @property
    def as_of(self) -> date:
        """The day asked for."""
        return self.asked.as_of

    @property
    def known_on(self) -> date | None:
        """What was entered later is left out."""
        return self.asked.known_on

    @property
    def forecast(self) -> bool:
        """Whether the day lies ahead of what can be known: nothing new is assumed to happen."""
        return self.as_of > min(self.known_on or self.asked.today, self.asked.today)

    @property
    def computed_at(self) -> datetime:
        """When the answer was worked out."""
        return self.asked.computed_at

    @cached_property
    def totals(self) -> Totals:
        """The four numbers, and the cells by status."""
        return sum((sheaf.totals for sheaf in self.sheaves), Totals())

    @cached_property
    def severities(self) -> Counter[Severity]:
        """How many findings of each severity stand."""
        return sum((sheaf.severities for sheaf in self.sheaves), Counter[Severity]())

    @cached_property
    def not_checked(self) -> tuple[Unchecked, ...]:
        """What could not be checked, why, and in how many cells."""
        counts: Counter[tuple[str, str]] = Counter()
        for sheaf in self.sheaves:
            counts.update(sheaf.unchecked)
        return tuple(Unchecked(code, reason, cells) for (code, reason), cells in sorted(counts.items()))

    @cached_property
    def policy(self) -> tuple[Threshold, ...]:
        """The thresholds the verdicts rest on."""
        ids = {key for sheaf in self.sheaves for key in sheaf.policy}
        return tuple(self.decisions[key] for key in sorted(ids))

    @cached_property
    def policy_digest(self) -> str:
        """One digest over the thresholds."""
        return digest_of(self.policy)

    @cached_property
    def inputs_digest(self) -> str:
        """One digest over everything the verdicts were made from."""
        made_from = [sheaf.inputs for sheaf in self.sheaves]
        return digest_of((self.as_of, made_from, self.policy, self.ground if made_from else ""))

    def worst_first(self) -> tuple[V_co, ...]:
        """The verdicts, the gravest first, then by status, unit and kind."""
        return tuple(sorted(self.verdicts, key=_gravity))


def _gravity(verdict: Told) -> tuple[int, int, str, str]:
    return -RANKS[verdict.worst], _ORDER[verdict.status], verdict.unit.code, verdict.kind


_ORDER = {status: number for number, status in enumerate(STATUSES)}


def summarise(cells: Iterable[CellFacts], asked: Asked) -> Report[Verdict]:
    """Examine every cell and sum up."""
    verdicts = tuple(verdict for verdict in map(examine, cells) if verdict is not None)
    ground = verdicts[0].cell.ground.digest if verdicts else ""
    return Report(asked, sheaves(verdicts), _decisions(verdicts), ground)


def as_json(report: Report[Told], group: str | None = None) -> dict[str, Any]:
    """The shape of ``GET /api/coverage``; the same but for ``computed_at`` whenever it is asked.

    ``group`` (one of ``GROUPS``) adds ``groups``. Raises ``Usage`` for another one.
    """
    found: dict[str, Any] = json.loads(as_bytes(report, group))
    return found


def as_bytes(report: Report[Told], group: str | None = None) -> bytes:
    """The same as it is sent; every cell was told once and is put in as it is.

    Joined in one go: a county is some twenty megabytes, and every copy costs as much as reading it did.
    """
    cells = [part for sheaf in report.sheaves if sheaf.text for part in (JOINT, sheaf.text)][1:]
    return b"".join(
        (dumped(_head(report))[:-1], b',"cells":[', *cells, b"],", dumped(_tail(report, group))[1:])
    )


def _head(report: Report[Told]) -> dict[str, Any]:
    return {
        "place": {"code": report.place[0], "name": report.place[1]},
        "as_of": report.as_of.isoformat(),
        "known_on": day_text(report.known_on),
        "forecast": report.forecast,
        "computed_at": report.computed_at.isoformat(),
        "policy": {"digest": report.policy_digest, "rows": [_threshold(row) for row in report.policy]},
        "inputs": report.inputs_digest,
        "totals": as_counts(report.totals),
    }


def _tail(report: Report[Told], group: str | None) -> dict[str, Any]:
    unchecked = [{"code": one.code, "reason": one.reason, "cells": one.cells} for one in report.not_checked]
    groups = {"groups": _groups(report, group)} if group else {}
    return {"not_checked": unchecked, **groups}


def groups_of(report: Report[Told], group: str) -> dict[tuple[str, str], Totals]:
    """The totals by (key, label) of the group, which add up to the report's; raises ``Usage``."""
    if group not in GROUPS:
        listing = "、".join(f"{name}（{title}）" for name, (title, _) in GROUPS.items())
        raise Usage(f"不能按「{group}」分组。可用：{listing}。")
    return grouped(report.verdicts, GROUPS[group][1])


def _government(kind: str) -> Callable[[Told], tuple[str, str]]:
    def of(verdict: Told) -> tuple[str, str]:
        found = (place[1:] for place in verdict.unit.governments if place[0] == kind)
        return next(found, ("", "不在其下"))

    return of


GROUPS: dict[str, tuple[str, Callable[[Told], tuple[str, str]]]] = {
    "unit": ("单位", lambda v: (v.unit.code, v.unit.name)),
    "kind": ("预案种类", lambda v: (v.kind, v.title)),
    "status": ("状态", lambda v: (v.status, v.label)),
    "unit_kind": ("单位类别", lambda v: (v.unit.kind, KIND_WORDS.get(v.unit.kind, v.unit.kind))),
    "township": ("乡镇", _government("township")),
    "county": ("县", _government("county")),
}
"""By name: what it is called, and (key, label) of a cell."""


def _groups(report: Report[Told], group: str) -> list[dict[str, Any]]:
    found = groups_of(report, group)
    return [{"key": key, "label": label, **as_counts(totals)} for (key, label), totals in found.items()]


def as_counts(totals: Totals) -> dict[str, Any]:
    """Totals in the shape of the contract."""
    return {
        "cells": totals.cells,
        "expected": totals.expected,
        "have": totals.have,
        "timely": totals.timely,
        "usable": totals.usable,
        "by_status": dict(totals.by_status),
    }


def _threshold(row: Threshold) -> dict[str, Any]:
    return {
        "key": row.key,
        "value": row.text,
        "from": row.from_day.isoformat(),
        "decided_by": row.decided_by,
        "place": row.place,
        "unit_kind": row.unit_kind,
        "plan_kind": row.plan_kind,
    }


def _decisions(verdicts: Iterable[Verdict]) -> dict[int, Threshold]:
    """Every decision that can matter to one of the cells, once."""
    narrowed = {id(verdict.cell.thresholds): verdict.cell.thresholds for verdict in verdicts}
    return {row.id: row for one in narrowed.values() for rows in one.by_key.values() for row in rows}
