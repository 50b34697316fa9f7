"""Restricted values apart, and a public edition that gives nobody away."""

import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yingji.plans.canonical import canonical, is_sealed
from yingji.plans.catalogue import Schema
from yingji.plans.outline import Node, outline
from yingji.plans.privacy import INTERNAL, NOT_LISTED, join, mask, mask_text, split


def at(root: Node, where: str) -> Node:
    return next(node for node in root.walk() if node.path == where)


def test_restricted_parts_leave_the_document_and_come_back(village: Schema, document: dict[str, Any]) -> None:
    before = copy.deepcopy(document)
    stored, private = split(village, document, b"key")
    assert document == before
    assert set(private) == {"/evacuation/subjects", "/local"}
    assert is_sealed(stored["evacuation"]["subjects"])
    for secret in ("钱大爷", "行动不便", "包村干部"):
        assert secret not in canonical(stored)
    assert join(stored, private) == document


def test_the_digest_stands_when_the_private_part_is_erased(village: Schema, document: dict[str, Any]) -> None:
    stored, _ = split(village, document, b"key")
    assert canonical(join(stored, {})) == canonical(stored)


def test_a_seal_tells_a_changed_list_and_needs_the_key(village: Schema, document: dict[str, Any]) -> None:
    one, _ = split(village, document, b"key")
    other, _ = split(village, document, b"other key")
    document["evacuation"]["subjects"][0]["people"] = 9
    changed, _ = split(village, document, b"key")
    seals = {each["evacuation"]["subjects"] for each in (one, other, changed)}
    assert len(seals) == 3


def test_text_that_looks_like_a_seal_is_sealed_like_any_other(
    village: Schema, document: dict[str, Any]
) -> None:
    document["local"] = {"x": "〔限制公开〕" + "0" * 64}
    stored, private = split(village, document, b"key")
    assert join(stored, private) == document


@given(
    st.dictionaries(st.text(max_size=4), st.text(max_size=8), min_size=1, max_size=4), st.binary(min_size=1)
)
def test_join_is_the_inverse_of_split(
    village: Schema, template: dict[str, Any], local: dict[str, str], key: bytes
) -> None:
    document = copy.deepcopy(template) | {"local": local}
    stored, private = split(village, document, key)
    assert join(stored, json.loads(json.dumps(private))) == document


@pytest.fixture
def public(village: Schema, document: dict[str, Any]) -> Node:
    return mask(outline(village, document))


def test_households_become_one_line(public: Node) -> None:
    subjects = at(public, "/evacuation/subjects")
    assert (subjects.title, subjects.kind, subjects.text) == ("转移对象", "paragraph", NOT_LISTED + "。")
    for secret in ("钱大爷", "吴某", "行动不便", "一组 12 号"):
        assert secret not in repr(public)


def test_local_fields_are_not_listed(public: Node) -> None:
    assert "范某" not in repr(public)


def test_phones_keep_three_and_four_digits(public: Node) -> None:
    assert at(public, "/command/contacts/0/phone").text == "138****0001"
    assert at(public, "/command/contacts/4/phone").text == "0394-***0000"
    assert at(public, "/command/contacts/2/backup_phone").text == "138****0013"
    assert "13800000001" not in repr(public)


def test_a_consented_phone_and_public_offices_stay(public: Node) -> None:
    assert at(public, "/command/contacts/1/phone").text == "13800000002"
    assert at(public, "/command/superior_contacts/0/phone").text == "0394-5220001"
    assert at(public, "/command/superior_contacts/1/phone").text == "119"


def test_internal_columns_vanish_and_rows_keep_step(public: Node) -> None:
    contacts = at(public, "/command/contacts")
    assert [column.title for column in contacts.columns] == ["姓名", "职务", "电话", "备用电话"]
    assert {len(row.children) for row in contacts.children} == {4}
    assert [column.title for column in at(public, "/resources/borrowable").columns] == ["名称", "电话"]
    assert "周某" not in repr(public)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("找张三13800138000。", "找张三138****8000。"),
        ("138 0013 8000", "138****8000"),
        ("138-0013-8000转1", "138****8000转1"),
        ("１３８００１３８０００", "１３８****８０００"),
        ("座机0394-5220000", "座机0394-***0000"),
        ("03945220000", "0394***0000"),
        ("412728199001011234", "412728********1234"),
        ("41272819900101123X", "412728********123X"),
        ("412728 19900101 1234", "412728******** 1234"),
        ("119、12345、2026年、编号 20260401", "119、12345、2026年、编号 20260401"),
        ("国办发〔2024〕5号", "国办发〔2024〕5号"),
    ],
)
def test_numbers_inside_sentences_are_masked(text: str, masked: str) -> None:
    assert mask_text(text) == masked


def test_prose_lists_titles_and_rows_are_masked_too(village: Schema, document: dict[str, Any]) -> None:
    number = "13900139000"
    document["response"]["escalation"] = f"拨打{number}。"
    document["recovery"] = [f"联系{number}"]
    document["risk_points"][0]["name"] = f"大沟（{number}）"
    document["command"]["teams"][0]["duties"] = f"身份证412728199001011234，电话{number}。"
    document["title"] = f"青山村应急预案{number}"
    public = mask(outline(village, document))
    assert number not in repr(public)
    assert "412728199001011234" not in repr(public)
    assert at(public, "/recovery/0").text == "联系139****9000"


def test_an_internal_value_inside_a_sentence_is_masked_there() -> None:
    secret = Node("/a/b", "b", "负责人", "value", text="周某", value="周某", disclosure="internal")
    phone = Node("/a/c", "c", "电话", "value", text="13800138000", disclosure="internal", fact="phone")
    said = Node(
        "/a", "a", "某事", "paragraph", text="由周某负责，电话13800138000。", children=(secret, phone)
    )
    public = mask(said)
    assert public.text == f"由{INTERNAL}负责，电话138****8000。"
    assert "周某" not in repr(public)


def test_what_the_schema_does_not_know_is_not_listed() -> None:
    unknown = Node(
        "/x", "x", "x", "section", disclosure="", children=(Node("/x/y", "y", "y", "value", text="秘密"),)
    )
    assert "秘密" not in repr(mask(unknown))


def test_masking_twice_changes_nothing(public: Node) -> None:
    assert mask(public) == public
