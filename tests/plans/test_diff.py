"""Differences row by row, in words."""

import copy
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from yingji.plans import pointer
from yingji.plans.canonical import canonical
from yingji.plans.catalogue import Schema
from yingji.plans.diff import Change, compare
from yingji.plans.privacy import split


def one(schema: Schema, old: dict[str, Any], new: dict[str, Any]) -> Change:
    (change,) = compare(schema, old, new)
    return change


def test_a_new_person_in_charge_is_said_with_both_phones(village: Schema, document: dict[str, Any]) -> None:
    new = copy.deepcopy(document)
    new["evacuation"]["subjects"][0]["responsible_id"] = "c04"
    change = one(village, document, new)
    assert change.place == "五、人员转移避险 › 转移对象 第 1 行（钱大爷）› 包保责任人"
    assert change.sentence.endswith("包保责任人：李四 13800000002 → 赵强 13800000004")
    assert (change.kind, change.disclosure) == ("changed", "restricted")


def test_a_new_chief_weighs_as_organisation_and_shows_an_internal_phone(
    village: Schema, document: dict[str, Any]
) -> None:
    new = copy.deepcopy(document)
    new["command"]["chief_id"] = "c04"
    change = one(village, document, new)
    assert (change.change_class, change.disclosure) == ("organisation", "internal")
    assert (change.before, change.after) == ("范建国 13800000001", "赵强 13800000004")


def test_rows_are_matched_by_their_id_and_not_by_their_place(
    village: Schema, document: dict[str, Any]
) -> None:
    new = copy.deepcopy(document)
    contacts = new["command"]["contacts"]
    contacts.insert(0, {"id": "c09", "name": "新来的", "post": "干事", "phone": "13800000099"})
    contacts[2]["phone"] = "13800000098"
    added, changed = compare(village, document, new)
    assert (added.kind, added.path) == ("added", "/command/contacts/0")
    assert "新来的" in added.sentence
    assert changed.sentence.endswith("第 3 行（李四）› 电话：13800000002 → 13800000098")


def test_a_removed_row_is_named_from_the_old_document(village: Schema, document: dict[str, Any]) -> None:
    new = copy.deepcopy(document)
    del new["resources"]["supplies"][0]
    change = one(village, document, new)
    assert (change.kind, change.path) == ("removed", "/resources/supplies/0")
    assert "第 1 行（铁锹）" in change.place
    assert "30" in change.before


def test_a_renamed_row_is_one_change_and_not_two(village: Schema, document: dict[str, Any]) -> None:
    new = copy.deepcopy(document)
    new["profile"]["groups"][1]["name"] = "王庄"
    change = one(village, document, new)
    assert change.sentence.endswith("名称：第二村民小组 → 王庄")


def test_another_person_in_the_row_is_removed_and_added(village: Schema, document: dict[str, Any]) -> None:
    new = copy.deepcopy(document)
    new["command"]["contacts"][4] = {"id": "c06", "name": "周杰", "post": "妇联主席", "phone": "13800000077"}
    assert [change.kind for change in compare(village, document, new)] == ["removed", "added"]


def test_a_changed_order_is_one_change(village: Schema, document: dict[str, Any]) -> None:
    new = copy.deepcopy(document)
    new["command"]["contacts"].reverse()
    change = one(village, document, new)
    assert change.kind == "moved"
    assert change.after.startswith("孙梅、赵强")
    document["recovery"] = ["核查灾情", "消杀", "返家"]
    new = copy.deepcopy(document)
    new["recovery"] = ["返家", "核查灾情", "消杀"]
    assert [change.kind for change in compare(village, document, new)] == ["moved"]


def test_a_line_put_in_the_middle_is_one_change(village: Schema, document: dict[str, Any]) -> None:
    document["recovery"] = ["核查灾情", "返家"]
    new = copy.deepcopy(document)
    new["recovery"] = ["核查灾情", "消杀", "返家"]
    change = one(village, document, new)
    assert (change.kind, change.path, change.after) == ("added", "/recovery/1", "消杀")


