"""Two people in one plan: what each changed since the same beginning, put together field by field."""

import copy
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from yingji.plans import pointer
from yingji.plans.catalogue import Field


@dataclass(frozen=True, slots=True)
class Conflict:
    """One place both changed, differently; ``path`` points into the merged document, None is absent."""

    path: str
    mine: Any
    theirs: Any


@dataclass(frozen=True, slots=True)
class Merged:
    """Both sides' changes; where they collide theirs stands, and the conflict says so."""

    value: Any
    conflicts: tuple[Conflict, ...] = ()


def take(document: Mapping[str, Any], wheres: Iterable[str]) -> dict[str, Any]:
    """The values at these pointers; absent ones are left out."""
    found = {where: pointer.find(document, where) for where in wheres}
    return {where: value for where, value in found.items() if value is not pointer.MISSING}


def put(document: Mapping[str, Any], where: str, value: Any) -> dict[str, Any]:
    """A copy of the document with this value there; None takes it away, and its holder once that is empty.

    Lists on the way must exist. Raises ``KeyError`` where the pointer leads nowhere.
    """
    changed: dict[str, Any] = copy.deepcopy(dict(document))
    _put(changed, pointer.tokens(where), value)
    return changed


def _put(holder: Any, steps: tuple[str, ...], value: Any) -> None:
    step, rest = steps[0], steps[1:]
    if isinstance(holder, list):
        _put_in_list(holder, step, rest, value)
    elif not isinstance(holder, dict):
        raise KeyError(step)
    elif rest:
        inner = holder.setdefault(step, {})
        _put(inner, rest, value)
        if inner == {}:
            del holder[step]
    elif value is None:
        holder.pop(step, None)
    else:
        holder[step] = copy.deepcopy(value)


def _put_in_list(holder: list[Any], step: str, rest: tuple[str, ...], value: Any) -> None:
    index = int(step) if step.isdecimal() else -1
    if not 0 <= index <= len(holder) or (rest and index == len(holder)):
        raise KeyError(step)
    if rest:
        _put(holder[index], rest, value)
    elif value is None:
        del holder[index : index + 1]
    else:
        holder[index : index + 1] = [copy.deepcopy(value)]


def merge(field: Field, was: Any, mine: Any, theirs: Any, where: str = "") -> Merged:
    """Three-way merge of one property's values (None: absent), by the schema's keys of rows."""
    if mine in (was, theirs):
        return Merged(theirs)
    if theirs == was:
        return Merged(mine)
    if all(isinstance(value, dict) for value in (mine, theirs)) and field.type == "object":
        return _objects(field, was if isinstance(was, dict) else {}, mine, theirs, where)
    keys = [_keys(field, value) for value in (was or [], mine, theirs)]
    if field.is_rows and keys[0] is not None and keys[1] is not None and keys[2] is not None:
        return _rows(field, keys[0], keys[1], keys[2], where)
    return Merged(theirs, (Conflict(where, mine, theirs),))


def _objects(
    field: Field, was: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any], where: str
) -> Merged:
    value: dict[str, Any] = {}
    conflicts: list[Conflict] = []
    for key in {**theirs, **mine}:
        child = field.child(key) or field
        one = merge(child, was.get(key), mine.get(key), theirs.get(key), pointer.child(where, key))
        conflicts += one.conflicts
        if one.value is not None:
            value[key] = one.value
    return Merged(value, tuple(conflicts))


def _rows(
    field: Field, was: Mapping[Any, Any], mine: Mapping[Any, Any], theirs: Mapping[Any, Any], where: str
) -> Merged:
    item = field.item or field
    rows: list[Any] = []
    conflicts: list[Conflict] = []
    for key in _order(list(was), list(mine), list(theirs)):
        old, one, other = was.get(key), mine.get(key), theirs.get(key)
        if old is not None and (one is None or other is None):
            kept = other if one is None else one
            rows += [kept] if kept is not None and kept != old else []
            continue
        merged = merge(item, old, one or other, other or one, pointer.child(where, len(rows)))
        conflicts += merged.conflicts
        rows.append(merged.value)
    return Merged(rows, tuple(conflicts))


def _order(was: Sequence[Any], mine: Sequence[Any], theirs: Sequence[Any]) -> list[Any]:
    """Every key once: in my order unless only theirs moved; additions of the other side keep their neighbour."""
    leading, adding = (mine, theirs) if list(theirs) == list(was) else (theirs, mine)
    order = list(leading)
    before: Any = None
    for key in adding:
        if key not in order:
            order.insert(order.index(before) + 1 if before in order else len(order), key)
        before = key
    return order


def _keys(field: Field, rows: Any) -> dict[Any, Any] | None:
    """Rows by their key; None where they have none, or the same twice."""
    if not isinstance(rows, list) or not field.row_key:
        return None
    named = {row.get(field.row_key): row for row in rows if _has_key(row, field.row_key)}
    return named if len(named) == len(rows) else None


def _has_key(row: Any, key: str) -> bool:
    return isinstance(row, dict) and isinstance(row.get(key), str | int)
