"""A long list, a page of it at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
U = TypeVar("U")
MOST = 100
"""Rows on one page."""


@dataclass(frozen=True, slots=True)
class Portion(Generic[T]):
    """One page of a list: the ``number``-th of ``pages``, counted from 1; ``total`` rows are in the whole list."""

    rows: tuple[T, ...]
    number: int
    pages: int
    total: int

    def drawn(self, rows: tuple[U, ...]) -> "Portion[U]":
        """The same page with something else in its rows."""
        return Portion(rows, self.number, self.pages, self.total)


def portion(found: Sequence[T], asked: str) -> Portion[T]:
    """The page asked for; the first for what is no number, the last for what lies beyond."""
    pages = max(1, -(-len(found) // MOST))
    number = min(max(1, int(asked) if asked.isdecimal() and len(asked) < 9 else 1), pages)
    return Portion(tuple(found[(number - 1) * MOST : number * MOST]), number, pages, len(found))
