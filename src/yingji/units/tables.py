"""Units have identities of their own; codes, names and places are dated facts about them."""

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, String, Table, Text

from yingji.db import APPEND_ONLY, Instant, metadata

unit = Table(
    "unit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("recorded_at", Instant, nullable=False),
    **APPEND_ONLY,
)

unit_name = Table(
    "unit_name",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("unit_id", ForeignKey("unit.id"), nullable=False),
    Column("from_day", Date, nullable=False),
    Column("code", String(60), nullable=False, index=True),
    Column("name", String(120), nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Index("ix_unit_name_unit_id_from_day", "unit_id", "from_day"),
    **APPEND_ONLY,
)

unit_place = Table(
    "unit_place",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("unit_id", ForeignKey("unit.id"), nullable=False),
    Column("from_day", Date, nullable=False),
    Column("parent_id", ForeignKey("unit.id"), index=True),
    Column("path", String(200), nullable=False, index=True),
    Column("recorded_at", Instant, nullable=False),
    Index("ix_unit_place_unit_id_from_day", "unit_id", "from_day"),
    **APPEND_ONLY,
)
"""``path`` is the chain of own ids, ``/1/16/24/201/``; an empty path means: ended on that day."""

unit_change = Table(
    "unit_change",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("unit_id", ForeignKey("unit.id"), nullable=False, index=True),
    Column("other_id", ForeignKey("unit.id")),
    Column("how", String(20), nullable=False),
    Column("on_day", Date, nullable=False),
    Column("order_doc", Text, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    **APPEND_ONLY,
)
"""Acts on units: add, rename, recode, move, merge, split, end. ``other_id``: the unit merged into or split from."""
