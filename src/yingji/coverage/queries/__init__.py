"""Reading the expected set, and the facts of cells."""

from yingji.coverage.queries.expected import Exemption, Requirement, exemptions, requirements
from yingji.coverage.queries.gather import gather, preview_major

__all__ = ["Exemption", "Requirement", "exemptions", "gather", "preview_major", "requirements"]
