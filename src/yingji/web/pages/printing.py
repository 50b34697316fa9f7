"""The print dialog as a page: which edition, as of which day, for whom, and which cannot be had and why."""

from dataclasses import dataclass

from litestar import Response
from litestar.di import NamedDependency

from yingji.access.rights import may
from yingji.desk.folder import history, show
from yingji.desk.print import RESTRICTED
from yingji.lifecycle.transitions import is_government
from yingji.paper.profiles import EDITIONS
from yingji.units.queries import find_unit
from yingji.web.pages.plans import PLAN
from yingji.web.params import Day, FromQuery, Kind, UnitCode, day
from yingji.web.rendering import frame, page
from yingji.web.routes import page_get
from yingji.web.visit import Visit

FOR_WHOM: dict[str, str] = {
    "full": "归档、报送备案；含通讯录和受限名单，不外传",
    "public": "张贴、上网公开；电话和受限名单已隐去",
    "card": "值班室墙上、责任人手里，一页纸",
    "household": "发到户，一页四张裁开用；含住户情况，只给本户",
    "filing": "报乡镇备案时随文附上，收回回执",
    "form": "还没有预案时，拿回去填",
}
NUMBERED = ("in_force", "not_yet_effective", "superseded", "revoked")


@dataclass(frozen=True, slots=True)
class Face:
    """An edition on offer; ``reason`` why this person cannot have it."""

    key: str
    title: str
    use: str
    reason: str = ""


@page_get(PLAN + "/printing")
def print_dialog(
    visit: NamedDependency[Visit],
    unit: UnitCode,
    kind: Kind,
    number: FromQuery[int | None] = None,
    as_of: Day = "",
) -> Response[str]:
    """Every edition with what it is for; one click prints."""
    on = day("as_of", as_of) or visit.today
    with visit.database.reading() as r:
        place = find_unit(r, unit, on)
        shown = show(r, visit.person(), unit=place, kind=kind, on=on, base_url=visit.base_url, number=number)
        versions = history(r, visit.person(), unit=place, kind=kind, on=on)
    in_full = may(visit.actor, "plan.read_restricted", place.path, is_township=is_government(place))
    return page(
        "printing",
        frame(visit, f"打印：{shown.title}", "plans"),
        unit=place,
        kind=kind,
        shown=shown,
        versions=versions,
        is_draft=shown.state not in NUMBERED,
        faces=tuple(_face(key, title, in_full) for key, title in EDITIONS.items()),
        as_of=as_of,
        on=on,
        today=visit.today,
    )


HANDLERS = (print_dialog,)


def _face(key: str, title: str, in_full: bool) -> Face:
    reason = "" if in_full or key not in RESTRICTED else "含受限内容，您的角色不能打印"
    return Face(key, title, FOR_WHOM.get(key, ""), reason)
