"""Villages merged, split, renamed, re-coded, moved and ended: what was reported stays, and nobody is missing by decree."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from tests.coverage.test_keeping import examined, read, require, tick
from tests.making import COUNTY, OTHER, TODAY, VILLAGE, Registry, at

from yingji.access.rights import LOCAL
from yingji.coverage.report import Report, as_bytes
from yingji.coverage.sheet import as_xlsx
from yingji.coverage.table import as_csv
from yingji.coverage.told import Told
from yingji.db import Writing
from yingji.desk import audit
from yingji.desk.handout import as_pdf
from yingji.units import actions as units
from yingji.units.actions import NewUnit
from yingji.units.queries import find_unit

BEFORE, ACT = date(2026, 4, 30), date(2026, 5, 4)
STREET, NEW = "411624001000", "411624201299"
GOES_ON = NewUnit(VILLAGE, "石槽集村民委员会")
BY_ORDER: dict[str, Any] = {"from_day": ACT, "order_doc": "石政〔2026〕8号"}
Act = Callable[[Writing], object]

ACTS: dict[str, tuple[Act, dict[str, str]]] = {
    "rename": (
        lambda w: units.rename(w, LOCAL, at(), VILLAGE, name="新槽村民委员会", **BY_ORDER),
        {VILLAGE: "unfiled", OTHER: "unfiled"},
    ),
    "recode": (
        lambda w: units.recode(w, LOCAL, at(), VILLAGE, to=NEW, **BY_ORDER),
        {NEW: "unfiled", OTHER: "unfiled"},
    ),
    "move": (
        lambda w: units.move(w, LOCAL, at(), VILLAGE, under=STREET, **BY_ORDER),
        {VILLAGE: "unfiled", OTHER: "unfiled"},
    ),
    "merge into one of them": (
        lambda w: units.merge(w, LOCAL, at(), [OTHER], into=VILLAGE, **BY_ORDER),
        {VILLAGE: "needs_revision"},
    ),
    "merge into a new one": (
        lambda w: units.merge(w, LOCAL, at(), [VILLAGE, OTHER], into=NewUnit(NEW, "新槽村"), **BY_ORDER),
        {NEW: "needs_revision"},
    ),
    "split, one goes on": (
        lambda w: units.split(w, LOCAL, at(), VILLAGE, parts=[GOES_ON, NewUnit(NEW, "新槽村")], **BY_ORDER),
        {VILLAGE: "needs_revision", NEW: "needs_revision", OTHER: "unfiled"},
    ),
    "end": (lambda w: units.end(w, LOCAL, at(), VILLAGE, **BY_ORDER), {OTHER: "unfiled"}),
}
"""What is entered on 6 May about 4 May, and what every village's flood plan is on the 6th."""


@pytest.fixture
def county(registry: Registry) -> Registry:
    """Two villages of a township with a plan each, a street beside it; the county asks for the plans."""
    with registry.database.writing() as w:
        started = at(date(2024, 2, 1))
        line = f"code,name,level,parent\n{STREET},东城街道,4,{COUNTY}\n"
        units.import_units(w, LOCAL, started, started.date(), line.encode())
    require(registry, under=COUNTY, day=date(2024, 2, 1))
    registry.issue(day=date(2026, 1, 10))
    registry.record(code=OTHER, login="linwenshu", day=date(2026, 1, 12))
    tick(registry.database, BEFORE)
    return registry


@pytest.mark.parametrize("name", ACTS)
def test_reports_of_days_before_are_the_same_bytes_and_nobody_is_missing(county: Registry, name: str) -> None:
    act, expected = ACTS[name]
    before = [faces(county, known_on) for known_on in (None, BEFORE)]
    with county.database.writing() as w:
        act(w)
    assert [faces(county, known_on) for known_on in (None, BEFORE)] == before
    tick(county.database)
    assert as_bytes(read(county.database, COUNTY)) == as_bytes(examined(county.database, COUNTY))
    assert statuses(read(county.database, COUNTY)) == expected
    eve = ask(county, date(2026, 5, 3), None)
    assert statuses(eve) == {VILLAGE: "unfiled", OTHER: "unfiled"}


@pytest.mark.parametrize("name", ACTS)
def test_what_was_known_before_the_act_was_entered_stays_known(county: Registry, name: str) -> None:
    """The act is of 4 May and entered on the 6th: the answer of the 5th about the 5th never changes."""
    known = date(2026, 5, 5)
    before = as_bytes(ask(county, known, known))
    with county.database.writing() as w:
        ACTS[name][0](w)
    assert as_bytes(ask(county, known, known)) == before
    assert as_bytes(ask(county, known, None)) != before


def ask(county: Registry, as_of: date, known_on: date | None) -> Report[Told]:
    with county.database.reading() as r:
        return audit.report(
            r,
            LOCAL,
            unit=find_unit(r, COUNTY, as_of, known_on),
            kind=None,
            as_of=as_of,
            known_on=known_on,
            today=TODAY,
            computed_at=at(),
        )


def faces(county: Registry, known_on: date | None) -> list[str | bytes]:
    found = ask(county, BEFORE, known_on)
    return [face(found) for face in (as_bytes, as_csv, as_xlsx, as_pdf)]


def statuses(found: Report[Told]) -> dict[str, str]:
    return {verdict.unit.code: verdict.status for verdict in found.verdicts}
