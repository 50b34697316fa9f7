"""Verdicts worked out by hand from the rules and the calendar, on the last day of every threshold and the day after.

Each case is a history and, by day, what is to be told: status, findings with their severities, 可用.
Working days: 2025-01-10 + 15/20 = 7/13 February (春节, 26 January and 8 February are worked);
2025-09-25 + 15/20 = 22/29 October (国庆, 28 September and 11 October are worked);
2026-02-06 + 15/20 = 5/12 March (春节, 14 and 28 February are worked); 2025-04-25 + 10 = 13 May (劳动节,
27 April is worked); 2026-12-21 + 15/20 = 12/19 January 2027 (not published yet: 1 January is free).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from yingji.coverage.examine import examine
from yingji.coverage.facts import DraftFacts, Edition, OpenItem, Reorganisation, Span
from yingji.lifecycle.history import Declaration
from yingji.plans.facts import Cited, Supply
from yingji.readiness.posts import HEAD

D = date
Make = Callable[..., Any]


def issued(on: date, **other: Any) -> dict[str, Any]:
    """A plan issued on a day and dealt with at once, unless said otherwise."""
    done = dict.fromkeys(
        ("approved_on", "issued_on", "effective_on", "filed_on", "published_on", "signed_on"), on
    )
    return {**done, "uploaded_on": on, **other}


@dataclass(frozen=True)
class Case:
    """``version`` None: none at all. ``told``: by day, ``status CODE:severity … usable``; ``-`` is not required."""

    told: dict[date, str]
    version: dict[str, Any] | None = field(default_factory=lambda: issued(D(2025, 3, 10)))
    kind: str = "fire"
    policy: dict[str, str] = field(default_factory=dict)
    plan: dict[str, Any] = field(default_factory=dict)
    unit: dict[str, Any] = field(default_factory=dict)
    cell: dict[str, Any] = field(default_factory=dict)
    confirmed_on: date | None = None


MERGED = Reorganisation("merge", D(2025, 11, 20), (("白果村", True),))
DRILLED = {"last_drill_on": D(2025, 6, 1)}
EMPTY_HANDS = Reorganisation("split", D(2025, 11, 20), (("白果村", False),))

CASES = {
    "issued on 29 February, evaluated after 36 months on the 28th": Case(
        {
            D(2026, 11, 29): "current",
            D(2026, 11, 30): "due_soon",
            D(2027, 2, 28): "due_soon",
            D(2027, 3, 1): "review_overdue O1:grey",
        },
        issued(D(2024, 2, 29), text={"profile_date": D(2026, 5, 1)}),
        plan={"last_drill_on": D(2026, 6, 1)},
    ),
    "confirmed on 31 August, half a year as decided here": Case(
        {
            D(2025, 11, 29): "current",
            D(2025, 11, 30): "due_soon",
            D(2026, 2, 28): "due_soon",
            D(2026, 3, 1): "review_overdue O1:red",
        },
        issued(D(2025, 3, 10), confirmed_on=(D(2025, 8, 31),), text={"profile_date": D(2025, 7, 31)}),
        policy={"evaluation_months": "6"},
        plan=DRILLED,
    ),
    "not filed over the national holidays": Case(
        {
            D(2025, 10, 21): "current",
            D(2025, 10, 22): "current D1:amber",
            D(2025, 10, 29): "current D1:amber",
            D(2025, 10, 30): "unfiled D1:red",
        },
        issued(D(2025, 9, 25), filed_on=None),
    ),
    "not filed over the turn of the year, on a calendar not published yet": Case(
        {
            D(2027, 1, 11): "current",
            D(2027, 1, 12): "current D1:amber",
            D(2027, 1, 19): "current D1:amber",
            D(2027, 1, 20): "unfiled D1:red",
        },
        issued(D(2026, 12, 21), filed_on=None, text={"profile_date": D(2026, 12, 1)}),
    ),
    "not made known over the spring festival": Case(
        {
            D(2026, 3, 4): "current",
            D(2026, 3, 5): "current D2:amber",
            D(2026, 3, 12): "current D2:amber",
            D(2026, 3, 13): "current D2:red",
        },
        issued(D(2026, 2, 6), published_on=None, text={"profile_date": D(2026, 1, 1)}),
    ),
    "no signed text over the spring festival": Case(
        {D(2025, 2, 13): "current", D(2025, 2, 14): "current M5a:amber"},
        issued(D(2025, 1, 10), signed_on=None),
    ),
    "no confirmation before the flood season": Case(
        {
            D(2026, 4, 14): "current O9:grey",
            D(2026, 4, 15): "current O1f:amber O9:grey",
            D(2026, 5, 14): "current O1f:amber O9:grey",
            D(2026, 5, 15): "current O1f:red O9:grey",
            D(2026, 12, 31): "current O1f:red O9:grey",
            D(2027, 1, 1): "current O9:grey",
        },
        kind="flood",
        policy={"flood_confirm_by": "05-15"},
        plan={"last_drill_on": D(2026, 3, 1)},
    ),
    "figures of 29 February": Case(
        {D(2025, 2, 28): "current", D(2025, 3, 1): "current O9:grey"},
        issued(D(2024, 3, 5), text={"profile_date": D(2024, 2, 29)}),
        plan={"last_drill_on": D(2024, 9, 1)},
    ),
    "a village drill of 29 February, nobody here decided a cycle": Case(
        {D(2025, 2, 28): "current", D(2025, 3, 1): "current D5:grey"},
        issued(D(2024, 1, 5), text={"profile_date": D(2024, 12, 1)}),
        plan={"last_drill_on": D(2024, 2, 29)},
    ),
    "no village drill ever, a yearly cycle decided here": Case(
        {D(2025, 12, 31): "current", D(2026, 1, 1): "current D5:red"},
        issued(D(2024, 12, 31), text={"profile_date": D(2025, 6, 1)}),
        policy={"drill_months": "12"},
    ),
    "a township's work-safety drill": Case(
        {D(2026, 8, 31): "current", D(2026, 9, 1): "current D3:red"},
        issued(D(2024, 1, 5), text={"profile_date": D(2026, 1, 1)}),
        "work_safety",
        plan={"last_drill_on": D(2024, 8, 31)},
        unit={"kind": "township"},
    ),
    "a township's special plan, last drilled on the last of May": Case(
        {D(2026, 5, 31): "current", D(2026, 6, 1): "current D4:red"},
        issued(D(2024, 1, 5), text={"profile_date": D(2026, 1, 1)}),
        plan={"last_drill_on": D(2023, 5, 31)},
        unit={"kind": "township"},
    ),
    "a corrective item ninety days open": Case(
        {D(2025, 6, 30): "current", D(2025, 7, 1): "needs_revision O7:amber"},
        plan={"last_drill_on": D(2025, 4, 1), "open_items": (OpenItem("喇叭听不清", D(2025, 4, 1)),)},
    ),
    "the maker's word in the summer holidays, ninety days": Case(
        {
            D(2025, 7, 10): "current O8:grey",
            D(2025, 10, 8): "current O8:grey",
            D(2025, 10, 9): "needs_revision O8:amber",
        },
        issued(D(2025, 3, 10), declared=(Declaration("校舍拆了", "李四", D(2025, 7, 10)),)),
        plan=DRILLED,
    ),
    "the maker's word over a leap February, thirty days as decided here": Case(
        {D(2024, 3, 30): "current O8:grey", D(2024, 3, 31): "needs_revision O8:amber"},
        issued(
            D(2024, 1, 5),
            declared=(Declaration("校舍拆了", "李四", D(2024, 2, 29)),),
            text={"profile_date": D(2024, 1, 1)},
        ),
        policy={"declared_amber_days": "30"},
    ),
    "contacts confirmed and a drill held, and then too long ago": Case(
        {D(2025, 9, 6): "current usable", D(2025, 9, 7): "current"},
        plan=DRILLED,
        confirmed_on=D(2025, 3, 10),
    ),
    "a version at the reviewer's over the May holidays": Case(
        {D(2025, 5, 13): "drafting M2:amber", D(2025, 5, 14): "drafting M2:amber D6:grey"},
        issued(
            D(2025, 4, 25), state="submitted", submitted_on=D(2025, 4, 25), issued_on=None, effective_on=None
        ),
    ),
    "the same with a limit decided here": Case(
        {D(2025, 5, 13): "drafting M2:amber", D(2025, 5, 14): "drafting M2:amber D6:red"},
        issued(
            D(2025, 4, 25), state="submitted", submitted_on=D(2025, 4, 25), issued_on=None, effective_on=None
        ),
        policy={"review_workdays": "10"},
    ),
    "a merged village on its predecessor's plan": Case(
        {
            D(2025, 11, 20): "needs_revision U1:amber",
            D(2026, 2, 18): "needs_revision U1:amber",
            D(2026, 2, 19): "missing M1:red",
        },
        None,
        cell={"reorganisation": MERGED},
    ),
    "a village split off whose predecessor had none": Case(
        {D(2025, 12, 20): "missing M1:amber", D(2025, 12, 21): "missing M1:red"},
        None,
        cell={"reorganisation": EMPTY_HANDS},
    ),
    "upstream changed in June, marked in July": Case(
        {
            D(2025, 7, 14): "current",
            D(2025, 7, 15): "needs_revision O2:amber",
            D(2025, 9, 13): "needs_revision O2:amber",
            D(2025, 9, 14): "needs_revision O2:red",
        },
        policy={"upstream_red_days": "60"},
        cell={"upstream": (Edition("乡防汛预案", "", D(2025, 6, 1), D(2025, 7, 15), "赵六"),)},
    ),
    "a new head on the roster after the holidays": Case(
        {
            D(2025, 10, 7): "current",
            D(2025, 10, 8): "needs_revision O3:amber",
            D(2025, 11, 7): "needs_revision O3:amber",
            D(2025, 11, 8): "needs_revision O3:red",
        },
        policy={"roster_red_days": "30"},
        unit={"roster": ((HEAD, "张三", D(2024, 1, 1)), (HEAD, "王五", D(2025, 10, 8)))},
    ),
    "a regulation replaced on 1 July": Case(
        {D(2026, 6, 30): "current", D(2026, 7, 1): "needs_revision O5:amber"},
        issued(
            D(2025, 3, 10),
            text={"profile_date": D(2025, 12, 1), "basis": (Cited("某省防汛条例", "某令第1号", "HB-1"),)},
        ),
        plan={"last_drill_on": D(2026, 3, 1)},
    ),
    "life jackets good until the end of the year": Case(
        {D(2025, 12, 31): "current", D(2026, 1, 1): "needs_revision O4:amber"},
        issued(D(2025, 3, 10), text={"supplies": (Supply("救生衣", D(2025, 12, 31)),)}),
        plan=DRILLED,
    ),
    "a draft too long in hand": Case(
        {D(2025, 6, 19): "drafting M2:amber", D(2025, 6, 20): "drafting M2:red"},
        None,
        policy={"draft_red_days": "30"},
        plan={"draft": DraftFacts(3, D(2025, 5, 20))},
    ),
    "excused until the end of the year": Case(
        {D(2025, 12, 31): "exempt", D(2026, 1, 1): "missing M1:red"},
        None,
        cell={"exemptions": (Span(D(2025, 1, 1), D(2025, 12, 31), "由乡级预案统一覆盖", "王五"),)},
    ),
    "required until the end of a leap February": Case(
        {D(2024, 2, 29): "missing M1:red", D(2024, 3, 1): "-"},
        None,
        cell={"requirements": (Span(D(2020, 1, 1), D(2024, 2, 29), "清单", "石槽集乡人民政府"),)},
    ),
    "issued in December, effective at new year": Case(
        {D(2025, 12, 31): "awaiting_approval M2:amber", D(2026, 1, 1): "current"},
        issued(D(2025, 12, 20), effective_on=D(2026, 1, 1)),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_as_worked_out_by_hand(
    name: str, make_cell: Make, make_version: Make, adopted: Make, confirmed: Make
) -> None:
    case = CASES[name]
    plan = dict(case.plan)
    if case.confirmed_on:
        plan["checks"] = confirmed(case.confirmed_on)
    versions = [] if case.version is None else [make_version(**case.version)]
    rows = tuple(adopted(key, value) for key, value in case.policy.items())
    for day, expected in case.told.items():
        cell = make_cell(
            day, *versions, policy=rows, plan=plan, unit=case.unit, kind=case.kind, **dict(case.cell)
        )
        assert told(cell) == expected, day


def told(cell: Any) -> str:
    verdict = examine(cell)
    if verdict is None:
        return "-"
    findings = sorted(f"{finding.code}:{finding.severity}" for finding in verdict.findings)
    return " ".join([verdict.status, *sorted(findings, key=_by_room), *["usable"] * verdict.is_usable])


def _by_room(finding: str) -> int:
    return "MOUDX".index(finding[0])
