"""A plan to paper: warm and cold, memory and bytes, beside ReportLab's own paragraphs and typst; batches and long tables.

The peers get the same text, tables and fonts and a far plainer layout: no contents, no code, no marks.
typst is not a dependency; ``pip install typst`` adds it to the comparison.
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
from datetime import date
from itertools import count
from pathlib import Path
from types import ModuleType
from typing import Any
from xml.sax.saxutils import escape

from measure import beside, median_ms
from pypdfium2 import PdfDocument
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Table

from yingji.paper.compose import plain
from yingji.paper.render import render
from yingji.paper.sheet import Sheet
from yingji.paper.typefaces import FONTS
from yingji.plans.catalogue import load
from yingji.plans.example import Subject, example
from yingji.plans.outline import Column, Node, outline

ON = date(2026, 5, 1)
SUBJECT = Subject("411624208201", "石槽集村民委员会", "village", "石槽集乡", "沈丘县")
LIMIT = 0.5  # of typst


def _plan() -> tuple[Node, Sheet]:
    document = example(SUBJECT, "comprehensive", ON, ())
    sheet = Sheet(
        SUBJECT.name, (SUBJECT.name,), "village", "comprehensive", document["title"], 1, 1, "0f" * 32, None,
        ON, ON, ON, (), None, None, "https://yingji.example.cn/v/Zk3v9QmB7TnX2aLrP0sYdw", (),
    )  # fmt: skip
    return outline(load().get(document["schema"]), document), sheet


def _typst(node: Node) -> Iterator[str]:
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
            yield from _typst(child)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'


SETUP = """#set page(paper: "a4", margin: (left: 28mm, right: 26mm, top: 37mm, bottom: 35mm))
#set text(font: ("Noto Serif SC", "FandolFang R", "FandolFang"), size: 16pt, lang: "zh")
#set par(justify: true, first-line-indent: 2em)
"""


def _typst_work(typst: ModuleType, node: Node, folder: Path) -> Callable[[], None]:
    """One print by typst, with a number in every text that changes each time: it remembers what it has laid out."""
    markup, turn = SETUP + "\n".join(_typst(node)), count()
    source = folder / "plan.typ"
    source.write_text(markup, "utf-8")
    compiler = typst.Compiler(str(source), font_paths=[str(FONTS)])

    def work() -> None:
        source.write_text(markup.replace('#"', f'#"{next(turn)}'), "utf-8")
        compiler.compile()

    return work


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
PEAK = "import resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)"


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
        rows += [[Paragraph(escape(plain(c)), cell) for c in row.children] for row in node.children]
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


def _batch_seconds(plan: tuple[Node, Sheet], count: int = 33) -> float:
    """Wall time of many prints on all cores, processes and all."""
    start = time.perf_counter()
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(_bytes, [plan] * count, chunksize=2))
    return time.perf_counter() - start


def _bytes(plan: tuple[Node, Sheet]) -> int:
    return len(render(*plan))


def _long_table(rows: int) -> Node:
    """A register of so many people, ten columns."""
    columns = tuple(Column(f"c{n}", f"项目{n}", "public") for n in range(10))
    cells = [Node("", f"c{n}", "", "value", f"第{n}项内容") for n in range(10)]
    body = tuple(
        Node("", str(n), "", "row", children=(Node("", "c0", "", "value", f"某{n}"), *cells[1:]))
        for n in range(rows)
    )
    table = Node("/t", "t", "名册", "table", columns=columns, children=body)
    return Node("", "", "名册", "root", children=(Node("#1", "1", "名册", "chapter", children=(table,)),))


def main() -> dict[str, Any]:
    """Milliseconds for one print of a village's example plan; ``limit`` is the share of typst's."""
    plan = _plan()
    data = render(*plan)
    with PdfDocument(data) as document:
        pages = len(document)
    pdfmetrics.registerFont(TTFont("peer", str(FONTS / "fang.ttf")))
    works: dict[str, Callable[[], object]] = {
        "yingji": lambda: render(*plan),
        "ReportLab Platypus": lambda: _platypus(plan[0]),
    }
    told: dict[str, Any] = {
        "pages": pages,
        "bytes": {"yingji": len(data), "Platypus": len(_platypus(plan[0]))},
    }
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        stored = folder / "plan.pickle"
        stored.write_bytes(pickle.dumps(plan))
        cold = {"empty interpreter": _cold_ms("pass"), "import and first print": _cold_ms(COLD, str(stored))}
        peak = {"yingji": _peak_mb(COLD, str(stored))}
        try:
            works["typst"] = _typst_work(importlib.import_module("typst"), plan[0], folder)
            typst = str(folder / "plan.typ"), str(FONTS)
            cold["typst"], peak["typst"] = _cold_ms(TYPST_COLD, *typst), _peak_mb(TYPST_COLD, *typst)
        except ImportError:
            told["typst"] = "not installed: pip install typst"
        figures = _in_turns(works, 20)
    peer = "typst" if "typst" in figures else "ReportLab Platypus"
    told |= beside(figures, peer) | {"limit": f"{LIMIT} times typst"}
    told["pages per second"] = round(pages / figures["yingji"] * 1000)
    told["cold ms"] = {name: round(value) for name, value in cold.items()}
    told["peak MB"] = peak
    told["33 plans in processes, s"] = round(_batch_seconds(plan), 2)
    long = _long_table(2000)
    told["table of 2000 rows, ms"] = round(median_ms(lambda: render(long, plan[1]), seconds=0.5, at_least=3))
    return told
