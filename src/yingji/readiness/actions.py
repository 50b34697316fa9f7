"""Entering dated facts about readiness: contacts, drills, corrective items, shelters, the roster.

Every function checks the right and the day, writes, and leaves one ledger entry without personal
data; the same thing entered twice changes nothing.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import select

from yingji.access.rights import Actor, demand
from yingji.clock import day_of
from yingji.db import Reading, Writing
from yingji.errors import Conflict, NotFound, Usage
from yingji.ledger.actions import record
from yingji.lifecycle.queries import version_in_force
from yingji.plans.catalogue import load
from yingji.plans.facts import Contact, Facts
from yingji.plans.queries import check_kind, document_of, find_plan, versions_of
from yingji.plans.tables import plan
from yingji.readiness.amending import amended
from yingji.readiness.posts import person_of
from yingji.readiness.queries import (
    as_amended,
    closed_shelters,
    contact_checks,
    drills_of,
    facts_in_force,
    roster_of,
)
from yingji.readiness.tables import (
    amendment,
    contact_check,
    corrective_close,
    corrective_item,
    drill,
    roster,
    shelter_closure,
)
from yingji.units.queries import Unit, unit_by_id


def confirm_contacts(
    w: Writing,
    actor: Actor,
    at: datetime,
    *,
    unit: Unit,
    kind: str,
    on: date,
    by_name: str,
    contact_ids: Collection[str] = (),
) -> tuple[str, ...]:
    """Somebody rang the contacts of the plan in force (all, or those named) and reached them.

    Returns the ids newly confirmed. Raises ``NotFound`` (no such contact), ``Conflict`` (no plan in
    force, day ahead), ``Usage``, ``Forbidden``.
    """
    plan_id, facts = _in_force(w, actor, at, unit, kind, on)
    if not by_name.strip():
        raise Usage("请写明由谁核对，例如 --by 张三。")
    wanted = tuple(_contact(facts, key) for key in contact_ids) or tuple(c.id for c in facts.contacts)
    checks = {c.contact_id: c for c in contact_checks(w, plan_id, on)}
    fresh = tuple(
        key
        for key in dict.fromkeys(wanted)
        if key not in checks or (checks[key].outcome, checks[key].on_day) != ("confirmed", on)
    )
    if fresh:
        _check(w, at, plan_id, _named(facts, fresh), "confirmed", on, by_name)
        _enter(w, actor, at, "contact.confirm", unit, kind, on, contacts=len(fresh))
    return fresh


def fail_contact(
    w: Writing,
    actor: Actor,
    at: datetime,
    *,
    unit: Unit,
    kind: str,
    contact_id: str,
    on: date,
    by_name: str = "",
) -> bool:
    """A contact was reported invalid (办法35（四）); False when that is known already."""
    plan_id, facts = _in_force(w, actor, at, unit, kind, on)
    key = _contact(facts, contact_id)
    known = {c.contact_id: (c.outcome, c.on_day) for c in contact_checks(w, plan_id, on)}
    if known.get(key) == ("failed", on):
        return False
    _check(w, at, plan_id, _named(facts, (key,)), "failed", on, by_name)
    _enter(w, actor, at, "contact.fail", unit, kind, on, contact=key)
    return True


def amend_contact(
    w: Writing,
    actor: Actor,
    at: datetime,
    *,
    unit: Unit,
    kind: str,
    contact_id: str,
    values: Mapping[str, str],
    on: date,
    by_name: str,
) -> tuple[str, ...]:
    """A contact of the plan in force has another number, name or post from a day on; the approved text stands.

    Returns the fields that changed. The ledger names the fields and never the values. Raises
    ``NotFound``, ``Usage`` (a field only a revision may change), ``Invalid``, ``Conflict``, ``Forbidden``.
    """
    plan_id = _plan(w, actor, at, unit, kind, on)
    if not by_name.strip():
        raise Usage("请写明由谁更正，例如 --by 张三。")
    if not values:
        raise Usage("请写明更正什么，例如 phone=13800000001。")
    version_id = version_in_force(w, plan_id, on)
    row = next((v for v in versions_of(w, plan_id) if v.id == version_id), None)
    if row is None or not row.schema:
        raise NotFound(f"{unit.name}这一种预案在 {on} 没有可更正的现行文本。")
    document = as_amended(w, row.id, on, document_of(w, row.id, with_restricted=True)).document
    changes = amended(load().get(row.schema), document, contact_id, values)
    w.add_all(
        amendment,
        [
            {
                "plan_id": plan_id,
                "contact_id": contact_id,
                "field": name,
                "old": old,
                "new": new,
                "on_day": on,
                "by_name": by_name.strip(),
                "recorded_at": at,
            }
            for name, (old, new) in changes.items()
        ],
    )
    if changes:
        _enter(w, actor, at, "contact.amend", unit, kind, on, contact=contact_id, fields=sorted(changes))
    return tuple(changes)


def close_shelter(
    w: Writing, actor: Actor, at: datetime, *, unit: Unit, kind: str, shelter_id: str, on: date
) -> bool:
    """A shelter the plan relies on can no longer be used; False when that is known already."""
    plan_id, facts = _in_force(w, actor, at, unit, kind, on)
    names = {shelter.id: shelter.name for shelter in facts.shelters}
    if shelter_id not in names:
        raise NotFound(f"预案里没有编号为「{shelter_id}」的安置点。{_listed(names)}")
    if shelter_id in closed_shelters(w, plan_id, on):
        return False
    w.add(shelter_closure, plan_id=plan_id, shelter_id=shelter_id, on_day=on, recorded_at=at)
    _enter(w, actor, at, "shelter.close", unit, kind, on, shelter=shelter_id)
    return True


def add_drill(
    w: Writing, actor: Actor, at: datetime, *, unit: Unit, kind: str, on: date, findings: Sequence[str] = ()
) -> int:
    """A drill was held; each finding becomes a corrective item. Returns the drill's id."""
    plan_id = _plan(w, actor, at, unit, kind, on)
    contents = tuple(text.strip() for text in findings if text.strip())
    for held in drills_of(w, plan_id):
        if (held.on_day, tuple(item.content for item in held.items)) == (on, contents):
            return held.id
    drill_id: int = w.add(drill, plan_id=plan_id, on_day=on, recorded_at=at)
    w.add_all(
        corrective_item,
        [{"drill_id": drill_id, "content": content, "recorded_at": at} for content in contents],
    )
    _enter(w, actor, at, "drill.add", unit, kind, on, drill=drill_id, items=len(contents))
    return drill_id


