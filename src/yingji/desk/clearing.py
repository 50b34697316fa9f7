"""What passes is cleared away: the tray after a week, files of drafts given up after a month."""

from dataclasses import dataclass
from datetime import datetime

from yingji.access.rights import LOCAL
from yingji.db import Writing
from yingji.ledger.actions import record
from yingji.plans.actions import clear_files
from yingji.tray.actions import empty


@dataclass(frozen=True, slots=True)
class Cleared:
    """How many files went: ``held`` from the tray, ``given_up`` with drafts nobody went on with."""

    held: int
    given_up: int


def clear(w: Writing, at: datetime) -> Cleared:
    """Clear away what is due; files that lay beside drafts leave their digests in the trail."""
    held, digests = empty(w, at), clear_files(w, at)
    if digests:
        record(w, chain="site", actor=LOCAL.login, at=at, act="file.clear", detail={"digests": digests})
    return Cleared(held, len(digests))
