"""Controlled copies on pages: hand out, print, take back; and what must come back under a place."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import quote

from litestar import Request, Response, get
from litestar.di import NamedDependency

from yingji.access.rights import may
from yingji.copies.register import HANDED_OUT, OUTCOMES
from yingji.db import Writing
from yingji.desk import copies as desk
from yingji.desk.answers import CopyLine
from yingji.desk.folder import history
from yingji.desk.recall import as_csv, as_pdf, heading
from yingji.errors import NotFound
from yingji.lifecycle.transitions import is_government
from yingji.paper.profiles import EDITIONS
from yingji.plans.queries import check_kind, kinds
from yingji.units.queries import Unit, find_unit
from yingji.web.asked import day_if_any, place_asked, words_in
from yingji.web.attempt import NOTHING, Tried, done_or_again
from yingji.web.forms import Form
from yingji.web.pages.plans import PLAN, number_of
from yingji.web.params import FromPath, FromQuery, Kind, UnitCode
from yingji.web.printing import PDF, answer_copy
from yingji.web.rendering import frame, page
from yingji.web.routes import form_post, page_get
from yingji.web.spec import PAGE_ERRORS
from yingji.web.visit import Visit

GIVEN = ("in_force", "not_yet_effective")
DONE = {"give": "已登记，请逐份打印", "end": "已登记了结"}
TICKED = re.compile(r"copy-([0-9]{1,6})")


@dataclass(frozen=True, slots=True)
class Bundle:
    """The copies of one version."""

    number: int
    edition_no: int | None
    state: str
    state_label: str
    copies: tuple[CopyLine, ...]

    @property
    def is_void(self) -> bool:
        """Whether copies of it are still out though it is void."""
        return any(copy.is_to_recall for copy in self.copies)

    @property
    def is_out(self) -> bool:
        """Whether any copy of it is still out."""
        return any(not copy.outcome for copy in self.copies)


@page_get(PLAN + "/copies")
def copies_page(
    visit: NamedDependency[Visit], unit: UnitCode, kind: Kind, done: FromQuery[str] = ""
) -> Response[str]:
    """Who holds which copy, and the forms to hand out and to take back."""
    return _copies(visit, unit, kind, NOTHING, DONE.get(done, ""))


@form_post(PLAN + "/copies")
def hand_out_here(
    visit: NamedDependency[Visit], form: NamedDependency[Form], unit: UnitCode, kind: Kind
) -> Response[str]:
    """Register a copy for each line of the form."""

    def act(w: Writing) -> object:
        return desk.hand_out(
            w,
            visit.person(),
            visit.at,
            unit=find_unit(w, unit, visit.today),
            kind=kind,
            number=number_of(form),
            edition=form.text("edition"),
            holders=words_in(form, "holders", "发给哪些单位", "石槽集乡派出所").splitlines(),
            on=day_if_any(form, "on", "发出日期"),
        )

    return _after(visit, form, unit, kind, "give", act)


@form_post(PLAN + "/copies/ends")
def take_back_here(
    visit: NamedDependency[Visit], form: NamedDependency[Form], unit: UnitCode, kind: Kind
) -> Response[str]:
    """Note the ticked copies as returned, destroyed or lost."""

    def act(w: Writing) -> object:
        return desk.take_back(
            w,
            visit.person(),
            visit.at,
            unit=find_unit(w, unit, visit.today),
            kind=kind,
            number=number_of(form),
            copies=[int(found[1]) for name in form.fields if (found := TICKED.fullmatch(name))],
            outcome=form.text("outcome"),
            by_name=words_in(form, "by_name", "经手人", "张三"),
            on=day_if_any(form, "on", "日期"),
        )

    return _after(visit, form, unit, kind, f"end-{form.text('number')}", act)


@get(PLAN + "/copies/{number:int}/{copy:int}/print", media_type=PDF, responses=PAGE_ERRORS)
async def print_copy_here(
    request: Request[Any, Any, Any],
    visit: NamedDependency[Visit],
    unit: UnitCode,
    kind: Kind,
    number: FromPath[int],
    copy: FromPath[int],
) -> Response[bytes]:
    """The PDF of a registered copy."""
    return await answer_copy(request, visit, unit, kind, number, copy)


@page_get("/recall")
def recall_page(
    visit: NamedDependency[Visit], under: FromQuery[str] = "", kind: FromQuery[str] = ""
) -> Response[str]:
    """Copies that are out though their version is void."""
    place, lines, titles = _recall(visit, under, kind)
    return page(
        "recall",
        frame(visit, heading(place.name), "plans"),
        place=place,
        lines=lines,
        kinds=titles,
        kind=kind,
        heading=heading(place.name),
    )


@page_get("/recall/{shape:str}", media_type=PDF)
def recall_file(
    visit: NamedDependency[Visit], shape: FromPath[str], under: FromQuery[str] = "", kind: FromQuery[str] = ""
) -> Response[bytes]:
    """The same list as PDF to go round with, or as CSV."""
    place, lines, _ = _recall(visit, under, kind)
    if shape == "pdf":
        return _file(as_pdf(lines, place.name, visit.today), f"{heading(place.name)}.pdf", PDF)
    if shape == "csv":
        return _file(as_csv(lines).encode(), f"{heading(place.name)}.csv", "text/csv; charset=utf-8")
    raise NotFound("收回清单只有 pdf 和 csv 两种。")


HANDLERS = (copies_page, hand_out_here, take_back_here, print_copy_here, recall_page, recall_file)


def _file(content: bytes, name: str, media_type: str) -> Response[bytes]:
    disposition = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    return Response(content, media_type=media_type, headers={"Content-Disposition": disposition})


def _after(
    visit: Visit, form: Form, unit: str, kind: str, what: str, act: Callable[[Writing], object]
) -> Response[str]:
    done = f"/plans/{unit}/{kind}/copies?done={what.partition('-')[0]}"
    return done_or_again(visit, form, what, act, done=done, again=partial(_copies, visit, unit, kind))


def _recall(visit: Visit, under: str, kind: str) -> tuple[Unit, tuple[CopyLine, ...], dict[str, str]]:
    with visit.database.reading() as r:
        place = place_asked(r, visit, under, visit.today)
        lines = desk.recall(r, visit.person(), under=place, kind=kind or None, on=visit.today)
        return place, lines, dict(kinds(r))


def _copies(visit: Visit, code: str, kind: str, tried: Tried, done: str = "") -> Response[str]:
    with visit.database.reading() as r:
        unit = find_unit(r, code, visit.today)
        title = check_kind(r, kind)
        lines = desk.copies(r, visit.person(), unit=unit, kind=kind, on=visit.today)
        versions = history(r, visit.person(), unit=unit, kind=kind, on=visit.today)
    bundles = tuple(
        Bundle(one.number, one.edition_no, one.state, one.state_label, held)
        for one in versions
        if (held := tuple(line for line in lines if line.number == one.number))
    )
    return page(
        "copies",
        frame(visit, f"受控份：{unit.name}{title}", "plans"),
        status=tried.status,
        unit=unit,
        kind=kind,
        kind_title=title,
        bundles=bundles,
        given=tuple(one for one in versions if one.state in GIVEN),
        editions={key: EDITIONS[key] for key in HANDED_OUT},
        outcomes=OUTCOMES,
        may_record=may(visit.actor, "copy.record", unit.path, is_township=is_government(unit)),
        today=visit.today,
        tried=tried,
        done=done,
    )
