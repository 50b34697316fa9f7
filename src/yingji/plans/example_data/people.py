"""Invented people. Every number begins 138 0000, so that nobody can be rung by mistake."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

from yingji.plans.example_data.subject import Doc

SURNAMES = "王李张刘陈杨赵周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾田董袁潘蒋蔡余杜"
FIRST = "建国志文春秀玉桂海永俊红金明德广云保庆学华爱淑连新振立长"
LAST = "军强伟民华英兰芳林生成义平安东辉峰杰涛梅霞萍敏勇良全福友贵"


@dataclass(frozen=True, slots=True)
class Cast:
    """The people of one unit: who holds which role, and the rows of the address list."""

    ids: dict[str, str]
    names: dict[str, str]
    rows: tuple[Doc, ...]

    def __getitem__(self, role: str) -> str:
        return self.ids[role]


def dice(*words: str) -> random.Random:
    """Always the same throws for the same words."""
    return random.Random(int.from_bytes(sha256("/".join(words).encode()).digest()[:8]))  # noqa: S311 - invents sample people, guards nothing


def invent_names(throw: random.Random, count: int) -> list[str]:
    """That many different names, in the order they were thrown."""
    names: dict[str, None] = {}
    while len(names) < count:
        names[throw.choice(SURNAMES) + throw.choice(FIRST) + throw.choice(LAST)] = None
    return list(names)


def phone(code: str, number: int) -> str:
    """One of the fifty obviously invented mobile numbers of a unit, 138 0000 xxxx."""
    return f"1380000{dice(code, 'phone').randrange(200) * 50 + number:04d}"


def cast(code: str, names: Sequence[str], posts: Sequence[tuple[str, str, Sequence[str]]], on: date) -> Cast:
    """One person for each (role, post, groups looked after); the first agrees to a public number."""
    rows = [
        _row(code, index, name, *post)
        for index, (name, post) in enumerate(zip(names, posts, strict=False), 1)
    ]
    rows[0] |= {"public_ok": True, "consent_on": (on - timedelta(days=30)).isoformat()}
    ids = {role: row["id"] for (role, _, _), row in zip(posts, rows, strict=True)}
    by_role = {role: row["name"] for (role, _, _), row in zip(posts, rows, strict=True)}
    return Cast(ids, by_role, tuple(rows))


def _row(code: str, index: int, name: str, _role: str, post: str, groups: Sequence[str]) -> Doc:
    row: Doc = {"id": f"c{index:02d}", "name": name, "post": post, "phone": phone(code, index)}
    if index <= 4:
        row["backup_phone"] = phone(code, 30 + index)
    if groups:
        row["groups"] = list(groups)
    return row
