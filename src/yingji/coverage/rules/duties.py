"""D1–D6: filing, making known, drilling, reviewing within their time."""

from collections.abc import Iterator
from datetime import date

from yingji.basis.calendar import add_months
from yingji.coverage.facts import GOVERNMENTS, CellFacts
from yingji.coverage.findings import Case, Finding, day_after, words
from yingji.coverage.severity import Severity
from yingji.coverage.sources import (
    WORK_SAFETY_REGULATION,
    Source,
    decision,
    measures,
    response_law,
)
from yingji.coverage.thresholds import Threshold

_FILED_WITH = {
    **dict.fromkeys(GOVERNMENTS, ("第二十六条第（一）项、第（二）项", "报上一级人民政府备案")),
    "township": ("第二十六条第（六）项", "报上一级人民政府备案"),
    "village": ("第二十六条第（六）项", "报乡镇备案"),
    "department": ("第二十六条第（三）项", "报本级人民政府备案"),
}


def filing_deadline(case: Case) -> date | None:
    """The last day for filing, or None when the threshold is not set or unreadable."""
    count = case.number("filing_workdays")
    return None if count is None else case.due(count, case.issued_on).day


def unfiled(case: Case) -> Iterator[Finding]:
    """D1: issued and not filed; amber from ``filing_warn_workdays``, red after ``filing_workdays``."""
    if case.history.filed_on is None:
        article, how = _FILED_WITH.get(case.cell.unit.kind, ("第二十六条", "按规定备案"))
        yield from _not_done(case, "D1", "filing", f"没有{how}", measures(article), "备案后登记回执号。")


def unpublished(case: Case) -> Iterator[Finding]:
    """D2: not made known; to the public by a government, to those concerned by a village or body."""
    if case.history.published_on is None:
        to = "社会公开" if case.cell.unit.kind in GOVERNMENTS else "本单位以及可能受影响的其他单位和地区公开"
        yield from _not_done(
            case, "D2", "publication", f"没有向{to}", measures("第二十八条"), "公开后登记公开的方式。"
        )


def _not_done(
    case: Case, code: str, duty: str, what: str, source: Source, clears_by: str
) -> Iterator[Finding]:
    limit, warn = case.threshold(f"{duty}_workdays"), case.number(f"{duty}_warn_workdays")
    if limit is None or limit.number is None or warn is None:
        case.skip(code, "时限没有规定，或者写得无法识别")
        return
    due, warned = case.due(limit.number, case.issued_on), case.due(warn, case.issued_on)
    is_late = case.today.passed(due.day)
    if not is_late and not case.today.reached(warned.day):
        return
    wanted: Severity = "red" if is_late else "amber"
    said = f"期限到{due.words}（{limit.number}个工作日），{'逾期' if is_late else '尚'}{what}"
    yield case.finding(
        code,
        wanted,
        f"{words(case.issued_on)}印发，{said}。",
        basis=(source, decision(limit)) if limit.is_adopted else (source,),
        since=day_after(due.day) if is_late else warned.day,
        clears_by=clears_by,
        adopted=limit.is_adopted,
    )


def undrilled(case: Case) -> Iterator[Finding]:
    """D3, D4, D5: the last drill, or with none ever the issue, lies further back than ``drill_months``."""
    rule = _drill_rule(case.cell)
    cycle = case.threshold("drill_months")
    if rule is None or cycle is None:
        return
    code, wanted, source = rule
    if cycle.number is None:
        case.skip(code, "演练周期写得无法识别")
        return
    last = case.cell.plan.last_drill_on
    due = add_months(last or case.issued_on, cycle.number)
    if not case.today.passed(due):
        return
    past = f"上次演练是{words(last)}" if last else f"{words(case.issued_on)}印发后没有演练记录"
    yield case.finding(
        code,
        wanted,
        f"{past}，{cycle.words}，到{words(due)}应当再次演练。",
        basis=(source, decision(cycle)),
        since=day_after(due),
        clears_by="组织演练并登记。",
        adopted=cycle.is_adopted,
    )


def _drill_rule(cell: CellFacts) -> tuple[str, Severity, Source] | None:
    if cell.unit.kind == "village":
        return "D5", "red", response_law("第四十二条")
    if cell.unit.kind == "department":
        return "D4", "red", measures("第三十二条")
    if cell.unit.kind != "township" or cell.kind == "comprehensive":
        return None
    if cell.kind == "work_safety":
        return "D3", "red", WORK_SAFETY_REGULATION
    return "D4", "red", measures("第三十二条")


def review_slow(case: Case) -> Iterator[Finding]:
    """D6: in review longer than ``review_workdays``, and who holds it."""
    submitted = case.version
    limit: Threshold | None = case.threshold("review_workdays")
    start = submitted.history.submitted_on
    if limit is None or limit.number is None or start is None:
        case.skip("D6", "审核时限没有规定，或者写得无法识别")
        return
    due = case.due(limit.number, start)
    if case.today.passed(due.day):
        yield case.finding(
            "D6",
            "red",
            f"第{submitted.number}次上传{words(start)}报审，{limit.words}，到{due.words}仍在审核员处。",
            basis=(decision(limit),),
            since=day_after(due.day),
            clears_by="由审核员审核通过或者退回。",
            adopted=limit.is_adopted,
        )
