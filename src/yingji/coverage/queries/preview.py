"""What a mark of a major change or a threshold would do, before it is made."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import func, select

from yingji.basis.policy import PolicyRow
from yingji.basis.queries import MajorMark, documents
from yingji.coverage.examine import Verdict, examine
from yingji.coverage.facts import CellFacts
from yingji.coverage.queries.gather import gather
from yingji.db import Reading
from yingji.lifecycle.tables import standing
from yingji.plans.tables import plan, version
from yingji.units.tables import unit_name


def preview_major(
    r: Reading, *, as_of: date, on: date, basis_id: str | None = None, version_id: int | None = None
) -> tuple[str, ...]:
    """The cells (``青山村防汛应急预案``) that a mark of a major change would newly make O2.

    What takes effect only later is looked at on that day.
    """
    mark = MajorMark(0, basis_id, version_id, on, "预览", "预览")
    owner = _owner(r, basis_id, version_id)
    if owner is None:
        return ()
    day = max(as_of, on, _effective_on(r, basis_id, version_id) or as_of)
    before = _flagged(gather(r, owner, day))
    after = _flagged(gather(r, owner, day, marks=(mark,)))
    return tuple(cell for cell in after if cell not in before)


def preview_policy(r: Reading, *, unit_id: int, as_of: date, row: PolicyRow) -> tuple[str, ...]:
    """The cells at and below a unit that a threshold would show otherwise: ``青山村防汛应急预案：有效 → 逾期未评估``.

    What holds only from a later day is looked at on that day.
    """
    day = max(as_of, row.from_day)
    before = {(v.unit.id, v.kind): v for v in _verdicts(gather(r, unit_id, day))}
    changed = []
    for after in _verdicts(gather(r, unit_id, day, policy=(row,))):
        was, now = _told(before[after.unit.id, after.kind]), _told(after)
        if was != now:
            changed.append(f"{after.unit.name}{after.title}：{was} → {now}")
    return tuple(changed)


def _effective_on(r: Reading, basis_id: str | None, version_id: int | None) -> date | None:
    if version_id is None:
        return next((d.effective_on for d in documents(r) if d.id == basis_id), None)
    found: date | None = r.scalar(
        select(func.max(standing.c.from_day)).where(standing.c.version_id == version_id)
    )
    return found


def _owner(r: Reading, basis_id: str | None, version_id: int | None) -> int | None:
    """The unit whose plan it is; None for a document of nobody kept here."""
    if version_id is not None:
        statement = select(plan.c.unit_id).join(version, version.c.plan_id == plan.c.id)
        found: int | None = r.scalar(statement.where(version.c.id == version_id))
        return found
    document = next((d for d in documents(r) if d.id == basis_id and d.issuer), None)
    if document is None:
        return None
    owner: int | None = r.scalar(select(unit_name.c.unit_id).where(unit_name.c.code == document.issuer))
    return owner


def _flagged(cells: Iterable[CellFacts]) -> list[str]:
    return [
        f"{verdict.unit.name}{verdict.title}"
        for verdict in _verdicts(cells)
        if any(finding.code == "O2" for finding in verdict.findings)
    ]


def _verdicts(cells: Iterable[CellFacts]) -> list[Verdict]:
    return [verdict for cell in cells if (verdict := examine(cell)) is not None]


def _told(verdict: Verdict) -> str:
    codes = "、".join(dict.fromkeys(finding.code for finding in verdict.findings))
    return f"{verdict.label}（{codes}）" if codes else verdict.label
