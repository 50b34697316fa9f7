"""A plan beside the others of its township: copies, names left over from elsewhere, shelters promised twice."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from yingji.plans.facts import Facts, Shelter

FEWEST = 8
"""Texts of its own a plan must have before it can be called a copy."""
FEWEST_PLANS = 6
"""Plans of a kind there must be in a township before its own model can be told from copying."""
ALIKE = 0.6
"""Share of a plan's own texts that another plan has too."""
MOST_SHOWN = 3
"""Places shown with both texts."""
Passages = Mapping[str, tuple[str, str]]
"""By mark: where, and what it says."""
_REFERS_BEFORE = frozenset("邻与接距至到往向和及毗靠经从同跟赴离东西南北中大小前后上下新老")
_REFERS_AFTER = frozenset("界方相接边段桥河闸路渠沟坑塘小中以之东西南北")
_FORMS = ("村民委员会", "居民委员会", "村委会", "居委会", "社区", "村")


@dataclass(frozen=True, slots=True)
class Overbooked:
    """One shelter: how many it holds by what the plans say at most, how many all of them send, and who they are."""

    name: str
    capacity: int
    promised: int
    plans: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """One place at which two plans say the same: what it is called, this plan's words, those of ``unit_name``."""

    where: str
    own: str
    other: str
    unit_name: str

    @property
    def words(self) -> str:
        """Both texts in one line."""
        return f"{self.where}：本预案「{self.own}」；{self.unit_name}「{self.other}」"


@dataclass(frozen=True, slots=True)
class Alike:
    """Another unit's plan that was there before, the share in hundredths; versions (own, other), marks of both.

    ``beside``: the places that tell most, with both texts.
    """

    unit_name: str
    share: int
    versions: tuple[int, int]
    marks: tuple[str, ...]
    beside: tuple[Beside, ...] = ()


@dataclass(frozen=True, slots=True)
class Neighbours:
    """``alike``: the plan this one may be a copy of; ``names`` left over."""

    alike: Alike | None = None
    names: tuple[str, ...] = ()
    overbooked: tuple[Overbooked, ...] = ()


ALONE = Neighbours()
"""Nothing to be said beside the others."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan in force: of which unit (own id, short name, kind), which kind, which version, what it says."""

    unit_id: int
    unit_name: str
    unit_kind: str
    kind: str
    title: str
    version_id: int
    facts: Facts


class Names:
    """The short names of a township's villages, looked for in what plans say."""

    def __init__(self, names: Collection[str]) -> None:
        self._by_stem = {_stem(name): name for name in names} | {name: name for name in names}
        self._longest = max(map(len, self._by_stem), default=0)
        self._told: dict[str, tuple[str, str, str]] = {}

    def in_stretch(self, stretch: str) -> tuple[str, str, str]:
        """The longest name that ends before or with the word for village, and the characters around it."""
        if stretch not in self._told:
            self._told[stretch] = self._look(stretch)
        return self._told[stretch]

    def _look(self, stretch: str) -> tuple[str, str, str]:
        for form in _FORMS:
            head, word, tail = stretch.partition(form)
            for told in (head + word, head) if word else ():
                for length in range(min(len(told), self._longest), 1, -1):
                    name = self._by_stem.get(told[-length:])
                    if name:
                        return name, told[:-length][-1:], tail[:1]
        return "", "", ""


def compare(plans: Sequence[Plan], names: Collection[str]) -> dict[tuple[int, str], Neighbours]:
    """By unit and kind, what the plans of one township say beside each other. ``names``: short names of its villages."""
    copies: dict[tuple[int, str], Alike] = {}
    by_kind: dict[str, list[Plan]] = defaultdict(list)
    for plan in plans:
        by_kind[plan.kind].append(plan)
    for same in by_kind.values():
        copies |= _copies(same)
    crowded, known = overbooked(plans, names), Names(names)
    found = {}
    for plan in plans:
        key = plan.unit_id, plan.kind
        left = names_left(plan, known) if plan.unit_kind == "village" else ()
        if left or key in copies or key in crowded:
            found[key] = Neighbours(copies.get(key), left, tuple(crowded.get(key, ())))
    return found


def put_beside(alike: Alike, own: Passages, other: Passages) -> Alike:
    """The same with the longest of the texts both plans have."""
    both = [mark for mark in alike.marks if mark in own and mark in other]
    chosen = sorted(both, key=lambda mark: -len(own[mark][1]))[:MOST_SHOWN]
    told = (Beside(*own[mark], other[mark][1], alike.unit_name) for mark in both if mark in chosen)
    return replace(alike, beside=tuple(told))


