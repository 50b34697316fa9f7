"""Every page of the demonstration's township as its emergency office sees it: how long the server works, how much travels.

The limits are the project's own: 60 ms of one core (19 of 20 times), 150 KB with everything a first visit loads.
A county of 581 villages is looked at from above on the pages that gather most, within 250 ms.
"""

import gzip
import re
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from county import AT, TODAY, fill
from litestar.testing import TestClient
from nation import SHAPES

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
LIMIT_MS, LIMIT_BYTES, COUNTY_MS = 60, 150_000, 250
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
ABOVE = "chakan"
COUNTY_PAGES = {
    ABOVE: (
        "/coverage",
        "/coverage?kind=flood",
        "/coverage?show=lacking",
        "/coverage?group=kind",
        "/coverage/trend",
        "/coverage?under=411624200000",
        "/coverage/cell/411624200200/flood",
        "/plans",
        "/plans?q=安置",
        "/units",
        "/volume",
    )
}


def main() -> dict[str, Any]:
    """Per page: milliseconds of processor time (median and 95th percentile) and compressed bytes of a first visit."""
    with TemporaryDirectory() as folder:
        found = seen(folder, NOW, township, PAGES)
    with TemporaryDirectory() as folder:
        above = seen(folder, AT, county, COUNTY_PAGES)
    return {
        "pages": found,
        "pages of a county": above,
        "over the county's limit": [path for path, one in above.items() if one["p95_ms"] > COUNTY_MS],
        "slowest": max(found, key=lambda path: found[path]["p95_ms"]),
        "heaviest": max(found, key=lambda path: found[path]["bytes"]),
        "over the limits": [
            path for path, one in found.items() if one["p95_ms"] > LIMIT_MS or one["bytes"] > LIMIT_BYTES
        ],
    }


def seen(
    folder: str, at: datetime, made: Callable[[Database], None], pages: Mapping[str, Sequence[str]]
) -> dict[str, Any]:
    """The pages of each login on a registry made so, with all its verdicts kept."""
    url = f"sqlite:///{Path(folder) / 'demo.sqlite3'}"
    database = Database(url, clock="set")
    made(database)
    with database.writing() as w:
        tokens = {login: access.issue_token(w, LOCAL, at, login=login, paths=()) for login in pages}
    catch_up_all(database, Clock(at), threading.Event())
    database.close()
    environment = {
        "YINGJI_DATABASE_URL": url,
        "YINGJI_SECRET": "benchmark",
        "YINGJI_NOW": at.isoformat(),
    }
    with TestClient(settled(create_app(read_config(environment)))) as client:
        return {
            path: measured(client, path, tokens[login]) for login, paths in pages.items() for path in paths
        }


def township(database: Database) -> None:
    """The demonstration."""
    upgrade(database, NOW, "benchmark")
    build(database, NOW)


def county(database: Database) -> None:
    """A county of 581 villages with all their plans, and somebody who looks on from above."""
    *_, townships, villages = SHAPES[581]
    place = fill(database, villages, townships)
    with database.writing() as w:
        access.add_person(w, LOCAL, AT, login=ABOVE, name="郑查看", post="县局科员", path=place.path)
        access.give_role(
            w, LOCAL, AT, login=ABOVE, role="viewer", unit_id=place.id, path=place.path, from_day=TODAY
        )


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
