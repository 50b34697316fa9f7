"""What the OpenAPI says of bodies that handlers read by themselves."""

from dataclasses import dataclass
from typing import ClassVar

from litestar.openapi.spec import OpenAPIMediaType, Operation, RequestBody, Schema
from litestar.openapi.spec.enums import OpenAPIType

from yingji.copies.register import HANDED_OUT, OUTCOMES
from yingji.lifecycle.fields import ATTACHMENT_TYPES, TITLES
from yingji.lifecycle.transitions import MOVES

_TEXT = Schema(type=OpenAPIType.STRING)
_DAY = Schema(type=OpenAPIType.STRING, description="事情发生的日期，例如 2026-05-01；默认今天，不能晚于今天")
_FILE = Schema(type=OpenAPIType.STRING, content_media_type="application/octet-stream")


def _object(required: list[str], /, *, others: bool | Schema = False, **properties: Schema) -> Schema:
    return Schema(
        type=OpenAPIType.OBJECT,
        required=required,
        properties={**properties},
        additional_properties=others,
    )


DOCUMENT = Schema(type=OpenAPIType.OBJECT, description="预案文件，格式见 /api/schemas")
MOVE = _object(
    ["move", "digest"],
    move=Schema(
        type=OpenAPIType.STRING,
        enum=list(MOVES),
        description="；".join(f"{name} {title}" for name, title in MOVES.items()),
    ),
    digest=Schema(type=OpenAPIType.STRING, description="看到的这一版的摘要"),
    on=_DAY,
    **{name: Schema(description=title) for name, title in TITLES.items()},
)
ATTACHMENT = _object(
    ["file", "type"],
    file=_FILE,
    type=Schema(
        type=OpenAPIType.STRING,
        enum=list(ATTACHMENT_TYPES),
        description="；".join(f"{name} {title}" for name, title in ATTACHMENT_TYPES.items()),
    ),
    on=_DAY,
)

HOLDERS = _object(
    ["holders"],
    holders=Schema(type=OpenAPIType.ARRAY, items=_TEXT, description="每个持有单位一份"),
    edition=Schema(type=OpenAPIType.STRING, enum=list(HANDED_OUT), description="默认 full 归档全本"),
    on=_DAY,
)
ENDS = _object(
    ["copies", "outcome", "by_name"],
    copies=Schema(type=OpenAPIType.ARRAY, items=Schema(type=OpenAPIType.INTEGER), description="第几份"),
    outcome=Schema(
        type=OpenAPIType.STRING,
        enum=list(OUTCOMES),
        description="；".join(f"{name} {title}" for name, title in OUTCOMES.items()),
    ),
    by_name=Schema(type=OpenAPIType.STRING, description="经手人"),
    on=_DAY,
)


@dataclass
class _Sends(Operation):
    bodies: ClassVar[dict[str, Schema]] = {}

    def __post_init__(self) -> None:
        """Describe the body."""
        content = {media_type: OpenAPIMediaType(schema=schema) for media_type, schema in self.bodies.items()}
        self.request_body = RequestBody(required=True, content=content)


@dataclass
class SendsDocument(_Sends):
    """A plan as JSON, or a file (Excel, Word, JSON) as the part ``file`` of a form."""

    bodies = {  # noqa: RUF012 - declared as ClassVar above
        "application/json": DOCUMENT,
        "multipart/form-data": _object(["file"], file=_FILE),
    }


@dataclass
class SendsMove(_Sends):
    """A move as JSON."""

    bodies = {"application/json": MOVE}  # noqa: RUF012 - declared as ClassVar above


@dataclass
class SendsHolders(_Sends):
    """Whom copies go to, as JSON."""

    bodies = {"application/json": HOLDERS}  # noqa: RUF012 - declared as ClassVar above


@dataclass
class SendsEnds(_Sends):
    """What became of copies, as JSON."""

    bodies = {"application/json": ENDS}  # noqa: RUF012 - declared as ClassVar above


@dataclass
class SendsAttachment(_Sends):
    """A file with its type."""

    bodies = {"multipart/form-data": ATTACHMENT}  # noqa: RUF012 - declared as ClassVar above


@dataclass
class SendsForm(_Sends):
    """The fields of a page's form."""

    bodies = {  # noqa: RUF012 - declared as ClassVar above
        "application/x-www-form-urlencoded": _object([], others=_TEXT, csrf=_TEXT)
    }


@dataclass
class SendsFileForm(_Sends):
    """A page's form with a file."""

    bodies = {  # noqa: RUF012 - declared as ClassVar above
        "multipart/form-data": _object(["file"], others=_TEXT, csrf=_TEXT, file=_FILE)
    }
