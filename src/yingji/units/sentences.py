"""What a person is told when a code does not lead to one living unit."""

from collections.abc import Sequence
from datetime import date

from yingji.units.codes import EXAMPLE
from yingji.units.names import KIND_WORDS


def day_words(day: date) -> str:
    """2026年5月1日."""
    return f"{day.year}年{day.month}月{day.day}日"


def malformed(fault: str) -> str:
    """The code cannot name any unit."""
    return f"{fault}。单位代码例如 {EXAMPLE}。"


def no_number(unit_id: int) -> str:
    """No unit has that own number."""
    return f"没有编号为 id:{unit_id} 的单位。请用单位代码，例如 {EXAMPLE}。"


def unknown_code(code: str, near: Sequence[str]) -> str:
    """No unit has or had the code; ``near``: labels of likely ones."""
    if near:
        return f"没有代码为 {code} 的单位。您要找的是不是：{'；'.join(near)}？"
    return f"没有代码为 {code} 的单位。单位代码例如 {EXAMPLE}，可用 unit list 查看。"


def ambiguous(code: str, named: Sequence[tuple[int, str, str]]) -> str:
    """The code names several units (own id, label, kind)."""
    listed = "；".join(f"{label}（{KIND_WORDS[kind]}，写作 id:{key}）" for key, label, kind in named)
    return f"代码 {code} 现在或以前对应不止一个单位：{listed}。请改用其中一个的写法，例如 id:{named[0][0]}。"


def not_alive(label: str, on: date, founded: date, ended: date | None, heirs: Sequence[str]) -> str:
    """The unit is not there on the day: not yet, or no more (since when, and who took over)."""
    if ended is None:
        return f"{label} 自 {day_words(founded)}起设立，{day_words(on)}还没有这个单位。"
    became = f"，由 {'、'.join(heirs)} 承接" if heirs else ""
    return f"{label} 已于 {day_words(ended)}撤销{became}。要看当时的情况，请写那一天以前的日期。"
