"""Many files in one zip: looked through in a table, matched by hand, stored with one tick."""

import io
import json
import re
import threading
import time
import zipfile

import httpx
import pytest
from openpyxl import Workbook
from tests.web.place import OTHER, VILLAGE, Browser, Site

from yingji.access.rights import Actor
from yingji.db import Reading
from yingji.desk.batch import Batch, Entry, Looked
from yingji.desk.files import open_file


def packed(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(f"{name}.json", content)
    return out.getvalue()


def plan(site: Site, unit: str = VILLAGE, **changes: object) -> bytes:
    return json.dumps({**site.document(unit), **changes}, ensure_ascii=False).encode()


def looked(browser: Browser, content: bytes) -> str:
    answer = browser.post("/upload", {"kind": "flood", "do": "look"}, files={"file": ("各村.zip", content)})
    return over(browser, answer)


def again(browser: Browser, text: str, **said: str) -> str:
    """The page's own form sent once more."""
    return over(browser, browser.post("/upload", {**hidden(text), **said}))


def over(browser: Browser, begun: httpx.Response) -> str:
    """The page of a batch once it has been gone through."""
    assert begun.status_code == 303, begun.text
    for _ in range(600):
        page = browser.get(begun.headers["location"])
        assert page.status_code == 200
        if "data-running" not in page.text:
            return str(page.text)
        time.sleep(0.05)
    raise AssertionError("the batch never ended")


def hidden(text: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(held:file|kind|file-\d+)" value="([^"]*)"', text))


def versions(site: Site, unit: str) -> int:
    answer = site.get("yingjiban", f"/api/plans/{unit}/flood/versions")
    return len(answer.json()) if answer.status_code == 200 else 0


def test_a_zip_is_shown_first_and_stored_with_one_tick(site: Site) -> None:
    office = site.own_password("yingjiban")
    page = looked(office, packed(a=plan(site), b=plan(site, OTHER), c=b"%PDF-1.7"))
    assert "可以存入 2 份" in page and "这是 PDF" in page and "还没有存入" in page
    assert versions(site, VILLAGE) == 0
    assert "存入了 2 份" in again(office, page, do="store")
    assert (versions(site, VILLAGE), versions(site, OTHER)) == (1, 1)
    same = looked(office, packed(a=plan(site), b=plan(site, OTHER)))
    assert "没有变化 2 份" in same and ">存入这" not in same


def test_many_files_chosen_at_once_are_one_batch(site: Site) -> None:
    office = site.own_password("yingjiban")
    files = [("file", ("我村.json", plan(site, code))) for code in (VILLAGE, OTHER)]
    page = over(office, office.post("/upload", {"kind": "flood", "do": "look"}, files=files))
    assert "「2 份文件.zip」里的 2 份" in page and "可以存入 2 份" in page
    book = office.get(f"/plans/{VILLAGE}/flood/template.xlsx").content
    one = office.post("/upload", {"kind": "flood"}, files={"file": ("我村.xlsx", book)})
    assert "「我村.xlsx」里的 1 份" in over(office, one), "a workbook is a zip itself and stays whole"


def test_one_that_must_be_mended_or_comes_twice_does_not_stop_the_rest(site: Site) -> None:
    office = site.own_password("yingjiban")
    files = packed(a=plan(site, title=""), b=plan(site, OTHER), c=plan(site, OTHER, training_text="又一份。"))
    page = looked(office, files)
    assert "1 处必须改" in page and "已有一份「b.json」" in page and "可以存入 1 份" in page
    assert "存入了 1 份" in again(office, page, do="store")


def test_old_plans_that_lack_something_become_drafts_where_nobody_has_one(site: Site) -> None:
    office = site.own_password("yingjiban")
    files = packed(a=plan(site, title=""), b=plan(site, OTHER, title=""))
    page = looked(office, files)
    assert "把要改的 2 份存为草稿" in page
    assert "存为草稿 2 份" in again(office, page, do="keep")
    assert "没有完成的草稿" in office.get(f"/plans/{VILLAGE}/flood").text
    twice = again(office, page, do="keep")
    assert "没有换掉它" in twice and "存为草稿 2 份" not in twice


def test_what_nobody_claims_is_given_to_a_unit_by_hand(site: Site) -> None:
    office = site.own_password("yingjiban")
    page = looked(office, packed(a=plan(site, unit_name="徐营")))
    found = "没有认出的 1 份" in looked(office, packed(a=plan(site, unit_name="谁家村"), b=b"%PDF-1.7"))
    assert found and "没有认出的" not in page
    page = looked(office, packed(a=plan(site, unit_name="谁家村")))
    given = again(office, page, do="look", **{"unit-0": VILLAGE})
    assert f"/plans/{VILLAGE}/flood" in given
    assert f'name="unit-g0" value="{VILLAGE}"' in given, "said once is enough"


def test_a_ledger_of_ones_own_is_opened_alone_from_the_batch(site: Site) -> None:
    site.issue()
    book = Workbook()
    book.active.append(("户主姓名", "家庭住址", "家庭人口"))
    book.active.append(("李大爷", "三组", 2))
    out = io.BytesIO()
    book.save(out)
    office = site.own_password("yingjiban")
    files = packed(a=out.getvalue(), b=plan(site, OTHER))
    page = looked(office, files)
    assert "没有写是哪个单位的" in page
    given = again(office, page, do="look", **{"unit-0": VILLAGE})
    assert "请单独打开这一份" in given and "可以存入 1 份" in given
    (alone,) = re.findall(r'formaction="(/upload/\d+/1)">单独打开', given)
    opened = office.post(alone)
    assert opened.status_code == 303 and opened.headers["location"].startswith(
        f"/plans/{VILLAGE}/flood/check?held="
    )
    tables = office.get(opened.headers["location"])
    assert "核对「a.json」里的表" in tables.text and "李大爷" in tables.text
    shown = dict(
        re.findall(
            r'<input type="hidden" name="(held:file|base|(?:sheet|was)-0)" value="([^"]*)"', tables.text
        )
    )
    checked = office.post(
        f"/plans/{VILLAGE}/flood/check",
        {**shown, "table-0": "/evacuation/subjects", "column-0-3": "people", "confirmed": "yes"},
    )
    assert checked.status_code == 200 and "检查「a.json」" in checked.text


def test_a_file_of_the_batch_opens_on_the_check_page_of_its_plan(site: Site) -> None:
    office = site.own_password("yingjiban")
    page = looked(office, packed(a=plan(site, title=""), b=b"%PDF-1.7"))
    where = re.findall(r'formaction="(/upload/\d+)/1"', page)[0]
    checked = office.get(office.post(f"{where}/1").headers["location"])
    assert "检查「a.json」" in checked.text and "必须改 1 处" in checked.text
    for number in (0, 2, 3):
        assert office.post(f"{where}/{number}").status_code == 404


def test_how_far_it_has_come_is_told_while_it_goes_on(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    slow, go_on = threading.Event(), Batch.look

    def waiting(self: Batch, r: Reading, actor: Actor, entry: Entry) -> Looked:
        if entry.name == "b.json":
            assert slow.wait(20)
        return go_on(self, r, actor, entry)

    monkeypatch.setattr(Batch, "look", waiting)
    office = site.own_password("yingjiban")
    files = packed(a=plan(site), b=plan(site, OTHER))
    begun = office.post("/upload", {"kind": "flood", "do": "look"}, files={"file": ("各村.zip", files)})
    try:
        for _ in range(200):
            half = office.get(begun.headers["location"]).text
            if "1 份已好" in half:
                break
            time.sleep(0.05)
        assert "正在看，还没有存入：1 份已好，共 2 份" in half and "a.json" in half and "b.json" not in half
        assert '<noscript><meta http-equiv="refresh"' in half and 'value="store"' not in half
    finally:
        slow.set()
    assert "可以存入 2 份" in over(office, begun)


def test_a_batch_is_shown_to_nobody_else(site: Site) -> None:
    office = site.own_password("yingjiban")
    begun = office.post("/upload", {"kind": "flood"}, files={"file": ("a.zip", packed(a=plan(site)))})
    where = begun.headers["location"]
    over(office, begun)
    clerk = site.own_password("wenshu201")
    assert clerk.get(where).status_code == 404 and clerk.post(f"{where}/1").status_code == 404
    assert clerk.get("/upload/99999").status_code == 404


def test_a_file_that_breaks_its_reader_does_not_stop_the_rest(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaking(data: bytes, **_: object) -> None:
        raise ZeroDivisionError(data)

    office = site.own_password("yingjiban")
    monkeypatch.setattr(
        "yingji.desk.batch.open_file", lambda data: (breaking if data == b"[9]" else open_file)(data)
    )
    page = looked(office, packed(a=b"[9]", b=plan(site, OTHER)))
    assert "系统读这份文件时出错了" in page and "可以存入 1 份" in page


def test_a_village_clerk_stores_for_their_own_village_alone(site: Site) -> None:
    clerk = site.own_password("wenshu201")
    page = looked(clerk, packed(a=plan(site), b=plan(site, OTHER)))
    again(clerk, page, do="store")
    assert (versions(site, VILLAGE), versions(site, OTHER)) == (1, 0)


def test_what_is_no_zip_is_told(site: Site) -> None:
    answer = site.own_password("yingjiban").post(
        "/upload", {"kind": "flood"}, files={"file": ("a.zip", b"x" * 99)}
    )
    assert answer.status_code == 400 and "zip" in answer.text
