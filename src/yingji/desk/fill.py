"""Filling in: a plan's working copy, opened from its last version, kept while people type, given up."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from yingji.access.queries import account
from yingji.access.rights import Actor, demand
from yingji.clock import day_of
from yingji.db import Reading, Writing
from yingji.desk.merging import Conflict, merge, put, take
from yingji.desk.review import Remark, remarks_in
from yingji.desk.upload import beginning
from yingji.errors import Problem
from yingji.ledger.actions import record, touch
from yingji.ledger.queries import lines
from yingji.lifecycle.history import LABELS
from yingji.lifecycle.queries import Dossier, dossier
from yingji.lifecycle.transitions import is_government
from yingji.plans import actions as plans
from yingji.plans.canonical import is_sealed
from yingji.plans.catalogue import Schema, family_for, load
from yingji.plans.checking import check_again
from yingji.plans.queries import (
    Version,
    WorkingCopy,
    check_kind,
    document_of,
    find_plan,
    kinds,
    working_copy_of,
)
from yingji.plans.tidy import tidy
from yingji.units.queries import Unit

NOTED_EVERY = timedelta(hours=1)
"""Keeping while somebody types leaves one entry per person and hour (decision 8)."""
IN_HANDS = ("submitted", "passed", "approved")


@dataclass(frozen=True, slots=True)
class Copy:
    """What there is to fill in. Without ``kept_at`` nobody has typed yet: it is the last version's content.

    ``base`` is the digest of the version it started from, ``newest`` of the newest that stands.
    ``busy`` says where a version in somebody's hands is, which nothing can replace for now. ``remarks``
    are what the newest was returned with, at their places in ``document``.
    """

    unit: Unit
    kind: str
    kind_title: str
    schema: Schema
    document: dict[str, Any]
    base: str | None
    newest: Version | None
    problems: tuple[Problem, ...]
    kept_at: datetime | None = None
    kept_by: str = ""
    kept_by_login: str = ""
    busy: str = ""
    remarks: tuple[Remark, ...] = ()

    @property
    def must(self) -> tuple[Problem, ...]:
        """What keeps it from becoming a version."""
        return tuple(problem for problem in self.problems if problem.grade == "must")

    @property
    def is_behind(self) -> bool:
        """Whether a newer version came since it was begun."""
        return self.newest is not None and self.base != self.newest.digest


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a save: the copy as it stands, what was tidied, where two people collided.

    ``mine`` is the saved part as this person sent it, tidied: what their next save starts from.
    """

    copy: Copy
    notes: tuple[str, ...]
    mine: Mapping[str, Any]
    conflicts: tuple[Conflict, ...] = ()
    theirs_by: str = ""
    theirs_at: datetime | None = None


def open_copy(r: Reading, actor: Actor, *, unit: Unit, kind: str, on: date) -> Copy:
    """The working copy, else the last version's content, else an empty plan.

    Raises ``Usage`` for an unknown kind, ``Forbidden`` without the right to upload or to read
    restricted lists: what is filled in holds them.
    """
    title = check_kind(r, kind)
    for right in ("plan.upload", "plan.read_restricted"):
        demand(actor, right, unit.path, is_township=is_government(unit))
    plan = find_plan(r, unit.id, kind)
    file = dossier(r, plan.id) if plan else None
    kept = working_copy_of(r, plan.id) if plan else None
    newest = file.newest_standing if file else None
    document = _document(r, unit, kind, newest, kept)
    schema = schema_for(document, unit)
    return Copy(
        unit=unit,
        kind=kind,
        kind_title=title,
        schema=schema,
        document=document,
        base=kept.base if kept else newest.digest if newest else None,
        newest=newest,
        problems=check_again(schema, document, unit_name=unit.name, kind=kind, on=on),
        kept_at=kept.recorded_at if kept else None,
        kept_by=account(r, kept.by).name if kept else "",
        kept_by_login=kept.by if kept else "",
        busy=_busy(file),
        remarks=remarks_in(r, actor, unit, kind, on, file, document) if file else (),
    )


def keep(
    w: Writing,
    actor: Actor,
    at: datetime,
    *,
    unit: Unit,
    kind: str,
    wheres: Sequence[str],
    typed: Mapping[str, Any],
    was: Mapping[str, Any] | None = None,
    only_without_conflict: bool = False,
) -> Kept:
    """Keep one part of what somebody is filling in; nothing typed is lost, nothing checked away.

    ``wheres`` are the pointers of the part, ``typed`` the document holding what was typed there,
    ``was`` those values as they stood when the person's page was drawn: what somebody else changed
    since is kept, and where both changed the same, theirs stands and the conflict is told
    (``only_without_conflict``: told, and nothing is stored).
    """
    plan_id = plans.lock_plan(w, unit.id, kind)
    copy = open_copy(w, actor, unit=unit, kind=kind, on=day_of(at))
    base = _base_document(w, copy)
    tidied = tidy(copy.schema, _with(copy.document, wheres, take(typed, wheres)), base)
    mine, theirs = take(tidied.document, wheres), take(copy.document, wheres)
    merged = {
        where: merge(
            copy.schema.at(where) or copy.schema.root,
            (theirs if was is None else was).get(where),
            mine.get(where),
            theirs.get(where),
            where,
        )
        for where in wheres
    }
    conflicts = tuple(conflict for one in merged.values() for conflict in one.conflicts)
    document = _with(tidied.document, wheres, {where: one.value for where, one in merged.items()})
    if document != copy.document and not (conflicts and only_without_conflict):
        _keep(w, actor, at, plan_id, copy, document)
        copy_now = open_copy(w, actor, unit=unit, kind=kind, on=day_of(at))
    else:
        copy_now = copy
    return Kept(copy_now, tidied.notes, mine, conflicts, copy.kept_by, copy.kept_at)


