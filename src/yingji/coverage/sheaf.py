"""The verdicts of one place of judgement (a township, or a unit outside townships), and what they come to."""

import json
from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from typing import Generic, TypeVar

from yingji.coverage.facts import UnitFacts, digest_of
from yingji.coverage.severity import Severity
from yingji.coverage.told import Told
from yingji.coverage.totals import Totals, totals_of

V_co = TypeVar("V_co", bound=Told, covariant=True)
JOINT = b",\n"
"""Between two cells in JSON; none has a line break within."""


class Sheaf(Generic[V_co]):
    """``code``: of the place; ``verdicts`` in the order of codes and kinds. All else follows from them."""

    def __init__(self, code: str, verdicts: tuple[V_co, ...]) -> None:
        self.code = code
        self.verdicts = verdicts

    @cached_property
    def totals(self) -> Totals:
        """The four numbers, and the cells by status."""
        return totals_of(self.verdicts)

    @cached_property
    def severities(self) -> Counter[Severity]:
        """How many findings of each severity stand."""
        return Counter(finding.severity for verdict in self.verdicts for finding in verdict.findings)

    @cached_property
    def unchecked(self) -> dict[tuple[str, str], int]:
        """By rule and reason, in how many cells it could not be checked."""
        return Counter((one.code, one.reason) for verdict in self.verdicts for one in verdict.not_checked)

    @cached_property
    def policy(self) -> tuple[int, ...]:
        """Ids of the decisions on thresholds that can matter to one of the cells."""
        return tuple(sorted({key for verdict in self.verdicts for key in verdict.thresholds}))

    @cached_property
    def inputs(self) -> str:
        """One digest over everything the verdicts were made from."""
        return digest_of([verdict.inputs for verdict in self.verdicts])

    @cached_property
    def text(self) -> bytes:
        """The cells in JSON, one a line."""
        return JOINT.join(verdict.line for verdict in self.verdicts)


def sheaves(verdicts: Iterable[V_co]) -> tuple[Sheaf[V_co], ...]:
    """The verdicts by place, as they come."""
    found: dict[str, list[V_co]] = {}
    for verdict in verdicts:
        found.setdefault(place_code(verdict.unit), []).append(verdict)
    return tuple(Sheaf(code, tuple(found[code])) for code in found)


def place_code(unit: UnitFacts) -> str:
    """The code of the township a unit is in, its own outside townships."""
    above = (code for kind, code, _ in unit.governments if kind == "township")
    return next(above, unit.code)


def unchecked_text(sheaf: Sheaf[Told]) -> str:
    """``unchecked`` as it is kept."""
    return json.dumps([[*rule, cells] for rule, cells in sheaf.unchecked.items()], ensure_ascii=False)
