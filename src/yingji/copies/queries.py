"""The register of copies as it stands."""

from collections.abc import Collection

from sqlalchemy import select

from yingji.copies.register import PaperCopy
from yingji.copies.tables import paper_copy, paper_copy_end
from yingji.db import Reading
from yingji.plans.tables import version


def copies_of(r: Reading, plan_ids: Collection[int]) -> dict[int, tuple[PaperCopy, ...]]:
    """Every copy ever handed out of these plans, by plan, in the order of versions and numbers."""
    end = paper_copy_end.c
    rows = r.rows(
        select(paper_copy, version.c.plan_id, end.outcome, end.on_day.label("ended_on"), end.by_name)
        .join(version, version.c.id == paper_copy.c.version_id)
        .outerjoin(paper_copy_end, end.copy_id == paper_copy.c.id)
        .where(version.c.plan_id.in_(plan_ids))
        .order_by(paper_copy.c.version_id, paper_copy.c.number)
    )
    found: dict[int, list[PaperCopy]] = {plan_id: [] for plan_id in plan_ids}
    for row in rows:
        found[row.plan_id].append(
            PaperCopy(
                row.id,
                row.version_id,
                row.number,
                row.edition,
                row.holder,
                row.on_day,
                row.outcome or "",
                row.ended_on,
                row.by_name or "",
            )
        )
    return {plan_id: tuple(copies) for plan_id, copies in found.items()}
