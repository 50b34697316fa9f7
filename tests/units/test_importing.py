"""What a list would change, decided without a database."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.units.conftest import NOW, TODAY, Register

from yingji.access.rights import LOCAL
from yingji.clock import BEGINNING
from yingji.units.actions import import_units
from yingji.units.importing import ImportPlan, plan_import
from yingji.units.listing import Row, parse
from yingji.units.matching import Known

HEAD = "code,name,level,parent\n"


def rows(*lines: str) -> tuple[Row, ...]:
    return parse((HEAD + "\n".join(lines)).encode()).rows


def known(unit_id: int, kind: str, code: str, name: str, parent_id: int | None, **more: object) -> Known:
    return Known(unit_id, kind, code, name, parent_id, **({"since": BEGINNING, "latest": BEGINNING} | more))  # type: ignore[arg-type]  # the rest is given by name


COUNTY = known(1, "county", "411624000000", "沈丘县", None)
WEST = known(2, "township", "411624201000", "西乡", 1)
EAST = known(3, "township", "411624202000", "东乡", 1)
CHEN = known(4, "village", "411624201201", "陈庄村委会", 2)
LIU = known(5, "village", "411624201202", "刘庄村委会", 2)
BOOK = (COUNTY, WEST, EAST, CHEN, LIU)
ROW_COUNTY = "411624000000,沈丘县,3,"
ROW_WEST = "411624201000,西乡,4,411624000000"
ROW_EAST = "411624202000,东乡,4,411624000000"
ROW_CHEN = "411624201201,陈庄村委会,5,411624201000"
ROW_LIU = "411624201202,刘庄村委会,5,411624201000"


def plan(
    *lines: str, book: tuple[Known, ...] = BOOK, accept: bool = False, complete: int | None = None
) -> ImportPlan:
    return plan_import(book, rows(*lines), TODAY, accept=accept, complete_under=complete)


def how(found: ImportPlan) -> list[tuple[str, tuple[str, ...]]]:
    return [(entry.row.code, entry.how) for entry in found.unclear]


def test_the_same_list_changes_nothing() -> None:
    found = plan(ROW_COUNTY, ROW_WEST, ROW_EAST, ROW_CHEN, ROW_LIU, complete=1)
    assert found.is_empty
    assert found.unchanged == 5
    assert not (found.unclear or found.gone or found.problems)


def test_another_name_under_the_same_code_and_parent_is_a_rename() -> None:
    found = plan("411624201201,陈新庄村民委员会,5,411624201000")
    (entry,) = found.changed_by("renamed")
    assert entry.unit == CHEN
    assert "陈庄村委会" in entry.text


def test_another_parent_waits_for_consent_with_its_new_name() -> None:
    line = "411624201201,陈新庄村委会,5,411624202000"
    asked = plan(line)
    assert how(asked) == [("411624201201", ("moved", "renamed"))]
    assert asked.is_empty
    assert [e.how for e in plan(line, accept=True).changed] == [("moved", "renamed")]


def test_the_same_name_beside_under_another_code_waits_for_consent() -> None:
    line = "411624201801,陈庄社区居民委员会,5,411624201000"
    assert how(plan(line)) == [("411624201801", ("recoded", "renamed"))]
    (entry,) = plan(line, accept=True).changed
    assert entry.unit == CHEN


def test_a_namesake_elsewhere_is_new_unless_the_list_shows_that_the_old_one_left() -> None:
    line = "411624202301,陈庄村委会,5,411624202000"
    assert [e.row.code for e in plan(line).added] == ["411624202301"], "the list says nothing about 西乡"
    assert [e.row.code for e in plan(ROW_CHEN, line).added] == ["411624202301"], "the old one is still there"
    assert how(plan(ROW_LIU, line)) == [("411624202301", ("recoded", "moved"))]
    assert how(plan(line, complete=2)) == [("411624202301", ("recoded", "moved"))]


def test_of_two_namesakes_the_one_that_kept_its_digits_is_meant() -> None:
    found = plan(
        ROW_LIU, "411624202201,陈庄村委会,5,411624202000", "411624202301,陈庄村民委员会,5,411624202000"
    )
    assert how(found) == [("411624202201", ("recoded", "moved"))]
    assert [entry.row.code for entry in found.added] == ["411624202301"]


def test_two_namesakes_that_nothing_tells_apart_are_never_decided_by_consent() -> None:
    found = plan(
        ROW_LIU,
        "411624202301,陈庄村委会,5,411624202000",
        "411624202302,陈庄村民委员会,5,411624202000",
        accept=True,
    )
    assert [entry.how for entry in found.unclear] == [("unsure",), ("unsure",)]
    assert found.is_empty
    assert all("411624201201 陈庄村委会" in entry.text for entry in found.unclear)


def test_a_namesake_of_another_county_is_new() -> None:
    found = plan(
        ROW_LIU,
        "411625000000,郸城县,3,",
        "411625101000,石槽镇,4,411625000000",
        "411625101201,陈庄村委会,5,411625101000",
    )
    assert not found.unclear
    assert len(found.added) == 3


def test_absence_means_something_only_under_a_complete_place() -> None:
    assert plan(ROW_CHEN).gone == ()
    assert plan(ROW_CHEN, complete=2).gone == (LIU,)
    assert plan(ROW_CHEN, complete=3).gone == ()
    assert plan(ROW_WEST, ROW_EAST, complete=1).gone == (), "a list without villages says nothing of villages"


def test_a_code_used_before_by_a_unit_of_another_name_is_never_taken_over() -> None:
    book = (*BOOK[:3], known(4, "village", "411624201801", "陈庄村委会", 2, former=("411624201201",)))
    found = plan("411624201201,新庄村委会,5,411624201000", book=book, accept=True)
    assert how(found) == [("411624201201", ("reused",))]
    assert "unit add" in found.unclear[0].text


def test_the_code_of_an_ended_unit_asks_and_founds_a_new_one_with_consent() -> None:
    book = (*BOOK[:3], known(4, "village", "411624201201", "陈庄村委会", None, ended=date(2020, 1, 1)))
    assert how(plan(ROW_CHEN, book=book)) == [("411624201201", ("ended",))]
    assert len(plan(ROW_CHEN, book=book, accept=True).added) == 1


def test_a_unit_with_a_change_to_come_is_left_alone_even_with_consent() -> None:
    book = (
        *BOOK[:3],
        known(
            4, "village", "411624201801", "陈庄村委会", 2, former=("411624201201",), latest=date(2025, 1, 1)
        ),
    )
    found = plan(ROW_CHEN, book=book, accept=True)
    assert how(found) == [("411624201201", ("recoded", "later"))]
    assert found.is_empty


def test_a_township_under_a_new_code_takes_its_villages_into_the_same_question() -> None:
    lines = (
        "411624301000,西镇,4,411624000000".replace("西镇", "西乡"),
        "411624301201,陈庄村委会,5,411624301000",
        "411624301299,新庄村委会,5,411624301000",
    )
    asked = plan(*lines)
    assert asked.is_empty
    assert [entry.how for entry in asked.unclear] == [("recoded",), ("recoded",), ("parent",)]
    agreed = plan(*lines, accept=True)
    assert [entry.unit for entry in agreed.changed] == [WEST, CHEN]
    assert [(entry.row.code, entry.parent) for entry in agreed.added] == [("411624301299", 2)]


@pytest.mark.parametrize(
    "line",
    [
        "411624999201,徐营村委会,5,411624999000",
        "411624999201,徐营村委会,5,",
        "411624201201,陈庄村委会,5,411624999000",
    ],
)
def test_a_village_without_a_known_parent_is_a_problem(line: str) -> None:
    (problem,) = plan(line).problems
    assert problem.place == "第 2 行 parent"
    assert "411624" in problem.message


def test_a_township_without_a_known_parent_stands_at_the_top_and_is_told() -> None:
    found = plan("411625101000,石槽镇,4,411625000000", "411625101201,陈庄村委会,5,411625101000")
    assert [entry.parent for entry in found.added] == [None, ("411625101000", "township")]
    assert all(entry.is_first for entry in found.added)
    assert "411625000000" in found.notes[0]


def test_a_unit_at_the_top_is_attached_when_its_parent_comes() -> None:
    found = plan("411600000000,周口市,2,", "411624000000,沈丘县,3,411600000000")
    assert [entry.unit for entry in found.changed_by("attached")] == [COUNTY]


def test_a_body_may_not_carry_the_code_of_another_unit() -> None:
    text = "code,name,level,parent,kind\n411624201201,卫生院,,411624201000,department\n"
    found = plan_import(BOOK, parse(text.encode()).rows, TODAY)
    assert found.problems[0].place == "第 2 行 code"


def test_only_what_is_first_of_its_kind_reaches_back_to_the_beginning() -> None:
    found = plan("411624201203,王庄村委会,5,411624201000", "411624202201,李庄村委会,5,411624202000")
    assert [entry.is_first for entry in found.added] == [False, True]


NAMES = st.sampled_from(["陈庄", "刘庄", "王庄", "李营", "东寨", "西寨"])
SUFFIXES = st.sampled_from(["村委会", "村民委员会", "社区居民委员会"])


@st.composite
def lists(draw: st.DrawFn) -> bytes:
    """A division list: townships of two counties and villages anywhere in them, names repeating."""
    lines = ["410000000000,河南省,1,", "411600000000,周口市,2,410000000000"]
    counties = draw(st.lists(st.sampled_from(["411624", "411625"]), unique=True, min_size=1))
    lines += [f"{county}000000,县{county},3,411600000000" for county in counties]
    towns = draw(
        st.dictionaries(
            st.sampled_from(["201", "202", "101"]), st.sampled_from(counties), min_size=1, max_size=3
        )
    )
    lines += [f"{county}{town}000,乡{town},4,{county}000000" for town, county in towns.items()]
    villages = draw(
        st.dictionaries(
            st.tuples(st.sampled_from(sorted(towns)), st.integers(200, 204)),
            st.tuples(NAMES, SUFFIXES),
            max_size=10,
        )
    )
    for (town, number), (name, suffix) in villages.items():
        parent = f"{towns[town]}{town}"
        lines.append(f"{parent}{number},{name}{suffix},5,{parent}000")
    return (HEAD + "\n".join(lines)).encode()


class _UndoneError(Exception):
    """Takes back what an example stored."""


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80)
@given(first=lists(), second=lists(), accept=st.booleans(), day=st.sampled_from([None, date(2018, 11, 1)]))
def test_any_list_twice_changes_nothing(
    register: Register, first: bytes, second: bytes, accept: bool, day: date | None
) -> None:
    with pytest.raises(_UndoneError), register.db.writing() as w:
        for data in (first, second):
            import_units(w, LOCAL, NOW, TODAY, data, accept=accept, from_day=day)
            again = import_units(w, LOCAL, NOW, TODAY, data, accept=accept, from_day=day)
            assert not again.has_changes
        raise _UndoneError
