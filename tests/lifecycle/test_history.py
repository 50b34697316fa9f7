"""Acts folded: what they made of a version, and what is in force on which day. Pure."""

from datetime import date, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yingji.clock import SHANGHAI
from yingji.lifecycle.history import Act, Clearing, fold, in_force, shown_state, standing_of

D = date.fromisoformat


def act(move: str, on: str, version: int = 1, actor: str = "a", **fields: Any) -> Act:
    return Act(0, version, move, D(on), datetime(2026, 5, 6, tzinfo=SHANGHAI), actor, actor, fields)


def issue(effective: str, version: int, issued: str | None = None) -> Act:
    return act("issue", issued or effective, version, issued_on=issued or effective, effective_on=effective)


def test_a_version_nobody_touched_is_a_draft() -> None:
    assert fold([]).state == "draft"


def test_the_whole_way_leaves_every_day_and_name() -> None:
    history = fold(
        [
            act("submit", "2026-01-02", actor="clerk"),
            act("pass", "2026-01-03", actor="reviewer"),
            act("approve", "2026-01-04", signer_name="张三", signer_post="主任", cosigner_name="李四"),
            act(
                "issue",
                "2026-01-05",
                issued_on="2026-01-05",
                effective_on="2026-02-01",
                doc_no="石政〔2026〕1号",
            ),
            act("file", "2026-01-06", receipt_no="备1"),
            act("publish", "2026-01-08", where="公开栏"),
            act("confirm", "2026-03-01", note="核对", clears=[{"code": "O2", "reason": "不涉及"}]),
            act("confirm", "2027-03-01", note="核对"),
        ]
    )
    assert history.state == "issued"
    assert (history.submitted_by, history.passed_by) == ("clerk", "reviewer")
    assert history.signers == (("主任", "张三"), ("", "李四"))
    assert (history.issued_on, history.effective_on) == (D("2026-01-05"), D("2026-02-01"))
    assert (history.doc_no, history.receipt_no, history.filed_on) == (
        "石政〔2026〕1号",
        "备1",
        D("2026-01-06"),
    )
    assert (history.published_on, history.published_where) == (D("2026-01-08"), "公开栏")
    assert history.confirmed_on == (D("2026-03-01"), D("2027-03-01"))
    assert history.clearings == (Clearing("O2", "不涉及", D("2026-03-01")),)
    assert history.last_on == D("2027-03-01")


def test_a_return_takes_the_pass_back() -> None:
    history = fold(
        [act("submit", "2026-01-02"), act("pass", "2026-01-03", actor="r"), act("return", "2026-01-04")]
    )
    assert (history.state, history.passed_by, history.passed_on) == ("returned", "", None)


def test_made_known_twice_counts_from_the_first_day() -> None:
    history = fold([act("publish", "2026-02-01", where="群"), act("publish", "2026-03-01", where="栏")])
    assert (history.published_on, history.published_where) == (D("2026-02-01"), "栏")


def test_a_later_edition_takes_over_from_its_own_day() -> None:
    standing = standing_of([issue("2025-01-01", 1), issue("2026-01-01", 2)])
    days = ["2024-12-31", "2025-01-01", "2025-12-31", "2026-01-01", "2030-01-01"]
    assert [in_force(standing, D(day)) for day in days] == [None, 1, 1, 2, 2]


def test_an_older_paper_entered_later_does_not_push_out_the_newer() -> None:
    standing = standing_of([issue("2026-01-01", 1), issue("2024-01-01", 2)])
    assert [in_force(standing, D(day)) for day in ("2025-01-01", "2026-06-01")] == [2, 1]


def test_after_a_revocation_nothing_is_in_force() -> None:
    standing = standing_of([issue("2025-01-01", 1), issue("2026-01-01", 2), act("revoke", "2026-03-01", 2)])
    days = ["2025-06-01", "2026-02-28", "2026-03-01", "2027-01-01"]
    assert [in_force(standing, D(day)) for day in days] == [1, 2, None, None]


