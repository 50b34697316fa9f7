"""The words of plans that are alike, read only where there are any."""

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from sqlalchemy import select

from yingji.coverage.neighbours import Neighbours, Passages, put_beside
from yingji.coverage.queries.rows import VersionRow
from yingji.db import Reading
from yingji.plans.catalogue import load
from yingji.plans.tables import version_text
from yingji.plans.telltale import passages

Found = dict[tuple[int, str], Neighbours]


def with_passages(r: Reading, found: Found, versions: Mapping[int, list[VersionRow]]) -> Found:
    """What is alike, with both texts; nothing is read where nothing is."""
    pairs = {key: beside.alike for key, beside in found.items() if beside.alike}
    wanted = {version_id for alike in pairs.values() for version_id in alike.versions}
    if not wanted:
        return found
    schemas = {row.id: row.schema for own in versions.values() for row in own if row.id in wanted}
    texts = select(version_text).where(version_text.c.version_id.in_(wanted))
    read = {row.version_id: _said(schemas[row.version_id], row.canonical) for row in r.rows(texts)}
    told = {key: put_beside(alike, *(read[one] for one in alike.versions)) for key, alike in pairs.items()}
    return found | {key: replace(found[key], alike=alike) for key, alike in told.items()}


@lru_cache(maxsize=1 << 7)
def _said(schema: str, canonical: str) -> Passages:
    """The passages of a text, once for all who ask for it."""
    return passages(load().get(schema), json.loads(canonical))
