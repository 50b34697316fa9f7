"""The one status of a cell on a day: the first that matches, with the findings beside it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from yingji.basis.policy import KEYS
from yingji.coverage.facts import CellFacts, Span, VersionFacts
from yingji.coverage.findings import Case, Finding, NotChecked
from yingji.coverage.rules import AFTER_ISSUE, EVENTS, IN_FORCE, duties, evaluation, missing, reorganised
from yingji.coverage.rules.evaluation import Evaluation
from yingji.coverage.thresholds import Threshold
from yingji.coverage.today import Today
from yingji.lifecycle.history import LABELS as STATES

Status = Literal[
    "unknown",
    "exempt",
    "revoked",
    "missing",
    "drafting",
    "awaiting_approval",
    "review_overdue",
    "needs_revision",
    "due_soon",
    "unfiled",
    "current",
]

STATUSES: dict[Status, tuple[str, str, str]] = {
    "unknown": ("数据不明", "?", "更正登记有误的数据"),
    "exempt": ("免编", "免", "免编期满"),
    "revoked": ("已撤销", "撤", "新的一版实施"),
    "missing": ("未编制", "✕", "新的一版实施"),
    "drafting": ("编制中", "…", "办完余下的步骤，自实施之日起"),
    "awaiting_approval": ("待签发", "签", "签发、印发，自实施之日起"),
    "review_overdue": ("逾期未评估", "!", "登记评估确认，或者新的一版实施"),
    "needs_revision": ("需修订", "修", "新的一版实施，或者确认时逐项说明理由"),
    "due_soon": ("即将到期", "临", "登记评估确认，或者新的一版实施"),
    "unfiled": ("备案超期", "备", "登记备案"),
    "current": ("有效", "✓", ""),
}
"""(shown, sign, what clears it), in the order of precedence."""

IN_FORCE_STATUSES = frozenset({"review_overdue", "needs_revision", "due_soon", "unfiled", "current"})
UNTIMELY = frozenset({"review_overdue", "needs_revision"})
NEEDED = ("evaluation_months", "due_soon_days", "filing_workdays")
"""Thresholds the status itself rests on."""
SOFTENED = {"M1": "new_unit_grace_days", "M2": "draft_red_days"}
"""Thresholds that make a finding graver or less grave."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a cell is on a day; ``status`` None: no requirement holds, 不适用.

    ``version``: the one in force, or else the open or pending one. ``stage``: how far that has come.
    ``source``: the cell whose plan this is, the unit's comprehensive one where that covers the kind.
    """

    status: Status | None
    source: CellFacts
    findings: tuple[Finding, ...] = ()
    not_checked: tuple[NotChecked, ...] = ()
    version: VersionFacts | None = None
    evaluation: Evaluation | None = None
    stage: str = ""
    faults: tuple[str, ...] = ()

    @property
    def change_key(self) -> tuple[object, ...]:
        """What recheck_on watches: status, set of findings, severities."""
        return self.status, sorted((f.code, f.severity) for f in self.findings)


def judge(cell: CellFacts, today: Today) -> Judgement:
    """The cell on that day; every comparison with the day goes through ``today``."""
    requirement = next((span for span in cell.requirements if holds(span, today)), None)
    if requirement is None or (cell.unit.ends_on is not None and today.reached(cell.unit.ends_on)):
        return Judgement(None, cell)
    faults = tuple(filter(None, (requirement.fault, *(v.fault for v in cell.plan.versions))))
    if faults:
        return Judgement("unknown", cell, faults=faults)
    if any(holds(span, today) for span in cell.exemptions):
        return Judgement("exempt", cell)
    version = in_force(cell, today)
    if version is not None:
        return _with_coming(_judge_in_force(cell, version, today), cell, today)
    found = _covered(cell, requirement, today) or _none_in_force(cell, requirement, today)
    return _with_coming(found, cell, today)


def in_force(cell: CellFacts, today: Today) -> VersionFacts | None:
    """The version in force today."""
    current = None
    for from_day, version_id in cell.plan.standing:
        if not today.reached(from_day):
            break
        current = version_id
    return None if current is None else cell.plan.version(current)


def holds(span: Span, today: Today) -> bool:
    """Whether a requirement or exemption holds today; a contradictory one from its first day on."""
    if span.fault:
        return today.reached(span.from_day)
    return today.reached(span.from_day) and not (span.until_day is not None and today.passed(span.until_day))


def _judge_in_force(cell: CellFacts, version: VersionFacts, today: Today) -> Judgement:
    case = Case(cell, today, version)
    faults = tuple(_faults(case.thresholds, NEEDED))
    due = evaluation.evaluation_of(case)
    if faults or due is None:
        return Judgement("unknown", cell, version=version, faults=faults)
    findings = list(evaluation.overdue(case, due))
    overdue = bool(findings)
    for rule in IN_FORCE:
        findings.extend(rule(case))
    status: Status = "current"
    if overdue:
        status = "review_overdue"
    elif any(map(asks_revision, findings)):
        status = "needs_revision"
    elif today.reached(due.warn_from):
        status = "due_soon"
    elif case.history.filed_on is None and _deadline_passed(case):
        status = "unfiled"
    return Judgement(status, cell, tuple(findings), tuple(case.not_checked), version, due)


def asks_revision(finding: Finding) -> bool:
    """Whether the finding alone makes a plan 需修订."""
    return finding.code in EVENTS and finding.severity != "grey"


def _faults(held: Mapping[str, Threshold], needed: Iterable[str]) -> list[str]:
    found = []
    for key in needed:
        threshold = held.get(key)
        if threshold is None:
            found.append(f"没有规定「{KEYS[key].title}」")
        elif threshold.number is None:
            found.append(f"阈值无法识别：{threshold.fault}")
    return found


def _unsure(cell: CellFacts, today: Today, code: str) -> tuple[NotChecked, ...]:
    """What the severity of a finding rests on and cannot be read."""
    threshold = cell.thresholds.on(SOFTENED[code], today)
    if threshold is None or not threshold.fault:
        return ()
    return (NotChecked(code, f"{KEYS[threshold.key].title}写得无法识别"),)


def _deadline_passed(case: Case) -> bool:
    deadline = duties.filing_deadline(case)
    return deadline is not None and case.today.passed(deadline)


def _with_coming(judgement: Judgement, cell: CellFacts, today: Today) -> Judgement:
    """Beside whatever else is found, what is late with a version to come: its review, or its duties after issue."""
    for version, rules in (
        (_newest(cell, {"submitted"}), (duties.review_slow,)),
        (_pending(cell, today), AFTER_ISSUE),
    ):
        if version is not None:
            case = Case(cell, today, version)
            found = tuple(finding for rule in rules for finding in rule(case))
            unsure = tuple(case.not_checked)
            judgement = replace(
                judgement, findings=judgement.findings + found, not_checked=judgement.not_checked + unsure
            )
    return judgement


def _covered(cell: CellFacts, requirement: Span, today: Today) -> Judgement | None:
    """The comprehensive plan's judgement, where it is in force and covers the kind; M3 if it is not timely."""
    cover = cell.cover
    version = in_force(cover, today) if cover else None
    if cover is None or version is None or version.document is None:
        return None
    if cell.kind not in version.document.covers:
        return None
    faults = tuple(filter(None, (v.fault for v in cover.plan.versions)))
    if faults:
        return Judgement("unknown", cover, version=version, faults=faults)
    judgement = _judge_in_force(cover, version, today)
    if judgement.status not in UNTIMELY:
        return judgement
    causes = (f for f in judgement.findings if f.code == "O1" or asks_revision(f))
    since = min((f.since for f in causes if f.since), default=None)
    untimely = missing.covered_untimely(cell, requirement, since)
    return replace(judgement, findings=(*judgement.findings, untimely))


