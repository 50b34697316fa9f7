"""The rows of the office's lists as they stand: units, people, contacts, drills, basis documents."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from yingji.access.rights import Actor, visible
from yingji.basis.queries import documents
from yingji.basis.sheets import DOCUMENT_COLUMNS
from yingji.db import Reading
from yingji.desk.people import people
from yingji.lifecycle.queries import version_in_force
from yingji.office.excel.list_forms import Row
from yingji.plans.queries import document_of, plans_of
from yingji.readiness.queries import as_amended, drills_of
from yingji.units.queries import Unit, unit_by_id, units_under


def _units_out(r: Reading, actor: Actor, under: Unit, on: date) -> Iterator[Row]:
    for unit in _seen(r, actor, under, on):
        parent = unit_by_id(r, unit.parent_id, on).code if unit.parent_id is not None else ""
        yield _row(code=unit.code, name=unit.name, kind=unit.kind, parent=parent)


def _people_out(r: Reading, actor: Actor, under: Unit, on: date) -> Iterator[Row]:
    places = {unit.code for unit in units_under(r, under.id, on)}
    for who in people(r, actor, on):
        for held in who.grants:
            if held.unit_code in places:
                yield _row(
                    login=who.login,
                    name=who.name,
                    post=who.post,
                    role=held.role,
                    unit=held.unit_code,
                    unit_name=held.unit_name,
                )


def _contacts_out(r: Reading, actor: Actor, under: Unit, on: date) -> Iterator[Row]:
    for unit, kind, plan_id in _plans(r, actor, under, on):
        for contact in _contacts(r, plan_id, on):
            yield _row(
                id=f"{unit.code}/{kind}/{contact['id']}",
                unit=unit.code,
                unit_name=unit.name,
                kind=kind,
                **{key: str(contact.get(key, "")) for key in CONTACT_FIELDS},
            )


def _drills_out(r: Reading, actor: Actor, under: Unit, on: date) -> Iterator[Row]:
    for unit, kind, plan_id in _plans(r, actor, under, on):
        for held in drills_of(r, plan_id):
            row = _row(
                id=str(held.id), unit=unit.code, unit_name=unit.name, kind=kind, on=held.on_day.isoformat()
            )
            yield {**row, "findings": [item.content for item in held.items]}


def _basis_out(r: Reading, actor: Actor, under: Unit, on: date) -> Iterator[Row]:  # noqa: ARG001 - one shape for all
    for document in documents(r):
        values = {name: getattr(document, name) for name in DOCUMENT_COLUMNS}
        yield _row(**{name: str(value) if value else "" for name, value in values.items()})


def _row(**values: str) -> Row:
    return {key: value for key, value in values.items() if value}


def _seen(r: Reading, actor: Actor, under: Unit, on: date) -> tuple[Unit, ...]:
    scope = visible(actor)
    return tuple(unit for unit in units_under(r, under.id, on) if scope.covers(unit.path))


def _plans(r: Reading, actor: Actor, under: Unit, on: date) -> Iterator[tuple[Unit, str, int]]:
    seen = {unit.id: unit for unit in _seen(r, actor, under, on)}
    for plan in plans_of(r, list(seen)):
        yield seen[plan.unit_id], plan.kind, plan.id


CONTACT_FIELDS = ("name", "post", "phone", "backup_phone")


def _contacts(r: Reading, plan_id: int, on: date) -> list[Row]:
    version_id = version_in_force(r, plan_id, on)
    if version_id is None:
        return []
    document = as_amended(r, version_id, on, document_of(r, version_id, with_restricted=False)).document
    rows = (document.get("command") or {}).get("contacts") or []
    return [row for row in rows if isinstance(row, dict)]


ROWS: Mapping[str, Callable[[Reading, Actor, Unit, date], Iterator[Row]]] = {
    "units": _units_out,
    "people": _people_out,
    "contacts": _contacts_out,
    "drills": _drills_out,
    "basis": _basis_out,
}
"""By list: its rows under a unit, as far as the actor may see them, on a day."""
