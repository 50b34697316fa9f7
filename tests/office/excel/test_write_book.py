"""The workbook as Excel, WPS and LibreOffice want it, and as a clerk needs it."""

import io
import re
from typing import Any

import pytest
from openpyxl import load_workbook
from tests.office.excel.workbooks import FAMILIES, blank, document_of, filled, schema_of, with_sample

from yingji.errors import Invalid
from yingji.office.excel.layout import layout
from yingji.office.excel.write_book import Identity, write_book

RANGE = re.compile(r"'([^']+)'!\$([A-Z]+)\$(\d+):\$([A-Z]+)\$(\d+)")


def book(family: str = "village") -> Any:
    return load_workbook(io.BytesIO(filled(family)))


@pytest.mark.parametrize("family", FAMILIES)
def test_names_and_rules_stay_within_the_limits_of_excel(family: str) -> None:
    made = book(family)
    names = [name.casefold() for name in made.sheetnames]
    assert len(set(names)) == len(names)
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\'") for name in names)
    for ws in made:
        for rule in ws.data_validations.dataValidation:
            assert len(rule.formula1 or "") <= 255
            assert len(rule.prompt or "") <= 255
            assert len(rule.error or "") <= 225
            assert max(len(rule.promptTitle or ""), len(rule.errorTitle or "")) <= 32


@pytest.mark.parametrize("family", FAMILIES)
def test_every_drop_down_points_at_cells_that_are_there(family: str) -> None:
    made = book(family)
    lists = [r.formula1 for ws in made for r in ws.data_validations.dataValidation if r.type == "list"]
    assert lists
    for formula in lists:
        (sheet, column, first, *_) = RANGE.fullmatch(formula).groups()  # type: ignore[union-attr]  # the formula is one of ours
        assert made[sheet][f"{column}{first}"].value is not None


@pytest.mark.parametrize("family", FAMILIES)
def test_every_field_of_the_schema_has_a_place(family: str) -> None:
    schema, plan = schema_of(family), layout(schema_of(family))
    there = {line.path for form in plan.forms for line in form.lines}
    there |= {f"{t.path}/*/{c.key}" for t in plan.tables for c in t.columns}
    leaves = [f for f in schema.fields() if not f.children and not f.is_rows and f.key != "*"]
    missing = [f.pointer for f in leaves if f.pointer not in there and f.key not in ("schema", "id", "local")]
    assert not missing


def test_heads_are_locked_and_cells_to_fill_are_open() -> None:
    ws = book()["责任人通讯录"]
    assert ws.protection.sheet
    assert ws["B3"].protection.locked
    assert not ws["B4"].protection.locked
    assert ws.row_dimensions[2].hidden
    assert ws.column_dimensions["A"].hidden


def test_telephones_are_text_and_days_are_days() -> None:
    ws = book()["责任人通讯录"]
    assert ws["D4"].number_format == "@"
    assert isinstance(ws["D4"].value, str)
    assert ws["H4"].is_date


def test_required_heads_carry_a_mark() -> None:
    heads = [cell.value for cell in book()["责任人通讯录"][3] if cell.value]
    assert heads[:4] == ["姓名＊", "职务＊", "电话＊", "备用电话"]


def test_red_cells_need_no_upload() -> None:
    rules = book()["责任人通讯录"].conditional_formatting
    formulas = [formula for area in rules for rule in area.rules for formula in rule.formula]
    assert any("LEN" in formula and "D4" in formula for formula in formulas)


def test_the_worked_example_is_on_a_sheet_of_its_own_and_never_read() -> None:
    made = load_workbook(io.BytesIO(with_sample()))
    assert "示例" in str(made["填写样例"]["B1"].value) or "虚构" in str(made["填写样例"]["B1"].value)
    assert made["填写样例"]["A2"].value == "yingji:sample"


def test_references_are_shown_by_name() -> None:
    document = document_of()
    names = {row["id"]: row["name"] for row in document["command"]["contacts"]}
    ws = book()["三、组织体系与责任人"]
    assert ws["C4"].value == names[document["command"]["chief_id"]]


def test_an_empty_workbook_has_room_for_every_table() -> None:
    made = load_workbook(io.BytesIO(blank()))
    for table in layout(schema_of()).tables:
        assert made[table.name].max_row >= 10


def test_a_text_longer_than_a_cell_is_refused_and_not_cut() -> None:
    document = document_of()
    document["profile"]["summary"] = "水" * 32_768
    with pytest.raises(Invalid, match="一格最多 32767 个字"):
        write_book(schema_of(), Identity("village/1.0"), document, {})


def test_what_may_not_be_read_is_left_empty() -> None:
    document = document_of()
    document["evacuation"]["subjects"] = "〔限制公开〕" + "0" * 64
    made = load_workbook(io.BytesIO(write_book(schema_of(), Identity("village/1.0"), document, {})))
    assert made["转移对象"]["B4"].value is None
