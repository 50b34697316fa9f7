"""Every kind of wrong usage: exit 2, one Chinese sentence that says what, where and how, nothing else."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from tests.making import TOWNSHIP, VILLAGE, Command, Registry

from yingji.cli import root
from yingji.cli.wording import ARGUMENTS

GOOD = f"plan upload plan.json --unit {VILLAGE} --kind flood --as wenshu"
MOVE = f"plan move {VILLAGE} flood"
REQUIRE = "require add --from 2026-01-01 --basis 办法第七条 --decided-by 乡政府"
POLICY = "--from 2026-01-01 --decided-by 乡政府"

WRONG = {
    # commands and options
    "no command": ("", "请写明要做什么"),
    "half a command": ("plan", "请写明要做什么"),
    "unknown command": ("plann", "没有「plann」这个命令"),
    "unknown command with a dot": ("3.5", "没有「3.5」这个命令"),
    "unknown subcommand": ("plan uplaod", "没有「uplaod」这个命令"),
    "unknown option": (f"{GOOD} --froce", "没有「--froce」这个选项"),
    "unknown short option": (f"{GOOD} -z", "没有「-z」这个选项"),
    "option without its value": (f"plan upload plan.json --unit {VILLAGE} --kind", "后面要写明内容"),
    "flag with a value": (f"{GOOD} --dry-run=yes", "后面不写内容"),
    "missing argument": ("plan upload", "缺少「文件」"),
    "missing option": (f"plan upload plan.json --unit {VILLAGE} --kind flood", "缺少「--as」（办理人账号）"),
    "extra argument": (f"{GOOD} second.json", "多写了内容：second.json"),
    # words that are not known
    "unknown plan kind to upload": (GOOD.replace("flood", "landslide"), "没有「landslide」这个预案种类"),
    "unknown plan kind to check": ("plan check plan.json --kind landslide", "没有「landslide」"),
    "unknown plan kind to show": (f"plan show {VILLAGE} landslide", "没有「landslide」"),
    "unknown plan kind to record": (
        f"plan record plan.json --unit {VILLAGE} --kind landslide --as wenshu signer_name=a",
        "没有「landslide」",
    ),
    "unknown plan kind to cover": (f"coverage --under {TOWNSHIP} --kind landslide", "没有「landslide」"),
    "unknown plan kind to require": (f"{REQUIRE} --unit {VILLAGE} --kind landslide", "没有「landslide」"),
    "unknown plan kind to exempt": (
        f"exempt add {VILLAGE} landslide --reason a --approver b --from 2026-01-01",
        "没有「landslide」",
    ),
    "unknown plan kind to drill": (f"drill add {VILLAGE} landslide --on 2026-01-01", "没有「landslide」"),
    "unknown move": (f"{MOVE} jump --as wenshu", "没有「jump」这个办理步骤"),
    "unknown field": (f"{MOVE} submit --as wenshu colour=red", "colour"),
    "unknown role": (f"user add xinren --name 新人 --role boss --scope {VILLAGE}", "没有「boss」这个角色"),
    "unknown role to grant": (f"user grant wenshu --role boss --scope {VILLAGE}", "没有「boss」这个角色"),
    "unknown edition": (f"plan print {VILLAGE} flood -o a.pdf --edition poster", "没有「poster」"),
    "unknown edition of many": (
        f"plan print-all --under {TOWNSHIP} --kind flood -o out --edition poster",
        "没有「poster」",
    ),
    "unknown policy key": (f"policy set evaluation_month 36 {POLICY}", "没有「evaluation_month」"),
    "unknown policy value": (f"policy set evaluation_months many {POLICY}", "不能是「many」"),
    "unknown unit kind": (f"{REQUIRE} --unit-kind hamlet --kind flood", "没有「hamlet」"),
    "unknown unit kind to add": (
        f"unit add x --name y --kind hamlet --under {TOWNSHIP} --from 2026-01-01 --order z",
        "没有「hamlet」",
    ),
    "unknown attachment": (f"plan attach {VILLAGE} flood plan.json --type seal --as wenshu", "没有「seal」"),
    "unknown format": (f"coverage --under {TOWNSHIP} --format pie", "可选"),
    # malformed days, numbers, codes
    "year of two figures": (f"coverage --under {TOWNSHIP} --year 26", "1900 到 2999"),
    "day with dots": (f"coverage --under {TOWNSHIP} --as-of 2024.3.9", "「2024.3.9」应写成 2024-03-09"),
    "day in Chinese": (f"coverage --under {TOWNSHIP} --as-of 2024年3月9日", "应写成 2024-03-09"),
    "number too large": (f"policy set evaluation_months 99999 {POLICY}", "到 9999 的整数"),
    "short day": (f"{MOVE} submit --as wenshu --on 2026-5-1", "应写成 2026-05-01"),
    "week for a day": (f"{MOVE} submit --as wenshu --on 2026-W18-1", "应写成 2026-05-01"),
    "day that is none": (f"plan show {VILLAGE} flood --as-of 2026-02-30", "应写成 2026-05-01"),
    "day beyond all plans": (f"coverage --under {TOWNSHIP} --as-of 9999-12-31", "1900 年到 2999 年"),
    "day in words": (f"coverage --under {TOWNSHIP} --known-on 昨天", "应写成 2026-05-01"),
    "full-width day": (f"coverage --under {TOWNSHIP} --as-of ２０２６-05-01", "应写成 2026-05-01"),
    "number that is none": (f"{MOVE} submit --as wenshu --version first", "应为数字"),
    "number no engine counts to": ("drill close 99999999999999999999 --on 2026-01-01", "应为数字"),
    "bar that is no number": (f"coverage --under {TOWNSHIP} --fail-under half", "应为数字"),
    "bar that is not a number": (f"coverage --under {TOWNSHIP} --fail-under nan", "0 到 100"),
    "bar over everything": (f"coverage --under {TOWNSHIP} --fail-under 101", "0 到 100"),
    "field without equals": (f"{MOVE} submit --as wenshu oops", "项目=内容"),
    "field without a name": (f"{MOVE} submit --as wenshu =5", "项目=内容"),
    "field of broken JSON": (f"{MOVE} return --as shenhe comments=[1", "括号和引号"),
    "malformed login": (f"user add 新人! --name 新人 --role clerk --scope {VILLAGE}", "不合规"),
    "malformed version": (f"basis major {VILLAGE}/flood@x --on 2026-01-01 --by a --reason b", "应写成"),
    "reversed days": (f"{REQUIRE} --unit {VILLAGE} --kind flood --until 2025-01-01", "早于"),
    "two kinds of places": (f"{REQUIRE} --unit {VILLAGE} --unit-kind village --kind flood", "其中之一"),
    "part without a name": (f"unit split {VILLAGE} --part x --from 2026-01-01 --order z", "代码=名称"),
    # files
    "no such file to upload": (GOOD.replace("plan.json", "nowhere.json"), "没有「nowhere.json」这个文件"),
    "a folder for a file": (GOOD.replace("plan.json", "."), "没有「.」这个文件"),
    "a name too long to be one": (GOOD.replace("plan.json", "x" * 300), "打不开"),
    "no such file to check": ("plan check nowhere.json", "没有「nowhere.json」"),
    "no such checklist": (f"{MOVE} pass --as shenhe --checklist nowhere.json", "没有「nowhere.json」"),
    "no such list": ("unit import nowhere.csv", "没有「nowhere.csv」"),
    "no such folder of plans": (
        f"plan upload-all nowhere --under {TOWNSHIP} --kind flood --as wenshu",
        "没有",
    ),
    "no such folder to write to": (f"plan example {VILLAGE} flood -o no/where.json", "没有「no」这个文件夹"),
    "a folder to write over": (f"plan example {VILLAGE} flood -o folder", "写不进去"),
    "a file in the folder's place": (
        f"plan print-all --under {TOWNSHIP} --kind flood -o plan.json",
        "文件夹",
    ),
    "nothing to record": (f"plan record --unit {VILLAGE} --kind flood --as wenshu", "--scan"),
}


@pytest.fixture
def there(registry: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder with a plan's file in it, and an uploaded plan."""
    registry.upload()
    (tmp_path / "plan.json").write_text("{}")
    (tmp_path / "folder").mkdir()
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("line, words", WRONG.values(), ids=WRONG)
@pytest.mark.usefixtures("there")
def test_wrong_usage_is_told_in_chinese(command: Command, line: str, words: str) -> None:
    answer = command(*line.split())
    assert (answer.code, answer.out) == (2, "")
    assert words in answer.err
    assert english_in(answer.err) == []


