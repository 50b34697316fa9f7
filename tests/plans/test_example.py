"""The worked example: valid for every unit and kind, the same every time, about nobody else."""

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yingji.plans import catalogue
from yingji.plans.checking import check
from yingji.plans.example import BasisRef, Subject, example
from yingji.plans.facts import facts
from yingji.plans.kinds import KINDS
from yingji.plans.outline import Node, outline

DAY = date(2026, 5, 1)
VILLAGE = Subject("411624201229", "范庄村民委员会", "village", "石槽集乡", "沈丘县")
COMMUNITY = Subject("411624201001", "安泰社区居民委员会", "village", "石槽集乡", "沈丘县")
TOWNSHIP = Subject("411624201000", "石槽集乡", "township", "", "沈丘县")
SCHOOL = Subject("411624201000-zx", "石槽集乡中心小学", "school", "石槽集乡", "沈丘县")
HOSPITAL = Subject("411624201000-wsy", "石槽集乡卫生院", "department", "石槽集乡", "沈丘县")
OFFICE = Subject("411624201000-ny", "石槽集乡农业服务中心", "department", "石槽集乡", "沈丘县")
FACTORY = Subject("411624201000-mf", "石槽集面粉加工厂", "enterprise", "石槽集乡", "沈丘县")
UNITS = [VILLAGE, COMMUNITY, TOWNSHIP, SCHOOL, HOSPITAL, OFFICE, FACTORY]
LAW = BasisRef("CN-LAW-2024", "中华人民共和国突发事件应对法（2024年修订）", "主席令第二十五号")
COVERING = BasisRef("ZK-GEN-2023", "周口市突发事件总体应急预案（试行）")
NEIGHBOURS = re.findall(
    r"\w+",
    "石槽集、徐营、前张营、于营、北程营、陈庄、艾庄、南程营、虎头、二院庄、杨营、后张营、大涂营、王湖"
    "、肖营、小涂营、涂楼、小王营、刘楼、大李营、邵庄、郜庄、赵庄、刘腰庄、东寨、董营、孙营、陈口、龚寨、蒋寨、大王营、西寨、安泰",
)


def problems(document: dict[str, Any], subject: Subject, kind: str, on: date = DAY) -> list[str]:
    schema = catalogue.load().get(document["schema"])
    found = check(schema, document, unit_name=subject.name, kind=kind, on=on)
    return [f"{problem.path} {problem.message}" for problem in found]


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from texts(inner)


def paragraphs(node: Node) -> Iterator[str]:
    """The running text of a print: paragraphs and list items, not tables."""
    if node.kind == "table":
        return
    if node.kind == "paragraph":
        yield node.text
        return
    if node.kind == "value":
        yield node.text
    for child in node.children:
        yield from paragraphs(child)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("subject", UNITS, ids=lambda subject: subject.name)
def test_every_unit_has_an_example_of_every_kind_with_nothing_to_mend(subject: Subject, kind: str) -> None:
    assert problems(example(subject, kind, DAY, [LAW]), subject, kind) == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("subject", UNITS, ids=lambda subject: subject.name)
def test_an_example_fills_forty_lines_of_running_text(subject: Subject, kind: str) -> None:
    document = example(subject, kind, DAY, [LAW])
    drawn = outline(catalogue.load().get(document["schema"]), document)
    full = sum((len(text) + 2) // 28 for text in paragraphs(drawn) if len(text) > 28)
    assert full >= 60


@settings(max_examples=60, deadline=None)
@given(
    code=st.text("0123456789", min_size=12, max_size=12),
    name=st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=6),
    ending=st.sampled_from(["村民委员会", "村", "社区居民委员会", "居民委员会", "村委会"]),
    kind=st.sampled_from(list(KINDS)),
    on=st.dates(date(2012, 1, 1), date(2060, 12, 31)),
)
def test_any_village_on_any_day_gets_a_plan_with_nothing_that_must_be_mended(
    code: str, name: str, ending: str, kind: str, on: date
) -> None:
    subject = Subject(code, name + ending, "village", "白云镇", "清河县")
    schema = catalogue.load().get("village/1.0")
    found = check(schema, example(subject, kind, on, []), unit_name=subject.name, kind=kind, on=on)
    assert [problem for problem in found if problem.grade == "must"] == []


@settings(max_examples=40, deadline=None)
@given(
    name=st.sampled_from(["白云乡", "清水镇", "东城街道", "白云乡人民政府", "东城街道办事处"]),
    code=st.text("0123456789", min_size=12, max_size=12),
    kind=st.sampled_from(list(KINDS)),
    on=st.dates(date(2012, 1, 1), date(2060, 12, 31)),
)
def test_any_township_on_any_day_gets_a_plan_with_nothing_to_mend(
    name: str, code: str, kind: str, on: date
) -> None:
    subject = Subject(code, name, "township", "", "清河县")
    assert problems(example(subject, kind, on, [LAW]), subject, kind, on) == []


