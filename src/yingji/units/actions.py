"""Acts on units: each checks, writes dated rows and the act itself, and leaves one ledger entry.

Codes may be former ones or ``id:215``. ``from_day`` may lie ahead, never before a later row of the
same unit. ``order_doc`` names the decision (批复) the act rests on.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, insert, select, text

from yingji.access.rights import Actor, demand
from yingji.clock import BEGINNING
from yingji.db import Writing
from yingji.errors import Conflict, Invalid, Problem
from yingji.ledger.actions import record
from yingji.units.importing import ImportPlan, plan_import
from yingji.units.listing import fault_of_code, fault_of_name, invalid, parse
from yingji.units.matching import Key
from yingji.units.names import BODIES, KIND_WORDS, kinds_above
from yingji.units.outcome import ImportResult, concerned, new_places, result_of, touches_of
from yingji.units.queries import Unit, find_unit, path_within, register, timelines, unit_by_id, units_by_ids
from yingji.units.sentences import day_words
from yingji.units.tables import unit, unit_change, unit_name, unit_place
from yingji.units.timeline import Place, Timeline, carried_along, lives_since, placed_under


@dataclass(frozen=True, slots=True)
class NewUnit:
    """A unit that a merger or a split brings about."""

    code: str
    name: str


def add_unit(
    w: Writing,
    actor: Actor,
    at: datetime,
    *,
    code: str,
    name: str,
    kind: str,
    under: str | None,
    from_day: date,
    order_doc: str,
) -> Unit:
    """Found a unit. ``under`` None only for divisions above the village."""
    act = _Act(w, actor, at, from_day, order_doc)
    parent = act.parent(under) if under else None
    if parent is None:
        demand(actor, "unit.change", "")
    _check_kind(kind, parent)
    made = act.found(kind, NewUnit(code, name), parent.id if parent else None)
    act.note(made, "add")
    return act.tell("unit.add", made)


def rename(
    w: Writing, actor: Actor, at: datetime, code: str, *, name: str, from_day: date, order_doc: str
) -> Unit:
    """Give a unit another name from a day on."""
    act = _Act(w, actor, at, from_day, order_doc)
    known = act.subject(code)
    if name == known.name:
        raise Conflict(f"{known.label} 在 {day_words(from_day)}就叫这个名称，没有变化。")
    act.name(known.id, known.code, name)
    act.note(known.id, "rename")
    return act.tell("unit.rename", known.id, old=known.name)


def recode(
    w: Writing, actor: Actor, at: datetime, code: str, *, to: str, from_day: date, order_doc: str
) -> Unit:
    """Give a unit another code from a day on; it is found by the old one too."""
    act = _Act(w, actor, at, from_day, order_doc)
    known = act.subject(code)
    if to == known.code:
        raise Conflict(f"{known.label} 在 {day_words(from_day)}就用这个代码，没有变化。")
    act.check_code(to, known.kind, known.id)
    act.name(known.id, to, known.name)
    act.note(known.id, "recode")
    return act.tell("unit.recode", known.id, old=known.code)


def move(
    w: Writing, actor: Actor, at: datetime, code: str, *, under: str, from_day: date, order_doc: str
) -> Unit:
    """Put a unit, with everything below it, under another parent from a day on."""
    act = _Act(w, actor, at, from_day, order_doc)
    known = act.subject(code)
    parent = act.parent(under)
    _check_kind(known.kind, parent)
    if parent.id == known.parent_id:
        raise Conflict(f"{known.label} 在 {day_words(from_day)}就归 {parent.label}，没有变化。")
    below = act.reroot(known.id, parent.id)
    act.note(known.id, "move")
    return act.tell("unit.move", known.id, below, old_parent_id=known.parent_id, parent=parent.code)


def merge(
    w: Writing,
    actor: Actor,
    at: datetime,
    codes: Sequence[str],
    *,
    into: str | NewUnit,
    from_day: date,
    order_doc: str,
) -> Unit:
    """End units in favour of one that exists (``into`` its code) or begins beside the first of them.

    What stood below the ended ones stands below that one from then on.
    """
    act = _Act(w, actor, at, from_day, order_doc)
    merged = {known.id: known for known in map(act.subject, codes)}
    heir = act.subject(into) if isinstance(into, str) else None
    if heir:
        merged.pop(heir.id, None)
    if not merged:
        raise Conflict("没有要并入的单位。请写出被合并的单位代码，以及合并后的单位。")
    first = next(iter(merged.values()))
    _check_alike([*merged.values(), *([heir] if heir else [])])
    heir_id = heir.id if heir else act.new_id(first.kind, first.parent_id)
    touched: set[int] = set()
    for known in merged.values():
        for child in act.children(known):
            touched |= act.reroot(child, heir_id)
        act.close(known.id)
        act.note(known.id, "merge", heir_id)
    if isinstance(into, NewUnit):
        act.christen(heir_id, first.kind, into)
    act.note(heir_id, "merge")
    return act.tell("unit.merge", heir_id, touched | merged.keys(), merged=[u.code for u in merged.values()])


def split(
    w: Writing,
    actor: Actor,
    at: datetime,
    code: str,
    *,
    parts: Sequence[NewUnit],
    from_day: date,
    order_doc: str,
) -> tuple[Unit, ...]:
    """Make several units of one, beside it. A part with its code is the unit itself, going on; else it ends.

    A unit that ends may have nothing below it. Returns the parts in the order given.
    """
    act = _Act(w, actor, at, from_day, order_doc)
    known = act.subject(code)
    if len(parts) < 2 or len({part.code for part in parts}) < len(parts):
        raise Conflict("拆分要写出至少两个代码不同的单位；原单位保留的，把它的代码也写上。")
    if all(part.code != known.code for part in parts):
        act.check_empty(known)
        act.close(known.id)
    made = [act.part(known, part) for part in parts]
    act.note(known.id, "split")
    act.tell("unit.split", made[0], [known.id, *made], split=known.code)
    return tuple(unit_by_id(w, key, from_day) for key in made)


def end(w: Writing, actor: Actor, at: datetime, code: str, *, from_day: date, order_doc: str) -> Unit:
    """End a unit without a successor: from that day on it is not there. Returns it as it was."""
    act = _Act(w, actor, at, from_day, order_doc)
    known = act.subject(code)
    act.check_empty(known)
    act.close(known.id)
    act.note(known.id, "end")
    act.enter("unit.end", known, {known.id}, {})
    return known


def import_units(
    w: Writing,
    actor: Actor,
    at: datetime,
    today: date,
    data: bytes,
    *,
    from_day: date | None = None,
    complete_under: str | None = None,
    accept: bool = False,
    dry_run: bool = False,
) -> ImportResult:
    """Take over a division list. Nothing is ended by it, and nothing doubtful is done without ``accept``.

    Without ``from_day`` changes hold from ``today``; new units from the beginning of time where none
    of their kind was known under that parent. The same list twice changes nothing and leaves no entry.
    """
    listing = parse(data)
    act = _Act(w, actor, at, from_day or today, f"导入区划名单 {hashlib.sha256(data).hexdigest()[:12]}")
    top = find_unit(w, complete_under, act.day) if complete_under else None
    known, places = register(w)
    plan = plan_import(known, listing.rows, act.day, complete_under=top.id if top else None, accept=accept)
    if plan.problems:
        raise invalid(plan.problems)
    for path in sorted(concerned(plan, places)):
        demand(actor, "unit.import", path)
    if not (dry_run or plan.is_empty):
        _carry_out(act, plan, places, first_day=from_day or BEGINNING, later_day=act.day)
    return result_of(plan, listing.notes, dry_run=dry_run)


def _carry_out(
    act: "_Act", plan: ImportPlan, places: Mapping[int, Timeline], *, first_day: date, later_day: date
) -> None:
    ids = act.new_ids([entry.row.key for entry in plan.added])
    made = new_places(plan.added, ids, places, first_day=first_day, later_day=later_day)
    act.place(made)
    act.w.add_all(
        unit_name,
        [
            act.name_row(ids[e.row.key], e.row.code, e.row.name, made[ids[e.row.key]][0].from_day)
            for e in plan.added
        ],
    )
    touched = {key: held[-1].path for key, held in made.items()}
    for entry in plan.changed:
        known, parent = entry.unit, entry.parent
        assert known is not None  # noqa: S101 - only known units are changed
        touched[known.id] = places[known.id][-1].path
        parent_id = ids[parent] if isinstance(parent, tuple) else parent
        if parent_id is not None and {"moved", "attached"} & {*entry.how}:
            above = made.get(parent_id) or places[parent_id]
            own = known.since if "attached" in entry.how else act.day
            act.reroot(known.id, parent_id, max(own, above[0].from_day))
        if {"renamed", "recoded"} & {*entry.how}:
            act.name(known.id, entry.row.code, entry.row.name)
        for how, word in (("renamed", "rename"), ("recoded", "recode"), ("moved", "move")):
            if how in entry.how:
                act.note(known.id, word)
    counts = {"added": len(plan.added), "changed": len(plan.changed), "unclear": len(plan.unclear)}
    record(
        act.w,
        chain="site",
        actor=act.actor.login,
        at=act.at,
        act="unit.import",
        touches=touches_of(touched),
        detail={
            **counts,
            "gone": len(plan.gone),
            "from_day": act.day.isoformat(),
            "order_doc": act.order_doc,
        },
    )


@dataclass(frozen=True, slots=True)
class _Act:
    """One act's hand: everything it writes holds from ``day``, was recorded ``at`` and rests on ``order_doc``."""

    w: Writing
    actor: Actor
    at: datetime
    day: date
    order_doc: str

    def __post_init__(self) -> None:
        """Check the decision; take the turn: no constraint could say that living units share no code."""
        if not self.order_doc.strip() or len(self.order_doc) > 500:
            raise _wrong("order", "依据文件", "请写明依据的文件，500 字以内，例如：沈政文〔2018〕12号。")
        if self.w.dialect == "postgresql":
            self.w.run(text("LOCK TABLE unit_change IN SHARE ROW EXCLUSIVE MODE"))

    def subject(self, code: str) -> Unit:
        """A unit the act is about; the actor may change it."""
        known = find_unit(self.w, code, self.day)
        demand(self.actor, "unit.change", known.path)
        return known

    parent = subject

    def found(self, kind: str, new: NewUnit, parent_id: int | None) -> int:
        made = self.new_id(kind, parent_id)
        self.christen(made, kind, new)
        return made

    def new_id(self, kind: str, parent_id: int | None) -> int:
        """A new unit, placed and still without a name."""
        made = int(self.w.add(unit, kind=kind, recorded_at=self.at))
        self.place({made: self.below(parent_id, made, self.day)})
        return made

    def new_ids(self, keys: Sequence[Key]) -> dict[Key, int]:
        """New units of an import; ids in the order of the list."""
        ids: dict[Key, int] = {}
        for start in range(0, len(keys), 2000):
            chunk = keys[start : start + 2000]
            rows = [{"kind": kind, "recorded_at": self.at} for _, kind in chunk]
            made = self.w.rows(insert(unit).values(rows).returning(unit.c.id, unit.c.kind))
            free: dict[str, list[int]] = {}
            for row in sorted(made, key=lambda row: -row.id):
                free.setdefault(row.kind, []).append(row.id)
            ids |= {key: free[key[1]].pop() for key in chunk}
        return ids

    def christen(self, unit_id: int, kind: str, new: NewUnit) -> None:
        self.check_code(new.code, kind, unit_id)
        self.name(unit_id, new.code, new.name)

    def part(self, known: Unit, part: NewUnit) -> int:
        """One part of a unit that is split: itself under its own code, else a new one beside it."""
        if part.code != known.code:
            made = self.found(known.kind, part, known.parent_id)
            self.note(made, "split", known.id)
            return made
        if part.name != known.name:
            self.name(known.id, known.code, part.name)
        return known.id

    def name(self, unit_id: int, code: str, name: str) -> None:
        if fault := fault_of_name(name):
            raise _wrong("name", "名称", fault)
        latest = self.w.scalar(select(func.max(unit_name.c.from_day)).where(unit_name.c.unit_id == unit_id))
        self.refuse_earlier(latest, self.day)
        self.w.add_all(unit_name, [self.name_row(unit_id, code, name, self.day)])

    def name_row(self, unit_id: int, code: str, name: str, day: date) -> dict[str, object]:
        return {"unit_id": unit_id, "from_day": day, "code": code, "name": name, "recorded_at": self.at}

    def place(self, places: Mapping[int, Iterable[Place]]) -> None:
        self.w.add_all(
            unit_place,
            [
                {
                    "unit_id": key,
                    "from_day": place.from_day,
                    "parent_id": place.parent_id,
                    "path": place.path,
                    "recorded_at": self.at,
                }
                for key in sorted(places)
                for place in places[key]
            ],
        )

    def below(self, parent_id: int | None, unit_id: int, day: date) -> Timeline:
        if parent_id is None:
            return placed_under((), None, unit_id, day)
        return placed_under(self.timeline(parent_id), parent_id, unit_id, day)

    def timeline(self, unit_id: int) -> Timeline:
        return timelines(self.w, unit_place.c.unit_id == unit_id)[unit_id]

    def close(self, unit_id: int) -> None:
        self.refuse_earlier(self.timeline(unit_id)[-1].from_day, self.day)
        self.place({unit_id: [Place(self.day, None, "")]})

    def reroot(self, unit_id: int, parent_id: int, day: date | None = None) -> set[int]:
        """Put a unit and everything below it under another parent; returns the units touched."""
        day = day or self.day
        own = self.timeline(unit_id)
        self.refuse_earlier(own[-1].from_day, day)
        moved = self.below(parent_id, unit_id, day)
        places = timelines(self.w, path_within(self.w, own[-1].path))
        rows = {key: list(carried_along(held, own[-1].path, moved)) for key, held in places.items()}
        self.place({**rows, unit_id: moved})
        return {unit_id, *(key for key, held in rows.items() if held)}

    def refuse_earlier(self, latest: date | None, day: date) -> None:
        if latest and latest > day:
            raise Conflict(
                f"这个单位已登记有自 {day_words(latest)}起的变更，不能再办理更早（{day_words(day)}）的变更。"
            )

    def children(self, known: Unit) -> list[int]:
        """Units directly under ``known`` from the day on; refuses when others come under it later."""
        below = timelines(self.w, unit_place.c.parent_id == known.id)
        held = {key: [p for p in places if p.from_day <= self.day][-1:] for key, places in below.items()}
        later = {
            key
            for key, places in below.items()
            if any(p.from_day > self.day and p.parent_id == known.id and p.path for p in places)
        }
        now = {key for key, places in held.items() if places and places[0].parent_id == known.id}
        if later - now:
            raise Conflict(f"已登记有 {len(later - now)} 个单位以后归 {known.label}，请先更正那些变更。")
        return sorted(now)

    def check_empty(self, known: Unit) -> None:
        if below := units_by_ids(self.w, self.children(known), self.day):
            names = "、".join(child.label for child in below[:3])
            raise Conflict(
                f"{known.label} 下面还有 {len(below)} 个单位，如 {names}。请先把它们移到别处（unit move），再办理。"
            )

    def check_code(self, code: str, kind: str, own_id: int) -> None:
        """Refuse a code that cannot be, or that another living unit has on the day or later."""
        if fault := fault_of_code(code, kind):
            raise _wrong("code", "代码", fault)
        places = timelines(
            self.w, unit_place.c.unit_id.in_(select(unit_name.c.unit_id).where(unit_name.c.code == code))
        )
        for key, held in self.codes(list(places)).items():
            if code in held and key != own_id and lives_since(places[key], self.day):
                raise Conflict(
                    f"代码 {code} 在 {day_words(self.day)}或以后是另一个单位（id:{key}）的代码，请换一个。"
                )

    def codes(self, ids: Sequence[int]) -> Mapping[int, set[str]]:
        """By unit, the codes it has on the day and after."""
        held: dict[int, set[str]] = {}
        rows = (
            select(unit_name)
            .where(unit_name.c.unit_id.in_(ids))
            .order_by(unit_name.c.from_day, unit_name.c.id)
        )
        for row in self.w.rows(rows):
            if row.from_day <= self.day:
                held[row.unit_id] = {row.code}
            else:
                held.setdefault(row.unit_id, set()).add(row.code)
        return held

    def note(self, unit_id: int, how: str, other_id: int | None = None) -> None:
        self.w.add(
            unit_change,
            unit_id=unit_id,
            other_id=other_id,
            how=how,
            on_day=self.day,
            order_doc=self.order_doc,
            recorded_at=self.at,
        )

    def tell(self, act: str, unit_id: int, touched: Iterable[int] = (), **detail: object) -> Unit:
        """Record the act; returns the unit as it is from that day."""
        result = unit_by_id(self.w, unit_id, self.day)
        self.enter(act, result, {unit_id, *touched}, detail)
        return result

    def enter(self, act: str, about: Unit, touched: set[int], detail: Mapping[str, Any]) -> None:
        record(
            self.w,
            chain=about.chain,
            actor=self.actor.login,
            at=self.at,
            act=act,
            unit_id=about.id,
            touches=[f"unit:{key}" for key in sorted(touched)],
            detail={
                "code": about.code,
                "name": about.name,
                "from_day": self.day.isoformat(),
                "order_doc": self.order_doc,
                **detail,
            },
        )


def _wrong(path: str, place: str, message: str) -> Invalid:
    return Invalid(message, [Problem(f"/{path}", place, message)])


def _check_alike(units: Sequence[Unit]) -> None:
    kinds = sorted({KIND_WORDS[known.kind] for known in units})
    if len(kinds) > 1:
        raise Conflict(f"只能合并同一类的单位，这里有{'、'.join(kinds)}。")


def _check_kind(kind: str, parent: Unit | None) -> None:
    if kind not in KIND_WORDS:
        raise _wrong("kind", "类别", f"没有「{kind}」这一类。可用：{'、'.join(KIND_WORDS)}。")
    if parent is None and (kind == "village" or kind in BODIES):
        raise Conflict(f"{KIND_WORDS[kind]}单位要有上级。请写上级代码，例如 --under 411624201000。")
    if parent and parent.kind not in kinds_above(kind):
        raise Conflict(f"{KIND_WORDS[kind]}单位不能放在{KIND_WORDS[parent.kind]}单位 {parent.label} 下面。")
