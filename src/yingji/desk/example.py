"""A complete example plan for a unit, citing only what is in force on the day."""

from datetime import date
from typing import Any

from yingji.basis.documents import Citation, register_of, standing_of
from yingji.basis.queries import documents
from yingji.db import Reading
from yingji.plans.catalogue import family_for
from yingji.plans.example import BasisRef, Subject, example
from yingji.plans.queries import check_kind
from yingji.units.queries import Unit, ancestors


def example_for(
    r: Reading, unit: Unit, kind: str, on: date, *, cites_register: bool = True
) -> dict[str, Any]:
    """A valid, believable document for that unit and kind; the same every time it is asked that day.

    Without ``cites_register`` it cites the law by title alone, as many plans on paper do. Raises
    ``Usage`` for an unknown kind of plan, ``NotFound`` for a kind of unit that has no plans here.
    """
    check_kind(r, kind)
    family_for(unit.kind)
    above = {u.kind: u.name for u in ancestors(r, unit, on)}
    subject = Subject(
        code=unit.code,
        name=unit.name,
        kind=unit.kind,
        township_name=above.get("township", unit.name if unit.kind == "township" else "本乡"),
        county_name=above.get("county", "本县"),
    )
    return example(subject, kind, on, basis_in_force(r, kind, on) if cites_register else ())


def basis_in_force(r: Reading, kind: str, on: date) -> tuple[BasisRef, ...]:
    """Registered documents on any or this kind of plan that are in force on the day."""
    known = documents(r)
    register = register_of(known)
    return tuple(
        BasisRef(document.id, document.title, document.doc_no)
        for document in known
        if document.kind in {"", kind, "comprehensive"}
        and document.effective_on is not None
        and document.effective_on <= on
        and standing_of(register, Citation(document.title, document.doc_no, document.id), on).state
        == "in_force"
    )
