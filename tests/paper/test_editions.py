"""The other faces of a version: card, household cards, filing form, blank form, amended contacts, a volume."""

import re
from copy import deepcopy
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import pytest
from tests.paper.measuring import MM, lines, outline, pages, texts, whole_text
from tests.paper.sample import SHEET
from tests.paper.test_example import SUBJECTS

from yingji.errors import Invalid
from yingji.paper.card import sections
from yingji.paper.household import households
from yingji.paper.measures import PAGE_HEIGHT
from yingji.paper.render import blank_form, part, render, volume
from yingji.paper.sheet import Sheet
from yingji.plans.catalogue import load
from yingji.plans.example import example
from yingji.plans.outline import Node
from yingji.plans.outline import outline as outlined
from yingji.plans.privacy import mask

KINDS = ["village", "township", "school"]


@cache
def document(kind: str, plan_kind: str = "flood") -> dict[str, Any]:
    return example(SUBJECTS[kind], plan_kind, date(2026, 5, 1), ())


@cache
def plan(kind: str, plan_kind: str = "flood") -> Node:
    return outlined(load().get(document(kind, plan_kind)["schema"]), document(kind, plan_kind))


def sheet(kind: str) -> Sheet:
    subject = SUBJECTS[kind]
    return replace(
        SHEET,
        unit_kind=kind,
        unit_name=subject.name,
        title=plan(kind).title,
        county="沈丘县",
        township="石槽集乡",
    )


@cache
def printed(kind: str, edition: str) -> bytes:
    root = mask(plan(kind)) if edition == "card" else plan(kind)
    return render(root, sheet(kind), edition, document(kind))


# --- the card -------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_the_card_is_one_page_that_reads_at_two_metres(kind: str) -> None:
    found = pages(printed(kind, "card"))
    assert len(found) == 1
    inside = [c for c in found[0] if (PAGE_HEIGHT - c.y) / MM < 262]
    assert min(c.size for c in inside) * 0.3528 >= 6.3, "millimetres"
    assert max(c.right for c in inside) / MM < 200


def test_the_card_answers_the_five_questions() -> None:
    said = whole_text(printed("village", "card"))
    for label in ("先做什么", "听到信号", "往哪里走", "到哪里去", "给谁打电话"):
        assert label in "".join(re.split(r"[\r\n]", said)) or all(c in said for c in label)
    first = document("village")["response"]["by_hazard"][0]["first_10min"][0]
    assert first in said
    assert "119火警120急救110报警" in said


def test_what_has_no_room_on_the_card_is_said_to_stand_in_the_plan() -> None:
    long = mask(plan("village"))
    data = printed("village", "card")
    whole = [item for section in sections(long) for item in section.items]
    shown = [item for item in whole if "".join(item.split()) in whole_text(data)]
    assert len(shown) < len(whole)
    assert "其余见预案全文。" in whole_text(data)


def test_the_card_shows_no_telephone_that_may_not_be_shown() -> None:
    closed = [c["phone"] for c in document("village")["command"]["contacts"] if not c.get("consent_on")]
    assert closed
    assert not [phone for phone in closed if phone in whole_text(printed("village", "card"))]
    assert "*" not in whole_text(printed("village", "card"))


# --- household cards ------------------------------------------------------------------------------


