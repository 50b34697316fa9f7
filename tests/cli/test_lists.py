"""The office's lists as workbooks: out, a few cells changed, in again."""

import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from tests.making import COUNTY, TOWNSHIP, VILLAGE, Command, Registry

LISTS = {
    "units": "单位名单",
    "people": "人员名单",
    "contacts": "通讯录",
    "drills": "演练登记",
    "basis": "编制依据",
}


@pytest.fixture
def in_force(registry: Registry) -> Registry:
    """A village with a plan in force."""
    registry.issue()
    return registry


def export(command: Command, name: str, folder: Path) -> Path:
    path = folder / f"{name}.xlsx"
    assert command("list", "export", name, "--under", COUNTY, "-o", str(path)).code == 0
    return path


def heads(path: Path, sheet: str) -> dict[str, int]:
    ws = load_workbook(path)[sheet]
    return {str(cell.value): cell.column for cell in ws[2] if cell.value}


def type_row(path: Path, sheet: str, **values: Any) -> int:
    """One more row at the end, typed by column; returns its number."""
    book = load_workbook(path)
    ws = book[sheet]
    columns = {str(cell.value): cell.column for cell in ws[2] if cell.value}
    row = next(n for n in range(4, ws.max_row + 2) if not any(cell.value for cell in ws[n]))
    for key, value in values.items():
        ws.cell(row, columns[key]).value = value
    book.save(path)
    return row


def take_in(command: Command, name: str, path: Path, *more: str) -> Any:
    return command("list", "import", name, str(path), "--json", *more)


@pytest.mark.parametrize("name", ["units", "people", "drills", "basis"])
@pytest.mark.usefixtures("in_force")
def test_a_list_that_comes_back_as_it_went_changes_nothing(
    command: Command, tmp_path: Path, name: str
) -> None:
    answer = take_in(command, name, export(command, name, tmp_path))
    assert json.loads(answer.out)["changed"] == 0


def test_a_new_unit_is_added(command: Command, tmp_path: Path) -> None:
    path = export(command, "units", tmp_path)
    type_row(path, LISTS["units"], code="411624201300", name="新庄村民委员会", kind="村级", parent=TOWNSHIP)
    assert json.loads(take_in(command, "units", path).out)["changed"] == 1
    assert "新庄村民委员会" in command("unit", "list", "--under", TOWNSHIP).out


def test_a_code_that_cannot_be_is_named_by_its_cell(command: Command, tmp_path: Path) -> None:
    path = export(command, "units", tmp_path)
    row = type_row(path, LISTS["units"], code="41", name="新庄村民委员会", kind="村级", parent=TOWNSHIP)
    answer = take_in(command, "units", path)
    (problem,) = json.loads(answer.out)["problems"]
    assert answer.code == 1
    assert f"「单位名单」表 第 {row} 行" in problem["place"]


def test_a_new_person_gets_an_account_and_a_first_password(command: Command, tmp_path: Path) -> None:
    path = export(command, "people", tmp_path)
    type_row(path, LISTS["people"], login="zhaosi", name="赵四", post="文书", role="文书", unit=VILLAGE)
    found = json.loads(take_in(command, "people", path).out)
    assert found["changed"] == 1
    assert found["told"][0].startswith("赵四（zhaosi）首次登录口令：")
    assert json.loads(take_in(command, "people", path).out)["changed"] == 0


def test_one_bad_row_stores_none_and_is_marked(command: Command, tmp_path: Path) -> None:
    path, marked = export(command, "people", tmp_path), tmp_path / "标红.xlsx"
    type_row(path, LISTS["people"], login="zhaosi", name="赵四", role="文书", unit=VILLAGE)
    row = type_row(path, LISTS["people"], login="赵五", name="赵五", role="文书", unit="999999999999")
    answer = take_in(command, "people", path, "--marked", str(marked))
    assert answer.code == 1
    assert f"第 {row} 行" in json.loads(answer.out)["problems"][0]["place"]
    assert "zhaosi" not in command("user", "list").out
    assert load_workbook(marked).sheetnames[0] == "需要改的 1 处"


