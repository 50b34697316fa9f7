"""The page behind the code on paper: what it answers anyone with a phone, and what it never does."""

import re
from typing import Any

import pytest
from tests.web.place import CHECKLIST, VILLAGE, Site

from yingji.web.misses import MOST, WINDOW, Misses
from yingji.web.pages import verify

PLAN = "/api/plans/411624201201/flood"


def code_of(site: Site, number: int | None = None) -> str:
    """The code printed on the pages of a version."""
    where = f"{PLAN}/versions/{number}" if number else PLAN
    address: str = site.get("yingjiban", where).json()["verify_url"]
    return address.rpartition("/")[2]


def texts(value: Any) -> list[str]:
    """Every text of a document that a person wrote."""
    if isinstance(value, dict):
        return [text for one in value.values() for text in texts(one)]
    if isinstance(value, list):
        return [text for one in value for text in texts(one)]
    return [value] if isinstance(value, str) and re.search("[一-龥]{3}|[0-9]{7}", value) else []


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that pass for the throttle, in a list of one."""
    now = [1000.0]
    monkeypatch.setattr(verify, "monotonic", lambda: now[0])
    return now


def test_a_code_with_one_character_changed_is_nobodys_at_every_position(
    site: Site, patient: list[float]
) -> None:
    site.issue()
    code = code_of(site)
    assert re.fullmatch("[0-9a-f]{32}", code)
    for at, character in enumerate(code):
        patient[0] += WINDOW
        for other in {"0", "f", character.upper(), "g", "%20", "é"} - {character}:
            answer = site.client.get(f"/v/{code[:at]}{other}{code[at + 1 :]}")
            assert answer.status_code == 404 and "查无此码" in answer.text
            assert "石槽集" not in answer.text and "徐营" not in answer.text
    for wrong in (code[:-1], code + "0", code.upper(), f" {code}", f"{code}\u200b", "0" * 32, "'" * 32):
        patient[0] += WINDOW
        assert site.client.get(f"/v/{wrong}").status_code == 404
    assert site.client.get(f"/v/{code}").status_code == 200


def test_a_line_of_the_plan_is_never_told(site: Site) -> None:
    site.issue()
    title = site.get("yingjiban", PLAN).json()["document"]["title"]
    page = site.client.get(f"/v/{code_of(site)}").text
    leaked = [text for text in texts(site.document()) if text in page and text not in title]
    assert leaked == ["徐营村民委员会"]
    assert "no-store" in site.client.get(f"/v/{code_of(site)}").headers["cache-control"]


def test_each_standing_is_told_to_whoever_holds_the_paper(site: Site) -> None:
    site.issue()
    first = code_of(site)
    assert "本码对应第 1 版：现行" in site.client.get(f"/v/{first}").text
    draft = site.upload(training_text="第二版的培训安排。")
    second = code_of(site, draft["number"])
    assert "草稿，不具效力" in site.client.get(f"/v/{second}").text
    site.move("yingjiban", "submit", draft)
    site.move("shenhe", "pass", draft, checklist=CHECKLIST)
    site.move("qianfa", "approve", draft, signer_name="钱主任", signer_post="村委会主任")
    issued = site.move("yingjiban", "issue", draft, effective_on="2026-05-07")
    assert issued.status_code == 200, issued.text
    assert "目前尚未实施" in site.client.get(f"/v/{second}").text
    assert "现行" in site.client.get(f"/v/{first}").text
    digest = site.get("yingjiban", f"{PLAN}/versions/1").json()["digest"]
    revoked = {"unit": VILLAGE, "kind": "flood", "number": 1, "digest": digest}
    assert site.move("qianfa", "revoke", revoked, reason="收回重编").status_code == 200
    assert "撤销" in site.client.get(f"/v/{first}").text


def test_who_asks_for_many_codes_nobody_issued_has_to_wait_a_minute(site: Site, patient: list[float]) -> None:
    site.issue()
    code = code_of(site)
    assert all(site.client.get(f"/v/{n:032x}").status_code == 404 for n in range(MOST))
    waiting = site.client.get(f"/v/{code}")
    assert waiting.status_code == 429 and waiting.headers["retry-after"] == "60"
    assert "过一分钟再扫" in waiting.text and "现行" not in waiting.text
    patient[0] += WINDOW
    assert site.client.get(f"/v/{code}").status_code == 200


def test_a_good_code_may_be_asked_for_as_often_as_one_likes(site: Site) -> None:
    site.issue()
    code = code_of(site)
    assert {site.client.get(f"/v/{code}").status_code for _ in range(2 * MOST)} == {200}


def test_one_address_does_not_make_another_wait() -> None:
    misses = Misses()
    for _ in range(MOST):
        assert not misses.too_many("198.51.100.1", 5.0)
        misses.note("198.51.100.1")
    assert misses.too_many("198.51.100.1", 6.0) and not misses.too_many("198.51.100.2", 6.0)
    assert not misses.too_many("198.51.100.1", 5.0 + WINDOW)
    assert misses.counts == {}
