"""What a phone shows after the code on a printed page was scanned."""

from litestar import Response
from litestar.di import NamedDependency

from yingji.desk.folder import verify
from yingji.web.params import FromPath
from yingji.web.rendering import frame, page
from yingji.web.routes import page_get
from yingji.web.session import OPEN
from yingji.web.spec import NO_SIGN_IN
from yingji.web.visit import Visit


@page_get("/v/{token:str}", opt=OPEN, security=NO_SIGN_IN)
def verify_page(visit: NamedDependency[Visit], token: FromPath[str]) -> Response[str]:
    """Whether this edition is the one in force: never its content, never that the paper is genuine."""
    with visit.database.reading() as r:
        found = verify(r, token, visit.today)
    return page(
        "verify",
        frame(None, "预案版本核对", rehearsal_of=visit),
        status=200 if found.is_known else 404,
        found=found,
        today=visit.today,
    )


HANDLERS = (verify_page,)
