"""Who has none and who is out of date, for a township and for a county, beside one bare SELECT of the same plans."""

from typing import Any

from county import KINDS, TODAY, county
from measure import beside, median_ms
from sqlalchemy import func, select

from yingji.clock import end_of
from yingji.coverage.examine import Verdict
from yingji.coverage.queries import gather
from yingji.coverage.report import Asked, Report, as_json, summarise
from yingji.db import Database
from yingji.lifecycle.tables import standing
from yingji.units.queries import Unit, units_under

SIZES = {"33 villages": (33, 1), "581 villages": (581, 22)}


def main() -> dict[str, Any]:
    """For each size: milliseconds for all cells, and how many bare SELECTs that is."""
    found = {}
    for name, (villages, townships) in SIZES.items():
        with county(villages, townships) as (database, place):
            found[name] = {"cells": villages * len(KINDS), **measured(database, place)}
    return found


def measured(database: Database, place: Unit) -> dict[str, Any]:
    """Reading facts, judging them, and both with the answer as JSON."""
    count = select(func.count()).select_from(standing).where(standing.c.from_day <= TODAY)
    with database.reading() as r:
        facts = gather(r, place.id, TODAY)
        one = next(unit for unit in units_under(r, place.id, TODAY) if unit.kind == "village")

        def judged() -> Report[Verdict]:
            return summarise(facts, Asked((place.code, place.name), TODAY, None, TODAY, end_of(TODAY)))

        figures = {
            "bare SELECT": median_ms(lambda: r.scalar(count)),
            "read the facts": median_ms(lambda: gather(r, place.id, TODAY)),
            "read one unit": median_ms(lambda: gather(r, one.id, TODAY, is_alone=True)),
            "judge all cells": median_ms(judged),
            "judge and answer in JSON": median_ms(lambda: as_json(judged())),
        }
    return {"totals": as_json(judged())["totals"], **beside(figures, "bare SELECT")}
