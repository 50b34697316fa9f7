"""Alive, ready, counted: what a supervisor of the machine asks."""

import asyncio
from dataclasses import replace
from pathlib import Path

import httpx
from litestar import Litestar
from litestar.testing import TestClient
from tests.web.place import NOW, Site

from yingji.config import Config
from yingji.web.app import create_app


def test_alive_needs_no_database(tmp_path: Path) -> None:
    app = create_app(Config(tmp_path, f"sqlite:///{tmp_path}/none/none.sqlite3", "", ""))
    with TestClient(app, raise_server_exceptions=False) as client:
        assert client.get("/health").json() == {"status": "ok"}
        answer = client.get("/ready")
        assert answer.status_code == 503
        assert answer.headers["content-type"] == "application/problem+json"
        assert "数据库" in answer.json()["detail"]
        page = client.get("/")
        assert page.status_code == 503 and "数据库" in page.text


def test_a_database_that_was_never_set_up_is_not_ready(tmp_path: Path) -> None:
    app = create_app(Config(tmp_path, f"sqlite:///{tmp_path}/empty.sqlite3", "", ""))
    with TestClient(app, raise_server_exceptions=False) as client:
        assert client.get("/ready").status_code == 503


def test_readiness_tells_details_to_administrators_alone(site: Site) -> None:
    anyone = site.client.get("/ready").json()
    assert anyone["status"] == "ok" and anyone["clock"] == "set" and anyone["details"] is None
    assert site.get("wenshu201", "/ready").json()["details"] is None
    details = site.get("guanli", "/ready").json()["details"]
    assert details["database"] == "sqlite" and details["now"] == NOW.isoformat()


def test_counters_are_for_a_token_or_the_machine_itself(settings: Config) -> None:
    app = create_app(replace(settings, metrics_token="an-invented-token"))
    with TestClient(app) as client:
        assert client.get("/metrics").status_code == 401
        client.get("/health")
        answer = client.get("/metrics", headers={"Authorization": "Bearer an-invented-token"})
        assert answer.headers["content-type"].startswith("text/plain")
        assert 'yingji_answers_total{method="GET",route="/health",status="200"} 1' in answer.text
    assert from_this_machine(app, {}) == 200
    assert from_this_machine(app, {"X-Forwarded-For": "10.0.0.9"}) == 401


def from_this_machine(app: Litestar, headers: dict[str, str]) -> int:
    """The status of ``/metrics`` asked from 127.0.0.1."""

    async def ask() -> int:
        transport = httpx.ASGITransport(app=app, client=("127.0.0.1", 50000))  # type: ignore[arg-type]  # two makers of ASGI types
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            return (await client.get("/metrics", headers=headers)).status_code

    return asyncio.run(ask())


def test_counters_hold_no_addresses(site: Site) -> None:
    site.client.get("/v/an-invented-code")
    site.get("yingjiban", "/api/plans?q=张三")
    site.client.get("/an-invented-page")
    text = site.app.state.counters.as_text()
    assert "invented" not in text and "张三" not in text
