"""What is open, what is shut, and that the description of the interface leaves nothing out."""

import re
from typing import Any

import pytest
from litestar import Litestar
from litestar.routes import HTTPRoute
from tests.web.place import TODAY, VILLAGE, Site

OPEN = {
    ("GET", "/"),
    ("POST", "/sign-in"),
    ("GET", "/health"),
    ("GET", "/ready"),
    ("GET", "/metrics"),
    ("GET", "/v/{token}"),
    ("GET", "/schema/openapi.json"),
    ("GET", "/static/{file_path}"),
    ("HEAD", "/static/{file_path}"),
    ("GET", "/fonts/hei.ttf"),
}
"""Answered without sign-in; ``/metrics`` asks for its own token or the machine itself."""
FRAMEWORK = {"/schema", "/schema/{path}"}
CONTRACT = {
    ("GET", "/api/units"),
    ("GET", "/api/schemas"),
    ("GET", "/api/schemas/{family}/{version}"),
    ("POST", "/api/plans/{unit}/{kind}/versions"),
    ("GET", "/api/plans"),
    ("GET", "/api/plans/{unit}/{kind}"),
    ("GET", "/api/plans/{unit}/{kind}/versions"),
    ("GET", "/api/plans/{unit}/{kind}/versions/{number}"),
    ("GET", "/api/plans/{unit}/{kind}/versions/{number}/document"),
    ("GET", "/api/plans/{unit}/{kind}/versions/{number}/print"),
    ("GET", "/api/plans/{unit}/{kind}/versions/{old}/diff/{new}"),
    ("POST", "/api/plans/{unit}/{kind}/versions/{number}/moves"),
    ("POST", "/api/plans/{unit}/{kind}/versions/{number}/attachments"),
    ("GET", "/api/plans/{unit}/{kind}/files/{file_id}"),
    ("GET", "/api/plans/{unit}/{kind}/print"),
    ("GET", "/api/coverage"),
    ("GET", "/api/ledger"),
    ("GET", "/v/{token}"),
}
FILLING = {
    "{number}": "1",
    "{old}": "1",
    "{new}": "2",
    "{file_id}": "1",
    "{unit}": VILLAGE,
    "{kind}": "flood",
}


def routes(app: Litestar) -> set[tuple[str, str]]:
    """(method, path) of every route but the framework's answers to OPTIONS."""
    return {
        (method, route.path_format)
        for route in app.routes
        if isinstance(route, HTTPRoute)
        for method in route.methods
        if method != "OPTIONS"
    }


def filled(path: str) -> str:
    for name, value in FILLING.items():
        path = path.replace(name, value)
    return re.sub(r"\{[^}]+\}", "x", path)


def described(site: Site) -> dict[str, Any]:
    answer: dict[str, Any] = site.client.get("/schema/openapi.json").json()
    return answer


def test_every_route_of_the_contract_is_there(site: Site) -> None:
    assert routes(site.app) >= CONTRACT


def test_only_the_routes_meant_to_be_open_answer_without_sign_in(site: Site) -> None:
    for method, path in routes(site.app) - OPEN:
        answer = site.client.request(method, filled(path), follow_redirects=False)
        assert answer.status_code == 401, (method, path)


def test_nobody_unknown_learns_whether_parameters_or_addresses_are_right(site: Site) -> None:
    for method, path in (
        ("GET", "/api/plans?as_of=nonsense"),
        ("GET", "/api/plans/not-a-code/not-a-kind"),
        ("GET", f"/api/plans/{VILLAGE}/flood/versions/not-a-number"),
        ("GET", "/api/no/such/address"),
        ("DELETE", "/api/units"),
        ("OPTIONS", "/api/units"),
        ("POST", f"/api/plans/{VILLAGE}/flood/versions"),
        ("GET", "/no-such-page"),
    ):
        assert site.client.request(method, path).status_code == 401, path


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/no/such/address", 404),
        ("DELETE", "/api/units", 405),
        ("GET", f"/api/plans/{VILLAGE}/flood/versions/x", 404),
        ("GET", "/api/ledger?limit=many", 400),
        ("GET", "/schema/elements", 404),
        ("GET", "/api/plans?as_of=2026-02-31", 400),
        ("GET", "/api/plans?as_of=20260501", 400),
    ],
)
def test_what_the_framework_refuses_is_said_in_chinese(
    site: Site, method: str, path: str, status: int
) -> None:
    answer = site.client.request(
        method, path, headers={"Authorization": f"Bearer {site.people.tokens['yingjiban']}"}
    )
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert set(body) == {"type", "title", "status", "detail", "problems"} and body["status"] == status
    assert re.search(r"[\u4e00-\u9fff]", body["detail"]) and "Traceback" not in answer.text
    assert not re.search(r"\b(Validation|Not Found|allowed|Expected|path)\b", body["detail"])


