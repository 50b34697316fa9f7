"""Acts on a version: moves and files beside it."""

from dataclasses import dataclass
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency, Provide

from yingji.desk.answers import Moved
from yingji.desk.procedure import LARGEST_FILE, attach, make_move
from yingji.desk.supervise import attached_file
from yingji.errors import Invalid, Problem, Usage
from yingji.plans.reading import parse
from yingji.units.queries import find_unit
from yingji.web.downloading import as_file
from yingji.web.forms import Form
from yingji.web.operations import SendsAttachment, SendsMove
from yingji.web.params import FromPath, Kind, Number, UnitCode, day
from yingji.web.spec import errors
from yingji.web.uploading import Sent, read_document
from yingji.web.visit import Visit


@dataclass(frozen=True, slots=True)
class Attached:
    """A stored attachment; ``digest`` is the sha-256 of its bytes."""

    unit: str
    kind: str
    number: int
    type: str
    filename: str
    digest: str


@post(
    "/api/plans/{unit:str}/{kind:str}/versions/{number:int}/moves",
    tags=["moves"],
    status_code=200,
    operation_class=SendsMove,
    request_max_body_size=256 * 1024,
    dependencies={"sent": Provide(read_document)},
    responses=errors(403, 404, 409, 412, 413, 422),
    sync_to_thread=True,
)
def move(
    visit: NamedDependency[Visit], sent: NamedDependency[Sent], unit: UnitCode, kind: Kind, number: Number
) -> Moved:
    """Make a move on the version whose digest is named; ``on`` is the day it happened, default today."""
    fields = parse(sent.content)
    name, digest = _text(fields, "move"), _text(fields, "digest")
    on = day("on", _text(fields, "on"))
    with visit.database.writing() as w:
        place = find_unit(w, unit, visit.today)
        if not digest:
            raise _no_digest()
        return make_move(
            w,
            visit.person(),
            visit.at,
            unit=place,
            kind=kind,
            move=name,
            fields={key: value for key, value in fields.items() if key not in {"move", "digest", "on"}},
            number=number,
            digest=digest,
            on=on,
        )


@post(
    "/api/plans/{unit:str}/{kind:str}/versions/{number:int}/attachments",
    tags=["moves"],
    operation_class=SendsAttachment,
    request_max_body_size=LARGEST_FILE + 64 * 1024,
    responses=errors(403, 404, 409, 413, 415),
    sync_to_thread=True,
)
def attachment(
    visit: NamedDependency[Visit], form: NamedDependency[Form], unit: UnitCode, kind: Kind, number: Number
) -> Attached:
    """Store a file beside the version: ``file`` and its ``type`` (signed, original, map, drill, other)."""
    file, type_ = form.file("file"), form.text("type")
    with visit.database.writing() as w:
        place = find_unit(w, unit, visit.today)
        digest = attach(
            w,
            visit.person(),
            visit.at,
            unit=place,
            kind=kind,
            type=type_,
            filename=file.filename,
            content=file.content,
            number=number,
            on=day("on", form.text("on")),
        )
    return Attached(place.code, kind, number, type_, file.filename, digest)


@get(
    "/api/plans/{unit:str}/{kind:str}/files/{file_id:int}",
    tags=["plans"],
    media_type="application/octet-stream",
    responses=errors(403, 404, 409),
    sync_to_thread=True,
)
def file(
    visit: NamedDependency[Visit], unit: UnitCode, kind: Kind, file_id: FromPath[int]
) -> Response[bytes]:
    """A file beside a version, byte for byte as it was sent; ``files`` of the versions list them."""
    with visit.database.reading() as r:
        place = find_unit(r, unit, visit.today)
        found, content = attached_file(r, visit.person(), unit=place, kind=kind, file_id=file_id)
    return as_file(content, found.filename, found.media_type)


HANDLERS = (move, attachment, file)


def _text(fields: dict[str, Any], name: str) -> str:
    value = fields.get(name) or ""
    if not isinstance(value, str):
        raise Usage(f'「{name}」应为文字。例如 {{"move": "submit", "digest": "…", "on": "2026-05-01"}}。')
    return value.strip()


def _no_digest() -> Invalid:
    message = "请写明 digest，即您看到的这一版的摘要，免得对着旧内容办理。摘要在这一版的 digest 一项。"
    return Invalid(message, [Problem("/digest", "摘要", message)])
