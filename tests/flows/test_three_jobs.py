"""The three jobs end to end on the real township, by the command line alone: upload, audit, print."""

import json
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest
from tests.making import TOWNSHIP, VILLAGE, Command

from yingji.units.data import shipped

OTHER = "411624201201"
PEOPLE = {
    "wenshu": ("clerk", VILLAGE),
    "zhuren": ("head", VILLAGE),
    "linwenshu": ("clerk", OTHER),
    "shenhe": ("reviewer", TOWNSHIP),
    "xiangzhang": ("approver", TOWNSHIP),
    "yingjiban": ("office", TOWNSHIP),
}


def done(command: Command, *words: object) -> Any:
    """The JSON answer of a command that has to work."""
    answer = command(*words, "--json")
    assert (answer.code, answer.err) == (0, ""), words
    return answer.json


@pytest.fixture
def office(command: Command) -> Command:
    """The township set up from its list: units, what is expected, people."""
    Path("units.csv").write_bytes(shipped("shicaoji_33"))
    done(command, "unit", "import", "units.csv")
    decided = ("--from", "2025-01-01", "--decided-by", "石槽集乡人民政府")
    done(command, "require", "defaults", "--under", TOWNSHIP, *decided)
    for login, (role, code) in PEOPLE.items():
        done(command, "user", "add", login, "--name", f"示例{login}", "--role", role, "--scope", code)
    return command


def cell(command: Command, code: str = VILLAGE, kind: str = "flood") -> Any:
    cells = done(command, "coverage", "--under", TOWNSHIP)["cells"]
    (found,) = [one for one in cells if (one["unit"], one["kind"]) == (code, kind)]
    return found


def move(command: Command, name: str, login: str, *fields: str) -> Any:
    return done(command, "plan", "move", VILLAGE, "flood", name, "--as", login, *fields)


def text_of(path: Path) -> str:
    pages = pdfium.PdfDocument(path)
    return "".join(page.get_textpage().get_text_bounded() for page in pages).replace("\r\n", "")


def test_the_township_is_the_real_one(office: Command) -> None:
    listed = done(office, "unit", "list", "--under", TOWNSHIP)["units"]
    assert len([unit for unit in listed if unit["kind"] == "village"]) == 33
    again = done(office, "unit", "import", "units.csv")
    assert not any(again[name] for name in ("added", "renamed", "moved", "recoded"))


def test_at_first_everything_expected_is_missing(office: Command) -> None:
    told = done(office, "coverage", "--under", TOWNSHIP)
    totals = told["totals"]
    assert totals["expected"] == totals["cells"] == len(told["cells"]) > 33
    assert (totals["have"], totals["timely"], totals["usable"]) == (0, 0, 0)
    assert totals["by_status"]["missing"] == totals["cells"]
    assert sum(totals["by_status"].values()) == totals["cells"]


def test_a_plan_goes_the_whole_way_and_its_cell_with_it(office: Command, tmp_path: Path) -> None:
    assert office("plan", "example", VILLAGE, "flood", "-o", "plan.json").code == 0
    assert done(office, "plan", "check", "plan.json", "--unit", VILLAGE, "--kind", "flood")["valid"]
    assert cell(office)["status"] == "missing"

    uploaded = done(
        office, "plan", "upload", "plan.json", "--unit", VILLAGE, "--kind", "flood", "--as", "wenshu"
    )
    assert (uploaded["number"], uploaded["state"]) == (1, "draft")
    assert cell(office)["status"] == "drafting"
    move(office, "submit", "wenshu")
    assert cell(office)["status"] == "drafting"
    move(office, "pass", "shenhe", "--all-conform")
    assert cell(office)["status"] == "awaiting_approval"
    move(office, "approve", "zhuren", "signer_name=张三", "signer_post=村委会主任")
    assert cell(office)["status"] == "awaiting_approval"
    issued = move(office, "issue", "yingjiban", "drafting_note=按村情编制。")
    assert (issued["state"], issued["edition_no"], issued["digest"]) == ("issued", 1, uploaded["digest"])
    assert cell(office)["status"] == "current"
    assert cell(office, OTHER)["status"] == "missing"

    totals = done(office, "coverage", "--under", TOWNSHIP, "--kind", "flood")["totals"]
    assert (totals["have"], totals["timely"]) == (1, 1)
    assert office("plan", "print", VILLAGE, "flood", "-o", "plan.pdf").code == 0
    title = json.loads(Path("plan.json").read_text("utf-8"))["title"]
    assert title in text_of(tmp_path / "plan.pdf")
    assert done(office, "ledger", "verify")["broken"] == []


def test_filing_publishing_and_revoking_are_seen_the_same_day(office: Command) -> None:
    issue(office)
    move(office, "file", "yingjiban", "receipt_no=石应急备〔2026〕1号")
    move(office, "publish", "wenshu", "where=村务公开栏")
    move(office, "confirm", "zhuren", "note=逐项核对")
    dates = done(office, "plan", "show", VILLAGE, "flood")["dates"]
    assert {dates[f"{name}_on"] for name in ("filed", "published", "confirmed")} == {"2026-05-06"}
    move(office, "revoke", "zhuren", "reason=收回重编")
    assert cell(office)["status"] == "revoked"
    refused = office("plan", "print", VILLAGE, "flood", "-o", "revoked.pdf")
    assert refused.code == 3
    assert not Path("revoked.pdf").exists()


