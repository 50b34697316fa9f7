"""Looking over a place: who is in it, what may be done there, and the trail of what was."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from yingji.access.queries import site_value
from yingji.access.rights import Actor, demand, may, reaches, visible
from yingji.basis.queries import policy_value
from yingji.clock import SHANGHAI
from yingji.db import Reading
from yingji.desk.folder import open_dossier, pick
from yingji.errors import Conflict, Forbidden, NotFound
from yingji.ledger.queries import Line, lines
from yingji.lifecycle.history import LABELS, in_force, shown_state
from yingji.lifecycle.queries import Dossier, dossier
from yingji.lifecycle.transitions import MOVES, check_separation, check_state, choose_version, is_government
from yingji.plans.catalogue import load
from yingji.plans.outline import Node, outline
from yingji.plans.privacy import mask
from yingji.plans.queries import (
    Attachment,
    attachments_of,
    document_of,
    file_of,
    find_plan,
    working_copy_of,
)
from yingji.units.names import KIND_WORDS
from yingji.units.queries import Unit, children, codes_around, served, units_by_ids, units_under

MOST_LINES = 1000


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit in a list; ``parent`` is a code."""

    code: str
    name: str
    kind: str
    kind_title: str
    parent: str | None


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One entry of the trail. ``clock`` is ``set`` when the entry was made under a fixed clock."""

    chain: str
    seq: int
    at: datetime
    clock: str
    actor: str
    act: str
    unit: str | None
    kind: str | None
    touches: tuple[str, ...]
    detail: Mapping[str, Any]
    digest: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A move the person may make now, on the version of that number and digest."""

    move: str
    label: str
    number: int
    digest: str


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A working copy: how many things still have to be mended, by whom it is kept and since when."""

    must_count: int
    by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Text:
    """One version to be read: its outline, in full or masked as for the public."""

    number: int
    state_label: str
    title: str
    digest: str
    root: Node
    in_full: bool


def is_sample(r: Reading) -> bool:
    """Whether the registry holds invented data, which every page then says."""
    return bool(site_value(r, "sample"))


def place_of(r: Reading, actor: Actor, on: date) -> Unit:
    """The widest place in the actor's sight; raises ``Forbidden`` when there is none."""
    scope = visible(actor)
    held = units_by_ids(r, set(scope.places | scope.units), on)
    if not held:
        raise Forbidden("您的账号没有查看预案的授权。请联系应急办或管理员。")
    return min(held, key=lambda unit: (unit.path.count("/"), unit.id not in scope.places, unit.code))


def list_units(
    r: Reading, actor: Actor, *, under: Unit, on: date, only_next: bool = False
) -> tuple[UnitLine, ...]:
    """The unit and everything below it on a day (``only_next``: directly below), as far as the actor may see."""
    scope = visible(actor)
    found = (under, *children(r, under.id, on)) if only_next else units_under(r, under.id, on)
    kept = {u.id for u in found if scope.covers(u.path) or may(actor, "unit.change", u.path)}
    codes = codes_around(r, found, on)
    return tuple(
        UnitLine(
            unit.code,
            unit.name,
            unit.kind,
            KIND_WORDS[unit.kind],
            codes.get(unit.parent_id) if unit.parent_id else None,
        )
        for unit in found
        if unit.id in kept
    )


def trail(
    r: Reading,
    actor: Actor,
    *,
    on: date,
    under: Unit | None = None,
    act: str = "",
    login: str = "",
    limit: int | None = 200,
    since: date | None = None,
    through: date | None = None,
) -> tuple[LedgerLine, ...]:
    """The newest entries about units under the auditor's places (or under one of them).

    Of the entries about no single unit those are there that touch one of these, and every one for who
    audits the whole place this site serves. The operator sees every chain. Raises ``Forbidden``.
    """
    units = audited(r, actor, under, on)
    codes = {unit.id: unit.code for unit in units or ()}
    place = served(r, on)
    found = lines(
        r,
        unit_ids=None if units is None else list(codes),
        act=act,
        actor=login,
        limit=None if limit is None else min(limit, MOST_LINES),
        since=start_of(since) if since else None,
        until=start_of(through + timedelta(days=1)) if through else None,
        unplaced=partial(_touches, codes, place is not None and place.id in codes),
    )
    return tuple(
        LedgerLine(
            line.chain,
            line.seq,
            line.at,
            line.clock,
            line.actor,
            line.act,
            codes.get(line.unit_id) if line.unit_id else None,
            line.kind,
            line.touches,
            line.detail,
            line.digest,
        )
        for line in found
    )


