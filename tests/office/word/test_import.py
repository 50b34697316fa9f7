"""Plans as villages write them: what is taken is right, what is not taken is listed, everything is a draft."""

import re
from collections.abc import Callable, Iterator
from functools import cache

import pytest
from tests.office.word.corpus import PIXEL, Paper, papers
from tests.office.word.measure import LEAST_PRECISION, measured
from tests.office.word.newcomers import newcomers
from tests.office.word.strangers import strangers

from yingji.office.found import Harvest
from yingji.office.guard import opened
from yingji.office.word.body import body
from yingji.office.word.pieces import Para, Table, paragraphs
from yingji.office.word.places import cell_place, para_place
from yingji.office.word.read import read_word
from yingji.office.word.sections import Line, entries, is_known
from yingji.plans.catalogue import load
from yingji.plans.checking import check
from yingji.plans.tidy import tidy

SCHEMA = load().latest("village")
PAPERS = {paper.name: paper for paper in (*papers(), *strangers(), *newcomers())}


@cache
def harvest(name: str) -> Harvest:
    return read_word(PAPERS[name].bytes(), schema=SCHEMA)


@pytest.mark.parametrize(("some", "least"), [(papers, 300), (strangers, 80), (newcomers, 50)])
def test_what_is_taken_without_asking_is_right_98_times_in_100(
    some: Callable[[], Iterator[Paper]], least: int
) -> None:
    right = taken = 0
    for paper in some():
        truth, got, _ = measured(paper)
        right, taken = right + len(got & truth), taken + len(got)
    assert taken > least
    assert right / taken >= LEAST_PRECISION


@pytest.mark.parametrize("name", [paper.name for paper in papers()])
def test_most_of_what_a_paper_says_is_found(name: str) -> None:
    truth, got, candidates = measured(PAPERS[name])
    assert len((got | candidates) & truth) / len(truth) >= 0.8


@pytest.mark.parametrize("name", PAPERS)
def test_every_line_is_taken_offered_or_listed(name: str) -> None:
    found = harvest(name)
    places = " ".join(
        [
            *(each.place for each in (*found.taken, *found.candidates)),
            *(each.place for each in found.not_placed),
        ]
    )
    left = "\n".join(each.text for each in found.not_placed)
    for entry in entries(body(opened(PAPERS[name].bytes()))):
        if isinstance(entry, Line):
            known = entry.is_heading and is_known(entry.titles[-1])
            assert (
                known
                or entry.text in left
                or para_place(entry.para) in places
                or _between(entry.para, places)
            ), entry.text


def _between(para: Para, places: str) -> bool:
    """Inside the stretch of paragraphs one value was gathered from."""
    stretches = re.findall(r"第 (\d+) 段「[^」]*」至第 (\d+) 段", places)
    return any(int(first) <= para.index + 1 <= int(last) for first, last in stretches)


@pytest.mark.parametrize("name", PAPERS)
def test_every_cell_of_a_table_is_in_the_draft_or_listed(name: str) -> None:
    found = harvest(name)
    said = re.sub(
        r"\s",
        "",
        f"{found.document}{[c.value for c in found.candidates]}{[n.text for n in found.not_placed]}",
    )
    heads = {"序号", "姓名"}
    for piece in body(opened(PAPERS[name].bytes())).pieces:
        if not isinstance(piece, Table):
            continue
        for number, row in enumerate(piece.rows, 1):
            place = cell_place(piece, number)
            for cell in row:
                text = re.sub(r"\s", "", cell.text)
                is_read = text in said or any(each.place.startswith(place) for each in found.taken)
                assert not text or text in heads or is_read or number <= 2, (place, text)


@pytest.mark.parametrize("name", PAPERS)
def test_an_import_is_always_a_draft_that_asks_to_be_checked(name: str) -> None:
    found = harvest(name)
    assert not found.is_own
    assert found.problems[0].place == "整个文件" and "请核对" in found.problems[0].message
    assert all(each.grade != "must" and each.place and each.message for each in found.problems)
    document = tidy(SCHEMA, found.document).document
    assert any(problem.grade == "must" for problem in check(SCHEMA, document))


def test_deleted_text_is_gone_and_inserted_text_is_there() -> None:
    found = harvest("tracked_changes")
    everything = f"{found.document}{found.candidates}{found.not_placed}"
    assert "13800000101" in everything and "周建国" in str(found.document["command"]["chief_id"])
    assert "13800000999" not in everything and "钱多多" not in everything


def test_a_telephone_that_differs_is_not_taken_twice() -> None:
    found = harvest("messy")
    rows = [row for row in found.document["command"]["contacts"] if row["name"] == "周建国"]
    assert [row["phone"] for row in rows] == ["138 0000 0101"]
    assert any("电话和这里的不一样" in problem.message for problem in found.problems)
    assert any(
        each.value == {"name": "周建国", "post": "支书", "phone": "13900000999"} for each in found.candidates
    )


def test_a_post_is_not_a_name_and_a_guess_is_not_a_number() -> None:
    found = harvest("messy")
    assert "chief_id" not in found.document["command"]
    supplies = {row["name"]: row for row in found.document["resources"]["supplies"]}
    assert "qty" not in supplies["木桩"] and "qty" not in supplies["手电"]
    assert any(each.value == "约200根" for each in found.candidates)
    assert any(each.text == "约200根" for each in found.not_placed)


def test_the_name_of_another_village_underneath_is_not_taken_over() -> None:
    found = harvest("copied_from_next_door")
    assert found.document["unit_name"] == "徐坊村"
    assert any("黄庄" in each.text for each in found.not_placed)


def test_facts_in_prose_are_offered_and_taken_only_from_the_paragraph_about_the_village() -> None:
    found = harvest("prose_only")
    offered = {(each.path, each.value) for each in found.candidates if not isinstance(each.value, dict)}
    assert found.document["profile"]["households"] == 412
    assert not [path for path, _ in offered if path == "/profile/households"]
    assert ("/command/disaster_reporter_id", "郑长河") in offered
    assert "disaster_reporter_id" not in found.document.get("command", {})
    assert ("/profile/households", 12) not in offered


def test_a_picture_is_listed_with_its_place() -> None:
    assert PIXEL
    left = [each for each in harvest("side_by_side_and_pictures").not_placed if "图片" in each.text]
    assert len(left) == 1 and left[0].place.startswith("第 ")


def test_a_table_nobody_knows_is_said_with_its_first_row() -> None:
    found = harvest("copied_from_next_door")
    assert any("没有认出来" in each.message and "经手人" in each.message for each in found.problems)
    assert any("500元" in each.text for each in found.not_placed)


def test_the_paragraphs_counted_are_those_of_the_file() -> None:
    paper: Paper = PAPERS["typed_numbering"]
    counted = [p for piece in body(opened(paper.bytes())).pieces for p in paragraphs(piece)]
    assert all(para.index >= 0 for para in counted)
    chief = harvest("typed_numbering").anchors["/title"]
    assert next(para for para in counted if para.index == chief).text == paper.truth["title"]
