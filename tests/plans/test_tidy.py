"""Clumsy typing is put right, told, and nothing is lost."""

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yingji.plans import pointer
from yingji.plans.catalogue import Schema
from yingji.plans.tidy import tidy


def put(document: dict[str, Any], where: str, value: Any) -> dict[str, Any]:
    *above, last = pointer.tokens(where)
    holder = pointer.find(document, pointer.build(above))
    holder[int(last) if isinstance(holder, list) else last] = value
    return document


def tidied(schema: Schema, document: dict[str, Any], where: str, value: Any) -> Any:
    done = tidy(schema, put(document, where, value))
    assert done.notes, "every change is told"
    return pointer.find(done.document, where)


def test_a_tidy_document_stays_as_it_is(village: Schema, document: dict[str, Any]) -> None:
    done = tidy(village, document)
    assert done.document == document
    assert done.notes == ()


@pytest.mark.parametrize(
    "written",
    [
        "2026.4.10",
        "2026/4/10",
        "2026-4-10",
        "2026年4月10日",
        "２０２６．４．１０",
        " 2026 年 4 月 10 日 ",
        "20260410",
        "2026-04-10 00:00:00",
        "2026-04-10T00:00:00",
    ],
)
def test_days_are_written_one_way(village: Schema, document: dict[str, Any], written: str) -> None:
    assert tidied(village, document, "/profile/as_of", written) == "2026-04-10"


@pytest.mark.parametrize("written", ["2026.2.31", "去年", "2026年", "26.4.10"])
def test_what_is_no_day_is_left_for_the_check(
    village: Schema, document: dict[str, Any], written: str
) -> None:
    done = tidy(village, put(document, "/profile/as_of", written))
    assert done.document["profile"]["as_of"] == written


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("412", 412),
        ("４１２", 412),
        (" 412 ", 412),
        ("412户", 412),
        ("1,686", 1686),
        ("1，686", 1686),
        ("412.0", 412),
        (412.0, 412),
    ],
)
def test_numbers_written_as_text_become_numbers(
    village: Schema, document: dict[str, Any], written: Any, meant: int
) -> None:
    done = tidy(village, put(document, "/profile/households", written))
    assert done.document["profile"]["households"] == meant
    assert type(done.document["profile"]["households"]) is int


@pytest.mark.parametrize("written", ["约四百", "400多", "4oo", "1,68", "一", True, None])
def test_what_is_no_number_is_not_guessed(village: Schema, document: dict[str, Any], written: Any) -> None:
    done = tidy(village, put(document, "/profile/households", written))
    assert done.document["profile"].get("households") == written


def test_decimals_beyond_six_places_are_rounded_and_told(village: Schema, document: dict[str, Any]) -> None:
    assert tidied(village, document, "/profile/farmland_mu", "2380.12345678") == 2380.123457


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("138 0013 8000", "13800138000"),
        ("138-0013-8000", "13800138000"),
        ("+86 138 0013 8000", "13800138000"),
        ("0086-13800138000", "13800138000"),
        ("8613800138000", "13800138000"),
        ("１３８００１３８０００", "13800138000"),
        (13800138000, "13800138000"),
        (13800138000.0, "13800138000"),
        ("0394 5220000", "0394-5220000"),
        ("（0394）5220000", "0394-5220000"),
        ("0394—522-0000", "0394-5220000"),
        ("03945220000", "0394-5220000"),
    ],
)
def test_telephones_lose_what_is_no_number(
    village: Schema, document: dict[str, Any], written: Any, meant: str
) -> None:
    assert tidied(village, document, "/command/contacts/0/phone", written) == meant


def test_short_numbers_stay(village: Schema, document: dict[str, Any]) -> None:
    assert tidied(village, document, "/command/superior_contacts/1/phone", 119) == "119"


def test_a_wrong_number_keeps_its_digits_for_the_check(village: Schema, document: dict[str, Any]) -> None:
    done = tidy(village, put(document, "/command/contacts/0/phone", "1380013800"))
    assert done.document["command"]["contacts"][0]["phone"] == "1380013800"


def test_choices_are_matched_whatever_their_width(village: Schema, document: dict[str, Any]) -> None:
    assert tidied(village, document, "/evacuation/shelters/0/type", "卫生院(室)") == "卫生院（室）"


def test_a_kind_written_by_its_name_becomes_its_code(village: Schema, document: dict[str, Any]) -> None:
    assert tidied(village, document, "/kind", "防汛") == "flood"


@pytest.mark.parametrize(("written", "meant"), [("是", True), ("否", False), ("同意", True), ("TRUE", True)])
def test_yes_and_no_in_words(village: Schema, document: dict[str, Any], written: str, meant: bool) -> None:
    assert tidied(village, document, "/command/contacts/1/public_ok", written) is meant


def test_prose_and_names_keep_their_own_width_and_lose_only_outer_space(
    village: Schema, document: dict[str, Any]
) -> None:
    assert tidied(village, document, "/response/escalation", "　超出能力，立即报告（１１９）。\r\n ") == (
        "超出能力，立即报告（１１９）。"
    )
    assert tidied(village, document, "/command/contacts/0/name", " 𠮷 田\u200b") == "𠮷 田"


def test_blank_values_go_and_are_counted(village: Schema, document: dict[str, Any]) -> None:
    document["training_text"] = "  "
    document["profile"]["history"] = []
    document["profile"]["rooms"] = None
    done = tidy(village, document)
    assert not {"training_text"} & done.document.keys()
    assert not {"history", "rooms"} & done.document["profile"].keys()
    assert done.notes == ("去掉了 3 处没有填写内容的空白项。",)