def test_a_declared_change_is_told_until_the_head_ends_it_by_name(office: Command) -> None:
    issue(office)
    refused = office("plan", "move", VILLAGE, "flood", "declare", "--as", "wenshu")
    assert refused.code != 0 and "村小学拆除重建" in refused.err
    assert move(office, "declare", "wenshu", "reason=校舍拆了", "raised_by=李四")["state"] == "issued"
    (finding,) = [one for one in cell(office)["findings"] if one["code"] == "O8"]
    assert finding["places"] == ["2026年5月6日李四：校舍拆了"]
    assert "自报需修订" in office("plan", "history", VILLAGE, "flood").out
    move(office, "confirm", "zhuren", "note=逐项核对", "clears=O8：校舍已修好")
    assert "O8" not in [one["code"] for one in cell(office)["findings"]]


def issue(command: Command) -> None:
    command("plan", "example", VILLAGE, "flood", "-o", "plan.json")
    done(command, "plan", "upload", "plan.json", "--unit", VILLAGE, "--kind", "flood", "--as", "wenshu")
    move(command, "submit", "wenshu")
    move(command, "pass", "shenhe", "--all-conform")
    move(command, "approve", "zhuren", "signer_name=张三", "signer_post=村委会主任")
    move(command, "issue", "yingjiban")


def test_a_second_edition_takes_over_on_its_day_and_the_first_can_still_be_printed(
    office: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    issue(office)
    document = json.loads(Path("plan.json").read_text("utf-8"))
    Path("second.json").write_text(
        json.dumps({**document, "training_text": "第二版的培训安排。"}, ensure_ascii=False), "utf-8"
    )
    done(office, "plan", "upload", "second.json", "--unit", VILLAGE, "--kind", "flood", "--as", "wenshu")
    move(office, "submit", "wenshu")
    move(office, "pass", "shenhe", "--all-conform")
    move(office, "approve", "zhuren", "signer_name=张三", "signer_post=村委会主任")
    move(office, "issue", "yingjiban", "effective_on=2026-06-01")
    assert done(office, "plan", "show", VILLAGE, "flood")["number"] == 1
    assert done(office, "plan", "show", VILLAGE, "flood", "--as-of", "2026-06-01")["number"] == 2
    monkeypatch.setenv("YINGJI_NOW", "2026-06-02T09:00:00+08:00")
    for name, words in (("now", ()), ("then", ("--as-of", "2026-05-31")), ("first", ("--version", "1"))):
        assert office("plan", "print", VILLAGE, "flood", "-o", f"{name}.pdf", *words).code == 0
    texts = {name: text_of(tmp_path / f"{name}.pdf") for name in ("now", "then", "first")}
    assert ["第二版的培训安排" in texts[name] for name in ("now", "then", "first")] == [True, False, False]
    assert "已被第 2 版替代" in texts["first"] or "被第2版替代" in texts["first"].replace(" ", "")
    (change,) = done(office, "plan", "diff", VILLAGE, "flood", "--from", "1")["changes"]
    assert change["path"] == "/training_text"


def test_the_print_is_the_same_bytes_whoever_asks_and_when(
    office: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    issue(office)
    assert office("plan", "print", VILLAGE, "flood", "-o", "one.pdf", "--as-of", "2026-05-06").code == 0
    monkeypatch.setenv("YINGJI_NOW", "2026-05-20T17:00:00+08:00")
    words = ("--as-of", "2026-05-06", "--as", "yingjiban")
    assert office("plan", "print", VILLAGE, "flood", "-o", "two.pdf", *words).code == 0
    assert Path("one.pdf").read_bytes() == Path("two.pdf").read_bytes()


def test_the_public_edition_names_no_household(office: Command, tmp_path: Path) -> None:
    issue(office)
    households = [
        subject["household_head"]
        for subject in json.loads(Path("plan.json").read_text("utf-8"))["evacuation"]["subjects"]
    ]
    for edition in ("full", "public"):
        words = ("-o", f"{edition}.pdf", "--edition", edition)
        assert office("plan", "print", VILLAGE, "flood", *words).code == 0
    full, public = (text_of(tmp_path / f"{edition}.pdf") for edition in ("full", "public"))
    assert households
    assert all(name in full for name in households)
    assert not any(name in public for name in households)
    refused = office("plan", "print", VILLAGE, "flood", "-o", "no.pdf", "--as", "linwenshu")
    assert refused.code == 3


def test_every_plan_in_force_is_printed_at_once(office: Command) -> None:
    issue(office)
    told = done(office, "plan", "print-all", "--under", TOWNSHIP, "--kind", "flood", "-o", "all")
    printed = [row["unit"] for row in told["rows"] if not row["error"]]
    assert printed == [VILLAGE]
    assert len(list(Path("all").glob("*.pdf"))) == 1
