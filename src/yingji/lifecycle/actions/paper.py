"""Paper around versions: plans issued before (补录), slips corrected, files attached, lists erased."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from yingji.access.rights import Actor
from yingji.clock import day_of
from yingji.db import Writing
from yingji.errors import Conflict, Usage
from yingji.lifecycle.actions.writes import (
    Outcome,
    demand_over,
    enter,
    issue_edition,
    locked_dossier,
    person_of,
    project_standing,
    write_act,
)
from yingji.lifecycle.checks import check_corrected_days, check_day, check_free, is_erasable, text_of
from yingji.lifecycle.fields import ATTACHMENT_TYPES, read_corrections, read_fields
from yingji.lifecycle.history import LABELS, in_force
from yingji.lifecycle.queries import Dossier, dossier
from yingji.lifecycle.tables import version_state
from yingji.plans import actions as plans
from yingji.plans.actions import Original, Sealed
from yingji.plans.queries import Version, check_kind
from yingji.units.queries import Unit


def record_paper(
    w: Writing,
    actor: Actor,
    at: datetime,
    *,
    unit: Unit,
    kind: str,
    content: Sealed | bytes,
    raw: Mapping[str, Any],
    original: Original | None = None,
) -> Outcome:
    """补录: enter a plan that was issued on paper, as a document or as a scan only (``bytes``).

    Raises ``Invalid`` for fields, ``Conflict`` when another version takes effect that day.
    """
    title = check_kind(w, kind)
    demand_over(actor, "plan.record", unit)
    today = day_of(at)
    fields = read_fields("record", raw, on=today, today=today)
    plan_id = plans.lock_plan(w, unit.id, kind)
    file = dossier(w, plan_id)
    check_free(file.standing, date.fromisoformat(fields["effective_on"]))
    version = _recorded(w, actor, at, plan_id, content, f"{unit.name}{title}")
    for type_, sent in _sent(content, original):
        name, media_type = sent.filename, sent.media_type
        _store_file(w, actor, at, version, type_, name, media_type, sent.content, today)
    w.add(version_state, version_id=version.id, plan_id=plan_id, state="issued")
    fields["digest"] = version.digest
    issued = date.fromisoformat(fields["issued_on"])
    write_act(w, actor, at, version, "record", issued, fields)
    edition_no = issue_edition(w, plan_id, version.id)
    project_standing(w, plan_id)
    enter(w, actor, at, "plan.record", unit, kind, version, {"issued_on": fields["issued_on"]})
    return Outcome(version.number, edition_no, "record", "issued", version.digest, issued, True)


def _recorded(
    w: Writing, actor: Actor, at: datetime, plan_id: int, content: Sealed | bytes, title: str
) -> Version:
    by = person_of(actor)
    if isinstance(content, bytes):
        return plans.add_scan_version(w, at, plan_id=plan_id, content=content, title=title, uploader_id=by)
    return plans.add_version(
        w, at, plan_id=plan_id, sealed=content, uploader_id=by, is_major=True, is_recorded=True
    )


def _sent(content: Sealed | bytes, original: Original | None) -> Iterator[tuple[str, Original]]:
    """The files a recorded plan came as, with what they are."""
    if isinstance(content, bytes):
        yield "signed", Original("扫描件.pdf", "application/pdf", content)
    if original is not None:
        yield "original", original


def correct(
    w: Writing,
    actor: Actor,
    at: datetime,
    *,
    unit: Unit,
    kind: str,
    raw: Mapping[str, Any],
    reason: str,
    number: int | None = None,
) -> Outcome:
    """Correct a slip in a number or day of an issued version; both values stay on record."""
    check_kind(w, kind)
    if not reason.strip():
        raise Usage("请写明更正理由，例如 --reason 发文字号笔误。")
    fields = read_corrections(raw)
    demand_over(actor, "plan.correct", unit)
    file = locked_dossier(w, unit, kind)
    version = _issued(file, number, day_of(at))
    history = file.histories[version.id]
    changed = {
        name: {"old": text_of(getattr(history, name)), "new": new}
        for name, new in fields.items()
        if text_of(getattr(history, name)) != new
    }
    check_corrected_days(file.standing, version.id, history, changed, day_of(at))
    if changed:
        write_act(w, actor, at, version, "correct", day_of(at), {**changed, "reason": reason.strip()})
        project_standing(w, file.plan_id)
        enter(w, actor, at, "plan.correct", unit, kind, version, {"fields": sorted(changed)})
    edition_no = file.editions.get(version.id)
    return Outcome(version.number, edition_no, "correct", "issued", version.digest, day_of(at), False)


def attach(
    w: Writing,
    actor: Actor,
    at: datetime,
    *,
    unit: Unit,
    kind: str,
    type: str,
    filename: str,
    media_type: str,
    content: bytes,
    number: int | None = None,
    on: date | None = None,
) -> str:
    """Store a file beside a version (default: the one in force, else the newest); returns its digest."""
    check_kind(w, kind)
    check_attachment_type(type)
    day = check_day(on, at)
    demand_over(actor, "plan.attach", unit)
    file = locked_dossier(w, unit, kind)
    version = file.numbered(number) if number is not None else _current(file, day)
    return _store_file(w, actor, at, version, type, filename, media_type, content, day, unit, kind)


def check_attachment_type(type: str) -> None:
    """Raise ``Usage`` with the list for an unknown type of attachment."""
    if type not in ATTACHMENT_TYPES:
        listing = "、".join(f"{key}（{title}）" for key, title in ATTACHMENT_TYPES.items())
        raise Usage(f"没有「{type}」这种附件。可用：{listing}。")


def erase(w: Writing, actor: Actor, at: datetime, *, unit: Unit, kind: str, number: int, reason: str) -> int:
    """Erase the restricted lists of a superseded or revoked version (突发事件应对法 85, 待核实).

    Returns how many lists were erased; text, digest and approval stand.
    """
    check_kind(w, kind)
    if not reason.strip():
        raise Usage("请写明删除理由，例如 --reason 已被新版替代满两年。")
    demand_over(actor, "plan.erase", unit)
    file = locked_dossier(w, unit, kind)
    version = file.numbered(number)
    if not is_erasable(file.histories[version.id], version.id, file.standing, day_of(at)):
        raise Conflict("这一版仍在使用或办理中，名单不能删除；只能删除已被替代或已撤销版本的名单。")
    count = plans.erase_restricted(w, at, version.id)
    enter(w, actor, at, "plan.erase", unit, kind, version, {"lists": count, "reason": reason.strip()})
    return count


def _current(file: Dossier, day: date) -> Version:
    current = in_force(file.standing, day)
    return file.version(current) if current is not None else file.versions[-1]


def _issued(file: Dossier, number: int | None, today: date) -> Version:
    """The version to correct: the one named, the one in force, or the newest issued."""
    issued = [v for v in file.versions if file.histories[v.id].state == "issued"]
    version = file.numbered(number) if number is not None else None
    current = in_force(file.standing, today)
    version = version or (file.version(current) if current is not None else (issued or file.versions)[-1])
    state = file.histories[version.id].state
    if state != "issued":
        raise Conflict(f"这一版现在是「{LABELS[state]}」，只有印发以后才需要更正号和日期。")
    return version


def _store_file(
    w: Writing,
    actor: Actor,
    at: datetime,
    version: Version,
    type: str,
    filename: str,
    media_type: str,
    content: bytes,
    day: date,
    unit: Unit | None = None,
    kind: str = "",
) -> str:
    digest = plans.attach_file(
        w,
        at,
        version_id=version.id,
        type=type,
        filename=filename,
        media_type=media_type,
        content=content,
        on_day=day,
        by_id=person_of(actor),
    )
    if unit is not None:
        enter(w, actor, at, "plan.attach", unit, kind, version, {"type": type, "file": digest})
    return digest
