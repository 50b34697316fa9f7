"""Storing a document: as the next version, or as the plan's working copy."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from yingji.access.rights import Actor
from yingji.clock import day_of
from yingji.db import Writing
from yingji.errors import Conflict, Stale
from yingji.lifecycle.actions.writes import demand_over, enter, person_of, set_state, write_act
from yingji.lifecycle.history import LABELS, in_force
from yingji.lifecycle.queries import Dossier, dossier
from yingji.lifecycle.tables import version_state
from yingji.plans import actions as plans
from yingji.plans.actions import Original, Sealed
from yingji.plans.diff import Change, compare
from yingji.plans.queries import Version, check_kind, document_of
from yingji.plans.revision import classify
from yingji.units.queries import Unit


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of an upload. ``created`` False: the same content was already here."""

    number: int
    digest: str
    state: str
    created: bool
    is_major: bool


def upload(
    w: Writing,
    actor: Actor,
    at: datetime,
    *,
    unit: Unit,
    kind: str,
    sealed: Sealed,
    base: str | None = None,
    original: Original | None = None,
) -> Receipt:
    """Store a checked document as the next version, in state draft.

    The file it was read from goes beside it, with those its working copy was read from.

    The digest of the newest version not replaced or revoked means "same content": nothing is
    stored. Raises ``Stale`` when ``base`` is no longer that digest, ``Conflict`` while an earlier
    version is in review, ``Forbidden``.
    """
    check_kind(w, kind)
    demand_over(actor, "plan.upload", unit)
    plan_id = plans.lock_plan(w, unit.id, kind)
    file = dossier(w, plan_id)
    newest = file.newest_standing
    if newest is not None and newest.digest == sealed.digest:
        plans.drop_working_copy(w, plan_id)
        plans.hand_over_files(w, at, plan_id=plan_id, version_id=newest.id, on_day=day_of(at))
        return Receipt(newest.number, newest.digest, file.histories[newest.id].state, False, newest.is_major)
    if base is not None and (newest is None or newest.digest != base):
        raise _stale(w, file, newest, base, sealed)
    _make_room(w, actor, at, file)
    version = plans.add_version(
        w,
        at,
        plan_id=plan_id,
        sealed=sealed,
        uploader_id=person_of(actor),
        is_major=_is_major(w, file, sealed, day_of(at)),
    )
    w.add(version_state, version_id=version.id, plan_id=plan_id, state="draft")
    plans.drop_working_copy(w, plan_id)
    if original is not None:
        plans.keep_working_file(w, at, plan_id=plan_id, file=original, by_id=person_of(actor))
    files = plans.hand_over_files(w, at, plan_id=plan_id, version_id=version.id, on_day=day_of(at))
    enter(w, actor, at, "plan.upload", unit, kind, version, {"files": files} if files else None)
    return Receipt(version.number, version.digest, "draft", True, version.is_major)


def keep(
    w: Writing,
    actor: Actor,
    at: datetime,
    *,
    unit: Unit,
    kind: str,
    content: Mapping[str, Any],
    base: str | None,
    must_count: int,
    original: Original | None = None,
) -> None:
    """Keep an unfinished document as the plan's working copy; one ledger entry."""
    check_kind(w, kind)
    demand_over(actor, "plan.upload", unit)
    plan_id = plans.lock_plan(w, unit.id, kind)
    plans.keep_working_copy(
        w, at, plan_id=plan_id, content=content, base=base, must_count=must_count, by_id=person_of(actor)
    )
    detail: dict[str, object] = {"must": must_count}
    if original is not None:
        by_id = person_of(actor)
        detail["file"] = plans.keep_working_file(w, at, plan_id=plan_id, file=original, by_id=by_id)
    enter(w, actor, at, "plan.keep", unit, kind, None, detail)


def _make_room(w: Writing, actor: Actor, at: datetime, file: Dossier) -> None:
    """Replace an open draft; refuse while the open version is in somebody's hands."""
    version = file.open
    if version is None:
        return
    history = file.histories[version.id]
    if history.state not in {"draft", "returned"}:
        raise Conflict(
            f"第 {version.number} 次上传正在办理（{LABELS[history.state]}），不能再传。"
            "请先撤回，或请审核人退回，再上传新内容。"
        )
    write_act(w, actor, at, version, "replace", day_of(at), {"digest": version.digest})
    set_state(w, version.id, "replaced")


def _is_major(w: Writing, file: Dossier, sealed: Sealed, today: date) -> bool:
    """办法第三十六条: a first plan, or a change to command, procedure, measures or grading, is major."""
    previous = in_force(file.standing, today) or next(
        (v.id for v in reversed(file.versions) if file.histories[v.id].state == "issued"), None
    )
    if previous is None or file.version(previous).schema != sealed.schema.name:
        return True
    return classify(_changes(w, sealed, previous)).major


def _changes(w: Writing, sealed: Sealed, since: int) -> tuple[Change, ...]:
    old = document_of(w, since, with_restricted=True)
    return compare(sealed.schema, old, dict(sealed.document))


def _stale(w: Writing, file: Dossier, newest: Version | None, base: str, sealed: Sealed) -> Stale:
    """Say who changed what since ``base``: yours and theirs for every difference."""
    if newest is None:
        return Stale("您修改所依据的那一版已经不在了，请重新打开后再改。")
    known = any(version.digest == base for version in file.versions)
    conflicts = []
    if newest.schema == sealed.schema.name:
        conflicts = [
            {
                "path": change.path,
                "place": change.place,
                "theirs": change.before,
                "yours": change.after,
                "by": newest.uploader_name,
                "at": newest.recorded_at.isoformat(),
            }
            for change in _changes(w, sealed, newest.id)
        ]
    how = "" if known else "（您给的依据摘要不是本预案的任何一版，请核对）"
    return Stale(
        f"{newest.uploader_name}在 {newest.recorded_at:%Y-%m-%d %H:%M} 上传了更新的内容{how}，"
        f"与您的有 {len(conflicts)} 处不同。请对照后再传，什么都没有丢。",
        conflicts=conflicts,
    )
