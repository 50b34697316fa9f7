"""Units: who there is, what became of them, and the decisions that change them."""

from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import quote, urlencode

from litestar import Response
from litestar.di import NamedDependency

from yingji.access.rights import demand, may, visible
from yingji.db import Reading, Writing
from yingji.desk.supervise import list_units, place_of
from yingji.errors import Usage
from yingji.plans.queries import kinds, plans_of
from yingji.readiness.actions import set_roster
from yingji.readiness.queries import roster_of
from yingji.units import actions as units
from yingji.units.actions import NewUnit
from yingji.units.names import FAR, KIND_WORDS
from yingji.units.queries import Unit, ancestors, changes, find_unit, units_by_ids
from yingji.web.asked import day_if_any, day_in, offered, unit_in, words_in
from yingji.web.attempt import NOTHING, Tried, attempt, done_or_again
from yingji.web.forms import Form
from yingji.web.paging import portion
from yingji.web.params import Day, FromQuery, UnitCode, day
from yingji.web.rendering import frame, page
from yingji.web.routes import file_post, form_post, page_get
from yingji.web.visit import Visit

ORDER = "沈政文〔2026〕12号"
LARGEST_LIST = 6 * 1024 * 1024
HOW = {
    "add": "新设",
    "rename": "改名",
    "recode": "变更代码",
    "move": "变更隶属",
    "merge": "合并",
    "split": "拆分",
    "end": "撤销",
}
LISTS = {
    "added": "新增",
    "attached": "补上隶属",
    "renamed": "改名",
    "moved": "变更隶属",
    "recoded": "变更代码",
    "unclear": "需人工确认",
    "gone": "名单里没有",
}


@page_get("/units")
def units_page(
    visit: NamedDependency[Visit],
    under: FromQuery[str] = "",
    as_of: Day = "",
    q: FromQuery[str] = "",
    done: FromQuery[str] = "",
    nth: FromQuery[str] = "",
) -> Response[str]:
    """The units under a place on a day."""
    return _list(visit, under, as_of, q, nth=nth, done="已撤销" if done else "")


@form_post("/units")
def add_here(visit: NamedDependency[Visit], form: NamedDependency[Form]) -> Response[str]:
    """Found a unit."""

    def act(w: Writing) -> Unit:
        return units.add_unit(
            w,
            visit.person(),
            visit.at,
            code=words_in(form, "code", "代码", "411624201240"),
            name=words_in(form, "name", "名称", "新营村民委员会"),
            kind=form.text("kind"),
            under=unit_in(w, visit, form, "under", "上级").code,
            from_day=day_in(form, "from", "从哪天起"),
            order_doc=words_in(form, "order", "依据的批复", ORDER),
        )

    def again(tried: Tried) -> Response[str]:
        return _list(visit, "", "", "", tried)

    return done_or_again(visit, form, "add", act, done=_done, again=again)


@page_get("/units/import")
def import_page(visit: NamedDependency[Visit]) -> Response[str]:
    """A list to import, tried first and then confirmed."""
    return _import(visit)


@file_post("/units/import", status_code=200, request_max_body_size=LARGEST_LIST)
def import_here(visit: NamedDependency[Visit], form: NamedDependency[Form]) -> Response[str]:
    """Show what a list would change, or (``do`` = ``store``) change it."""
    is_trial = form.text("do") != "store"
    listing = form.fields.get("listing", "").encode() or (form.files and form.file("file").content) or b""

    def act(w: Writing) -> Any:
        return units.import_units(
            w,
            visit.person(),
            visit.at,
            visit.today,
            listing,
            from_day=day_if_any(form, "from", "从哪天起"),
            complete_under=form.text("complete") or None,
            accept=form.text("accept") == "yes",
            dry_run=is_trial,
        )

    if not listing:
        return _import(visit, Tried("import", values=form.fields), refused="请先选择名单文件（CSV）。")
    result, tried = attempt(visit, form, "import", act)
    text = listing.decode("utf-8", "replace") if result and is_trial else ""
    return _import(visit, tried or Tried("import", values=form.fields), result=result, listing=text)


@page_get("/units/{unit:str}")
def unit_page(visit: NamedDependency[Visit], unit: UnitCode, done: FromQuery[str] = "") -> Response[str]:
    """One unit: where it stands, what became of it, who holds its posts, its plans."""
    return _unit(visit, unit, done=bool(done))


@form_post("/units/{unit:str}/changes")
def change_here(visit: NamedDependency[Visit], form: NamedDependency[Form], unit: UnitCode) -> Response[str]:
    """Rename, recode, move, merge into another, split, or end a unit, by a decision (批复)."""
    how = form.text("do")
    act = partial(_change, visit=visit, form=form, unit=unit, how=how)
    done = "/units?done=end" if how == "end" else _done
    return done_or_again(visit, form, how, act, done=done, again=partial(_unit, visit, unit))


@form_post("/units/{unit:str}/roster")
def roster_here(visit: NamedDependency[Visit], form: NamedDependency[Form], unit: UnitCode) -> Response[str]:
    """Somebody holds a post of the unit from a day on."""

    def act(w: Writing) -> bool:
        return set_roster(
            w,
            visit.person(),
            visit.at,
            unit=find_unit(w, unit, visit.today),
            post=words_in(form, "post", "职务", "主要负责人"),
            name=words_in(form, "name", "姓名", "孙新"),
            from_day=day_in(form, "from", "从哪天起"),
        )

    done = f"/units/{quote(unit)}?done=yes"
    return done_or_again(visit, form, "roster", act, done=done, again=partial(_unit, visit, unit))


