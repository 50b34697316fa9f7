"""The Word file looks like a paper of an office: page, grid, typefaces, numbers, tables (GB/T 9704-2012)."""

import io
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from tests.office.conftest import Convert
from tests.office.word.making import plan, schema_of

from yingji.office.guard import opened
from yingji.office.word.lay import MANY_COLUMNS
from yingji.office.word.template import template
from yingji.office.word.write import write

PLAN = plan()
DATA = write(schema_of(PLAN), PLAN, unit="411624201201")
FILE: Any = docx.Document(io.BytesIO(DATA))


def test_page_and_grid_are_those_of_the_standard() -> None:
    page = FILE.sections[0]
    sides = (
        page.page_width,
        page.page_height,
        page.top_margin,
        page.bottom_margin,
        page.left_margin,
        page.right_margin,
    )
    assert [round(side.mm) for side in sides] == [210, 297, 37, 35, 28, 26]
    pitch = int(page._sectPr.find(qn("w:docGrid")).get(qn("w:linePitch"))) / 20
    assert 22 * pitch <= 225 / 25.4 * 72 < 22.2 * pitch


def test_typefaces_go_by_the_names_offices_use_with_another_name_to_fall_back_on() -> None:
    styles = opened(DATA).read("word/styles.xml").decode()
    fonts = opened(DATA).read("word/fontTable.xml").decode()
    for name in ("仿宋_GB2312", "楷体_GB2312", "黑体", "方正小标宋简体", "宋体"):
        assert f'w:eastAsia="{name}"' in styles
        assert re.search(rf'w:name="{name}"><w:altName w:val="[^"]+"', fonts)


def test_headings_are_numbered_as_text_and_have_levels() -> None:
    heads = [p.text for p in FILE.paragraphs if p.style.name == "Heading 1"]
    assert heads[0] == "一、总则" and heads[1].startswith("二、")
    seconds = [p.text for p in FILE.paragraphs if p.style.name == "Heading 2"]
    assert seconds[0] == "（一）编制目的"
    assert not opened(DATA).namelist().count("word/numbering.xml")


def test_wide_tables_stand_on_pages_laid_across_at_the_end() -> None:
    assert FILE.sections[-1].page_width > FILE.sections[-1].page_height
    is_wide = [len(table.columns) >= MANY_COLUMNS for table in FILE.tables]
    assert any(is_wide) and is_wide == sorted(is_wide)
    assert any(p.text.endswith("见附表1。") for p in FILE.paragraphs)


def test_page_numbers_stand_outside_between_dashes() -> None:
    odd, even = (opened(DATA).read(f"word/footer{n}.xml").decode() for n in (1, 2))
    for footer, side in ((odd, "right"), (even, "left")):
        assert f'<w:jc w:val="{side}"/>' in footer and footer.count("—") == 2 and "PAGE" in footer


def test_no_row_is_split_and_every_table_of_rows_repeats_its_head() -> None:
    for table in FILE.tables:
        assert all(row._tr.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in table.rows)
    heads = [t for t in FILE.tables if t.rows[0]._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None]
    assert len(heads) >= 8


@pytest.mark.parametrize(
    "make", [lambda: DATA, lambda: template(schema_of(PLAN), PLAN, unit="1")], ids=["plan", "form"]
)
def test_libreoffice_opens_it_and_prints_it(
    make: Callable[[], bytes], tmp_path: Path, needs: Callable[..., str], libreoffice: Convert
) -> None:
    paper = tmp_path / "plan.pdf"
    paper.write_bytes(libreoffice(make(), "docx", "pdf"))
    line = [needs("pdftotext"), str(paper), "-"]
    said = subprocess.run(line, check=True, capture_output=True, timeout=60).stdout.decode()
    printed = re.sub(r"\s", "", said)
    for text in (PLAN["title"], PLAN["command"]["contacts"][0]["phone"], PLAN["recovery"][0][:12]):
        assert text in printed
