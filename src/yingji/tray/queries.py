"""Reading the tray; what is another person's, or past its time, is not there."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from yingji.access.rights import Actor
from yingji.db import Reading
from yingji.errors import NotFound
from yingji.tray.tables import batch_run, held_file

HELD_FOR = timedelta(days=7)
SILENT_FOR = timedelta(minutes=3)
"""No single file takes that long: whoever went through the batch is gone."""


@dataclass(frozen=True, slots=True)
class Held:
    """A file in the tray. ``until``: when it goes."""

    filename: str
    digest: str
    content: bytes
    until: datetime


@dataclass(frozen=True, slots=True)
class Run:
    """A batch as far as it has come; ``done`` has a row for every file gone through."""

    id: int
    digest: str
    filename: str
    kind: str
    given: Mapping[str, str]
    what: str
    total: int
    done: tuple[Mapping[str, Any], ...]
    is_over: bool
    is_silent: bool
    """It stopped half-way: nobody goes on with it."""


def held(r: Reading, actor: Actor, digest: str, at: datetime) -> Held | None:
    """A file of this person's; None when it is not, or no longer, there."""
    row = r.first(
        select(held_file).where(held_file.c.person_id == actor.person_id, held_file.c.digest == digest)
    )
    if row is None or row.recorded_at + HELD_FOR < at:
        return None
    return Held(row.filename, row.digest, bytes(row.content), row.recorded_at + HELD_FOR)


def run_of(r: Reading, actor: Actor, run_id: int, at: datetime, *, what: Collection[str]) -> Run:
    """A batch of this person's that does one of these things; raises ``NotFound``."""
    row = r.first(
        select(batch_run).where(
            batch_run.c.person_id == actor.person_id, batch_run.c.id == run_id, batch_run.c.what.in_(what)
        )
    )
    if row is None or row.recorded_at + HELD_FOR < at:
        raise NotFound(f"没有这一批。一批的结果只留 {HELD_FOR.days} 天，只给办的人看。")
    return Run(
        id=row.id,
        digest=row.digest,
        filename=row.filename,
        kind=row.kind,
        given=json.loads(row.given),
        what=row.what,
        total=row.total,
        done=tuple(json.loads(row.done)),
        is_over=row.is_over,
        is_silent=not row.is_over and row.heard_at + SILENT_FOR < at,
    )
