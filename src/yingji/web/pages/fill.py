"""Filling a plan in: one part a page, kept while people type, every action a button that needs no script."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.response import Redirect

from yingji.clock import SHANGHAI
from yingji.db import Writing
from yingji.desk.fill import Copy, Kept, keep, open_copy, settle
from yingji.desk.merging import take
from yingji.errors import Problem, Unreadable
from yingji.plans import pointer
from yingji.plans.wording import Wording
from yingji.units.queries import Unit, find_unit
from yingji.web.filling.blanks import Blank
from yingji.web.filling.drawing import draw
from yingji.web.filling.gathering import gather, on_page, row_places, without_empty_rows
from yingji.web.filling.parts import Part, part_of
from yingji.web.filling.progress import Progress, progress
from yingji.web.filling.rows import Step, apply, step_of
from yingji.web.forms import Form
from yingji.web.operations import SendsForm
from yingji.web.pages.fill_words import Said, Told, chosen, collisions, json_of, link_of, remarked, told
from yingji.web.pages.plans import PLAN
from yingji.web.params import FromPath, FromQuery, Kind, UnitCode
from yingji.web.rendering import frame, page
from yingji.web.routes import form_post, page_get
from yingji.web.spec import errors
from yingji.web.visit import Visit

FILL = PLAN + "/fill"
LARGEST_FORM = 8 * 1024 * 1024
"""A part as a url-encoded form: a Chinese character is nine bytes there."""
PASTE = "paste "


@dataclass(frozen=True, slots=True)
class Saved:
    """The answer to a save in the background. ``collides``: send the form itself and let the person choose."""

    at: str
    was: str
    collides: bool
    notes: tuple[str, ...]
    wrong: dict[str, str]


@page_get(FILL)
def overview(visit: NamedDependency[Visit], unit: UnitCode, kind: Kind) -> Response[str]:
    """The parts of the plan and how far each is filled in."""
    copy = _opened(visit, unit, kind)
    return page(
        "fill_overview",
        frame(visit, f"填写{copy.unit.short_name}{copy.kind_title}", "plans"),
        copy=copy,
        progress_of_parts=progress(copy.schema, copy.document, copy.problems),
        remark_links=[link_of(copy, one.path, one.path) for one in copy.remarks],
    )


@page_get(FILL + "/{part:int}")
def part_page(
    visit: NamedDependency[Visit],
    unit: UnitCode,
    kind: Kind,
    part: FromPath[int],
    check: FromQuery[bool] = False,
) -> Response[str]:
    """One part to fill in; with ``check`` everything wrong in it is told."""
    copy = _opened(visit, unit, kind)
    asked = part_of(copy.schema, part)
    listed = tuple(told(copy, problem) for problem in copy.problems if asked.holds(problem.path))
    said = Said(wrong=listed, listed=listed, is_checked=True) if check else Said()
    return _drawn(visit, copy, asked, copy.document, said)


@form_post(FILL + "/{part:int}", status_code=200, request_max_body_size=LARGEST_FORM)
def part_here(
    visit: NamedDependency[Visit],
    form: NamedDependency[Form],
    unit: UnitCode,
    kind: Kind,
    part: FromPath[int],
) -> Response[Any]:
    """Keep the part and do what the button says: another part, one more row, a check."""
    do = form.text("do")
    with visit.database.writing() as w:
        sent = _sent(w, visit, form, find_unit(w, unit, visit.today), kind, part, step_of(do))
    if not sent.kept.conflicts and (target := _target(do, part, f"/plans/{unit}/{kind}/fill")):
        return Redirect(target, status_code=303)
    return _after(visit, sent, is_checked=do == "check")


@post(
    "/api" + FILL + "/{part:int}",
    status_code=200,
    operation_class=SendsForm,
    request_max_body_size=LARGEST_FORM,
    responses=errors(403, 404, 413),
    sync_to_thread=True,
)
def keep_here(
    visit: NamedDependency[Visit],
    form: NamedDependency[Form],
    unit: UnitCode,
    kind: Kind,
    part: FromPath[int],
) -> Saved:
    """Keep the part while somebody types; nothing on the page moves."""
    with visit.database.writing() as w:
        sent = _sent(w, visit, form, find_unit(w, unit, visit.today), kind, part, None, in_background=True)
    wrong = {one.name: one.message for one in sent.wrong()}
    return Saved(
        at=f"{visit.at.astimezone(SHANGHAI):%H:%M:%S}",
        was=json.dumps(sent.kept.mine, ensure_ascii=False),
        collides=bool(sent.kept.conflicts),
        notes=sent.kept.notes,
        wrong=wrong,
    )


HANDLERS = (overview, part_page, part_here, keep_here)


@dataclass(frozen=True, slots=True)
class Sent:
    """A part as it was sent and kept; ``typed`` still has its empty rows."""

    part: Part
    kept: Kept
    typed: Mapping[str, Any]
    places: Mapping[str, str]
    focus: str
    step: Step | None = None
    removed: Any = None

    def wrong(self, *, is_checked: bool = False) -> tuple[Told, ...]:
        """What is wrong in the part: of what was typed, or (checked) of what is missing as well."""
        document = self.kept.copy.document
        return tuple(
            told(self.kept.copy, problem, on_page(self.places, problem.path))
            for problem in self.kept.copy.problems
            if self.part.holds(problem.path) and (is_checked or _is_typed(document, problem))
        )


def _opened(visit: Visit, code: str, kind: str) -> Copy:
    with visit.database.reading() as r:
        unit = find_unit(r, code, visit.today)
        return open_copy(r, visit.person(), unit=unit, kind=kind, on=visit.today)


def _sent(
    w: Writing,
    visit: Visit,
    form: Form,
    unit: Unit,
    kind: str,
    number: int,
    step: Step | None,
    *,
    in_background: bool = False,
) -> Sent:
    if "end" not in form.fields:
        raise Unreadable("表单没有传完整，什么都没有改动。请返回页面再保存一次。")
    actor = visit.person()
    copy = open_copy(w, actor, unit=unit, kind=kind, on=visit.today)
    part = part_of(copy.schema, number)
    typed, focus = settle(gather(copy.schema, part, form.fields), chosen(form)), ""
    removed = pointer.find(typed, step.where) if step is not None and step.verb == "remove" else None
    for one in [] if in_background else _steps(form, step):
        given = form.fields.get("removed" if one.verb == "restore" else PASTE + one.where, "")
        typed, focus = apply(copy.schema, typed, one, visit.at, actor.person_id or 0, given)
    was = json_of(form.fields.get("was", ""))
    kept = keep(
        w,
        actor,
        visit.at,
        unit=unit,
        kind=kind,
        wheres=part.pointers,
        typed=without_empty_rows(copy.schema, typed),
        was=was if isinstance(was, dict) else None,
        only_without_conflict=in_background,
    )
    return Sent(part, kept, typed, row_places(copy.schema, typed), focus, step, removed)


def _steps(form: Form, step: Step | None) -> list[Step]:
    """The button's own step, and every box of pasted cells, pressed or not."""
    boxes = [name.removeprefix(PASTE) for name, text in form.fields.items() if _is_box(name) and text.strip()]
    pasted = [Step("paste", where) for where in boxes]
    return [*pasted, step] if step is not None and step.verb != "paste" else pasted


