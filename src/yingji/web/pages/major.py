"""Marking a document, or a version kept here, as a major change: plans below it then need revision (办法 35（一）)."""

from urllib.parse import quote

from litestar import Response
from litestar.di import NamedDependency
from litestar.response import Redirect

from yingji.access.rights import demand, may
from yingji.basis.actions import mark_major, site_path
from yingji.basis.queries import documents, major_marks
from yingji.db import Writing
from yingji.desk.audit import preview_major
from yingji.desk.folder import show
from yingji.errors import NotFound
from yingji.lifecycle.queries import dossier
from yingji.plans.queries import check_kind, find_plan, kinds
from yingji.units.queries import Unit, find_unit
from yingji.web.asked import day_in, words_in
from yingji.web.attempt import NOTHING, Tried, attempt
from yingji.web.forms import Form
from yingji.web.pages.plans import PLAN, number_of
from yingji.web.params import FromPath, FromQuery, Kind, UnitCode
from yingji.web.rendering import frame, page
from yingji.web.routes import form_post, page_get
from yingji.web.visit import Visit

Affected = tuple[str, ...] | None
"""The plans a mark would make need revision; None when it was set."""


@page_get("/basis/{document:str}")
def document_page(
    visit: NamedDependency[Visit], document: FromPath[str], done: FromQuery[str] = ""
) -> Response[str]:
    """One document: what it replaced and was replaced by, and whether it is a major change."""
    return _document(visit, document, done=bool(done))


@form_post("/basis/{document:str}")
def mark_document_here(
    visit: NamedDependency[Visit], form: NamedDependency[Form], document: FromPath[str]
) -> Response[str]:
    """Mark it as a major change (办法 35（一）), or see which plans that would make need revision."""

    def act(w: Writing) -> Affected:
        return _major(w, visit, form, unit=None, basis_id=document, version_id=None)

    affected, tried = attempt(visit, form, "major", act)
    if tried or affected is not None:
        return _document(visit, document, tried or Tried("major", values=form.fields), affected)
    return Redirect(f"/basis/{quote(document, safe='')}?done=major", status_code=303)


@page_get(PLAN + "/major")
def version_page(
    visit: NamedDependency[Visit],
    unit: UnitCode,
    kind: Kind,
    number: FromQuery[int | None] = None,
    done: FromQuery[str] = "",
) -> Response[str]:
    """Whether a version kept here is a major change for the plans below it."""
    return _version(visit, unit, kind, number, done=bool(done))


@form_post(PLAN + "/major")
def mark_version_here(
    visit: NamedDependency[Visit], form: NamedDependency[Form], unit: UnitCode, kind: Kind
) -> Response[str]:
    """Mark the version as a major change, or see what that would do."""
    number = number_of(form)

    def act(w: Writing) -> Affected:
        place = find_unit(w, unit, visit.today)
        demand(visit.person(), "plan.read", place.path, is_township=place.kind == "township")
        check_kind(w, kind)
        plan = find_plan(w, place.id, kind)
        if plan is None:
            raise NotFound(f"{place.name}还没有这种预案。")
        version_id = dossier(w, plan.id).numbered(number).id
        return _major(w, visit, form, unit=place, basis_id=None, version_id=version_id)

    affected, tried = attempt(visit, form, "major", act)
    if tried or affected is not None:
        return _version(visit, unit, kind, number, tried or Tried("major", values=form.fields), affected)
    return Redirect(f"/plans/{quote(unit)}/{kind}/major?number={number}&done=yes", status_code=303)


HANDLERS = (document_page, mark_document_here, version_page, mark_version_here)


def _major(
    w: Writing, visit: Visit, form: Form, *, unit: Unit | None, basis_id: str | None, version_id: int | None
) -> Affected:
    actor, on = visit.person(), day_in(form, "on", "从哪天起")
    if form.text("do") != "store":
        return preview_major(
            w, actor, unit=unit, today=visit.today, on=on, basis_id=basis_id, version_id=version_id
        )
    mark_major(
        w,
        actor,
        visit.at,
        on=on,
        by_name=words_in(form, "by_name", "谁认定的", "张三"),
        reason=words_in(form, "reason", "理由", "响应分级调整"),
        basis_id=basis_id,
        version_id=version_id,
        unit=unit,
    )
    return None


def _document(
    visit: Visit, key: str, tried: Tried = NOTHING, affected: Affected = None, *, done: bool = False
) -> Response[str]:
    visit.person()
    with visit.database.reading() as r:
        every = {one.id: one for one in documents(r)}
        marks = tuple(mark for mark in major_marks(r) if mark.basis_id == key)
        titles = kinds(r)
        may_change = may(visit.actor, "basis.change", site_path(r, visit.at))
    if key not in every:
        raise NotFound("没有这件依据文件。请从依据文件清单进入。")
    return page(
        "document",
        frame(visit, every[key].title, "registers"),
        status=tried.status,
        one=every[key],
        before=every.get(every[key].supersedes),
        after=tuple(other for other in every.values() if other.supersedes == key),
        marks=marks,
        kinds=titles,
        tried=tried,
        affected=affected,
        done=done,
        may_change=may_change,
        today=visit.today,
    )


def _version(
    visit: Visit,
    code: str,
    kind: str,
    number: int | None,
    tried: Tried = NOTHING,
    affected: Affected = None,
    *,
    done: bool = False,
) -> Response[str]:
    with visit.database.reading() as r:
        unit = find_unit(r, code, visit.today)
        title = check_kind(r, kind)
        demand(visit.person(), "basis.change", unit.path)
        shown = show(r, visit.person(), unit=unit, kind=kind, on=visit.today, base_url="", number=number)
        plan = find_plan(r, unit.id, kind)
        version_id = dossier(r, plan.id).numbered(shown.number).id if plan else None
        marks = tuple(mark for mark in major_marks(r) if mark.version_id == version_id)
    return page(
        "major",
        frame(visit, f"重大变化：{unit.name}{title}", "plans"),
        status=tried.status,
        unit=unit,
        kind=kind,
        kind_title=title,
        shown=shown,
        marks=marks,
        tried=tried,
        affected=affected,
        done=done,
        today=visit.today,
    )
