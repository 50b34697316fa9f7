"""The expected set: who must hold which plan, and who is excused."""

from collections.abc import Callable
from functools import partial
from typing import Any

from litestar import Response
from litestar.di import NamedDependency

from yingji.access.rights import ADMINS, Actor, may, visible
from yingji.coverage import actions as coverage
from yingji.coverage.actions import HOLDERS
from yingji.coverage.queries import Exemption, Requirement, exemptions, requirements
from yingji.db import Reading, Writing
from yingji.plans.queries import kinds
from yingji.units.names import KIND_WORDS
from yingji.units.queries import Unit, units_by_ids
from yingji.web.asked import day_if_any, day_in, offered, unit_in, words_in
from yingji.web.attempt import NOTHING, Tried, done_or_again
from yingji.web.forms import Form
from yingji.web.params import FromPath, FromQuery
from yingji.web.rendering import frame, page
from yingji.web.routes import form_post, page_get
from yingji.web.visit import Visit

DONE = {"add": "已登记", "end": "已定了截止日", "defaults": "已按常用口径列入"}


@page_get("/requirements")
def requirements_page(visit: NamedDependency[Visit], done: FromQuery[str] = "") -> Response[str]:
    """The expected set as far as it concerns one's places."""
    return _requirements(visit, done=DONE.get(done, ""))


@form_post("/requirements")
def require_here(visit: NamedDependency[Visit], form: NamedDependency[Form]) -> Response[str]:
    """Require a plan kind of one unit or of every unit of a kind under a place."""

    def act(w: Writing) -> int:
        unit_kind = form.text("unit_kind")
        place = unit_in(w, visit, form, "unit", "单位")
        return coverage.add_requirement(
            w,
            visit.person(),
            visit.at,
            unit=None if unit_kind else place,
            unit_kind=unit_kind or None,
            under=place if unit_kind else None,
            kind=form.text("kind"),
            from_day=day_in(form, "from", "从哪天起"),
            until_day=day_if_any(form, "until", "到哪天为止"),
            basis=words_in(form, "basis", "依据", "《突发事件应急预案管理办法》第七条"),
            decided_by=words_in(form, "decided_by", "谁定的", "石槽集乡人民政府"),
        )

    return _after(visit, form, "add", "/requirements", act, _requirements)


@form_post("/requirements/defaults")
def defaults_here(visit: NamedDependency[Visit], form: NamedDependency[Form]) -> Response[str]:
    """Require what is usual of every unit at and below a place."""

    def act(w: Writing) -> tuple[int, ...]:
        return coverage.require_defaults(
            w,
            visit.person(),
            visit.at,
            under=unit_in(w, visit, form, "unit", "单位"),
            from_day=day_in(form, "from", "从哪天起"),
            decided_by=words_in(form, "decided_by", "谁定的", "石槽集乡人民政府"),
        )

    return _after(visit, form, "defaults", "/requirements", act, _requirements)


@form_post("/requirements/{row:int}/end")
def end_requirement_here(
    visit: NamedDependency[Visit], form: NamedDependency[Form], row: FromPath[int]
) -> Response[str]:
    """Let a requirement end with a day."""

    def act(w: Writing) -> bool:
        until = day_in(form, "until", "到哪天为止")
        return coverage.end_requirement(w, visit.person(), visit.at, requirement_id=row, until_day=until)

    return _after(visit, form, f"end-{row}", "/requirements", act, _requirements)


@page_get("/exemptions")
def exemptions_page(
    visit: NamedDependency[Visit],
    done: FromQuery[str] = "",
    unit: FromQuery[str] = "",
    kind: FromQuery[str] = "",
) -> Response[str]:
    """Who is excused from what, on whose word."""
    return _exemptions(
        visit, Tried("add" if unit else "", values={"unit": unit, "kind": kind}), done=DONE.get(done, "")
    )


@form_post("/exemptions")
def exempt_here(visit: NamedDependency[Visit], form: NamedDependency[Form]) -> Response[str]:
    """Excuse a unit from a plan kind."""

    def act(w: Writing) -> int:
        return coverage.add_exemption(
            w,
            visit.person(),
            visit.at,
            unit=unit_in(w, visit, form, "unit", "单位"),
            kind=form.text("kind"),
            reason=words_in(form, "reason", "理由", "由乡级预案统一覆盖"),
            approver=words_in(form, "approver", "批准人", "张三"),
            from_day=day_in(form, "from", "从哪天起"),
            until_day=day_if_any(form, "until", "到哪天为止"),
        )

    return _after(visit, form, "add", "/exemptions", act, _exemptions)


