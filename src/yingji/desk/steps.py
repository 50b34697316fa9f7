"""Everything a plan waits for next, by its verdict and its open version, and whose each is. Pure."""

from collections.abc import Iterator, Sequence
from datetime import date

from yingji.copies.register import CalledBack
from yingji.coverage.findings import words
from yingji.coverage.steps import Step
from yingji.coverage.told import Told
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

BEGINS = frozenset({"write", "finish", "revise"})
"""What an open version has begun already."""
_OWN = ("clerk", "head")
NAMED = 6
"""Copies that a task names; the recall list names all."""


def steps(verdict: Told, opened: Opened | None, review_due: date | None) -> tuple[Step, ...]:
    """Everything a required plan waits for. Pure."""
    if opened is None:
        return verdict.steps
    kept = (step for step in verdict.steps if verdict.is_had and step.act not in BEGINS)
    return (*open_step(opened, review_due), *kept)


def open_step(opened: Opened, review_due: date | None = None) -> Iterator[Step]:
    """What the open version waits for, by its state; ``review_due``: the last day of its review."""
    version, history = opened.version, opened.history
    marks = {"number": version.number, "digest": version.digest}
    if history.state == "draft":
        yield Step("submit", f"第{version.number}次上传还没有报审。", "amber", **marks)  # type: ignore[arg-type]  # marks fit the named fields
    elif history.state == "returned":
        note = next((a.fields.get("note", "") for a in reversed(opened.acts) if a.move == "return"), "")
        yield Step("mend", f"已退回：{note}", "red", since=history.returned_on, **marks)  # type: ignore[arg-type]  # marks fit the named fields
    elif history.state == "submitted":
        yield _awaiting(opened, "review", history.submitted_on, "报审，等审核。", review_due)
    elif history.state == "passed":
        yield _awaiting(opened, "approve", history.passed_on, "审核通过，等签发。")
        if not any(act.move == "opine" for act in opened.acts[_last_pass(opened) :]):
            yield _awaiting(opened, "opine", history.passed_on, "审核通过，可出具法律意见。")
    elif history.state == "approved":
        yield _awaiting(opened, "issue", history.approved_on, "签发，等印发。")


def _last_pass(opened: Opened) -> int:
    passes = [index for index, act in enumerate(opened.acts) if act.move == "pass"]
    return max(passes, default=0)


def _awaiting(opened: Opened, act: str, since: date | None, why: str, due: date | None = None) -> Step:
    said = f"{words(since)}{why}" if since else why
    return Step(act, said, "grey", since, due, opened.version.number, opened.version.digest)


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
