"""Writing plans: versions are inserts, the working copy is the only thing that changes."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select, union_all, update
from sqlalchemy.dialects import postgresql, sqlite

from yingji.access.queries import site_key
from yingji.access.secrets import keyed
from yingji.db import Reading, Writing, metadata
from yingji.plans import catalogue
from yingji.plans.canonical import canonical, digest
from yingji.plans.catalogue import Schema
from yingji.plans.facts import facts
from yingji.plans.kinds import KINDS
from yingji.plans.privacy import split
from yingji.plans.queries import Version, version_by_id
from yingji.plans.tables import (
    attachment,
    plan,
    plan_kind,
    schema_release,
    stored_file,
    version,
    version_fact,
    version_private,
    version_text,
    working_copy,
    working_file,
)

UNCLAIMED_FOR = timedelta(days=30)
"""So long the file of a draft that was given up is kept."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A document ready to store: canonical text without its restricted parts, these apart, one digest."""

    schema: Schema
    document: Mapping[str, Any]
    canonical: str
    private: Mapping[str, Any]
    digest: str


@dataclass(frozen=True, slots=True)
class Original:
    """A file as somebody sent it."""

    filename: str
    media_type: str
    content: bytes


def seed(w: Writing, at: datetime) -> None:
    """Plan kinds and the released schemas of this installation; nothing changes the second time."""
    known = {row.kind for row in w.rows(select(plan_kind.c.kind))}
    w.add_all(
        plan_kind,
        [
            {"kind": kind, "title": title, "rank": rank}
            for rank, (kind, title) in enumerate(KINDS.items())
            if kind not in known
        ],
    )
    released = {row.name for row in w.rows(select(schema_release.c.name))}
    w.add_all(
        schema_release,
        [
            {
                "name": schema.name,
                "digest": schema.digest,
                "content": canonical(schema.raw),
                "recorded_at": at,
            }
            for schema in catalogue.load().schemas
            if schema.name not in released
        ],
    )


def lock_plan(w: Writing, unit_id: int, kind: str) -> int:
    """The id of the plan, begun if need be and locked until the transaction ends."""
    dialect = postgresql if w.dialect == "postgresql" else sqlite
    w.run(
        dialect.insert(plan)
        .values(unit_id=unit_id, kind=kind)
        .on_conflict_do_nothing(index_elements=["unit_id", "kind"])
    )
    plan_id: int = w.scalar(
        select(plan.c.id).where(plan.c.unit_id == unit_id, plan.c.kind == kind).with_for_update()
    )
    return plan_id


def seal(r: Reading, schema: Schema, document: Mapping[str, Any]) -> Sealed:
    """Set the restricted parts of a checked document apart and compute its digest."""
    stored, private = split(schema, dict(document), site_key(r).encode())
    text = canonical(stored)
    return Sealed(schema, document, text, private, digest(text))


def add_version(
    w: Writing,
    at: datetime,
    *,
    plan_id: int,
    sealed: Sealed,
    uploader_id: int,
    is_major: bool,
    is_recorded: bool = False,
) -> Version:
    """Insert the next version of a locked plan, its text, its facts."""
    version_id = _insert(
        w,
        at,
        plan_id=plan_id,
        schema=sealed.schema.name,
        digest=sealed.digest,
        title=str(sealed.document.get("title", "")),
        uploader_id=uploader_id,
        is_major=is_major,
        is_recorded=is_recorded,
    )
    w.add(version_text, version_id=version_id, canonical=sealed.canonical)
    if sealed.private:
        w.add(version_private, version_id=version_id, content=_json(sealed.private))
    w.add_all(
        version_fact,
        [{"version_id": version_id, **row} for row in facts(sealed.schema, dict(sealed.document)).rows()],
    )
    return version_by_id(w, version_id)


def add_scan_version(
    w: Writing, at: datetime, *, plan_id: int, content: bytes, title: str, uploader_id: int
) -> Version:
    """Insert a version that is a scan only (补录): no document, the scan's digest is the version's."""
    version_id = _insert(
        w,
        at,
        plan_id=plan_id,
        schema="",
        digest=hashlib.sha256(content).hexdigest(),
        title=title,
        uploader_id=uploader_id,
        is_major=True,
        is_recorded=True,
    )
    return version_by_id(w, version_id)


def _insert(w: Writing, at: datetime, *, plan_id: int, **columns: Any) -> int:
    last = w.scalar(select(func.max(version.c.number)).where(version.c.plan_id == plan_id)) or 0
    token = keyed(site_key(w), "version", plan_id, last + 1)[:32]
    version_id: int = w.add(version, plan_id=plan_id, number=last + 1, token=token, recorded_at=at, **columns)
    return version_id


def keep_working_copy(
    w: Writing,
    at: datetime,
    *,
    plan_id: int,
    content: Mapping[str, Any],
    base: str | None,
    must_count: int,
    by_id: int,
) -> None:
    """Store what somebody is filling in, right or wrong, in place of what was there."""
    drop_working_copy(w, plan_id)
    w.add(
        working_copy,
        plan_id=plan_id,
        content=_json(content),
        base=base,
        must_count=must_count,
        by_id=by_id,
        recorded_at=at,
    )


def drop_working_copy(w: Writing, plan_id: int) -> None:
    """Forget the working copy: it has become a version, or its owner says so."""
    w.run(delete(working_copy).where(working_copy.c.plan_id == plan_id))


