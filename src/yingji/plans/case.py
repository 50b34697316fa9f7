"""A document under examination, as every check sees it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from yingji.errors import Grade, Problem
from yingji.plans import pointer
from yingji.plans.catalogue import Schema
from yingji.plans.wording import Wording, quoted


@dataclass(frozen=True, slots=True)
class Case:
    """A document under examination: on the day asked (if days matter), for the unit named (if any)."""

    schema: Schema
    document: Mapping[str, Any]
    wording: Wording
    on: date | None = None
    unit_name: str = ""

    def problem(self, where: str, message: str, grade: Grade = "should") -> Problem:
        return Problem(where, self.wording.place(where), message, grade)

    def rows(self, where: str) -> list[tuple[str, dict[str, Any]]]:
        """``(pointer, row)`` of the objects in the array there."""
        found = pointer.find(self.document, where)
        rows = enumerate(found) if isinstance(found, list) else ()
        return [(pointer.child(where, index), row) for index, row in rows if isinstance(row, dict)]

    def label(self, where: str) -> str:
        """The quoted name of the row at a pointer."""
        array = self.schema.at(where.rpartition("/")[0])
        return (
            quoted(self.wording.label(array, pointer.find(self.document, where))) if array is not None else ""
        )
