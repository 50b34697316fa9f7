"""The same question five years later, on a restored copy in which life went on: the same bytes."""

import json
from datetime import date
from pathlib import Path

import pytest
from tests.coverage.test_keeping import require, tick
from tests.making import OTHER, TODAY, TOWNSHIP, VILLAGE, Command, Registry, at, make_command

from yingji.access.rights import LOCAL
from yingji.archive.actions import backup, restore
from yingji.basis import actions as basis
from yingji.db import Database
from yingji.units import actions as units

LATER = date(2031, 5, 6)
FACES = ("json", "csv", "xlsx", "pdf")


def ask(command: Command, folder: Path) -> dict[str, bytes]:
    """The township on the evening of 6 May 2026 as known then, in every form; JSON without when it was computed."""
    folder.mkdir()
    asked = ("coverage", "--under", TOWNSHIP, "--as-of", TODAY, "--known-on", TODAY)
    for face in FACES:
        answer = command(*asked, "--format", face, "-o", folder / f"report.{face}")
        assert answer.code == 0, answer.err
    found = {face: (folder / f"report.{face}").read_bytes() for face in FACES}
    told = json.loads(found["json"])
    assert told.pop("computed_at")
    return {**found, "json": json.dumps(told).encode()}


def live_on(registry: Registry) -> None:
    """Five years: an entry about back then, a new plan, another name, a merger, another cycle."""
    registry.record(code=OTHER, login="linwenshu", day=date(2026, 6, 1))
    registry.issue(day=date(2028, 3, 1), title="石槽集村防汛应急预案（2028年版）")
    with registry.database.writing() as w:
        units.rename(
            w,
            LOCAL,
            at(date(2027, 2, 1)),
            VILLAGE,
            name="新槽村民委员会",
            from_day=date(2026, 1, 1),
            order_doc="石政〔2027〕2号",
        )
        units.merge(
            w,
            LOCAL,
            at(LATER),
            [OTHER],
            into=VILLAGE,
            from_day=date(2031, 5, 1),
            order_doc="石政〔2031〕8号",
        )
        basis.set_policy(
            w,
            LOCAL,
            at(date(2029, 1, 5)),
            key="evaluation_months",
            value="12",
            from_day=date(2026, 1, 1),
            decided_by="石槽集乡人民政府",
        )


def test_the_same_question_in_five_years_has_the_same_answer(
    registry: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    require(registry)
    require(registry, "fire")
    registry.issue(day=date(2026, 3, 2))
    tick(registry.database)
    then = ask(make_command(registry.database.url, monkeypatch, capsys), tmp_path / "then")
    backup(registry.database, tmp_path / "2026.zip", at())

    copy = Registry(Database(f"sqlite:///{tmp_path / 'copy.sqlite3'}"))
    restore(copy.database, tmp_path / "2026.zip")
    live_on(copy)
    tick(copy.database, LATER)
    command = make_command(copy.database.url, monkeypatch, capsys)
    monkeypatch.setenv("YINGJI_NOW", at(LATER).isoformat())
    assert ask(command, tmp_path / "later") == then
    asked_now = command("coverage", "--under", TOWNSHIP, "--as-of", TODAY, "--json").json
    assert asked_now["totals"] != json.loads(then["json"])["totals"]
    copy.database.close()
