"""Taking over a division list."""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime

from yingji.access.rights import Actor, demand
from yingji.clock import BEGINNING
from yingji.db import Writing
from yingji.ledger.actions import record
from yingji.units.actions.writes import Act
from yingji.units.importing import Entry, ImportPlan, plan_import
from yingji.units.listing import invalid, parse
from yingji.units.matching import Key
from yingji.units.outcome import ImportResult, concerned, new_places, result_of, touches_of
from yingji.units.queries import find_unit, register
from yingji.units.tables import unit_name
from yingji.units.timeline import Timeline


def import_units(
    w: Writing,
    actor: Actor,
    at: datetime,
    today: date,
    data: bytes,
    *,
    from_day: date | None = None,
    complete_under: str | None = None,
    accept: bool = False,
    dry_run: bool = False,
) -> ImportResult:
    """Take over a division list. Nothing is ended by it, and nothing doubtful is done without ``accept``.

    Without ``from_day`` changes hold from ``today``; new units from the beginning of time where none
    of their kind was known under that parent. The same list twice changes nothing and leaves no entry.
    """
    listing = parse(data)
    act = Act(w, actor, at, from_day or today, f"导入区划名单 {hashlib.sha256(data).hexdigest()[:12]}")
    top = find_unit(w, complete_under, act.day) if complete_under else None
    known, places = register(w)
    plan = plan_import(known, listing.rows, act.day, complete_under=top.id if top else None, accept=accept)
    if plan.problems:
        raise invalid(plan.problems)
    for path in sorted(concerned(plan, places)):
        demand(actor, "unit.import", path)
    if not (dry_run or plan.is_empty):
        _carry_out(act, plan, places, from_day or BEGINNING)
    return result_of(plan, listing.notes, dry_run=dry_run)


def _carry_out(act: Act, plan: ImportPlan, places: dict[int, Timeline], first_day: date) -> None:
    ids = act.new_ids([entry.row.key for entry in plan.added])
    made = new_places(plan.added, ids, places, first_day=first_day, later_day=act.day)
    rows = {ids[entry.row.key]: entry.row for entry in plan.added}
    act.place(made)
    act.w.add_all(
        unit_name,
        [act.name_row(key, row.code, row.name, made[key][0].from_day) for key, row in rows.items()],
    )
    places |= made
    changed = {key for entry in plan.changed for key in _apply(act, entry, ids, places)}
    touched = {key: places[key][-1].path for key in made.keys() | changed}
    counts = {
        "added": len(plan.added),
        "changed": len(plan.changed),
        "unclear": len(plan.unclear),
        "gone": len(plan.gone),
    }
    record(
        act.w,
        chain="site",
        actor=act.actor.login,
        at=act.at,
        act="unit.import",
        touches=touches_of(touched),
        detail={**counts, "from_day": act.day.isoformat(), "order_doc": act.order_doc},
    )


def _apply(act: Act, entry: Entry, ids: Mapping[Key, int], places: Mapping[int, Timeline]) -> set[int]:
    """Change one known unit as its row says; an attachment holds from the unit's own beginning.

    Returns the units touched.
    """
    known, parent, how = entry.unit, entry.parent, {*entry.how}
    assert known is not None  # noqa: S101 - only known units are changed
    parent_id = ids[parent] if isinstance(parent, tuple) else parent
    touched = {known.id}
    if parent_id is not None and {"moved", "attached"} & how:
        day = known.since if "attached" in how else act.day
        touched |= act.reroot(known.id, parent_id, max(day, places[parent_id][0].from_day))
    if {"renamed", "recoded"} & how:
        act.name(known.id, entry.row.code, entry.row.name)
    for done, word in (("renamed", "rename"), ("recoded", "recode"), ("moved", "move")):
        if done in how:
            act.note(known.id, word)
    return touched
