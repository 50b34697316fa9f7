"""Files handed in: looked through before anything is stored, in whatever form the clerk has them."""

import io
import json
import re
import zipfile
from collections.abc import Callable
from hashlib import shake_128
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from openpyxl import Workbook, load_workbook
from tests.web.place import OTHER, VILLAGE, Browser, Site

from yingji.office.word.convert import PROGRAMS

OLD = (Path(__file__).parent.parent / "office" / "excel" / "files" / "contacts.xls").read_bytes()
WPS = (Path(__file__).parent.parent / "office" / "word" / "files" / "plan.wps").read_bytes()
PLAN = f"/plans/{VILLAGE}/flood"


def hidden(text: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(held:file|base)" value="([^"]*)"', text))


def handed_in(browser: Browser, content: bytes, name: str = "预案.json") -> Any:
    return browser.post(f"{PLAN}/check", files={"file": (name, content)})


def as_json(document: dict[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False).encode()


def test_a_file_is_looked_through_and_stored_only_when_confirmed(site: Site) -> None:
    site.issue()
    document = site.document()
    document["command"]["contacts"][1]["phone"] = "13800007777"
    clerk = site.own_password("wenshu201")
    page = handed_in(clerk, as_json(document))
    assert page.status_code == 200 and "还没有存入任何内容" in page.text
    assert "<ins>13800007777</ins>" in page.text and "一般修改" in page.text
    assert len(site.get("wenshu201", f"/api{PLAN}/versions").json()) == 1
    stored = clerk.post(f"{PLAN}/store", {**hidden(page.text), "do": "store"})
    assert stored.headers["location"] == f"{PLAN}?done=upload"
    newest, _ = site.get("wenshu201", f"/api{PLAN}/versions").json()
    (kept,) = newest["files"]
    assert (kept["type"], kept["filename"]) == ("original", "预案.json")
    again = clerk.get(f"{PLAN}/files/{kept['id']}")
    assert (
        again.content == site.get("wenshu201", f"/api{PLAN}/files/{kept['id']}").content == as_json(document)
    )
    assert site.get("chakan", f"/api{PLAN}/files/{kept['id']}").status_code == 403


def test_the_same_file_again_need_not_be_handed_in(site: Site) -> None:
    site.issue()
    assert "没有变化，不用再交" in handed_in(site.own_password("wenshu201"), as_json(site.document())).text


def test_what_must_be_mended_leads_to_a_draft_on_the_page(site: Site) -> None:
    clerk = site.own_password("wenshu201")
    page = handed_in(clerk, as_json(site.document(title="")))
    assert "必须改 1 处" in page.text and ">存为新的一版<" not in page.text
    kept = clerk.post(f"{PLAN}/store", {**hidden(page.text), "do": "keep"})
    assert kept.headers["location"] == f"{PLAN}?done=kept"
    assert "没有完成的草稿" in clerk.get(PLAN).text
    assert "会换掉它" in handed_in(clerk, as_json(site.document())).text
    mended = clerk.post(f"{PLAN}/store", {**hidden(page.text), "do": "fill"})
    assert mended.headers["location"] == f"{PLAN}/fill"


def test_the_workbook_goes_out_filled_comes_back_and_is_returned_marked(site: Site) -> None:
    site.issue()
    clerk = site.own_password("wenshu201")
    blank = clerk.get(f"{PLAN}/template.xlsx")
    assert blank.content[:2] == b"PK"
    book = load_workbook(io.BytesIO(blank.content))
    person = site.document()["command"]["contacts"][1]["phone"]
    spots = [cell for sheet in book for row in sheet.iter_rows() for cell in row if str(cell.value) == person]
    assert spots
    spots[0].value = "1380000"
    out = io.BytesIO()
    book.save(out)
    page = handed_in(clerk, out.getvalue(), "徐营村.xlsx")
    assert page.status_code == 200 and "Excel 文件" in page.text and "下载标红的文件" in page.text
    marked = clerk.post(f"{PLAN}/marked", hidden(page.text))
    assert marked.content[:2] == b"PK" and "attachment" in marked.headers["content-disposition"]
    assert len(load_workbook(io.BytesIO(marked.content)).sheetnames) >= len(book.sheetnames)


def test_the_word_file_goes_out_and_comes_back(site: Site) -> None:
    site.issue()
    clerk = site.own_password("wenshu201")
    word = clerk.get(f"{PLAN}/template.docx")
    assert word.status_code == 200 and word.content[:2] == b"PK"
    assert handed_in(clerk, word.content, "徐营村.docx").status_code == 200


def test_a_file_of_many_megabytes_is_carried_from_the_check_to_the_tick(site: Site) -> None:
    clerk = site.own_password("wenshu201")
    word = io.BytesIO(clerk.get(f"{PLAN}/template.docx").content)
    with zipfile.ZipFile(word, "a") as package:
        package.writestr("word/media/picture1.png", shake_128(b"photo").digest(29 * 1024 * 1024))
    page = handed_in(clerk, word.getvalue(), "带照片.docx")
    assert page.status_code == 200 and len(page.text) < 200_000
    kept = clerk.post(f"{PLAN}/store", {**hidden(page.text), "do": "keep"})
    assert kept.status_code == 303
    marked = clerk.post(f"{PLAN}/marked", hidden(page.text))
    assert marked.content[:2] == b"PK"
    over = handed_in(clerk, word.getvalue() + bytes(2 * 1024 * 1024), "太大.docx")
    assert over.status_code == 413 and "30 MB" in over.text


def test_a_checked_file_is_shown_again_to_whoever_checked_it_and_to_nobody_else(site: Site) -> None:
    clerk = site.own_password("wenshu201")
    page = handed_in(clerk, as_json(site.document(title="")), "我村.json")
    where = f"{PLAN}/check?held={hidden(page.text)['held:file']}"
    again = clerk.get(where)
    assert "检查「我村.json」" in again.text and "必须改 1 处" in again.text
    office = site.own_password("yingjiban")
    assert office.get(where).status_code == 400
    assert office.post(f"{PLAN}/store", {**hidden(page.text), "do": "keep"}).status_code == 400


@pytest.mark.parametrize(
    ("content", "status", "said"),
    [
        (b"", 400, "选择一个文件"),
        (b"%PDF-1.7", 415, "这是 PDF"),
        (b"<html><script>alert(1)</script>", 415, ""),
        (b"PK\x03\x04 broken", 400, ""),
        (b"[1,2", 400, ""),
    ],
)
def test_what_cannot_be_read_is_said_on_the_plans_page(
    site: Site, content: bytes, status: int, said: str
) -> None:
    answer = handed_in(site.own_password("wenshu201"), content)
    assert answer.status_code == status and said in answer.text and 'role="alert"' in answer.text
    assert "<script>alert" not in answer.text


def test_a_page_without_its_file_asks_for_it_again(site: Site) -> None:
    clerk = site.own_password("wenshu201")
    for held in ("", "***", "0" * 64):
        answer = clerk.post(f"{PLAN}/store", {"held:file": held, "do": "store"})
        assert answer.status_code == 400 and "选择" in answer.text


def test_a_file_is_taken_from_those_alone_who_may_upload(site: Site) -> None:
    for login in ("wenshu202", "chakan", "shenhe"):
        assert handed_in(site.own_password(login), as_json(site.document())).status_code == 403
    other = site.browser_again("wenshu202")
    assert other.get(f"/plans/{OTHER}/flood/template.xlsx").status_code == 200


def test_own_tables_are_shown_changed_confirmed_and_stored(site: Site) -> None:
    site.issue()
    clerk, base = site.own_password("wenshu201"), site.document()
    person, house = base["command"]["contacts"][0]["name"], base["evacuation"]["subjects"][0]
    book = Workbook()
    book.active.title = "转移名单"
    book.active.append(("户主姓名", "家庭住址", "共几人", "包保人"))
    book.active.append((house["household_head"], "新址", 9, person))
    out = io.BytesIO()
    book.save(out)
    page = handed_in(clerk, out.getvalue(), "台账.xlsx")
    assert page.status_code == 200 and "C 列「共几人」" in page.text and house["household_head"] in page.text
    shown = {
        **hidden(page.text),
        "sheet-0": "转移名单",
        "was-0": "/evacuation/subjects",
        "table-0": "/evacuation/subjects",
        "column-0-3": "people",
    }
    checked = clerk.post(f"{PLAN}/check", {**shown, "confirmed": "yes"})
    assert checked.status_code == 200 and "检查「台账.xlsx」" in checked.text and "9人" in checked.text
    kept = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', checked.text))
    stored = clerk.post(f"{PLAN}/store", {**kept, "do": "keep"})
    assert stored.status_code == 303
    again = clerk.post(f"{PLAN}/check", {**shown, "table-0": "/command/contacts", "confirmed": ""})
    assert "都对，接着检查" in again.text and "备用电话" in again.text


def test_a_plan_from_wps_becomes_a_draft_with_what_was_recognised(
    site: Site, needs: Callable[..., str]
) -> None:
    needs(*PROGRAMS)
    clerk = site.own_password("wenshu201")
    page = handed_in(clerk, WPS, "我村.wps")
    assert page.status_code == 200 and "徐营村防汛应急预案" in page.text and "必须改" in page.text
    assert "为做好本村防汛工作" in page.text, "what was not placed is listed"
    assert clerk.post(f"{PLAN}/store", {**hidden(page.text), "do": "fill"}).status_code == 303
    people = clerk.get(f"{PLAN}/fill/3").text
    assert 'value="李四"' in people and 'value="13800000002"' in people
    marked = clerk.post(f"{PLAN}/marked", hidden(page.text))
    assert quote("我村（标红）.docx") in marked.headers["content-disposition"]


def test_where_no_office_program_is_the_plan_from_wps_is_refused_with_the_way_out(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    page = handed_in(site.own_password("wenshu201"), WPS, "我村.wps")
    assert page.status_code == 415 and "另存为" in page.text and ".docx" in page.text


@pytest.mark.parametrize("name", ["通讯录.xls", "通讯录.et"])
def test_an_old_workbook_comes_back_marked_as_a_new_one(site: Site, name: str) -> None:
    clerk = site.own_password("wenshu201")
    page = handed_in(clerk, OLD, name)
    assert "都对，接着检查" in page.text
    sent = {**hidden(page.text), "confirmed": "yes"}
    assert "下载标红的文件" in clerk.post(f"{PLAN}/check", sent).text
    marked = clerk.post(f"{PLAN}/marked", sent)
    assert quote("通讯录（标红）.xlsx") in marked.headers["content-disposition"]
    assert load_workbook(io.BytesIO(marked.content)).sheetnames[0].startswith("需要改的")
