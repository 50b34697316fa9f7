"""A plan to paper: warm, the pages a second, and cold from an empty interpreter, beside typst where it is installed.

typst gets the same text, tables and fonts and a far plainer layout: no contents, no code, no marks.
It is not a dependency; ``pip install typst`` adds it to the comparison.
"""

import importlib
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from measure import beside, median_ms

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


def _cold_ms(command: list[str]) -> float:
    """Median wall time of a process, in milliseconds."""
    root = Path(__file__).parents[1]
    program = (
        "import subprocess, sys, time; start = time.perf_counter();"
        f"subprocess.run({command!r}, check=True, cwd={str(root)!r});"
        "print(time.perf_counter() - start)"
    )
    runs = [subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)  # noqa: S603 - our own interpreter
            for _ in range(5)]  # fmt: skip
    return statistics.median(float(run.stdout) for run in runs) * 1000


def main() -> dict[str, Any]:
    """Milliseconds for one print of the example plan of a village; ``limit`` is half of typst."""
    node, sheet = _plan()
    data = render(node, sheet)
    pages = data.count(b"/Type/Page/")
    figures = {"yingji": median_ms(lambda: render(node, sheet), seconds=4)}
    told: dict[str, Any] = {"pages": pages, "bytes": len(data)}
    try:
        typst = importlib.import_module("typst")
    except ImportError:
        told["typst"] = "not installed: pip install typst"
        told["ms"] = figures
    else:
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder) / "plan.typ"
            source.write_text(SETUP + "\n".join(_typst(node)), "utf-8")
            compiler = typst.Compiler(str(source), font_paths=[str(FONTS)])
            figures["typst"] = median_ms(compiler.compile, seconds=4)
        told |= beside(figures, "typst") | {"limit": LIMIT}
    told["pages per second"] = round(pages / figures["yingji"] * 1000)
    empty = _cold_ms([sys.executable, "-c", "pass"])
    whole = _cold_ms(
        [sys.executable, "-c", "import sys; sys.path[:0] = ['benchmarks']; import print as p; p.once()"]
    )
    told["cold ms"] = {"empty interpreter": round(empty), "first print": round(whole)}
    return told


def once() -> None:
    """One print from nothing, for the cold figure."""
    render(*_plan())