def rebase(w: Writing, actor: Actor, at: datetime, *, unit: Unit, kind: str) -> Kept:
    """Bring the newest version's changes into a working copy that was begun before it."""
    plan_id = plans.lock_plan(w, unit.id, kind)
    copy = open_copy(w, actor, unit=unit, kind=kind, on=day_of(at))
    assert copy.newest is not None  # noqa: S101 - only offered when a newer version came
    was, theirs = _base_document(w, copy), document_of(w, copy.newest.id, with_restricted=True)
    merged = merge(copy.schema.root, was, copy.document, theirs)
    _keep(w, actor, at, plan_id, replace(copy, base=copy.newest.digest), merged.value)
    now = open_copy(w, actor, unit=unit, kind=kind, on=day_of(at))
    return Kept(now, (), copy.document, merged.conflicts, copy.newest.uploader_name, copy.newest.recorded_at)


def settle(document: Mapping[str, Any], chosen: Mapping[str, Any]) -> dict[str, Any]:
    """The document with these values put where the person chose their own; a place that is gone is left."""
    settled = dict(document)
    for where, value in chosen.items():
        try:
            settled = put(settled, where, value)
        except KeyError:
            continue
    return settled


def discard(w: Writing, actor: Actor, at: datetime, *, unit: Unit, kind: str) -> None:
    """Give up the working copy; the versions stand as they are."""
    copy = open_copy(w, actor, unit=unit, kind=kind, on=day_of(at))
    if copy.kept_at is not None:
        plan_id = plans.lock_plan(w, unit.id, kind)
        plans.drop_working_copy(w, plan_id)
        plans.drop_working_files(w, plan_id)
        _enter(w, actor, at, "plan.discard", copy, {})


def schema_for(document: Mapping[str, Any], unit: Unit) -> Schema:
    """The schema the document names, if it is one of the unit's family; else the newest of that."""
    family = family_for(unit.kind)
    named = [schema for schema in load().schemas if schema.name == document.get("schema")]
    return named[0] if named and named[0].family == family else load().latest(family)


def _document(
    r: Reading, unit: Unit, kind: str, newest: Version | None, kept: WorkingCopy | None
) -> dict[str, Any]:
    if kept is not None:
        document: dict[str, Any] = json.loads(kept.content)
        return document
    if newest is not None and newest.schema:
        whole: dict[str, Any] = _without_erased(document_of(r, newest.id, with_restricted=True))
        return whole
    schema = load().latest(family_for(unit.kind))
    return {"schema": schema.name, **beginning(unit, kinds(r)[kind], kind)}


def _without_erased(value: Any) -> Any:
    """What was erased as the law asks cannot be filled in again from here."""
    if isinstance(value, dict):
        return {key: _without_erased(inner) for key, inner in value.items() if not is_sealed(inner)}
    if isinstance(value, list):
        return [_without_erased(inner) for inner in value if not is_sealed(inner)]
    return value


def _base_document(r: Reading, copy: Copy) -> dict[str, Any]:
    """The version the copy was begun from; empty for a first plan."""
    plan = find_plan(r, copy.unit.id, copy.kind)
    versions = dossier(r, plan.id).versions if plan else ()
    found = [version for version in versions if version.digest == copy.base and version.schema]
    return document_of(r, found[-1].id, with_restricted=True) if found else {}


def _busy(file: Dossier | None) -> str:
    version = file.open if file else None
    if file is None or version is None or file.histories[version.id].state not in IN_HANDS:
        return ""
    return f"第 {version.number} 次上传正在办理（{LABELS[file.histories[version.id].state]}）"


def _with(document: Mapping[str, Any], wheres: Sequence[str], values: Mapping[str, Any]) -> dict[str, Any]:
    changed = dict(document)
    for where in wheres:
        changed = put(changed, where, values.get(where))
    return changed


def _keep(
    w: Writing, actor: Actor, at: datetime, plan_id: int, copy: Copy, document: Mapping[str, Any]
) -> None:
    problems = check_again(copy.schema, document, unit_name=copy.unit.name, kind=copy.kind, on=day_of(at))
    must = sum(problem.grade == "must" for problem in problems)
    plans.keep_working_copy(
        w,
        at,
        plan_id=plan_id,
        content=document,
        base=copy.base,
        must_count=must,
        by_id=_person(actor),
    )
    if copy.kept_at is None or not _is_noted(w, actor, at, copy):
        _enter(w, actor, at, "plan.keep", copy, {"must": must})
    else:
        touch(w, [f"cell:{copy.unit.id}/{copy.kind}"])


def _is_noted(r: Reading, actor: Actor, at: datetime, copy: Copy) -> bool:
    entries = lines(r, unit_ids=[copy.unit.id], act="plan.keep", actor=actor.login, limit=50)
    return any(entry.kind == copy.kind and at - entry.at < NOTED_EVERY for entry in entries)


def _enter(
    w: Writing, actor: Actor, at: datetime, act: str, copy: Copy, detail: Mapping[str, object]
) -> None:
    record(
        w,
        chain=copy.unit.chain,
        actor=actor.login,
        at=at,
        act=act,
        unit_id=copy.unit.id,
        kind=copy.kind,
        touches=[f"cell:{copy.unit.id}/{copy.kind}"],
        detail=detail,
    )


def _person(actor: Actor) -> int:
    assert actor.person_id is not None  # noqa: S101 - demand() lets no operator through to here
    return actor.person_id
