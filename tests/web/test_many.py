"""Many files in one zip: looked through in a table, matched by hand, stored with one tick."""

import io
import json
import re
import zipfile

from openpyxl import Workbook
from tests.web.place import OTHER, VILLAGE, Browser, Site


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
    assert answer.status_code == 200
    return str(answer.text)


def hidden(text: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(carried|filename|kind|file-\d+)" value="([^"]*)"', text))


def versions(site: Site, unit: str) -> int:
    answer = site.get("yingjiban", f"/api/plans/{unit}/flood/versions")
    return len(answer.json()) if answer.status_code == 200 else 0


def test_a_zip_is_shown_first_and_stored_with_one_tick(site: Site) -> None:
    office = site.own_password("yingjiban")
    page = looked(office, packed(a=plan(site), b=plan(site, OTHER), c=b"%PDF-1.7"))
    assert "可以存入 2 份" in page and "这是 PDF" in page and "还没有存入" in page
    assert versions(site, VILLAGE) == 0
    done = office.post("/upload", {**hidden(page), "do": "store"})
    assert "存入了 2 份" in done.text
    assert (versions(site, VILLAGE), versions(site, OTHER)) == (1, 1)
    again = looked(office, packed(a=plan(site), b=plan(site, OTHER)))
    assert "没有变化 2 份" in again and ">存入这" not in again


def test_one_that_must_be_mended_or_comes_twice_does_not_stop_the_rest(site: Site) -> None:
    office = site.own_password("yingjiban")
    files = packed(a=plan(site, title=""), b=plan(site, OTHER), c=plan(site, OTHER, training_text="又一份。"))
    page = looked(office, files)
    assert "1 处必须改" in page and "已有一份「b.json」" in page and "可以存入 1 份" in page
    assert "存入了 1 份" in office.post("/upload", {**hidden(page), "do": "store"}).text


def test_old_plans_that_lack_something_become_drafts_where_nobody_has_one(site: Site) -> None:
    office = site.own_password("yingjiban")
    files = packed(a=plan(site, title=""), b=plan(site, OTHER, title=""))
    page = looked(office, files)
    assert "要改的 2 份也存为草稿" in page
    done = office.post("/upload", {**hidden(page), "do": "store", "keep": "yes"})
    assert "存为草稿 2 份" in done.text and "没有完成的草稿" in office.get(f"/plans/{VILLAGE}/flood").text
    again = office.post("/upload", {**hidden(page), "do": "store", "keep": "yes"})
    assert "没有换掉它" in again.text and "存为草稿 2 份" not in again.text


def test_what_nobody_claims_is_given_to_a_unit_by_hand(site: Site) -> None:
    office = site.own_password("yingjiban")
    page = looked(office, packed(a=plan(site, unit_name="徐营")))
    found = "没有认出的 1 份" in looked(office, packed(a=plan(site, unit_name="谁家村")))
    assert found and "没有认出的" not in page
    page = looked(office, packed(a=plan(site, unit_name="谁家村")))
    given = office.post("/upload", {**hidden(page), "unit-0": VILLAGE, "do": "look"})
    assert f"/plans/{VILLAGE}/flood" in given.text
    assert f'name="unit-g0" value="{VILLAGE}"' in given.text, "said once is enough"


def test_a_ledger_of_ones_own_is_sent_to_its_plans_page(site: Site) -> None:
    book = Workbook()
    book.active.append(("户主姓名", "家庭住址", "家庭人口"))
    book.active.append(("李大爷", "三组", 2))
    out = io.BytesIO()
    book.save(out)
    office = site.own_password("yingjiban")
    page = looked(office, packed(a=out.getvalue()))
    given = office.post("/upload", {**hidden(page), "unit-0": VILLAGE, "do": "look"})
    assert "请到这个单位的预案页单独上传" in given.text


def test_a_village_clerk_stores_for_their_own_village_alone(site: Site) -> None:
    clerk = site.own_password("wenshu201")
    page = looked(clerk, packed(a=plan(site), b=plan(site, OTHER)))
    clerk.post("/upload", {**hidden(page), "do": "store"})
    assert (versions(site, VILLAGE), versions(site, OTHER)) == (1, 0)


def test_what_is_no_zip_is_told(site: Site) -> None:
    answer = site.own_password("yingjiban").post(
        "/upload", {"kind": "flood"}, files={"file": ("a.zip", b"x" * 99)}
    )
    assert answer.status_code == 400 and "zip" in answer.text
