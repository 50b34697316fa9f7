"""The published days off and make-up working days, by year; entered day by day or as a list."""

from collections import Counter

from litestar import Response
from litestar.di import NamedDependency

from yingji.access.rights import may
from yingji.basis.actions import Imported, import_calendar, site_path
from yingji.basis.queries import calendar_days
from yingji.basis.sheets import CALENDAR_COLUMNS
from yingji.db import Writing
from yingji.web.asked import day_in
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

CALENDAR = Listing(
    "导入放假和调休安排",
    "/calendar",
    "工作日历",
    "calendar.change",
    "表头 date,workday,note；date 写 2027-02-05，workday 上班写 1、放假写 0。周末照常放假的不用写。",
)


@page_get("/calendar")
def calendar_page(
    visit: NamedDependency[Visit], year: FromQuery[int | None] = None, done: FromQuery[str] = ""
) -> Response[str]:
    """The exceptions of a year."""
    return _calendar(visit, year or visit.today.year, done=bool(done))


@form_post("/calendar")
def enter_day_here(visit: NamedDependency[Visit], form: NamedDependency[Form]) -> Response[str]:
    """Enter one day."""

    def act(w: Writing) -> int:
        on = day_in(form, "date", "哪一天")
        row = {"date": on.isoformat(), "workday": form.text("workday"), "note": form.text("note")}
        import_calendar(w, visit.person(), visit.at, sheet_of(CALENDAR_COLUMNS, [row]))
        return on.year

    def again(tried: Tried) -> Response[str]:
        return _calendar(visit, visit.today.year, tried)

    done = "/calendar?year={}&done=yes".format
    return done_or_again(visit, form, "add", act, done=done, again=again)


@page_get("/calendar/import")
def import_calendar_page(visit: NamedDependency[Visit]) -> Response[str]:
    """A year's arrangement to import, tried first and then confirmed."""
    return listing_page(visit, CALENDAR)


@file_post("/calendar/import", status_code=200, request_max_body_size=LARGEST_LIST)
def import_calendar_here(visit: NamedDependency[Visit], form: NamedDependency[Form]) -> Response[str]:
    """Show what a list would change, or (``do`` = ``store``) change it."""
    return import_listing(visit, form, CALENDAR, _take(visit))


HANDLERS = (calendar_page, enter_day_here, import_calendar_page, import_calendar_here)


def _take(visit: Visit) -> Take:
    def take(w: Writing, data: bytes, is_trial: bool) -> Imported:
        return import_calendar(w, visit.person(), visit.at, data, dry_run=is_trial)

    return take


def _calendar(visit: Visit, year: int, tried: Tried = NOTHING, *, done: bool = False) -> Response[str]:
    visit.person()
    with visit.database.reading() as r:
        every = calendar_days(r)
        may_change = may(visit.actor, "calendar.change", site_path(r, visit.at))
    years = Counter(entry.day.year for entry in every)
    return page(
        "calendar",
        frame(visit, "工作日历", "registers"),
        status=tried.status,
        year=year,
        years=dict(sorted(years.items(), reverse=True)),
        days=tuple(entry for entry in every if entry.day.year == year),
        tried=tried,
        done=done,
        may_change=may_change,
        today=visit.today,
    )
