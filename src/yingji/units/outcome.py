"""What carrying out an import comes to: whom it concerns, where new units stand, what is told."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from yingji.units.importing import Entry, ImportPlan
from yingji.units.matching import Key, Known
from yingji.units.timeline import Timeline, placed_under

MOST_TOUCHED = 1000
"""Above this an import's ledger entry names whole places (``units:12``) instead of single units."""


@dataclass(frozen=True, slots=True)
class Line:
    """One unit in the answer to an import; ``text`` says in Chinese what about it."""

    code: str
    name: str
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did, or with ``dry_run`` would do. A unit moved and recoded stands in both lists."""

    added: tuple[Line, ...]
    attached: tuple[Line, ...]
    renamed: tuple[Line, ...]
    moved: tuple[Line, ...]
    recoded: tuple[Line, ...]
    gone: tuple[Line, ...]
    unclear: tuple[Line, ...]
    unchanged: int
    notes: tuple[str, ...]
    has_changes: bool
    dry_run: bool


def result_of(plan: ImportPlan, notes: Iterable[str], *, dry_run: bool) -> ImportResult:
    """The answer to the person who imports; ``notes`` come first."""
    return ImportResult(
        added=_lines(plan.added),
        attached=_lines(plan.changed_by("attached")),
        renamed=_lines(plan.changed_by("renamed")),
        moved=_lines(plan.changed_by("moved")),
        recoded=_lines(plan.changed_by("recoded")),
        gone=tuple(_absent(unit) for unit in plan.gone),
        unclear=_lines(plan.unclear),
        unchanged=plan.unchanged,
        notes=(*notes, *plan.notes),
        has_changes=not plan.is_empty,
        dry_run=dry_run,
    )


def concerned(plan: ImportPlan, places: Mapping[int, Timeline]) -> frozenset[str]:
    """The paths a person needs a right over; ``""`` where a top unit is added."""
    paths = {"" for entry in plan.added if entry.parent is None}
    holders = [entry.parent for entry in (*plan.added, *plan.changed) if isinstance(entry.parent, int)]
    holders += [entry.unit.id for entry in plan.changed if entry.unit]
    return frozenset(paths | {places[key][-1].path for key in holders})


def new_places(
    added: Sequence[Entry],
    ids: Mapping[Key, int],
    places: Mapping[int, Timeline],
    *,
    first_day: date,
    later_day: date,
) -> dict[int, Timeline]:
    """Where each added unit stands, by its new id: never before its parent does.

    ``first_day``: from when units of a kind not known before under their parent are valid;
    ``later_day``: from when the others are. Parents come before children in ``added``.
    """
    made: dict[int, Timeline] = {}
    for entry in added:
        parent_id = ids[entry.parent] if isinstance(entry.parent, tuple) else entry.parent
        above = () if parent_id is None else made.get(parent_id) or places[parent_id]
        day = first_day if entry.is_first else later_day
        start = max(day, above[0].from_day) if above else day
        own_id = ids[entry.row.key]
        made[own_id] = placed_under(above, parent_id, own_id, start)
    return made


def touches_of(paths: Mapping[int, str]) -> list[str]:
    """What a ledger entry names for units at these paths: each, or of very many the topmost places."""
    if len(paths) <= MOST_TOUCHED:
        return [f"unit:{key}" for key in sorted(paths)]
    ids = set(paths)
    tops = (key for key, path in paths.items() if not ids & {int(part) for part in path.split("/")[1:-2]})
    return [f"units:{key}" for key in sorted(tops)]


def _lines(entries: Iterable[Entry]) -> tuple[Line, ...]:
    return tuple(Line(e.row.code, e.row.name, e.row.kind, e.text) for e in entries)


def _absent(unit: Known) -> Line:
    return Line(
        unit.code,
        unit.name,
        unit.kind,
        "名单里没有这个单位。若已撤销或并入别处，请用 unit end 或 unit merge 办理。",
    )
