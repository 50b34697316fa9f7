"""Acts on units: dated, refused where they cannot be, one ledger entry each."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from tests.units.conftest import COUNTY, NOW, ORDER, SHICAOJI, TODAY, Register

from yingji.access.rights import LOCAL, Actor, Held
from yingji.errors import Conflict, Fault, Forbidden, Invalid, NotFound
from yingji.ledger.tables import ledger_entry
from yingji.units import actions
from yingji.units.actions import NewUnit
from yingji.units.data import shipped
from yingji.units.outcome import touches_of
from yingji.units.queries import Change, all_units, changes, changes_under, find_unit
from yingji.units.tables import unit_name, unit_place

XUYING, QIANZHANG, NEW = "411624201201", "411624201203", "411624201901"
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
EAST = "411624202000"


@pytest.fixture(autouse=True)
def _shicaoji(request: pytest.FixtureRequest) -> None:
    name = "any_register" if "any_register" in request.fixturenames else "register"
    request.getfixturevalue(name).take(shipped("shicaoji_33"))


def entries(register: Register) -> list[Any]:
    with register.db.reading() as r:
        return list(r.rows(select(ledger_entry).order_by(ledger_entry.c.id)))


def noted(register: Register, code: str, on: date = TODAY) -> list[Change]:
    with register.db.reading() as r:
        return list(changes(r, find_unit(r, code, on).id))


def east(register: Register) -> None:
    register.act("add_unit", code=EAST, name="东乡", kind="township", under=COUNTY)


def test_a_founded_unit_is_there_from_its_day(register: Register) -> None:
    made = register.act("add_unit", code=NEW, name="新村民委员会", kind="village", under=SHICAOJI)
    assert made == register.find(NEW)
    assert made.path == f"{register.find(SHICAOJI).path}{made.id}/"
    assert made.township_id == register.find(SHICAOJI).id
    assert noted(register, NEW) == [Change(made.id, None, "add", TODAY, ORDER)]
    with pytest.raises(NotFound):
        register.find(NEW, YESTERDAY)


def test_a_founding_and_only_a_founding_is_told_below_a_place(register: Register) -> None:
    made = register.act("add_unit", code=NEW, name="新村", kind="village", under=SHICAOJI, from_day=TOMORROW)
    with register.db.reading() as r:
        top = find_unit(r, COUNTY, TOMORROW)
        assert changes_under(r, top.id, TODAY) == ()
        assert [(c.unit_id, c.how) for c in changes_under(r, top.id, TOMORROW)] == [(made.id, "add")]


def test_a_rename_leaves_the_old_name_to_earlier_days(register: Register) -> None:
    register.act("rename", XUYING, name="徐家营村民委员会")
    assert register.find(XUYING).name == "徐家营村民委员会"
    assert register.find(XUYING, YESTERDAY).name == "徐营村民委员会"


def test_a_moved_township_takes_everything_below_along(register: Register) -> None:
    register.take(shipped("shicaoji_bodies"))
    other = "411625000000"
    register.act(
        "add_unit", code=other, name="郸城县", kind="county", under="411600000000", from_day=YESTERDAY
    )
    register.act("move", SHICAOJI, under=other)
    below = register.under(other)
    assert len(below) == 1 + 1 + 33 + 15
    assert all(unit.path.startswith(register.find(other).path) for unit in below)
    assert len(register.under(COUNTY)) == 1
    assert len(register.under(COUNTY, YESTERDAY)) == 1 + 1 + 33 + 15
    assert register.find(XUYING).parent_id == register.find(SHICAOJI).id


def test_a_move_ahead_carries_along_what_came_below_in_between(register: Register) -> None:
    register.act("add_unit", code="411625000000", name="郸城县", kind="county", under="411600000000")
    later = date(2025, 1, 1)
    register.act("move", SHICAOJI, under="411625000000", from_day=later)
    register.act("add_unit", code=NEW, name="新村", kind="village", under=SHICAOJI)
    assert register.find(NEW).path.startswith(register.find(COUNTY).path)
    assert register.find(NEW, later).path.startswith(register.find("411625000000", later).path)
    assert len(register.villages("411625000000", later)) == 34
    assert len(register.villages(COUNTY, later - timedelta(days=1))) == 34


def test_a_back_dated_move_of_a_township_keeps_later_moves_below_it(register: Register) -> None:
    start = date(2020, 1, 1)
    register.act(
        "add_unit", code="411625000000", name="郸城县", kind="county", under="411600000000", from_day=start
    )
    register.act("add_unit", code=EAST, name="东乡", kind="township", under=COUNTY, from_day=start)
    register.act("move", XUYING, under=EAST, from_day=date(2022, 1, 1))
    register.act("move", QIANZHANG, under=EAST, from_day=start)
    register.act("move", QIANZHANG, under=SHICAOJI, from_day=date(2023, 1, 1))
    register.act("move", SHICAOJI, under="411625000000", from_day=date(2021, 1, 1))
    dancheng, shenqiu = "411625000000", COUNTY

    def county_of(code: str, on: date) -> str:
        with register.db.reading() as r:
            path = find_unit(r, code, on).path
            return next(c for c in (dancheng, shenqiu) if path.startswith(find_unit(r, c, on).path))

    assert county_of(XUYING, date(2020, 6, 1)) == shenqiu
    assert county_of(XUYING, date(2021, 6, 1)) == dancheng
    assert county_of(XUYING, date(2022, 6, 1)) == shenqiu
    assert county_of(QIANZHANG, date(2021, 6, 1)) == shenqiu
    assert county_of(QIANZHANG, date(2023, 6, 1)) == dancheng


def test_a_merger_ends_the_merged_and_names_the_heir(register: Register) -> None:
    heir = register.act("merge", [XUYING, QIANZHANG], into=QIANZHANG)
    assert heir.code == QIANZHANG
    assert len(register.villages(SHICAOJI)) == 32
    merged = register.find(XUYING, YESTERDAY).id
    assert noted(register, QIANZHANG) == [
        Change(merged, heir.id, "merge", TODAY, ORDER),
        Change(heir.id, None, "merge", TODAY, ORDER),
    ]


def test_a_merger_into_a_new_unit_may_keep_a_code(register: Register) -> None:
    heir = register.act("merge", [XUYING, QIANZHANG], into=NewUnit(XUYING, "徐张村民委员会"))
    assert heir.name == "徐张村民委员会"
    assert register.find(XUYING).id == heir.id
    assert register.find(XUYING, YESTERDAY).id != heir.id
    assert len(register.villages(SHICAOJI)) == 32


def test_merged_townships_bring_their_villages_along(register: Register) -> None:
    east(register)
    register.act("add_unit", code="411624202201", name="河湾村", kind="village", under=EAST)
    register.act("merge", [SHICAOJI], into=EAST, from_day=TOMORROW)
    assert len(register.villages(EAST, TOMORROW)) == 34
    assert register.find(XUYING, TOMORROW).township_id == register.find(EAST).id
    assert len(register.villages(SHICAOJI)) == 33


def test_a_split_makes_new_units_and_may_leave_the_old_one(register: Register) -> None:
    parts = [NewUnit(XUYING, "南徐营村民委员会"), NewUnit(NEW, "北徐营村民委员会")]
    south, north = register.act("split", XUYING, parts=parts)
    assert south.id == register.find(XUYING, YESTERDAY).id
    assert (south.name, north.name) == ("南徐营村民委员会", "北徐营村民委员会")
    assert noted(register, NEW)[0] == Change(north.id, south.id, "split", TODAY, ORDER)
    assert len(register.villages(SHICAOJI)) == 34


def test_a_split_into_new_units_only_ends_the_old_one_and_names_them(register: Register) -> None:
    register.act("split", XUYING, parts=[NewUnit(NEW, "南徐营村"), NewUnit("411624201902", "北徐营村")])
    with pytest.raises(NotFound, match="由 411624201901 南徐营村、411624201902 北徐营村 承接"):
        register.find(XUYING)


def test_an_ended_unit_gives_its_code_free(register: Register) -> None:
    was = register.act("end", XUYING)
    assert was.name == "徐营村民委员会"
    register.act("add_unit", code=XUYING, name="新徐营村", kind="village", under=SHICAOJI, from_day=TOMORROW)
    assert register.find(XUYING, TOMORROW).id != was.id


REFUSED: dict[str, tuple[str, tuple[Any, ...], dict[str, Any], type[Fault], str]] = {
    "code in use": (
        "add_unit",
        (),
        {"code": XUYING, "name": "新村", "kind": "village", "under": SHICAOJI},
        Conflict,
        r"徐营村.*（id:\d+）",
    ),
    "recode to a code in use": ("recode", (XUYING,), {"to": QIANZHANG}, Conflict, "前张营村"),
    "recode in full-width digits": (
        "recode",
        (XUYING,),
        {"to": "４１１６２４２０１２９９"},
        Invalid,
        "请写成 411624201299",
    ),
    "no digits": (
        "add_unit",
        (),
        {"code": "x", "name": "新村", "kind": "village", "under": SHICAOJI},
        Invalid,
        "12 位数字",
    ),
    "no name": (
        "add_unit",
        (),
        {"code": NEW, "name": " ", "kind": "village", "under": SHICAOJI},
        Invalid,
        "名称是空的",
    ),
    "no such kind": (
        "add_unit",
        (),
        {"code": NEW, "name": "x", "kind": "hamlet", "under": SHICAOJI},
        Invalid,
        "没有「hamlet」",
    ),
    "village without parent": (
        "add_unit",
        (),
        {"code": NEW, "name": "新村", "kind": "village", "under": None},
        Conflict,
        "要有上级",
    ),
    "township under a village": (
        "add_unit",
        (),
        {"code": EAST, "name": "东乡", "kind": "township", "under": XUYING},
        Conflict,
        "不能放在",
    ),
    "unknown parent": (
        "add_unit",
        (),
        {"code": NEW, "name": "新村", "kind": "village", "under": "999999999999"},
        NotFound,
        "999999999999",
    ),
    "same name": ("rename", (XUYING,), {"name": "徐营村民委员会"}, Conflict, "没有变化"),
    "same code": ("recode", (XUYING,), {"to": XUYING}, Conflict, "没有变化"),
    "same parent": ("move", (XUYING,), {"under": SHICAOJI}, Conflict, "没有变化"),
    "move below itself": ("move", (SHICAOJI,), {"under": XUYING}, Conflict, "不能放在"),
    "merge different kinds": ("merge", ([XUYING],), {"into": SHICAOJI}, Conflict, "同一类"),
    "merge with itself": ("merge", ([XUYING],), {"into": XUYING}, Conflict, "没有要并入"),
    "merge nothing": ("merge", ([],), {"into": XUYING}, Conflict, "没有要并入"),
    "split into one": ("split", (XUYING,), {"parts": [NewUnit(NEW, "新村")]}, Conflict, "至少两个"),
    "split a place with villages": (
        "split",
        (SHICAOJI,),
        {"parts": [NewUnit(EAST, "东乡"), NewUnit("411624203000", "西乡")]},
        Conflict,
        "33 个单位",
    ),
    "end a place with villages": ("end", (SHICAOJI,), {}, Conflict, "33 个单位"),
    "no decision": ("end", (XUYING,), {"order_doc": "  "}, Invalid, "依据的文件"),
}


@pytest.mark.parametrize("case", REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_is_refused_and_nothing_is_stored(register: Register, case: Any) -> None:
    verb, args, options, fault, sentence = case
    before = stored(register)
    with pytest.raises(fault, match=sentence):
        register.act(verb, *args, **options)
    assert stored(register) == before


def stored(register: Register) -> list[int]:
    with register.db.reading() as r:
        return [
            r.scalar(select(func.count()).select_from(table))
            for table in (unit_name, unit_place, ledger_entry)
        ]


@pytest.mark.parametrize(
    ("verb", "options"),
    [
        ("rename", {"name": "甲村"}),
        ("recode", {"to": "411624201999"}),
        ("move", {"under": SHICAOJI}),
        ("end", {}),
    ],
)
def test_no_act_is_dated_before_a_later_one_of_the_same_unit(
    register: Register, verb: str, options: dict[str, Any]
) -> None:
    east(register)
    register.act("rename", XUYING, name="乙村", from_day=date(2025, 1, 1))
    register.act("move", XUYING, under=EAST, from_day=TODAY)
    register.act("move", XUYING, under=SHICAOJI, from_day=date(2025, 1, 1))
    with pytest.raises(Conflict, match="2025年1月1日"):
        register.act(verb, XUYING, **options, from_day=TOMORROW)


def test_nothing_is_put_under_what_will_end(register: Register) -> None:
    east(register)
    register.act("end", EAST, from_day=date(2025, 1, 1))
    with pytest.raises(Conflict, match="2025-01-01"):
        register.act("move", XUYING, under=EAST)


def test_one_act_leaves_one_entry_naming_what_it_touched(register: Register) -> None:
    east(register)
    before = len(entries(register))
    register.act("merge", [SHICAOJI], into=EAST, from_day=TOMORROW)
    (entry,) = entries(register)[before:]
    assert (entry.act, entry.actor, entry.chain) == (
        "unit.merge",
        "local",
        f"township/{register.find(EAST).id}",
    )
    ids = {unit.id for unit in register.under(SHICAOJI)} | {register.find(EAST).id}
    assert all(f"unit:{key}" in entry.content for key in ids)
    assert ORDER in entry.content


def test_an_import_leaves_one_entry_and_a_rehearsal_or_repetition_none(register: Register) -> None:
    before = len(entries(register))
    shown = register.take(shipped("shenqiu"), dry_run=True)
    assert shown.has_changes
    assert shown.dry_run
    assert len(entries(register)) == before
    done = register.take(shipped("shenqiu"))
    assert (done.added, done.unclear) == (shown.added, shown.unclear)
    register.take(shipped("shenqiu"))
    assert [entry.act for entry in entries(register)[before:]] == ["unit.import"]


def test_a_very_wide_import_names_places_instead_of_units() -> None:
    paths = {1: "/1/"} | {key: f"/1/{key}/" for key in range(2, 1100)}
    assert touches_of(paths) == ["units:1"]
    assert touches_of({7: "/1/7/", 8: "/1/7/8/"}) == ["unit:7", "unit:8"]


def test_an_import_with_a_problem_stores_nothing(register: Register) -> None:
    before = stored(register)
    with pytest.raises(Invalid) as refused:
        register.take(
            "code,name,level,parent\n411624201901,新村,5,411624201000\n411624999201,孤村,5,411624999000\n"
        )
    assert refused.value.problems[0].place == "第 3 行 parent"
    assert stored(register) == before


def test_an_import_renames_from_its_day(register: Register) -> None:
    done = register.take(
        f"code,name,level,parent\n{XUYING},徐家营村民委员会,5,{SHICAOJI}\n", from_day=date(2022, 1, 1)
    )
    assert [line.text for line in done.renamed] == ["原名 徐营村民委员会，改为 徐家营村民委员会。"]
    assert register.find(XUYING, date(2021, 12, 31)).name == "徐营村民委员会"
    assert [change.how for change in noted(register, XUYING)] == ["rename"]


def test_later_additions_are_valid_from_today_and_first_ones_from_the_beginning(register: Register) -> None:
    register.take(f"code,name,level,parent\n{NEW},新村,5,{SHICAOJI}\n")
    with pytest.raises(NotFound):
        register.find(NEW, YESTERDAY)
    register.take(shipped("shicaoji_bodies"))
    assert register.find("411624201000-卫生院", date(1990, 1, 1)).kind == "department"
    assert noted(register, NEW) == [], "an import is no founding"


def test_nobody_changes_what_is_outside_their_place(register: Register) -> None:
    east(register)
    place = register.find(SHICAOJI).id
    office = Actor(7, "yingjiban", "应急办", held=(Held("office", place),))
    register.act("rename", XUYING, name="徐家营村民委员会", actor=office)
    register.take(shipped("shicaoji_bodies"), actor=office)
    for verb, args, options in (
        ("rename", (EAST,), {"name": "东镇"}),
        ("move", (XUYING,), {"under": EAST}),
        ("add_unit", (), {"code": "510000000000", "name": "四川省", "kind": "province", "under": None}),
    ):
        with pytest.raises(Forbidden):
            register.act(verb, *args, **options, actor=office)
    with pytest.raises(Forbidden):
        register.take(shipped("shenqiu"), actor=office)
    with pytest.raises(Forbidden):
        register.act("end", XUYING, actor=Actor(8, "wenshu", "文书", held=(Held("clerk", place),)))


def test_both_engines_answer_alike(any_register: Register) -> None:
    register = any_register
    register.take(shipped("shicaoji_bodies"))
    register.take(shipped("shenqiu"), accept=True, from_day=date(2018, 11, 1), complete_under=COUNTY)
    register.act("merge", ["411624001213", "411624001220"], into=NewUnit("411624001221", "毛营村民委员会"))
    assert len(register.villages(SHICAOJI)) == 25
    assert len(register.villages(SHICAOJI, date(2018, 10, 31))) == 33
    assert len(register.villages("411624001000")) == 22
    assert register.find("411624201212").code == "411624001212"
    codes = [unit.code for unit in register.under(COUNTY)]
    assert codes == sorted(codes)
    with pytest.raises(NotFound, match="411624201201 徐营村民委员会"):
        register.find("411624201102")


class _UndoneError(Exception):
    """Takes back what an example stored."""


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(st.data())
def test_whatever_is_done_paths_parents_and_codes_agree_on_every_day(
    register: Register, data: st.DataObject
) -> None:
    days = [date(2024, 1, n) for n in range(1, 8)]
    with pytest.raises(_UndoneError), register.db.writing() as w:
        for _ in range(8):
            _do_something(w, data, data.draw(st.sampled_from(days)))
        for day in (date(2023, 12, 31), *days):
            units = all_units(w, day)
            by_id = {unit.id: unit for unit in units}
            assert len({unit.code for unit in units}) == len(units)
            for unit in units:
                above = by_id[unit.parent_id].path if unit.parent_id else "/"
                assert unit.path == f"{above}{unit.id}/"
        raise _UndoneError


def _do_something(w: Any, data: st.DataObject, day: date) -> None:
    living = [unit for unit in all_units(w, day) if unit.kind in {"county", "township", "village"}]
    one, other = (data.draw(st.sampled_from(living)) for _ in range(2))
    named: dict[str, Any] = {"from_day": day, "order_doc": ORDER}
    number = data.draw(st.integers(100, 999))
    code = f"4116249{number}00"
    verb = data.draw(st.sampled_from(["move", "merge", "end", "add", "split"]))
    try:
        with w._connection.begin_nested():
            match verb:
                case "move":
                    actions.move(w, LOCAL, NOW, f"id:{one.id}", under=f"id:{other.id}", **named)
                case "merge":
                    actions.merge(w, LOCAL, NOW, [f"id:{one.id}"], into=f"id:{other.id}", **named)
                case "end":
                    actions.end(w, LOCAL, NOW, f"id:{one.id}", **named)
                case "add":
                    kind = data.draw(st.sampled_from(["county", "township", "village"]))
                    actions.add_unit(
                        w, LOCAL, NOW, code=code, name="新", kind=kind, under=f"id:{one.id}", **named
                    )
                case _:
                    parts = [NewUnit(one.code, one.name), NewUnit(code, "新")]
                    actions.split(w, LOCAL, NOW, f"id:{one.id}", parts=parts, **named)
    except (Conflict, NotFound):
        pass
