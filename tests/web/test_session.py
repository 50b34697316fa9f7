"""Coming in: what opens the door, what keeps it shut, and for how long it stays open."""

import html
import json
import re
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest
from tests.web.place import NOW, OWN, VILLAGE, Site

from yingji.clock import Clock
from yingji.web.pages.entry import safe_next
from yingji.web.session import COOKIE


def later(site: Site, **passed: float) -> None:
    site.app.state.clock = Clock(NOW + timedelta(**passed))


def test_the_first_page_is_the_sign_in_page(site: Site) -> None:
    answer = site.client.get("/")
    assert answer.status_code == 200
    assert "登录" in answer.text and 'name="password"' in answer.text


def test_a_wrong_password_and_an_unknown_login_read_alike(site: Site) -> None:
    wrong = site.client.post("/sign-in", data={"login": "wenshu201", "password": "x"})
    unknown = site.client.post("/sign-in", data={"login": "nobody-here", "password": "x"})
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.text.replace("wenshu201", "") == unknown.text.replace("nobody-here", "")
    assert COOKIE not in wrong.cookies


def test_five_failures_lock_the_account_even_for_the_right_password(site: Site) -> None:
    for _ in range(5):
        site.client.post("/sign-in", data={"login": "wenshu201", "password": "x"})
    good = {"login": "wenshu201", "password": site.people.codes["wenshu201"]}
    locked = site.client.post("/sign-in", data=good)
    assert locked.status_code == 401 and "以后再试" in locked.text
    later(site, minutes=16)
    assert site.client.post("/sign-in", data=good, follow_redirects=False).status_code == 303


def test_the_cookie_is_shut_to_script_and_plain_http(site: Site) -> None:
    site.browser("wenshu201")
    answer = site.client.post(
        "/sign-in",
        data={"login": "wenshu201", "password": site.people.codes["wenshu201"]},
        follow_redirects=False,
    )
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=lax" in cookie and "secure" in cookie


def test_a_session_brought_along_is_replaced_at_sign_in(site: Site) -> None:
    site.client.cookies.set(COOKIE, "chosen-by-an-attacker", domain="yingji.example")
    answer = site.client.post(
        "/sign-in",
        data={"login": "wenshu201", "password": site.people.codes["wenshu201"]},
        follow_redirects=False,
    )
    assert answer.cookies[COOKIE] != "chosen-by-an-attacker"
    site.client.cookies.clear()
    site.client.cookies.set(COOKIE, "chosen-by-an-attacker", domain="yingji.example")
    assert site.client.get("/password").status_code == 401


def test_signing_in_again_ends_the_session_before(site: Site) -> None:
    site.browser("wenshu201")
    first = site.client.cookies[COOKIE]
    again = site.client.post(
        "/sign-in",
        data={"login": "wenshu201", "password": site.people.codes["wenshu201"]},
        follow_redirects=False,
    )
    assert again.cookies[COOKIE] != first
    site.client.cookies.clear()
    site.client.cookies.set(COOKIE, first, domain="yingji.example")
    assert site.client.get("/password").status_code == 401


def test_a_one_time_code_opens_the_password_page_alone(site: Site) -> None:
    browser = site.browser("wenshu201")
    page = browser.get("/plans")
    assert page.status_code == 303 and page.headers["location"] == "/password"
    script = site.client.get("/api/units")
    assert script.status_code == 403 and "一次性口令" in script.json()["detail"]


def test_a_password_of_ones_own_opens_the_rest_and_the_old_code_is_spent(site: Site) -> None:
    browser = site.own_password("wenshu201", OWN)
    assert browser.get("/plans").status_code == 200
    refused = site.client.post(
        "/sign-in", data={"login": "wenshu201", "password": site.people.codes["wenshu201"]}
    )
    assert refused.status_code == 401


@pytest.mark.parametrize("new", ["short", "12345678", "wenshu201-abc", "赵文书的好密码"])
def test_a_weak_password_is_refused_in_words(site: Site, new: str) -> None:
    browser = site.browser("wenshu201")
    answer = browser.post("/password", {"old": site.people.codes["wenshu201"], "new": new, "again": new})
    assert answer.status_code == 422 and "例如" in answer.text


def test_two_different_new_passwords_are_refused(site: Site) -> None:
    answer = site.browser("wenshu201").post("/password", {"old": "x", "new": OWN, "again": OWN + "1"})
    assert answer.status_code == 422 and "不一样" in answer.text


def test_a_refused_password_is_told_at_its_field(site: Site) -> None:
    browser, code = site.browser("wenshu201"), site.people.codes["wenshu201"]
    for sent, field in (
        ({"old": "x", "new": OWN, "again": OWN}, "old"),
        ({"old": code, "new": "短", "again": "短"}, "new"),
        ({"old": code, "new": OWN, "again": OWN + "1"}, "again"),
    ):
        page = browser.post("/password", sent).text
        assert f'id="{field}-wrong"' in page and f'<a href="#{field}">' in page
        assert page.count('aria-invalid="true"') == 1


