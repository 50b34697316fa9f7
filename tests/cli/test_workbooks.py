"""The clerk's round: download the workbook, fill it in, check it, send it, send it again."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from tests.making import OTHER, TOWNSHIP, VILLAGE, Command, Registry


def changed(path: Path, sheet: str, at: str, value: Any) -> None:
    """Type one cell and save, as a clerk does."""
    book = load_workbook(path)
    book[sheet][at] = value
    book.save(path)


@pytest.fixture
def workbook(registry: Registry, command: Command, tmp_path: Path) -> Path:
    """The workbook of a village whose plan was uploaded before."""
    registry.upload()
    path = tmp_path / "填写表.xlsx"
    assert command("plan", "template", VILLAGE, "flood", "-o", str(path), "--as", "wenshu").code == 0
    return path


def upload(command: Command, path: Path, *more: str) -> Any:
    line = (
        "plan",
        "upload",
        str(path),
        "--unit",
        VILLAGE,
        "--kind",
        "flood",
        "--as",
        "wenshu",
        "--json",
        *more,
    )
    return command(*line)


def test_an_unchanged_workbook_says_that_nothing_happens(command: Command, workbook: Path) -> None:
    answer = upload(command, workbook)
    assert answer.code == 0
    assert json.loads(answer.out)["created"] is False


def test_one_changed_number_is_one_difference(command: Command, workbook: Path) -> None:
    changed(workbook, "责任人通讯录", "D6", "13800007777")
    line = (
        "plan",
        "upload",
        str(workbook),
        "--unit",
        VILLAGE,
        "--kind",
        "flood",
        "--as",
        "wenshu",
        "--dry-run",
    )
    rehearsal = command(*line).out
    assert "与第 1 次上传相比，1 处不同" in rehearsal and "→ 13800007777" in rehearsal
    assert json.loads(upload(command, workbook).out)["number"] == 2
    changes = json.loads(command("plan", "diff", VILLAGE, "flood", "--from", "1", "--to", "2", "--json").out)[
        "changes"
    ]
    assert [change["sentence"].rpartition("→")[2].strip() for change in changes] == ["13800007777"]


def test_the_same_workbook_again_changes_nothing(command: Command, workbook: Path) -> None:
    changed(workbook, "责任人通讯录", "D6", "13800007777")
    upload(command, workbook)
    assert json.loads(upload(command, workbook).out)["created"] is False


def test_a_wrong_cell_is_named_and_marked(command: Command, workbook: Path, tmp_path: Path) -> None:
    changed(workbook, "责任人通讯录", "D7", "1380000000")
    marked = tmp_path / "标红.xlsx"
    line = (
        "plan",
        "check",
        str(workbook),
        "--unit",
        VILLAGE,
        "--kind",
        "flood",
        "--marked",
        str(marked),
        "--json",
    )
    answer = command(*line)
    (problem,) = [each for each in json.loads(answer.out)["problems"] if each["grade"] == "must"]
    assert answer.code == 1
    assert problem["place"] == "「责任人通讯录」表 第 7 行「电话」(D7)"
    book = load_workbook(marked)
    assert book.sheetnames[0] == "需要改的 1 处"
    assert "少 1 位" in book["责任人通讯录"]["D7"].comment.text
    assert book.worksheets[0]["D4"].hyperlink.location == "'责任人通讯录'!D7"


def test_a_wrong_workbook_stores_nothing(command: Command, workbook: Path) -> None:
    changed(workbook, "责任人通讯录", "D7", "1380000000")
    assert upload(command, workbook).code == 1
    assert json.loads(command("plan", "show", VILLAGE, "flood", "--json").out)["number"] == 1


def test_the_marked_workbook_can_be_mended_and_sent(command: Command, workbook: Path, tmp_path: Path) -> None:
    changed(workbook, "责任人通讯录", "D7", "1380000000")
    marked = tmp_path / "标红.xlsx"
    command("plan", "check", str(workbook), "--unit", VILLAGE, "--kind", "flood", "--marked", str(marked))
    changed(marked, "责任人通讯录", "D7", "13800006666")
    assert json.loads(upload(command, marked).out)["created"] is True


def test_an_empty_workbook_asks_for_everything(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "空表.xlsx"
    assert command("plan", "template", OTHER, "flood", "-o", str(path)).code == 0
    answer = json.loads(command("plan", "check", str(path), "--unit", OTHER, "--kind", "flood", "--json").out)
    assert answer["valid"] is False
    assert all("（这份填写表里没有这一格）" not in each["place"] for each in answer["problems"])


def test_a_workbook_of_another_kind_of_unit_is_refused(command: Command, workbook: Path) -> None:
    answer = command("plan", "check", str(workbook), "--unit", TOWNSHIP, "--kind", "flood", "--json")
    assert answer.code == 1
    assert "填写表是「村（社区）应急预案」用的" in json.loads(answer.out)["problems"][0]["message"]


def test_read_tells_what_was_taken_and_where(command: Command, workbook: Path) -> None:
    found = json.loads(command("plan", "read", str(workbook), "--json").out)
    places = {each["path"]: each["place"] for each in found["taken"]}
    assert places["/command/contacts/3/phone"] == "「责任人通讯录」表 第 7 行「电话」(D7)"
    assert found["candidates"] == []
    assert found["not_placed"] == []


def test_read_only_guesses_at_a_table_of_the_clerks_own(command: Command, tmp_path: Path) -> None:
    book = load_workbook(io.BytesIO(own_table()))
    path = tmp_path / "村干部电话.xlsx"
    book.save(path)
    found = json.loads(command("plan", "read", str(path), "--unit", VILLAGE, "--json").out)
    assert found["document"] == {}
    assert found["taken"] == []
    guessed = {each["path"]: each["value"] for each in found["candidates"]}
    assert guessed["/command/contacts/0/name"] == "赵小明"
    assert guessed["/command/contacts/0/phone"] == "13800000001"
    assert [each["text"] for each in found["not_placed"]] == ["2026年村干部电话表", "序号", "1", "2"]
    assert "不是本系统的填写表" in found["problems"][0]["message"]


def test_nothing_guessed_is_stored(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "村干部电话.xlsx"
    path.write_bytes(own_table())
    assert upload(command, path).code == 1
    assert command("plan", "show", VILLAGE, "flood").code == 3


def test_a_batch_goes_by_the_key_inside_and_not_by_the_name(
    command: Command, workbook: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "收来的"
    folder.mkdir()
    changed(workbook, "责任人通讯录", "D6", "13800007777")
    (folder / "新建 Microsoft Excel 工作表(2).xlsx").write_bytes(workbook.read_bytes())
    (folder / "村干部电话.xlsx").write_bytes(own_table())
    (folder / "说明.txt").write_text("这不是预案", "utf-8")
    (folder / "~$临时.xlsx").write_bytes(b"x")
    line = (
        "plan",
        "upload-all",
        str(folder),
        "--under",
        TOWNSHIP,
        "--kind",
        "flood",
        "--as",
        "yingjiban",
        "--json",
    )
    answer = command(*line)
    rows = {row["file"]: row for row in json.loads(answer.out)["rows"]}
    assert answer.code == 1
    assert rows["新建 Microsoft Excel 工作表(2).xlsx"]["created"] is True
    assert rows["新建 Microsoft Excel 工作表(2).xlsx"]["unit"] == VILLAGE
    assert "没有写是哪个单位的" in rows["村干部电话.xlsx"]["detail"]
    assert rows["说明.txt"]["error"] == "unreadable"
    assert len(rows) == 3


class WindowsName(zipfile.ZipInfo):
    """A name packed the way Windows packs it: in GBK, without saying so."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 - the standard library's name
        return self.filename.encode("gbk"), self.flag_bits & ~0x800


