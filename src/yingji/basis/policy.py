"""Thresholds: which keys there are, what their values may be, and which row holds where and when.

A threshold is a dated row *key, value, from, decided by*, optionally for a place, a unit kind, a plan
kind. Nothing here says what a threshold is used for.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from yingji.clock import BEGINNING
from yingji.errors import Usage

Value = int | bool | tuple[int, int] | tuple[str, ...] | None
Form = Literal["number", "flag", "month_day", "posts"]

SUGGESTED = "系统建议值，本级未定"
"""``decided_by`` of a default: nobody at this level has adopted it."""

UNSET_WORDS = frozenset({"", "不设", "unset"})


@dataclass(frozen=True, slots=True)
class Key:
    """What one threshold is called and which values it takes."""

    name: str
    title: str
    form: Form = "number"
    unit: str = ""
    least: int = 0
    may_be_unset: bool = False


KEYS: dict[str, Key] = {
    key.name: key
    for key in (
        Key("evaluation_months", "评估周期", unit="个月", least=1),
        Key("due_soon_days", "到期前提醒", unit="天"),
        Key("filing_workdays", "备案时限", unit="个工作日", least=1),
        Key("filing_warn_workdays", "备案提醒", unit="个工作日"),
        Key("publication_workdays", "公开时限", unit="个工作日", least=1),
        Key("publication_warn_workdays", "公开提醒", unit="个工作日"),
        Key("review_workdays", "审核时限", unit="个工作日", least=1),
        Key("contact_days", "联系人确认周期", unit="天", least=1),
        Key("drill_months", "演练周期", unit="个月", least=1, may_be_unset=True),
        Key("profile_months", "村情更新周期", unit="个月", least=1),
        Key("corrective_days", "整改时限", unit="天"),
        Key("declared_amber_days", "自报修订提醒", unit="天"),
        Key("flood_confirm_by", "汛前确认截止日", "month_day"),
        Key("flood_warn_days", "汛前确认提醒", unit="天"),
        Key("merge_grace_days", "并村过渡期", unit="天"),
        Key("new_unit_grace_days", "新设单位过渡期", unit="天"),
        Key("backdate_days", "补记界限", unit="天"),
        Key("minor_needs_review", "一般修改是否审核", "flag"),
        Key("upstream_red_days", "上位预案修订转红", unit="天", may_be_unset=True),
        Key("roster_red_days", "人员变动转红", unit="天", may_be_unset=True),
        Key("draft_red_days", "编制中转红", unit="天", may_be_unset=True),
        Key("shared_shelter_amber", "安置点超容量转黄", "flag", may_be_unset=True),
        Key("signer_posts", "可签发的职务", "posts", may_be_unset=True),
    )
}
"""In the order of the rules' §5."""


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """One decision. ``under_id`` is the own id of the place it holds for; None means everywhere."""

    id: int
    key: str
    value: str
    from_day: date
    decided_by: str
    under_id: int | None = None
    unit_kind: str | None = None
    plan_kind: str | None = None

    @property
    def is_adopted(self) -> bool:
        """Whether somebody at this level decided it, rather than the system suggesting it."""
        return is_adopted(self.decided_by)


@dataclass(frozen=True, slots=True)
class Resolved:
    """The value that holds, and the row that says so."""

    value: Value
    row: PolicyRow


DEFAULTS: tuple[PolicyRow, ...] = tuple(
    PolicyRow(0, key, value, BEGINNING, SUGGESTED, None, unit_kind, plan_kind)
    for key, value, unit_kind, plan_kind in (
        ("evaluation_months", "36", None, None),
        ("due_soon_days", "90", None, None),
        ("filing_workdays", "20", None, None),
        ("filing_warn_workdays", "15", None, None),
        ("publication_workdays", "20", None, None),
        ("publication_warn_workdays", "15", None, None),
        ("review_workdays", "10", None, None),
        ("contact_days", "180", None, None),
        ("drill_months", "36", "township", None),
        ("drill_months", "", "township", "comprehensive"),
        ("drill_months", "24", "township", "work_safety"),
        ("drill_months", "36", "department", None),
        ("drill_months", "12", "village", None),
        ("profile_months", "12", None, None),
        ("corrective_days", "90", None, None),
        ("declared_amber_days", "90", None, None),
        ("flood_confirm_by", "05-15", None, None),
        ("flood_warn_days", "30", None, None),
        ("merge_grace_days", "90", None, None),
        ("new_unit_grace_days", "30", None, None),
        ("backdate_days", "7", None, None),
        ("minor_needs_review", "true", None, None),
    )
)


