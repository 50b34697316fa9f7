"""Acts are the truth; where a version stands, and what is in force from which day, follow from them."""

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, String, Table, Text, text

from yingji.db import APPEND_ONLY, Instant, metadata

act = Table(
    "act",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("version_id", ForeignKey("version.id"), nullable=False, index=True),
    Column("move", String(20), nullable=False),
    Column("on_day", Date, nullable=False),
    Column("actor_id", ForeignKey("person.id"), nullable=False),
    Column("fields", Text, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    **APPEND_ONLY,
)
"""``fields``: JSON of the move's fields and the digest it was pinned to."""

version_state = Table(
    "version_state",
    metadata,
    Column("version_id", ForeignKey("version.id"), primary_key=True),
    Column("plan_id", ForeignKey("plan.id"), nullable=False, index=True),
    Column("state", String(20), nullable=False),
    Column("edition_no", Integer),
    Index(
        "uq_version_state_open",
        "plan_id",
        unique=True,
        sqlite_where=text("state IN ('draft','submitted','returned','passed','approved')"),
        postgresql_where=text("state IN ('draft','submitted','returned','passed','approved')"),
    ),
)
"""Projection of acts; the partial unique index makes two open versions of a plan unwritable."""

standing = Table(
    "standing",
    metadata,
    Column("plan_id", ForeignKey("plan.id"), primary_key=True),
    Column("from_day", Date, primary_key=True),
    Column("version_id", ForeignKey("version.id")),
)
"""In force on D is the row with the greatest ``from_day`` ≤ D; NULL means none. A projection of acts."""
