"""Reading the expected set, the facts of cells, and who was reminded."""

from yingji.coverage.queries.expected import Exemption, Requirement, exemptions, requirements
from yingji.coverage.queries.gather import gather
from yingji.coverage.queries.preview import preview_major, preview_policy
from yingji.coverage.queries.reminders import Reminder, reminders
from yingji.coverage.queries.year import deeds

__all__ = [
    "Exemption",
    "Reminder",
    "Requirement",
    "deeds",
    "exemptions",
    "gather",
    "preview_major",
    "preview_policy",
    "reminders",
    "requirements",
]
