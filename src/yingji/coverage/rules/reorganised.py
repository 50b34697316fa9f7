"""U1: a merged or split unit lives on a plan made before (并村待重编)."""

from collections.abc import Iterator
from datetime import date, timedelta

from yingji.coverage.facts import CellFacts
from yingji.coverage.findings import Case, Finding, words
from yingji.coverage.severity import capped, strength_of
from yingji.coverage.sources import measures
from yingji.coverage.today import Today

HOW = {"merge": "合并", "split": "拆分"}


def own_plan_older(case: Case) -> Iterator[Finding]:
    """The unit's own plan in force was issued before the merger or split."""
    event = case.cell.reorganisation
    if event is not None and event.how in HOW and case.issued_on < event.on_day:
        yield _finding(case.cell, event.on_day, "现行预案在此以前印发")


def lives_on_predecessor(cell: CellFacts, today: Today) -> Finding | None:
    """No plan of its own, but a predecessor had one, and the grace after the merger or split is not over."""
    event, last = cell.reorganisation, borrowed_until(cell, today)
    if event is None or last is None or today.passed(last):
        return None
    names = "、".join(predecessors(cell))
    return _finding(cell, event.on_day, f"暂沿用{names}的预案，过渡期到{words(last)}")


def borrowed_until(cell: CellFacts, today: Today) -> date | None:
    """The last day on which a predecessor's plan will do; None where no predecessor had one."""
    event, grace = cell.reorganisation, cell.thresholds.number("merge_grace_days", today)
    if event is None or grace is None or not predecessors(cell):
        return None
    return event.on_day + timedelta(days=grace)


def predecessors(cell: CellFacts) -> tuple[str, ...]:
    """The names of those whose plan the unit may live on for a while."""
    event = cell.reorganisation
    if event is None or event.how not in HOW:
        return ()
    return tuple(name for name, had_plan in event.predecessors if had_plan)


def _finding(cell: CellFacts, since: date, said: str) -> Finding:
    how = HOW[cell.reorganisation.how] if cell.reorganisation else ""
    return Finding(
        "U1",
        capped("amber", strength_of("U1", cell.unit.kind)),
        f"{cell.unit.name}于{words(since)}{how}，{said}，待重编。",
        (measures("第三十五条第（二）项、第（三）项"),),
        since,
        "按合并、拆分后的情况重新编制并印发。",
    )
