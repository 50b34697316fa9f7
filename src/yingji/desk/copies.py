"""Controlled copies: handed out with a number on every page, listed, called back when their version is void."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime

from yingji.access.rights import Actor, visible
from yingji.clock import day_of
from yingji.copies import actions
from yingji.copies.queries import copies_of, recalls_of
from yingji.copies.register import OUTCOMES, PaperCopy, to_recall
from yingji.db import Reading, Writing
from yingji.desk.answers import CopyLine, Printed
from yingji.desk.folder import open_dossier, pick
from yingji.desk.print import prepare_copy, printed
from yingji.errors import NotFound
from yingji.lifecycle.history import LABELS, shown_state
from yingji.lifecycle.queries import Dossier
from yingji.paper.profiles import EDITIONS
from yingji.plans.queries import Version, check_kind, kinds, plans_of
from yingji.units.queries import Unit, units_under


def hand_out(
    w: Writing,
    actor: Actor,
    at: datetime,
    *,
    unit: Unit,
    kind: str,
    number: int | None,
    edition: str,
    holders: Sequence[str],
    on: date | None = None,
) -> tuple[CopyLine, ...]:
    """Register a copy of a version (default: the one in force) for each holder; see ``copies.actions.hand_out``."""
    day = on or day_of(at)
    file = open_dossier(w, actor, unit, kind)
    version = pick(file, number, day)
    made = actions.hand_out(
        w,
        actor,
        at,
        unit=unit,
        kind=kind,
        file=file,
        version=version,
        edition=edition,
        holders=holders,
        on=day,
    )
    return tuple(_line(unit, kind, kinds(w)[kind], file, copy, day_of(at)) for copy in made)


def take_back(
    w: Writing,
    actor: Actor,
    at: datetime,
    *,
    unit: Unit,
    kind: str,
    number: int | None,
    copies: Collection[int],
    outcome: str,
    by_name: str,
    on: date | None = None,
) -> tuple[int, ...]:
    """Note copies of a version as returned, destroyed or lost; see ``copies.actions.take_back``."""
    day = on or day_of(at)
    file = open_dossier(w, actor, unit, kind)
    return actions.take_back(
        w,
        actor,
        at,
        unit=unit,
        kind=kind,
        file=file,
        version=pick(file, number, day),
        numbers=copies,
        outcome=outcome,
        on=day,
        by_name=by_name,
    )


def copies(r: Reading, actor: Actor, *, unit: Unit, kind: str, on: date) -> tuple[CopyLine, ...]:
    """Every copy ever handed out of a plan, newest version first."""
    file = open_dossier(r, actor, unit, kind)
    held = copies_of(r, [file.plan_id])[file.plan_id]
    lines = (_line(unit, kind, kinds(r)[kind], file, copy, on) for copy in held)
    return tuple(sorted(lines, key=lambda line: (-line.number, line.copy)))


def recall(r: Reading, actor: Actor, *, under: Unit, kind: str | None, on: date) -> tuple[CopyLine, ...]:
    """The copies under a place that must come back: out, though their version is void. Raises ``Usage``."""
    if kind is not None:
        check_kind(r, kind)
    scope, titles = visible(actor), kinds(r)
    units = {unit.id: unit for unit in units_under(r, under.id, on) if scope.covers(unit.path)}
    plans = [plan for plan in plans_of(r, list(units)) if kind in {None, plan.kind}]
    found = recalls_of(r, [plan.id for plan in plans], on)
    lines = [
        _line(units[plan.unit_id], plan.kind, titles[plan.kind], found[plan.id].file, copy, on)
        for plan in plans
        if plan.id in found
        for copy in found[plan.id].copies
    ]
    return tuple(sorted(lines, key=lambda line: (line.unit, line.kind, line.number, line.copy)))


def print_copies(
    r: Reading,
    actor: Actor,
    *,
    unit: Unit,
    kind: str,
    number: int | None,
    numbers: Collection[int],
    today: date,
    base_url: str,
) -> Iterator[tuple[int, Printed]]:
    """The PDF of each registered copy, with its number and holder on the page foot.

    Raises ``NotFound`` for a number that was never handed out, and what ``print_plan`` raises.
    """
    file = open_dossier(r, actor, unit, kind)
    version = pick(file, number, today)
    held = {c.number: c for c in copies_of(r, [file.plan_id])[file.plan_id] if c.version_id == version.id}
    for wanted in numbers:
        if wanted not in held:
            raise NotFound(f"第 {version.number} 次上传没有第 {wanted} 份受控份，请先登记再打印。")
        yield wanted, _print(r, actor, unit, kind, version, held[wanted], today, base_url)


def _print(
    r: Reading,
    actor: Actor,
    unit: Unit,
    kind: str,
    version: Version,
    copy: PaperCopy,
    today: date,
    base_url: str,
) -> Printed:
    ready = prepare_copy(
        r,
        actor,
        unit=unit,
        kind=kind,
        as_of=today,
        edition=copy.edition,
        base_url=base_url,
        number=version.number,
    )
    return printed(replace(ready, sheet=replace(ready.sheet, copy=copy.words)))


def _line(unit: Unit, kind: str, kind_title: str, file: Dossier, copy: PaperCopy, on: date) -> CopyLine:
    version = file.version(copy.version_id)
    state = shown_state(file.histories[version.id], version.id, file.standing, on)
    return CopyLine(
        unit=unit.code,
        unit_name=unit.name,
        kind=kind,
        kind_title=kind_title,
        title=version.title,
        number=version.number,
        edition_no=file.editions.get(version.id),
        state=state,
        state_label=LABELS[state],
        copy=copy.number,
        edition=copy.edition,
        edition_title=EDITIONS[copy.edition],
        holder=copy.holder,
        on=copy.on_day,
        outcome=copy.outcome,
        outcome_label=OUTCOMES.get(copy.outcome, "在外"),
        ended_on=copy.ended_on,
        ended_by=copy.ended_by,
        is_to_recall=bool(to_recall([copy], {version.id: state})),
    )
