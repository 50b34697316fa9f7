"""Who may do what: the contract's table written out, role by role and move by move."""

import pytest

from yingji.access.rights import LOCAL, ROLES, RULES, Actor, Held, demand, may, visible
from yingji.errors import Forbidden

COUNTY, TOWNSHIP, VILLAGE, OTHER = "/1/2/3/", "/1/2/3/4/", "/1/2/3/4/5/", "/1/2/3/4/6/"

MOVES = [
    "submit",
    "withdraw",
    "return",
    "pass",
    "opine",
    "approve",
    "issue",
    "file",
    "publish",
    "confirm",
    "declare",
    "revoke",
]

# One column per move in the order above; x = this role, held over the plan's unit, may make the move.
OVER_A_VILLAGES_PLAN = {
    #            sub wit ret pas opi app iss fil pub con dec rev
    "clerk":    " x   x   .   .   .   .   .   .   x   x   x   . ",
    "head":     " x   x   .   .   .   x   x   .   x   x   x   x ",
    "reviewer": " .   .   x   x   .   .   .   .   .   .   .   . ",
    "approver": " .   .   x   .   .   x   x   .   .   .   .   x ",
    "counsel":  " .   .   .   .   .   .   .   .   .   .   .   . ",
    "office":   " x   x   .   .   .   .   x   x   x   x   x   . ",
    "viewer":   " .   .   .   .   .   .   .   .   .   .   .   . ",
    "sysadmin": " .   .   .   .   .   .   .   .   .   .   .   . ",
    "secadmin": " .   .   .   .   .   .   .   .   .   .   .   . ",
    "auditor":  " .   .   .   .   .   .   .   .   .   .   .   . ",
}  # fmt: skip
OVER_A_TOWNSHIPS_PLAN = {
    #            sub wit ret pas opi app iss fil pub con dec rev
    "clerk":    " x   x   .   .   .   .   .   .   .   .   x   . ",
    "head":     " x   x   .   .   .   .   .   .   .   .   x   . ",
    "reviewer": " .   .   x   x   .   .   .   .   .   .   .   . ",
    "approver": " .   .   x   .   .   x   x   .   .   x   .   x ",
    "counsel":  " .   .   .   .   x   .   .   .   .   .   .   . ",
    "office":   " x   x   .   .   .   .   x   x   x   x   x   . ",
    "viewer":   " .   .   .   .   .   .   .   .   .   .   .   . ",
    "sysadmin": " .   .   .   .   .   .   .   .   .   .   .   . ",
    "secadmin": " .   .   .   .   .   .   .   .   .   .   .   . ",
    "auditor":  " .   .   .   .   .   .   .   .   .   .   .   . ",
}  # fmt: skip

OTHER_ACTS = {
    "plan.read": "clerk head reviewer approver counsel office viewer auditor",
    "plan.upload": "clerk head office",
    "plan.record": "clerk head office",
    "plan.attach": "clerk head office",
    "person.change": "sysadmin secadmin",
    "ledger.read": "auditor",
    "unit.change": "sysadmin office",
    "policy.change": "sysadmin office",
}


def holder(role: str, path: str) -> Actor:
    return Actor(1, "somebody", "某人", "", (Held(role, int(path.rstrip("/").rsplit("/", 1)[-1])),))


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("table, is_township", [(OVER_A_VILLAGES_PLAN, False), (OVER_A_TOWNSHIPS_PLAN, True)])
def test_each_role_makes_the_moves_of_the_contract_and_no_others(
    role: str, table: dict[str, str], is_township: bool
) -> None:
    path = TOWNSHIP if is_township else VILLAGE
    allowed = [may(holder(role, path), f"move.{move}", path, is_township=is_township) for move in MOVES]
    assert allowed == [mark == "x" for mark in table[role].split()]


@pytest.mark.parametrize("act", OTHER_ACTS)
def test_acts_around_the_moves_belong_to_these_roles(act: str) -> None:
    allowed = {role for role in ROLES if may(holder(role, VILLAGE), act, VILLAGE)}
    assert allowed == set(OTHER_ACTS[act].split())


@pytest.mark.parametrize("role", ROLES)
def test_wide_roles_reach_down_and_narrow_ones_only_the_named_unit(role: str) -> None:
    for act in RULES:
        at_home = may(holder(role, VILLAGE), act, VILLAGE)
        from_above = may(holder(role, TOWNSHIP), act, VILLAGE)
        assert from_above == (at_home and role not in {"clerk", "head"}), act
        assert may(holder(role, COUNTY), act, VILLAGE) == from_above, act


@pytest.mark.parametrize("role", ROLES)
def test_no_role_reaches_sideways_or_up(role: str) -> None:
    for act in RULES:
        for place in (OTHER, TOWNSHIP, COUNTY, "/1/2/3/4/55/", ""):
            assert not may(holder(role, VILLAGE), act, place), (act, place)


@pytest.mark.parametrize(
    "act", ["", "move", "move.", "move.record", "plan", "PLAN.READ", "plan.read ", "drop"]
)
def test_an_act_nobody_wrote_down_is_refused_to_everybody(act: str) -> None:
    everything = Actor(1, "all", "全", "", tuple(Held(role, 1) for role in ROLES))
    assert not may(everything, act, VILLAGE)
    assert not may(LOCAL, act, VILLAGE)
    with pytest.raises(Forbidden):
        demand(everything, act, VILLAGE)


@pytest.mark.parametrize("act", sorted(RULES))
def test_the_operator_administers_but_makes_no_move(act: str) -> None:
    by_name = act.startswith("move.") or act in {"plan.upload", "plan.record", "plan.attach", "plan.correct"}
    assert may(LOCAL, act, VILLAGE) == (not by_name)
    assert may(LOCAL, act, "") == (not by_name)


def test_somebody_without_grants_may_nothing_and_sees_nothing() -> None:
    nobody = Actor(1, "nobody", "某人")
    assert not any(may(nobody, act, VILLAGE) for act in RULES)
    assert not visible(nobody).covers(VILLAGE)


def test_a_clerk_sees_the_own_village_alone_and_a_reviewer_everything_below() -> None:
    clerk, reviewer = visible(holder("clerk", VILLAGE)), visible(holder("reviewer", TOWNSHIP))
    assert [clerk.covers(p) for p in (VILLAGE, OTHER, TOWNSHIP, "")] == [True, False, False, False]
    assert [reviewer.covers(p) for p in (VILLAGE, OTHER, TOWNSHIP, COUNTY)] == [True, True, True, False]


@pytest.mark.parametrize("role", ["sysadmin", "secadmin"])
def test_administrators_see_no_plans(role: str) -> None:
    assert not visible(holder(role, TOWNSHIP)).covers(VILLAGE)


def test_the_operator_sees_everything() -> None:
    assert visible(LOCAL).covers(VILLAGE)


def test_a_refusal_names_the_person_and_the_roles_that_would_do() -> None:
    with pytest.raises(Forbidden) as refusal:
        demand(holder("viewer", TOWNSHIP), "move.file", VILLAGE)
    assert "某人（somebody）" in refusal.value.detail
    assert "应急办" in refusal.value.detail
    with pytest.raises(Forbidden, match="--as"):
        demand(LOCAL, "move.file", VILLAGE)
