"""Pages that list plans one by one ask for a narrower place first where there would be far too many."""

from litestar import Response

from yingji.access.rights import visible
from yingji.db import Reading
from yingji.units.names import FAR
from yingji.units.queries import Unit, children
from yingji.web.rendering import frame, page
from yingji.web.visit import Visit


def narrower(r: Reading, visit: Visit, place: Unit, what: str, path: str) -> Response[str] | None:
    """The places directly below to choose from; None where ``place`` is narrow enough to be listed."""
    if place.kind not in FAR:
        return None
    scope = visible(visit.person())
    below = [unit for unit in children(r, place.id, visit.today) if scope.covers(unit.path)]
    return page(
        "choose",
        frame(visit, f"{place.name} · {what}", "plans"),
        place=place,
        what=what,
        path=path,
        below=below,
    )
