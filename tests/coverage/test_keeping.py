"""What is kept of today's verdicts: the same bytes as examined, whatever happened and however long nobody looked."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, update
from tests.making import COUNTY, OTHER, SCHOOL, TODAY, TOWNSHIP, VILLAGE, Command, Registry, at, make_command

from yingji.access.queries import actor as actor_of
from yingji.access.rights import LOCAL
from yingji.coverage import actions as coverage
from yingji.coverage.actions import catch_up, forget
from yingji.coverage.kept import KeptSheaf
from yingji.coverage.places import Reach, reach_of
from yingji.coverage.queries import check_kept, is_behind
from yingji.coverage.queries import rolled as rolled_queries
from yingji.coverage.report import Asked, Report, as_bytes
from yingji.coverage.sheet import as_xlsx
from yingji.coverage.table import as_csv, as_table
from yingji.coverage.tables import coverage_cell, coverage_count, coverage_told
from yingji.coverage.told import Told
from yingji.db import Database, Writing
from yingji.desk import audit, fill
from yingji.desk.handout import as_pdf
from yingji.ledger.queries import touches
from yingji.units import actions as units
from yingji.units.queries import find_unit

D = date


def require(
    registry: Registry,
    kind: str = "flood",
    unit_kind: str = "village",
    day: date = TODAY,
    under: str = TOWNSHIP,
) -> None:
    with registry.database.writing() as w:
        _require(w, kind, under, unit_kind, day)


def _require(w: Writing, kind: str, under: str, unit_kind: str = "village", day: date = TODAY) -> None:
    coverage.add_requirement(
        w,
        LOCAL,
        at(day),
        unit_kind=unit_kind,
        under=find_unit(w, under, day),
        kind=kind,
        from_day=D(2024, 1, 1),
        basis="《突发事件应急预案管理办法》第十五条",
        decided_by="石槽集乡人民政府",
    )


def tick(database: Database, today: date = TODAY) -> int:
    judged = 0
    while True:
        with database.writing() as w:
            done = catch_up(w, today, most=2)
        judged += done.judged
        if not done.left:
            return judged


def read(
    database: Database, code: str = TOWNSHIP, today: date = TODAY, kind: str | None = None
) -> Report[Told]:
    with database.reading() as r:
        unit = find_unit(r, code, today)
        found = audit.report(
            r, LOCAL, unit=unit, kind=kind, as_of=today, known_on=None, today=today, computed_at=at()
        )
        _ = as_bytes(found)
        return found


def examined(database: Database, code: str = TOWNSHIP, today: date = TODAY, kind: str | None = None) -> Any:
    with database.reading() as r:
        unit = find_unit(r, code, today)
        asked = Asked((unit.code, unit.name), today, None, today, at())
        return audit.examined(r, LOCAL, unit=unit, kind=kind, asked=asked)


def is_kept(found: Report[Told]) -> bool:
    return bool(found.sheaves) and all(isinstance(sheaf, KeptSheaf) for sheaf in found.sheaves)


@pytest.fixture
def kept(any_registry: Registry) -> Registry:
    """A township with a plan in force, an empty cell, and everything judged."""
    require(any_registry)
    require(any_registry, "comprehensive", "school")
    any_registry.issue(day=D(2026, 3, 2))
    tick(any_registry.database)
    return any_registry


def test_every_face_is_the_same_bytes_as_examined(kept: Registry) -> None:
    found, live = read(kept.database), examined(kept.database)
    assert is_kept(found)
    for face in (as_bytes, as_csv, as_table, as_xlsx, as_pdf):
        assert face(found) == face(live)
    assert found.worst_first()[0].line == live.worst_first()[0].line


@pytest.mark.parametrize(
    ("code", "kind"), [(VILLAGE, None), (COUNTY, "flood"), (SCHOOL, None), (COUNTY, None)]
)
def test_a_part_is_the_same_bytes_too(kept: Registry, code: str, kind: str | None) -> None:
    asked: dict[str, Any] = {"code": code, "kind": kind}
    assert as_bytes(read(kept.database, **asked)) == as_bytes(examined(kept.database, **asked))


def test_an_act_is_in_the_next_answer_and_the_tick_judges_its_township_alone(kept: Registry) -> None:
    kept.record("linwenshu", code=OTHER)
    found = read(kept.database)
    assert not is_kept(found)
    assert as_bytes(found) == as_bytes(examined(kept.database))
    assert tick(kept.database) == 1
    assert is_kept(read(kept.database))
    with kept.database.reading() as r:
        assert touches(r) == {}


def test_a_word_typed_without_an_entry_of_its_own_is_in_the_next_answer(registry: Registry) -> None:
    require(registry)
    document = registry.document()

    def keep(minutes: int, typed: dict[str, Any]) -> None:
        with registry.database.writing() as w:
            fill.keep(
                w,
                actor_of(w, "wenshu", TODAY),
                at() + timedelta(minutes=minutes),
                unit=find_unit(w, VILLAGE, TODAY),
                kind="flood",
                wheres=["/profile"],
                typed=typed,
            )

    keep(0, document)
    tick(registry.database)
    keep(1, {**document, "profile": {}})
    with registry.database.reading() as r:
        assert len(touches(r)) == 1
    assert as_bytes(read(registry.database)) == as_bytes(examined(registry.database))


def test_days_nobody_ticked_are_caught_up_at_once(kept: Registry) -> None:
    later = TODAY + timedelta(days=400)
    assert not is_kept(read(kept.database, today=later))
    assert as_bytes(read(kept.database, today=later)) == as_bytes(examined(kept.database, today=later))
    tick(kept.database, later)
    assert is_kept(read(kept.database, today=later))
    assert as_bytes(read(kept.database, today=later)) == as_bytes(examined(kept.database, today=later))


def test_a_clock_that_went_back_is_no_trouble(kept: Registry) -> None:
    earlier = D(2026, 4, 1)
    assert not is_kept(read(kept.database, today=earlier))
    tick(kept.database, earlier)
    assert is_kept(read(kept.database, today=earlier))
    assert as_bytes(read(kept.database, today=earlier)) == as_bytes(examined(kept.database, today=earlier))


def test_nothing_changes_by_itself_before_the_day_that_is_said(kept: Registry) -> None:
    """Every day of three years: kept bytes stay until ``changes_on``; ``recheck_on`` names the next change."""
    day, told = TODAY, {}
    for _ in range(12):
        tick(kept.database, day)
        found = read(kept.database, today=day)
        told[day] = found
        day += timedelta(days=97)
    for day, found in told.items():
        assert as_bytes(found) == as_bytes(examined(kept.database, today=day))


def test_a_unit_dated_ahead_comes_on_its_day(kept: Registry) -> None:
    ahead = TODAY + timedelta(days=10)
    with kept.database.writing() as w:
        units.rename(
            w, LOCAL, at(), VILLAGE, name="新槽村民委员会", from_day=ahead, order_doc="石政〔2026〕8号"
        )
    tick(kept.database)
    assert is_kept(read(kept.database, today=ahead - timedelta(days=1)))
    assert not is_kept(read(kept.database, today=ahead))
    assert "新槽村民委员会" in as_bytes(read(kept.database, today=ahead)).decode()
    tick(kept.database, ahead)
    assert is_kept(read(kept.database, today=ahead))


def test_a_new_township_is_seen_before_anybody_ticks(kept: Registry) -> None:
    with kept.database.writing() as w:
        county = find_unit(w, COUNTY, TODAY)
        coverage.add_requirement(
            w,
            LOCAL,
            at(),
            unit_kind="township",
            under=county,
            kind="flood",
            from_day=D(2024, 1, 1),
            basis="办法",
            decided_by="县政府",
        )
    tick(kept.database)
    with kept.database.writing() as w:
        units.add_unit(
            w,
            LOCAL,
            at(),
            code="411624202000",
            name="新乡",
            kind="township",
            under=COUNTY,
            from_day=TODAY,
            order_doc="示例",
        )
    assert "新乡" in as_bytes(read(kept.database, COUNTY)).decode()
    tick(kept.database)
    assert is_kept(read(kept.database, COUNTY))
    assert as_bytes(read(kept.database, COUNTY)) == as_bytes(examined(kept.database, COUNTY))


def test_only_what_the_person_may_see_is_told(kept: Registry) -> None:
    with kept.database.reading() as r:
        actor, unit = actor_of(r, "wenshu", TODAY), find_unit(r, TOWNSHIP, TODAY)
        found = audit.report(
            r, actor, unit=unit, kind=None, as_of=TODAY, known_on=None, today=TODAY, computed_at=at()
        )
    assert {verdict.unit.code for verdict in found.verdicts} == {VILLAGE}


def test_totals_of_children_add_up_and_are_todays_even_where_something_was_touched(kept: Registry) -> None:
    def rolled() -> audit.Rolled:
        with kept.database.reading() as r:
            return audit.rolled(r, LOCAL, find_unit(r, COUNTY, TODAY), today=TODAY, at=at())

    before = rolled()
    assert before.total == read(kept.database, COUNTY).totals == before.parts[0].totals
    kept.record(code=OTHER, login="linwenshu")
    assert rolled().total == examined(kept.database, COUNTY).totals != before.total
    tick(kept.database)
    assert rolled().total == examined(kept.database, COUNTY).totals


def test_totals_of_days_to_come_are_kept_already(kept: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    """Filing is late from 1 April 2026: nobody ticks, nobody judges, and the count is right on both days."""
    issued = D(2026, 3, 2)
    tick(kept.database, issued)
    monkeypatch.setattr(rolled_queries, "judged", None)

    def unfiled(day: date) -> int:
        with kept.database.reading() as r:
            found = audit.rolled(r, LOCAL, find_unit(r, COUNTY, day), today=day, at=at())
        return found.total.by_status["unfiled"]

    assert [unfiled(day) for day in (issued, D(2026, 3, 30), D(2026, 3, 31))] == [0, 0, 1]
    with kept.database.writing() as w:
        assert catch_up(w, D(2026, 3, 31), most=0).judged == 0
    assert unfiled(D(2026, 3, 31)) == 1
    with kept.database.writing() as w:
        catch_up(w, D(2026, 3, 30), most=0)
    assert unfiled(D(2026, 3, 30)) == 0


def test_a_touch_stored_late_under_a_lower_number_is_not_passed_over(kept: Registry) -> None:
    """On PostgreSQL two transactions may end in the other order than they took their numbers."""
    if kept.database.is_sqlite:
        require(kept, "fire", under=COUNTY)  # writers take turns: there is no other order
    else:
        with kept.database.writing() as slow:
            _require(slow, "fire", COUNTY)
            kept.move("file")
            assert tick(kept.database) == 1
    with kept.database.reading() as r:
        assert is_behind(r, TODAY)
    assert as_bytes(read(kept.database)) == as_bytes(examined(kept.database))
    tick(kept.database)
    assert as_bytes(read(kept.database)) == as_bytes(examined(kept.database))


def test_an_act_on_everything_hides_no_act_on_a_unit() -> None:
    assert reach_of(["basis:CN-1", "unit:5", "version:9"]) == Reach(frozenset({5}), frozenset({5}), True)


def test_everywhere_at_once(kept: Registry) -> None:
    with kept.database.reading() as r:
        everything = audit.rolled(r, LOCAL, None, today=TODAY, at=at())
    assert [part.name for part in everything.parts] == ["河南省"]
    assert everything.total == examined(kept.database, COUNTY).totals


@pytest.mark.parametrize("damage", ["cell", "told", "count"])
def test_a_check_finds_what_does_not_agree(kept: Registry, damage: str) -> None:
    with kept.database.reading() as r:
        assert check_kept(r, TODAY).differences == ()
    with kept.database.writing() as w:
        if damage == "cell":
            w.run(update(coverage_cell).values(status="current"))
        elif damage == "told":
            w.run(delete(coverage_told))
        else:
            w.run(update(coverage_count).values(usable=coverage_count.c.usable + 1))
    with kept.database.reading() as r:
        assert check_kept(r, TODAY).differences
    with kept.database.writing() as w:
        forget(w)
    tick(kept.database)
    with kept.database.reading() as r:
        assert check_kept(r, TODAY).differences == ()


@pytest.fixture
def command(kept: Registry, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    return make_command(kept.database.url, monkeypatch, capsys)


def test_the_commands_keep_check_and_make_anew(kept: Registry, command: Command) -> None:
    assert command("coverage", "tick").out.startswith("已更新到2026-05-06，重新核对了0处")
    assert "0处不同" in command("coverage", "rebuild", "--check").out
    with kept.database.writing() as w:
        w.run(update(coverage_cell).values(status="current"))
    found = command("coverage", "rebuild", "--check", "--json")
    assert found.code == 1
    assert found.json["differences"]
    assert command("coverage", "rebuild", "--json").json["places"] > 1
    assert command("coverage", "rebuild", "--check").code == 0
    assert command("coverage", "totals", "--json").json["parts"][0]["name"] == "河南省"
    assert command("coverage", "totals", "--under", COUNTY).out.splitlines()[-1].endswith("0")
    assert command("coverage").code == 2
