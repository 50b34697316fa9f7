"""The office's lists on a page: out as Excel, in again with the difference in words first."""

import io
import re

from openpyxl import load_workbook
from tests.web.place import Browser, Site


def changed(content: bytes, key: str, value: str) -> bytes:
    """The workbook with one cell of its first row typed over."""
    book = load_workbook(io.BytesIO(content))
    sheet = book["通讯录"]
    columns = {str(cell.value): cell.column for cell in sheet[2] if cell.value}
    sheet.cell(4, columns[key]).value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sent(browser: Browser, name: str, content: bytes) -> str:
    answer = browser.post(f"/lists/{name}", files={"file": ("通讯录.xlsx", content)})
    return str(answer.text)


def hidden(text: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(held:file)" value="([^"]*)"', text))


def test_contacts_go_out_come_back_are_shown_in_words_and_changed_with_one_tick(site: Site) -> None:
    site.issue()
    office = site.own_password("yingjiban")
    out = office.get("/lists/contacts/file").content
    assert "没有变化，不用导入" in sent(office, "contacts", out)
    page = sent(office, "contacts", changed(out, "phone", "13800006666"))
    assert "还没有改" in page and "→ 「13800006666」" in page
    assert office.get("/lists/contacts/file").content == out
    done = office.post("/lists/contacts", {**hidden(page), "do": "store"})
    assert "已改" in done.text
    book = load_workbook(io.BytesIO(office.get("/lists/contacts/file").content))
    assert "13800006666" in {str(cell.value) for row in book["通讯录"].iter_rows() for cell in row}


def test_what_is_wrong_is_told_by_its_cell_and_comes_back_marked(site: Site) -> None:
    site.issue()
    office = site.own_password("yingjiban")
    bad = changed(office.get("/lists/contacts/file").content, "phone", "1380")
    page = sent(office, "contacts", bad)
    assert "「通讯录」表 第 4 行「电话」" in page
    marked = office.post("/lists/contacts/marked", hidden(page))
    assert load_workbook(io.BytesIO(marked.content)).sheetnames[0].startswith("需要改的 1 处")


def test_telephones_are_not_for_everybody(site: Site) -> None:
    site.issue()
    viewer = site.own_password("chakan")
    assert "通讯录" not in viewer.get("/lists").text
    assert viewer.get("/lists/contacts/file").status_code == 403
    assert "改好的通讯录" not in site.own_password("shenhe").get("/lists").text
