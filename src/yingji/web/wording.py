"""How days, instants, states and empty values read on a page."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from yingji.clock import SHANGHAI
from yingji.coverage.told import Told
from yingji.desk.answers import DiffLine

FACES: dict[str, tuple[str, str]] = {
    "draft": ("…", "grey"),
    "submitted": ("审", "grey"),
    "returned": ("退", "amber"),
    "passed": ("签", "grey"),
    "approved": ("印", "grey"),
    "issued": ("✓", "green"),
    "not_yet_effective": ("待", "amber"),
    "in_force": ("✓", "green"),
    "superseded": ("旧", "grey"),
    "revoked": ("撤", "red"),
    "replaced": ("换", "grey"),
}
"""Sign and colour of a version's state; the word stands beside them always."""


def day(value: date | str | None) -> str:
    """2026年5月1日; a dash for nothing."""
    if not value:
        return "—"
    moment = date.fromisoformat(value) if isinstance(value, str) else value
    return f"{moment.year}年{moment.month}月{moment.day}日"


def month_day(value: str) -> str:
    """05-15 → 5月15日."""
    month, _, on = value.partition("-")
    return f"{int(month)}月{int(on)}日"


def instant(value: datetime | None) -> str:
    """2026-05-01 09:30, in Asia/Shanghai."""
    return f"{value.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if value else "—"


def dash(value: object) -> str:
    """The value as text; a dash for nothing."""
    return "—" if value in (None, "") else str(value)


def brief(title: str) -> str:
    """防汛应急预案 → 防汛, for narrow columns."""
    return title.removesuffix("应急预案") or title


def colour(verdict: Told) -> str:
    """The colour of a cell is its worst finding; green only where there is none to speak of."""
    if verdict.worst in {"red", "amber"}:
        return verdict.worst
    return "green" if verdict.status == "current" else "grey"


def standing(verdict: Told) -> str:
    """The status in words; a plan that is 有效 and yet has something to mend says so."""
    is_flawed = verdict.status == "current" and verdict.worst in {"red", "amber"}
    return f"{verdict.label}，有问题" if is_flawed else verdict.label


def change(line: DiffLine) -> str:
    """What changed, without the place the row already names."""
    return line.sentence.removeprefix(line.place).lstrip("：: ")


FILTERS: dict[str, Callable[..., Any]] = {
    "day": day,
    "month_day": month_day,
    "instant": instant,
    "dash": dash,
    "brief": brief,
    "colour": colour,
    "standing": standing,
    "change": change,
}
