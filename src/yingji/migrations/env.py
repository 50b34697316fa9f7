"""Alembic's entry: migrations run on the connection the caller opened, in the caller's transaction."""

from alembic import context
from sqlalchemy import text

import yingji.migrations.tables  # noqa: F401 - fills the metadata that autogenerate compares with
from yingji.db import metadata

connection = context.config.attributes["connection"]
if connection.dialect.name == "postgresql":
    connection.execute(text("SET LOCAL lock_timeout = '5s'"))
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
