"""What a division list would change: a comparison of the list with what is known, and nothing else.

A code is not an identity. (code, level) names a row; a unit that seems to be known under another
code or parent is left for a person to confirm. Absence means something only where the list is
said to be complete.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from yingji.errors import Problem
from yingji.units.listing import Row
from yingji.units.matching import Book, Claim, Key, Known, Ref, assigned
from yingji.units.names import BODIES, KIND_WORDS, LEVELS, bare_name, kinds_above

How = Literal[
    "added", "attached", "renamed", "moved", "recoded", "ended", "reused", "unsure", "later", "parent"
]


_Namesakes = dict[tuple[Ref | None, str], list[Known]]


@dataclass(frozen=True, slots=True)
class Entry:
    """One row and what it means. ``text`` says why in Chinese; ``parent`` is where the row puts it."""

    row: Row
    how: tuple[How, ...]
    unit: Known | None
    parent: Ref | None
    text: str
    is_first: bool = False
    """Added, and nothing of its kind was known under that parent: valid from the beginning of time."""


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What to do (``added``, ``changed``), what to ask a person (``unclear``), what to say (the rest)."""

    added: tuple[Entry, ...]
    changed: tuple[Entry, ...]
    unclear: tuple[Entry, ...]
    gone: tuple[Known, ...]
    unchanged: int
    notes: tuple[str, ...]
    problems: tuple[Problem, ...]

    @property
    def is_empty(self) -> bool:
        """Whether carrying it out would store nothing."""
        return not (self.added or self.changed)

    def changed_by(self, how: How) -> tuple[Entry, ...]:
        """The changes that are (among others) a rename, move, recode or attachment."""
        return tuple(entry for entry in self.changed if how in entry.how)


def plan_import(
    known: Iterable[Known],
    rows: Sequence[Row],
    day: date,
    *,
    complete_under: int | None = None,
    accept: bool = False,
) -> ImportPlan:
    """Compare ``rows`` with ``known`` (all units, ended ones too); changes would hold from ``day``.

    ``complete_under``: own id of the unit below which the list is whole. ``accept``: carry out what
    would otherwise be unclear, where one unit only can be meant. Linear in rows and units.
    """
    planner = _Planner(Book(known), rows, day, accept, complete_under)
    of_kind = defaultdict(list)
    for row in rows:
        of_kind[row.kind].append(row)
    for kind in (*LEVELS, *BODIES):
        planner.take(of_kind.get(kind, []))
    return planner.plan(frozenset(of_kind))


