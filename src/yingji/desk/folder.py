"""Looking a plan up: one version, its history, two versions side by side, lists, a page's code."""

from collections import defaultdict
from datetime import date

from yingji.access.rights import Actor, demand, may
from yingji.basis.policy import resolve
from yingji.basis.queries import policy_rows
from yingji.clock import day_of
from yingji.db import Reading
from yingji.desk.answers import (
    ActLine,
    Dates,
    DiffLine,
    FileLine,
    Shown,
    Verification,
    VersionLine,
)
from yingji.errors import Conflict, NotFound
from yingji.lifecycle.checks import is_late
from yingji.lifecycle.fields import ATTACHMENT_TYPES
from yingji.lifecycle.history import LABELS, Act, History, in_force, shown_state
from yingji.lifecycle.queries import Dossier, acts_of, dossier
from yingji.lifecycle.transitions import MOVES, is_government
from yingji.plans.catalogue import load
from yingji.plans.diff import SEALED, Change, compare
from yingji.plans.queries import (
    Version,
    attachments_of,
    check_kind,
    document_of,
    find_plan,
    kinds,
    version_by_token,
)
from yingji.plans.revision import classify
from yingji.units.queries import Unit, unit_by_id

ACT_LABELS: dict[str, str] = {**MOVES, "record": "补录", "correct": "更正", "replace": "被新草稿替换"}


def verify_url(base_url: str, token: str) -> str:
    """The address behind a page's QR code."""
    return f"{base_url}/v/{token}"


def open_dossier(r: Reading, actor: Actor, unit: Unit, kind: str) -> Dossier:
    """The plan's versions and acts; raises ``NotFound`` when nothing was uploaded, ``Forbidden``."""
    check_kind(r, kind)
    demand(actor, "plan.read", unit.path, is_township=is_government(unit))
    plan = find_plan(r, unit.id, kind)
    file = dossier(r, plan.id) if plan else None
    if file is None or not file.versions:
        raise NotFound(f"{unit.name}还没有上传过这一种预案。")
    return file


def pick(file: Dossier, number: int | None, on: date) -> Version:
    """The version of that number; without one, the version in force on the day, else the newest."""
    if number is None:
        current = in_force(file.standing, on)
        return file.version(current) if current is not None else file.versions[-1]
    for version in file.versions:
        if version.number == number:
            return version
    numbers = "、".join(str(version.number) for version in file.versions)
    raise NotFound(f"没有第 {number} 次上传。现有：{numbers}。")


def show(
    r: Reading,
    actor: Actor,
    *,
    unit: Unit,
    kind: str,
    on: date,
    base_url: str,
    number: int | None = None,
) -> Shown:
    """One version with its days and document; restricted parts only for those who may read them."""
    file = open_dossier(r, actor, unit, kind)
    version = pick(file, number, on)
    history = file.histories[version.id]
    state = shown_state(history, version.id, file.standing, on)
    restricted = may(actor, "plan.read_restricted", unit.path, is_township=is_government(unit))
    return Shown(
        unit=unit.code,
        unit_name=unit.name,
        kind=kind,
        kind_title=kinds(r)[kind],
        number=version.number,
        edition_no=file.editions.get(version.id),
        state=state,
        state_label=LABELS[state],
        title=version.title,
        schema=version.schema,
        digest=version.digest,
        dates=_dates(version, history),
        doc_no=history.doc_no,
        receipt_no=history.receipt_no,
        signers=history.signers,
        is_recorded=version.is_recorded,
        is_major=version.is_major,
        restricted_shown=restricted,
        verify_url=verify_url(base_url, version.token),
        document=document_of(r, version.id, with_restricted=restricted) or None,
    )


def history(r: Reading, actor: Actor, *, unit: Unit, kind: str, on: date) -> tuple[VersionLine, ...]:
    """Every version with its acts and files, newest first."""
    file = open_dossier(r, actor, unit, kind)
    acts = _act_lines(r, unit, kind, acts_of(r, [file.plan_id]))
    return tuple(
        _version_line(r, file, version, tuple(acts[version.id]), on) for version in reversed(file.versions)
    )


