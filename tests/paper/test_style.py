"""A site's own constants: used where they can be printed with, refused in words where they cannot."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.paper.measuring import MM, lines, pages, texts
from tests.paper.sample import DUTIES, SHEET, chapter, paragraph, root
from tests.paper.test_notice import GOVERNMENT

from yingji.config import read_config
from yingji.errors import Invalid, Unreadable
from yingji.paper.render import render
from yingji.paper.style import Style, install, read, settings, style, use

PLAN = root(chapter(1, "总则", *(paragraph(f"/p{n}", f"第{n}节", DUTIES) for n in range(7))))


@pytest.fixture(autouse=True)
def _the_standard_again() -> Iterator[None]:
    yield
    install(Style())


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return tmp_path / "print.toml"


def written(site: Path, text: str) -> Path:
    site.write_text(text, "utf-8")
    return site


def test_the_rows_stand_as_far_apart_as_the_site_says_and_a_page_has_22(site: Path) -> None:
    use(written(site, "[layout]\nline_pitch_pt = 28.95\n"))
    page = next(page for page in pages(render(PLAN, SHEET))[3:] if len(lines(page, 16.0)) == 22)
    ys = [line.y for line in lines(page, 16.0)]
    assert ys[0] - ys[-1] == pytest.approx(21 * 28.95, abs=0.1)


def test_the_page_number_is_written_and_placed_as_the_site_says(site: Path) -> None:
    use(written(site, '[layout]\npage_number = "- {n} -"\npage_number_place = "centre"\n'))
    page = pages(render(PLAN, SHEET))[2]
    number = next(line for line in lines(page, 14.0) if line.text.strip() == "- 3 -")
    middle = (number.characters[0].x + number.characters[-1].right) / 2 / MM
    assert middle == pytest.approx(28 + 78, abs=1)


def test_the_imprint_takes_the_last_page_whatever_its_number_where_the_site_says_so(site: Path) -> None:
    lengths = [len(pages(_with_imprint(site, False, count))) for count in range(6, 12)]
    assert any(length % 2 for length in lengths)


def _with_imprint(site: Path, even: bool, paragraphs: int = 7) -> bytes:
    use(written(site, f"[layout]\nimprint_on_even_page = {str(even).lower()}\n"))
    body = (paragraph(f"/p{n}", f"第{n}节", DUTIES) for n in range(paragraphs))
    return render(root(chapter(1, "总则", *body)), GOVERNMENT)


def test_the_notice_speaks_in_the_words_of_the_site(site: Path) -> None:
    use(written(site, """[notice]
addressees = "各村（居）民委员会，{level}属各单位"
request = "执行中的问题请报乡应急管理办公室。"
copies = "{county}应急管理局。"
printer = "{place}党政办公室"
"""))  # fmt: skip
    said = "".join("".join(texts(render(PLAN, GOVERNMENT))).split())
    for words in ("各村（居）民委员会，乡属各单位：", "执行中的问题请报乡应急管理办公室。", "抄送：沈丘县应急管理局。",
                  "石槽集乡党政办公室2026年5月1日印发"):  # fmt: skip
        assert words in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[layout]\nline_pitch_pt = 40", "27 至 29.6 之间的磅数"),
        ("[layout]\nline_pitch_pt = true", "27 至 29.6 之间的磅数"),
        ('[layout]\npage_number = "第页"', "一个 {n}"),
        ('[layout]\npage_number_place = "left"', "outer"),
        ('[layout]\nimprint_on_even_page = "yes"', "true 或 false"),
        ('[layout]\nmargin = 3', "layout.margin 不认识；[layout] 里可写 line_pitch_pt"),
        ('[seal]\nred = 1', "seal 不认识；可写的段"),
        ('layout = 3', "单独一行 [layout]"),
        ('[notice]\nprinter = "{town}办公室"', "只能是 place、level、county"),
        ('[notice]\nprinter = "{place.__class__.nothing}"', "只能是 place、level、county"),
        ('[notice]\nprinter = "{"', "只能是 place、level、county"),
        ('[notice]\nprinter = "{place:>99999999}"', "只能是 place、level、county"),
        ('[notice]\nrequest = "防汛😀"', "“😀”（U+1F600）字库里没有"),
        ('[layout]\npage_number = "😀{n}"', "“😀”（U+1F600）字库里没有"),
        ("[notice]\nprinter = 5", "文字"),
    ],
)  # fmt: skip
def test_what_cannot_be_printed_with_is_refused_in_words_and_nothing_changes(
    site: Path, text: str, said: str
) -> None:
    with pytest.raises(Invalid) as fault:
        use(written(site, text))
    assert said in fault.value.detail
    assert style() == Style()


def test_every_setting_is_told_with_all_that_is_wrong_at_once(site: Path) -> None:
    file = written(
        site, '[layout]\nline_pitch_pt = 40\npage_number = "- {n} -"\nmargin = 3\n[seal]\nred = 1\n'
    )
    told = {one.name: one for one in settings(file)}
    wrong = [name for name, one in told.items() if one.problem]
    assert wrong == ["layout.line_pitch_pt", "layout.margin", "seal"]
    assert told["layout.page_number"].is_own and told["layout.page_number"].value == "- {n} -"
    assert not told["notice.printer"].is_own and told["notice.printer"].title == "印发机关"
    with pytest.raises(Invalid) as fault:
        read(file)
    assert [problem.place for problem in fault.value.problems] == wrong


def test_without_a_file_every_setting_is_the_standard_s(site: Path) -> None:
    assert not any(one.problem or one.is_own for one in settings(None))
    assert read(written(site, "\ufeff[layout]\nline_pitch_pt = 28.95")).layout.line_pitch_pt == 28.95


def test_the_line_that_cannot_be_read_is_named(site: Path) -> None:
    with pytest.raises(Unreadable, match="第 3 行的写法不对"):
        use(written(site, "[layout]\nline_pitch_pt = 28\npage_number = — {n} —\n"))


@pytest.mark.parametrize("content", [b"layout = ", b"\xff\xfe", b"[layout"])
def test_a_file_that_is_no_toml_is_told_with_an_example(site: Path, content: bytes) -> None:
    site.write_bytes(content)
    with pytest.raises(Unreadable, match="例如"):
        use(site)


def test_the_file_is_found_in_the_data_folder_or_where_the_environment_says(site: Path) -> None:
    assert read_config({"YINGJI_DATA": str(site.parent)}).print_style is None
    written(site, "")
    assert read_config({"YINGJI_DATA": str(site.parent)}).print_style == site
    assert read_config({"YINGJI_PRINT": "/etc/yingji/print.toml"}).print_style == Path(
        "/etc/yingji/print.toml"
    )
