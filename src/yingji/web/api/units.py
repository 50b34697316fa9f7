"""Units and schemas: what plans are about, and what they look like."""

from dataclasses import dataclass
from typing import Any

from litestar import get
from litestar.di import NamedDependency

from yingji.desk.supervise import UnitLine, list_units
from yingji.plans.catalogue import load
from yingji.web.asked import place_asked
from yingji.web.params import Day, FromPath, FromQuery, day
from yingji.web.spec import errors
from yingji.web.visit import Visit


@dataclass(frozen=True, slots=True)
class SchemaLine:
    """A released plan schema; released files never change, ``digest`` proves it."""

    name: str
    family: str
    version: str
    title: str
    digest: str


@get("/api/units", tags=["units"], responses=errors(403, 404, 409), sync_to_thread=True)
def units(visit: NamedDependency[Visit], under: FromQuery[str] = "", as_of: Day = "") -> tuple[UnitLine, ...]:
    """Units under a place (default: one's own) on a day, by code."""
    on = day("as_of", as_of) or visit.today
    with visit.database.reading() as r:
        place = place_asked(r, visit, under, on)
        return list_units(r, visit.person(), under=place, on=on)


@get("/api/schemas", tags=["schemas"], responses=errors(), sync_to_thread=True)
def schemas() -> tuple[SchemaLine, ...]:
    """The released plan schemas."""
    return tuple(SchemaLine(s.name, s.family, s.version, s.title, s.digest) for s in load().schemas)


@get(
    "/api/schemas/{family:str}/{version:str}",
    tags=["schemas"],
    media_type="application/schema+json",
    responses=errors(404),
    sync_to_thread=True,
)
def schema(family: FromPath[str], version: FromPath[str]) -> dict[str, Any]:
    """One schema: JSON Schema 2020-12 with this system's annotations."""
    return dict(load().get(f"{family}/{version}").raw)


HANDLERS = (units, schemas, schema)
