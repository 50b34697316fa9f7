"""Bytes to a plan document, strictly: what is ambiguous is refused with a sentence."""

import json
import math
import re
from typing import Any, NoReturn

from yingji.errors import TooLarge, Unreadable

MAX_BYTES = 2 * 1024 * 1024
MAX_DEPTH = 64
MAX_INTEGER = 2**53 - 1

_TOKENS = re.compile(r'"(?:[^"\\]|\\[\s\S])*+"?|[\[\]{}]')
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_FULL_WIDTH = str.maketrans("“”，：［］｛｝【】‘’；＂", '"",:[]{}[]"",' + '"')
_EXAMPLE = '一份最小的写法：{"title": "某某村防汛应急预案"}'
_SAYINGS = {
    "Expecting property name enclosed in double quotes": '这里应当是用英文双引号括起来的项目名，例如 "title"',
    "Expecting ':' delimiter": '项目名后面缺少英文冒号，例如 "title": "某某村防汛应急预案"',
    "Expecting ',' delimiter": "两项之间缺少英文逗号，或者前面少了一个括号或引号",
    "Expecting value": '这里缺少内容。文字要用英文双引号括起来，例如 "白云村"',
    "Unterminated string starting at": "从这里开始的文字缺少结尾的英文双引号",
    "Invalid control character at": "文字里直接换了行或带有控制字符。换行请写成 \\n",
    "Invalid \\escape": "反斜杠用得不对。要写反斜杠本身请写成 \\\\",
    "Invalid \\uXXXX escape": "字符编号写得不完整，应为 \\u 后接四位，例如 \\u5e94",
    "Extra data": "内容在这里之前已经结束，后面多出了文字。一个文件只放一份预案",
}


def parse(data: bytes) -> dict[str, Any]:
    """The JSON object in ``data`` (UTF-8, with or without a byte order mark).

    Raises ``TooLarge`` over 2 MB and ``Unreadable`` for another encoding, broken JSON, NaN or
    Infinity, a repeated key, nesting over 64 levels, numbers beyond 2^53, half characters
    (lone surrogates) or anything but an object.
    """
    if len(data) > MAX_BYTES:
        raise TooLarge(
            f"文件有 {len(data) / 1024 / 1024:.1f} MB，最多 2 MB。请删去图片等附件后再传，附件可在预案页面另行上传。"
        )
    text = _decode(data)
    _refuse_deep(text)
    document = _decoded(text)
    if not isinstance(document, dict):
        raise Unreadable(f"文件里不是一份预案：最外层应当是一对花括号。{_EXAMPLE}。")
    if _SURROGATE.search(text):
        _refuse_half_characters(document)
    return document


def _decode(data: bytes) -> str:
    if not data.strip(b"\xef\xbb\xbf \t\r\n\x00"):
        raise Unreadable(f"文件是空的。{_EXAMPLE}。")
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")):
        raise Unreadable(
            "这是 Word、Excel、PDF 或压缩文件，不是 JSON 文件。请按它原来的类型上传，例如把扩展名改回 .docx 或 .xlsx。"
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = data[: fault.start].count(b"\n") + 1
        raise Unreadable(
            f"文件的编码{_encoding(data)}，第 {line} 行起读不出来。请用记事本打开，选“另存为”，编码选 UTF-8，再上传。"
        ) from None


def _encoding(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "是 UTF-16（记事本里叫 Unicode），不是 UTF-8"
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return "不是 UTF-8"
    return "像是 GBK（记事本里叫 ANSI），不是 UTF-8"


def _refuse_deep(text: str) -> None:
    depth = 0
    for token in _TOKENS.finditer(text):
        mark = token.group()
        if mark in ("[", "{"):
            depth += 1
            if depth > MAX_DEPTH:
                line = text.count("\n", 0, token.start()) + 1
                raise Unreadable(
                    f"第 {line} 行的括号套了 {MAX_DEPTH} 层以上，预案用不到这么多层。请检查是否有括号没有收尾。"
                )
        elif mark in ("]", "}"):
            depth -= 1


def _decoded(text: str) -> Any:
    try:
        return json.loads(
            text,
            object_pairs_hook=_no_repeats,
            parse_int=_integer,
            parse_float=_decimal,
            parse_constant=_refuse_constant,
        )
    except json.JSONDecodeError as fault:
        raise Unreadable(_saying(text, fault)) from None


def _saying(text: str, fault: json.JSONDecodeError) -> str:
    where = f"第 {fault.lineno} 行第 {fault.colno} 个字符"
    found = text[fault.pos : fault.pos + 1]
    if found and (mended := found.translate(_FULL_WIDTH)) != found:
        return f"{where}用了中文标点「{found}」。请改成英文标点「{mended}」。"
    if found in ("}", "]") and text[: fault.pos].rstrip().endswith(","):
        return f"{where}前面多了一个逗号。最后一项后面不写逗号，请删去。"
    if fault.pos >= len(text.rstrip()):
        return f"文件在第 {fault.lineno} 行突然结束，像是没有传完，或者缺少收尾的括号。请从原处重新导出一次。"
    return f"{where}有错：{_SAYINGS.get(fault.msg, '写法不对')}。"


def _no_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise Unreadable(f"「{key[:40]}」在同一处写了两次，不知道以哪一个为准。请删去其中一个。")
        found[key] = value
    return found


def _integer(digits: str) -> int:
    if len(digits) > 17 or abs(int(digits)) > MAX_INTEGER:
        raise Unreadable(
            f'数字「{digits[:24]}」太大，会被读错。证件号码、电话这类号码请写成文字，例如 "13800000000"。'
        )
    return int(digits)


def _decimal(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number) or abs(number) > MAX_INTEGER:
        raise Unreadable(f"数字「{digits[:24]}」太大，会被读错。请改成实际的数，例如 125.5。")
    return number


def _refuse_constant(name: str) -> NoReturn:
    raise Unreadable(f"「{name}」不是数字。请填写实际的数，例如 125；没有就删去这一项。")


def _refuse_half_characters(document: dict[str, Any]) -> None:
    try:
        json.dumps(document, ensure_ascii=False).encode()
    except UnicodeEncodeError as fault:
        near = fault.object[max(0, fault.start - 12) : fault.start].rsplit('"', 1)[-1]
        raise Unreadable(
            f"「{near}」后面有半个字符，显示不出来，多半是导出时截断了一个生僻字。请重新输入这个字。"
        ) from None
