"""What is judged together, and which of it an act reaches. Pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A township with all below it, or a unit outside townships alone. ``above``: governments, as JSON."""

    id: int
    path: str
    code: str
    above: str
    is_township: bool


@dataclass(frozen=True, slots=True)
class Reach:
    """What touches come to: these units, of which ``changed`` themselves; and whether everything."""

    units: frozenset[int] = frozenset()
    changed: frozenset[int] = frozenset()
    is_wide: bool = False


def reach_of(touches: Iterable[str]) -> Reach:
    """``cell:12/flood`` ``unit:12`` ``units:12`` ``under:12/flood`` name a unit; ``basis:`` and the like everything.

    A ``policy:`` stands beside the ``under:`` it holds for, a ``version:`` beside its ``cell:``.
    """
    units: set[int] = set()
    changed: set[int] = set()
    is_wide = False
    for touched in touches:
        what, _, rest = touched.partition(":")
        named = rest.partition("/")[0]
        if what in {"cell", "unit", "units", "under"} and named:
            units.add(int(named))
            if what in {"unit", "units"}:
                changed.add(int(named))
        elif what not in {"policy", "version"}:
            is_wide = True
    return Reach(frozenset(units), frozenset(changed), is_wide)


def reached(places: Mapping[int, Place], paths: Mapping[int, Collection[str]]) -> frozenset[int]:
    """The places in reach. A unit reaches the place it is in, and everything below it.

    ``paths``: by unit touched or concerned, wherever it stands or stood.
    """
    below = {place.id for place in places.values() if paths.keys() & set(ids_of(place.path))}
    around = {place_in(places, path) for stood in paths.values() for path in stood}
    return frozenset(below | {place.id for place in around if place is not None})


def may_be_others(
    places: Mapping[int, Place], reach: Reach, paths: Mapping[int, Collection[str]], within: str
) -> bool:
    """Whether at and below ``within`` there may be other places now: a unit changed that is not inside a township."""
    for unit_id in reach.changed & paths.keys():
        for path in paths[unit_id]:
            inside = place_in(places, path)
            is_inner = inside is not None and inside.is_township and inside.id != unit_id
            if path.startswith(within) and not is_inner:
                return True
    return False


def place_in(places: Mapping[int, Place], path: str) -> Place | None:
    """The place that a unit standing at ``path`` is judged in."""
    return next((places[key] for key in reversed(ids_of(path)) if key in places), None)


def ids_of(path: str) -> list[int]:
    """``/1/16/24/`` → [1, 16, 24]."""
    return [int(part) for part in path.split("/") if part]
