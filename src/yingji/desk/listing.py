"""Plans in a list, by place, kind, state and name."""

from collections.abc import Mapping, Sequence
from datetime import date

from yingji.access.rights import Actor, visible
from yingji.db import Reading
from yingji.desk.answers import PlanLine
from yingji.desk.folder import pick
from yingji.lifecycle.history import LABELS, shown_state
from yingji.lifecycle.queries import Dossier, dossiers
from yingji.plans.queries import Plan, kinds, plans_of, plans_titled
from yingji.units.queries import Unit, units_under


def list_plans(
    r: Reading,
    actor: Actor,
    *,
    under: Unit,
    on: date,
    kind: str | None = None,
    state: str | None = None,
    q: str = "",
) -> tuple[PlanLine, ...]:
    """Plans under a place within the actor's sight: the version in force, else the newest."""
    wanted = q.strip()
    lines = plan_lines(r, placed_plans(r, actor, under=under, on=on, kind=kind, q=wanted), on)
    return tuple(
        line
        for line in lines
        if state in {None, line.state} and (wanted in line.title or wanted in line.unit_name)
    )


def placed_plans(
    r: Reading, actor: Actor, *, under: Unit, on: date, kind: str | None = None, q: str = ""
) -> tuple[tuple[Unit, Plan], ...]:
    """The plans with a version under a place within the actor's sight, by the code of their unit and kind.

    ``q``: those alone whose unit, or any version of which, is called so.
    """
    scope = visible(actor)
    units = {u.id: u for u in units_under(r, under.id, on) if scope.covers(u.path)}
    titled = plans_titled(r, q) if q else frozenset[int]()
    found = [
        (units[plan.unit_id], plan)
        for plan in plans_of(r, list(units), is_begun=True)
        if kind in {None, plan.kind} and (plan.id in titled or q in units[plan.unit_id].name)
    ]
    return tuple(sorted(found, key=lambda one: (one[0].code, one[1].kind)))


def plan_lines(r: Reading, found: Sequence[tuple[Unit, Plan]], on: date) -> tuple[PlanLine, ...]:
    """A line for each."""
    titles, files = kinds(r), dossiers(r, [plan.id for _, plan in found])
    return tuple(_plan_line(unit, plan.kind, titles, files[plan.id], on) for unit, plan in found)


def _plan_line(unit: Unit, kind: str, titles: Mapping[str, str], file: Dossier, on: date) -> PlanLine:
    version = pick(file, None, on)
    past = file.histories[version.id]
    state = shown_state(past, version.id, file.standing, on)
    return PlanLine(
        unit=unit.code,
        unit_name=unit.name,
        kind=kind,
        kind_title=titles[kind],
        title=version.title,
        number=version.number,
        edition_no=file.editions.get(version.id),
        state=state,
        state_label=LABELS[state],
        effective_on=past.effective_on,
        is_scan=not version.schema,
    )
