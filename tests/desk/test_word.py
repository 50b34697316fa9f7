"""A plan goes out as Word, comes back through the same door, and the desk knows what became of it."""

import io

import docx
import pytest
from tests.making import SCHOOL, TODAY, VILLAGE, Registry
from tests.office.word.corpus import papers

from yingji.access.queries import actor
from yingji.desk import files, upload
from yingji.desk.word import form_as_word, plan_as_word
from yingji.errors import Invalid


def exported(registry: Registry, code: str = VILLAGE, login: str = "wenshu") -> bytes:
    with registry.database.reading() as r:
        who = actor(r, login, TODAY)
        return plan_as_word(r, who, unit=registry.unit(code), kind="flood", on=TODAY)


def test_the_same_word_file_handed_in_again_changes_nothing(registry: Registry) -> None:
    registry.upload()
    prepared = upload.prepare(exported(registry), on=TODAY, unit=registry.unit(VILLAGE), kind="flood")
    assert prepared.problems == () and prepared.tidied == ()
    assert registry.rehearse(prepared).number == 1


def test_a_word_file_changed_in_one_place_is_another_version(registry: Registry) -> None:
    registry.upload()
    document = docx.Document(io.BytesIO(exported(registry)))
    table = next(t for t in document.tables if t.rows[0].cells[0].text == "姓名")
    table.rows[1].cells[2].paragraphs[0].runs[0].text = "13800007777"
    out = io.BytesIO()
    document.save(out)
    prepared = upload.prepare(out.getvalue(), on=TODAY, unit=registry.unit(VILLAGE), kind="flood")
    assert prepared.must == ()
    assert prepared.document["command"]["contacts"][0]["phone"] == "13800007777"


def test_the_file_says_which_unit_it_belongs_to(registry: Registry) -> None:
    registry.upload("xiaozhang", code=SCHOOL)
    assert files.open_file(exported(registry, SCHOOL, "xiaozhang")).unit_code == SCHOOL


def test_the_form_to_fill_in_starts_from_the_last_version(registry: Registry) -> None:
    uploaded = registry.upload()
    with registry.database.reading() as r:
        who, unit = actor(r, "wenshu", TODAY), registry.unit(VILLAGE)
        full = form_as_word(r, who, unit=unit, kind="flood", on=TODAY)
        empty = form_as_word(r, who, unit=unit, kind="fire", on=TODAY)
    prepared = upload.prepare(full, on=TODAY, unit=registry.unit(VILLAGE), kind="flood")
    assert registry.rehearse(prepared).digest == uploaded.digest
    assert upload.prepare(empty, on=TODAY, unit=registry.unit(VILLAGE), kind="fire").must


def test_a_plan_of_their_own_comes_back_with_remarks_and_is_not_a_version(registry: Registry) -> None:
    paper = next(papers()).bytes()
    unit = registry.unit(VILLAGE)
    opened = files.open_file(paper, family="village")
    prepared = upload.examine(opened, on=TODAY, unit=unit, kind="flood")
    assert any("抄来没有改" in problem.message for problem in prepared.must)
    marked = docx.Document(io.BytesIO(files.mark(opened, prepared.problems)))
    assert marked.paragraphs[0].text.startswith(f"需要改的 {len(prepared.must)} 处")
    with pytest.raises(Invalid):
        registry.rehearse(prepared)
    answer = files.read_out(opened, on=TODAY, unit_name=unit.name, kind="flood")
    assert answer.taken and answer.not_placed and answer.problems
