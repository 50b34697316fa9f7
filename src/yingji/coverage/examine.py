"""From the facts of a cell to its verdict. Pure: the same facts give the same verdict, in five years too."""

from dataclasses import dataclass
from datetime import date

from yingji.coverage.evidence import evidence_of
from yingji.coverage.facts import CellFacts, UnitFacts
from yingji.coverage.findings import Finding, NotChecked
from yingji.coverage.readiness import Readiness, readiness_of
from yingji.coverage.recheck import recheck_on
from yingji.coverage.severity import Worst, worst_of
from yingji.coverage.status import IN_FORCE_STATUSES, STATUSES, UNTIMELY, Judgement, Status, judge
from yingji.coverage.today import Today


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a cell is on the day asked. ``clears_by`` says what ends the status; days are days, never counts."""

    unit: UnitFacts
    kind: str
    title: str
    status: Status
    worst: Worst
    findings: tuple[Finding, ...]
    evidence: tuple[str, ...]
    not_checked: tuple[NotChecked, ...]
    clears_by: str
    is_expected: bool
    is_had: bool
    is_timely: bool
    is_usable: bool
    is_covered: bool
    number: int | None
    edition_no: int | None
    digest: str | None
    issued_on: date | None
    due_on: date | None
    recheck_on: date | None

    @property
    def label(self) -> str:
        """The status as shown."""
        return STATUSES[self.status][0]

    @property
    def sign(self) -> str:
        """The status in one character."""
        return STATUSES[self.status][1]


def examine(cell: CellFacts) -> Verdict | None:
    """The verdict on ``cell.as_of``; None when no requirement holds that day (不适用)."""
    today = Today(cell.as_of)
    judgement = judge(cell, today)
    if judgement.status is None:
        return None
    version = judgement.version
    is_had = judgement.status in IN_FORCE_STATUSES
    is_timely = is_had and judgement.status not in UNTIMELY
    readiness = readiness_of(judgement.source, version) if is_had and version else None
    return Verdict(
        unit=cell.unit,
        kind=cell.kind,
        title=cell.title,
        status=judgement.status,
        worst=_worst(judgement),
        findings=judgement.findings,
        evidence=evidence_of(cell, judgement, readiness),
        not_checked=judgement.not_checked,
        clears_by=STATUSES[judgement.status][2],
        is_expected=judgement.status != "exempt",
        is_had=is_had,
        is_timely=is_timely,
        is_usable=is_timely and _is_usable(readiness),
        is_covered=judgement.source is not cell,
        number=version.number if version else None,
        edition_no=version.edition_no if version else None,
        digest=version.digest if version else None,
        issued_on=version.history.issued_on if version else None,
        due_on=judgement.evaluation.due_on if judgement.evaluation else None,
        recheck_on=recheck_on(cell, judgement, today),
    )


def _is_usable(readiness: Readiness | None) -> bool:
    return readiness is not None and readiness.is_usable


def _worst(judgement: Judgement) -> Worst:
    found = worst_of(tuple(finding.severity for finding in judgement.findings))
    return "grey" if judgement.status == "unknown" and found == "none" else found
