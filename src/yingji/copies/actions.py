"""Handing copies out and taking them back. The trail names numbers and never holders."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from yingji.access.rights import Actor, demand
from yingji.clock import day_of
from yingji.copies.queries import copies_of
from yingji.copies.register import HANDED_OUT, LONGEST_HOLDER, OUTCOMES, VOID, PaperCopy, still_held
from yingji.copies.tables import paper_copy, paper_copy_end
from yingji.db import Writing
from yingji.errors import Conflict, NotFound, Usage
from yingji.ledger.actions import record
from yingji.lifecycle.history import LABELS, shown_state
from yingji.lifecycle.queries import Dossier
from yingji.lifecycle.transitions import is_government
from yingji.plans.queries import Version
from yingji.units.queries import Unit


def hand_out(
    w: Writing,
    actor: Actor,
    at: datetime,
    *,
    unit: Unit,
    kind: str,
    file: Dossier,
    version: Version,
    edition: str,
    holders: Sequence[str],
    on: date,
) -> tuple[PaperCopy, ...]:
    """Register one copy for each holder, numbered on; who has one of this edition already keeps its number.

    Raises ``Usage`` (no holder, an edition that is not handed out, a day to come), ``Conflict`` (the
    version is not issued, or void), ``Forbidden``.
    """
    demand(actor, "copy.record", unit.path, is_township=is_government(unit))
    names = _holders(holders)
    if edition not in HANDED_OUT:
        raise Usage("受控份只发归档全本（full）、公示版（public）和处置卡（card）。")
    _check_day(at, on)
    _check_standing(file, version, on)
    held = copies_of(w, [file.plan_id])[file.plan_id]
    last = max((copy.number for copy in held if copy.version_id == version.id), default=0)
    current = [copy for copy in held if copy.version_id == version.id]
    made: list[PaperCopy] = []
    for name in names:
        known = still_held(current, edition, name)
        if known is None:
            last += 1
            known = _store(w, at, PaperCopy(0, version.id, last, edition, name, on))
            record(
                w, chain=unit.chain, actor=actor.login, at=at, act="copy.register", unit_id=unit.id, kind=kind,
                detail={"number": version.number, "copy": last, "edition": edition, "on": on.isoformat()},
            )  # fmt: skip
        made.append(known)
    return tuple(made)


def take_back(
    w: Writing,
    actor: Actor,
    at: datetime,
    *,
    unit: Unit,
    kind: str,
    file: Dossier,
    version: Version,
    numbers: Collection[int],
    outcome: str,
    on: date,
    by_name: str,
) -> tuple[int, ...]:
    """Note copies of a version as returned, destroyed or lost; the numbers that were still out.

    Raises ``Usage`` (outcome, day, nobody named), ``NotFound`` (no such copy), ``Forbidden``.
    """
    demand(actor, "copy.record", unit.path, is_township=is_government(unit))
    if outcome not in OUTCOMES:
        raise Usage("请写明怎么了结的：returned 收回，destroyed 销毁，lost 遗失。")
    if not by_name.strip():
        raise Usage("请写明经手人，例如 --by 张三。")
    if not numbers:
        raise Usage("请写明是哪几份，例如 1 3。")
    _check_day(at, on)
    held = {
        copy.number: copy
        for copy in copies_of(w, [file.plan_id])[file.plan_id]
        if copy.version_id == version.id
    }
    for number in numbers:
        if number not in held:
            listing = "、".join(map(str, held)) or "无"
            raise NotFound(f"第 {version.number} 次上传没有第 {number} 份受控份。现有：{listing}。")
        if on < held[number].on_day:
            raise Usage(f"第 {number} 份 {held[number].on_day} 才发出，不会在 {on} 就了结。请核对日期。")
    out = tuple(number for number in dict.fromkeys(numbers) if held[number].is_out)
    for number in out:
        w.add(
            paper_copy_end, copy_id=held[number].id, outcome=outcome, on_day=on,
            by_name=by_name.strip()[:80], recorded_at=at,
        )  # fmt: skip
    if out:
        record(
            w, chain=unit.chain, actor=actor.login, at=at, act="copy.end", unit_id=unit.id, kind=kind,
            detail={"number": version.number, "copies": list(out), "outcome": outcome, "on": on.isoformat()},
        )  # fmt: skip
    return out


def _holders(holders: Sequence[str]) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(" ".join(name.split()) for name in holders if name.strip()))
    if not names:
        raise Usage("请写明发给谁，例如 --holder 石槽集乡派出所。")
    long = next((name for name in names if len(name) > LONGEST_HOLDER), None)
    if long:
        raise Usage(f"持有单位「{long[:20]}……」太长，最多 {LONGEST_HOLDER} 个字。一行写一个单位。")
    return names


def _check_day(at: datetime, on: date) -> None:
    if on > day_of(at):
        raise Conflict(f"{on} 还没到。请填实际发出或了结的日期。")


def _check_standing(file: Dossier, version: Version, on: date) -> None:
    history = file.histories[version.id]
    state = shown_state(history, version.id, file.standing, on)
    if history.state != "issued" or state in VOID:
        raise Conflict(
            f"第 {version.number} 次上传现在是「{LABELS[state]}」，不能发受控份。受控份只发已印发、没有作废的一版。"
        )
    if history.issued_on and on < history.issued_on:
        raise Conflict(f"这一版 {history.issued_on} 才印发，受控份不会在 {on} 就发出。请核对日期。")


def _store(w: Writing, at: datetime, copy: PaperCopy) -> PaperCopy:
    copy_id = w.add(
        paper_copy, version_id=copy.version_id, number=copy.number, edition=copy.edition, holder=copy.holder,
        on_day=copy.on_day, recorded_at=at,
    )  # fmt: skip
    return PaperCopy(copy_id, copy.version_id, copy.number, copy.edition, copy.holder, copy.on_day)