def keep_working_file(w: Writing, at: datetime, *, plan_id: int, file: Original, by_id: int) -> str:
    """Remember the file a working copy was read from; returns its digest."""
    digest = _store(w, file.content)
    known = select(working_file).where(working_file.c.plan_id == plan_id, working_file.c.digest == digest)
    if w.first(known) is None:
        w.add(
            working_file,
            plan_id=plan_id,
            digest=digest,
            filename=file.filename,
            media_type=file.media_type,
            by_id=by_id,
            recorded_at=at,
        )
    return digest


def drop_working_files(w: Writing, plan_id: int) -> None:
    """Forget which files the working copy was read from; their bytes stay."""
    w.run(delete(working_file).where(working_file.c.plan_id == plan_id))


def hand_over_files(w: Writing, at: datetime, *, plan_id: int, version_id: int, on_day: date) -> list[str]:
    """Put the files the working copy was read from beside the version it became; returns their digests."""
    beside = select(attachment.c.digest).where(attachment.c.version_id == version_id)
    known = {row.digest for row in w.rows(beside)}
    waiting = w.rows(
        select(working_file)
        .where(working_file.c.plan_id == plan_id)
        .order_by(working_file.c.recorded_at, working_file.c.digest)
    )
    given = [
        {
            "version_id": version_id,
            "type": "original",
            "filename": row.filename,
            "media_type": row.media_type,
            "digest": row.digest,
            "on_day": on_day,
            "by_id": row.by_id,
            "recorded_at": at,
        }
        for row in waiting
        if row.digest not in known
    ]
    w.add_all(attachment, given)
    drop_working_files(w, plan_id)
    return [str(row["digest"]) for row in given]


def attach_file(
    w: Writing,
    at: datetime,
    *,
    version_id: int,
    type: str,
    filename: str,
    media_type: str,
    content: bytes,
    on_day: date,
    by_id: int,
) -> str:
    """Store a file beside a version; returns the file's digest."""
    file_digest = _store(w, content)
    w.add(
        attachment,
        version_id=version_id,
        type=type,
        filename=filename,
        media_type=media_type,
        digest=file_digest,
        on_day=on_day,
        by_id=by_id,
        recorded_at=at,
    )
    return file_digest


def _store(w: Writing, content: bytes) -> str:
    """Bytes under their digest, once; those erased or given up before are here again."""
    digest = hashlib.sha256(content).hexdigest()
    gone = stored_file.c.erased_at.is_not(None) | stored_file.c.unclaimed_at.is_not(None)
    again = update(stored_file).where(stored_file.c.digest == digest, gone)
    is_back = w.run(again.values(content=content, erased_at=None, unclaimed_at=None))
    if not is_back and w.first(select(stored_file.c.digest).where(stored_file.c.digest == digest)) is None:
        w.add(stored_file, digest=digest, content=content)
    return digest


def clear_files(w: Writing, at: datetime) -> list[str]:
    """Delete the bytes that no version and no draft has pointed to for ``UNCLAIMED_FOR``; returns their digests.

    What is found without an owner for the first time is only noted; the database itself refuses to
    delete what anything points to.
    """
    claimed = union_all(
        *(
            select(key.parent)
            for table in metadata.tables.values()
            for key in table.foreign_keys
            if key.column is stored_file.c.digest
        )
    )
    unclaimed = stored_file.c.digest.not_in(claimed)
    w.run(
        update(stored_file)
        .where(~unclaimed, stored_file.c.unclaimed_at.is_not(None))
        .values(unclaimed_at=None)
    )
    w.run(update(stored_file).where(unclaimed, stored_file.c.unclaimed_at.is_(None)).values(unclaimed_at=at))
    due = (unclaimed, stored_file.c.unclaimed_at <= at - UNCLAIMED_FOR)
    digests = [row.digest for row in w.rows(select(stored_file.c.digest).where(*due).order_by("digest"))]
    w.run(delete(stored_file).where(*due))
    return digests


def erase_restricted(w: Writing, at: datetime, version_id: int) -> int:
    """Erase the restricted parts of a version, and the originals that hold them and serve no other.

    Returns how many lists there were. The digests stand.
    """
    content = w.scalar(select(version_private.c.content).where(version_private.c.version_id == version_id))
    w.run(
        update(version_private)
        .where(version_private.c.version_id == version_id, version_private.c.erased_at.is_(None))
        .values(content="{}", erased_at=at)
    )
    _erase_originals(w, at, version_id)
    return len(json.loads(content or "{}"))


def _erase_originals(w: Writing, at: datetime, version_id: int) -> None:
    """Bytes that a version not erased, or another kind of attachment, still has stay."""
    own = select(attachment.c.digest).where(
        attachment.c.version_id == version_id, attachment.c.type == "original"
    )
    needed = (
        select(attachment.c.digest)
        .outerjoin(version_private, version_private.c.version_id == attachment.c.version_id)
        .where((attachment.c.type != "original") | version_private.c.erased_at.is_(None))
    )
    waiting = select(working_file.c.digest)
    w.run(
        update(stored_file)
        .where(
            stored_file.c.digest.in_(own),
            stored_file.c.digest.not_in(needed),
            stored_file.c.digest.not_in(waiting),
            stored_file.c.erased_at.is_(None),
        )
        .values(content=b"", erased_at=at)
    )


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
