"""What days and dossiers allow. Pure: dossiers in, faults out."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from yingji.clock import day_of
from yingji.errors import Conflict, Invalid
from yingji.lifecycle.history import History, in_force


def check_day(on: date | None, at: datetime) -> date:
    """The day an act happened, default today; raises ``Conflict`` for a day ahead."""
    today = day_of(at)
    if on is not None and on > today:
        raise Conflict(f"{on} 在今天（{today}）之后，事情还没有发生，不能登记。")
    return on or today


def is_late(on: date, recorded: date, backdate_days: object) -> bool:
    """Whether an act was entered more than ``backdate_days`` after it happened (补记)."""
    return isinstance(backdate_days, int) and (recorded - on).days > backdate_days


def check_order(history: History, uploaded: date, day: date) -> None:
    """Raise ``Conflict`` when a day lies before the upload or the version's previous act."""
    if day < uploaded:
        raise Conflict(
            f"{day} 早于这一版的上传日（{uploaded}）。以前在纸上印发的预案请用补录（plan record）。"
        )
    if history.last_on is not None and day < history.last_on:
        raise Conflict(f"{day} 早于这一版的上一步办理日（{history.last_on}），请核对日期。")


def check_free(standing: Sequence[tuple[date, int | None]], effective: date) -> None:
    """Raise ``Conflict`` when another version takes effect on that very day."""
    if any(day == effective and version_id is not None for day, version_id in standing):
        raise Conflict(f"已有一版定于 {effective} 实施，同一天不能有两版。请另定实施日期。")


def check_corrected_days(
    standing: Sequence[tuple[date, int | None]],
    version_id: int,
    history: History,
    changed: Mapping[str, Any],
    today: date,
) -> None:
    """Raise where corrected days contradict each other, today, or another version's day."""
    if history.filed_on is None and {"filed_on", "receipt_no"} & set(changed):
        raise Conflict("这一版还没有备案，请用登记备案（file）。")
    issued, effective, filed = (
        changed.get(name, {}).get("new") or text_of(getattr(history, name))
        for name in ("issued_on", "effective_on", "filed_on")
    )
    if effective < issued:
        raise Invalid(f"更正后实施日期 {effective} 早于印发日期 {issued}，请一并更正。")
    if filed and filed < issued:
        raise Invalid(f"更正后备案日期 {filed} 早于印发日期 {issued}，请一并更正。")
    followed = [day for day in (history.published_on, *history.confirmed_on) if day]
    if followed and issued > text_of(min(followed)):
        raise Invalid(
            f"更正后印发日期 {issued} 晚于已登记的公开或确认（{min(followed)}），请核对，例如 {min(followed)}。"
        )
    if max(issued, filed) > today.isoformat():
        raise Invalid(f"{max(issued, filed)} 在今天（{today}）之后，还没有发生，请核对。")
    if "effective_on" in changed:
        check_free([row for row in standing if row[1] != version_id], date.fromisoformat(effective))


def is_erasable(
    history: History, version_id: int, standing: Sequence[tuple[date, int | None]], today: date
) -> bool:
    """Whether a version is superseded, revoked or replaced, so that its restricted lists may go."""
    if history.state in {"revoked", "replaced"}:
        return True
    pending = history.effective_on is not None and history.effective_on > today
    return history.state == "issued" and not pending and in_force(standing, today) != version_id


def text_of(value: object) -> str:
    """A day or text as the record writes it; empty for nothing."""
    return value.isoformat() if isinstance(value, date) else str(value or "")
