"""Word files out: the plan in the official format, and the file to fill in."""

from datetime import date
from typing import Any

from yingji.access.rights import Actor, may
from yingji.db import Reading
from yingji.desk.folder import open_dossier, pick
from yingji.desk.upload import beginning
from yingji.errors import NotFound
from yingji.lifecycle.transitions import is_government
from yingji.office.word.template import template
from yingji.office.word.write import write
from yingji.plans.catalogue import family_for, load
from yingji.plans.kinds import KINDS
from yingji.plans.queries import check_kind, document_of
from yingji.units.queries import Unit


def plan_as_word(
    r: Reading, actor: Actor, *, unit: Unit, kind: str, on: date, number: int | None = None
) -> bytes:
    """The version in force (else the newest, else ``number``) as .docx. Raises ``NotFound``."""
    check_kind(r, kind)
    digest, document = _version(r, actor, unit, kind, on, number)
    return write(load().get(str(document["schema"])), document, unit=unit.code, seal=digest)


def form_as_word(
    r: Reading, actor: Actor, *, unit: Unit, kind: str, on: date, number: int | None = None
) -> bytes:
    """The .docx to fill in, with the last version in it where there is one.

    Raises ``NotFound`` for a version number there is not.
    """
    check_kind(r, kind)
    schema = load().latest(family_for(unit.kind))
    try:
        digest, known = _version(r, actor, unit, kind, on, number)
    except NotFound:
        if number is not None:
            raise
        digest, known = (
            "",
            beginning(unit, KINDS.get(kind, ""), kind),
        )
    return template(schema, known | {"schema": schema.name}, unit=unit.code, kind=kind, seal=digest)


def _version(
    r: Reading, actor: Actor, unit: Unit, kind: str, on: date, number: int | None
) -> tuple[str, dict[str, Any]]:
    version = pick(open_dossier(r, actor, unit, kind), number, on)
    restricted = may(actor, "plan.read_restricted", unit.path, is_township=is_government(unit))
    return version.digest, document_of(r, version.id, with_restricted=restricted)
