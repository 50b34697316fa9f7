"""The finished print, measured and read back from outside."""

import re
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from tests.paper.measuring import MM, Line, fonts, lines, outline, pages, texts, told, whole_text
from tests.paper.sample import (
    DUTIES,
    NAMES,
    SHEET,
    bullets,
    chapter,
    contacts,
    households,
    marked,
    paragraph,
    plan,
    root,
    table,
)  # fmt: skip

from yingji.errors import Invalid, Usage
from yingji.paper.ink import MissingGlyph
from yingji.paper.lines import CLOSING, NEVER_FIRST, NEVER_LAST
from yingji.paper.measures import PAGE_HEIGHT
from yingji.paper.render import render
from yingji.plans.outline import Node

THREE = 16.0
PITCH = 29.61


@pytest.fixture(scope="module")
def printed() -> bytes:
    return render(plan(), SHEET)


@pytest.fixture(scope="module")
def body(printed: bytes) -> list[list[Line]]:
    """The 16-point lines of every page."""
    return [lines(page, THREE) for page in pages(printed)]


def prose(*texts: str) -> Node:
    return root(chapter(1, "总则", *(paragraph(f"/p{n}", f"第{n}节", text) for n, text in enumerate(texts))))


def is_running(line: Line) -> bool:
    return len(line.text) > 20


def top(line: Line) -> float:
    """Upper edge of the em box in millimetres from the upper edge of the paper."""
    return (PAGE_HEIGHT - line.y - 0.88 * THREE) / MM


# --- the grid -------------------------------------------------------------------------------------


def test_a_full_page_has_22_lines_29_61_points_apart(body: list[list[Line]]) -> None:
    full = [page for page in body if len(page) == 22 and sum(map(is_running, page)) > 10]
    assert len(full) >= 3
    for page in full:
        steps = {round(a.y - b.y, 1) for a, b in pairwise(page)}
        assert steps <= {29.5, 29.6, 29.7}


def test_the_type_area_begins_at_37_and_28_and_ends_at_262_and_184_millimetres(
    body: list[list[Line]],
) -> None:
    full = [page for page in body if len(page) == 22 and sum(map(is_running, page)) > 10]
    for page in full:
        assert top(page[0]) == pytest.approx(37, abs=0.1)
        assert top(page[-1]) + THREE / MM == pytest.approx(262, abs=0.1)
        starts = [line.characters[0].x / MM for line in page]
        assert min(starts) == pytest.approx(28, abs=0.1)


def test_a_line_of_han_characters_alone_has_28_of_them_at_15_793_points(body: list[list[Line]]) -> None:
    whole = [
        line for page in body for line in page if re.fullmatch(r"[\u4e00-\u9fff，、；：。]{28}", line.text)
    ]
    assert len(whole) >= 20
    for line in whole:
        steps = [b.x - a.x for a, b in pairwise(line.characters)]
        assert sum(steps) / len(steps) == pytest.approx(15.793, abs=0.05)


def test_full_lines_end_at_184_millimetres_within_half_a_millimetre() -> None:
    data = render(prose(*["村民小组转移避险" * 90]), SHEET)
    full = [line for page in pages(data) for line in lines(page, THREE) if len(line.text) >= 26]
    assert len(full) > 20
    for line in full:
        assert (line.characters[-1].x + THREE) / MM == pytest.approx(184, abs=0.5)


def test_no_ink_stands_right_of_the_type_area(body: list[list[Line]]) -> None:
    assert max(c.right / MM for page in body for line in page for c in line.characters) < 184.5


def test_no_line_of_the_plan_begins_or_ends_with_a_forbidden_mark(body: list[list[Line]]) -> None:
    for line in (line for page in body[2:] for line in page):
        assert line.text[0] not in CLOSING | NEVER_FIRST, line.text
        assert line.text[-1] not in NEVER_LAST, line.text


def test_headings_never_stand_at_the_foot_of_a_page(printed: bytes) -> None:
    for page in pages(printed)[3:15]:
        within = [line for line in lines(page) if top(line) < 262]
        assert not re.match(r"[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）", within[-1].text)


