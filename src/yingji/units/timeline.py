"""Where a unit stands, day by day: the dated rows a founding, a move or an end comes down to.

A timeline is a unit's places in the order of their days, each holding until the next. An empty
path means that the unit has ended.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from yingji.errors import Conflict


@dataclass(frozen=True, slots=True)
class Place:
    """From ``from_day`` on the unit stands at ``path``, directly under ``parent_id``."""

    from_day: date
    parent_id: int | None
    path: str


Timeline = tuple[Place, ...]


def timeline(places: Iterable[Place]) -> Timeline:
    """Places in the order they were recorded → the ones that hold: of one day the last."""
    by_day = {place.from_day: place for place in places}
    return tuple(by_day[day] for day in sorted(by_day))


def since(places: Timeline, day: date) -> Timeline:
    """What holds on ``day`` and after it, the first place beginning on ``day`` if it began earlier."""
    begun = [place for place in places if place.from_day <= day]
    later = [place for place in places if place.from_day > day]
    return (*(Place(day, place.parent_id, place.path) for place in begun[-1:]), *later)


def lives_since(places: Timeline, day: date) -> bool:
    """Whether the unit is alive on ``day`` or at some time after it."""
    return any(place.path for place in since(places, day))


def placed_under(parent: Timeline, parent_id: int | None, unit_id: int, day: date) -> Timeline:
    """The places of a unit that comes under ``parent`` on ``day``; ``parent_id`` None: the top.

    Raises ``Conflict`` when the parent is not there on that day or ends later.
    """
    if parent_id is None:
        return (Place(day, None, f"/{unit_id}/"),)
    above = since(parent, day)
    if not above or above[0].from_day > day or not above[0].path:
        raise Conflict(f"上级单位在 {day} 还没有设立或已经撤销，请另选一天或另选上级。")
    if not all(place.path for place in above):
        ended = next(place.from_day for place in above if not place.path)
        raise Conflict(f"上级单位已登记为于 {ended} 撤销，不能再放在它下面。")
    return tuple(Place(place.from_day, parent_id, f"{place.path}{unit_id}/") for place in above)


def carried_along(places: Timeline, old_path: str, moved: Timeline) -> Iterator[Place]:
    """The new rows of a unit below one that stood at ``old_path`` and now follows ``moved``."""
    held = since(places, moved[0].from_day)
    ends = (*(place.from_day for place in held[1:]), None)
    for place, end in zip(held, ends, strict=True):
        if not place.path.startswith(old_path):
            continue
        for above in since(moved, place.from_day):
            if end is None or above.from_day < end:
                yield Place(above.from_day, place.parent_id, above.path + place.path.removeprefix(old_path))
