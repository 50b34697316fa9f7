"""What the fields of a form mean: days as people write them, units by code or name, words that must be there.

A field that cannot be read is told with its name, so that the page says so beside it.
"""

from datetime import date

from yingji.db import Reading
from yingji.desk.supervise import place_of
from yingji.errors import Conflict, NotFound, Usage
from yingji.plans.tidy import written_day
from yingji.units.names import FAR
from yingji.units.queries import Unit, find_unit, units_by_ids, units_named, units_under
from yingji.web.forms import Form
from yingji.web.visit import Visit

HALF_WIDTH = str.maketrans("０１２３４５６７８９－", "0123456789-")
MOST_OFFERED = 400
"""Units offered while typing; more would weigh down the page."""


def words_in(form: Form, name: str, title: str, example: str) -> str:
    """A field that has to be filled in; raises ``Usage``."""
    if not form.text(name):
        raise Usage(f"请填写「{title}」，例如 {example}。", field=name)
    return form.text(name)


def day_in(form: Form, name: str, title: str) -> date:
    """A day that has to be there; raises ``Usage``."""
    found = day_if_any(form, name, title)
    if found is None:
        raise Usage(f"请填写「{title}」，例如 2026-05-01。", field=name)
    return found


def day_if_any(form: Form, name: str, title: str) -> date | None:
    """A day however people write it, None when the field is empty; raises ``Usage``."""
    text = form.text(name)
    if not text:
        return None
    try:
        return date.fromisoformat(written_day(text))
    except ValueError:
        raise Usage(
            f"「{title}」写着「{text[:40]}」，认不出是哪一天。请写年月日，例如 2026-05-01。", field=name
        ) from None


def unit_in(r: Reading, visit: Visit, form: Form, name: str, title: str) -> Unit:
    """A unit by its code, or by its name where only one in the person's reach has it; raises ``Usage``."""
    text = form.text(name).translate(HALF_WIDTH)
    if not text:
        raise Usage(f"请填写「{title}」：名称或代码，例如 411624201201。", field=name)
    if not text[0].isascii():
        return _by_name(r, visit, text, name)
    try:
        return find_unit(r, text, visit.today)
    except (Usage, Conflict, NotFound) as fault:
        raise type(fault)(fault.detail, field=name) from fault


def place_asked(r: Reading, visit: Visit, under: str, on: date) -> Unit:
    """The place a page or answer is about: the one named, else the widest in the person's sight."""
    return find_unit(r, under, on) if under else place_of(r, visit.person(), on)


def offered(r: Reading, visit: Visit) -> tuple[Unit, ...]:
    """The units to choose from while typing: those under the places the person holds a role over."""
    held = {grant.unit_id for grant in visit.actor.held}
    places = units_by_ids(r, held, visit.today)
    tops = [p for p in places if not any(f"/{q.id}/" in p.path for q in places if q.id != p.id)]
    if any(top.kind in FAR for top in tops):
        return ()
    found = [unit for top in tops for unit in units_under(r, top.id, visit.today)]
    return tuple(found) if len(found) <= MOST_OFFERED else ()


def _by_name(r: Reading, visit: Visit, text: str, name: str) -> Unit:
    held = {str(grant.unit_id) for grant in visit.actor.held}
    wanted = {text, f"{text.removesuffix('村')}村民委员会"}
    found = [u for u in units_named(r, wanted, visit.today) if held & set(u.path.split("/"))]
    if not found:
        raise NotFound(f"您管的范围里没有叫「{text[:40]}」的单位。请核对名称，或写代码。", field=name)
    if len(found) > 1:
        listing = "、".join(unit.label for unit in found[:5])
        raise Conflict(f"有 {len(found)} 个单位叫「{text[:40]}」，请写代码：{listing}。", field=name)
    return found[0]
