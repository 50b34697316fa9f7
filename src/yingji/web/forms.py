"""Form posts, read by ourselves: url-encoded bodies hold villagers' phone numbers and go into no cache."""

import io
import zipfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from litestar import Request
from litestar.datastructures import UploadFile

from yingji.errors import Unreadable, Usage

MOST_FIELDS = 20_000
UNCARRIED = frozenset({"csrf", "username", "password", "old", "new", "again", "carried", "action"})
"""Fields that no page gives back."""
HELD = "held:"
"""Begins the name of a field that stands for a file sent before."""
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
        """A file; raises ``Usage`` when none was chosen, or the one chosen before is no longer there."""
        if name not in self.files or not self.files[name].content:
            is_gone = self.text(HELD + name)
            raise Usage("先前选的文件没有留住，请重新选择文件。" if is_gone else "请先选择一个文件再提交。")
        return self.files[name]

    @property
    def held(self) -> dict[str, str]:
        """By field the digest of a file that was sent before and waits in the tray."""
        return {
            name.removeprefix(HELD): digest for name, digest in self.fields.items() if name.startswith(HELD)
        }


@dataclass(frozen=True, slots=True)
class Typed:
    """What was sent with a form: its fields but for secrets, and by field the names of files that are ``lost``."""

    fields: Mapping[str, str]
    lost: Mapping[str, str]


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
    keep_form(request, form)
    return form


def keep_form(request: Request[Any, Any, Any], form: Form) -> None:
    """Let whoever reads the request's form from now on find this one."""
    request.scope["state"][_KEPT] = form


def typed(request: Request[Any, Any, Any]) -> Typed:
    """What was sent with the request's form, as far as it was read."""
    kept = request.scope["state"].get(_KEPT)
    form = kept if isinstance(kept, Form) else Form()
    return Typed(
        {name: value for name, value in form.fields.items() if name not in UNCARRIED},
        {name: file.filename for name, file in form.files.items() if file.filename and name not in form.held},
    )


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
    files: dict[str, list[Upload]] = defaultdict(list)
    for name, value in (await request.form()).multi_items():
        if isinstance(value, UploadFile):
            files[name].append(Upload(value.filename, await value.read()))
            await value.close()
        else:
            fields[name] = str(value)
    return Form(fields, {name: _as_one(sent) for name, sent in files.items()})


def _as_one(sent: Sequence[Upload]) -> Upload:
    """A file as it is; several chosen for one field as a zip of them."""
    if len(sent) == 1:
        return sent[0]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for number, file in enumerate(sent):
            archive.writestr(f"{number}/{file.filename}", file.content)
    return Upload(f"{len(sent)} 份文件.zip", packed.getvalue())
