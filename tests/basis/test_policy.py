"""Which row holds: the defaults of the rules, adoption over suggestion, specific before general, near before far."""

from datetime import date

import pytest

from yingji.basis.policy import DEFAULTS, KEYS, PolicyRow, Value, parse, resolve, written
from yingji.errors import Usage

DAY = date(2026, 6, 1)
VILLAGE = "/1/16/24/201/"


def value(
    rows: tuple[PolicyRow, ...],
    key: str,
    *,
    path: str = VILLAGE,
    unit_kind: str = "village",
    plan_kind: str = "flood",
    on: date = DAY,
) -> Value:
    found = resolve(rows, key, unit_path=path, unit_kind=unit_kind, plan_kind=plan_kind, on=on)
    return found.value if found else None


def row(
    number: int,
    text: str,
    *,
    key: str = "evaluation_months",
    from_day: date = date(2025, 1, 1),
    under_id: int | None = None,
    plan_kind: str | None = None,
) -> PolicyRow:
    return PolicyRow(number, key, text, from_day, "石槽集乡人民政府", under_id, None, plan_kind)


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("evaluation_months", 36),
        ("due_soon_days", 90),
        ("filing_workdays", 20),
        ("filing_warn_workdays", 15),
        ("publication_workdays", 20),
        ("publication_warn_workdays", 15),
        ("review_workdays", 10),
        ("contact_days", 180),
        ("drill_months", 12),
        ("profile_months", 12),
        ("corrective_days", 90),
        ("declared_amber_days", 90),
        ("flood_confirm_by", (5, 15)),
        ("flood_warn_days", 30),
        ("merge_grace_days", 90),
        ("new_unit_grace_days", 30),
        ("backdate_days", 7),
        ("minor_needs_review", True),
        ("upstream_red_days", None),
        ("roster_red_days", None),
        ("draft_red_days", None),
        ("signer_posts", None),
    ],
)
def test_the_defaults_hold_for_every_day(key: str, expected: Value) -> None:
    assert value(DEFAULTS, key) == expected
    assert value(DEFAULTS, key, on=date.min) == expected


@pytest.mark.parametrize(
    ("unit_kind", "plan_kind", "months"),
    [
        ("township", "work_safety", 24),
        ("township", "flood", 36),
        ("township", "comprehensive", None),
        ("department", "comprehensive", 36),
        ("village", "comprehensive", 12),
        ("school", "comprehensive", None),
    ],
)
def test_the_drill_cycle_depends_on_unit_and_plan(unit_kind: str, plan_kind: str, months: int | None) -> None:
    assert value(DEFAULTS, "drill_months", unit_kind=unit_kind, plan_kind=plan_kind) == months


def test_every_key_is_described_and_every_default_is_a_key() -> None:
    assert {default.key for default in DEFAULTS} <= KEYS.keys()
    assert all(key.title for key in KEYS.values())
    assert not any(default.is_adopted for default in DEFAULTS)


def test_the_nearest_place_wins() -> None:
    rows = (*DEFAULTS, row(1, "30", under_id=16), row(2, "24", under_id=24), row(3, "12", under_id=1))
    assert value(rows, "evaluation_months") == 24
    assert value(rows, "evaluation_months", path="/1/16/25/") == 30
    assert value(rows, "evaluation_months", path="/2/") == 36


def test_a_row_for_a_plan_kind_wins_over_a_nearer_one_for_all() -> None:
    rows = (row(1, "12", under_id=16, plan_kind="flood"), row(2, "24", under_id=24))
    assert value(rows, "evaluation_months") == 12
    assert value(rows, "evaluation_months", plan_kind="fire") == 24


def test_what_a_level_adopts_wins_over_any_suggestion_however_specific() -> None:
    rows = (*DEFAULTS, row(1, "6", key="drill_months"))
    assert value(rows, "drill_months") == 6
    assert value(rows, "drill_months", unit_kind="township", plan_kind="work_safety") == 6


def test_a_row_holds_from_its_day_on_and_the_later_replaces_the_earlier() -> None:
    rows = (*DEFAULTS, row(1, "24", from_day=date(2026, 6, 1)), row(2, "12", from_day=date(2026, 7, 1)))
    assert value(rows, "evaluation_months", on=date(2026, 5, 31)) == 36
    assert value(rows, "evaluation_months", on=date(2026, 6, 1)) == 24
    assert value(rows, "evaluation_months", on=date(2026, 7, 1)) == 12


def test_of_two_rows_for_one_day_the_newer_counts() -> None:
    assert value((row(1, "24"), row(2, "12")), "evaluation_months") == 12


def test_a_place_is_found_by_its_whole_number() -> None:
    assert value((row(1, "24", under_id=2),), "evaluation_months", path="/1/24/") is None


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("evaluation_months", "三年"),
        ("evaluation_months", "0"),
        ("evaluation_months", "-1"),
        ("evaluation_months", "36.0"),
        ("evaluation_months", ""),
        ("evaluation_months", "３６"),
        ("flood_confirm_by", "02-30"),
        ("flood_confirm_by", "5月15日"),
        ("minor_needs_review", "maybe"),
        ("signer_posts", "、"),
    ],
)
def test_a_malformed_value_is_refused_in_words(key: str, text: str) -> None:
    with pytest.raises(Usage) as refused:
        parse(key, text)
    assert KEYS[key].title in refused.value.detail
    assert "应为" in refused.value.detail


def test_an_unknown_key_is_answered_with_the_list() -> None:
    with pytest.raises(Usage, match="evaluation_months（评估周期）"):
        resolve(DEFAULTS, "evaluation", unit_path="", unit_kind=None, plan_kind=None, on=DAY)


def test_values_are_stored_in_one_spelling() -> None:
    assert written("flood_confirm_by", "5-15") == "05-15"
    assert written("minor_needs_review", "否") == "false"
    assert written("upstream_red_days", "不设") == ""
    assert written("signer_posts", "村党支部书记,村委会主任") == "村党支部书记、村委会主任"
    assert written("contact_days", "0180") == "180"