@dataclass(slots=True)
class _Planner:
    book: Book
    rows: Sequence[Row]
    day: date
    accept: bool
    complete_under: int | None
    decided: dict[Key, Ref] = field(default_factory=dict)
    parents: dict[Key, Ref | None] = field(default_factory=dict)
    pending: set[Ref] = field(default_factory=set)
    seen: set[int] = field(default_factory=set)
    moved_to: dict[int, Ref] = field(default_factory=dict)
    added: list[Entry] = field(default_factory=list)
    changed: list[Entry] = field(default_factory=list)
    unclear: list[Entry] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unchanged: int = 0
    listed: dict[Key, Row] = field(init=False)
    whole: dict[int, Known] = field(init=False)

    def __post_init__(self) -> None:
        self.listed = {row.key: row for row in self.rows}
        top = self.complete_under
        self.whole = {} if top is None else {unit.id: unit for unit in self.book.below(top)}

    def take(self, rows: Sequence[Row]) -> None:
        """Decide all rows of one kind; rows above them have been decided."""
        for row in rows:
            self.parents[row.key] = self._parent(row)
        in_use = {self.parents[row.key] for row in rows}
        namesakes = self._namesakes(rows[0].kind) if rows else {}
        claims = []
        for row in rows:
            parent = self.parents[row.key]
            unit = self.book.living.get(row.key)
            if not self._is_sound(row, parent):
                continue
            if unit:
                self._compare(row, unit, parent)
            else:
                claims.append(self._claim(row, in_use, namesakes))
        for claim, unit in assigned(claims):
            self._settle(claim, unit)

    def plan(self, kinds: frozenset[str]) -> ImportPlan:
        """The result, once every kind has been taken."""
        gone = [u for u in self.whole.values() if u.kind in kinds and u.id not in self.seen]
        return ImportPlan(
            tuple(self.added),
            tuple(self.changed),
            tuple(self.unclear),
            tuple(sorted(gone, key=lambda unit: (unit.code, unit.id))),
            self.unchanged,
            tuple(self.notes),
            tuple(self.problems),
        )

    def _parent(self, row: Row) -> Ref | None:
        for kind in kinds_above(row.kind):
            key = (row.parent, kind)
            if key in self.decided:
                return self.decided[key]
            if key in self.book.living:
                return self.book.living[key].id
        for kind in kinds_above(row.kind):
            holders = self.book.former_holders((row.parent, kind))
            if len(holders) == 1:
                return holders[0].id
        return None

    def _is_sound(self, row: Row, parent: Ref | None) -> bool:
        """Whether the row can be placed; a problem is told when not."""
        place = (f"/{row.line}/parent", f"第 {row.line} 行 parent")
        if parent is None and row.kind not in LEVELS[:4]:
            self.problems.append(Problem(*place, _missing_parent(row)))
            return False
        others = (kind for kind in (*LEVELS, *BODIES) if kind != row.kind)
        if row.kind in BODIES and any(
            (row.code, kind) in self.listed or (row.code, kind) in self.book.living for kind in others
        ):
            clash = f"代码 {row.code} 已是另一个单位的代码，请另取一个，例如 {row.parent}-{row.name[:8]}。"
            self.problems.append(Problem(f"/{row.line}/code", f"第 {row.line} 行 code", clash))
            return False
        return True

    def _compare(self, row: Row, unit: Known, parent: Ref | None) -> None:
        """A row whose code is known."""
        self.decided[row.key] = unit.id
        self.seen.add(unit.id)
        how = self._differences(row, unit, parent)
        if how:
            self._change(row, unit, parent, how)
        else:
            self.unchanged += 1

    def _differences(self, row: Row, unit: Known, parent: Ref | None) -> tuple[How, ...]:
        is_placed = parent is not None and parent != unit.parent_id
        found: tuple[tuple[How, bool], ...] = (
            ("recoded", row.code != unit.code),
            ("moved", is_placed and unit.parent_id is not None),
            ("attached", is_placed and unit.parent_id is None),
            ("renamed", row.name != unit.name),
        )
        return tuple(how for how, holds in found if holds)

    def _change(self, row: Row, unit: Known, parent: Ref | None, how: tuple[How, ...]) -> None:
        text = self._sentence(unit, parent, how, row)
        if unit.latest > self.day and how != ("attached",):
            text += f"已登记自 {unit.latest} 起的变更，更早的名单不再改动它。"
            self._ask(row, unit, parent, (*how, "later"), text)
        elif how != ("renamed",) and (parent in self.pending or (how[0] != "attached" and not self.accept)):
            self._ask(row, unit, parent, how, text)
        else:
            self.changed.append(Entry(row, how, unit, parent, text))
            if parent is not None:
                self.moved_to[unit.id] = parent

    def _ask(self, row: Row, unit: Known | None, parent: Ref | None, how: tuple[How, ...], text: str) -> None:
        """Leave the row to a person; new rows below it wait with it."""
        self.unclear.append(Entry(row, how, unit, parent, text))
        if "recoded" in how or unit is None:
            self.pending.add(self.decided[row.key])

    def _claim(self, row: Row, in_use: set[Ref | None], namesakes: _Namesakes) -> Claim:
        """The units the row may be: by a former code, by name beside it, by name in a place they have left."""
        parent, bare = self.parents[row.key], bare_name(row.name)
        beside = self._absent(self.book.former_holders(row.key))
        if not beside and isinstance(parent, int):
            beside = self._absent(self.book.siblings.get((parent, row.kind, bare), ()))
        if beside or parent is None:
            return Claim(row, parent, beside, True)
        near = self._absent(namesakes.get((self._above(parent), bare), ()))
        left = [u for u in near if u.parent_id in in_use or u.id in self.whole]
        return Claim(row, parent, left, False)

    def _namesakes(self, kind: str) -> _Namesakes:
        """The living divisions of a kind by grandparent and bare name, as the list leaves those above them."""
        found: _Namesakes = defaultdict(list)
        for unit in self.book.of_kind[kind] if kind in LEVELS else ():
            above = None if unit.parent_id is None else self._above(unit.parent_id)
            if above is not None:
                found[above, bare_name(unit.name)].append(unit)
        return found

    def _above(self, ref: Ref) -> Ref | None:
        """What stands directly above a unit once the list is carried out."""
        if isinstance(ref, tuple):
            return self.parents[ref]
        return self.moved_to.get(ref, self.book.by_id[ref].parent_id)

    def _absent(self, units: Iterable[Known]) -> list[Known]:
        return [unit for unit in units if unit.key not in self.listed]

    def _settle(self, claim: Claim, unit: Known | None) -> None:
        """A row whose code is not known: someone else's, a known unit's new code, or a new unit."""
        row, parent = claim.row, claim.parent
        self.decided[row.key] = unit.id if unit else row.key
        ended = [u for u in self.book.earlier.get(row.key, ()) if u.ended]
        if unit and bare_name(unit.name) == bare_name(row.name):
            self.seen.add(unit.id)
            self._change(row, unit, parent, self._differences(row, unit, parent))
        elif unit:
            self.decided[row.key] = row.key
            self._ask(row, None, parent, ("reused",), _reused(row, unit))
        elif claim.candidates:
            self.seen.update(u.id for u in claim.candidates)
            self._ask(row, None, parent, ("unsure",), _unsure(claim.candidates))
        elif ended and not (self.accept and all(u.ended and u.ended <= self.day for u in ended)):
            self._ask(row, None, parent, ("ended",), _ended(ended[0]))
        elif parent in self.pending:
            self._ask(row, None, parent, ("parent",), f"上级 {self._name(parent)} 待确认，确认后再登记。")
        else:
            self._add(row, parent)

    def _add(self, row: Row, parent: Ref | None) -> None:
        if parent is None and row.kind != LEVELS[0]:
            self.notes.append(_topless(row))
        is_first = not isinstance(parent, int) or (parent, row.kind) not in self.book.peopled
        where = f"归入 {self._name(parent)}。" if parent is not None else "作为最上级单位。"
        self.added.append(Entry(row, ("added",), None, parent, where, is_first))

    def _sentence(self, unit: Known, parent: Ref | None, how: tuple[How, ...], row: Row) -> str:
        here, there = self._name(unit.parent_id), self._name(parent)
        said = {
            "recoded": f"像是已登记的 {unit.label}（{here or '最上级'}）换了代码。",
            "moved": f"登记在 {here}，名单里在 {there}。",
            "attached": f"归入 {there}。",
            "renamed": f"原名 {unit.name}，改为 {row.name}。",
        }
        return "".join(said[key] for key in how)

    def _name(self, ref: Ref | None) -> str:
        if ref is None:
            return ""
        return self.book.by_id[ref].name if isinstance(ref, int) else self.listed[ref].name


def _missing_parent(row: Row) -> str:
    if not row.parent:
        return f"{KIND_WORDS[row.kind]}单位要写上级的代码，例如 411624201000。"
    return f"上级 {row.parent} 不在名单里，也没有登记过。请把上级那一行一并放进名单，或先导入上级。"


def _topless(row: Row) -> str:
    why = f"的上级 {row.parent} 不在名单里也没有登记" if row.parent else "没有写上级"
    return f"{row.code} {row.name} {why}，先作为最上级单位；以后导入上级时自动归入。"


def _reused(row: Row, unit: Known) -> str:
    return (
        f"{row.code} 是 {unit.label} 用过的代码，名称不同。若是新单位，请用 unit add 登记；"
        "若就是它，请用 unit recode、unit rename 办理。"
    )


def _unsure(candidates: Sequence[Known]) -> str:
    listed = "、".join(unit.label for unit in candidates[:5])
    return f"名称与 {listed} 相同，不能断定是不是同一单位。请用 unit recode、unit move 或 unit add 逐个办理。"


def _ended(unit: Known) -> str:
    return f"{unit.label} 已登记为于 {unit.ended} 撤销。若确是新设的单位，请在那一天之后用 --accept 导入。"
