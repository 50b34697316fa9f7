"""Putting files into the tray, noting how a batch comes along, and emptying it."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update

from yingji.access.rights import Actor
from yingji.db import Writing
from yingji.errors import Forbidden
from yingji.tray.queries import HELD_FOR
from yingji.tray.tables import batch_run, held_file

MOST_HELD = 300 * 1024 * 1024
"""Bytes one person's files may take; the oldest give way."""


def hold(w: Writing, actor: Actor, at: datetime, *, filename: str, content: bytes) -> str:
    """Keep a file for the step to come; returns its digest. The same file again is kept anew from now.

    Raises ``Forbidden`` for the machine's operator, who needs no tray.
    """
    person_id, digest = _person(actor), hashlib.sha256(content).hexdigest()
    where = (held_file.c.person_id == person_id, held_file.c.digest == digest)
    named = {"filename": filename[-200:], "recorded_at": at}
    if not w.run(update(held_file).where(*where).values(**named)):
        w.add(held_file, person_id=person_id, digest=digest, size=len(content), content=content, **named)
    _make_room(w, person_id)
    return digest


def begin(
    w: Writing,
    actor: Actor,
    at: datetime,
    *,
    digest: str,
    filename: str,
    kind: str,
    given: Mapping[str, str],
    what: str,
    total: int,
) -> int:
    """Note that ``total`` files or plans are about to be gone through; returns the id of the run."""
    run_id: int = w.add(
        batch_run,
        person_id=_person(actor),
        digest=digest,
        filename=filename[-200:],
        kind=kind,
        given=json.dumps(dict(given), ensure_ascii=False),
        what=what,
        total=total,
        done="[]",
        is_over=False,
        recorded_at=at,
        heard_at=at,
    )
    return run_id


def come_along(
    w: Writing, run_id: int, at: datetime, done: Sequence[Mapping[str, Any]], *, is_over: bool = False
) -> None:
    """Note what has become of them so far."""
    w.run(
        update(batch_run)
        .where(batch_run.c.id == run_id)
        .values(done=json.dumps([*done], ensure_ascii=False), heard_at=at, is_over=is_over)
    )


def bring(w: Writing, actor: Actor, at: datetime, run_id: int, *, filename: str, content: bytes) -> None:
    """Put what a run made into its person's tray, to be fetched from the run's page."""
    digest = hold(w, actor, at, filename=filename, content=content)
    w.run(update(batch_run).where(batch_run.c.id == run_id).values(digest=digest))


def empty(w: Writing, at: datetime) -> int:
    """Take out what is past its time; returns how many files went."""
    w.run(delete(batch_run).where(batch_run.c.recorded_at < at - HELD_FOR))
    return w.run(delete(held_file).where(held_file.c.recorded_at < at - HELD_FOR))


def _make_room(w: Writing, person_id: int) -> None:
    newest_first = w.rows(
        select(held_file.c.digest, held_file.c.size)
        .where(held_file.c.person_id == person_id)
        .order_by(held_file.c.recorded_at.desc(), held_file.c.digest)
    )
    taken, over = 0, []
    for row in newest_first:
        taken += row.size
        over += [row.digest] if taken > MOST_HELD else []
    if over:
        w.run(delete(held_file).where(held_file.c.person_id == person_id, held_file.c.digest.in_(over)))


def _person(actor: Actor) -> int:
    if actor.person_id is None:
        raise Forbidden("请用自己的账号登录后再传文件。")
    return actor.person_id
