"""The main navigation: which rooms a person's roles open. Rights are asked again in every room."""

from dataclasses import dataclass

from yingji.access.rights import EVERYONE, Actor
from yingji.desk.tasks import WORKERS

ADMINISTRATORS = frozenset({"sysadmin", "secadmin"})


@dataclass(frozen=True, slots=True)
class Door:
    """An entry of the navigation; ``key`` is what a page names itself by."""

    key: str
    href: str
    title: str


DOORS: tuple[tuple[Door, frozenset[str]], ...] = (
    (Door("home", "/home", "我的任务"), WORKERS),
    (Door("coverage", "/coverage", "覆盖情况"), EVERYONE),
    (Door("plans", "/plans", "预案"), EVERYONE),
    (Door("registers", "/registers", "登记"), EVERYONE | ADMINISTRATORS),
    (Door("people", "/people", "账号"), ADMINISTRATORS),
    (Door("ledger", "/ledger", "办理记录"), frozenset({"auditor"})),
    (Door("system", "/system", "系统"), ADMINISTRATORS | {"auditor"}),
)


def doors_of(actor: Actor) -> tuple[Door, ...]:
    """What the navigation offers this person."""
    roles = {held.role for held in actor.held}
    return tuple(door for door, openers in DOORS if roles & openers)
