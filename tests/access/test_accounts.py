"""Accounts, dated grants and ways in, against a real database."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from tests.making import OTHER, TODAY, TOWNSHIP, VILLAGE, Registry, at

from yingji.access import actions
from yingji.access.passwords import ALLOWED_FAILURES, LOCK_OUT, weakness
from yingji.access.queries import account, actor, grants, session_of, token_owner
from yingji.access.rights import LOCAL, ROLES, Actor, Held
from yingji.access.secrets import one_time_code
from yingji.access.tables import person, session, token
from yingji.db import Writing
from yingji.errors import Conflict, Forbidden, Invalid, NotFound, Unauthorized, Usage
from yingji.ledger.queries import lines

NOW = at(TODAY)
PASSWORD = "雨前巡沟2遍雨后1遍"
TOMORROW, YESTERDAY = TODAY + timedelta(days=1), TODAY - timedelta(days=1)


def add(w: Writing, registry: Registry, login: str, by: Actor = LOCAL) -> str:
    path = registry.unit(TOWNSHIP).path
    return actions.add_person(w, by, NOW, login=login, name="示例人", post="", path=path)


def grant(
    registry: Registry,
    login: str,
    role: str,
    start: date,
    end: date | None = None,
    *,
    code: str = TOWNSHIP,
    by: Actor = LOCAL,
) -> None:
    unit = registry.unit(code)
    with registry.database.writing() as w:
        actions.give_role(
            w,
            by,
            NOW,
            login=login,
            role=role,
            unit_id=unit.id,
            path=unit.path,
            from_day=start,
            until_day=end,
        )


def take(registry: Registry, login: str, role: str, last: date, code: str = TOWNSHIP) -> None:
    unit = registry.unit(code)
    with registry.database.writing() as w:
        actions.take_role(
            w, LOCAL, NOW, login=login, role=role, unit_id=unit.id, path=unit.path, until_day=last
        )


def roles(registry: Registry, login: str, on: date) -> list[str]:
    with registry.database.reading() as r:
        return sorted(held.role for held in actor(r, login, on).held)


# Accounts


def test_a_new_account_signs_in_once_with_its_code_and_must_choose_a_password(any_registry: Registry) -> None:
    with any_registry.database.writing() as w:
        code = add(w, any_registry, "xinren")
        first = actions.sign_in(w, NOW, login="xinren", password=code)
        assert first is not None
        found = session_of(w, first)
        assert found is not None
        assert found.must_change
        actions.change_password(w, actor(w, "xinren", TODAY), NOW, old=code, new=PASSWORD)
        assert session_of(w, first) is None
        assert actions.sign_in(w, NOW, login="xinren", password=code) is None
        second = actions.sign_in(w, NOW, login="xinren", password=PASSWORD)
        assert second is not None
        again = session_of(w, second)
        assert again is not None
        assert not again.must_change


@pytest.mark.parametrize(
    "login", ["", "a", "Wenshu", "2hao", "文书", "a b", "local", "a" * 41, "x;drop", "wenshu\n", "-ab"]
)
def test_a_malformed_login_is_wrong_usage_with_an_example(registry: Registry, login: str) -> None:
    with pytest.raises(Usage, match="例如"), registry.database.writing() as w:
        add(w, registry, login)


def test_a_login_is_given_once(registry: Registry) -> None:
    with pytest.raises(Conflict, match="wenshu2"), registry.database.writing() as w:
        add(w, registry, "wenshu")


def test_an_account_needs_a_name(registry: Registry) -> None:
    with pytest.raises(Usage, match="姓名"), registry.database.writing() as w:
        actions.add_person(w, LOCAL, NOW, login="xinren", name=" ", post="", path="")


@pytest.mark.parametrize("login", ["wenshu", "yingjiban", "shenji", "xiangzhang"])
def test_only_administrators_open_accounts(registry: Registry, login: str) -> None:
    with pytest.raises(Forbidden), registry.database.writing() as w:
        add(w, registry, "xinren", actor(w, login, TODAY))


def test_neither_passwords_nor_codes_nor_tokens_are_stored_readable(registry: Registry) -> None:
    with registry.database.writing() as w:
        code = add(w, registry, "xinren")
        secret = actions.issue_token(w, LOCAL, NOW, login="xinren", paths=())
        cookie = actions.sign_in(w, NOW, login="xinren", password=code)
        stored = repr([w.rows(select(table)) for table in (person, token, session)]) + repr(lines(w))
    assert cookie is not None
    assert not any(readable in stored for readable in (code, secret, cookie))


@pytest.mark.parametrize(
    "password, word",
    [
        ("1234567", "8 位"),
        ("12345678", "常见"),
        ("aaaaaaaa", "常见"),
        ("PassWord", "常见"),
        ("xinren-2026", "账号"),
        ("示例人的密码88", "姓名"),
    ],
)
def test_a_weak_password_is_refused_with_an_example_that_would_do(password: str, word: str) -> None:
    told = weakness(password, "xinren", "示例人")
    assert word in told
    assert weakness(told.rpartition("：")[2].rstrip("。"), "xinren", "示例人") == ""


def test_a_weak_password_or_a_wrong_old_one_changes_nothing(registry: Registry) -> None:
    with registry.database.writing() as w:
        code = add(w, registry, "xinren")
    for old, new in ((code, "1234"), ("not it", PASSWORD)):
        with pytest.raises(Invalid), registry.database.writing() as w:
            actions.change_password(w, actor(w, "xinren", TODAY), NOW, old=old, new=new)
    with registry.database.writing() as w:
        assert actions.sign_in(w, NOW, login="xinren", password=code)


# Grants by dates


def test_a_deputy_holds_the_role_from_the_first_day_through_the_last(any_registry: Registry) -> None:
    take(any_registry, "shenhe", "reviewer", YESTERDAY)
    grant(any_registry, "xiangwenshu", "reviewer", TODAY, TODAY + timedelta(days=6))
    held = ["reviewer" in roles(any_registry, "xiangwenshu", TODAY + timedelta(days=n)) for n in range(-1, 8)]
    assert held == [False, True, True, True, True, True, True, True, False]


def test_a_taken_role_ends_after_the_day_named(registry: Registry) -> None:
    take(registry, "shenhe", "reviewer", YESTERDAY)
    assert roles(registry, "shenhe", YESTERDAY) == ["reviewer"]
    assert roles(registry, "shenhe", TODAY) == []


def test_a_role_taken_for_later_can_still_be_taken_sooner(registry: Registry) -> None:
    take(registry, "shenhe", "reviewer", TODAY + timedelta(days=30))
    take(registry, "shenhe", "reviewer", YESTERDAY)
    assert roles(registry, "shenhe", TODAY) == []


def test_a_role_given_today_can_be_taken_today(registry: Registry) -> None:
    grant(registry, "kankan", "office", TODAY)
    take(registry, "kankan", "office", YESTERDAY)
    assert roles(registry, "kankan", TODAY) == ["viewer"]


def test_taking_what_is_not_held_is_not_found(registry: Registry) -> None:
    with pytest.raises(NotFound, match="审核员"):
        take(registry, "kankan", "reviewer", YESTERDAY)
    take(registry, "shenhe", "reviewer", YESTERDAY)
    with pytest.raises(NotFound):
        take(registry, "shenhe", "reviewer", YESTERDAY)


@pytest.mark.parametrize(
    "start, end",
    [
        (TODAY, None),
        (TODAY, TODAY),
        (TODAY - timedelta(days=400), None),
        (TODAY - timedelta(days=400), TODAY - timedelta(days=300)),
        (TODAY + timedelta(days=400), None),
    ],
)
def test_there_is_one_reviewer_for_a_place_and_day(registry: Registry, start: date, end: date | None) -> None:
    """Named while another is, was or will be on any of the days: refused."""
    with pytest.raises(Conflict, match="1 名"):
        grant(registry, "kankan", "reviewer", start, end)


def test_a_second_reviewer_may_not_slip_in_under_one_who_starts_later(registry: Registry) -> None:
    take(registry, "shenhe", "reviewer", YESTERDAY)
    grant(registry, "kankan", "reviewer", TODAY + timedelta(days=10))
    with pytest.raises(Conflict):
        grant(registry, "falv", "reviewer", TODAY)
    grant(registry, "falv", "reviewer", TODAY, TODAY + timedelta(days=9))
    with registry.database.reading() as r:
        place = registry.unit(TOWNSHIP).id
        for n in range(30):
            on = TODAY + timedelta(days=n)
            assert len([g for g in grants(r, on) if (g.role, g.unit_id) == ("reviewer", place)]) == 1


def test_a_reviewer_of_another_place_is_no_conflict(registry: Registry) -> None:
    grant(registry, "kankan", "reviewer", TODAY, code=OTHER)
    assert roles(registry, "kankan", TODAY) == ["reviewer", "viewer"]


def test_a_successor_is_reviewer_from_the_day_the_place_is_free(registry: Registry) -> None:
    take(registry, "shenhe", "reviewer", YESTERDAY)
    unit = registry.unit(TOWNSHIP)
    with registry.database.reading() as r:
        start = actions.opening_day(r, "reviewer", unit.id, TODAY)
        assert actions.opening_day(r, "reviewer", registry.unit(OTHER).id, TODAY) == date.min
        assert actions.opening_day(r, "viewer", unit.id, TODAY) == date.min
    grant(registry, "kankan", "reviewer", start)
    assert roles(registry, "kankan", TODAY) == ["reviewer", "viewer"]


def test_the_same_grant_again_changes_nothing(registry: Registry) -> None:
    grant(registry, "kankan", "office", TODAY)
    with registry.database.reading() as r:
        before = (grants(r, TODAY), len(lines(r)))
    grant(registry, "kankan", "office", TODAY)
    grant(registry, "kankan", "office", TOMORROW, TODAY + timedelta(days=9))
    with registry.database.reading() as r:
        assert (grants(r, TODAY), len(lines(r))) == before


def test_a_deputys_time_can_be_extended_and_then_ended_at_once(registry: Registry) -> None:
    grant(registry, "kankan", "office", TODAY, TOMORROW)
    grant(registry, "kankan", "office", TODAY, TODAY + timedelta(days=30))
    assert "office" in roles(registry, "kankan", TODAY + timedelta(days=30))
    take(registry, "kankan", "office", YESTERDAY)
    assert roles(registry, "kankan", TODAY) == roles(registry, "kankan", TOMORROW) == ["viewer"]


def test_reversed_days_and_unknown_roles_are_wrong_usage(registry: Registry) -> None:
    with pytest.raises(Usage, match="早于"):
        grant(registry, "kankan", "office", TODAY, YESTERDAY)
    with pytest.raises(Usage) as refusal:
        grant(registry, "kankan", "boss", TODAY)
    assert all(role in refusal.value.detail for role in ROLES)
    with pytest.raises(Usage):
        take(registry, "kankan", "boss", TODAY)


def test_grants_of_nobody_are_not_found(registry: Registry) -> None:
    with pytest.raises(NotFound, match="nobody"):
        grant(registry, "nobody", "office", TODAY)


# Ways in


def test_five_wrong_passwords_lock_the_account_for_a_quarter_of_an_hour(any_registry: Registry) -> None:
    database = any_registry.database
    with database.writing() as w:
        code = add(w, any_registry, "xinren")
    for n in range(ALLOWED_FAILURES):
        with database.writing() as w:
            assert actions.sign_in(w, NOW + timedelta(seconds=n), login="xinren", password="x") is None
    locked = NOW + timedelta(seconds=ALLOWED_FAILURES)
    with pytest.raises(Unauthorized, match="以后再试"), database.writing() as w:
        actions.sign_in(w, locked, login="xinren", password=code)
    with pytest.raises(Unauthorized), database.writing() as w:
        actions.sign_in(w, NOW + LOCK_OUT - timedelta(seconds=1), login="xinren", password=code)
    with database.writing() as w:
        assert actions.sign_in(w, NOW + LOCK_OUT, login="xinren", password=code)


def test_a_sign_in_that_works_forgives_earlier_slips(any_registry: Registry) -> None:
    with any_registry.database.writing() as w:
        code = add(w, any_registry, "xinren")
        for n in range(3 * ALLOWED_FAILURES):
            right = n % ALLOWED_FAILURES == ALLOWED_FAILURES - 1
            found = actions.sign_in(
                w, NOW + timedelta(seconds=n), login="xinren", password=code if right else "x"
            )
            assert (found is not None) == right


def test_the_lock_out_is_the_accounts_own(registry: Registry) -> None:
    with registry.database.writing() as w:
        code = add(w, registry, "xinren")
        for _ in range(ALLOWED_FAILURES):
            actions.sign_in(w, NOW, login="wenshu", password="x")
        assert actions.sign_in(w, NOW, login="xinren", password=code)


def test_an_unknown_login_fails_like_a_wrong_password(registry: Registry) -> None:
    with registry.database.writing() as w:
        for _ in range(ALLOWED_FAILURES):
            assert actions.sign_in(w, NOW, login="x" * 500, password="y") is None


def test_each_sign_in_makes_a_session_of_its_own(registry: Registry) -> None:
    with registry.database.writing() as w:
        code = add(w, registry, "xinren")
        one = actions.sign_in(w, NOW, login="xinren", password=code)
        other = actions.sign_in(w, NOW, login="xinren", password=code)
        assert one is not None
        assert other is not None
        assert one != other
        assert session_of(w, "chosen by an attacker") is None
        actions.sign_out(w, secret=one)
        assert session_of(w, one) is None
        assert session_of(w, other) is not None


def test_touching_a_session_notes_when_it_was_used(registry: Registry) -> None:
    later = NOW + timedelta(minutes=5)
    with registry.database.writing() as w:
        secret = actions.open_session(w, NOW, login="wenshu")
        actions.touch_session(w, later, secret=secret)
        found = session_of(w, secret)
    assert found is not None
    assert (found.started_at, found.seen_at) == (NOW, later)


def test_an_account_switched_off_has_no_way_in(any_registry: Registry) -> None:
    with any_registry.database.writing() as w:
        code = add(w, any_registry, "xinren")
        cookie = actions.sign_in(w, NOW, login="xinren", password=code)
        secret = actions.issue_token(w, LOCAL, NOW, login="xinren", paths=())
        assert token_owner(w, secret) == "xinren"
        assert cookie is not None
        actions.switch_off(w, LOCAL, NOW, login="xinren", paths=())
        assert actions.sign_in(w, NOW, login="xinren", password=code) is None
        assert session_of(w, cookie) is None
        assert token_owner(w, secret) is None
        assert account(w, "xinren").off_at == NOW
        with pytest.raises(NotFound, match="停用"):
            actor(w, "xinren", TODAY)
        with pytest.raises(Conflict, match="停用"):
            actions.issue_token(w, LOCAL, NOW, login="xinren", paths=())


def test_a_new_code_ends_the_old_password_and_every_session(registry: Registry) -> None:
    with registry.database.writing() as w:
        old = add(w, registry, "xinren")
        cookie = actions.sign_in(w, NOW, login="xinren", password=old)
        new = actions.reset_code(w, LOCAL, NOW, login="xinren", paths=())
        assert cookie is not None
        assert session_of(w, cookie) is None
        assert actions.sign_in(w, NOW, login="xinren", password=old) is None
        assert actions.sign_in(w, NOW, login="xinren", password=new)
        assert account(w, "xinren").must_change


def test_other_peoples_ways_in_are_the_administrators_business(registry: Registry) -> None:
    with registry.database.reading() as r:
        clerk, sysadmin, secadmin = (actor(r, login, TODAY) for login in ("wenshu", "guanli", "anquan"))
    village = [registry.unit(VILLAGE).path]
    for act in (actions.issue_token, actions.reset_code, actions.switch_off):
        with pytest.raises(Forbidden), registry.database.writing() as w:
            act(w, clerk, NOW, login="zhuren", paths=village)
    with registry.database.writing() as w:
        assert actions.issue_token(w, clerk, NOW, login="wenshu", paths=village)
        assert actions.reset_code(w, sysadmin, NOW, login="zhuren", paths=village)
        actions.switch_off(w, secadmin, NOW, login="zhuren", paths=village)


def test_an_administrator_cannot_take_over_somebody_above_their_place(registry: Registry) -> None:
    below = Actor(1, "cunguan", "村管", held=(Held("sysadmin", registry.unit(VILLAGE).id),))
    above = [registry.unit(VILLAGE).path, registry.unit(TOWNSHIP).path]
    for act in (actions.issue_token, actions.reset_code, actions.switch_off):
        with pytest.raises(Forbidden), registry.database.writing() as w:
            act(w, below, NOW, login="zhuren", paths=above)


def test_codes_are_easy_to_read_aloud_and_never_the_same() -> None:
    codes = {one_time_code() for _ in range(200)}
    assert len(codes) == 200
    assert not set("".join(codes)) & set("01IOl")


def test_who_may_act_is_asked_by_todays_grants(registry: Registry) -> None:
    with registry.database.reading() as r:
        found = actor(r, "wenshu", TODAY)
        assert (found.login, [held.role for held in found.held]) == ("wenshu", ["clerk"])
        assert found.held[0].unit_id == registry.unit(VILLAGE).id
        assert actor(r, "local", TODAY) is LOCAL
        with pytest.raises(NotFound, match="user list"):
            actor(r, "nobody", TODAY)