@pytest.mark.parametrize("line, words", WRONG.values(), ids=WRONG)
@pytest.mark.usefixtures("there")
def test_wrong_usage_is_told_in_json_to_scripts(command: Command, line: str, words: str) -> None:
    found, rest = named(line.split())
    if found is not None and not any("--json" in parameter.opts for parameter in found.params):
        return
    start = len(line.split()) - len(rest)
    answer = command(*line.split()[:start], "--json", *rest)
    assert (answer.code, answer.err) == (2, "")
    assert answer.json["error"] == "usage"
    assert words in answer.json["detail"] or found is None
    assert answer.json["problems"] == []


def named(words: list[str]) -> tuple[click.Command | None, list[str]]:
    """The command that the words name (None: none), and what is left of them."""
    found: click.Command | None = root
    rest = list(words)
    while isinstance(found, click.Group):
        found = found.get_command(click.Context(found), rest[0]) if rest else None
        rest = rest[1:] if found else rest
    return found, rest


def english_in(told: str) -> list[str]:
    """Words a clerk cannot be asked to read. What was typed comes back in 「」; names of things to type are fine."""
    rest = re.sub(r"「[^」]*」", "", told)
    rest = re.sub(r"用法见 yingji[\w -]* --help", "", rest)
    rest = re.sub(r"可用：[^。]*。", "", rest)
    rest = re.sub(
        r"可填：[^。]*。|可选[：\s][^。]*。|例如[：\s]?[^。]*。|应写成 [^。]*。|多写了内容：[^。]*。",
        "",
        rest,
    )
    rest = re.sub(r"--[a-z-]+|（[a-z_]+）|[a-z_]+（[^）]*）", "", rest)
    return [word for word in re.findall(r"[A-Za-z]{3,}", rest) if word not in {"JSON", "PDF", "CSV", "zip"}]