@pytest.mark.parametrize("length", range(3, 20, 2))
def test_headings_are_kept_with_their_text_wherever_the_page_ends(length: int) -> None:
    data = render(prose("村" * 28 * length, "民" * 300, "组" * 300), SHEET)
    for page in pages(data)[2:]:
        last = [line for line in lines(page, THREE) if line.text][-1]
        assert not last.text.startswith("（")


# --- what stands outside the type area ------------------------------------------------------------


def test_page_numbers_stand_outside_below_the_type_area_odd_right_even_left(printed: bytes) -> None:
    for index, page in enumerate(pages(printed)[3:9], 3):
        folio = next(line for line in lines(page, 14.0) if "—" in line.text)
        assert folio.text.replace(" ", "") == f"—{index + 1}—"
        assert (PAGE_HEIGHT - folio.y) / MM == pytest.approx(269 + 1.9, abs=1)
        odd = (index + 1) % 2 == 1
        assert (folio.characters[0].x / MM > 150) == odd
        assert (folio.characters[0].x / MM < 40) == (not odd)


def test_every_page_says_which_edition_and_digest_it_is(printed: bytes) -> None:
    for text in texts(printed):
        assert "摘要 ABCD-1234" in text
        assert "第 2 版" in text or "附表" in text
        assert "扫码查询是否现行" in text


def test_without_an_address_there_is_no_code_and_no_hint_to_it() -> None:
    data = render(prose(DUTIES), replace(SHEET, verify_url=None))
    assert "扫码" not in whole_text(data)
    assert "摘要ABCD-1234" in whole_text(data)


@pytest.mark.parametrize("kind", ["draft", "not_yet", "due", "superseded", "revoked", "sample", "unreviewed"])
def test_a_mark_stands_on_every_page_and_leaves_the_text_as_it_is(kind: str) -> None:
    data = render(prose(DUTIES), marked((kind, "此处有标识")))
    assert all("此处有标识" in text for text in texts(data))
    assert "\n".join(texts(data)).count("此处有标识") == len(texts(data))
    assert DUTIES.replace(" ", "") in whole_text(data)


def test_several_marks_stand_together() -> None:
    data = render(
        prose(DUTIES), marked(("superseded", "已被第 3 版替代"), ("sample", "示例"), ("due", "达到评估周期"))
    )
    for text in texts(data):
        assert all(mark in text for mark in ("已被第 3 版替代", "示例", "达到评估周期"))


def test_very_long_marks_stay_on_the_paper() -> None:
    data = render(prose(DUTIES), marked(*[("unreviewed", "补录，未经本系统审核，请以签字盖章文本为准")] * 4))
    assert max(c.right for page in pages(data) for c in page) < 210 * MM


# --- the parts ------------------------------------------------------------------------------------


def test_the_contents_give_the_pages_on_which_the_headings_stand(printed: bytes) -> None:
    found = [text.replace("\r", "") for text in texts(printed)]
    entries = re.findall(r"^(（?[一二三四五六七八九十]+[、）]\S+?)\s*(\d+)$", "\n".join(found[1:3]), re.M)
    assert len(entries) > 25
    for label, number in entries:
        assert label in found[int(number) - 1]


def test_the_bookmarks_lead_to_the_same_pages(printed: bytes) -> None:
    found = texts(printed)
    marks = outline(printed)
    assert [title for level, title, _ in marks if level == 0][:3] == [
        "一、总则",
        "二、基本情况",
        "三、组织体系",
    ]
    assert all(title.replace(" ", "") in found[index].replace(" ", "") for _, title, index in marks)


def test_the_title_page_tells_the_facts_of_the_version(printed: bytes) -> None:
    cover = "".join(texts(printed)[0].split())
    for fact in (
        "（第2版）",
        "2026年4月28日",
        "村党支部书记马某某",
        "自2026年5月10日起",
        "备2026-017",
        "abcd1234",
    ):
        assert fact in cover
    assert "文号" not in cover


def test_a_number_of_the_document_is_printed_only_where_there_is_one() -> None:
    township = replace(
        SHEET,
        unit_kind="township",
        issuers=("中共石槽集乡委员会", "石槽集乡人民政府"),
        doc_no="石政〔2026〕12号",
    )
    cover = "".join(texts(render(prose(DUTIES), township))[0].split())
    assert "石政〔2026〕12号" in cover
    assert "中共石槽集乡委员会石槽集乡人民政府" in cover


