"""Plans, their immutable versions, and the one working copy a plan may have."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from yingji.db import APPEND_ONLY, Instant, metadata

plan_kind = Table(
    "plan_kind",
    metadata,
    Column("kind", String(40), primary_key=True),
    Column("title", String(80), nullable=False),
    Column("rank", Integer, nullable=False),
)

schema_release = Table(
    "schema_release",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("content", Text, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    **APPEND_ONLY,
)

plan = Table(
    "plan",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("unit_id", ForeignKey("unit.id"), nullable=False),
    Column("kind", ForeignKey("plan_kind.kind"), nullable=False),
    UniqueConstraint("unit_id", "kind"),
)

version = Table(
    "version",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("plan_id", ForeignKey("plan.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("schema", String(40), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("title", Text, nullable=False),
    Column("token", String(64), nullable=False, unique=True),
    Column("uploader_id", ForeignKey("person.id"), nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("is_recorded", Boolean, nullable=False),
    Column("is_major", Boolean, nullable=False),
    UniqueConstraint("plan_id", "number"),
    **APPEND_ONLY,
)
"""``is_recorded``: 补录, issued on paper before. ``schema`` is empty for a version that is a scan only."""

version_text = Table(
    "version_text",
    metadata,
    Column("version_id", ForeignKey("version.id"), primary_key=True),
    Column("canonical", Text, nullable=False),
    **APPEND_ONLY,
)

version_private = Table(
    "version_private",
    metadata,
    Column("version_id", ForeignKey("version.id"), primary_key=True),
    Column("content", Text, nullable=False),
    Column("erased_at", Instant),
)
"""Restricted parts by JSON pointer; erased to ``{}`` as the law asks, the version's digest stands."""

version_fact = Table(
    "version_fact",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("version_id", ForeignKey("version.id"), nullable=False),
    Column("fact", String(20), nullable=False),
    Column("key", String(120), nullable=False),
    Column("text", Text, nullable=False),
    Column("day", Date),
    Column("number", Integer),
    Index("ix_version_fact_version_id_fact", "version_id", "fact"),
    **APPEND_ONLY,
)
"""What rules read of a document, extracted at upload: ``contact leader supply_expiry shelter basis covers profile_date empty_part telltale``."""

working_copy = Table(
    "working_copy",
    metadata,
    Column("plan_id", ForeignKey("plan.id"), primary_key=True),
    Column("content", Text, nullable=False),
    Column("base", String(64)),
    Column("must_count", Integer, nullable=False),
    Column("by_id", ForeignKey("person.id"), nullable=False),
    Column("recorded_at", Instant, nullable=False),
)

stored_file = Table(
    "stored_file",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("content", LargeBinary, nullable=False),
    Column("erased_at", Instant),
    Column("unclaimed_at", Instant),
)
"""Bytes by their sha-256; originals are erased with the restricted lists they hold, the digest stands.

``unclaimed_at``: since when neither a version nor a draft points to it.
"""

working_file = Table(
    "working_file",
    metadata,
    Column("plan_id", ForeignKey("plan.id"), primary_key=True),
    Column("digest", ForeignKey("stored_file.digest"), primary_key=True),
    Column("filename", String(200), nullable=False),
    Column("media_type", String(100), nullable=False),
    Column("by_id", ForeignKey("person.id"), nullable=False),
    Column("recorded_at", Instant, nullable=False),
)
"""Files a working copy was read from; they go beside the version it becomes."""

attachment = Table(
    "attachment",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("version_id", ForeignKey("version.id"), nullable=False, index=True),
    Column("type", String(20), nullable=False),
    Column("filename", String(200), nullable=False),
    Column("media_type", String(100), nullable=False),
    Column("digest", ForeignKey("stored_file.digest"), nullable=False),
    Column("on_day", Date, nullable=False),
    Column("by_id", ForeignKey("person.id"), nullable=False),
    Column("recorded_at", Instant, nullable=False),
    **APPEND_ONLY,
)
