"""What a cell becomes by itself in the days to come. Pure."""

from collections.abc import Iterator
from datetime import date, timedelta

from yingji.coverage.examine import Verdict
from yingji.coverage.facts import Ground
from yingji.coverage.status import judge
from yingji.coverage.today import Today

HORIZON = timedelta(days=45)
"""How far ahead verdicts are kept; whatever is judged is judged again by then."""

Phase = tuple[date, str, bool]
"""From which day, status ("" once nothing is required), 可用."""


def holds_until(ground: Ground | None, today: date) -> date:
    """The first day that cells judged ``today`` say nothing about."""
    ahead = ground.ahead if ground else None
    return min(ahead or date.max, today + HORIZON)


def phases(verdict: Verdict, until: date) -> Iterator[Phase]:
    """The cell as it is, and every later day before ``until`` on which time alone makes it something else."""
    last: tuple[str, bool] = (verdict.status, verdict.is_usable)
    yield verdict.today.date, *last
    day = verdict.today.next_change
    while day is not None and day < until:
        then = Today(day)
        judgement = judge(verdict.cell, then)
        is_usable = judgement.status is not None and Verdict(verdict.cell, judgement, then).is_usable
        now = (judgement.status or "", is_usable)
        if now != last:
            yield day, *now
        last, day = now, then.next_change
