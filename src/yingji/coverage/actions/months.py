"""Keeping what places were at the ends of months past. An act that reaches a place lets go of all its months."""

import json
from datetime import date

from yingji.clock import end_of
from yingji.coverage.actions.counting import dialect
from yingji.coverage.compare import month_end_of
from yingji.coverage.places import Place
from yingji.coverage.queries.gather import gather
from yingji.coverage.report import Asked, summarise
from yingji.coverage.tables import coverage_month
from yingji.db import Writing
from yingji.units.queries import units_by_ids


def keep_month(w: Writing, place: Place, day: date) -> None:
    """Examine a place as of the end of a month, with all that is known now, and keep what it comes to."""
    counts, red, amber = None, 0, 0
    if units_by_ids(w, {place.id}, day):
        cells = gather(w, place.id, day, is_alone=not place.is_township)
        end = month_end_of(summarise(cells, Asked((place.code, ""), day, None, day, end_of(day))))
        counts, red, amber = json.dumps([end.totals.by_status, end.totals.usable]), end.red, end.amber
    values = {"place_id": place.id, "on_day": day, "counts": counts, "red": red, "amber": amber}
    insert = dialect(w).insert(coverage_month).values(values)
    w.run(insert.on_conflict_do_nothing(index_elements=["place_id", "on_day"]))
