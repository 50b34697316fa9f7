"""Every page as every role, on a phone and on a desk: nothing that WCAG 2 A or AA forbids, nothing too wide, nothing from elsewhere."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from litestar.testing import TestClient
from playwright.sync_api import Browser, Page
from tests.web.place import NOW, VILLAGE, People, Site
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


@pytest.fixture
def place(settings: Config, site_template: tuple[Path, People]) -> Iterator[tuple[str, People, str]]:
    """A running site with something on every page; with its people and the digest of a draft."""
    settings = replace(settings, base_url="")
    app = create_app(settings)
    with TestClient(app, base_url="http://yingji.example") as client:
        site = Site(app, client, app.state.database, site_template[1])
        digest = furnish(site)
    with serving(settings) as address:
        yield address, site.people, digest


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


def violations(page: Page, address: str, path: str) -> list[str]:
    page.goto(address + path)
    page.evaluate(AXE.read_text("utf-8"))
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        found += [f"{path} at {width}: {line}" for line in page.evaluate(RUN)]
        if page.evaluate(WIDER) > 0:
            found.append(f"{path} at {width}: wider than the screen")
    return found


def test_the_rules_are_the_ones_published() -> None:
    readme = (VENDOR / "README.md").read_text("utf-8")
    for file in (VENDOR / "axe-core").iterdir():
        assert hashlib.sha256(file.read_bytes()).hexdigest() in readme, file.name


def test_a_field_without_its_name_is_noticed(chromium: Browser, place: tuple[str, People, str]) -> None:
    page = chromium.new_page()
    page.goto(place[0])
    page.evaluate(AXE.read_text("utf-8"))
    assert not page.evaluate(RUN)
    page.evaluate("document.querySelector('label').remove()")
    assert page.evaluate(RUN)[0].startswith("label: #login")
    page.close()


def test_no_page_shuts_anybody_out(chromium: Browser, place: tuple[str, People, str]) -> None:
    address, people, digest = place
    pages = [
        call for call in routes_of(digest).values() if call.page and call.form is None and call.json is None
    ]
    pages = [call for call in pages if not call.path.startswith("/api/")]
    seen: set[str] = set()
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
                wrong += violations(page, address, path)
        context.close()
    assert not wrong, "\n".join(wrong)
    assert not [url for url in asked if not url.startswith(address)]
    assert counted > 40