def test_a_blank_row_goes_and_is_told_by_its_place(village: Schema, document: dict[str, Any]) -> None:
    document["command"]["contacts"].insert(1, {"name": " ", "phone": "", "groups": [""]})
    done = tidy(village, document)
    assert len(done.document["command"]["contacts"]) == 5
    assert any("责任人通讯录 第 2 行" in note and "整行没有内容" in note for note in done.notes)


def test_a_row_with_one_word_in_it_is_kept(village: Schema, document: dict[str, Any]) -> None:
    document["command"]["contacts"].append({"post": "保管员"})
    assert tidy(village, document).document["command"]["contacts"][-1]["post"] == "保管员"


def test_rows_without_an_id_get_a_free_one_each(village: Schema, document: dict[str, Any]) -> None:
    contacts = document["command"]["contacts"]
    del contacts[0]["id"], contacts[3]["id"]
    done = tidy(village, document).document["command"]["contacts"]
    ids = [row["id"] for row in done]
    assert len(set(ids)) == 5
    assert [ids[1], ids[2], ids[4]] == ["c02", "c03", "c05"]
    assert tidy(village, document).document["command"]["contacts"] == done


def test_people_keep_their_ids_from_the_version_before_whatever_the_order(
    village: Schema, document: dict[str, Any]
) -> None:
    base = copy.deepcopy(document)
    contacts = document["command"]["contacts"]
    for row in contacts:
        del row["id"]
    contacts.reverse()
    contacts.insert(0, {"name": "新来的", "post": "干事", "phone": "13800000099"})
    done = tidy(village, document, base).document["command"]["contacts"]
    assert {row["name"]: row["id"] for row in done} == {
        "范建国": "c01",
        "李四": "c02",
        "王秀英": "c03",
        "赵强": "c04",
        "孙梅": "c05",
        "新来的": "c06",
    }


def test_a_person_named_instead_of_numbered_is_found(village: Schema, document: dict[str, Any]) -> None:
    assert tidied(village, document, "/command/chief_id", "赵强") == "c04"
    assert tidied(village, document, "/command/deputy_ids", "李四、王秀英") == ["c02", "c03"]


@pytest.mark.parametrize(
    ("name", "written"), [("李（大）明", "李(大)明"), ("王　强", "王强"), ("Ａ组长", "A组长")]
)
def test_a_person_is_found_whatever_the_width_of_the_name(
    village: Schema, document: dict[str, Any], name: str, written: str
) -> None:
    document["command"]["contacts"][1]["name"] = name
    document["command"]["chief_id"] = written
    assert tidy(village, document).document["command"]["chief_id"] == document["command"]["contacts"][1]["id"]
    document["command"]["chief_id"] = name
    assert tidy(village, document).document["command"]["chief_id"] == document["command"]["contacts"][1]["id"]


def test_a_name_two_people_share_is_not_guessed(village: Schema, document: dict[str, Any]) -> None:
    document["command"]["contacts"][3]["name"] = "李四"
    document["command"]["chief_id"] = "李四"
    assert tidy(village, document).document["command"]["chief_id"] == "李四"


def test_lines_in_one_cell_become_a_list(village: Schema, document: dict[str, Any]) -> None:
    assert tidied(village, document, "/recovery", "核查灾情\n消杀；返家") == ["核查灾情", "消杀", "返家"]
    assert tidied(village, document, "/evacuation/subjects/0/vulnerable", "老年人、残疾人") == [
        "老年人",
        "残疾人",
    ]


def test_unknown_fields_are_kept_for_the_check_to_refuse(village: Schema, document: dict[str, Any]) -> None:
    document["电话"] = " 不认识 "
    document["command"]["contacts"][0]["qq"] = ""
    done = tidy(village, document).document
    assert done["电话"] == " 不认识 "
    assert done["command"]["contacts"][0]["qq"] == ""


def test_the_raw_document_is_left_alone(village: Schema, document: dict[str, Any]) -> None:
    document["command"]["chief_id"] = "赵强"
    document["profile"]["as_of"] = "2026.4.1"
    del document["command"]["contacts"][0]["id"]
    before = copy.deepcopy(document)
    tidy(village, document)
    assert document == before


def test_thousands_of_notes_become_one_count(village: Schema, document: dict[str, Any]) -> None:
    document["recovery"] = [f" 第 {n} 件 " for n in range(5000)]
    notes = tidy(village, document).notes
    assert len(notes) < 210
    assert "另有" in notes[-1]


clumsy: st.SearchStrategy[Any] = (
    st.text(st.characters(codec="utf-8"), max_size=12)
    | st.sampled_from(
        [
            "２０２６．４．１０",
            "+86 138-0013-8000",
            "1,200人",
            "李四",
            "铜锣、口哨",
            "是",
            "\u200b",
            "　",
            "119",
        ]
    )
    | st.integers(-10, 10**11)
    | st.floats(-1000, 1000)
    | st.booleans()
    | st.none()
    | st.builds(list)
    | st.builds(dict)
    | st.builds(lambda: [{"name": " "}, {"name": "赵强"}])
)


@given(st.data())
def test_tidying_twice_changes_nothing(
    village: Schema, template: dict[str, Any], leaves: list[str], data: st.DataObject
) -> None:
    document = copy.deepcopy(template)
    for where in data.draw(st.lists(st.sampled_from(leaves), min_size=1, max_size=6, unique=True)):
        put(document, where, data.draw(clumsy))
    once = tidy(village, document)
    again = tidy(village, once.document)
    assert again.document == once.document
    assert again.notes == ()
