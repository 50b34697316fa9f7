"""The labelled tree every face is drawn from."""

import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yingji.plans import catalogue, pointer
from yingji.plans.catalogue import Schema
from yingji.plans.outline import ERASED, Node, outline
from yingji.plans.privacy import split


def at(root: Node, where: str) -> Node:
    return next(node for node in root.walk() if node.path == where)


@pytest.fixture
def root(village: Schema, document: dict[str, Any]) -> Node:
    return outline(village, document)


def test_chapters_stand_in_the_printed_order(root: Node) -> None:
    assert root.kind == "root"
    assert root.title == "青山村防汛应急预案"
    assert [chapter.title for chapter in root.children] == [
        "总则",
        "村情与风险点位",
        "组织体系与责任人",
        "预警信息传播与响应",
        "人员转移避险",
        "应急处置措施",
        "应急资源调用",
        "后期处置与预案管理",
        "附则",
    ]
    assert root.children[4].part == "人员转移避险"


def test_fixed_wording_names_the_unit(root: Node) -> None:
    purpose = root.children[0].children[0]
    assert purpose.path.startswith("#fixed/")
    assert purpose.text.startswith("为有效防范和应对青山村民委员会辖区内")


def test_chapters_of_absent_parts_vanish(village: Schema, document: dict[str, Any]) -> None:
    del document["evacuation"], document["resources"]
    titles = [chapter.title for chapter in outline(village, document).children]
    assert "人员转移避险" not in titles
    assert "应急资源调用" not in titles
    assert len(titles) == 7


def test_an_empty_document_has_only_fixed_wording(village: Schema) -> None:
    root = outline(village, {})
    assert {node.path[:6] for node in root.walk()} == {"", "#fixed"}
    assert not any("{" in node.text for node in root.walk())


def test_people_are_shown_by_name_and_days_in_words(root: Node) -> None:
    assert at(root, "/risk_points/0/watch_contact_id").text == "李四"
    assert at(root, "/risk_points/0/watch_contact_id").value == "c02"
    assert at(root, "/profile/as_of").text == "2026年3月1日"
    assert at(root, "/profile/farmland_mu").text == "2380.5亩"
    assert at(root, "/evacuation/shelters/0/facilities").text == "饮用水、被褥"
    assert at(root, "/command/contacts/1/public_ok").text == "是"


def test_a_lead_sentence_is_the_paragraph(root: Node) -> None:
    chief = at(root, "/command/chief_id")
    assert chief.kind == "paragraph"
    assert "总指挥由范建国担任" in chief.text
    call = at(root, "/warning/call_confirm")
    assert call.text.startswith("收到橙色及以上预警，由王秀英电话叫应各组组长，15分钟内")


def test_a_bracketed_part_without_its_value_is_left_out(root: Node) -> None:
    assert (
        at(root, "/command/teams/0").text
        == "转移避险组：由李四任组长，成员为张三、李四。负责逐户通知并护送转移。"
    )
    assert at(root, "/command/teams/1").text == "预警信息组：由王秀英任组长。负责播放预警。"
    assert at(root, "/basis/0").text == "《中华人民共和国突发事件应对法》"


def test_a_lead_with_a_hole_falls_back_to_plain_words(village: Schema, document: dict[str, Any]) -> None:
    del document["warning"]["call_confirm"]["within_min"]
    text = at(outline(village, document), "/warning/call_confirm").text
    assert text == "叫应人：王秀英；叫应对象：各组组长。"


def test_an_object_where_a_number_belongs_is_no_endless_sentence(
    village: Schema, document: dict[str, Any]
) -> None:
    document["drills"]["min_per_year"] = {"x": 1}
    assert at(outline(village, document), "/drills").children


def test_braces_in_a_persons_words_are_only_words(village: Schema, document: dict[str, Any]) -> None:
    document["command"]["teams"][0]["members"] = ["{leader_id}", "[{name}]"]
    document["unit_name"] = "{title}"
    root = outline(village, document)
    assert "成员为{leader_id}、[{name}]。" in at(root, "/command/teams/0").text
    assert "{title}辖区" in root.children[0].children[0].text


def test_rows_follow_their_columns_and_unused_columns_are_left_out(root: Node) -> None:
    table = at(root, "/warning/channels")
    assert table.kind == "table"
    assert [column.title for column in table.columns] == ["方式", "数量", "操作人", "备用办法"]
    assert [cell.text for cell in table.children[0].children] == ["应急广播大喇叭", "4", "王秀英", ""]
    for row in table.children:
        assert [cell.title for cell in row.children] == [column.title for column in table.columns]