def test_a_whole_part_that_comes_or_goes_is_one_change_of_its_weightiest_class(
    village: Schema, document: dict[str, Any]
) -> None:
    new = copy.deepcopy(document)
    del new["evacuation"]
    gone = one(village, document, new)
    assert (gone.kind, gone.change_class, gone.disclosure) == ("removed", "procedure", "restricted")
    back = one(village, new, document)
    assert (back.kind, back.path) == ("added", "/evacuation")


def test_sentences_of_a_list_follow_one_another_with_full_stops_alone(
    village: Schema, document: dict[str, Any]
) -> None:
    new = copy.deepcopy(document)
    document["recovery"] = ["核查灾情。", "发放救助。"]
    del new["recovery"]
    assert one(village, document, new).before == "核查灾情。发放救助。"


def test_sealed_lists_are_compared_without_being_shown(village: Schema, document: dict[str, Any]) -> None:
    old, _ = split(village, document, b"key")
    document["evacuation"]["subjects"][0]["people"] = 5
    new, _ = split(village, document, b"key")
    change = one(village, old, new)
    assert change.path == "/evacuation/subjects"
    assert "〔限制公开〕" not in change.sentence


def test_thirty_point_zero_is_no_change(village: Schema, document: dict[str, Any]) -> None:
    new = copy.deepcopy(document)
    new["resources"]["supplies"][0]["qty"] = 30.0
    assert compare(village, document, new) == ()


def test_very_long_lists_are_compared_in_time(village: Schema, document: dict[str, Any]) -> None:
    old, new = copy.deepcopy(document), copy.deepcopy(document)
    old["recovery"] = ["核查"] * 30_000
    new["recovery"] = ["核查"] * 29_999 + ["消杀"]
    old["command"]["contacts"] = [{"id": f"a{n}", "name": f"人{n}"} for n in range(3000)]
    new["command"]["contacts"] = [{"id": f"b{n}", "name": f"人{n}"} for n in range(3000)]
    assert compare(village, old, new)


@given(st.data())
def test_one_value_changed_is_exactly_one_change(
    village: Schema, template: dict[str, Any], leaves: list[str], data: st.DataObject
) -> None:
    where = data.draw(st.sampled_from(leaves))
    new = copy.deepcopy(template)
    *above, last = pointer.tokens(where)
    holder = pointer.find(new, pointer.build(above))
    key: Any = int(last) if isinstance(holder, list) else last
    value = data.draw(st.text(min_size=1, max_size=6) | st.integers(0, 99) | st.booleans())
    siblings = holder if isinstance(holder, list) else []
    assume(canonical(value) not in [canonical(each) for each in [*siblings, holder[key]]])
    row_at = pointer.build(above[:-1])
    rows = pointer.find(new, row_at) if above and above[-1].isdecimal() else []
    assume(not any(isinstance(row, dict) and row.get(last) == value for row in rows))
    holder[key] = value
    change = one(village, template, new)
    assert change.path == where
    assert change.place in change.sentence


@given(st.data())
def test_one_value_taken_out_or_put_in_is_exactly_one_change(
    village: Schema, template: dict[str, Any], leaves: list[str], data: st.DataObject
) -> None:
    where = data.draw(st.sampled_from(leaves))
    new = copy.deepcopy(template)
    *above, last = pointer.tokens(where)
    holder = pointer.find(new, pointer.build(above))
    del holder[int(last) if isinstance(holder, list) else last]
    assert one(village, template, new).kind == "removed"
    assert one(village, new, template).kind == "added"


@given(st.data())
def test_no_change_means_the_same_content_and_the_other_way_round(
    village: Schema, template: dict[str, Any], data: st.DataObject
) -> None:
    documents = []
    for _ in range(2):
        document = copy.deepcopy(template)
        contacts = document["command"]["contacts"]
        document["command"]["contacts"] = data.draw(st.permutations(contacts).map(lambda rows: rows[:3]))
        document["recovery"] = data.draw(st.lists(st.sampled_from("一二三"), max_size=3))
        documents.append(document)
    old, new = documents
    assert (compare(village, old, new) == ()) == (canonical(old) == canonical(new))
    assert compare(village, old, old) == ()
