"""Filling in through the pages alone, as a browser without script does it."""

import hashlib
import html
import json
import re
import tomllib
from datetime import timedelta
from typing import Any

import pypdfium2
import pytest
from sqlalchemy import select
from tests.web.filling.pagesent import buttons_of, fields_of, send
from tests.web.place import NOW, TODAY, VILLAGE, Site

from yingji.access.queries import actor
from yingji.desk.fill import discard, keep, open_copy
from yingji.ledger.queries import lines
from yingji.plans.actions import erase_restricted
from yingji.plans.tables import version, working_copy
from yingji.units.queries import find_unit
from yingji.web.rendering import STATIC

PLAN = f"/plans/{VILLAGE}/flood"
FILL = f"{PLAN}/fill"
PEOPLE_PART = f"{FILL}/3"
PHONE = "__command__contacts__1__phone"
ODD = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"


@pytest.fixture
def village(site: Site) -> Site:
    """The site with a plan in force and its clerk at the door."""
    site.issue()
    site.own_password("wenshu201")
    return site


def kept(site: Site) -> dict[str, Any] | None:
    """What the working copy holds now."""
    with site.database.reading() as r:
        text = r.scalar(select(working_copy.c.content))
    content: dict[str, Any] | None = json.loads(text) if text else None
    return content


def contact(site: Site, index: int) -> dict[str, Any]:
    copy = kept(site)
    assert copy is not None
    row: dict[str, Any] = copy["command"]["contacts"][index]
    return row


def save(site: Site, fields: dict[str, str], part: int = 3) -> Any:
    """A save in the background."""
    return site.client.post(f"/api{FILL}/{part}", data=fields)


def test_every_part_sent_back_untouched_keeps_nothing(village: Site) -> None:
    overview = village.client.get(FILL)
    assert "只改有变化的地方" in overview.text
    parts = re.findall(rf'href="{FILL}/(\d+)"', overview.text)
    assert len(parts) == 9
    for part in parts:
        answer = send(village.client, f"{FILL}/{part}")
        assert answer.status_code == 200 and "已替您整理" not in answer.text
    assert kept(village) is None


