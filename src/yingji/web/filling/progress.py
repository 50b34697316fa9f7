"""How far each part is filled in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from yingji.errors import Problem
from yingji.plans import pointer
from yingji.plans.catalogue import Field, Schema
from yingji.web.filling.parts import Part, parts_of


@dataclass(frozen=True, slots=True)
class Progress:
    """One part: of ``asked`` things ``given`` are there; ``must`` are to be mended, ``should`` advised."""

    part: Part
    asked: int
    given: int
    must: int
    should: int
    has_content: bool

    @property
    def word(self) -> str:
        """In two or three words."""
        if self.must and not self.has_content:
            return "未填"
        if self.must:
            return f"还差 {self.must} 处"
        return "齐了" if self.has_content else "可不填"

    @property
    def face(self) -> tuple[str, str]:
        """Sign and colour."""
        if self.must and not self.has_content:
            return "○", "grey"
        if self.must:
            return "…", "amber"
        return ("✓", "green") if self.has_content else ("○", "grey")


def progress(
    schema: Schema, document: Mapping[str, Any], problems: Iterable[Problem]
) -> tuple[Progress, ...]:
    """Every part, in order."""
    problems = tuple(problems)
    return tuple(_progress(schema, part, document, problems) for part in parts_of(schema))


def part_with(schema: Schema, path: str) -> Part | None:
    """The part a problem is mended in; None where no form shows the place."""
    return next((part for part in parts_of(schema) if part.holds(path)), None)


def _progress(
    schema: Schema, part: Part, document: Mapping[str, Any], problems: tuple[Problem, ...]
) -> Progress:
    asked = given = 0
    has_content = False
    for where in part.pointers:
        field, value = schema.at(where), pointer.find(document, where)
        has_content |= value is not pointer.MISSING and where != "/title"
        above = pointer.find(document, where.rpartition("/")[0])
        is_asked = above is not pointer.MISSING or _holder_needed(schema, where)
        if field is not None:
            one, other = _counted(field, value, required=field.required and is_asked)
            asked, given = asked + one, given + other
    mine = [problem.grade for problem in problems if part.holds(problem.path)]
    return Progress(part, asked, given, mine.count("must"), mine.count("should"), has_content)


def _holder_needed(schema: Schema, where: str) -> bool:
    above = schema.at(where.rpartition("/")[0])
    return above is None or above is schema.root or above.required


def _counted(field: Field, value: Any, *, required: bool) -> tuple[int, int]:
    """(asked, given) of a property and what is in it."""
    is_there = value is not pointer.MISSING and value not in (None, "", [], {})
    if field.hidden or not (required or is_there):
        return 0, 0
    if field.children:
        inner = value if isinstance(value, dict) else {}
        return _added(
            _counted(child, inner.get(child.key, pointer.MISSING), required=child.required)
            for child in field.children
        )
    if field.is_rows and field.item is not None:
        rows = [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []
        return _added([(1, int(is_there)), *(_counted(field.item, row, required=True) for row in rows)])
    return 1, int(is_there)


def _added(pairs: Iterable[tuple[int, int]]) -> tuple[int, int]:
    listed = list(pairs)
    return sum(one for one, _ in listed), sum(other for _, other in listed)
