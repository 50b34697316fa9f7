"""The report as an Excel workbook: the matrix in colour with signs, the findings, every cell, and how it was counted."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from yingji.basis.policy import KEYS
from yingji.coverage.book import Row, Value, for_paper, packed, put, write_table
from yingji.coverage.codes import CODES, MEASURES
from yingji.coverage.findings import words
from yingji.coverage.report import Report
from yingji.coverage.severity import LABELS
from yingji.coverage.status import STATUSES
from yingji.coverage.table import CELL_COLUMNS, cell_texts
from yingji.coverage.thresholds import Threshold
from yingji.coverage.told import Told
from yingji.coverage.totals import Totals, grouped
from yingji.units.names import KIND_WORDS

_FINDING_COLUMNS = (
    ("单位代码", 16),
    ("单位", 22),
    ("预案", 18),
    ("状态", 12),
    ("程度", 7),
    ("编号", 7),
    ("问题", 60),
    ("自何日起", 12),
    ("依据", 44),
    ("怎样消除", 36),
)


def as_xlsx(report: Report[Told]) -> bytes:
    """The workbook; the same report gives the same bytes.

    When it was computed is told where a later answer may be another: not with a ``known_on``.
    """
    book = Workbook()
    book.remove(book.active)
    _matrix(book.create_sheet("覆盖总表"), report)
    _findings(book.create_sheet("问题清单"), report)
    _cells(book.create_sheet("逐项情况"), report)
    _definitions(book.create_sheet("口径与规则"), report)
    return packed(book, title=heading(report))


def heading(report: Report[Told]) -> str:
    """``石槽集乡应急预案覆盖情况``."""
    return f"{report.place[1]}应急预案覆盖情况"


def stated(report: Report[Told]) -> str:
    """As of which day, from what was known when, and whether it looks ahead."""
    known = f"；只用{words(report.known_on)}以前登记的" if report.known_on else ""
    ahead = "；预测，假定不再有新的变化" if report.forecast else ""
    return f"截至{words(report.as_of)}{known}{ahead}。"


def colour_of(verdict: Told) -> str:
    """The worst finding; green only where nothing speaks against it."""
    if verdict.worst in {"red", "amber"}:
        return verdict.worst
    return "green" if verdict.status == "current" else "grey"


def _matrix(ws: Any, report: Report[Told]) -> None:
    put(ws, 1, 1, heading(report), bold=True, size=16)
    put(ws, 2, 1, stated(report))
    put(ws, 3, 1, report.totals.headline, bold=True)
    put(ws, 4, 1, "符号是状态，颜色是最严重的问题（红、黄、灰；绿为没有红黄问题）；「—」为没有应编要求。")
    kinds = {verdict.kind: verdict.title for verdict in report.verdicts}
    columns = [("单位代码", 18), ("单位", 24), ("类别", 8), *((title, 14) for title in kinds.values())]
    after = write_table(ws, columns, _matrix_rows(report, list(kinds)), first=6)
    by_kind = grouped(report.verdicts, lambda verdict: verdict.kind)
    for row, (measure, count) in enumerate(MEASURED.items(), after):
        counts: list[Value] = [count(by_kind[kind]) for kind in kinds]
        for at, value in enumerate([measure, "", "", *counts], 1):
            put(ws, row, at, value, bold=True, fill="EEF2F6")
    for row in range(1, 5):
        ws.merge_cells(start_row=row, end_row=row, start_column=1, end_column=max(len(columns), 6))
        ws.row_dimensions[row].height = 30 if row == 1 else 20
    ws.auto_filter.ref = f"A6:{get_column_letter(len(columns))}{max(after - 1, 6)}"
    ws.freeze_panes = ws.cell(7, 3)
    for_paper(ws, "6:6")


def _matrix_rows(report: Report[Told], kinds: Sequence[str]) -> Iterable[Row]:
    units: dict[int, dict[str, Told]] = {}
    for verdict in report.verdicts:
        units.setdefault(verdict.unit.id, {})[verdict.kind] = verdict
    for held in units.values():
        unit = next(iter(held.values())).unit
        who = ((unit.code, "none"), (unit.name, "none"), (KIND_WORDS.get(unit.kind, unit.kind), "none"))
        yield (*who, *(_sign(held.get(kind)) for kind in kinds))


def _sign(verdict: Told | None) -> tuple[str, str]:
    return ("—", "none") if verdict is None else (f"{verdict.sign} {verdict.label}", colour_of(verdict))


MEASURED: dict[str, Callable[[Totals], int]] = {
    "应有": lambda totals: totals.expected,
    "已有": lambda totals: totals.have,
    "未超期": lambda totals: totals.timely,
    "可用": lambda totals: totals.usable,
}


def _findings(ws: Any, report: Report[Told]) -> None:
    rows = (
        _finding_row(verdict, number)
        for verdict in report.worst_first()
        for number in range(len(verdict.findings))
    )
    write_table(ws, _FINDING_COLUMNS, rows)
    ws.freeze_panes = "C2"
    for_paper(ws, "1:1")


def _finding_row(verdict: Told, number: int) -> Row:
    finding = verdict.findings[number]
    plain = (verdict.unit.code, verdict.unit.name, verdict.title, f"{verdict.sign} {verdict.label}")
    rest = (
        "\n".join((finding.text, *(one.words for one in finding.beside))),
        finding.since.isoformat() if finding.since else "",
        "\n".join(source.words for source in finding.basis),
        finding.clears_by,
    )
    severity = (LABELS[finding.severity], str(finding.severity))
    return (
        *((text, "none") for text in plain),
        severity,
        (finding.code, "none"),
        *((t, "none") for t in rest),
    )


def _cells(ws: Any, report: Report[Told]) -> None:
    columns = [(title, 40 if title in {"问题", "依据", "依据的事实"} else 14) for title in CELL_COLUMNS]
    write_table(ws, columns, ([(text, "none") for text in cell_texts(v)] for v in report.verdicts))
    ws.freeze_panes = "C2"


def _definitions(ws: Any, report: Report[Told]) -> None:
    row = 1
    for title, lines in _chapters(report):
        put(ws, row, 1, title, bold=True, size=13)
        for number, line in enumerate(lines, row + 1):
            for at, text in enumerate(line, 1):
                put(ws, number, at, text, fill="FFFFFF")
            row = number
        row += 2
    for at, width in enumerate((22, 52, 46), 1):
        ws.column_dimensions[get_column_letter(at)].width = width


def _chapters(report: Report[Told]) -> Iterable[tuple[str, list[tuple[str, ...]]]]:
    yield (
        "本表",
        [
            ("范围", f"{report.place[1]}（{report.place[0]}）及以下"),
            ("截至", stated(report)),
            *([] if report.known_on else [("计算时刻", report.computed_at.isoformat(timespec="seconds"))]),
            ("阈值摘要", report.policy_digest),
            ("数据摘要", report.inputs_digest),
        ],
    )
    yield "四个数", list(MEASURES.items())
    yield "状态", [(f"{sign} {label}", f"消除：{clears or '—'}") for label, sign, clears in STATUSES.values()]
    yield "颜色", [("红、黄、灰", "该项最严重的问题；不高于依据对这类单位所说的"), ("绿", "没有红、黄问题")]
    yield "问题编号", list(CODES.items())
    yield "阈值", [_threshold(row) for row in report.policy]
    yield (
        "没有核对的",
        [(one.code, one.reason, f"{one.cells}项") for one in report.not_checked] or [("没有",)],
    )
    yield (
        "说明",
        [
            ("备案", "备案是收到并登记，不是审批通过"),
            ("待核实", "条文没有逐字与正式文本核对过的，均标待核实"),
        ],
    )


def _threshold(row: Threshold) -> tuple[str, ...]:
    key = KEYS[row.key]
    of = "、".join(part for part in (KIND_WORDS.get(row.unit_kind or "", ""), row.plan_kind or "") if part)
    begins = f"，自{row.from_day}起" if row.from_day.year > 1 else ""
    return (
        f"{key.title}{f'（{of}）' if of else ''}",
        f"{row.text or '不设'}{key.unit if row.text else ''}",
        (f"{row.decided_by}{begins}"),
    )
