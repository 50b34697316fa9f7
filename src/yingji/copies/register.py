"""What a register of copies means: who holds what, and which copies are out though they are void."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

OUTCOMES: dict[str, str] = {"returned": "已收回", "destroyed": "已销毁", "lost": "已遗失"}
HANDED_OUT = ("full", "public", "card")
"""Editions that are handed out as controlled copies; the others are for one use."""
VOID = frozenset({"superseded", "revoked"})
LONGEST_HOLDER = 40


@dataclass(frozen=True, slots=True)
class PaperCopy:
    """第 ``number`` 份 of a version, with whom since when; ``outcome`` is empty while it is out."""

    id: int
    version_id: int
    number: int
    edition: str
    holder: str
    on_day: date
    outcome: str = ""
    ended_on: date | None = None
    ended_by: str = ""

    @property
    def is_out(self) -> bool:
        """Whether somebody still holds it."""
        return not self.outcome

    @property
    def words(self) -> str:
        """What the foot of its pages says."""
        return f"第 {self.number} 份 · {self.holder}"


@dataclass(frozen=True, slots=True)
class CalledBack:
    """A copy that must come back: 第 ``copy`` 份 of the ``number``-th upload, and with whom it is."""

    number: int
    edition_no: int | None
    copy: int
    edition: str
    holder: str

    @property
    def words(self) -> str:
        """第 1 版第 2 份 石槽集乡卫生院."""
        return f"第 {self.edition_no} 版第 {self.copy} 份 {self.holder}"


def to_recall(copies: Iterable[PaperCopy], states: Mapping[int, str]) -> tuple[PaperCopy, ...]:
    """The copies that are out although their version (by its shown state) is void, by version and number."""
    void = (copy for copy in copies if copy.is_out and states[copy.version_id] in VOID)
    return tuple(sorted(void, key=lambda copy: (copy.version_id, copy.number)))


def still_held(copies: Iterable[PaperCopy], edition: str, holder: str) -> PaperCopy | None:
    """The copy of that edition which the holder has already."""
    return next((c for c in copies if c.is_out and (c.edition, c.holder) == (edition, holder)), None)
