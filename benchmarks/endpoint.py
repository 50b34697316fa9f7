"""The coverage endpoint of a township, beside an endpoint that only sends the same bytes."""

from typing import Any

from county import AT, COUNTY, LOGIN, county
from litestar import Litestar, MediaType, Response, get
from litestar.testing import TestClient
from measure import beside, median_ms

from yingji.access import actions as access
from yingji.access.rights import LOCAL
from yingji.config import read_config
from yingji.web.app import create_app


def main() -> dict[str, Any]:
    """33 villages and 8 kinds through the whole application: sign-in, rights, rules, JSON, headers."""
    with county(33, 1) as (database, _place):
        with database.writing() as w:
            token = access.issue_token(w, LOCAL, AT, login=LOGIN, paths=())
        environment = {
            "YINGJI_DATABASE_URL": database.url,
            "YINGJI_SECRET": "benchmark",
            "YINGJI_NOW": AT.isoformat(),
        }
        site = create_app(read_config(environment))
        with TestClient(site) as client:
            client.headers["Authorization"] = f"Bearer {token}"
            answer = client.get("/api/coverage", params={"under": COUNTY})
            answer.raise_for_status()
            with TestClient(bare(answer.content)) as peer:
                figures = {
                    "bare endpoint": median_ms(lambda: peer.get("/").content),
                    "one plan": median_ms(lambda: client.get("/api/plans/411624200200/flood").content),
                    "coverage": median_ms(
                        lambda: client.get("/api/coverage", params={"under": COUNTY}).content
                    ),
                }
    return {"bytes": len(answer.content), **beside(figures, "bare endpoint")}


def bare(content: bytes) -> Litestar:
    """An application that knows one answer."""

    @get("/", sync_to_thread=True)
    def same() -> Response[bytes]:
        return Response(content, media_type=MediaType.JSON)

    return Litestar([same], openapi_config=None)
