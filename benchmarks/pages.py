"""Every page of the demonstration's township as its emergency office sees it: how long the server works, how much travels.

The limits are the project's own: 60 ms of one core (19 of 20 times), 150 KB with everything a first visit loads.
"""

import gzip
import re
import threading
import time
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from litestar.testing import TestClient

from yingji.access import actions as access
from yingji.access.rights import LOCAL
from yingji.clock import SHANGHAI, Clock
from yingji.config import read_config
from yingji.db import Database
from yingji.demo.build import TOWNSHIP, build
from yingji.migrations import upgrade
from yingji.web.app import create_app
from yingji.web.keeping import catch_up_all
from yingji.web.serve import settled

NOW = datetime(2026, 6, 1, 9, tzinfo=SHANGHAI)
LIMIT_MS, LIMIT_BYTES = 60, 150_000
RUNS = 20
VILLAGE = "411624201201"
PLAN = f"/plans/{VILLAGE}/flood"
OFFICE, AUDITOR, ADMIN = "yingjiban", "shenji", "guanli"
PAGES = {
    OFFICE: (
        "/home",
        "/coverage",
        f"/coverage?under={TOWNSHIP}&show=lacking",
        f"/coverage/cell/{VILLAGE}/flood",
        "/coverage/trend",
        "/plans",
        "/plans?q=安置",
        PLAN,
        f"{PLAN}/read",
        f"{PLAN}/review",
        f"{PLAN}/printing",
        f"{PLAN}/copies",
        f"{PLAN}/readiness",
        f"{PLAN}/confirm",
        f"{PLAN}/fill",
        *(f"{PLAN}/fill/{part}" for part in range(1, 7)),
        f"{PLAN}/fill/review",
        f"{PLAN}/record",
        f"{PLAN}/correct",
        f"/plans/{TOWNSHIP}/flood",
        f"/plans/{TOWNSHIP}/flood/major",
        "/approve",
        "/lists",
        "/upload",
        "/volume",
        "/recall",
        "/registers",
        "/units",
        f"/units/{VILLAGE}",
        "/units/import",
        "/requirements",
        "/exemptions",
        "/basis",
        "/basis/CN-FLOOD-2022",
        "/calendar",
        "/policy",
        "/password",
    ),
    AUDITOR: ("/ledger", "/system", "/api-docs"),
    ADMIN: ("/people", "/people/wenshu01", "/people/wenshu01/handover", "/people/wenshu01/tokens"),
}


def main() -> dict[str, Any]:
    """Per page: milliseconds of processor time (median and 95th percentile) and compressed bytes of a first visit."""
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'demo.sqlite3'}"
        database = Database(url, clock="set")
        upgrade(database, NOW, "benchmark")
        build(database, NOW)
        with database.writing() as w:
            tokens = {login: access.issue_token(w, LOCAL, NOW, login=login, paths=()) for login in PAGES}
        catch_up_all(database, Clock(NOW), threading.Event())
        database.close()
        environment = {
            "YINGJI_DATABASE_URL": url,
            "YINGJI_SECRET": "benchmark",
            "YINGJI_NOW": NOW.isoformat(),
        }
        with TestClient(settled(create_app(read_config(environment)))) as client:
            found = {
                path: measured(client, path, tokens[login])
                for login, paths in PAGES.items()
                for path in paths
            }
    return {
        "pages": found,
        "slowest": max(found, key=lambda path: found[path]["p95_ms"]),
        "heaviest": max(found, key=lambda path: found[path]["bytes"]),
        "over the limits": [
            path for path, one in found.items() if one["p95_ms"] > LIMIT_MS or one["bytes"] > LIMIT_BYTES
        ],
    }


def measured(client: TestClient[Any], path: str, token: str) -> dict[str, Any]:
    """One page."""
    headers = {"Authorization": f"Bearer {token}", "Accept": "text/html"}
    answer = client.get(path, headers=headers, follow_redirects=False)
    if answer.status_code != 200:
        raise RuntimeError(f"{path}: {answer.status_code}")
    taken = []
    for _ in range(RUNS):
        start = time.process_time()
        client.get(path, headers=headers)
        taken.append((time.process_time() - start) * 1000)
    taken.sort()
    return {
        "median_ms": round(taken[RUNS // 2], 1),
        "p95_ms": round(taken[RUNS * 19 // 20 - 1], 1),
        "bytes": first_load(client, answer.text),
    }


def first_load(client: TestClient[Any], html: str) -> int:
    """The page with its style sheets and scripts, compressed as they are sent."""
    parts = [html.encode()]
    parts += [client.get(link).content for link in re.findall(r'(?:href|src)="(/static/[^"]+)"', html)]
    return sum(len(gzip.compress(part, 5)) for part in parts)
