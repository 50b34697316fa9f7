"""What verdicts stand on: documents, local policy, working days; every row dated and never changed."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, String, Table, Text

from yingji.db import APPEND_ONLY, Instant, metadata

basis_document = Table(
    "basis_document",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("id", String(60), nullable=False, index=True),
    Column("issuer", String(60), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("title", Text, nullable=False),
    Column("doc_no", String(120), nullable=False),
    Column("issued_on", Date),
    Column("effective_on", Date),
    Column("supersedes", String(60), nullable=False),
    Column("ended_on", Date),
    Column("certainty", String(20), nullable=False),
    Column("note", Text, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    **APPEND_ONLY,
)
"""The newest row of an id counts; ``""`` where the register has nothing."""

basis_major = Table(
    "basis_major",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("basis_id", String(60)),
    Column("version_id", Integer),
    Column("on_day", Date, nullable=False),
    Column("by_name", String(80), nullable=False),
    Column("reason", Text, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    **APPEND_ONLY,
)
"""A named person marks an upstream document, or a version of a plan kept here, as a major change."""

policy = Table(
    "policy",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String(40), nullable=False),
    Column("value", String(200), nullable=False),
    Column("from_day", Date, nullable=False),
    Column("decided_by", Text, nullable=False),
    Column("under_id", ForeignKey("unit.id")),
    Column("unit_kind", String(20)),
    Column("plan_kind", String(40)),
    Column("recorded_at", Instant, nullable=False),
    Index("ix_policy_key_from_day", "key", "from_day"),
    **APPEND_ONLY,
)

workday = Table(
    "workday",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("day", Date, nullable=False, index=True),
    Column("is_workday", Boolean, nullable=False),
    Column("note", String(80), nullable=False),
    Column("recorded_at", Instant, nullable=False),
    **APPEND_ONLY,
)
"""Published exceptions to Monday–Friday; a year whose fixed holidays are named is published, others are 暂定."""
