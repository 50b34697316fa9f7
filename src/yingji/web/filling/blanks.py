"""The form as a tree: what is asked, how, and what stands there now."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Shape = Literal[
    "text", "long", "number", "phone", "day", "choice", "several", "picks", "lines", "group", "rows", "named"
]
"""``several``: boxes to tick; ``picks``: a list to choose from, in order; ``lines``: one entry a line;
``named``: entries with a name of one's own."""

CARRIED = "= "
"""Before the name of a hidden field: JSON of a value this form does not show."""


@dataclass(frozen=True, slots=True)
class Option:
    """One of the answers to choose from."""

    value: str
    label: str
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a list. ``carried`` are hidden fields, name and JSON text."""

    name: str
    label: str
    cells: tuple["Blank", ...]
    carried: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Blank:
    """One thing to fill in; ``name`` is its JSON pointer. ``columns`` only where rows are narrow enough for a table."""

    name: str
    title: str
    shape: Shape
    required: bool = False
    help: str = ""
    example: str = ""
    unit: str = ""
    text: str = ""
    is_restricted: bool = False
    is_wide: bool = False
    options: tuple[Option, ...] = ()
    children: tuple["Blank", ...] = ()
    rows: tuple[Row, ...] = ()
    columns: tuple[str, ...] = ()
    carried: tuple[tuple[str, str], ...] = ()

    @property
    def id(self) -> str:
        """The element's id: fit for a link to it."""
        return anchor(self.name)

    @property
    def height(self) -> int:
        """Lines of a text area."""
        lines = self.text.split("\n")
        return min(max(2, sum(1 + len(line) // 32 for line in lines) + (self.shape == "lines")), 14)

    def walk(self) -> Iterator["Blank"]:
        """This blank and all inside it."""
        yield self
        for child in self.children:
            yield from child.walk()
        for row in self.rows:
            for cell in row.cells:
                yield from cell.walk()


def anchor(name: str) -> str:
    """The id of the element for a JSON pointer."""
    return "f" + name.replace("/", ".")
