"""The one way to write the trail: one entry for every act, in the act's own transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from yingji.db import Writing
from yingji.ledger.chain import GENESIS, content_of, link
from yingji.ledger.tables import ledger_entry, ledger_head, ledger_touch

PORTION = 500
RIGHTS = "person:"
"""Acts on people change who may do what, and no verdict."""


def record(
    w: Writing,
    *,
    chain: str,
    actor: str,
    at: datetime,
    act: str,
    unit_id: int | None = None,
    kind: str | None = None,
    touches: Sequence[str] = (),
    detail: Mapping[str, object] | None = None,
) -> None:
    """Append one entry to ``chain`` (one per township, ``site`` for the system's own acts).

    ``touches`` names what the act may change for oversight (``unit:12``, ``cell:12/flood``,
    ``basis:CN-LAW-2024``, ``policy:evaluation_months``). ``detail`` holds no personal data.
    """
    seq, previous = _head(w, chain)
    content = content_of(
        at=at,
        clock=w.clock,
        actor=actor,
        act=act,
        unit_id=unit_id,
        kind=kind,
        touches=touches,
        detail=detail or {},
    )
    entry = link(chain, seq + 1, previous, content)
    w.add(
        ledger_entry,
        chain=chain,
        seq=entry.seq,
        at=at,
        clock=w.clock,
        actor=actor,
        act=act,
        unit_id=unit_id,
        kind=kind,
        content=content,
        previous=previous,
        digest=entry.digest,
    )
    w.run(update(ledger_head).where(ledger_head.c.chain == chain).values(seq=entry.seq, digest=entry.digest))
    if not any(name.startswith(RIGHTS) for name in touches):
        touch(w, touches)


def touch(w: Writing, touches: Sequence[str]) -> None:
    """Let oversight look again at what is touched (as in ``record``), without an entry of its own."""
    w.add_all(ledger_touch, [{"touched": name} for name in touches])


def settle(w: Writing, touch_ids: Sequence[int]) -> None:
    """Oversight has taken note of these touches.

    Each is named: on PostgreSQL a touch of a lower number may be stored after one of a higher.
    """
    for start in range(0, len(touch_ids), PORTION):
        w.run(delete(ledger_touch).where(ledger_touch.c.id.in_(touch_ids[start : start + PORTION])))


def _head(w: Writing, chain: str) -> tuple[int, str]:
    """The chain's head, locked until the transaction ends."""
    dialect = postgresql if w.dialect == "postgresql" else sqlite
    w.run(
        dialect.insert(ledger_head)
        .values(chain=chain, seq=0, digest=GENESIS)
        .on_conflict_do_nothing(index_elements=["chain"])
    )
    row = w.first(select(ledger_head).where(ledger_head.c.chain == chain).with_for_update())
    assert row is not None  # noqa: S101 - inserted two lines above
    return row.seq, row.digest
