"""What places were at the ends of months past, as far as that is kept."""

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select

from yingji.coverage.compare import MonthEnd, month_ends
from yingji.coverage.places import Place
from yingji.coverage.queries.kept import count_places, current, places_where
from yingji.coverage.tables import coverage_month, coverage_place
from yingji.coverage.totals import totals_by
from yingji.db import Reading
from yingji.units.queries import Unit, path_within
from yingji.units.tables import unit_place

MONTHS = 12
"""How many a page shows, the last of them not over yet."""


def kept_months(r: Reading, root: Unit, days: Sequence[date], today: date) -> dict[date, MonthEnd | None]:
    """The days of which everything at and below ``root`` is kept; None: it was not there.

    A township is one place, whatever was in it. What is above adds places up, and only as far back as no
    unit has come, gone or moved since.
    """
    found = current(r, root.path, today, cells_only=True)
    if found is None or found.stale:
        return {}
    places = count_places(r, root.path)
    month, place = coverage_month.c, coverage_place.c
    statement = select(coverage_month).join(coverage_place, place.unit_id == month.place_id)
    rows = r.rows(statement.where(path_within(r, root.path, place.path), month.on_day.in_(days)))
    by_day: dict[date, list[MonthEnd | None]] = defaultdict(list)
    for row in rows:
        by_day[row.on_day].append(_month_end(row.on_day, row.counts, row.red, row.amber))
    if places == 1:
        return {day: ends[0] for day, ends in by_day.items()}
    since = _settled_since(r, root.path)
    whole = {day: ends for day, ends in by_day.items() if len(ends) == places and day >= since}
    return {day: sum(filter(None, ends), MonthEnd(day)) for day, ends in whole.items()}


def month_lacking(r: Reading, today: date) -> tuple[Place, date] | None:
    """A place and the end of one of the last months of which nothing is kept."""
    places = count_places(r, "")
    month = coverage_month.c
    counted = r.rows(select(month.on_day, func.count().label("places")).group_by(month.on_day))
    kept = {row.on_day: row.places for row in counted}
    for day in month_ends(today, MONTHS)[:-1]:
        if kept.get(day, 0) < places:
            there = select(month.place_id).where(month.on_day == day)
            found = places_where(r, coverage_place.c.unit_id.not_in(there), most=1)
            return next(((place, day) for place in found.values()), None)
    return None


def _month_end(day: date, counts: str | None, red: int, amber: int) -> MonthEnd | None:
    if counts is None:
        return None
    by_status, usable = json.loads(counts)
    return MonthEnd(day, totals_by(by_status, usable), red, amber)


def _settled_since(r: Reading, path: str) -> date:
    """The last day on which a unit that is or was there came, went or moved."""
    there = select(unit_place.c.unit_id).where(path_within(r, path))
    found: date = r.scalar(select(func.max(unit_place.c.from_day)).where(unit_place.c.unit_id.in_(there)))
    return found
