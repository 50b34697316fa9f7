"""The report's other faces: two days compared, a trend by month, a year's figures; and files to hand over."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from typing import Any

from yingji.access.rights import Actor, visible
from yingji.coverage import compare, queries, year
from yingji.coverage.report import Report
from yingji.coverage.told import Told
from yingji.db import Reading
from yingji.desk.audit import face, report
from yingji.errors import NotFound, Usage
from yingji.units.queries import Unit, unit_by_id

FORMATS = ("table", "json", "csv", "xlsx", "pdf")
FILES = frozenset({"xlsx", "pdf"})
MOST_MONTHS = 120


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: the place as it is on ``as_of``, by whom, and when the answer is worked out."""

    actor: Actor
    unit: Unit
    kind: str | None
    as_of: date
    known_on: date | None
    today: date
    computed_at: datetime


def answered(r: Reading, asked: Question) -> Report[Told]:
    """The report for a question; raises like ``desk.audit.report``."""
    return report(
        r,
        asked.actor,
        unit=asked.unit,
        kind=asked.kind,
        as_of=asked.as_of,
        known_on=asked.known_on,
        today=asked.today,
        computed_at=asked.computed_at,
    )


def against(r: Reading, asked: Question, earlier: date) -> compare.Comparison:
    """What changed since an earlier day; raises ``Usage`` when it is not earlier."""
    if earlier >= asked.as_of:
        raise Usage(f"--against（{earlier}）应早于 --as-of（{asked.as_of}）。")
    before = answered(r, replace(asked, unit=_on(r, asked.unit, earlier), as_of=earlier))
    return compare.compare(before, answered(r, asked))


def trend(r: Reading, asked: Question, months: int) -> tuple[compare.MonthEnd, ...]:
    """The end of each of the last months, ``as_of`` the last; days before the place was known are left out."""
    if not 1 <= months <= MOST_MONTHS:
        raise Usage(f"--trend 应为 1 到 {MOST_MONTHS} 之间的月数，例如 12，不能是 {months}。")
    days = compare.month_ends(asked.as_of, months)
    kept = _kept_months(r, asked, days[:-1])
    ends = (kept[day] if day in kept else _month_end(r, asked, day) for day in days)
    return tuple(end for end in ends if end is not None)


def _month_end(r: Reading, asked: Question, day: date) -> compare.MonthEnd | None:
    try:
        unit = _on(r, asked.unit, day)
    except NotFound:
        return None
    return compare.month_end_of(answered(r, replace(asked, unit=unit, as_of=day)))


def _kept_months(r: Reading, asked: Question, days: Sequence[date]) -> Mapping[date, compare.MonthEnd | None]:
    """What is kept of these days, where everything is asked for and all of it is in sight."""
    unit = asked.unit
    is_whole = asked.kind is None and asked.known_on is None and unit.township_id in (None, unit.id)
    if is_whole and asked.as_of <= asked.today and visible(asked.actor).covers_below(unit.path):
        return queries.kept_months(r, unit, days, asked.today)
    return {}


def year_of(r: Reading, asked: Question, number: int) -> year.Year:
    """The figures of a calendar year, up to today while it is not over; raises ``Usage`` for one ahead."""
    if date(number, 1, 1) > asked.today:
        raise Usage(f"{number}年还没有到，没有可统计的数字。")
    until = min(date(number, 12, 31), asked.today)
    unit = _on(r, asked.unit, until)
    found = answered(r, replace(asked, unit=unit, as_of=until, kind=None))
    seen = partial(_sees, asked.actor)
    done = queries.deeds(r, unit, number, until, asked.known_on, is_seen=seen)
    return year.Year(number, until, (unit.code, unit.name), done, found)


def compared(found: compare.Comparison, form: str) -> str:
    """A comparison as ``table`` or ``json``."""
    return _said(form, compare.as_table(found), compare.as_json(found))


def trended(found: Sequence[compare.MonthEnd], form: str) -> str:
    """A trend as ``table`` or ``json``."""
    return _said(form, compare.trend_table(found), {"months": compare.trend_json(found)})


def year_face(found: year.Year, form: str) -> str | bytes:
    """The year's figures as ``table``, ``json`` or ``xlsx``."""
    if form == "xlsx":
        from yingji.coverage.book import plain_book

        return plain_book(f"{found.place[1]}{found.year}年应急预案工作情况", year.as_sheets(found))
    return _said(form, year.as_table(found), year.as_json(found))


def drawn(found: Report[Told], form: str, group: str | None = None) -> str | bytes:
    """The report in any of ``FORMATS``; ``xlsx`` and ``pdf`` are bytes."""
    if form == "xlsx":
        from yingji.coverage.sheet import as_xlsx

        return as_xlsx(found)
    if form == "pdf":
        from yingji.desk.handout import as_pdf

        return as_pdf(found)
    said = face(found, form, group)
    return said if isinstance(said, str) else _json(said)


def _said(form: str, table: str, values: dict[str, Any]) -> str:
    if form not in {"table", "json"}:
        raise Usage(f"这种报告没有「{form}」格式。可用：table、json。")
    return table if form == "table" else _json(values)


def _json(values: Any) -> str:
    return json.dumps(values, ensure_ascii=False, indent=2) + "\n"


def _sees(actor: Actor, path: str) -> bool:
    return visible(actor).covers(path)


def _on(r: Reading, unit: Unit, day: date) -> Unit:
    """The place as it was called and stood on another day."""
    return unit_by_id(r, unit.id, day)
