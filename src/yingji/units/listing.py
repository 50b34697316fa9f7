"""A division list as a file (CSV) read into rows, or every reason why not, each with its line."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from yingji.errors import Invalid, Problem, TooLarge, Unreadable
from yingji.units.codes import WIDTHS, fault_of_new, padded, tidied
from yingji.units.names import BODIES, KIND_WORDS, LEVELS

COLUMNS = ("code", "name", "level", "parent", "kind")
MAX_BYTES = 64 * 1024 * 1024
MAX_NAME = 120
SHOWN = 200
"""Problems listed at most; the rest are counted."""

_HEADERS = {
    "代码": "code",
    "名称": "name",
    "级别": "level",
    "上级": "parent",
    "上级代码": "parent",
    "类别": "kind",
}
_BODY_WORDS = {**{kind: kind for kind in BODIES}, **{KIND_WORDS[kind]: kind for kind in BODIES}}
_SCIENTIFIC = re.compile(r"\d(\.\d+)?[eE]\+?\d+")
_EXAMPLE = "code,name,level,parent\n411624201201,徐营村民委员会,5,411624201000"


@dataclass(frozen=True, slots=True)
class Row:
    """One unit of the list. ``parent`` is a code, empty where there is none."""

    line: int
    code: str
    name: str
    kind: str
    parent: str

    @property
    def key(self) -> tuple[str, str]:
        """What names the unit in the list: one code may stand on two levels (东莞, 中山, 儋州)."""
        return self.code, self.kind


@dataclass(frozen=True, slots=True)
class Listing:
    """The rows in the file's order and what was tidied on the way."""

    rows: tuple[Row, ...]
    notes: tuple[str, ...]


@dataclass(slots=True)
class _Findings:
    problems: list[Problem] = field(default_factory=list)
    tidied: dict[str, list[int]] = field(default_factory=dict)

    def problem(self, line: int, column: str, message: str) -> None:
        self.problems.append(Problem(f"/{line}/{column}", f"第 {line} 行 {column}", message))

    def note(self, line: int, what: str) -> None:
        self.tidied.setdefault(what, []).append(line)


def parse(data: bytes) -> Listing:
    """Read a list with the columns code, name, level, parent and perhaps kind.

    Raises ``TooLarge``, ``Unreadable`` (not UTF-8, no such columns) or ``Invalid`` with one problem
    per wrong cell. Further columns are ignored and named in the notes.
    """
    records = _records(_text(data))
    _, header = next(records, (1, []))
    places, notes = _places(header)
    found = _Findings()
    rows = [row for line, cells in records if (row := _row(line, cells, places, len(header), found))]
    rows = list(_without_repeats(rows, found))
    if found.problems:
        raise invalid(found.problems)
    if not rows:
        raise Unreadable(f"名单里只有表头，没有单位。应当像这样：\n{_EXAMPLE}")
    return Listing(tuple(rows), (*notes, *(_told(what, lines) for what, lines in found.tidied.items())))


def invalid(problems: Iterable[Problem]) -> Invalid:
    """The fault for a list with problems; nothing of the list is stored."""
    every = list(problems)
    shown = every[:SHOWN]
    if len(every) > SHOWN:
        shown.append(Problem("", "整个文件", f"另有 {len(every) - SHOWN} 处未列出，请先改好以上各处再试。"))
    return Invalid(f"名单里有 {len(every)} 处要改，没有存入任何内容。", shown)


def _text(data: bytes) -> str:
    if len(data) > MAX_BYTES:
        raise TooLarge(f"名单超过 {MAX_BYTES // 1024 // 1024} MB，请按县或乡分成几个文件导入。")
    if data[:2] == b"PK" or data[:4] == b"\xd0\xcf\x11\xe0":
        raise Unreadable("这是 Excel 文件，不是 CSV。请在表格软件里另存为“CSV UTF-8（逗号分隔）”再导入。")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable(
            "名单不是 UTF-8 编码（多半是 GBK）。请在 Excel 或 WPS 里另存为“CSV UTF-8（逗号分隔）”再导入。"
        ) from None
    if not text.strip():
        raise Unreadable(f"名单是空的。应当像这样：\n{_EXAMPLE}")
    return text


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    """(first line, cells) of every record that is not blank."""
    reader = csv.reader(io.StringIO(text, newline=""))
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error:
        raise Unreadable(f"从第 {line} 行起读不出来，多半是引号没有成对，或混入了不是文字的内容。") from None


def _places(header: list[str]) -> tuple[dict[str, int], list[str]]:
    """Where each known column stands, and a note on the ignored ones."""
    words = [tidied(cell).strip().lower() for cell in header]
    names = [_HEADERS.get(word, word) for word in words]
    twice = [name for name in COLUMNS if names.count(name) > 1]
    if twice:
        raise Unreadable(f"表头里 {'、'.join(twice)} 出现了两次，请删去多余的一列。")
    missing = [name for name in COLUMNS[:4] if name not in names]
    if missing:
        raise Unreadable(
            f"表头缺少 {'、'.join(missing)}。表头应为 code,name,level,parent（可加 kind），用英文逗号分隔，例如：\n{_EXAMPLE}"
        )
    ignored = [cell.strip() for cell, name in zip(header, names, strict=True) if name not in COLUMNS and name]
    notes = [f"未使用的列：{'、'.join(ignored)}。"] if ignored else []
    return {name: names.index(name) for name in COLUMNS if name in names}, notes


