"""The people of a township walking through the pages: everyone signed in, every press counted."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from litestar.testing import TestClient
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page
from tests.web.place import (
    CHECKLIST,
    NOW,
    OTHER,
    TODAY,
    TOWNSHIP,
    VILLAGE,
    People,
    Site,
    add_person_with_role,
)
from tests.web.serving import serving

from yingji.access.rights import LOCAL
from yingji.config import Config
from yingji.units.actions import add_unit
from yingji.web.app import create_app
from yingji.web.session import COOKIE

PATIENCE = 8000
WIDER = "page => page.scrollWidth - page.clientWidth"
THIRD, FOURTH = "411624201203", "411624201204"
STEPS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("yingjiban", "submit", {}),
    ("shenhe", "pass", {"checklist": CHECKLIST}),
    ("qianfa", "approve", {"signer_name": "钱主任", "signer_post": "村委会主任"}),
    ("yingjiban", "issue", {}),
    ("yingjiban", "file", {"receipt_no": "石应急备〔2026〕5号"}),
)
BEGUN = {"flood": 5, "fire": 5, "drought": 5, "cold_wave": 2, "earthquake": 2, "relief": 2, "forest_fire": 3}
"""How far each village's plans have come before anybody walks; its plan against food poisoning is missing."""
MISSING = "food_safety"
FEW = ("flood", "fire")
"""What the village has that is walked at a desk without script."""
WALKERS = ("wenshu201", "wenshu202", "wenshu203", "wenshu204", "shenhe", "qianfa", "yingjiban", "chakan")


@dataclass(frozen=True, slots=True)
class Way:
    """How a person comes: on which screen, with or without script, from which village."""

    width: int
    script: bool
    village: str
    code: str
    clerk: str


WAYS = (
    Way(390, True, "徐营村民委员会", VILLAGE, "wenshu201"),
    Way(390, False, "刘楼村民委员会", OTHER, "wenshu202"),
    Way(1440, True, "张庄村民委员会", THIRD, "wenshu203"),
)
BARE_DESK = Way(1440, False, "王庄村民委员会", FOURTH, "wenshu204")
"""For the pages whose layout or buttons are others at a desk."""


@dataclass(slots=True)
class Walk:
    """One person on one screen, from the page they land on after signing in."""

    page: Page
    way: Way
    clicks: int = 0

    def press(self, what: str | re.Pattern[str] | Locator) -> None:
        """Press a link or a button, by its words; exactly one must show."""
        self.clicks += 1
        assert self.page.locator("html").evaluate(WIDER) <= 0, self.page.url
        self._shown(what).click()

    def tick(self, what: Locator) -> None:
        """Tick a box or choose a point."""
        self.clicks += 1
        what.check()

    def task(self, kind: str, verb: str) -> Locator:
        """The button of a task of this way's village."""
        row = self.page.locator("li.task", has_text=f"{self.way.village} · {kind}")
        return row.get_by_role("link", name=verb, exact=True)

    def own(self, kind: str, verb: str) -> Locator:
        """One of the ways to go on with a plan of one's own unit."""
        return self.page.get_by_role("group", name=f"{self.way.village} · {kind}").get_by_role(
            "link", name=verb
        )

    def _shown(self, what: str | re.Pattern[str] | Locator) -> Locator:
        if isinstance(what, Locator):
            return what
        found = self.page.locator("main button, main a, main summary", has_text=what)
        return found.locator("visible=true")


@dataclass(slots=True)
class Township:
    """The running site, and the session of everybody who walks."""

    browser: Browser
    address: str
    sessions: dict[str, str] = field(default_factory=dict)

    @contextmanager
    def walk(self, login: str, way: Way) -> Iterator[Walk]:
        """The person at their first page; the browser may complain of nothing, and no page be wider than it."""
        context = self.browser.new_context(
            viewport={"width": way.width, "height": 844}, locale="zh-CN", java_script_enabled=way.script
        )
        context.add_cookies([{"name": COOKIE, "value": self.sessions[login], "url": self.address}])
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        complaints: list[str] = []
        page.on(
            "console", lambda message: complaints.append(message.text) if _is_ours(page, message) else None
        )
        page.goto(f"{self.address}/home")
        yield Walk(page, way)
        assert complaints == [], complaints
        context.close()


def _is_ours(page: Page, message: ConsoleMessage) -> bool:
    """An error of a page of ours; what the browser's own reader of PDFs says is its own affair."""
    return message.type == "error" and "/print?" not in page.url


@contextmanager
def township(settings: Config, people: People, browser: Browser) -> Iterator[Township]:
    """Three villages with plans at every stage, served."""
    settings = replace(settings, base_url="")
    app = create_app(settings)
    with TestClient(app, base_url="http://yingji.example") as client:
        site = Site(app, client, app.state.database, people)
        _settle(site)
        for kind, steps in BEGUN.items():
            site.require_villages(kind)
            for way in (*WAYS, BARE_DESK) if kind in FEW else WAYS:
                _bring(site, way.code, kind, steps)
        site.require_villages(MISSING)
        sessions = {login: _session(site, login) for login in WALKERS}
    with serving(settings) as address:
        yield Township(browser, address, sessions)


def _settle(site: Site) -> None:
    """Two more villages, and a head for those that have none."""
    with site.database.writing() as w:
        for code, village, login, name in (
            (THIRD, "张庄村民委员会", "wenshu203", "陈文书"),
            (FOURTH, "王庄村民委员会", "wenshu204", "褚文书"),
        ):
            add_unit(
                w,
                LOCAL,
                NOW,
                code=code,
                name=village,
                kind="village",
                under=TOWNSHIP,
                from_day=TODAY.replace(year=2000),
                order_doc="初始登记",
            )
            add_person_with_role(w, site.people, login, name, "村文书", "clerk", code)
        for login, name, code in (
            ("zhuren202", "郑主任", OTHER),
            ("zhuren203", "冯主任", THIRD),
            ("zhuren204", "卫主任", FOURTH),
        ):
            add_person_with_role(w, site.people, login, name, "村委会主任", "head", code)


def _bring(site: Site, code: str, kind: str, steps: int) -> None:
    receipt = site.upload(code, kind)
    for login, move, fields in STEPS[:steps]:
        answer = site.move(login, move, receipt, **fields)
        assert answer.status_code == 200, answer.text


def _session(site: Site, login: str) -> str:
    site.own_password(login)
    return str(site.client.cookies[COOKIE])


def written(journey: str) -> int:
    """The presses the handbook promises for a journey."""
    text = (Path(__file__).parents[2] / "docs" / "handbook" / "journeys.md").read_text("utf-8")
    rows = [line.split("|") for line in text.splitlines() if line.startswith("|")]
    (presses,) = [int(row[4]) for row in rows if row[2].strip() == journey]
    return presses