def test_two_numbers_changed_reviewed_and_submitted(village: Site) -> None:
    answer = send(village.client, PEOPLE_PART, "next", **{PHONE: "138 0000 7777"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{FILL}/4")
    assert contact(village, 1)["phone"] == "13800007777"
    review = village.client.get(f"{FILL}/review").text
    assert "一般修改" in review and "13800007777" in review and "存为一版并报审" in review
    done = village.client.post(
        f"{FILL}/review", data={"csrf": csrf(review), "do": "submit"}, follow_redirects=False
    )
    assert done.headers["location"] == f"{PLAN}?done=submit"
    assert "待审核" in village.client.get(done.headers["location"]).text
    assert kept(village) is None
    assert "正在办理（待审核）" in village.client.get(FILL).text


def test_a_new_chief_is_a_major_revision_and_says_why(village: Site) -> None:
    page = village.client.get(PEOPLE_PART).text
    chief = fields_of(page)["/command/chief_id"]
    other = next(c for c in re.findall(r'<option value="(c\d+)"', page) if c != chief)
    send(village.client, PEOPLE_PART, __command__chief_id=other)
    review = village.client.get(f"{FILL}/review").text
    assert "重要修改" in review and "组织指挥体系与职责" in review and "第三十六条" in review


def test_what_is_wrong_is_kept_told_at_the_field_and_keeps_it_from_being_a_version(village: Site) -> None:
    answer = send(village.client, PEOPLE_PART, **{PHONE: "1380000777"})
    field = answer.text.split('id="f.command.contacts.1.phone"')[1].split("</div>")[0]
    assert 'aria-invalid="true"' in field and 'aria-describedby="f.command.contacts.1.phone-wrong"' in field
    assert "少 1 位" in field
    assert contact(village, 1)["phone"] == "1380000777"
    review = village.client.get(f"{FILL}/review").text
    assert "必须改 1 处" in review and "存为一版并报审" not in review
    assert f'href="{FILL}/3?check=true#f.command.contacts.1.phone"' in review
    refused = village.client.post(f"{FILL}/review", data={"csrf": csrf(review), "do": "store"})
    assert refused.status_code == 422 and kept(village) is not None


def test_what_is_missing_is_told_only_when_asked(site: Site) -> None:
    site.own_password("wenshu201")
    page = site.client.get(f"{FILL}/2").text
    assert "aria-invalid" not in page and "缺少" not in page
    checked = send(site.client, f"{FILL}/2", "check", __profile__households="351")
    assert "处要看" in checked.text and 'href="#f.profile.as_of"' in checked.text
    assert "建议改" in site.client.get(f"{FILL}/review").text


def test_a_first_plan_starts_empty_with_its_name(site: Site) -> None:
    site.own_password("wenshu201")
    assert "第一次编制" in site.client.get(FILL).text
    assert fields_of(site.client.get(f"{FILL}/1").text)["/title"] == "徐营村防汛应急预案"


def test_rows_are_added_pasted_removed_and_put_back_without_script(village: Site) -> None:
    before = len(rows(village.client.get(PEOPLE_PART).text))
    added = send(village.client, PEOPLE_PART, "add /command/contacts")
    assert len(rows(added.text)) == before + 1 and kept(village) is None
    fields = fields_of(added.text) | {f"/command/contacts/{before}/name": "新人甲"}
    fields["paste /command/contacts"] = "姓名\t职务\t电话\n王五\t组员\t13800001111"
    again = village.client.post(PEOPLE_PART, data={**fields, "do": "stay"})
    assert [row["name"] for row in kept(village)["command"]["contacts"]][-2:] == ["新人甲", "王五"]  # type: ignore[index]  # kept() is plain JSON
    removed = village.client.post(
        PEOPLE_PART, data={**fields_of(again.text), "do": f"remove /command/contacts/{before}"}
    )
    assert "已删去「新人甲」这一行" in removed.text and len(rows(removed.text)) == before + 1
    back = next(button for button in buttons_of(removed.text) if button.startswith("restore"))
    village.client.post(PEOPLE_PART, data={**fields_of(removed.text), "do": back})
    assert contact(village, before)["name"] == "新人甲"


def test_pasted_cells_are_not_lost_when_another_button_is_pressed(village: Site) -> None:
    name = "paste __command__contacts"
    send(village.client, PEOPLE_PART, "next", **{name: "王五\t组员\t13800001111"})
    assert contact(village, -1)["name"] == "王五"


def test_saving_in_the_background_answers_what_is_wrong_and_what_was_tidied(village: Site) -> None:
    fields = fields_of(village.client.get(PEOPLE_PART).text)
    fields |= {"/command/contacts/1/phone": "１３８ 0000 777", "/command/contacts/0/phone": "138-0000-9999"}
    answer = save(village, fields).json()
    assert answer["at"] == "09:00:00" and not answer["collides"]
    assert "少 1 位" in answer["wrong"]["/command/contacts/1/phone"]
    assert any("13800009999" in note for note in answer["notes"])
    again = save(village, fields | {"was": answer["was"], "/command/contacts/0/phone": "13800008888"})
    assert again.json()["collides"] is False and contact(village, 0)["phone"] == "13800008888"


def test_two_people_in_one_field_choose_and_nothing_else_is_lost(village: Site) -> None:
    mine = fields_of(village.client.get(PEOPLE_PART).text)
    theirs = {**mine, "/command/contacts/1/phone": "13800002222", "/command/contacts/0/post": "支书"}
    act(village, "yingjiban", theirs)
    mine |= {"/command/contacts/1/phone": "13800001111", "/command/contacts/2/post": "会计"}
    assert save(village, mine).json()["collides"] is True
    assert contact(village, 2)["post"] != "会计"
    page = village.client.post(PEOPLE_PART, data={**mine, "do": "next"})
    assert page.status_code == 200 and "吴干事 09:00 改过『" in page.text
    assert "保留您的：<strong>13800001111" in page.text and "保留吴干事的：<strong>13800002222" in page.text
    assert (contact(village, 0)["post"], contact(village, 2)["post"]) == ("支书", "会计")
    assert contact(village, 1)["phone"] == "13800002222"
    chosen = {**fields_of(page.text), "keep /command/contacts/1/phone": "mine", "do": "stay"}
    village.client.post(PEOPLE_PART, data=chosen)
    assert contact(village, 1)["phone"] == "13800001111"


def test_a_newer_version_is_brought_in_before_the_copy_can_be_submitted(village: Site) -> None:
    send(village.client, PEOPLE_PART, **{PHONE: "13800001111"})
    document = village.document()
    document["command"]["contacts"][0]["phone"] = "13800003333"
    document["command"]["contacts"][1]["phone"] = "13800004444"
    with village.database.reading() as r:
        before = r.scalar(select(working_copy.c.content))
    assert village.post("yingjiban", f"/api{PLAN}/versions", json=document).status_code == 201
    restore(village, before)
    review = village.client.get(f"{FILL}/review").text
    assert "把两边的改动合到一起" in review and "存为一版并报审" not in review
    merged = village.client.post(f"{FILL}/review", data={"csrf": csrf(review), "do": "rebase"}).text
    assert "保留您的：<strong>13800001111" in merged and contact(village, 0)["phone"] == "13800003333"
    settled = {"csrf": csrf(merged), "do": "settle", **collisions(merged, "mine")}
    review = village.client.post(f"{FILL}/review", data=settled).text
    assert contact(village, 1)["phone"] == "13800001111" and "存为一版并报审" in review


def test_the_yearly_confirmation_is_two_presses(village: Site) -> None:
    assert f'href="{PLAN}/confirm"' in village.client.get(PLAN).text
    page = village.client.get(f"{PLAN}/confirm").text
    form = page.split(f'action="{PLAN}/moves"')[1].split("</form>")[0]
    sent = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form)) | {"note": "逐项核对，内容不变"}
    assert sent["by_name"] == "钱主任"
    done = village.client.post(f"{PLAN}/moves", data=sent, follow_redirects=False)
    assert done.headers["location"].endswith("?done=confirm")
    village.own_password("zhuren201")
    assert 'name="by_name"' not in village.client.get(f"{PLAN}/confirm").text


