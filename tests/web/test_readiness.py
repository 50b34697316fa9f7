"""Telephones rung, numbers put right, drills and shelters, entered on the page."""

from tests.web.place import OTHER, TODAY, VILLAGE, Site

PAGE = f"/plans/{VILLAGE}/flood/readiness"


def contacts(site: Site) -> list[dict[str, str]]:
    found: list[dict[str, str]] = site.document()["command"]["contacts"]
    return found


def test_those_ticked_were_reached_and_nobody_else(site: Site) -> None:
    site.issue()
    first, second = contacts(site)[:2]
    clerk = site.own_password("wenshu201")
    page = clerk.get(PAGE).text
    assert page.count("没有核对过") == len(contacts(site)) and " checked" not in page
    assert clerk.post(PAGE, {"do": "confirm"}).status_code == 400
    done = clerk.post(PAGE, {"do": "confirm", f"rung {first['id']}": "yes"})
    assert done.headers["location"].endswith("?done=confirm")
    assert clerk.post(PAGE, {"do": f"fail {second['id']}"}).status_code == 303
    page = clerk.get(PAGE).text
    assert "2026年5月6日打通（赵文书）" in page and "2026年5月6日打不通" in page


def test_a_number_put_right_shows_at_once(site: Site) -> None:
    site.issue()
    person = contacts(site)[1]["id"]
    clerk = site.own_password("wenshu201")
    sent = {"do": f"amend {person}", f"field {person}": "phone", f"value {person}": "13800007777"}
    assert clerk.post(PAGE, sent).status_code == 303
    assert 'href="tel:13800007777"' in clerk.get(PAGE).text
    wrong = clerk.post(PAGE, {**sent, f"value {person}": "12"})
    assert wrong.status_code in {400, 422} and 'role="alert"' in wrong.text


def test_a_drill_leaves_things_to_mend_that_are_closed_one_by_one(site: Site) -> None:
    site.issue()
    clerk = site.own_password("wenshu201")
    sent = {"do": "drill", "on": TODAY.isoformat(), "findings": "喇叭有两处不响\n<script>转移名单过时"}
    assert clerk.post(PAGE, sent).status_code == 303
    page = clerk.get(PAGE).text
    assert "喇叭有两处不响" in page and "&lt;script&gt;转移名单过时" in page and page.count("没有完成") == 2
    assert clerk.post(PAGE, {"do": "close 1"}).status_code == 303
    assert clerk.get(PAGE).text.count("没有完成") == 1
    ahead = clerk.post(PAGE, {**sent, "on": "2027-01-01"})
    assert ahead.status_code == 409 and "还没有发生" in ahead.text


def test_a_shelter_out_of_use_is_said(site: Site) -> None:
    site.issue()
    clerk = site.own_password("wenshu201")
    name = clerk.get(PAGE).text.split('value="shelter ')[1].split('"')[0]
    assert clerk.post(PAGE, {"do": f"shelter {name}"}).status_code == 303
    assert "2026年5月6日起停用" in clerk.get(PAGE).text


def test_nothing_in_force_has_nothing_to_ring(site: Site) -> None:
    page = site.own_password("wenshu201").get(PAGE)
    assert page.status_code == 200 and "没有现行的版本" in page.text


def test_it_is_for_those_who_may_read_telephones(site: Site) -> None:
    site.issue()
    assert site.own_password("chakan").get(PAGE).status_code == 403
    other = site.own_password("wenshu202")
    assert other.get(PAGE).status_code == 403
    assert other.post(PAGE, {"do": "drill", "on": "2026-05-06"}).status_code == 403
    assert other.get(f"/plans/{OTHER}/flood/readiness").status_code == 200