def test_ids_are_never_shown(root: Node) -> None:
    assert not [node for node in root.walk() if node.key == "id"]
    assert not [column for node in root.walk() for column in node.columns if column.key == "id"]


def test_an_object_in_a_table_is_one_cell(root: Node) -> None:
    assert at(root, "/risk_points/0/affected").text == "2户7人"


def test_rows_with_lists_inside_become_sections_named_by_their_key(root: Node) -> None:
    hazard = at(root, "/response/by_hazard/0")
    assert (hazard.kind, hazard.title) == ("section", "洪涝内涝")
    assert [child.title for child in hazard.children] == ["头十分钟", "处置步骤", "禁止事项"]
    assert at(root, "/response/by_hazard/0/steps/1").text == "护送转移（责任人：赵强）"


def test_the_response_levels_of_a_township_are_sections() -> None:
    township = catalogue.load().get("township/1.0")
    level = {"level": "一级", "start_when": ["特大暴雨"], "who_decides": "总指挥", "actions": ["全员到岗"]}
    section = at(outline(township, {"response_levels": [level]}), "/response_levels/0")
    assert section.title == "一级"
    assert [child.text for child in section.children if child.kind == "paragraph"] == ["由总指挥决定启动。"]


def test_every_value_of_the_document_is_printed(
    root: Node, template: dict[str, Any], leaves: list[str]
) -> None:
    shown = {node.path for node in root.walk()}
    said = "".join(node.text for node in root.walk())
    for where in leaves:
        if where.rpartition("/")[2] in ("schema", "kind", "unit_name", "title", "id"):
            continue
        row = where.rpartition("/")[0]
        value = pointer.find(template, where)
        assert where in shown or row in shown or (isinstance(value, str) and value in said), where


def test_marks_of_the_schema_come_along(root: Node) -> None:
    phone = at(root, "/command/contacts/0/phone")
    assert (phone.disclosure, phone.change, phone.fact) == ("internal", "contact", "phone")
    assert at(root, "/command/chief_id").fact == "leader"
    assert at(root, "/risk_points").part == "风险点位"
    assert at(root, "/local/包村干部").disclosure == "restricted"


def test_a_phone_is_public_only_with_consent_and_its_day(village: Schema, document: dict[str, Any]) -> None:
    contacts = document["command"]["contacts"]
    contacts[0]["public_ok"] = True
    contacts[1]["backup_phone"] = "13800000022"
    contacts[2] |= {"public_ok": False, "consent_on": "2026-03-02"}
    root = outline(village, document)
    assert at(root, "/command/contacts/0/phone").disclosure == "internal"
    assert at(root, "/command/contacts/1/phone").disclosure == "public"
    assert at(root, "/command/contacts/1/backup_phone").disclosure == "internal"
    assert at(root, "/command/contacts/2/phone").disclosure == "internal"


def test_erased_lists_say_so(village: Schema, document: dict[str, Any]) -> None:
    stored, _ = split(village, document, b"key")
    root = outline(village, stored)
    subjects = at(root, "/evacuation/subjects")
    assert (subjects.title, subjects.kind, subjects.text, subjects.value) == (
        "转移对象",
        "paragraph",
        ERASED,
        None,
    )
    assert "〔限制公开〕" not in repr(root)
    assert at(outline(village, stored, sealed="无权查看"), "/local").text == "无权查看"


@given(st.data())
def test_half_filled_and_wrong_documents_are_drawn_all_the_same(
    village: Schema, template: dict[str, Any], data: st.DataObject
) -> None:
    document = copy.deepcopy(template)
    row = st.dictionaries(st.sampled_from(["id", "name", "x"]), st.none() | st.text(max_size=3), max_size=2)
    wrong: st.SearchStrategy[Any] = st.one_of(
        st.none(),
        st.integers(),
        st.text(max_size=5),
        row,
        st.lists(row, max_size=2),
        st.lists(st.text(max_size=3)),
    )
    for field in data.draw(st.lists(st.sampled_from(list(village.fields())), max_size=6)):
        above, _, last = field.pointer.replace("*", "0").rpartition("/")
        holder = pointer.find(document, above)
        if isinstance(holder, dict):
            holder[last] = data.draw(wrong)
    assert outline(village, document) == outline(village, json.loads(json.dumps(document)))
