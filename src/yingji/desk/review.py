"""Reviewing a version: what changed and the whole of it, what rules and neighbours say, remarks on places."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from yingji.access.rights import Actor, may
from yingji.db import Reading
from yingji.desk.answers import ActLine, VersionLine
from yingji.desk.folder import history, open_dossier, pick
from yingji.desk.likeness import Likeness, likenesses, sentences
from yingji.desk.supervise import Choice, choices
from yingji.errors import Conflict, Problem
from yingji.lifecycle.history import in_force
from yingji.lifecycle.queries import Dossier, current_texts
from yingji.lifecycle.transitions import is_government
from yingji.plans import pointer
from yingji.plans.catalogue import Schema, load
from yingji.plans.checking import hints
from yingji.plans.diff import SEALED, Change, compare
from yingji.plans.outline import Node, outline
from yingji.plans.privacy import mask
from yingji.plans.queries import Version, check_kind, document_of
from yingji.plans.revision import Revision, classify
from yingji.plans.wording import WHOLE, Wording
from yingji.units.queries import Unit, units_under

HERE = ("return", "pass", "opine", "approve")
"""What is decided with the text before one's eyes."""


@dataclass(frozen=True, slots=True)
class Changed:
    """One difference, old beside new, as a person reads it."""

    path: str
    place: str
    before: str
    after: str
    is_major: bool


@dataclass(frozen=True, slots=True)
class Remark:
    """A reviewer's comment on a place of a version; ``path`` "" means the whole."""

    path: str
    place: str
    text: str
    by: str
    on: date


@dataclass(frozen=True, slots=True)
class Review:
    """Everything a reviewer needs on one page. ``since`` None: there is nothing to compare with."""

    unit: Unit
    kind: str
    kind_title: str
    version: VersionLine
    since: VersionLine | None
    changes: tuple[Changed, ...]
    revision: Revision
    root: Node
    in_full: bool
    hints: tuple[Problem, ...]
    likenesses: tuple[Likeness, ...]
    remarks: tuple[Remark, ...]
    choices: tuple[Choice, ...]
    versions: tuple[VersionLine, ...]


def review(
    r: Reading,
    actor: Actor,
    *,
    unit: Unit,
    kind: str,
    on: date,
    number: int | None = None,
    against: int | None = None,
) -> Review:
    """A version beside the one it follows (``against``, else what is in force, else the one before).

    Without ``number`` the open version, else the newest. Raises ``NotFound``, ``Forbidden``, and
    ``Conflict`` for a scan only.
    """
    file = open_dossier(r, actor, unit, kind)
    version = pick(file, number, on) if number is not None else file.open or file.versions[-1]
    if not version.schema:
        raise Conflict("这一版只有盖章扫描件，没有可以逐项审核的正文。请看附件。")
    in_full = may(actor, "plan.read_restricted", unit.path, is_township=is_government(unit))
    schema, document = load().get(version.schema), document_of(r, version.id, with_restricted=in_full)
    since = pick(file, against, on) if against is not None else _before(file, version, on)
    old = document_of(r, since.id, with_restricted=in_full) if since else {}
    found = compare(schema, old, document) if since else ()
    lines = {line.number: line for line in history(r, actor, unit=unit, kind=kind, on=on)}
    root = outline(schema, document)
    return Review(
        unit=unit,
        kind=kind,
        kind_title=check_kind(r, kind),
        version=lines[version.number],
        since=lines[since.number] if since else None,
        changes=tuple(changed(change, in_full) for change in found),
        revision=classify(found) if since else Revision(True, ("第一次编制。",)),
        root=root if in_full else mask(root),
        in_full=in_full,
        hints=hints(schema, document, unit_name=unit.name, on=on) if in_full else (),
        likenesses=alike(r, unit, kind, on, document),
        remarks=remarks(schema, document, lines[version.number].acts),
        choices=tuple(
            choice
            for choice in choices(r, actor, unit=unit, kind=kind, on=on)
            if choice.move in HERE and choice.number == version.number
        ),
        versions=tuple(lines.values()),
    )


def changed(change: Change, in_full: bool) -> Changed:
    """A difference with what this reader may see of it."""
    is_shown = in_full or change.disclosure == "public"
    before, after = (change.before, change.after) if is_shown else (SEALED, SEALED)
    return Changed(change.path, change.place, before, after, classify([change]).major)


