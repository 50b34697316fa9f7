"""What clerk, reviewer, leader, office and county do all day, walked in a browser; as many presses as the handbook says.

On a phone, on a phone without script, at a desk; what differs most there also at a desk without script. Each way has its own village, each journey its own plan.
"""

import io
import re
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from playwright.sync_api import Page, expect
from tests.flows.walking import BARE_DESK, WAYS, Township, Walk, Way, written

PHONE = '[name="/command/contacts/{}/phone"]'


WAY_NAMES = ["phone", "phone without script", "desk"]
at_a_bare_desk_too = pytest.mark.parametrize(
    "way", [*WAYS, BARE_DESK], ids=[*WAY_NAMES, "desk without script"], indirect=True
)


@pytest.fixture(params=WAYS, ids=WAY_NAMES)
def way(request: pytest.FixtureRequest) -> Way:
    """How the person comes."""
    way: Way = request.param
    return way


def told(page: Page, words: str) -> None:
    expect(page.locator(".told.good")).to_contain_text(words)


def test_the_office_issues_and_files(people: Township, way: Way) -> None:
    with people.walk("yingjiban", way) as office:
        office.press(office.task("森林火灾", "印发"))
        office.press(office.page.get_by_role("button", name="印发"))
        told(office.page, "印发")
        assert office.clicks == written("印发")
        office.page.goto(f"{people.address}/home")
        office.clicks = 0
        office.press(office.task("森林火灾", "登记备案"))
        office.page.get_by_label("备案回执号").fill("石应急备〔2026〕31号")
        office.press(office.page.get_by_role("button", name="登记备案"))
        told(office.page, "备案")
        assert office.clicks == written("登记备案")


def test_the_clerk_says_same_as_last_year(people: Township, way: Way) -> None:
    with people.walk(way.clerk, way) as clerk:
        clerk.press(clerk.own("防汛", "和去年一样"))
        clerk.press("确认，内容不变")
        told(clerk.page, "确认（评估）")
        assert clerk.clicks == written("和去年一样，确认一遍") <= 6


@at_a_bare_desk_too
def test_the_clerk_prints_the_plan_in_force(people: Township, way: Way) -> None:
    with people.walk(way.clerk, way) as clerk:
        clerk.press(clerk.own("防汛", "打印"))
        with clerk.page.expect_response(re.compile("/print")) as printed:
            clerk.press("打印归档全本")
        assert printed.value.headers["content-type"] == "application/pdf"
        assert clerk.clicks == written("打印现行版") <= 2


@at_a_bare_desk_too
def test_two_numbers_change_and_go_through_review_back_and_forth(people: Township, way: Way) -> None:
    with people.walk(way.clerk, way) as clerk:
        hand_in_two_numbers(clerk)
        assert clerk.clicks == written("改两个电话，报审")
    with people.walk("shenhe", way) as reviewer:
        return_with_a_remark(reviewer)
        assert reviewer.clicks == written("退回，写明哪一处")
    with people.walk(way.clerk, way) as clerk:
        mend_where_it_was_said(clerk)
        assert clerk.clicks == written("照意见改好，再报审")
    with people.walk("shenhe", way) as reviewer:
        pass_all_six(reviewer)
        assert reviewer.clicks == written("审核通过")


def hand_in_two_numbers(clerk: Walk) -> None:
    clerk.press(clerk.own("火灾", "有变化"))
    clerk.press(re.compile("组织体系与责任人"))
    clerk.page.fill(PHONE.format(1), "138 0000 7777")
    clerk.page.fill(PHONE.format(2), "138-0000-8888")
    clerk.press("保存，去提交")
    expect(clerk.page.locator(".changed li")).to_have_count(2)
    clerk.press("存为一版并报审")
    told(clerk.page, "报审")


def return_with_a_remark(reviewer: Walk) -> None:
    reviewer.press(reviewer.task("火灾", "审核"))
    row = reviewer.page.locator(".sides tbody tr", has_text="13800007777")
    reviewer.press(row.locator("summary"))
    row.locator("textarea").fill("这个号码打不通")
    reviewer.page.get_by_label("说明").fill("有一个电话要改")
    reviewer.press("退回修改")
    told(reviewer.page, "退回")


def mend_where_it_was_said(clerk: Walk) -> None:
    clerk.press(clerk.task("火灾", "修改再报"))
    clerk.press(clerk.page.locator(".told.bad li", has_text="这个号码打不通").get_by_role("link"))
    expect(clerk.page.locator(".field", has_text="这个号码打不通").locator("input")).to_have_value(
        "13800007777"
    )
    clerk.page.fill(PHONE.format(1), "138 0000 6666")
    clerk.press("保存，去提交")
    clerk.press("存为一版并报审")
    told(clerk.page, "报审")


