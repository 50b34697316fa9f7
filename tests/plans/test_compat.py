"""Schemas complete before release, and compared in plain words."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from yingji.plans import catalogue
from yingji.plans.catalogue import Schema
from yingji.plans.compat import check_schema, compare

Edit = Callable[[dict[str, Any]], Any]


def edited(schema: Schema, edit: Edit) -> Schema:
    raw = copy.deepcopy(dict(schema.raw))
    edit(raw)
    return catalogue.build(raw, schema.family, schema.version)


@pytest.mark.parametrize("name", ["village/1.0", "township/1.0", "body/1.0"])
def test_every_released_schema_is_complete(name: str) -> None:
    assert check_schema(catalogue.load().get(name)) == ()


def without(*path: str) -> Edit:
    def edit(raw: dict[str, Any]) -> None:
        *above, last = path
        for step in above:
            raw = raw[step]
        del raw[last]

    return edit


def with_(value: Any, *path: str) -> Edit:
    def edit(raw: dict[str, Any]) -> None:
        *above, last = path
        for step in above:
            raw = raw[step]
        raw[last] = value

    return edit


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (without("properties", "title", "x-change"), "没有写明改动的类别"),
        (without("properties", "title", "x-disclosure"), "没有写明公开范围"),
        (without("properties", "title", "title"), "缺少标题或填写说明"),
        (without("properties", "title", "examples"), "缺少例子"),
        (
            with_(["2026-02-31"], "properties", "profile", "properties", "as_of", "examples"),
            "不合它自己的要求",
        ),
        (with_("#/nothing", "properties", "command", "properties", "chief_id", "x-ref"), "不是带编号的列表"),
        (with_("weather", "properties", "title", "x-fact"), "事实名"),
        (with_({"as": "song"}, "properties", "title", "x-print"), "印法"),
        (without("properties", "profile", "properties", "groups", "x-key"), "认出同一行"),
        (with_("village/7", "properties", "schema", "const"), "格式版本"),
        (with_(["dance"], "x-checks"), "没有「dance」这项核对"),
        (with_(["group_sums"], "x-checks"), "缺少设置"),
        (with_([{"path": "/nowhere", "min": 1, "say": "x"}], "x-should"), "建议项"),
        (with_([], "x-chapters"), "没有放进任何一章"),
        (lambda raw: raw["x-chapters"].append(raw["x-chapters"][4]), "出现了两次"),
        (lambda raw: raw["x-chapters"][2]["items"].append({"of": "/command"}), "又单独出现"),
        (lambda raw: raw["x-chapters"][2]["items"].pop(), "「/command/superior_contacts」没有放进任何一章"),
        (lambda raw: raw["x-chapters"][2]["items"].append({"of": "/moon"}), "在格式里没有"),
    ],
)
def test_what_a_schema_lacks_is_said(village: Schema, edit: Edit, said: str) -> None:
    assert any(said in sentence for sentence in check_schema(edited(village, edit))), check_schema(
        edited(village, edit)
    )


def test_a_lead_that_names_nothing_is_found(village: Schema) -> None:
    lead = {"as": "paragraph", "lead": "危房{nothing}。"}
    schema = edited(village, with_(lead, "properties", "profile", "properties", "unsafe_houses", "x-print"))
    assert any("「nothing」" in sentence for sentence in check_schema(schema))


def test_a_schema_is_compatible_with_itself(village: Schema) -> None:
    assert compare(village, village) == ()


CONTACT = ("$defs", "contact")


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (
            with_(["id", "name", "post", "phone", "backup_phone"], *CONTACT, "required"),
            "备用电话”改为必须填写",
        ),
        (with_(["id", "name"], *CONTACT, "required"), "电话”改为可填可不填"),
        (
            with_({"title": "微信", "type": "string"}, *CONTACT, "properties", "wechat"),
            "新增“组织体系与责任人 › 责任人通讯录 › 微信”，可填可不填，旧预案不受影响",
        ),
        (without(*CONTACT, "properties", "groups"), "去掉“组织体系与责任人 › 责任人通讯录 › 联系小组”"),
        (with_("手机", *CONTACT, "properties", "phone", "title"), "原来叫“电话”"),
        (with_("public", *CONTACT, "properties", "phone", "x-disclosure"), "公开范围变了"),
        (with_("fact", *CONTACT, "properties", "phone", "x-change"), "改动类别变了"),
        (
            with_(5, "properties", "command", "properties", "contacts", "minItems"),
            "由 1 改为 5，旧预案要核对",
        ),
        (with_(10, "properties", "profile", "properties", "rooms", "maximum"), "新限定最大值为 10"),
        (without("properties", "profile", "properties", "rooms", "minimum"), "不再限定最小值"),
        (with_("string", "properties", "profile", "properties", "rooms", "type"), "旧预案要重填"),
        (with_("^1", "$defs", "phone", "pattern"), "写法要求变了"),
        (lambda raw: raw["$defs"]["hazard"]["enum"].remove("燃气"), "去掉了选项：燃气，旧预案选了的要改"),
        (lambda raw: raw["$defs"]["hazard"]["enum"].append("沙尘"), "增加了选项：沙尘"),
        (without("$defs", "hazard", "enum"), "不再限定选项"),
    ],
)
def test_what_a_newer_version_asks_is_said_in_plain_words(village: Schema, edit: Edit, said: str) -> None:
    sentences = compare(village, edited(village, edit))
    assert any(said in sentence for sentence in sentences), sentences
    assert all(sentence.endswith("。") for sentence in sentences)


def test_an_added_field_names_its_section(village: Schema) -> None:
    field = {"title": "值班电话", "type": "string"}
    newer = edited(village, with_(field, "properties", "command", "properties", "duty_phone"))
    assert compare(village, newer) == ("新增“组织体系与责任人 › 值班电话”，可填可不填，旧预案不受影响。",)
