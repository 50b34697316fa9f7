"""Is the process alive, may traffic come, how much came."""

import hmac
from dataclasses import dataclass
from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency

from yingji.access.queries import site_key, site_value
from yingji.access.rights import may
from yingji.db import Reading
from yingji.errors import Unauthorized, Unavailable
from yingji.migrations import is_current
from yingji.units.queries import units_by_ids
from yingji.web.session import OPEN, WITHOUT_DATABASE
from yingji.web.spec import NO_SIGN_IN, VERSION, errors
from yingji.web.visit import Visit

LOOPBACK = frozenset({"127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class Health:
    """The process answers."""

    status: str


@dataclass(frozen=True, slots=True)
class Ready:
    """Whether traffic may come. ``clock`` is ``set`` under a fixed clock, and ``warning`` says so.

    ``details`` are for administrators and null for everybody else.
    """

    status: str
    clock: str
    warning: str
    details: dict[str, str] | None


@get("/health", opt=WITHOUT_DATABASE, security=NO_SIGN_IN, responses=errors(), sync_to_thread=False)
def health() -> Health:
    """Alive: says nothing of the database."""
    return Health("ok")


@get("/ready", opt=OPEN, security=NO_SIGN_IN, responses=errors(), sync_to_thread=True)
def ready(visit: NamedDependency[Visit]) -> Ready:
    """The database answers and was set up; 503 otherwise."""
    with visit.database.reading() as r:
        if not site_key(r) or not is_current(r):
            raise Unavailable("数据库还没有建好，或需要升级。请管理员先升级数据库。")
        details = None
        if _administers(r, visit):
            details = {
                "version": VERSION,
                "database": visit.database.url.split(":", 1)[0],
                "database_clock": site_value(r, "clock"),
                "now": visit.at.isoformat(),
            }
    warning = (
        f"演练时钟：本系统的时间被设定为 {visit.at:%Y-%m-%d %H:%M}，不是真实时间。"
        if visit.config.is_rehearsal
        else ""
    )
    return Ready("ok", "set" if visit.config.is_rehearsal else "wall", warning, details)


@get(
    "/metrics",
    opt=WITHOUT_DATABASE,
    security=NO_SIGN_IN,
    media_type="text/plain",
    responses=errors(403),
    sync_to_thread=False,
)
def metrics(request: Request[Any, Any, Any]) -> Response[str]:
    """Counters for Prometheus, to the configured token or to this machine itself."""
    if not (_has_token(request) or _is_loopback(request)):
        raise Unauthorized("运行指标只给本机或持配置令牌（YINGJI_METRICS_TOKEN）的采集程序。")
    return Response(request.app.state.counters.as_text(), media_type="text/plain; version=0.0.4")


HANDLERS = (health, ready, metrics)


def _administers(r: Reading, visit: Visit) -> bool:
    held = units_by_ids(r, {grant.unit_id for grant in visit.actor.held}, visit.today)
    return any(may(visit.actor, "system.read", unit.path) for unit in held)


def _has_token(request: Request[Any, Any, Any]) -> bool:
    wanted = request.app.state.config.metrics_token
    given = request.headers.get("authorization", "").removeprefix("Bearer ").strip()
    return bool(wanted) and hmac.compare_digest(given.encode(), wanted.encode())


def _is_loopback(request: Request[Any, Any, Any]) -> bool:
    """Straight from this machine: what a proxy passes on carries its header and does not count."""
    passed_on = any(name in request.headers for name in ("forwarded", "x-forwarded-for", "x-real-ip"))
    return not passed_on and request.client is not None and request.client.host in LOOPBACK
