"""Copied from the neighbours? How much of what a plan says in its own words others say too (照搬照抄)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

LEAST_SENTENCE = 12
"""Shorter ones are alike by nature: names of posts, units of measure."""
TELLING = 0.8
"""From this share on it is worth a look."""
MOST_TOLD = 3


@dataclass(frozen=True, slots=True)
class Likeness:
    """``share`` of this plan's sentences that stand word for word in the plan of ``unit_name``."""

    unit_name: str
    share: float
    sentences: int

    @property
    def percent(self) -> int:
        """The share as shown, never rounded up to all."""
        return int(self.share * 100)


def sentences(document: Mapping[str, Any], names: Iterable[str]) -> frozenset[str]:
    """What a plan says in words, with the unit's own ``names`` taken out."""
    own = [name for name in names if name]
    found: set[str] = set()
    for text in _texts(document):
        for name in own:
            text = text.replace(name, "")
        found.update(text.replace("；", "。").split("。"))
    return frozenset(sentence for sentence in found if len(sentence) >= LEAST_SENTENCE)


def likenesses(mine: frozenset[str], others: Mapping[str, frozenset[str]]) -> tuple[Likeness, ...]:
    """The plans most like this one, as far as they are telling; ``others`` by unit name."""
    if not mine:
        return ()
    found = (Likeness(name, len(mine & theirs) / len(mine), len(mine)) for name, theirs in others.items())
    telling = [one for one in found if one.share >= TELLING]
    return tuple(sorted(telling, key=lambda one: (-one.share, one.unit_name))[:MOST_TOLD])


def _texts(value: Any) -> Iterator[str]:
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            if len(one) >= LEAST_SENTENCE and not one.isascii():
                yield one
        elif isinstance(one, dict):
            waiting.extend(one.values())
        elif isinstance(one, list):
            waiting.extend(one)
