"""Recording that somebody was reminded of a plan: who, how, on which day."""

from datetime import date, datetime

from yingji.access.rights import Actor, demand
from yingji.clock import day_of
from yingji.coverage.queries import reminders
from yingji.coverage.tables import WAYS, reminder
from yingji.db import Writing
from yingji.errors import Usage
from yingji.ledger.actions import record
from yingji.plans.queries import check_kind
from yingji.units.queries import Unit


def remind(
    w: Writing,
    actor: Actor,
    at: datetime,
    *,
    unit: Unit,
    kind: str,
    whom: str,
    way: str,
    on: date | None = None,
) -> int:
    """Record that ``whom`` was reminded; returns the row's id, the same one for the same day, person and way.

    Changes no status. Raises ``Usage`` (nobody named, unknown way or kind, a day to come), ``Forbidden``.
    """
    check_kind(w, kind)
    demand(actor, "reminder.add", unit.path)
    on, whom = on or day_of(at), whom.strip()
    if not whom:
        raise Usage("请写明提醒了谁，例如 李文书。")
    if way not in WAYS:
        raise Usage(f"没有「{way}」这种提醒方式。可用：{'、'.join(WAYS.values())}。")
    if on > day_of(at):
        raise Usage(f"提醒日期 {on} 还没有到，请核对。")
    for known in reminders(w, [unit.id]):
        if (known.kind, known.whom, known.way, known.on_day) == (kind, whom, way, on):
            return known.id
    row = {"unit_id": unit.id, "kind": kind, "whom": whom, "way": way, "on_day": on, "by_name": actor.name}
    reminder_id: int = w.add(reminder, **row, recorded_at=at)
    record(
        w,
        chain=unit.chain,
        actor=actor.login,
        at=at,
        act="reminder.add",
        unit_id=unit.id,
        kind=kind,
        detail={"reminder": reminder_id},
    )
    return reminder_id