def names_left(plan: Plan, names: "Names") -> tuple[str, ...]:
    """Villages named as if the plan were theirs: the longest name counts, and never one that is spoken of as another."""
    told = plan.facts.telltale
    about = {found for stretch in told.elsewhere if (found := names.in_stretch(stretch)[0])}
    left: dict[str, None] = {}
    for stretch in told.named:
        name, before, after = names.in_stretch(stretch)
        if not name or name == plan.unit_name or name in about or name in plan.unit_name:
            continue
        if before not in _REFERS_BEFORE and after not in _REFERS_AFTER:
            left[name] = None
    return tuple(left)


def overbooked(plans: Iterable[Plan], names: Collection[str]) -> dict[tuple[int, str], list[Overbooked]]:
    """The shelters to which several units send more people than any of them says there is room for.

    One shelter is one name that says in which village it is, else one name at one address that says so:
    every village has a 村部. Of a unit's plans the one that sends most counts, since
    they send the same people; a township's plan repeats what its villages send and counts by itself.
    """
    if not names:
        return {}
    any_name = re.compile("|".join(map(re.escape, sorted(names))))
    places: dict[str, list[tuple[Plan, Shelter]]] = defaultdict(list)
    for plan in plans:
        for shelter in plan.facts.shelters:
            key = _place(shelter, any_name) if plan.unit_kind != "township" else ""
            if key:
                places[key].append((plan, shelter))
    found: dict[tuple[int, str], list[Overbooked]] = defaultdict(list)
    for told in places.values():
        sent: dict[int, int] = {}
        for plan, shelter in told:
            sent[plan.unit_id] = max(sent.get(plan.unit_id, 0), shelter.promised)
        capacity = max(shelter.capacity for _, shelter in told)
        if len(sent) > 1 and 0 < capacity < sum(sent.values()):
            titles = tuple(f"{plan.unit_name}{plan.title}" for plan, _ in told)
            crowded = Overbooked(told[0][1].name, capacity, sum(sent.values()), titles)
            for plan, _ in told:
                found[plan.unit_id, plan.kind].append(crowded)
    return found


def _place(shelter: Shelter, any_name: re.Pattern[str]) -> str:
    """What tells the shelter from those of other villages, "" where nothing does."""
    if any_name.search(shelter.name):
        return _plain(shelter.name)
    return _plain(shelter.address + shelter.name) if any_name.search(shelter.address) else ""


def _copies(plans: Sequence[Plan]) -> dict[tuple[int, str], Alike]:
    """Of the plans of one kind those that share most of their own texts with one uploaded before.

    A text that more than two, or more than one in eight, of them have is everybody's: the schema's, or
    the township's model. Of a few plans that cannot be told, and none is called a copy.
    """
    counts: Counter[str] = Counter()
    for plan in plans:
        counts.update(plan.facts.telltale.marks)
    if len(plans) < FEWEST_PLANS:
        return {}
    shared_by_all = max(2, len(plans) // 8)
    rare = {mark for mark, count in counts.items() if 1 < count <= shared_by_all}
    if not rare:
        return {}
    holders: dict[str, list[Plan]] = defaultdict(list)
    own: dict[int, int] = {}
    for plan in plans:
        own[plan.version_id] = sum(counts[mark] <= shared_by_all for mark in plan.facts.telltale.marks)
        for mark in rare.intersection(plan.facts.telltale.marks):
            holders[mark].append(plan)
    return dict(_matches(plans, holders, own))


def _matches(
    plans: Sequence[Plan], holders: Mapping[str, list[Plan]], own: Mapping[int, int]
) -> Iterable[tuple[tuple[int, str], Alike]]:
    pairs: Counter[tuple[int, int]] = Counter()
    for same in holders.values():
        for plan in same:
            pairs.update((plan.version_id, other.version_id) for other in same if other is not plan)
    by_version = {plan.version_id: plan for plan in plans}
    for (later, earlier), shared in sorted(pairs.items(), key=lambda item: (item[1], item[0])):
        texts = max(own[later], own[earlier])
        if earlier < later and texts >= FEWEST and shared >= ALIKE * texts:
            plan, source = by_version[later], by_version[earlier]
            theirs = set(source.facts.telltale.marks)
            marks = tuple(m for m in plan.facts.telltale.marks if m in theirs and m in holders)
            share = round(100 * shared / texts)
            yield (plan.unit_id, plan.kind), Alike(source.unit_name, share, (later, earlier), marks)


def _stem(name: str) -> str:
    return name.removesuffix("社区").removesuffix("村") if len(name) > len("社区") else name


def _plain(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c.isalnum())
