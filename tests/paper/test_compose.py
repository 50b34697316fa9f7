"""From the outline to blocks: nothing that the plan says stays behind."""

from yingji.paper.blocks import Paragraph
from yingji.paper.compose import compose
from yingji.plans.outline import Node


def test_a_sentence_prints_with_what_it_leaves_out() -> None:
    said = Node("/a", "a", "", "paragraph", "张三任组长。电话：138 0000 0001。", lead="张三任组长。")
    chapter = Node("", "", "机构", "section", children=(said,))
    blocks = compose(Node("", "", "预案", "section", children=(chapter,))).body
    texts = ["".join(run.text for run in block.runs) for block in blocks if isinstance(block, Paragraph)]
    assert texts == ["一、机构", "张三任组长。电话：138 0000 0001。"]
