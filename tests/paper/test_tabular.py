"""Tables: no row lost, heads again on every page, no row left alone."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.paper.sample import households

from yingji.paper.blocks import Cell, Paragraph, Signature, Table
from yingji.paper.compose import compose
from yingji.paper.flow import pour
from yingji.paper.lines import Run
from yingji.paper.measures import HEIGHT, WIDTH
from yingji.paper.page import Page
from yingji.paper.tabular import is_wide, ruled

text = st.text("村民小组转移避险，。0123456789 mA", max_size=120)
tables = st.integers(1, 6).flatmap(
    lambda n: st.lists(st.lists(text, min_size=n, max_size=n), min_size=1, max_size=45)
)


def table(rows: list[list[str]], caption: str = "名册") -> Table:
    head = tuple(Cell(f"列{n}", "hei", "center") for n in range(len(rows[0])))
    return Table(head, tuple(tuple(map(Cell, row)) for row in rows), caption)


def said(pages: list[Page]) -> str:
    return "".join(span.text for page in pages for _, _, line in page.texts for span in line.spans)


def count(pages: list[Page], wanted: str) -> list[int]:
    return [said([page]).count(wanted) for page in pages]


@settings(max_examples=60, deadline=None)
@given(tables, st.integers(0, 20))
def test_every_character_of_every_cell_is_on_some_page_once(rows: list[list[str]], above: int) -> None:
    before = [Paragraph((Run("首"),)) for _ in range(above)]
    pages = pour([*before, table(rows, caption="")])
    heads = "".join(f"列{n}" for n in range(len(rows[0])))
    drawn = said(pages).replace(heads, "").replace("首", "")
    assert sorted(drawn.replace(" ", "")) == sorted("".join(map("".join, rows)).replace(" ", ""))


@settings(max_examples=60, deadline=None)
@given(tables, st.integers(0, 20))
def test_nothing_stands_below_or_beside_the_type_area(rows: list[list[str]], above: int) -> None:
    for page in pour([*[Paragraph((Run("首"),))] * above, table(rows)]):
        assert all(y + line.size <= HEIGHT + 0.01 for _, y, line in page.texts)
        assert all(max(y1, y2) <= HEIGHT + 0.01 and x2 <= WIDTH + 0.01 for _, y1, x2, y2, _ in page.rules)
        assert all(x + line.width <= WIDTH + 6.01 for x, _, line in page.texts)


def test_the_head_stands_again_on_every_page_and_says_continued() -> None:
    pages = pour([table([[str(n), "村民小组"] for n in range(80)])])
    assert count(pages, "列0") == [1] * len(pages)
    assert count(pages, "名册（续）") == [0] + [1] * (len(pages) - 1)
    assert len(pages) == 4


def test_a_cell_of_ten_thousand_characters_is_split_over_pages() -> None:
    pages = pour([table([["甲", "村" * 10_000], ["乙", "民"]])])
    assert said(pages).count("村") == 10_000
    assert len(pages) == 5
    assert count(pages, "列0") == [1] * len(pages)


@pytest.mark.parametrize("above", range(22))
@pytest.mark.parametrize("length", [2, 3, 9, 30])
def test_no_row_stands_alone_at_either_end_of_a_page(above: int, length: int) -> None:
    rows = [["行", "村民小组"] for _ in range(length)]
    pages = pour([*[Paragraph((Run("首"),))] * above, table(rows)])
    on_pages = [n for n in count(pages, "行") if n]
    assert sum(on_pages) == length
    assert min(on_pages) >= 2


@pytest.mark.parametrize("above", range(22))
@pytest.mark.parametrize("length", [1, 2, 4, 5, 30])
def test_a_heading_stands_on_the_page_where_its_table_begins(above: int, length: int) -> None:
    heading = Paragraph((Run("题"),), level=2, label="题")
    pages = pour([*[Paragraph((Run("首"),))] * above, heading, heading, table([["行", "组"]] * length)])
    assert [n > 0 for n in count(pages, "题")].index(True) == [n > 0 for n in count(pages, "行")].index(True)


@pytest.mark.parametrize("length", range(1, 40))
def test_a_signature_takes_rows_of_the_table_before_it_along(length: int) -> None:
    rows = [["行", "村民小组"] for _ in range(length)]
    pages = pour([table(rows), Signature(("塱头村村民委员会",), "2026年5月1日")])
    assert "委员会" in said([pages[-1]])
    assert count(pages, "行")[-1] >= min(2, length)


def test_short_names_numbers_and_days_stay_on_one_line() -> None:
    rows = [["欧阳某某", "13800000000", "2026年4月10日", "村民小组转移避险" * 9] for _ in range(3)]
    made = ruled(table(rows), WIDTH)
    assert all(len(box.lines) == 1 for row in made.rows for box in row.boxes[:3])


def test_a_table_with_many_columns_moves_to_a_page_on_its_side() -> None:
    made = compose(replace(households(), kind="root", columns=(), children=()))
    assert not made.annexes
    narrow = table([["村民小组", "某某"]])
    wide = table([["村民小组转移避险名册"] * 12])
    assert (is_wide(narrow), is_wide(wide)) == (False, True)


def test_a_row_with_fewer_texts_still_has_its_rules() -> None:
    page = pour([table([["", "", ""], ["", "", ""]])])[0]
    assert len([rule for rule in page.rules if rule[1] == rule[3]]) >= 4


@pytest.mark.parametrize("name", ["王某", "马某某", "欧阳某某"])
def test_a_name_is_never_broken_however_crowded_the_table(name: str) -> None:
    crowd = ["沿村中大街向东至小学，避开西桥和低洼路段，由包保责任人带队" * 3] * 5
    made = ruled(table([[name, *crowd], [name[:2], *crowd]]), WIDTH)
    assert len(made.rows[0].boxes[0].lines) == 1
