"""Verdicts kept from when they were examined. What only some faces show is read from the JSON when asked for."""

import json
import zlib
from collections import Counter
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from yingji.coverage.facts import UnitFacts
from yingji.coverage.findings import Finding, NotChecked
from yingji.coverage.places import ids_of
from yingji.coverage.said import day_of_text, dumped, finding_of, not_checked_of, steps_said, steps_told
from yingji.coverage.severity import Severity, Worst
from yingji.coverage.sheaf import JOINT, Sheaf, unchecked_text
from yingji.coverage.status import Status
from yingji.coverage.steps import Step
from yingji.coverage.thresholds import PolicyBook
from yingji.coverage.told import ByStatus, Told
from yingji.coverage.totals import Totals, totals_by

FAST = 1
"""Level of compression: the texts are alike, and are read more often than sent far."""


class Head(NamedTuple):
    """What lists, groups and orders of cells are made of."""

    code: str
    name: str
    unit_kind: str
    path: str
    kind: str
    title: str
    status: Status
    worst: Worst
    is_usable: bool


class Kept(ByStatus):
    """One cell as it was told, the ``index``-th of its place."""

    def __init__(self, head: Head, index: int, place: "KeptSheaf") -> None:
        self._head, self._index, self._place = head, index, place

    @property
    def line(self) -> bytes:
        """The cell in JSON."""
        return self._place.lines[self._index]

    @cached_property
    def _said(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.line)
        return found

    @cached_property
    def unit(self) -> UnitFacts:
        """Whose cell it is."""
        code, name, kind, path = self._head[:4]
        return UnitFacts(ids_of(path)[-1], code, name, kind, path, governments=self._place.governments)

    @property
    def path(self) -> str:
        """Where the unit stands, by own ids."""
        return self._head.path

    @property
    def kind(self) -> str:
        """The plan kind required."""
        return self._head.kind

    @property
    def title(self) -> str:
        """The plan kind as shown."""
        return self._head.title

    @property
    def status(self) -> Status:
        """The one status."""
        return self._head.status

    @property
    def worst(self) -> Worst:
        """The colour."""
        return self._head.worst

    @property
    def is_usable(self) -> bool:
        """可用: timely, contacts confirmed and drilled within their time."""
        return self._head.is_usable

    @property
    def is_covered(self) -> bool:
        """Whether the plan is the unit's comprehensive one."""
        return bool(self._said["covered"])

    @property
    def number(self) -> int | None:
        """Which upload the version is."""
        found: int | None = self._said["number"]
        return found

    @property
    def edition_no(self) -> int | None:
        """Which edition the version is, once issued."""
        found: int | None = self._said["edition_no"]
        return found

    @property
    def digest(self) -> str | None:
        """The digest of the version's text."""
        found: str | None = self._said["digest"]
        return found

    @property
    def issued_on(self) -> date | None:
        """The version's day of issue."""
        return day_of_text(self._said["issued_on"])

    @property
    def due_on(self) -> date | None:
        """The last day before the plan is 逾期未评估."""
        return day_of_text(self._said["due_on"])

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Every cause for concern."""
        return tuple(finding_of(values) for values in self._said["findings"])

    @property
    def evidence(self) -> tuple[str, ...]:
        """What the verdict rests on, in days and values."""
        return tuple(self._said["evidence"])

    @property
    def not_checked(self) -> tuple[NotChecked, ...]:
        """Rules that could not be checked here."""
        return tuple(not_checked_of(values) for values in self._said["not_checked"])

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """What the plan waits for, but for its open version."""
        return steps_told(self._place.steps[self._index])

    @property
    def recheck_on(self) -> date | None:
        """The first later day on which this changes with nothing new happening."""
        return day_of_text(self._said["recheck_on"])

    @property
    def inputs(self) -> str:
        """One digest over everything the verdict was made from."""
        return str(self._said["inputs"])

    @property
    def thresholds(self) -> tuple[int, ...]:
        """The ids of the decisions that can matter here."""
        return self._place.book.narrowed(self.path, self._head.unit_kind, self.kind).ids


class KeptSheaf(Sheaf[Told]):
    """A place as it is kept; ``row`` is what ``kept_of`` made, with the place's code and governments."""

    def __init__(self, row: Mapping[str, Any], book: PolicyBook) -> None:
        self.code = row["code"]
        self.book = book
        self._row = row

    @cached_property
    def verdicts(self) -> tuple[Told, ...]:  # type: ignore[override]  # read when asked for
        """The cells, in the order of codes and kinds."""
        heads = json.loads(zlib.decompress(self._row["heads"]))
        return tuple(Kept(Head(*head), index, self) for index, head in enumerate(heads))

    @cached_property
    def lines(self) -> list[bytes]:
        """By cell, its JSON."""
        return self.text.split(JOINT)

    @cached_property
    def governments(self) -> tuple[tuple[str, str, str], ...]:
        """(kind, code, name) of those above, the highest first."""
        return tuple((kind, code, name) for kind, code, name in json.loads(self._row["governments"]))

    @cached_property
    def steps(self) -> list[bytes]:
        """By cell, what its plan waits for, in JSON."""
        return zlib.decompress(self._row["steps"]).split(JOINT)

    @cached_property
    def totals(self) -> Totals:
        """The four numbers, and the cells by status."""
        by_status, usable, _ = json.loads(self._row["counts"])
        return totals_by(by_status, usable)

    @cached_property
    def severities(self) -> Counter[Severity]:
        """How many findings of each severity stand."""
        return Counter(json.loads(self._row["counts"])[2])

    @cached_property
    def unchecked(self) -> dict[tuple[str, str], int]:
        """By rule and reason, in how many cells it could not be checked."""
        return {(code, reason): cells for code, reason, cells in json.loads(self._row["unchecked"])}

    @cached_property
    def policy(self) -> tuple[int, ...]:
        """Ids of the decisions on thresholds that can matter to one of the cells."""
        return tuple(json.loads(self._row["policy"]))

    @cached_property
    def inputs(self) -> str:
        """One digest over everything the verdicts were made from."""
        return str(self._row["inputs"])

    @cached_property
    def text(self) -> bytes:
        """The cells in JSON, one a line."""
        return zlib.decompress(self._row["said"])


def kept_of(sheaf: Sheaf[Told]) -> dict[str, Any]:
    """What is kept of a place's verdicts, beside the cells themselves."""
    return {
        "counts": json.dumps([sheaf.totals.by_status, sheaf.totals.usable, sheaf.severities]),
        "unchecked": unchecked_text(sheaf),
        "policy": json.dumps(sheaf.policy),
        "inputs": sheaf.inputs,
        "heads": _compressed(dumped([_head(verdict) for verdict in sheaf.verdicts])),
        "said": _compressed(sheaf.text),
        "steps": _compressed(JOINT.join(steps_said(verdict.steps) for verdict in sheaf.verdicts)),
    }


def _compressed(text: bytes) -> bytes:
    return zlib.compress(text, FAST)


def _head(verdict: Told) -> Head:
    unit = verdict.unit
    return Head(
        unit.code,
        unit.name,
        unit.kind,
        unit.path,
        verdict.kind,
        verdict.title,
        verdict.status,
        verdict.worst,
        verdict.is_usable,
    )
