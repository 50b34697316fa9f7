"""Form posts, read by ourselves: url-encoded bodies hold villagers' phone numbers and go into no cache."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from litestar import Request
from litestar.datastructures import UploadFile

from yingji.errors import Unreadable, Usage

MOST_FIELDS = 20_000
UNCARRIED = frozenset({"csrf", "password", "old", "new", "again", "carried", "action"})
_KEPT = "yingji_form"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file sent with a form."""

    filename: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Form:
    """The fields and files of one post; the last value of a repeated field counts."""

    fields: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """A field without surrounding blanks; empty when absent."""
        return self.fields.get(name, "").strip()

    def file(self, name: str) -> Upload:
        """A file; raises ``Usage`` when none was chosen."""
        if name not in self.files or not self.files[name].content:
            raise Usage("请先选择一个文件再提交。")
        return self.files[name]


async def read_form(request: Request[Any, Any, Any]) -> Form:
    """The request's form; empty for any other kind of body. Raises ``Unreadable``."""
    kept = request.scope["state"].get(_KEPT)
    if isinstance(kept, Form):
        return kept
    media_type = request.content_type[0]
    form = Form()
    if media_type == "application/x-www-form-urlencoded":
        form = Form(_pairs(await request.body()))
    elif media_type == "multipart/form-data":
        form = await _multipart(request)
    request.scope["state"][_KEPT] = form
    return form


def typed(request: Request[Any, Any, Any]) -> dict[str, str]:
    """What was typed into the request's form as far as it was read; no secret."""
    kept = request.scope["state"].get(_KEPT)
    fields = kept.fields if isinstance(kept, Form) and not kept.files else {}
    return {name: value for name, value in fields.items() if name not in UNCARRIED}


def _pairs(body: bytes) -> dict[str, str]:
    try:
        return dict(
            parse_qsl(
                body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS
            )
        )
    except ValueError:
        raise Unreadable("表单内容读不出来，请返回页面重新填写。") from None


async def _multipart(request: Request[Any, Any, Any]) -> Form:
    fields: dict[str, str] = {}
    files: dict[str, Upload] = {}
    for name, value in (await request.form()).multi_items():
        if isinstance(value, UploadFile):
            files[name] = Upload(value.filename, await value.read())
            await value.close()
        else:
            fields[name] = str(value)
    return Form(fields, files)
