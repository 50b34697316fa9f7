"""The Word file to fill in asks everything, keeps what is known, and is read back as it was meant."""

import copy
import io
from typing import Any

import docx
import pytest
from docx.document import Document
from tests.office.word.making import TODAY, plan, retyped, schema_of

from yingji.office.word.read import read_word
from yingji.office.word.template import PROMPT, template
from yingji.plans.canonical import canonical
from yingji.plans.catalogue import load
from yingji.plans.checking import check
from yingji.plans.tidy import tidy

SCHEMA = load().latest("village")
NAMED = {"unit_name": "白果村民委员会", "title": "白果村防汛应急预案"}
EMPTY = template(SCHEMA, NAMED, unit="411624201201", kind="flood")


def filled(edit: Any, data: bytes = EMPTY) -> dict[str, Any]:
    harvest = read_word(retyped(data, edit))
    assert harvest.is_own and not harvest.problems and not harvest.not_placed, (
        harvest.problems + harvest.not_placed
    )
    return tidy(SCHEMA, harvest.document).document


def cell_beside(document: Document, label: str) -> Any:
    found = (
        row.cells[1]
        for table in document.tables
        for row in table.rows
        if row.cells[0].text in (label, label + "*")
    )
    return next(found)


def table_of(document: Document, *heads: str) -> Any:
    return next(
        t
        for t in document.tables
        if [c.text.rstrip("*") for c in t.rows[0].cells][: len(heads)] == list(heads)
    )


def write_in(cell: Any, text: str) -> None:
    """As a person does: the prompt is gone, whatever control it stood in."""
    for child in list(cell.paragraphs[0]._p):
        if child.tag.endswith(("}sdt", "}r")):
            cell.paragraphs[0]._p.remove(child)
    cell.paragraphs[0].add_run(text)


def test_nothing_filled_in_is_nothing_but_what_was_known() -> None:
    assert filled(lambda _: None) == {"schema": "village/1.0", "kind": "flood", **NAMED}


@pytest.mark.parametrize(
    ("kind", "of"), [("village", "comprehensive"), ("township", "flood"), ("school", "fire")]
)
def test_a_form_filled_from_the_last_version_is_that_version(kind: str, of: str) -> None:
    document = plan(kind, of)
    schema = schema_of(document)
    harvest = read_word(template(schema, document, unit="1", kind=of))
    assert canonical(tidy(schema, harvest.document).document) == canonical(document)
    assert not harvest.problems and not harvest.not_placed


def test_single_values_lists_and_rows_are_read_where_they_were_typed() -> None:
    def edit(document: Document) -> None:
        write_in(cell_beside(document, "户数"), "４１２ 户")
        write_in(cell_beside(document, "统计截止日"), "2026.3.1")
        write_in(cell_beside(document, "启动条件"), "连续降雨、沟水上涨\n乡政府通知转移")
        write_in(cell_beside(document, "总指挥"), "张三")
        contacts = table_of(document, "姓名", "职务", "电话")
        for cell, text in zip(contacts.rows[1].cells, ("张三", "支书", "138 0000 0001"), strict=False):
            write_in(cell, text)
        for cell, text in zip(contacts.rows[3].cells, ("李四", "文书", "13800000002"), strict=False):
            write_in(cell, text)

    document = filled(edit)
    assert document["profile"] == {"households": 412, "as_of": "2026-03-01"}
    assert document["evacuation"]["start_when"] == ["连续降雨、沟水上涨", "乡政府通知转移"]
    contacts = document["command"]["contacts"]
    assert [(row["name"], row["phone"]) for row in contacts] == [
        ("张三", "13800000001"),
        ("李四", "13800000002"),
    ]
    assert document["command"]["chief_id"] == contacts[0]["id"]


def test_text_typed_behind_the_prompt_is_the_text_alone() -> None:
    def edit(document: Document) -> None:
        paragraph = cell_beside(document, "户籍人口").paragraphs[0]
        assert paragraph.text.startswith(PROMPT)
        paragraph.add_run("999")

    assert filled(edit)["profile"]["registered_population"] == 999


def test_a_choice_in_a_row_and_a_second_line_in_a_cell_are_kept() -> None:
    def edit(document: Document) -> None:
        row = table_of(document, "类型", "名称", "位置").rows[1].cells
        write_in(row[0], "沟渠")
        write_in(row[1], "东沟")
        write_in(row[2], "村东")
        cell = cell_beside(document, "后期处置")
        write_in(cell, "核查灾情")
        cell.add_paragraph("消毒防疫")

    document = filled(edit)
    assert document["profile"]["water_assets"] == [{"type": "沟渠", "name": "东沟", "location": "村东"}]
    assert document["recovery"] == ["核查灾情", "消毒防疫"]


def test_rows_with_tables_of_their_own_can_be_filled_in() -> None:
    def edit(document: Document) -> None:
        write_in(cell_beside(document, "灾种"), "洪涝内涝")
        write_in(cell_beside(document, "头十分钟"), "报告乡里\n敲锣")
        steps = table_of(document, "序号", "做什么", "责任人").rows[1].cells
        for cell, text in zip(steps, ("1", "转移低洼户", "张三", "30"), strict=False):
            write_in(cell, text)

    [hazard] = filled(edit)["response"]["by_hazard"]
    assert hazard == {
        "hazard": "洪涝内涝",
        "first_10min": ["报告乡里", "敲锣"],
        "steps": [{"order": 1, "action": "转移低洼户", "who_id": "张三", "within_min": 30}],
    }


def test_last_years_form_with_one_number_changed_differs_in_that_number() -> None:
    document = plan()
    data = template(SCHEMA, document, unit="1", kind="comprehensive")

    def edit(file: Document) -> None:
        write_in(table_of(file, "姓名", "职务", "电话").rows[2].cells[2], "13800009999")

    wanted = copy.deepcopy(document)
    wanted["command"]["contacts"][1]["phone"] = "13800009999"
    assert canonical(filled(edit, data)) == canonical(wanted)
    assert not [p for p in check(SCHEMA, wanted, on=TODAY) if p.grade == "must"]


def test_every_question_of_the_schema_is_in_the_form() -> None:
    said = "\n".join(p.text for p in docx.Document(io.BytesIO(EMPTY)).element.body.iter() if p.text)
    for field in SCHEMA.fields():
        if (
            not field.hidden
            and field.title
            and not field.pointer.startswith(("/schema", "/kind", "/local"))
            and field.type != "object"
        ):
            assert field.title in said, field.pointer
