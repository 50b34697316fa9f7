"""Acts on units: each checks, writes dated rows and the act itself, and leaves one ledger entry.

Codes may be former ones or ``id:215``. ``from_day`` may lie ahead, never before a later row of the
same unit. ``order_doc`` names the decision (批复) the act rests on.
"""

from yingji.units.actions.imports import import_units
from yingji.units.actions.verbs import add_unit, end, merge, move, recode, rename, split
from yingji.units.actions.writes import NewUnit

__all__ = ["NewUnit", "add_unit", "end", "import_units", "merge", "move", "recode", "rename", "split"]
