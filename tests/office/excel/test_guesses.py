"""Tables of the clerks' own: recognised by their heads, offered and never taken."""

from typing import Any

from openpyxl import Workbook
from tests.office.excel.workbooks import saved

from yingji.desk.files import open_file, read_out
from yingji.office.found import Harvest


def book_of(*rows: tuple[Any, ...], title: str = "Sheet1") -> bytes:
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    return saved(book)


def harvest(*rows: tuple[Any, ...], title: str = "Sheet1") -> Harvest:
    return open_file(book_of(*rows, title=title), family="village").harvest


def guessed(found: Harvest) -> dict[str, Any]:
    return {each.path: each.value for each in found.candidates}


def test_households_with_words_of_their_own() -> None:
    found = guessed(
        harvest(
            ("户主姓名", "家庭住址", "家庭人口", "包保人", "安置地点"),
            ("李大爷", "三组大沟西沿", 2, "赵小明", "村部"),
        )
    )
    assert found == {
        "/evacuation/subjects/0/household_head": "李大爷",
        "/evacuation/subjects/0/address": "三组大沟西沿",
        "/evacuation/subjects/0/people": 2,
        "/evacuation/subjects/0/responsible_id": "赵小明",
        "/evacuation/subjects/0/shelter_id": "村部",
    }


def test_the_name_of_the_sheet_decides_between_tables_alike() -> None:
    rows = (("名称", "地址", "可容纳人数"), ("村部", "中心街", 100))
    assert all(path.startswith("/evacuation/shelters/") for path in guessed(harvest(*rows, title="安置点")))


def test_the_order_of_columns_does_not_matter() -> None:
    found = guessed(harvest(("手机号", "姓名", "职务"), (13800000001, "赵小明", "主任")))
    assert found["/command/contacts/0/phone"] == "13800000001"
    assert found["/command/contacts/0/name"] == "赵小明"


def test_sums_and_titles_are_left_and_listed() -> None:
    found = harvest(
        ("村干部名单",), ("姓名", "职务", "电话"), ("赵小明", "主任", "13800000001"), ("合计", 1, None)
    )
    assert {each.text for each in found.not_placed} == {"村干部名单", "合计", "1"}


def test_labels_beside_their_values() -> None:
    found = guessed(harvest(("总指挥", "赵小明"), ("信息员：", "钱小红")))
    assert found == {"/command/chief_id": "赵小明", "/command/info_reporter_id": "钱小红"}


def test_nothing_recognised_is_all_listed() -> None:
    found = harvest(("今天", "天气"), ("晴", 28))
    assert not found.candidates
    assert [each.text for each in found.not_placed] == ["今天", "天气", "晴", "28"]


def test_without_a_unit_the_likeliest_kind_of_plan_is_taken() -> None:
    data = book_of(("户主", "住址", "人数", "包保责任人"), ("李大爷", "三组", 2, "赵小明"))
    assert open_file(data).harvest.candidates


def test_what_was_found_can_be_told_without_a_plan() -> None:
    from datetime import date

    found = read_out(open_file(book_of(("今天", "天气"))), on=date(2026, 5, 6))
    assert found.document == {}
    assert [problem.grade for problem in found.problems] == ["must"]