@pytest.mark.usefixtures("in_force")
def test_a_telephone_corrected_in_the_list_is_amended(command: Command, tmp_path: Path) -> None:
    path = export(command, "contacts", tmp_path)
    book = load_workbook(path)
    book[LISTS["contacts"]].cell(4, heads(path, LISTS["contacts"])["phone"]).value = "138 0000 9999"
    book.save(path)
    answer = take_in(command, "contacts", path)
    assert json.loads(answer.out)["changed"] == 1, answer.out
    again = export(command, "contacts", tmp_path)
    assert (
        load_workbook(again)[LISTS["contacts"]].cell(4, heads(again, LISTS["contacts"])["phone"]).value
        == "13800009999"
    )


@pytest.mark.usefixtures("in_force")
def test_a_drill_typed_in_the_list_is_held_once(command: Command, tmp_path: Path) -> None:
    path = export(command, "drills", tmp_path)
    type_row(
        path,
        LISTS["drills"],
        unit=VILLAGE,
        kind="防汛应急预案",
        on="2026年5月1日",
        findings="手摇报警器不响\n路灯不亮",
    )
    assert json.loads(take_in(command, "drills", path).out)["changed"] == 1
    (drill,) = json.loads(command("drill", "list", VILLAGE, "flood", "--json").out)["drills"]
    assert [item["content"] for item in drill["items"]] == ["手摇报警器不响", "路灯不亮"]


def test_a_basis_document_is_registered(command: Command, tmp_path: Path) -> None:
    path = export(command, "basis", tmp_path)
    type_row(
        path, LISTS["basis"], id="CN-TEST-2026", title="某某办法", effective_on="2026/1/1", certainty="未核实"
    )
    assert json.loads(take_in(command, "basis", path).out)["changed"] == 1
    assert "某某办法" in command("basis", "list").out


def test_a_list_nobody_knows_is_refused(command: Command, tmp_path: Path) -> None:
    answer = command("list", "export", "cars", "--under", COUNTY, "-o", str(tmp_path / "x.xlsx"))
    assert answer.code == 2


def test_another_workbook_is_not_taken_for_a_list(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    command("plan", "template", VILLAGE, "flood", "-o", str(path))
    answer = take_in(command, "people", path)
    assert answer.code == 1
    assert "不是人员名单的填写表" in json.loads(answer.out)["detail"]


@pytest.mark.usefixtures("in_force")
def test_a_rehearsal_says_what_would_change_and_changes_nothing(command: Command, tmp_path: Path) -> None:
    path = export(command, "contacts", tmp_path)
    book = load_workbook(path)
    sheet, columns = book[LISTS["contacts"]], heads(path, LISTS["contacts"])
    sheet.cell(4, columns["phone"]).value = "13800006666"
    book.save(path)
    for more in (("--dry-run",), ("--dry-run",), (), ()):
        answer = json.loads(take_in(command, "contacts", path, "--as", "yingjiban", *more).out)
        last = more
        if more or answer["changed"]:
            (said,) = answer["changes"]
            assert said.endswith("→ 「13800006666」。") and "的电话：" in said
    assert last == () and answer["changed"] == 0 and answer["changes"] == []


@pytest.mark.usefixtures("in_force")
def test_a_rehearsal_gives_no_passwords_away(command: Command, tmp_path: Path) -> None:
    path = export(command, "people", tmp_path)
    values = {"login": "xinren", "name": "新人", "role": "clerk", "unit": VILLAGE}
    type_row(path, LISTS["people"], **values)
    rehearsal = json.loads(take_in(command, "people", path, "--dry-run").out)
    assert rehearsal["told"] == [] and rehearsal["changes"][0].startswith("新增「石槽集村民委员会 新人」")
    assert "首次登录口令" in json.loads(take_in(command, "people", path).out)["told"][0]