def test_a_zip_from_windows_keeps_its_chinese_names(command: Command, workbook: Path, tmp_path: Path) -> None:
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr(WindowsName("收来的/石槽集村.xlsx"), workbook.read_bytes())
    line = (
        "plan",
        "upload-all",
        str(path),
        "--under",
        TOWNSHIP,
        "--kind",
        "flood",
        "--as",
        "yingjiban",
        "--json",
    )
    rows = json.loads(command(*line).out)["rows"]
    assert [(row["file"], row["unit"]) for row in rows] == [("石槽集村.xlsx", VILLAGE)]


def own_table() -> bytes:
    """What a village keeps: a title over the table, own words for the columns."""
    book = Workbook()
    ws = book.active
    ws.append(["2026年村干部电话表"])
    ws.append(["序号", "姓名", "现任职务", "手机号"])
    ws.append([1, "赵小明", "村支部书记", 13800000001])
    ws.append([2, "钱小红", "文书", "13800000002"])
    ws.merge_cells("A1:D1")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_own_tables_are_read_once_they_are_confirmed(
    command: Command, registry: Registry, tmp_path: Path
) -> None:
    registry.upload()
    document, path = registry.document(), tmp_path / "台账.xlsx"
    book = Workbook()
    book.active.title = "名单"
    book.active.append(("户主姓名", "家庭住址", "共几人"))
    for house in document["evacuation"]["subjects"]:
        book.active.append((house["household_head"], "新址", house["people"]))
    book.save(path)
    asked = upload(command, path)
    assert asked.code == 1 and "C 列「共几人」→ 不用" in asked.out and "--confirm-tables" in asked.out
    assert "应写成" in upload(command, path, "--column", "名单C=人数").out
    done = upload(command, path, "--column", "名单!C=人数", "--confirm-tables")
    assert json.loads(done.out)["number"] == 2
