"""From draft to force: moves, records of paper plans, corrections and attachments."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from yingji.access.rights import Actor
from yingji.clock import day_of
from yingji.copies.queries import recalls_of
from yingji.copies.register import CalledBack
from yingji.db import Reading, Writing
from yingji.desk.answers import Moved
from yingji.desk.upload import Prepared
from yingji.errors import Invalid, TooLarge, Usage, WrongType
from yingji.lifecycle import actions as lifecycle
from yingji.lifecycle.actions import Outcome
from yingji.lifecycle.queries import dossier
from yingji.plans import actions as plans
from yingji.plans.actions import Original
from yingji.plans.queries import find_plan
from yingji.units.queries import Unit

LARGEST_FILE = 30 * 1024 * 1024

MEDIA_TYPES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"PK\x03\x04", "application/zip"),
    (b"\xd0\xcf\x11\xe0", "application/x-ole-storage"),
)
"""Files taken as attachments, told by their first bytes and never by their names."""


def make_move(
    w: Writing,
    actor: Actor,
    at: datetime,
    *,
    unit: Unit,
    kind: str,
    move: str,
    fields: Mapping[str, Any],
    number: int | None = None,
    digest: str | None = None,
    on: date | None = None,
) -> Moved:
    """Make one move on a version; see ``lifecycle.actions.move`` for what it raises.

    The answer to ``issue`` and ``revoke`` names the paper copies that must come back.
    """
    outcome = lifecycle.move(
        w, actor, at, unit=unit, kind=kind, move=move, raw=fields, number=number, digest=digest, on=on
    )
    answer = moved(unit, kind, outcome)
    if move not in {"issue", "revoke"}:
        return answer
    called, since = called_back(w, unit=unit, kind=kind, on=day_of(at))
    return replace(answer, to_recall=called, recall_on=since)


def called_back(r: Reading, *, unit: Unit, kind: str, on: date) -> tuple[tuple[CalledBack, ...], date | None]:
    """The plan's paper copies that must come back, and from when: on the day asked or, where nothing is void
    then, on the day on which a version that is issued takes effect.
    """
    plan = find_plan(r, unit.id, kind)
    if plan is None:
        return (), None
    coming = [day for day, version_id in dossier(r, plan.id).standing if day > on and version_id is not None]
    for day in (on, *coming[:1]):
        if found := recalls_of(r, [plan.id], day).get(plan.id):
            return found.called, day
    return (), None


def record_paper(
    w: Writing,
    actor: Actor,
    at: datetime,
    *,
    unit: Unit,
    kind: str,
    prepared: Prepared | None,
    scan: bytes | None,
    fields: Mapping[str, Any],
    original: Original | None = None,
) -> Moved:
    """补录 a plan issued on paper: a checked document, or a PDF scan only, or both.

    Raises ``Usage`` without either, ``Invalid`` while the document must be mended, ``WrongType``.
    """
    if prepared is None and scan is None:
        raise Usage("请给出预案文件，或用 --scan 给出盖章扫描件（PDF）。")
    if scan is not None and media_type_of(scan) != "application/pdf":
        raise WrongType("扫描件应为 PDF 文件。请把照片或扫描图片另存为 PDF 再补录。")
    if prepared is not None and prepared.must:
        raise Invalid(f"有 {len(prepared.must)} 处必须改，改好再补录。", prepared.problems)
    content: Any = scan if prepared is None else plans.seal(w, prepared.schema, prepared.document)
    outcome = lifecycle.record_paper(
        w, actor, at, unit=unit, kind=kind, content=content, raw=fields, original=original
    )
    if prepared is not None and scan is not None:
        attach(
            w,
            actor,
            at,
            unit=unit,
            kind=kind,
            type="signed",
            filename="扫描件.pdf",
            content=scan,
            number=outcome.number,
        )
    return moved(unit, kind, outcome)


def correct(
    w: Writing,
    actor: Actor,
    at: datetime,
    *,
    unit: Unit,
    kind: str,
    fields: Mapping[str, Any],
    reason: str,
    number: int | None = None,
) -> Moved:
    """Correct a slip in a number or day; see ``lifecycle.actions.correct``."""
    outcome = lifecycle.correct(w, actor, at, unit=unit, kind=kind, raw=fields, reason=reason, number=number)
    return moved(unit, kind, outcome)


def erase(w: Writing, actor: Actor, at: datetime, *, unit: Unit, kind: str, number: int, reason: str) -> int:
    """Erase restricted lists of a version that is out of use; returns how many."""
    return lifecycle.erase(w, actor, at, unit=unit, kind=kind, number=number, reason=reason)


def attach(
    w: Writing,
    actor: Actor,
    at: datetime,
    *,
    unit: Unit,
    kind: str,
    type: str,
    filename: str,
    content: bytes,
    number: int | None = None,
    on: date | None = None,
) -> str:
    """Attach a file to a version; returns its digest. Raises ``TooLarge``, ``WrongType``."""
    lifecycle.check_attachment_type(type)
    if len(content) > LARGEST_FILE:
        raise TooLarge(f"附件有 {len(content) / 1048576:.0f} MB，最大 30 MB。请压缩或分成几个文件。")
    media_type = media_type_of(content)
    if media_type is None:
        raise WrongType("附件只收 PDF、PNG、JPG 图片和 Word、Excel 文件。请另存为这些格式再传。")
    return lifecycle.attach(
        w,
        actor,
        at,
        unit=unit,
        kind=kind,
        type=type,
        filename=filename[-200:],
        media_type=media_type,
        content=content,
        number=number,
        on=on,
    )


def media_type_of(content: bytes) -> str | None:
    """What a file is by its first bytes; None for kinds that are not taken."""
    return next((kind for magic, kind in MEDIA_TYPES if content.startswith(magic)), None)


def moved(unit: Unit, kind: str, outcome: Outcome) -> Moved:
    """An outcome in the contract's shape."""
    return Moved(
        unit=unit.code,
        kind=kind,
        number=outcome.number,
        edition_no=outcome.edition_no,
        move=outcome.move,
        state=outcome.state,
        digest=outcome.digest,
        on=outcome.on,
        is_late=outcome.is_late,
    )
