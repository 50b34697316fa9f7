"""What a required plan waits for next, but for what its open version waits for. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from yingji.coverage.facts import CellFacts
from yingji.coverage.findings import Case, words
from yingji.coverage.readiness import Readiness
from yingji.coverage.severity import RANKS, Severity, Worst
from yingji.coverage.status import IN_FORCE_STATUSES, STATUSES, Judgement, asks_revision
from yingji.coverage.today import Today

DRILLS = frozenset({"D3", "D4", "D5"})
AT_REST = frozenset({"exempt", "unknown", "awaiting_approval"})
"""Without a version in force, and yet nothing to write."""


@dataclass(frozen=True, slots=True)
class Step:
    """What a plan waits for, before it is asked whose it is. ``due``: its last day."""

    act: str
    why: str
    severity: Severity = "grey"
    since: date | None = None
    due: date | None = None
    number: int | None = None
    digest: str = ""


def steps_of(
    cell: CellFacts, judgement: Judgement, worst: Worst, readiness: Readiness | None, today: Today
) -> tuple[Step, ...]:
    """What is to be done about the plan in force, or for there to be one.

    A plan lent by the comprehensive one asks there.
    """
    if judgement.status not in IN_FORCE_STATUSES or judgement.version is None:
        return tuple(_absent(cell, judgement))
    if judgement.source is not cell:
        return ()
    case = Case(cell, today, judgement.version)
    return (
        *_renewal(case, judgement, worst),
        *_findings(case, judgement),
        *_duties(case),
        *_calls(readiness),
    )


def _absent(cell: CellFacts, judgement: Judgement) -> Iterator[Step]:
    if judgement.status is None or judgement.status in AT_REST:
        return
    act = "finish" if cell.plan.draft else "write"
    finding = next(iter(judgement.findings), None)
    if finding is None:
        yield Step(act, STATUSES[judgement.status][0], "amber")
    else:
        yield Step(act, finding.text, finding.severity, finding.since)


def _renewal(case: Case, judgement: Judgement, worst: Worst) -> Iterator[Step]:
    number = case.version.number
    if judgement.status == "needs_revision":
        asking = max(filter(asks_revision, judgement.findings), key=lambda f: RANKS[f.severity])
        yield Step("revise", asking.text, asking.severity, asking.since, number=number)
        return
    finding = next((f for f in judgement.findings if f.severity == worst), None)
    cause = next((f for f in judgement.findings if f.code in {"O1", "O1f"}), None)
    if judgement.status in {"review_overdue", "due_soon"} or cause is not None:
        due_on = judgement.evaluation.due_on if judgement.evaluation else None
        text = finding.text if finding else ""
        why = cause.text if cause else f"评估周期到{words(due_on)}。" if due_on else text
        severity: Severity = cause.severity if cause else "amber"
        yield Step("confirm", why, severity, cause.since if cause else None, due_on, number)


def _findings(case: Case, judgement: Judgement) -> Iterator[Step]:
    found = {finding.code: finding for finding in reversed(judgement.findings)}
    for code, act in (("M5a", "attach"), *((code, "drill") for code in sorted(DRILLS))):
        if code in found:
            yield Step(
                act, found[code].text, found[code].severity, found[code].since, number=case.version.number
            )


def _duties(case: Case) -> Iterator[Step]:
    version, history = case.version, case.history
    for act, done, key, what in (
        ("file", history.filed_on, "filing_workdays", "备案"),
        ("publish", history.published_on, "publication_workdays", "公开"),
    ):
        if done is None and history.issued_on is not None:
            days = case.number(key)
            due = case.due(days, history.issued_on).day if days else None
            why = f"{words(history.issued_on)}印发，还没有登记{what}。"
            yield Step(act, why, "grey", history.issued_on, due, version.number, version.digest)


def _calls(ready: Readiness | None) -> Iterator[Step]:
    if ready is not None and ready.has_text and ready.confirmed < ready.contacts:
        within = f"，{ready.contact_days}天内" if ready.contact_days else "，"
        yield Step("call", f"联系人{ready.contacts}名{within}打通核对过{ready.confirmed}名。", "amber")
