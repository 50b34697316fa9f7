"""Whatever form is refused comes back with the reason at its field, in Chinese, and with all that was typed."""

import re

import pytest
from tests.web.place import VILLAGE, Site

PLAN = f"/plans/{VILLAGE}/flood"
WRONG_DAY = "二〇二六年十三月"
SENT: dict[str, tuple[str, str, dict[str, str], str, str]] = {
    "publish": (
        "yingjiban",
        f"{PLAN}/moves",
        {"move": "publish", "on": "２０２６－５－６"},
        "where",
        "公开栏",
    ),
    "a day of a move": ("yingjiban", f"{PLAN}/moves", {"move": "file", "on": WRONG_DAY}, "on", "2026-05-01"),
    "copies": ("yingjiban", f"{PLAN}/copies", {"edition": "full", "on": "昨天"}, "holders", "派出所"),
    "a day of copies": (
        "yingjiban",
        f"{PLAN}/copies",
        {"holders": "派出所", "on": WRONG_DAY},
        "on",
        "2026-05-01",
    ),
    "correction": ("yingjiban", f"{PLAN}/correct", {"doc_no": "石政〔2026〕6号"}, "reason", "笔误"),
    "paper": ("yingjiban", f"{PLAN}/record", {"signer_name": "张三"}, "scan", "扫描件"),
    "reminder": (
        "yingjiban",
        f"/coverage/cell/{VILLAGE}/flood/reminders",
        {"whom": "李文书", "way": "phone", "on": WRONG_DAY},
        "on",
        "2026-05-01",
    ),
    "hand-over": ("guanli", "/people/wenshu201/handover", {"to": "", "on": "2026-05-07"}, "to", "wenshu02"),
    "a document": (
        "guanli",
        "/basis",
        {"id": "CN-X", "title": "某办法", "issued_on": WRONG_DAY},
        "issued_on",
        "2026-05-01",
    ),
    "a merger": (
        "yingjiban",
        f"/units/{VILLAGE}/changes",
        {"do": "merge", "from": "2026-05-06", "order": "沈政文〔2026〕12号", "into": VILLAGE},
        "into",
        "单位",
    ),
}


def refused_at(text: str) -> dict[str, str]:
    """The name of every field marked wrong, with what is said beside it."""
    marked = re.findall(
        r'<(?:input|textarea|select)[^>]*name="([^"]+)"[^>]*aria-describedby="([^ "]+-wrong)[^>]*aria-invalid="true"',
        text,
    )
    return {name: re.findall(rf'id="{re.escape(at)}">([^<]*)', text)[0] for name, at in marked}


@pytest.mark.parametrize("case", SENT)
def test_what_is_wrong_stands_at_its_field(site: Site, case: str) -> None:
    login, path, typed, field, example = SENT[case]
    version = site.issue() if path.startswith(PLAN) else {}
    site.require_villages()
    browser = site.own_password(login)
    answer = browser.post(path, {"number": "1", "digest": str(version.get("digest", "")), **typed})
    assert 400 <= answer.status_code < 500, answer.status_code
    told = refused_at(answer.text)
    assert list(told) == [field] and example in told[field]
    assert all(value in answer.text for value in typed.values())
    assert re.search(
        rf'<div class="told bad" role="alert" tabindex="-1" autofocus>.*?href="#[\w-]+-{field}"',
        answer.text,
        re.S,
    )


def test_a_return_without_its_reason_is_told_at_the_words(site: Site) -> None:
    receipt = site.upload()
    site.move("wenshu201", "submit", receipt)
    version = {"number": "1", "digest": str(receipt["digest"])}
    answer = site.own_password("shenhe").post(
        f"{PLAN}/review", {"do": "return", "place_2": "第三章", **version}
    )
    assert list(refused_at(answer.text)) == ["note"] and 'value="第三章"' in answer.text
