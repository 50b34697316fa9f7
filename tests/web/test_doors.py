"""Every route of the application, and what it answers to whom."""

import httpx
import pytest
from tests.web.place import COUNTY, NOW, VILLAGE, Site, add_person_with_role
from tests.web.route_table import OTHER_OFFICE, PERSONAS, SCAN, Call, routes_of
from tests.web.test_routes import OPEN, routes

from yingji.access.rights import LOCAL
from yingji.basis.actions import import_documents
from yingji.units.actions import import_units


@pytest.fixture
def full(site: Site) -> tuple[Site, dict[tuple[str, str], Call]]:
    """A township with a plan in force, a draft, a file, a copy, a document; and a neighbour with an office."""
    with site.database.writing() as w:
        rows = f"code,name,level,parent\n411624202000,另一乡,4,{COUNTY}\n"
        import_units(w, LOCAL, NOW, NOW.date(), rows.encode())
        import_documents(w, LOCAL, NOW, "id,title\nCN-A,办法\n".encode())
        add_person_with_role(w, site.people, OTHER_OFFICE, "他干事", "干事", "office", "411624202000")
    site.require_villages()
    site.issue()
    draft = site.upload(title="石槽集乡徐营村防汛应急预案")
    versions = f"/api/plans/{VILLAGE}/flood/versions"
    site.post(
        "yingjiban", f"{versions}/1/attachments", data={"type": "other"}, files={"file": ("x.pdf", SCAN)}
    )
    site.post("yingjiban", f"{versions}/1/copies", json={"holders": ["石槽集乡司法所"], "edition": "full"})
    exempt = {"unit": VILLAGE, "kind": "fire", "reason": "x", "approver": "周乡长", "from": "2026-01-01"}
    assert site.post("yingjiban", "/exemptions", data=exempt).status_code == 303
    return site, routes_of(draft["digest"])


def ask(site: Site, login: str, method: str, call: Call) -> httpx.Response:
    options = (
        {"data": call.form or {}, "files": call.files or None} if call.json is None else {"json": call.json}
    )
    if method == "GET":
        return site.get(login, call.path)
    return site.post(login, call.path, **options)


def test_every_route_says_who_may_come_in(full: tuple[Site, dict[tuple[str, str], Call]]) -> None:
    site, table = full
    assert routes(site.app) - OPEN ^ set(table) == set()
    wrong = []
    for (method, path), call in table.items():
        for login in PERSONAS:
            if login not in call.opens and (got := ask(site, login, method, call).status_code) != call.others:
                wrong.append((method, path, login, got))
    assert not wrong, "\n".join(map(str, wrong))


def test_who_may_comes_in(full: tuple[Site, dict[tuple[str, str], Call]]) -> None:
    site, table = full
    wrong = []
    for (method, path), call in table.items():
        welcome = [login for login in PERSONAS if login in call.opens]
        for login in welcome if method == "GET" else welcome[-1:]:
            if (got := ask(site, login, method, call).status_code) != call.status:
                wrong.append((method, path, login, got))
    assert not wrong, "\n".join(map(str, wrong))
