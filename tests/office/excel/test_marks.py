"""The file that comes back: what is red, what is written there, and the list in front."""

import io

import pytest
from openpyxl import load_workbook
from tests.office.excel.workbooks import edited, filled, prepared

from yingji.desk.files import mark, open_file
from yingji.errors import Problem, Usage
from yingji.office.excel.annotate import AUTHOR, FILLS


def two_wrong(book: object) -> None:
    book["责任人通讯录"]["D7"] = "1380000465"  # type: ignore[index]  # the sheet is one of ours
    book["转移对象"]["D6"] = "三人"  # type: ignore[index]  # the sheet is one of ours


@pytest.fixture(scope="module")
def marked() -> bytes:
    data = edited(two_wrong)
    return mark(open_file(data), prepared(data).problems)


def test_wrong_cells_are_red_and_say_what_and_how(marked: bytes) -> None:
    cell = load_workbook(io.BytesIO(marked))["责任人通讯录"]["D7"]
    assert cell.fill.fgColor.rgb == f"00{FILLS['must']}"
    assert cell.comment.text.startswith("【必须改】")
    assert "手机号应为 11 位" in cell.comment.text


def test_the_first_sheet_lists_them_with_links(marked: bytes) -> None:
    book = load_workbook(io.BytesIO(marked))
    ws = book.worksheets[0]
    assert book.active is ws
    places = {ws.cell(row, 4).value: ws.cell(row, 4).hyperlink.location for row in range(4, ws.max_row + 1)}
    assert places["「转移对象」表 第 6 行「人数」(D6)"] == "'转移对象'!D6"
    assert ws.title == f"需要改的 {len(places)} 处"


def test_cells_that_were_right_keep_their_content(marked: bytes) -> None:
    before, after = load_workbook(io.BytesIO(edited(two_wrong))), load_workbook(io.BytesIO(marked))
    for sheet in before.sheetnames:
        one = [cell.value for row in before[sheet].iter_rows() for cell in row]
        assert one == [cell.value for row in after[sheet].iter_rows() for cell in row]


def test_marks_of_the_last_round_are_gone_in_the_next(marked: bytes) -> None:
    def mend(book: object) -> None:
        book["责任人通讯录"]["D7"] = "13800004659"  # type: ignore[index]  # the sheet is one of ours

    mended = edited(mend, marked)
    book = load_workbook(io.BytesIO(mark(open_file(mended), prepared(mended).problems)))
    assert book["责任人通讯录"]["D7"].comment is None
    assert book["转移对象"]["D6"].comment.author == AUTHOR
    assert [name for name in book.sheetnames if name.startswith("需要改的")] == [book.sheetnames[0]]


def test_a_workbook_with_nothing_wrong_says_so() -> None:
    book = load_workbook(io.BytesIO(mark(open_file(filled()), ())))
    assert book.sheetnames[0] == "没有要改的"


def test_a_message_that_looks_like_a_formula_is_written_as_text() -> None:
    problem = Problem("", "整个文件", "=cmd|'/c calc'!A0")
    ws = load_workbook(io.BytesIO(mark(open_file(filled()), (problem,)))).worksheets[0]
    assert ws["E4"].data_type == "s"


def test_the_same_problems_give_the_same_bytes() -> None:
    opened, problems = open_file(filled()), prepared(edited(two_wrong)).problems
    assert mark(opened, problems) == mark(opened, problems)


def test_a_json_file_cannot_be_marked() -> None:
    with pytest.raises(Usage, match="没法在原处标出"):
        mark(open_file(b"{}"), ())
