"""Forged posts, script in every field, files that are something else: refused, or shown as the letters they are."""

import re

import httpx
import pytest
from tests.web.place import TOWNSHIP, VILLAGE, Site
from tests.web.route_table import ADMIN, AUDITOR, OFFICE, OWN_CLERK, routes_of

EVIL = "\"'><img src=x onerror=alert(1)><script>alert(2)</script>"
RAW = re.compile(r"<img src=x|<script>alert")
PLAN = f"/plans/{VILLAGE}/flood"
FILES = {
    "page.html": b"<!doctype html><script>alert(1)</script>",
    "drawing.svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "renamed.pdf": b"<html><body>%PDF-1.4</body></html>",
}


def runs(answer: httpx.Response) -> bool:
    """Whether a browser would take what was typed for part of the page."""
    is_page = answer.headers.get("content-type", "").startswith("text/html")
    return is_page and RAW.search(answer.text) is not None


def test_no_form_is_taken_without_its_token(site: Site) -> None:
    browser, taken = site.own_password(OFFICE), []
    for (method, path), call in routes_of("x").items():
        if method == "POST":
            answer = browser.client.post(
                call.path, data=call.form or {}, files=call.files or None, follow_redirects=False
            )
            if answer.status_code != 403:
                taken.append((path, answer.status_code))
    assert not taken
    assert browser.get("/home").status_code == 200


@pytest.mark.parametrize("login", [OFFICE, ADMIN])
def test_what_is_typed_comes_back_as_letters(site: Site, login: str) -> None:
    site.require_villages()
    site.issue()
    for (method, path), call in routes_of("x").items():
        skipped = path.endswith(("/off", "/handover", "/code")) or path in {"/password", "/sign-out"}
        if method != "POST" or skipped or not call.form:
            continue
        for name in call.form:
            answer = site.post(login, call.path, data={**call.form, name: EVIL}, files=call.files or None)
            assert answer.status_code < 500, (path, name)
            assert not runs(answer), (path, name)
    for (method, path), call in routes_of("x").items():
        if method == "GET" and call.page:
            assert not runs(site.get(login, call.path)), path


def test_what_is_asked_for_comes_back_as_letters(site: Site) -> None:
    for login, path, names in (
        (OFFICE, "/plans", ("q", "kind", "status", "under")),
        (OFFICE, "/units", ("q", "as_of", "under", "done")),
        (OFFICE, "/basis", ("q", "done")),
        (OFFICE, "/calendar", ("year", "done")),
        (OFFICE, "/coverage", ("under", "kind", "show", "as_of")),
        (OFFICE, "/exemptions", ("unit", "kind", "done")),
        (OFFICE, PLAN, ("as_of", "done", "act")),
        (ADMIN, "/people", ("q",)),
        (AUDITOR, "/ledger", ("under", "act", "actor", "since", "through")),
    ):
        for name in names:
            answer = site.get(login, path, params={name: EVIL})
            assert answer.status_code < 500 and not RAW.search(answer.text), (path, name)
    assert not RAW.search(site.client.get("/", params={"next": EVIL}).text)
    assert not RAW.search(site.client.get(f"/v/{EVIL}").text)


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_a_page_is_not_kept(site: Site, name: str) -> None:
    site.upload()
    file = {"file": (name, FILES[name])}
    sent = {"type": "other", "number": "1"}
    assert site.post(OFFICE, f"{PLAN}/attachments", data=sent, files=file).status_code == 415
    assert site.post(OFFICE, f"{PLAN}/upload", data={}, files=file).status_code in {400, 415, 422}
    scan = {"scan": (name, FILES[name])}
    paper = {"signer_name": "钱", "signer_post": "主任", "issued_on": "2025-03-01", "reason": "x"}
    assert site.post(OFFICE, f"{PLAN}/record", data=paper, files=scan).status_code == 415


def test_a_kept_file_is_handed_out_as_a_file(site: Site) -> None:
    site.upload()
    file = {"file": ('图"><script>.pdf', b"%PDF-1.4\n%%EOF\n")}
    assert (
        site.post(
            OFFICE, f"{PLAN}/attachments", data={"type": "other", "number": "1"}, files=file
        ).status_code
        == 303
    )
    kept = re.findall(r'href="([^"]+/files/[0-9]+)"', site.get(OFFICE, PLAN).text)
    answer = next(a for a in (site.get(OFFICE, path) for path in kept) if a.content.startswith(b"%PDF"))
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "<script>" not in answer.headers["content-disposition"]
    assert not RAW.search(site.get(OFFICE, PLAN).text)


def test_nobody_learns_which_accounts_or_places_there_are(site: Site) -> None:
    for known, unknown in (
        ("/people/wenshu202", "/people/nobody"),
        ("/people/wenshu202/handover", "/people/nobody/handover"),
    ):
        answers = [site.get(OFFICE, path) for path in (known, unknown)]
        assert {answer.status_code for answer in answers} == {403}
        assert answers[0].text == answers[1].text.replace("nobody", "wenshu202")
    assert site.get(OWN_CLERK, f"/plans/{TOWNSHIP}/flood").status_code == 403
