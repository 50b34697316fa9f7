"""M1–M3: nothing in force, or only another plan's cover."""

from collections.abc import Iterable
from datetime import date, timedelta

from yingji.basis.policy import is_adopted
from yingji.coverage.facts import CellFacts, Span, VersionFacts
from yingji.coverage.findings import Finding, day_after, words
from yingji.coverage.rules.reorganised import borrowed_until
from yingji.coverage.severity import Severity, Strength, capped
from yingji.coverage.sources import (
    DRAFTING_REFERENCE,
    EARTHQUAKE_LAW,
    WORK_SAFETY_LAW,
    Source,
    local,
    measures,
    response_law,
)
from yingji.coverage.today import Today

STEPS = "完成编制、审核、签发、印发，自实施之日起消除；确不需要编制的，办理免编。"


def missing(cell: CellFacts, today: Today, requirement: Span, revoked_on: date | None) -> Finding:
    """M1: a required cell with no version in force and no open version."""
    wanted: Severity = "amber" if _is_new(cell, today) else "red"
    if revoked_on is None:
        text = f"{cell.unit.name}未按要求编制{cell.title}。"
    else:
        text = f"{cell.unit.name}的{cell.title}已于{words(revoked_on)}撤销，未按要求重新编制。"
    since = _lacking_since(cell, today, requirement, revoked_on)
    return _required("M1", wanted, text, cell, requirement, since, STEPS)


def _lacking_since(cell: CellFacts, today: Today, requirement: Span, revoked_on: date | None) -> date:
    """The first day of the unbroken stretch on which the unit has been required to have what it lacks."""
    since = requirement.from_day
    for span in sorted(cell.requirements, key=lambda span: span.from_day, reverse=True):
        if span.from_day < since and (span.until_day is None or day_after(span.until_day) >= since):
            since = span.from_day
    lapsed = [span.until_day for span in cell.exemptions if span.until_day and today.passed(span.until_day)]
    ends = (day_after(day) for day in (*lapsed, borrowed_until(cell, today)) if day is not None)
    begins = (day for day in (since, cell.unit.begins_on, revoked_on) if day is not None)
    return max((*begins, *ends))


def unfinished(
    cell: CellFacts, today: Today, requirement: Span, open_version: VersionFacts | None, text: str
) -> Finding:
    """M2: only a working copy or an open version; red after ``draft_red_days`` where that is set."""
    days = [v.uploaded_on for v in (open_version,) if v] + [d.kept_on for d in (cell.plan.draft,) if d]
    since = min(days, default=requirement.from_day)
    limit = cell.thresholds.number("draft_red_days", today)
    is_late = limit is not None and today.passed(since + timedelta(days=limit))
    wanted: Severity = "red" if is_late else "amber"
    return _required("M2", wanted, text, cell, requirement, since, "办完余下的步骤，自实施之日起消除。")


def covered_untimely(cell: CellFacts, requirement: Span, since: date | None) -> Finding:
    """M3: covered only by a comprehensive plan that is not timely."""
    return Finding(
        "M3",
        capped("amber", _strength(requirement)),
        f"{cell.title}只由本单位综合应急预案覆盖，而综合应急预案需要评估或修订。",
        (DRAFTING_REFERENCE, _decision(requirement)),
        since,
        "评估或修订综合应急预案，或者单独编制本专项预案。",
    )


def _required(
    code: str,
    wanted: Severity,
    text: str,
    cell: CellFacts,
    requirement: Span,
    since: date,
    clears_by: str,
) -> Finding:
    basis = (_decision(requirement), *_laws(cell.unit.kind, cell.kind))
    return Finding(code, capped(wanted, _strength(requirement)), text, basis, since, clears_by)


def _strength(requirement: Span) -> Strength:
    return "adopted" if is_adopted(requirement.decided_by) else "suggested"


def _decision(requirement: Span) -> Source:
    return local(f"应编依据：{requirement.text}", requirement.decided_by)


def _laws(unit_kind: str, kind: str) -> Iterable[Source]:
    """The clauses that stand beside the requirement."""
    if unit_kind == "village":
        yield measures("第七条、第十五条")
    if unit_kind != "township":
        return
    if kind == "comprehensive":
        yield response_law("第二十六条")
    if kind == "earthquake":
        yield EARTHQUAKE_LAW
    if kind == "work_safety":
        yield WORK_SAFETY_LAW


def _is_new(cell: CellFacts, today: Today) -> bool:
    """Within the grace after a founding, merger or split; an import founds nothing."""
    grace = cell.thresholds.number("new_unit_grace_days", today)
    event = cell.reorganisation
    if event is None or grace is None:
        return False
    return not today.passed(event.on_day + timedelta(days=grace))