def _touches(codes: Mapping[int, str], all_of_it: bool, line: Line) -> bool:
    """Whether an entry that names no unit concerns one of these (``unit:5``, ``under:5``, ``cell:5/flood``)."""
    named = (touched.partition(":")[2].partition("/")[0] for touched in line.touches)
    return all_of_it or any(name.isdecimal() and int(name) in codes for name in named)


def choices(r: Reading, actor: Actor, *, unit: Unit, kind: str, on: date) -> tuple[Choice, ...]:
    """What the actor may do with the unit's plan now, in the order of the procedure."""
    plan = find_plan(r, unit.id, kind)
    file = dossier(r, plan.id) if plan else None
    if file is None or not file.versions:
        return ()
    found = []
    for move, label in MOVES.items():
        if may(actor, f"move.{move}", unit.path, is_township=is_government(unit)):
            number = _open_to(r, file, move, actor, unit, kind, on)
            if number is not None:
                found.append(Choice(move, label, number, file.versions[number - 1].digest))
    return tuple(found)


def unfinished(r: Reading, *, unit: Unit, kind: str) -> Unfinished | None:
    """The plan's working copy, if somebody is filling one in."""
    plan = find_plan(r, unit.id, kind)
    copy = working_copy_of(r, plan.id) if plan else None
    return Unfinished(copy.must_count, copy.by, copy.recorded_at) if copy else None


def text_of(r: Reading, actor: Actor, *, unit: Unit, kind: str, on: date, number: int | None) -> Text:
    """A version's text; without the right to restricted lists the public edition of it.

    Raises ``NotFound``, ``Forbidden``, ``Conflict`` for a version that is a scan only.
    """
    file = open_dossier(r, actor, unit, kind)
    version = pick(file, number, on)
    if not version.schema:
        raise Conflict("这一版只有盖章扫描件，没有可读的正文。请看附件。")
    in_full = may(actor, "plan.read_restricted", unit.path, is_township=is_government(unit))
    root = outline(load().get(version.schema), document_of(r, version.id, with_restricted=in_full))
    state = shown_state(file.histories[version.id], version.id, file.standing, on)
    return Text(
        version.number, LABELS[state], version.title, version.digest, root if in_full else mask(root), in_full
    )


def attached_file(
    r: Reading, actor: Actor, *, unit: Unit, kind: str, file_id: int
) -> tuple[Attachment, bytes]:
    """A file beside a version and its bytes; they may show restricted lists, so the right to those is asked."""
    file = open_dossier(r, actor, unit, kind)
    demand(actor, "plan.read_restricted", unit.path, is_township=is_government(unit))
    for version in file.versions:
        for found in attachments_of(r, version.id):
            if found.id == file_id:
                return found, file_of(r, found.digest)
    raise NotFound("这份预案没有这个附件。请从预案页打开附件。")


def start_of(day: date) -> datetime:
    """The first instant of a day in Asia/Shanghai."""
    return datetime.combine(day, time(), SHANGHAI)


def audited(r: Reading, actor: Actor, under: Unit | None, on: date) -> tuple[Unit, ...] | None:
    """The units whose trail the actor may read; None means everything. Raises ``Forbidden``."""
    if actor.is_operator and under is None:
        return None
    roots = [under] if under else list(units_by_ids(r, {h.unit_id for h in actor.held}, on))
    allowed = [root for root in roots if may(actor, "ledger.read", root.path)]
    if not allowed:
        raise Forbidden("办理记录由审计员查看。如确需查看，请联系管理员。")
    found = {unit.id: unit for root in allowed for unit in units_under(r, root.id, on)}
    return tuple(found.values())


def _open_to(
    r: Reading, file: Dossier, move: str, actor: Actor, unit: Unit, kind: str, on: date
) -> int | None:
    """The number of the version the move would apply to; None where state or separation forbid it."""
    needs_review = policy_value(r, "minor_needs_review", unit=unit, plan_kind=kind, on=on) is not False
    skipping = () if needs_review else tuple(v.id for v in file.versions if not v.is_major)
    pairs = [(version.id, file.histories[version.id]) for version in file.versions]
    try:
        version_id = choose_version(move, pairs, in_force(file.standing, on), skips_review=skipping)
        history = file.histories[version_id]
        check_state(move, history, skips_review=version_id in skipping)
        check_separation(
            move,
            history,
            actor=actor.login,
            uploader=file.version(version_id).uploader,
            is_office=any(held.role == "office" and reaches(held, unit.path) for held in actor.held),
        )
    except (Conflict, Forbidden):
        return None
    return None if move == "file" and history.filed_on else file.version(version_id).number