def test_the_confirmation_shows_no_telephone_to_who_may_not_read_them(village: Site) -> None:
    phone = village.document()["command"]["contacts"][3]["phone"]
    assert phone in village.client.get(f"{PLAN}/confirm").text
    village.own_password("chakan")
    page = village.client.get(f"{PLAN}/confirm")
    assert page.status_code == 200 and phone not in page.text and "不能办理" in page.text


def test_the_preview_is_marked_as_a_draft_on_every_page(village: Site) -> None:
    send(village.client, f"{FILL}/2", __profile__households="999")
    answer = village.client.get(f"{FILL}/preview")
    assert (
        answer.headers["content-type"] == "application/pdf" and answer.headers["cache-control"] == "no-store"
    )
    texts = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(answer.content)]
    assert len(texts) > 6 and "999" in "".join(texts)
    assert all("草稿" in text for text in texts)


def test_only_who_may_upload_and_read_everything_gets_in(village: Site) -> None:
    for login in ("wenshu202", "shenhe", "chakan", "shenji", "guanli"):
        village.own_password(login)
        for path in (FILL, PEOPLE_PART, f"{FILL}/review", f"{FILL}/preview"):
            assert village.client.get(path).status_code == 403, (login, path)
        for path in (PEOPLE_PART, f"/api{PEOPLE_PART}", f"{FILL}/review", f"{FILL}/discard"):
            data = {"csrf": csrf(village.client.get("/password").text), "end": "1", "do": "rebase"}
            assert village.client.post(path, data=data, follow_redirects=False).status_code == 403, (
                login,
                path,
            )


