"""What the commands of a plan say in the same words."""

from yingji.desk import folder
from yingji.desk.answers import Moved
from yingji.errors import GRADES, Problem
from yingji.lifecycle.history import LABELS


def problem_lines(problems: tuple[Problem, ...]) -> list[str]:
    """One line each, worst first as they come."""
    return [f"  [{GRADES[p.grade]}] {p.place}：{p.message}" for p in problems]


def moved_line(result: Moved) -> str:
    """What was noted, and how the version stands now."""
    edition = f"第 {result.edition_no} 版，" if result.edition_no else ""
    late = "（补记）" if result.is_late and result.move != "record" else ""
    label = folder.ACT_LABELS[result.move]
    return f"{result.on} {label}已登记{late}：第 {result.number} 次上传，{edition}现为「{LABELS[result.state]}」。"
