"""When a verdict will change by itself."""

from datetime import date

from yingji.coverage.facts import CellFacts
from yingji.coverage.status import Judgement, judge
from yingji.coverage.today import Today

_FARTHEST = 100
"""Years looked ahead; what has not changed by then goes round in years."""


def recheck_on(cell: CellFacts, judgement: Judgement, today: Today) -> date | None:
    """The first later day on which status, findings or a severity changes with nothing new happening.

    ``judgement`` was made through ``today``: before ``today.next_change`` it cannot come out otherwise.
    """
    day = today.next_change
    while day is not None and day.year <= today.date.year + _FARTHEST:
        then = Today(day)
        if judge(cell, then).change_key != judgement.change_key:
            return day
        day = then.next_change
    return None
