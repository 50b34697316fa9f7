"""Excel plans: one workbook of 80 households written, read, checked and sent back marked; 33 of them as a batch.

The limits are the project's own: 1 second and 15 seconds. And random plans there and back through each kind of file.
"""

import io
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from measure import beside, median_ms
from openpyxl import load_workbook

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.office.excel.damage import REFUSED, vast_merge
from tests.office.random_plans import random_plan, slices

from yingji.desk.files import mark, open_file
from yingji.desk.upload import examine
from yingji.errors import Fault
from yingji.office.excel.plan_sheets import read_sheets
from yingji.office.excel.read_xlsx import read_xlsx
from yingji.office.excel.write_book import Identity, write_book
from yingji.office.word.read import read_word
from yingji.office.word.template import template
from yingji.office.word.write import write
from yingji.plans.canonical import canonical
from yingji.plans.catalogue import Schema, load
from yingji.plans.example import Subject, example
from yingji.plans.tidy import tidy

ON = date(2026, 5, 6)
HOUSEHOLDS, VILLAGES, DOCUMENTS = 80, 33, 510
SAMPLE = example(Subject("sample", "示例村民委员会", "village", "示例乡", "示例县"), "flood", ON, ())


def main() -> dict[str, Any]:
    """Milliseconds beside reading the same bytes with openpyxl alone, and seconds for the batch."""
    whole = workbook(0)
    data = damaged(whole)
    opened = open_file(data)
    problems = examine(opened, on=ON).problems
    figures = {
        "openpyxl alone": median_ms(lambda: load_workbook(io.BytesIO(data))),
        "write": median_ms(lambda: workbook(0)),
        "read": median_ms(lambda: open_file(data)),
        "check": median_ms(lambda: examine(opened, on=ON)),
        "mark": median_ms(lambda: mark(opened, problems)),
    }
    once = sum(figures[name] for name in ("read", "check", "mark"))
    return {
        "households": HOUSEHOLDS,
        "bytes": len(data),
        "problems": len(problems),
        **beside(figures, "openpyxl alone"),
        "read, checked and marked": {"seconds": round(once / 1000, 3), "limit": 1.0, "within": once < 1000},
        "batch": batch(),
        "hostile": hostile(),
        "round trip": round_trip(),
    }


def round_trip() -> dict[str, Any]:
    """Random plans of every family, chapter by chapter and whole, with the texts that files are known to lose."""
    equal = dict.fromkeys(("xlsx", "docx, the plan", "docx, the form"), 0)
    for seed in range(DOCUMENTS):
        whole = load().latest(load().families()[seed % 3])
        parts = (*slices(whole), whole)
        schema = parts[seed // 3 % len(parts)]
        document = random_plan(schema, seed)
        for name, found in through(schema, document):
            equal[name] += canonical(tidy(schema, found).document) == canonical(document)
    return {"documents": DOCUMENTS, "equal": equal, "all": set(equal.values()) == {DOCUMENTS}}


def through(schema: Schema, document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """What each kind of file gives back."""
    book = write_book(schema, Identity(schema.name), document, {})
    yield "xlsx", read_sheets(read_xlsx(book), schema).harvest.document
    yield "docx, the plan", read_word(write(schema, document, unit="1"), schema=schema).document
    yield "docx, the form", read_word(template(schema, document, unit="1"), schema=schema).document


def hostile() -> dict[str, Any]:
    """The slowest of the files that are refused, and a sheet merged to its last cell."""
    seconds = {}
    for case in REFUSED:
        data = case.make()
        start = time.process_time()
        with suppress(Fault):
            open_file(data)
        seconds[case.name] = time.process_time() - start
    data = vast_merge()
    start = time.process_time()
    open_file(data)
    seconds["vast merge"] = time.process_time() - start
    slowest = max(seconds, key=lambda name: seconds[name])
    worst = {"name": slowest, "seconds": round(seconds[slowest], 2), "limit": 10.0}
    return {"files": len(seconds), "slowest": worst, "within": seconds[slowest] < 10}


def batch() -> dict[str, Any]:
    """33 workbooks one after the other: read and checked, as the batch does; and marked besides."""
    files = [damaged(workbook(number)) for number in range(VILLAGES)]
    start = time.process_time()
    read = [(opened := open_file(data), examine(opened, on=ON).problems) for data in files]
    checked = time.process_time()
    for opened, problems in read:
        mark(opened, problems)
    marked = time.process_time()
    return {
        "files": len(files),
        "read and checked": {
            "seconds": round(checked - start, 2),
            "limit": 15.0,
            "within": checked - start < 15,
        },
        "and marked besides": {"seconds": round(marked - start, 2)},
    }


def workbook(number: int) -> bytes:
    """The workbook of a village with many households."""
    subject = Subject(f"4116242012{number:02d}", f"第{number + 1}村民委员会", "village", "石槽集乡", "沈丘县")
    document = example(subject, "flood", ON, ())
    household = document["evacuation"]["subjects"][0]
    document["evacuation"]["subjects"] = [
        {**household, "id": f"s{count:02d}", "household_head": f"示例户主{count}"}
        for count in range(HOUSEHOLDS)
    ]
    schema = load().latest("village")
    return write_book(schema, Identity(schema.name, subject.code, subject.name, "flood"), document, SAMPLE)


def damaged(data: bytes) -> bytes:
    """The same with a dozen cells typed wrong, as a spreadsheet program saves it."""
    book = load_workbook(io.BytesIO(data))
    for row in range(4, 16):
        book["转移对象"].cell(row, 4).value = "几人"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
