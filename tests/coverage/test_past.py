"""Acts as far as a day: what had happened, what stands, and what was only corrected later."""

from datetime import date
from typing import Any

import pytest

from yingji.clock import SHANGHAI, end_of
from yingji.coverage.past import as_left_by, past_of
from yingji.lifecycle.history import Act, Declaration, in_force

D = date


def acts(*steps: tuple[str, date, dict[str, Any]], version_id: int = 1) -> list[Act]:
    return [
        Act(number, version_id, move, day, end_of(day).astimezone(SHANGHAI), "", "", fields)
        for number, (move, day, fields) in enumerate(steps, start=10 * version_id)
    ]


def issued(day: date, effective: date | None = None) -> dict[str, str]:
    return {"issued_on": day.isoformat(), "effective_on": (effective or day).isoformat()}


LIFE = acts(
    ("submit", D(2026, 3, 1), {}),
    ("pass", D(2026, 3, 5), {}),
    ("approve", D(2026, 3, 6), {"signer_name": "张三", "signer_post": "村主任"}),
    ("issue", D(2026, 3, 8), issued(D(2026, 3, 8), D(2026, 4, 1))),
    ("file", D(2026, 3, 20), {"receipt_no": "1"}),
    ("publish", D(2026, 3, 22), {"where": "公开栏"}),
    ("confirm", D(2026, 5, 1), {"note": "x", "clears": [{"code": "O2", "reason": "y"}]}),
    ("declare", D(2026, 5, 9), {"reason": "校舍拆了", "raised_by": "李四"}),
    ("revoke", D(2026, 6, 1), {"reason": "z"}),
)


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (D(2026, 2, 28), "draft"),
        (D(2026, 3, 1), "submitted"),
        (D(2026, 3, 5), "passed"),
        (D(2026, 3, 6), "approved"),
        (D(2026, 3, 8), "issued"),
        (D(2026, 5, 31), "issued"),
        (D(2026, 6, 1), "revoked"),
    ],
)
def test_the_state_by_days(on: date, state: str) -> None:
    assert as_left_by(LIFE, on).state == state


def test_facts_appear_on_their_day() -> None:
    def facts(on: date) -> tuple[object, ...]:
        history = as_left_by(LIFE, on)
        return history.filed_on, history.published_on, history.confirmed_on, len(history.clearings)

    assert facts(D(2026, 3, 19)) == (None, None, (), 0)
    assert facts(D(2026, 3, 20)) == (D(2026, 3, 20), None, (), 0)
    assert facts(D(2026, 5, 1)) == (D(2026, 3, 20), D(2026, 3, 22), (D(2026, 5, 1),), 1)


def test_a_declaration_counts_from_the_day_it_was_made() -> None:
    said = (Declaration("校舍拆了", "李四", D(2026, 5, 9)),)
    for acts in (LIFE, LIFE[:-1]):  # with and without anything later
        assert as_left_by(acts, D(2026, 5, 8)).declared == ()
        assert as_left_by(acts, D(2026, 5, 9)).declared == said


def test_what_stands_leaves_out_what_happened_later() -> None:
    assert past_of(LIFE, D(2026, 5, 31)).standing == ((D(2026, 4, 1), 1),)
    assert past_of(LIFE, D(2026, 6, 1)).standing == ((D(2026, 4, 1), 1), (D(2026, 6, 1), None))
    assert past_of(LIFE, D(2026, 3, 7)).standing == ()
    assert past_of(LIFE, D(2026, 3, 8)).standing == ((D(2026, 4, 1), 1),)


def test_a_correction_counts_as_if_it_had_always_been_so() -> None:
    corrected = [
        *LIFE[:4],
        *acts(
            (
                "correct",
                D(2026, 9, 1),
                {
                    "issued_on": {"old": "2026-03-08", "new": "2026-03-07"},
                    "effective_on": {"old": "2026-04-01", "new": "2026-03-07"},
                    "reason": "笔误",
                },
            )
        ),
    ]
    past = past_of(corrected, D(2026, 3, 7))
    assert past.histories[1].state == "issued"
    assert in_force(past.standing, D(2026, 3, 7)) == 1
    assert past_of(corrected, D(2026, 3, 6)).histories[1].state == "approved"


def test_a_recorded_plan_counts_from_its_own_days() -> None:
    paper = acts(
        ("record", D(2020, 5, 1), {**issued(D(2020, 5, 1)), "filed_on": "2020-06-01", "receipt_no": "1"})
    )
    assert past_of(paper, D(2020, 4, 30)).standing == ()
    assert past_of(paper, D(2020, 5, 1)).histories[1].filed_on is None
    assert past_of(paper, D(2020, 6, 1)).histories[1].filed_on == D(2020, 6, 1)


def test_editions_count_what_was_issued_by_then() -> None:
    second = acts(("issue", D(2026, 8, 1), issued(D(2026, 8, 1))), version_id=2)
    assert past_of([*LIFE, *second], D(2026, 7, 31)).editions == {1: 1}
    assert past_of([*LIFE, *second], D(2026, 8, 1)).editions == {1: 1, 2: 2}


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({}, "无法识别"),
        ({"issued_on": "2026-13-01", "effective_on": "2026-01-01"}, "无法识别"),
        ({"issued_on": None, "effective_on": "2026-01-01"}, "无法识别"),
        (issued(D(2026, 3, 8), D(2026, 3, 1)), "早于印发日期"),
    ],
)
def test_damaged_days_are_a_fault_of_that_version_alone(fields: dict[str, Any], fault: str) -> None:
    second = acts(("issue", D(2026, 8, 1), issued(D(2026, 8, 1))), version_id=2)
    past = past_of([*acts(("issue", D(2026, 3, 8), fields)), *second], D(2026, 9, 1))
    assert fault in past.faults[1]
    assert past.standing == ((D(2026, 8, 1), 2),)
