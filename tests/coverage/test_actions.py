"""The expected set: named properly, dated, entered once, with one ledger entry."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from tests.making import OTHER, SCHOOL, TODAY, TOWNSHIP, VILLAGE, Registry, at

from yingji.access.queries import actor as actor_of
from yingji.access.rights import LOCAL
from yingji.coverage import actions
from yingji.coverage.queries import exemptions, gather, reminders, requirements
from yingji.errors import Conflict, Forbidden, NotFound, Usage
from yingji.ledger.tables import ledger_entry
from yingji.units import actions as units
from yingji.units.queries import find_unit

D = date
BASIS: dict[str, Any] = {
    "kind": "flood",
    "from_day": D(2026, 1, 1),
    "basis": "《突发事件应急预案管理办法》第十五条",
    "decided_by": "石槽集乡人民政府",
}


def enter(registry: Registry, verb: str, login: str = "yingjiban", **given: Any) -> Any:
    with registry.database.writing() as w:
        actor = LOCAL if login == "local" else actor_of(w, login, TODAY)
        return getattr(actions, verb)(w, actor, at(), **given)


def trail(registry: Registry) -> list[str]:
    with registry.database.reading() as r:
        acts = [row.act for row in r.rows(select(ledger_entry.c.act).order_by(ledger_entry.c.id))]
    return [act for act in acts if act.startswith(("requirement.", "exemption."))]


def cells(registry: Registry, on: date = TODAY) -> set[tuple[str, str]]:
    with registry.database.reading() as r:
        found = gather(r, find_unit(r, TOWNSHIP, on).id, on)
    return {(cell.unit.code, cell.kind) for cell in found}


def test_the_same_requirement_is_entered_once(registry: Registry) -> None:
    unit = registry.unit(VILLAGE)
    number = enter(registry, "add_requirement", unit=unit, **BASIS)
    assert enter(registry, "add_requirement", unit=unit, **BASIS) == number
    assert enter(registry, "add_requirement", unit=unit, **{**BASIS, "kind": "fire"}) != number
    assert trail(registry) == ["requirement.add", "requirement.add"]


def test_a_requirement_names_one_unit_or_one_kind(registry: Registry) -> None:
    unit, township = registry.unit(VILLAGE), registry.unit(TOWNSHIP)
    for named in (
        {},
        {"unit": unit, "unit_kind": "village"},
        {"unit": unit, "under": township},
        {"unit_kind": "hamlet", "under": township},
    ):
        with pytest.raises(Usage):
            enter(registry, "add_requirement", "local", **named, **BASIS)
    for wrong in (
        {"kind": "floood"},
        {"basis": " "},
        {"decided_by": ""},
        {"until_day": D(2025, 12, 31)},
    ):
        with pytest.raises(Usage):
            enter(registry, "add_requirement", unit=unit, **{**BASIS, **wrong})
    assert trail(registry) == []


def test_an_office_requires_of_its_own_place_only(registry: Registry) -> None:
    enter(registry, "add_requirement", unit_kind="village", under=registry.unit(TOWNSHIP), **BASIS)
    with pytest.raises(Forbidden):
        enter(registry, "add_requirement", unit_kind="village", **BASIS)
    with pytest.raises(Forbidden):
        enter(registry, "add_requirement", "wenshu", unit=registry.unit(VILLAGE), **BASIS)
    assert cells(registry) == {(VILLAGE, "flood"), (OTHER, "flood")}


def test_a_requirement_ends_with_its_last_day_and_once(registry: Registry) -> None:
    number = enter(registry, "add_requirement", unit=registry.unit(VILLAGE), **BASIS)
    end = {"requirement_id": number, "until_day": D(2026, 3, 31)}
    assert enter(registry, "end_requirement", **end) is True
    assert enter(registry, "end_requirement", **end) is False
    assert cells(registry, D(2026, 3, 31)) == {(VILLAGE, "flood")}
    assert cells(registry, D(2026, 4, 1)) == set()
    with pytest.raises(Conflict, match="已定到2026-03-31"):
        enter(registry, "end_requirement", requirement_id=number, until_day=D(2026, 5, 1))
    with pytest.raises(NotFound, match="没有第99项"):
        enter(registry, "end_requirement", requirement_id=99, until_day=D(2026, 5, 1))
    with registry.database.reading() as r:
        assert [row.until_day for row in requirements(r)] == [D(2026, 3, 31)]
        assert [row.until_day for row in requirements(r, D(2026, 5, 5))] == []


def test_a_requirement_cannot_end_before_it_begins(registry: Registry) -> None:
    number = enter(registry, "add_requirement", unit=registry.unit(VILLAGE), **BASIS)
    with pytest.raises(Conflict, match="不能在2025-12-31就结束"):
        enter(registry, "end_requirement", requirement_id=number, until_day=D(2025, 12, 31))


def test_an_exemption_needs_a_reason_and_somebodys_word(registry: Registry) -> None:
    given: dict[str, Any] = {
        "unit": registry.unit(VILLAGE),
        "kind": "flood",
        "reason": "由乡级预案覆盖",
        "approver": "示例乡长",
        "from_day": D(2026, 1, 1),
    }
    number = enter(registry, "add_exemption", **given)
    assert enter(registry, "add_exemption", **given) == number
    for wrong in ({"reason": ""}, {"approver": " "}, {"kind": "floood"}, {"until_day": D(2025, 1, 1)}):
        with pytest.raises(Usage):
            enter(registry, "add_exemption", **{**given, **wrong})
    with pytest.raises(Forbidden):
        enter(registry, "add_exemption", "zhuren", **given)
    assert enter(registry, "end_exemption", exemption_id=number, until_day=D(2026, 2, 1)) is True
    assert enter(registry, "end_exemption", exemption_id=number, until_day=D(2026, 2, 1)) is False
    with pytest.raises(NotFound):
        enter(registry, "end_exemption", exemption_id=99, until_day=D(2026, 2, 1))
    with registry.database.reading() as r:
        assert [(row.reason, row.until_day) for row in exemptions(r)] == [("由乡级预案覆盖", D(2026, 2, 1))]
    assert trail(registry) == ["exemption.add", "exemption.end"]


def test_the_usual_expected_set_by_kind_of_unit(registry: Registry) -> None:
    with registry.database.writing() as w:
        for code, name, kind in (
            ("411624201000-卫生院", "石槽集乡卫生院", "department"),
            ("411624201000-粮站", "石槽集粮站", "enterprise"),
        ):
            units.add_unit(
                w,
                LOCAL,
                at(),
                code=code,
                name=name,
                kind=kind,
                under=TOWNSHIP,
                from_day=D(2026, 1, 1),
                order_doc="沈编〔2026〕1号",
            )
    place: dict[str, Any] = {
        "under": registry.unit(TOWNSHIP),
        "from_day": D(2026, 1, 1),
        "decided_by": "石槽集乡人民政府",
    }
    added = enter(registry, "require_defaults", **place)
    assert cells(registry) == {
        *((TOWNSHIP, kind) for kind in ("comprehensive", "flood", "earthquake", "work_safety")),
        *((code, kind) for code in (VILLAGE, OTHER, SCHOOL) for kind in ("comprehensive", "flood")),
        *(("411624201000-卫生院", kind) for kind in ("comprehensive", "flood")),
        ("411624201000-粮站", "comprehensive"),
    }
    assert len(added) == len(set(added)) == 11
    assert enter(registry, "require_defaults", **place) == ()
    assert enter(registry, "require_defaults", **{**place, "from_day": D(2026, 5, 1)}) == ()


def test_two_requirements_for_one_cell_are_one_cell(registry: Registry) -> None:
    enter(registry, "add_requirement", unit_kind="village", under=registry.unit(TOWNSHIP), **BASIS)
    enter(registry, "add_requirement", unit=registry.unit(VILLAGE), **{**BASIS, "basis": "乡党政联席会议"})
    with registry.database.reading() as r:
        found = [c for c in gather(r, find_unit(r, TOWNSHIP, TODAY).id, TODAY) if c.unit.code == VILLAGE]
    assert [[span.text for span in cell.requirements] for cell in found] == [
        ["乡党政联席会议", "《突发事件应急预案管理办法》第十五条"]
    ]


def test_a_reminder_is_kept_once_and_changes_no_status(registry: Registry) -> None:
    unit = registry.unit(VILLAGE)
    enter(registry, "add_requirement", unit=unit, **BASIS)
    given: dict[str, Any] = {"unit": unit, "kind": "flood", "whom": " 李文书 ", "way": "phone"}
    number = enter(registry, "remind", **given)
    assert enter(registry, "remind", **given) == number
    assert enter(registry, "remind", **{**given, "way": "visit"}) != number
    with registry.database.reading() as r:
        found = reminders(r, [unit.id])
        assert [(one.whom, one.way_title, one.on_day) for one in found] == [
            ("李文书", "打电话", TODAY),
            ("李文书", "当面", TODAY),
        ]
        assert reminders(r, [registry.unit(OTHER).id]) == ()
        (entry, _) = r.rows(select(ledger_entry).where(ledger_entry.c.act == "reminder.add"))
        assert "李文书" not in entry.content
    assert cells(registry) == {(VILLAGE, "flood")}


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"whom": "  "}, "提醒了谁"),
        ({"way": "pigeon"}, "可用：打电话、发消息、当面、书面"),
        ({"on": D(2027, 1, 1)}, "还没有到"),
        ({"kind": "floood"}, "floood"),
    ],
)
def test_a_reminder_says_whom_how_and_when(registry: Registry, wrong: dict[str, Any], words: str) -> None:
    given = {"unit": registry.unit(VILLAGE), "kind": "flood", "whom": "李文书", "way": "phone", **wrong}
    with pytest.raises(Usage, match=words):
        enter(registry, "remind", **given)


def test_reminding_is_for_who_oversees(registry: Registry) -> None:
    given = {"unit": registry.unit(VILLAGE), "kind": "flood", "whom": "李文书", "way": "phone"}
    with pytest.raises(Forbidden):
        enter(registry, "remind", "wenshu", **given)
