"""Finding words in plans across the places in sight: two characters are enough, people and telephones too."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from yingji.access.rights import Actor, may, visible
from yingji.db import Reading
from yingji.errors import Usage
from yingji.lifecycle.queries import CurrentText, current_texts, current_versions
from yingji.lifecycle.transitions import is_government
from yingji.plans.catalogue import load
from yingji.plans.outline import Node, outline
from yingji.plans.privacy import mask
from yingji.plans.queries import kinds
from yingji.units.queries import Unit, units_under

LEAST = 2
MOST_PLANS = 10
MOST_PLACES = 3
AROUND = 24
"""Characters shown before and after the words."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the words stand: the trail of titles, and the text cut in three around them."""

    trail: str
    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A plan in which the words stand."""

    unit_code: str
    unit_name: str
    kind: str
    kind_title: str
    number: int
    is_in_force: bool
    places: tuple[Place, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Found:
    """The hits, in the order of units; ``more``: how many plans were left off at least."""

    hits: tuple[Hit, ...]
    more: int


def search(r: Reading, actor: Actor, *, under: Unit, on: date, words: str, kind: str | None = None) -> Found:
    """The plans in force or on their way in which the words stand, as far as this person may read them.

    Words in restricted or internal parts are found by those alone who may read these. Raises ``Usage``
    for a single character.
    """
    words = words.strip()
    if len(words) < LEAST:
        raise Usage(f"请至少写 {LEAST} 个字再找，例如 李四、泵站。")
    scope = visible(actor)
    units = {u.id: u for u in units_under(r, under.id, on) if scope.covers(u.path)}
    full = {
        u.id
        for u in units.values()
        if may(actor, "plan.read_restricted", u.path, is_township=is_government(u))
    }
    titles = kinds(r)
    read = partial(current_texts, r, list(units), on, restricted_of=list(full))
    versions = current_versions(r, list(units), on, kind=kind, holding=words, restricted_of=list(full))
    hits: list[Hit] = []
    for start in range(0, len(versions), MOST_PLANS):
        for index, text in enumerate(read(only=versions[start : start + MOST_PLANS])):
            if len(hits) == MOST_PLANS:
                return Found(tuple(hits), len(versions) - start - index)
            if hit := _hit(text, units[text.unit_id], titles[text.kind], words, in_full=text.unit_id in full):
                hits.append(hit)
    return Found(tuple(hits), 0)


def _hit(text: CurrentText, unit: Unit, title: str, words: str, *, in_full: bool) -> Hit | None:
    document = text.document
    root = outline(load().get(text.schema), document, only=_saying(document, words))
    places = list(_places(root if in_full else mask(root), words, ()))
    if not places and words not in text.version.title:
        return None
    return Hit(
        unit.code,
        unit.name,
        text.kind,
        title,
        text.version.number,
        text.is_in_force,
        tuple(places[:MOST_PLACES]),
        len(places),
    )


def _saying(part: Mapping[str, Any], words: str) -> dict[str, Any]:
    """The parts and rows in which the words stand, the rest left out: drawing a whole plan takes its time."""
    return {name: _told_in(value, words) for name, value in part.items() if words in str(value)}


def _told_in(value: Any, words: str) -> Any:
    if isinstance(value, dict):
        return _saying(value, words)
    if isinstance(value, list) and any(isinstance(row, dict) for row in value):
        return [_row_saying(row, words) for row in value if words in str(row)]
    return value


def _row_saying(row: Any, words: str) -> Any:
    """A row with its own words, and of the tables in it what says the words."""
    if not isinstance(row, dict):
        return row
    return {name: _told_in(cell, words) if isinstance(cell, list) else cell for name, cell in row.items()}


def _places(node: Node, words: str, trail: tuple[str, ...]) -> Iterator[Place]:
    """Every leaf that says the words; a paragraph once, though its parts are leaves too."""
    here = (*trail, node.title) if node.title else trail
    said = node.lead or node.text
    if said and words in said and (node.kind in {"paragraph", "value"} or not node.children):
        at = said.index(words)
        before, after = said[max(0, at - AROUND) : at], said[at + len(words) : at + len(words) + AROUND]
        yield Place(" › ".join(here), before, words, after)
        return
    for child in node.children:
        yield from _places(child, words, here)
