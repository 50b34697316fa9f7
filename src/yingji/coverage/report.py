"""The verdicts of a place, summed up; every face (page, JSON, table, file) is drawn from this."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from yingji.coverage.examine import Verdict, examine
from yingji.coverage.facts import CellFacts
from yingji.coverage.findings import Finding, NotChecked
from yingji.coverage.rules import NOT_KEPT
from yingji.coverage.severity import RANKS
from yingji.coverage.sources import Source
from yingji.coverage.status import STATUSES
from yingji.coverage.thresholds import Threshold
from yingji.coverage.totals import Totals, grouped, totals_of
from yingji.errors import Usage
from yingji.units.names import KIND_WORDS


@dataclass(frozen=True, slots=True)
class Unchecked:
    """A rule that could not be checked, why, and in how many cells."""

    code: str
    reason: str
    cells: int


@dataclass(frozen=True, eq=False)
class Report:
    """What held on ``as_of``. ``place`` is (code, name); ``cells`` are the facts it was made from.

    ``forecast``: the day lies ahead of what can be known, nothing new is assumed to happen.
    """

    place: tuple[str, str]
    as_of: date
    known_on: date | None
    forecast: bool
    computed_at: datetime
    cells: tuple[CellFacts, ...]
    verdicts: tuple[Verdict, ...]
    totals: Totals

    @cached_property
    def not_checked(self) -> tuple[Unchecked, ...]:
        """What could not be checked, why, and in how many cells."""
        return _not_checked(self.verdicts)

    @cached_property
    def policy(self) -> tuple[Threshold, ...]:
        """The thresholds the verdicts rest on."""
        return _policy(self.cells)

    @cached_property
    def policy_digest(self) -> str:
        """One digest over the thresholds."""
        return _digest(self.policy)

    @cached_property
    def inputs_digest(self) -> str:
        """One digest over everything the verdicts were made from."""
        return _inputs(self.cells, self.policy)

    def worst_first(self) -> tuple[Verdict, ...]:
        """The verdicts, the gravest first, then by status, unit and kind."""
        order = list(STATUSES)
        return tuple(
            sorted(self.verdicts, key=lambda v: (-RANKS[v.worst], order.index(v.status), v.unit.code, v.kind))
        )


def summarise(
    cells: Iterable[CellFacts],
    *,
    place: tuple[str, str],
    as_of: date,
    known_on: date | None,
    today: date,
    computed_at: datetime,
) -> Report:
    """Examine every cell and sum up. ``today`` only tells a forecast from a report."""
    facts = tuple(cells)
    verdicts = tuple(verdict for verdict in map(examine, facts) if verdict is not None)
    return Report(
        place=place,
        as_of=as_of,
        known_on=known_on,
        forecast=as_of > min(known_on or today, today),
        computed_at=computed_at,
        cells=facts,
        verdicts=verdicts,
        totals=totals_of(verdicts),
    )


def as_json(report: Report, group: str | None = None) -> dict[str, Any]:
    """The shape of ``GET /api/coverage``; the same but for ``computed_at`` whenever it is asked.

    ``group`` (one of ``GROUPS``) adds ``groups``. Raises ``Usage`` for another one.
    """
    answer: dict[str, Any] = {
        "place": {"code": report.place[0], "name": report.place[1]},
        "as_of": report.as_of.isoformat(),
        "known_on": _day(report.known_on),
        "forecast": report.forecast,
        "computed_at": report.computed_at.isoformat(),
        "policy": {"digest": report.policy_digest, "rows": [_threshold(row) for row in report.policy]},
        "inputs": report.inputs_digest,
        "totals": as_counts(report.totals),
        "cells": [_cell(verdict) for verdict in report.verdicts],
        "not_checked": [
            {"code": one.code, "reason": one.reason, "cells": one.cells} for one in report.not_checked
        ],
    }
    if group:
        answer["groups"] = _groups(report, group)
    return answer


def groups_of(report: Report, group: str) -> dict[tuple[str, str], Totals]:
    """The totals by (key, label) of the group, which add up to the report's; raises ``Usage``."""
    if group not in GROUPS:
        listing = "、".join(f"{name}（{title}）" for name, (title, _) in GROUPS.items())
        raise Usage(f"不能按「{group}」分组。可用：{listing}。")
    return grouped(report.verdicts, GROUPS[group][1])


