"""Entering readiness facts: by whoever may, for days that have come, once, without names in the trail."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from tests.making import OTHER, TODAY, TOWNSHIP, VILLAGE, Registry, at

from yingji.access.queries import actor as actor_of
from yingji.access.rights import LOCAL
from yingji.errors import Conflict, Forbidden, Invalid, NotFound, Usage
from yingji.ledger.tables import ledger_entry
from yingji.lifecycle.queries import version_in_force
from yingji.plans.queries import document_of, find_plan
from yingji.readiness import actions, queries

LATER = TODAY + timedelta(days=1)


def enter(registry: Registry, verb: str, login: str = "wenshu", *, code: str = VILLAGE, **given: Any) -> Any:
    """One readiness verb by one person; ``unit`` and ``kind`` are filled in."""
    if verb != "close_item":
        given = {"unit": registry.unit(code), **given}
    if verb not in {"close_item", "set_roster"}:
        given = {"kind": "flood", "on": TODAY, **given}
    with registry.database.writing() as w:
        actor = LOCAL if login == "local" else actor_of(w, login, TODAY)
        return getattr(actions, verb)(w, actor, at(), **given)


def plan_id(registry: Registry) -> int:
    return registry.dossier().plan_id


def contact_ids(registry: Registry) -> list[str]:
    with registry.database.reading() as r:
        facts = queries.facts_in_force(r, plan_id(registry), TODAY)
    assert facts is not None
    return [contact.id for contact in facts.contacts]


def trail(registry: Registry) -> list[tuple[str, str]]:
    with registry.database.reading() as r:
        rows = r.rows(select(ledger_entry.c.act, ledger_entry.c.content).order_by(ledger_entry.c.id))
    readiness = ("contact.", "drill.", "shelter.", "roster.")
    return [(row.act, row.content) for row in rows if row.act.startswith(readiness)]


def test_all_contacts_of_the_plan_in_force_are_confirmed_at_once(registry: Registry) -> None:
    registry.issue()
    ids = contact_ids(registry)
    assert list(enter(registry, "confirm_contacts", by_name="示例文书")) == ids
    assert enter(registry, "confirm_contacts", by_name="示例文书") == ()
    with registry.database.reading() as r:
        checks = queries.contact_checks(r, plan_id(registry), TODAY)
    assert {check.contact_id: check.outcome for check in checks} == dict.fromkeys(ids, "confirmed")
    assert [act for act, _ in trail(registry)] == ["contact.confirm"]


def test_single_contacts_can_be_confirmed_and_unknown_ones_are_refused(registry: Registry) -> None:
    registry.issue()
    first = contact_ids(registry)[0]
    assert enter(registry, "confirm_contacts", by_name="示例", contact_ids=[first, first]) == (first,)
    with pytest.raises(NotFound, match="没有编号为「c99」的人"):
        enter(registry, "confirm_contacts", by_name="示例", contact_ids=["c99"])
    with pytest.raises(Usage, match="由谁核对"):
        enter(registry, "confirm_contacts", by_name=" ")


def test_a_contact_reported_invalid_stays_so_until_confirmed_again(registry: Registry) -> None:
    registry.issue()
    first = contact_ids(registry)[0]
    assert enter(registry, "fail_contact", contact_id=first) is True
    assert enter(registry, "fail_contact", contact_id=first) is False

    def outcome() -> str:
        with registry.database.reading() as r:
            return queries.contact_checks(r, plan_id(registry), TODAY)[0].outcome

    assert outcome() == "failed"
    enter(registry, "confirm_contacts", by_name="示例", contact_ids=[first])
    assert outcome() == "confirmed"


def test_the_newest_check_up_to_the_day_counts(registry: Registry) -> None:
    registry.record(scan=None, document=registry.document())
    first = contact_ids(registry)[0]
    early = date(2026, 1, 1)
    enter(registry, "fail_contact", contact_id=first)
    enter(registry, "confirm_contacts", by_name="示例", contact_ids=[first], on=early)
    with registry.database.reading() as r:
        assert queries.contact_checks(r, plan_id(registry), TODAY)[0].outcome == "failed"
        assert queries.contact_checks(r, plan_id(registry), early)[0].outcome == "confirmed"


def test_a_shelter_is_closed_once(registry: Registry) -> None:
    registry.issue()
    with registry.database.reading() as r:
        facts = queries.facts_in_force(r, plan_id(registry), TODAY)
    assert facts is not None
    shelter = facts.shelters[0].id
    assert enter(registry, "close_shelter", shelter_id=shelter) is True
    assert enter(registry, "close_shelter", shelter_id=shelter) is False
    with registry.database.reading() as r:
        assert queries.closed_shelters(r, plan_id(registry), TODAY) == {shelter: TODAY}
    with pytest.raises(NotFound, match="没有编号为「s99」的安置点"):
        enter(registry, "close_shelter", shelter_id="s99")


def test_a_drill_with_findings_leaves_items_that_are_closed_one_by_one(registry: Registry) -> None:
    registry.issue()
    drill_id = enter(registry, "add_drill", findings=["喇叭不响", " ", "路线不熟"])
    assert enter(registry, "add_drill", findings=["喇叭不响", "路线不熟"]) == drill_id
    with registry.database.reading() as r:
        (held,) = queries.drills_of(r, plan_id(registry))
    assert [(item.content, item.closed_on) for item in held.items] == [("喇叭不响", None), ("路线不熟", None)]
    item_id = held.items[0].id
    assert enter(registry, "close_item", item_id=item_id, on=TODAY) is True
    assert enter(registry, "close_item", item_id=item_id, on=TODAY) is False
    with registry.database.reading() as r:
        (held,) = queries.drills_of(r, plan_id(registry))
    assert [item.closed_on for item in held.items] == [TODAY, None]
    assert [act for act, _ in trail(registry)] == ["drill.add", "drill.close"]


def test_an_item_is_not_closed_before_its_drill(registry: Registry) -> None:
    registry.issue()
    enter(registry, "add_drill", findings=["喇叭不响"])
    with registry.database.reading() as r:
        item_id = queries.drills_of(r, plan_id(registry))[0].items[0].id
    with pytest.raises(Conflict, match="早于演练日"):
        enter(registry, "close_item", item_id=item_id, on=TODAY - timedelta(days=1))
    with pytest.raises(NotFound, match="没有编号为 999 的整改事项"):
        enter(registry, "close_item", item_id=999, on=TODAY)


def test_the_roster_holds_from_its_day(registry: Registry) -> None:
    given: dict[str, Any] = {"post": "主要负责人", "name": "赵六", "from_day": date(2026, 3, 1)}
    assert enter(registry, "set_roster", "zhuren", **given) is True
    assert enter(registry, "set_roster", "zhuren", **given) is False
    enter(registry, "set_roster", "zhuren", **{**given, "name": "孙七", "from_day": date(2026, 4, 1)})
    unit_id = registry.unit(VILLAGE).id
    with registry.database.reading() as r:
        assert [h.name for h in queries.roster_of(r, unit_id, date(2026, 3, 31))] == ["赵六"]
        assert [h.name for h in queries.roster_of(r, unit_id, date(2026, 4, 1))] == ["孙七"]
        assert queries.roster_of(r, unit_id, date(2026, 4, 1), known_on=TODAY - timedelta(days=1)) == ()
    with pytest.raises(Usage):
        enter(registry, "set_roster", "zhuren", **{**given, "name": " "})


@pytest.mark.parametrize(
    ("verb", "given"),
    [
        ("confirm_contacts", {"on": LATER, "by_name": "示例"}),
        ("fail_contact", {"on": LATER, "contact_id": "c01"}),
        ("close_shelter", {"on": LATER, "shelter_id": "s01"}),
        ("add_drill", {"on": LATER}),
        ("set_roster", {"post": "主要负责人", "name": "赵六", "from_day": LATER}),
    ],
)
def test_a_day_ahead_is_refused(registry: Registry, verb: str, given: dict[str, Any]) -> None:
    registry.issue()
    with pytest.raises(Conflict, match="在今天"):
        enter(registry, verb, **given)
    assert trail(registry) == []


@pytest.mark.parametrize("login", ["linwenshu", "kankan", "shenji"])
def test_who_may_not_enter_facts_is_told_so(registry: Registry, login: str) -> None:
    registry.issue()
    with pytest.raises(Forbidden):
        enter(registry, "add_drill", login)
    with pytest.raises(Forbidden):
        enter(registry, "set_roster", login, post="主要负责人", name="赵六", from_day=TODAY)


def test_the_office_may_enter_for_a_village_and_for_its_township(registry: Registry) -> None:
    registry.issue(TOWNSHIP)
    registry.issue()
    assert enter(registry, "add_drill", "yingjiban") != enter(
        registry, "add_drill", "yingjiban", code=TOWNSHIP
    )


def test_without_a_plan_there_is_nothing_to_enter(registry: Registry) -> None:
    with pytest.raises(NotFound, match="还没有防汛应急预案"):
        enter(registry, "add_drill", "yingjiban", code=OTHER)
    registry.upload()
    with pytest.raises(Conflict, match="没有现行版本"):
        enter(registry, "confirm_contacts", by_name="示例")
    with pytest.raises(Usage, match="没有「floood」"):
        enter(registry, "add_drill", kind="floood")


def test_the_trail_holds_no_names(registry: Registry) -> None:
    registry.issue()
    enter(registry, "confirm_contacts", by_name="赵钱孙")
    enter(registry, "set_roster", post="主要负责人", name="周吴郑", from_day=TODAY)
    enter(registry, "add_drill", findings=["李冯陈的电话不通"])
    assert len(trail(registry)) == 3
    assert not any(
        name in content for _, content in trail(registry) for name in ("赵钱孙", "周吴郑", "李冯陈")
    )


def test_facts_of_a_unit_without_plans_are_none(registry: Registry) -> None:
    with registry.database.reading() as r:
        assert find_plan(r, registry.unit(OTHER).id, "flood") is None
        assert queries.facts_in_force(r, 999, TODAY) is None


def amend(registry: Registry, contact_id: str, values: dict[str, str], **given: Any) -> tuple[str, ...]:
    found: tuple[str, ...] = enter(
        registry, "amend_contact", contact_id=contact_id, values=values, **{"by_name": "示例文书", **given}
    )
    return found


def shown(registry: Registry, on: date = TODAY) -> Any:
    """The plan in force as its faces show it."""
    with registry.database.reading() as r:
        version_id = version_in_force(r, plan_id(registry), on)
        assert version_id is not None
        document = document_of(r, version_id, with_restricted=True)
        return queries.as_amended(r, version_id, on, document), document


def phone_of(document: Any, contact_id: str) -> str:
    found: str = next(c["phone"] for c in document["command"]["contacts"] if c["id"] == contact_id)
    return found


def test_an_amended_number_is_shown_over_the_text_which_stands(registry: Registry) -> None:
    registry.issue()
    first = contact_ids(registry)[0]
    assert amend(registry, first, {"phone": "138 0000 7654"}) == ("phone",)
    assert amend(registry, first, {"phone": "13800007654"}) == ()
    overlay, approved = shown(registry)
    assert phone_of(overlay.document, first) == "13800007654"
    assert phone_of(approved, first) != "13800007654"
    assert overlay.pointers == ("/command/contacts/0/phone",)
    assert overlay.note("ab" * 32) == "通讯录更正至2026年5月6日（1处，未改变批准文本 abababab）"


def test_the_trail_names_the_field_and_not_the_number(registry: Registry) -> None:
    registry.issue()
    amend(registry, contact_ids(registry)[0], {"phone": "13800007654", "name": "赵钱孙"})
    ((act, content),) = trail(registry)
    assert act == "contact.amend"
    assert "phone" in str(content)
    assert not any(secret in str(content) for secret in ("13800007654", "赵钱孙"))


def test_an_amendment_back_to_what_was_approved_is_no_amendment(registry: Registry) -> None:
    registry.issue()
    first = contact_ids(registry)[0]
    before = phone_of(shown(registry)[1], first)
    amend(registry, first, {"phone": "13800007654"})
    amend(registry, first, {"phone": before})
    overlay, approved = shown(registry)
    assert (overlay.pointers, overlay.document) == ((), approved)
    assert overlay.note("ab" * 32) == ""


def test_a_new_version_knows_better_than_an_older_amendment(registry: Registry) -> None:
    registry.issue(day=TODAY - timedelta(days=9))
    first = contact_ids(registry)[0]
    amend(registry, first, {"phone": "13800007654"})
    registry.issue(day=TODAY + timedelta(days=1), title="石槽集村防汛应急预案（修订）")
    assert shown(registry)[0].pointers == ("/command/contacts/0/phone",)
    assert shown(registry, TODAY + timedelta(days=1))[0].pointers == ()


def test_an_earlier_day_shows_the_earlier_number(registry: Registry) -> None:
    registry.issue(day=TODAY - timedelta(days=9))
    amend(registry, contact_ids(registry)[0], {"phone": "13800007654"})
    assert shown(registry, TODAY - timedelta(days=1))[0].pointers == ()


@pytest.mark.parametrize(
    ("given", "fault", "said"),
    [
        ({"values": {"phone": "12345"}}, Invalid, "电话"),
        ({"values": {"id": "c77"}}, Usage, "phone（电话）"),
        ({"values": {"consent_on": "2026-01-01"}}, Usage, "要改就修订预案"),
        ({"values": {}}, Usage, "phone="),
        ({"values": {"phone": "13800007654"}, "by_name": " "}, Usage, "--by"),
        ({"values": {"phone": "13800007654"}, "contact_id": "c99"}, NotFound, "c99"),
        ({"values": {"phone": "13800007654"}, "on": LATER}, Conflict, "之后"),
        ({"values": {"phone": "13800007654"}, "login": "linwenshu"}, Forbidden, "没有|不能|无权"),
    ],
)
def test_what_may_not_be_amended_is_refused_in_words(
    registry: Registry, given: dict[str, Any], fault: type[Exception], said: str
) -> None:
    registry.issue()
    with pytest.raises(fault, match=said):
        amend(registry, **{"contact_id": contact_ids(registry)[0], **given})
    assert trail(registry) == []


def test_a_scan_has_nothing_to_amend(registry: Registry) -> None:
    registry.record(day=TODAY, issued_on="2025-03-01")
    with pytest.raises(NotFound, match="没有可更正的现行文本"):
        amend(registry, "c01", {"phone": "13800007654"})
