"""A plan to paper: warm and cold, memory and bytes, beside ReportLab's own paragraphs, typst and WeasyPrint; batches
and long tables.

The peers get the same text, tables and fonts and a far plainer layout: no contents, no code, no marks.
typst and WeasyPrint are no dependencies: ``pip install --group bench`` adds them to the comparison.
"""

import importlib
import io
import os
import pickle
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from measure import beside, median_ms
from pypdfium2 import PdfDocument
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Table

from yingji.paper.compose import printable
from yingji.paper.render import render
from yingji.paper.sheet import Sheet
from yingji.paper.typefaces import FONTS
from yingji.plans.catalogue import load
from yingji.plans.example import Subject, example
from yingji.plans.outline import Column, Node, outline


@dataclass(frozen=True, slots=True)
class Peer:
    """A way to print the plan: in this process, and as a program of its own."""

    work: Callable[[], bytes]
    program: str = ""
    arguments: tuple[str, ...] = ()


ON = date(2026, 5, 1)
SUBJECT = Subject("411624208201", "石槽集村民委员会", "village", "石槽集乡", "沈丘县")
LIMIT = 0.5  # of typst


def _plan() -> tuple[Node, Sheet]:
    document = example(SUBJECT, "comprehensive", ON, ())
    sheet = Sheet(
        SUBJECT.name, (SUBJECT.name,), "village", "comprehensive", document["title"], 1, "0f" * 32, edition_no=1,
        issued_on=ON, effective_on=ON, approved_on=ON,
        verify_url="https://yingji.example.cn/v/Zk3v9QmB7TnX2aLrP0sYdw",
    )  # fmt: skip
    return outline(load().get(document["schema"]), document), sheet


def _markup(node: Node) -> Iterator[str]:
    """The same matter in typst's markup, every text as a string literal."""
    if node.title:
        yield f"= #{_quoted(node.title)}"
    if node.kind == "table":
        cells = [column.title for column in node.columns]
        cells += [cell.text for row in node.children for cell in row.children]
        said = ",".join(f"[#{_quoted(cell)}]" for cell in cells)
        yield f"#table(columns: {len(node.columns)}, {said})"
        return
    if node.lead or node.text:
        yield f"#{_quoted(node.lead or node.text)}\n"
    if node.kind != "paragraph":
        for child in node.children:
            yield from _markup(child)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'


SETUP = """#set page(paper: "a4", margin: (left: 28mm, right: 26mm, top: 37mm, bottom: 35mm))
#set text(font: ("Noto Serif SC", "FandolFang R", "FandolFang"), size: 16pt, lang: "zh")
#set par(justify: true, first-line-indent: 2em)
"""


def _html(node: Node) -> Iterator[str]:
    """The same matter as a web page."""
    if node.title:
        yield f"<h2>{escape(node.title)}</h2>"
    if node.kind == "table":
        heads = "".join(f"<th>{escape(column.title)}</th>" for column in node.columns)
        rows = (
            "".join(f"<td>{escape(printable(cell))}</td>" for cell in row.children) for row in node.children
        )
        yield f"<table><thead><tr>{heads}</tr></thead>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"
        return
    if node.lead or node.text:
        yield f"<p>{escape(node.lead or node.text)}</p>"
    if node.kind != "paragraph":
        for child in node.children:
            yield from _html(child)


def _style() -> str:
    faces = "".join(
        f"@font-face {{font-family: {name}; src: url({(FONTS / f'{name}.ttf').as_uri()})}}"
        for name in ("latin", "fang", "rare")
    )
    return (
        f"<style>{faces} @page {{size: A4; margin: 37mm 26mm 35mm 28mm}}"
        "body {font: 16pt/29.6pt latin, fang, rare; text-align: justify} p {text-indent: 2em}"
        "table {border-collapse: collapse; font-size: 10.5pt; line-height: 1.4} td, th {border: 0.5pt solid}</style>"
    )


def _page(node: Node) -> str:
    return f'<!doctype html><html lang="zh-CN"><meta charset="utf-8">{_style()}{"".join(_html(node))}</html>'


def _in_turns(works: dict[str, Callable[[], object]], rounds: int = 40) -> dict[str, float]:
    """Median processor time of each in milliseconds, one after the other in every round, so that a noisy
    machine disturbs all alike.
    """
    taken: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            start = time.process_time()
            work()
            taken[name].append(time.process_time() - start)
    return {name: statistics.median(values) * 1000 for name, values in taken.items()}


def _cold_ms(program: str, *arguments: str) -> float:
    """Processor time of a fresh interpreter, in milliseconds: the median of nine."""
    taken = []
    for _ in range(9):
        before = os.times()
        subprocess.run([sys.executable, "-c", program, *arguments], check=True)  # noqa: S603 - our own interpreter
        after = os.times()
        taken.append(sum(after[2:4]) - sum(before[2:4]))
    return statistics.median(taken) * 1000


COLD = """
import pickle, sys
from yingji.paper.render import render
with open(sys.argv[1], "rb") as file:
    render(*pickle.load(file))
"""
TYPST_COLD = """
import sys, typst
typst.Compiler(sys.argv[1], font_paths=[sys.argv[2]]).compile()
"""
WEASYPRINT_COLD = """
import sys, weasyprint
weasyprint.HTML(sys.argv[1]).write_pdf()
"""
PEAK = """
for line in open("/proc/self/status"):
    if line.startswith("VmHWM"):
        print(int(line.split()[1]) // 1024)
"""  # of this process alone: getrusage would count what it was forked from


