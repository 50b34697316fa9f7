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

import tomllib
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, Literal

from yingji.errors import Invalid, Unreadable
from yingji.paper.measures import PITCH

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


def read(file: Path) -> Style:
    """The style that a ``print.toml`` describes.

    Raises Unreadable where the file is no TOML, Invalid in words where a value cannot be printed with.
    """
    try:
        said = tomllib.loads(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise Unreadable(f"{file.name} 读不出来，应为 UTF-8 文本，例如：{EXAMPLE}") from fault
    known = {"layout": Layout(), "notice": Notice()}
    for section, values in said.items():
        if section not in known or not isinstance(values, dict):
            raise Invalid(f"{file.name} 里的“{section}”不认识；可写的段是 [layout] 和 [notice]。")
        known[section] = _filled(file.name, known[section], values)
    return Style(**known)  # type: ignore[arg-type]  # each section keeps its class


def _filled(name: str, section: Any, values: dict[str, Any]) -> Any:
    for key, value in values.items():
        if key not in {one.name for one in fields(section)}:
            known = "、".join(one.name for one in fields(section))
            raise Invalid(f"{name} 里的“{key}”不认识；这一段可写 {known}。")
        if wrong := _wrong(key, value, getattr(section, key)):
            raise Invalid(f"{name} 里的 {key} 写着“{value}”，{wrong}")
    return replace(section, **values)


def _wrong(key: str, value: Any, default: Any) -> str:
    """Why a value cannot serve; empty if it can."""
    match key:
        case "line_pitch_pt":
            if (
                isinstance(value, bool)
                or not isinstance(value, int | float)
                or not TIGHTEST <= value <= LOOSEST
            ):
                return "应为 27 至 29.6 之间的磅数，例如 28.95。"
        case "page_number_place":
            if value not in ("outer", "centre"):
                return "应为 outer（单页右、双页左）或 centre（居中）。"
        case "page_number":
            if not isinstance(value, str) or value.count("{n}") != 1 or len(value) > 12:
                return "应含一个 {n} 表示页码，例如 — {n} —。"
        case "imprint_on_even_page":
            if not isinstance(value, bool):
                return "应为 true 或 false，不加引号。"
        case _:
            if not isinstance(value, str) or len(value) > LONGEST or not _is_fillable(value):
                return f"应为不超过 {LONGEST} 字的文字，花括号里只能是 place、level、county。例如：{default}"
    return ""


def _is_fillable(wording: str) -> bool:
    try:
        wording.format(place="", level="", county="")
    except (KeyError, ValueError, IndexError, AttributeError):
        return False
    return True


def pitch() -> float:
    """Distance of two rows in points."""
    return style().layout.line_pitch_pt


def row_top(row: int) -> float:
    """Distance of a row's upper edge from the upper edge of 版心, in points."""
    return row * pitch()


def rows_for(height: float) -> int:
    """The least number of rows whose pitch covers ``height`` points."""
    return max(0, -int(-(height - 0.01) // pitch()))
