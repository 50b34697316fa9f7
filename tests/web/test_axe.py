"""Every page as every role, and every answer to a form, on a phone and on a desk: nothing that WCAG 2 A or AA forbids, nothing too wide, nothing from elsewhere."""

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient
from openpyxl import Workbook
from playwright.sync_api import APIResponse, Browser, Page
from tests.web.place import NOW, OTHER, OWN, TOWNSHIP, VILLAGE, People, Site
from tests.web.route_table import ADMIN, APPROVER, AUDITOR, OFFICE, OWN_CLERK, REVIEWER, VIEWER, routes_of
from tests.web.serving import serving

from yingji.access.rights import LOCAL
from yingji.basis.actions import import_documents
from yingji.config import Config
from yingji.web.app import create_app

VENDOR = Path(__file__).parent / "vendor"
AXE = VENDOR / "axe-core" / "axe.min.js"
WIDTHS = (390, 1440)
ROLES = (OFFICE, OWN_CLERK, REVIEWER, APPROVER, VIEWER, ADMIN, AUDITOR)
RUN = """async () => {
  const found = await axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"], resultTypes: ["violations"]});
  return found.violations.map(v => v.id + ": " + v.nodes.map(n => n.target.join(" ") + " " + n.failureSummary).join(" | "));
}"""
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
ALSO = {
    None: ("/", "/v/x"),
    OFFICE: (
        "/no-such-page",
        "/people",
        "/plans?q=查无此件",
        "/calendar?year=2031",
        "/coverage?show=lacking",
    ),
}
"""Beside the table's: the dark corners."""


PLAN = f"/plans/{VILLAGE}/flood"


@dataclass(frozen=True, slots=True)
class Place:
    """A running site, its people, the digest of a draft handed in, and a document that could be another."""

    address: str
    people: People
    digest: str
    document: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Corner:
    """A post, and by whom; its answer is a page."""

    login: str | None
    path: str
    form: dict[str, str] = field(default_factory=dict)
    file: tuple[str, bytes] | None = None

    @property
    def body(self) -> dict[str, Any]:
        """The body as Playwright takes it."""
        if self.file is None:
            return {"form": self.form}
        name, content = self.file
        sent = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
        return {"multipart": {**self.form, "file": sent}}


@pytest.fixture
def place(settings: Config, site_template: tuple[Path, People]) -> Iterator[Place]:
    """A running site with something on every page."""
    settings = replace(settings, base_url="")
    app = create_app(settings)
    with TestClient(app, base_url="http://yingji.example") as client:
        site = Site(app, client, app.state.database, site_template[1])
        digest = furnish(site)
        document = site.document()
    with serving(settings) as address:
        yield Place(address, site.people, digest, document)


def furnish(site: Site) -> str:
    """Plans in force and in work, documents, an exemption, a drill, a copy, a policy of the place's own."""
    with site.database.writing() as w:
        import_documents(w, LOCAL, NOW, "id,title,supersedes\nCN-A,办法,\nCN-B,新办法,CN-A\n".encode())
    site.require_villages()
    site.issue()
    draft = site.upload(title="石槽集乡徐营村防汛应急预案")
    site.move(OFFICE, "submit", draft)
    versions = f"/api/plans/{VILLAGE}/flood/versions"
    site.post(OFFICE, f"{versions}/1/copies", json={"holders": ["石槽集乡司法所"], "edition": "full"})
    for path, sent in (
        (
            "/exemptions",
            {"unit": "刘楼村", "kind": "fire", "reason": "x", "approver": "周", "from": "2026-01-01"},
        ),
        (f"/plans/{VILLAGE}/flood/readiness", {"do": "drill", "on": "2026-05-06", "findings": "喇叭不响"}),
        (f"/units/{VILLAGE}/roster", {"post": "主要负责人", "name": "孙新", "from": "2026-05-06"}),
    ):
        assert site.post(OFFICE, path, data=sent).status_code == 303, path
    return str(draft["digest"])


def shape(html: str) -> str:
    """What axe can tell two pages apart by: the main part without its words, numbers and tokens."""
    return re.sub(r'value="[^"]*"|[\u3000-\u9fff\uff00-\uffef0-9]+', "", html.partition("<main")[2])


