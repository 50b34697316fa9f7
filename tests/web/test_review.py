"""Review side by side, remarks seen where they were made, and signing only what was opened."""

import re
from typing import Any

from tests.web.filling.pagesent import send
from tests.web.place import CHECKLIST, OTHER, VILLAGE, Site

from yingji.desk.review import followed

PLAN = f"/plans/{VILLAGE}/flood"
VERDICTS = {f"verdict_{point}": "conforms" for point in range(1, 7)}
PHONE = "/command/contacts/1/phone"


def revised(site: Site) -> dict[str, Any]:
    """A second upload that changes one telephone number, handed in."""
    site.issue()
    document = site.document()
    document["command"]["contacts"][1]["phone"] = "13800009999"
    receipt: dict[str, Any] = site.upload(command=document["command"])
    assert site.move("wenshu201", "submit", receipt).status_code == 200
    return receipt


def shown(text: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(number|digest)" value="([^"]*)"', text))


def test_old_stands_beside_new_with_the_whole_text_below(site: Site) -> None:
    revised(site)
    page = site.own_password("shenhe").get(f"{PLAN}/review").text
    old = site.document()["command"]["contacts"][1]["phone"]
    assert f"<del>{old}</del>" in page and "<ins>13800009999</ins>" in page
    assert "一般修改" in page and '<h2 id="whole">全文</h2>' in page and "编制目的" in page


def test_a_first_plan_has_nothing_beside_it_and_is_read_whole(site: Site) -> None:
    receipt = site.upload()
    site.move("wenshu201", "submit", receipt)
    page = site.own_password("shenhe").get(f"{PLAN}/review").text
    assert "没有可对照的上一版" in page and '<details class="act chapter" open>' in page


def test_remarks_are_seen_by_the_author_where_they_were_made(site: Site) -> None:
    revised(site)
    reviewer = site.own_password("shenhe")
    page = reviewer.get(f"{PLAN}/review").text
    sent = {
        **shown(page),
        "do": "return",
        "note": "电话请核对",
        f"comment {PHONE}": "少打了一位<b>",
        "comment /profile": " ",
    }
    assert reviewer.post(f"{PLAN}/review", sent).headers["location"].endswith("?done=return")
    clerk = site.own_password("wenshu201")
    plan = clerk.get(PLAN).text
    assert "退回了，要修改" in plan and "电话请核对" in plan and "少打了一位&lt;b&gt;" in plan
    text = clerk.get(f"{PLAN}/read?number=2").text
    noted = text.split('<tr class="noted">')[1]
    assert "少打了一位" in noted.split("</tr>")[0] and "李审核" in noted
    assert text.index("13800009999") < text.index("少打了一位")


def test_remarks_stand_where_they_are_mended(site: Site) -> None:
    receipt = revised(site)
    comments = [{"path": PHONE, "text": "少打了一位"}, {"path": "/basis", "text": "补上省里的文件"}]
    assert site.move("shenhe", "return", receipt, note="请改", comments=comments).status_code == 200
    clerk = site.own_password("wenshu201")
    overview = clerk.get(f"{PLAN}/fill").text
    assert (
        "审核退回的意见 2 条" in overview and f'href="{PLAN}/fill/3#f.command.contacts.1.phone"' in overview
    )
    part = clerk.get(f"{PLAN}/fill/3").text
    spot = part.split('name="/command/contacts/1/phone"')[1].split('class="field')[0]
    assert "少打了一位" in spot and part.count("少打了一位") == 1
    fields = send(clerk.client, f"{PLAN}/fill/3", "insert /command/contacts/0").text
    spot = fields.split('name="/command/contacts/2/phone"')[1].split('class="field')[0]
    assert "少打了一位" in spot and fields.count("少打了一位") == 1
    assert "补上省里的文件" in clerk.get(f"{PLAN}/fill/1").text


def test_a_remark_follows_its_row() -> None:
    before = {"people": [{"id": "a"}, {"id": "b", "phone": "1"}], "texts": ["x", "y"]}
    after = {"people": [{"id": "new"}, {"id": "b", "phone": "1"}, {"id": "a"}], "texts": ["y"]}
    assert followed(before, after, "/people/0/phone") == "/people/2/phone"
    assert followed(before, after, "/people/1") == "/people/1"
    assert followed(before, {}, "/people/1/phone") == "/people/1/phone"
    assert followed(before, after, "/texts/1") == "/texts/1" and followed(before, after, "") == ""


def test_a_return_without_a_word_keeps_the_remarks_that_were_typed(site: Site) -> None:
    revised(site)
    reviewer = site.own_password("shenhe")
    sent = {**shown(reviewer.get(f"{PLAN}/review").text), "do": "return", f"comment {PHONE}": "少打了一位"}
    answer = reviewer.post(f"{PLAN}/review", sent)
    assert answer.status_code == 422 and "必须填写" in answer.text and ">少打了一位</textarea>" in answer.text


def test_passing_asks_for_all_six_points(site: Site) -> None:
    revised(site)
    reviewer = site.own_password("shenhe")
    marks = shown(reviewer.get(f"{PLAN}/review").text)
    assert (
        reviewer.post(f"{PLAN}/review", {**marks, "do": "pass", "verdict_1": "conforms"}).status_code == 422
    )
    assert reviewer.post(f"{PLAN}/review", {**marks, "do": "pass", **VERDICTS}).status_code == 303


def test_only_what_was_read_can_be_signed(site: Site) -> None:
    receipt = revised(site)
    site.move("shenhe", "pass", receipt, checklist=CHECKLIST)
    head = site.own_password("zhuren201")
    marks = shown(head.get(f"{PLAN}/review").text)
    signed = {"do": "approve", "signer_name": "钱主任", "signer_post": "村委会主任"}
    assert head.post(f"{PLAN}/review", {**marks, **signed, "digest": "0" * 64}).status_code == 412
    assert head.post(f"{PLAN}/review", {**marks, **signed}).status_code == 303


def test_several_are_signed_together_only_after_each_was_opened(site: Site) -> None:
    receipts = []
    for code in (VILLAGE, OTHER):
        receipt = site.upload(code)
        site.move("yingjiban", "submit", receipt)
        site.move("shenhe", "pass", receipt, checklist=CHECKLIST)
        receipts.append(receipt["digest"])
    leader = site.own_password("qianfa")
    assert leader.get("/approve").text.count("打开看<") == 2
    leader.get(f"{PLAN}/review")
    names = {
        f"signer_{what} {digest}": said
        for digest in receipts
        for what, said in (("name", "钱主任"), ("post", "主任"))
    }
    answer = leader.post("/approve", {**names, **{f"sign {digest}": "yes" for digest in receipts}}).text
    assert "<strong>徐营村民委员会防汛应急预案</strong>：已签发" in answer
    assert "<strong>刘楼村民委员会防汛应急预案</strong>：还没有打开看过，不能签发。" in answer
    assert site.get("qianfa", f"/api{PLAN}").json()["state"] == "approved"
    assert site.get("qianfa", f"/api/plans/{OTHER}/flood").json()["state"] == "passed"


def test_marks_of_having_opened_are_worth_nothing_in_another_session(site: Site) -> None:
    receipt = site.upload()
    site.move("yingjiban", "submit", receipt)
    site.move("shenhe", "pass", receipt, checklist=CHECKLIST)
    leader = site.own_password("qianfa")
    leader.get(f"{PLAN}/review")
    mark = leader.client.cookies["yingji_opened"]
    again = site.browser_again("qianfa")
    again.client.cookies.set("yingji_opened", mark)
    assert "再看" not in again.get("/approve").text


def test_who_may_not_read_restricted_lists_reviews_without_them(site: Site) -> None:
    revised(site)
    page = site.own_password("chakan").get(f"{PLAN}/review").text
    assert "13800009999" not in page and "限制公开的内容已隐去" in page
    assert 'name="do"' not in page
    changes = site.get("chakan", f"/api{PLAN}/versions/1/diff/2").text
    assert "13800009999" not in changes
