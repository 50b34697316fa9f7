"""What acts made of a version, and what is in force from which day. Pure folds; everything dated follows from here."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

OPEN = ("draft", "submitted", "returned", "passed", "approved")

LABELS: dict[str, str] = {
    "draft": "草稿",
    "submitted": "待审核",
    "returned": "已退回",
    "passed": "审核通过",
    "approved": "已签发待印发",
    "issued": "已印发",
    "revoked": "已撤销",
    "replaced": "已被新草稿替换",
    "not_yet_effective": "尚未实施",
    "in_force": "现行",
    "superseded": "已被替代",
}
"""Stored states, and the three that days make of ``issued``."""


@dataclass(frozen=True, slots=True)
class Act:
    """One act on a version. ``fields`` as the move recorded them; ``actor`` is a login."""

    id: int
    version_id: int
    move: str
    on_day: date
    recorded_at: datetime
    actor: str
    actor_name: str
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Clearing:
    """A confirmation naming a finding as dealt with, with its reason."""

    code: str
    reason: str
    on_day: date


@dataclass(frozen=True, slots=True)
class Declaration:
    """The maker's word that revision is needed: what has changed, and who says so."""

    reason: str
    raised_by: str
    on_day: date


@dataclass(frozen=True, slots=True)
class History:
    """A version as its acts left it. Days are ``None`` until the act happened."""

    state: str = "draft"
    submitted_by: str = ""
    submitted_on: date | None = None
    returned_on: date | None = None
    passed_by: str = ""
    passed_on: date | None = None
    approved_on: date | None = None
    signers: tuple[tuple[str, str], ...] = ()
    issued_on: date | None = None
    effective_on: date | None = None
    doc_no: str = ""
    drafting_note: str = ""
    is_recorded: bool = False
    filed_on: date | None = None
    receipt_no: str = ""
    published_on: date | None = None
    published_where: str = ""
    confirmed_on: tuple[date, ...] = ()
    clearings: tuple[Clearing, ...] = ()
    declared: tuple[Declaration, ...] = ()
    revoked_on: date | None = None
    corrected: bool = False
    last_on: date | None = None


def fold(acts: Iterable[Act]) -> History:
    """The version after ``acts``, in the order they were recorded."""
    history, last_on = History(), None
    for act in acts:
        history, last_on = _STEPS.get(act.move, _nothing)(history, act), act.on_day
    return replace(history, last_on=last_on)


def standing_of(acts: Iterable[Act]) -> tuple[tuple[date, int | None], ...]:
    """``(from_day, version_id or None)`` in order of days, from all acts on one plan's versions.

    In force on D is the entry with the greatest ``from_day`` ≤ D; ``None`` means nothing is.
    """
    starts: dict[int, date] = {}
    ends: dict[int, date] = {}
    for act in acts:
        if act.move in {"issue", "record"}:
            starts[act.version_id] = _day(act.fields["effective_on"])
        elif act.move == "correct" and "effective_on" in act.fields:
            starts[act.version_id] = _day(act.fields["effective_on"]["new"])
        elif act.move == "revoke":
            ends[act.version_id] = act.on_day
    days: dict[date, int | None] = {
        day: version_id for version_id, day in starts.items() if day <= ends.get(version_id, day)
    }
    for version_id, day in ends.items():
        if in_force(sorted(days.items()), day) == version_id:
            days[day] = None
    return tuple(sorted(days.items()))


def in_force(standing: Sequence[tuple[date, int | None]], on: date) -> int | None:
    """The version in force at the end of ``on``, or None."""
    current: int | None = None
    for from_day, version_id in standing:
        if from_day > on:
            break
        current = version_id
    return current


def shown_state(
    history: History, version_id: int, standing: Sequence[tuple[date, int | None]], on: date
) -> str:
    """The state as shown for a day: an issued version is not yet effective, in force or superseded.

    A version revoked later than ``on`` is shown as it stood that day.
    """
    if history.state != "issued" and (history.revoked_on is None or history.revoked_on <= on):
        return history.state
    if history.effective_on is not None and history.effective_on > on:
        return "not_yet_effective"
    return "in_force" if in_force(standing, on) == version_id else "superseded"


