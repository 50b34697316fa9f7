"""Looking over a place: who sees what, which moves are open to whom, who reads the trail."""

from datetime import timedelta

import pytest
from tests.making import COUNTY, OTHER, PEOPLE, TODAY, TOWNSHIP, VILLAGE, Registry

from yingji.access.queries import actor
from yingji.access.rights import LOCAL
from yingji.desk.supervise import choices, list_units, place_of, trail, unfinished
from yingji.errors import Fault, Forbidden

PLACES = {"wenshu": VILLAGE, "linwenshu": OTHER, "shenhe": TOWNSHIP, "kankan": TOWNSHIP, "shenji": TOWNSHIP}


def open_moves(registry: Registry, login: str, code: str = VILLAGE) -> list[str]:
    with registry.database.reading() as r:
        found = choices(r, actor(r, login, TODAY), unit=registry.unit(code), kind="flood", on=TODAY)
    return [choice.move for choice in found]


@pytest.mark.parametrize("login", PLACES)
def test_everybody_starts_at_the_widest_place_in_sight(registry: Registry, login: str) -> None:
    with registry.database.reading() as r:
        assert place_of(r, actor(r, login, TODAY), TODAY).code == PLACES[login]


def test_administrators_have_no_plans_in_sight(registry: Registry) -> None:
    with registry.database.reading() as r, pytest.raises(Forbidden, match="没有查看预案"):
        place_of(r, actor(r, "guanli", TODAY), TODAY)


def test_units_are_listed_as_far_as_one_sees(registry: Registry) -> None:
    with registry.database.reading() as r:
        county = registry.unit(COUNTY)
        seen = {
            login: [unit.code for unit in list_units(r, actor(r, login, TODAY), under=county, on=TODAY)]
            for login in ("wenshu", "shenhe", "local")
        }
    assert seen["wenshu"] == [VILLAGE]
    assert seen["shenhe"] == [TOWNSHIP, "411624201000-中心校", VILLAGE, OTHER]
    assert seen["local"] == [COUNTY, *seen["shenhe"]]


def test_each_person_is_offered_the_moves_that_would_work(registry: Registry) -> None:
    """Whatever is offered succeeds, whatever is not offered is refused: for everybody in every state."""
    registry.upload()
    way = [("submit", "wenshu"), ("pass", "shenhe"), ("approve", "zhuren"), ("issue", "yingjiban")]
    offered = {}
    for step in [None, *way]:
        if step is not None:
            registry.move(*step)
        state = registry.state()
        offered[state] = {login: moves for login in PEOPLE if (moves := open_moves(registry, login))}
    facts = ["publish", "confirm", "declare"]
    assert offered == {
        "draft": {"wenshu": ["submit"], "zhuren": ["submit"], "yingjiban": ["submit"]},
        "submitted": {
            "wenshu": ["withdraw"],
            "yingjiban": ["withdraw"],
            "shenhe": ["return", "pass"],
            "xiangzhang": ["return"],
        },
        "passed": {"zhuren": ["approve"], "shenhe": ["return"], "xiangzhang": ["return", "approve"]},
        "approved": {"zhuren": ["issue"], "xiangzhang": ["issue"], "yingjiban": ["issue"]},
        "issued": {
            "wenshu": facts,
            "zhuren": [*facts, "revoke"],
            "yingjiban": ["file", *facts],
            "xiangzhang": ["revoke"],
        },
    }


def test_what_was_filed_is_not_offered_again(registry: Registry) -> None:
    registry.issue()
    registry.move("file")
    assert open_moves(registry, "yingjiban") == ["publish", "confirm", "declare"]


def test_nothing_is_offered_where_nothing_was_begun(registry: Registry) -> None:
    assert open_moves(registry, "wenshu") == []
    document = registry.document()
    del document["response"]
    registry.upload(document=document, keep=True)
    assert open_moves(registry, "wenshu") == []
    with registry.database.reading() as r:
        copy = unfinished(r, unit=registry.unit(VILLAGE), kind="flood")
        assert unfinished(r, unit=registry.unit(VILLAGE), kind="fire") is None
    assert copy is not None
    assert (copy.by, copy.must_count > 0) == ("wenshu", True)


def test_a_choice_pins_the_content_it_was_offered_for(registry: Registry) -> None:
    registry.upload()
    with registry.database.reading() as r:
        (choice,) = choices(r, actor(r, "wenshu", TODAY), unit=registry.unit(VILLAGE), kind="flood", on=TODAY)
    registry.upload(training_text="换了内容。")
    with pytest.raises(Fault):
        registry.move(choice.move, digest=choice.digest, number=choice.number)


def test_the_trail_is_the_auditors_and_reaches_as_far_as_the_place(registry: Registry) -> None:
    registry.upload()
    registry.upload("linwenshu", code=OTHER)
    with registry.database.reading() as r:
        auditor = actor(r, "shenji", TODAY)
        told = trail(r, auditor, on=TODAY, act="plan.")
        assert [(line.unit, line.actor) for line in told] == [(OTHER, "linwenshu"), (VILLAGE, "wenshu")]
        below = trail(r, auditor, on=TODAY, under=registry.unit(VILLAGE), act="plan.")
        assert [line.unit for line in below] == [VILLAGE]
        assert len(trail(r, auditor, on=TODAY, limit=1)) == 1
        assert {line.actor for line in trail(r, auditor, on=TODAY, login="wenshu")} == {"wenshu"}
        with pytest.raises(Forbidden):
            trail(r, auditor, on=TODAY, under=registry.unit(COUNTY))
        for login in sorted(set(PEOPLE) - {"shenji"}):
            with pytest.raises(Forbidden, match="审计员"):
                trail(r, actor(r, login, TODAY), on=TODAY)
        assert len(trail(r, LOCAL, on=TODAY, limit=999)) > len(told)


def test_the_trail_names_no_household_and_no_phone(registry: Registry) -> None:
    registry.issue(day=TODAY - timedelta(days=3))
    registry.move("file")
    document = registry.document()
    with registry.database.reading() as r:
        told = repr(trail(r, LOCAL, on=TODAY, limit=999))
    assert not any(subject["household_head"] in told for subject in document["evacuation"]["subjects"])
    assert not any(contact["phone"] in told for contact in document["command"]["contacts"])
