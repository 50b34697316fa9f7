"""Fonts of a site: used where they are fit, refused in words where they are not."""

import shutil
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.paper.sample import DUTIES, SHEET, chapter, paragraph, root

from yingji.errors import Invalid, Unreadable
from yingji.paper.render import render
from yingji.paper.site_fonts import unfit, use
from yingji.paper.truetype import Face
from yingji.paper.typefaces import FONTS, chain, install


@pytest.fixture(autouse=True)
def _own_fonts_again() -> Iterator[None]:
    yield
    install({})


@pytest.fixture
def site(tmp_path: Path) -> Path:
    shutil.copy(FONTS / "hei.ttf", tmp_path / "仿宋_GB2312.ttf")
    (tmp_path / "fonts.toml").write_text('[fonts]\nfang = ["latin", "仿宋_GB2312.ttf", "builtin"]\n', "utf-8")
    return tmp_path / "fonts.toml"


def test_a_font_of_the_site_is_used_for_its_role_and_the_shipped_ones_stand_in(site: Path) -> None:
    use(site)
    faces = chain("fang")
    stems = [face.path.stem for c in "村7㙟" if (face := faces[c].face)]
    assert stems == ["仿宋_GB2312", "latin", "rare"]
    assert [face.path.stem for face in chain("kai").faces] == ["latin", "kai", "rare"]


def test_the_print_embeds_the_font_of_the_site(site: Path) -> None:
    plan = root(chapter(1, "总则", paragraph("/p", "节", DUTIES)))
    before = render(plan, SHEET)
    use(site)
    assert b"FandolFang" not in render(plan, SHEET)
    install({})
    assert render(plan, SHEET) == before


def test_a_font_that_is_not_there_is_named_and_nothing_changes(site: Path) -> None:
    site.write_text('[fonts]\ntitle = ["方正小标宋简体.ttf", "builtin"]\n', "utf-8")
    with pytest.raises(Invalid) as caught:
        use(site)
    assert [(p.place, p.message[:6]) for p in caught.value.problems] == [
        ("方正小标宋简体.ttf", "没有这个文件")
    ]
    assert [face.path.stem for face in chain("title").faces] == ["title", "rare"]


@pytest.mark.parametrize(
    ("start", "sentence"),
    [(b"OTTO", "只支持 TrueType"), (b"ttcf", "只支持 TrueType"), (b"GIF8", "不是完整的")],
)
def test_a_file_of_another_kind_is_refused_in_words(tmp_path: Path, start: bytes, sentence: str) -> None:
    other = tmp_path / "other.ttf"
    other.write_bytes(start + bytes(range(200)))
    assert next(unfit(other)).startswith(sentence)


@pytest.mark.parametrize("length", [0, 3, 11, 100, 5000, 400_000])
def test_a_font_cut_short_is_refused_in_words(tmp_path: Path, length: int) -> None:
    cut = tmp_path / "cut.ttf"
    cut.write_bytes((FONTS / "kai.ttf").read_bytes()[:length])
    assert list(unfit(cut))


def test_a_font_that_forbids_embedding_is_refused_in_words(tmp_path: Path) -> None:
    data = bytearray((FONTS / "kai.ttf").read_bytes())
    struct.pack_into(">H", data, Face(FONTS / "kai.ttf").tables["OS/2"][0] + 8, 2)
    locked = tmp_path / "locked.ttf"
    locked.write_bytes(data)
    assert list(unfit(locked)) == ["字体的许可不允许嵌入文件，请换用允许嵌入的版本"]


def test_a_font_without_chinese_is_refused_with_an_example() -> None:
    assert next(unfit(FONTS / "latin.ttf")).startswith("缺少常用字，例如“的")


@pytest.mark.parametrize("name", ["fang", "kai", "hei", "title"])
def test_the_fonts_that_ship_are_fit(name: str) -> None:
    assert not list(unfit(FONTS / f"{name}.ttf"))


@pytest.mark.parametrize("text", ["", "fonts", "[font]\n", "[fonts\n", "\udcff"])
def test_a_list_that_cannot_be_read_is_refused_with_an_example(tmp_path: Path, text: str) -> None:
    file = tmp_path / "fonts.toml"
    file.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(Unreadable, match="builtin"):
        use(file)


def test_a_role_that_does_not_exist_is_named(tmp_path: Path) -> None:
    file = tmp_path / "fonts.toml"
    file.write_text('[fonts]\nsongti = ["builtin"]\n', "utf-8")
    with pytest.raises(Invalid, match="“songti”不是版式用到的字体；可写 fang、kai"):
        use(file)
