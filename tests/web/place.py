"""A township of two villages and a clinic, its people, and how they come to the door."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import httpx
from litestar import Litestar
from litestar.testing import TestClient

from yingji.access.actions import add_person, give_role, issue_token
from yingji.access.rights import LOCAL
from yingji.access.tables import site as site_table
from yingji.clock import SHANGHAI
from yingji.coverage.actions import add_requirement
from yingji.db import Database, Writing
from yingji.desk.example import example_for
from yingji.units.actions import add_unit
from yingji.units.queries import find_unit

NOW = datetime(2026, 5, 6, 9, 0, tzinfo=SHANGHAI)
TODAY = NOW.date()
OWN = "雨前巡沟两遍记牢"
COUNTY, TOWNSHIP = "411624000000", "411624201000"
VILLAGE, OTHER, CLINIC = "411624201201", "411624201202", "411624201000-卫生院"
UNITS = (
    (COUNTY, "沈丘县", "county", None),
    (TOWNSHIP, "石槽集乡", "township", COUNTY),
    (VILLAGE, "徐营村民委员会", "village", TOWNSHIP),
    (OTHER, "刘楼村民委员会", "village", TOWNSHIP),
    (CLINIC, "石槽集乡卫生院", "department", TOWNSHIP),
)
PEOPLE = (
    ("wenshu201", "赵文书", "村文书", "clerk", VILLAGE),
    ("zhuren201", "钱主任", "村委会主任", "head", VILLAGE),
    ("wenshu202", "孙文书", "村文书", "clerk", OTHER),
    ("shenhe", "李审核", "应急办主任", "reviewer", TOWNSHIP),
    ("qianfa", "周乡长", "乡长", "approver", TOWNSHIP),
    ("yingjiban", "吴干事", "应急办干事", "office", TOWNSHIP),
    ("chakan", "郑查看", "县局科员", "viewer", COUNTY),
    ("guanli", "王管理", "系统管理员", "sysadmin", COUNTY),
    ("shenji", "冯审计", "审计员", "auditor", TOWNSHIP),
)


@dataclass(frozen=True, slots=True)
class People:
    """How each person gets in: a one-time code for the page, a token for scripts."""

    codes: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Site:
    """The running site; ``get`` and ``post`` act by token, ``browser`` by cookie."""

    app: Litestar
    client: TestClient[Litestar]
    database: Database
    people: People

    def get(self, login: str, path: str, **options: Any) -> httpx.Response:
        """GET as that person's script."""
        return self._ask("GET", login, path, **options)

    def post(self, login: str, path: str, **options: Any) -> httpx.Response:
        """POST as that person's script."""
        return self._ask("POST", login, path, **options)

    def _ask(self, method: str, login: str, path: str, **options: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.people.tokens[login]}", **options.pop("headers", {})}
        return self.client.request(method, path, headers=headers, follow_redirects=False, **options)

    def document(self, code: str = VILLAGE, kind: str = "flood", **changes: Any) -> dict[str, Any]:
        """A valid document of that unit."""
        with self.database.reading() as r:
            return {**example_for(r, find_unit(r, code, TODAY), kind, TODAY), **changes}

    def upload(self, code: str = VILLAGE, kind: str = "flood", **changes: Any) -> dict[str, Any]:
        """Upload one as the village's clerk; the receipt."""
        answer = self.post(
            "yingjiban", f"/api/plans/{code}/{kind}/versions", json=self.document(code, kind, **changes)
        )
        assert answer.status_code == 201, answer.text
        receipt: dict[str, Any] = answer.json()
        return receipt

    def move(self, login: str, move: str, receipt: dict[str, Any], **fields: Any) -> httpx.Response:
        """One move on an uploaded version."""
        where = f"/api/plans/{receipt['unit']}/{receipt['kind']}/versions/{receipt['number']}/moves"
        return self.post(login, where, json={"move": move, "digest": receipt["digest"], **fields})

    def issue(self, code: str = VILLAGE, kind: str = "flood", **changes: Any) -> dict[str, Any]:
        """Upload and bring into force; the receipt of the upload."""
        receipt = self.upload(code, kind, **changes)
        for login, move, fields in (
            ("yingjiban", "submit", {}),
            ("shenhe", "pass", {"checklist": CHECKLIST}),
            ("qianfa", "approve", {"signer_name": "钱主任", "signer_post": "村委会主任"}),
            ("yingjiban", "issue", {"doc_no": "石政〔2026〕5号"}),
        ):
            answer = self.move(login, move, receipt, **fields)
            assert answer.status_code == 200, answer.text
        return receipt

    def require_villages(self, kind: str = "flood") -> None:
        """Every village must hold a plan of the kind."""
        with self.database.writing() as w:
            add_requirement(
                w,
                LOCAL,
                NOW,
                unit_kind="village",
                under=find_unit(w, TOWNSHIP, TODAY),
                kind=kind,
                from_day=date(2020, 1, 1),
                basis="县防汛工作方案",
                decided_by="石槽集乡人民政府",
            )

    def browser(self, login: str) -> "Browser":
        """Sign in on the page with a password of one's own."""
        self.client.cookies.clear()
        answer = self.client.post(
            "/sign-in", data={"login": login, "password": self.people.codes[login]}, follow_redirects=False
        )
        assert answer.status_code == 303, answer.text
        return Browser(self.client)

    def browser_again(self, login: str) -> "Browser":
        """Sign in once more, after ``own_password``."""
        self.client.cookies.clear()
        answer = self.client.post("/sign-in", data={"login": login, "password": OWN}, follow_redirects=False)
        assert answer.status_code == 303, answer.text
        return Browser(self.client)

    def mark_as_sample(self) -> None:
        """Say that the registry holds invented data, as the demonstration does."""
        with self.database.writing() as w:
            w.add(site_table, name="sample", value="yes")

    def own_password(self, login: str, password: str = OWN) -> "Browser":
        """Sign in with the one-time code and replace it."""
        browser = self.browser(login)
        answer = browser.post(
            "/password", {"old": self.people.codes[login], "new": password, "again": password}
        )
        assert answer.status_code == 303, answer.text
        return browser


