"""Pages: frozen contexts in, HTML out. Everything is escaped; a name a template misses is an error."""

import hashlib
import json
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar import MediaType, Request, Response

from yingji.plans.prose import plain
from yingji.web.doors import Door, doors_of
from yingji.web.forms import Typed, typed
from yingji.web.visit import NOBODY, Visit
from yingji.web.wording import FACES, FILTERS

HERE = Path(__file__).parent
STATIC = HERE / "static"


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around every page."""

    title: str
    person: str = ""
    post: str = ""
    csrf: str = ""
    clock: str = ""
    is_sample: bool = False
    here: str = ""
    doors: tuple[Door, ...] = ()


def frame(visit: Visit | None, title: str, here: str = "", *, rehearsal_of: Visit | None = None) -> Frame:
    """The frame for whoever looks; ``here`` marks the current entry of the navigation.

    ``rehearsal_of``: for pages that name no person, the visit whose clock and sample mark they show.
    """
    known = visit or rehearsal_of
    if known is None:
        return Frame(title)
    clock = f"{known.at:%Y-%m-%d %H:%M}" if known.config.is_rehearsal else ""
    person = visit.actor if visit else NOBODY
    return Frame(
        title=title,
        person=person.name,
        post=person.post,
        csrf=visit.csrf if visit else "",
        clock=clock,
        is_sample=known.is_sample,
        here=here,
        doors=doors_of(person) if visit else (),
    )


def page(
    name: str, around: Frame, *, status: int = 200, headers: dict[str, str] | None = None, **context: Any
) -> Response[str]:
    """A page from the template ``name``.html."""
    text = _environment().get_template(f"{name}.html").render(frame=around, **context)
    return Response(
        text,
        media_type=MediaType.HTML,
        status_code=status,
        headers={"Cache-Control": "no-store", **(headers or {})},
    )


def error_page(
    request: Request[Any, Any, Any], visit: Visit | None, details: Any, *, headers: dict[str, str]
) -> Response[str]:
    """The page of a fault; without anybody signed in it asks for that and leads back here."""
    kept = typed(request) if details.status == 401 else Typed({}, {})
    carried = asdict(kept) if kept.fields or kept.lost else {}
    return page(
        "error",
        frame(visit, details.title),
        status=details.status,
        headers=headers,
        fault=details,
        next=_back(request),
        carried=json.dumps(carried, ensure_ascii=False) if carried else "",
        action=request.url.path if carried else "",
        lost=tuple(kept.lost.values()),
        is_sent=request.method == "POST",
    )


def _back(request: Request[Any, Any, Any]) -> str:
    """Where to go on: the page asked for, or the page of this site that a form was sent from."""
    if request.method == "GET":
        return request.url.path + (f"?{request.url.query}" if request.url.query else "")
    came_from = urlsplit(request.headers.get("referer", ""))
    if came_from.netloc != request.headers.get("host", ""):
        return ""
    return came_from.path + (f"?{came_from.query}" if came_from.query else "")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(static=_static, faces=FACES)
    environment.filters.update(FILTERS)
    environment.filters["path"] = lambda text: quote(str(text), safe="")
    environment.filters["plain"] = plain
    return environment


@cache
def _static(name: str) -> str:
    """The address of a static file, new whenever its content is."""
    return f"/static/{name}?{hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]}"
