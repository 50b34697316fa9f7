"""What a flattened Word file is made of: paragraphs and tables in reading order."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, eq=False)
class Para:
    """A paragraph. ``number`` is what automatic numbering shows before ``text``.

    ``level`` is its heading level by style (0: none), ``index`` counts the paragraphs of the main
    part (-1 elsewhere), ``where`` is "" for running text, else 页眉, 文本框 and the like.
    """

    text: str
    number: str = ""
    level: int = 0
    index: int = -1
    where: str = ""
    marks: tuple[int, ...] = ()

    @property
    def full(self) -> str:
        """As it reads on the page."""
        return self.number + self.text


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """One cell of the grid; those that a merged cell covers have ``first`` False and its text."""

    paras: tuple[Para, ...]
    first: bool = True

    @property
    def text(self) -> str:
        return "\n".join(para.full for para in self.paras if para.full.strip()).strip()

    @property
    def index(self) -> int:
        return self.paras[0].index if self.paras else -1


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A table; ``number`` counts those of the file from 1."""

    rows: tuple[tuple[Cell, ...], ...]
    number: int
    where: str = ""

    @property
    def index(self) -> int:
        return next((cell.index for row in self.rows for cell in row if cell.index >= 0), -1)


Piece = Para | Table


@dataclass(frozen=True, slots=True, eq=False)
class Body:
    """Everything a person can read in the file, and how many pictures there are besides."""

    pieces: tuple[Piece, ...]
    pictures: tuple[int, ...] = ()
    """The paragraphs that hold pictures."""


def paragraphs(piece: Piece) -> Iterator[Para]:
    """The paragraphs of a piece, those of merged cells once."""
    if isinstance(piece, Para):
        yield piece
        return
    for row in piece.rows:
        for cell in row:
            yield from cell.paras if cell.first else ()