def test_signed_out_a_save_is_refused_as_a_script_expects(village: Site) -> None:
    fields = fields_of(village.client.get(PEOPLE_PART).text)
    village.client.cookies.clear()
    answer = save(village, fields)
    assert answer.status_code == 401 and "json" in answer.headers["content-type"]


def test_a_forged_or_broken_form_changes_nothing(village: Site) -> None:
    fields = fields_of(village.client.get(PEOPLE_PART).text) | {"/command/contacts/1/phone": "13800001111"}
    assert save(village, {**fields, "csrf": "forged"}).status_code == 403
    for broken in (
        {"end": None},
        {"= /command/contacts/1/id": "{"},
        {"was": "["},
        {"/command/contacts/1/phone/deeper": "x"},
        {"/a" * 40: "x"},
    ):
        sent = {name: text for name, text in {**fields, **broken}.items() if text is not None}
        assert save(village, sent).status_code == 400, broken
    assert kept(village) is None
    assert village.client.get(f"{FILL}/99").status_code == 404


def test_hundreds_of_households_in_one_form(village: Site) -> None:
    page = village.client.get(f"{FILL}/5").text
    fields = fields_of(page)
    columns = [name.rpartition("/")[2] for name in fields if name.startswith("/evacuation/subjects/0/")]
    for index in range(600):
        fields |= {
            f"/evacuation/subjects/{index}/{key}": fields.get(f"/evacuation/subjects/0/{key}", "")
            for key in columns
        }
        fields |= {
            f"= /evacuation/subjects/{index}/id": f'"h{index}"',
            f"/evacuation/subjects/{index}/household_head": f"户主{index}",
        }
    assert len(fields) > 5000
    answer = save(village, fields, part=5)
    assert answer.status_code == 200, answer.text
    copy = kept(village)
    assert copy is not None and len(copy["evacuation"]["subjects"]) == 600


def test_what_people_type_is_never_markup(village: Site) -> None:
    for part in range(1, 10):
        fields = fields_of(village.client.get(f"{FILL}/{part}").text)
        hostile = {name: ODD for name in fields if name.startswith("/") and "/local/" not in name}
        answer = village.client.post(f"{FILL}/{part}", data={**fields, **hostile, "do": "check"})
        assert answer.status_code == 200
        again = village.client.get(f"{FILL}/{part}?check=true")
        for text in (answer.text, again.text):
            assert "<script>alert" not in text and "<img src=x" not in text
    for path in (FILL, f"{FILL}/review", PLAN):
        text = village.client.get(path).text
        assert "<script>alert" not in text and "<img src=x" not in text


def test_names_of_ones_own_in_the_local_part(village: Site) -> None:
    send(village.client, f"{FILL}/9", __local__0__name="老党员", __local__0__text="张三")
    copy = kept(village)
    assert copy is not None and copy["local"] == {"老党员": "张三"}
    page = fields_of(village.client.get(f"{FILL}/9").text)
    assert page["/local/0/name"] == "老党员" and page["/local/1/name"] == ""


def test_an_item_no_form_shows_can_be_taken_away(village: Site) -> None:
    document = village.document() | {"extra": "<b>多余</b>"}
    answer = village.post("wenshu201", f"/api{PLAN}/versions?keep=true", json=document)
    assert answer.json()["kept"]
    review = village.client.get(f"{FILL}/review").text
    assert 'value="drop /extra"' in review
    village.client.post(f"{FILL}/review", data={"csrf": csrf(review), "do": "drop /extra"})
    copy = kept(village)
    assert copy is not None and "extra" not in copy


def test_giving_up_the_copy_is_an_act_and_leaves_the_versions(village: Site) -> None:
    send(village.client, PEOPLE_PART, **{PHONE: "13800001111"})
    overview = village.client.get(FILL).text
    assert "放弃草稿" in overview
    village.client.post(f"{FILL}/discard", data={"csrf": csrf(overview)})
    assert kept(village) is None and "放弃草稿" not in village.client.get(FILL).text
    with village.database.reading() as r:
        assert [line.act for line in lines(r)][:2] == ["plan.discard", "plan.keep"]