def _is_box(name: str) -> bool:
    return name.startswith(PASTE + "/")


def _after(visit: Visit, sent: Sent, *, is_checked: bool) -> Response[str]:
    """The page after a save: as typed where rows came or went, else as it was tidied and kept."""
    kept = sent.kept
    stays = bool(sent.focus) and not kept.conflicts
    if not stays:
        sent = replace(sent, typed=kept.copy.document, places={})
    wrong = sent.wrong(is_checked=is_checked)
    mine = {**kept.copy.document, **_spread(kept.mine)}
    said = Said(
        saved=True,
        notes=kept.notes,
        wrong=wrong,
        listed=wrong if is_checked else (),
        is_checked=is_checked,
        focus="" if sent.removed else sent.focus,
        **_taken_away(sent),
        collisions=collisions(kept, mine),
        theirs_by="您" if kept.theirs_by == visit.actor.name else kept.theirs_by,
        theirs_at=kept.theirs_at,
    )
    shown = settle(kept.copy.document, _part_values(sent, stays))
    return _drawn(visit, kept.copy, sent.part, shown, said, was=kept.mine if stays else None)


def _taken_away(sent: Sent) -> dict[str, str]:
    """What a removed row needs to be put back."""
    if sent.step is None or not isinstance(sent.removed, dict) or not sent.removed:
        return {}
    array = sent.kept.copy.schema.at(sent.step.where.rpartition("/")[0])
    wording = Wording(sent.kept.copy.schema, sent.kept.copy.document)
    label = wording.label(array, sent.removed) if array is not None else ""
    return {
        "removed": json.dumps(sent.removed, ensure_ascii=False),
        "removed_label": label or "空",
        "focus_row": sent.step.where,
    }


def _part_values(sent: Sent, stays: bool) -> dict[str, Any]:
    return take(sent.typed, sent.part.pointers) if stays else {}


def _spread(values: Mapping[str, Any]) -> dict[str, Any]:
    return settle({}, values)


def _drawn(
    visit: Visit,
    copy: Copy,
    part: Part,
    document: Mapping[str, Any],
    said: Said,
    was: Mapping[str, Any] | None = None,
) -> Response[str]:
    blanks: tuple[Blank, ...] = draw(copy.schema, part, document)
    parts: tuple[Progress, ...] = progress(copy.schema, copy.document, copy.problems)
    wrong: dict[str, list[Told]] = {}
    for one in said.wrong:
        wrong.setdefault(one.name, []).append(one)
    return page(
        "fill",
        frame(visit, f"{part.title} · {copy.unit.short_name}{copy.kind_title}", "plans"),
        copy=copy,
        part=part,
        progress_of_parts=parts,
        blanks=blanks,
        said=said,
        wrong=wrong,
        remarks=remarked(copy, part, blanks, document),
        was=json.dumps(take(copy.document, part.pointers) if was is None else was, ensure_ascii=False),
        person=visit.actor.login,
    )


def _is_typed(document: Mapping[str, Any], problem: Problem) -> bool:
    value = pointer.find(document, problem.path) if problem.path else pointer.MISSING
    return value is not pointer.MISSING and not isinstance(value, dict | list)


def _target(do: str, part: int, base: str) -> str:
    verb, _, number = do.partition(" ")
    if verb == "go":
        return f"{base}/{int(number)}" if number.isdecimal() and len(number) < 4 else base
    return {
        "next": f"{base}/{part + 1}",
        "previous": f"{base}/{part - 1}",
        "overview": base,
        "review": f"{base}/review",
    }.get(verb, "")
