"""Days and digests as the print says them; text made fit to print."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from yingji.paper.wording import clean, day_text, short_digest


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
