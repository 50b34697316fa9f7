"""Working days: the examples of the rules, the laws of counting, and what is only 暂定."""

from datetime import date, timedelta
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yingji.basis.calendar import (
    Calendar,
    CalendarDay,
    Deadline,
    add_months,
    add_workdays,
    calendar_of,
)
from yingji.basis.sheets import read_calendar

DATA = resources.files("yingji.basis").joinpath("data", "workdays.csv").read_bytes()
PUBLISHED = calendar_of(read_calendar(DATA).rows)


def with_days(*off: str) -> Calendar:
    """What is published, and more days off."""
    known = [CalendarDay(day, is_workday) for day, is_workday in PUBLISHED.exceptions.items()]
    return calendar_of([*known, *(CalendarDay(date.fromisoformat(day), is_workday=False) for day in off)])


@pytest.mark.parametrize(
    ("issued", "deadline"),
    [
        ("2025-01-10", "2025-02-13"),
        ("2025-09-25", "2025-10-29"),
        ("2026-02-06", "2026-03-12"),
        ("2026-06-10", "2026-07-09"),
        ("2026-09-22", "2026-10-27"),
    ],
)
def test_twenty_working_days_after_issue(issued: str, deadline: str) -> None:
    assert add_workdays(date.fromisoformat(issued), 20, PUBLISHED) == Deadline(
        date.fromisoformat(deadline), provisional=False
    )


def test_the_published_calendar_covers_2007_to_2026_and_lists_exceptions_only() -> None:
    sheet = read_calendar(DATA)
    assert sheet.problems == ()
    assert PUBLISHED.years == frozenset(range(2007, 2027))
    assert all(entry.is_workday is (entry.day.weekday() >= 5) for entry in sheet.rows)


def test_a_make_up_sunday_counts_and_a_holiday_on_a_weekday_does_not() -> None:
    assert PUBLISHED.is_workday(date(2025, 1, 26))
    assert not PUBLISHED.is_workday(date(2025, 1, 28))
    assert not PUBLISHED.is_workday(date(2025, 3, 1))


def test_beyond_the_published_years_a_deadline_is_provisional() -> None:
    # 2026 ends on a Thursday; 1 January 2027 is a fixed holiday, 2 and 3 January a weekend
    assert add_workdays(date(2026, 12, 30), 1, PUBLISHED) == Deadline(date(2026, 12, 31), provisional=False)
    assert add_workdays(date(2026, 12, 30), 2, PUBLISHED) == Deadline(date(2027, 1, 4), provisional=True)


@pytest.mark.parametrize(
    "day", ["2027-01-01", "2028-05-01", "2028-05-02", "2027-10-01", "2029-10-02", "2029-10-03"]
)
def test_fixed_holidays_hold_in_unpublished_years(day: str) -> None:
    assert not PUBLISHED.is_workday(date.fromisoformat(day))


def test_publishing_a_year_replaces_the_guess() -> None:
    guess = add_workdays(date(2027, 2, 1), 10, PUBLISHED)
    known = with_days("2027-01-01", "2027-02-05", "2027-10-01")
    assert guess.provisional
    assert add_workdays(date(2027, 2, 1), 10, known) == Deadline(guess.day + timedelta(days=1), False)


def test_a_day_entered_before_the_rest_of_its_year_leaves_the_year_provisional() -> None:
    # 2026-12-21 + 20: 8 days in December, 5–8 (4 is taken off), 11–15 and 18–20 January; 1 January stays a holiday
    one = with_days("2027-01-04")
    assert add_workdays(date(2026, 12, 21), 20, one) == Deadline(date(2027, 1, 20), provisional=True)
    assert not one.is_workday(date(2027, 10, 1))


def test_the_later_entry_of_a_day_counts() -> None:
    day = date(2027, 2, 6)
    calendar = calendar_of([CalendarDay(day, is_workday=True), CalendarDay(day, is_workday=False)])
    assert not calendar.is_workday(day)


def test_no_workday_after_zero_days() -> None:
    assert add_workdays(date(2026, 1, 1), 0, PUBLISHED) == Deadline(date(2026, 1, 1), provisional=False)
    with pytest.raises(ValueError, match="negative"):
        add_workdays(date(2026, 1, 1), -1, PUBLISHED)


@given(st.dates(date(2007, 1, 1), date(2030, 1, 1)), st.integers(1, 60))
def test_the_deadline_is_a_working_day_with_exactly_so_many_in_between(day: date, count: int) -> None:
    deadline = add_workdays(day, count, PUBLISHED).day
    between = [day + timedelta(days=n) for n in range(1, (deadline - day).days + 1)]
    assert PUBLISHED.is_workday(deadline)
    assert sum(map(PUBLISHED.is_workday, between)) == count


@given(st.dates(date(2007, 1, 1), date(2030, 1, 1)), st.integers(0, 30), st.integers(0, 30))
def test_counting_in_two_steps_is_counting_once(day: date, first: int, second: int) -> None:
    middle = add_workdays(day, first, PUBLISHED).day
    assert add_workdays(middle, second, PUBLISHED).day == add_workdays(day, first + second, PUBLISHED).day


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2024-02-29", 36, "2027-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2023-05-15", 36, "2026-05-15"),
        ("2023-11-30", 3, "2024-02-29"),
        ("2023-12-31", 12, "2024-12-31"),
    ],
)
def test_months_are_clamped_to_the_end_of_the_month(day: str, months: int, expected: str) -> None:
    assert add_months(date.fromisoformat(day), months) == date.fromisoformat(expected)


def test_months_beyond_the_calendar_stop_at_its_last_day() -> None:
    assert add_months(date(9990, 1, 1), 9999) == date.max


def test_an_empty_calendar_makes_everything_provisional() -> None:
    assert add_workdays(date(2025, 1, 10), 20, Calendar({}, frozenset())).provisional