def _row(line: int, cells: list[str], places: dict[str, int], width: int, found: _Findings) -> Row | None:
    before = len(found.problems)
    if any(cell.strip() for cell in cells[width:]):
        found.problem(
            line, "code", f"这一行有 {len(cells)} 格，表头只有 {width} 格。名称里有逗号时请用英文引号括起来。"
        )
    cell = {name: cells[at].strip() if at < len(cells) else "" for name, at in places.items()}
    kind = _kind(line, cell["level"], cell.get("kind", ""), found)
    code = _code(line, cell["code"], kind, found)
    parent = padded(_plain(line, "parent", cell["parent"], found))
    if fault := fault_of_name(cell["name"]):
        found.problem(line, "name", fault)
    return Row(line, code, cell["name"], kind, parent) if len(found.problems) == before else None


def fault_of_name(name: str) -> str | None:
    """Why a unit cannot bear the name, as a Chinese sentence; None when it can."""
    if not name.strip():
        return "名称是空的。例如 徐营村民委员会。"
    if len(name) > MAX_NAME:
        return f"名称有 {len(name)} 个字，最多 {MAX_NAME} 个。"
    if any(ord(char) < 32 or 127 <= ord(char) < 160 for char in name):
        return "名称里有换行或看不见的字符，请重新输入。"
    return None


def _code(line: int, text: str, kind: str, found: _Findings) -> str:
    plain = _plain(line, "code", text, found)
    width = next((width for width, of in WIDTHS.items() if of == kind), 0)
    code = padded(plain, width)
    if code != plain:
        found.note(line, "代码已补足 12 位")
    if plain and (fault := fault_of_code(code, kind)):
        found.problem(line, "code", fault)
    return code


def fault_of_code(code: str, kind: str) -> str | None:
    """Why a unit of the kind cannot take the code, as a Chinese sentence; None when it can."""
    if kind in BODIES:
        fault = fault_of_new(code)
        return f"{fault}。代码例如 411624201000-卫生院。" if fault else None
    if len(code) == 12 and code.isascii() and code.isdigit():
        return None
    if tidied(code) != code:
        return f"代码「{code}」里有全角数字或空格，请写成 {tidied(code)}。"
    return f"{KIND_WORDS[kind]}单位的代码应为 12 位数字，现在是「{code}」。例如 411624201201。"


def _plain(line: int, column: str, text: str, found: _Findings) -> str:
    """The code as typed, made plain; empty, with a problem told, when it cannot be one."""
    plain = tidied(text)
    if plain != text:
        found.note(line, "全角数字已改成半角")
    if _SCIENTIFIC.fullmatch(plain):
        found.problem(
            line, column, f"{plain} 被表格软件改成了科学计数。请把这一列设为“文本”，重新填写 12 位代码。"
        )
        return ""
    if column == "code" and not plain:
        found.problem(line, column, "代码是空的。例如 411624201201。")
    return plain


def _kind(line: int, level: str, kind: str, found: _Findings) -> str:
    level = tidied(level)
    if level in {"1", "2", "3", "4", "5"}:
        of_level = LEVELS[int(level) - 1]
        if kind and kind not in {of_level, KIND_WORDS[of_level]}:
            found.problem(line, "kind", f"写了 level {level} 的行不用写 kind，请把「{kind}」删去。")
        return of_level
    if level:
        found.problem(
            line,
            "level",
            f"level 只能是 1 至 5（省、市、县、乡、村），现在是「{level}」。部门、学校、企业请留空。",
        )
        return BODIES[0]
    if kind not in _BODY_WORDS:
        wrong = f"，现在是「{kind}」" if kind else ""
        found.problem(
            line, "kind", f"level 留空时 kind 要写 department、school 或 enterprise{wrong}。村填 level 5。"
        )
    return _BODY_WORDS.get(kind, BODIES[0])


def _without_repeats(rows: list[Row], found: _Findings) -> Iterator[Row]:
    seen: dict[tuple[str, str], Row] = {}
    for row in rows:
        first = seen.setdefault(row.key, row)
        if first is row:
            yield row
        elif (first.name, first.parent) == (row.name, row.parent):
            found.note(row.line, "与前面的行完全相同，只取一次")
        else:
            found.problem(
                row.line,
                "code",
                f"{row.code} 与第 {first.line} 行（{first.name}）代码相同、内容不同，请改正其中一行。",
            )


def _told(what: str, lines: list[int]) -> str:
    listed = "、".join(str(line) for line in lines[:10])
    return f"{what}：第 {listed} 行{'等' if len(lines) > 10 else ''}，共 {len(lines)} 行。"
