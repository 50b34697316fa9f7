"""Job three: print. One resolver says what is in force; what is not in force carries its mark or is refused."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from yingji.access.queries import site_value
from yingji.access.rights import Actor, demand
from yingji.basis.queries import policy_value
from yingji.coverage.rules.evaluation import period
from yingji.db import Reading
from yingji.desk.answers import Printed
from yingji.desk.folder import open_dossier, pick, verify_url
from yingji.errors import Conflict, Usage
from yingji.lifecycle.history import LABELS, History, in_force, shown_state
from yingji.lifecycle.queries import Dossier
from yingji.lifecycle.transitions import is_government
from yingji.paper.profiles import EDITIONS
from yingji.paper.render import blank_form, render
from yingji.paper.sheet import Mark, Sheet
from yingji.plans.catalogue import family_for, load
from yingji.plans.outline import Node, outline
from yingji.plans.privacy import mask
from yingji.plans.queries import Version, check_kind, document_of, erased_on, kinds
from yingji.readiness.queries import as_amended
from yingji.units.queries import Unit, ancestors

RESTRICTED = frozenset({"full", "household"})
"""Editions that show what only few may read."""
MASKED = frozenset({"public", "card"})


@dataclass(frozen=True, slots=True)
class Copy:
    """A version ready to be set: pure data, so that another process can draw it."""

    root: Node
    sheet: Sheet
    edition: str
    document: Mapping[str, Any]

    @property
    def filename(self) -> str:
        """What a saved file is called."""
        which = self.sheet.copy.partition(" · ")[0].replace(" ", "")
        return f"{self.sheet.title}（{EDITIONS[self.edition]}）{which}.pdf"


def check_edition(edition: str) -> None:
    """Raise ``Usage`` for an edition that is not printed."""
    if edition not in EDITIONS:
        listing = "、".join(f"{key}（{title}）" for key, title in EDITIONS.items())
        raise Usage(f"没有「{edition}」这种版本可打。可用：{listing}。")


LOCAL_HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})
"""Where a QR code leads nowhere but to this machine: such a print is a demonstration and says so."""


def print_plan(
    r: Reading,
    actor: Actor,
    *,
    unit: Unit,
    kind: str,
    as_of: date,
    edition: str,
    base_url: str,
    number: int | None = None,
    draft: bool = False,
) -> Printed:
    """The PDF of the version in force on ``as_of``; with ``number`` or ``draft`` of another, marked.

    ``form`` is a blank form and needs no version. Raises ``Conflict`` with the reason where nothing is
    in force, ``Usage`` for an unknown edition, ``Forbidden`` for an edition with restricted lists without
    the right to them, ``Invalid`` naming page and character when no font has a glyph.
    """
    if edition == "form":
        return _form(r, actor, unit, kind)
    copy = prepare_copy(
        r,
        actor,
        unit=unit,
        kind=kind,
        as_of=as_of,
        edition=edition,
        base_url=base_url,
        number=number,
        draft=draft,
    )
    return printed(copy)


def printed(copy: Copy) -> Printed:
    """The copy set and drawn."""
    return _printed(render(copy.root, copy.sheet, copy.edition, copy.document), copy.filename)


def prepare_copy(
    r: Reading,
    actor: Actor,
    *,
    unit: Unit,
    kind: str,
    as_of: date,
    edition: str,
    base_url: str,
    number: int | None = None,
    draft: bool = False,
) -> Copy:
    """Everything that ``render`` asks for; raises what ``print_plan`` raises of rights and standing."""
    check_edition(edition)
    file = open_dossier(r, actor, unit, kind)
    version = _version(file, number, draft, as_of)
    if edition in RESTRICTED:
        demand(actor, "plan.read_restricted", unit.path, is_township=is_government(unit))
    if not version.schema:
        raise Conflict("这一版只有盖章扫描件，请直接打印扫描件；补录文本后即可打印公文格式。")
    approved = document_of(r, version.id, with_restricted=edition in RESTRICTED)
    now = as_amended(r, version.id, as_of, approved)
    root = outline(load().get(version.schema), now.document)
    sheet = _sheet(r, unit, kind, file, version, as_of, base_url)
    return Copy(
        root=mask(root) if edition in MASKED else root,
        sheet=replace(sheet, amended_paths=frozenset(now.pointers), amended_on=now.amended_on),
        edition=edition,
        document=now.document,
    )


def _form(r: Reading, actor: Actor, unit: Unit, kind: str) -> Printed:
    check_kind(r, kind)
    demand(actor, "plan.read", unit.path, is_township=is_government(unit))
    title = f"{unit.short_name}{kinds(r)[kind]}填报表"
    return _printed(blank_form(load().latest(family_for(unit.kind)), title), f"{title}.pdf")


def _printed(content: bytes, filename: str) -> Printed:
    return Printed(content=content, filename=filename, etag=hashlib.sha256(content).hexdigest()[:32])


def _version(file: Dossier, number: int | None, draft: bool, as_of: date) -> Version:
    """The version to print, or the reason why not."""
    if number is None and draft:
        return file.open or file.versions[-1]
    if number is None and in_force(file.standing, as_of) is None:
        newest = file.versions[-1]
        state = shown_state(file.histories[newest.id], newest.id, file.standing, as_of)
        raise Conflict(
            f"{as_of} 没有现行的版本可打：第 {newest.number} 次上传现在是「{LABELS[state]}」。"
            "校对用稿请加 --draft，会带上草稿标记。"
        )
    version = pick(file, number, as_of)
    history = file.histories[version.id]
    if history.state not in {"issued", "revoked"} and not draft:
        raise Conflict(
            f"第 {version.number} 次上传还没有印发（{LABELS[history.state]}）。校对用稿请加 --draft，会带上草稿标记。"
        )
    return version


def _sheet(
    r: Reading, unit: Unit, kind: str, file: Dossier, version: Version, as_of: date, base_url: str
) -> Sheet:
    history = file.histories[version.id]
    above = {u.kind: u.name.removesuffix("人民政府") for u in ancestors(r, unit, as_of)}
    return Sheet(
        unit_name=unit.name,
        issuers=issuers(unit, kind),
        unit_kind=unit.kind,
        plan_kind=kind,
        title=version.title,
        number=version.number,
        edition_no=file.editions.get(version.id),
        digest=version.digest,
        doc_no=history.doc_no or None,
        issued_on=history.issued_on,
        effective_on=history.effective_on,
        approved_on=history.approved_on,
        signers=history.signers,
        filed_on=history.filed_on,
        receipt_no=history.receipt_no or None,
        verify_url=verify_url(base_url, version.token),
        marks=_marks(r, unit, kind, file, version, as_of, base_url),
        notes=_notes(r, unit, version, as_of),
        county=above.get("county", ""),
        township=above.get("township", ""),
    )


def issuers(unit: Unit, kind: str) -> tuple[str, ...]:
    """In whose name a plan is issued: a government's comprehensive plan in the party committee's too (办法 25)."""
    if unit.kind != "township":
        return (unit.name,)
    place = unit.name.removesuffix("人民政府")
    government = f"{place}人民政府"
    return (f"中共{place}委员会", government) if kind == "comprehensive" else (government,)


def _notes(r: Reading, unit: Unit, version: Version, as_of: date) -> tuple[str, ...]:
    above = ancestors(r, unit, as_of)
    place = "".join(u.name for u in above if u.kind in {"county", "township"})
    notes = [f"所属：{place}"] if place and unit.kind != "township" else []
    if version.is_recorded:
        notes.append("本版为补录，未经本系统审核，以签字盖章文本为准。")
    if erased := erased_on(r, version.id):
        notes.append(f"限制公开的名单已于 {erased:%Y-%m-%d} 按规定删除。")
    return tuple(notes)


def _marks(
    r: Reading, unit: Unit, kind: str, file: Dossier, version: Version, as_of: date, base_url: str
) -> tuple[Mark, ...]:
    history = file.histories[version.id]
    state = shown_state(history, version.id, file.standing, as_of)
    marks = [mark] if (mark := _standing_mark(file, history, state)) else []
    if state == "in_force" and _is_evaluation_due(r, unit, kind, history, as_of):
        marks.append(Mark("due", "达到评估周期"))
    if site_value(r, "sample"):
        marks.append(Mark("sample", "示例"))
    elif urlsplit(base_url).hostname in LOCAL_HOSTS:
        marks.append(Mark("sample", "演示"))
    return tuple(marks)


def _is_evaluation_due(r: Reading, unit: Unit, kind: str, history: History, as_of: date) -> bool:
    """Whether the evaluation period has passed (O1); not said where it is not set or unreadable."""
    try:
        months = policy_value(r, "evaluation_months", unit=unit, plan_kind=kind, on=as_of)
    except Usage:
        return False
    if history.issued_on is None or not isinstance(months, int):
        return False
    confirmed = (day for day in history.confirmed_on if day <= as_of)
    return as_of > period(history.issued_on, confirmed, months)[1]


def _standing_mark(file: Dossier, history: History, state: str) -> Mark | None:
    if state == "in_force":
        return None
    if state == "not_yet_effective":
        return Mark("not_yet", f"尚未实施 {history.effective_on} 起实施")
    if state == "revoked":
        return Mark("revoked", "已撤销")
    if state == "superseded":
        later = [vid for day, vid in file.standing if vid and day > (history.effective_on or day)]
        edition = file.editions.get(later[0]) if later else None
        return Mark("superseded", f"已被第 {edition} 版替代" if edition else "已停止实施")
    return Mark("draft", "草稿 不具效力")
