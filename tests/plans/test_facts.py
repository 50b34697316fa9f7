"""What rules read, found by its mark."""

from datetime import date
from typing import Any

import pytest

from yingji.plans import catalogue
from yingji.plans.catalogue import Schema
from yingji.plans.facts import Cited, Contact, Facts, Shelter, Supply, facts, from_rows

VILLAGE_PARTS = (
    "风险点位",
    "应急响应责任人",
    "预警信息传播与响应",
    "人员转移避险",
    "应急处置措施",
    "应急资源调用",
)


def test_the_facts_of_a_plan(village: Schema, document: dict[str, Any]) -> None:
    document["covers_kinds"] = ["flood", "fire"]
    found = facts(village, document)
    assert found.chief == "范建国"
    assert [leader.name for leader in found.leaders] == ["范建国", "李四"]
    assert found.contacts[1] == Contact("c02", "李四", "村民委员会副主任", "13800000002")
    assert found.basis[1] == Cited("突发事件应急预案管理办法", "国办发〔2024〕5号", "")
    assert found.covers == ("flood", "fire")
    assert found.supplies == (Supply("救生衣", date(2028, 4, 1)),)
    assert found.shelters == (Shelter("s01", "村部", 100, 7, "村中心"),)
    assert found.profile_date == date(2026, 3, 1)
    assert found.empty_parts == ()


def test_rows_of_the_table_give_the_facts_back(village: Schema, document: dict[str, Any]) -> None:
    document["covers_kinds"] = ["flood", "fire"]
    del document["response"]
    found = facts(village, document)
    assert from_rows(reversed(found.rows())) == found
    assert from_rows(()) == Facts()


def test_an_empty_document_lacks_every_part_the_regulation_names(village: Schema) -> None:
    assert facts(village, {}).empty_parts == VILLAGE_PARTS
    assert facts(village, {"evacuation": {"order": [" "], "routes": []}}).empty_parts == VILLAGE_PARTS


def test_a_statement_that_there_is_no_risk_point_answers_that_part(village: Schema) -> None:
    assert "风险点位" not in facts(village, {"no_risk_statement": "没有"}).empty_parts


@pytest.mark.parametrize(("name", "parts"), [("township/1.0", 6), ("body/1.0", 8)])
def test_the_other_families_name_the_parts_of_their_articles(name: str, parts: int) -> None:
    assert len(facts(catalogue.load().get(name), {}).empty_parts) == parts


def test_half_filled_rows_are_no_trouble(village: Schema) -> None:
    found = facts(
        village,
        {
            "command": {"contacts": [{"name": 3}, "x", {}], "chief_id": "c9", "deputy_ids": "c8"},
            "evacuation": {"shelters": [{"capacity": "多"}], "subjects": "〔限制公开〕"},
            "resources": {"supplies": [{"name": "锹", "expires_on": "2026-02-31"}]},
            "profile": {"as_of": 2026},
        },
    )
    assert found.leaders == ()
    assert found.chief == ""
    assert found.supplies == ()
    assert found.profile_date is None
    assert len(found.contacts) == 2
