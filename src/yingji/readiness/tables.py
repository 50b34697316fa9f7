"""Dated facts on whether a plan would work: contacts confirmed, drills held, what they showed, who holds which post."""

from sqlalchemy import Column, Date, ForeignKey, Integer, String, Table, Text

from yingji.db import APPEND_ONLY, Instant, metadata

contact_check = Table(
    "contact_check",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("plan_id", ForeignKey("plan.id"), nullable=False, index=True),
    Column("contact_id", String(60), nullable=False),
    Column("person", String(16), nullable=False),
    Column("outcome", String(10), nullable=False),
    Column("on_day", Date, nullable=False),
    Column("by_name", String(80), nullable=False),
    Column("recorded_at", Instant, nullable=False),
    **APPEND_ONLY,
)
"""``outcome``: ``confirmed`` or ``failed``; the newest of a contact counts. ``person``: digest of who was rung where."""

amendment = Table(
    "amendment",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("plan_id", ForeignKey("plan.id"), nullable=False, index=True),
    Column("contact_id", String(60), nullable=False),
    Column("field", String(40), nullable=False),
    Column("old", Text, nullable=False),
    Column("new", Text, nullable=False),
    Column("on_day", Date, nullable=False),
    Column("by_name", String(80), nullable=False),
    Column("recorded_at", Instant, nullable=False),
    **APPEND_ONLY,
)
"""A contact's value changed after approval; shown over the text, which stands as it is."""

shelter_closure = Table(
    "shelter_closure",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("plan_id", ForeignKey("plan.id"), nullable=False, index=True),
    Column("shelter_id", String(60), nullable=False),
    Column("on_day", Date, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    **APPEND_ONLY,
)
"""A shelter the plan relies on can no longer be used from a day on."""

drill = Table(
    "drill",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("plan_id", ForeignKey("plan.id"), nullable=False, index=True),
    Column("on_day", Date, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    **APPEND_ONLY,
)

corrective_item = Table(
    "corrective_item",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("drill_id", ForeignKey("drill.id"), nullable=False, index=True),
    Column("content", Text, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    **APPEND_ONLY,
)

corrective_close = Table(
    "corrective_close",
    metadata,
    Column("item_id", ForeignKey("corrective_item.id"), primary_key=True),
    Column("on_day", Date, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    **APPEND_ONLY,
)

roster = Table(
    "roster",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("unit_id", ForeignKey("unit.id"), nullable=False, index=True),
    Column("post", String(80), nullable=False),
    Column("name", String(80), nullable=False),
    Column("from_day", Date, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    **APPEND_ONLY,
)
"""Who holds a post from a day on; the newest row of (unit, post) counts. ``主要负责人`` is the head."""
