"""How grave a finding may be: never graver than what its source says to this kind of unit."""

from typing import Literal

from yingji.coverage.facts import GOVERNMENTS

Severity = Literal["red", "amber", "grey"]
Worst = Literal["red", "amber", "grey", "none"]
Strength = Literal["duty", "should", "advice", "adopted", "suggested"]

RANKS: dict[str, int] = {"none": 0, "grey": 1, "amber": 2, "red": 3}
LABELS: dict[str, str] = {"red": "红", "amber": "黄", "grey": "灰", "none": "无"}

CAPS: dict[Strength, Severity] = {
    "duty": "red",
    "should": "amber",
    "advice": "grey",
    "adopted": "red",
    "suggested": "grey",
}
"""``duty``: a law or regulation lays it down, or a rule's 须/应当 has a limit in figures or leaves no choice.

``should``: a rule's 应当 without figures. ``advice``: 侧重明确, 原则上, 可, 根据需要, practice.
``adopted``: decided at this level, as that decision says. ``suggested``: a default nobody adopted.
"""

_MUST_FILE = (*GOVERNMENTS, "village", "department")
_VILLAGE_AND_BODIES = ("village", "department", "school", "enterprise")

SOURCES: dict[str, dict[str, Strength]] = {
    "M4": {"": "advice"},  # 办法15、16：侧重明确
    "M5a": {"": "should"},  # 办法25、26：签发、备案正式印发文本
    "M5b": dict.fromkeys(_VILLAGE_AND_BODIES, "duty"),  # 办法25：须经主要负责人签发
    "M6": {"": "advice", **dict.fromkeys(_MUST_FILE, "duty")},  # 办法26
    "M7": {"": "advice", "township": "should"},  # 办法22
    "O2": {"": "should"},  # 办法35：应当及时修订
    "O3": {"": "should"},
    "O4": {"": "should"},
    "O5": {"": "should"},
    "O7": {"": "should"},
    "O8": {"": "should"},
    "O9": {"": "advice"},
    "O10": {"": "advice"},
    "U1": {"": "should"},
    "D1": {"": "advice", **dict.fromkeys(_MUST_FILE, "duty")},  # 办法26（一）至（三）、（六）
    "D2": {"": "duty"},  # 办法28：20个工作日内
    "D3": {"": "duty"},  # 条例8：至少每2年
    "D4": {"": "duty"},  # 办法32：每3年至少一次
}
"""By finding and unit kind ("" = any other). 办法26 names neither schools nor local enterprises.

Findings that are not here rest on a requirement or a threshold: their strength is whether it was adopted.
"""


def capped(wanted: Severity, strength: Strength) -> Severity:
    """``wanted``, or the gravest that ``strength`` allows."""
    cap = CAPS[strength]
    return wanted if RANKS[wanted] <= RANKS[cap] else cap


def strength_of(code: str, unit_kind: str, *, adopted: bool = False) -> Strength:
    """What the source of a finding says to this kind of unit; a local decision speaks for itself."""
    if adopted:
        return "adopted"
    sources = SOURCES.get(code)
    return "suggested" if sources is None else sources.get(unit_kind, sources.get("", "suggested"))


def worst_of(severities: tuple[Severity, ...]) -> Worst:
    """The gravest, or ``none``."""
    return max(severities, key=RANKS.__getitem__, default="none")
