"""Whose example it is, and what it may cite."""

from dataclasses import dataclass
from typing import Any

Doc = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Subject:
    """The unit an example is for; ``kind`` is village, township, department, school or enterprise.

    ``township_name`` and ``county_name`` are the places above it, "" where unknown.
    """

    code: str
    name: str
    kind: str
    township_name: str = ""
    county_name: str = ""


@dataclass(frozen=True, slots=True)
class BasisRef:
    """A document in force on the day of the example: its id in the register, title and number."""

    id: str
    title: str
    doc_no: str = ""
