"""How an outline is numbered and told, whichever face sets it."""

from hypothesis import given
from hypothesis import strategies as st

from yingji.plans.outline import Node
from yingji.plans.prose import NARROW, ending, opening, ordinal, paired, plain, siblings


def node(title: str, text: str = "", *, kind: str = "value", lead: str = "") -> Node:
    return Node("/x", "x", title, kind, text, lead=lead)  # type: ignore[arg-type] # a word of Kind


def test_each_depth_has_its_own_kind_of_number() -> None:
    assert [ordinal(depth, 3) for depth in range(1, 6)] == ["三、", "（三）", "3.", "（3）", "③"]
    assert ordinal(5, 21) == "（21）"


def test_brief_values_run_together_and_only_titled_nodes_are_counted() -> None:
    brief, untitled, section = (
        node("联系人", "张三"),
        node("", kind="paragraph"),
        node("转移", kind="section"),
    )
    found = list(siblings([untitled, brief, brief, section, untitled, section]))
    assert [(number, len(nodes)) for number, nodes in found] == [(0, 1), (None, 2), (1, 1), (1, 1), (2, 1)]


def test_a_sentence_is_told_with_what_it_leaves_out() -> None:
    assert (
        plain(node("", "张三任组长。电话：1。", kind="paragraph", lead="张三任组长。"))
        == "张三任组长。电话：1。"
    )


def test_a_title_opens_its_paragraph_unless_the_text_begins_with_it() -> None:
    assert opening("响应", "响应分四级。") == ""
    assert opening("响应", "分四级。") == "响应。"
    assert opening("怎么响应？", "分四级。") == "怎么响应？"


def test_an_item_is_closed_once() -> None:
    assert [ending("转移", last=False), ending("转移", last=True), ending("转移。", last=False)] == [
        "；",
        "。",
        "",
    ]


@given(st.lists(st.text(max_size=2 * NARROW)))
def test_pairing_keeps_every_value_in_order_and_only_narrow_ones_share_a_row(values: list[str]) -> None:
    rows = list(paired(values, lambda value: value))
    assert [value for row in rows for value in row] == values
    assert all(len(value) <= NARROW for row in rows if len(row) == 2 for value in row)
