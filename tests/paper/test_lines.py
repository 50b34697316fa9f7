"""Line breaking: what may end and begin a line, and that nothing gets lost."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yingji.paper.lines import CLOSING, NEVER_FIRST, NEVER_LAST, Line, Run, broken
from yingji.paper.measures import CELL, SIZE_3, WIDTH

HAN = "各村民小组按照职责分工做好转移避险工作塱头村低洼易涝户"
MARKS = "，。、；：？！“”‘’（）《》〔〕…—"
WORDS = ("2026年5月1日", "30 分钟", "50mm", "13800000000", "GB/T9704", "3.5米", "——", "……", "100%", "A4")
pieces = st.lists(
    st.one_of(st.text(HAN, min_size=1, max_size=9), st.sampled_from(WORDS), st.sampled_from(MARKS)),
    max_size=60,
)


def typeset(text: str, first: float = 2) -> list[Line]:
    return broken([Run(text)], SIZE_3, WIDTH, first=first * CELL, cell=CELL)


def said(line: Line) -> str:
    return "".join(span.text for span in line.spans)


def test_a_full_line_has_28_characters_on_the_grid() -> None:
    first, second, *_ = typeset("村" * 200)
    assert (len(said(first)), len(said(second))) == (26, 28)
    assert second.tracking == pytest.approx(CELL - SIZE_3, abs=0.02)
    assert second.x + second.width == pytest.approx(WIDTH, abs=0.001)


def test_the_last_line_keeps_to_the_grid_and_is_not_spread() -> None:
    last = typeset("村" * 60)[-1]
    assert last.tracking == pytest.approx(CELL - SIZE_3)


def test_one_closing_mark_hangs_with_its_blank_half_outside() -> None:
    line = typeset("村" * 28 + "。" + "民" * 10, first=0)[0]
    assert said(line).endswith("村。")
    assert line.width == pytest.approx(WIDTH + SIZE_3 / 2, abs=0.001)


def test_two_marks_do_not_hang_but_take_a_character_with_them() -> None:
    first, second = typeset("村" * 28 + "”。" + "民" * 10, first=0)
    assert (said(first), said(second)[:3]) == ("村" * 27, "村”。")


@pytest.mark.parametrize("pair", ["”，", "）。", "》、", "：“", "（《", "。”"])
def test_meeting_marks_close_up_by_half_a_character(pair: str) -> None:
    apart = typeset("村" + pair[0] + "村" + pair[1], first=0)[0]
    assert typeset("村村" + pair, first=0)[0].width == pytest.approx(apart.width - SIZE_3 / 2)


@pytest.mark.parametrize("whole", ["50mm", "30 分钟", "15人", "——", "……", "GB/T9704", "100%", "2026年"])
def test_what_belongs_together_is_not_parted(whole: str) -> None:
    for before in range(40):
        lines = typeset("村" * before + whole + "民" * 40)
        assert any(whole in said(line) for line in lines), before


def test_a_word_longer_than_a_line_is_broken_rather_than_lost() -> None:
    url = "https://example.cn/" + "x" * 200
    lines = typeset(url)
    assert "".join(map(said, lines)) == url
    assert all(line.x + line.width <= WIDTH + 0.01 for line in lines)


@given(pieces)
def test_no_line_begins_or_ends_with_a_forbidden_mark_and_nothing_is_lost(parts: list[str]) -> None:
    text = "".join(parts)
    lines = [said(line) for line in typeset(text)]
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    for before, after in pairwise(lines):
        reach = 20  # marks in a longer row than this have no legal place to break
        if any(c not in NEVER_FIRST | NEVER_LAST for c in before[-reach:]):
            assert after[0] not in NEVER_FIRST, (before, after)
            assert before[-1] not in NEVER_LAST, (before, after)


@given(pieces, st.floats(40, 400))
def test_no_line_is_wider_than_its_measure_but_for_one_hanging_mark(parts: list[str], width: float) -> None:
    for line in broken([Run("".join(parts))], 12, width, align="left"):
        hang = 6 if said(line)[-1] in CLOSING else 0
        assert line.x + line.width <= width + hang + 0.02


def test_a_character_that_no_face_has_is_kept_and_known_as_missing() -> None:
    spans = typeset("村😀民")[0].spans
    assert [span.text for span in spans if span.face is None] == ["😀"]