def test_days_that_are_not_known_are_left_to_be_filled_in() -> None:
    draft = replace(
        SHEET, issued_on=None, approved_on=None, effective_on=None, filed_on=None, edition_no=None
    )
    cover = "".join(texts(render(prose(DUTIES), draft))[0].split())
    assert "年月日" in cover
    assert "未印发（第3稿）" in cover


@pytest.mark.parametrize("length", range(1, 45, 3))
def test_the_signature_is_never_alone_on_a_page(length: int) -> None:
    last = texts(render(prose("村" * 28 * length), SHEET))[-1]
    assert "塱头村村民委员会\n" in last.replace("\r", "")
    assert "村村" in last


def test_both_issuers_sign_side_by_side() -> None:
    township = replace(SHEET, unit_kind="township", issuers=("中共石槽集乡委员会", "石槽集乡人民政府"))
    last = lines(pages(render(prose(DUTIES), township))[-1], THREE)
    assert any("中共石槽集乡委员会" in line.text and "石槽集乡人民政府" in line.text for line in last)


def test_a_wide_table_stands_behind_the_text_on_a_page_on_its_side(printed: bytes) -> None:
    found = texts(printed)
    assert "转移对象名册见附表1。" in "".join(found).replace("\r\n", "")
    assert "附表1　转移对象名册" in found[15]
    assert sum(text.count("138 0000 20") + text.count("2000") for text in found[15:]) >= 1


def test_all_rows_of_all_tables_are_printed() -> None:
    data = render(root(chapter(1, "名册", contacts(97), households(41))), SHEET)
    said = whole_text(data)
    assert all(f"1380000{1000 + n}" in said for n in range(97))
    assert all(f"1380000{2000 + n}" in said for n in range(41))


# --- the file -------------------------------------------------------------------------------------


def test_the_same_plan_gives_the_same_bytes(printed: bytes) -> None:
    assert render(plan(), SHEET) == printed


