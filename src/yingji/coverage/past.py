"""Acts as far as a day: what had happened by its end, by the days things happened.

Acts are those known; which of them are known is the reader's choice (``known_on``).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from yingji.lifecycle.history import Act, History, fold, standing_of

_ISSUING = frozenset({"issue", "record", "correct"})


@dataclass(frozen=True, slots=True)
class Past:
    """One plan on a day: each version as it was, what stands from which day, editions by number."""

    histories: dict[int, History]
    standing: tuple[tuple[date, int | None], ...]
    editions: dict[int, int]
    faults: dict[int, str]


def past_of(acts: Sequence[Act], on: date) -> Past:
    """The versions of one plan at the end of ``on``, from its known acts in the order recorded."""
    by_version: dict[int, list[Act]] = {}
    for act in acts:
        by_version.setdefault(act.version_id, []).append(act)
    histories: dict[int, History] = {}
    faults: dict[int, str] = {}
    for version_id, own in by_version.items():
        try:
            histories[version_id] = as_left_by(own, on)
        except (KeyError, TypeError, ValueError):
            faults[version_id] = "登记的日期缺失或无法识别"
            continue
        if fault := _contradiction(histories[version_id]):
            faults[version_id] = fault
    happened = [
        act
        for act in acts
        if act.version_id not in faults and _had_happened(act, histories[act.version_id], on)
    ]
    issued = [act.version_id for act in happened if act.move in {"issue", "record"}]
    editions = {version_id: number for number, version_id in enumerate(issued, start=1)}
    return Past(histories, standing_of(happened), editions, faults)


def as_left_by(acts: Sequence[Act], on: date) -> History:
    """One version at the end of ``on``. Corrected days count as corrected, whenever that was entered.

    Raises ``KeyError`` or ``ValueError`` when an act's fields cannot be read.
    """
    final = fold(acts)
    if final.issued_on is None or final.issued_on > on:
        return fold(act for act in acts if act.move not in _ISSUING and act.on_day <= on)
    if _is_all_by(final, on):
        return final
    return replace(
        final,
        state="revoked" if final.revoked_on and final.revoked_on <= on else "issued",
        filed_on=_by(final.filed_on, on),
        published_on=_by(final.published_on, on),
        revoked_on=_by(final.revoked_on, on),
        confirmed_on=tuple(day for day in final.confirmed_on if day <= on),
        clearings=tuple(clearing for clearing in final.clearings if clearing.on_day <= on),
        declared=tuple(one for one in final.declared if one.on_day <= on),
    )


def _is_all_by(final: History, on: date) -> bool:
    """Whether nothing said of the version lies after the day, so that it was then as it is now."""
    if final.state != ("issued" if final.revoked_on is None else "revoked"):
        return False
    words = (*(one.on_day for one in final.clearings), *(one.on_day for one in final.declared))
    days = (final.filed_on, final.published_on, final.revoked_on, *final.confirmed_on, *words)
    return all(day is None or day <= on for day in days)


def _by(day: date | None, on: date) -> date | None:
    return day if day is not None and day <= on else None


def _had_happened(act: Act, history: History, on: date) -> bool:
    if history.issued_on is None:
        return False
    return act.move in _ISSUING or act.on_day <= on


def _contradiction(history: History) -> str:
    issued, effective = history.issued_on, history.effective_on
    if issued and effective and effective < issued:
        return f"实施日期{effective}早于印发日期{issued}"
    if issued and history.revoked_on and history.revoked_on < issued:
        return f"撤销日期{history.revoked_on}早于印发日期{issued}"
    return ""
