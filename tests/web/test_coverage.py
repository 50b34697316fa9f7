"""The coverage pages: who must do what, files, groups, and the trend as a picture."""

import re
from datetime import date
from typing import Any
from xml.etree import ElementTree

from tests.web.place import COUNTY, NOW, OTHER, TODAY, TOWNSHIP, VILLAGE, Site

from yingji.access.rights import LOCAL
from yingji.coverage.actions import add_requirement
from yingji.units.actions import add_unit
from yingji.units.queries import find_unit
from yingji.web.chart import Point, trend_svg

CELL = f"/coverage/cell/{VILLAGE}/flood"


def test_a_cell_says_who_must_do_what_and_offers_it_to_them_alone(site: Site) -> None:
    site.require_villages()
    receipt = site.upload()
    site.move("wenshu201", "submit", receipt)
    office = site.own_password("yingjiban").get(CELL).text
    assert "李审核（审核员）：审核" in office and "期限 2026年5月19日" in office
    assert f"{VILLAGE}/flood/review" not in office
    assert f'href="/plans/{VILLAGE}/flood/review?number=1">审核' in site.own_password("shenhe").get(CELL).text


def test_telephones_are_for_those_who_may_read_them(site: Site) -> None:
    site.require_villages()
    site.issue()
    phone = site.document()["command"]["contacts"][1]["phone"].replace(" ", "")
    assert f'href="tel:{phone}"' in site.own_password("yingjiban").get(CELL).text
    assert "tel:" not in site.own_password("chakan").get(CELL).text


def test_the_report_comes_as_three_files(site: Site) -> None:
    site.require_villages()
    browser = site.own_password("yingjiban")
    for face, start in (("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK"), ("pdf", b"%PDF")):
        answer = browser.get(f"/coverage/file/{face}")
        assert answer.status_code == 200 and answer.content.startswith(start)
        assert "attachment" in answer.headers["content-disposition"]
    assert browser.get("/coverage/file/exe").status_code == 400


def test_groups_add_up_and_lead_to_their_own_page(site: Site) -> None:
    site.require_villages()
    site.require_villages("comprehensive")
    browser = site.own_password("yingjiban")
    text = browser.get("/coverage?group=unit").text
    assert f'under={VILLAGE}">徐营村民委员会</a>' in text and f'under={OTHER}">刘楼村民委员会</a>' in text
    assert browser.get("/coverage?group=colour").status_code == 400
    kinds = browser.get("/coverage").text
    assert f'href="/coverage?under={TOWNSHIP}&amp;kind=flood">防汛</a>' in kinds


def test_the_county_groups_by_township_and_the_worst_stands_first(site: Site) -> None:
    order: dict[str, Any] = {"from_day": date(2020, 1, 1), "order_doc": "初始登记"}
    with site.database.writing() as w:
        for code, name, kind, under in (
            ("411624202000", "付井镇", "township", COUNTY),
            ("411624202201", "程营村民委员会", "village", "411624202000"),
        ):
            add_unit(w, LOCAL, NOW, code=code, name=name, kind=kind, under=under, **order)
        county = find_unit(w, COUNTY, TODAY)
        decided: dict[str, Any] = {
            "from_day": date(2020, 1, 1),
            "basis": "防汛方案",
            "decided_by": "县人民政府",
        }
        add_requirement(w, LOCAL, NOW, unit_kind="village", under=county, kind="flood", **decided)
    site.issue(VILLAGE)
    site.issue(OTHER)
    text = site.own_password("chakan").get("/coverage?group=township").text
    rows = text.split('id="groups"')[1]
    assert rows.index("under=411624202000") < rows.index(f"under={TOWNSHIP}")
    assert "按乡镇分组" in text and "按县分组" not in text


def test_the_trend_is_a_picture_with_its_numbers_below(site: Site) -> None:
    site.require_villages()
    site.issue()
    browser = site.own_password("yingjiban")
    page = browser.get("/coverage/trend")
    assert page.status_code == 200 and "2026-04-30" in page.text and 'src="/coverage/trend.svg?' in page.text
    picture = browser.get("/coverage/trend.svg")
    assert picture.headers["content-type"] == "image/svg+xml"
    assert ElementTree.fromstring(picture.text).tag.endswith("svg")  # noqa: S314 - made here
    assert "style" not in picture.text and "http" not in picture.text.replace(
        "http://www.w3.org/2000/svg", ""
    )


def test_a_phone_gets_a_picture_of_its_own_width(site: Site) -> None:
    browser = site.own_password("yingjiban")
    asked = re.search(r'srcset="([^" ]+)', browser.get("/coverage/trend").text)
    assert asked and 'width="360"' in browser.get(asked[1].replace("&amp;", "&")).text


def test_a_picture_of_one_day_or_of_nothing_expected_is_still_a_picture() -> None:
    for points in ((Point(date(2026, 5, 6), 0, 0, 0, 0),), (Point(date(2026, 4, 30), 2, 1, 1, 0),) * 2):
        drawn = ElementTree.fromstring(trend_svg(points))  # noqa: S314 - made here
        assert len([one for one in drawn if one.tag.endswith("polyline")]) == 4


def test_a_reminder_is_entered_beside_the_cell_and_seen_in_the_list(site: Site) -> None:
    site.require_villages()
    office = site.own_password("yingjiban")
    page = office.get(CELL).text
    assert "徐营村民委员会防汛应急预案，徐营村民委员会未按要求编制防汛应急预案。请编制。" in page
    refused = office.post(f"{CELL}/reminders", {"whom": "", "way": "phone"})
    assert refused.status_code == 400 and "请填写「提醒了谁」" in refused.text
    answer = office.post(f"{CELL}/reminders", {"whom": "赵文书", "way": "visit"})
    assert answer.headers["location"] == f"{CELL}?done=remind"
    assert "2026年5月6日 吴干事当面提醒 赵文书" in office.get(CELL).text
    assert "2026年5月6日 赵文书" in office.get("/coverage?show=lacking").text
    assert (
        office.post(f"/coverage/cell/{VILLAGE}/floood/reminders", {"whom": "某", "way": "phone"}).status_code
        == 400
    )
    clerk = site.own_password("wenshu201")
    assert "/reminders" not in clerk.get(CELL).text
    assert clerk.post(f"{CELL}/reminders", {"whom": "某", "way": "phone"}).status_code == 403


def test_the_gravest_finding_comes_first_and_a_flawed_plan_does_not_look_good(site: Site) -> None:
    site.require_villages()
    site.issue()
    text = site.own_password("yingjiban").get(f"{CELL}?as_of=2026-12-01").text
    signs = re.findall(r'class="sign (red|amber|grey)">[红黄灰]<', text)
    assert signs == sorted(signs, key=["red", "amber", "grey"].index) and signs
    assert "有问题" in text or "逾期" in text


def test_telephones_of_another_plan_serve_where_this_one_is_missing(site: Site) -> None:
    site.require_villages()
    site.require_villages("comprehensive")
    site.issue(kind="comprehensive")
    assert 'href="tel:' in site.own_password("yingjiban").get(CELL).text
