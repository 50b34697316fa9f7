"""The expected set: who must hold which plan, from when, on whose word; and who is excused."""

from sqlalchemy import Column, Date, ForeignKey, Integer, String, Table, Text

from yingji.db import APPEND_ONLY, Instant, metadata

requirement = Table(
    "requirement",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("unit_id", ForeignKey("unit.id"), index=True),
    Column("under_id", ForeignKey("unit.id"), index=True),
    Column("unit_kind", String(20)),
    Column("kind", ForeignKey("plan_kind.kind"), nullable=False),
    Column("from_day", Date, nullable=False),
    Column("until_day", Date),
    Column("basis", Text, nullable=False),
    Column("decided_by", Text, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    **APPEND_ONLY,
)
"""Either one unit, or every unit of a kind (under a place, or anywhere when ``under_id`` is NULL)."""

requirement_end = Table(
    "requirement_end",
    metadata,
    Column("requirement_id", ForeignKey("requirement.id"), primary_key=True),
    Column("until_day", Date, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    **APPEND_ONLY,
)

exemption = Table(
    "exemption",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("unit_id", ForeignKey("unit.id"), nullable=False, index=True),
    Column("kind", ForeignKey("plan_kind.kind"), nullable=False),
    Column("reason", Text, nullable=False),
    Column("approver", Text, nullable=False),
    Column("from_day", Date, nullable=False),
    Column("until_day", Date),
    Column("recorded_at", Instant, nullable=False),
    **APPEND_ONLY,
)

exemption_end = Table(
    "exemption_end",
    metadata,
    Column("exemption_id", ForeignKey("exemption.id"), primary_key=True),
    Column("until_day", Date, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    **APPEND_ONLY,
)

reminder = Table(
    "reminder",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("unit_id", ForeignKey("unit.id"), nullable=False, index=True),
    Column("kind", ForeignKey("plan_kind.kind"), nullable=False),
    Column("whom", String(80), nullable=False),
    Column("way", String(10), nullable=False),
    Column("on_day", Date, nullable=False),
    Column("by_name", String(80), nullable=False),
    Column("recorded_at", Instant, nullable=False),
    **APPEND_ONLY,
)
"""Somebody was reminded of a plan that is missing, late or not ready; no status hangs on it."""

WAYS = {"phone": "打电话", "message": "发消息", "visit": "当面", "letter": "书面"}
"""How somebody may be reminded."""
