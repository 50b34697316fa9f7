"""What a phone shows after the code on a printed page was scanned."""

from time import monotonic
from typing import Any

from litestar import Request, Response
from litestar.di import NamedDependency

from yingji.desk.folder import verify
from yingji.errors import TooMany
from yingji.web.misses import Misses
from yingji.web.params import FromPath
from yingji.web.rendering import frame, page
from yingji.web.routes import page_get
from yingji.web.session import OPEN
from yingji.web.spec import NO_SIGN_IN, OPEN_PAGE_ERRORS
from yingji.web.visit import Visit


@page_get("/v/{token:str}", opt=OPEN, security=NO_SIGN_IN, responses=OPEN_PAGE_ERRORS)
def verify_page(
    request: Request[Any, Any, Any], visit: NamedDependency[Visit], token: FromPath[str]
) -> Response[str]:
    """Whether this edition is the one in force: never its content, never that the paper is genuine.

    Raises ``TooMany`` for an address that has asked for many codes nobody issued.
    """
    misses: Misses = request.app.state.misses
    address = request.client.host if request.client else ""
    if misses.too_many(address, monotonic()):
        raise TooMany("这个网络刚才查了太多不存在的码，请过一分钟再扫。急需核对的，请电话问印发单位。")
    with visit.database.reading() as r:
        found = verify(r, token, visit.today)
    if not found.is_known:
        misses.note(address)
    return page(
        "verify",
        frame(None, "预案版本核对", rehearsal_of=visit),
        status=200 if found.is_known else 404,
        found=found,
        today=visit.today,
    )


HANDLERS = (verify_page,)
