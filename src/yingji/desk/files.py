"""One door for files of plans: bytes of any kind in, a raw document out and the place of everything in it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from yingji.errors import Invalid, Problem, TooLarge, Usage, WrongType
from yingji.office.excel.annotate import annotate
from yingji.office.excel.book import Book
from yingji.office.excel.own_tables import NOTHING_CHOSEN, Chosen, OwnTable
from yingji.office.excel.plan_sheets import Sheets, read_sheets, schema_named
from yingji.office.excel.read_xls import read_xls
from yingji.office.excel.read_xlsx import read_xlsx
from yingji.office.found import Found, Harvest, Left
from yingji.office.guard import FileKind, kind_of
from yingji.office.word.convert import as_docx
from yingji.office.word.marks import marked
from yingji.office.word.read import read_word
from yingji.plans import pointer
from yingji.plans.actions import Original
from yingji.plans.canonical import canonical
from yingji.plans.catalogue import Schema, load
from yingji.plans.checking import check
from yingji.plans.reading import MAX_BYTES, parse
from yingji.plans.tidy import tidy

NOT_PLANS: Mapping[FileKind, str] = {
    "pdf": "这是 PDF，读不出一项一项的内容。请上传 Word、Excel 或在网页上填；盖章扫描件请作为附件上传。",
    "ofd": "这是 OFD 版式文件，读不出一项一项的内容。请上传 Word、Excel；盖章件请作为附件上传。",
    "picture": "这是图片，读不出一项一项的内容。请上传 Word、Excel 或在网页上填；图片请作为附件上传。",
    "zip": "这是压缩包。一份一份地传，请先解压；很多份一起传，请用批量上传。",
}
WHOLE = "整个文件"
OWN_FIRST = "这个文件里是您自己的表，先看看每一列认成了什么，改对了再确认。什么都还没有存入。"


class Unconfirmed(Invalid):
    """A workbook of the clerk's own making: ``tables`` say what each sheet would be read as."""

    def __init__(self, tables: tuple[OwnTable, ...]) -> None:
        super().__init__(OWN_FIRST, (Problem("", WHOLE, OWN_FIRST), *_asked(tables)))
        self.tables = tables


MEDIA_TYPES: Mapping[FileKind, str] = {
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xls": "application/vnd.ms-excel",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "doc": "application/msword",
}


