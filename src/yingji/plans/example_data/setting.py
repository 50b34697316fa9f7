"""The invented village an example is about: the same for every kind of plan of that village."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from yingji.plans.example_data import village_text as text
from yingji.plans.example_data.people import Cast, cast, dice, invent_names
from yingji.plans.example_data.subject import Doc, Subject
from yingji.plans.example_data.words import Words, short_name, village_slots

NUMERALS = "一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Setting:
    """Who and where: ``groups`` are rows of the profile, ``heads`` spare names for households."""

    subject: Subject
    on: date
    say: Words
    groups: tuple[Doc, ...]
    people: Cast
    helpers: tuple[str, ...]
    heads: tuple[str, ...]

    @property
    def group_names(self) -> list[str]:
        return [group["name"] for group in self.groups]


def setting(subject: Subject, on: date) -> Setting:
    """Believable numbers and names, thrown from the unit's code alone."""
    throw = dice(subject.code)
    slots = village_slots(subject) | {"short": short_name(subject)}
    count = throw.randint(3, 5)
    groups = tuple(_group(f"第{NUMERALS[n]}{slots['group']}", throw.randint(62, 118)) for n in range(count))
    names = [group["name"] for group in groups]
    side = throw.choice(text.EDGES)
    direction = throw.choice(text.DIRECTIONS)
    slots |= {
        "ditch": f"{slots['v']}{side}",
        "pond": f"{slots['v']}{'西' if side == '东' else '东'}",
        "low": "东南" if side == "东" else "西南",
        "dir": direction,
        "km": f"{throw.randint(3, 14) / 2:g}",
        "g1": names[0],
        "g2": names[1],
        "g3": names[2],
    }
    say = Words(slots)
    invented = invent_names(throw, 90)
    posts = [(role, say(post), names[n : n + 1]) for n, (role, post) in enumerate(text.POSTS)]
    posts += [(f"g{n}", f"{name}组长", [name]) for n, name in enumerate(names, 1)]
    people = cast(subject.code, invented, posts, on)
    spare = tuple(invented[len(posts) :])
    return Setting(subject, on, say, groups, people, spare[:32], spare[32:])


def _group(name: str, households: int) -> Doc:
    return {"name": name, "households": households, "population": households * 4 + households // 9}


def total(groups: Sequence[Doc], key: str) -> int:
    return sum(group[key] for group in groups)
