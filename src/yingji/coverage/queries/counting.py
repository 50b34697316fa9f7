"""Counting kept cells by status, at their places and everything above, as statements both engines run alike."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, and_, case, exists, func, literal, select, union_all

from yingji.coverage.tables import coverage_above, coverage_cell

_cell = coverage_cell.c


def cells_on(day: date, *which: ColumnElement[bool], sign: int = 1) -> Select[Any]:
    """The cells as they are on a day, each worth ``sign``."""
    later = coverage_cell.alias()
    overtaken = exists().where(_same_cell(later), later.c.from_day > _cell.from_day, later.c.from_day <= day)
    return select(
        _cell.place_id,
        _cell.status,
        literal(sign).label("cells"),
        case((_cell.is_usable, sign), else_=0).label("usable"),
    ).where(_cell.from_day <= day, ~overtaken, _cell.status != "", *which)


def cells_at(places: Collection[int], day: date, sign: int = 1) -> FromClause:
    """The cells of these places on a day."""
    return cells_on(day, _cell.place_id.in_(places), sign=sign).subquery()


def cells_moved(since: date, through: date) -> FromClause:
    """What time alone moved after ``since`` and by ``through``: +1 for what cells are then, -1 for what they were."""
    first, last, sign = (since, through, 1) if since <= through else (through, since, -1)
    between = coverage_cell.alias()
    changed = (
        select(between.c.place_id, between.c.unit_id, between.c.kind)
        .where(between.c.from_day > first, between.c.from_day <= last)
        .distinct()
        .subquery()
    )
    went = cells_on(first, sign=-sign).join(changed, _same_cell(changed))
    return union_all(cells_on(last, _cell.from_day > first, sign=sign), went).subquery()


def summed(moved: FromClause, units: Collection[int] | None = None) -> Select[Any]:
    """By unit and status, what that comes to at the places and above; ``units``: at these alone."""
    above = coverage_above.c
    only = [] if units is None else [above.unit_id.in_(units)]
    return (
        select(
            above.unit_id,
            moved.c.status,
            func.sum(moved.c.cells).label("cells"),
            func.sum(moved.c.usable).label("usable"),
        )
        .join(moved, moved.c.place_id == above.place_id)
        .where(*only)
        .group_by(above.unit_id, moved.c.status)
    )


def _same_cell(other: FromClause) -> ColumnElement[bool]:
    return and_(
        other.c.place_id == _cell.place_id, other.c.unit_id == _cell.unit_id, other.c.kind == _cell.kind
    )