def test_every_answer_carries_the_security_headers(site: Site) -> None:
    for path in (
        "/",
        "/health",
        "/api/units",
        "/no-such-page",
        "/static/site.css",
        "/v/x",
        "/schema/openapi.json",
    ):
        headers = site.client.get(path).headers
        assert "default-src 'self'" in headers["content-security-policy"], path
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert "unsafe-inline" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"


def test_personal_answers_are_stored_nowhere(site: Site) -> None:
    assert site.get("yingjiban", "/api/units").headers["cache-control"] == "no-store"
    assert site.client.get("/").headers["cache-control"] == "no-store"
    assert "public" in site.client.get("/static/site.css").headers["cache-control"]


def test_pages_hold_nothing_inline(site: Site) -> None:
    site.issue()
    browser = site.own_password("yingjiban")
    for path in ("/", f"/plans/{VILLAGE}/flood", "/coverage", "/plans", "/password", "/nothing"):
        text = site.client.get(path).text if path == "/" else browser.get(path).text
        assert not re.search(
            r"<script(?! src=\"/static/)|<style|\sstyle=|\son\w+=|https?://(?!yingji\.example)", text
        ), path


def test_the_description_names_every_route_answer_and_error(site: Site) -> None:
    paths = described(site)["paths"]
    known = {(method.upper(), path) for path, item in paths.items() for method in item}
    hidden = {("GET", "/schema/openapi.json"), ("GET", "/fonts/hei.ttf")}
    expected = {r for r in routes(site.app) if r[1] not in FRAMEWORK and not r[1].startswith("/static/")}
    assert expected - hidden == known
    for path, item in paths.items():
        for method, operation in item.items():
            answers = operation["responses"]
            assert {"500", "503"} <= set(answers), (method, path)
            for status, answer in answers.items():
                kinds = set(answer.get("content", {}))
                wanted = {"application/problem+json"} if is_machine(path) else {"text/html"}
                if status >= "400":
                    assert kinds == wanted, (method, path, status, kinds)


def test_the_description_says_which_routes_need_sign_in(site: Site) -> None:
    spec = described(site)
    assert set(spec["components"]["securitySchemes"]) == {"token", "session"}
    for path, item in spec["paths"].items():
        for method, operation in item.items():
            is_open = (method.upper(), path) in OPEN
            assert ({} in operation["security"]) == is_open, (method, path)
            assert is_open or "401" in operation["responses"]


def test_the_description_loads_nothing_from_elsewhere(site: Site) -> None:
    text = site.client.get("/schema/openapi.json").text
    assert "cdn" not in text.lower()
    assert site.get("yingjiban", "/schema").status_code in {200, 404}
    assert "<script" not in site.get("yingjiban", "/schema").text


def test_uploads_and_moves_describe_their_bodies(site: Site) -> None:
    paths = described(site)["paths"]
    for path in ("versions", "versions/{number}/moves", "versions/{number}/attachments"):
        body = paths["/api/plans/{unit}/{kind}/" + path]["post"]["requestBody"]
        assert body["required"] and body["content"]


def test_answers_are_described_by_their_fields(site: Site) -> None:
    schemas = described(site)["components"]["schemas"]
    names = {name.rsplit("_", 1)[-1] for name in schemas}
    assert {"Shown", "Uploaded", "Moved", "VersionLine", "Coverage", "ProblemDetails"} <= names


def is_machine(path: str) -> bool:
    background = path.endswith("/keep")
    return background or path.split("/")[1] in {"api", "health", "ready", "metrics", "schema"}


def test_today_is_the_clocks(site: Site) -> None:
    site.upload()
    shown = site.get("yingjiban", f"/api/plans/{VILLAGE}/flood").json()
    assert shown["dates"]["uploaded_on"] == TODAY.isoformat()
