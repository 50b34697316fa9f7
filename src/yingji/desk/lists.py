"""The office's lists out as workbooks and in again: units, people, contacts, drills, basis documents."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from yingji.access.actions import add_person, give_role, opening_day
from yingji.access.queries import accounts, grants
from yingji.access.rights import Actor, demand, may
from yingji.basis import actions as basis
from yingji.basis.sheets import DOCUMENT_COLUMNS
from yingji.db import Reading, Writing
from yingji.desk.list_rows import CONTACT_FIELDS, ROWS
from yingji.desk.list_words import KEYS, Rows, in_words
from yingji.errors import Fault, Invalid, NotFound, Problem, Usage
from yingji.lifecycle.transitions import is_government
from yingji.office.excel.list_forms import COLUMNS, Listed, Row, read_list, write_list
from yingji.plans.queries import kinds
from yingji.readiness import actions as readiness
from yingji.units import actions as units
from yingji.units.names import LEVELS
from yingji.units.queries import Unit, all_units, find_unit, served


@dataclass(frozen=True, slots=True)
class Taken:
    """What an import did: rows that were new or changed something, and rows that were known."""

    changed: int
    unchanged: int
    told: tuple[str, ...] = ()
    """What a person has to know once, such as first passwords."""
    changes: tuple[str, ...] = ()
    """What is different afterwards, in words."""


@dataclass(frozen=True, slots=True)
class Act:
    """Who imports, when, and for which day."""

    w: Writing
    actor: Actor
    at: datetime
    today: date
    before: Rows = field(default_factory=dict)
    """The rows an import speaks of, as they stood before it."""


def list_out(r: Reading, actor: Actor, name: str, *, under: Unit, on: date) -> bytes:
    """A list of everything under a unit the actor may see, as a workbook. Raises ``Usage``, ``Forbidden``."""
    _check_name(name)
    if not may_take(actor, name, under):
        demand(actor, RIGHTS[name][0], under.path, is_township=is_government(under))
    rows = list(ROWS[name](r, actor, under, on))
    return write_list(name, rows, under.name)


def list_in(act: Act, name: str, data: bytes) -> Taken:
    """Take a list in; the same list twice changes nothing.

    Raises ``Unreadable``, ``TooLarge``, or ``Invalid`` with the cell of every problem: then nothing
    of it may be kept, and the transaction is to be given up.
    """
    _check_name(name)
    listed = read_list(name, data)
    act = replace(act, before=_standing(act, name, listed))
    taken = _IN[name](act, listed)
    after = _standing(act, name, listed) if taken.changed else act.before
    return replace(taken, changes=in_words(name, act.before, after))


def _standing(act: Act, name: str, listed: Listed) -> Rows:
    """The rows of the units a list speaks of, as they stand now."""
    codes = [
        str(row.get(column, "")) for row in listed.rows for column in ("unit", "code") if row.get(column)
    ]
    units = []
    for code in dict.fromkeys(codes):
        with suppress(NotFound):
            units.append(find_unit(act.w, code, act.today))
    places = units if name != "basis" else all_units(act.w, act.today)[:1]
    rows = (row for unit in places for row in ROWS[name](act.w, act.actor, unit, act.today))
    return {tuple(str(row.get(key, "")) for key in KEYS[name]): row for row in rows}


RIGHTS: Mapping[str, tuple[str, str]] = {
    "units": ("plan.read", "unit.import"),
    "people": ("person.change", "person.change"),
    "contacts": ("plan.read_restricted", "readiness.record"),
    "drills": ("plan.read", "readiness.record"),
    "basis": ("plan.read", "basis.change"),
}
"""By list: the right to take it out (contacts hold telephones) and the right to bring it in."""


def may_take(actor: Actor, name: str, under: Unit) -> bool:
    """Whether the actor may have the list of a place."""
    return any(may(actor, act, under.path, is_township=is_government(under)) for act in RIGHTS[name])


def may_give(r: Reading, actor: Actor, name: str, under: Unit, on: date) -> bool:
    """Whether the actor may bring the list of a place in; every row is asked for again.

    Documents hold for the whole site and are asked of the place it serves.
    """
    place = (served(r, on) or under) if name == "basis" else under
    return may(actor, RIGHTS[name][1], place.path, is_township=is_government(place))


def _check_name(name: str) -> None:
    if name not in COLUMNS:
        known = "、".join(f"{key}（{title}）" for key, (title, *_) in COLUMNS.items())
        raise Usage(f"没有「{name[:40]}」这种名单。可用：{known}。")


def _each(listed: Listed, take: Callable[[Row], bool]) -> Taken:
    """Row by row; a row that is refused does not keep the others from being looked at."""
    problems, changed = [], 0
    for index, row in enumerate(listed.rows):
        try:
            changed += take(row)
        except Fault as fault:
            problems.append(Problem(f"/rows/{index}", f"第 {index + 1} 行", fault.detail))
    if problems:
        placed = listed.placed(tuple(problems))
        raise Invalid(f"有 {len(placed)} 行不能导入，改好再导。什么都没有存入。", placed)
    return Taken(changed, len(listed.rows) - changed)


def _people_in(act: Act, listed: Listed) -> Taken:
    told: list[str] = []

    def take(row: Row) -> bool:
        unit = find_unit(act.w, row["unit"], act.today)
        known = {who.login: who.id for who in accounts(act.w)}
        if row["login"] not in known:
            code = add_person(
                act.w,
                act.actor,
                act.at,
                login=row["login"],
                name=row["name"],
                post=row.get("post", ""),
                path=unit.path,
            )
            told.append(f"{row['name']}（{row['login']}）首次登录口令：{code}")
        elif any(
            (held.role, held.unit_id) == (row["role"], unit.id)
            for held in grants(act.w, act.today, [known[row["login"]]])
        ):
            return False
        day = opening_day(act.w, row["role"], unit.id, act.today)
        give_role(
            act.w,
            act.actor,
            act.at,
            login=row["login"],
            role=row["role"],
            unit_id=unit.id,
            path=unit.path,
            from_day=day,
        )
        return True

    taken = _each(listed, take)
    return Taken(taken.changed, taken.unchanged, tuple(told))


def _contacts_in(act: Act, listed: Listed) -> Taken:
    def take(row: Row) -> bool:
        known = act.before.get((row.get("id", ""),), {})
        if known and all(row.get(key) == known.get(key) for key in (*CONTACT_FIELDS, "unit", "kind")):
            return False
        unit = find_unit(act.w, row["unit"], act.today)
        of_plan, _, contact_id = str(row.get("id", "")).rpartition("/")
        if not of_plan:
            raise Usage("通讯录里没有这个人。新增责任人要修订预案，这里只更正已有的人。")
        done = readiness.amend_contact(
            act.w,
            act.actor,
            act.at,
            unit=unit,
            kind=row["kind"],
            contact_id=contact_id,
            values={key: row[key] for key in CONTACT_FIELDS if key in row},
            on=act.today,
            by_name=act.actor.name,
        )
        return bool(done)

    return _each(listed, take)


def _drills_in(act: Act, listed: Listed) -> Taken:
    def take(row: Row) -> bool:
        if str(row.get("id", "")).isdecimal():
            return False
        unit = find_unit(act.w, row["unit"], act.today)
        on = date.fromisoformat(row["on"])
        readiness.add_drill(
            act.w, act.actor, act.at, unit=unit, kind=row["kind"], on=on, findings=row.get("findings", ())
        )
        return True

    return _each(listed, take)


def _units_in(act: Act, listed: Listed) -> Taken:
    columns = ("code", "name", "level", "parent", "kind")
    data = _as_csv(columns, [_with_level(row) for row in listed.rows])
    with _Lines(listed, columns):
        result = units.import_units(act.w, act.actor, act.at, act.today, data)
    told = tuple(f"需人工确认：{line.code} {line.name}，{line.text}" for line in result.unclear)
    changed = (result.added, result.attached, result.renamed, result.moved, result.recoded)
    return Taken(sum(map(len, changed)), result.unchanged, told)


def _with_level(row: Row) -> Row:
    level = str(LEVELS.index(row["kind"]) + 1) if row["kind"] in LEVELS else ""
    return {**row, "level": level, "kind": "" if level else row["kind"]}


def _basis_in(act: Act, listed: Listed) -> Taken:
    data = _as_csv(DOCUMENT_COLUMNS, listed.rows)
    with _Lines(listed, DOCUMENT_COLUMNS):
        result = basis.import_documents(act.w, act.actor, act.at, data, kinds=kinds(act.w))
    changed = len(result.added) + len(result.changed)
    return Taken(changed, len(listed.rows) - changed)


def _as_csv(columns: tuple[str, ...], rows: Sequence[Row]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


class _Lines:
    """Problems of a line of text turned into problems of a row of the workbook."""

    def __init__(self, listed: Listed, columns: tuple[str, ...]) -> None:
        self.listed, self.columns = listed, columns

    def __enter__(self) -> None:
        return None

    def __exit__(self, _: object, fault: BaseException | None, __: object) -> None:
        if isinstance(fault, Invalid) and fault.problems:
            placed = self.listed.placed(tuple(self._placed(problem) for problem in fault.problems))
            raise Invalid(fault.detail, placed) from None

    def _placed(self, problem: Problem) -> Problem:
        _, line, *column = (*problem.path.split("/"), "")
        if not line.isdecimal():
            return problem
        path = f"/rows/{int(line) - 2}" + (f"/{column[0]}" if column[0] in self.columns else "")
        return Problem(path, problem.place, problem.message, problem.grade)


_IN: Mapping[str, Callable[[Act, Listed], Taken]] = {
    "units": _units_in,
    "people": _people_in,
    "contacts": _contacts_in,
    "drills": _drills_in,
    "basis": _basis_in,
}