def is_adopted(decided_by: str) -> bool:
    """Whether ``decided_by`` names somebody, rather than the system's own suggestion."""
    return not decided_by.startswith("系统建议值")


def key_of(name: str) -> Key:
    """Raises ``Usage`` with the list for an unknown key."""
    if name in KEYS:
        return KEYS[name]
    listing = "、".join(f"{key.name}（{key.title}）" for key in KEYS.values())
    raise Usage(f"没有「{name}」这个阈值。可用：{listing}。")


def parse(name: str, text: str) -> Value:
    """The typed value of ``text``: int, bool, (month, day), posts, or None when unset.

    Raises ``Usage`` for an unknown key or a value the key does not take.
    """
    key = key_of(name)
    text = text.strip()
    if key.may_be_unset and text in UNSET_WORDS:
        return None
    value = _PARSERS[key.form](text)
    if value is None or (key.form == "number" and isinstance(value, int) and value < key.least):
        raise Usage(f"「{key.title}」不能是「{text}」。{_expectation(key)}", field="value")
    return value


def written(name: str, text: str) -> str:
    """``text`` as it is stored: the one spelling of its value. Raises ``Usage`` like ``parse``."""
    value = parse(name, text)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if key_of(name).form == "month_day":
        return "-".join(f"{part:02d}" for part in value)
    return "、".join(str(part) for part in value)


def resolve(
    rows: Iterable[PolicyRow],
    key: str,
    *,
    unit_path: str,
    unit_kind: str | None,
    plan_kind: str | None,
    on: date,
) -> Resolved | None:
    """The row that holds on that day for a unit (own-id path ``/1/16/24/``) and plan kind, or None.

    Raises ``Usage`` for an unknown key, or when the row that holds has a value its key does not take.
    """
    key_of(key)
    fitting = [
        row
        for row in rows
        if row.key == key and row.from_day <= on and reaches(row, unit_path, unit_kind, plan_kind)
    ]
    if not fitting:
        return None
    best = max(fitting, key=lambda row: precedence(row, unit_path))
    return Resolved(parse(key, best.value), best)


def reaches(row: PolicyRow, unit_path: str, unit_kind: str | None, plan_kind: str | None) -> bool:
    """Whether the row speaks of this unit and plan kind."""
    return (
        (row.under_id is None or f"/{row.under_id}/" in unit_path)
        and row.unit_kind in (None, unit_kind)
        and row.plan_kind in (None, plan_kind)
    )


def precedence(row: PolicyRow, unit_path: str) -> tuple[bool, int, int, date, int]:
    """What wins, most weighty first: adopted over suggested, more specific, nearer, later, newer."""
    qualifiers = (row.under_id, row.unit_kind, row.plan_kind)
    depth = 0 if row.under_id is None else unit_path.index(f"/{row.under_id}/") + 1
    return row.is_adopted, sum(q is not None for q in qualifiers), depth, row.from_day, row.id


def _expectation(key: Key) -> str:
    sentence = {
        "number": f"应为 {key.least} 到 9999 的整数，用半角数字（单位：{key.unit}），例如 {max(key.least, 30)}。",
        "flag": "应为 true（是）或 false（否）。",
        "month_day": "应为月-日，例如 05-15。",
        "posts": "应为一个或几个职务，用顿号隔开，例如 村党支部书记、村委会主任。",
    }[key.form]
    return sentence + ("不设写「不设」。" if key.may_be_unset else "")


def _number(text: str) -> int | None:
    return int(text) if re.fullmatch(r"[0-9]{1,4}", text) else None


def _flag(text: str) -> bool | None:
    return {"true": True, "false": False, "是": True, "否": False}.get(text.lower())


def _month_day(text: str) -> tuple[int, int] | None:
    found = re.fullmatch(r"([0-9]{1,2})-([0-9]{1,2})", text)
    if not found:
        return None
    try:
        day = date(2000, int(found[1]), int(found[2]))
    except ValueError:
        return None
    return day.month, day.day


def _posts(text: str) -> tuple[str, ...] | None:
    return tuple(post for part in re.split(r"[、,，;；]", text) if (post := part.strip())) or None


_PARSERS = {"number": _number, "flag": _flag, "month_day": _month_day, "posts": _posts}