def close_item(w: Writing, actor: Actor, at: datetime, *, item_id: int, on: date) -> bool:
    """A corrective item has been dealt with; False when it was closed before."""
    row = w.first(
        select(drill.c.on_day, plan.c.unit_id, plan.c.kind)
        .join(corrective_item, corrective_item.c.drill_id == drill.c.id)
        .join(plan, plan.c.id == drill.c.plan_id)
        .where(corrective_item.c.id == item_id)
    )
    if row is None:
        raise NotFound(f"没有编号为 {item_id} 的整改事项。可用 drill list 查看编号。")
    unit = unit_by_id(w, row.unit_id, day_of(at))
    _allow(actor, at, unit, on)
    if on < row.on_day:
        raise Conflict(f"{on} 早于演练日（{row.on_day}），请核对日期。", field="on")
    if w.first(select(corrective_close).where(corrective_close.c.item_id == item_id)):
        return False
    w.add(corrective_close, item_id=item_id, on_day=on, recorded_at=at)
    _enter(w, actor, at, "drill.close", unit, row.kind, on, item=item_id)
    return True


def set_roster(
    w: Writing, actor: Actor, at: datetime, *, unit: Unit, post: str, name: str, from_day: date
) -> bool:
    """Somebody holds a post of the unit from a day on; False when that is what is known already."""
    _allow(actor, at, unit, from_day)
    post, name = post.strip(), name.strip()
    if not post or not name:
        raise Usage(
            "请写明职务和姓名，例如 roster set 411624201201 主要负责人 张三 --from 2026-05-01。", field="name"
        )
    held = {holder.post: (holder.name, holder.from_day) for holder in roster_of(w, unit.id, from_day)}
    if held.get(post) == (name, from_day):
        return False
    w.add(roster, unit_id=unit.id, post=post, name=name, from_day=from_day, recorded_at=at)
    _enter(w, actor, at, "roster.set", unit, None, from_day, post=post)
    return True


def _in_force(w: Writing, actor: Actor, at: datetime, unit: Unit, kind: str, on: date) -> tuple[int, Facts]:
    plan_id = _plan(w, actor, at, unit, kind, on)
    facts = facts_in_force(w, plan_id, on)
    if facts is None:
        raise Conflict(f"{unit.name}这一种预案在 {on} 没有现行版本，没有可核对的内容。")
    return plan_id, facts


def _plan(w: Reading, actor: Actor, at: datetime, unit: Unit, kind: str, on: date) -> int:
    title = check_kind(w, kind)
    _allow(actor, at, unit, on)
    found = find_plan(w, unit.id, kind)
    if found is None:
        raise NotFound(f"{unit.name}还没有{title}。请先上传或补录。")
    return found.id


def _allow(actor: Actor, at: datetime, unit: Unit, on: date) -> None:
    demand(actor, "readiness.record", unit.path, is_township=unit.kind == "township")
    if on > day_of(at):
        raise Conflict(f"{on} 在今天（{day_of(at)}）之后，事情还没有发生，不能登记。", field="on")


def _contact(facts: Facts, key: str) -> str:
    names = {contact.id: contact.name for contact in facts.contacts}
    if key in names:
        return key
    raise NotFound(f"预案通讯录里没有编号为「{key}」的人。{_listed(names)}")


def _named(facts: Facts, keys: Collection[str]) -> list[Contact]:
    return [contact for contact in facts.contacts if contact.id in keys]


def _listed(names: dict[str, str]) -> str:
    listing = "、".join(f"{key}（{name}）" for key, name in names.items())
    return f"现有：{listing or '无'}。"


def _check(
    w: Writing, at: datetime, plan_id: int, people: Iterable[Contact], outcome: str, on: date, by_name: str
) -> None:
    w.add_all(
        contact_check,
        [
            {
                "plan_id": plan_id,
                "contact_id": one.id,
                "person": person_of(one.name, one.phone),
                "outcome": outcome,
                "on_day": on,
                "by_name": by_name.strip(),
                "recorded_at": at,
            }
            for one in people
        ],
    )


def _enter(
    w: Writing,
    actor: Actor,
    at: datetime,
    act: str,
    unit: Unit,
    kind: str | None,
    on: date,
    **detail: object,
) -> None:
    record(
        w,
        chain=unit.chain,
        actor=actor.login,
        at=at,
        act=act,
        unit_id=unit.id,
        kind=kind,
        touches=[f"cell:{unit.id}/{kind}" if kind else f"unit:{unit.id}"],
        detail={"on": on.isoformat(), **detail},
    )
