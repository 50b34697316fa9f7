"""The registers, and the thresholds verdicts stand on: each with who decided it and since when."""

from datetime import date
from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.response import Redirect

from yingji.access.rights import demand, may, visible
from yingji.basis.actions import proposed, set_policy
from yingji.basis.policy import KEYS, PolicyRow, precedence, reaches
from yingji.basis.queries import policy_rows
from yingji.db import Reading, Writing
from yingji.desk.audit import preview_policy
from yingji.desk.supervise import place_of
from yingji.plans.queries import check_kind, kinds
from yingji.units.names import KIND_WORDS
from yingji.units.queries import Unit, find_unit, units_by_ids
from yingji.web.asked import day_in, offered, unit_in, words_in
from yingji.web.attempt import NOTHING, Tried, attempt
from yingji.web.forms import Form
from yingji.web.params import FromQuery
from yingji.web.rendering import frame, page
from yingji.web.routes import form_post, page_get
from yingji.web.visit import Visit


@page_get("/registers")
def registers_page(visit: NamedDependency[Visit]) -> Response[str]:
    """The registers, each with what it is for."""
    visit.person()
    return page("registers", frame(visit, "登记", "registers"))


@page_get("/policy")
def policy_page(
    visit: NamedDependency[Visit], under: FromQuery[str] = "", done: FromQuery[str] = ""
) -> Response[str]:
    """Every threshold as it holds for a place, and who decided it."""
    return _policy(visit, under, done=bool(done))


@form_post("/policy")
def set_policy_here(visit: NamedDependency[Visit], form: NamedDependency[Form]) -> Response[str]:
    """Decide a threshold for a place from a day on, or (``do`` = ``try``) see what that would change."""

    def act(w: Writing) -> tuple[str, ...] | None:
        if form.text("kind"):
            check_kind(w, form.text("kind"))
        under = unit_in(w, visit, form, "under", "用于哪里")
        given: dict[str, Any] = {
            "key": form.text("key"),
            "value": form.text("value"),
            "from_day": day_in(form, "from", "从哪天起"),
            "decided_by": words_in(form, "decided_by", "谁定的", "石槽集乡人民政府"),
            "under": under,
            "unit_kind": form.text("unit_kind") or None,
            "plan_kind": form.text("kind") or None,
        }
        if form.text("do") == "try":
            return preview_policy(w, visit.person(), proposed(**given), unit=under, today=visit.today)
        set_policy(w, visit.person(), visit.at, **given)
        return None

    affected, tried = attempt(visit, form, "policy", act)
    if tried or affected is not None:
        return _policy(visit, "", tried or Tried("policy", values=form.fields), affected)
    return Redirect("/policy?done=yes", status_code=303)


HANDLERS = (registers_page, policy_page, set_policy_here)


def _policy(
    visit: Visit,
    under: str,
    tried: Tried = NOTHING,
    affected: tuple[str, ...] | None = None,
    *,
    done: bool = False,
) -> Response[str]:
    with visit.database.reading() as r:
        place = _place(r, visit, under)
        rows = policy_rows(r)
        seen = tuple(row for row in rows if _concerns(row, place))
        names = {
            u.id: u.name for u in units_by_ids(r, {row.under_id for row in seen if row.under_id}, visit.today)
        }
        titles, choices = kinds(r), offered(r, visit)
    return page(
        "policy",
        frame(visit, f"{place.name} · 期限和口径", "registers"),
        status=tried.status,
        place=place,
        rows=_by_key(seen, place, visit.today),
        names=names,
        keys=KEYS,
        unit_kinds=KIND_WORDS,
        kinds=titles,
        offered=choices,
        tried=tried,
        affected=affected,
        done=done,
        may_set=may(visit.actor, "policy.change", place.path),
        today=visit.today,
    )


def _place(r: Reading, visit: Visit, under: str) -> Unit:
    """The place asked for, or the widest in sight; administrators without sight of plans have their own."""
    if under:
        place = find_unit(r, under, visit.today)
        if not visible(visit.person()).covers(place.path):
            demand(visit.person(), "policy.change", place.path)
        return place
    held = units_by_ids(r, {grant.unit_id for grant in visit.person().held}, visit.today)
    administered = [unit for unit in held if may(visit.actor, "policy.change", unit.path)]
    return administered[0] if administered else place_of(r, visit.person(), visit.today)


def _concerns(row: PolicyRow, place: Unit) -> bool:
    """Whether the row can hold for the place or for something in it, wherever it was decided above."""
    return row.under_id is None or f"/{row.under_id}/" in place.path


def _by_key(
    rows: tuple[PolicyRow, ...], place: Unit, today: date
) -> dict[str, tuple[tuple[PolicyRow, bool], ...]]:
    """By key: its rows, the ones that win first, each with whether it has begun."""
    found: dict[str, list[PolicyRow]] = {key: [] for key in KEYS}
    for row in rows:
        if row.key in found and reaches(row, place.path, row.unit_kind, row.plan_kind):
            found[row.key].append(row)
    return {
        key: tuple(
            (row, row.from_day <= today)
            for row in sorted(held, key=lambda row: precedence(row, place.path), reverse=True)
        )
        for key, held in found.items()
        if held
    }
