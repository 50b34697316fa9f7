"""Hints that a plan was copied from a neighbour."""

from hypothesis import given
from hypothesis import strategies as st

from yingji.desk.likeness import likenesses, sentences

OURS = {
    "a": "汛期二十四小时值守不断岗，遇险先转移再报告。",
    "b": ["青山村沿河低洼处共有十二户需要提前转移安置。"],
}


def test_a_plan_copied_but_for_the_name_is_the_same_in_every_sentence() -> None:
    theirs = {"a": OURS["a"], "b": ["白云村沿河低洼处共有十二户需要提前转移安置。"]}
    mine = sentences(OURS, ("青山村",))
    found = likenesses(mine, {"白云村": sentences(theirs, ("白云村",))})
    assert [(one.unit_name, one.percent) for one in found] == [("白云村", 100)]


def test_a_plan_of_its_own_is_not_told() -> None:
    theirs = {
        "a": "巡堤查险由党员突击队每两小时轮换一次进行。",
        "b": ["水位涨到警戒线以上时敲锣并逐户上门通知。"],
    }
    assert likenesses(sentences(OURS, ()), {"白云村": sentences(theirs, ())}) == ()


def test_names_numbers_and_sealed_parts_count_for_nothing() -> None:
    assert sentences({"name": "张三", "phone": "13800001234", "seal": "a" * 64, "n": 5}, ()) == frozenset()


@given(
    st.frozensets(st.text(min_size=12, max_size=20), max_size=6),
    st.frozensets(st.text(min_size=12, max_size=20), max_size=6),
)
def test_a_share_is_never_over_the_whole(mine: frozenset[str], theirs: frozenset[str]) -> None:
    assert all(0.8 <= one.share <= 1 for one in likenesses(mine, {"x": theirs}))
