"""Accounts on the pages: opening, codes on paper, deputies, handing over, and nobody beyond their places."""

import re

import pytest
from tests.web.place import COUNTY, OTHER, TOWNSHIP, VILLAGE, Site

from yingji.paper.code import picture

NEW = {"login": "wenshu9", "name": "陈新", "post": "村文书", "role": "clerk", "unit": OTHER}


def code_of(text: str) -> str:
    return str(re.findall(r'<p class="big code">([^<]+)</p>', text)[0])


def test_a_new_account_gets_its_code_on_paper_and_signs_in_with_it(site: Site) -> None:
    admin = site.own_password("guanli")
    page = admin.post("/people", NEW)
    assert page.status_code == 200 and "陈新" in page.text
    site.people.codes["wenshu9"] = code_of(page.text)
    site.own_password("wenshu9")
    assert OTHER in site.client.get("/api/units").text
    assert code_of(page.text) not in site.browser_again("guanli").get("/people/wenshu9").text


def test_the_slip_opens_the_sign_in_page_with_the_login_and_never_the_code(site: Site) -> None:
    slip = site.own_password("guanli").post("/people", NEW).text
    address = "https://yingji.example/?login=wenshu9"
    assert picture(address) in slip and address.replace("wenshu9", code_of(slip)) not in slip
    opened = site.client.get(address).text
    assert 'name="login" value="wenshu9"' in opened and 'name="password"' in opened
    hostile = site.client.get("/", params={"login": '"><script>'}).text
    assert "<script>" not in hostile


def test_what_is_wrong_with_a_new_account_is_told_beside_what_was_typed(site: Site) -> None:
    admin = site.own_password("guanli")
    for wrong, said in (
        ({"login": "文书"}, "不合规"),
        ({"login": "shenhe"}, "已经有了"),
        ({"unit": "999"}, "没有代码"),
        ({"role": "king"}, "没有「king」这个角色"),
        ({"name": " "}, "请写明姓名"),
    ):
        answer = admin.post("/people", {**NEW, **wrong})
        assert answer.status_code in {400, 404, 409} and said in answer.text, wrong
        assert 'value="村文书"' in answer.text and "--" not in answer.text.split("<main")[1]


def test_a_deputy_holds_the_role_until_the_day(site: Site) -> None:
    admin = site.own_password("guanli")
    asked = {"role": "office", "unit": TOWNSHIP, "until": "2026-05-31"}
    answer = admin.post("/people/wenshu202/grants", asked)
    assert answer.headers["location"] == "/people/wenshu202?done=grant"
    assert "至 2026年5月31日" in admin.get("/people/wenshu202").text
    backwards = admin.post("/people/wenshu202/grants", {**asked, "until": "2026-01-01"})
    assert backwards.status_code == 400 and "请对调" in backwards.text


def test_a_second_reviewer_is_refused_until_the_first_ends(site: Site) -> None:
    admin = site.own_password("guanli")
    asked = {"role": "reviewer", "unit": TOWNSHIP}
    assert admin.post("/people/wenshu202/grants", asked).status_code == 409
    ended = admin.post("/people/shenhe/revoke", {**asked, "from": "2026-05-06"})
    assert ended.headers["location"] == "/people/shenhe?done=revoke"
    assert admin.post("/people/wenshu202/grants", asked).status_code == 303


def test_a_reset_ends_the_old_password(site: Site) -> None:
    site.own_password("wenshu201")
    page = site.own_password("guanli").post("/people/wenshu201/code")
    site.client.cookies.clear()
    refused = site.client.post("/sign-in", data={"login": "wenshu201", "password": "雨前巡沟两遍记牢"})
    assert refused.status_code == 401
    site.people.codes["wenshu201"] = code_of(page.text)
    site.browser("wenshu201")


def test_switched_off_means_no_way_in(site: Site) -> None:
    admin = site.own_password("guanli")
    assert admin.post("/people/wenshu202/off").headers["location"].endswith("done=off")
    assert "已停用" in admin.get("/people").text
    assert site.get("wenshu202", "/api/units").status_code == 401


