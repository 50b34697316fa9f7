"""Reading the trail."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import Select, or_, select

from yingji.db import Reading
from yingji.ledger.chain import Break, Entry, content_of, verify
from yingji.ledger.tables import ledger_entry, ledger_head, ledger_touch

PORTION = 500


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as a person reads it; ``detail`` and ``touches`` as recorded."""

    chain: str
    seq: int
    at: datetime
    clock: str
    actor: str
    act: str
    unit_id: int | None
    kind: str | None
    touches: tuple[str, ...]
    detail: dict[str, Any]
    digest: str


def broken_links(r: Reading) -> tuple[tuple[Break, ...], int]:
    """Where the chains do not hold, and how many entries were read."""
    rows = r.rows(select(ledger_entry).order_by(ledger_entry.c.chain, ledger_entry.c.seq))
    heads = {row.chain: (row.seq, row.digest) for row in r.rows(select(ledger_head))}
    entries = (Entry(row.chain, row.seq, row.content, row.previous, row.digest) for row in rows)
    altered = tuple(
        Break(row.chain, row.seq, "查阅用的栏目与登记的内容不符") for row in rows if not _is_as_recorded(row)
    )
    return verify(entries, heads) + altered, len(rows)


def lines(
    r: Reading,
    *,
    unit_ids: Sequence[int] | None = None,
    act: str = "",
    actor: str = "",
    limit: int | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    unplaced: Callable[[Line], bool] | None = None,
) -> tuple[Line, ...]:
    """The trail, newest first; ``unit_ids`` None means every chain, ``until`` is left out itself.

    ``unplaced`` says which of the entries that name no unit are to be there beside those of ``unit_ids``.
    """
    columns = ledger_entry.c
    statement = select(ledger_entry).order_by(columns.id.desc())
    if unit_ids is not None:
        placed = columns.unit_id.in_(unit_ids)
        statement = statement.where(or_(placed, columns.unit_id.is_(None)) if unplaced else placed)
    if act:
        statement = statement.where(columns.act.startswith(act, autoescape=True))
    if actor:
        statement = statement.where(columns.actor == actor)
    if since is not None:
        statement = statement.where(columns.at >= since)
    if until is not None:
        statement = statement.where(columns.at < until)
    if unit_ids is None or unplaced is None:
        return tuple(_line(row) for row in r.rows(statement.limit(limit)))
    return tuple(islice(_wanted(r, statement, unplaced), limit))


def touches(r: Reading) -> dict[int, str]:
    """What acts have touched and oversight has not looked at again, by number."""
    return {row.id: row.touched for row in r.rows(select(ledger_touch))}


def _wanted(r: Reading, statement: Select[Any], unplaced: Callable[[Line], bool]) -> Iterator[Line]:
    """The lines in portions, so that a short answer reads no long trail."""
    last: int | None = None
    while True:
        portion = statement if last is None else statement.where(ledger_entry.c.id < last)
        rows = r.rows(portion.limit(PORTION))
        for row in rows:
            line = _line(row)
            if line.unit_id is not None or unplaced(line):
                yield line
        if len(rows) < PORTION:
            return
        last = rows[-1].id


def _is_as_recorded(row: Any) -> bool:
    """Whether the columns that lists are drawn from say what the digest covers."""
    try:
        content = json.loads(row.content)
        told = content_of(
            at=row.at,
            clock=row.clock,
            actor=row.actor,
            act=row.act,
            unit_id=row.unit_id,
            kind=row.kind,
            touches=content["touches"],
            detail=content["detail"],
        )
    except (ValueError, KeyError, TypeError):
        return False
    return told == str(row.content)


def _line(row: Any) -> Line:
    content = json.loads(row.content)
    return Line(
        chain=row.chain,
        seq=row.seq,
        at=row.at,
        clock=row.clock,
        actor=row.actor,
        act=row.act,
        unit_id=row.unit_id,
        kind=row.kind,
        touches=tuple(content["touches"]),
        detail=content["detail"],
        digest=row.digest,
    )
