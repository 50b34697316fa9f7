"""Who holds a post, whether two written names are one, and whether somebody rung is still whom a text names."""

import hashlib
from collections.abc import Iterable
from datetime import date

HEAD = "主要负责人"
"""The post whose holder signs a village's or body's plan (办法25, 待核实)."""


def holder_on(roster: Iterable[tuple[str, str, date]], post: str, day: date) -> tuple[str, date] | None:
    """(name, since) of who holds ``post`` on the day, of rows (post, name, from day) oldest first."""
    found = None
    for held, name, from_day in roster:
        if held == post and from_day <= day and (found is None or from_day >= found[1]):
            found = name, from_day
    return found


def is_same_name(one: str, other: str) -> bool:
    """Whether two names are the same but for spaces (张 三, 张三)."""
    return one == other or "".join(one.split()) == "".join(other.split())


def person_of(name: str, phone: str) -> str:
    """A short digest of somebody and their number, to tell later whether a text still names them."""
    return hashlib.sha256(f"{name}\n{phone}".encode()).hexdigest()[:16]
