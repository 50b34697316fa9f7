"""The clerk's own file comes back with comments at the wrong places, and can be handed in again as it is."""

import copy
import io
from typing import Any

import docx
import pytest
from docx.document import Document
from tests.office.word.corpus import papers
from tests.office.word.making import TODAY, plan, retyped, schema_of

from yingji.errors import Problem
from yingji.office.guard import opened
from yingji.office.word.body import body
from yingji.office.word.marks import AUTHOR, marked
from yingji.office.word.pieces import paragraphs
from yingji.office.word.read import read_word
from yingji.office.word.write import write
from yingji.plans.canonical import canonical
from yingji.plans.catalogue import load
from yingji.plans.checking import check
from yingji.plans.tidy import tidy

SCHEMA = load().latest("village")
PAPERS = {paper.name: paper.bytes() for paper in papers()}


def problems_of(data: bytes) -> tuple[tuple[Problem, ...], Any]:
    found = read_word(data, schema=SCHEMA)
    document = tidy(SCHEMA, found.document).document
    return (*found.problems, *check(SCHEMA, document, on=TODAY)), found


def comments_of(data: bytes) -> list[tuple[str, str]]:
    """What each comment says and the text of the paragraph it stands at."""
    document = docx.Document(io.BytesIO(data))
    said = {comment.comment_id: comment.text for comment in document.comments}
    found = []
    for paragraph in document.element.body.iter(
        "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p"
    ):
        for mark in paragraph.iter(
            "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}commentReference"
        ):
            key = int(mark.get("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}id"))
            whole = "".join(
                paragraph.itertext("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t")
            )
            found.append((said[key], whole))
    return found


def test_a_short_telephone_gets_a_comment_in_its_cell() -> None:
    problems, found = problems_of(PAPERS["messy"])
    back = marked(PAPERS["messy"], problems, found.anchors)
    said = [(comment, at) for comment, at in comments_of(back) if "吴玉梅" in comment and "电话" in comment]
    assert [at for _, at in said] == ["1380000010"]
    assert said[0][0].startswith("【必须改】")


def test_the_first_paragraph_counts_what_has_to_be_changed() -> None:
    problems, found = problems_of(PAPERS["messy"])
    back = docx.Document(io.BytesIO(marked(PAPERS["messy"], problems, found.anchors)))
    musts = sum(problem.grade == "must" for problem in problems)
    assert back.paragraphs[0].text.startswith(f"需要改的 {musts} 处")
    assert "处在正文旁边有批注" in back.paragraphs[1].text
    assert any(p.text.startswith("1.〔必须改〕") for p in back.paragraphs)


@pytest.mark.parametrize("name", PAPERS)
def test_a_marked_file_reads_the_same_as_before(name: str) -> None:
    problems, found = problems_of(PAPERS[name])
    back = marked(PAPERS[name], problems, found.anchors)
    again = read_word(back, schema=SCHEMA)
    assert canonical(again.document) == canonical(found.document)
    assert [left.text for left in again.not_placed] == [left.text for left in found.not_placed]


def test_marking_twice_is_marking_once() -> None:
    once, found = PAPERS["form_like"], problems_of(PAPERS["form_like"])
    first = marked(once, found[0], found[1].anchors)
    problems, again = problems_of(first)
    second = marked(first, problems, again.anchors)
    assert len(comments_of(second)) == len(comments_of(first))
    count = sum("需要改的" in paragraph.text for paragraph in docx.Document(io.BytesIO(second)).paragraphs)
    assert count == 1


def test_comments_of_other_people_stay() -> None:
    def remark(document: Document) -> None:
        document.add_comment(document.paragraphs[0].runs, text="请核实户数", author="乡应急办")

    data = retyped(PAPERS["typed_numbering"], remark)
    problems, found = problems_of(data)
    document = docx.Document(io.BytesIO(marked(data, problems, found.anchors)))
    authors = {comment.author for comment in document.comments}
    assert authors == {"乡应急办", AUTHOR}


def test_our_own_file_marked_is_still_known_as_untouched() -> None:
    document = plan()
    broken = copy.deepcopy(document)
    broken["command"]["contacts"][0]["phone"] = "1380000"
    schema = schema_of(document)
    data = write(schema, broken)
    problems = check(schema, broken, on=TODAY)
    found = read_word(data)
    back = marked(data, problems, found.anchors)
    again = read_word(back)
    assert not again.is_changed and canonical(again.document) == canonical(broken)
    assert any("1380000" in at for _, at in comments_of(back))


def test_a_problem_without_a_place_stands_in_the_summary_only() -> None:
    problem = Problem("/warning/channels", "四、预警", "「传播方式」还没有内容。", "must")
    back = marked(PAPERS["lines_without_tables"], [problem], {})
    assert comments_of(back) == []
    assert "「传播方式」还没有内容" in docx.Document(io.BytesIO(back)).paragraphs[2].text


def test_nothing_of_the_persons_text_is_lost() -> None:
    for name, data in PAPERS.items():
        problems, found = problems_of(data)
        back = marked(data, problems, found.anchors)
        before, after = (
            [p.text for piece in body(opened(each)).pieces for p in paragraphs(piece)]
            for each in (data, back)
        )
        assert before == after, name
