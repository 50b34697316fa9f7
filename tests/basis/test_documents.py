"""The same document however its number is written, and whether it still stood on a day."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yingji.basis.documents import (
    Citation,
    Document,
    is_number,
    normalised,
    register_of,
    standing_of,
)

OLD = Document(
    "CN-MGMT-2013", "突发事件应急预案管理办法", "国办发〔2013〕101号", effective_on=date(2013, 10, 25)
)
NEW = Document(
    "CN-MGMT-2024",
    "突发事件应急预案管理办法",
    "国办发〔2024〕5号",
    effective_on=date(2024, 1, 31),
    supersedes="CN-MGMT-2013",
)
REGISTER = register_of([OLD, NEW])


@pytest.mark.parametrize(
    "written",
    [
        "国办发〔2024〕5号",
        "国办发[2024]5号",
        "国办发【2024】5号",
        "国办发（2024）5号",
        "国办发(2024) 5 号",
        "国办发［２０２４］５号",
        "国办发〔2024〕第5号",
        "国办发〔2024〕05号",
        "　国办发〔2024〕5号 ",
    ],
)
def test_one_number_however_it_is_typed(written: str) -> None:
    assert normalised(written) == "国办发〔2024〕5号"


def test_numerals_of_presidential_orders_are_one_number() -> None:
    assert normalised("中华人民共和国主席令第六十九号") == normalised("主席令第69号") == "主席令第69号"
    assert normalised("主席令第二十五号") == "主席令第25号"
    assert normalised("国务院令第七百零八号") == "国务院令第708号"


def test_an_issuing_phrase_is_no_number() -> None:
    assert not is_number("中共中央、国务院印发")
    assert not is_number("")


@given(st.text(max_size=40))
def test_normalising_twice_is_normalising_once(text: str) -> None:
    assert normalised(normalised(text)) == normalised(text)


def test_a_superseded_document_stood_until_the_day_before_its_successor_took_effect() -> None:
    cited = Citation("突发事件应急预案管理办法", "国办发[2013]101号")
    assert standing_of(REGISTER, cited, date(2024, 1, 30)).state == "in_force"
    after = standing_of(REGISTER, cited, date(2024, 1, 31))
    assert (after.state, after.since, after.successor) == ("superseded", date(2024, 1, 31), NEW)


def test_the_register_id_goes_before_the_number() -> None:
    cited = Citation("办法", "国办发〔2013〕101号", basis_id="CN-MGMT-2024")
    assert standing_of(REGISTER, cited, date(2026, 1, 1)).state == "in_force"


@pytest.mark.parametrize(
    ("cited", "reason"),
    [
        (Citation("突发事件应急预案管理办法"), "只写了名称"),
        (Citation("某文件", "某字〔2020〕1号"), "没有这个文号"),
    ],
)
def test_what_cannot_be_matched_is_unknown_and_says_why(cited: Citation, reason: str) -> None:
    standing = standing_of(REGISTER, cited, date(2026, 1, 1))
    assert standing.state == "unknown"
    assert reason in standing.reason


def test_a_number_borne_by_two_documents_is_unknown() -> None:
    register = register_of([NEW, Document("X", "另一件", "国办发〔2024〕5号")])
    assert standing_of(register, Citation("办法", "国办发〔2024〕5号"), date(2026, 1, 1)).state == "unknown"


def test_a_successor_without_a_day_leaves_the_end_unknown() -> None:
    register = register_of([OLD, Document("N", "新办法", supersedes="CN-MGMT-2013")])
    assert standing_of(register, Citation("办法", OLD.doc_no), date(2026, 1, 1)).state == "unknown"


def test_a_note_of_repeal_without_a_day_leaves_the_end_unknown() -> None:
    document = Document(
        "HA", "省总体预案", "豫政〔2021〕23号", note="repealed by a later one whose day is not known"
    )
    standing = standing_of(register_of([document]), Citation("省总体预案", document.doc_no), date(2026, 1, 1))
    assert (standing.state, standing.reason) == ("unknown", "已被替代，但不知从哪天起")


def test_a_document_that_ended_by_itself_is_superseded_since_that_day() -> None:
    document = Document("T", "试行办法", "某政〔2020〕1号", ended_on=date(2022, 1, 1))
    register = register_of([document])
    assert standing_of(register, Citation("", "某政〔2020〕1号"), date(2021, 12, 31)).state == "in_force"
    assert standing_of(register, Citation("", "某政〔2020〕1号"), date(2022, 1, 1)).since == date(2022, 1, 1)
