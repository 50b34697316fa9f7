"""The one transition table: which move leads from which states to which, and who is kept apart."""

from collections.abc import Sequence
from dataclasses import dataclass

from yingji.errors import Conflict, Forbidden, Usage
from yingji.lifecycle.history import LABELS, History
from yingji.units.queries import Unit

MOVES: dict[str, str] = {
    "submit": "报审",
    "withdraw": "撤回",
    "return": "退回",
    "pass": "审核通过",
    "opine": "法律意见",
    "approve": "签发",
    "issue": "印发",
    "file": "登记备案",
    "publish": "登记公开",
    "confirm": "确认（评估）",
    "declare": "自报需修订",
    "revoke": "撤销",
}


@dataclass(frozen=True, slots=True)
class Transition:
    """``target`` None: a dated fact, the state stays."""

    sources: tuple[str, ...]
    target: str | None


TRANSITIONS: dict[str, Transition] = {
    "submit": Transition(("draft", "returned"), "submitted"),
    "withdraw": Transition(("submitted",), "draft"),
    "return": Transition(("submitted", "passed"), "returned"),
    "pass": Transition(("submitted",), "passed"),
    "opine": Transition(("passed",), None),
    "approve": Transition(("passed",), "approved"),
    "issue": Transition(("approved",), "issued"),
    "file": Transition(("issued",), None),
    "publish": Transition(("issued",), None),
    "confirm": Transition(("issued",), None),
    "declare": Transition(("issued",), None),
    "revoke": Transition(("issued",), "revoked"),
}

ON_FORCE = ("confirm", "declare", "file", "publish", "revoke")
"""Moves that apply to the version in force, else to the newest issued one."""


def sources_of(move: str, *, skips_review: bool) -> tuple[str, ...]:
    """States ``move`` may start from; a minor revision may skip review where policy says so.

    Raises ``Usage`` for an unknown move.
    """
    if move not in TRANSITIONS:
        listing = "、".join(f"{name}（{title}）" for name, title in MOVES.items())
        raise Usage(f"没有「{move}」这个办理步骤。可用：{listing}。")
    sources = TRANSITIONS[move].sources
    return (*sources, "submitted") if move == "approve" and skips_review else sources


def check_state(move: str, history: History, *, skips_review: bool) -> None:
    """Raise ``Conflict`` unless the state allows ``move``."""
    allowed = sources_of(move, skips_review=skips_review)
    if history.state not in allowed:
        wanted = "、".join(LABELS[state] for state in allowed)
        raise Conflict(
            f"这一版现在是「{LABELS[history.state]}」，不能{MOVES[move]}；{MOVES[move]}要在「{wanted}」时办理。"
        )


def check_separation(move: str, history: History, *, actor: str, uploader: str, is_office: bool) -> None:
    """Raise ``Forbidden`` where one person would check their own work (办法 24, 25; 有备必审)."""
    if move == "pass" and actor in {uploader, history.submitted_by}:
        raise Forbidden("审核人不能是上传或报审的人。请由另一名审核员办理。")
    if move == "approve" and actor == history.passed_by:
        raise Forbidden("签发人不能是审核通过的人。请由主要负责人或其他签发人办理。")
    if move == "withdraw" and actor != history.submitted_by and not is_office:
        raise Forbidden("只有报审的人或应急办可以撤回。")


def choose_version(
    move: str,
    versions: Sequence[tuple[int, History]],
    in_force: int | None,
    *,
    skips_review: Sequence[int] = (),
) -> int:
    """The version a move without number applies to; ``versions`` are (id, history), oldest first.

    Raises ``Conflict`` telling the state of the newest one when none allows the move.
    """
    if move in ON_FORCE and in_force is not None:
        return in_force
    for version_id, history in reversed(versions):
        if history.state in sources_of(move, skips_review=version_id in skips_review):
            return version_id
    newest_id, newest = versions[-1]
    check_state(move, newest, skips_review=newest_id in skips_review)
    return newest_id


def is_government(unit: Unit) -> bool:
    """Whether a unit's plans follow the township column of the contract's table."""
    return unit.kind in {"township", "county", "prefecture", "province"}