@dataclass(frozen=True, slots=True)
class Opened:
    """A file looked into: its kind and what it yields; ``sheets`` and ``book`` for workbooks only."""

    kind: FileKind
    data: bytes
    harvest: Harvest
    sheets: Sheets | None = None
    book: Book | None = None

    @property
    def unit_code(self) -> str:
        """The unit the file says it belongs to, "" where it does not say."""
        if self.sheets is None:
            return self.harvest.unit_code
        return self.sheets.identity.get("unit", "")

    def speaks_for(self, family: str) -> bool:
        """Whether it was read in the terms of that family of schema, so that reading again says the same."""
        return self.kind == "json" or (
            self.sheets is not None and self.sheets.identity.get("schema", "").startswith(f"{family}/")
        )

    def begun_from(self, known: Mapping[str, Any]) -> "Opened":
        """The same with what it does not say itself taken from what is known of the plan."""
        document = {**known, **self.harvest.document}
        return replace(self, harvest=replace(self.harvest, document=document))

    def placed(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """The file's own problems and these, each with its place in the file as the person sees it."""
        own, notes = (
            [p for p in self.harvest.problems if (p.grade == "note") is noted] for noted in (False, True)
        )
        said = {problem.path for problem in own if problem.path and problem.grade == "must"}
        return (*own, *(self._placed(each) for each in problems if each.path not in said), *notes)

    def _placed(self, problem: Problem) -> Problem:
        if self.sheets is None or not problem.path:
            return problem
        at = self.sheets.at(problem.path)
        nowhere = "（这份填写表里没有这一格）" if self.harvest.is_own else ""
        place = at.place if at is not None else problem.place + nowhere
        return Problem(problem.path, place, problem.message, problem.grade)


@dataclass(frozen=True, slots=True)
class ReadOut:
    """The answer of ``plan read``."""

    document: dict[str, Any]
    taken: tuple[Found, ...]
    candidates: tuple[Found, ...]
    not_placed: tuple[Left, ...]
    problems: tuple[Problem, ...]


def open_file(
    data: bytes,
    *,
    family: str | None = None,
    base: Mapping[str, Any] | None = None,
    chosen: Chosen = NOTHING_CHOSEN,
) -> Opened:
    """Look into a file: JSON, Excel or Word, told by its content.

    ``family`` is that of the unit it is handed in for, ``base`` the version people started from,
    ``chosen`` what the person said of tables of their own.
    Raises ``Unreadable``, ``TooLarge``, ``WrongType``, or ``Invalid`` for a workbook made for
    units of another kind.
    """
    kind = kind_of(data)
    if kind == "json":
        return Opened(kind, data, Harvest(parse(data), is_own=True))
    if kind in ("xlsx", "xls"):
        return _workbook(kind, data, family, base, chosen)
    if kind in ("docx", "doc"):
        word = data if kind == "docx" else as_docx(data)
        return Opened("docx", word, read_word(word, schema=load().latest(family) if family else None))
    raise WrongType(NOT_PLANS[kind])


def original(filename: str, data: bytes) -> Original:
    """The file as it was sent, to be kept; named when it came without a name."""
    kind = kind_of(data)
    return Original(
        filename[-200:] or f"原始文件.{kind}", MEDIA_TYPES.get(kind, "application/octet-stream"), data
    )


def _workbook(
    kind: FileKind, data: bytes, family: str | None, base: Mapping[str, Any] | None, chosen: Chosen
) -> Opened:
    book = read_xlsx(data) if kind == "xlsx" else read_xls(data)
    own = _own_family(book)
    if own and family and own.family != family:
        wanted = load().latest(family)
        raise Invalid(
            f"这份填写表是「{own.title}」用的，您要交的是「{wanted.title}」。请重新下载本单位的填写表，把内容移过去。"
        )
    if own or family:
        sheets = read_sheets(book, load().latest(own.family if own else str(family)), base, chosen)
    else:
        sheets = _likeliest(book)
    if len(canonical(sheets.harvest.document).encode()) > MAX_BYTES:
        raise TooLarge("表里的文字加起来超过 2 MB，比一份预案多得多。请删去与预案无关的内容再传。")
    return Opened(kind, data, sheets.harvest, sheets, book)


def _own_family(book: Book) -> Schema | None:
    named = schema_named(book)
    return next((schema for schema in load().schemas if schema.family == named.partition("/")[0]), None)


def _likeliest(book: Book) -> Sheets:
    """A workbook without keys, handed in for nobody in particular: the kind of plan it says most of."""
    catalogue = load()
    read = [read_sheets(book, catalogue.latest(family)) for family in catalogue.families()]
    return max(read, key=lambda sheets: len(sheets.harvest.candidates))


def unrecognised(opened: Opened) -> Problem | None:
    """The one thing to say of a file that yields no document; None where it does."""
    if opened.kind == "json" or opened.harvest.document:
        return None
    count = len(opened.harvest.candidates)
    guessed = f"按表头和文字猜到 {count} 处内容，要您确认后才能用。" if count else "里面没有认出预案的内容。"
    return Problem(
        "",
        WHOLE,
        f"这个文件不是本系统的填写表，{guessed}请下载本单位的填写表，把内容粘贴进去再传；或者在网页上填写。",
    )


def _asked(tables: tuple[OwnTable, ...]) -> Iterator[Problem]:
    """What each sheet is taken for, in words."""
    for table in tables:
        place = f"「{table.sheet}」表"
        if table.lines:
            said = "；".join(f"{found.place}：{found.value}" for found in table.lines)
            yield Problem("", place, f"认出逐项的内容：{said}", "should")
        elif not table.path:
            yield Problem("", place, "没有认出是预案里的哪张表，不会读入。", "should")
        else:
            columns = "，".join(
                f"{column.letter} 列「{column.head}」→ {column.title or '不用'}" for column in table.columns
            )
            lacking = f"；还缺：{'、'.join(table.missing)}" if table.missing else ""
            yield Problem("", place, f"认成「{table.title}」{table.rows} 行：{columns}{lacking}", "should")


def mark(opened: Opened, problems: tuple[Problem, ...]) -> bytes:
    """The person's own file with the wrong places marked. Raises ``Usage`` for kinds that cannot be."""
    if opened.sheets is not None and opened.book is not None:
        return annotate(opened.data, opened.book, problems, opened.sheets.spots)
    if opened.kind == "docx":
        return marked(opened.data, problems, opened.harvest.anchors)
    raise Usage("这种文件没法在原处标出问题。请用 Word 或 Excel 填写表，或按列出的位置修改。")


def marked_name(name: str, content: bytes) -> str:
    """What to call a marked copy: 徐营村.xls → 徐营村（标红）.xlsx, by what it is now."""
    stem = name.rpartition(".")[0] or name
    return f"{stem}（标红）.{kind_of(content)}"


def read_out(opened: Opened, *, on: date, unit_name: str | None = None, kind: str | None = None) -> ReadOut:
    """Everything a file yields, tidied and checked where there is enough of a plan to check."""
    harvest = opened.harvest
    if not harvest.document:
        nothing = unrecognised(opened)
        problems = (*harvest.problems, *((nothing,) if nothing is not None else ()))
        return ReadOut({}, harvest.taken, harvest.candidates, harvest.not_placed, problems)
    catalogue = load()
    named = str(harvest.document.get("schema", ""))
    schema = next((each for each in catalogue.schemas if each.name == named), catalogue.schemas[-1])
    document = tidy(schema, harvest.document).document
    problems = opened.placed(check(schema, document, unit_name=unit_name, kind=kind, on=on))
    taken = tuple(
        Found(each.path, value, each.place)
        for each in harvest.taken
        if (value := pointer.find(document, each.path)) is not pointer.MISSING
    )
    return ReadOut(document, taken, harvest.candidates, harvest.not_placed, problems)
