"""What a script can rely on: 0 done, 1 no, 2 usage, 3 refused, 4 unavailable; one JSON document on request."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from tests.making import NOW, OTHER, SCAN, TOWNSHIP, VILLAGE, Answer, Command, Registry

SIGNED = ("signer_name=张三", "signer_post=村委会主任")


@pytest.fixture
def plan(registry: Registry, tmp_path: Path) -> Path:
    """The file of a valid plan."""
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(registry.document(), ensure_ascii=False), "utf-8")
    return path


def upload(command: Command, plan: Path, *more: str, as_: str = "wenshu") -> Answer:
    return command("plan", "upload", plan, "--unit", VILLAGE, "--kind", "flood", "--as", as_, *more, "--json")


def move(command: Command, name: str, login: str, *more: str) -> Answer:
    return command("plan", "move", VILLAGE, "flood", name, "--as", login, *more, "--json")


def issue(command: Command, plan: Path) -> Answer:
    upload(command, plan)
    move(command, "submit", "wenshu")
    move(command, "pass", "shenhe", "--all-conform")
    move(command, "approve", "zhuren", *SIGNED)
    return move(command, "issue", "yingjiban")


# 0


def test_an_upload_answers_in_the_shape_of_the_contract(command: Command, plan: Path) -> None:
    answer = upload(command, plan)
    assert (answer.code, answer.err) == (0, "")
    told = answer.json
    assert set(told) >= {
        *("unit", "kind", "number", "digest", "state", "created", "kept", "tidied", "problems"),
    }
    assert (told["unit"], told["kind"], told["number"]) == (VILLAGE, "flood", 1)
    assert (told["state"], told["created"], told["kept"]) == ("draft", True, False)
    assert re.fullmatch("[0-9a-f]{64}", told["digest"])
    again = upload(command, plan)
    assert (again.code, again.json["created"], again.json["number"]) == (0, False, 1)


def test_a_rehearsed_upload_stores_nothing(command: Command, plan: Path) -> None:
    answer = upload(command, plan, "--dry-run")
    assert (answer.code, answer.json["created"], answer.json["number"]) == (0, False, None)
    assert command("plan", "show", VILLAGE, "flood").code == 3


def test_the_whole_way_shows_every_day(command: Command, plan: Path) -> None:
    assert issue(command, plan).json["edition_no"] == 1
    shown = command("plan", "show", VILLAGE, "flood", "--json").json
    assert set(shown) >= {"unit", "kind", "number", "edition_no", "state", "digest", "dates", "document"}
    assert (shown["state"], shown["edition_no"]) == ("in_force", 1)
    assert {shown["dates"][f"{name}_on"] for name in ("uploaded", "submitted", "passed", "issued")} == {
        NOW[:10]
    }
    assert shown["document"] == json.loads(plan.read_text("utf-8"))


def test_check_always_answers_valid_and_problems(command: Command, plan: Path, tmp_path: Path) -> None:
    good = command("plan", "check", plan, "--unit", VILLAGE, "--kind", "flood", "--json")
    assert (good.code, good.json["valid"]) == (0, True)
    document = json.loads(plan.read_text("utf-8"))
    del document["response"]
    (tmp_path / "wrong.json").write_text(json.dumps(document), "utf-8")
    wrong = command("plan", "check", tmp_path / "wrong.json", "--json")
    assert (wrong.code, wrong.json["valid"]) == (1, False)
    for problem in wrong.json["problems"]:
        assert set(problem) == {"path", "place", "message", "grade"}
        assert problem["grade"] in {"must", "should", "note"}
        assert problem["place"]
        assert problem["message"]
    (tmp_path / "broken.json").write_text("{")
    broken = command("plan", "check", tmp_path / "broken.json", "--json")
    (problem,) = broken.json["problems"]
    assert (broken.code, broken.json["valid"]) == (1, False)
    assert (problem["path"], problem["place"], problem["grade"]) == ("", "整个文件", "must")


READS = [
    ("unit", "list"),
    ("schema", "list"),
    ("schema", "check"),
    ("plan", "show", VILLAGE, "flood"),
    ("plan", "history", VILLAGE, "flood"),
    ("plan", "diff", VILLAGE, "flood"),
    ("coverage", "--under", TOWNSHIP),
    ("require", "list"),
    ("exempt", "list"),
    ("policy", "list"),
    ("basis", "list"),
    ("drill", "list", VILLAGE, "flood"),
    ("user", "list"),
    ("ledger", "verify"),
    ("db", "check"),
    ("db", "clear"),
]


@pytest.mark.parametrize("words", READS, ids=" ".join)
def test_what_reports_answers_one_json_document_or_chinese_lines(
    command: Command, plan: Path, words: tuple[str, ...]
) -> None:
    issue(command, plan)
    answer = command(*words, "--json")
    assert (answer.code, answer.err) == (0, "")
    assert isinstance(answer.json, dict)
    spoken = command(*words)
    assert (spoken.code, spoken.err) == (0, "")
    assert "Traceback" not in spoken.out


def test_help_is_no_failure(command: Command) -> None:
    for words in ((), ("plan",), ("plan", "upload")):
        assert command(*words, "--help").code == 0
    assert command("--version").out.startswith("应急 yingji ")


# 1


def test_must_problems_are_an_answer_of_no_and_name_their_places(command: Command, plan: Path) -> None:
    document = json.loads(plan.read_text("utf-8"))
    del document["response"]
    plan.write_text(json.dumps(document), "utf-8")
    answer = upload(command, plan)
    assert (answer.code, answer.err, answer.json["error"]) == (1, "", "invalid")
    assert any(problem["grade"] == "must" for problem in answer.json["problems"])
    spoken = command("plan", "upload", plan, "--unit", VILLAGE, "--kind", "flood", "--as", "wenshu")
    assert (spoken.code, spoken.out) == (1, "")
    assert "必须改" in spoken.err
    kept = upload(command, plan, "--keep")
    assert (kept.code, kept.json["kept"], kept.json["number"]) == (0, True, None)


def test_a_failing_checklist_is_an_answer_of_no(command: Command, plan: Path, tmp_path: Path) -> None:
    upload(command, plan)
    move(command, "submit", "wenshu")
    entries = [{"point": n, "verdict": "conforms"} for n in range(1, 6)]
    entries.append({"point": 6, "verdict": "fails", "revision": "重写第三部分"})
    (tmp_path / "list.json").write_text(json.dumps(entries), "utf-8")
    answer = move(command, "pass", "shenhe", "--checklist", str(tmp_path / "list.json"))
    assert (answer.code, answer.json["error"]) == (1, "invalid")
    (tmp_path / "list.json").write_text("[", "utf-8")
    broken = move(command, "pass", "shenhe", "--checklist", str(tmp_path / "list.json"))
    assert (broken.code, broken.json["error"]) == (1, "unreadable")


@pytest.mark.parametrize("expected", [False, True])
def test_coverage_under_the_bar_is_an_answer_of_no(command: Command, plan: Path, expected: bool) -> None:
    if expected:
        words = ("--kind", "flood", "--from", "2025-01-01", "--basis", "办法第七条", "--decided-by", "乡政府")
        assert command("require", "add", "--unit-kind", "village", "--under", TOWNSHIP, *words).code == 0
        issue(command, plan)
    answer = command("coverage", "--under", TOWNSHIP, "--fail-under", "80", "--json")
    assert answer.code == 1
    assert answer.json["totals"]["expected"] == (2 if expected else 0)
    assert ("1/2" if expected else "没有应编项") in answer.err
    assert command("coverage", "--under", TOWNSHIP, "--fail-under", "50").code == (0 if expected else 1)


def test_a_broken_chain_is_an_answer_of_no(command: Command, registry: Registry) -> None:
    with registry.database.writing() as w:
        w.run(text("DROP TRIGGER ledger_entry_no_update"))
        w.run(text("UPDATE ledger_entry SET actor = 'nobody' WHERE seq = 2 AND chain = 'site'"))
    answer = command("ledger", "verify", "--json")
    assert (answer.code, answer.json["error"]) == (1, "refusal")
    assert "site 第 2 条" in answer.json["detail"]
    assert command("db", "check").code == 1


def test_wrong_and_too_large_attachments_are_an_answer_of_no(
    command: Command, plan: Path, tmp_path: Path
) -> None:
    upload(command, plan)
    (tmp_path / "large.pdf").write_bytes(SCAN + bytes(31 * 1024 * 1024))
    (tmp_path / "program.pdf").write_bytes(b"MZ")
    for name, error in (("large.pdf", "too_large"), ("program.pdf", "wrong_type")):
        answer = command(
            "plan",
            "attach",
            VILLAGE,
            "flood",
            tmp_path / name,
            "--type",
            "signed",
            "--as",
            "wenshu",
            "--json",
        )
        assert (answer.code, answer.json["error"]) == (1, error)


# 3

REFUSED = {
    "unknown unit": ("plan show 999 flood", "not_found"),
    "unknown unit to upload for": ("plan upload plan.json --unit 999 --kind flood --as wenshu", "not_found"),
    "unknown person": (f"plan move {VILLAGE} flood submit --as nobody", "not_found"),
    "unknown version": (f"plan show {VILLAGE} flood --version 9", "not_found"),
    "unknown version to mark": (
        f"basis major {VILLAGE}/flood@9 --on 2026-01-01 --by a --reason b",
        "not_found",
    ),
    "unknown document to mark": ("basis major NOPE --on 2026-01-01 --by a --reason b", "not_found"),
    "no such plan": (f"plan history {OTHER} flood", "not_found"),
    "no such requirement": ("require end 77 --until 2026-01-01", "not_found"),
    "no such item": ("drill close 77 --on 2026-01-01", "not_found"),
    "another village's clerk": (
        f"plan upload plan.json --unit {VILLAGE} --kind flood --as linwenshu",
        "forbidden",
    ),
    "another village's clerk looking": (f"plan show {VILLAGE} flood --as linwenshu", "forbidden"),
    "a clerk approving": (f"plan move {VILLAGE} flood approve --as wenshu", "forbidden"),
    "a clerk adding people": (
        f"user add xinren --name 新人 --role clerk --scope {VILLAGE} --as wenshu",
        "forbidden",
    ),
    "nobody correcting": (f"plan correct {VILLAGE} flood --reason a doc_no=1", "forbidden"),
    "the wrong state": (f"plan move {VILLAGE} flood issue --as yingjiban", "conflict"),
    "a day ahead": (f"plan move {VILLAGE} flood submit --as wenshu --on 2026-05-07", "conflict"),
    "knowledge of a day ahead": (f"coverage --under {TOWNSHIP} --known-on 2026-05-07", "conflict"),
    "a day too early": (f"plan move {VILLAGE} flood submit --as wenshu --on 2026-05-05", "conflict"),
    "nothing in force to print": (f"plan print {VILLAGE} flood -o a.pdf", "conflict"),
    "nothing in force to ring": (f"contact confirm {VILLAGE} flood --on 2026-05-06 --by 张三", "conflict"),
    "a second reviewer": (f"user grant kankan --role reviewer --scope {TOWNSHIP}", "conflict"),
    "a login taken": (f"user add wenshu --name 新人 --role clerk --scope {VILLAGE}", "conflict"),
    "a stale digest": (f"plan move {VILLAGE} flood submit --as wenshu --digest {'0' * 64}", "stale"),
    "a stale base": (
        f"plan upload other.json --unit {VILLAGE} --kind flood --as wenshu --base {'0' * 64}",
        "stale",
    ),
    "a province's plan": ("plan example 410000000000 flood -o a.json", "not_found"),
}


@pytest.mark.parametrize("line, error", REFUSED.values(), ids=REFUSED)
def test_refusals_are_exit_three_with_their_reason(
    command: Command, plan: Path, monkeypatch: pytest.MonkeyPatch, line: str, error: str
) -> None:
    upload(command, plan)
    document = json.loads(plan.read_text("utf-8"))
    plan.with_name("other.json").write_text(json.dumps({**document, "training_text": "改"}), "utf-8")
    monkeypatch.chdir(plan.parent)
    spoken = command(*line.split())
    assert (spoken.code, spoken.out) == (3, "")
    assert re.search(r"[\u4e00-\u9fff]{3,}", spoken.err)
    if "example" not in line:
        told = command(*line.split(), "--json")
        assert (told.code, told.err, told.json["error"]) == (3, "", error)
        assert set(told.json) == {"error", "detail", "problems"}
    assert not list(plan.parent.glob("a.*"))


def test_a_stale_base_lists_what_differs(command: Command, plan: Path) -> None:
    base = upload(command, plan).json["digest"]
    document = json.loads(plan.read_text("utf-8"))
    plan.write_text(json.dumps({**document, "training_text": "他们的"}), "utf-8")
    upload(command, plan, as_="zhuren")
    plan.write_text(json.dumps({**document, "training_text": "我的"}), "utf-8")
    answer = upload(command, plan, "--base", base)
    (difference,) = answer.json["problems"]
    assert (answer.code, answer.json["error"]) == (3, "stale")
    assert set(difference) == {"path", "place", "yours", "theirs", "by", "at"}
    assert (difference["path"], difference["yours"], difference["theirs"]) == (
        "/training_text",
        "我的",
        "他们的",
    )
    spoken = command(
        "plan", "upload", plan, "--unit", VILLAGE, "--kind", "flood", "--as", "wenshu", "--base", base
    )
    assert difference["place"] in spoken.err


def test_a_former_code_still_finds_the_unit_and_the_answer_says_todays(command: Command, plan: Path) -> None:
    words = ("--from", "2026-01-01", "--order", "沈政〔2026〕1号")
    assert command("unit", "recode", VILLAGE, "--to", "411624201300", *words).code == 0
    assert upload(command, plan).json["unit"] == "411624201300"
    for code in (VILLAGE, "411624201300"):
        assert command("plan", "show", code, "flood", "--json").json["unit"] == "411624201300"


def test_a_name_two_units_answer_to_lists_both(command: Command) -> None:
    """A former code of one unit that is now another's: refused, both listed."""
    words = ("--from", "2026-01-01", "--order", "沈政〔2026〕1号")
    assert command("unit", "recode", VILLAGE, "--to", "411624201300", *words).code == 0
    assert command("unit", "list", "--under", VILLAGE).code == 0
    assert (
        command(
            "unit", "recode", OTHER, "--to", VILLAGE, "--from", "2026-03-01", "--order", "沈政〔2026〕2号"
        ).code
        == 0
    )
    answer = command("plan", "show", VILLAGE, "flood", "--json")
    assert (answer.code, answer.json["error"]) == (3, "conflict")
    assert "411624201300" in answer.json["detail"]
    assert VILLAGE in answer.json["detail"]


# 4


def test_without_a_database_everything_is_unavailable_and_nothing_is_made(
    command: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("YINGJI_DATABASE_URL", f"sqlite:///{tmp_path}/none.sqlite3")
    answer = command("unit", "list", "--json")
    assert (answer.code, answer.json["error"]) == (4, "unavailable")
    assert "db upgrade" in answer.json["detail"]
    assert not (tmp_path / "none.sqlite3").exists()


def test_a_server_that_does_not_answer_is_unavailable(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YINGJI_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    answer = command("unit", "list")
    assert (answer.code, answer.out) == (4, "")
    assert "数据库" in answer.err


def test_what_nobody_foresaw_is_told_without_its_innards(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError("innards")

    monkeypatch.setattr("yingji.cli.unit.all_units", fail)
    answer = command("unit", "list", "--json")
    assert (answer.code, answer.err, answer.json["error"]) == (4, "", "internal")
    assert "innards" not in answer.out
    monkeypatch.setenv("YINGJI_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        command("unit", "list")
