"""What a verdict may use: everything about one cell as of the day asked, and nothing of later days.

Acts after the day are left out already; decisions dated ahead (a plan issued to take effect, a
threshold, the end of an exemption) are in, because time alone brings them about.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from yingji.basis.calendar import Calendar
from yingji.basis.documents import Document, Register
from yingji.coverage.neighbours import ALONE, Neighbours
from yingji.coverage.thresholds import Thresholds
from yingji.lifecycle.history import History
from yingji.plans.facts import Facts
from yingji.readiness.posts import person_of

GOVERNMENTS = ("province", "prefecture", "county", "township")
"""Kinds of units whose plans are the upstream of what stands below them."""


@dataclass(frozen=True, slots=True)
class Span:
    """A requirement or exemption: holds from ``from_day`` through ``until_day``. ``text`` is basis or reason."""

    from_day: date
    until_day: date | None
    text: str
    decided_by: str
    fault: str = ""


@dataclass(frozen=True, slots=True)
class VersionFacts:
    """A version as its acts up to the day left it. ``document`` is None for a scan only; ``digest`` tells it."""

    id: int
    number: int
    edition_no: int | None
    digest: str
    uploaded_on: date
    history: History
    document: Facts | None = field(repr=False)
    signed_on: date | None
    fault: str = ""


@dataclass(frozen=True, slots=True)
class DraftFacts:
    """The working copy. ``must_count``: places that have to be mended before it can be uploaded."""

    must_count: int
    kept_on: date


@dataclass(frozen=True, slots=True)
class ContactCheck:
    """The newest check of a contact up to the day.

    ``seen``: the number of the newest upload there was then; ``person``: digest of who was rung where.
    """

    is_confirmed: bool
    on_day: date
    seen: int = 1
    person: str = ""


@dataclass(frozen=True, slots=True)
class OpenItem:
    """A corrective item nobody has closed by the day."""

    content: str
    opened_on: date


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """One plan of one unit. ``standing``: (day, version in force from then, or None), oldest first.

    ``closed_shelters``: (id, first day without it, newest upload there was when that was told).
    """

    versions: tuple[VersionFacts, ...] = ()
    standing: tuple[tuple[date, int | None], ...] = ()
    draft: DraftFacts | None = None
    checks: tuple[tuple[str, ContactCheck], ...] = ()
    closed_shelters: tuple[tuple[str, date, int], ...] = ()
    last_drill_on: date | None = None
    open_items: tuple[OpenItem, ...] = ()

    def version(self, version_id: int) -> VersionFacts:
        """The version of that id."""
        return next(v for v in self.versions if v.id == version_id)

    def checks_of(self, version: VersionFacts) -> dict[str, ContactCheck]:
        """By contact of a version, the check that speaks of it.

        A new version answers what was told of the older ones; somebody who was reached stays reached
        under the same name and number.
        """
        checks, contacts = dict(self.checks), version.document.contacts if version.document else ()
        return {
            one.id: check
            for one in contacts
            if (check := checks.get(one.id))
            and (
                check.seen >= version.number
                or (check.is_confirmed and check.person == person_of(one.name, one.phone))
            )
        }

    def closed_to(self, version: VersionFacts) -> dict[str, date]:
        """By shelter, the first day a version had to do without it."""
        return {key: day for key, day, seen in self.closed_shelters if seen >= version.number}


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition of the direct upstream's plan that a named person marked as a major change."""

    title: str
    doc_no: str
    effective_on: date
    marked_on: date
    marked_by: str


@dataclass(frozen=True, slots=True)
class Reorganisation:
    """A founding, merger or split. ``predecessors``: (name, whether its plan of the kind was in force)."""

    how: str
    on_day: date
    predecessors: tuple[tuple[str, bool], ...] = ()


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """The unit on the day. ``roster``: (post, name, from day), oldest first.

    ``begins_on``: its first day, where known; ``ends_on``: first day without it; ``governments``: (kind, code, name) of those above it and of itself, the highest first.
    """

    id: int
    code: str
    name: str
    kind: str
    path: str
    begins_on: date | None = None
    ends_on: date | None = None
    roster: tuple[tuple[str, str, date], ...] = ()
    governments: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, eq=False)
class Ground:
    """What all cells share: working days, the register, and the first later day that brings a fact by itself."""

    calendar: Calendar
    register: Register
    ahead: date | None = None

    @cached_property
    def digest(self) -> str:
        """One digest over the working days and the register."""
        return digest_of((sorted(self.calendar.exceptions.items()), self.register.documents))


@dataclass(frozen=True, slots=True)
class CellFacts:
    """One (unit, plan kind, day). ``cover`` is the unit's comprehensive plan, where the kind is another."""

    as_of: date = field(repr=False)
    unit: UnitFacts
    kind: str
    title: str
    plan: PlanFacts
    thresholds: Thresholds = field(repr=False)
    ground: Ground = field(repr=False)
    requirements: tuple[Span, ...] = ()
    exemptions: tuple[Span, ...] = ()
    upstream: tuple[Edition, ...] = ()
    farther: tuple[Document, ...] = ()
    reorganisation: Reorganisation | None = None
    cover: "CellFacts | None" = None
    neighbours: Neighbours = ALONE


def digest_of(values: object) -> str:
    """One digest over values that tell themselves in full."""
    return hashlib.sha256(repr(values).encode()).hexdigest()
