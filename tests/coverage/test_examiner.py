"""An examiner's cases: histories made by commands alone, verdicts worked out by hand from the written rules.

Each case is what was done, a day and a command on a line, and what must be told: a day (``known``: with what was entered by
then), whose plan, its status, how far the three numbers count it (none, have, timely, usable), its findings with
severity (``@``: since), ``due`` and ``recheck``. ``need`` and ``issue`` are short for the commands they make.
"""

import json
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.making import COUNTY, OTHER, SCHOOL, TOWNSHIP, VILLAGE, Answer, Command, Registry, make_command

NAMES = {"V": VILLAGE, "W": OTHER, "T": TOWNSHIP, "S": SCHOOL, "C": COUNTY}
LATER = "2031-01-01"
ORDER = "--order 沈政〔2026〕5号"
MARKED = "--by 王五 --reason 响应分级调整"
EXCUSED = "--reason 整村搬迁 --approver 石槽集乡人民政府"
DECIDED = "--decided-by 石槽集乡人民政府"
VILLAGES = f"--unit-kind village --under T --basis 乡工作方案 {DECIDED}"

CASES: dict[str, tuple[str, str]] = {
    "an exemption that is over starts the duty anew": (
        f"""
        2026-01-05 need V fire 2025-01-01
        2026-03-30 exempt add V fire --from 2026-04-01 --until 2026-06-30 {EXCUSED}
        """,
        """
        2026-03-31 V fire missing none M1:red@2025-01-01 recheck 2026-04-01
        2026-06-30 V fire exempt none recheck 2026-07-01
        2026-06-30 known 2026-03-29 V fire missing none M1:red recheck never
        2026-07-01 V fire missing none M1:red@2026-07-01 recheck never
        """,
    ),
    "a village founded after the requirement has lacked nothing before": (
        f"""
        2026-01-05 require add {VILLAGES} --kind relief --from 2025-01-01
        2026-03-02 unit add 411624201270 --name 新立村民委员会 --kind village --under T --from 2026-03-02 {ORDER}
        """,
        """
        2026-03-01 411624201270 relief -
        2026-04-01 411624201270 relief missing none M1:amber@2026-03-02 recheck 2026-04-02
        2026-04-02 411624201270 relief missing none M1:red@2026-03-02 recheck never
        """,
    ),
    "one requirement follows on another without a seam": (
        """
        2026-01-05 need V fire 2026-02-01 2026-04-30
        2026-01-05 need V fire 2026-05-01
        """,
        """
        2026-01-31 V fire -
        2026-04-30 V fire missing none M1:red@2026-02-01 recheck never
        2026-05-01 V fire missing none M1:red@2026-02-01 recheck never
        """,
    ),
    "two villages merge into a new one and live on their plans for 90 days": (
        f"""
        2026-01-05 require add {VILLAGES} --kind fire --from 2025-01-01
        2026-01-12 issue V fire
        2026-03-02 unit merge V W --into 411624201250=石槽新村民委员会 --from 2026-03-02 {ORDER}
        """,
        """
        2026-03-01 V fire current usable due 2029-01-12
        2026-03-02 V fire -
        2026-05-31 411624201250 fire needs_revision have U1:amber@2026-03-02 recheck 2026-06-01
        2026-06-01 411624201250 fire missing none M1:red@2026-06-01 recheck never
        """,
    ),
    "a new version answers what was told of contacts and shelters of the old one": (
        """
        2026-01-05 need V flood 2025-01-01
        2026-01-12 issue V flood
        2026-02-03 contact fail V flood c03 --on 2026-02-03
        2026-02-04 shelter close V flood a01 --on 2026-02-04
        2026-02-10 issue V flood -confirm -drill +command/contacts/2/phone=13800008888
        2026-02-16 contact confirm V flood --on 2026-02-16 --by 赵六 --key c03
        2026-02-20 issue V flood -confirm -drill +command/contacts/4/name=钱七
        2026-02-27 shelter close V flood a01 --on 2026-02-27
        """,
        """
        2026-02-09 V flood needs_revision have O4:amber@2026-02-03
        2026-02-10 V flood current timely due 2029-02-10
        2026-02-16 V flood current usable
        2026-02-20 V flood current timely
        2026-02-27 V flood needs_revision have O4:amber@2026-02-27
        """,
    ),
    "a plan that takes effect in summer is filed and made known from its issue in spring": (
        """
        2026-01-05 need V fire 2025-01-01
        2026-03-20 issue V fire -sign -file -publish -confirm -drill effective_on=2026-06-15
        """,
        """
        2026-03-19 V fire missing none M1:red
        2026-04-12 V fire awaiting_approval none M2:amber recheck 2026-04-13
        2026-04-20 V fire awaiting_approval none M2:amber D1:amber@2026-04-13 D2:amber recheck 2026-04-21
        2026-04-21 V fire awaiting_approval none M2:amber M5a:amber@2026-04-21 D1:red@2026-04-21 D2:red recheck 2026-06-15
        2026-06-15 V fire unfiled timely M5a:amber D1:red D2:red due 2029-03-20
        """,
    ),
    "who may sign is asked of the day of signing": (
        f"""
        2026-01-05 need V fire 2025-01-01
        2026-01-05 policy set signer_posts 党支部书记 --from 2026-01-01 {DECIDED}
        2026-01-12 issue V fire
        2026-02-05 policy set signer_posts 村委会主任 --from 2026-02-05 {DECIDED}
        """,
        """
        2026-02-04 V fire current usable M5b:red@2026-01-12
        2026-02-05 V fire current usable M5b:red@2026-01-12
        """,
    ),
}


