"""From working copy to version: what changed and how weighty it is, a look at the print, and the upload."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from yingji.access.queries import site_value
from yingji.access.rights import Actor, may
from yingji.clock import day_of
from yingji.db import Reading, Writing
from yingji.desk.answers import DiffLine, Printed, Uploaded
from yingji.desk.fill import Copy, open_copy
from yingji.desk.folder import open_dossier
from yingji.desk.print import issuers
from yingji.desk.procedure import make_move
from yingji.desk.supervise import Choice, choices
from yingji.desk.upload import prepare, store
from yingji.errors import Conflict, NotFound
from yingji.lifecycle.history import in_force
from yingji.lifecycle.queries import dossier
from yingji.lifecycle.transitions import is_government
from yingji.paper.render import render
from yingji.paper.sheet import Mark, Sheet
from yingji.plans import actions as plans
from yingji.plans.catalogue import load
from yingji.plans.diff import compare
from yingji.plans.outline import Node, outline
from yingji.plans.privacy import mask
from yingji.plans.queries import Version, document_of, find_plan
from yingji.plans.revision import Revision, classify
from yingji.units.queries import Unit, ancestors

SENDABLE = frozenset({"draft", "returned"})
LOOKED_OVER = frozenset({"contact", "leader", "shelter", "supply_expiry"})
"""What grows old first: people and telephones, shelters, supplies."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What a copy changes against ``since`` (None: the first plan of its kind), in words."""

    since: Version | None
    lines: tuple[DiffLine, ...]
    revision: Revision


@dataclass(frozen=True, slots=True)
class Yearly:
    """The yearly confirmation: the version in force, what to look over, who signed it last.

    ``choice`` None: this person cannot confirm it, or nothing is in force.
    """

    version: Version
    edition_no: int | None
    effective_on: date | None
    choice: Choice | None
    sections: tuple[Node, ...]
    signer_name: str
    signer_post: str


def changes(r: Reading, copy: Copy, on: date) -> Changes:
    """Against the version in force, else the last one that stands: what a reviewer will compare with."""
    since = _compared(r, copy, on)
    if since is None or since.schema != copy.schema.name:
        return Changes(None, (), Revision(True, ("第一次编制，须完整走编制、审核、签发、备案、公布程序。",)))
    found = compare(copy.schema, document_of(r, since.id, with_restricted=True), copy.document)
    told = tuple(DiffLine(c.path, c.place, c.sentence, classify([c]).major) for c in found)
    return Changes(since, told, classify(found))


def finish(w: Writing, actor: Actor, at: datetime, *, unit: Unit, kind: str, submit: bool) -> Uploaded:
    """Make the working copy the next version; with ``submit`` send it to the reviewer at once.

    Content that is a version already makes none and is sent only while that is a draft. Raises ``Invalid`` with what must be mended, ``Stale`` when a newer version came, ``Conflict``
    while an earlier one is in somebody's hands.
    """
    copy = open_copy(w, actor, unit=unit, kind=kind, on=day_of(at))
    data = json.dumps(copy.document, ensure_ascii=False, allow_nan=False).encode()
    prepared = prepare(data, on=day_of(at), unit=unit, kind=kind, base=copy.document)
    receipt = store(w, actor, at, unit=unit, kind=kind, prepared=prepared, base=copy.base)
    if submit and receipt.state in SENDABLE:
        make_move(
            w,
            actor,
            at,
            unit=unit,
            kind=kind,
            move="submit",
            fields={},
            number=receipt.number,
            digest=receipt.digest,
        )
    return receipt


def preview(r: Reading, actor: Actor, *, unit: Unit, kind: str, on: date) -> Printed:
    """The working copy as it would print, marked as a draft on every page and without a code."""
    copy = open_copy(r, actor, unit=unit, kind=kind, on=on)
    content = render(outline(copy.schema, copy.document), _sheet(r, copy, on), "full")
    name = f"{copy.document.get('title') or copy.kind_title}（草稿预览）.pdf"
    return Printed(content, name, hashlib.sha256(content).hexdigest()[:32])


def yearly(r: Reading, actor: Actor, *, unit: Unit, kind: str, on: date) -> Yearly:
    """What there is to look over before saying "same as last year".

    Raises ``NotFound`` when nothing was uploaded, ``Conflict`` when nothing is in force, ``Forbidden``.
    """
    file = open_dossier(r, actor, unit, kind)
    version_id = in_force(file.standing, on)
    if version_id is None:
        raise Conflict("现在没有现行的版本可以确认。请先把最新一版办到印发，或上传新的一版。")
    version = file.version(version_id)
    past = file.histories[version_id]
    offered = [one for one in choices(r, actor, unit=unit, kind=kind, on=on) if one.move == "confirm"]
    post, name = past.signers[0] if past.signers else ("", "")
    return Yearly(
        version=version,
        edition_no=file.editions.get(version_id),
        effective_on=past.effective_on,
        choice=next((one for one in offered if one.number == version.number), None),
        sections=tuple(_looked_over(r, version, in_full=_reads_all(actor, unit))),
        signer_name=name,
        signer_post=post,
    )


def _reads_all(actor: Actor, unit: Unit) -> bool:
    return may(actor, "plan.read_restricted", unit.path, is_township=is_government(unit))


def _looked_over(r: Reading, version: Version, *, in_full: bool) -> Iterator[Node]:
    if not version.schema:
        raise NotFound("这一版只有盖章扫描件，请对照扫描件核对后在预案页登记确认。")
    root = outline(load().get(version.schema), document_of(r, version.id, with_restricted=False))
    for node in (root if in_full else mask(root)).walk():
        if node.kind in {"table", "paragraph"} and _says(node) & LOOKED_OVER:
            yield node


def _says(node: Node) -> set[str]:
    below = {cell.fact for row in node.children for cell in row.children} if node.kind == "table" else set()
    return {node.fact, *below}


def _compared(r: Reading, copy: Copy, on: date) -> Version | None:
    plan = find_plan(r, copy.unit.id, copy.kind)
    file = dossier(r, plan.id) if plan else None
    current = in_force(file.standing, on) if file else None
    return file.version(current) if file and current is not None else copy.newest


def _sheet(r: Reading, copy: Copy, on: date) -> Sheet:
    sealed = plans.seal(r, copy.schema, copy.document)
    place = "".join(u.name for u in ancestors(r, copy.unit, on) if u.kind in {"county", "township"})
    marks = [Mark("draft", "草稿 不具效力")] + ([Mark("sample", "示例")] if site_value(r, "sample") else [])
    return Sheet(
        unit_name=copy.unit.name,
        issuers=issuers(copy.unit, copy.kind),
        unit_kind=copy.unit.kind,
        plan_kind=copy.kind,
        title=str(copy.document.get("title") or copy.unit.short_name + copy.kind_title),
        number=(copy.newest.number if copy.newest else 0) + 1,
        digest=sealed.digest,
        marks=tuple(marks),
        notes=(f"所属：{place}",) if place else (),
    )
