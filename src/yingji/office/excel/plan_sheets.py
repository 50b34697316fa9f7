"""Excel plans in: bytes of a workbook to what it says, certain or guessed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from yingji.errors import Problem
from yingji.office.excel.book import Address, Book
from yingji.office.excel.cells import cleaned
from yingji.office.excel.layout import COVER, layout
from yingji.office.excel.own_tables import NOTHING_CHOSEN, Chosen, OwnTable, onto, own_tables, read_own
from yingji.office.excel.read_back import read_back
from yingji.office.excel.reading import keyed
from yingji.office.excel.references import resolve
from yingji.office.found import Found, Harvest
from yingji.plans import pointer
from yingji.plans.catalogue import Schema


@dataclass(frozen=True, slots=True)
class Sheets:
    """A workbook read: its harvest, and the cell of every value and of every gap it could have filled.

    ``identity`` holds what the cover says of itself: ``schema unit base`` (any may be missing).
    ``spots`` are all cells by the place that names them.
    """

    harvest: Harvest
    cells: Mapping[str, Address] = field(default_factory=dict)
    identity: Mapping[str, str] = field(default_factory=dict)
    spots: Mapping[str, Address] = field(default_factory=dict)
    parts: Mapping[str, Address] = field(default_factory=dict)
    own: tuple[OwnTable, ...] = ()
    """Tables of the clerk's own that nobody has confirmed yet, and what each is taken for."""

    def spot(self, place: str) -> Address | None:
        """The cell a place of these names."""
        return self.spots.get(place)

    def at(self, path: str) -> Address | None:
        """The cell a problem at this pointer belongs to: its own, else that of the row or table around it.

        A part of the plan that is missing as a whole stands at its first cell.
        """
        if path not in self.cells and path in self.parts:
            return self.parts[path]
        while path and path not in self.cells:
            path = path.rpartition("/")[0]
        return self.cells.get(path) if path else None


def read_sheets(
    book: Book,
    schema: Schema,
    base: Mapping[str, Any] | None = None,
    chosen: Chosen = NOTHING_CHOSEN,
) -> Sheets:
    """What a workbook says, in the terms of ``schema``; ``base`` is the version people started from.

    Own tables yield candidates until ``chosen`` confirms what they are. Never raises for content.
    """
    reading = read_back(layout(schema), book)
    remarks = tuple(Problem("", "整个文件", said, "note") for said in book.remarks)
    if reading is None:
        return _own(book, schema, base or {}, chosen, remarks)
    unclear = resolve(schema, reading.document, reading.cells, base, reading.before)
    document = {"schema": schema.name, **reading.document} if reading.document else {}
    harvest = Harvest(
        document=document,
        taken=tuple(_taken(document, reading.cells)),
        not_placed=tuple(reading.left),
        problems=(*reading.problems, *unclear, *remarks),
        is_own=True,
    )
    spots = {at.place: at for at in reading.cells.values()} | reading.spots
    return Sheets(harvest, reading.cells, reading.identity, spots, _parts(schema, reading.cells))


def _own(
    book: Book, schema: Schema, base: Mapping[str, Any], chosen: Chosen, remarks: tuple[Problem, ...]
) -> Sheets:
    plan, sheets = layout(schema), tuple(sheet for sheet in book.sheets if not sheet.hidden)
    tables = own_tables(plan, sheets, chosen)
    found = read_own(plan, sheets, tables)
    candidates, left = tuple(found.candidates), tuple(found.left)
    if not chosen.is_final or not candidates:
        return Sheets(Harvest({}, (), candidates, left, remarks), found.cells, own=tables)
    document = onto(schema, base, found, tables)
    harvest = Harvest(document, candidates, (), left, remarks)
    return Sheets(harvest, found.cells, spots={at.place: at for at in found.cells.values()})


def _parts(schema: Schema, cells: Mapping[str, Address]) -> dict[str, Address]:
    """The objects of the plan outside its rows, each at its first line or table."""
    found: dict[str, Address] = {}
    for each in schema.fields():
        at = cells.get(each.pointer)
        above = each.pointer.rpartition("/")[0]
        while at is not None and above and "*" not in above:
            found.setdefault(above, at)
            above = above.rpartition("/")[0]
    return found


def _taken(document: Mapping[str, Any], cells: Mapping[str, Address]) -> list[Found]:
    found = []
    for path, at in cells.items():
        value = pointer.find(document, path)
        is_inner = isinstance(value, dict) or (
            isinstance(value, list) and (pointer.child(path, 0) in cells or not value)
        )
        if value is not pointer.MISSING and not is_inner:
            found.append(Found(path, value, at.place))
    return found


def schema_named(book: Book) -> str:
    """The schema a workbook's cover says it was made for, "" for a workbook of somebody else's making."""
    for sheet in book.sheets:
        found = keyed(sheet)
        if found is not None and found.key == COVER:
            value_at = found.columns.get("value", found.key_column + 2)
            for row in range(found.row, found.row + 60):
                if sheet.text(row, found.key_column) == "@schema":
                    return cleaned(sheet.text(row, value_at))
    return ""
