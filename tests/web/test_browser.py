"""The pages in a real browser: nothing overflows, nothing is refused by the policy, keys alone suffice."""

import io
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from litestar.testing import TestClient
from playwright.sync_api import Browser, Page, expect
from tests.web.place import OTHER, OWN, TOWNSHIP, VILLAGE, People, Site
from tests.web.serving import serving

from yingji.access.rights import Actor
from yingji.config import Config
from yingji.db import Reading
from yingji.desk.batch import Batch, Entry, Looked
from yingji.web.app import create_app

WIDTHS = (360, 390, 1440)
PLAN = f"/plans/{VILLAGE}/flood"
PAGES = (
    "/home",
    "/coverage",
    f"/coverage?under={TOWNSHIP}&show=lacking",
    f"/coverage/cell/{OTHER}/flood",
    f"/coverage/cell/{VILLAGE}/flood?as_of=2031-01-01",
    "/plans",
    PLAN,
    f"{PLAN}/read",
    f"{PLAN}/diff?old=1&new=2",
    "/password",
)


@pytest.fixture
def address(settings: Config, site_template: tuple[Path, People]) -> Iterator[str]:
    """A running site with two versions of a plan, one in force; office and clerk have passwords."""
    settings = replace(settings, base_url="")
    app = create_app(settings)
    with TestClient(app, base_url="http://yingji.example") as client:
        site = Site(app, client, app.state.database, site_template[1])
        site.require_villages()
        site.issue()
        site.upload(title="石槽集乡徐营村防汛应急预案")
        site.own_password("yingjiban")
    with serving(settings) as address:
        yield address


def enter(browser: Browser, address: str, width: int) -> tuple[Page, list[str]]:
    """The office signed in at a width, and what the browser complains of from now on."""
    page = browser.new_page(viewport={"width": width, "height": 800}, locale="zh-CN")
    page.goto(address)
    page.fill("#login", "yingjiban")
    page.fill("#password", OWN)
    page.keyboard.press("Enter")
    page.wait_for_url("**/home")
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    return page, complaints


def overflow(page: Page) -> int:
    width: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return width


@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_fits_and_the_browser_has_nothing_to_say(
    chromium: Browser, address: str, width: int, tmp_path: Path
) -> None:
    page, complaints = enter(chromium, address, width)
    for number, path in enumerate(PAGES):
        answer = page.goto(address + path)
        assert answer is not None and answer.status == 200, path
        assert overflow(page) <= 0, path
        page.screenshot(path=tmp_path / f"{number}-{width}.png", full_page=True)
    assert not complaints
    page.close()


def test_large_targets_and_a_way_past_the_navigation(chromium: Browser, address: str) -> None:
    page, _ = enter(chromium, address, 390)
    page.goto(address + PLAN)
    for button in page.query_selector_all("button, .button, summary, select, input[type=text]"):
        box = button.bounding_box()
        assert box is None or box["height"] >= 32, button.inner_text()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到正文"
    page.close()


def test_on_paper_the_matrix_is_a_table_and_a_plan_asks_for_nothing(chromium: Browser, address: str) -> None:
    page, _ = enter(chromium, address, 680)
    page.emulate_media(media="print")
    page.goto(f"{address}/coverage")
    expect(page.locator(".matrix td").first).to_have_css("display", "table-cell")
    assert page.evaluate("document.documentElement.scrollWidth") <= 680
    page.goto(address + PLAN)
    expect(page.locator("h2", has_text="各版经过")).to_be_visible()
    expect(page.locator("h2", has_text="更新预案")).to_be_hidden()
    page.close()


def test_the_focus_goes_to_what_is_wrong_and_from_there_to_the_field(chromium: Browser, address: str) -> None:
    page, _ = enter(chromium, address, 390)
    page.goto(f"{address}{PLAN}?act=submit")
    page.fill("#submit-on", "昨天")
    page.keyboard.press("Enter")
    expect(page.locator(".told.bad")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#submit-on")).to_be_focused()
    expect(page.locator("#submit-on")).to_have_value("昨天")
    page.close()


def test_a_draft_is_handed_in_with_a_click_and_shown_so(chromium: Browser, address: str) -> None:
    page, complaints = enter(chromium, address, 1440)
    page.goto(address + PLAN)
    page.click("text=报审 · 第 2 次上传")
    page.click("button:has-text('报审')")
    page.wait_for_url("**done=submit")
    assert page.is_visible("text=已办理：报审")
    assert page.is_visible(".word:text-is('待审核')")
    assert not complaints
    page.close()


def test_a_change_is_declared_with_two_clicks_and_a_sentence(chromium: Browser, address: str) -> None:
    page, complaints = enter(chromium, address, 390)
    page.goto(address + PLAN)
    page.click("text=有变化，一时来不及改")
    page.get_by_label("理由").fill("村小学拆除重建，安置点要换")
    page.get_by_label("提出人").fill("钱主任")
    page.click("button:has-text('自报需修订')")
    page.wait_for_url("**done=declare")
    assert page.is_visible(".told:has-text('2026年5月6日钱主任：村小学拆除重建')")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert not complaints
    page.close()


def test_why_opens_beside_the_matrix_and_closes_to_where_one_was(chromium: Browser, address: str) -> None:
    page, complaints = enter(chromium, address, 1440)
    page.goto(f"{address}/coverage")
    cell = page.locator(".matrix a[data-why]").first
    cell.click()
    drawer = page.locator("#drawer")
    expect(drawer.get_by_text("怎样消除").first).to_be_visible()
    assert page.url.endswith("/coverage")
    page.keyboard.press("Escape")
    expect(drawer).to_be_hidden()
    expect(cell).to_be_focused()
    cell.click()
    drawer.get_by_text("在整页里看").click()
    page.wait_for_url("**/coverage/cell/**")
    assert not complaints
    page.close()


def test_a_batch_tells_how_far_it_has_come_without_loading_the_page_again(
    chromium: Browser, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, look = threading.Event(), Batch.look

    def waiting(self: Batch, r: Reading, actor: Actor, entry: Entry) -> Looked:
        assert entry.name == "a.json" or go_on.wait(20)
        return look(self, r, actor, entry)

    monkeypatch.setattr(Batch, "look", waiting)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.json", "{}")
        archive.writestr("b.json", "{}")
    page, complaints = enter(chromium, address, 390)
    page.goto(address + "/upload")
    page.set_input_files(
        "#file", {"name": "各村.zip", "mimeType": "application/zip", "buffer": packed.getvalue()}
    )
    page.click("text=先看一遍")
    page.wait_for_url("**/upload/*")
    loaded: list[str] = []
    page.on("framenavigated", lambda frame: loaded.append(frame.url))
    expect(page.get_by_role("status").filter(has_text="1 份已好，共 2 份")).to_be_visible()
    assert overflow(page) <= 0
    go_on.set()
    expect(page.get_by_role("heading", name="再传一批")).to_be_visible()
    assert page.locator("progress").count() == 0 and not loaded and not complaints