def _none_in_force(cell: CellFacts, requirement: Span, today: Today) -> Judgement:
    faults = _faults(cell.thresholds.settled(today), ("merge_grace_days",))
    if faults and reorganised.predecessors(cell):
        return Judgement("unknown", cell, faults=tuple(faults))
    borrowed = reorganised.lives_on_predecessor(cell, today)
    if borrowed is not None:
        return Judgement("needs_revision", cell, (borrowed,))
    revoked_on = _revoked_on(cell, today)
    opened = _pending(cell, today) or _newest(cell, {"draft", "submitted", "returned", "passed", "approved"})
    stage = _stage(cell, opened)
    if opened is None and cell.plan.draft is None:
        finding = missing.missing(cell, today, requirement, revoked_on)
        said: Status = "missing" if revoked_on is None else "revoked"
        return Judgement(said, cell, (finding,), _unsure(cell, today, "M1"))
    finding = missing.unfinished(cell, today, requirement, opened, f"{cell.title}还没有实施：{stage}。")
    status: Status = "awaiting_approval" if _is_past_review(opened) else "drafting"
    said = "revoked" if revoked_on else status
    return Judgement(said, cell, (finding,), _unsure(cell, today, "M2"), opened, stage=stage)


def _revoked_on(cell: CellFacts, today: Today) -> date | None:
    """When the last version went, if the last one to be in force (or issued) was revoked."""
    past = [from_day for from_day, version_id in cell.plan.standing if today.reached(from_day)]
    if past:
        return past[-1]
    issued = [v for v in cell.plan.versions if v.history.state in {"issued", "revoked"}]
    return issued[-1].history.revoked_on if issued else None


def _pending(cell: CellFacts, today: Today) -> VersionFacts | None:
    """An issued version that has not taken effect yet."""
    for version in reversed(cell.plan.versions):
        effective_on = version.history.effective_on
        if version.history.state == "issued" and effective_on and not today.reached(effective_on):
            return version
    return None


def _newest(cell: CellFacts, states: set[str]) -> VersionFacts | None:
    return next((v for v in reversed(cell.plan.versions) if v.history.state in states), None)


def _is_past_review(version: VersionFacts | None) -> bool:
    return version is not None and version.history.state in {"passed", "approved", "issued"}


def _stage(cell: CellFacts, version: VersionFacts | None) -> str:
    """待签发, 待印发, 待实施, or where an unreviewed draft is stuck."""
    draft = cell.plan.draft
    if version is None:
        if draft is None:
            return ""
        return f"填写中，卡在：必须改{draft.must_count}处" if draft.must_count else "填写中，还没有上传"
    said = {"passed": "待签发", "approved": "待印发", "issued": "待实施"}.get(version.history.state)
    return said or f"第{version.number}次上传{STATES[version.history.state]}"
