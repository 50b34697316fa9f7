"""The real case: nine villages that left the township's list in 2018, under new codes."""

from datetime import date

from tests.units.conftest import COUNTY, DONGCHENG, NOW, SHICAOJI, TODAY, Register

from yingji.units.data import shipped

NINE = {
    "411624201212": "411624001212",
    "411624201213": "411624001213",
    "411624201214": "411624001214",
    "411624201215": "411624001215",
    "411624201216": "411624001216",
    "411624201217": "411624001217",
    "411624201218": "411624001218",
    "411624201219": "411624001219",
    "411624201233": "411624001220",
}
BEFORE, AFTER = date(2018, 10, 30), date(2018, 11, 1)


def test_the_sample_township_has_its_33_villages(register: Register) -> None:
    register.take(shipped("shicaoji_33"))
    assert len(register.villages(SHICAOJI, date(1990, 1, 1))) == 33
    assert [unit.name for unit in register.under("410000000000") if unit.kind != "village"] == [
        "河南省",
        "周口市",
        "沈丘县",
        "石槽集乡",
    ]


def test_the_bodies_stand_under_the_township(register: Register) -> None:
    register.take(shipped("shicaoji_33"))
    register.take(shipped("shicaoji_bodies"))
    hospital = register.find("411624201000-卫生院")
    assert hospital.kind == "department"
    assert hospital.township_id == register.find(SHICAOJI).id
    assert hospital.chain == f"township/{hospital.township_id}"


def test_the_county_list_asks_about_nine_villages_and_moves_none(register: Register) -> None:
    register.take(shipped("shicaoji_33"))
    done = register.take(shipped("shenqiu"), complete_under=COUNTY)
    assert {line.code for line in done.unclear} == set(NINE.values())
    assert all("石槽集乡" in line.text and "东城街道" in line.text for line in done.unclear)
    assert not (done.moved or done.recoded or done.gone or done.renamed)
    assert len(register.villages(SHICAOJI)) == 34, "33 and the new community"
    assert register.find("411624201212").code == "411624201212"


def test_with_consent_the_nine_move_and_stay_themselves(register: Register) -> None:
    register.take(shipped("shicaoji_33"))
    old = {code: register.find(code).id for code in NINE}
    done = register.take(shipped("shenqiu"), complete_under=COUNTY, accept=True, from_day=AFTER)
    assert len(done.moved) == len(done.recoded) == 9
    assert not (done.unclear or done.gone)
    for before, after in NINE.items():
        village = register.find(after)
        assert village.id == old[before] == register.find(before).id
        assert village.parent_id == register.find(DONGCHENG).id
    assert len(register.villages(SHICAOJI, AFTER)) == 25
    assert len(register.under(COUNTY)) == 1 + 22 + 581


def test_earlier_days_and_earlier_knowledge_answer_the_old_state(register: Register) -> None:
    register.take(shipped("shicaoji_33"))
    register.take(
        shipped("shenqiu"),
        accept=True,
        from_day=AFTER,
        at=NOW.replace(month=6),
        today=date(2024, 6, 1),
    )
    assert len(register.villages(SHICAOJI, BEFORE)) == 33
    assert register.find("411624001212", BEFORE).code == "411624201212"
    assert len(register.villages(SHICAOJI, TODAY, known_on=TODAY)) == 33
    assert len(register.villages(SHICAOJI, TODAY, known_on=date(2024, 6, 1))) == 25


def test_either_list_twice_changes_nothing(register: Register) -> None:
    for name, accept in (("shicaoji_33", False), ("shenqiu", False), ("shenqiu", True)):
        register.take(shipped(name), accept=accept)
        again = register.take(shipped(name), accept=accept)
        assert not again.has_changes


def test_the_older_list_afterwards_asks_before_it_undoes_anything(register: Register) -> None:
    register.take(shipped("shicaoji_33"))
    register.take(shipped("shenqiu"), accept=True, from_day=AFTER)
    done = register.take(shipped("shicaoji_33"))
    assert {line.code for line in done.unclear} == set(NINE)
    assert not done.has_changes


def test_the_township_alone_is_later_attached_to_its_county_from_the_same_beginning(
    register: Register,
) -> None:
    alone = (
        "code,name,level,parent,urban_rural_code\n"
        "411624201000,石槽集乡,4,411624000000,\n"
        "411624201201,徐营村民委员会,5,411624201000,\n"
    )
    done = register.take(alone)
    assert "先作为最上级单位" in "".join(done.notes)
    assert "urban_rural_code" in done.notes[0]
    attached = register.take(shipped("shenqiu"))
    assert [line.code for line in attached.attached] == [SHICAOJI]
    village = register.find("411624201201", date(1990, 1, 1))
    assert village.path.startswith(register.find("410000000000").path)
    assert not register.take(alone).has_changes
