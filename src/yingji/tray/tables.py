"""What passes: nothing here is a record, and everything goes after a week."""

from sqlalchemy import Boolean, Column, ForeignKey, Integer, LargeBinary, String, Table, Text

from yingji.db import Instant, metadata

held_file = Table(
    "held_file",
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("digest", String(64), primary_key=True),
    Column("filename", String(200), nullable=False),
    Column("size", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("recorded_at", Instant, nullable=False),
)
"""Bytes by their sha-256 for one person alone, between the page that checks them and the one that stores them."""

batch_run = Table(
    "batch_run",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person_id", ForeignKey("person.id"), nullable=False, index=True),
    Column("digest", String(64), nullable=False),
    Column("filename", String(200), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("given", Text, nullable=False),
    Column("what", String(10), nullable=False),
    Column("total", Integer, nullable=False),
    Column("done", Text, nullable=False),
    Column("is_over", Boolean, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("heard_at", Instant, nullable=False),
)
"""Many things gone through one by one: a zip looked at or stored, plans printed (``what``: ``look``, ``store``,
``print``). ``given`` (how it was asked for) and ``done`` (a row for each) as JSON; ``digest`` is the file in the tray.
"""
