"""From which day to which a requirement names a unit, wherever it has stood. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from yingji.coverage.facts import Span
from yingji.coverage.queries.expected import Requirement
from yingji.units.queries import Unit

Places = Sequence[tuple[date, str]]
"""(from day, path) of a unit that has stood, or will stand, in more than one place, oldest first."""


def required(
    rows: Iterable[Requirement], unit: Unit, places: Places, on: date
) -> dict[str, tuple[Span, ...]]:
    """By kind of which one holds on the day, the requirements of a unit: of it alone before those of its kind."""
    found: dict[str, list[tuple[bool, int, Span]]] = defaultdict(list)
    for row in rows:
        if row.unit_id == unit.id or (row.unit_id is None and row.unit_kind == unit.kind):
            found[row.kind].extend((row.unit_id is None, -row.id, span) for span in _spans(row, unit, places))
    return {
        kind: tuple(span for _, _, span in sorted(named, key=lambda one: one[:2]))
        for kind, named in found.items()
        if any(_holds(span, on) for _, _, span in named)
    }


def _holds(span: Span, on: date) -> bool:
    """Whether it holds on a day; a contradictory one from its first day on."""
    return span.from_day <= on and (bool(span.fault) or span.until_day is None or span.until_day >= on)


def _spans(row: Requirement, unit: Unit, places: Places) -> Iterator[Span]:
    """The days on which a requirement of the unit or its kind names it."""
    step = f"/{row.under_id}/"
    if row.under_id is None or row.fault or not places:
        if row.under_id is None or step in unit.path:
            yield Span(row.from_day, row.until_day, row.basis, row.decided_by, row.fault)
        return
    for begin, end in _stays(places, step):
        from_day = max(row.from_day, begin)
        until_day = min((day for day in (row.until_day, end) if day), default=None)
        if until_day is None or until_day >= from_day:
            yield Span(from_day, until_day, row.basis, row.decided_by)


def _stays(places: Places, step: str) -> Iterator[tuple[date, date | None]]:
    """The first and last day of each time under a place."""
    begin = None
    for day, path in places:
        if step in path:
            begin = begin or day
        elif begin is not None:
            yield begin, day - timedelta(days=1)
            begin = None
    if begin is not None:
        yield begin, None
