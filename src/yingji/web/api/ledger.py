"""The trail, for auditors."""

from typing import Annotated

from litestar import get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from yingji.desk.supervise import MOST_LINES, LedgerLine, trail
from yingji.units.queries import find_unit
from yingji.web.params import FromQuery
from yingji.web.spec import errors
from yingji.web.visit import Visit

Limit = Annotated[int, QueryParameter(ge=1, le=MOST_LINES, description=f"最多几条，1–{MOST_LINES}")]


@get("/api/ledger", tags=["ledger"], responses=errors(403, 404, 409), sync_to_thread=True)
def ledger(
    visit: NamedDependency[Visit],
    under: FromQuery[str] = "",
    act: FromQuery[str] = "",
    actor: FromQuery[str] = "",
    limit: Limit = 200,
) -> tuple[LedgerLine, ...]:
    """The newest entries about units under one's places: what, who, when, chained by digest."""
    with visit.database.reading() as r:
        place = find_unit(r, under, visit.today) if under else None
        return trail(r, visit.person(), on=visit.today, under=place, act=act, login=actor, limit=limit)


HANDLERS = (ledger,)