def test_a_session_ends_after_two_idle_hours(site: Site) -> None:
    browser = site.own_password("wenshu201", OWN)
    later(site, hours=1, minutes=59)
    assert browser.get("/plans").status_code == 200
    later(site, hours=3, minutes=58)
    assert browser.get("/plans").status_code == 200
    later(site, hours=5, minutes=59)
    assert browser.get("/plans").status_code == 401


def test_a_session_ends_after_twelve_hours_however_busy(site: Site) -> None:
    browser = site.own_password("wenshu201", OWN)
    for hour in range(1, 13):
        later(site, hours=hour)
        assert browser.get("/plans").status_code == 200
    later(site, hours=12, minutes=1)
    assert browser.get("/plans").status_code == 401


def test_signing_out_ends_the_session_on_the_server(site: Site) -> None:
    browser = site.own_password("wenshu201", OWN)
    secret = site.client.cookies[COOKIE]
    assert browser.post("/sign-out").status_code == 303
    site.client.cookies.set(COOKIE, secret, domain="yingji.example")
    assert site.client.get("/plans").status_code == 401


def test_a_form_without_its_token_is_refused_in_words(site: Site) -> None:
    site.own_password("wenshu201", OWN)
    for data in ({}, {"csrf": "wrong"}):
        answer = site.client.post("/sign-out", data=data, follow_redirects=False)
        assert answer.status_code == 403 and "刷新" in answer.text
    assert site.client.get("/plans").status_code == 200


def test_a_script_with_a_cookie_sends_the_token_in_a_header(site: Site) -> None:
    browser = site.own_password("wenshu201", OWN)
    where, document = f"/api/plans/{VILLAGE}/flood/versions", site.document()
    refused = site.client.post(where, json=document)
    assert refused.status_code == 403
    assert refused.headers["content-type"] == "application/problem+json"
    taken = site.client.post(where, json=document, headers={"X-CSRF-Token": browser.csrf})
    assert taken.status_code == 201


