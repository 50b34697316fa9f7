"""Rows come, go, and arrive from a spreadsheet."""

from datetime import datetime
from typing import Any

import pytest

from yingji.clock import SHANGHAI
from yingji.errors import TooLarge, Usage
from yingji.plans.catalogue import Field, load
from yingji.plans.tidy import tidy
from yingji.web.filling.gathering import gather, on_page, row_places, without_empty_rows
from yingji.web.filling.parts import part_of, parts_of
from yingji.web.filling.rows import MOST_ROWS, Step, apply, step_of, table_rows

SCHEMA = load().latest("village")
AT = datetime(2026, 5, 6, 9, 0, tzinfo=SHANGHAI)
CONTACTS = "/command/contacts"
PLAN: dict[str, Any] = {
    "command": {"contacts": [{"id": "c01", "name": "张三"}, {"id": "c02", "name": "李四"}]}
}


def array(where: str) -> Field:
    field = SCHEMA.at(where)
    assert field is not None
    return field


def after(
    verb: str, where: str, given: str = "", plan: dict[str, Any] = PLAN, by: int = 7
) -> list[dict[str, Any]]:
    document, _ = apply(SCHEMA, plan, Step(verb, where), AT, by, given)
    rows: list[dict[str, Any]] = document.get("command", {}).get("contacts", [])
    return rows


def test_add_insert_remove_and_put_back() -> None:
    assert [row.get("name") for row in after("add", CONTACTS)] == ["张三", "李四", None]
    assert [row.get("name") for row in after("insert", f"{CONTACTS}/1")] == ["张三", None, "李四"]
    assert [row["name"] for row in after("remove", f"{CONTACTS}/0")] == ["李四"]
    assert after("restore", f"{CONTACTS}/1", '{"id": "c09", "name": "王五"}')[1]["name"] == "王五"
    assert after("restore", f"{CONTACTS}/1", "[") == PLAN["command"]["contacts"]
    assert PLAN["command"]["contacts"][0]["name"] == "张三"


def test_new_rows_have_ids_nobody_else_gets_even_in_the_same_instant() -> None:
    once = after("add", CONTACTS)
    twice = after("add", CONTACTS, plan={"command": {"contacts": once}})
    other = after("add", CONTACTS, by=8)
    ids = [*(row["id"] for row in twice), other[-1]["id"]]
    assert len(set(ids)) == len(ids) == 5


def test_cells_from_a_spreadsheet_by_their_heads_whatever_the_order() -> None:
    pasted = '序号\t电话\t姓 名\t职务\r\n1\t13800001111\t王五\t组员\r\n2\t13800002222\t"赵\n六"\t会计\r\n\r\n'
    rows = table_rows(array(CONTACTS), pasted)
    assert rows == [
        {"phone": "13800001111", "name": "王五", "post": "组员"},
        {"phone": "13800002222", "name": "赵\n六", "post": "会计"},
    ]


def test_cells_without_heads_come_in_the_order_of_the_form() -> None:
    assert table_rows(array("/profile/groups"), "东组\t40\t160\n西组\t50\t200") == [
        {"name": "东组", "households": "40", "population": "160"},
        {"name": "西组", "households": "50", "population": "200"},
    ]


def test_names_in_pasted_cells_become_references_and_groups_are_opened() -> None:
    pasted = "名称\t灾种\t位置\t等级\t触发条件\t影响范围：户数\t人数\t巡查责任人\n大沟桥\t洪涝内涝\t村东\t较大\t水漫桥面\t3\t9\t李四"
    document, where = apply(SCHEMA, PLAN, Step("paste", "/risk_points"), AT, 7, pasted)
    row = tidy(SCHEMA, document).document["risk_points"][0]
    assert where == "/risk_points/0"
    assert (row["affected"], row["watch_contact_id"]) == ({"households": 3, "people": 9}, "c02")


def test_a_list_that_is_none_and_one_too_long_are_refused() -> None:
    for where in ("/title", "/nowhere", f"{CONTACTS}/0/name"):
        with pytest.raises(Usage):
            apply(SCHEMA, PLAN, Step("add", where), AT, 7)
    with pytest.raises(TooLarge, match=str(MOST_ROWS)):
        apply(SCHEMA, PLAN, Step("paste", CONTACTS), AT, 7, "王五\n" * (MOST_ROWS + 1))
    assert step_of("add title") is None and step_of("next") is None


def test_empty_rows_stay_on_the_page_and_out_of_the_plan() -> None:
    number = next(part.number for part in parts_of(SCHEMA) if CONTACTS in part.pointers)
    sent = {
        f"= {CONTACTS}/0/id": '"c01"', f"{CONTACTS}/0/name": "",
        f"= {CONTACTS}/1/id": '"c02"', f"{CONTACTS}/1/name": "李四",
    }  # fmt: skip
    typed = gather(SCHEMA, part_of(SCHEMA, number), sent)
    assert len(typed["command"]["contacts"]) == 2
    assert without_empty_rows(SCHEMA, typed)["command"]["contacts"] == [{"id": "c02", "name": "李四"}]
    assert on_page(row_places(SCHEMA, typed), f"{CONTACTS}/0/phone") == f"{CONTACTS}/1/phone"


def test_what_others_refer_to_is_filled_in_first() -> None:
    for schema in load().schemas:
        for part in parts_of(schema):
            for place, where in enumerate(part.pointers):
                field = schema.at(where)
                refs = {each.ref for each in field.walk() if each.ref} if field is not None else set()
                assert not refs & set(part.pointers[place + 1 :]), (schema.name, where)
