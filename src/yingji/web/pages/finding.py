"""Finding plans: by place, kind and status, and by the words in them."""

import re
from urllib.parse import urlencode

from litestar import Response
from litestar.di import NamedDependency
from litestar.response import Redirect

from yingji.access.rights import may
from yingji.db import Reading
from yingji.desk.answers import PlanLine
from yingji.desk.listing import list_plans, placed_plans, plan_lines
from yingji.desk.search import Found, search
from yingji.errors import Usage
from yingji.lifecycle.history import LABELS
from yingji.lifecycle.transitions import is_government
from yingji.plans.queries import kinds
from yingji.units.queries import Unit
from yingji.web.asked import HALF_WIDTH, place_asked
from yingji.web.choosing import narrower
from yingji.web.forms import Form
from yingji.web.paging import Portion, portion
from yingji.web.params import FromQuery
from yingji.web.rendering import frame, page
from yingji.web.routes import form_post, page_get
from yingji.web.visit import Visit

NUMBER = re.compile(r"(?:\d[ -]?){5,}")
"""Digits enough to be a telephone, however they are spaced."""
MOBILE = re.compile(r"1\d{10}")
"""As plans write it."""


@page_get("/plans")
def plan_list(
    visit: NamedDependency[Visit],
    under: FromQuery[str] = "",
    kind: FromQuery[str] = "",
    status: FromQuery[str] = "",
    q: FromQuery[str] = "",
    nth: FromQuery[str] = "",
) -> Response[str]:
    """Plans under a place, and those in whose text the words stand."""
    return _found(visit, under, kind, status, q, nth)


@form_post("/plans")
def find_here(visit: NamedDependency[Visit], form: NamedDependency[Form]) -> Response[str]:
    """The same as typed into the form; what may be somebody's telephone never stands in an address."""
    asked = {name: form.text(name) for name in ("under", "kind", "status", "q")}
    number = asked["q"].translate(HALF_WIDTH)
    if NUMBER.search(number):
        plain = re.sub("[ -]", "", number)
        return _found(visit, **asked | {"q": plain if MOBILE.fullmatch(plain) else asked["q"]}, nth="")
    query = urlencode({name: value for name, value in asked.items() if value})
    return Redirect(f"/plans?{query}", status_code=303)


HANDLERS = (plan_list, find_here)


def _found(visit: Visit, under: str, kind: str, status: str, q: str, nth: str) -> Response[str]:
    words, refused = q.strip(), ""
    kept = "" if NUMBER.search(words) else words
    found = Found((), 0)
    with visit.database.reading() as r:
        place = place_asked(r, visit, under, visit.today)
        if choice := narrower(r, visit, place, "预案", "/plans"):
            return choice
        titles = kinds(r)
        shown = _lines(r, visit, place, kind or None, status or None, words, nth)
        try:
            if words:
                found = search(r, visit.person(), under=place, on=visit.today, words=words, kind=kind or None)
        except Usage as fault:
            refused = fault.detail
    return page(
        "plans",
        frame(visit, "预案", "plans"),
        place=place,
        shown=shown,
        found=found,
        refused=refused,
        may_upload=place.kind != "village"
        and may(visit.person(), "plan.upload", place.path, is_township=is_government(place)),
        kinds=titles,
        states={key: LABELS[key] for key in LABELS if key not in {"issued", "replaced"}},
        asked={"kind": kind, "status": status, "q": words},
        here=f"/plans?{urlencode({'under': place.code, 'kind': kind, 'status': status, 'q': kept})}",
    )


def _lines(
    r: Reading, visit: Visit, place: Unit, kind: str | None, state: str | None, words: str, nth: str
) -> Portion[PlanLine]:
    """A page of the list; where nothing but the place and kind is asked, no other page is read."""
    if state is None and not words:
        placed = portion(placed_plans(r, visit.person(), under=place, on=visit.today, kind=kind), nth)
        return placed.drawn(plan_lines(r, placed.rows, visit.today))
    found = list_plans(r, visit.person(), under=place, on=visit.today, kind=kind, state=state, q=words)
    return portion(found, nth)
