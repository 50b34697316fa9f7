"""How the four numbers of a place moved, month by month."""

from litestar import Response
from litestar.di import NamedDependency

from yingji.coverage.queries.months import MONTHS
from yingji.desk.reports import Question, trend
from yingji.errors import Usage
from yingji.plans.queries import check_kind
from yingji.units.names import FAR
from yingji.web.asked import place_asked
from yingji.web.chart import COLOURS, NARROW, WIDTH, Point, trend_svg
from yingji.web.pages.coverage import Asked
from yingji.web.params import Day, FromQuery, day
from yingji.web.rendering import frame, page
from yingji.web.routes import page_get
from yingji.web.visit import Visit


@page_get("/coverage/trend.svg", media_type="image/svg+xml")
def trend_picture(
    visit: NamedDependency[Visit],
    under: FromQuery[str] = "",
    kind: FromQuery[str] = "",
    as_of: Day = "",
    narrow: FromQuery[bool] = False,
) -> Response[str]:
    """The four numbers at the end of each of the last twelve months; ``narrow``: for a phone."""
    drawn = trend_svg(_trend(visit, under, kind, as_of), NARROW if narrow else WIDTH)
    return Response(drawn, media_type="image/svg+xml")


@page_get("/coverage/trend")
def trend_page(
    visit: NamedDependency[Visit], under: FromQuery[str] = "", kind: FromQuery[str] = "", as_of: Day = ""
) -> Response[str]:
    """The same as a picture and as a table."""
    points = _trend(visit, under, kind, as_of)
    with visit.database.reading() as r:
        place = place_asked(r, visit, under, day("as_of", as_of) or visit.today)
        title = check_kind(r, kind) if kind else "全部预案"
    return page(
        "trend",
        frame(visit, f"{place.name} · 走势", "coverage"),
        place=place,
        title=title,
        points=points,
        asked=Asked(place.code, kind, as_of, "", ""),
    )


HANDLERS = (trend_picture, trend_page)


def _trend(visit: Visit, under: str, kind: str, as_of: str) -> tuple[Point, ...]:
    on = day("as_of", as_of) or visit.today
    with visit.database.reading() as r:
        place = place_asked(r, visit, under, on)
        if place.kind in FAR:
            raise Usage("省和地级市没有走势。请先点到县或乡镇。")
        asked = Question(visit.person(), place, kind or None, on, None, visit.today, visit.at)
        ends = trend(r, asked, MONTHS)
    return tuple(Point(end.as_of, *(getattr(end.totals, name) for name in COLOURS)) for end in ends)
