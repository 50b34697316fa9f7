"""Random histories: what is kept, what is examined and what is made anew agree on every day."""

import itertools
import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import make_url, select
from tests.coverage.test_keeping import examined, read, require, tick
from tests.making import COUNTY, OTHER, SCHOOL, TODAY, TOWNSHIP, VILLAGE, Registry, at, make_township

from yingji.access.queries import actor as actor_of
from yingji.access.rights import LOCAL
from yingji.basis import actions as basis
from yingji.coverage import actions as coverage
from yingji.coverage.actions import forget
from yingji.coverage.queries import check_kept
from yingji.coverage.report import as_bytes
from yingji.coverage.tables import coverage_count, coverage_told
from yingji.db import Database
from yingji.desk import audit
from yingji.errors import Fault
from yingji.readiness import actions as readiness
from yingji.units import actions as units
from yingji.units.queries import find_unit

Act = Callable[[Registry, date], object]


def _policy(key: str, value: str) -> Act:
    def act(registry: Registry, day: date) -> None:
        with registry.database.writing() as w:
            basis.set_policy(
                w, LOCAL, at(day), key=key, value=value, from_day=day + timedelta(days=3), decided_by="乡政府"
            )

    return act


def _unit(verb: Callable[..., object], *codes: Any, **fields: Any) -> Act:
    def act(registry: Registry, day: date) -> None:
        with registry.database.writing() as w:
            verb(w, LOCAL, at(day), *codes, from_day=day, order_doc="石政〔2026〕8号", **fields)

    return act


def _ready(verb: Callable[..., object], **fields: Any) -> Act:
    def act(registry: Registry, day: date) -> None:
        with registry.database.writing() as w:
            unit = find_unit(w, VILLAGE, day)
            verb(w, actor_of(w, "wenshu", day), at(day), unit=unit, kind="flood", on=day, **fields)

    return act


def _basis(registry: Registry, day: date) -> None:
    lines = f"id,issuer,kind,title,doc_no,issued_on,effective_on,supersedes,ended_on,certainty,note\nX-1,{COUNTY},flood,县防汛应急预案,沈政〔2026〕1号,{day},{day},,,verified,\n"
    with registry.database.writing() as w:
        basis.import_documents(w, LOCAL, at(day), lines.encode())
        basis.mark_major(w, LOCAL, at(day), on=day, by_name="张三", reason="响应分级调整", basis_id="X-1")


def _exempt(registry: Registry, day: date) -> None:
    with registry.database.writing() as w:
        unit = find_unit(w, OTHER, day)
        coverage.add_exemption(
            w,
            LOCAL,
            at(day),
            unit=unit,
            kind="flood",
            reason="搬迁",
            approver="张三",
            from_day=day,
            until_day=day + timedelta(days=40),
        )


def _next_door(registry: Registry, day: date) -> None:
    registry.upload("linwenshu", code=OTHER, day=day)
    for move, login in {
        "submit": "linwenshu",
        "pass": "shenhe",
        "approve": "xiangzhang",
        "issue": "yingjiban",
    }.items():
        registry.move(move, login, code=OTHER, day=day)


ACTS: dict[str, Act] = {
    "upload": lambda r, day: r.upload(day=day),
    "submit": lambda r, day: r.move("submit", day=day),
    "pass": lambda r, day: r.move("pass", day=day),
    "issue": lambda r, day: r.issue(day=day),
    "issue next door": _next_door,
    "issue above": lambda r, day: r.issue(TOWNSHIP, day=day),
    "file": lambda r, day: r.move("file", day=day),
    "confirm": lambda r, day: r.move("confirm", day=day),
    "declare": lambda r, day: r.move("declare", day=day),
    "revoke": lambda r, day: r.move("revoke", day=day),
    "scan": lambda r, day: r.record("linwenshu", code=OTHER, day=day),
    "drill": _ready(readiness.add_drill, findings=("喇叭听不清",)),
    "policy": _policy("evaluation_months", "12"),
    "other policy": _policy("drill_months", "6"),
    "basis": _basis,
    "exempt": _exempt,
    "rename": _unit(units.rename, VILLAGE, name="新槽村民委员会"),
    "recode": _unit(units.recode, VILLAGE, to="411624201299"),
    "merge": _unit(units.merge, [OTHER], into=VILLAGE),
    "end": _unit(units.end, SCHOOL),
    "require": lambda r, day: require(r, "fire", day=day),
    "tick": lambda r, day: tick(r.database, day),
}

HISTORIES = st.lists(
    st.tuples(st.sampled_from(sorted(ACTS)), st.sampled_from([0, 1, 20, 95, 400])), min_size=3, max_size=7
)
MANY = settings(
    max_examples=8,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.generate],
)
FEW = settings(MANY, max_examples=2)


def replay(registry: Registry, history: list[tuple[str, int]]) -> None:
    """Live it; on every day what is read is what is examined, and after a tick what is kept."""
    day = TODAY
    for name, days in history:
        day += timedelta(days=days)
        try:
            ACTS[name](registry, day)
        except Fault:
            continue  # what cannot be done on that day was not done
        _agrees(registry.database, day)
    for later in (0, 33, 800):
        on = day + timedelta(days=later)
        _agrees(registry.database, on)
        _adds_up(registry.database, on)
        tick(registry.database, on)
        _adds_up(registry.database, on + timedelta(days=40))
        with registry.database.reading() as r:
            checked = check_kept(r, on)
        assert (checked.differences, checked.late) == ((), 0)
    _agrees(registry.database, on, VILLAGE)
    _made_anew_is_the_same(registry.database, on)


def _agrees(database: Database, day: date, code: str = COUNTY) -> None:
    assert as_bytes(read(database, code, day)) == as_bytes(examined(database, code, day))


def _adds_up(database: Database, day: date) -> None:
    with database.reading() as r:
        county = find_unit(r, COUNTY, day)
        found = audit.rolled(r, LOCAL, county, today=day, at=at(day))
    assert found.total == examined(database, COUNTY, day).totals


def _made_anew_is_the_same(database: Database, day: date) -> None:
    def everything() -> list[Any]:
        with database.reading() as r:
            told = select(coverage_told).order_by(coverage_told.c.place_id)
            sums = (
                select(coverage_count)
                .where(coverage_count.c.cells != 0)
                .order_by(*coverage_count.primary_key)
            )
            return [[tuple(row) for row in r.rows(statement)] for statement in (told, sums)]

    before = everything()
    with database.writing() as w:
        forget(w)
    tick(database, day)
    assert everything() == before
    with database.reading() as r:
        assert check_kept(r, day).differences == ()


@pytest.fixture
def fresh(township_template: Path, tmp_path: Path) -> Callable[[], Registry]:
    """A new township for every example."""
    numbers = itertools.count()

    def make() -> Registry:
        path = tmp_path / f"{next(numbers)}.sqlite3"
        shutil.copyfile(township_template, path)
        return Registry(Database(f"sqlite:///{path}"))

    return make


@MANY
@given(HISTORIES)
def test_any_history_on_sqlite(fresh: Callable[[], Registry], history: list[tuple[str, int]]) -> None:
    registry = fresh()
    replay(registry, history)
    registry.database.close()


@FEW
@given(HISTORIES)
def test_any_history_on_postgresql(
    postgresql_template: tuple[str, str], history: list[tuple[str, int]]
) -> None:
    url, template = postgresql_template
    name = f"{template}_history"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        address = make_url(url).set(drivername="postgresql+psycopg", database=name)
        database = Database(address.render_as_string(hide_password=False))
        try:
            make_township(database)
            replay(Registry(database), history)
        finally:
            database.close()
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")
