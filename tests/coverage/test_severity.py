"""No finding is graver than its source: one place, one law."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yingji.coverage.severity import (
    CAPS,
    RANKS,
    SOURCES,
    Severity,
    Strength,
    capped,
    strength_of,
    worst_of,
)


@pytest.mark.parametrize(
    ("strength", "gravest"),
    [("duty", "red"), ("should", "amber"), ("advice", "grey"), ("adopted", "red"), ("suggested", "grey")],
)
def test_the_cap_of_each_source(strength: Strength, gravest: Severity) -> None:
    assert capped("red", strength) == gravest


@given(st.sampled_from(get_args(Severity)), st.sampled_from(get_args(Strength)))
def test_a_cap_lowers_and_never_raises(wanted: Severity, strength: Strength) -> None:
    result = capped(wanted, strength)
    assert RANKS[result] <= RANKS[wanted]
    assert RANKS[result] <= RANKS[CAPS[strength]]
    assert capped(result, strength) == result


@pytest.mark.parametrize(
    ("code", "unit_kind", "strength"),
    [
        ("M4", "village", "advice"),
        ("M5b", "village", "duty"),
        ("M5b", "township", "suggested"),
        ("O2", "township", "should"),
        ("D1", "village", "duty"),
        ("D1", "enterprise", "advice"),
        ("D2", "school", "duty"),
        ("O1", "village", "suggested"),
        ("D5", "village", "suggested"),
        ("D6", "village", "suggested"),
    ],
)
def test_what_the_source_says_to_this_kind_of_unit(code: str, unit_kind: str, strength: Strength) -> None:
    assert strength_of(code, unit_kind) == strength


def test_a_local_decision_speaks_for_itself() -> None:
    assert all(strength_of(code, "village", adopted=True) == "adopted" for code in (*SOURCES, "O1"))


def test_the_worst_of_none_is_none() -> None:
    assert worst_of(()) == "none"
    assert worst_of(("grey", "amber", "grey")) == "amber"
