"""A file looked through before anything is stored: what was recognised, what differs, what must be mended."""

from dataclasses import dataclass
from datetime import date

from yingji.access.rights import Actor
from yingji.db import Reading
from yingji.desk.files import mark
from yingji.desk.review import Changed, changed
from yingji.desk.supervise import Unfinished, unfinished
from yingji.desk.upload import Prepared, admit, prepare
from yingji.lifecycle.queries import dossier
from yingji.office.excel.own_tables import NOTHING_CHOSEN, Chosen
from yingji.plans.diff import compare
from yingji.plans.queries import Version, document_of, find_plan
from yingji.plans.revision import Revision, classify
from yingji.units.queries import Unit

KINDS = {
    "json": "JSON 文件",
    "xlsx": "Excel 文件",
    "xls": "旧版 Excel 文件",
    "docx": "Word 文件",
}
MARKABLE = frozenset({"xlsx", "xls", "docx"})


@dataclass(frozen=True, slots=True)
class Intake:
    """What a file holds for a unit's plan. ``since`` None: there is nothing to compare with.

    ``is_same``: the content is that of ``since`` already.
    """

    file_kind: str
    prepared: Prepared
    taken: int
    not_placed: tuple[str, ...]
    since: Version | None
    changes: tuple[Changed, ...]
    revision: Revision
    is_same: bool
    draft: Unfinished | None
    """What somebody is filling in on the page, which storing this file would replace."""

    @property
    def must(self) -> int:
        """How many places have to be mended before it can become a version."""
        return len(self.prepared.must)

    @property
    def is_markable(self) -> bool:
        """Whether the person's own file can be handed back with the places marked."""
        return self.file_kind in MARKABLE and bool(self.prepared.problems)


def look_through(
    r: Reading,
    actor: Actor,
    *,
    unit: Unit,
    kind: str,
    content: bytes,
    on: date,
    chosen: Chosen = NOTHING_CHOSEN,
) -> Intake:
    """Read and check a file and set it beside the newest version that stands; stores nothing.

    Raises ``Forbidden`` before the file is read, then what ``prepare`` raises.
    """
    base = admit(r, actor, unit, kind)
    prepared = prepare(content, on=on, unit=unit, kind=kind, base=base, chosen=chosen)
    plan = find_plan(r, unit.id, kind)
    newest = dossier(r, plan.id).newest_standing if plan else None
    comparable = newest is not None and newest.schema == prepared.schema.name
    old = document_of(r, newest.id, with_restricted=True) if newest is not None and comparable else {}
    found = compare(prepared.schema, old, prepared.document) if comparable else ()
    harvest = prepared.opened.harvest if prepared.opened else None
    return Intake(
        file_kind=prepared.opened.kind if prepared.opened else "json",
        prepared=prepared,
        taken=len(harvest.taken) if harvest else 0,
        not_placed=tuple(f"{left.place}：{left.text}" for left in harvest.not_placed) if harvest else (),
        since=newest if comparable else None,
        changes=tuple(changed(change, in_full=True) for change in found),
        revision=classify(found) if comparable else Revision(True, ("第一次编制。",)),
        is_same=comparable and not found,
        draft=unfinished(r, unit=unit, kind=kind),
    )


def marked_file(
    r: Reading,
    actor: Actor,
    *,
    unit: Unit,
    kind: str,
    content: bytes,
    on: date,
    chosen: Chosen = NOTHING_CHOSEN,
) -> bytes:
    """The person's own file with what must and should be mended marked in place; raises like ``look_through``."""
    found = look_through(r, actor, unit=unit, kind=kind, content=content, on=on, chosen=chosen).prepared
    if found.opened is None:
        return content
    return mark(found.opened, found.problems)