def test_nothing_of_the_surroundings_gets_into_the_bytes(
    printed: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    monkeypatch.setenv("TZ", "America/Lima")
    assert render(plan(), SHEET) == printed


def test_the_document_is_dated_by_the_version(printed: bytes) -> None:
    assert told(printed)["CreationDate"] == told(printed)["ModDate"] == "D:20260501000000+08'00'"
    undated = render(prose(DUTIES), replace(SHEET, issued_on=None, approved_on=None))
    assert "CreationDate" not in told(undated)
    assert b"/CreationDate" not in undated


def test_every_font_is_embedded_with_a_subset_and_a_way_back_to_text(printed: bytes) -> None:
    used = fonts(printed)
    assert 5 <= len(used) <= 7
    assert all(used.values())
    assert all(re.match(r"[A-Z]{6}\+", name) for name in used)
    assert b"/Helvetica" not in printed
    assert whole_text(printed).count("村") > 50


def test_title_author_and_language_are_told(printed: bytes) -> None:
    assert re.search(rb"/Lang \(zh-CN\)", printed)
    assert told(printed)["Title"] == "沈丘县石槽集乡塱头村突发事件综合应急预案"
    assert told(printed)["Author"] == "塱头村村民委员会"
    assert told(printed)["Creator"] == "应急 yingji"


@pytest.mark.parametrize("rare", ["塱", "㙟", "𠙶", "喆", "燚", "堃", "䶮", "㎡", "①", "〇", "—", "·", "ā"])
def test_rare_characters_are_drawn_and_copy_out(rare: str) -> None:
    data = render(prose(f"住在{rare}头村的马{rare}"), SHEET)
    assert whole_text(data).count(rare) >= 2


# --- what cannot be printed -----------------------------------------------------------------------


def test_a_character_no_font_has_stops_the_print_and_names_page_and_character() -> None:
    with pytest.raises(MissingGlyph) as caught:
        render(prose("村" * 28 * 30, "民😀组\U000300f7"), SHEET)
    assert "第 4 页" in caught.value.detail
    assert "“😀”（U+1F600）" in caught.value.detail
    assert [problem.message[:8] for problem in caught.value.problems] == [
        "字库里没有“😀”",
        "字库里没有“\U000300f7”",
    ]
    assert isinstance(caught.value, Invalid)


def test_a_private_or_lone_surrogate_character_is_refused_in_words() -> None:
    for character in ("\ue000", "\ud800"):
        with pytest.raises(MissingGlyph, match="字库里没有"):
            render(prose(f"村{character}民"), SHEET)


@pytest.mark.parametrize(
    "hostile",
    ['<img src="/etc/passwd"/>', "<b>粗</b>", "A&B&amp;C", "x<y and y>z", "<para><font size=99>", "\\051) Tj (",
     "${7*7}{{x}}", "=1+1", "%PDF-1.4 endstream endobj", "javascript:alert(1)"],
)  # fmt: skip
def test_hostile_text_prints_as_the_text_it_is(hostile: str) -> None:
    data = render(prose(f"请看{hostile}完"), SHEET)
    assert hostile.replace(" ", "") in whole_text(data)
    assert b"/JavaScript" not in data
    assert b"/URI" not in data


def test_control_and_direction_characters_leave_no_trace() -> None:
    data = render(prose("村\u202e民\u2066组\x00\x07长\u200b王\ufeff某\u00ad某\ufe0f"), SHEET)
    assert "村民组长王某某" in whole_text(data)


def test_line_feeds_make_paragraphs_and_tabs_make_spaces() -> None:
    data = render(prose("第一段\r\n第二段\n\n第三段\t完"), SHEET)
    found = [line.text for line in lines(pages(data)[2], THREE)]
    said = [text.replace(" ", "") for text in found if "段" in text]
    assert said == ["第一段", "第二段", "第三段完"]


def test_a_cell_of_ten_thousand_characters_prints_in_full() -> None:
    rows = [("甲", "转移避险" * 2500), ("乙", "民")]
    data = render(root(chapter(1, "名册", table("/t", "名册", ("名", "文"), rows))), SHEET)
    assert [whole_text(data).count(character) for character in "移避险"] == [2500] * 3


def test_a_plan_that_is_nearly_empty_prints() -> None:
    assert len(pages(render(root(chapter(1, "总则")), SHEET))) == 3
    assert len(pages(render(root(), SHEET))) == 3


def test_an_empty_table_and_empty_texts_print() -> None:
    data = render(root(chapter(1, "总则", table("/t", "名册", ("姓名",), []), bullets("/l", "清单"),
                               paragraph("/p", "节", ""))), SHEET)  # fmt: skip
    assert "名册" in whole_text(data)


def test_more_than_ninety_nine_headings_are_numbered() -> None:
    data = render(root(*(chapter(n, f"章{n}", paragraph(f"/{n}", "", "文")) for n in range(120))), SHEET)
    assert "一百二十、章119" in whole_text(data)


# --- editions -------------------------------------------------------------------------------------


def test_the_public_edition_says_that_it_is() -> None:
    data = render(prose(DUTIES), SHEET, "public")
    assert all("公示版（脱敏）" in text for text in texts(data)[:1])
    assert "公示版" not in whole_text(render(prose(DUTIES), SHEET))


def test_the_public_edition_holds_nothing_that_the_masked_outline_leaves_out() -> None:
    hidden = {"contacts": contacts(5), "households": households(5)}
    masked = tuple(
        paragraph(f"/{name}", node.title, f"共 {len(node.children)} 条，公示版不列出。")
        for name, node in hidden.items()
    )
    data = render(root(chapter(1, "名册", *masked)), SHEET, "public")
    said = whole_text(data)
    assert not any(f"13800001{n:03}" in said for n in range(5))
    assert not any(name in said for name in NAMES[1:])
    for name in NAMES[1:]:
        assert name.encode("utf-16-be").hex().upper().encode() not in data


def test_an_edition_that_does_not_exist_is_refused_with_the_ones_that_do() -> None:
    with pytest.raises(Usage, match="full（归档全本）"):
        render(prose(DUTIES), SHEET, "secret")


def test_the_day_of_the_sheet_changes_the_bytes() -> None:
    other = replace(SHEET, issued_on=date(2026, 6, 1))
    assert render(prose(DUTIES), other) != render(prose(DUTIES), SHEET)
