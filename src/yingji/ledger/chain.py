"""How entries hang together: each digest covers the entry and the digest before it."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class Entry:
    """One act as the trail tells it; ``content`` is the canonical JSON that the digest covers."""

    chain: str
    seq: int
    content: str
    previous: str
    digest: str


@dataclass(frozen=True, slots=True)
class Break:
    """Where a chain no longer holds, in words."""

    chain: str
    seq: int
    what: str


def content_of(
    *,
    at: datetime,
    clock: str,
    actor: str,
    act: str,
    unit_id: int | None,
    kind: str | None,
    touches: Sequence[str],
    detail: Mapping[str, object],
) -> str:
    """The canonical text of an entry: sorted keys, UTC instant, no white space."""
    return json.dumps(
        {
            "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
            "clock": clock,
            "actor": actor,
            "act": act,
            "unit": unit_id,
            "kind": kind,
            "touches": sorted(touches),
            "detail": detail,
        },
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
        allow_nan=False,
    )


def link(chain: str, seq: int, previous: str, content: str) -> Entry:
    """The entry that follows ``previous`` in ``chain``."""
    text = f"{chain}\n{seq}\n{previous}\n{content}"
    return Entry(chain, seq, content, previous, hashlib.sha256(text.encode()).hexdigest())


def verify(entries: Iterable[Entry], heads: Mapping[str, tuple[int, str]]) -> tuple[Break, ...]:
    """Every place where the chains do not hold; ``entries`` ordered by chain and seq, ``heads`` as stored."""
    breaks: list[Break] = []
    last: dict[str, tuple[int, str]] = {}
    for entry in entries:
        seq, digest = last.get(entry.chain, (0, GENESIS))
        if entry.seq != seq + 1:
            breaks.append(Break(entry.chain, entry.seq, f"第 {seq + 1} 条缺失，接着的是第 {entry.seq} 条"))
        elif entry.previous != digest:
            breaks.append(Break(entry.chain, entry.seq, "与上一条的摘要接不上"))
        if link(entry.chain, entry.seq, entry.previous, entry.content).digest != entry.digest:
            breaks.append(Break(entry.chain, entry.seq, "内容与登记时的摘要不符"))
        last[entry.chain] = (entry.seq, entry.digest)
    for chain, head in heads.items():
        if last.get(chain, (0, GENESIS)) != head:
            breaks.append(Break(chain, head[0], "末尾的记录缺失"))
    breaks += [Break(chain, 0, "链首登记缺失") for chain in last if chain not in heads]
    return tuple(breaks)
