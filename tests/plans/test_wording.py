"""How places, days and numbers are said."""

from typing import Any

import pytest

from yingji.plans.catalogue import Schema
from yingji.plans.wording import Wording, day, fill, numeral, quoted


@pytest.mark.parametrize(
    ("where", "place"),
    [
        ("", "整份预案"),
        ("/title", "预案名称"),
        ("/profile/households", "二、村情与风险点位 › 基本情况 › 户数"),
        ("/command", "三、组织体系与责任人"),
        ("/command/contacts/1/phone", "三、组织体系与责任人 › 责任人通讯录 第 2 行（李四）› 电话"),
        ("/command/contacts/99", "三、组织体系与责任人 › 责任人通讯录 第 100 行"),
        ("/recovery/0", "八、后期处置与预案管理 › 后期处置 第 1 条"),
        ("/resources/teams_ref/0/headcount", "七、应急资源调用 › 应急队伍 第 1 行（抢险救援组）› 人数"),
        ("/foo/bar", "「foo」 › 「bar」"),
        ("/local/包村干部", "九、附则 › 本地补充 › 「包村干部」"),
    ],
)
def test_a_place_is_said_as_a_trail(
    village: Schema, document: dict[str, Any], where: str, place: str
) -> None:
    assert Wording(village, document).place(where) == place


@pytest.mark.parametrize(
    ("value", "said"),
    [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (35, "三十五"), (100, "一百"), (105, "一百零五"),
     (110, "一百一十"), (119, "一百一十九")],
)  # fmt: skip
def test_chapter_numbers(value: int, said: str) -> None:
    assert numeral(value) == said


def test_a_day_that_is_none_stays_as_it_was_written() -> None:
    assert day("2026-05-01") == "2026年5月1日"
    assert day("去年") == "去年"


def test_long_and_broken_words_are_quoted_on_one_line() -> None:
    assert quoted("一\n二") == "「一 二」"
    assert len(quoted("长" * 100)) < 30


def test_a_template_leaves_out_brackets_without_value_and_never_prints_a_hole() -> None:
    texts = {"a": "甲", "b": ""}.get
    assert fill("{a}[（{b}）]。", lambda name: texts(name) or "") == "甲。"
    assert fill("{a}[（{a}）]。", lambda name: texts(name) or "") == "甲（甲）。"
    assert fill("{a}{b}。", lambda name: texts(name) or "") == ""


def test_a_row_without_a_name_is_only_numbered(village: Schema) -> None:
    assert Wording(village, {"command": {"contacts": [{}]}}).place("/command/contacts/0").endswith("第 1 行")
