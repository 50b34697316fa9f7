"""Words found in plans: two characters, people, telephones; never what the seeker may not read."""

import re

import pytest
from tests.web.place import OTHER, TODAY, TOWNSHIP, VILLAGE, Site

from yingji.access.queries import actor as actor_of
from yingji.desk.search import Found, search
from yingji.units.queries import find_unit

PHONE = "13800007777"


def seek(site: Site, login: str, words: str, under: str = TOWNSHIP) -> Found:
    with site.database.reading() as r:
        return search(r, actor_of(r, login, TODAY), under=find_unit(r, under, TODAY), on=TODAY, words=words)


def plans(site: Site) -> None:
    for code, name in ((VILLAGE, "欧阳"), (OTHER, "司马")):
        command = site.document(code)["command"]
        command["contacts"][1] |= {"name": name + "海", "phone": PHONE}
        site.issue(code, command=command)


def test_two_characters_are_enough_and_say_where_they_stand(site: Site) -> None:
    plans(site)
    found = seek(site, "yingjiban", "欧阳")
    assert [hit.unit_code for hit in found.hits] == [VILLAGE]
    places = found.hits[0].places
    assert any("通讯录" in place.trail for place in places)
    assert all(place.words == "欧阳" and place.after.startswith("海") for place in places)


def test_a_telephone_is_found_across_villages_by_who_may_read_it(site: Site) -> None:
    plans(site)
    assert {hit.unit_code for hit in seek(site, "yingjiban", PHONE).hits} == {VILLAGE, OTHER}
    assert seek(site, "chakan", PHONE).hits == ()
    assert [hit.unit_code for hit in seek(site, "wenshu201", PHONE, VILLAGE).hits] == [VILLAGE]


def test_what_is_beyond_ones_sight_is_not_found(site: Site) -> None:
    plans(site)
    assert seek(site, "wenshu201", "司马").hits == ()


def test_drafts_on_their_way_are_found_and_superseded_texts_are_not(site: Site) -> None:
    plans(site)
    command = site.document()["command"]
    command["contacts"][1]["name"] = "诸葛海"
    site.upload(command=command)
    assert [hit.is_in_force for hit in seek(site, "yingjiban", "诸葛").hits] == [False]


@pytest.mark.parametrize("words", ["%", "_", '"', "'", "\\", "%%", "';--", '","', "\\u6b27", "<b>"])
def test_signs_mean_themselves(site: Site, words: str) -> None:
    plans(site)
    page = site.own_password("yingjiban").get("/plans", params={"q": words})
    assert page.status_code == 200
    assert "<b>" not in page.text.split("<main")[1]
    if len(words) > 1:
        assert seek(site, "yingjiban", words).hits == ()


def test_the_page_marks_the_words_and_asks_for_more_than_one_character(site: Site) -> None:
    plans(site)
    browser = site.own_password("yingjiban")
    assert "<mark>欧阳</mark>海" in browser.get("/plans?q=欧阳").text
    assert "请至少写 2 个字" in browser.get("/plans?q=欧").text


@pytest.mark.parametrize(
    "typed", [PHONE, f" {PHONE} ", "138 0000 7777", "１３８００００７７７７", "138-0000-7777"]
)
def test_a_telephone_is_found_however_it_is_typed_and_never_stands_in_an_address(
    site: Site, typed: str
) -> None:
    plans(site)
    answer = site.own_password("yingjiban").post("/plans", {"q": typed})
    assert answer.status_code == 200 and str(answer.url).endswith("/plans")
    assert f"正文里有「{PHONE}」的 2 份" in answer.text
    assert not re.search(rf'(?:href|action)="[^"]*{PHONE}', answer.text)


def test_other_words_lead_to_an_address_that_can_be_kept(site: Site) -> None:
    browser = site.own_password("yingjiban")
    answer = browser.post("/plans", {"q": "欧阳", "kind": "flood", "status": ""})
    assert answer.headers["location"] == "/plans?kind=flood&q=%E6%AC%A7%E9%98%B3"
