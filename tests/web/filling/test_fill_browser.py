"""Filling in with a real browser: kept while typing, through sign-out, lost connection and a closed page."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient
from playwright.sync_api import Browser, Page, expect
from tests.web.place import OWN, VILLAGE, People, Site
from tests.web.serving import serving

from yingji.config import Config
from yingji.web.app import create_app

PLAN = f"/plans/{VILLAGE}/flood"
PEOPLE_PART = f"{PLAN}/fill/3"
WIDTHS = (360, 390, 1440)
SOON = 8000
PASTED = ((0, "name"), (0, "phone"), (1, "name"), (1, "post"))
PHONE = '[name="/command/contacts/1/phone"]'


@pytest.fixture
def address(settings: Config, site_template: tuple[Path, People]) -> Iterator[str]:
    """A running site with a plan in force; clerk, head and office have passwords."""
    settings = replace(settings, base_url="")
    app = create_app(settings)
    with TestClient(app, base_url="http://yingji.example") as client:
        site = Site(app, client, app.state.database, site_template[1])
        site.issue()
        for login in ("wenshu201", "zhuren201", "yingjiban"):
            site.own_password(login)
    with serving(settings) as address:
        yield address


def sign_in(page: Page, address: str, login: str = "wenshu201") -> None:
    page.goto(address)
    page.fill("#login", login)
    page.fill("#password", OWN)
    page.keyboard.press("Enter")
    expect(page.locator("#login")).to_have_count(0)


def enter(
    browser: Browser, address: str, *, width: int = 1440, script: bool = True, login: str = "wenshu201"
) -> Page:
    """A person signed in, in a browser of their own."""
    context = browser.new_context(
        viewport={"width": width, "height": 844}, locale="zh-CN", java_script_enabled=script
    )
    page = context.new_page()
    sign_in(page, address, login)
    return page


def saved(page: Page) -> None:
    expect(page.locator(".on-desk [data-kept]")).to_contain_text("已存", timeout=SOON)


@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_fits_and_the_browser_has_nothing_to_say(
    chromium: Browser, address: str, width: int
) -> None:
    page = enter(chromium, address, width=width)
    complaints: list[str] = []
    foreign: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "request", lambda request: None if request.url.startswith(address) else foreign.append(request.url)
    )
    paths = [
        "/fill",
        *(f"/fill/{number}" for number in range(1, 10)),
        "/fill/3?check=true",
        "/fill/review",
        "/confirm",
    ]
    for path in paths:
        answer = page.goto(f"{address}{PLAN}{path}")
        assert answer is not None and answer.status == 200, path
        beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert beyond <= 0, path
        for control in page.query_selector_all(
            "main button:visible, main select:visible, main input[type=text]:visible"
        )[:60]:
            box = control.bounding_box()
            assert box is None or box["height"] >= 40 or box["x"] < 0, (path, control.inner_text())
    assert complaints == [] and foreign == []
    page.context.close()


def test_wrong_is_told_only_where_touched(chromium: Browser, address: str) -> None:
    page = enter(chromium, address)
    page.goto(address + PEOPLE_PART)
    page.fill(PHONE, "1380000777")
    page.press(PHONE, "Tab")
    saved(page)
    wrong = page.locator('[id="f.command.contacts.1.phone-wrong"]')
    expect(wrong).to_contain_text("少 1 位")
    assert page.locator("[aria-invalid=true]").count() == 1
    page.fill(PHONE, "138 0000 7777")
    page.press(PHONE, "Tab")
    expect(wrong).to_have_count(0, timeout=SOON)
    page.reload()
    assert page.input_value(PHONE) == "13800007777"
    page.context.close()


def test_who_never_stops_typing_is_kept_within_five_seconds_of_the_first_key(
    chromium: Browser, address: str
) -> None:
    page = enter(chromium, address)
    page.clock.install()
    page.goto(address + PEOPLE_PART)
    page.fill(PHONE, "")
    for key in "13800":
        page.type(PHONE, key)
        page.clock.run_for(1000)
    saved(page)
    page.context.close()


def test_rows_come_and_go_without_leaving_the_page(chromium: Browser, address: str) -> None:
    page = enter(chromium, address)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(address + PEOPLE_PART)
    rows = page.locator('[id="f.command.contacts"] > .row')
    before = rows.count()
    page.click('button[value="add /command/contacts"]')
    expect(rows).to_have_count(before + 1)
    expect(page.locator(f'[name="/command/contacts/{before}/name"]')).to_be_focused()
    page.keyboard.type("新人甲")
    page.click(f'button[value="remove /command/contacts/{before}"]')
    expect(page.locator(".told.hint")).to_contain_text("已删去「新人甲」")
    page.click(".told.hint button")
    expect(rows).to_have_count(before + 1)
    assert page.input_value(f'[name="/command/contacts/{before}/name"]') == "新人甲"
    assert complaints == []
    page.context.close()


def test_a_long_answer_is_seen_whole_while_it_grows(chromium: Browser, address: str) -> None:
    page = enter(chromium, address, width=390)
    page.goto(f"{address}{PLAN}/fill/6")
    hidden = "area => area.clientHeight ? Math.max(0, area.scrollHeight - area.clientHeight) : 0"
    areas = page.locator(".sheet textarea")
    assert [n for n in (area.evaluate(hidden) for area in areas.all()) if n > 1] == []
    areas.first.fill("\n".join(["乡应急值班室"] * 9))
    assert areas.first.evaluate(hidden) <= 1
    page.context.close()


def test_cells_copied_in_a_spreadsheet_become_rows(chromium: Browser, address: str) -> None:
    page = enter(chromium, address)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    page.goto(address + PEOPLE_PART)
    rows = page.locator('[id="f.command.contacts"] > .row')
    before = rows.count()
    copied = '姓名\t职务\t电话\r\n王五\t组员\t13800001111\r\n"赵\n六"\t"会计 ""兼"" 出纳"\t13800002222\r\n'
    page.evaluate("text => navigator.clipboard.writeText(text)", copied)
    page.locator(".paste summary").first.click()
    page.locator('[name="paste /command/contacts"]').focus()
    page.keyboard.press("Control+V")
    page.click('button[value="paste /command/contacts"]')
    expect(rows).to_have_count(before + 2)
    told = [page.input_value(f'[name="/command/contacts/{before + n}/{key}"]') for n, key in PASTED]
    assert told == ["王五", "13800001111", "赵\n六", '会计 "兼" 出纳']
    page.reload()
    expect(rows).to_have_count(before + 2)
    page.context.close()


def test_two_windows_on_one_field_let_the_person_choose(chromium: Browser, address: str) -> None:
    office, clerk = enter(chromium, address, login="yingjiban"), enter(chromium, address)
    for page in (office, clerk):
        page.goto(address + PEOPLE_PART)
    office.fill(PHONE, "13800002222")
    saved(office)
    clerk.fill(PHONE, "13800001111")
    panel = clerk.locator("[data-collides]")
    expect(panel).to_contain_text("吴干事 09:00 改过『三、组织体系与责任人", timeout=SOON)
    panel.get_by_label("保留您的").check()
    clerk.click("button[value=next]")
    clerk.wait_for_url("**/fill/4")
    clerk.goto(address + PEOPLE_PART)
    assert clerk.input_value(PHONE) == "13800001111"
    office.context.close()
    clerk.context.close()


def test_a_session_that_ended_loses_nothing(chromium: Browser, address: str) -> None:
    page = enter(chromium, address)
    page.goto(address + PEOPLE_PART)
    page.context.clear_cookies()
    page.fill(PHONE, "13800005555")
    expect(page.locator("#alarm")).to_contain_text("登录已过期", timeout=SOON)
    other = page.context.new_page()
    sign_in(other, address)
    page.get_by_text("我已登录，现在存").click()
    saved(page)
    expect(page.locator("#alarm")).to_be_hidden()
    other.goto(address + PEOPLE_PART)
    assert other.input_value(PHONE) == "13800005555"
    page.context.close()


def test_a_lost_connection_and_a_closed_page_lose_nothing(chromium: Browser, address: str) -> None:
    page = enter(chromium, address)
    page.goto(address + PEOPLE_PART)
    page.context.set_offline(True)
    page.fill(PHONE, "13800004444")
    expect(page.locator("#alarm")).to_contain_text("网络不通", timeout=SOON)
    later = page.context.new_page()
    page.close()
    later.context.set_offline(False)
    later.goto(address + PEOPLE_PART)
    expect(later.locator("#alarm")).to_contain_text("没有存上的内容")
    with later.expect_navigation():
        later.get_by_role("button", name="放回来").click()
    assert later.input_value(PHONE) == "13800004444"
    later.goto(address + PEOPLE_PART)
    assert later.input_value(PHONE) == "13800004444"
    assert later.evaluate("localStorage.length") == 0
    later.context.close()


def test_closing_the_page_in_the_middle_of_a_word_still_keeps_it(chromium: Browser, address: str) -> None:
    page = enter(chromium, address)
    page.goto(address + PEOPLE_PART)
    page.fill(PHONE, "13800003333")
    page.goto(address + PLAN)
    page.goto(address + PEOPLE_PART)
    assert page.input_value(PHONE) == "13800003333" or page.locator("#alarm").is_visible()
    page.context.close()


@pytest.mark.parametrize("width", [390, 1440])
def test_without_script_everything_works_by_buttons(chromium: Browser, address: str, width: int) -> None:
    page = enter(chromium, address, width=width, script=False)
    page.goto(address + PLAN)
    page.click("text=在上一版上改")
    page.click("text=3. 组织体系与责任人")
    rows = page.locator('[id="f.command.contacts"] > .row')
    before = rows.count()
    page.fill(PHONE, "138 0000 9999")
    page.click('button[value="add /command/contacts"]')
    assert rows.count() == before + 1
    for key, text in (("name", "新人甲"), ("post", "组员"), ("phone", "13800001212")):
        page.fill(f'[name="/command/contacts/{before}/{key}"]', text)
    page.click("text=保存，填下一部分")
    page.wait_for_url("**/fill/4")
    page.goto(f"{address}{PLAN}/fill/review")
    assert page.get_by_text("13800009999").count() and page.get_by_text("新人甲").count()
    page.click("text=存为一版并报审")
    page.wait_for_url("**done=submit")
    assert page.get_by_text("待审核").count()
    page.context.close()


def test_enter_in_a_field_saves_and_presses_nothing_else(chromium: Browser, address: str) -> None:
    page = enter(chromium, address, script=False)
    page.goto(address + PEOPLE_PART)
    rows = page.locator('[id="f.command.contacts"] > .row')
    before = rows.count()
    page.fill(PHONE, "13800006666")
    page.press(PHONE, "Enter")
    expect(page.locator(".told.good")).to_contain_text("已存")
    assert rows.count() == before and page.input_value(PHONE) == "13800006666"
    page.context.close()


@pytest.mark.parametrize(("login", "script"), [("wenshu201", True), ("zhuren201", False)])
def test_the_yearly_confirmation_takes_two_presses(
    chromium: Browser, address: str, login: str, script: bool
) -> None:
    page = enter(chromium, address, width=390, script=script, login=login)
    page.goto(address + PLAN)
    page.click("text=和去年一样，确认一遍")
    page.click("text=确认，内容不变")
    page.wait_for_url("**done=confirm")
    assert page.get_by_text("最近评估确认").count()
    page.context.close()


def test_the_first_load_is_light(chromium: Browser, address: str) -> None:
    page = enter(chromium, address, width=390)
    network = page.context.new_cdp_session(page)
    addresses: dict[str, str] = {}
    sizes: list[float] = []

    def asked(event: dict[str, Any]) -> None:
        addresses[event["requestId"]] = event["request"]["url"]

    def came(event: dict[str, Any]) -> None:
        if "/fonts/" not in addresses[event["requestId"]]:  # only for machines without any Chinese font
            sizes.append(event["encodedDataLength"])

    network.on("Network.requestWillBeSent", asked)
    network.on("Network.loadingFinished", came)
    network.send("Network.enable")
    for part in (3, 5, 6):
        network.send("Network.clearBrowserCache")
        sizes.clear()
        page.goto(f"{address}{PLAN}/fill/{part}", wait_until="networkidle")
        assert len(sizes) >= 5 and sum(sizes) <= 64 * 1024, (part, sizes)
    page.context.close()
