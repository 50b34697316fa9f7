"""Names and codes as people use them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yingji.units.codes import neighbours, own_digits, padded
from yingji.units.names import bare_name, short_name


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("徐营村民委员会", "徐营"),
        ("徐营村村委会", "徐营村"),
        ("于楼居民委员会", "于楼"),
        ("安泰社区居民委员会", "安泰社区"),
        ("安泰社区居委会", "安泰社区"),
        ("新村民委员会", "新村"),
        ("石槽集乡人民政府", "石槽集乡"),
        ("东城街道办事处", "东城街道"),
        ("石槽集乡", "石槽集乡"),
        ("村民委员会", "村民委员会"),
        ("人民政府", "人民政府"),
    ],
)
def test_the_short_name_drops_the_form(name: str, short: str) -> None:
    assert short_name(name) == short


@pytest.mark.parametrize(
    "name", ["刘楼村委会", "刘楼村民委员会", "刘楼村", "刘楼社区居民委员会", "刘楼社区", "刘楼"]
)
def test_bare_names_of_different_years_agree(name: str) -> None:
    assert bare_name(name) == "刘楼"


def test_bare_names_keep_different_villages_apart() -> None:
    assert (
        len({bare_name(name) for name in ("东寨村委会", "毛营东寨村民委员会", "西寨村委会", "新村", "中村")})
        == 5
    )


@given(st.text(min_size=1, max_size=20))
def test_a_short_name_is_never_empty_and_is_its_own_short_name_at_last(name: str) -> None:
    short = short_name(name)
    assert short
    assert len(short) <= len(name)


@given(st.integers(10**11, 10**12 - 1).map(str))
def test_neighbours_are_a_slip_away_and_know_each_other(code: str) -> None:
    near = neighbours(code)
    assert code not in near
    assert len(near) == len(set(near))
    assert all(code in neighbours(other) for other in near[:5])
    assert all(sum(a != b for a, b in zip(code, other, strict=True)) in {1, 2} for other in near)


def test_codes_are_padded_only_when_short_and_whole() -> None:
    assert padded("411624") == "411624000000"
    assert padded("411624201", 9) == "411624201000"
    assert padded("411624201", 6) == "411624201"
    assert padded("41162420120") == "41162420120"
    assert padded("卫生") == "卫生"


@pytest.mark.parametrize(
    ("kind", "digits"),
    [("province", "41"), ("prefecture", "16"), ("county", "24"), ("township", "201"), ("village", "233")],
)
def test_own_digits_tell_siblings_apart(kind: str, digits: str) -> None:
    assert own_digits("411624201233", kind) == digits
    assert own_digits("411624201000-卫生院", "department") == "411624201000-卫生院"
