"""What goes into a workbook or a Word form comes out of it; word/test_own.py does the same for the paper."""

import io
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from tests.office.excel.workbooks import FAMILIES, ON, document_of, edited, filled, prepared, schema_of
from tests.office.random_plans import random_plan, slices

from yingji.office.excel.plan_sheets import read_sheets
from yingji.office.excel.read_xlsx import read_xlsx
from yingji.office.excel.write_book import Identity, write_book
from yingji.office.word.read import read_word
from yingji.office.word.template import template
from yingji.plans.canonical import canonical
from yingji.plans.catalogue import Schema
from yingji.plans.diff import compare
from yingji.plans.example import example
from yingji.plans.kinds import KINDS
from yingji.plans.tidy import tidy

SEEDS = st.integers(0, 2**32)


def back(schema: Schema, document: dict[str, Any]) -> dict[str, Any]:
    data = write_book(schema, Identity(schema.name), document, {})
    return tidy(schema, read_sheets(read_xlsx(data), schema).harvest.document).document


def assert_comes_back(schema: Schema, document: dict[str, Any]) -> None:
    found = back(schema, document)
    changes = [change.sentence for change in compare(schema, document, found)]
    assert canonical(found) == canonical(document), changes


@pytest.mark.parametrize("family", FAMILIES)
@settings(max_examples=90, deadline=None, derandomize=True)
@given(seed=SEEDS)
def test_any_plan_comes_back_as_it_went_chapter_by_chapter(family: str, seed: int) -> None:
    parts = slices(schema_of(family))
    schema = parts[seed % len(parts)]
    assert_comes_back(schema, random_plan(schema, seed))


@pytest.mark.parametrize("family", FAMILIES)
@settings(max_examples=10, deadline=None, derandomize=True)
@given(seed=SEEDS)
def test_any_whole_plan_comes_back_as_it_went(family: str, seed: int) -> None:
    assert_comes_back(schema_of(family), random_plan(schema_of(family), seed))


@pytest.mark.parametrize("family", FAMILIES)
@settings(max_examples=16, deadline=None, derandomize=True)
@given(seed=SEEDS)
def test_any_plan_comes_back_from_the_word_form_as_it_went(family: str, seed: int) -> None:
    parts = slices(schema_of(family))
    schema = parts[seed % len(parts)]
    document = random_plan(schema, seed)
    found = read_word(template(schema, document, unit="411624201200"), schema=schema)
    assert canonical(tidy(schema, found.document).document) == canonical(document)


@pytest.mark.parametrize(
    ("family", "kind"), [(family, kind) for family in FAMILIES for kind in list(KINDS)[::3]]
)
def test_the_example_of_a_kind_comes_back_and_is_still_valid(family: str, kind: str) -> None:
    document = example(FAMILIES[family], kind, ON, ())
    tidied = tidy(schema_of(family), document).document
    schema = schema_of(family)
    found = prepared(write_book(schema, Identity(schema.name), document, {}))
    assert canonical(found.document) == canonical(tidied)
    assert not found.must
    assert not found.tidied


@pytest.mark.parametrize("family", FAMILIES)
def test_the_same_plan_gives_the_same_bytes(family: str) -> None:
    schema = schema_of(family)
    identity = Identity(schema.name, FAMILIES[family].code, FAMILIES[family].name, "flood")
    first, second = (write_book(schema, identity, document_of(family), {}) for _ in range(2))
    assert first == second


def test_a_workbook_saved_by_another_program_still_comes_back() -> None:
    resaved = edited(lambda book: book.save)
    assert canonical(prepared(resaved).document) == canonical(tidy(schema_of(), document_of()).document)


def test_two_people_of_one_name_are_told_apart() -> None:
    document = document_of()
    contacts = document["command"]["contacts"]
    contacts[1]["name"] = contacts[0]["name"]
    assert_comes_back(schema_of(), tidy(schema_of(), document).document)


def test_a_person_called_like_an_id_is_not_taken_for_it() -> None:
    document = document_of()
    contacts = document["command"]["contacts"]
    contacts[0]["name"] = contacts[1]["id"]
    assert_comes_back(schema_of(), tidy(schema_of(), document).document)


def test_text_that_begins_like_a_formula_is_no_formula() -> None:
    document = document_of()
    document["profile"]["summary"] = '=HYPERLINK("http://example.invalid","点我")'
    schema = schema_of()
    data = write_book(schema, Identity(schema.name), document, {})
    book = load_workbook(io.BytesIO(data))
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row if cell.value}
    assert "f" not in kinds
    assert canonical(back(schema, document)) == canonical(tidy(schema, document).document)


def test_the_workbook_knows_whose_it_is() -> None:
    schema = schema_of()
    found = read_sheets(read_xlsx(filled()), schema)
    assert found.identity == {"schema": "village/1.0", "unit": "411624201200", "base": "0" * 64}
