"""Acts and standings, and the one resolver of what is in force."""

import json
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select

from yingji.access.tables import person
from yingji.clock import end_of
from yingji.db import Reading
from yingji.errors import NotFound
from yingji.lifecycle.history import OPEN, Act, History, fold
from yingji.lifecycle.tables import act, standing, version_state
from yingji.plans.privacy import join
from yingji.plans.queries import Version, version_from, versions_with
from yingji.plans.tables import plan, version, version_private, version_text


@dataclass(frozen=True, slots=True)
class Dossier:
    """A plan's versions with what acts made of them, and its standing by days."""

    plan_id: int
    versions: tuple[Version, ...]
    histories: dict[int, History]
    editions: dict[int, int | None]
    standing: tuple[tuple[date, int | None], ...]

    def version(self, version_id: int) -> Version:
        """The version of that id in this plan."""
        return next(v for v in self.versions if v.id == version_id)

    def numbered(self, number: int) -> Version:
        """The version of that number; raises ``NotFound`` listing the numbers there are."""
        for candidate in self.versions:
            if candidate.number == number:
                return candidate
        numbers = "、".join(str(candidate.number) for candidate in self.versions)
        raise NotFound(f"没有第 {number} 次上传。现有：{numbers}。")

    @property
    def newest_standing(self) -> Version | None:
        """The newest version neither replaced nor revoked: what "same content" compares with."""
        gone = {"replaced", "revoked"}
        return next((v for v in reversed(self.versions) if self.histories[v.id].state not in gone), None)

    @property
    def open(self) -> Version | None:
        """The one open version, if there is one."""
        return next((v for v in self.versions if self.histories[v.id].state in OPEN), None)


def dossier(r: Reading, plan_id: int) -> Dossier:
    """Everything about one plan's versions; a fixed number of statements."""
    return dossiers(r, [plan_id])[plan_id]


def dossiers(r: Reading, plan_ids: Sequence[int]) -> dict[int, Dossier]:
    """The same for several plans, by plan."""
    versions, standings = defaultdict(list), defaultdict(list)
    acts: dict[int, list[Act]] = defaultdict(list)
    editions: dict[int, dict[int, int | None]] = defaultdict(dict)
    for row in r.rows(versions_with().where(version.c.plan_id.in_(plan_ids)).order_by(version.c.number)):
        versions[row.plan_id].append(version_from(row))
    for found in acts_of(r, plan_ids):
        acts[found.version_id].append(found)
    for row in r.rows(select(version_state).where(version_state.c.plan_id.in_(plan_ids))):
        editions[row.plan_id][row.version_id] = row.edition_no
    for row in r.rows(select(standing).where(standing.c.plan_id.in_(plan_ids)).order_by(standing.c.from_day)):
        standings[row.plan_id].append((row.from_day, row.version_id))
    return {
        key: Dossier(
            plan_id=key,
            versions=tuple(versions[key]),
            histories={one.id: fold(acts[one.id]) for one in versions[key]},
            editions=editions[key],
            standing=tuple(standings[key]),
        )
        for key in plan_ids
    }


@dataclass(frozen=True, slots=True)
class Opened:
    """An open version on somebody's desk, with the acts that brought it there, oldest first."""

    unit_id: int
    kind: str
    version: Version
    acts: tuple[Act, ...]

    @property
    def history(self) -> History:
        """What the acts made of it."""
        return fold(self.acts)


def open_versions(r: Reading, unit_ids: Collection[int]) -> tuple[Opened, ...]:
    """Every open version of these units' plans, by unit and kind. Two statements."""
    opened = (version_state.c.state.in_(OPEN), plan.c.unit_id.in_(unit_ids))
    rows = r.rows(
        versions_with()
        .add_columns(plan.c.unit_id, plan.c.kind)
        .join(plan, plan.c.id == version.c.plan_id)
        .join(version_state, version_state.c.version_id == version.c.id)
        .where(*opened)
        .order_by(plan.c.unit_id, plan.c.kind)
    )
    acts = defaultdict(list)
    for row in r.rows(
        _acts()
        .join(plan, plan.c.id == version.c.plan_id)
        .join(version_state, version_state.c.version_id == version.c.id)
        .where(*opened)
        .order_by(act.c.id)
    ):
        acts[row.version_id].append(_act(row))
    return tuple(Opened(row.unit_id, row.kind, version_from(row), tuple(acts[row.id])) for row in rows)


@dataclass(frozen=True, slots=True)
class CurrentText:
    """The text of a plan in force or on its way, its restricted parts sealed."""

    unit_id: int
    kind: str
    version: Version
    is_in_force: bool
    stored: str
    restricted: str

    @property
    def document(self) -> dict[str, Any]:
        """The text read: a search throws most of them away unread."""
        return join(json.loads(self.stored), json.loads(self.restricted or "{}"))

    @property
    def schema(self) -> str:
        """The schema it is written in."""
        return self.version.schema


