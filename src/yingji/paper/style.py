"""What a site may set of its own in the layout, named in its ``print.toml``.

    [layout]
    line_pitch_pt = 28.95          # 行距，27 至 29.6 磅；一面总是 22 行
    page_number = "- {n} -"        # 页码样式
    page_number_place = "centre"   # outer 单页右双页左，centre 居中
    imprint_on_even_page = false   # 版记是否放在双数页

    [notice]
    addressees = "各村民委员会，{level}直各单位"
    request = "执行中的问题请报乡应急管理办公室。"
    copies = "{county}人民政府办公室。"
    printer = "{place}党政办公室"

What is not named stays as the standard has it.
"""

import re
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from string import Formatter
from typing import Any, Literal

from yingji.errors import Invalid, Problem, Unreadable
from yingji.paper.measures import PITCH
from yingji.paper.typefaces import Role, chain

TIGHTEST, LOOSEST = 27.0, 29.62  # points: looser, 22 rows leave the type area
LONGEST = 200  # characters of a wording
EXAMPLE = "[layout] 下面一行 line_pitch_pt = 28.95"


@dataclass(frozen=True, slots=True)
class Notice:
    """The words of an issuing notice. {place} is 石槽集乡, {level} 乡, {county} 沈丘县."""

    addressees: str = "各村民委员会，{level}直各单位、各有关部门"
    copies: str = "{county}人民政府办公室，{county}应急管理局。"
    printer: str = "{place}党政综合办公室"
    request: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """Constants of the page: distance of rows, page number, on which page 版记 stands."""

    line_pitch_pt: float = PITCH
    page_number: str = "— {n} —"
    page_number_place: Literal["outer", "centre"] = "outer"
    imprint_on_even_page: bool = True


@dataclass(frozen=True, slots=True)
class Style:
    """Everything a site may set."""

    layout: Layout = Layout()
    notice: Notice = Notice()


SECTIONS: dict[str, Any] = {"layout": Layout(), "notice": Notice()}
TITLES = {
    "line_pitch_pt": "行距（磅）",
    "page_number": "页码样式",
    "page_number_place": "页码位置",
    "imprint_on_even_page": "版记放双数页",
    "addressees": "主送",
    "copies": "抄送",
    "printer": "印发机关",
    "request": "正文另加的一句",
}
EXAMPLE_REQUEST = "执行中的问题请报乡应急管理办公室。"

_site = [Style()]


def style() -> Style:
    """The style in use."""
    return _site[0]


def install(chosen: Style) -> None:
    """Print in this style from now on."""
    _site[0] = chosen


def use(file: Path) -> None:
    """Read a ``print.toml`` and print by it from now on; raises what ``read`` raises, and changes nothing then."""
    install(read(file))


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: what the site wrote, or the default; ``problem`` is empty where it can be printed with."""

    name: str
    title: str
    value: Any
    is_own: bool
    problem: str = ""


def read(file: Path) -> Style:
    """The style that a ``print.toml`` describes.

    Raises Unreadable where the file is no TOML, Invalid in words where a value cannot be printed with.
    """
    found = settings(file)
    if wrong := [one for one in found if one.problem]:
        problems = [Problem("", one.name, one.problem) for one in wrong]
        raise Invalid(f"{file.name} 里的 {wrong[0].name} {wrong[0].problem}", problems)
    said = {one.name: one.value for one in found}
    layout, notice = (
        {n.removeprefix(f"{s}."): v for n, v in said.items() if n.startswith(s)} for s in SECTIONS
    )
    return Style(Layout(**layout), Notice(**notice))


def settings(file: Path | None) -> tuple[Setting, ...]:
    """Every setting as it would be printed with, and what the file says beside them. Raises Unreadable."""
    said = _parsed(file) if file else {}
    found: list[Setting] = []
    for section, defaults in SECTIONS.items():
        written = said.pop(section, {})
        if not isinstance(written, dict):
            found.append(
                Setting(section, "", written, True, f"应写成一段：单独一行 [{section}]，下面一行写一项。")
            )
            continue
        known = {one.name: getattr(defaults, one.name) for one in fields(defaults)}
        for key, default in known.items():
            value = written.get(key, default)
            found.append(
                Setting(f"{section}.{key}", TITLES[key], value, key in written, _wrong(key, value, default))
            )
        strange = f"不认识；[{section}] 里可写 {'、'.join(known)}。"
        found += [
            Setting(f"{section}.{key}", "", written[key], True, strange)
            for key in written
            if key not in known
        ]
    return (
        *found,
        *(Setting(key, "", said[key], True, "不认识；可写的段是 [layout] 和 [notice]。") for key in said),
    )


def _parsed(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8-sig"))
    except tomllib.TOMLDecodeError as fault:
        line = re.search(r"at line (\d+)", str(fault))
        where = f"第 {line[1]} 行" if line else "最后"
        raise Unreadable(
            f"{file.name} {where}的写法不对。一行写一项，文字加英文引号，例如：{EXAMPLE}"
        ) from fault
    except (OSError, UnicodeDecodeError) as fault:
        raise Unreadable(f"{file.name} 读不出来，应为 UTF-8 文本，例如：{EXAMPLE}") from fault


def _wrong(key: str, value: Any, default: Any) -> str:
    """Why a value cannot serve, in words that follow it; empty if it can."""
    match key:
        case "line_pitch_pt":
            if (
                isinstance(value, bool)
                or not isinstance(value, int | float)
                or not TIGHTEST <= value <= LOOSEST
            ):
                return f"写着“{value}”，应为 27 至 29.6 之间的磅数，例如 28.95。"
        case "page_number_place":
            if value not in ("outer", "centre"):
                return f'写着“{value}”，应为 "outer"（单页右、双页左）或 "centre"（居中）。'
        case "page_number":
            if not isinstance(value, str) or value.count("{n}") != 1 or len(value) > 12:
                return f'写着“{value}”，应含一个 {{n}} 表示页码，最长 12 字，例如 "— {{n}} —"。'
            return _undrawable(value, "song")
        case "imprint_on_even_page":
            if not isinstance(value, bool):
                return f"写着“{value}”，应为 true 或 false，不加引号。"
        case _:
            if not isinstance(value, str) or len(value) > LONGEST or not _is_fillable(value):
                return (
                    f"写着“{value}”，应为不超过 {LONGEST} 字的文字，"
                    f'花括号里只能是 place、level、county。例如："{default or EXAMPLE_REQUEST}"'
                )
            return _undrawable(value, "fang")
    return ""


def _undrawable(text: str, role: Role) -> str:
    lacking = next((c for c in text if chain(role)[c].face is None), "")
    return (
        f"里的“{lacking}”（U+{ord(lacking):04X}）字库里没有，打印不出来，请换成别的写法。" if lacking else ""
    )


def _is_fillable(wording: str) -> bool:
    try:
        parts = list(Formatter().parse(wording))
    except ValueError:
        return False
    return all(
        name in {None, "place", "level", "county"} and not (how or turn) for _, name, how, turn in parts
    )


def pitch() -> float:
    """Distance of two rows in points."""
    return style().layout.line_pitch_pt


def row_top(row: int) -> float:
    """Distance of a row's upper edge from the upper edge of 版心, in points."""
    return row * pitch()


def rows_for(height: float) -> int:
    """The least number of rows whose pitch covers ``height`` points."""
    return max(0, -int(-(height - 0.01) // pitch()))
