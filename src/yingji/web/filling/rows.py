"""Rows of a list: one more, one in between, one away, many pasted from a spreadsheet."""

import csv
import io
import itertools
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yingji.desk.merging import put
from yingji.errors import TooLarge, Usage
from yingji.plans import pointer
from yingji.plans.catalogue import Field, Schema

MOST_ROWS = 2000
VERBS = frozenset({"add", "insert", "remove", "restore", "paste"})
_ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Step:
    """A button pressed on a list: ``add`` and ``paste`` name the list, the others a row of it."""

    verb: str
    where: str


def step_of(text: str) -> Step | None:
    """``"insert /command/contacts/3"`` → its step; None for any other button."""
    verb, _, where = text.partition(" ")
    return Step(verb, where) if verb in VERBS and where.startswith("/") else None


def apply(
    schema: Schema, document: Mapping[str, Any], step: Step, at: datetime, by: int, given: str = ""
) -> tuple[dict[str, Any], str]:
    """The document after the step, and the pointer to look at.

    ``by`` is the id of who adds rows, ``given`` are the cells to paste, or JSON of the row to restore. Raises ``Usage`` where there is no such list.
    """
    where, index = _list_and_row(step)
    array, found = schema.at(where), pointer.find(document, where)
    if array is None or not array.is_rows:
        raise Usage("这里不能加减行，请刷新页面再试。")
    rows = list(found) if isinstance(found, list) else []
    if step.verb == "remove":
        rows[index : index + 1] = []
    elif step.verb == "restore":
        rows[index:index] = _restored(given)
    elif step.verb == "paste":
        rows += _with_ids(array, table_rows(array, given), rows, at, by)
        index = len(rows) - 1
    else:
        index = len(rows) if step.verb == "add" else index
        rows[index:index] = _with_ids(array, [{}], rows, at, by)
    if len(rows) > MOST_ROWS:
        raise TooLarge(f"一张表最多 {MOST_ROWS} 行，现在有 {len(rows)} 行。请分成几次，或合并后再填。")
    return put(document, where, rows or None), pointer.child(where, max(min(index, len(rows) - 1), 0))


def _restored(text: str) -> list[dict[str, Any]]:
    try:
        row = json.loads(text)
    except (ValueError, RecursionError):
        row = None
    return [row] if isinstance(row, dict) else []


def table_rows(array: Field, text: str) -> list[dict[str, Any]]:
    """Cells copied from a spreadsheet as rows of the list.

    A first line that names columns says which is which; else they come in the form's order.
    """
    lines = [line for line in _cells(text) if any(cell.strip() for cell in line)]
    columns = list(_columns(array.item or array))
    heads = {title: keys for keys, title in columns}
    heads |= {title.rpartition("：")[2]: keys for keys, title in reversed(columns)}
    if lines and sum(_bare(cell) in heads for cell in lines[0]) >= min(2, len(columns)):
        order = [heads.get(_bare(cell)) for cell in lines[0]]
        lines = lines[1:]
    else:
        order = [keys for keys, _ in columns]
    return [_row(order, line) for line in lines]


def _row(order: list[tuple[str, ...] | None], line: list[str]) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for keys, cell in zip(order, line, strict=False):
        if keys and cell.strip():
            row = put(row, pointer.build(keys), cell.strip())
    return row


def _cells(text: str) -> Iterator[list[str]]:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter="\t")
    except csv.Error:
        yield from (line.split("\t") for line in text.split("\n"))


def _bare(cell: str) -> str:
    return "".join(cell.split()).rstrip("*＊:：")


def _columns(
    item: Field, above: tuple[str, ...] = (), title: str = ""
) -> Iterator[tuple[tuple[str, ...], str]]:
    for field in item.children:
        if field.hidden or field.is_rows:
            continue
        if field.type == "object":
            yield from _columns(field, (*above, field.key), f"{title}{field.title}：")
        else:
            yield (*above, field.key), title + field.title


def _with_ids(
    array: Field, new: list[dict[str, Any]], rows: list[Any], at: datetime, by: int
) -> list[dict[str, Any]]:
    """New rows of a list others refer to get their id at once, one no other person adding rows now will get."""
    if array.row_key != "id":
        return new
    taken = {row.get("id") for row in rows if isinstance(row, dict)}
    stamp = f"{array.key[0]}{_base36(int(at.timestamp() * 1000))}p{by}-"
    free = (stamp + str(count) for count in itertools.count(1) if stamp + str(count) not in taken)
    return [{"id": next(free), **row} for row in new]


def _base36(value: int) -> str:
    digits = ""
    while value:
        value, digit = divmod(value, 36)
        digits = _ALPHABET[digit] + digits
    return digits


def _list_and_row(step: Step) -> tuple[str, int]:
    if step.verb in {"add", "paste"}:
        return step.where, 0
    where, _, last = step.where.rpartition("/")
    return where, int(last) if last.isdecimal() and len(last) < 7 else 0
