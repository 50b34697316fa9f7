"""A file of ours comes back: untouched it is the same plan, edited it says what changed."""

import copy
import io
import zipfile
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from tests.office.word.making import plan, retyped, schema_of, shaken

from yingji.errors import Fault
from yingji.office.found import Harvest
from yingji.office.guard import opened
from yingji.office.word.body import body
from yingji.office.word.identity import read
from yingji.office.word.own_form import edited
from yingji.office.word.read import read_word
from yingji.office.word.write import write
from yingji.plans.canonical import canonical
from yingji.plans.tidy import tidy

PLAN = plan()
SCHEMA = schema_of(PLAN)
WRITTEN = write(SCHEMA, PLAN, unit="411624201201")


@pytest.mark.parametrize("seed", range(240))
def test_any_plan_comes_back_the_same_whether_by_its_core_or_by_what_is_printed(seed: int) -> None:
    document = shaken(seed, keep=0.35 if seed % 12 else 0.95)
    schema = schema_of(document)
    data = write(schema, document, unit="411624201201")
    back = read_word(data)
    assert canonical(back.document) == canonical(document)
    assert back.is_own and not back.is_changed
    identity = read(opened(data))
    assert identity is not None
    by_marks = edited(schema, identity, body(opened(data)))
    assert by_marks is not None
    assert canonical(tidy(schema, by_marks.document).document) == canonical(document)
    assert not by_marks.not_placed and not by_marks.problems


def test_the_same_plan_gives_the_same_bytes() -> None:
    assert write(SCHEMA, copy.deepcopy(PLAN), unit="411624201201") == WRITTEN


def test_the_file_says_whose_it_is_in_its_properties() -> None:
    said = zipfile.ZipFile(io.BytesIO(WRITTEN)).read("docProps/custom.xml").decode()
    assert "411624201201" in said and "village/1.0" in said and "comprehensive" in said


def test_saving_in_another_program_changes_nothing() -> None:
    back = read_word(retyped(WRITTEN, lambda _: None))
    assert canonical(back.document) == canonical(PLAN) and not back.is_changed


def changed(edit: Any) -> tuple[dict[str, Any], Harvest]:
    harvest = read_word(retyped(WRITTEN, edit))
    assert harvest.is_own and harvest.is_changed
    return tidy(SCHEMA, harvest.document).document, harvest


def table_of(document: Any, *heads: str) -> Any:
    return next(t for t in document.tables if [c.text for c in t.rows[0].cells][: len(heads)] == list(heads))


def line_of(document: Document, said: str) -> Paragraph:
    return next(p for p in document.paragraphs if said in p.text)


def rewrite(paragraph: Paragraph, old: str, new: str) -> None:
    assert old in paragraph.text
    paragraph.runs[0].text = paragraph.runs[0].text.replace(old, new)


def test_a_telephone_changed_in_the_list_is_the_only_change() -> None:
    def edit(document: Document) -> None:
        table_of(document, "姓名", "职务").rows[1].cells[2].paragraphs[0].runs[
            0
        ].text = "１３８ ００００ ２３４５"

    document, harvest = changed(edit)
    wanted = copy.deepcopy(PLAN)
    wanted["command"]["contacts"][0]["phone"] = "13800002345"
    assert canonical(document) == canonical(wanted)
    assert not harvest.problems and not harvest.not_placed


def test_a_new_row_becomes_a_new_contact_and_a_deleted_one_goes() -> None:
    def edit(document: Document) -> None:
        table = table_of(document, "单位", "电话")
        cells = table.add_row().cells
        cells[0].text, cells[1].text = "供电所", "0394-5220119"
        table._tbl.remove(table.rows[1]._tr)

    document, _ = changed(edit)
    old = PLAN["command"]["superior_contacts"]
    assert document["command"]["superior_contacts"] == [*old[1:], {"unit": "供电所", "phone": "0394-5220119"}]


def test_another_name_in_a_sentence_is_another_chief() -> None:
    contacts = PLAN["command"]["contacts"]
    names = {row["id"]: row["name"] for row in contacts}
    chief = names[PLAN["command"]["chief_id"]]
    other = next(row for row in contacts if row["name"] != chief)

    document, harvest = changed(lambda d: rewrite(line_of(d, "总指挥由"), chief, other["name"]))
    assert document["command"]["chief_id"] == other["id"]
    assert not harvest.problems


def test_a_sentence_turned_round_is_not_guessed_at() -> None:
    def edit(document: Document) -> None:
        paragraph = line_of(document, "总指挥由")
        paragraph.runs[0].text = "由李四来当总指挥"

    document, harvest = changed(edit)
    assert document["command"]["chief_id"] == PLAN["command"]["chief_id"]
    [problem] = harvest.problems
    assert problem.grade == "must" and problem.path == "/command/chief_id" and "李四" in problem.message
    assert [left.text for left in harvest.not_placed] == ["由李四来当总指挥"]


def test_a_line_added_to_a_list_is_a_new_item_and_a_deleted_line_goes() -> None:
    recovery = PLAN["recovery"]

    def edit(document: Document) -> None:
        first = line_of(document, recovery[0][:12])
        line = copy.deepcopy(first._p)
        for mark in line.findall(qn("w:bookmarkStart")) + line.findall(qn("w:bookmarkEnd")):
            line.remove(mark)
        first._p.addnext(line)
        Paragraph(line, first._parent).runs[0].text = "2.对受淹水井全部消毒；"
        gone = line_of(document, recovery[1][:12])._p
        gone.getparent().remove(gone)

    document, _ = changed(edit)
    assert document["recovery"] == [recovery[0], "对受淹水井全部消毒", *recovery[2:]]


def test_a_brief_value_in_the_small_table_can_be_changed() -> None:
    def edit(document: Document) -> None:
        cell = next(
            c
            for t in document.tables
            for r in t.rows
            for n, c in enumerate(r.cells)
            if n % 2 and r.cells[n - 1].text == "户数"
        )
        cell.paragraphs[0].runs[0].text = "999户"

    document, _ = changed(edit)
    assert document["profile"]["households"] == 999


def test_what_a_person_writes_between_our_lines_is_listed() -> None:
    def edit(document: Document) -> None:
        line_of(document, "编制目的").insert_paragraph_before("请各组认真学习。")

    document, harvest = changed(edit)
    assert canonical(document) == canonical(PLAN)
    assert [left.text for left in harvest.not_placed] == ["请各组认真学习。"]


def test_a_column_added_to_a_table_is_refused_row_by_row() -> None:
    def edit(document: Document) -> None:
        for row in table_of(document, "单位", "电话").rows[1:2]:
            row._tr.append(copy.deepcopy(row._tr.findall(qn("w:tc"))[-1]))

    _, harvest = changed(edit)
    assert any("对不上" in problem.message for problem in harvest.problems)
    assert harvest.not_placed


def test_a_damaged_core_is_said_and_not_guessed() -> None:
    parts = {name: opened(WRITTEN).read(name) for name in opened(WRITTEN).namelist()}
    parts["customXml/item1.xml"] = parts["customXml/item1.xml"].replace(b'"marks"', b'"maks"')
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    with pytest.raises(Fault, match="标识已经损坏"):
        read_word(out.getvalue())


def test_another_program_can_open_the_file_and_finds_its_tables() -> None:
    document = docx.Document(io.BytesIO(WRITTEN))
    head = table_of(document, "姓名", "职务").rows[0]._tr
    assert head.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
    assert head.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None
    assert document.settings.odd_and_even_pages_header_footer
