"""What goes wrong is told in Chinese to people and scripts, and to the log without anybody's name."""

import logging
from typing import Any

import pytest
from tests.web.place import VILLAGE, Site

from yingji.errors import (
    Conflict,
    Fault,
    Forbidden,
    Invalid,
    NotFound,
    Problem,
    Refusal,
    Stale,
    TooLarge,
    TooMany,
    Unauthorized,
    Unavailable,
    Unreadable,
    Usage,
    WrongType,
)  # fmt: skip
from yingji.web.api import units
from yingji.web.problems import ConflictDetails, ProblemDetails, details

EVERY = (
    Unreadable, TooLarge, WrongType, Invalid, Refusal, Usage, NotFound, Unauthorized, Forbidden, Conflict,
    Stale, TooMany, Unavailable,
)  # fmt: skip


def raising(error: Exception) -> Any:
    def fail(*_args: object, **_named: object) -> None:
        raise error

    return fail


@pytest.mark.parametrize("kind", EVERY)
def test_every_fault_has_its_answer_for_scripts_and_for_people(
    site: Site, monkeypatch: pytest.MonkeyPatch, kind: type[Fault]
) -> None:
    fault = kind("第三行的电话少一位。", [Problem("/a", "第三行", "少一位，例 13800138000")])
    monkeypatch.setattr(units, "list_units", raising(fault))
    answer = site.get("yingjiban", "/api/units")
    assert answer.status_code == kind.status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json() == {
        "type": f"urn:yingji:problem:{kind.code}",
        "title": kind.title,
        "status": kind.status,
        "detail": "第三行的电话少一位。",
        "problems": [{"path": "/a", "place": "第三行", "message": "少一位，例 13800138000", "grade": "must"}],
    }


def test_what_breaks_is_logged_by_kind_and_place_and_never_by_its_words(
    site: Site, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    secret = "张三 13800138000"
    cause = KeyError(secret)
    error = RuntimeError(secret)
    error.__cause__ = cause
    monkeypatch.setattr(units, "list_units", raising(error))
    with caplog.at_level(logging.ERROR):
        answer = site.get("yingjiban", "/api/units?under=" + VILLAGE)
    assert answer.status_code == 500
    body = answer.json()
    assert (
        "系统出错" in body["detail"] and "Traceback" not in answer.text and "RuntimeError" not in answer.text
    )
    logged = caplog.text
    assert "RuntimeError" in logged and "KeyError" in logged and "test_problems.py" in logged
    assert "13800138000" not in logged and "张三" not in logged
    number = body["detail"].split("编号 ")[1][:8]
    assert number in logged


def test_a_page_that_breaks_is_a_page(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    from yingji.web.pages import finding

    browser = site.own_password("yingjiban")
    monkeypatch.setattr(finding, "kinds", raising(RuntimeError("secret words")))
    answer = browser.get("/plans")
    assert answer.status_code == 500 and answer.headers["content-type"].startswith("text/html")
    assert "系统出错" in answer.text and "secret words" not in answer.text and "吴干事" in answer.text


def test_the_two_sides_of_a_conflict_are_told_apart() -> None:
    row = {
        "path": "/a",
        "place": "电话",
        "yours": "1",
        "theirs": None,
        "by": "王五",
        "at": "2026-05-06T10:02:00+08:00",
    }
    told = details(Stale("已被更新。", conflicts=[row]))
    assert isinstance(told, ConflictDetails) and told.problems[0].theirs == ""
    assert isinstance(details(Stale("已被更新。", conflicts=[])), ProblemDetails)


def test_expected_refusals_are_not_logged_as_crashes(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    site.get("wenshu202", f"/api/plans/{VILLAGE}/flood")
    site.client.get("/nothing")
    assert not [record for record in caplog.records if record.name == "yingji.web"]


def test_a_body_larger_than_a_route_takes_is_refused(site: Site) -> None:
    site.upload()
    answer = site.post(
        "wenshu201", f"/api/plans/{VILLAGE}/flood/versions/1/moves", content=b" " * (300 * 1024)
    )
    assert answer.status_code == 413 and "太大" in answer.json()["detail"]


def test_a_bare_question_with_no_taste_gets_a_page_and_json_when_asked(site: Site) -> None:
    assert site.client.get("/plans").headers["content-type"].startswith("text/html")
    answer = site.client.get("/plans", headers={"Accept": "application/json"})
    assert answer.headers["content-type"] == "application/problem+json"