def _government(kind: str) -> Callable[[Verdict], tuple[str, str]]:
    def of(verdict: Verdict) -> tuple[str, str]:
        found = (place[1:] for place in verdict.unit.governments if place[0] == kind)
        return next(found, ("", "不在其下"))

    return of


GROUPS: dict[str, tuple[str, Callable[[Verdict], tuple[str, str]]]] = {
    "unit": ("单位", lambda v: (v.unit.code, v.unit.name)),
    "kind": ("预案种类", lambda v: (v.kind, v.title)),
    "status": ("状态", lambda v: (v.status, v.label)),
    "unit_kind": ("单位类别", lambda v: (v.unit.kind, KIND_WORDS.get(v.unit.kind, v.unit.kind))),
    "township": ("乡镇", _government("township")),
    "county": ("县", _government("county")),
}
"""By name: what it is called, and (key, label) of a cell."""


def _groups(report: Report, group: str) -> list[dict[str, Any]]:
    found = groups_of(report, group)
    return [{"key": key, "label": label, **as_counts(totals)} for (key, label), totals in found.items()]


def _cell(verdict: Verdict) -> dict[str, Any]:
    return {
        "unit": verdict.unit.code,
        "unit_name": verdict.unit.name,
        "unit_kind": verdict.unit.kind,
        "kind": verdict.kind,
        "kind_title": verdict.title,
        "status": verdict.status,
        "status_label": verdict.label,
        "sign": verdict.sign,
        "worst": verdict.worst,
        "expected": verdict.is_expected,
        "have": verdict.is_had,
        "timely": verdict.is_timely,
        "usable": verdict.is_usable,
        "covered": verdict.is_covered,
        "number": verdict.number,
        "edition_no": verdict.edition_no,
        "digest": verdict.digest,
        "issued_on": _day(verdict.issued_on),
        "due_on": _day(verdict.due_on),
        "findings": [_finding(finding) for finding in verdict.findings],
        "evidence": list(verdict.evidence),
        "clears_by": verdict.clears_by,
        "not_checked": [{"code": one.code, "reason": one.reason} for one in verdict.not_checked],
        "recheck_on": _day(verdict.recheck_on),
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.severity,
        "text": finding.text,
        "basis": [_source(source) for source in finding.basis],
        "since": _day(finding.since),
        "clears_by": finding.clears_by,
        "places": list(finding.places),
    }


def _source(source: Source) -> dict[str, str]:
    return {
        "document": source.document,
        "number": source.number,
        "article": source.article,
        "certainty": source.certainty,
    }


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


def _not_checked(verdicts: Iterable[Verdict]) -> tuple[Unchecked, ...]:
    found = tuple(verdicts)
    counts = Counter((one.code, one.reason) for verdict in found for one in verdict.not_checked)
    own = [Unchecked(code, reason, cells) for (code, reason), cells in sorted(counts.items())]
    return (*own, *(_everywhere(rule, len(found)) for rule in NOT_KEPT))


def _everywhere(rule: NotChecked, cells: int) -> Unchecked:
    return Unchecked(rule.code, rule.reason, cells)


def _policy(cells: Iterable[CellFacts]) -> tuple[Threshold, ...]:
    """Every decision that can matter to one of the cells, once."""
    narrowed = {id(cell.thresholds): cell.thresholds for cell in cells}
    found = {row.id: row for one in narrowed.values() for rows in one.by_key.values() for row in rows}
    return tuple(found[key] for key in sorted(found))


def _inputs(cells: tuple[CellFacts, ...], policy: tuple[Threshold, ...]) -> str:
    grounds = {id(cell.ground): cell.ground for cell in cells}
    shared = [
        (sorted(ground.calendar.exceptions.items()), ground.register.documents) for ground in grounds.values()
    ]
    return _digest((cells, policy, shared))


def _digest(values: object) -> str:
    return hashlib.sha256(repr(values).encode()).hexdigest()


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