def violations(page: Page, address: str, path: str, widths: Sequence[int] = WIDTHS) -> list[str]:
    page.goto(address + path)
    return faults_of(page, path, widths)


def faults_of(page: Page, name: str, widths: Sequence[int] = WIDTHS) -> list[str]:
    """What is wrong with the page that is open."""
    page.evaluate(AXE.read_text("utf-8"))
    found = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        found += [f"{name} at {width}: {line}" for line in page.evaluate(RUN)]
        if page.evaluate(WIDER) > 0:
            found.append(f"{name} at {width}: wider than the screen")
    return found


def answered(page: Page, address: str, name: str, html: str) -> list[str]:
    """What is wrong with a page that only a post is answered with, on a phone: at a desk it is laid out like the others."""
    page.route(f"{address}/answered", lambda route: route.fulfill(body=html, content_type="text/html"))
    found = violations(page, address, "/answered", WIDTHS[:1])
    page.unroute(f"{address}/answered")
    return [line.replace("/answered", name) for line in found]


def test_the_rules_are_the_ones_published() -> None:
    readme = (VENDOR / "README.md").read_text("utf-8")
    for file in (VENDOR / "axe-core").iterdir():
        assert hashlib.sha256(file.read_bytes()).hexdigest() in readme, file.name


def test_a_field_without_its_name_is_noticed(chromium: Browser, place: Place) -> None:
    page = chromium.new_page()
    page.goto(place.address)
    page.evaluate(AXE.read_text("utf-8"))
    assert not page.evaluate(RUN)
    page.evaluate("document.querySelector('label').remove()")
    assert page.evaluate(RUN)[0].startswith("label: #login")
    page.close()


