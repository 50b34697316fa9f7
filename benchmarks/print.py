"""A plan to paper: warm, the pages a second, and cold from an empty interpreter, beside typst where it is installed.

typst gets the same text, tables and fonts and a far plainer layout: no contents, no code, no marks.
It is not a dependency; ``pip install typst`` adds it to the comparison.
"""

import importlib
import os
import pickle
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from itertools import count
from pathlib import Path
from types import ModuleType
from typing import Any

from measure import beside

from yingji.paper.render import render
from yingji.paper.sheet import Sheet
from yingji.paper.typefaces import FONTS
from yingji.plans.catalogue import load
from yingji.plans.example import Subject, example
from yingji.plans.outline import Node, outline

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


def main() -> dict[str, Any]:
    """Milliseconds for one print of a village's example plan; ``limit`` is the share of typst's."""
    plan = _plan()
    data = render(*plan)
    pages = data.count(b"/Type/Page/")
    works: dict[str, Callable[[], object]] = {"yingji": lambda: render(*plan)}
    told: dict[str, Any] = {"pages": pages, "bytes": len(data)}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        try:
            works["typst"] = _typst_work(importlib.import_module("typst"), plan[0], folder)
        except ImportError:
            told["typst"] = "not installed: pip install typst"
        figures = _in_turns(works)
        told |= beside(figures, "typst") | {"limit": LIMIT} if "typst" in figures else {"ms": figures}
        stored = folder / "plan.pickle"
        stored.write_bytes(pickle.dumps(plan))
        cold = {"empty interpreter": _cold_ms("pass"), "import and first print": _cold_ms(COLD, str(stored))}
    told["pages per second"] = round(pages / figures["yingji"] * 1000)
    told["cold ms"] = {name: round(value) for name, value in cold.items()}
    return told
