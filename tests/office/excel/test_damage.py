"""No file crashes the reader, and every one is answered at the cell, or with a sentence."""

import re
import resource
from functools import cache

import pytest
from tests.office.excel.damage import (
    HANDLED,
    REFUSED,
    Handled,
    Refused,
    extra_column,
    own_sheet,
    vast_merge,
)
from tests.office.excel.workbooks import ON, document_of, edited, prepared, schema_of

from yingji.desk.files import mark, open_file, read_out
from yingji.desk.upload import examine
from yingji.errors import Invalid
from yingji.office.guard import kind_of
from yingji.office.limits import MAX_FILLED
from yingji.plans.tidy import tidy

LOSES_RESULTS = ("公式出错", "共用文字丢失")
"""A formula keeps no result, and a lost text is lost, until a spreadsheet program has saved the file again."""
ENGLISH = re.compile(r"(?:Error|Exception|Traceback|None|object at|\bcell\b)")


@cache
def damaged(name: str) -> bytes:
    """The file of a case, made once."""
    return next(case.make() for case in HANDLED if case.name == name)


def test_the_corpus_is_large_enough() -> None:
    assert len(HANDLED) + len(REFUSED) >= 80


@pytest.mark.parametrize("case", HANDLED, ids=lambda case: case.name)
def test_every_cell_gets_its_message_and_the_marked_file_reads_the_same(case: Handled) -> None:
    opened = open_file(case.make())
    found = examine(opened, on=ON)
    told = [(problem.place, problem.message) for problem in found.problems]
    if not case.message:
        assert not found.must, told
    else:
        assert [1 for place, message in told if case.place in place and case.message in message], told
        assert not [1 for place, message in told if ENGLISH.search(place + message) and "DIV" not in message]
    if case.name in LOSES_RESULTS:
        return
    again = prepared(mark(opened, found.problems))
    assert again.document == found.document
    kept = {(p.place, p.message) for p in found.problems if p.place != "整个文件"}
    assert kept <= {(p.place, p.message) for p in again.problems}


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.name)
def test_what_cannot_be_read_is_refused_with_a_sentence(case: Refused) -> None:
    with pytest.raises(case.fault, match=re.escape(case.sentence)) as refusal:
        open_file(case.make())
    assert refusal.value.detail.endswith("。")


def test_nothing_typed_is_lost() -> None:
    """Every text of a clerk's own stands in the document or in what was not placed."""

    def change(book: object) -> None:
        extra_column(book)
        own_sheet(book)

    found = read_out(open_file(edited(change)), on=ON)
    left = {each.text for each in found.not_placed}
    assert "记得找会计要名单" in left
    assert "weixin01" in left


def test_a_copied_row_becomes_another_row() -> None:
    contacts = prepared(damaged("整行复制")).document["command"]["contacts"]
    before = tidy(schema_of(), document_of()).document["command"]["contacts"]
    assert len(contacts) == len(before) + 1
    assert len({row["id"] for row in contacts}) == len(contacts)


def test_a_merged_cell_counts_for_every_row_under_it() -> None:
    rows = prepared(damaged("竖着合并")).document["evacuation"]["subjects"]
    assert rows[0]["responsible_id"] == rows[1]["responsible_id"] == rows[2]["responsible_id"]


def test_columns_may_change_places() -> None:
    assert prepared(damaged("列换次序")).document == tidy(schema_of(), document_of()).document


def test_a_sheet_merged_to_its_last_cell_is_read_and_marked() -> None:
    opened = open_file(vast_merge())
    assert opened.harvest.candidates
    with pytest.raises(Invalid) as refusal:
        examine(opened, on=ON)
    assert opened.book is not None
    assert sum(len(sheet.cells) for sheet in opened.book.sheets) <= MAX_FILLED + 100
    assert kind_of(mark(opened, refusal.value.problems)) == "xlsx"


def test_bombs_do_not_fill_the_memory() -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for case in REFUSED:
        if case.name in ("压缩炸弹", "展开太大", "部分太多", "格子太多", "夹带定义"):
            with pytest.raises(case.fault):
                open_file(case.make())
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 700_000
