"""All plans of a kind under a place on paper: who has one, then one volume or a zip."""

import asyncio
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from urllib.parse import quote

from litestar import Request, Response, get
from litestar.datastructures import State
from litestar.di import NamedDependency

from yingji.access.rights import demand
from yingji.db import Reading
from yingji.desk import volume
from yingji.desk.folder import list_plans
from yingji.desk.press import press
from yingji.desk.print import RESTRICTED
from yingji.desk.supervise import place_of
from yingji.errors import NotFound, TooLarge
from yingji.paper.draw import Part
from yingji.paper.profiles import EDITIONS
from yingji.plans.queries import check_kind, kinds
from yingji.units.queries import Unit, find_unit
from yingji.web.params import Day, FromPath, FromQuery, day
from yingji.web.printing import PDF
from yingji.web.rendering import frame, page
from yingji.web.routes import page_get
from yingji.web.spec import PAGE_ERRORS
from yingji.web.visit import Visit

MOST = 150
"""Plans in one download; more are for the machine's own command."""
OFFERED = {key: title for key, title in EDITIONS.items() if key != "form"}
SHAPES = {"zip": "application/zip", "pdf": PDF}


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be printed."""

    place: Unit
    kind: str
    kind_title: str
    edition: str
    units: tuple[Unit, ...]


@page_get("/volume")
def volume_page(
    visit: NamedDependency[Visit],
    under: FromQuery[str] = "",
    kind: FromQuery[str] = "flood",
    edition: FromQuery[str] = "public",
    as_of: Day = "",
) -> Response[str]:
    """Which plans will be in it and which not, before anything is printed."""
    on = day("as_of", as_of) or visit.today
    with visit.database.reading() as r:
        asked = _asked(r, visit, under, kind, edition, as_of)
        lines = list_plans(r, visit.person(), under=asked.place, on=on, kind=kind)
        titles = kinds(r)
    return page(
        "volume",
        frame(visit, f"成批打印：{asked.place.name}{asked.kind_title}", "coverage"),
        asked=asked,
        ready=tuple(line for line in lines if line.state == "in_force"),
        rest=tuple(line for line in lines if line.state != "in_force"),
        untold=len(asked.units) - len(lines),
        kinds=titles,
        editions=OFFERED,
        restricted=RESTRICTED,
        as_of=as_of,
        today=visit.today,
        most=MOST,
    )


@get("/volume/{shape:str}", media_type=PDF, responses=PAGE_ERRORS)
async def volume_file(
    request: Request[None, None, State],
    visit: NamedDependency[Visit],
    shape: FromPath[str],
    under: FromQuery[str] = "",
    kind: FromQuery[str] = "flood",
    edition: FromQuery[str] = "public",
    as_of: Day = "",
) -> Response[bytes]:
    """The zip, or the volume; who has nothing in force is listed in the zip and on the page before."""
    if shape not in SHAPES:
        raise NotFound("成批打印只有 zip（每个单位一个文件）和 pdf（合成一册）两种。")
    make: Callable[[], tuple[str, bytes]] = partial(
        _zip if shape == "zip" else _bind, visit, under, kind, edition, as_of
    )
    name, content = await asyncio.get_running_loop().run_in_executor(request.app.state.printers, make)
    disposition = f"attachment; filename*=UTF-8''{quote(f'{name}.{shape}', safe='')}"
    headers = {"Content-Disposition": disposition, "Cache-Control": "private, no-store"}
    return Response(content, media_type=SHAPES[shape], headers=headers)


HANDLERS = (volume_page, volume_file)


def _asked(r: Reading, visit: Visit, under: str, kind: str, edition: str, as_of: str) -> Asked:
    on = day("as_of", as_of) or visit.today
    place = find_unit(r, under, on) if under else place_of(r, visit.person(), on)
    units = volume.holders(r, visit.person(), under=place, kind=kind, edition=edition, on=on)
    if not units:
        demand(visit.person(), "plan.read", place.path)
    return Asked(place, kind, check_kind(r, kind), edition, units)


def _named(asked: Asked) -> str:
    return f"{volume.volume_title(asked.place.name, asked.kind_title)}（{EDITIONS[asked.edition].partition('（')[0]}）"


def _counted(asked: Asked) -> Asked:
    if len(asked.units) > MOST:
        raise TooLarge(
            f"{asked.place.name}有 {len(asked.units)} 份，网页上一次最多打印 {MOST} 份。"
            "请按乡镇分开打印，或请管理员在服务器上用 plan print-all 打印。"
        )
    if not asked.units:
        raise NotFound(f"{asked.place.name}没有单位编过{asked.kind_title}，没有可打印的。")
    return asked


def _zip(visit: Visit, under: str, kind: str, edition: str, as_of: str) -> tuple[str, bytes]:
    out = io.BytesIO()
    with visit.database.reading() as r:
        asked = _counted(_asked(r, visit, under, kind, edition, as_of))
    with press(visit.config, len(asked.units)) as draw, visit.database.reading() as r:
        for _ in volume.packed(volume.each(_ready(r, visit, asked, as_of), draw), out):
            pass
    return _named(asked), out.getvalue()


def _bind(visit: Visit, under: str, kind: str, edition: str, as_of: str) -> tuple[str, bytes]:
    parts: list[Part] = []
    with visit.database.reading() as r:
        asked = _counted(_asked(r, visit, under, kind, edition, as_of))
        rows = list(volume.bound(_ready(r, visit, asked, as_of), parts, ""))
    if not parts:
        raise NotFound(f"没有一份能打印。{rows[0].detail}")
    return _named(asked), volume.volume_of(parts, asked.place.name, asked.kind_title)


def _ready(r: Reading, visit: Visit, asked: Asked, as_of: str) -> Iterator[volume.Ready]:
    return volume.prepared(
        r,
        visit.person(),
        asked.units,
        kind=asked.kind,
        edition=asked.edition,
        on=day("as_of", as_of) or visit.today,
        base_url=visit.base_url,
    )
