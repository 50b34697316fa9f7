"""Who is likely to sign: offered on the page, never taken for granted."""

from datetime import date

from yingji.access.queries import heads_of
from yingji.access.rights import Actor
from yingji.db import Reading
from yingji.lifecycle.queries import dossier
from yingji.lifecycle.transitions import is_government
from yingji.plans.queries import find_plan
from yingji.readiness.posts import HEAD
from yingji.readiness.queries import roster_of
from yingji.units.queries import Unit


def signer_of(r: Reading, actor: Actor, unit: Unit, kind: str, on: date) -> tuple[str, str]:
    """(name, post): oneself for a township's plan or one's own unit, else the head in office, else who signed last.

    The post is the one that person signed with last, or has an account under.
    """
    if is_government(unit) or any(held.role == "head" and held.unit_id == unit.id for held in actor.held):
        return actor.name, actor.post
    in_office = next((held.name for held in roster_of(r, unit.id, on) if held.post == HEAD), "")
    name, post = _signed_last(r, unit, kind)
    if name and in_office in ("", name):
        return name, post
    heads = heads_of(r, unit.id, on)
    likely = in_office or next(iter(heads), "")
    return likely, heads.get(likely, "")


def _signed_last(r: Reading, unit: Unit, kind: str) -> tuple[str, str]:
    plan = find_plan(r, unit.id, kind)
    file = dossier(r, plan.id) if plan else None
    for version in reversed(file.versions if file else ()):
        if signers := file.histories[version.id].signers if file else ():
            post, name = signers[0]
            return name, post
    return "", ""