def test_a_version_revoked_before_its_day_leaves_the_other_in_force() -> None:
    acts = [issue("2025-01-01", 1), issue("2026-06-01", 2, "2026-01-01"), act("revoke", "2026-03-01", 2)]
    assert standing_of(acts) == ((D("2025-01-01"), 1),)


def test_revoked_on_the_day_it_took_effect_means_nothing_is_in_force() -> None:
    standing = standing_of([issue("2025-01-01", 1), issue("2026-01-01", 2), act("revoke", "2026-01-01", 2)])
    assert [in_force(standing, D(day)) for day in ("2025-12-31", "2026-01-01")] == [1, None]


def test_a_new_edition_may_take_effect_on_the_day_the_old_one_was_revoked() -> None:
    acts = [issue("2025-01-01", 1), act("revoke", "2026-01-01", 1), issue("2026-01-01", 2)]
    assert standing_of(acts) == ((D("2025-01-01"), 1), (D("2026-01-01"), 2))


def test_revoking_a_superseded_version_changes_nothing_in_force() -> None:
    acts = [issue("2025-01-01", 1), issue("2026-01-01", 2), act("revoke", "2026-03-01", 1)]
    assert in_force(standing_of(acts), D("2026-03-01")) == 2


def test_a_paper_entered_after_a_revocation_it_preceded_stays_in_force() -> None:
    """1 revoked in May; found later that 2 had taken over in March already: the order of entry is no matter."""
    acts = [issue("2025-01-01", 1), act("revoke", "2026-05-01", 1), issue("2026-03-01", 2)]
    assert in_force(standing_of(acts), D("2026-06-01")) == 2


def test_a_corrected_day_moves_the_version() -> None:
    acts = [
        issue("2025-01-01", 1),
        act("correct", "2026-01-01", effective_on={"old": "2025-01-01", "new": "2025-02-01"}),
    ]
    assert standing_of(acts) == ((D("2025-02-01"), 1),)
    history = fold(acts)
    assert (history.effective_on, history.corrected) == (D("2025-02-01"), True)


@st.composite
def lives(draw: st.DrawFn) -> list[list[Act]]:
    """Some versions with effective days of their own, some of them revoked later."""
    days = draw(st.lists(st.integers(0, 60), min_size=1, max_size=4, unique=True))
    found = []
    for version, day in enumerate(days, start=1):
        start = D("2026-01-01") + timedelta(days=day)
        life = [issue(start.isoformat(), version)]
        if draw(st.booleans()):
            end = start + timedelta(days=draw(st.integers(1, 40)))
            life.append(act("revoke", end.isoformat(), version))
        found.append(life)
    return found


@given(lives())
def test_what_is_in_force_does_not_depend_on_the_order_of_entry(found: list[list[Act]]) -> None:
    orders = {standing_of([a for life in order for a in life]) for order in permutations(found)}
    assert len(orders) == 1


@given(lives(), st.integers(-5, 120))
def test_in_force_is_the_latest_started_unless_it_was_revoked(found: list[list[Act]], day: int) -> None:
    """The law said another way, day by day and without standings."""
    on = D("2026-01-01") + timedelta(days=day)
    started = {D(life[0].fields["effective_on"]): life for life in found}
    past = [start for start in started if start <= on]
    expected = None
    if past:
        latest = started[max(past)]
        ended = len(latest) > 1 and latest[1].on_day <= on
        expected = None if ended else latest[0].version_id
    assert in_force(standing_of([a for life in found for a in life]), on) == expected


@pytest.mark.parametrize(
    "day, states",
    [
        ("2025-06-01", ("in_force", "not_yet_effective")),
        ("2026-01-01", ("superseded", "in_force")),
        ("2026-02-28", ("superseded", "in_force")),
        ("2026-03-01", ("superseded", "revoked")),
    ],
)
def test_versions_are_shown_as_they_stood_on_the_day(day: str, states: tuple[str, str]) -> None:
    acts = [issue("2025-01-01", 1), issue("2026-01-01", 2), act("revoke", "2026-03-01", 2)]
    standing = standing_of(acts)
    shown = [
        shown_state(fold(a for a in acts if a.version_id == version), version, standing, D(day))
        for version in (1, 2)
    ]
    assert tuple(shown) == states
