"""Bring a database to this release: tables, guards, and what every registry starts with."""

from datetime import datetime
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import column, select, table

from yingji.access import actions as access
from yingji.basis import actions as basis
from yingji.db import Database, Reading
from yingji.plans import actions as plans

HERE = Path(__file__).parent


def upgrade(database: Database, at: datetime, secret: str = "") -> None:
    """Migrate to the newest revision and seed kinds, schemas, calendar and default thresholds.

    Running it again changes nothing.
    """
    migrate(database)
    with database.writing() as w:
        access.seed(w, secret)
        plans.seed(w, at)
        basis.seed(w, at)


def migrate(database: Database, revision: str = "head") -> None:
    """Migrate to a revision, in one transaction on both engines."""
    config = _config()
    with database.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def revision_of(database: Database) -> str:
    """The revision a database is at; empty for one that was never migrated."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() or ""


def pending(database: Database) -> bool:
    """Whether the database is behind this release (or empty)."""
    return revision_of(database) != ScriptDirectory.from_config(_config()).get_current_head()


def revision_in(r: Reading) -> str:
    """The same, asked within a reading transaction; empty for a database that was never migrated."""
    return str(r.scalar(select(column("version_num")).select_from(table("alembic_version"))) or "")


def is_current(r: Reading) -> bool:
    """Whether the database is at this release."""
    return revision_in(r) == _head()


@cache
def _head() -> str:
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def _config() -> AlembicConfig:
    config = AlembicConfig()
    config.set_main_option("script_location", str(HERE))
    return config
