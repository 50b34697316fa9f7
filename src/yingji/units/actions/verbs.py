"""What a decision may do to units: found, rename, recode, move, merge, split and end them."""

from collections.abc import Sequence
from datetime import date, datetime

from yingji.access.rights import Actor, demand
from yingji.db import Writing
from yingji.errors import Conflict
from yingji.units.actions.writes import Act, NewUnit, wrong
from yingji.units.names import BODIES, KIND_WORDS, kinds_above
from yingji.units.queries import Unit, unit_by_id
from yingji.units.sentences import day_words


def add_unit(
    w: Writing,
    actor: Actor,
    at: datetime,
    *,
    code: str,
    name: str,
    kind: str,
    under: str | None,
    from_day: date,
    order_doc: str,
) -> Unit:
    """Found a unit. ``under`` None only for divisions above the village."""
    act = Act(w, actor, at, from_day, order_doc)
    parent = act.parent(under) if under else None
    if parent is None:
        demand(actor, "unit.change", "")
    _check_kind(kind, parent)
    made = act.found(kind, NewUnit(code, name), parent.id if parent else None)
    act.note(made, "add")
    return act.tell("unit.add", made)


def rename(
    w: Writing, actor: Actor, at: datetime, code: str, *, name: str, from_day: date, order_doc: str
) -> Unit:
    """Give a unit another name from a day on."""
    act = Act(w, actor, at, from_day, order_doc)
    known = act.subject(code)
    if name == known.name:
        raise Conflict(f"{known.label} 在 {day_words(from_day)}就叫这个名称，没有变化。", field="name")
    act.name(known.id, known.code, name)
    act.note(known.id, "rename")
    return act.tell("unit.rename", known.id, old=known.name)


def recode(
    w: Writing, actor: Actor, at: datetime, code: str, *, to: str, from_day: date, order_doc: str
) -> Unit:
    """Give a unit another code from a day on; it is found by the old one too."""
    act = Act(w, actor, at, from_day, order_doc)
    known = act.subject(code)
    if to == known.code:
        raise Conflict(f"{known.label} 在 {day_words(from_day)}就用这个代码，没有变化。", field="code")
    act.check_code(to, known.kind, known.id)
    act.name(known.id, to, known.name)
    act.note(known.id, "recode")
    return act.tell("unit.recode", known.id, old=known.code)


def move(
    w: Writing, actor: Actor, at: datetime, code: str, *, under: str, from_day: date, order_doc: str
) -> Unit:
    """Put a unit, with everything below it, under another parent from a day on."""
    act = Act(w, actor, at, from_day, order_doc)
    known = act.subject(code)
    parent = act.parent(under)
    _check_kind(known.kind, parent)
    if parent.id == known.parent_id:
        raise Conflict(f"{known.label} 在 {day_words(from_day)}就归 {parent.label}，没有变化。")
    below = act.reroot(known.id, parent.id)
    act.note(known.id, "move")
    return act.tell("unit.move", known.id, below, old_parent_id=known.parent_id, parent=parent.code)


def merge(
    w: Writing,
    actor: Actor,
    at: datetime,
    codes: Sequence[str],
    *,
    into: str | NewUnit,
    from_day: date,
    order_doc: str,
) -> Unit:
    """End units in favour of one that exists (``into`` its code) or begins beside the first of them.

    What stood below the ended ones stands below that one from then on.
    """
    act = Act(w, actor, at, from_day, order_doc)
    merged = {known.id: known for known in map(act.subject, codes)}
    heir = act.subject(into) if isinstance(into, str) else None
    if heir:
        merged.pop(heir.id, None)
    if not merged:
        raise Conflict("没有要并入的单位。请写出被合并的单位代码，以及合并后的单位。", field="into")
    first = next(iter(merged.values()))
    _check_alike([*merged.values(), *([heir] if heir else [])])
    heir_id = heir.id if heir else act.new_id(first.kind, first.parent_id)
    touched: set[int] = set()
    for known in merged.values():
        for child in act.children(known):
            touched |= act.reroot(child, heir_id)
        act.close(known.id)
        act.note(known.id, "merge", heir_id)
    if isinstance(into, NewUnit):
        act.christen(heir_id, first.kind, into)
    act.note(heir_id, "merge")
    return act.tell("unit.merge", heir_id, touched | merged.keys(), merged=[u.code for u in merged.values()])


def split(
    w: Writing,
    actor: Actor,
    at: datetime,
    code: str,
    *,
    parts: Sequence[NewUnit],
    from_day: date,
    order_doc: str,
) -> tuple[Unit, ...]:
    """Make several units of one, beside it. A part with its code is the unit itself, going on; else it ends.

    A unit that ends may have nothing below it. Returns the parts in the order given.
    """
    act = Act(w, actor, at, from_day, order_doc)
    known = act.subject(code)
    if len(parts) < 2 or len({part.code for part in parts}) < len(parts):
        raise Conflict("拆分要写出至少两个代码不同的单位；原单位保留的，把它的代码也写上。")
    if all(part.code != known.code for part in parts):
        act.check_empty(known)
        act.close(known.id)
    made = [act.part(known, part) for part in parts]
    act.note(known.id, "split")
    act.tell("unit.split", made[0], [known.id, *made], split=known.code)
    return tuple(unit_by_id(w, key, from_day) for key in made)


def end(w: Writing, actor: Actor, at: datetime, code: str, *, from_day: date, order_doc: str) -> Unit:
    """End a unit without a successor: from that day on it is not there. Returns it as it was."""
    act = Act(w, actor, at, from_day, order_doc)
    known = act.subject(code)
    act.check_empty(known)
    act.close(known.id)
    act.note(known.id, "end")
    act.enter("unit.end", known, {known.id}, {})
    return known


def _check_alike(units: Sequence[Unit]) -> None:
    kinds = sorted({KIND_WORDS[known.kind] for known in units})
    if len(kinds) > 1:
        raise Conflict(f"只能合并同一类的单位，这里有{'、'.join(kinds)}。")


def _check_kind(kind: str, parent: Unit | None) -> None:
    if kind not in KIND_WORDS:
        raise wrong("kind", "类别", f"没有「{kind}」这一类。可用：{'、'.join(KIND_WORDS)}。")
    if parent is None and (kind == "village" or kind in BODIES):
        raise Conflict(
            f"{KIND_WORDS[kind]}单位要有上级。请写上级代码，例如 --under 411624201000。", field="under"
        )
    if parent and parent.kind not in kinds_above(kind):
        raise Conflict(
            f"{KIND_WORDS[kind]}单位不能放在{KIND_WORDS[parent.kind]}单位 {parent.label} 下面。",
            field="under",
        )
