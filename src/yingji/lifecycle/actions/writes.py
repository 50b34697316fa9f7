"""What every act writes: the act, the projections of acts, one ledger entry."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, func, select, update

from yingji.access.rights import Actor, demand
from yingji.db import Writing
from yingji.errors import NotFound
from yingji.ledger.actions import record as record_entry
from yingji.lifecycle.history import standing_of
from yingji.lifecycle.queries import Dossier, acts_of, dossier
from yingji.lifecycle.tables import act, standing, version_state
from yingji.lifecycle.transitions import is_government
from yingji.plans import actions as plans
from yingji.plans.queries import Version, find_plan
from yingji.units.queries import Unit


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a move did. ``is_late``: entered more than ``backdate_days`` after the day it happened (补记)."""

    number: int
    edition_no: int | None
    move: str
    state: str
    digest: str
    on: date
    is_late: bool


def demand_over(actor: Actor, right: str, unit: Unit) -> None:
    """Raise ``Forbidden`` unless the actor holds ``right`` over the unit."""
    demand(actor, right, unit.path, is_township=is_government(unit))


def person_of(actor: Actor) -> int:
    """The id of a named actor."""
    assert actor.person_id is not None  # noqa: S101 - demand() lets no operator through to here
    return actor.person_id


def locked_dossier(w: Writing, unit: Unit, kind: str) -> Dossier:
    """The plan's dossier, locked; raises ``NotFound`` when nothing was uploaded."""
    plan = find_plan(w, unit.id, kind)
    file = dossier(w, plans.lock_plan(w, unit.id, kind)) if plan else None
    if file is None or not file.versions:
        raise NotFound(f"{unit.name}还没有这一种预案。请先上传，例如 yingji plan upload 预案.json。")
    return file


def write_act(
    w: Writing,
    actor: Actor,
    at: datetime,
    version: Version,
    move: str,
    day: date,
    fields: Mapping[str, Any],
) -> None:
    """Append one act to a version."""
    w.add(
        act,
        version_id=version.id,
        move=move,
        on_day=day,
        actor_id=person_of(actor),
        fields=json.dumps(fields, ensure_ascii=False, sort_keys=True),
        recorded_at=at,
    )


def set_state(w: Writing, version_id: int, state: str) -> None:
    """Bring the projected state up to date."""
    w.run(update(version_state).where(version_state.c.version_id == version_id).values(state=state))


def issue_edition(w: Writing, plan_id: int, version_id: int) -> int:
    """Count a version as issued; returns its edition number (版次)."""
    last = w.scalar(select(func.max(version_state.c.edition_no)).where(version_state.c.plan_id == plan_id))
    edition_no = int(last or 0) + 1
    w.run(
        update(version_state)
        .where(version_state.c.version_id == version_id)
        .values(state="issued", edition_no=edition_no)
    )
    return edition_no


def project_standing(w: Writing, plan_id: int) -> None:
    """Write the standing anew from all acts on the plan."""
    rows = standing_of(acts_of(w, [plan_id]))
    w.run(delete(standing).where(standing.c.plan_id == plan_id))
    w.add_all(
        standing, [{"plan_id": plan_id, "from_day": day, "version_id": version} for day, version in rows]
    )


def enter(
    w: Writing,
    actor: Actor,
    at: datetime,
    name: str,
    unit: Unit,
    kind: str,
    version: Version | None,
    detail: Mapping[str, object] | None = None,
) -> None:
    """One ledger entry naming the cell it touches."""
    about: dict[str, object] = {"number": version.number, "digest": version.digest} if version else {}
    record_entry(
        w,
        chain=unit.chain,
        actor=actor.login,
        at=at,
        act=name,
        unit_id=unit.id,
        kind=kind,
        touches=[f"cell:{unit.id}/{kind}"],
        detail={**about, **(detail or {})},
    )