def test_the_leap_day_is_a_day_like_any_other() -> None:
    leap = date(2028, 2, 29)
    assert problems(example(VILLAGE, "flood", leap, []), VILLAGE, "flood", leap) == []


def test_the_same_unit_kind_and_day_give_the_same_document() -> None:
    once, again = (json.dumps(example(VILLAGE, "flood", DAY, [LAW])) for _ in range(2))
    assert once == again


def test_villages_differ_in_people_and_numbers() -> None:
    other = Subject("411624201230", "邵庄村民委员会", "village", "石槽集乡", "沈丘县")
    mine, theirs = (example(unit, "flood", DAY, []) for unit in (VILLAGE, other))
    assert mine["command"]["contacts"] != theirs["command"]["contacts"]
    assert mine["profile"] != theirs["profile"]


def test_all_plans_of_a_village_name_the_same_people() -> None:
    plans = [example(VILLAGE, kind, DAY, []) for kind in KINDS]
    assert all(plan["command"]["contacts"] == plans[0]["command"]["contacts"] for plan in plans)
    assert all(plan["profile"] == plans[0]["profile"] for plan in plans)


@pytest.mark.parametrize("kind", KINDS)
def test_no_other_village_is_named(kind: str) -> None:
    for text in texts(example(VILLAGE, kind, DAY, [])):
        assert not [name for name in NEIGHBOURS if name in text.replace("石槽集乡", "")], text


@pytest.mark.parametrize("kind", KINDS)
def test_the_township_names_no_village_of_its_own(kind: str) -> None:
    for text in texts(example(TOWNSHIP, kind, DAY, [])):
        assert not [name for name in [*NEIGHBOURS, "范庄"] if name in text.replace("石槽集乡", "")], text


@pytest.mark.parametrize("subject", UNITS, ids=lambda subject: subject.name)
def test_nothing_in_it_expires_and_every_number_is_invented(subject: Subject) -> None:
    text = json.dumps(example(subject, "comprehensive", DAY, [LAW]), ensure_ascii=False)
    assert "expires_on" not in text
    assert all(number.startswith("1380000") for number in re.findall(r"1[3-9][0-9]{9}", text))
    assert all(number.startswith("0394-0000") for number in re.findall(r"0[0-9]{2,3}-[0-9]{7,8}", text))


def test_it_cites_what_it_is_given_and_the_law_by_name_when_given_nothing() -> None:
    given_two = example(VILLAGE, "flood", DAY, [LAW, COVERING])["basis"]
    assert given_two == [
        {"title": LAW.title, "doc_no": LAW.doc_no, "basis_id": LAW.id},
        {"title": COVERING.title, "basis_id": COVERING.id},
    ]
    assert example(VILLAGE, "flood", DAY, [])["basis"] == [{"title": "中华人民共和国突发事件应对法"}]


def test_only_a_comprehensive_plan_covers_other_kinds_and_only_when_asked() -> None:
    assert "covers_kinds" not in example(VILLAGE, "comprehensive", DAY, [])
    assert "covers_kinds" not in example(VILLAGE, "flood", DAY, [], covers=["fire"])
    asked = example(VILLAGE, "comprehensive", DAY, [], covers=["flood"])
    assert asked["covers_kinds"] == ["flood"]
    assert problems(asked, VILLAGE, "comprehensive") == []


def test_a_village_speaks_of_villagers_and_a_community_of_residents() -> None:
    village, community = (
        "".join(texts(example(unit, "comprehensive", DAY, []))) for unit in (VILLAGE, COMMUNITY)
    )
    assert "村民小组" in village
    assert "居民小组" not in village
    assert "居民小组" in community
    assert "村民" not in community
    assert "本村" not in community


def test_titles_are_what_a_clerk_would_write() -> None:
    assert example(VILLAGE, "comprehensive", DAY, [])["title"] == "范庄村突发事件综合应急预案"
    assert example(COMMUNITY, "flood", DAY, [])["title"] == "安泰社区防汛应急预案"
    assert example(TOWNSHIP, "comprehensive", DAY, [])["title"] == "石槽集乡突发事件总体应急预案"
    assert example(HOSPITAL, "fire", DAY, [])["title"] == "石槽集乡卫生院火灾应急预案"


def test_a_kind_added_by_a_site_gets_an_example_too() -> None:
    assert problems(example(VILLAGE, "straw_burning", DAY, []), VILLAGE, "straw_burning") == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("subject", UNITS, ids=lambda subject: subject.name)
def test_no_part_that_the_regulation_names_is_left_empty(subject: Subject, kind: str) -> None:
    document = example(subject, kind, DAY, [LAW])
    assert facts(catalogue.load().get(document["schema"]), document).empty_parts == ()


def test_rules_find_their_facts_in_it() -> None:
    document = example(VILLAGE, "comprehensive", DAY, [LAW], covers=["flood"])
    found = facts(catalogue.load().get("village/1.0"), document)
    assert len(found.contacts) == len(document["command"]["contacts"])
    assert found.covers == ("flood",)
    assert len(found.shelters) == 3