@form_post("/exemptions/{row:int}/end")
def end_exemption_here(
    visit: NamedDependency[Visit], form: NamedDependency[Form], row: FromPath[int]
) -> Response[str]:
    """Let an exemption end with a day."""

    def act(w: Writing) -> bool:
        until = day_in(form, "until", "到哪天为止")
        return coverage.end_exemption(w, visit.person(), visit.at, exemption_id=row, until_day=until)

    return _after(visit, form, f"end-{row}", "/exemptions", act, _exemptions)


HANDLERS = (
    requirements_page,
    require_here,
    defaults_here,
    end_requirement_here,
    exemptions_page,
    exempt_here,
    end_exemption_here,
)


def _after(
    visit: Visit,
    form: Form,
    what: str,
    back: str,
    act: Callable[[Writing], Any],
    again: Callable[[Visit, Tried], Response[str]],
) -> Response[str]:
    done = f"{back}?done={what.partition('-')[0]}"
    return done_or_again(visit, form, what, act, done=done, again=partial(again, visit))


def _requirements(visit: Visit, tried: Tried = NOTHING, *, done: str = "") -> Response[str]:
    with visit.database.reading() as r:
        rows = requirements(r)
        units = _units(r, visit, rows)
        titles, choices = kinds(r), offered(r, visit)
    shown = tuple(row for row in rows if _concerns(visit.person(), row.unit_id or row.under_id, units))
    return page(
        "requirements",
        frame(visit, "应编清单", "registers"),
        status=tried.status,
        rows=shown,
        units=units,
        kinds=titles,
        offered=choices,
        unit_kinds={kind: KIND_WORDS[kind] for kind in HOLDERS},
        tried=tried,
        done=done,
        today=visit.today,
        may_change=_changes(visit, "requirement.change", units, shown),
        may_add="office" in {held.role for held in visit.actor.held},
    )


def _exemptions(visit: Visit, tried: Tried = NOTHING, *, done: str = "") -> Response[str]:
    with visit.database.reading() as r:
        rows = exemptions(r)
        units = _units(r, visit, rows)
        titles, choices = kinds(r), offered(r, visit)
    shown = tuple(row for row in rows if _concerns(visit.person(), row.unit_id, units))
    return page(
        "exemptions",
        frame(visit, "免编", "registers"),
        status=tried.status,
        rows=shown,
        units=units,
        kinds=titles,
        offered=choices,
        tried=tried,
        done=done,
        today=visit.today,
        may_change=_changes(visit, "exemption.change", units, shown),
        may_add=bool({"office", "approver"} & {held.role for held in visit.actor.held}),
    )


def _units(r: Reading, visit: Visit, rows: tuple[Any, ...]) -> dict[int, Unit]:
    named = (getattr(row, name, None) for row in rows for name in ("unit_id", "under_id"))
    ids = {unit_id for unit_id in named if unit_id is not None}
    return {unit.id: unit for unit in units_by_ids(r, ids, visit.today)}


def _concerns(actor: Actor, unit_id: int | None, units: dict[int, Unit]) -> bool:
    """Whether a row is about somebody's places: inside them, above them, or about everybody."""
    if unit_id is None:
        return True
    unit = units.get(unit_id)
    if unit is None:
        return False
    inside = visible(actor).covers(unit.path) or any(
        held.role in ADMINS and f"/{held.unit_id}/" in unit.path for held in actor.held
    )
    return inside or any(str(held.unit_id) in unit.path.split("/") for held in actor.held)


def _changes(
    visit: Visit, act: str, units: dict[int, Unit], rows: tuple[Requirement | Exemption, ...]
) -> frozenset[int]:
    """The rows this person may end."""
    found = set()
    for row in rows:
        unit = units.get(row.unit_id or getattr(row, "under_id", None) or 0)
        if unit is not None and may(visit.actor, act, unit.path):
            found.add(row.id)
    return frozenset(found)
