"""What findings stand on, cited with document, number and article.

No clause here has been proofread against the official print: ``certainty`` says 待核实 to users.
"""

from dataclasses import dataclass
from functools import cache

from yingji.basis.policy import KEYS
from yingji.coverage.thresholds import Threshold

UNVERIFIED = "待核实"


@dataclass(frozen=True, slots=True)
class Source:
    """One clause, or a decision of this level: then ``number`` and ``article`` are ""."""

    document: str
    number: str = ""
    article: str = ""
    certainty: str = UNVERIFIED

    @property
    def words(self) -> str:
        """``《突发事件应急预案管理办法》（国办发〔2024〕5号）第二十六条（待核实）``."""
        number = f"（{self.number}）" if self.number else ""
        title = f"《{self.document}》" if self.number else self.document
        return f"{title}{number}{self.article}（{self.certainty}）"


@cache
def measures(article: str) -> Source:
    """《突发事件应急预案管理办法》."""
    return Source("突发事件应急预案管理办法", "国办发〔2024〕5号", article)


@cache
def response_law(article: str) -> Source:
    """《中华人民共和国突发事件应对法》 as revised in 2024."""
    return Source("中华人民共和国突发事件应对法", "主席令第二十五号", article)


def local(text: str, decided_by: str) -> Source:
    """A decision of this level: a requirement or a threshold."""
    return Source(text, certainty=decided_by)


def decision(threshold: Threshold) -> Source:
    """A threshold, with who decided it."""
    return local(f"阈值：{KEYS[threshold.key].title}", threshold.decided_by)


EARTHQUAKE_LAW = Source("中华人民共和国防震减灾法", "主席令第七号", "第四十六条")
WORK_SAFETY_LAW = Source("中华人民共和国安全生产法", "主席令第八十八号", "第八十条")
WORK_SAFETY_REGULATION = Source("生产安全事故应急条例", "国务院令第708号", "第八条")
DRAFTING_REFERENCE = Source(
    "应急管理部办公厅关于印发《乡镇（街道）突发事件应急预案编制参考》和《村（社区）突发事件应急预案编制参考》的通知",
    "应急厅函〔2023〕231号",
)
