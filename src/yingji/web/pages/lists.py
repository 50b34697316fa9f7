"""The office's lists: out as Excel, in again with the difference in words first."""

from dataclasses import dataclass, replace

from litestar import Response
from litestar.di import NamedDependency

from yingji.db import Reading
from yingji.desk.lists import Act, Taken, list_in, list_out, may_give, may_take
from yingji.desk.supervise import place_of
from yingji.errors import Forbidden, Invalid, NotFound, Problem
from yingji.office.excel.list_forms import COLUMNS, mark_list
from yingji.units.queries import Unit, units_by_ids
from yingji.web.attempt import NOTHING, Tried
from yingji.web.downloading import as_file
from yingji.web.forms import Form
from yingji.web.pages.intake import XLSX
from yingji.web.params import FromPath
from yingji.web.problems import details
from yingji.web.rendering import frame, page
from yingji.web.routes import file_post, form_post, page_get
from yingji.web.uploading import LARGEST_BODY, hold_on
from yingji.web.visit import Visit

WHY = {
    "units": "代码、名称、类别、上级",
    "people": "账号、姓名、职务、角色",
    "contacts": "各单位现行预案里的责任人和电话",
    "drills": "哪天演练过，发现了什么",
    "basis": "法律法规、上位预案",
}


@dataclass(frozen=True, slots=True)
class Offered:
    """One list, and what the person may do with it."""

    name: str
    title: str
    why: str
    may_give: bool


@page_get("/lists")
def lists_page(visit: NamedDependency[Visit]) -> Response[str]:
    """The lists the person may take out or bring in."""
    return _page(visit)


@page_get("/lists/{name:str}/file", media_type=XLSX)
def list_file(visit: NamedDependency[Visit], name: FromPath[str]) -> Response[bytes]:
    """One list of the person's place as a workbook."""
    with visit.database.reading() as r:
        place = _place(r, visit)
        content = list_out(r, visit.person(), name, under=place, on=visit.today)
    return as_file(content, f"{place.short_name}{COLUMNS[name][0]}.xlsx", XLSX)


@file_post("/lists/{name:str}", status_code=200, request_max_body_size=LARGEST_BODY)
def list_here(
    visit: NamedDependency[Visit], form: NamedDependency[Form], name: FromPath[str]
) -> Response[str]:
    """Say what a list would change; with ``do=store`` change it."""
    if name not in COLUMNS:
        raise NotFound("没有这种名单。请从名单页打开。")
    _demand_giving(visit, name)
    file, is_stored = form.file("file"), form.text("do") == "store"
    held = hold_on(visit, file)
    try:
        with visit.database.writing(dry_run=not is_stored) as w:
            taken = list_in(Act(w, visit.person(), visit.at, visit.today), name, file.content)
    except Invalid as fault:
        return _page(visit, name, Tried(name, details(fault), values={"filename": file.filename}), held=held)
    taken = taken if is_stored else replace(taken, told=())
    return _page(visit, name, taken=taken, filename=file.filename, held=held, is_stored=is_stored)


@form_post("/lists/{name:str}/marked", media_type="application/octet-stream", status_code=200)
def marked_list(
    visit: NamedDependency[Visit], form: NamedDependency[Form], name: FromPath[str]
) -> Response[bytes]:
    """The person's own list back, the cells to mend marked in it."""
    if name not in COLUMNS:
        raise NotFound("没有这种名单。请从名单页打开。")
    _demand_giving(visit, name)
    file = form.file("file")
    problems: tuple[Problem, ...] = ()
    try:
        with visit.database.writing(dry_run=True) as w:
            list_in(Act(w, visit.person(), visit.at, visit.today), name, file.content)
    except Invalid as fault:
        if not fault.problems:
            raise
        problems = fault.problems
    return as_file(mark_list(name, file.content, problems), f"{COLUMNS[name][0]}（标红）.xlsx", XLSX)


HANDLERS = (lists_page, list_file, list_here, marked_list)


def _place(r: Reading, visit: Visit) -> Unit:
    """The widest place the person sees, else (administrators) the one they keep."""
    try:
        return place_of(r, visit.person(), visit.today)
    except Forbidden:
        kept = units_by_ids(r, {held.unit_id for held in visit.person().held}, visit.today)
        if not kept:
            raise
        return min(kept, key=lambda unit: unit.path.count("/"))


def _demand_giving(visit: Visit, name: str) -> None:
    with visit.database.reading() as r:
        if not may_give(r, visit.person(), name, _place(r, visit), visit.today):
            raise Forbidden(f"您的账号不能导入{COLUMNS[name][0]}。请联系管理员。")


def _page(
    visit: Visit,
    name: str = "",
    tried: Tried = NOTHING,
    *,
    taken: Taken | None = None,
    filename: str = "",
    held: str = "",
    is_stored: bool = False,
) -> Response[str]:
    actor = visit.person()
    with visit.database.reading() as r:
        place = _place(r, visit)
        offered = tuple(
            Offered(key, title, WHY[key], may_give(r, actor, key, place, visit.today))
            for key, (title, *_) in COLUMNS.items()
            if may_take(actor, key, place)
        )
    return page(
        "lists",
        frame(visit, "名单", "registers"),
        status=tried.status,
        place=place,
        offered=offered,
        chosen=name,
        title=COLUMNS[name][0] if name else "",
        tried=tried,
        taken=taken,
        filename=filename or tried.values.get("filename", ""),
        held=held,
        is_stored=is_stored,
    )
