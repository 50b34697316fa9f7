"""Cells to examine: one believable village plan, and what a test says is different about it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from importlib import resources
from typing import Any

import pytest
from tests.making import any_registry, registry, township_template

from yingji.basis.calendar import calendar_of
from yingji.basis.documents import Document, register_of
from yingji.basis.policy import DEFAULTS, PolicyRow
from yingji.basis.sheets import read_calendar
from yingji.coverage.facts import (
    CellFacts,
    ContactCheck,
    Ground,
    PlanFacts,
    Span,
    UnitFacts,
    VersionFacts,
)
from yingji.coverage.thresholds import PolicyBook
from yingji.lifecycle.history import History
from yingji.plans.facts import Cited, Contact, Facts, Shelter, Supply

ISSUED = date(2025, 3, 10)
"""A Monday; 15 working days later is 31 March, 20 are 8 April (4 April is 清明)."""

CALENDAR = calendar_of(
    read_calendar(resources.files("yingji.basis").joinpath("data", "workdays.csv").read_bytes()).rows
)
DOCUMENTS = (
    Document("CN-2013", "突发事件应急预案管理办法", "国办发〔2013〕101号", effective_on=date(2013, 10, 25)),
    Document(
        "CN-2024",
        "突发事件应急预案管理办法",
        "国办发〔2024〕5号",
        effective_on=date(2024, 1, 31),
        supersedes="CN-2013",
    ),
    Document("HB-1", "某省防汛条例", "某令第1号", effective_on=date(2020, 1, 1)),
    Document("HB-2", "某省防汛条例", "某令第2号", effective_on=date(2026, 7, 1), supersedes="HB-1"),
)
CONTACTS = (
    Contact("c01", "张三", "村党支部书记、村委会主任", "13800000001"),
    Contact("c02", "李四", "村文书", "13800000002"),
)
TEXT = Facts(
    contacts=CONTACTS,
    leaders=CONTACTS[:1],
    basis=(Cited("突发事件应急预案管理办法", "国办发〔2024〕5号", "CN-2024"),),
    shelters=(Shelter("s01", "村小学", 200, 120),),
    profile_date=date(2025, 2, 28),
)
REQUIREMENT = Span(date(2020, 1, 1), None, "《突发事件应急预案管理办法》第十五条", "石槽集乡人民政府")
HISTORY = History(
    state="issued",
    approved_on=date(2025, 3, 9),
    signers=(("村党支部书记、村委会主任", "张三"),),
    issued_on=ISSUED,
    effective_on=ISSUED,
    drafting_note="按新办法修订",
    filed_on=date(2025, 3, 20),
    receipt_no="石应急备〔2025〕3号",
    published_on=date(2025, 3, 21),
)
VERSION = VersionFacts(11, 1, 1, "ab" * 32, date(2025, 3, 1), HISTORY, TEXT, date(2025, 3, 12))
VILLAGE = UnitFacts(201, "411624201201", "青山村", "village", "/1/2/3/201/")


@pytest.fixture
def make_version() -> Callable[..., VersionFacts]:
    """The plan's version with other acts, other contents, or no contents at all."""

    def make(
        *, document: Facts | None = TEXT, signed_on: date | None = VERSION.signed_on, **acts: Any
    ) -> Any:
        own = {
            name: acts.pop(name)
            for name in ("id", "number", "edition_no", "uploaded_on", "fault")
            if name in acts
        }
        text = acts.pop("text", {})
        document = replace(document, **text) if document and text else document
        history = replace(HISTORY, **acts)
        return replace(VERSION, history=history, document=document, signed_on=signed_on, **own)

    return make


@pytest.fixture
def make_cell() -> Callable[..., CellFacts]:
    """A flood plan of 青山村 in force since ISSUED, filed and published, as of a day."""

    def make(
        as_of: date = date(2025, 6, 1),
        *versions: VersionFacts,
        standing: tuple[tuple[date, int | None], ...] | None = None,
        policy: tuple[PolicyRow, ...] = (),
        plan: dict[str, Any] | None = None,
        unit: dict[str, Any] | None = None,
        documents: tuple[Document, ...] = DOCUMENTS,
        **cell: Any,
    ) -> CellFacts:
        kind = cell.pop("kind", "flood")
        holder = replace(VILLAGE, **(unit or {}))
        if standing is None:
            standing = tuple(
                sorted((v.history.effective_on, v.id) for v in versions if v.history.effective_on)
            )
        return CellFacts(
            as_of=as_of,
            unit=holder,
            kind=kind,
            title={"flood": "防汛应急预案", "comprehensive": "综合应急预案"}.get(kind, "某应急预案"),
            plan=PlanFacts(versions=versions, standing=standing, **(plan or {})),
            thresholds=PolicyBook((*DEFAULTS, *policy)).narrowed(holder.path, holder.kind, kind),
            ground=Ground(CALENDAR, register_of(documents)),
            requirements=cell.pop("requirements", (REQUIREMENT,)),
            **cell,
        )

    return make


@pytest.fixture
def adopted() -> Callable[..., PolicyRow]:
    """A threshold as the township decided it."""

    def row(key: str, value: str, from_day: date = date(2020, 1, 1), **place: Any) -> PolicyRow:
        return PolicyRow(900, key, value, from_day, "石槽集乡人民政府", **place)

    return row


@pytest.fixture
def confirmed() -> Callable[[date], tuple[tuple[str, ContactCheck], ...]]:
    """Both contacts reached on a day."""

    def checks(day: date) -> tuple[tuple[str, ContactCheck], ...]:
        return tuple((contact.id, ContactCheck(True, day)) for contact in CONTACTS)

    return checks


@pytest.fixture
def supply() -> Callable[[str, date], Supply]:
    """Supplies with a date on them."""
    return Supply


__all__ = ["any_registry", "registry", "township_template"]
