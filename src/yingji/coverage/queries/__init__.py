"""Reading the expected set, and the facts of cells."""

from yingji.coverage.queries.expected import Exemption, Requirement, exemptions, requirements
from yingji.coverage.queries.gather import gather
from yingji.coverage.queries.preview import preview_major, preview_policy
from yingji.coverage.queries.year import deeds

__all__ = [
    "Exemption",
    "Requirement",
    "deeds",
    "exemptions",
    "gather",
    "preview_major",
    "preview_policy",
    "requirements",
]