def pass_all_six(reviewer: Walk) -> None:
    reviewer.press(reviewer.task("火灾", "审核"))
    expect(reviewer.page.locator(".sides").first).to_contain_text("13800006666")
    for point in range(1, 7):
        reviewer.tick(reviewer.page.locator(f"[name=verdict_{point}][value=conforms]"))
    reviewer.press("审核通过")
    told(reviewer.page, "审核通过")


def test_the_clerk_hands_in_the_office_file(people: Township, way: Way) -> None:
    with people.walk(way.clerk, way) as clerk:
        name, content = office_file(people, clerk)
        clerk.press(clerk.own("抗旱", "上传 Word / Excel"))
        clerk.clicks += 1
        clerk.page.locator("#file").set_input_files({"name": name, "mimeType": "", "buffer": content})
        clerk.press("检查文件")
        expect(clerk.page.locator("main")).to_contain_text("还没有存入任何内容")
        clerk.press("存为新的一版")
        told(clerk.page, "存为新的一版")
        assert clerk.clicks == written("上传 Word 或 Excel")


def office_file(people: Township, clerk: Walk) -> tuple[str, bytes]:
    """The unit's own file with one number changed: Word on the phone without script, Excel elsewhere."""
    shape = "xlsx" if clerk.way.script else "docx"
    address = f"{people.address}/plans/{clerk.way.code}/drought/template.{shape}"
    content = clerk.page.context.request.get(address).body()
    return f"{clerk.way.village}.{shape}", with_another_phone(content)


def with_another_phone(content: bytes) -> bytes:
    """The file with the last digits of its first telephone number changed, in whatever part holds it."""
    out, changed = io.BytesIO(), 0
    with ZipFile(io.BytesIO(content)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for part in old.infolist():
            text, times = re.subn(rb"(?<!\d)1380000\d{4}(?!\d)", b"13800005555", old.read(part), count=1)
            changed += times
            new.writestr(part, text)
    assert changed
    return out.getvalue()


def test_the_leader_signs_one(people: Township, way: Way) -> None:
    with people.walk("qianfa", way) as leader:
        leader.press(leader.task("低温雨雪冰冻", "签发"))
        expect(leader.page.get_by_label("签发人职务")).to_have_value("村委会主任")
        leader.press(leader.page.locator("button[value=approve]"))
        told(leader.page, "签发")
        assert leader.clicks == written("签发一份")


def test_the_leader_signs_several_each_opened_before(people: Township, way: Way) -> None:
    with people.walk("qianfa", way) as leader:
        leader.press("逐份看过后一起签发")
        for kind in ("地震", "自然灾害救助"):
            row = leader.page.locator("li.task", has_text=f"{way.village} · {kind}")
            expect(row.locator("[type=checkbox]")).to_have_count(0)
            leader.press(row.get_by_role("link", name="打开看"))
            leader.press("已看过，回到待签发的一批")
        boxes = leader.page.locator("li.task", has_text=way.village).locator("[type=checkbox]")
        expect(boxes).to_have_count(2)
        for box in boxes.all():
            leader.tick(box)
        leader.press("签发选中的")
        told(leader.page, "已签发")
        assert leader.clicks == written("签发两份")


@at_a_bare_desk_too
def test_the_office_sees_why_and_reminds(people: Township, way: Way) -> None:
    with people.walk("yingjiban", way) as office:
        office.press(office.page.get_by_role("navigation").get_by_role("link", name="覆盖情况"))
        office.press(office.page.locator(f'a[href^="/coverage/cell/{way.code}/food_safety"]').first)
        expect(office.page.locator("#why")).to_contain_text("怎样消除")
        assert office.clicks == written("这一格为什么是红的") <= 2
        office.press("登记一次提醒")
        office.press("记下")
        told(office.page, "提醒已记下")
        expect(office.page.locator("main")).to_contain_text("电话提醒")
        assert office.clicks == written("看为什么，提醒编制人")


def test_the_county_looks_at_filings_and_coverage(people: Township, way: Way) -> None:
    with people.walk("chakan", way) as county:
        assert county.page.url.endswith("/coverage")
        expect(county.page.locator(".figures")).to_contain_text("应有")
        county.press(county.page.locator("#below ~ table a").first)
        county.press(county.page.locator(f'a[href^="/coverage/cell/{way.code}/flood"]').first)
        county.press("打开预案")
        expect(county.page.locator(".facts").first).to_contain_text("印发")
        assert county.clicks == written("看一份预案备案没有")
