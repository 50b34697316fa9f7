"""The recall list as a paper to go round with, and as CSV."""

import csv
import io
from collections.abc import Sequence
from datetime import date

from yingji.desk.answers import CopyLine
from yingji.paper.blocks import Cell, NewPage, Paragraph, Space, Table
from yingji.paper.draw import Outside, Part, draw
from yingji.paper.flow import pour
from yingji.paper.front import title_paragraph
from yingji.paper.lines import Run
from yingji.paper.pdf import Information
from yingji.paper.wording import clean, day_text

HEADS = ("序号", "单位", "预案", "版次", "份号", "版本", "持有单位", "发出日期")
OPEN = ("收回或销毁", "日期", "经手人")
"""Columns to be filled in by hand."""
WRITTEN = "　" * 6 + "\n　"
TOLD = "下列受控份所载的版本已经作废。请逐份收回或者监督销毁，填写右边三栏，办完在系统里登记。"


def heading(place: str) -> str:
    """What the list of a place is called."""
    return f"{place}应急预案作废文本收回清单"


def as_csv(lines: Sequence[CopyLine]) -> str:
    """The list for a spreadsheet: with a byte order mark, or Excel reads it wrong."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow((*HEADS, *OPEN))
    writer.writerows((*map(_harmless, _row(n, line)), "", "", "") for n, line in enumerate(lines, 1))
    return "\ufeff" + out.getvalue()


def as_pdf(lines: Sequence[CopyLine], place: str, on: date) -> bytes:
    """The list on pages on their side; same list, same bytes."""
    head = tuple(Cell(name, "hei", "center") for name in (*HEADS, *OPEN))
    rows = tuple((*(Cell(clean(text)) for text in _row(n, line)), *(Cell(WRITTEN) for _ in OPEN))
                 for n, line in enumerate(lines, 1))  # fmt: skip
    table: list[Table] = [Table(head, rows)] if rows else []
    said = TOLD if rows else "没有需要收回的受控份。"
    pages = pour([
        NewPage(landscape=True), title_paragraph(clean(heading(place))), Space(),
        Paragraph((Run(f"截至{day_text(on)}，共 {len(rows)} 份。{said}"),)), *table,
    ])  # fmt: skip
    outside = Outside((clean(heading(place))[:36], f"截至{day_text(on)}"), None, ())
    return draw(
        [Part(pages, outside)], Information(clean(heading(place)), clean(place), "作废文本收回清单", on)
    )


def _row(n: int, line: CopyLine) -> tuple[str, ...]:
    edition = f"第 {line.edition_no} 版"
    plan = line.kind_title.removesuffix("应急预案") or line.kind_title
    kind = line.edition_title.partition("（")[0]
    return (
        str(n),
        line.unit_name,
        plan,
        edition,
        f"第 {line.copy} 份",
        kind,
        line.holder,
        line.on.isoformat(),
    )


def _harmless(text: str) -> str:
    """Text that a spreadsheet takes for no formula."""
    return f"'{text}" if text[:1] in "=+-@\t\r" else text