def test_another_site_cannot_sign_somebody_in(site: Site) -> None:
    data = {"login": "wenshu201", "password": site.people.codes["wenshu201"]}
    for headers in ({"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}):
        assert site.client.post("/sign-in", data=data, headers=headers).status_code == 403
    own = {"Origin": "https://yingji.example", "Sec-Fetch-Site": "same-origin"}
    answer = site.client.post("/sign-in", data=data, headers=own, follow_redirects=False)
    assert answer.status_code == 303


@pytest.mark.parametrize(
    "target",
    [
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "/\\elsewhere.example",
        "javascript:alert(1)",
        "/\n/x",
    ],
)
def test_sign_in_leads_to_no_other_site(site: Site, target: str) -> None:
    assert safe_next(target) == ""
    site.own_password("wenshu201", OWN)
    site.client.cookies.clear()
    answer = site.client.post(
        "/sign-in", data={"login": "wenshu201", "password": OWN, "next": target}, follow_redirects=False
    )
    assert answer.headers["location"] == "/home"


def test_sign_in_leads_back_to_the_page_that_asked_for_it(site: Site) -> None:
    asked = site.client.get("/plans?q=防汛", headers={"Accept": "text/html"})
    assert asked.status_code == 401
    assert 'name="next" value="/plans?q=%E9%98%B2%E6%B1%9B"' in asked.text
    site.own_password("wenshu201", OWN)
    site.client.cookies.clear()
    answer = site.client.post(
        "/sign-in",
        data={"login": "wenshu201", "password": OWN, "next": "/plans?q=%E9%98%B2%E6%B1%9B"},
        follow_redirects=False,
    )
    assert answer.headers["location"] == "/plans?q=%E9%98%B2%E6%B1%9B"


@pytest.mark.parametrize("authorization", ["Bearer ", "Bearer wrong", "Basic d2Vuc2h1", "nonsense"])
def test_a_token_that_is_none_opens_nothing(site: Site, authorization: str) -> None:
    answer = site.client.get("/api/units", headers={"Authorization": authorization})
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")


def test_plain_http_gets_a_cookie_it_can_keep(site: Site) -> None:
    site.app.state.config = replace(site.app.state.config, base_url="http://127.0.0.1:8000")
    answer = site.client.post(
        "/sign-in",
        data={"login": "wenshu201", "password": site.people.codes["wenshu201"]},
        follow_redirects=False,
    )
    assert "secure" not in answer.headers["set-cookie"].lower()


def test_what_was_typed_outlives_the_session(site: Site) -> None:
    office = site.own_password("yingjiban")
    sent = {
        "unit": VILLAGE,
        "kind": "fire",
        "basis": "消防法 <b>",
        "decided_by": "乡政府",
        "from": "2026-05-06",
    }
    token = office.csrf
    later(site, hours=3)
    ended = site.client.post("/requirements", data={"csrf": token, **sent}, follow_redirects=False)
    assert ended.status_code == 401 and "没有丢" in ended.text and token not in ended.text
    carried = html.unescape(ended.text.split('name="carried" value="')[1].split('"')[0])
    again = {"login": "yingjiban", "carried": carried, "action": "/requirements"}
    wrong = site.client.post("/sign-in", data={**again, "password": "x"})
    assert wrong.status_code == 401 and html.escape(carried) in wrong.text.replace("&#34;", "&quot;")
    page = site.client.post("/sign-in", data={**again, "password": OWN}, follow_redirects=False)
    assert page.status_code == 200 and "消防法 &lt;b&gt;" in page.text
    csrf = page.text.split('name="csrf" value="')[-1].split('"')[0]
    stored = site.client.post("/requirements", data={"csrf": csrf, **sent}, follow_redirects=False)
    assert stored.headers["location"] == "/requirements?done=add"


def carried_over(answer: httpx.Response) -> str:
    """What the page that asks to sign in again carries along."""
    return html.unescape(answer.text.split('name="carried" value="')[1].split('"')[0])


def signed_in_again(site: Site, login: str, carried: str) -> dict[str, str]:
    """The hidden fields of the page that offers to go on."""
    data = {"login": login, "password": OWN, "carried": carried, "action": CHECK}
    page = site.client.post("/sign-in", data=data, follow_redirects=False)
    assert page.status_code == 200 and "接着办" in page.text
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.text)
    return {name: html.unescape(value) for name, value in fields}


CHECK = f"/plans/{VILLAGE}/flood/check"


def sent(site: Site, token: str, content: bytes, **headers: str) -> httpx.Response:
    """A file sent to be checked."""
    return site.client.post(
        CHECK, data={"csrf": token, "base": "abc"}, files={"file": ("我村.json", content)}, headers=headers
    )


def test_a_file_outlives_the_session_it_was_sent_in(site: Site) -> None:
    token = site.own_password("wenshu201").csrf
    later(site, hours=3)
    ended = sent(site, token, b" " * 900_000 + json.dumps(site.document(title="")).encode())
    assert ended.status_code == 401 and "选好的文件没有丢" in ended.text
    again = signed_in_again(site, "wenshu201", carried_over(ended))
    checked = site.client.post(CHECK, data=again)
    assert (
        checked.status_code == 200 and "检查「我村.json」" in checked.text and "必须改 1 处" in checked.text
    )
    site.own_password("yingjiban")
    other = signed_in_again(site, "yingjiban", carried_over(ended))
    refused = site.client.post(CHECK, data=other)
    assert refused.status_code == 400 and "没有留住" in refused.text


def test_a_file_sent_by_nobody_known_is_said_to_be_lost_and_the_rest_stays(site: Site) -> None:
    token = site.own_password("wenshu201").csrf
    site.client.cookies.clear()
    ended = sent(site, token, b"{}")
    assert ended.status_code == 401 and "选好的文件（我村.json）没有收下" in ended.text
    data = {"login": "wenshu201", "password": OWN, "carried": carried_over(ended), "action": CHECK}
    page = site.client.post("/sign-in", data=data)
    assert "重新选「我村.json」" in page.text and 'type="file"' in page.text and 'value="abc"' in page.text
    site.client.cookies.clear()
    where = f"/plans/{VILLAGE}/flood?act=upload"
    large = sent(site, token, b" " * 600_000, Referer=f"https://yingji.example{where}")
    assert large.status_code == 401 and "文件也要重新选" in large.text
    assert f'name="next" value="{where}"' in large.text
    foreign = sent(site, token, b" " * 600_000, Referer="https://elsewhere.example/x")
    assert 'name="next" value=""' in foreign.text


def test_a_forged_form_puts_nothing_into_anybodys_tray(site: Site) -> None:
    site.own_password("wenshu201")
    later(site, hours=3)
    answer = sent(site, "wrong", b"{}")
    assert answer.status_code == 401 and "没有收下" in answer.text


def test_nothing_is_carried_to_another_site(site: Site) -> None:
    site.own_password("wenshu201", OWN)
    site.client.cookies.clear()
    for carried, action in (
        ('{"fields": {"a": "b"}, "lost": {}}', "https://elsewhere.example/"),
        ("nonsense", "/units"),
        ("[1]", "/units"),
        ('{"fields": 1, "lost": {}}', "/units"),
    ):
        data = {"login": "wenshu201", "password": OWN, "carried": carried, "action": action}
        assert site.client.post("/sign-in", data=data, follow_redirects=False).headers["location"] == "/home"


def test_a_session_that_ends_at_the_first_password_carries_nothing_on(site: Site) -> None:
    site.browser("wenshu201")
    site.client.cookies.clear()
    sent = {"username": "wenshu201", "old": site.people.codes["wenshu201"], "new": OWN, "again": OWN}
    ended = site.client.post("/password", data=sent, headers={"Accept": "text/html"})
    assert ended.status_code == 401 and OWN not in ended.text and 'name="carried"' not in ended.text
    assert "没有收下，请登录后再提交一次" in ended.text
    again = {"login": "wenshu201", "password": sent["old"]}
    answer = site.client.post("/sign-in", data=again, follow_redirects=False)
    assert answer.headers["location"] == "/password"
