"""Recognising units in a division list: by code, by former code, by name next to where they were."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from yingji.units.codes import own_digits
from yingji.units.listing import Row
from yingji.units.names import bare_name

Key = tuple[str, str]
Ref = int | Key
"""A known unit's own id, or the (code, kind) of a row that becomes a new unit."""


@dataclass(frozen=True, slots=True)
class Known:
    """A unit as registered at last, dated changes to come included."""

    id: int
    kind: str
    code: str
    name: str
    parent_id: int | None
    since: date
    latest: date
    ended: date | None = None
    former: tuple[str, ...] = ()

    @property
    def key(self) -> Key:
        """What would name it in a list."""
        return self.code, self.kind

    @property
    def label(self) -> str:
        """Code and name."""
        return f"{self.code} {self.name}"


class Book:
    """The known units, by everything a row may be recognised by."""

    def __init__(self, known: Iterable[Known]) -> None:
        self.by_id = {unit.id: unit for unit in known}
        self.living = {unit.key: unit for unit in self.by_id.values() if unit.ended is None}
        self.peopled = {(unit.parent_id, unit.kind) for unit in self.by_id.values()}
        self.earlier: dict[Key, list[Known]] = defaultdict(list)
        self.siblings: dict[tuple[int | None, str, str], list[Known]] = defaultdict(list)
        self.of_kind: dict[str, list[Known]] = defaultdict(list)
        self.children: dict[int | None, list[Known]] = defaultdict(list)
        for unit in self.by_id.values():
            self._enter(unit)

    def _enter(self, unit: Known) -> None:
        for code in {*unit.former, *([unit.code] if unit.ended else [])}:
            self.earlier[code, unit.kind].append(unit)
        if unit.ended or unit.parent_id is None:
            return
        self.children[unit.parent_id].append(unit)
        self.siblings[unit.parent_id, unit.kind, bare_name(unit.name)].append(unit)
        self.of_kind[unit.kind].append(unit)

    def former_holders(self, key: Key) -> list[Known]:
        """The living units that once had the code."""
        return [unit for unit in self.earlier.get(key, ()) if unit.ended is None]

    def below(self, unit_id: int) -> Iterator[Known]:
        """Every living unit strictly below."""
        waiting = [unit_id]
        while waiting:
            for unit in self.children.get(waiting.pop(), ()):
                yield unit
                waiting.append(unit.id)


@dataclass(slots=True)
class Claim:
    """A row not known by its code, and the known units it may be."""

    row: Row
    parent: Ref | None
    candidates: list[Known]
    is_beside: bool
    """The candidates stood there before, under another code or by the same name: nearer than a namesake elsewhere."""


def assigned(claims: Sequence[Claim]) -> Iterator[tuple[Claim, Known | None]]:
    """Each claim with the one unit it may be, each unit given once, in the order of the claims.

    Of several rows the one beside gets the unit, then the one that kept the last digits of the code. A row whose every
    candidate went to another row comes without candidates; an undecided one keeps them and gets None.
    """
    given: dict[int, Known] = {}
    left = list(claims)
    while sure := _sure(left):
        given |= {id(claim): unit for claim, unit in sure}
        taken = {unit.id for _, unit in sure}
        left = [claim for claim in left if id(claim) not in given]
        for claim in left:
            claim.candidates = [unit for unit in claim.candidates if unit.id not in taken]
    for claim in claims:
        yield claim, given.get(id(claim))


def _sure(claims: Sequence[Claim]) -> list[tuple[Claim, Known]]:
    """The claims that nothing stands against: alone with its unit, or alone in keeping its digits."""
    picks = [(claim, unit) for claim in claims if (unit := _pick(claim.row, claim.candidates))]
    beside = {unit.id for claim, unit in picks if claim.is_beside}
    picks = [(claim, unit) for claim, unit in picks if claim.is_beside or unit.id not in beside]
    wanted = Counter(unit.id for _, unit in picks)
    exact = Counter(unit.id for claim, unit in picks if _has_kept_digits(claim.row, unit))
    return [
        (claim, unit)
        for claim, unit in picks
        if wanted[unit.id] == 1 or (exact[unit.id] == 1 and _has_kept_digits(claim.row, unit))
    ]


def _pick(row: Row, candidates: Sequence[Known]) -> Known | None:
    if len(candidates) == 1:
        return candidates[0]
    exact = [unit for unit in candidates if _has_kept_digits(row, unit)]
    return exact[0] if len(exact) == 1 else None


def _has_kept_digits(row: Row, unit: Known) -> bool:
    return own_digits(row.code, row.kind) == own_digits(unit.code, unit.kind)
