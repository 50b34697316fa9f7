"""M4–M7: what a plan in force lacks."""

from collections.abc import Iterator

from yingji.coverage.facts import GOVERNMENTS
from yingji.coverage.findings import Case, Finding, day_after, words
from yingji.coverage.sources import measures
from yingji.coverage.today import Today
from yingji.readiness.posts import HEAD, holder_on, is_same_name


def empty_parts(case: Case) -> Iterator[Finding]:
    """M4: a part that 办法 15 or 16 names is empty; one finding for each."""
    if case.document is None:
        case.skip("M4", "只有扫描件，没有可核对的正文")
        return
    article = "第十五条" if case.cell.unit.kind in {"village", "township"} else "第十六条"
    for part in case.document.empty_parts:
        yield case.finding(
            "M4",
            "amber",
            f"预案没有写「{part}」。",
            basis=(measures(article),),
            since=case.issued_on,
            clears_by="修订预案，补上这一部分。",
            places=(part,),
        )


def signed_text(case: Case) -> Iterator[Finding]:
    """M5a: no signed text attached ``filing_workdays`` after issue."""
    count = case.number("filing_workdays")
    if case.version.signed_on is not None or count is None:
        return
    due = case.due(count, case.issued_on)
    if case.today.passed(due.day):
        yield case.finding(
            "M5a",
            "amber",
            f"{words(case.issued_on)}印发，到{due.words}仍没有上传签字盖章的正式文本。",
            basis=(measures("第二十五条"), measures("第二十六条")),
            since=day_after(due.day),
            clears_by="上传签字盖章的扫描件。",
        )


def signer(case: Case) -> Iterator[Finding]:
    """M5b: a village's or body's plan signed by somebody other than its head on that day."""
    signers = case.history.signers
    if case.cell.unit.kind in GOVERNMENTS or not signers:
        return
    post, name = signers[0]
    day = case.history.approved_on or case.issued_on
    head = holder_on(case.cell.unit.roster, HEAD, day)
    allowed = case.cell.thresholds.on("signer_posts", Today(day))
    if head is not None:
        if is_same_name(head[0], name):
            return
        text = f"签发人{name}（{post}）不是{words(day)}当日在册的主要负责人{head[0]}。"
    elif allowed is not None and isinstance(allowed.value, tuple):
        posts = tuple(str(one) for one in allowed.value)
        if any(one in post for one in posts):
            return
        text = f"签发人{name}的职务「{post}」不在可签发的职务（{'、'.join(posts)}）之内。"
    else:
        case.skip("M5b", f"没有登记{words(day)}在册的主要负责人，也没有规定可签发的职务")
        return
    yield case.finding(
        "M5b",
        "red",
        text,
        basis=(measures("第二十五条"),),
        since=day,
        clears_by="由主要负责人重新签发新的一版；签发人登记有误的，先更正在册名单。",
    )


def consultation(case: Case) -> Iterator[Finding]:
    """M7: the plan does not say whom it was talked over with."""
    if case.document is None:
        case.skip("M7", "只有扫描件，没有可核对的正文")
    elif not case.document.is_consulted:
        yield case.finding(
            "M7",
            "amber" if case.cell.unit.kind == "township" else "grey",
            "预案没有写征求意见的情况。",
            basis=(measures("第二十二条"),),
            since=case.issued_on,
            clears_by="下一版补上「征求意见情况」。",
        )


def drafting_note(case: Case) -> Iterator[Finding]:
    """M6: no drafting note (编制说明)."""
    if not case.history.drafting_note.strip():
        yield case.finding(
            "M6",
            "amber",
            "没有登记编制说明。",
            basis=(measures("第二十六条"),),
            since=case.issued_on,
            clears_by="下一版印发时填写编制说明。",
        )
