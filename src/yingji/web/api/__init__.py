"""JSON for scripts: the desk's answers as they are."""

from yingji.web.api import copies, coverage, ledger, moves, plans, units

HANDLERS = (
    *units.HANDLERS,
    *plans.HANDLERS,
    *moves.HANDLERS,
    *copies.HANDLERS,
    *coverage.HANDLERS,
    *ledger.HANDLERS,
)
