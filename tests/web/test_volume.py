"""Many plans at once from the page: said before, packed or bound, never stopped by one."""

import io
import zipfile

import pypdfium2 as pdfium
from tests.web.place import OTHER, TOWNSHIP, VILLAGE, Site

WHAT = f"under={TOWNSHIP}&kind=flood&edition=public"


def test_the_page_says_what_will_be_in_it_and_what_not(site: Site) -> None:
    site.issue()
    site.upload(OTHER)
    page = site.own_password("yingjiban").get(f"/volume?{WHAT}").text
    assert "能打印的：1 份" in page and "打不了的：1 份" in page
    assert "刘楼村民委员会</a>：草稿" in page
    assert (
        f"/volume?under={TOWNSHIP}"
        in site.browser_again("yingjiban").get(f"/coverage?under={TOWNSHIP}&kind=flood").text
    )


def test_the_zip_has_a_file_for_each_and_the_volume_a_part(site: Site) -> None:
    site.issue()
    site.issue(OTHER)
    office = site.own_password("yingjiban")
    with zipfile.ZipFile(io.BytesIO(office.get(f"/volume/zip?{WHAT}").content)) as archive:
        assert [name.partition("-")[0] for name in archive.namelist()] == [VILLAGE, OTHER]
    bound = office.get(f"/volume/pdf?{WHAT}")
    with pdfium.PdfDocument(bound.content) as document:
        assert "徐营村防汛应急预案" in document[0].get_textpage().get_text_range()
    assert "%E5%85%AC%E7%A4%BA" in bound.headers["content-disposition"]


def test_one_that_fails_is_listed_and_the_rest_is_there(site: Site) -> None:
    site.issue()
    site.upload(OTHER)
    content = site.own_password("yingjiban").get(f"/volume/zip?{WHAT}").content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert len(archive.namelist()) == 2
        assert "刘楼村民委员会" in archive.read("未打印的单位.txt").decode("utf-8-sig")


def test_nobody_gets_what_they_may_not_see(site: Site) -> None:
    site.issue()
    site.issue(OTHER)
    clerk = site.own_password("wenshu201")
    with zipfile.ZipFile(io.BytesIO(clerk.get(f"/volume/zip?{WHAT}").content)) as archive:
        assert [name.partition("-")[0] for name in archive.namelist()] == [VILLAGE]
    viewer = site.own_password("chakan").get("/volume/zip?edition=full").content
    with zipfile.ZipFile(io.BytesIO(viewer)) as archive:
        assert archive.namelist() == ["未打印的单位.txt"]


def test_what_cannot_be_is_said(site: Site) -> None:
    office = site.own_password("yingjiban")
    assert office.get(f"/volume/pdf?{WHAT}").status_code == 404
    assert "没有可打印的" in office.get(f"/volume/pdf?{WHAT}").text
    assert office.get(f"/volume/rar?{WHAT}").status_code == 404
    assert office.get("/volume?edition=form").status_code == 400
    assert office.get("/volume?kind=nothing").status_code in (400, 404)
    site.upload()
    assert "没有一份能打印" in office.get(f"/volume/pdf?{WHAT}").text
