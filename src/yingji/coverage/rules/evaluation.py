"""O1 and O1f: whether the plan has been looked at again in time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from yingji.basis.calendar import add_months
from yingji.coverage.findings import Case, Finding, day_after, words
from yingji.coverage.severity import Severity
from yingji.coverage.sources import decision, measures
from yingji.coverage.thresholds import Threshold


@dataclass(frozen=True, slots=True)
class Evaluation:
    """When the plan is to be evaluated next: fine through ``due_on``, warned from ``warn_from``."""

    counted_from: date
    due_on: date
    warn_from: date
    threshold: Threshold


def evaluation_of(case: Case) -> Evaluation | None:
    """None when a threshold the status needs is not set or unreadable."""
    threshold = case.threshold("evaluation_months")
    band = case.number("due_soon_days")
    if threshold is None or threshold.number is None or band is None:
        return None
    counted_from, due_on = period(case.issued_on, case.history.confirmed_on, threshold.number)
    return Evaluation(counted_from, due_on, due_on - timedelta(days=band), threshold)


def period(issued_on: date, confirmed_on: Iterable[date], months: int) -> tuple[date, date]:
    """From the day of issue or last confirmation, through when a plan needs no evaluation."""
    counted_from = max((issued_on, *confirmed_on))
    return counted_from, add_months(counted_from, months)


def overdue(case: Case, evaluation: Evaluation) -> Iterator[Finding]:
    """O1: the day of issue or last confirmation + ``evaluation_months`` has passed."""
    if not case.today.passed(evaluation.due_on):
        return
    confirmed = evaluation.counted_from != case.issued_on
    threshold = evaluation.threshold
    yield case.finding(
        "O1",
        "red",
        f"{words(evaluation.counted_from)}{'确认' if confirmed else '印发'}，{threshold.words}，"
        f"到{words(evaluation.due_on)}已满一个评估周期，逾期未评估。",
        basis=(decision(threshold), measures("第三十四条")),
        since=day_after(evaluation.due_on),
        clears_by="评估后登记确认；内容有变化的，修订印发新的一版。",
        adopted=threshold.is_adopted,
    )


def before_flood_season(case: Case) -> Iterator[Finding]:
    """O1f: a flood plan neither issued nor confirmed in the year by ``flood_confirm_by``."""
    threshold, warn = case.threshold("flood_confirm_by"), case.number("flood_warn_days")
    if case.cell.kind != "flood":
        return
    if threshold is None or not isinstance(threshold.value, tuple) or warn is None:
        case.skip("O1f", "汛前确认的期限没有规定，或者写得无法识别")
        return
    year = case.today.date.year
    if any(day.year == year for day in (case.issued_on, *case.history.confirmed_on)):
        _look_again_next_year(case)
        return
    by = _in_year(year, *(int(part) for part in threshold.value))
    warn_from = by - timedelta(days=warn)
    _look_again_next_year(case)
    if case.today.reached(warn_from):
        is_late = case.today.reached(by)
        yield _unconfirmed(case, threshold, by, since=by if is_late else warn_from, is_late=is_late)


def _unconfirmed(case: Case, threshold: Threshold, by: date, *, since: date, is_late: bool) -> Finding:
    wanted: Severity = "red" if is_late else "amber"
    said = f"到{words(by)}没有完成汛前确认" if is_late else f"{words(by)}前要完成汛前确认"
    return case.finding(
        "O1f",
        wanted,
        f"{said}（{'本级规定，' if threshold.is_adopted else ''}{threshold.decided_by}）。",
        basis=(decision(threshold),),
        since=since,
        clears_by="汛前核对后登记确认，或者印发新的一版。",
        adopted=threshold.is_adopted,
    )


def _look_again_next_year(case: Case) -> None:
    year = case.today.date.year
    if year < date.max.year:
        case.today.reached(date(year + 1, 1, 1))


def _in_year(year: int, month: int, day: int) -> date:
    """The day of that year; 29 February is the 28th in a common year."""
    try:
        return date(year, month, day)
    except ValueError:
        return date(year, month, day - 1)