def test_typing_leaves_one_entry_a_person_and_hour(site: Site) -> None:
    def type_at(minutes: int, households: int, login: str = "wenshu201") -> None:
        with site.database.writing() as w:
            keep(
                w, actor(w, login, TODAY), NOW + timedelta(minutes=minutes), unit=find_unit(w, VILLAGE, TODAY), kind="flood",
                wheres=["/profile/households"], typed={"profile": {"households": households}},
            )  # fmt: skip

    for minutes in (0, 1, 30, 59, 61, 62):
        type_at(minutes, minutes + 100)
    type_at(63, 200, "yingjiban")
    with site.database.reading() as r:
        noted = lines(r, act="plan.keep")
    assert [line.actor for line in noted] == ["yingjiban", "wenshu201", "wenshu201"]
    assert "household" not in json.dumps([dict(line.detail) for line in noted])
    with site.database.writing() as w:
        discard(
            w,
            actor(w, "wenshu201", TODAY),
            NOW + timedelta(minutes=64),
            unit=find_unit(w, VILLAGE, TODAY),
            kind="flood",
        )
    type_at(65, 300)
    with site.database.reading() as r:
        assert len(lines(r, act="plan.keep")) == 4


def test_an_erased_list_is_not_filled_in_from_its_seal(village: Site) -> None:
    with village.database.writing() as w:
        erase_restricted(w, NOW, w.scalar(select(version.c.id)))
        unit = find_unit(w, VILLAGE, TODAY)
        copy = open_copy(w, actor(w, "wenshu201", TODAY), unit=unit, kind="flood", on=TODAY)
    assert "限制公开" not in json.dumps(copy.document, ensure_ascii=False)
    assert "subjects" not in copy.document["evacuation"] and copy.document["command"]["contacts"]


def test_files_of_others_are_as_published() -> None:
    for file in tomllib.loads((STATIC / "vendor.toml").read_text(encoding="utf-8"))["file"]:
        assert hashlib.sha256((STATIC / file["name"]).read_bytes()).hexdigest() == file["sha256"], file[
            "name"
        ]
        assert file["licence"] and file["licence_text"].strip()


def csrf(text: str) -> str:
    return text.split('name="csrf" value="', 1)[1].split('"', 1)[0]


def rows(text: str) -> list[str]:
    return re.findall(r'value="insert /command/contacts/(\d+)"', text)


def collisions(text: str, answer: str) -> dict[str, str]:
    paths = re.findall(r'name="mine (/[^"]*)" value=', text)
    values = [html.unescape(value) for value in re.findall(r'name="mine /[^"]*" value="([^"]*)"', text)]
    return {f"keep {path}": answer for path in paths} | {
        f"mine {p}": v for p, v in zip(paths, values, strict=True)
    }


def act(site: Site, login: str, fields: dict[str, str]) -> None:
    """The same form sent by somebody else's session, and back to the clerk's."""
    cookies = dict(site.client.cookies)
    site.own_password(login)
    token = csrf(site.client.get("/password").text)
    assert save(site, {**fields, "csrf": token}).status_code == 200
    site.client.cookies.clear()
    site.client.cookies.update(cookies)


def restore(site: Site, content: str) -> None:
    """The clerk's copy once more: uploading drops it, and here the upload came from elsewhere meanwhile."""
    with site.database.writing() as w:
        who = actor(w, "wenshu201", TODAY)
        old = json.loads(content)
        keep(
            w,
            who,
            NOW,
            unit=find_unit(w, VILLAGE, TODAY),
            kind="flood",
            wheres=[f"/{key}" for key in old],
            typed=old,
        )
        versions = site.get("wenshu201", f"/api{PLAN}/versions").json()
        w.run(working_copy.update().values(base=versions[-1]["digest"], content=content))
