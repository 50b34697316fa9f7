"""重要修改 or 一般修改, by 办法第三十六条."""

import copy
from typing import Any

import pytest

from yingji.plans import pointer
from yingji.plans.catalogue import Schema
from yingji.plans.diff import compare
from yingji.plans.revision import classify


@pytest.mark.parametrize(
    ("where", "value", "matter"),
    [
        ("/command/chief_id", "c04", "组织指挥体系与职责"),
        ("/warning/signals/0/signal", "长鸣", "应急处置程序"),
        ("/response/by_hazard/0/steps/0/action", "敲锣", "主要处置措施"),
        ("/evacuation/routes/0/path_text", "改走村西。", "主要处置措施"),
    ],
)
def test_the_matters_of_article_36_make_it_major(
    village: Schema, document: dict[str, Any], where: str, value: str, matter: str
) -> None:
    new = copy.deepcopy(document)
    above, _, last = where.rpartition("/")
    pointer.find(new, above)[last] = value
    revision = classify(compare(village, document, new))
    assert revision.major
    assert revision.title == "重要修改"
    assert matter in revision.reasons[0]
    assert "第三十六条（待核实）" in revision.reasons[0]


def test_a_new_phone_number_is_minor_and_says_why(village: Schema, document: dict[str, Any]) -> None:
    new = copy.deepcopy(document)
    new["command"]["contacts"][0]["phone"] = "13800000055"
    new["profile"]["households"] = 413
    revision = classify(compare(village, document, new))
    assert not revision.major
    assert revision.title == "一般修改"
    assert "2 处改动" in revision.reasons[0]


def test_the_standard_of_a_response_level_is_grading() -> None:
    from yingji.plans import catalogue

    township = catalogue.load().get("township/1.0")
    old = {"incident_levels": [{"level": "重大", "standard": "死亡 10 人以上"}]}
    new = {"incident_levels": [{"level": "重大", "standard": "死亡 5 人以上"}]}
    revision = classify(compare(township, old, new))
    assert revision.major
    assert "突发事件分级标准" in revision.reasons[0]


def test_nothing_changed_is_minor() -> None:
    assert classify(()).reasons == ("内容没有变化。",)


def test_many_places_are_counted(village: Schema, document: dict[str, Any]) -> None:
    new = copy.deepcopy(document)
    for team in new["command"]["teams"]:
        team["duties"] += "另有任务。"
        team["name"] += "甲"
    (reason,) = classify(compare(village, document, new)).reasons
    assert "等 6 处" in reason