HANDLERS = (units_page, add_here, import_page, import_here, unit_page, change_here, roster_here)

Verb = Callable[..., Unit]


def _done(unit: Unit) -> str:
    return f"/units/{quote(unit.code)}?done=yes"


def _change(w: Writing, visit: Visit, form: Form, unit: str, how: str) -> Unit:
    given: dict[str, Any] = {
        "from_day": day_in(form, "from", "从哪天起"),
        "order_doc": words_in(form, "order", "依据的批复", ORDER),
    }
    actor, at = visit.person(), visit.at
    if how == "rename":
        return units.rename(
            w, actor, at, unit, name=words_in(form, "name", "新名称", "新营村民委员会"), **given
        )
    if how == "recode":
        return units.recode(w, actor, at, unit, to=words_in(form, "code", "新代码", "411624201240"), **given)
    if how == "move":
        return units.move(w, actor, at, unit, under=unit_in(w, visit, form, "under", "新上级").code, **given)
    if how == "merge":
        return units.merge(
            w, actor, at, [unit], into=unit_in(w, visit, form, "into", "并入哪个单位").code, **given
        )
    if how == "split":
        return units.split(w, actor, at, unit, parts=_parts(form.text("parts")), **given)[0]
    if how == "end":
        return units.end(w, actor, at, unit, **given)
    raise Usage(f"没有「{how}」这种变更。可用：{'、'.join(HOW.values())}。")


def _parts(text: str) -> list[NewUnit]:
    """Lines ``code name``, as people write them."""
    parts = [
        line.split(maxsplit=1)
        for line in text.replace("，", " ").replace(",", " ").splitlines()
        if line.strip()
    ]
    if not parts or any(len(part) != 2 for part in parts):
        raise Usage("请每行写一个单位：代码、空格、名称，例如 411624201240 新营村民委员会。", field="parts")
    return [NewUnit(code, name.strip()) for code, name in parts]


def _list(
    visit: Visit, under: str, as_of: str, q: str, tried: Tried = NOTHING, *, nth: str = "", done: str = ""
) -> Response[str]:
    on = day("as_of", as_of) or visit.today
    with visit.database.reading() as r:
        place = _place(r, visit, under)
        wanted, is_far = q.strip(), place.kind in FAR
        lines = list_units(r, visit.person(), under=place, on=on, only_next=is_far and not wanted)
        choices = offered(r, visit)
    return page(
        "units",
        frame(visit, f"{place.name} · 单位", "registers"),
        status=tried.status,
        place=place,
        shown=portion([line for line in lines if wanted in line.name + line.code], nth),
        here=f"/units?{urlencode({'under': place.code, 'as_of': as_of, 'q': q})}",
        far=FAR,
        q=q,
        as_of=as_of,
        on=on,
        kinds=KIND_WORDS,
        offered=choices,
        tried=tried,
        done=done,
        may_change=may(visit.actor, "unit.change", place.path),
        today=visit.today,
    )


def _import(
    visit: Visit, tried: Tried = NOTHING, *, result: Any = None, listing: str = "", refused: str = ""
) -> Response[str]:
    with visit.database.reading() as r:
        place = _place(r, visit, "")
        demand(visit.person(), "unit.import", place.path)
    return page(
        "units_import",
        frame(visit, "导入单位名单", "registers"),
        status=400 if refused else tried.status,
        tried=tried,
        result=result,
        listing=listing,
        refused=refused,
        lists=LISTS,
        today=visit.today,
    )


def _unit(visit: Visit, code: str, tried: Tried = NOTHING, *, done: bool = False) -> Response[str]:
    with visit.database.reading() as r:
        unit = find_unit(r, code, visit.today)
        if not visible(visit.person()).covers(unit.path):
            demand(visit.actor, "unit.change", unit.path)
        past = changes(r, unit.id)
        others = units_by_ids(
            r, {c.other_id for c in past if c.other_id} | {c.unit_id for c in past}, visit.today
        )
        above = ancestors(r, unit, visit.today)
        plans = plans_of(r, [unit.id])
        titles = kinds(r)
        posts = roster_of(r, unit.id, visit.today)
        choices = offered(r, visit)
    return page(
        "unit",
        frame(visit, unit.name, "registers"),
        status=tried.status,
        unit=unit,
        above=above,
        past=past,
        names={other.id: other.name for other in others},
        how=HOW,
        plans=tuple((plan.kind, titles[plan.kind]) for plan in plans),
        posts=posts,
        kinds=KIND_WORDS,
        offered=choices,
        tried=tried,
        done=done,
        may_change=may(visit.actor, "unit.change", unit.path),
        may_record=may(visit.actor, "readiness.record", unit.path, is_township=unit.kind == "township"),
        may_see=visible(visit.actor).covers(unit.path),
        today=visit.today,
    )


def _place(r: Reading, visit: Visit, under: str) -> Unit:
    """The place asked for; else the one administered, else the widest in sight."""
    if under:
        place = find_unit(r, under, visit.today)
        if not visible(visit.person()).covers(place.path):
            demand(visit.actor, "unit.change", place.path)
        return place
    held = units_by_ids(r, {grant.unit_id for grant in visit.person().held}, visit.today)
    administered = [unit for unit in held if may(visit.actor, "unit.change", unit.path)]
    return administered[0] if administered else place_of(r, visit.person(), visit.today)
