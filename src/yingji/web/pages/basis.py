"""The register of laws, regulations and upstream plans: entered one by one or as a list."""

from functools import partial

from litestar import Response
from litestar.di import NamedDependency

from yingji.access.rights import may
from yingji.basis.actions import Imported, import_documents, site_path
from yingji.basis.queries import documents, major_marks
from yingji.basis.sheets import DOCUMENT_COLUMNS
from yingji.db import Writing
from yingji.errors import Invalid, Problem
from yingji.plans.queries import kinds
from yingji.web.asked import words_in
from yingji.web.attempt import NOTHING, Tried, done_or_again
from yingji.web.forms import Form
from yingji.web.pages.listing import (
    LARGEST_LIST,
    Listing,
    Take,
    import_listing,
    listing_page,
    sheet_of,
)
from yingji.web.params import FromQuery
from yingji.web.rendering import frame, page
from yingji.web.routes import file_post, form_post, page_get
from yingji.web.visit import Visit

DONE = {"add": "已登记"}
CERTAINTIES = {"unverified": "没有核对", "copy": "按转载文本核对", "official": "已与正式文本核对"}
BASIS = Listing(
    "导入依据文件",
    "/basis",
    "依据文件",
    "basis.change",
    "表头 "
    + ",".join(DOCUMENT_COLUMNS)
    + "；id 是编号，certainty 写 official（已与正式文本核对）、copy 或 unverified。",
)


BLANKS = {
    "id": "编号",
    "title": "名称",
    "doc_no": "文号",
    "kind": "哪一种预案的上位预案",
    "issuer": "印发单位代码",
    "issued_on": "印发日期",
    "effective_on": "施行日期",
    "supersedes": "替代哪一件",
    "ended_on": "停止执行日期",
    "certainty": "与正式文本核对",
    "note": "说明",
}
"""What the form calls each column of a document."""


@page_get("/basis")
def basis_page(
    visit: NamedDependency[Visit], q: FromQuery[str] = "", done: FromQuery[str] = ""
) -> Response[str]:
    """Laws, regulations and upstream plans; what was not proofread against the official print says so."""
    return _list(visit, q, done=DONE.get(done, ""))


@form_post("/basis")
def enter_basis_here(visit: NamedDependency[Visit], form: NamedDependency[Form]) -> Response[str]:
    """Enter a document, or the newer facts of one that is there."""

    def act(w: Writing) -> Imported:
        words_in(form, "id", "编号", "CN-FLOOD-2022")
        words_in(form, "title", "名称", "国家防汛抗旱应急预案")
        line = sheet_of(DOCUMENT_COLUMNS, [{name: form.text(name) for name in DOCUMENT_COLUMNS}])
        try:
            return import_documents(w, visit.person(), visit.at, line, kinds=kinds(w))
        except Invalid as fault:
            raise _of_the_form(fault) from None

    return done_or_again(visit, form, "add", act, done="/basis?done=add", again=partial(_list, visit, ""))


@page_get("/basis/import")
def import_basis_page(visit: NamedDependency[Visit]) -> Response[str]:
    """A list of documents to import, tried first and then confirmed."""
    return listing_page(visit, BASIS)


@file_post("/basis/import", status_code=200, request_max_body_size=LARGEST_LIST)
def import_basis_here(visit: NamedDependency[Visit], form: NamedDependency[Form]) -> Response[str]:
    """Show what a list would change, or (``do`` = ``store``) change it."""

    return import_listing(visit, form, BASIS, _take(visit))


def _of_the_form(fault: Invalid) -> Invalid:
    """The same said of the fields of the form, which is a table of one line."""
    found = [(problem.path.rpartition("/")[2], problem) for problem in fault.problems]
    rows = [Problem(f"/{name}", BLANKS.get(name, one.place), one.message) for name, one in found]
    return Invalid(f"有 {len(rows)} 处要改，什么都没有存入。", rows)


HANDLERS = (basis_page, enter_basis_here, import_basis_page, import_basis_here)


def _take(visit: Visit) -> Take:
    def take(w: Writing, data: bytes, is_trial: bool) -> Imported:
        return import_documents(w, visit.person(), visit.at, data, kinds=kinds(w), dry_run=is_trial)

    return take


def _list(visit: Visit, q: str, tried: Tried = NOTHING, *, done: str = "") -> Response[str]:
    visit.person()
    wanted = q.strip()
    with visit.database.reading() as r:
        every = documents(r)
        marks = major_marks(r)
        titles = kinds(r)
        may_change = may(visit.actor, "basis.change", site_path(r, visit.at))
    return page(
        "basis",
        frame(visit, "依据文件", "registers"),
        status=tried.status,
        documents=tuple(d for d in every if wanted in d.title + d.doc_no + d.id),
        successors={d.supersedes: d for d in every if d.supersedes},
        marks={mark.basis_id: mark for mark in marks if mark.basis_id},
        every=every,
        kinds=titles,
        blanks=BLANKS,
        certainties=CERTAINTIES,
        q=q,
        tried=tried,
        done=done,
        may_change=may_change,
        today=visit.today,
    )
