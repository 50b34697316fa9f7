"""A clerk's own tables: shown column by column, confirmed or changed, never taken in silence."""

from typing import Any

import pytest
from openpyxl import Workbook
from tests.making import TODAY, VILLAGE, Registry
from tests.office.excel.workbooks import saved

from yingji.desk import upload
from yingji.desk.files import Unconfirmed
from yingji.desk.upload import Prepared
from yingji.errors import Invalid, Usage
from yingji.office.excel.own_tables import NOTHING_CHOSEN, Chosen, OwnTable

HOUSEHOLDS = "转移名单"
FINAL = Chosen(is_final=True)


def own_book(*rows: tuple[Any, ...], sheet: str = HOUSEHOLDS) -> bytes:
    """A list as villages keep it: a title over it, a running number, a sum under it, another sheet beside it."""
    book = Workbook()
    book.active.title = sheet
    for row in [
        ("2026年转移人员台账",),
        ("序号", "户主姓名", "家庭住址", "共几人", "包保人"),
        *rows,
        ("合计", None, None, 9),
    ]:
        book.active.append(row)
    book.create_sheet("备注").append(("随便写写",))
    return saved(book)


def prepared(registry: Registry, data: bytes, chosen: Chosen = NOTHING_CHOSEN, **about: Any) -> Prepared:
    return upload.prepare(data, on=TODAY, unit=registry.unit(VILLAGE), kind="flood", chosen=chosen, **about)


def shown(registry: Registry, data: bytes, chosen: Chosen = NOTHING_CHOSEN) -> tuple[OwnTable, ...]:
    with pytest.raises(Unconfirmed) as asked:
        prepared(registry, data, chosen)
    return asked.value.tables


def test_what_each_column_is_taken_for_is_shown_with_rows_of_it(registry: Registry) -> None:
    households, notes = shown(
        registry, own_book((1, "李大爷", "三组", 2, "赵小明"), (2, "王大娘", "四组", 1, "赵小明"))
    )
    assert (households.title, households.rows, notes.path) == ("转移对象", 2, "")
    assert [(c.letter, c.head, c.title) for c in households.columns] == [
        ("A", "序号", ""),
        ("B", "户主姓名", "户主"),
        ("C", "家庭住址", "住址"),
        ("D", "共几人", ""),
        ("E", "包保人", "包保责任人"),
    ]
    assert households.columns[1].samples[:2] == ("李大爷", "王大娘")
    assert "人数" in households.missing


def test_a_confirmed_table_takes_the_place_of_the_plans_and_the_rest_stands(registry: Registry) -> None:
    base = registry.document()
    known, head = base["evacuation"]["subjects"][0], base["command"]["contacts"][0]["name"]
    data = own_book((1, known["household_head"], "新住址", 7, head))
    chosen = Chosen({}, {(HOUSEHOLDS, 4): "人数"}, True)
    document = prepared(registry, data, chosen, base=base).document
    assert document["evacuation"]["subjects"] == [
        {**known, "address": "新住址", "people": 7, "responsible_id": base["command"]["contacts"][0]["id"]}
    ]
    for part in ("command", "resources", "response", "profile"):
        assert document[part] == base[part]


def test_nothing_of_the_sheets_is_lost(registry: Registry) -> None:
    data = own_book((1, "李大爷", "三组", 2, "赵小明"))
    opened = prepared(registry, data, FINAL).opened
    assert opened is not None
    harvest = opened.harvest
    there = {str(found.value) for found in harvest.taken} | {left.text for left in harvest.not_placed}
    assert there >= {"2026年转移人员台账", "1", "李大爷", "三组", "2", "赵小明", "合计", "9", "随便写写"}


def test_another_table_or_none_may_be_chosen(registry: Registry) -> None:
    data = own_book((1, "李大爷", "三组", 2, "赵小明"))
    (as_contacts, _) = shown(registry, data, Chosen({HOUSEHOLDS: "责任人通讯录"}))
    assert as_contacts.title == "责任人通讯录" and "phone" in as_contacts.choices
    with pytest.raises(Invalid, match="没有认出"):
        prepared(registry, data, Chosen({HOUSEHOLDS: ""}, is_final=True))


def test_a_column_is_read_once_and_may_be_left_out(registry: Registry) -> None:
    data = own_book((1, "李大爷", "三组", 2, "赵小明"))
    moved, _ = shown(registry, data, Chosen({}, {(HOUSEHOLDS, 1): "household_head", (HOUSEHOLDS, 5): ""}))
    assert [column.key for column in moved.columns] == ["household_head", "", "address", "", ""]


@pytest.mark.parametrize(
    "chosen",
    [
        Chosen({"没有这张": "转移对象"}),
        Chosen({HOUSEHOLDS: "菜单"}),
        Chosen({}, {(HOUSEHOLDS, 4): "身高"}),
        Chosen({}, {("备注", 1): "人数"}),
    ],
)
def test_words_that_name_nothing_are_told(registry: Registry, chosen: Chosen) -> None:
    with pytest.raises(Usage):
        prepared(registry, own_book((1, "李大爷", "三组", 2, "赵小明")), chosen)


def test_labels_beside_values_are_shown_and_taken_when_confirmed(registry: Registry) -> None:
    book = Workbook()
    book.active.append(("总指挥", registry.document()["command"]["contacts"][1]["name"]))
    (lines,) = shown(registry, saved(book))
    assert [found.path for found in lines.lines] == ["/command/chief_id"]
    document = prepared(registry, saved(book), FINAL, base=registry.document()).document
    assert document["command"]["chief_id"] == registry.document()["command"]["contacts"][1]["id"]


def test_rows_without_anything_in_a_chosen_column_leave_no_hole(registry: Registry) -> None:
    data = own_book((1, None, None, 2, None), (2, "王大娘", "四组", 1, None))
    document = prepared(registry, data, FINAL).document
    assert [row["household_head"] for row in document["evacuation"]["subjects"]] == ["王大娘"]
