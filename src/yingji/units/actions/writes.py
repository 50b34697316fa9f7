"""The hand that writes what an act on units comes to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select, text

from yingji.access.rights import Actor, demand
from yingji.db import Writing
from yingji.errors import Conflict, Invalid, Problem
from yingji.ledger.actions import record
from yingji.units.listing import fault_of_code, fault_of_name
from yingji.units.matching import Key
from yingji.units.queries import Unit, find_unit, path_within, timelines, unit_by_id, units_by_ids
from yingji.units.sentences import day_words
from yingji.units.tables import unit, unit_change, unit_name, unit_place
from yingji.units.timeline import Place, Timeline, carried_along, lives_since, placed_under


@dataclass(frozen=True, slots=True)
class NewUnit:
    """A unit that a merger or a split brings about."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Act:
    """One act's hand: everything it writes holds from ``day``, was recorded ``at`` and rests on ``order_doc``."""

    w: Writing
    actor: Actor
    at: datetime
    day: date
    order_doc: str

    def __post_init__(self) -> None:
        """Check the decision; take the turn: no constraint could say that living units share no code."""
        if not self.order_doc.strip() or len(self.order_doc) > 500:
            raise wrong("order", "依据文件", "请写明依据的文件，500 字以内，例如：沈政文〔2018〕12号。")
        if self.w.dialect == "postgresql":
            self.w.run(text("LOCK TABLE unit_change IN SHARE ROW EXCLUSIVE MODE"))

    def subject(self, code: str) -> Unit:
        """A unit the act is about; the actor may change it."""
        known = find_unit(self.w, code, self.day)
        demand(self.actor, "unit.change", known.path)
        return known

    parent = subject
    """A unit the act puts something under: the same right is asked."""

    def found(self, kind: str, new: NewUnit, parent_id: int | None) -> int:
        """A new unit with place and name."""
        made = self.new_id(kind, parent_id)
        self.christen(made, kind, new)
        return made

    def new_id(self, kind: str, parent_id: int | None) -> int:
        """A new unit, placed and still without a name."""
        made = int(self.w.add(unit, kind=kind, recorded_at=self.at))
        self.place({made: self.below(parent_id, made, self.day)})
        return made

    def new_ids(self, keys: Sequence[Key]) -> dict[Key, int]:
        """New units of an import; ids in the order of the list. Nobody else adds units meanwhile."""
        last = self.w.scalar(select(func.max(unit.c.id))) or 0
        self.w.add_all(unit, [{"kind": kind, "recorded_at": self.at} for _, kind in keys])
        free: dict[str, list[int]] = {}
        for row in self.w.rows(
            select(unit.c.id, unit.c.kind).where(unit.c.id > last).order_by(unit.c.id.desc())
        ):
            free.setdefault(row.kind, []).append(row.id)
        return {key: free[key[1]].pop() for key in keys}

    def christen(self, unit_id: int, kind: str, new: NewUnit) -> None:
        """Give a new unit its code and name, the code being free."""
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
        """Code and name from the day on."""
        if fault := fault_of_name(name):
            raise wrong("name", "名称", fault)
        latest = self.w.scalar(select(func.max(unit_name.c.from_day)).where(unit_name.c.unit_id == unit_id))
        self.refuse_earlier(latest, self.day)
        self.w.add_all(unit_name, [self.name_row(unit_id, code, name, self.day)])

    def name_row(self, unit_id: int, code: str, name: str, day: date) -> dict[str, object]:
        """A row of ``unit_name``."""
        return {"unit_id": unit_id, "from_day": day, "code": code, "name": name, "recorded_at": self.at}

    def place(self, places: Mapping[int, Iterable[Place]]) -> None:
        """Rows of ``unit_place``, by unit."""
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
        """Where a unit stands that comes under the parent on the day."""
        if parent_id is None:
            return placed_under((), None, unit_id, day)
        return placed_under(self.timeline(parent_id), parent_id, unit_id, day)

    def timeline(self, unit_id: int) -> Timeline:
        """Where a unit stands, day by day."""
        return timelines(self.w, unit_place.c.unit_id == unit_id)[unit_id]

    def close(self, unit_id: int) -> None:
        """From the day on the unit is not there."""
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
        """No change before one that is registered already."""
        if latest and latest > day:
            raise Conflict(
                f"这个单位已登记有自 {day_words(latest)}起的变更，不能再办理更早（{day_words(day)}）的变更。",
                field="from",
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
        """Refuse a unit with something below it."""
        if below := units_by_ids(self.w, self.children(known), self.day):
            names = "、".join(child.label for child in below[:3])
            raise Conflict(
                f"{known.label} 下面还有 {len(below)} 个单位，如 {names}。请先把它们移到别处（unit move），再办理。"
            )

    def check_code(self, code: str, kind: str, own_id: int) -> None:
        """Refuse a code that cannot be, or that another living unit has on the day or later."""
        if fault := fault_of_code(code, kind):
            raise wrong("code", "代码", fault)
        places = timelines(
            self.w, unit_place.c.unit_id.in_(select(unit_name.c.unit_id).where(unit_name.c.code == code))
        )
        for key, held in self.codes(list(places)).items():
            if code in held and key != own_id and lives_since(places[key], self.day):
                raise Conflict(
                    f"代码 {code} 在 {day_words(self.day)}或以后是{self._last_name(key)}（id:{key}）的代码，请换一个。",
                    field="code",
                )

    def _last_name(self, unit_id: int) -> str:
        names = select(unit_name.c.name).where(unit_name.c.unit_id == unit_id)
        return str(self.w.scalar(names.order_by(unit_name.c.from_day.desc(), unit_name.c.id.desc()).limit(1)))

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
        """The act itself, for whoever asks how a unit came about."""
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
        """The ledger entry."""
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


def wrong(path: str, place: str, message: str) -> Invalid:
    """One wrong field of an act."""
    return Invalid(message, [Problem(f"/{path}", place, message)])
