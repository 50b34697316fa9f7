"""Reading what was done in a year at and below a place."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date

from sqlalchemy import select

from yingji.coverage.past import past_of
from yingji.coverage.queries import rows
from yingji.coverage.year import Deeds, deeds_of
from yingji.db import Reading
from yingji.plans.tables import plan
from yingji.readiness.tables import drill
from yingji.units.queries import Unit, units_by_ids, units_under


def deeds(
    r: Reading,
    unit: Unit,
    year: int,
    until: date,
    known_on: date | None = None,
    *,
    is_seen: Callable[[str], bool] = lambda _: True,
) -> Deeds:
    """What units at and below ``unit`` did with their plans in ``year`` up to ``until``.

    Units that were there at the year's beginning and ended within it count too; ``is_seen`` says of a
    unit's path whether the asker may see it.
    """
    at_end = units_under(r, unit.id, until, known_on)
    begun = units_under(r, unit.id, date(year, 1, 1), known_on)
    alive = {u.id for u in units_by_ids(r, {u.id for u in begun}, until, known_on)}
    counted = {u.id for u in (*at_end, *(u for u in begun if u.id not in alive)) if is_seen(u.path)}
    scope = rows.Scope(r, unit.path, until, known_on, None)
    plans = {plan_id: key[0] for key, plan_id in rows.plan_ids(scope).items() if key[0] in counted}
    acts, drilled = rows.acts(scope), _drills(scope)
    found = Deeds()
    for plan_id in plans:
        own = [act for act in acts.get(plan_id, ()) if act.on_day <= until]
        found += deeds_of(own, past_of(acts.get(plan_id, ()), until), drilled.get(plan_id, ()), year)
    return found


def _drills(scope: rows.Scope) -> dict[int, list[date]]:
    found: dict[int, list[date]] = defaultdict(list)
    statement = (
        select(drill.c.plan_id, drill.c.on_day)
        .join(plan, plan.c.id == drill.c.plan_id)
        .where(*scope.plans(), drill.c.on_day <= scope.as_of, *scope.known(drill))
    )
    for row in scope.r.rows(statement):
        found[row.plan_id].append(row.on_day)
    return found
