"""The issuing notice of a township's plan, measured against GB/T 9704."""

import re
from dataclasses import replace
from functools import cache

import pytest
from tests.paper.measuring import MM, Line, lines, pages, picture, texts
from tests.paper.sample import DUTIES, SHEET, chapter, households, paragraph, root

from yingji.paper.measures import PAGE_HEIGHT
from yingji.paper.render import render
from yingji.paper.sheet import Sheet

GOVERNMENT = replace(
    SHEET,
    unit_name="石槽集乡人民政府",
    issuers=("石槽集乡人民政府",),
    unit_kind="township",
    plan_kind="flood",
    title="石槽集乡防汛抗旱应急预案",
    edition_no=1,
    doc_no="石政〔2026〕12号",
    county="沈丘县",
)
JOINT = replace(
    GOVERNMENT,
    issuers=("中共石槽集乡委员会", "石槽集乡人民政府"),
    plan_kind="comprehensive",
    title="石槽集乡突发事件总体应急预案",
)
ROW = 29.61


@cache
def printed(sheet: Sheet = GOVERNMENT, paragraphs: int = 12) -> bytes:
    body = (paragraph(f"/p{n}", f"第{n}节", DUTIES) for n in range(paragraphs))
    return render(root(chapter(1, "总则", *body)), sheet)


def first(data: bytes) -> list[Line]:
    return lines(pages(data)[0])


def below(line: Line, size: float) -> float:
    """Upper edge of the em box in points below the upper edge of the type area."""
    return PAGE_HEIGHT - line.y - 0.88 * size - 37 * MM


def red(data: bytes, page: int) -> list[tuple[int, int]]:
    """Places of red ink at 4 pixels a point."""
    image = picture(data, page, 4.0, colour=True)
    return [
        (x, y)
        for y in range(0, image.height, 2)
        for x in range(0, image.width, 2)
        if (pixel := image.getpixel((x, y)))[0] > 200 and pixel[1] < 90 and pixel[2] < 90
    ]


@pytest.mark.parametrize("sheet", [GOVERNMENT, JOINT], ids=["government", "party and government"])
def test_the_emblem_begins_35_millimetres_down_and_fills_the_type_area_in_red(sheet: Sheet) -> None:
    places = red(printed(sheet), 0)
    left, right = min(x for x, _ in places) / 4 / MM, max(x for x, _ in places) / 4 / MM
    assert left == pytest.approx(28, abs=1)
    assert right == pytest.approx(184, abs=1)
    assert min(y for _, y in places) / 4 / MM == pytest.approx(72, abs=1)


def test_the_emblem_of_one_is_its_name_and_the_word() -> None:
    assert first(printed())[0].text == "石槽集乡人民政府文件"


def test_where_party_and_government_issue_the_party_stands_first_and_the_word_beside_both() -> None:
    said = [line.text for line in first(printed(JOINT))]
    assert said[:3] == ["中共石槽集乡委员会", "文件", "石槽集乡人民政府"]


def test_the_number_stands_two_rows_below_and_the_rule_four_millimetres_under_it() -> None:
    data = printed()
    found = first(data)
    number = next(line for line in found if "〔2026〕12号" in line.text)
    middle = (number.characters[0].x + number.characters[-1].right) / 2
    assert middle / MM == pytest.approx(28 + 78, abs=1)
    rule = max(y for _, y in red(data, 0)) / 4
    foot = PAGE_HEIGHT - number.y + 0.12 * 16
    assert (rule - foot) / MM == pytest.approx(4, abs=0.7)
    title = next(line for line in found if line.characters[0].size == 22)
    assert PAGE_HEIGHT - title.y - 0.88 * 22 - rule == pytest.approx(2 * ROW, abs=2)


def test_the_first_page_has_text_of_the_notice() -> None:
    for sheet in (GOVERNMENT, JOINT):
        assert "现将" in texts(printed(sheet))[0]


def test_the_notice_names_whom_it_tells_what_and_since_when() -> None:
    said = "".join("".join(texts(printed())[:2]).split())
    assert "关于印发石槽集乡防汛抗旱应急预案的通知" in said.replace("\n", "")
    assert "各村民委员会，乡直各单位、各有关部门：" in said
    assert "现将《石槽集乡防汛抗旱应急预案》印发给你们" in said
    assert "自2026年5月10日起施行" in said
    assert "附件：石槽集乡防汛抗旱应急预案" in said


