"""The append-only trail and the head of each chain."""

from sqlalchemy import Column, Integer, String, Table, Text, UniqueConstraint

from yingji.db import APPEND_ONLY, Instant, metadata

ledger_entry = Table(
    "ledger_entry",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("chain", String(40), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("at", Instant, nullable=False, index=True),
    Column("clock", String(4), nullable=False),
    Column("actor", String(80), nullable=False),
    Column("act", String(40), nullable=False),
    Column("unit_id", Integer, index=True),
    Column("kind", String(40)),
    Column("content", Text, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("digest", String(64), nullable=False),
    UniqueConstraint("chain", "seq"),
    **APPEND_ONLY,
)

ledger_head = Table(
    "ledger_head",
    metadata,
    Column("chain", String(40), primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("digest", String(64), nullable=False),
)

ledger_touch = Table(
    "ledger_touch",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("touched", String(120), nullable=False),
)
"""What acts have touched since oversight last looked at it. Rows go once it has."""
