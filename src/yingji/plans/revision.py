"""重要修改 or 一般修改: which procedure a change needs."""

from collections.abc import Iterable
from dataclasses import dataclass

from yingji.plans.diff import Change

ARTICLE = "《突发事件应急预案管理办法》（国办发〔2024〕5号）第三十六条（待核实）"

_MAJOR = {
    "organisation": "组织指挥体系与职责",
    "procedure": "应急处置程序",
    "measure": "主要处置措施",
    "grading": "突发事件分级标准",
}
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Revision:
    """``major`` = the full procedure of drafting, approval, filing and publication again.

    ``reasons``: one sentence for each matter that article names, or one that says there is none.
    """

    major: bool
    reasons: tuple[str, ...]

    @property
    def title(self) -> str:
        return "重要修改" if self.major else "一般修改"


def classify(changes: Iterable[Change]) -> Revision:
    """办法第三十六条（待核实）: major if any change touches one of the four matters it names."""
    changes = tuple(changes)
    reasons = tuple(
        _reason(words, [change.place for change in changes if change.change_class == mark])
        for mark, words in _MAJOR.items()
        if any(change.change_class == mark for change in changes)
    )
    if reasons:
        return Revision(True, reasons)
    if not changes:
        return Revision(False, ("内容没有变化。",))
    return Revision(
        False,
        (
            f"{len(changes)} 处改动都不涉及组织指挥体系、处置程序、主要措施和分级标准，依据{ARTICLE}可以简化程序。",
        ),
    )


def _reason(words: str, places: list[str]) -> str:
    named = "；".join(places[:_NAMED])
    more = f"等 {len(places)} 处" if len(places) > _NAMED else ""
    return f"涉及{words}：{named}{more}。依据{ARTICLE}，要重新履行审核、签发、备案、公布程序。"
