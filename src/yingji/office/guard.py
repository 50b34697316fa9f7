"""What kind of file is this, and is it safe to look into? Decided by content, never by name."""

import io
import zipfile
import zlib
from typing import Literal

from yingji.errors import TooLarge, Unreadable, WrongType
from yingji.office.limits import MAX_ENTRIES, MAX_FILE, MAX_RATIO, MAX_UNPACKED, SMALL_PART

FileKind = Literal["json", "xlsx", "xls", "docx", "doc", "pdf", "ofd", "picture", "zip"]

CFB = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLD_SHEET = b"\x09\x08"
PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
TEXT_PARTS = (".xml", ".rels", ".vml")
BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
JSON_BEGINS = (b"{", b"[", *(mark.encode(code) for mark in "｛［【" for code in ("utf-8", "gbk")))
"""Brackets, also the full-width ones that an input method makes of them."""


def kind_of(data: bytes) -> FileKind:
    """The kind of a file by its first bytes. Raises ``TooLarge`` over 30 MB, ``Unreadable``, ``WrongType``.

    What begins like JSON counts as JSON, whose reader says what is wrong.
    """
    if len(data) > MAX_FILE:
        raise TooLarge(
            f"文件有 {len(data) / 1024 / 1024:.0f} MB，最多 30 MB。请删去图片再传，图片可以另外作为附件上传。"
        )
    if data.startswith(b"PK\x03\x04"):
        return _zip_kind(data)
    if data.startswith(b"PK"):
        raise Unreadable("这个文件是空的压缩包或已经损坏。请在 WPS 或 Excel 里打开，另存一次再传。")
    if data.startswith(CFB):
        return _compound_kind(data)
    if data.startswith(OLD_SHEET):
        return "xls"
    if data.startswith(b"%PDF"):
        return "pdf"
    if data.startswith(PICTURES):
        return "picture"
    return _text_kind(data)


def _text_kind(data: bytes) -> FileKind:
    mark = next((mark for mark in BYTE_ORDER_MARKS if data.startswith(mark)), b"")
    text = data.removeprefix(mark).lstrip(b" \t\r\n\x00")
    if not text:
        raise Unreadable("这个文件是空的。请用 WPS 打开原文件，确认有内容，另存一次再传。")
    head = text[:400].lower()
    if head.startswith((b"<html", b"<!doctype html", b"<?xml", b"<table", b"{\\rtf", b"mime-version")):
        raise WrongType(
            "这个文件的扩展名像表格或文档，里面其实是网页、富文本或 XML。请用 WPS 或 Excel 打开，另存为 .xlsx 再传。"
        )
    if not text.startswith(JSON_BEGINS):
        raise Unreadable(
            "这不是 Excel 或 Word 文件：里面是纯文字，或者内容已经损坏。请用 WPS 打开原文件，另存为 .xlsx 或 .docx 再传；"
            "手头只有文字的，请粘贴进本单位的填写表再传。"
        )
    return "json"


def _zip_kind(data: bytes) -> FileKind:
    names = {info.filename for info in opened(data).infolist()}
    if "xl/workbook.bin" in names:
        raise WrongType("这是二进制工作簿（.xlsb），读不了。请在 Excel 里另存为 .xlsx 再传。")
    if any(name.startswith("xl/") for name in names):
        return "xlsx"
    if any(name.startswith("word/") for name in names):
        return "docx"
    if "OFD.xml" in names:
        return "ofd"
    if "mimetype" in names and "content.xml" in names:
        raise WrongType("这是 OpenDocument 文件（.ods 或 .odt），读不了。请另存为 .xlsx 或 .docx 再传。")
    return "zip"


def _compound_kind(data: bytes) -> FileKind:
    """Files of the 1997–2003 kind are told apart by the names of the streams inside."""

    def holds(name: str) -> bool:
        return name.encode("utf-16-le") + b"\x00\x00" in data

    if holds("EncryptedPackage"):
        raise Unreadable(
            "文件加了打开密码，读不了。请在 WPS 或 Excel 里打开，在“文件 › 信息 › 保护”里去掉密码，保存后再传。"
        )
    if holds("Workbook") or holds("Book"):
        return "xls"
    if holds("WordDocument"):
        return "doc"
    raise WrongType("认不出这是什么文件。预案请用 .xlsx 或 .docx 上传，可在 WPS 里“另存为”转换。")


def opened(data: bytes) -> zipfile.ZipFile:
    """The package of an office file, once it has proved harmless.

    Raises ``Unreadable`` for a broken or locked one, ``TooLarge`` for a bomb, ``WrongType`` for
    macros and for document type definitions inside.
    """
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
        infos = package.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise Unreadable(
            "文件已经损坏，打不开，多半是没有传完。请在 WPS 或 Excel 里打开原文件，另存一次再传。"
        ) from None
    _refuse_bombs(infos)
    _refuse_unfit(infos)
    return package


def _refuse_bombs(infos: list[zipfile.ZipInfo]) -> None:
    if len(infos) > MAX_ENTRIES:
        raise TooLarge(
            f"文件里装了 {len(infos)} 个部分，正常的文件不会超过 {MAX_ENTRIES} 个。请另存一次再传。"
        )
    unpacked = sum(info.file_size for info in infos)
    if unpacked > MAX_UNPACKED:
        raise TooLarge(
            f"文件展开后有 {unpacked // 1024 // 1024} MB，超过 {MAX_UNPACKED // 1024 // 1024} MB。请删去多余的图片、空行和空列再传。"
        )
    if any(_is_puffed(info) for info in infos):
        raise TooLarge("文件的压缩比不正常，像是恶意文件，没有打开。请在 WPS 或 Excel 里另存一次再传。")


def _is_puffed(info: zipfile.ZipInfo) -> bool:
    return info.file_size > SMALL_PART and info.file_size > MAX_RATIO * max(info.compress_size, 1)


def _refuse_unfit(infos: list[zipfile.ZipInfo]) -> None:
    if any(info.flag_bits & 1 for info in infos):
        raise Unreadable("压缩包加了密码，读不了。请去掉密码再传。")
    if any(info.filename.lower().endswith("vbaproject.bin") for info in infos):
        raise WrongType(
            "文件里有宏，为了安全没有打开。请在 WPS 或 Excel 里另存为不带宏的 .xlsx 或 .docx 再传。"
        )
    names = [info.filename for info in infos]
    if len(set(names)) < len(names):
        raise Unreadable("文件内部有重名的部分，像是损坏了或被改动过。请在 WPS 或 Excel 里另存一次再传。")


def part(package: zipfile.ZipFile, name: str) -> bytes:
    """One XML part of a package ("" bytes where there is none). Raises ``Unreadable``, ``WrongType``."""
    try:
        content = package.read(name)
    except KeyError:
        return b""
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError):
        raise Unreadable(
            "文件有一部分已经损坏，读不出来。请在 WPS 或 Excel 里打开原文件，另存一次再传。"
        ) from None
    if name.endswith(TEXT_PARTS) and _has_doctype(content):
        raise WrongType(
            "文件里夹带了不该有的定义（DOCTYPE），为了安全没有打开。请在 WPS 或 Excel 里另存一次再传。"
        )
    return content


def _has_doctype(content: bytes) -> bool:
    plain = content.replace(b"\x00", b"") if b"\x00" in content[:4] else content
    return b"<!DOCTYPE" in plain or b"<!ENTITY" in plain