def test_everything_changes_hands_at_once_and_the_plans_that_name_the_person_are_listed(site: Site) -> None:
    site.require_villages()
    document = site.document()
    document["command"]["contacts"][1]["name"] = "赵文书"
    site.upload(command=document["command"])
    admin = site.own_password("guanli")
    page = admin.get("/people/wenshu201/handover").text
    assert "徐营村民委员会 · 文书" in page and "徐营村民委员会 · 防汛应急预案：报审" in page
    assert f'href="/plans/{VILLAGE}/flood">徐营村民委员会 · 防汛应急预案</a>（办理中）' in page
    asked = {"to": "wenshu202", "on": "2026-05-06", "off": "yes"}
    assert admin.post("/people/wenshu201/handover", asked).status_code == 303
    assert "徐营村民委员会" in admin.get("/people/wenshu202").text
    assert site.get("wenshu201", "/api/units").status_code == 401
    assert VILLAGE in site.get("wenshu202", "/api/units").text


def test_handing_over_to_oneself_or_with_nothing_to_hand_over_is_refused(site: Site) -> None:
    admin = site.own_password("guanli")
    again = admin.post("/people/wenshu201/handover", {"to": "wenshu201", "on": "2026-05-06"})
    assert again.status_code == 400 and "同一个账号" in again.text
    no_day = admin.post("/people/wenshu201/handover", {"to": "wenshu202", "on": ""})
    assert no_day.status_code == 400 and "移交日" in no_day.text


@pytest.mark.parametrize("login", ["wenshu201", "yingjiban", "shenji", "chakan"])
def test_accounts_are_for_administrators_alone(site: Site, login: str) -> None:
    browser = site.own_password(login)
    assert browser.get("/people").status_code == 403
    assert browser.post("/people", NEW).status_code == 403
    assert browser.post("/people/shenhe/code").status_code == 403


def test_an_administrator_of_a_place_sees_nobody_beyond_it(site: Site) -> None:
    admin = site.own_password("guanli")
    opened = admin.post("/people", {**NEW, "login": "xiangguan", "role": "sysadmin", "unit": TOWNSHIP})
    site.people.codes["xiangguan"] = code_of(opened.text)
    local = site.own_password("xiangguan")
    page = local.get("/people").text
    assert "wenshu201" in page and "chakan" not in page and "guanli" not in page
    assert local.get("/people/chakan").status_code == 403
    assert local.post("/people/guanli/code").status_code == 403
    assert local.post("/people/wenshu201/grants", {"role": "viewer", "unit": COUNTY}).status_code == 403


def test_what_conflicts_is_said_at_its_field(site: Site) -> None:
    admin = site.own_password("guanli")
    taken = admin.post("/people", {**NEW, "login": "shenhe"}).text
    assert 'id="open-login-wrong">账号「shenhe」已经有了' in taken and 'href="#open-login"' in taken
    second = admin.post("/people/wenshu202/grants", {"role": "reviewer", "unit": TOWNSHIP}).text
    assert 'id="grant-role-wrong">这个单位在' in second and 'href="#grant-role"' in second


def secret_of(text: str) -> str:
    return str(re.findall(r'<p class="code secret">([^<]+)</p>', text)[0])


def test_a_token_of_ones_own_is_shown_once_and_works_until_it_is_ended(site: Site) -> None:
    clerk = site.own_password("wenshu201")
    page = "/people/wenshu201/tokens"
    secret = secret_of(clerk.post(page).text)
    listed = clerk.get(page).text
    assert secret not in listed and listed.count(">作废<") == 2
    headers = {"Authorization": f"Bearer {secret}"}
    clerk.client.cookies.clear()
    assert clerk.client.get("/api/units", headers=headers).status_code == 200
    assert clerk.client.post(page, headers=headers).status_code == 403
    (newest, *_) = re.findall(r'name="token" value="(\d+)"', listed)
    clerk = site.browser_again("wenshu201")
    assert clerk.post(f"{page}/end", {"token": newest}).status_code == 303
    assert clerk.post(f"{page}/end", {"token": newest}).status_code == 404
    clerk.client.cookies.clear()
    assert clerk.client.get("/api/units", headers=headers).status_code == 401


def test_tokens_of_others_are_the_administrators_matter(site: Site) -> None:
    assert site.own_password("wenshu201").get("/people/wenshu202/tokens").status_code == 403
    admin = site.own_password("guanli")
    secret = secret_of(admin.post("/people/wenshu202/tokens").text)
    admin.client.cookies.clear()
    answer = admin.client.get("/api/units", headers={"Authorization": f"Bearer {secret}"})
    assert OTHER in answer.text
