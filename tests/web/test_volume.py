"""Many plans at once from the page: said before, packed or bound beside the answers, never stopped by one."""

import io
import zipfile
from datetime import timedelta
from typing import Any

import httpx
import pypdfium2 as pdfium
import pytest
from tests.web.place import NOW, OTHER, TODAY, TOWNSHIP, VILLAGE, Browser, Site
from tests.web.test_many import over
from tests.web.test_paper import PAPER, SCAN

from yingji.access.actions import give_role, take_role
from yingji.access.rights import LOCAL
from yingji.desk import volume
from yingji.units.queries import find_unit

WHAT = {"under": TOWNSHIP, "kind": "flood", "edition": "public"}
ASKED = f"under={TOWNSHIP}&kind=flood&edition=public"


def printed(browser: Browser, shape: str = "zip", **said: str) -> tuple[str, httpx.Response]:
    """The run's page once it is over, and the file."""
    begun = browser.post("/volume", {**WHAT, "shape": shape, **said})
    return over(browser, begun), browser.get(f"{begun.headers['location']}/file")


def names(file: httpx.Response) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
        return [name.partition("-")[0] for name in archive.namelist()]


def test_the_page_says_what_will_be_in_it_and_what_not(site: Site) -> None:
    site.issue()
    site.upload(OTHER)
    page = site.own_password("yingjiban").get(f"/volume?{ASKED}").text
    assert "能打印的：1 份" in page and "打不了的：1 份" in page
    assert "刘楼村民委员会</a>：草稿" in page
    assert (
        f"/volume?under={TOWNSHIP}"
        in site.browser_again("yingjiban").get(f"/coverage?under={TOWNSHIP}&kind=flood").text
    )


def test_what_is_only_a_scan_is_not_promised(site: Site) -> None:
    clerk = site.own_password("wenshu201")
    stored = clerk.post(f"/plans/{VILLAGE}/flood/record", PAPER, files={"scan": ("扫描.pdf", SCAN)})
    assert stored.status_code == 303
    page = site.own_password("yingjiban").get(f"/volume?{ASKED}").text
    assert "能打印的：0 份" in page and "只有盖章扫描件，请直接打印扫描件" in page


def test_the_zip_has_a_file_for_each_and_the_volume_a_part(site: Site) -> None:
    site.issue()
    site.issue(OTHER)
    office = site.own_password("yingjiban")
    page, file = printed(office)
    assert "打印好了 2 份" in page and "data-running" not in page
    assert names(file) == [VILLAGE, OTHER]
    assert file.headers["content-type"] == "application/zip" and "no-store" in file.headers["cache-control"]
    page, bound = printed(office, "pdf")
    with pdfium.PdfDocument(bound.content) as document:
        assert "徐营村防汛应急预案" in document[0].get_textpage().get_text_range()
    assert "%E5%85%AC%E7%A4%BA" in bound.headers["content-disposition"]


def test_one_that_fails_is_listed_and_the_rest_is_there(site: Site) -> None:
    site.issue()
    site.upload(OTHER)
    page, file = printed(site.own_password("yingjiban"))
    assert "打印好了 1 份，1 份打不了" in page and "刘楼村民委员会</a>：" in page and "--draft" not in page
    with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
        assert len(archive.namelist()) == 2
        left_out = archive.read("未打印的单位.txt").decode("utf-8-sig")
    assert "刘楼村民委员会" in left_out and "--draft" not in left_out


def test_the_page_tells_how_far_it_has_come_and_goes_on_without_a_script(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.issue()
    site.issue(OTHER)
    seen: list[str] = []
    office = site.own_password("yingjiban")
    each = volume.each

    def slow(*given: Any) -> Any:
        for made in each(*given):
            yield made
            seen.append(office.get("/volume/1").text)

    monkeypatch.setattr(volume, "each", slow)
    printed(office)
    assert ["正在打印：1 份已好，共 2 份" in seen[0], "正在打印：2 份已好，共 2 份" in seen[1]] == [
        True,
        True,
    ]
    for page in seen:
        assert '<noscript><meta http-equiv="refresh" content="3">' in page
        assert 'data-running="/volume/1"' in page and "<progress" in page and "下载" not in page


def test_nobody_gets_what_they_may_not_see(site: Site) -> None:
    site.issue()
    site.issue(OTHER)
    assert names(printed(site.own_password("wenshu201"))[1]) == [VILLAGE]
    page, file = printed(site.own_password("chakan"), edition="full")
    assert "打印好了 0 份，2 份打不了" in page
    with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
        assert archive.namelist() == ["未打印的单位.txt"]


def test_a_run_and_its_file_are_for_who_asked_and_while_they_may_see_it(site: Site) -> None:
    site.issue()
    office = site.own_password("yingjiban")
    printed(office, edition="full")
    assert (
        site.get("shenhe", "/volume/1").status_code == site.get("shenhe", "/volume/1/file").status_code == 404
    )
    assert office.get("/upload/1").status_code == 404, "a print is no upload"
    assert office.get("/volume/1/file").status_code == 200
    with site.database.writing() as w:
        place = find_unit(w, TOWNSHIP, TODAY)
        who: Any = {"login": "yingjiban", "unit_id": place.id, "path": place.path}
        give_role(w, LOCAL, NOW, role="viewer", from_day=TODAY, **who)
        take_role(w, LOCAL, NOW, role="office", until_day=TODAY - timedelta(days=1), **who)
    assert office.get("/volume/1/file").status_code == 403


def test_what_cannot_be_is_said(site: Site) -> None:
    office = site.own_password("yingjiban")
    nothing = office.post("/volume", {**WHAT, "shape": "pdf"})
    assert nothing.status_code == 404 and "没有可打印的" in nothing.text
    assert office.post("/volume", {**WHAT, "shape": "rar"}).status_code == 400
    assert office.get("/volume?edition=form").status_code == 400
    assert office.get("/volume?kind=nothing").status_code in (400, 404)
    site.upload()
    page, file = printed(office, "pdf")
    assert "没有一份能打印" in page and file.status_code == 404