def current_texts(
    r: Reading,
    unit_ids: Collection[int],
    on: date,
    *,
    kind: str | None = None,
    holding: str = "",
    restricted_of: Collection[int] = (),
    only: Collection[int] | None = None,
) -> tuple[CurrentText, ...]:
    """Texts in force on the day and open ones, by unit and kind. One statement.

    ``holding``: only those in which these words stand; in the restricted parts they are looked for,
    and those are put in, for the units of ``restricted_of`` alone. ``only``: of these versions alone.
    """
    statement = _current(unit_ids, on, restricted_of, _holding(r, kind, holding))
    if only is not None:
        statement = statement.where(version.c.id.in_(only))
    return tuple(
        CurrentText(
            row.unit_id,
            row.kind,
            version_from(row),
            bool(row.in_force),
            row.canonical,
            row.content or "",
        )
        for row in r.rows(statement)
        if row.canonical
    )


def current_versions(
    r: Reading,
    unit_ids: Collection[int],
    on: date,
    *,
    kind: str | None,
    holding: str,
    restricted_of: Collection[int],
) -> tuple[int, ...]:
    """The ids of the versions that ``current_texts`` would give, in its order, without reading a text out."""
    statement = _current(unit_ids, on, restricted_of, _holding(r, kind, holding))
    return tuple(row.id for row in r.rows(statement.with_only_columns(version.c.id)))


def _holding(r: Reading, kind: str | None, words: str) -> list[ColumnElement[bool]]:
    which = [] if kind is None else [plan.c.kind == kind]
    if words:
        found = func.strpos if r.dialect == "postgresql" else func.instr
        written = json.dumps(words, ensure_ascii=False)[1:-1]
        columns = (version_text.c.canonical, version_private.c.content, version.c.title)
        which.append(or_(*(found(column, written) > 0 for column in columns)))
    return which


def _current(
    unit_ids: Collection[int],
    on: date,
    restricted_of: Collection[int],
    which: Sequence[ColumnElement[bool]],
) -> Select[Any]:
    """Versions in force on the day and open ones, with their texts."""
    later = standing.alias()
    overtaken = exists().where(
        later.c.plan_id == standing.c.plan_id, later.c.from_day <= on, later.c.from_day > standing.c.from_day
    )
    in_force_now = exists().where(
        standing.c.version_id == version.c.id, standing.c.from_day <= on, ~overtaken
    )
    return (
        versions_with()
        .add_columns(
            plan.c.unit_id,
            plan.c.kind,
            version_text.c.canonical,
            version_private.c.content,
            in_force_now.label("in_force"),
        )
        .join(plan, plan.c.id == version.c.plan_id)
        .join(version_text, version_text.c.version_id == version.c.id)
        .outerjoin(
            version_private,
            and_(version_private.c.version_id == version.c.id, plan.c.unit_id.in_(restricted_of)),
        )
        .join(version_state, version_state.c.version_id == version.c.id)
        .where(plan.c.unit_id.in_(unit_ids), or_(in_force_now, version_state.c.state.in_(OPEN)), *which)
        .order_by(plan.c.unit_id, plan.c.kind, version.c.number)
    )


def acts_of(r: Reading, plan_ids: Sequence[int], known_on: date | None = None) -> tuple[Act, ...]:
    """All acts on these plans' versions in the order they were recorded."""
    statement = _acts().where(version.c.plan_id.in_(plan_ids)).order_by(act.c.id)
    if known_on is not None:
        statement = statement.where(act.c.recorded_at <= end_of(known_on))
    return tuple(_act(row) for row in r.rows(statement))


def version_in_force(r: Reading, plan_id: int, on: date) -> int | None:
    """The version in force at the end of ``on``: print, page, QR code and export all ask here."""
    row = r.first(
        select(standing.c.version_id)
        .where(standing.c.plan_id == plan_id, standing.c.from_day <= on)
        .order_by(standing.c.from_day.desc())
        .limit(1)
    )
    return row.version_id if row else None


def _acts() -> Select[Any]:
    return (
        select(act, person.c.login, person.c.name)
        .join(version, version.c.id == act.c.version_id)
        .join(person, person.c.id == act.c.actor_id)
    )


def _act(row: Any) -> Act:
    return Act(
        id=row.id,
        version_id=row.version_id,
        move=row.move,
        on_day=row.on_day,
        recorded_at=row.recorded_at,
        actor=row.login,
        actor_name=row.name,
        fields=json.loads(row.fields),
    )
