"""Reading the expected set, the facts of cells, what is kept of their verdicts, and who was reminded."""

from yingji.coverage.queries.expected import Exemption, Requirement, exemptions, requirements
from yingji.coverage.queries.gather import gather
from yingji.coverage.queries.kept import kept
from yingji.coverage.queries.months import kept_months, month_lacking
from yingji.coverage.queries.preview import preview_major, preview_policy
from yingji.coverage.queries.reminders import Reminder, reminders
from yingji.coverage.queries.rolled import Checked, check_kept, is_behind, totals_below
from yingji.coverage.queries.year import deeds

__all__ = [
    "Checked",
    "Exemption",
    "Reminder",
    "Requirement",
    "check_kept",
    "deeds",
    "exemptions",
    "gather",
    "is_behind",
    "kept",
    "kept_months",
    "month_lacking",
    "preview_major",
    "preview_policy",
    "reminders",
    "requirements",
    "totals_below",
]