def test_misunderstood_json_is_found_wherever_it_stands(command: Command) -> None:
    for words in (
        ("coverage", "--format", "json", "--under", TOWNSHIP, "--as-of", "x"),
        ("coverage", "--under", TOWNSHIP, "--format=json", "--nope"),
        ("--nope", "--json"),
        ("plan", "show", "--json"),
    ):
        answer = command(*words)
        assert (answer.code, answer.err, answer.json["error"]) == (2, "", "usage")


def arguments(group: click.Group) -> Iterator[str]:
    for name in group.list_commands(click.Context(group)):
        command = group.get_command(click.Context(group), name)
        if isinstance(command, click.Group):
            yield from arguments(command)
        elif command is not None:
            yield from (p.name or "" for p in command.params if isinstance(p, click.Argument))


def test_every_argument_has_a_chinese_name() -> None:
    assert set(arguments(root)) <= set(ARGUMENTS)
    assert all(re.search(r"[\u4e00-\u9fff]", title) for title in ARGUMENTS.values())


@pytest.mark.parametrize("now", ["yesterday", "2026-05-06", "2026-05-06T09:00:00"])
def test_a_clock_set_wrongly_is_told(command: Command, monkeypatch: pytest.MonkeyPatch, now: str) -> None:
    monkeypatch.setenv("YINGJI_NOW", now)
    answer = command("schema", "list")
    assert answer.code == 2
    assert "2024-05-01T09:00:00+08:00" in answer.err


def test_an_address_that_is_none_is_told(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YINGJI_DATABASE_URL", "somewhere")
    answer = command("unit", "list")
    assert answer.code == 2
    assert "sqlite:///" in answer.err


def test_help_is_chinese_to_its_headings(command: Command) -> None:
    told = command("unit", "merge", "--help").out
    assert told.startswith("用法：") and "选项:" in told and "（必填）" in told and "显示这份说明" in told
    assert not [word for word in ("Usage", "Options", "Show this", "required") if word in told]


def options(group: click.Group, path: str = "") -> Iterator[tuple[str, click.Option]]:
    for name in group.list_commands(click.Context(group)):
        command = group.get_command(click.Context(group), name)
        if isinstance(command, click.Group):
            yield from options(command, f"{path} {name}")
        for parameter in command.params if command else ():
            if isinstance(parameter, click.Option):
                yield f"{path} {name} {parameter.opts[-1]}", parameter


def test_every_option_says_in_chinese_what_it_is_for() -> None:
    silent = [
        where for where, option in options(root) if not re.search(r"[\u4e00-\u9fff]", option.help or "")
    ]
    assert silent == []
