"""The example plans as they come out of the registry: their print, and what the public may see of it."""

import re
from dataclasses import replace
from datetime import date
from functools import cache

import pytest
from tests.paper.measuring import MM, lines, pages, texts, whole_text
from tests.paper.sample import SHEET

from yingji.paper.blocks import Paragraph
from yingji.paper.compose import compose
from yingji.paper.lines import CLOSING, NEVER_FIRST, NEVER_LAST
from yingji.paper.render import render
from yingji.plans.catalogue import load
from yingji.plans.example import Subject, example
from yingji.plans.outline import Node, outline
from yingji.plans.privacy import mask
from yingji.plans.wording import numeral

SUBJECTS = {
    "village": Subject("411624208201", "石槽集村民委员会", "village", "石槽集乡", "沈丘县"),
    "township": Subject("411624208", "石槽集乡", "township", "石槽集乡", "沈丘县"),
    "school": Subject("411624208-zxxx", "石槽集乡中心小学", "school", "石槽集乡", "沈丘县"),
}
CASES = [
    ("village", "comprehensive"),
    ("village", "flood"),
    ("township", "comprehensive"),
    ("school", "flood"),
]


@cache
def plan(kind: str, plan_kind: str) -> Node:
    document = example(SUBJECTS[kind], plan_kind, date(2026, 5, 1), ())
    return outline(load().get(document["schema"]), document)


@cache
def printed(kind: str, plan_kind: str, edition: str = "full") -> bytes:
    root = plan(kind, plan_kind)
    sheet = replace(SHEET, unit_kind=kind, unit_name=SUBJECTS[kind].name, title=root.title)
    return render(mask(root) if edition == "public" else root, sheet, edition)


@pytest.mark.parametrize(("kind", "plan_kind"), CASES)
def test_an_example_prints_to_six_pages_and_forty_full_lines(kind: str, plan_kind: str) -> None:
    found = pages(printed(kind, plan_kind))
    full = [line for page in found for line in lines(page, 16.0) if line.characters[-1].x > 183 * MM - 16]
    assert len(found) >= 6
    assert len([line for line in full if len(line.text) >= 26]) >= 40


@pytest.mark.parametrize(("kind", "plan_kind"), CASES)
def test_no_line_of_an_example_begins_or_ends_with_a_forbidden_mark(kind: str, plan_kind: str) -> None:
    for page in pages(printed(kind, plan_kind))[2:]:
        for line in lines(page, 16.0):
            assert line.text[0] not in CLOSING | NEVER_FIRST, line.text
            assert line.text[-1] not in NEVER_LAST, line.text


@pytest.mark.parametrize(("kind", "plan_kind"), CASES)
def test_every_value_of_an_example_is_in_its_print(kind: str, plan_kind: str) -> None:
    said = "".join(re.split(r"\s|—\d+—", whole_text(printed(kind, plan_kind))))
    missing = [
        node.text
        for node in plan(kind, plan_kind).walk()
        if node.kind == "value" and 0 < len(node.text) <= 6 and "".join(node.text.split()) not in said
    ]
    assert not missing


def said_by(root: Node) -> set[str]:
    return {"".join((node.lead or node.text).split()) for node in root.walk()}


def test_the_public_edition_of_an_example_holds_no_masked_value() -> None:
    full = plan("village", "comprehensive")
    shown = "\n".join(said_by(mask(full)))
    hidden = [text for text in said_by(full) if len(text) >= 4 and text not in shown]
    data = printed("village", "comprehensive", "public")
    said = whole_text(data)
    assert len(hidden) > 30
    assert len([text for text in hidden if re.fullmatch(r"1[3-9][0-9]{9}", text)]) > 5
    assert not [text for text in hidden if text in said]
    assert "公示版（脱敏）" in texts(data)[0]


def test_no_page_of_running_text_leaves_rows_empty_but_for_what_is_kept_together() -> None:
    found = pages(printed("village", "comprehensive"))[2:]
    counts = [len(lines(page, 16.0)) for page in found if not any(abs(c.size - 12) < 2 for c in page)]
    assert set(counts[1:-1]) <= {20, 21, 22}, (
        "fewer only where a heading, or one under another, would be stranded"
    )
    assert counts.count(22) > len(counts) * 0.7


def test_chapters_are_numbered_in_order() -> None:
    body = compose(plan("township", "comprehensive")).body
    chapters = [block.label for block in body if isinstance(block, Paragraph) and block.level == 1]
    assert [label[: label.index("、")] for label in chapters] == [
        numeral(n) for n in range(1, len(chapters) + 1)
    ]
