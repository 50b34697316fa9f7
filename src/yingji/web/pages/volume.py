"""All plans of a kind under a place on paper: who has one, then one volume or a zip."""

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any
from urllib.parse import quote

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.response import Redirect

from yingji.access.rights import demand, may
from yingji.db import Reading
from yingji.desk import volume
from yingji.desk.answers import PlanLine
from yingji.desk.listing import list_plans
from yingji.desk.press import press
from yingji.desk.print import RESTRICTED
from yingji.desk.rows import Row
from yingji.errors import Forbidden, NotFound, TooLarge, Usage
from yingji.lifecycle.transitions import is_government
from yingji.paper.draw import Part
from yingji.paper.profiles import EDITIONS
from yingji.plans.queries import check_kind, kinds
from yingji.tray.actions import begin, bring
from yingji.tray.queries import Run, held, run_of
from yingji.units.queries import Unit
from yingji.web.asked import place_asked
from yingji.web.choosing import narrower
from yingji.web.forms import Form
from yingji.web.params import Day, FromPath, FromQuery, day
from yingji.web.printing import PDF
from yingji.web.rendering import frame, page
from yingji.web.routes import form_post, page_get
from yingji.web.said import said
from yingji.web.spec import PAGE_ERRORS
from yingji.web.visit import Visit

MOST = 150
"""Plans in one run; more are for the machine's own command."""
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
        place = place_asked(r, visit, under, on)
        if choice := narrower(r, visit, place, "预案", "/volume"):
            return choice
        asked = _asked(r, visit, place, kind, edition, on)
        lines = list_plans(r, visit.person(), under=asked.place, on=on, kind=kind)
        titles = kinds(r)
    return page(
        "volume",
        frame(visit, f"成批打印：{asked.place.name}{asked.kind_title}", "coverage"),
        asked=asked,
        ready=tuple(line for line in lines if _is_ready(line)),
        rest=tuple(line for line in lines if not _is_ready(line)),
        untold=len(asked.units) - len(lines),
        kinds=titles,
        editions=OFFERED,
        restricted=RESTRICTED,
        as_of=as_of,
        today=visit.today,
        most=MOST,
    )


@form_post("/volume")
def print_here(
    request: Request[Any, Any, Any], visit: NamedDependency[Visit], form: NamedDependency[Form]
) -> Response[str]:
    """Begin to print; the page of the run tells how far it has come."""
    given = {name: form.text(name) for name in ("under", "kind", "edition", "as_of", "shape")}
    if given["shape"] not in SHAPES:
        raise Usage("成批打印只有 zip（每个单位一个文件）和 pdf（合成一册）两种。")
    with visit.database.reading() as r:
        asked = _counted(_again(r, visit, given))
    with visit.database.writing() as w:
        run_id = begin(
            w, visit.person(), visit.at, digest="", filename=f"{_named(asked)}.{given['shape']}",
            kind=asked.kind, given=given, what="print", total=len(asked.units),
        )  # fmt: skip
    request.app.state.batches.start(run_id, partial(_printed, visit, asked, given, run_id))
    return Redirect(f"/volume/{run_id}", status_code=303)


@page_get("/volume/{run:int}")
def run_page(visit: NamedDependency[Visit], run: FromPath[int]) -> Response[str]:
    """How far it has come, who is not in it and why, and the file once it is there."""
    with visit.database.reading() as r:
        found = run_of(r, visit.person(), run, visit.at, what=("print",))
        title = check_kind(r, found.kind)
    rows = [Row(**row) for row in found.done]
    return page(
        "volume_run",
        frame(visit, f"成批打印{title}", "coverage"),
        run=found,
        kind_title=title,
        edition=EDITIONS[found.given["edition"]],
        rows=rows,
        missed=[row for row in rows if row.error],
    )


@get("/volume/{run:int}/file", media_type=PDF, responses=PAGE_ERRORS, sync_to_thread=True)
def run_file(visit: NamedDependency[Visit], run: FromPath[int]) -> Response[bytes]:
    """The zip, or the volume. Raises ``Forbidden`` when it holds what the person may no longer see."""
    with visit.database.reading() as r:
        found = run_of(r, visit.person(), run, visit.at, what=("print",))
        _refuse_unseen(visit, _again(r, visit, found.given), found)
        file = held(r, visit.person(), found.digest, visit.at)
    if file is None:
        raise NotFound("这一批没有文件，或者已经清掉了。请重新打印。")
    disposition = f"attachment; filename*=UTF-8''{quote(file.filename, safe='')}"
    headers = {"Content-Disposition": disposition, "Cache-Control": "private, no-store"}
    return Response(file.content, media_type=SHAPES[found.given["shape"]], headers=headers)


HANDLERS = (volume_page, print_here, run_page, run_file)


def _again(r: Reading, visit: Visit, given: Mapping[str, str]) -> Asked:
    on = day("as_of", given["as_of"]) or visit.today
    place = place_asked(r, visit, given["under"], on)
    return _asked(r, visit, place, given["kind"], given["edition"], on)


def _refuse_unseen(visit: Visit, asked: Asked, run: Run) -> None:
    units, actor = {unit.code: unit for unit in asked.units}, visit.person()
    for row in run.done:
        unit = units.get(str(row["unit"]))
        right = "plan.read_restricted" if asked.edition in RESTRICTED else "plan.read"
        if not row["error"] and not (unit and may(actor, right, unit.path, is_township=is_government(unit))):
            raise Forbidden("您的权限已经变化，其中有现在看不到的单位。请重新打印。")


def _asked(r: Reading, visit: Visit, place: Unit, kind: str, edition: str, on: date) -> Asked:
    units = volume.holders(r, visit.person(), under=place, kind=kind, edition=edition, on=on)
    if not units:
        demand(visit.person(), "plan.read", place.path)
    return Asked(place, kind, check_kind(r, kind), edition, units)


def _is_ready(line: PlanLine) -> bool:
    return line.state == "in_force" and not line.is_scan


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


def _printed(visit: Visit, asked: Asked, given: Mapping[str, str], run_id: int) -> Iterator[Row]:
    """A row for each unit as its print is done; the file goes into the person's tray behind the last."""
    out = io.BytesIO()
    yield from (_packed if given["shape"] == "zip" else _bound)(visit, asked, given["as_of"], out)
    if content := out.getvalue():
        with visit.database.writing() as w:
            bring(
                w,
                visit.person(),
                visit.at,
                run_id,
                filename=f"{_named(asked)}.{given['shape']}",
                content=content,
            )


def _packed(visit: Visit, asked: Asked, as_of: str, out: io.BytesIO) -> Iterator[Row]:
    with press(visit.config, len(asked.units)) as draw, visit.database.reading() as r:
        drawn = volume.each(_ready(r, visit, asked, as_of), draw)
        yield from volume.packed(((_on_page(row), content) for row, content in drawn), out)


def _bound(visit: Visit, asked: Asked, as_of: str, out: io.BytesIO) -> Iterator[Row]:
    parts: list[Part] = []
    with visit.database.reading() as r:
        yield from map(_on_page, volume.bound(_ready(r, visit, asked, as_of), parts, ""))
    if parts:
        out.write(volume.volume_of(parts, asked.place.name, asked.kind_title))


def _on_page(row: Row) -> Row:
    return replace(row, detail=said(row.detail))


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