def _platypus(node: Node) -> bytes:
    """The same matter by ReportLab's paragraphs and tables as they come."""
    style = ParagraphStyle(
        "body", fontName="peer", fontSize=16, leading=29.6, wordWrap="CJK", firstLineIndent=32
    )
    cell = ParagraphStyle("cell", fontName="peer", fontSize=10.5, leading=14, wordWrap="CJK")
    file = io.BytesIO()
    template = SimpleDocTemplate(file, pagesize=A4, invariant=1)
    template.build(list(_flowables(node, style, cell)))
    return file.getvalue()


def _flowables(node: Node, style: ParagraphStyle, cell: ParagraphStyle) -> Iterator[Flowable]:
    if node.title:
        yield Paragraph(escape(node.title), style)
    if node.kind == "table" and node.children:
        rows = [[Paragraph(escape(column.title), cell) for column in node.columns]]
        rows += [[Paragraph(escape(printable(c)), cell) for c in row.children] for row in node.children]
        yield Table(rows, repeatRows=1)
        return
    if node.lead or node.text:
        yield Paragraph(escape(node.lead or node.text), style)
    if node.kind != "paragraph":
        for child in node.children:
            yield from _flowables(child, style, cell)


def _peak_mb(program: str, *arguments: str) -> int:
    """Peak memory of a fresh interpreter that does one print."""
    words = [sys.executable, "-c", program + PEAK, *arguments]
    done = subprocess.run(words, check=True, capture_output=True, text=True)  # noqa: S603 - our own interpreter
    return int(done.stdout)


def _batch_seconds(plan: tuple[Node, Sheet], count: int = 33) -> dict[str, float]:
    """Many prints on all cores, processes and all: what the clock says, and processor time over the cores."""
    start, before = time.perf_counter(), os.times()
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(_bytes, [plan] * count, chunksize=2))
    after = os.times()
    cores = os.cpu_count() or 1
    taken = sum(after[:4]) - sum(before[:4])
    return {"clock": round(time.perf_counter() - start, 2), "processor over cores": round(taken / cores, 2)}


def _bytes(plan: tuple[Node, Sheet]) -> int:
    return len(render(*plan))


def _table_ms(sheet: Sheet, rows: int) -> int:
    table = _long_table(rows)
    return round(median_ms(lambda: render(table, sheet), seconds=3, at_least=3))


def _long_table(rows: int) -> Node:
    """A register of so many people, ten columns: half of them say something else in every row."""
    columns = tuple(Column(f"c{n}", f"项目{n}", "public") for n in range(10))
    body = tuple(
        Node(
            "", str(row), "", "row",
            children=tuple(
                Node("", f"c{n}", "", "value", f"第{row}户{n}" if n % 2 else f"第{n}项内容") for n in range(10)
            ),
        )
        for row in range(rows)
    )  # fmt: skip
    table = Node("/t", "t", "名册", "table", columns=columns, children=body)
    return Node("", "", "名册", "root", children=(Node("#1", "1", "名册", "chapter", children=(table,)),))


def _typst(node: Node, folder: Path) -> Peer:
    source, turn, markup = folder / "plan.typ", count(), SETUP + "\n".join(_markup(node))
    source.write_text(markup, "utf-8")
    compiler = importlib.import_module("typst").Compiler(str(source), font_paths=[str(FONTS)])

    def work() -> bytes:  # with another number in every text each time: it remembers what it has laid out
        source.write_text(markup.replace('#"', f'#"{next(turn)}'), "utf-8")
        return bytes(compiler.compile())

    return Peer(work, TYPST_COLD, (str(source), str(FONTS)))


def _weasyprint(node: Node, folder: Path) -> Peer:
    source = folder / "plan.html"
    source.write_text(_page(node), "utf-8")
    weasyprint = importlib.import_module("weasyprint")
    return Peer(lambda: bytes(weasyprint.HTML(source).write_pdf()), WEASYPRINT_COLD, (str(source),))


def main() -> dict[str, Any]:
    """One print of a village's example plan; ``limit`` is the share of typst's."""
    plan = _plan()
    with PdfDocument(render(*plan)) as document:
        told: dict[str, Any] = {"pages": len(document)}
    told["table of 2000 rows, ms"] = _table_ms(plan[1], 2000)  # before the peers fill the collector's memory
    pdfmetrics.registerFont(TTFont("peer", str(FONTS / "fang.ttf")))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        stored = folder / "plan.pickle"
        stored.write_bytes(pickle.dumps(plan))
        peers = {
            "yingji": Peer(lambda: render(*plan), COLD, (str(stored),)),
            "ReportLab Platypus": Peer(lambda: _platypus(plan[0])),
        }
        for peer, made in (("typst", _typst), ("WeasyPrint", _weasyprint)):
            try:
                peers[peer] = made(plan[0], folder)
            except ImportError:
                told[peer] = "not installed: pip install --group bench"
        told |= _compared(peers)
    told["pages per second"] = round(told["pages"] / told["warm"]["ms"]["yingji"] * 1000)
    told["33 plans in processes, s"] = _batch_seconds(plan)
    return told


def _compared(peers: dict[str, Peer]) -> dict[str, Any]:
    alone = {name: peer for name, peer in peers.items() if peer.program}
    cold = {name: _cold_ms(peer.program, *peer.arguments) for name, peer in alone.items()}
    beside_whom = "typst" if "typst" in peers else "ReportLab Platypus"
    return {
        "limit": f"{LIMIT} times typst",
        "bytes": {name: len(peer.work()) for name, peer in peers.items()},
        "warm": beside(_in_turns({name: peer.work for name, peer in peers.items()}, 15), beside_whom),
        "cold": beside(
            {"empty interpreter": _cold_ms("pass"), **cold}, beside_whom if beside_whom in cold else "yingji"
        ),
        "peak MB": {name: _peak_mb(peer.program, *peer.arguments) for name, peer in alone.items()},
    }