@pytest.mark.parametrize("edition", [1, 4])
def test_only_a_later_edition_ends_the_one_before(edition: int) -> None:
    said = "".join(texts(printed(replace(GOVERNMENT, edition_no=edition)))[:2])
    assert ("停止执行" in said.replace("\r\n", "")) == (edition > 1)


@pytest.mark.parametrize(
    "title", ["石槽集乡防汛抗旱应急预案", "石槽集乡" + "突发事件应对和灾害救助" * 4 + "应急预案"]
)
@pytest.mark.parametrize("sheet", [GOVERNMENT, JOINT])
def test_the_signature_of_the_notice_stands_with_text_of_the_notice(sheet: Sheet, title: str) -> None:
    data = printed(replace(sheet, title=title), 2)
    signed = next(text for text in texts(data) if re.search(r"2026年5月1日", text))
    assert "本预案自" in signed


def test_a_short_notice_stands_on_one_page_with_its_signature() -> None:
    page = "".join(texts(printed())[0].split())
    assert "现将" in page
    assert page.count("2026年5月1日") == 1
    assert texts(printed())[1].startswith("附件\r\n")


def test_the_emblem_is_drawn_tall_as_a_carved_one_is() -> None:
    places = red(printed(), 0)
    emblem = [y for _, y in places if y / 4 / MM < 100]
    tall = (max(emblem) - min(emblem)) / 4 / MM
    assert 156 / len("石槽集乡人民政府文件") * 1.1 < tall <= 22


def test_the_notice_bears_page_numbers_and_nothing_else_outside_its_type_area() -> None:
    found = texts(printed())
    count = next(n for n, text in enumerate(found) if text.startswith("附件\r\n"))
    for text in found[:count]:
        assert "摘要" not in text
        assert "— " in text
    for text in found[count:]:
        assert "摘要 ABCD-1234" in text


def test_the_plan_begins_a_page_as_the_attachment() -> None:
    page = next(page for page, text in zip(pages(printed()), texts(printed()), strict=True)
                if text.startswith("附件\r\n"))  # fmt: skip
    label, title = lines(page)[:2]
    assert label.text == "附件"
    assert below(label, 16) == pytest.approx(0, abs=0.5)
    assert label.characters[0].x / MM == pytest.approx(28, abs=0.2)
    assert below(title, 22) == pytest.approx(2 * ROW, abs=0.5)


@pytest.mark.parametrize("paragraphs", range(6, 18))
def test_the_imprint_closes_the_last_page_which_is_even(paragraphs: int) -> None:
    data = printed(GOVERNMENT, paragraphs)
    found = pages(data)
    assert len(found) % 2 == 0
    last = [line for line in lines(found[-1], 14.0) if "—" not in line.text]
    assert [line.text for line in last] == [
        "抄送：沈丘县人民政府办公室，沈丘县应急管理局。",
        "石槽集乡党政综合办公室2026年5月1日印发",
    ]
    assert (PAGE_HEIGHT - last[-1].y) / MM == pytest.approx(262 - 2.6, abs=1)
    blank = [n for n, page in enumerate(found) if not [c for c in page if c.size > 10]]
    numbered = [n for n, text in enumerate(texts(data)) if re.search(r"— \d+ —", text)]
    assert set(numbered) == set(range(len(found))) - set(blank) - ({len(found) - 1} if blank else set())


def test_the_imprint_never_stands_on_a_page_that_lies_on_its_side() -> None:
    data = render(root(chapter(1, "名册", households(5))), GOVERNMENT)
    assert "抄送" in texts(data)[-1]
    assert "户主" not in texts(data)[-1]


@pytest.mark.parametrize(
    "sheet",
    [
        replace(GOVERNMENT, doc_no=None),
        replace(GOVERNMENT, issued_on=None),
        replace(GOVERNMENT, unit_kind="village", unit_name="塱头村村民委员会"),
    ],
    ids=["no number", "not issued", "a village"],
)
def test_there_is_no_red_where_there_is_no_notice(sheet: Sheet) -> None:
    data = printed(sheet, 2)
    assert not any(red(data, page) for page in range(len(pages(data))))
    assert "抄送" not in "".join(texts(data))


def test_the_public_edition_has_no_notice() -> None:
    data = render(root(chapter(1, "总则", paragraph("/p", "节", DUTIES))), GOVERNMENT, "public")
    assert "公示版（脱敏）" in texts(data)[0]
    assert not red(data, 0)
