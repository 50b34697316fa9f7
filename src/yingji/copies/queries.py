"""The register of copies as it stands."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from yingji.copies.register import CalledBack, PaperCopy, to_recall
from yingji.copies.tables import paper_copy, paper_copy_end
from yingji.db import Reading
from yingji.lifecycle.history import shown_state
from yingji.lifecycle.queries import Dossier, dossiers
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


@dataclass(frozen=True, slots=True)
class Recall:
    """The copies of a plan that must come back, by version and number."""

    file: Dossier
    copies: tuple[PaperCopy, ...]

    @property
    def called(self) -> tuple[CalledBack, ...]:
        """The same copies with upload and edition."""
        return tuple(
            CalledBack(
                self.file.version(copy.version_id).number, self.file.editions.get(copy.version_id), copy.number,
                copy.edition, copy.holder,
            )
            for copy in self.copies
        )  # fmt: skip


def recalls_of(r: Reading, plan_ids: Collection[int], on: date) -> dict[int, Recall]:
    """What must come back on a day, by plan: out, though the version is void then. Plans without such copies
    are left out. Never more than six statements.
    """
    held = {key: copies for key, copies in copies_of(r, plan_ids).items() if any(c.is_out for c in copies)}
    files = dossiers(r, list(held)) if held else {}
    found = {}
    for key, file in files.items():
        states = {v.id: shown_state(file.histories[v.id], v.id, file.standing, on) for v in file.versions}
        if void := to_recall(held[key], states):
            found[key] = Recall(file, void)
    return found
