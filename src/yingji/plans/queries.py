"""Plans and their versions, read back as frozen values."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, exists, select

from yingji.access.tables import person
from yingji.db import Reading
from yingji.errors import NotFound, Usage
from yingji.plans.privacy import join
from yingji.plans.tables import (
    attachment,
    plan,
    plan_kind,
    stored_file,
    version,
    version_private,
    version_text,
    working_copy,
)


@dataclass(frozen=True, slots=True)
class Plan:
    """One unit's plan of one kind; it has versions."""

    id: int
    unit_id: int
    kind: str


@dataclass(frozen=True, slots=True)
class Version:
    """An immutable upload. ``schema`` is empty for a scan without a document."""

    id: int
    plan_id: int
    number: int
    schema: str
    digest: str
    title: str
    token: str
    uploader: str
    uploader_name: str
    recorded_at: datetime
    is_recorded: bool
    is_major: bool


@dataclass(frozen=True, slots=True)
class WorkingCopy:
    """What somebody is filling in; may be wrong or half empty. ``content`` is JSON text."""

    content: str
    base: str | None
    must_count: int
    by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file beside a version; its bytes by ``file_of``."""

    id: int
    version_id: int
    type: str
    filename: str
    media_type: str
    digest: str
    on_day: date
    by: str
    recorded_at: datetime


def kinds(r: Reading) -> Mapping[str, str]:
    """Plan kinds kept here with their Chinese titles, in order."""
    return {row.kind: row.title for row in r.rows(select(plan_kind).order_by(plan_kind.c.rank))}


def check_kind(r: Reading, kind: str) -> str:
    """The title of a plan kind; raises ``Usage`` with the list for an unknown one."""
    known = kinds(r)
    if kind not in known:
        listing = "、".join(f"{key}（{title}）" for key, title in known.items())
        raise Usage(f"没有「{kind}」这个预案种类。可用：{listing}。")
    return known[kind]


def find_plan(r: Reading, unit_id: int, kind: str) -> Plan | None:
    """The plan of a unit and kind, or None when nothing was ever begun."""
    row = r.first(select(plan).where(plan.c.unit_id == unit_id, plan.c.kind == kind))
    return Plan(row.id, row.unit_id, row.kind) if row else None


def plans_of(r: Reading, unit_ids: list[int], *, is_begun: bool = False) -> tuple[Plan, ...]:
    """Every plan of these units, by unit and kind; ``is_begun``: those that have a version."""
    statement = select(plan).where(plan.c.unit_id.in_(unit_ids)).order_by(plan.c.unit_id, plan.c.kind)
    if is_begun:
        statement = statement.where(exists().where(version.c.plan_id == plan.c.id))
    return tuple(Plan(row.id, row.unit_id, row.kind) for row in r.rows(statement))


def plans_titled(r: Reading, words: str) -> frozenset[int]:
    """The plans of which some version has the words in its title."""
    statement = select(version.c.plan_id).where(version.c.title.contains(words, autoescape=True)).distinct()
    return frozenset(row.plan_id for row in r.rows(statement))


def versions_of(r: Reading, plan_id: int) -> tuple[Version, ...]:
    """All versions, oldest first."""
    rows = r.rows(versions_with().where(version.c.plan_id == plan_id).order_by(version.c.number))
    return tuple(version_from(row) for row in rows)


def version_by_id(r: Reading, version_id: int) -> Version:
    """One version that is known to exist."""
    row = r.first(versions_with().where(version.c.id == version_id))
    if row is None:
        raise NotFound("没有这一版。")
    return version_from(row)


def version_by_token(r: Reading, token: str) -> tuple[Plan, Version] | None:
    """The version a QR code names, with its plan; None for a code nobody issued."""
    row = r.first(versions_with().where(version.c.token == token))
    if row is None:
        return None
    owner = r.first(select(plan).where(plan.c.id == row.plan_id))
    assert owner is not None  # noqa: S101 - foreign key
    return Plan(owner.id, owner.unit_id, owner.kind), version_from(row)


def canonical_of(r: Reading, version_id: int) -> str:
    """The stored text; its sha-256 is the version's digest. Empty for a scan without a document."""
    return r.scalar(select(version_text.c.canonical).where(version_text.c.version_id == version_id)) or ""


def document_of(r: Reading, version_id: int, *, with_restricted: bool) -> dict[str, Any]:
    """The document; restricted parts stand as keyed digests unless asked for and not erased."""
    text = canonical_of(r, version_id)
    if not text:
        return {}
    stored: dict[str, Any] = json.loads(text)
    if not with_restricted:
        return stored
    private = r.scalar(select(version_private.c.content).where(version_private.c.version_id == version_id))
    return join(stored, json.loads(private or "{}"))


def erased_on(r: Reading, version_id: int) -> datetime | None:
    """When the restricted parts of a version were erased, if they were."""
    moment: datetime | None = r.scalar(
        select(version_private.c.erased_at).where(version_private.c.version_id == version_id)
    )
    return moment


def working_copy_of(r: Reading, plan_id: int) -> WorkingCopy | None:
    """The plan's working copy, or None."""
    row = r.first(
        select(working_copy, person.c.login)
        .join(person, person.c.id == working_copy.c.by_id)
        .where(working_copy.c.plan_id == plan_id)
    )
    if row is None:
        return None
    return WorkingCopy(row.content, row.base, row.must_count, row.login, row.recorded_at)


def attachments_of(r: Reading, version_id: int) -> tuple[Attachment, ...]:
    """Files beside a version, oldest first."""
    rows = r.rows(
        select(attachment, person.c.login)
        .join(person, person.c.id == attachment.c.by_id)
        .where(attachment.c.version_id == version_id)
        .order_by(attachment.c.id)
    )
    return tuple(
        Attachment(
            row.id,
            row.version_id,
            row.type,
            row.filename,
            row.media_type,
            row.digest,
            row.on_day,
            row.login,
            row.recorded_at,
        )
        for row in rows
    )


def file_of(r: Reading, digest: str) -> bytes:
    """The bytes of a stored file; raises ``NotFound``, also when they were erased as the law asks."""
    row = r.first(select(stored_file).where(stored_file.c.digest == digest))
    if row is None:
        raise NotFound("没有这个附件。")
    if row.erased_at is not None:
        raise NotFound("这个文件里有限制公开的名单，已按规定随名单一起删除，只留下摘要备查。")
    return bytes(row.content)


def versions_with() -> Select[Any]:
    """Versions with their uploader; join and filter it at will."""
    return select(version, person.c.login, person.c.name).join(person, person.c.id == version.c.uploader_id)


def version_from(row: Any) -> Version:
    """A row of ``versions_with``."""
    return Version(
        id=row.id,
        plan_id=row.plan_id,
        number=row.number,
        schema=row.schema,
        digest=row.digest,
        title=row.title,
        token=row.token,
        uploader=row.login,
        uploader_name=row.name,
        recorded_at=row.recorded_at,
        is_recorded=row.is_recorded,
        is_major=row.is_major,
    )
