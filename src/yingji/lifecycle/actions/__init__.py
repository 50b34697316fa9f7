"""The one door for a version's state: upload, move, record, correct, attach, erase.

Every function checks the right, the state and the day, writes, and leaves one ledger entry.
Raising means that nothing was stored.
"""

from yingji.lifecycle.actions.moves import move
from yingji.lifecycle.actions.paper import (
    attach,
    check_attachment_type,
    correct,
    erase,
    record_paper,
)
from yingji.lifecycle.actions.uploads import Receipt, keep, upload
from yingji.lifecycle.actions.writes import Outcome

__all__ = [
    "Outcome",
    "Receipt",
    "attach",
    "check_attachment_type",
    "correct",
    "erase",
    "keep",
    "move",
    "record_paper",
    "upload",
]