def test_every_household_has_a_card_with_its_own_guide_way_and_shelter() -> None:
    data, plan_ = printed("village", "household"), document("village")
    contacts = {c["id"]: c for c in plan_["command"]["contacts"]}
    said = whole_text(data)
    cards = households(plan("village"), plan_)
    assert [card.head for card in cards] == [s["household_head"] for s in plan_["evacuation"]["subjects"]]
    assert len(pages(data)) == -(-len(cards) // 4)
    for subject, card in zip(plan_["evacuation"]["subjects"], cards, strict=True):
        guide = contacts[subject["responsible_id"]]
        assert f"{guide['name']}　{guide['phone']}" in dict(card.lines)["谁来叫您"]
        assert f"户主：{subject['household_head']}" in said


def test_two_guides_of_one_name_keep_their_own_telephones() -> None:
    twins = document("village") | {}
    contacts = [dict(c) for c in twins["command"]["contacts"]]
    ids = [s["responsible_id"] for s in twins["evacuation"]["subjects"]]
    first, second = [c for c in contacts if c["id"] in ids][:2]
    second["name"] = first["name"]
    changed = {**twins, "command": {**twins["command"], "contacts": contacts}}
    cards = households(outlined(load().get(changed["schema"]), changed), changed)
    phones = {c["id"]: c["phone"] for c in contacts}
    for subject, card in zip(changed["evacuation"]["subjects"], cards, strict=True):
        assert phones[subject["responsible_id"]] in dict(card.lines)["谁来叫您"]


def test_what_has_no_room_on_a_household_s_card_is_said_to_stand_in_the_plan() -> None:
    changed = deepcopy(document("village"))
    changed["evacuation"]["subjects"][0]["address"] = "大沟内侧" * 500
    root = outlined(load().get(changed["schema"]), changed)
    said = whole_text(render(root, sheet("village"), "household", changed))
    assert said.count("写不下的见预案全文") == 1
    assert "写不下" not in whole_text(printed("village", "household"))


@pytest.mark.parametrize("root", [mask(plan("village")), plan("school")], ids=["masked", "no list"])
def test_without_a_list_of_households_there_are_no_cards(root: Node) -> None:
    with pytest.raises(Invalid, match="没有可打印的转移对象名册"):
        render(root, sheet("village"), "household", document("village"))


# --- filing and blank form ------------------------------------------------------------------------


def test_the_filing_form_and_receipt_tell_the_version() -> None:
    form, receipt = ("".join(text.split()) for text in texts(printed("village", "filing")))
    for fact in (
        "应急预案备案表",
        "石槽集村民委员会",
        "石槽集乡人民政府",
        "第2版",
        "2026年5月1日",
        "村党支部书记马某某",
    ):
        assert fact in form
    assert "abcd1234" in form
    assert "应急预案备案回执" in receipt
    assert "备案编号：备2026-017" in receipt
    assert "2026年5月6日" in receipt


def test_a_township_files_with_the_county_and_what_is_not_known_stays_open() -> None:
    unfiled = replace(sheet("township"), receipt_no=None, filed_on=None)
    form, receipt = ("".join(text.split()) for text in texts(render(plan("township"), unfiled, "filing")))
    assert "受理单位沈丘县人民政府" in form
    assert "＿＿＿" in receipt
    assert "年月日" in receipt


@pytest.mark.parametrize("family", ["village", "township", "body"])
def test_the_blank_form_asks_for_every_field_in_the_order_of_the_screen(family: str) -> None:
    schema = load().latest(family)
    said = whole_text(blank_form(schema, "应急预案填报表"))
    shown = [f for f in schema.root.children if f.key not in ("schema", "kind", "local")]
    places = [said.find("".join(field.title.split())) for field in shown]
    assert min(places) >= 0
    assert [
        field.title for field in schema.root.walk() if field.key == "phone" and field.title not in said
    ] == []


def test_the_blank_form_is_the_same_each_time() -> None:
    schema = load().latest("village")
    assert blank_form(schema, "填报表") == blank_form(schema, "填报表")


# --- amended contacts -----------------------------------------------------------------------------


def amended() -> Sheet:
    return replace(
        sheet("village"),
        amended_paths=frozenset({"/command/contacts/0/phone", "/command/contacts/2/phone"}),
        amended_on=date(2026, 7, 1),
    )


def test_amended_telephones_bear_the_sign_and_the_first_page_says_that_the_text_stands() -> None:
    data = render(plan("village"), amended())
    phone = document("village")["command"]["contacts"][0]["phone"]
    assert f"{phone}※" in whole_text(data)
    assert whole_text(data).count("※") == 3
    assert "通讯录更正至2026年7月1日（2处，未改变批准文本ABCD-1234）" in "".join(texts(data)[0].split())
    assert "※" not in whole_text(render(plan("village"), sheet("village")))


def test_consent_is_not_printed_and_no_name_is_broken() -> None:
    data = render(plan("village"), sheet("village"))
    assert "同意公开电话" not in whole_text(data)
    assert "同意日期" not in whole_text(data)
    names = [contact["name"] for contact in document("village")["command"]["contacts"]]
    small = [line.text for page in pages(data) for line in lines(page) if 9 <= line.characters[0].size <= 12]
    assert not [name for name in names if not any(name in text for text in small)]


# --- a volume -------------------------------------------------------------------------------------


def test_a_volume_has_contents_that_lead_to_every_plan() -> None:
    parts = [part(plan(kind), sheet(kind), "full") for kind in KINDS]
    data = volume(parts, "石槽集乡防汛预案汇编")
    found = texts(data)
    starts = [2 + sum(-(-len(p.pages) // 2) * 2 for p in parts[:n]) for n in range(3)]
    assert len(found) == starts[2] + -(-len(parts[2].pages) // 2) * 2
    said = "".join(found[0].split())
    for start, kind, one in zip(starts, KINDS, parts, strict=True):
        assert re.search(rf"{re.escape(plan(kind).title)}（{len(one.pages)}页）{start + 1}", said)
    top = [(title, index) for level, title, index in outline(data) if level == 0]
    assert top == [(plan(kind).title, start) for kind, start in zip(KINDS, starts, strict=True)]


def test_each_plan_of_a_volume_keeps_its_own_numbers_and_code() -> None:
    one = part(plan("village"), sheet("village"), "full")
    other = part(plan("school"), replace(sheet("school"), digest="feed5678" + "0" * 56), "full")
    found = texts(volume([one, other], "汇编"))
    assert "— 4 —" in found[5]
    assert "ABCD-1234" in found[5]
    second = 2 + -(-len(one.pages) // 2) * 2
    assert "— 4 —" in found[second + 3]
    assert "FEED-5678" in found[second + 3]


def test_a_print_of_several_pages_begins_a_sheet_of_its_own_and_a_card_takes_one_page() -> None:
    long = part(plan("village"), sheet("village"), "full")
    assert len(long.pages) % 2
    found = texts(volume([long, long], "汇编"))
    assert found[1] == found[1 + len(long.pages) + 1] == ""
    assert found[2] == found[2 + len(long.pages) + 1]
    card = part(mask(plan("village")), sheet("village"), "card")
    assert len(texts(volume([card, card, card], "汇编"))) == 4
