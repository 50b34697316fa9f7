"""A file to fill in: the unit's last version in it where there is one, a worked example beside it."""

from datetime import date

from yingji.access.rights import Actor, may
from yingji.db import Reading
from yingji.desk.folder import open_dossier, pick
from yingji.errors import NotFound
from yingji.lifecycle.transitions import is_government
from yingji.office.excel.write_book import Identity, write_book
from yingji.plans.catalogue import Schema, family_for, load
from yingji.plans.example import Subject, example
from yingji.plans.queries import check_kind, document_of
from yingji.units.queries import Unit

SAMPLE_NAMES = {
    "village": "示例村民委员会",
    "township": "示例乡",
    "school": "示例小学",
    "enterprise": "示例有限公司",
    "department": "示例乡农业服务中心",
}


def workbook_for(
    r: Reading, actor: Actor, *, unit: Unit, kind: str, on: date, number: int | None = None
) -> bytes:
    """The Excel file for a unit and kind, filled with the version in force (else the newest, else empty).

    What the actor may not read is left empty. Raises ``NotFound`` for a version number there is not.
    """
    check_kind(r, kind)
    schema = load().latest(family_for(unit.kind))
    base, document = _last(r, actor, unit, kind, on, number)
    identity = Identity(schema.name, unit.code, unit.name, kind, base)
    return write_book(schema, identity, document, sample_for(schema, unit.kind, kind, on))


def sample_for(schema: Schema, unit_kind: str, kind: str, on: date) -> dict[str, object]:
    """A worked example of a unit that does not exist, so that nobody takes it for their own."""
    name = SAMPLE_NAMES.get(unit_kind, "示例单位")
    subject = Subject(f"sample-{schema.family}", name, unit_kind, "示例乡", "示例县")
    return example(subject, kind, on, ())


def _last(
    r: Reading, actor: Actor, unit: Unit, kind: str, on: date, number: int | None
) -> tuple[str, dict[str, object]]:
    try:
        version = pick(open_dossier(r, actor, unit, kind), number, on)
    except NotFound:
        if number is not None:
            raise
        return "", {}
    restricted = may(actor, "plan.read_restricted", unit.path, is_township=is_government(unit))
    return version.digest, document_of(r, version.id, with_restricted=restricted)
