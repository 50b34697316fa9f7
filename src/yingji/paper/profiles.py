"""How the plans of each kind of issuer are dressed, as data: which parts, in which order, saying what."""

from dataclasses import dataclass, replace
from typing import Literal

from yingji.errors import Usage

Part = Literal["cover", "contents", "body", "annexes"]
Fact = Literal["doc_no", "edition", "approved", "issued", "effective", "filed", "digest"]

EDITIONS = {
    "full": "归档全本",
    "public": "公示版（脱敏）",
    "card": "一页处置卡",
    "household": "户级明白卡",
    "filing": "备案表和回执",
    "form": "空白表样",
}
UNIT_KINDS = ("village", "township", "department", "school", "enterprise")


@dataclass(frozen=True, slots=True)
class Profile:
    """The parts of a print in order, the facts in the box of the title page, whether a signature ends
    the body, what the title page says of the edition, and whether a notice in red issues it.
    """

    parts: tuple[Part, ...] = ("cover", "contents", "body", "annexes")
    facts: tuple[Fact, ...] = ("edition", "approved", "issued", "effective", "filed", "digest")
    signed: bool = True
    label: str = ""
    is_announced: bool = False


VILLAGE = Profile()
BODY = Profile(facts=("doc_no", "edition", "approved", "issued", "effective", "filed", "digest"))
TOWNSHIP = replace(BODY, is_announced=True)


def profile(unit_kind: str, edition: str) -> Profile:
    """The dress of a print. Raises Usage for an edition that does not exist."""
    if edition not in EDITIONS:
        known = "、".join(f"{key}（{name}）" for key, name in EDITIONS.items())
        raise Usage(f"没有“{edition}”这种版式；可选：{known}")
    base = {"village": VILLAGE, "township": TOWNSHIP}.get(unit_kind, BODY)
    if edition == "public":
        return replace(base, label=EDITIONS[edition], is_announced=False)
    return base
