"""Changing the expected set: what must be held, and who is excused.

Every change is a dated row and one ledger entry; what is there already is not added again.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from yingji.access.rights import Actor, demand
from yingji.coverage.queries import Exemption, Requirement, exemptions, requirements
from yingji.coverage.tables import exemption, exemption_end, requirement, requirement_end
from yingji.db import Writing
from yingji.errors import Conflict, NotFound, Usage
from yingji.ledger.actions import record
from yingji.plans.queries import check_kind
from yingji.units.names import KIND_WORDS
from yingji.units.queries import Unit, unit_by_id, units_under

HOLDERS = ("township", "village", "department", "school", "enterprise")
"""Kinds of units a requirement may name."""

_BY_MEASURES = "《突发事件应急预案管理办法》第七条"
_LOCAL = "本级应编清单"


@dataclass(frozen=True, slots=True)
class Default:
    """One line of ``require defaults``."""

    unit_kind: str
    kind: str
    basis: str


DEFAULTS: tuple[Default, ...] = (
    Default("township", "comprehensive", "《突发事件应对法》第二十六条"),
    Default("township", "flood", _LOCAL),
    Default("township", "earthquake", "《防震减灾法》第四十六条"),
    Default("township", "work_safety", "《安全生产法》第八十条、《生产安全事故应急条例》第五条"),
    Default("village", "comprehensive", _BY_MEASURES),
    Default("village", "flood", "《突发事件应急预案管理办法》第十五条"),
    Default("department", "comprehensive", _BY_MEASURES),
    Default("school", "comprehensive", _BY_MEASURES),
    Default("school", "flood", _LOCAL),
    Default("enterprise", "comprehensive", _BY_MEASURES),
)
"""The usual expected set; clauses 待核实. 卫生院 are required to hold a flood plan too, each by itself."""

CLINIC = "卫生院"


def add_requirement(
    w: Writing,
    actor: Actor,
    at: datetime,
    *,
    unit: Unit | None = None,
    unit_kind: str | None = None,
    under: Unit | None = None,
    kind: str,
    from_day: date,
    until_day: date | None = None,
    basis: str,
    decided_by: str,
) -> int:
    """Require a plan kind of one unit, or of every unit of a kind (under a place); returns the row's id.

    The same requirement again is the row there is. ``until_day`` is the last day it holds.
    Raises ``Usage`` (unknown kind, both or neither of unit and unit kind, days), ``Forbidden``.
    """
    check_kind(w, kind)
    place = unit or under
    demand(actor, "requirement.change", place.path if place else "")
    _check_named(unit, unit_kind, under)
    _check_texts(
        ("依据", basis, "--basis 办法第七条"), ("决定人", decided_by, "--decided-by 石槽集乡人民政府")
    )
    _check_days(from_day, until_day)
    row = {
        "unit_id": unit.id if unit else None,
        "under_id": under.id if under else None,
        "unit_kind": unit_kind,
        "kind": kind,
        "from_day": from_day,
        "until_day": until_day,
        "basis": basis.strip(),
        "decided_by": decided_by.strip(),
    }
    for known in requirements(w):
        if all(getattr(known, name) == value for name, value in row.items()):
            return known.id
    requirement_id: int = w.add(requirement, **row, recorded_at=at)
    _enter(w, actor, at, "requirement.add", place, kind, unit, requirement=requirement_id)
    return requirement_id


def end_requirement(w: Writing, actor: Actor, at: datetime, *, requirement_id: int, until_day: date) -> bool:
    """Let a requirement hold through ``until_day`` and no longer; False when that is so already."""
    known = _requirement(w, requirement_id)
    place_id = known.unit_id or known.under_id
    place = unit_by_id(w, place_id, known.from_day) if place_id else None
    demand(actor, "requirement.change", place.path if place else "")
    if not _may_end(known, until_day, f"应编清单第{requirement_id}项"):
        return False
    w.add(requirement_end, requirement_id=requirement_id, until_day=until_day, recorded_at=at)
    unit = place if known.unit_id else None
    _enter(w, actor, at, "requirement.end", place, known.kind, unit, requirement=requirement_id)
    return True


def require_defaults(
    w: Writing, actor: Actor, at: datetime, *, under: Unit, from_day: date, decided_by: str
) -> tuple[int, ...]:
    """Require what is usual of every unit at and below a place; returns the ids newly added.

    A requirement of the same kind that still holds on ``from_day`` is left as it is.
    """
    demand(actor, "requirement.change", under.path)
    added = []
    for default, clinic in _wanted(w, under, from_day):
        if _holds_already(w, default, under, clinic, from_day):
            continue
        added.append(
            add_requirement(
                w,
                actor,
                at,
                unit=clinic,
                unit_kind=None if clinic else default.unit_kind,
                under=None if clinic else under,
                kind=default.kind,
                from_day=from_day,
                basis=default.basis,
                decided_by=decided_by,
            )
        )
    return tuple(added)


def add_exemption(
    w: Writing,
    actor: Actor,
    at: datetime,
    *,
    unit: Unit,
    kind: str,
    reason: str,
    approver: str,
    from_day: date,
    until_day: date | None = None,
) -> int:
    """Excuse a unit from a plan kind, on somebody's word; returns the row's id, the same one for the same."""
    check_kind(w, kind)
    demand(actor, "exemption.change", unit.path)
    _check_texts(("理由", reason, "--reason 由乡级预案统一覆盖"), ("批准人", approver, "--approver 张三"))
    _check_days(from_day, until_day)
    row = {
        "unit_id": unit.id,
        "kind": kind,
        "reason": reason.strip(),
        "approver": approver.strip(),
        "from_day": from_day,
        "until_day": until_day,
    }
    for known in exemptions(w):
        if all(getattr(known, name) == value for name, value in row.items()):
            return known.id
    exemption_id: int = w.add(exemption, **row, recorded_at=at)
    _enter(w, actor, at, "exemption.add", unit, kind, unit, exemption=exemption_id)
    return exemption_id


def end_exemption(w: Writing, actor: Actor, at: datetime, *, exemption_id: int, until_day: date) -> bool:
    """Let an exemption hold through ``until_day`` and no longer; False when that is so already."""
    known = next((row for row in exemptions(w) if row.id == exemption_id), None)
    if known is None:
        raise NotFound(f"没有第{exemption_id}项免编。可用 exempt list 查看编号。")
    unit = unit_by_id(w, known.unit_id, known.from_day)
    demand(actor, "exemption.change", unit.path)
    if not _may_end(known, until_day, f"免编第{exemption_id}项"):
        return False
    w.add(exemption_end, exemption_id=exemption_id, until_day=until_day, recorded_at=at)
    _enter(w, actor, at, "exemption.end", unit, known.kind, unit, exemption=exemption_id)
    return True


def _wanted(w: Writing, under: Unit, from_day: date) -> Iterator[tuple[Default, Unit | None]]:
    yield from ((default, None) for default in DEFAULTS)
    for unit in units_under(w, under.id, from_day):
        if CLINIC in unit.name and unit.kind in {"department", "enterprise"}:
            yield Default(unit.kind, "flood", _LOCAL), unit


def _holds_already(w: Writing, default: Default, under: Unit, clinic: Unit | None, on: date) -> bool:
    for known in requirements(w):
        ended = known.until_day is not None and known.until_day < on
        if known.kind != default.kind or known.from_day > on or ended:
            continue
        if clinic is not None and known.unit_id == clinic.id:
            return True
        above = known.under_id is None or f"/{known.under_id}/" in under.path
        if clinic is None and known.unit_kind == default.unit_kind and above:
            return True
    return False


def _requirement(w: Writing, requirement_id: int) -> Requirement:
    known = next((row for row in requirements(w) if row.id == requirement_id), None)
    if known is None:
        raise NotFound(f"应编清单没有第{requirement_id}项。可用 require list 查看编号。")
    return known


def _may_end(known: Requirement | Exemption, until_day: date, what: str) -> bool:
    """False when it ends that day already; raises ``Conflict`` where it cannot end then."""
    if known.until_day == until_day:
        return False
    if known.until_day is not None:
        raise Conflict(f"{what}已定到{known.until_day}为止，不能再改。", field="until")
    if until_day < known.from_day:
        raise Conflict(f"{what}自{known.from_day}起，不能在{until_day}就结束。", field="until")
    return True


def _check_named(unit: Unit | None, unit_kind: str | None, under: Unit | None) -> None:
    if (unit is None) == (unit_kind is None):
        raise Usage("请写明一个单位（--unit），或者一类单位（--unit-kind），二者只写一个。")
    if unit is not None and under is not None:
        raise Usage("已经写明一个单位，就不用再写 --under。")
    if unit_kind is not None and unit_kind not in HOLDERS:
        listing = "、".join(f"{kind}（{KIND_WORDS[kind]}）" for kind in HOLDERS)
        raise Usage(f"没有「{unit_kind}」这类应编单位。可用：{listing}。")


def _check_texts(*texts: tuple[str, str, str]) -> None:
    for name, text, example in texts:
        if not text.strip():
            raise Usage(f"请写明{name}，例如 {example}。")


def _check_days(from_day: date, until_day: date | None) -> None:
    if until_day is not None and until_day < from_day:
        raise Usage(f"截止日 {until_day} 早于起始日 {from_day}，请核对。", field="until")


def _enter(
    w: Writing,
    actor: Actor,
    at: datetime,
    act: str,
    place: Unit | None,
    kind: str,
    unit: Unit | None,
    **detail: object,
) -> None:
    reach = f"cell:{unit.id}/{kind}" if unit else f"under:{place.id if place else ''}/{kind}"
    record(
        w,
        chain=place.chain if place else "site",
        actor=actor.login,
        at=at,
        act=act,
        unit_id=place.id if place else None,
        kind=kind,
        touches=[reach],
        detail=detail,
    )
