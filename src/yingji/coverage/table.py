"""The report as a table for the terminal, and as comma-separated values."""

import csv
import io
import unicodedata
from collections.abc import Mapping, Sequence

from yingji.coverage.report import Report
from yingji.coverage.severity import LABELS
from yingji.coverage.told import Told
from yingji.coverage.totals import Totals

COLUMNS = ("单位", "预案", "状态", "程度", "为什么", "复核日")
CELL_COLUMNS = (
    "单位代码",
    "单位",
    "预案",
    "状态",
    "程度",
    "应有",
    "已有",
    "未超期",
    "可用",
    "问题",
    "依据",
    "依据的事实",
    "怎样消除",
    "未核对",
    "复核日",
)
WHY_WIDTH = 60


def as_table(report: Report[Told]) -> str:
    """The head line, one row a cell with the gravest first, and what was not checked."""
    name, forecast = report.place[1], "（预测，假定不再有新的变化）" if report.forecast else ""
    known = f"，只用{report.known_on}以前登记的" if report.known_on else ""
    head = [f"{name} 截至{report.as_of}{known}{forecast}", report.totals.headline, ""]
    if not report.verdicts:
        return "\n".join([*head, "没有应编项。请先用 require 列出应编清单。", ""])
    rows = [COLUMNS, *(_row(verdict) for verdict in report.worst_first())]
    return "\n".join([*head, *aligned(rows), *_footnotes(report), ""])


def as_groups(report: Report[Told], groups: Mapping[tuple[str, str], Totals]) -> str:
    """The head line and the four numbers of each group."""
    rows: list[tuple[str, ...]] = [("", "名称", "应有", "已有", "未超期", "可用")]
    rows += [
        (key, label, *map(str, (t.expected, t.have, t.timely, t.usable)))
        for (key, label), t in groups.items()
    ]
    head = f"{report.place[1]} 截至{report.as_of}"
    return "\n".join([head, report.totals.headline, "", *aligned(rows), ""])


def as_csv(report: Report[Told]) -> str:
    """One row a cell in the order of codes; UTF-8 text without a byte order mark, safe to open as a sheet."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(CELL_COLUMNS)
    for verdict in report.verdicts:
        writer.writerow([_inert(cell) for cell in cell_texts(verdict)])
    return out.getvalue()


def _row(verdict: Told) -> tuple[str, ...]:
    return (
        verdict.unit.name,
        verdict.title,
        f"{verdict.sign} {verdict.label}",
        LABELS[verdict.worst],
        _clipped(_why(verdict), WHY_WIDTH),
        verdict.recheck_on.isoformat() if verdict.recheck_on else "",
    )


def _why(verdict: Told) -> str:
    if verdict.findings:
        codes = "、".join(dict.fromkeys(finding.code for finding in verdict.findings))
        return f"{codes}：{verdict.findings[0].text}"
    return verdict.evidence[0] if verdict.evidence else ""


def cell_texts(verdict: Told) -> Sequence[str]:
    """Everything about one cell, in the order of ``CELL_COLUMNS``."""
    sources = dict.fromkeys(source.words for finding in verdict.findings for source in finding.basis)
    flags = (verdict.is_expected, verdict.is_had, verdict.is_timely, verdict.is_usable)
    return (
        verdict.unit.code,
        verdict.unit.name,
        verdict.title,
        verdict.label,
        LABELS[verdict.worst],
        *("是" if flag else "否" for flag in flags),
        "\n".join(
            f"{finding.code}（{LABELS[finding.severity]}）{finding.text}" for finding in verdict.findings
        ),
        "\n".join(sources),
        "\n".join(verdict.evidence),
        "\n".join(dict.fromkeys(finding.clears_by for finding in verdict.findings)) or verdict.clears_by,
        "\n".join(f"{one.code} {one.reason}" for one in verdict.not_checked),
        verdict.recheck_on.isoformat() if verdict.recheck_on else "",
    )


def _inert(text: str) -> str:
    """Text that a sheet would take for a formula is marked as text."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Columns under each other on a terminal."""
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in rows
    ]


def _width(text: str) -> int:
    """Columns on a terminal: two for a wide character."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _clipped(text: str, width: int) -> str:
    if _width(text) <= width:
        return text
    kept, used = "", 0
    for char in text:
        used += _width(char)
        if used > width - 1:
            break
        kept += char
    return kept + "…"


def _footnotes(report: Report[Told]) -> list[str]:
    if not report.not_checked:
        return []
    return ["", "未核对：", *(f"  {one.code} {one.reason}（{one.cells}项）" for one in report.not_checked)]
