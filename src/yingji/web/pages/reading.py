"""The text of a plan, what changed between two versions of it, and the files beside them."""

from litestar import Response
from litestar.di import NamedDependency

from yingji.desk.answers import DiffLine
from yingji.desk.folder import diff
from yingji.desk.review import anchored, remarks_on
from yingji.desk.supervise import attached_file, text_of
from yingji.plans.queries import check_kind
from yingji.units.queries import find_unit
from yingji.web.downloading import as_file
from yingji.web.pages.plans import PLAN
from yingji.web.params import FromPath, FromQuery, Kind, UnitCode
from yingji.web.rendering import frame, page
from yingji.web.routes import page_get
from yingji.web.visit import Visit


@page_get(PLAN + "/read")
def text_page(
    visit: NamedDependency[Visit], unit: UnitCode, kind: Kind, number: FromQuery[int | None] = None
) -> Response[str]:
    """The text of one version (default: in force, else newest), masked for who may not read all of it."""
    with visit.database.reading() as r:
        place = find_unit(r, unit, visit.today)
        kind_title = check_kind(r, kind)
        text = text_of(r, visit.person(), unit=place, kind=kind, on=visit.today, number=number)
        found = remarks_on(r, visit.person(), unit=place, kind=kind, on=visit.today, number=text.number)
    return page(
        "read",
        frame(visit, text.title, "plans"),
        unit=place,
        kind=kind,
        kind_title=kind_title,
        text=text,
        remarks=found,
        notes=anchored(text.root, found),
    )


@page_get(PLAN + "/diff")
def diff_page(
    visit: NamedDependency[Visit], unit: UnitCode, kind: Kind, old: FromQuery[int], new: FromQuery[int]
) -> Response[str]:
    """What changed between two versions, in words."""
    with visit.database.reading() as r:
        place = find_unit(r, unit, visit.today)
        title = check_kind(r, kind)
        changes: tuple[DiffLine, ...] = diff(
            r, visit.person(), unit=place, kind=kind, on=visit.today, old=old, new=new
        )
    return page(
        "diff",
        frame(visit, f"{place.name}{title}：第 {old} 次与第 {new} 次上传的不同", "plans"),
        unit=place,
        kind=kind,
        kind_title=title,
        old=old,
        new=new,
        changes=changes,
    )


@page_get(PLAN + "/files/{file_id:int}", media_type="application/octet-stream")
def file_here(
    visit: NamedDependency[Visit], unit: UnitCode, kind: Kind, file_id: FromPath[int]
) -> Response[bytes]:
    """A file beside a version, as it was sent; never shown inside the site."""
    with visit.database.reading() as r:
        place = find_unit(r, unit, visit.today)
        check_kind(r, kind)
        found, content = attached_file(r, visit.person(), unit=place, kind=kind, file_id=file_id)
    return as_file(content, found.filename, found.media_type)


HANDLERS = (text_page, diff_page, file_here)
