"""Comma-separated files of the office: the register of documents and the working days, read line by line."""

import csv
import io
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from yingji.basis.calendar import CalendarDay
from yingji.basis.documents import Document
from yingji.errors import Problem, TooLarge, Unreadable

MAX_BYTES = 5_000_000

DOCUMENT_COLUMNS = (
    "id",
    "issuer",
    "kind",
    "title",
    "doc_no",
    "issued_on",
    "effective_on",
    "supersedes",
    "ended_on",
    "certainty",
    "note",
)
CALENDAR_COLUMNS = ("date", "workday", "note")
CERTAINTIES = ("official", "copy", "unverified", "")

_YES = frozenset({"1", "true", "yes", "y", "是", "上班", "工作日"})
_NO = frozenset({"0", "false", "no", "n", "否", "放假", "休息日"})


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Sheet(Generic[T]):
    """What a file says. With any problem nothing of it is to be taken."""

    rows: tuple[T, ...]
    problems: tuple[Problem, ...]


def read_documents(data: bytes) -> Sheet[Document]:
    """The documents of a file with the columns of ``DOCUMENT_COLUMNS``.

    Raises ``Unreadable`` or ``TooLarge`` for a file that is no such table.
    """
    problems: list[Problem] = []
    rows: dict[str, Document] = {}
    for number, line in _lines(data, ("id", "title")):
        found = _Line(number, line, problems)
        document = _document(found)
        if document.id in rows:
            found.complain("id", f"编号 {document.id} 在这个文件里出现了两次，请留一行")
        rows[document.id] = document
    return Sheet(tuple(rows.values()), tuple(problems))


def read_calendar(data: bytes) -> Sheet[CalendarDay]:
    """The exceptions to Monday–Friday of a file ``date,workday,note``; raises like ``read_documents``."""
    problems: list[Problem] = []
    rows: dict[date, CalendarDay] = {}
    for number, line in _lines(data, ("date", "workday")):
        found = _Line(number, line, problems)
        day, is_workday = found.day("date", required=True), found.flag("workday")
        if day is None or is_workday is None:
            continue
        if day in rows and rows[day].is_workday != is_workday:
            found.complain("date", f"{day} 既写了上班又写了放假，请留一行")
        rows[day] = CalendarDay(day, is_workday, found.text("note"))
    return Sheet(tuple(rows.values()), tuple(problems))


def _document(line: "_Line") -> Document:
    for column in ("id", "title"):
        if not line.text(column):
            line.complain(column, f"「{column}」不能空着，例如 {_EXAMPLES[column]}")
    if not re.fullmatch(r"[^\s/@,]{0,60}", line.text("id")):
        line.complain("id", "编号不能超过 60 字，也不能有空格、逗号、/ 或 @，例如 CN-MGMT-2024")
    if line.text("certainty") not in CERTAINTIES:
        line.complain(
            "certainty", "应为 official（已与正式文本核对）、copy（转载文本）或 unverified（未核实）"
        )
    days = {name: line.day(name) for name in ("issued_on", "effective_on", "ended_on")}
    if days["effective_on"] and days["ended_on"] and days["ended_on"] < days["effective_on"]:
        line.complain("ended_on", f"停止执行日 {days['ended_on']} 早于施行日 {days['effective_on']}，请核对")
    return Document(
        id=line.text("id"),
        title=line.text("title"),
        doc_no=line.text("doc_no"),
        issuer=line.text("issuer"),
        kind=line.text("kind"),
        supersedes=line.text("supersedes"),
        certainty=line.text("certainty"),
        note=line.text("note"),
        **days,
    )


class _Line:
    """One line of a table, complaining in the reader's words."""

    def __init__(self, number: int, cells: Mapping[str, str], problems: list[Problem]) -> None:
        self._number = number
        self._cells = cells
        self._problems = problems

    def text(self, column: str) -> str:
        return self._cells.get(column, "")

    def day(self, column: str, *, required: bool = False) -> date | None:
        text = unicodedata.normalize("NFKC", self.text(column))
        if not text and not required:
            return None
        found = re.fullmatch(r"([0-9]{4})[-./年]([0-9]{1,2})[-./月]([0-9]{1,2})日?", text)
        try:
            if found:
                return date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError:
            pass
        self.complain(column, f"「{self.text(column)}」不是日期，应如 2026-05-01")
        return None

    def flag(self, column: str) -> bool | None:
        text = unicodedata.normalize("NFKC", self.text(column)).lower()
        if text in _YES | _NO:
            return text in _YES
        self.complain(column, f"「{self.text(column)}」看不懂，上班写 1，放假写 0")
        return None

    def complain(self, column: str, sentence: str) -> None:
        self._problems.append(
            Problem(f"/{self._number - 2}/{column}", f"第 {self._number} 行 {column}", sentence + "。")
        )


_EXAMPLES = {"id": "CN-MGMT-2024", "title": "突发事件应急预案管理办法"}


def _lines(data: bytes, required: Sequence[str]) -> list[tuple[int, dict[str, str]]]:
    """(line number as an editor shows it, cells by column); empty lines are left out."""
    try:
        table = list(csv.reader(io.StringIO(_text(data), newline=""), strict=True))
    except csv.Error:
        raise Unreadable(
            "这个文件不是完整的 CSV 表（引号没有成对）。请用表格软件另存为 CSV 再导入。"
        ) from None
    header = [name.strip().lower() for name in table[0]] if table else []
    missing = [name for name in required if name not in header]
    if missing:
        raise Unreadable(f"第一行应是列名，缺少 {'、'.join(missing)}。应有：{','.join(_columns(required))}。")
    return [
        (number, dict(zip(header, (cell.strip() for cell in cells), strict=False)))
        for number, cells in enumerate(table[1:], start=2)
        if any(cell.strip() for cell in cells)
    ]


def _columns(required: Sequence[str]) -> tuple[str, ...]:
    return DOCUMENT_COLUMNS if "id" in required else CALENDAR_COLUMNS


def _text(data: bytes) -> str:
    if len(data) > MAX_BYTES:
        raise TooLarge("文件超过 5 MB，不像是一张登记表。请核对后再导入。")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Unreadable("这个文件不是文字表格。请用表格软件另存为 CSV（UTF-8）再导入。")
