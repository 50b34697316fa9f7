"""People, the roles granted to them over a unit, and their ways in."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, String, Table, Text

from yingji.db import APPEND_ONLY, Instant, metadata

person = Table(
    "person",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("login", String(80), nullable=False, unique=True),
    Column("name", String(80), nullable=False),
    Column("post", String(80), nullable=False),
    Column("password", String(200)),
    Column("must_change", Boolean, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("off_at", Instant),
)

grant = Table(
    "role_grant",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person_id", ForeignKey("person.id"), nullable=False, index=True),
    Column("role", String(20), nullable=False),
    Column("unit_id", Integer, nullable=False, index=True),
    Column("from_day", Date, nullable=False),
    Column("until_day", Date),
    Column("recorded_at", Instant, nullable=False),
    **APPEND_ONLY,
)

grant_end = Table(
    "role_grant_end",
    metadata,
    Column("grant_id", ForeignKey("role_grant.id"), primary_key=True),
    Column("until_day", Date, primary_key=True),
    Column("recorded_at", Instant, nullable=False),
    **APPEND_ONLY,
)

token = Table(
    "api_token",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person_id", ForeignKey("person.id"), nullable=False, index=True),
    Column("digest", String(64), nullable=False, unique=True),
    Column("recorded_at", Instant, nullable=False),
    Column("off_at", Instant),
)

session = Table(
    "web_session",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("person_id", ForeignKey("person.id"), nullable=False, index=True),
    Column("csrf", String(64), nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
)

sign_in_attempt = Table(
    "sign_in_attempt",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("login", String(80), nullable=False),
    Column("at", Instant, nullable=False),
    Column("succeeded", Boolean, nullable=False),
    Index("ix_sign_in_attempt_login_at", "login", "at"),
)

site = Table(
    "site",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", Text, nullable=False),
)
"""What one installation keeps of itself: its key, the clock it was made under."""
