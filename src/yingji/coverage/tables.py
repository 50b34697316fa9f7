"""The expected set: who must hold which plan, from when, on whose word; and who is excused."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Integer, LargeBinary, String, Table, Text

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

coverage_state = Table(
    "coverage_state",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("release", String(40), nullable=False),
    Column("ground", String(64), nullable=False),
    Column("through", Date),
    Column("units_change_on", Date),
)
"""One row: by which release cells were judged, on which working days and register (a digest).

``through``: the day cells are counted as of, and acts on units up to which are in the places; the next
such act is on ``units_change_on``.
"""

coverage_place = Table(
    "coverage_place",
    metadata,
    Column("unit_id", ForeignKey("unit.id"), primary_key=True, autoincrement=False),
    Column("path", String(200), nullable=False, index=True),
    Column("code", String(60), nullable=False),
    Column("governments", Text, nullable=False),
    Column("is_township", Boolean, nullable=False),
    Column("judged_on", Date),
    Column("changes_on", Date, index=True),
    Column("holds_until", Date, nullable=False, index=True),
)
"""What is judged together: a township with all below it, or a unit outside townships alone.

What it tells is current until ``changes_on``, its cells until ``holds_until``, as long as no
``ledger_touch`` reaches it.
"""

coverage_above = Table(
    "coverage_above",
    metadata,
    Column("place_id", ForeignKey("coverage_place.unit_id"), primary_key=True),
    Column("unit_id", Integer, primary_key=True, autoincrement=False),
)
"""The units a place is counted at: itself and everything above it."""

coverage_told = Table(
    "coverage_told",
    metadata,
    Column("place_id", ForeignKey("coverage_place.unit_id"), primary_key=True, autoincrement=False),
    Column("counts", Text, nullable=False),
    Column("unchecked", Text, nullable=False),
    Column("policy", Text, nullable=False),
    Column("inputs", String(64), nullable=False),
    Column("heads", LargeBinary, nullable=False),
    Column("said", LargeBinary, nullable=False),
    Column("steps", LargeBinary, nullable=False),
)
"""What the verdicts of a place tell, compressed; ``said``: the cells in JSON, as every face is drawn from.

``heads``: by cell, what lists and groups are made of without reading the whole of it.
``steps``: by cell, what its plan waits for, but for its open version.
"""

coverage_cell = Table(
    "coverage_cell",
    metadata,
    Column("place_id", ForeignKey("coverage_place.unit_id"), primary_key=True),
    Column("unit_id", Integer, primary_key=True),
    Column("kind", String(40), primary_key=True),
    Column("from_day", Date, primary_key=True, index=True),
    Column("status", String(20), nullable=False),
    Column("is_usable", Boolean, nullable=False),
)
"""A projection: what a cell is from a day on, also from days to come that time alone brings.

What it is on a day is the row with the greatest ``from_day`` not after it; "" once nothing is required.
"""

coverage_month = Table(
    "coverage_month",
    metadata,
    Column("place_id", ForeignKey("coverage_place.unit_id"), primary_key=True),
    Column("on_day", Date, primary_key=True),
    Column("counts", Text),
    Column("red", Integer, nullable=False),
    Column("amber", Integer, nullable=False),
)
"""What a place was at the end of a month past, by all that is known now; ``counts`` NULL: it was not there.

Whatever is entered later may change what was: an act that reaches the place takes its months away.
"""

coverage_count = Table(
    "coverage_count",
    metadata,
    Column("unit_id", Integer, primary_key=True, autoincrement=False),
    Column("status", String(20), primary_key=True),
    Column("cells", Integer, nullable=False),
    Column("usable", Integer, nullable=False),
)
"""Cells by status at and below every place and everything above it: a parent is the sum of its children."""
