"""Names typed in place of rows, resolved to the rows' ids once the whole workbook is read."""

from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any

from yingji.errors import Problem
from yingji.office.excel.book import Address
from yingji.office.excel.cells import parted, same
from yingji.office.excel.names import FULL, with_id
from yingji.plans import pointer
from yingji.plans.catalogue import Field, Schema
from yingji.plans.facts import instances
from yingji.plans.wording import Wording, quoted


def resolve(
    schema: Schema,
    document: dict[str, Any],
    cells: Mapping[str, Address],
    base: Mapping[str, Any] | None = None,
    before: Mapping[str, Mapping[str, str]] | None = None,
) -> list[Problem]:
    """Put ids where names stand; rows referred to get an id where they lack one: that of the row of
    the same name in ``base``, the version people started from, else a free one.

    ``before`` gives the ids of rows by the names they had when the workbook was written: a row that
    was renamed takes those who refer to it along, and a note says so. A name nobody has is left for
    the check to refuse. Returns those notes, and a problem for each name that two rows have.
    """
    problems: list[Problem] = []
    refs = dict.fromkeys(field.ref for field in schema.fields() if field.ref)
    known = {ref: _Rows(schema, document, ref, base or {}, (before or {}).get(ref, {})) for ref in refs}
    for field in schema.fields():
        if field.ref and field.key != "*":
            rows = known[field.ref]
            for where, value in list(instances(field, document)):
                names = rows.several(field, value) if isinstance(value, list) else [value]
                ids = [rows.identity(name) or name for name in names]
                above, _, key = where.rpartition("/")
                pointer.find(document, above)[key] = ids if isinstance(value, list) else ids[0]
                problems += _told(rows, where, names, cells)
    return problems


def _told(rows: "_Rows", where: str, names: list[Any], cells: Mapping[str, Address]) -> Iterator[Problem]:
    for index, name in enumerate(names):
        at = cells.get(pointer.child(where, index)) or cells.get(where)
        if at is None or not isinstance(name, str):
            continue
        found = rows.by_name.get(same(name), [])
        if len(found) > 1 and not rows.identity(name):
            ways = "或".join(quoted(with_id(name, rows.id_of(row))) for row in found)
            message = (
                f"{quoted(rows.title)}里有 {len(found)} 行都叫{quoted(name)}，分不清是哪一个。请写成{ways}。"
            )
            yield Problem(where, at.place, message, "must")
        elif (now := rows.renamed(name)) is not None:
            message = (
                f"{quoted(rows.title)}里的{quoted(name)}改成了{quoted(now)}，这里跟着改了。不对的话请重新选。"
            )
            yield Problem(where, at.place, message, "note")


class _Rows:
    """The rows of one array that others refer to."""

    def __init__(
        self,
        schema: Schema,
        document: dict[str, Any],
        ref: str,
        base: Mapping[str, Any],
        before: Mapping[str, str],
    ) -> None:
        array, rows = schema.at(ref), pointer.find(document, ref)
        self.key, self.title = (array.key, array.title) if array is not None else ("r", "")
        self.by_id: dict[str, dict[str, Any]] = {}
        self.by_name: dict[str, list[dict[str, Any]]] = {}
        self.exact: dict[str, dict[str, Any]] = {}
        self.labels: dict[int, str] = {}
        wording = Wording(schema, document)
        for row in rows if isinstance(rows, list) and array is not None else ():
            self._add(row, wording.label(array, row, FULL) if array is not None else "")
        self.before = before
        self.ids_of_base = _ids_of_base(schema, base, ref)
        self.free = (f"{self.key[0]}{number:02d}" for number in count(1))

    def _add(self, row: dict[str, Any], label: str) -> None:
        self.labels[id(row)] = label
        if label:
            self.by_name.setdefault(same(label), []).append(row)
        if isinstance(row.get("id"), str):
            self.by_id[row["id"]] = row
            self.exact[same(with_id(label, row["id"]))] = row

    def identity(self, name: Any) -> str:
        """The id of the row a name means, "" where no row or more than one goes by it."""
        row = self._row(name) if isinstance(name, str) else None
        return self.id_of(row) if row is not None else ""

    def _row(self, name: str) -> dict[str, Any] | None:
        named = self.by_name.get(same(name), [])
        row = self.exact.get(same(name)) or self.by_id.get(name)
        if row is not None or named:
            return row or (named[0] if len(named) == 1 else None)
        return self.by_id.get(self.before.get(same(name), ""))

    def renamed(self, name: str) -> str | None:
        """What the row is called now that had this name before; None where the name is still good."""
        row = self._row(name)
        is_known = same(name) in self.by_name or same(name) in self.exact or name in self.by_id
        return None if row is None or is_known else self.labels[id(row)]

    def id_of(self, row: dict[str, Any]) -> str:
        """The id of a row; one without takes that of its namesake in the base, else the next free one."""
        if not isinstance(row.get("id"), str):
            wanted = self.ids_of_base.get(same(self.labels[id(row)]), "")
            reserved = {*self.by_id, *self.ids_of_base.values()}
            is_free = wanted and wanted not in self.by_id
            row["id"] = wanted if is_free else next(each for each in self.free if each not in reserved)
            self.by_id[row["id"]] = row
        return str(row["id"])

    def several(self, field: Field, names: list[Any]) -> list[Any]:
        """The names of a cell; one that nobody has is parted at 、 where it has any."""
        found: list[Any] = []
        for name in names:
            is_whole = not isinstance(name, str) or self.identity(name) or same(name) in self.by_name
            found += [name] if is_whole else parted(field, name)
        return found


def _ids_of_base(schema: Schema, base: Mapping[str, Any], ref: str) -> dict[str, str]:
    array, rows, wording = schema.at(ref), pointer.find(base, ref), Wording(schema, base)
    if array is None or not isinstance(rows, list):
        return {}
    named = (row for row in rows if isinstance(row, dict) and isinstance(row.get("id"), str))
    return {same(wording.label(array, row, FULL)): row["id"] for row in named}
