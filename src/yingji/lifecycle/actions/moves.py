"""The moves of the contract, through one transition table."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from yingji.access.rights import Actor, may, reaches
from yingji.basis.queries import policy_value
from yingji.clock import day_of
from yingji.db import Writing
from yingji.errors import Conflict, Invalid, Stale
from yingji.lifecycle.actions.writes import (
    Outcome,
    demand_over,
    enter,
    issue_edition,
    locked_dossier,
    project_standing,
    set_state,
    write_act,
)
from yingji.lifecycle.checks import check_day, check_free, check_order, is_late
from yingji.lifecycle.fields import read_fields
from yingji.lifecycle.history import History, in_force
from yingji.lifecycle.queries import Dossier
from yingji.lifecycle.transitions import (
    MOVES,
    TRANSITIONS,
    check_separation,
    check_state,
    choose_version,
    is_government,
    sources_of,
)
from yingji.plans.queries import Version, check_kind
from yingji.units.queries import Unit


def move(
    w: Writing,
    actor: Actor,
    at: datetime,
    *,
    unit: Unit,
    kind: str,
    move: str,
    raw: Mapping[str, Any],
    number: int | None = None,
    digest: str | None = None,
    on: date | None = None,
) -> Outcome:
    """Make one move of the contract's table.

    Raises ``Usage`` (unknown move or field), ``NotFound`` (no plan, no version), ``Forbidden``,
    ``Conflict`` (state, day), ``Stale`` (digest), ``Invalid`` (fields).
    """
    check_kind(w, kind)
    sources_of(move, skips_review=False)
    day = check_day(on, at)
    demand_over(actor, f"move.{move}", unit)
    file = locked_dossier(w, unit, kind)
    skipping = _skipping_review(w, unit, kind, file, day)
    version = _chosen(file, move, number, day, skipping)
    history = file.histories[version.id]
    if digest is not None and digest != version.digest:
        raise Stale(f"您看到的不是第 {version.number} 次上传的当前内容，请刷新后核对摘要再办理。")
    check_state(move, history, skips_review=version.id in skipping)
    check_separation(
        move,
        history,
        actor=actor.login,
        uploader=version.uploader,
        is_office=any(h.role == "office" and reaches(h, unit.path) for h in actor.held),
    )
    check_order(history, day_of(version.recorded_at), day)
    fields = read_fields(
        move,
        raw,
        on=day,
        today=day_of(at),
        is_township_comprehensive=unit.kind == "township" and kind == "comprehensive",
    )
    _check_facts(actor, unit, file, version, move, fields, day)
    if move == "declare":
        fields.setdefault("raised_by", actor.name)
    fields["digest"] = version.digest
    write_act(w, actor, at, version, move, day, fields)
    edition_no = _advance(w, file, version, history, move)
    enter(w, actor, at, f"plan.{move}", unit, kind, version, {"on": day.isoformat()})
    backdate_days = policy_value(w, "backdate_days", unit=unit, plan_kind=kind, on=day)
    state = TRANSITIONS[move].target or history.state
    late = is_late(day, day_of(at), backdate_days)
    return Outcome(version.number, edition_no, move, state, version.digest, day, late)


def _chosen(file: Dossier, move: str, number: int | None, day: date, skipping: tuple[int, ...]) -> Version:
    if number is not None:
        return file.numbered(number)
    pairs = [(v.id, file.histories[v.id]) for v in file.versions]
    return file.version(choose_version(move, pairs, in_force(file.standing, day), skips_review=skipping))


def _skipping_review(w: Writing, unit: Unit, kind: str, file: Dossier, day: date) -> tuple[int, ...]:
    if policy_value(w, "minor_needs_review", unit=unit, plan_kind=kind, on=day) is not False:
        return ()
    return tuple(version.id for version in file.versions if not version.is_major)


def _check_facts(
    actor: Actor,
    unit: Unit,
    file: Dossier,
    version: Version,
    move: str,
    fields: Mapping[str, Any],
    day: date,
) -> None:
    """What a move asks beyond its own fields."""
    history = file.histories[version.id]
    if move == "issue":
        check_order(history, day_of(version.recorded_at), date.fromisoformat(fields["issued_on"]))
        check_free(file.standing, date.fromisoformat(fields["effective_on"]))
    if move == "file" and history.filed_on is not None:
        raise Conflict(
            f"这一版已于 {history.filed_on} 备案（{history.receipt_no}）。号写错了请用更正（plan correct）。"
        )
    if move in {"confirm", "declare"} and in_force(file.standing, day) not in {None, version.id}:
        raise Conflict(
            f"第 {version.number} 次上传在 {day} 不是现行版，不能{MOVES[move]}。请选现行的一版办理。"
        )
    if move != "confirm":
        return
    decides = may(actor, "move.clear", unit.path, is_township=is_government(unit))
    if fields.get("clears") and not decides:
        demand_over(actor, "move.clear", unit)
    if not decides and not is_government(unit) and "by_name" not in fields:
        raise Invalid("代为确认要写明由谁决定（by_name），例如 by_name=张三 by_post=村委会主任。")


def _advance(w: Writing, file: Dossier, version: Version, history: History, move: str) -> int | None:
    """Bring the projections of acts up to date; returns the edition number."""
    if move == "issue":
        edition_no = issue_edition(w, file.plan_id, version.id)
        project_standing(w, file.plan_id)
        return edition_no
    target = TRANSITIONS[move].target
    if target is not None and target != history.state:
        set_state(w, version.id, target)
    if move == "revoke":
        project_standing(w, file.plan_id)
    return file.editions.get(version.id)
