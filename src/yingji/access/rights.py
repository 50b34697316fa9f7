"""Who may do what, where. One table, one question; what is not written here is refused.

A grant names a unit; it reaches a place when the unit's own id stands in the place's path
(``/1/16/24/201/``). ``clerk`` and ``head`` hold for the named unit alone.
"""

from dataclasses import dataclass

from yingji.errors import Forbidden

ROLES: dict[str, str] = {
    "clerk": "文书",
    "head": "主要负责人",
    "reviewer": "审核员",
    "approver": "签发人",
    "counsel": "法律顾问",
    "office": "应急办",
    "viewer": "查看",
    "sysadmin": "系统管理员",
    "secadmin": "安全管理员",
    "auditor": "审计员",
}

NARROW = frozenset({"clerk", "head"})
WRITERS = frozenset({"clerk", "head", "office"})
EVERYONE = frozenset(ROLES) - {"sysadmin", "secadmin"}
ADMINS = frozenset({"sysadmin", "office"})

RULES: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    # act: (roles over a village's or body's plan, roles over a township's plan)
    "plan.read": (EVERYONE, EVERYONE),
    "plan.read_restricted": (
        frozenset({"clerk", "head", "office", "reviewer", "approver"}),
        frozenset({"clerk", "head", "office", "reviewer", "approver"}),
    ),
    "plan.upload": (WRITERS, WRITERS),
    "plan.record": (WRITERS, WRITERS),
    "plan.attach": (WRITERS, WRITERS),
    "plan.correct": (frozenset({"office", "approver"}), frozenset({"office", "approver"})),
    "plan.erase": (frozenset({"office"}), frozenset({"office"})),
    "move.submit": (WRITERS, WRITERS),
    "move.withdraw": (WRITERS, WRITERS),
    "move.return": (frozenset({"reviewer", "approver"}), frozenset({"reviewer", "approver"})),
    "move.pass": (frozenset({"reviewer"}), frozenset({"reviewer"})),
    "move.opine": (frozenset(), frozenset({"counsel"})),
    "move.approve": (frozenset({"head", "approver"}), frozenset({"approver"})),
    "move.issue": (frozenset({"head", "approver", "office"}), frozenset({"approver", "office"})),
    "move.file": (frozenset({"office"}), frozenset({"office"})),
    "move.publish": (WRITERS, frozenset({"office"})),
    "move.confirm": (WRITERS, frozenset({"approver", "office"})),
    "move.declare": (WRITERS, WRITERS),
    "move.clear": (frozenset({"head", "approver"}), frozenset({"approver"})),
    "move.revoke": (frozenset({"head", "approver"}), frozenset({"approver"})),
    "readiness.record": (WRITERS, WRITERS),
    "copy.record": (WRITERS, WRITERS),
    "requirement.change": (frozenset({"office"}), frozenset({"office"})),
    "exemption.change": (frozenset({"office", "approver"}), frozenset({"office", "approver"})),
    "reminder.add": (
        frozenset({"office", "approver", "reviewer"}),
        frozenset({"office", "approver", "reviewer"}),
    ),
    "policy.change": (ADMINS, ADMINS),
    "basis.change": (ADMINS, ADMINS),
    "calendar.change": (ADMINS, ADMINS),
    "unit.change": (ADMINS, ADMINS),
    "unit.import": (ADMINS, ADMINS),
    "person.change": (frozenset({"sysadmin", "secadmin"}), frozenset({"sysadmin", "secadmin"})),
    "ledger.read": (frozenset({"auditor"}), frozenset({"auditor"})),
    "system.read": (
        frozenset({"sysadmin", "secadmin", "auditor"}),
        frozenset({"sysadmin", "secadmin", "auditor"}),
    ),
}
"""The contract's table of moves, and the acts around them."""

NAMED_ONLY = ("move.", "plan.upload", "plan.record", "plan.attach", "plan.correct")
"""Acts of a named person: the machine's operator has every other right, none of these."""


@dataclass(frozen=True, slots=True)
class Held:
    """A role held today over a unit."""

    role: str
    unit_id: int


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts. ``held`` are the grants valid on the day of acting."""

    person_id: int | None
    login: str
    name: str
    post: str = ""
    held: tuple[Held, ...] = ()
    is_operator: bool = False


LOCAL = Actor(None, "local", "本机操作员", is_operator=True)


@dataclass(frozen=True, slots=True)
class Scope:
    """What a person may see: everything, whole places, or single units (own ids)."""

    everything: bool = False
    places: frozenset[int] = frozenset()
    units: frozenset[int] = frozenset()

    def covers(self, path: str) -> bool:
        """Whether the unit at ``path`` is in sight."""
        ids = _ids(path)
        return self.covers_below(path) or bool(ids and ids[-1] in self.units)

    def covers_below(self, path: str) -> bool:
        """Whether everything at and below ``path`` is in sight."""
        return self.everything or bool(self.places & set(_ids(path)))


def may(actor: Actor, act: str, path: str, *, is_township: bool = False) -> bool:
    """Whether ``actor`` may do ``act`` to the unit at ``path``; unknown acts are refused.

    ``is_township`` tells a township's own plan from a village's or body's. ``path`` ``""`` is the
    whole site: only the operator's rights reach it.
    """
    if act not in RULES:
        return False
    if actor.is_operator:
        return not act.startswith(NAMED_ONLY)
    roles = RULES[act][is_township]
    return any(held.role in roles and reaches(held, path) for held in actor.held)


def demand(actor: Actor, act: str, path: str, *, is_township: bool = False) -> None:
    """Raise ``Forbidden`` with the roles that would do, unless ``may``."""
    if may(actor, act, path, is_township=is_township):
        return
    if actor.is_operator:
        raise Forbidden("这一步要由具名的人办理。请写明办理人，例如 --as wenshu201。")
    needed = RULES.get(act, (frozenset(), frozenset()))[is_township]
    names = "、".join(title for role, title in ROLES.items() if role in needed)
    raise Forbidden(
        f"{actor.name}（{actor.login}）在这个单位没有办理此事的权限。可以办理的是：{names or '无'}。"
        "如确需办理，请联系应急办调整授权。"
    )


def visible(actor: Actor) -> Scope:
    """What lists may show to ``actor``; one scope for every list."""
    if actor.is_operator:
        return Scope(everything=True)
    readers = RULES["plan.read"][0]
    return Scope(
        places=frozenset(h.unit_id for h in actor.held if h.role in readers - NARROW),
        units=frozenset(h.unit_id for h in actor.held if h.role in readers & NARROW),
    )


def reaches(held: Held, path: str) -> bool:
    """Whether a grant reaches the unit at ``path``."""
    ids = _ids(path)
    return bool(ids) and (ids[-1] == held.unit_id if held.role in NARROW else held.unit_id in ids)


def _ids(path: str) -> list[int]:
    return [int(part) for part in path.split("/") if part]
