"""How a unit and the offices above it are called in running text."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from yingji.plans.example_data.subject import Subject

VILLAGE_ENDINGS = ("村民委员会", "村村民委员会", "村委会")
COMMUNITY_ENDINGS = ("社区居民委员会", "居民委员会", "社区居委会", "居委会")


@dataclass(frozen=True, slots=True)
class Words:
    """Fills ``{here}``, ``{gov}`` … of the ready sentences."""

    slots: Mapping[str, str]

    def __call__(self, text: str, **more: object) -> str:
        return text.format(**self.slots, **more)

    def each(self, texts: Iterable[str]) -> list[str]:
        return [self(text) for text in texts]

    def __getitem__(self, slot: str) -> str:
        return self.slots[slot]


def short_name(subject: Subject) -> str:
    """范庄村民委员会 → 范庄村, 安泰社区居民委员会 → 安泰社区, 石槽集乡人民政府 → 石槽集乡."""
    name = subject.name
    if subject.kind == "township":
        return name.removesuffix("人民政府").removesuffix("办事处")
    if subject.kind != "village":
        return name
    for ending in COMMUNITY_ENDINGS:
        if name.endswith(ending):
            return name.removesuffix(ending) + "社区"
    for ending in VILLAGE_ENDINGS:
        name = name.removesuffix(ending)
    return name if name.endswith(("村", "社区")) else name + "村"


def upper_slots(subject: Subject) -> dict[str, str]:
    """The township and the county above, as they are named in a sentence."""
    township = subject.township_name or "乡"
    level = "街道" if township.endswith("街道") else township[-1]
    office = "街道办事处" if level == "街道" else f"{level}人民政府"
    return {
        "township": township,
        "level": level,
        "gov": office,
        "gov_full": f"{township}办事处" if level == "街道" else f"{township}人民政府",
        "county": subject.county_name or "县",
    }


def village_slots(subject: Subject) -> dict[str, str]:
    """A village speaks of 村民, a community (社区) of 居民."""
    community = short_name(subject).endswith("社区")
    own = (
        {"here": "本社区", "v": "社区", "people": "居民", "hall": "社区服务中心", "committee": "居民委员会"}
        if community
        else {"here": "本村", "v": "村", "people": "村民", "hall": "村部", "committee": "村民委员会"}
    )
    grouping = {"group": "居民小组" if community else "村民小组", "two": f"{own['v']}“两委”"}
    return own | grouping | upper_slots(subject)
