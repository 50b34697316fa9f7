"""Adding to what is counted at places and above them."""

from typing import Any

from sqlalchemy import FromClause
from sqlalchemy.dialects import postgresql, sqlite

from yingji.coverage.queries.counting import summed
from yingji.coverage.tables import coverage_count
from yingji.db import Writing


def count(w: Writing, moved: FromClause) -> None:
    """Add cells (``cells_at`` or ``cells_moved``) to the counts of their places and of everything above."""
    counted = coverage_count.c
    insert = dialect(w).insert(coverage_count).from_select([c.name for c in counted], summed(moved))
    added = {name: counted[name] + insert.excluded[name] for name in ("cells", "usable")}
    w.run(insert.on_conflict_do_update(index_elements=["unit_id", "status"], set_=added))


def dialect(w: Writing) -> Any:
    """The one that knows ``on_conflict``."""
    return postgresql if w.dialect == "postgresql" else sqlite
