"""The nine villages of 石槽集乡 that the list of 2018 put under 东城街道: history stays, and nobody is missing by decree."""

import json
from datetime import date
from typing import Any

import pytest
from tests.making import SCAN, at

from yingji.access import actions as access
from yingji.access.queries import actor as actor_of
from yingji.access.rights import LOCAL
from yingji.clock import BEGINNING
from yingji.coverage import actions as coverage
from yingji.coverage.examine import Verdict
from yingji.coverage.queries import gather
from yingji.coverage.report import Asked, Report, as_json, groups_of, summarise
from yingji.db import Database
from yingji.desk import procedure
from yingji.units import actions as units
from yingji.units.data import shipped
from yingji.units.queries import find_unit

D = date
COUNTY, TOWNSHIP, STREET = "411624000000", "411624201000", "411624001000"
MOVED = {
    **{f"411624201{n}": f"411624001{n}" for n in range(212, 220)},
    "411624201233": "411624001220",
}
HAS_PLAN = ("411624201214", "411624201203", "411624201233")
"""董营, 范营 and 西寨: two that went and one that stayed."""
BEFORE, CHANGED = D(2018, 9, 30), D(2018, 10, 31)


@pytest.fixture
def county(database: Database) -> Database:
    """The 33 villages and the street, known since 2017; three of them hold a flood plan on paper."""
    start = at(D(2017, 1, 9))
    with database.writing() as w:
        units.import_units(w, LOCAL, start, start.date(), shipped("shicaoji_33"))
        line = f"code,name,level,parent\n{STREET},东城街道,4,{COUNTY}\n"
        units.import_units(w, LOCAL, start, start.date(), line.encode())
        place = find_unit(w, COUNTY, BEFORE)
        access.add_person(w, LOCAL, start, login="xianban", name="赵六", post="主任", path=place.path)
        access.give_role(
            w,
            LOCAL,
            start,
            login="xianban",
            role="office",
            unit_id=place.id,
            path=place.path,
            from_day=BEGINNING,
        )
        coverage.add_requirement(
            w,
            LOCAL,
            start,
            unit_kind="village",
            under=place,
            kind="flood",
            from_day=D(2017, 1, 1),
            basis="县应编清单",
            decided_by="沈丘县人民政府（示例）",
        )
    for code in HAS_PLAN:
        _record(database, code)
    return database


def _record(database: Database, code: str) -> None:
    with database.writing() as w:
        procedure.record_paper(
            w,
            actor_of(w, "xianban", D(2017, 6, 1)),
            at(D(2017, 6, 1)),
            unit=find_unit(w, code, D(2017, 6, 1)),
            kind="flood",
            prepared=None,
            scan=SCAN,
            fields={
                "signer_name": "张三",
                "signer_post": "村委会主任",
                "issued_on": "2017-05-10",
                "filed_on": "2017-05-20",
                "receipt_no": "沈应急备〔2017〕1号",
                "reason": "系统启用前已印发",
            },
        )


def transfer(database: Database) -> None:
    """The nine go, with new codes, as of the day of the list; entered in the next January."""
    with database.writing() as w:
        for old, new in MOVED.items():
            order: dict[str, Any] = {"from_day": CHANGED, "order_doc": "沈政文〔2018〕31号（示例）"}
            units.move(w, LOCAL, at(D(2019, 1, 10)), old, under=STREET, **order)
            units.recode(w, LOCAL, at(D(2019, 1, 10)), old, to=new, **order)


def report(database: Database, code: str, as_of: date, known_on: date | None = None) -> Report[Verdict]:
    with database.reading() as r:
        unit = find_unit(r, code, as_of, known_on)
        asked = Asked((unit.code, unit.name), as_of, known_on, D(2026, 5, 6), at())
        return summarise(gather(r, unit.id, as_of, known_on), asked)


def told(found: Report[Verdict]) -> str:
    return json.dumps(as_json(found, "township"), ensure_ascii=False)


def test_reports_of_days_before_are_the_same_bytes(county: Database) -> None:
    known = D(2018, 12, 31)
    asked = [(TOWNSHIP, BEFORE, known), (TOWNSHIP, D(2019, 6, 1), known), (COUNTY, BEFORE, known)]
    before = [told(report(county, *one)) for one in asked]
    as_it_stood = told(report(county, TOWNSHIP, BEFORE))
    transfer(county)
    assert [told(report(county, *one)) for one in asked] == before
    assert told(report(county, TOWNSHIP, BEFORE)) == as_it_stood


def test_the_nine_count_where_they_stand_and_lose_no_plan(county: Database) -> None:
    before = report(county, COUNTY, BEFORE)
    transfer(county)
    after = report(county, COUNTY, CHANGED)
    assert report(county, TOWNSHIP, BEFORE).totals.expected == 33
    assert report(county, TOWNSHIP, CHANGED).totals.expected == 24
    assert report(county, STREET, CHANGED).totals.expected == 9
    assert (
        (after.totals.expected, after.totals.have) == (before.totals.expected, before.totals.have) == (33, 3)
    )
    assert {v.unit.id for v in after.verdicts if v.is_had} == {v.unit.id for v in before.verdicts if v.is_had}
    groups = groups_of(after, "township")
    assert {key[0]: (t.expected, t.have) for key, t in groups.items()} == {TOWNSHIP: (24, 1), STREET: (9, 2)}


def test_moving_a_village_is_no_merger_and_founds_nothing(county: Database) -> None:
    transfer(county)
    found = report(county, STREET, D(2018, 11, 1))
    assert {finding.code for v in found.verdicts for finding in v.findings} & {"U1"} == set()
    missing = [v for v in found.verdicts if v.status == "missing"]
    assert {v.worst for v in missing} == {"red"}
    assert len(missing) == 7


def test_a_place_that_requires_nothing_misses_nothing(county: Database) -> None:
    with county.writing() as w:
        coverage.add_requirement(
            w,
            LOCAL,
            at(D(2017, 2, 1)),
            unit_kind="village",
            under=find_unit(w, TOWNSHIP, BEFORE),
            kind="fire",
            from_day=D(2017, 2, 1),
            basis="石槽集乡应编清单",
            decided_by="石槽集乡人民政府（示例）",
        )
    transfer(county)
    fire = [v for v in report(county, STREET, CHANGED).verdicts if v.kind == "fire"]
    assert fire == []
    assert len([v for v in report(county, TOWNSHIP, CHANGED).verdicts if v.kind == "fire"]) == 24