def remarks_on(
    r: Reading, actor: Actor, *, unit: Unit, kind: str, on: date, number: int
) -> tuple[Remark, ...]:
    """The remarks a version was last returned with; none once it was passed or replaced."""
    line = next(v for v in history(r, actor, unit=unit, kind=kind, on=on) if v.number == number)
    version = pick(open_dossier(r, actor, unit, kind), number, on)
    if line.state not in {"returned", "draft", "submitted"} or not version.schema:
        return ()
    document = document_of(r, version.id, with_restricted=False)
    return remarks(load().get(version.schema), document, line.acts)


def remarks_in(
    r: Reading, actor: Actor, unit: Unit, kind: str, on: date, file: Dossier, document: Mapping[str, Any]
) -> tuple[Remark, ...]:
    """What the newest upload was returned with, at its places in the document that mends it."""
    newest = file.versions[-1] if file.versions else None
    if newest is None or file.histories[newest.id].state != "returned" or not newest.schema:
        return ()
    returned = document_of(r, newest.id, with_restricted=False)
    found = remarks_on(r, actor, unit=unit, kind=kind, on=on, number=newest.number)
    return tuple(replace(one, path=followed(returned, document, one.path)) for one in found)


def followed(before: Any, now: Any, path: str) -> str:
    """Where a place of one document stands in a later one: rows are known by their id."""
    steps: list[str] = []
    for step in pointer.tokens(path):
        place = step
        if isinstance(before, list) and step.isdecimal():
            row = before[int(step)] if int(step) < len(before) else None
            key = row.get("id") if isinstance(row, dict) else None
            rows = now if key and isinstance(now, list) else []
            found = (
                str(n) for n, other in enumerate(rows) if isinstance(other, dict) and other.get("id") == key
            )
            place = next(found, step)
        before, now = pointer.find(before, f"/{step}"), pointer.find(now, f"/{place}")
        steps.append(place)
    return pointer.build(steps)


def remarks(schema: Schema, document: Mapping[str, Any], acts: Iterable[ActLine]) -> tuple[Remark, ...]:
    """The comments of the last return, in the order they were written."""
    last = next((act for act in reversed(tuple(acts)) if act.move == "return"), None)
    wording = Wording(schema, document)
    comments = last.fields.get("comments", ()) if last else ()
    return tuple(
        Remark(
            one["path"] if one["path"].startswith("/") else "",
            wording.place(one["path"]) if one["path"].startswith("/") else WHOLE,
            one["text"],
            last.actor_name if last else "",
            last.on if last else date.min,
        )
        for one in comments
    )


def anchored(root: Node, found: Iterable[Remark]) -> dict[str, tuple[Remark, ...]]:
    """The remarks by the place of the text they are shown at: their own, or the nearest around it."""
    spots = set(_spots(root))
    shown: dict[str, tuple[Remark, ...]] = {}
    for remark in found:
        path = remark.path
        while path and path not in spots:
            path = path.rpartition("/")[0]
        shown[path] = (*shown.get(path, ()), remark)
    return shown


def alike(r: Reading, unit: Unit, kind: str, on: date, document: Mapping[str, Any]) -> tuple[Likeness, ...]:
    """The plans of the kind in the same township that say nearly the same. A fixed number of statements."""
    if unit.township_id is None or unit.id == unit.township_id:
        return ()
    near = {u.id: u for u in units_under(r, unit.township_id, on) if u.kind == unit.kind and u.id != unit.id}
    others = {}
    for text in current_texts(r, list(near), on, kind=kind):
        neighbour = near[text.unit_id]
        others[neighbour.name] = _sentences(text.stored, (neighbour.name, neighbour.short_name))
    return likenesses(sentences(document, (unit.name, unit.short_name)), others)


@lru_cache(maxsize=1 << 6)
def _sentences(stored: str, names: tuple[str, ...]) -> frozenset[str]:
    """What a stored text says for anybody, once for all reviews of its neighbours."""
    return sentences(json.loads(stored), names)


def _before(file: Dossier, version: Version, on: date) -> Version | None:
    """What a version follows: the one in force, else the newest earlier upload with a text of that schema."""
    current = in_force(file.standing, on)
    earlier = [v for v in file.versions if v.number < version.number and v.schema == version.schema]
    held = next((v for v in earlier if v.id == current), None)
    return held or (earlier[-1] if earlier else None)


def _spots(node: Node) -> Iterator[str]:
    for child in node.children:
        if not child.path.startswith("#"):
            yield child.path
        if child.kind != "row":
            yield from _spots(child)
