"""Titles break where the sense breaks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yingji.paper.titles import title_lines


@pytest.mark.parametrize(
    ("title", "unit", "expected"),
    [
        ("石槽集村突发事件综合应急预案", "石槽集村村民委员会", ["石槽集村突发事件综合应急预案"]),
        ("沈丘县石槽集乡塱头村突发事件综合应急预案", "塱头村", ["沈丘县石槽集乡塱头村", "突发事件综合应急预案"]),
        ("石槽集乡人民政府关于印发石槽集乡突发事件总体应急预案的通知", "石槽集乡",
         ["石槽集乡人民政府关于印发", "石槽集乡突发事件总体应急预案的通知"]),
        ("沈丘县石槽集乡中心小学防汛和人员避险转移应急预案", "石槽集乡中心小学",
         ["沈丘县石槽集乡中心小学", "防汛和人员避险转移应急预案"]),
    ],
)  # fmt: skip
def test_a_long_title_breaks_between_the_unit_and_its_matter(
    title: str, unit: str, expected: list[str]
) -> None:
    assert title_lines(title, unit, 19) == expected


@given(st.text("石槽集乡防汛抗旱应急预案突发事件（）、的ABC", max_size=60), st.integers(5, 20))
def test_nothing_of_a_title_is_lost_and_no_line_is_too_long(title: str, cells: int) -> None:
    lines = title_lines(title, "石槽集乡", cells)
    assert "".join(lines) == title
    assert all(len(line) <= cells for line in lines)


def test_an_endless_title_is_broken_at_once() -> None:
    lines = title_lines("石槽集乡防汛抗旱应急预案突发事件" * 40, "石槽集乡", 19)
    assert all(len(line) <= 19 for line in lines)
