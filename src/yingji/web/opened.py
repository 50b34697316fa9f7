"""Which versions a person opened in this session: signed marks in a cookie that ends with the browser."""

import hashlib
import hmac

from litestar.datastructures import Cookie

from yingji.web.visit import Visit

COOKIE = "yingji_opened"
MOST = 60


def marks_with(visit: Visit, cookie: str, digest: str) -> Cookie:
    """The cookie with this version's mark added, the newest marks first."""
    mark = _mark(visit, digest)
    others = [one for one in cookie.split(".") if one and one != mark]
    return Cookie(
        key=COOKIE,
        value=".".join([mark, *others][:MOST]),
        path="/",
        httponly=True,
        samesite="lax",
        secure=visit.config.base_url.startswith("https://"),
    )


def was_opened(visit: Visit, cookie: str, digest: str) -> bool:
    """Whether this person opened the version of this digest since signing in."""
    return any(hmac.compare_digest(one, _mark(visit, digest)) for one in cookie.split("."))


def _mark(visit: Visit, digest: str) -> str:
    """Keyed by the session's secret, which only this browser and this request hold."""
    key = (visit.secret or visit.actor.login).encode()
    return hmac.new(key, digest.encode(), hashlib.sha256).hexdigest()[:20]
