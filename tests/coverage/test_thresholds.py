"""What holds for a cell on a day, against the plain resolving of rows."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from yingji.basis.policy import DEFAULTS, KEYS, PolicyRow, resolve
from yingji.coverage.thresholds import PolicyBook
from yingji.coverage.today import Today

PATH, KIND, PLAN = "/1/16/24/201/", "village", "flood"
DAYS = st.dates(date(2025, 1, 1), date(2025, 2, 28))

ROWS = st.builds(
    PolicyRow,
    st.integers(1, 9),
    st.sampled_from(["evaluation_months", "upstream_red_days", "drill_months"]),
    st.sampled_from(["12", "24", "36"]) | st.just("不设"),
    DAYS,
    st.sampled_from(["石槽集乡人民政府", "系统建议值，本级未定"]),
    st.none() | st.sampled_from([1, 16, 24, 99]),
    st.none() | st.sampled_from(["village", "school"]),
    st.none() | st.sampled_from(["flood", "fire"]),
).filter(lambda row: row.value != "不设" or KEYS[row.key].may_be_unset)


@given(st.lists(ROWS, max_size=6, unique_by=lambda row: row.id), DAYS)
def test_narrowed_thresholds_agree_with_resolving_rows(rows: list[PolicyRow], day: date) -> None:
    book = PolicyBook((*DEFAULTS, *rows)).narrowed(PATH, KIND, PLAN)
    for key in KEYS:
        plain = resolve((*DEFAULTS, *rows), key, unit_path=PATH, unit_kind=KIND, plan_kind=PLAN, on=day)
        found = book.on(key, Today(day))
        assert (found.value if found else None) == (plain.value if plain else None)


@given(st.lists(ROWS, max_size=6, unique_by=lambda row: row.id), DAYS)
def test_a_later_day_is_noted_before_anything_can_change(rows: list[PolicyRow], day: date) -> None:
    book = PolicyBook(rows).narrowed(PATH, KIND, PLAN)
    today = Today(day)
    now = {key: book.on(key, today) for key in KEYS}
    end = today.next_change or date(2025, 3, 31)
    for n in range((end - day).days):
        later = Today(day + timedelta(days=n))
        assert {key: book.on(key, later) for key in KEYS} == now


def test_units_without_rows_of_their_own_share_what_was_narrowed() -> None:
    book = PolicyBook((*DEFAULTS, PolicyRow(1, "contact_days", "90", date(2025, 1, 1), "乡", 201)))
    assert book.narrowed("/1/16/24/202/", KIND, PLAN) is book.narrowed("/1/16/24/203/", KIND, PLAN)
    assert book.narrowed(PATH, KIND, PLAN) is not book.narrowed("/1/16/24/203/", KIND, PLAN)
    assert book.narrowed(PATH, KIND, PLAN).number("contact_days", Today(date(2025, 1, 1))) == 90


def test_an_unreadable_decision_says_what_is_wrong() -> None:
    book = PolicyBook([PolicyRow(1, "contact_days", "九十", date(2025, 1, 1), "乡")])
    found = book.narrowed(PATH, KIND, PLAN).on("contact_days", Today(date(2025, 1, 1)))
    assert found is not None
    assert (found.number, found.fault != "") == (None, True)
    assert "联系人确认周期" in found.fault
