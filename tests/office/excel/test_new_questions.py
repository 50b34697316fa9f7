"""Last year's workbook under this year's schema: only the new questions are asked."""

import copy
from typing import Any

from tests.office.excel.workbooks import filled, schema_of

from yingji.office.excel.plan_sheets import read_sheets
from yingji.office.excel.read_xlsx import read_xlsx
from yingji.plans.catalogue import Schema, build
from yingji.plans.checking import check
from yingji.plans.tidy import tidy


def next_year() -> Schema:
    """One more required question in a form, one more column in a table, one question gone."""
    raw: dict[str, Any] = copy.deepcopy(dict(schema_of().raw))
    profile = raw["properties"]["profile"]
    text = {"type": "string", "minLength": 1, "x-change": "fact", "x-disclosure": "public"}
    profile["properties"]["camera_count"] = {**text, "title": "监控数量", "description": "多少个。"}
    profile["required"] = [*profile["required"], "camera_count"]
    group = profile["properties"]["groups"]["items"]["properties"]
    group["leader"] = {**text, "title": "组长", "description": "姓名。"}
    del raw["properties"]["profile"]["properties"]["rooms"]
    raw["properties"]["schema"]["const"] = "village/1.1"
    return build(raw, "village", "1.1")


def test_only_the_new_question_is_asked() -> None:
    schema = next_year()
    found = read_sheets(read_xlsx(filled()), schema)
    document = tidy(schema, found.harvest.document).document
    musts = [problem for problem in check(schema, document) if problem.grade == "must"]
    assert [problem.path for problem in musts] == ["/profile/camera_count"]


def test_an_answer_to_a_question_that_is_gone_is_not_dropped_in_silence() -> None:
    found = read_sheets(read_xlsx(filled()), next_year())
    (problem,) = [each for each in found.harvest.problems if "没有了" in each.message]
    assert "「村情·住房间数」" in problem.message
    assert [each.place for each in found.harvest.not_placed] == [problem.place]


def test_everything_else_is_taken_over() -> None:
    old = read_sheets(read_xlsx(filled()), schema_of()).harvest.document
    new = read_sheets(read_xlsx(filled()), next_year()).harvest.document
    del old["profile"]["rooms"]
    assert {**new, "schema": ""} == {**old, "schema": ""}