def _nothing(history: History, act: Act) -> History:  # noqa: ARG001 - an act that changes no state
    return history


def _submit(history: History, act: Act) -> History:
    return replace(history, state="submitted", submitted_by=act.actor, submitted_on=act.on_day)


def _withdraw_submission(history: History, act: Act) -> History:  # noqa: ARG001 - same shape as every step
    return replace(history, state="draft", submitted_on=None)


def _return(history: History, act: Act) -> History:
    return replace(history, state="returned", returned_on=act.on_day, passed_on=None, passed_by="")


def _pass(history: History, act: Act) -> History:
    return replace(history, state="passed", passed_by=act.actor, passed_on=act.on_day)


def _approve(history: History, act: Act) -> History:
    return replace(history, state="approved", approved_on=act.on_day, signers=_signers(act.fields))


def _issue(history: History, act: Act) -> History:
    return replace(
        history,
        state="issued",
        issued_on=_day(act.fields["issued_on"]),
        effective_on=_day(act.fields["effective_on"]),
        doc_no=act.fields.get("doc_no", ""),
        drafting_note=act.fields.get("drafting_note", ""),
    )


def _record(history: History, act: Act) -> History:
    fields = act.fields
    history = _issue(replace(history, is_recorded=True, signers=_signers(fields)), act)
    if "filed_on" in fields:
        history = replace(history, filed_on=_day(fields["filed_on"]), receipt_no=fields.get("receipt_no", ""))
    return replace(history, approved_on=history.issued_on)


def _file(history: History, act: Act) -> History:
    return replace(history, filed_on=act.on_day, receipt_no=act.fields.get("receipt_no", ""))


def _publish(history: History, act: Act) -> History:
    first = history.published_on or act.on_day
    return replace(history, published_on=min(first, act.on_day), published_where=act.fields.get("where", ""))


def _confirm(history: History, act: Act) -> History:
    clears = tuple(Clearing(c["code"], c["reason"], act.on_day) for c in act.fields.get("clears", ()))
    return replace(
        history,
        confirmed_on=(*history.confirmed_on, act.on_day),
        clearings=history.clearings + clears,
    )


def _declare(history: History, act: Act) -> History:
    said = Declaration(act.fields.get("reason", ""), act.fields.get("raised_by", ""), act.on_day)
    return replace(history, declared=(*history.declared, said))


def _revoke(history: History, act: Act) -> History:
    return replace(history, state="revoked", revoked_on=act.on_day)


def _replace(history: History, act: Act) -> History:  # noqa: ARG001 - same shape as every step
    return replace(history, state="replaced")


CORRECTABLE: dict[str, str] = {
    "doc_no": "发文字号",
    "issued_on": "印发日期",
    "effective_on": "实施日期",
    "receipt_no": "备案回执号",
    "filed_on": "备案日期",
}


def _correct(history: History, act: Act) -> History:
    changes: dict[str, Any] = {"corrected": True}
    for name in CORRECTABLE:
        if name in act.fields:
            new = act.fields[name]["new"]
            changes[name] = _day(new) if name.endswith("_on") else new
    return replace(history, **changes)


_STEPS = {
    "submit": _submit,
    "withdraw": _withdraw_submission,
    "return": _return,
    "pass": _pass,
    "approve": _approve,
    "issue": _issue,
    "record": _record,
    "file": _file,
    "publish": _publish,
    "confirm": _confirm,
    "declare": _declare,
    "revoke": _revoke,
    "replace": _replace,
    "correct": _correct,
}


def _signers(fields: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    pairs = (("signer_post", "signer_name"), ("cosigner_post", "cosigner_name"))
    return tuple((fields.get(post, ""), fields[name]) for post, name in pairs if fields.get(name))


def _day(text: str) -> date:
    return date.fromisoformat(text)