@dataclass(slots=True)
class Browser:
    """A browser with a session cookie."""

    client: TestClient[Litestar]

    def get(self, path: str, **options: Any) -> httpx.Response:
        """A page."""
        return self.client.get(path, follow_redirects=False, **options)

    @property
    def csrf(self) -> str:
        """The session's token, as the page's hidden field holds it."""
        text = self.client.get("/password").text
        return text.split('name="csrf" value="', 1)[1].split('"', 1)[0]

    def post(self, path: str, data: dict[str, Any] | None = None, **options: Any) -> httpx.Response:
        """A form with its token."""
        return self.client.post(
            path, data={"csrf": self.csrf, **(data or {})}, follow_redirects=False, **options
        )


CHECKLIST = [{"point": point, "verdict": "conforms"} for point in range(1, 7)]


def settle(database: Database, people: People) -> None:
    """Found the units and name the people."""
    with database.writing() as w:
        for code, name, kind, under in UNITS:
            add_unit(
                w,
                LOCAL,
                NOW,
                code=code,
                name=name,
                kind=kind,
                under=under,
                from_day=date(2000, 1, 1),
                order_doc="初始登记",
            )
        for person in PEOPLE:
            add_person_with_role(w, people, *person)


def add_person_with_role(
    w: Writing, people: People, login: str, name: str, post: str, role: str, place: str
) -> None:
    """One more person, with a one-time code and a token."""
    unit = find_unit(w, place, TODAY)
    people.codes[login] = add_person(w, LOCAL, NOW, login=login, name=name, post=post, path=unit.path)
    people.tokens[login] = issue_token(w, LOCAL, NOW, login=login, paths=())
    give_role(
        w, LOCAL, NOW, login=login, role=role, unit_id=unit.id, path=unit.path, from_day=date(2020, 1, 1)
    )
