"""What was found in a person's Word or Excel file, and where."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from yingji.errors import Problem


@dataclass(frozen=True, slots=True)
class Found:
    """A value for ``path`` (a JSON pointer), and the Chinese place in the file where it stands."""

    path: str
    value: Any
    place: str


@dataclass(frozen=True, slots=True)
class Left:
    """A piece of the file that went nowhere in the plan, and its place."""

    text: str
    place: str


@dataclass(frozen=True, slots=True)
class Harvest:
    """Everything a file yields: a raw document (not yet tidied) and what became of the rest.

    ``taken`` only where certain; ``candidates`` wait for a person; ``not_placed`` is all other text.
    ``anchors`` say where a comment about a pointer belongs: the number of the paragraph in the file.
    ``is_own`` is True for a file this system wrote, ``is_changed`` if somebody edited it since;
    ``unit_code`` and ``base`` are then the unit and the digest it was written for.
    """

    document: dict[str, Any]
    taken: tuple[Found, ...] = ()
    candidates: tuple[Found, ...] = ()
    not_placed: tuple[Left, ...] = ()
    problems: tuple[Problem, ...] = ()
    anchors: Mapping[str, int] = field(default_factory=dict)
    is_own: bool = False
    is_changed: bool = True
    unit_code: str = ""
    base: str = ""
