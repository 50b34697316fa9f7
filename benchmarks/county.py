"""A registry of any size for benchmarks: every village holds every kind, in force and cited, as in real life."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Table, select

from yingji.access import actions as access
from yingji.access.queries import actor as actor_of
from yingji.access.rights import LOCAL
from yingji.clock import BEGINNING, SHANGHAI
from yingji.coverage import actions as coverage
from yingji.db import Database, Writing
from yingji.desk import procedure, upload
from yingji.desk.example import example_for
from yingji.lifecycle.tables import act, standing, version_state
from yingji.migrations import upgrade
from yingji.plans.tables import plan, version, version_fact, version_text
from yingji.units import actions as units
from yingji.units.queries import Unit, find_unit, units_under

AT = datetime(2026, 6, 1, 9, tzinfo=SHANGHAI)
TODAY = AT.date()
COUNTY = "411624000000"
KINDS = (
    "comprehensive",
    "flood",
    "fire",
    "earthquake",
    "work_safety",
    "cold_wave",
    "drought",
    "relief",
)
ABOVE = ("410000000000,河南省,1,", "411600000000,周口市,2,410000000000")
LOGIN, PASSWORD_POST = "yingjiban", "应急办主任"
SIGNED = {
    "signer_name": "张三",
    "signer_post": "村委会主任",
    "issued_on": "2025-05-10",
    "reason": "系统启用前已印发",
}


@contextmanager
def county(villages: int, townships: int) -> Iterator[tuple[Database, Unit]]:
    """A temporary SQLite registry and the county in it."""
    with TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'county.sqlite3'}")
        yield database, fill(database, villages, townships)
        database.close()


def fill(database: Database, villages: int, townships: int) -> Unit:
    """Make an empty database a registry with that county, all its plans as they are after some years."""
    upgrade(database, AT, "benchmark")
    with database.writing() as w:
        place = _settle(w, villages, townships)
        _hold_plans(w, place)
    return place


def _settle(w: Writing, villages: int, townships: int) -> Unit:
    lines = ["code,name,level,parent", *ABOVE, f"{COUNTY},沈丘县,3,{ABOVE[-1][:12]}"]
    for order in range(villages):
        township = f"411624{200 + order % townships}000"
        if order < townships:
            lines.append(f"{township},示例{order + 1}乡,4,{COUNTY}")
        lines.append(f"{township[:9]}{200 + order // townships},示例{order + 1}村民委员会,5,{township}")
    units.import_units(w, LOCAL, AT, TODAY, "\n".join(lines).encode())
    place = find_unit(w, COUNTY, TODAY)
    for kind in KINDS:
        coverage.add_requirement(
            w,
            LOCAL,
            AT,
            unit_kind="village",
            under=place,
            kind=kind,
            from_day=date(2025, 1, 1),
            basis="办法第七条",
            decided_by="沈丘县人民政府（示例）",
        )
    access.add_person(w, LOCAL, AT, login=LOGIN, name="赵六", post=PASSWORD_POST, path=place.path)
    access.give_role(
        w,
        LOCAL,
        AT,
        login=LOGIN,
        role="office",
        unit_id=place.id,
        path=place.path,
        from_day=BEGINNING,
        until_day=None,
    )
    return place


def _hold_plans(w: Writing, place: Unit) -> None:
    """One plan of each kind is recorded for the first village; the rows of all others are its copies on other days."""
    first, *others = [u for u in units_under(w, place.id, TODAY) if u.kind == "village"]
    for kind in KINDS:
        data = json.dumps(example_for(w, first, kind, TODAY), ensure_ascii=False).encode()
        procedure.record_paper(
            w,
            actor_of(w, LOGIN, TODAY),
            AT,
            unit=first,
            kind=kind,
            prepared=upload.prepare(data, on=TODAY, unit=first, kind=kind),
            scan=None,
            fields=SIGNED,
        )
    for source in w.rows(select(plan)):
        _copy(w, source.id, source.kind, [unit.id for unit in others if (unit.id + source.id) % 10])


def _copy(w: Writing, plan_id: int, kind: str, unit_ids: list[int]) -> None:
    """The plan, for these units; a tenth has none."""
    w.add_all(plan, [{"unit_id": unit_id, "kind": kind} for unit_id in unit_ids])
    plans = {row.unit_id: row.id for row in w.rows(select(plan).where(plan.c.kind == kind))}
    (row,) = _rows(w, version, version.c.plan_id == plan_id)
    old = row.pop("id")
    copied = [row | {"plan_id": plans[key], "token": f"benchmark-{plans[key]}"} for key in unit_ids]
    w.add_all(version, copied)
    versions = {row.plan_id: row.id for row in w.rows(select(version.c.plan_id, version.c.id))}
    for table, where in (
        (version_text, version_text.c.version_id == old),
        (version_fact, version_fact.c.version_id == old),
        (act, act.c.version_id == old),
        (version_state, version_state.c.version_id == old),
        (standing, standing.c.plan_id == plan_id),
    ):
        found = _rows(w, table, where)
        w.add_all(table, [_of(one, plans[key], versions[plans[key]]) for key in unit_ids for one in found])


def _of(row: dict[str, Any], plan_id: int, version_id: int) -> dict[str, Any]:
    """The row for another plan, whose days are others."""
    days = timedelta(plan_id * 37 % 900)
    own = {name: value for name, value in row.items() if name != "id"}
    own |= {name: new for name, new in (("plan_id", plan_id), ("version_id", version_id)) if name in own}
    for name in {"on_day", "from_day"} & own.keys():
        own[name] -= days
    if "fields" in own:
        issued = date.fromisoformat(SIGNED["issued_on"])
        own["fields"] = own["fields"].replace(SIGNED["issued_on"], (issued - days).isoformat())
    return own


def _rows(w: Writing, table: Table, where: Any) -> list[dict[str, Any]]:
    return [dict(row._mapping) for row in w.rows(select(table).where(where))]
