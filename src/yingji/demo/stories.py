"""What happened to each plan, told in days before the rehearsal's today. Data, no verbs.

A story is a list of steps (days ago, what). ``upload`` names an edition so that a later one differs.
Each story leads to one status of the coverage table.
"""

from dataclasses import dataclass, field
from typing import Any

Fields = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing done ``days`` before today: a verb of ``demo.build`` with its fields."""

    days: int
    verb: str
    fields: Fields = field(default_factory=dict)


Story = tuple[Step, ...]


def issued(days: int, *, filed: bool = True, published: bool = True, cites: bool = True) -> Story:
    """Uploaded, reviewed, signed and issued ``days`` ago; filed and made known as a rule asks."""
    steps = [
        Step(days + 12, "upload", {"cites_register": cites}),
        Step(days + 11, "submit"),
        Step(days + 6, "pass"),
        Step(days + 2, "approve"),
        Step(days, "issue", {"drafting_note": "根据上位预案和本单位风险变化情况编制。"}),
    ]
    if published:
        steps.append(Step(max(days - 3, 0), "publish", {"where": "公开栏、微信工作群"}))
    if filed:
        steps.append(Step(max(days - 8, 0), "file"))
    return tuple(steps)


def kept_ready(days: int) -> Story:
    """Signed text attached, contacts rung, a drill held and its finding dealt with since issue."""
    return (
        Step(days - 1, "attach"),
        Step(max(days - 30, 5), "contacts"),
        Step(max(days - 40, 4), "drill"),
        Step(max(days - 60, 3), "close"),
        Step(40, "contacts"),
    )


CURRENT: Story = (*issued(60), *kept_ready(60))
SETTLED: Story = (*issued(75), Step(74, "attach"))
CONFIRMED: Story = (
    *issued(1300),
    Step(1299, "attach"),
    Step(70, "confirm", {"note": "责任人、电话、安置点逐项核对，无变化。"}),
    Step(45, "contacts"),
    Step(44, "drill"),
    Step(20, "close"),
)
DUE_SOON: Story = (*issued(1045, cites=False), Step(1044, "attach"))
REVIEW_OVERDUE: Story = (*issued(1210, cites=False), Step(1209, "attach"))
BEHIND_UPSTREAM: Story = (*issued(420), Step(419, "attach"), Step(60, "contacts"))
DECLARED: Story = (
    *issued(130),
    Step(129, "attach"),
    Step(100, "declare", {"reason": "村小学拆除重建，不能再作安置点，安置点和转移路线要改"}),
)
UNFILED: Story = issued(55, filed=False)
UNPUBLISHED: Story = (*issued(50, published=False), Step(49, "attach"))
MISSING: Story = ()
WORKING_COPY: Story = (Step(4, "keep"),)
DRAFT: Story = (Step(6, "upload"),)
SUBMITTED: Story = (Step(19, "upload"), Step(18, "submit"))
RETURNED: Story = (
    Step(16, "upload"),
    Step(15, "submit"),
    Step(
        9,
        "return",
        {
            "note": "转移路线与安置点对不上，请按新启用的安置点修改。",
            "comments": [{"path": "/evacuation/routes/0", "text": "这条路线汛期积水，请改走村东路。"}],
        },
    ),
)
PASSED: Story = (Step(14, "upload"), Step(13, "submit"), Step(5, "pass"))
SIGNED: Story = (*PASSED, Step(2, "approve"))
NOT_YET_EFFECTIVE: Story = (*PASSED, Step(3, "approve"), Step(1, "issue", {"effective_in": 20}))
REVOKED: Story = (*issued(300), Step(15, "revoke", {"reason": "原预案照搬邻村内容，收回重编。"}))
REPLACED: Story = (*issued(500), *(Step(s.days, s.verb, s.fields) for s in issued(35)), Step(33, "attach"))
RECORDED: Story = (Step(30, "record", {"issued": 200}),)
SCANNED: Story = (Step(25, "scan", {"issued": 250}),)
EXEMPT: Story = (Step(100, "exempt"),)
NEW_HEAD: Story = (*issued(90), Step(89, "attach"), Step(30, "new_head"))
DAMAGED: Story = (*issued(70), Step(69, "attach"), Step(2, "damage"))

VILLAGE_FLOOD: tuple[Story, ...] = (
    MISSING, CURRENT, CONFIRMED, CURRENT, SETTLED, CURRENT, REPLACED, DUE_SOON, DECLARED, UNFILED,
    CURRENT, REVIEW_OVERDUE, CURRENT, RECORDED, CURRENT, SETTLED, MISSING, CURRENT, SUBMITTED, CURRENT,
    UNPUBLISHED, REVOKED, NEW_HEAD, RETURNED, CURRENT, PASSED, CONFIRMED, SIGNED, CURRENT, NOT_YET_EFFECTIVE,
    SCANNED, WORKING_COPY, DAMAGED,
)  # fmt: skip
"""Flood plans of the 33 villages, in order of code; the first village's is uploaded by the demo itself."""

VILLAGE_COMPREHENSIVE: tuple[Story, ...] = (
    CURRENT, SETTLED, CURRENT, BEHIND_UPSTREAM, CURRENT, CURRENT, SETTLED, BEHIND_UPSTREAM, CURRENT, CURRENT,
    CURRENT, BEHIND_UPSTREAM, SETTLED, CURRENT, DRAFT, CURRENT, MISSING, CURRENT, BEHIND_UPSTREAM, CURRENT,
    SETTLED, CURRENT, CURRENT, MISSING, CURRENT, REVIEW_OVERDUE, CURRENT, SETTLED, CURRENT, UNFILED,
    CURRENT, MISSING, CURRENT,
)  # fmt: skip

TOWNSHIP: dict[str, Story] = {
    "comprehensive": (*issued(700), *issued(160), *kept_ready(160), Step(150, "major")),
    "flood": (*issued(200), *kept_ready(200)),
    "earthquake": issued(1000),
    "work_safety": SUBMITTED,
}

BODIES: tuple[Story, ...] = (CURRENT, SETTLED, CURRENT, MISSING, UNFILED, SETTLED, EXEMPT, REVIEW_OVERDUE)
"""Comprehensive plans of the township's bodies, repeated over them."""
