"""Job two: audit coverage. Kept verdicts where they are current, else facts gathered and examined: one report, many faces."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any, TypeVar

from yingji.access.rights import Actor, demand, visible
from yingji.basis.policy import PolicyRow
from yingji.coverage import queries
from yingji.coverage.examine import Verdict
from yingji.coverage.places import ids_of
from yingji.coverage.report import Asked, Report, as_counts, as_json, summarise
from yingji.coverage.sheaf import Sheaf, sheaves
from yingji.coverage.table import as_csv, as_table
from yingji.coverage.told import Told
from yingji.coverage.totals import Totals, totals_of
from yingji.db import Reading
from yingji.errors import Conflict, Usage
from yingji.plans.queries import check_kind
from yingji.units.queries import Unit, children, served

T = TypeVar("T")


def report(
    r: Reading,
    actor: Actor,
    *,
    unit: Unit,
    kind: str | None,
    as_of: date,
    known_on: date | None,
    today: date,
    computed_at: datetime,
) -> Report[Told]:
    """The state of every required plan at and below ``unit`` that the actor may see.

    Today's is read where it is kept (decision 12); any other day is examined as it is asked for.
    Raises ``Forbidden`` when the actor sees nothing there, ``Usage`` for an unknown kind, ``Conflict`` for
    a ``known_on`` ahead: that answer would still change.
    """
    if known_on is not None and known_on > today:
        raise Conflict(
            f"{known_on} 在今天（{today}）之后，到那时登记了什么还不知道。只用哪一天以前登记的，请写今天或以前的日期。",
            field="known_on",
        )
    asked = Asked((unit.code, unit.name), as_of, known_on, today, computed_at)
    if as_of == today and known_on is None:
        if kind is not None:
            check_kind(r, kind)
        kept = queries.kept(r, unit, today)
        if kept is not None:
            seen = _seen_of(actor, unit, kept.sheaves, kind)
            return Report(asked, seen, kept.decisions, kept.ground)
    return examined(r, actor, unit=unit, kind=kind, asked=asked)


def _seen_of(
    actor: Actor, unit: Unit, kept: tuple[Sheaf[Told], ...], kind: str | None
) -> tuple[Sheaf[Told], ...]:
    if kind is None and visible(actor).covers_below(unit.path):
        return tuple(sheaf for sheaf in kept if sheaf.totals.cells)
    wanted = ((v.path, v) for sheaf in kept for v in sheaf.verdicts if kind in (None, v.kind))
    return sheaves(_seen(actor, unit, wanted))


def examined(r: Reading, actor: Actor, *, unit: Unit, kind: str | None, asked: Asked) -> Report[Verdict]:
    """The same worked out now, with all the facts at hand; raises like ``report``."""
    if kind is not None:
        check_kind(r, kind)
    cells = queries.gather(r, unit.id, asked.as_of, asked.known_on, kind)
    return summarise(_seen(actor, unit, [(cell.unit.path, cell) for cell in cells]), asked)


def _seen(actor: Actor, unit: Unit, placed: Iterable[tuple[str, T]]) -> tuple[T, ...]:
    scope = visible(actor)
    seen = tuple(cell for path, cell in placed if scope.covers(path))
    if not seen and not scope.covers(unit.path):
        demand(actor, "plan.read", unit.path)
    return seen


@dataclass(frozen=True, slots=True)
class Part:
    """A place directly below the one asked about, and the totals at and below it."""

    code: str
    name: str
    totals: Totals


@dataclass(frozen=True, slots=True)
class Rolled:
    """The totals of a place and, by code, of what lies directly below it; ``total`` adds its own cells to theirs."""

    total: Totals
    parts: tuple[Part, ...]

    @property
    def own(self) -> Totals:
        """What is the place's own."""
        return self.total - sum((part.totals for part in self.parts), Totals())


def rolled(
    r: Reading,
    actor: Actor,
    unit: Unit | None,
    *,
    today: date,
    at: datetime,
    kind: str | None = None,
    as_of: date | None = None,
    known_on: date | None = None,
) -> Rolled:
    """The totals of a place and below it (``unit`` None: of all there is), without any single cell.

    Today's of all kinds are read from what is counted already, where it is kept and the actor may see all of it;
    others are added up from the cells. Raises like ``report``.
    """
    on = as_of or today
    parts = children(r, unit.id if unit else None, on)
    keys = [*(part.id for part in parts), *([unit.id] if unit else [])]
    scope = visible(actor)
    counted = None
    sees_all = scope.everything if unit is None else scope.covers_below(unit.path) and unit.kind != "township"
    if sees_all and (kind, on, known_on) == (None, today, None):
        counted = queries.totals_below(r, unit.path if unit else "", keys, today)
    if counted is None:
        cells = partial(report, r, actor, kind=kind, as_of=on, known_on=known_on, today=today, computed_at=at)
        counted = _added(
            (v for root in ((unit,) if unit else parts) for v in cells(unit=root).verdicts), keys
        )
    total = sum(counted.values(), Totals()) if unit is None else counted[unit.id]
    told = (Part(part.code, part.name, counted[part.id]) for part in parts)
    return Rolled(total, tuple(part for part in told if part.totals.cells))


def as_rolled(found: Rolled) -> dict[str, Any]:
    """The shape of ``GET /api/coverage/totals``."""
    parts = [{"unit": part.code, "name": part.name, **as_counts(part.totals)} for part in found.parts]
    return {"totals": as_counts(found.total), "parts": parts}


def _added(verdicts: Iterable[Told], keys: Iterable[int]) -> dict[int, Totals]:
    found: dict[int, list[Told]] = {key: [] for key in keys}
    for verdict in verdicts:
        for key in found.keys() & set(ids_of(verdict.path)):
            found[key].append(verdict)
    return {key: totals_of(verdicts) for key, verdicts in found.items()}


def face(found: Report[Told], form: str, group: str | None = None) -> str | dict[str, Any]:
    """The report as ``table``, ``csv`` or ``json``."""
    if form == "json":
        return as_json(found, group)
    if form == "csv":
        return as_csv(found)
    if form == "table":
        return as_table(found)
    raise Usage(f"没有「{form}」这种格式。可用：table、json、csv。")


def preview_major(
    r: Reading,
    actor: Actor,
    *,
    unit: Unit | None,
    today: date,
    on: date,
    basis_id: str | None,
    version_id: int | None,
) -> tuple[str, ...]:
    """The plans that marking an upstream document as a major change would make need revision.

    Asked by whoever may set the mark; raises ``Forbidden`` for others.
    """
    place = unit or served(r, today)
    demand(actor, "basis.change", place.path if place else "")
    return queries.preview_major(r, as_of=today, on=on, basis_id=basis_id, version_id=version_id)


def preview_policy(r: Reading, actor: Actor, row: PolicyRow, *, unit: Unit, today: date) -> tuple[str, ...]:
    """The plans under ``unit`` that deciding a threshold would show otherwise, with was and would be.

    Asked by whoever may decide it; raises ``Forbidden`` for others.
    """
    demand(actor, "policy.change", unit.path)
    return queries.preview_policy(r, unit_id=unit.id, as_of=today, row=row)
