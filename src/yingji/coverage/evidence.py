"""What a verdict rests on, in days and values."""

from collections.abc import Iterator

from yingji.coverage.facts import CellFacts, Span, VersionFacts
from yingji.coverage.findings import words
from yingji.coverage.readiness import Readiness
from yingji.coverage.status import Judgement, holds
from yingji.coverage.today import Today


def evidence_of(
    cell: CellFacts, judgement: Judgement, readiness: Readiness | None, today: Today
) -> tuple[str, ...]:
    """The sentences shown beside a verdict, the weightiest first."""
    if judgement.status == "unknown":
        return judgement.faults
    if judgement.status == "exempt":
        return tuple(_exemption(cell, today))
    said = _stage(judgement)
    if readiness is not None and judgement.version is not None:
        said = _in_force(cell, judgement, judgement.version, readiness, today)
    return (*said, *_requirement(cell, today))


def _requirement(cell: CellFacts, today: Today) -> Iterator[str]:
    span = next((span for span in cell.requirements if holds(span, today)), None)
    if span is not None:
        yield f"应编依据：{span.text}（{span.decided_by}，{_period(span)}）"


def _exemption(cell: CellFacts, today: Today) -> Iterator[str]:
    for span in cell.exemptions:
        if holds(span, today):
            yield f"免编：{span.text}（{span.decided_by}批准，{_period(span)}）"


def _period(span: Span) -> str:
    return f"自{words(span.from_day)}{f'至{words(span.until_day)}' if span.until_day else '起'}"


def _stage(judgement: Judgement) -> Iterator[str]:
    if judgement.stage:
        yield judgement.stage
    for finding in judgement.findings:
        if finding.code == "U1":
            yield finding.text


def _in_force(
    cell: CellFacts, judgement: Judgement, version: VersionFacts, readiness: Readiness, today: Today
) -> Iterator[str]:
    if judgement.source is not cell:
        yield f"由本单位综合应急预案（第{version.edition_no or 1}版）覆盖"
    yield _issue(version)
    if version.history.is_recorded:
        scan = "，只有扫描件，不计入可用" if version.document is None else ""
        yield f"补录，未经本系统审核{scan}"
    if judgement.evaluation:
        due = judgement.evaluation
        yield f"评估：自{words(due.counted_from)}起，{due.threshold.words}，到{words(due.due_on)}"
    yield from _facts(version)
    yield from _readiness(readiness)
    yield from _farther(judgement.source, version, today)


def _issue(version: VersionFacts) -> str:
    history = version.history
    number = f"，{history.doc_no}" if history.doc_no else ""
    issued = words(history.issued_on) if history.issued_on else "日期不明"
    effective = f"，{words(history.effective_on)}实施" if history.effective_on else ""
    return f"第{version.edition_no or 1}版，{issued}印发{effective}{number}"


def _facts(version: VersionFacts) -> Iterator[str]:
    history = version.history
    if history.filed_on:
        yield f"{words(history.filed_on)}备案{f'，回执号{history.receipt_no}' if history.receipt_no else ''}"
    if history.published_on:
        yield f"{words(history.published_on)}公开"


def _readiness(readiness: Readiness) -> Iterator[str]:
    if readiness.has_text:
        within = f"{readiness.contact_days}天内" if readiness.contact_days else ""
        yield f"联系人{readiness.contacts}名，{within}已确认{readiness.confirmed}名"
    if readiness.drill_months:
        last = f"上次演练{words(readiness.last_drill_on)}" if readiness.last_drill_on else "没有演练记录"
        yield f"{last}，演练周期{readiness.drill_months}个月"


def _farther(cell: CellFacts, version: VersionFacts, today: Today) -> Iterator[str]:
    """Upstream farther than one step: shown, never flagged."""
    issued = version.history.issued_on
    for document in cell.farther:
        effective = document.effective_on
        if issued and effective and issued < effective and today.reached(effective):
            number = f"（{document.doc_no}）" if document.doc_no else ""
            yield f"参考：{document.title}{number}{words(effective)}施行，在本预案印发以后"
