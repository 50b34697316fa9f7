"""Triggers that keep append-only tables append-only, in the words of each engine."""

from sqlalchemy import Connection, text

_SQLITE = """CREATE TRIGGER {table}_no_{verb} BEFORE {VERB} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"""

_POSTGRESQL_FUNCTION = """CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END
$$ LANGUAGE plpgsql"""

_POSTGRESQL = """CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"""


def guard(connection: Connection, *tables: str) -> None:
    """Refuse UPDATE and DELETE (and TRUNCATE) on ``tables`` for everybody."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(_POSTGRESQL_FUNCTION))
        for table in tables:
            connection.execute(text(_POSTGRESQL.format(table=table)))
        return
    for table in tables:
        for verb in ("update", "delete"):
            statement = _SQLITE.format(table=table, verb=verb, VERB=verb.upper())
            connection.execute(text(statement))
