"""What is told of each one of many: files taken in, plans printed."""

from dataclasses import dataclass

from yingji.errors import Fault
from yingji.units.queries import Unit


@dataclass(frozen=True, slots=True)
class Row:
    """What became of one file or unit. ``error`` is a fault's code, empty when it went well."""

    file: str
    unit: str | None
    unit_name: str | None
    number: int | None
    created: bool
    error: str
    detail: str


def failed(file: str, unit: Unit | None, fault: Fault) -> Row:
    """The row of something that did not work, with the first problem in words."""
    code, name = (unit.code, unit.name) if unit else (None, None)
    return Row(file, code, name, None, False, fault.code, in_words(fault))


def in_words(fault: Fault) -> str:
    """A fault with its first problem."""
    first = fault.problems[0] if fault.problems else None
    if first is None or first.message in fault.detail:
        return fault.detail
    return f"{fault.detail} {first.place}：{first.message}"
