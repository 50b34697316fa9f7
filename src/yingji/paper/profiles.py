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
class Notice:
    """The words of an issuing notice. {place} is 石槽集乡, {level} 乡, {county} 沈丘县."""

    addressees: str
    copies: str
    printer: str
    request: str = ""
    even: bool = True  # 版记 on a page with an even number


@dataclass(frozen=True, slots=True)
class Profile:
    """The parts of a print in order, the facts in the box of the title page, whether a signature ends
    the body, and what the title page says of the edition.
    """

    parts: tuple[Part, ...] = ("cover", "contents", "body", "annexes")
    facts: tuple[Fact, ...] = ("edition", "approved", "issued", "effective", "filed", "digest")
    signed: bool = True
    label: str = ""
    notice: Notice | None = None


GOVERNMENT = Notice(
    addressees="各村民委员会，{level}直各单位、各有关部门",
    copies="{county}人民政府办公室，{county}应急管理局。",
    printer="{place}党政综合办公室",
)
VILLAGE = Profile()
BODY = Profile(facts=("doc_no", "edition", "approved", "issued", "effective", "filed", "digest"))
TOWNSHIP = replace(BODY, notice=GOVERNMENT)


def profile(unit_kind: str, edition: str) -> Profile:
    """The dress of a print. Raises Usage for an edition that does not exist."""
    if edition not in EDITIONS:
        known = "、".join(f"{key}（{name}）" for key, name in EDITIONS.items())
        raise Usage(f"没有“{edition}”这种版式；可选：{known}")
    base = {"village": VILLAGE, "township": TOWNSHIP}.get(unit_kind, BODY)
    if edition == "public":
        return replace(base, label=EDITIONS[edition], notice=None)
    return base
