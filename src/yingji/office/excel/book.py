"""A workbook as it was found: sheets of cells, before anybody asks what they mean."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Plain = str | int | float | bool
Wrong = Literal["", "stale", "error"]


@dataclass(frozen=True, slots=True)
class Cell:
    """``value`` as stored. ``is_date``: a number shown as a day. ``filled``: taken from a merged cell above.

    ``wrong`` is "stale" for a formula without a saved result and "error" for #REF! and the like.
    """

    value: Plain
    is_date: bool = False
    wrong: Wrong = ""
    filled: bool = False


@dataclass(frozen=True, slots=True)
class Address:
    """One cell, counted from 1; ``title`` is what its column or line is called."""

    sheet: str
    row: int
    column: int
    title: str = ""

    @property
    def reference(self) -> str:
        """``D7``."""
        return f"{letters(self.column)}{self.row}"

    @property
    def place(self) -> str:
        """「责任人通讯录」表 第 7 行「电话」(D7)."""
        about = f"「{self.title}」" if self.title else ""
        return f"「{self.sheet}」表 第 {self.row} 行{about}({self.reference})"


@dataclass(frozen=True, slots=True)
class Sheet:
    """Cells with content by (row, column), counted from 1."""

    name: str
    cells: dict[tuple[int, int], Cell]
    hidden: bool = False

    def rows(self) -> Iterator[tuple[int, dict[int, Cell]]]:
        """Rows that hold anything, from the top."""
        found: dict[int, dict[int, Cell]] = {}
        for row, column in sorted(self.cells):
            found.setdefault(row, {})[column] = self.cells[row, column]
        yield from found.items()

    def text(self, row: int, column: int) -> str:
        """The text of a cell, "" for an empty one."""
        cell = self.cells.get((row, column))
        return str(cell.value) if cell is not None else ""


@dataclass(frozen=True, slots=True)
class Book:
    """Sheets in their order. ``remarks`` are Chinese sentences about what was seen and not opened.

    ``merged_area`` counts the cells of all merged areas; ``is_rich`` where a cell has more than one look.
    """

    sheets: tuple[Sheet, ...]
    remarks: tuple[str, ...] = ()
    merged_area: int = 0
    is_rich: bool = True


def letters(column: int) -> str:
    """1 → A, 28 → AB."""
    said = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        said = chr(65 + rest) + said
    return said


def numbers(reference: str) -> tuple[int, int] | None:
    """``D7`` → (7, 4); None for anything else."""
    name = reference.replace("$", "").upper()
    head = name.rstrip("0123456789")
    if not head.isalpha() or not head.isascii() or len(head) > 3 or not 0 < len(name) - len(head) < 8:
        return None
    column = 0
    for letter in head:
        column = column * 26 + ord(letter) - 64
    return int(name[len(head) :]), column
