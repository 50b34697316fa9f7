"""The handful of faults a door has to answer for, and the problem a person has to mend.

Doors map each kind once: ``exit_code`` for the command line, ``status`` for HTTP.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, Literal

Grade = Literal["must", "should", "note"]
GRADES: dict[Grade, str] = {"must": "必须改", "should": "建议改", "note": "提示"}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a document.

    ``path`` is a JSON pointer for machines ("" for the whole file); ``place`` and
    ``message`` are Chinese and never empty. Only ``must`` keeps a document out.
    """

    path: str
    place: str
    message: str
    grade: Grade = "must"


class Fault(Exception):  # noqa: N818 - the kinds below name what is wrong, not errors of ours
    """Something a person can mend; ``detail`` is the Chinese sentence shown to them."""

    code: ClassVar[str] = "fault"
    title: ClassVar[str] = "办理未成功"
    exit_code: ClassVar[int] = 1
    status: ClassVar[int] = 400

    def __init__(self, detail: str, problems: Iterable[Problem] = (), **extra: object) -> None:
        super().__init__(detail)
        self.detail = detail
        self.problems = tuple(problems)
        self.extra = extra


class Unreadable(Fault):
    """The file cannot be read as what it claims to be."""

    code, title, exit_code, status = "unreadable", "文件读不出来", 1, 400


class TooLarge(Fault):
    """The file is over the limit."""

    code, title, exit_code, status = "too_large", "文件太大", 1, 413


class WrongType(Fault):
    """The file is of a kind this door does not take."""

    code, title, exit_code, status = "wrong_type", "文件类型不支持", 1, 415


class Invalid(Fault):
    """The content has problems; ``problems`` lists them."""

    code, title, exit_code, status = "invalid", "内容需要修改", 1, 422


class Refusal(Fault):
    """The answer to a question is no (coverage under the bar, broken chain)."""

    code, title, exit_code, status = "refusal", "未通过", 1, 422


class Usage(Fault):
    """Unknown word, malformed day or code."""

    code, title, exit_code, status = "usage", "用法不对", 2, 400


class NotFound(Fault):
    """No such unit, person, version."""

    code, title, exit_code, status = "not_found", "没有找到", 3, 404


class Unauthorized(Fault):
    """Nobody is signed in."""

    code, title, exit_code, status = "unauthorized", "请先登录", 3, 401


class Forbidden(Fault):
    """The actor has no right to do this here."""

    code, title, exit_code, status = "forbidden", "没有权限", 3, 403


class Conflict(Fault):
    """The state does not allow it."""

    code, title, exit_code, status = "conflict", "当前状态不允许", 3, 409


class Stale(Fault):
    """The digest or base given is no longer the current one."""

    code, title, exit_code, status = "stale", "内容已被更新", 3, 412


class TooMany(Fault):
    """Asked too often; the same question may be asked again in a while."""

    code, title, exit_code, status = "too_many", "请稍后再试", 3, 429


class Unavailable(Fault):
    """A needed thing is not there just now."""

    code, title, exit_code, status = "unavailable", "暂时不可用", 4, 503