def diff(
    r: Reading, actor: Actor, *, unit: Unit, kind: str, on: date, old: int | None, new: int | None
) -> tuple[DiffLine, ...]:
    """What changed between two versions, in words; without numbers: in force → newest."""
    file = open_dossier(r, actor, unit, kind)
    newer = pick(file, new, on) if new is not None else file.versions[-1]
    older = pick(file, old, on)
    if not older.schema or not newer.schema:
        raise Conflict("有一版只有扫描件，没有可以逐项比较的内容。")
    restricted = may(actor, "plan.read_restricted", unit.path, is_township=is_government(unit))
    documents = [document_of(r, v.id, with_restricted=restricted) for v in (older, newer)]
    changes = compare(load().get(newer.schema), *documents)
    return tuple(
        DiffLine(c.path, c.place, _sentence(c, in_full=restricted), classify([c]).major) for c in changes
    )


def _sentence(change: Change, *, in_full: bool) -> str:
    """What changed, as far as this reader may see it."""
    if in_full or change.disclosure == "public":
        return change.sentence
    return f"{change.place}：有改动{SEALED}"


def verify(r: Reading, token: str, on: date) -> Verification:
    """What a page's QR code says on a day: whether this edition is in force. Needs no sign-in."""
    found = version_by_token(r, token)
    if found is None:
        return Verification(False, "查无此码。请核对网址，或向印发单位索取现行版本。")
    plan, version = found
    file = dossier(r, plan.id)
    past = file.histories[version.id]
    state = shown_state(past, version.id, file.standing, on)
    edition = file.editions.get(version.id)
    return Verification(
        is_known=True,
        words=f"本码对应{f'第 {edition} 版' if edition else '草稿'}：{_verdict(file, past, state, on)}",
        title=version.title,
        unit_name=unit_by_id(r, plan.unit_id, on).name,
        edition_no=edition,
        issued_on=past.issued_on,
        effective_on=past.effective_on,
        short_digest=version.digest[:8].upper(),
        state=state,
    )


def _verdict(file: Dossier, past: History, state: str, on: date) -> str:
    if state == "in_force":
        return "现行"
    if state == "revoked":
        return f"已于 {past.revoked_on} 撤销"
    if state == "not_yet_effective":
        return f"已印发，自 {past.effective_on} 起实施，目前尚未实施"
    if state == "superseded":
        return _successor(file, past.effective_on or on)
    return "草稿，不具效力"


def _successor(file: Dossier, since: date) -> str:
    for from_day, version_id in file.standing:
        if from_day > since and version_id is not None:
            return f"已于 {from_day} 被第 {file.editions.get(version_id)} 版替代"
        if from_day > since:
            return f"已于 {from_day} 停止实施"
    return "已被替代"


def _dates(version: Version, history: History) -> Dates:
    return Dates(
        uploaded_on=day_of(version.recorded_at),
        submitted_on=history.submitted_on,
        passed_on=history.passed_on,
        approved_on=history.approved_on,
        issued_on=history.issued_on,
        effective_on=history.effective_on,
        filed_on=history.filed_on,
        published_on=history.published_on,
        confirmed_on=max(history.confirmed_on, default=None),
        revoked_on=history.revoked_on,
    )


def _version_line(
    r: Reading, file: Dossier, version: Version, acts: tuple[ActLine, ...], on: date
) -> VersionLine:
    past = file.histories[version.id]
    state = shown_state(past, version.id, file.standing, on)
    return VersionLine(
        number=version.number,
        edition_no=file.editions.get(version.id),
        state=state,
        state_label=LABELS[state],
        title=version.title,
        digest=version.digest,
        uploaded_at=version.recorded_at,
        uploader=version.uploader,
        uploader_name=version.uploader_name,
        is_recorded=version.is_recorded,
        is_major=version.is_major,
        dates=_dates(version, past),
        acts=acts,
        files=tuple(
            FileLine(a.id, a.type, ATTACHMENT_TYPES[a.type], a.filename, a.digest, a.on_day)
            for a in attachments_of(r, version.id)
        ),
    )


def _act_lines(r: Reading, unit: Unit, kind: str, acts: tuple[Act, ...]) -> dict[int, list[ActLine]]:
    """Acts by version; what was entered late is marked by the limit of the day it happened."""
    key = "backdate_days"
    rows = policy_rows(r, key)
    lines: dict[int, list[ActLine]] = defaultdict(list)
    for act in acts:
        limit = resolve(rows, key, unit_path=unit.path, unit_kind=unit.kind, plan_kind=kind, on=act.on_day)
        lines[act.version_id].append(
            ActLine(
                move=act.move,
                label=ACT_LABELS[act.move],
                on=act.on_day,
                recorded_at=act.recorded_at,
                actor=act.actor,
                actor_name=act.actor_name,
                fields=act.fields,
                is_late=is_late(act.on_day, day_of(act.recorded_at), limit.value if limit else None),
            )
        )
    return lines
