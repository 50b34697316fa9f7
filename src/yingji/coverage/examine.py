"""From the facts of a cell to its verdict. Pure: the same facts give the same verdict, in five years too."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from yingji.coverage.evidence import evidence_of
from yingji.coverage.facts import CellFacts, UnitFacts, digest_of
from yingji.coverage.findings import Finding, NotChecked
from yingji.coverage.readiness import Readiness, readiness_of
from yingji.coverage.recheck import recheck_on
from yingji.coverage.said import said
from yingji.coverage.severity import Worst, worst_of
from yingji.coverage.status import Judgement, Status, judge
from yingji.coverage.steps import Step, steps_of
from yingji.coverage.today import Today
from yingji.coverage.told import ByStatus
from yingji.lifecycle.history import History


@dataclass(frozen=True, eq=False)
class Verdict(ByStatus):
    """What a cell is on the day asked; days are days, never counts.

    What only some faces show (evidence, the next day of change) is worked out when it is asked for.
    """

    cell: CellFacts
    judgement: Judgement = field(repr=False)
    today: Today = field(repr=False)

    @property
    def status(self) -> Status:
        """The one status; a cell of which nothing is required has no verdict."""
        assert self.judgement.status is not None  # noqa: S101 - see examine
        return self.judgement.status

    @property
    def unit(self) -> UnitFacts:
        """Whose cell it is."""
        return self.cell.unit

    @property
    def path(self) -> str:
        """Where the unit stands, by own ids."""
        return self.cell.unit.path

    @property
    def kind(self) -> str:
        """The plan kind required."""
        return self.cell.kind

    @property
    def title(self) -> str:
        """The plan kind as shown."""
        return self.cell.title

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every cause for concern."""
        return self.judgement.findings

    @property
    def not_checked(self) -> tuple[NotChecked, ...]:
        """Rules that could not be checked here."""
        return self.judgement.not_checked

    @property
    def is_covered(self) -> bool:
        """Whether the plan is the unit's comprehensive one."""
        return self.judgement.source is not self.cell

    @property
    def number(self) -> int | None:
        """Which upload the version is."""
        return self.judgement.version.number if self.judgement.version else None

    @property
    def edition_no(self) -> int | None:
        """Which edition the version is, once issued."""
        return self.judgement.version.edition_no if self.judgement.version else None

    @property
    def digest(self) -> str | None:
        """The digest of the version's text."""
        return self.judgement.version.digest if self.judgement.version else None

    @property
    def issued_on(self) -> date | None:
        """The version's day of issue."""
        return self._history.issued_on

    @property
    def due_on(self) -> date | None:
        """The last day before the plan is 逾期未评估."""
        return self.judgement.evaluation.due_on if self.judgement.evaluation else None

    @cached_property
    def worst(self) -> Worst:
        """The colour: the gravest finding, grey where the data cannot be told."""
        found = worst_of(tuple(finding.severity for finding in self.findings))
        return "grey" if self.status == "unknown" and found == "none" else found

    @cached_property
    def readiness(self) -> Readiness | None:
        """How ready the plan in force is; None where none is."""
        version = self.judgement.version
        return readiness_of(self.judgement.source, version, self.today) if self.is_had and version else None

    @property
    def is_usable(self) -> bool:
        """可用: timely, contacts confirmed and drilled within their time."""
        return self.is_timely and self.readiness is not None and self.readiness.is_usable

    @cached_property
    def evidence(self) -> tuple[str, ...]:
        """What the verdict rests on, in days and values."""
        return evidence_of(self.cell, self.judgement, self.readiness, self.today)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """What the plan waits for, but for its open version."""
        return steps_of(self.cell, self.judgement, self.worst, self.readiness, self.today)

    @cached_property
    def recheck_on(self) -> date | None:
        """The first later day on which this changes with nothing new happening."""
        return recheck_on(self.cell, self.judgement, self.today)

    @property
    def thresholds(self) -> tuple[int, ...]:
        """The ids of the decisions that can matter here."""
        return self.cell.thresholds.ids

    @cached_property
    def inputs(self) -> str:
        """One digest over everything the verdict was made from, but for what all cells share."""
        return digest_of(self.cell)

    @cached_property
    def line(self) -> bytes:
        """The cell in JSON, as every face tells it."""
        return said(self)

    @property
    def changes_on(self) -> date | None:
        """Until this day ``line`` and ``steps`` stay as they are by themselves.

        No comparison made for them comes out otherwise.
        """
        _ = self.line, self.steps
        days = (self.today.next_change, self.cell.ground.ahead)
        return min((day for day in days if day is not None), default=None)

    @property
    def _history(self) -> History:
        return self.judgement.version.history if self.judgement.version else History()


def examine(cell: CellFacts) -> Verdict | None:
    """The verdict on ``cell.as_of``; None when no requirement holds that day (不适用)."""
    today = Today(cell.as_of)
    judgement = judge(cell, today)
    return None if judgement.status is None else Verdict(cell, judgement, today)