def own_tables() -> bytes:
    """A ledger of the village's own making."""
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (("姓名", "担任职务", "手机"), ("张三", "文书", "13800001234"), ("李四", "电工", "1380000")):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def many(document: dict[str, Any]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(12):
            archive.writestr(f"{number}.json", json.dumps({**document, "title": f"预案{number}"}))
        archive.writestr("说明.txt", "不是预案")
    return out.getvalue()


def corners(digest: str, document: dict[str, Any]) -> tuple[Corner, ...]:
    """Forms shown again with what is wrong, and pages that only a post leads to."""
    version = {"number": "2", "digest": digest}
    day = {"from": "2026-05-06", "decided_by": "石槽集乡人民政府"}
    changed = json.dumps({**document, "title": "石槽集乡徐营村防汛预案"}).encode()
    return (
        Corner(None, "/sign-in", {"login": OWN_CLERK, "password": "x"}),
        Corner(None, "/requirements", {"unit": "徐营村", "basis": "防汛条例"}),
        Corner(ADMIN, "/people/wenshu202/code"),
        Corner(ADMIN, "/people", {"name": "新人"}),
        Corner(ADMIN, "/basis", {"id": "CN-X", "title": "某办法", "issued_on": "昨天"}),
        Corner(
            OFFICE, "/policy", {"do": "try", "key": "due_soon_days", "value": "9", "under": TOWNSHIP, **day}
        ),
        Corner(OFFICE, "/requirements", {}),
        Corner(OFFICE, f"/units/{VILLAGE}/changes", {"do": "merge"}),
        Corner(OFFICE, f"{PLAN}/moves", {"move": "withdraw", "on": "昨天", **version}),
        Corner(OFFICE, f"{PLAN}/record", {"signer_name": "张三"}),
        Corner(OFFICE, f"{PLAN}/copies", {"number": "1"}),
        Corner(OFFICE, f"/coverage/cell/{OTHER}/flood/reminders", {"on": "昨天"}),
        Corner(OFFICE, "/upload", {"kind": "flood", "do": "look"}, ("各村.zip", many(document))),
        Corner(OFFICE, "/volume", {"under": TOWNSHIP, "kind": "flood", "edition": "full", "shape": "zip"}),
        Corner(REVIEWER, f"{PLAN}/review", {"do": "return", "place_2": "第三章", **version}),
        Corner(OWN_CLERK, f"{PLAN}/check", {}, ("预案.json", changed)),
        Corner(OWN_CLERK, f"{PLAN}/check", {}, ("台账.xlsx", own_tables())),
        Corner(OWN_CLERK, f"{PLAN}/check", {}, ("照片.docx", b"no document")),
        Corner(OWN_CLERK, f"{PLAN}/fill/3", {"/command/contacts/0/phone": "1380", "end": "1", "do": "check"}),
        Corner(OWN_CLERK, f"{PLAN}/fill/review", {"do": "submit"}),
    )


def settled(page: Page, answer: APIResponse) -> Iterator[str]:
    """The page, and where something still runs in the background also the one it ends with."""
    html = answer.text()
    yield html
    is_running = "data-running" in html
    while "data-running" in html:
        page.wait_for_timeout(100)
        html = page.request.get(answer.url).text()
    if is_running:
        yield html


def test_no_page_shuts_anybody_out(chromium: Browser, place: Place) -> None:
    address, people, digest = place.address, place.people, place.digest
    pages = [
        call for call in routes_of(digest).values() if call.page and call.form is None and call.json is None
    ]
    pages = [call for call in pages if not call.path.startswith("/api/")]
    seen: set[str] = set()
    at_a_desk: set[str] = set()
    wrong: list[str] = []
    asked: list[str] = []
    counted = 0
    for login in (None, *ROLES):
        headers = {"Authorization": f"Bearer {people.tokens[login]}"} if login else {}
        context = chromium.new_context(locale="zh-CN", extra_http_headers=headers)
        page = context.new_page()
        page.on("request", lambda one: asked.append(one.url))
        paths = [
            *ALSO.get(login, ()),
            *(call.path for call in pages if login in call.opens and call.status == 200),
        ]
        for path in paths:
            known = shape(context.request.get(address + path).text())
            if known not in seen or path == paths[0]:
                seen.add(known)
                counted += 1
                wrong += violations(page, address, path, WIDTHS[: 1 if path in at_a_desk else 2])
                at_a_desk.add(path)
        context.close()
    assert not wrong, "\n".join(wrong)
    assert not [url for url in asked if not url.startswith(address)]
    assert counted > 40


def test_no_answer_to_a_form_shuts_anybody_out(chromium: Browser, place: Place) -> None:
    address, people = place.address, place.people
    wrong: list[str] = []
    asked: list[str] = []
    for corner in corners(place.digest, place.document):
        headers = {"Authorization": f"Bearer {people.tokens[corner.login]}"} if corner.login else {}
        context = chromium.new_context(locale="zh-CN", extra_http_headers=headers)
        page = context.new_page()
        page.on("request", lambda one: asked.append(one.url))
        answer = context.request.post(address + corner.path, **corner.body)
        assert answer.status != 500
        for html in settled(page, answer):
            assert "<main" in html, (corner.path, answer.status)
            wrong += answered(page, address, corner.path, html)
        context.close()
    assert not wrong, "\n".join(wrong)
    assert not [url for url in asked if not url.startswith(address)]


def test_nobody_is_shut_out_of_their_first_day(chromium: Browser, place: Place) -> None:
    address, people = place.address, place.people
    page = chromium.new_context(locale="zh-CN").new_page()
    page.goto(f"{address}/?login={OWN_CLERK}")
    wrong = faults_of(page, "the first sign-in")
    page.fill("#password", people.codes[OWN_CLERK])
    page.click("button[type=submit]")
    page.wait_for_url("**/password")
    wrong += faults_of(page, "the first password")
    for name, words in (("old", people.codes[OWN_CLERK]), ("new", "短"), ("again", "短")):
        page.fill(f"#{name}", words)
    page.click("main button[type=submit]")
    wrong += faults_of(page, "a password too short")
    for name, words in (("old", people.codes[OWN_CLERK]), ("new", OWN), ("again", OWN)):
        page.fill(f"#{name}", words)
    page.click("main button[type=submit]")
    page.wait_for_url("**/home")
    wrong += faults_of(page, "the first home")
    page.context.close()
    assert not wrong, "\n".join(wrong)
