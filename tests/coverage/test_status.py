"""The one status of a cell: each by hand, on the day it begins and the day before."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from yingji.coverage.examine import Verdict, examine
from yingji.coverage.facts import CellFacts, DraftFacts, Edition, Reorganisation, Span, VersionFacts
from yingji.coverage.status import STATUSES
from yingji.coverage.thresholds import PolicyBook

Make = Callable[..., Any]
D = date


def seen(cell: CellFacts) -> Verdict:
    verdict = examine(cell)
    assert verdict is not None
    return verdict


def codes(verdict: Verdict) -> list[str]:
    return [finding.code for finding in verdict.findings]


def test_a_plan_in_force_filed_and_fresh_is_current(make_cell: Make, make_version: Make) -> None:
    verdict = seen(make_cell(D(2025, 6, 1), make_version()))
    assert (verdict.status, verdict.label, verdict.sign) == ("current", "有效", "✓")
    assert (verdict.worst, codes(verdict)) == ("none", [])
    assert (verdict.is_expected, verdict.is_had, verdict.is_timely) == (True, True, True)


def test_without_a_requirement_there_is_no_verdict(make_cell: Make, make_version: Make) -> None:
    assert examine(make_cell(D(2025, 6, 1), make_version(), requirements=())) is None


def test_a_requirement_holds_from_its_first_day_through_its_last(make_cell: Make, make_version: Make) -> None:
    span = Span(D(2025, 5, 1), D(2025, 5, 31), "本级应编清单", "石槽集乡人民政府")

    def on(day: date) -> Verdict | None:
        return examine(make_cell(day, make_version(), requirements=(span,)))

    assert on(D(2025, 4, 30)) is None
    assert on(D(2025, 5, 1)) is not None
    assert on(D(2025, 5, 31)) is not None
    assert on(D(2025, 6, 1)) is None


def test_nothing_at_all_is_missing(make_cell: Make) -> None:
    verdict = seen(make_cell())
    assert (verdict.status, verdict.worst, codes(verdict)) == ("missing", "red", ["M1"])
    assert verdict.findings[0].text == "青山村未按要求编制防汛应急预案。"
    assert (verdict.is_expected, verdict.is_had) == (True, False)


def test_an_exemption_in_force_excuses_a_missing_plan_until_it_ends(make_cell: Make) -> None:
    excused = Span(D(2025, 1, 1), D(2025, 6, 30), "由乡级预案统一覆盖", "王五")
    verdict = seen(make_cell(D(2025, 6, 30), exemptions=(excused,)))
    assert (verdict.status, verdict.worst, verdict.is_expected) == ("exempt", "none", False)
    assert "由乡级预案统一覆盖" in verdict.evidence[0]
    assert verdict.recheck_on == D(2025, 7, 1)
    assert seen(make_cell(D(2025, 7, 1), exemptions=(excused,))).status == "missing"


@pytest.mark.parametrize("state", ["draft", "submitted", "returned"])
def test_an_open_version_before_review_is_drafting(make_cell: Make, make_version: Make, state: str) -> None:
    version = make_version(
        state=state, issued_on=None, effective_on=None, submitted_on=D(2025, 5, 30), filed_on=None
    )
    verdict = seen(make_cell(D(2025, 6, 1), version, standing=()))
    assert (verdict.status, codes(verdict), verdict.worst) == ("drafting", ["M2"], "amber")


def test_a_working_copy_is_drafting_and_says_where_it_is_stuck(make_cell: Make) -> None:
    verdict = seen(make_cell(plan={"draft": DraftFacts(3, D(2025, 5, 20))}))
    assert (verdict.status, verdict.findings[0].since) == ("drafting", D(2025, 5, 20))
    assert "卡在：必须改3处" in verdict.evidence[0]


@pytest.mark.parametrize(
    ("state", "stage"), [("passed", "待签发"), ("approved", "待印发"), ("issued", "待实施")]
)
def test_after_review_the_evidence_says_what_is_awaited(
    make_cell: Make, make_version: Make, state: str, stage: str
) -> None:
    days: dict[str, Any] = {"issued_on": None, "effective_on": None}
    if state == "issued":
        days = {"issued_on": D(2025, 5, 30), "effective_on": D(2025, 7, 1)}
    version = make_version(state=state, **days)
    verdict = seen(make_cell(D(2025, 6, 30), version))
    assert (verdict.status, verdict.evidence[0]) == ("awaiting_approval", stage)
    if state == "issued":
        assert verdict.recheck_on == D(2025, 7, 1)
        assert seen(make_cell(D(2025, 7, 1), version)).status == "current"


def test_a_revoked_plan_stays_revoked_though_another_is_drafted(make_cell: Make, make_version: Make) -> None:
    gone = make_version(state="revoked", revoked_on=D(2025, 5, 1))
    standing = ((D(2025, 3, 10), 11), (D(2025, 5, 1), None))
    verdict = seen(make_cell(D(2025, 6, 1), gone, standing=standing))
    assert (verdict.status, codes(verdict), verdict.worst) == ("revoked", ["M1"], "red")
    drafted = seen(
        make_cell(D(2025, 6, 1), gone, standing=standing, plan={"draft": DraftFacts(0, D(2025, 5, 9))})
    )
    assert (drafted.status, codes(drafted)) == ("revoked", ["M2"])


def test_a_version_revoked_before_it_took_effect_leaves_the_cell_revoked(
    make_cell: Make, make_version: Make
) -> None:
    gone = make_version(state="revoked", effective_on=D(2025, 7, 1), revoked_on=D(2025, 5, 1))
    assert seen(make_cell(D(2025, 6, 1), gone, standing=())).status == "revoked"


def test_an_older_version_in_force_outlives_a_pending_one(make_cell: Make, make_version: Make) -> None:
    pending = make_version(
        id=12, number=2, edition_no=2, issued_on=D(2025, 5, 30), effective_on=D(2025, 8, 1)
    )
    cell = make_cell(D(2025, 6, 1), make_version(), pending)
    assert (seen(cell).status, seen(cell).number) == ("current", 1)
    assert seen(replace(cell, as_of=D(2025, 8, 1))).number == 2


@pytest.mark.parametrize(
    ("as_of", "status"),
    [
        (D(2027, 12, 10), "current"),  # 2028-03-10 less 90 days is 2027-12-11
        (D(2027, 12, 11), "due_soon"),
        (D(2028, 3, 10), "due_soon"),  # fine through the day itself
        (D(2028, 3, 11), "review_overdue"),
    ],
)
def test_the_evaluation_cycle_by_days(make_cell: Make, make_version: Make, as_of: date, status: str) -> None:
    assert seen(make_cell(as_of, make_version(confirmed_on=()), kind="fire")).status == status


def test_months_are_clamped_to_the_end_of_february(make_cell: Make, make_version: Make) -> None:
    version = make_version(issued_on=D(2024, 2, 29), effective_on=D(2024, 2, 29))
    assert seen(make_cell(D(2027, 2, 28), version, kind="fire")).status == "due_soon"
    overdue = seen(make_cell(D(2027, 3, 1), version, kind="fire"))
    assert (overdue.status, overdue.due_on) == ("review_overdue", D(2027, 2, 28))


def test_a_confirmation_starts_the_cycle_again(make_cell: Make, make_version: Make) -> None:
    version = make_version(confirmed_on=(D(2026, 3, 1), D(2027, 3, 1)))
    verdict = seen(make_cell(D(2028, 6, 1), version, kind="fire"))
    assert (verdict.status, verdict.due_on) == ("current", D(2030, 3, 1))


def test_overdue_goes_before_needing_revision(make_cell: Make, make_version: Make) -> None:
    edition = Edition("乡防汛预案", "", D(2026, 1, 1), D(2026, 1, 1), "王五")
    cell = make_cell(D(2028, 6, 1), make_version(), upstream=(edition,), kind="fire")
    assert seen(cell).status == "review_overdue"
    assert {"O1", "O2"} <= set(codes(seen(cell)))
    assert seen(replace(cell, as_of=D(2027, 6, 1))).status == "needs_revision"


def test_needing_revision_goes_before_due_soon_and_unfiled(make_cell: Make, make_version: Make) -> None:
    edition = Edition("乡防汛预案", "", D(2026, 1, 1), D(2026, 1, 1), "王五")
    cell = make_cell(D(2028, 1, 1), make_version(filed_on=None), kind="fire")
    assert seen(cell).status == "due_soon"
    assert seen(replace(cell, upstream=(edition,))).status == "needs_revision"


def test_unfiled_begins_the_day_after_the_deadline(make_cell: Make, make_version: Make) -> None:
    version = make_version(filed_on=None)
    assert seen(make_cell(D(2025, 4, 8), version)).status == "current"
    assert seen(make_cell(D(2025, 4, 9), version)).status == "unfiled"


@pytest.mark.parametrize(
    "fault",
    ["实施日期早于印发日期", "登记的日期缺失或无法识别"],
)
def test_contradictory_days_make_the_cell_unknown(make_cell: Make, make_version: Make, fault: str) -> None:
    verdict = seen(make_cell(D(2025, 6, 1), make_version(fault=fault)))
    assert (verdict.status, verdict.evidence, verdict.worst) == ("unknown", (fault,), "grey")
    assert (verdict.is_expected, verdict.is_had, verdict.is_timely, verdict.is_usable) == (
        True,
        False,
        False,
        False,
    )


def test_a_contradictory_requirement_makes_the_cell_unknown(make_cell: Make, make_version: Make) -> None:
    span = Span(D(2025, 5, 1), D(2025, 4, 1), "清单", "乡", fault="截止日早于起始日")
    assert seen(make_cell(D(2025, 6, 1), make_version(), requirements=(span,))).status == "unknown"


def test_an_unreadable_threshold_makes_the_status_unknown(
    make_cell: Make, make_version: Make, adopted: Make
) -> None:
    verdict = seen(make_cell(D(2025, 6, 1), make_version(), policy=(adopted("evaluation_months", "三年"),)))
    assert verdict.status == "unknown"
    assert "评估周期" in verdict.evidence[0]


def test_a_threshold_nobody_set_is_named_as_people_know_it(make_cell: Make, make_version: Make) -> None:
    cell = make_cell(D(2025, 6, 1), make_version())
    verdict = seen(replace(cell, thresholds=PolicyBook(()).narrowed("/1/", "village", "flood")))
    assert verdict.status == "unknown"
    assert verdict.evidence == ("没有规定「评估周期」", "没有规定「到期前提醒」", "没有规定「备案时限」")


def test_an_unreadable_threshold_no_status_needs_is_only_not_checked(
    make_cell: Make, make_version: Make, adopted: Make
) -> None:
    verdict = seen(make_cell(D(2025, 6, 1), make_version(), policy=(adopted("corrective_days", "x"),)))
    assert verdict.status == "current"
    assert "O7" in [one.code for one in verdict.not_checked]


def test_a_unit_that_ends_has_no_cell_from_that_day(make_cell: Make, make_version: Make) -> None:
    cell = make_cell(D(2025, 6, 30), make_version(), unit={"ends_on": D(2025, 7, 1)})
    assert seen(cell).recheck_on == D(2025, 7, 1)
    assert examine(replace(cell, as_of=D(2025, 7, 1))) is None


def test_a_comprehensive_plan_covers_a_kind_it_names(make_cell: Make, make_version: Make) -> None:
    whole = make_cell(D(2025, 6, 1), make_version(text={"covers": ("flood",)}), kind="comprehensive")
    verdict = seen(make_cell(D(2025, 6, 1), cover=whole))
    assert (verdict.status, verdict.is_covered, verdict.is_had) == ("current", True, True)
    assert "综合应急预案" in verdict.evidence[0]
    other = seen(make_cell(D(2025, 6, 1), cover=whole, kind="fire"))
    assert (other.status, other.is_covered) == ("missing", False)


def test_a_covered_cell_takes_status_and_findings_of_the_comprehensive_plan(
    make_cell: Make, make_version: Make
) -> None:
    version = make_version(text={"covers": ("flood",)})
    whole = make_cell(D(2028, 6, 1), version, kind="comprehensive")
    verdict = seen(make_cell(D(2028, 6, 1), cover=whole))
    own = seen(whole)
    assert verdict.status == own.status == "review_overdue"
    assert codes(verdict) == [*codes(own), "M3"]
    assert verdict.findings[-1].severity == "amber"


def test_an_own_version_in_force_goes_before_cover(make_cell: Make, make_version: Make) -> None:
    whole = make_cell(D(2028, 6, 1), make_version(text={"covers": ("flood",)}), kind="comprehensive")
    own = make_version(id=12, issued_on=D(2028, 3, 1), effective_on=D(2028, 3, 1), filed_on=D(2028, 3, 5))
    verdict = seen(make_cell(D(2028, 6, 1), own, cover=whole))
    assert (verdict.status, verdict.is_covered) == ("current", False)


def test_a_comprehensive_plan_that_covers_keeps_the_cell_had_while_an_own_plan_is_drafted(
    make_cell: Make, make_version: Make
) -> None:
    whole = make_cell(D(2025, 6, 1), make_version(text={"covers": ("flood",)}), kind="comprehensive")
    drafted = make_cell(D(2025, 6, 1), cover=whole, plan={"draft": DraftFacts(1, D(2025, 5, 1))})
    assert seen(drafted).status == "current"


def test_a_scan_only_counts_as_had_and_never_as_usable(
    make_cell: Make, make_version: Make, confirmed: Make
) -> None:
    scan = make_version(document=None, is_recorded=True)
    plan = {"checks": confirmed(D(2025, 5, 1)), "last_drill_on": D(2025, 5, 1)}
    verdict = seen(make_cell(D(2025, 6, 1), scan, plan=plan))
    assert (verdict.is_had, verdict.is_timely, verdict.is_usable) == (True, True, False)
    assert any("未经本系统审核" in line for line in verdict.evidence)
    assert {"M4", "O3", "O4", "O5"} <= {one.code for one in verdict.not_checked}


def test_usable_asks_for_every_contact_and_the_drill(
    make_cell: Make, make_version: Make, confirmed: Make
) -> None:
    def usable(as_of: date, checks: Any, drill: date | None) -> bool:
        plan = {"checks": checks, "last_drill_on": drill}
        return seen(make_cell(as_of, make_version(), plan=plan, kind="fire")).is_usable

    day = D(2025, 5, 1)
    assert usable(D(2025, 6, 1), confirmed(day), day)
    assert not usable(D(2025, 6, 1), confirmed(day)[:1], day)
    assert not usable(D(2025, 6, 1), confirmed(day), None)
    assert usable(D(2025, 10, 28), confirmed(day), day)  # 180 days later
    assert not usable(D(2025, 10, 29), confirmed(day), day)
    late = confirmed(D(2026, 5, 1))
    assert usable(D(2026, 5, 1), late, day)  # twelve months later
    assert not usable(D(2026, 5, 2), late, day)


def test_a_plan_that_is_not_timely_is_not_usable(
    make_cell: Make, make_version: Make, confirmed: Make
) -> None:
    plan = {"checks": confirmed(D(2028, 5, 1)), "last_drill_on": D(2028, 5, 1)}
    verdict = seen(make_cell(D(2028, 6, 1), make_version(), plan=plan))
    assert (verdict.is_had, verdict.is_timely, verdict.is_usable) == (True, False, False)


def test_where_no_drill_cycle_is_set_no_drill_is_asked_for(
    make_cell: Make, make_version: Make, confirmed: Make
) -> None:
    verdict = seen(
        make_cell(
            D(2025, 6, 1),
            make_version(),
            unit={"kind": "school"},
            plan={"checks": confirmed(D(2025, 5, 1))},
            kind="fire",
        )
    )
    assert verdict.is_usable


def test_a_split_village_lives_on_its_predecessors_plan_through_the_grace(make_cell: Make) -> None:
    event = Reorganisation("split", D(2025, 5, 1), (("大青山村", True),))
    cell = make_cell(D(2025, 7, 30), reorganisation=event)  # 90 days later
    verdict = seen(cell)
    assert (verdict.status, codes(verdict), verdict.is_had) == ("needs_revision", ["U1"], True)
    assert "大青山村" in verdict.findings[0].text
    assert verdict.recheck_on == D(2025, 7, 31)
    assert seen(replace(cell, as_of=D(2025, 7, 31))).status == "missing"


def test_a_grace_nobody_can_read_leaves_a_merged_village_unknown_and_no_other(
    make_cell: Make, adopted: Make
) -> None:
    policy = (adopted("merge_grace_days", "一季"),)
    event = Reorganisation("merge", D(2025, 5, 1), (("大青山村", True),))
    verdict = seen(make_cell(D(2025, 6, 1), reorganisation=event, policy=policy))
    assert (verdict.status, "并村过渡期" not in verdict.evidence[0]) == ("unknown", False)
    alone = Reorganisation("merge", D(2025, 5, 1), (("大青山村", False),))
    assert seen(make_cell(D(2025, 6, 1), reorganisation=alone, policy=policy)).status == "missing"
    assert seen(make_cell(D(2025, 6, 1), policy=policy)).status == "missing"


def test_a_new_unit_without_a_predecessors_plan_is_missing_but_less_gravely_at_first(make_cell: Make) -> None:
    cell = make_cell(D(2025, 5, 31), reorganisation=Reorganisation("add", D(2025, 5, 1)))
    assert (seen(cell).status, seen(cell).worst) == ("missing", "amber")
    assert seen(replace(cell, as_of=D(2025, 6, 1))).worst == "red"


def test_every_status_has_its_own_word_and_sign() -> None:
    assert len({label for label, _, _ in STATUSES.values()}) == len(STATUSES) == 11
    assert len({sign for _, sign, _ in STATUSES.values()}) == 11
    said = "".join("".join(words) for words in STATUSES.values())
    assert not any(word in said for word in ("失效", "过期", "违法"))


def test_the_verdict_names_the_version_it_looked_at(
    make_cell: Make, make_version: Callable[..., VersionFacts]
) -> None:
    verdict = seen(make_cell(D(2025, 6, 1), make_version(number=4, edition_no=2)))
    assert (verdict.number, verdict.edition_no, verdict.digest) == (4, 2, "ab" * 32)
