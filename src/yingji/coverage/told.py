"""What a verdict tells, however it comes: examined just now, or kept from when it was."""

from datetime import date
from typing import Protocol

from yingji.coverage.facts import UnitFacts
from yingji.coverage.findings import Finding, NotChecked
from yingji.coverage.severity import Worst
from yingji.coverage.status import IN_FORCE_STATUSES, STATUSES, UNTIMELY, Status
from yingji.coverage.steps import Step


class ByStatus:
    """What follows from the status alone."""

    @property
    def status(self) -> Status:
        """The one status."""
        raise NotImplementedError

    @property
    def label(self) -> str:
        """The status as shown."""
        return STATUSES[self.status][0]

    @property
    def sign(self) -> str:
        """The status in one character."""
        return STATUSES[self.status][1]

    @property
    def clears_by(self) -> str:
        """What ends the status."""
        return STATUSES[self.status][2]

    @property
    def is_expected(self) -> bool:
        """应有: not exempt."""
        return is_expected(self.status)

    @property
    def is_had(self) -> bool:
        """已有: a version in force."""
        return is_had(self.status)

    @property
    def is_timely(self) -> bool:
        """未超期: in force and neither 逾期未评估 nor 需修订."""
        return is_timely(self.status)


class Told(Protocol):
    """Everything the faces of a report draw of one cell; days are days, never counts.

    ``steps``: what the plan waits for, but for its open version. ``line`` is the cell in the shape of ``GET /api/coverage``, the bytes every face agrees with.
    ``thresholds``: ids of the decisions that can matter here; ``inputs``: digest of all facts used.
    """

    @property
    def unit(self) -> UnitFacts: ...
    @property
    def path(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def status(self) -> Status: ...
    @property
    def label(self) -> str: ...
    @property
    def sign(self) -> str: ...
    @property
    def clears_by(self) -> str: ...
    @property
    def worst(self) -> Worst: ...
    @property
    def is_expected(self) -> bool: ...
    @property
    def is_had(self) -> bool: ...
    @property
    def is_timely(self) -> bool: ...
    @property
    def is_usable(self) -> bool: ...
    @property
    def is_covered(self) -> bool: ...
    @property
    def number(self) -> int | None: ...
    @property
    def edition_no(self) -> int | None: ...
    @property
    def digest(self) -> str | None: ...
    @property
    def issued_on(self) -> date | None: ...
    @property
    def due_on(self) -> date | None: ...
    @property
    def findings(self) -> tuple[Finding, ...]: ...
    @property
    def evidence(self) -> tuple[str, ...]: ...
    @property
    def not_checked(self) -> tuple[NotChecked, ...]: ...
    @property
    def steps(self) -> tuple[Step, ...]: ...
    @property
    def recheck_on(self) -> date | None: ...
    @property
    def thresholds(self) -> tuple[int, ...]: ...
    @property
    def inputs(self) -> str: ...
    @property
    def line(self) -> bytes: ...


def is_expected(status: str) -> bool:
    """应有: not exempt."""
    return status != "exempt"


def is_had(status: str) -> bool:
    """已有: a version in force."""
    return status in IN_FORCE_STATUSES


def is_timely(status: str) -> bool:
    """未超期: in force and neither 逾期未评估 nor 需修订."""
    return status in IN_FORCE_STATUSES and status not in UNTIMELY
