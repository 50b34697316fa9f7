"""One change asked for on a page: done in one transaction, or told on the same page so that it can be mended."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from litestar import Response
from litestar.response import Redirect

from yingji.db import Writing
from yingji.errors import Fault
from yingji.web.forms import Form
from yingji.web.problems import details
from yingji.web.visit import Visit

MENDABLE = frozenset({400, 404, 409, 412, 413, 415, 422})
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Tried:
    """What went wrong (problem details, None for nothing), in which field if in one, and what was typed."""

    what: str = ""
    fault: Any = None
    blank: str = ""
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def status(self) -> int:
        """The status the page answers with."""
        return self.fault.status if self.fault else 200

    def value(self, what: str, name: str, default: str = "") -> str:
        """What was typed into a field of the form ``what``."""
        return self.values.get(name, default) if what == self.what else default

    def wrong(self, what: str, name: str) -> str:
        """What to say beside a field of the form ``what``; empty when the field is right."""
        if not self.fault or what != self.what:
            return ""
        if name == self.blank:
            return str(self.fault.detail)
        told = (row.message for row in self.fault.problems if _field(row) == name)
        return next(told, "")

    @property
    def rows(self) -> tuple[tuple[str, Any], ...]:
        """What there is to mend, each with the field of the form it is about, if it is about one."""
        return tuple((_field(row), row) for row in self.fault.problems) if self.fault else ()


NOTHING = Tried()


def _field(row: Any) -> str:
    """Of a move's or a row's field only; places deep in a plan are no field of these forms."""
    path = str(getattr(row, "path", ""))
    return path.rpartition("/")[2] if path.count("/") == 1 else ""


def tried_again(form: Form, what: str, fault: Fault) -> Tried:
    """What to tell of a fault; one nobody can mend on the page is raised."""
    if fault.status not in MENDABLE:
        raise fault
    typed = {name: value for name, value in form.fields.items() if name not in {"csrf", "carried"}}
    return Tried(what, details(fault), str(fault.extra.get("field", "")), typed)


def attempt(
    visit: Visit, form: Form, what: str, act: Callable[[Writing], Made]
) -> tuple[Made | None, Tried | None]:
    """(what was made, None), or (None, what to tell); faults nobody can mend on the page are raised."""
    try:
        with visit.database.writing() as w:
            return act(w), None
    except Fault as fault:
        return None, tried_again(form, what, fault)


def done_or_again(
    visit: Visit,
    form: Form,
    what: str,
    act: Callable[[Writing], Made],
    *,
    done: str | Callable[[Made], str],
    again: Callable[[Tried], Response[str]],
) -> Response[str]:
    """On to the address ``done`` when the change was made; else ``again``, the page with what to mend."""

    def go(w: Writing) -> str:
        made = act(w)
        return done if isinstance(done, str) else done(made)

    target, tried = attempt(visit, form, what, go)
    return Redirect(target, status_code=303) if target else again(tried or NOTHING)
