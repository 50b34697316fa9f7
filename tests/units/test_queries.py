"""Units found by code, by day, by knowledge."""

from datetime import date

import pytest
from tests.units.conftest import COUNTY, NOW, SHICAOJI, TODAY, Register

from yingji.errors import Conflict, NotFound, Usage
from yingji.units.data import shipped
from yingji.units.queries import (
    all_units,
    ancestors,
    changes,
    changes_under,
    find_unit,
    unit_by_id,
    units_under,
)

NEXT_YEAR = date(2025, 1, 1)


@pytest.fixture(autouse=True)
def _shicaoji(register: Register) -> None:
    register.take(shipped("shicaoji_33"))


def test_a_unit_knows_its_place(register: Register) -> None:
    with register.db.reading() as r:
        village = find_unit(r, "411624201201", TODAY)
        above = ancestors(r, village, TODAY)
    assert [unit.name for unit in above] == ["河南省", "周口市", "沈丘县", "石槽集乡"]
    assert village.path == f"{above[-1].path}{village.id}/"
    assert (village.short_name, village.label) == ("徐营", "411624201201 徐营村民委员会")
    assert above[0].township_id is None
    assert above[0].chain == "site"


def test_units_under_come_in_the_order_of_codes(register: Register) -> None:
    codes = [unit.code for unit in register.under(COUNTY)]
    assert codes == sorted(codes)
    assert codes[:2] == [COUNTY, SHICAOJI]


@pytest.mark.parametrize("code", ["411624201201", SHICAOJI, "410000000000"])
def test_the_number_of_statements_does_not_grow(register: Register, statements: list[str], code: str) -> None:
    register.take(shipped("shenqiu"))
    with register.db.reading() as r:
        top = find_unit(r, code, TODAY)
        assert len(statements) <= 3
        statements.clear()
        units_under(r, top.id, TODAY)
        assert len(statements) <= 3
        statements.clear()
        changes_under(r, top.id, TODAY)
        assert len(statements) == 2


def test_full_width_digits_find_the_unit(register: Register) -> None:
    assert register.find("４１１６２４２０１２０１").name == "徐营村民委员会"


@pytest.mark.parametrize("code", ["", " ", "4116 24201201", "411624201201\n", "a\x00b", "1" * 61, "a\u200bb"])
def test_a_code_that_cannot_be_one_is_wrong_usage(register: Register, code: str) -> None:
    with pytest.raises(Usage, match="例如 411624201201"):
        register.find(code)


@pytest.mark.parametrize(
    ("code", "hint"),
    [
        ("411624201299", "411624201209 虎头村民委员会"),
        ("411624201102", "411624201201 徐营村民委员会|411624201202"),
        ("徐营", "411624201201 徐营村民委员会"),
        ("41162420", "411624201000 石槽集乡"),
        ("%_%", "例如 411624201201"),
        ("没有这个", "例如 411624201201"),
    ],
)
def test_an_unknown_code_comes_with_what_is_near(register: Register, code: str, hint: str) -> None:
    with pytest.raises(NotFound, match=hint):
        register.find(code)


def test_a_former_code_still_finds_the_unit(register: Register) -> None:
    register.act("recode", "411624201201", to="411624201901", from_day=TODAY)
    assert register.find("411624201201").code == "411624201901"
    assert register.find("411624201901", date(2020, 1, 1)).code == "411624201201"


def test_a_code_that_names_two_units_is_refused_with_both_and_a_way_out(register: Register) -> None:
    register.act("recode", "411624201201", to="411624201901")
    register.act(
        "add_unit",
        code="411624201201",
        name="新营村民委员会",
        kind="village",
        under=SHICAOJI,
        from_day=NEXT_YEAR,
    )
    assert register.find("411624201201").name == "徐营村民委员会", "the new one is not there yet"
    with pytest.raises(Conflict, match=r"徐营村民委员会.*新营村民委员会") as refused:
        register.find("411624201201", NEXT_YEAR)
    with register.db.reading() as r:
        for unit in units_under(r, find_unit(r, SHICAOJI, NEXT_YEAR).id, NEXT_YEAR):
            if unit.name in {"徐营村民委员会", "新营村民委员会"}:
                assert f"id:{unit.id}" in refused.value.detail
                assert find_unit(r, f"id:{unit.id}", NEXT_YEAR) == unit


def test_a_slip_mended_on_its_own_day_leaves_no_former_code(register: Register) -> None:
    register.act("recode", "411624201201", to="411624201901")
    register.act("recode", "411624201901", to="411624201902")
    assert register.find("411624201902").name == "徐营村民委员会"
    with pytest.raises(NotFound):
        register.find("411624201901")


def test_placeholders_with_one_code_on_two_levels_are_both_listed(register: Register) -> None:
    register.take(
        "code,name,level,parent\n440000000000,广东省,1,\n441900000000,东莞市,2,440000000000\n"
        "441900000000,东莞市,3,441900000000\n441900003000,东城街道,4,441900000000\n"
    )
    with pytest.raises(Conflict, match=r"市级.*县级"):
        register.find("441900000000")
    with register.db.reading() as r:
        town = find_unit(r, "441900003000", TODAY)
        assert [unit.kind for unit in ancestors(r, town, TODAY)] == ["province", "prefecture", "county"]


def test_an_ended_unit_is_found_before_its_end_and_names_its_successor_after(register: Register) -> None:
    register.act("merge", ["411624201201"], into="411624201203")
    assert register.find("411624201201", date(2024, 4, 30)).name == "徐营村民委员会"
    with pytest.raises(NotFound, match="2024年5月1日撤销，由 411624201203 前张营村民委员会 承接"):
        register.find("411624201201")


def test_a_unit_to_come_says_from_when(register: Register) -> None:
    made = register.act(
        "add_unit", code="411624201901", name="新村", kind="village", under=SHICAOJI, from_day=NEXT_YEAR
    )
    with pytest.raises(NotFound, match="自 2025年1月1日起设立"):
        register.find("411624201901")
    with register.db.reading() as r, pytest.raises(NotFound, match="没有编号"):
        unit_by_id(r, made.id + 1, TODAY)


def test_what_was_recorded_later_is_not_known_earlier(register: Register) -> None:
    later = NOW.replace(month=8)
    register.act("rename", "411624201201", name="大徐营村民委员会", at=later)
    register.act("end", "411624201203", at=later)
    known_on = date(2024, 7, 31)
    assert register.find("411624201201", TODAY, known_on).name == "徐营村民委员会"
    assert len(register.villages(SHICAOJI, TODAY, known_on)) == 33
    assert len(register.villages(SHICAOJI)) == 32
    with register.db.reading() as r:
        unit_id = find_unit(r, "411624201201", TODAY).id
        assert changes(r, unit_id, known_on) == ()
        assert [change.how for change in changes(r, unit_id)] == ["rename"]


def test_every_living_unit_can_be_listed(register: Register) -> None:
    register.act("end", "411624201203")
    with register.db.reading() as r:
        assert len(all_units(r, TODAY)) == 36
        assert len(all_units(r, date(2024, 4, 30))) == 37
