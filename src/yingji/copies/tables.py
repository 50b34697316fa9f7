"""Copies handed out and copies that came back. Nobody edits either; what is out follows from both."""

from sqlalchemy import Column, Date, ForeignKey, Integer, String, Table, UniqueConstraint

from yingji.db import APPEND_ONLY, Instant, metadata

paper_copy = Table(
    "paper_copy",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("version_id", ForeignKey("version.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("edition", String(20), nullable=False),
    Column("holder", String(80), nullable=False),
    Column("on_day", Date, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    UniqueConstraint("version_id", "number"),
    **APPEND_ONLY,
)
"""``number`` (第几份) counts the copies of one version, whatever their edition."""

paper_copy_end = Table(
    "paper_copy_end",
    metadata,
    Column("copy_id", ForeignKey("paper_copy.id"), primary_key=True),
    Column("outcome", String(10), nullable=False),
    Column("on_day", Date, nullable=False),
    Column("by_name", String(80), nullable=False),
    Column("recorded_at", Instant, nullable=False),
    **APPEND_ONLY,
)
"""``outcome``: ``returned``, ``destroyed`` or ``lost``; a copy ends once."""