@pytest.fixture
def act(
    registry: Registry, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Answer]:
    """``act(day, word …)``: one command on a day, which must be done."""
    command: Command = make_command(registry.database.url, monkeypatch, capsys)

    def call(day: str, *words: str) -> Answer:
        monkeypatch.setenv("YINGJI_NOW", f"{day}T09:00:00+08:00")
        answer: Answer = command(*(NAMES.get(word, word) for word in words))
        assert answer.code == 0, (day, words, answer)
        return answer

    return call


@pytest.mark.parametrize("name", CASES)
def test_the_verdict_is_the_one_worked_out_by_hand(
    name: str, act: Callable[..., Answer], tmp_path: Path
) -> None:
    done, told = CASES[name]
    for line in filter(None, map(str.strip, done.splitlines())):
        day, *words = shlex.split(line)
        do: Callable[..., None] = _SHORT.get(words[0], _plain)
        do(act, tmp_path, day, *words)
    for line in filter(None, map(str.strip, told.splitlines())):
        assert _told(act, line) == line


def _plain(act: Callable[..., Answer], _: Path, day: str, *words: str) -> None:
    act(day, *words)


def _need(act: Callable[..., Answer], _: Path, day: str, __: str, *row: str) -> None:
    """``need UNIT KIND FROM [UNTIL]``, decided by the township."""
    options = dict(zip(("--unit", "--kind", "--from", "--until"), row, strict=False))
    act(
        day,
        "require",
        "add",
        *(word for pair in options.items() for word in pair),
        "--basis",
        "方案",
        *DECIDED.split(),
    )


def _issue(
    act: Callable[..., Answer], folder: Path, day: str, _: str, code: str, kind: str, *words: str
) -> None:
    """``issue UNIT KIND [-WHAT …] [+PATH=VALUE …] [FIELD=VALUE …]``: from upload to drill in one day.

    ``-``: left out of note, sign, file, publish, confirm, drill; ``+``: changed in the example; then fields of the issue.
    """
    left, changed = [w[1:] for w in words if w[0] == "-"], [w[1:] for w in words if w[0] == "+"]
    fields = [w for w in words if w[0] not in "-+"]
    document = json.loads(act(day, "plan", "example", code, kind).out)
    for change in changed:
        key, _, value = change.partition("=")
        *path, last = key.split("/")
        place: Any = document
        for step in path:
            place = place[int(step) if step.isdigit() else step]
        place[int(last) if last.isdigit() else last] = json.loads(value) if value[0] in "[{" else value
    file = folder / "plan.json"
    file.write_text(json.dumps(document, ensure_ascii=False))
    number = act(
        day, "plan", "upload", str(file), "--unit", code, "--kind", kind, "--as", "yingjiban", "--json"
    ).json["number"]
    scan = folder / "scan.pdf"
    scan.write_bytes(b"%PDF-1.4\n%%EOF\n")
    move = ("plan", "move", code, kind)
    here = (code, kind, "--on", day)
    signed = ["signer_name=张三", "signer_post=村委会主任"]
    act(day, *move, "submit", "--as", "yingjiban")
    act(day, *move, "pass", "--all-conform", "--as", "shenhe")
    act(day, *move, "approve", *signed, "--as", "xiangzhang")
    act(
        day,
        *move,
        "issue",
        *([] if "note" in left else ["drafting_note=编制说明"]),
        *fields,
        "--as",
        "yingjiban",
    )
    after = {
        "sign": (
            "plan",
            "attach",
            code,
            kind,
            str(scan),
            "--type",
            "signed",
            "--version",
            str(number),
            "--as",
            "yingjiban",
        ),
        "file": (*move, "file", "receipt_no=1号", "--version", str(number), "--as", "yingjiban"),
        "publish": (*move, "publish", "where=公开栏", "--version", str(number), "--as", "yingjiban"),
        "confirm": ("contact", "confirm", *here, "--by", "赵六"),
        "drill": ("drill", "add", *here),
    }
    for what, words_of in after.items():
        if what not in left:
            act(day, *words_of)


_SHORT: dict[str, Callable[..., None]] = {"need": _need, "issue": _issue}


def _told(act: Callable[..., Answer], line: str) -> str:
    """What the command tells of the cell, with just the details the line asks for."""
    day, *rest = line.split()
    known = ["--known-on", rest[1]] if rest[0] == "known" else []
    code, kind, *said = rest[len(known) :]
    asked = act(LATER, "coverage", "--under", "C", "--kind", kind, "--as-of", day, *known, "--json").json
    start = " ".join(line.split()[: 3 + len(known)])
    cell = next((c for c in asked["cells"] if c["unit"] == NAMES.get(code, code)), None)
    if cell is None:
        return f"{start} -"
    reach = next((word for word in ("usable", "timely", "have") if cell[word]), "none")
    since = {word.partition(":")[0] for word in said if "@" in word}
    found = {
        f["code"]: f"{f['code']}:{f['severity']}" + (f"@{f['since']}" if f["code"] in since else "")
        for f in cell["findings"]
    }
    order = [word.partition(":")[0] for word in said]
    findings = sorted(found, key=lambda f: order.index(f) if f in order else -1)
    days = {"due": cell["due_on"], "recheck": cell["recheck_on"] or "never"}
    extra = [f"{word} {days[word]}" for word in said if word in days]
    return " ".join([start, cell["status"], reach, *(found[f] for f in findings), *extra])
