"""What a plan waits for next, by its verdict and its open version. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from yingji.copies.register import CalledBack
from yingji.coverage.examine import Verdict
from yingji.coverage.facts import VersionFacts
from yingji.coverage.findings import Case, words
from yingji.coverage.severity import Severity
from yingji.coverage.today import Today
from yingji.lifecycle.queries import Opened

VERBS: dict[str, str] = {
    "review": "审核",
    "opine": "出具意见",
    "approve": "签发",
    "issue": "印发",
    "mend": "修改再报",
    "submit": "报审",
    "write": "编制",
    "finish": "接着填",
    "revise": "修订",
    "confirm": "确认一遍",
    "file": "登记备案",
    "publish": "登记公开",
    "attach": "传盖章件",
    "recall": "收回受控份",
    "call": "打电话核对",
    "drill": "登记演练",
}
"""What there is to do, in the order a desk is cleared."""

DRILLS = frozenset({"D3", "D4", "D5"})
_OWN = ("clerk", "head")
NAMED = 6
"""Copies that a task names; the recall list names all."""


@dataclass(frozen=True, slots=True)
class Step:
    """What a plan waits for, before it is asked whose it is."""

    act: str
    why: str
    severity: Severity = "grey"
    since: date | None = None
    due: date | None = None
    number: int | None = None
    digest: str = ""


def steps(verdict: Verdict, opened: Opened | None) -> tuple[Step, ...]:
    """Everything a required plan waits for. Pure."""
    if opened is not None:
        return (*open_step(opened, verdict), *(_in_force(verdict) if verdict.is_had else ()))
    return tuple(_in_force(verdict) if verdict.is_had else _absent(verdict))


def open_step(opened: Opened, verdict: Verdict | None) -> Iterator[Step]:
    """What the open version waits for, by its state; ``verdict`` None for a plan nobody requires."""
    version, history = opened.version, opened.history
    marks = {"number": version.number, "digest": version.digest}
    if history.state == "draft":
        yield Step("submit", f"第{version.number}次上传还没有报审。", "amber", **marks)  # type: ignore[arg-type]  # marks fit the named fields
    elif history.state == "returned":
        note = next((a.fields.get("note", "") for a in reversed(opened.acts) if a.move == "return"), "")
        yield Step("mend", f"已退回：{note}", "red", since=history.returned_on, **marks)  # type: ignore[arg-type]  # marks fit the named fields
    elif history.state == "submitted":
        yield _awaiting(opened, "review", history.submitted_on, "报审，等审核。", verdict)
    elif history.state == "passed":
        yield _awaiting(opened, "approve", history.passed_on, "审核通过，等签发。", verdict)
        if not any(act.move == "opine" for act in opened.acts[_last_pass(opened) :]):
            yield _awaiting(opened, "opine", history.passed_on, "审核通过，可出具法律意见。", verdict)
    elif history.state == "approved":
        yield _awaiting(opened, "issue", history.approved_on, "签发，等印发。", verdict)


def _last_pass(opened: Opened) -> int:
    passes = [index for index, act in enumerate(opened.acts) if act.move == "pass"]
    return max(passes, default=0)


def _awaiting(opened: Opened, act: str, since: date | None, why: str, verdict: Verdict | None) -> Step:
    due = None
    if act == "review" and verdict is not None and since is not None:
        version = next((v for v in verdict.cell.plan.versions if v.id == opened.version.id), None)
        case = _case(verdict, version) if version else None
        days = case.number("review_workdays") if case else None
        due = case.due(days, since).day if case and days else None
    said = f"{words(since)}{why}" if since else why
    return Step(act, said, "grey", since, due, opened.version.number, opened.version.digest)


def _absent(verdict: Verdict) -> Iterator[Step]:
    if verdict.status in {"exempt", "unknown", "awaiting_approval"}:
        return
    finding = verdict.findings[0] if verdict.findings else None
    draft = verdict.cell.plan.draft
    why = finding.text if finding else verdict.label
    severity: Severity = finding.severity if finding else "amber"
    yield Step("finish" if draft else "write", why, severity, finding.since if finding else None)


def _in_force(verdict: Verdict) -> Iterator[Step]:
    """What the version in force still asks for. A plan lent by the comprehensive one asks there."""
    version = verdict.judgement.version
    if verdict.is_covered or version is None:
        return
    found = {finding.code: finding for finding in reversed(verdict.findings)}
    yield from _renewal(verdict, version)
    for code, act in (("M5a", "attach"), *((code, "drill") for code in sorted(DRILLS))):
        if code in found:
            yield Step(act, found[code].text, found[code].severity, found[code].since, number=version.number)
    yield from _duties(verdict, version)
    ready = verdict.readiness
    if ready is not None and ready.has_text and ready.confirmed < ready.contacts:
        yield Step(
            "call",
            f"联系人{ready.contacts}名，{ready.contact_days}天内打通核对过{ready.confirmed}名。",
            "amber",
        )


def _renewal(verdict: Verdict, version: VersionFacts) -> Iterator[Step]:
    finding = next((f for f in verdict.findings if f.severity == verdict.worst), None)
    text = finding.text if finding else ""
    if verdict.status == "needs_revision":
        since = finding.since if finding else None
        yield Step(
            "revise",
            text,
            verdict.worst if verdict.worst != "none" else "amber",
            since,
            number=version.number,
        )
    elif verdict.status in {"review_overdue", "due_soon"} or any(f.code == "O1f" for f in verdict.findings):
        cause = next((f for f in verdict.findings if f.code in {"O1", "O1f"}), None)
        why = cause.text if cause else f"评估周期到{words(verdict.due_on)}。" if verdict.due_on else text
        severity: Severity = cause.severity if cause else "amber"
        yield Step("confirm", why, severity, cause.since if cause else None, verdict.due_on, version.number)


def _duties(verdict: Verdict, version: VersionFacts) -> Iterator[Step]:
    case, history = _case(verdict, version), version.history
    for act, done, key, what in (
        ("file", history.filed_on, "filing_workdays", "备案"),
        ("publish", history.published_on, "publication_workdays", "公开"),
    ):
        if done is None and history.issued_on is not None:
            days = case.number(key)
            due = case.due(days, history.issued_on).day if days else None
            why = f"{words(history.issued_on)}印发，还没有登记{what}。"
            yield Step(act, why, "grey", history.issued_on, due, version.number, version.digest)


def _case(verdict: Verdict, version: VersionFacts) -> Case:
    return Case(verdict.cell, Today(verdict.cell.as_of), version)


def recall_step(called: Sequence[CalledBack]) -> Step:
    """Paper copies of a void version that are still out."""
    said = "、".join(copy.words for copy in called[:NAMED])
    more = f"等 {len(called)} 份" if len(called) > NAMED else ""
    return Step("recall", f"作废版本的受控份还在外面：{said}{more}。", "amber", number=called[0].number)


def owners(act: str, unit_kind: str) -> tuple[str, ...]:
    """The roles a step is for: who would be asked for it, not everybody who may do it."""
    is_township = unit_kind == "township"
    if act in {"review", "opine"}:
        return ("reviewer",) if act == "review" else ("counsel",) if is_township else ()
    if act == "approve":
        return ("approver",) if is_township else ("head", "approver")
    if act in {"issue", "file"}:
        return ("office",)
    if is_township:
        return (
            ("approver", "office")
            if act == "confirm"
            else ("office",)
            if act == "publish"
            else ("clerk", "office")
        )
    return _OWN
