"""What a filling page says: problems with their links, and two people's values side by side."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from yingji.desk.fill import Copy, Kept
from yingji.desk.review import Remark, followed
from yingji.errors import Problem, Unreadable
from yingji.plans.wording import WHOLE, Wording
from yingji.web.filling.blanks import Blank, anchor
from yingji.web.filling.parts import Part
from yingji.web.filling.progress import part_with
from yingji.web.forms import Form

LONGEST_SAID = 200
MINE, CHOICE = "mine ", "keep "


@dataclass(frozen=True, slots=True)
class Told:
    """A problem as a page shows it: at ``name``, with a link that leads there."""

    name: str
    place: str
    message: str
    grade: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Collision:
    """One place two people changed, in words; ``sent`` is JSON of this person's value."""

    path: str
    place: str
    mine: str
    theirs: str
    sent: str


@dataclass(frozen=True, slots=True)
class Said:
    """What the page says after a save. ``wrong`` are told at the fields, ``listed`` in a summary besides."""

    saved: bool = False
    notes: tuple[str, ...] = ()
    wrong: tuple[Told, ...] = ()
    listed: tuple[Told, ...] = ()
    is_checked: bool = False
    focus: str = ""
    collisions: tuple[Collision, ...] = ()
    theirs_by: str = ""
    theirs_at: Any = None
    removed: str = ""
    removed_label: str = ""
    focus_row: str = ""


def told(copy: Copy, problem: Problem, name: str | None = None) -> Told:
    """A problem with the link to where it is mended."""
    name = problem.path if name is None else name
    link = link_of(copy, problem.path, name, "?check=true")
    return Told(name, problem.place or WHOLE, problem.message, problem.grade, link)


def link_of(copy: Copy, path: str, name: str, asked: str = "") -> str:
    """The address of the blank where a place is filled in; "" where no part shows it."""
    part = part_with(copy.schema, path) if path else None
    return f"/plans/{copy.unit.code}/{copy.kind}/fill/{part.number}{asked}#{anchor(name)}" if part else ""


def remarked(
    copy: Copy, part: Part, blanks: Iterable[Blank], shown: Mapping[str, Any]
) -> dict[str, list[Remark]]:
    """What the reviewer said of this part, by the name of the blank or row it stands at; "" for the part itself.

    ``shown`` is the document on the page, which may have rows that are not kept yet.
    """
    walked = [each for blank in blanks for each in blank.walk()]
    names = {each.name for each in walked} | {row.name for each in walked for row in each.rows}
    found: dict[str, list[Remark]] = {}
    for remark in copy.remarks:
        name = followed(copy.document, shown, remark.path)
        while name and name not in names:
            name = name.rpartition("/")[0]
        if remark.path and part.holds(remark.path):
            found.setdefault(name, []).append(remark)
    return found


def collisions(kept: Kept, mine: Mapping[str, Any]) -> tuple[Collision, ...]:
    """The conflicts of a save in words; ``mine`` is the whole document as this person sent it."""
    copy = kept.copy
    ours, theirs = Wording(copy.schema, mine), Wording(copy.schema, copy.document)
    found = []
    for conflict in kept.conflicts:
        field = copy.schema.at(conflict.path) or copy.schema.root
        words = [
            _short(side.shown(field, value)) if value is not None else "（未填）"
            for side, value in ((ours, conflict.mine), (theirs, conflict.theirs))
        ]
        sent = json.dumps(conflict.mine, ensure_ascii=False)
        found.append(Collision(conflict.path, theirs.place(conflict.path), words[0], words[1], sent))
    return tuple(found)


def chosen(form: Form) -> dict[str, Any]:
    """Where the person chose their own of two values: pointer → value."""
    return {
        name.removeprefix(CHOICE): json_of(form.fields.get(MINE + name.removeprefix(CHOICE), "null"))
        for name, answer in form.fields.items()
        if name.startswith(CHOICE + "/") and answer == "mine"
    }


def json_of(text: str) -> Any:
    """JSON of a hidden field, None of an empty one; raises ``Unreadable``."""
    try:
        return json.loads(text) if text else None
    except (ValueError, RecursionError):
        raise Unreadable("表单内容读不出来，请刷新页面重新填写。") from None


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_SAID else f"{text[:LONGEST_SAID]}…（共 {len(text)} 字）"
