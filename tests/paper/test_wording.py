"""Numbers, days and digests as the print says them; text made fit to print."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yingji.paper.wording import clean, day_text, numeral, ordinal, short_digest


@pytest.mark.parametrize(
    ("value", "said"),
    [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (99, "九十九"), (100, "一百"), (105, "一百零五"),
     (110, "一百一十"), (119, "一百一十九")],
)  # fmt: skip
def test_numbers_are_counted_in_chinese(value: int, said: str) -> None:
    assert numeral(value) == said


def test_each_depth_has_its_own_kind_of_number() -> None:
    assert [ordinal(depth, 3) for depth in range(1, 6)] == ["三、", "（三）", "3.", "（3）", "③"]
    assert ordinal(5, 21) == "（21）"


def test_days_have_no_leading_zeros_and_unknown_ones_are_blank() -> None:
    assert day_text(date(2026, 5, 1)) == "2026年5月1日"
    assert day_text(None).replace("　", "") == "年月日"


def test_the_short_digest_is_the_first_eight_in_capitals() -> None:
    assert short_digest("abcd1234ffff") == "ABCD-1234"


@given(st.text())
def test_text_keeps_everything_that_has_a_shape(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert [c for c in text if c.isprintable()] == [
        c for c in cleaned if c.isprintable() and c != " "
    ] or " " in cleaned
