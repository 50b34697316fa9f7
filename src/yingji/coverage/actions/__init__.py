"""Changing the expected set, and reminding whoever is behind with it."""

from yingji.coverage.actions.expected import (
    HOLDERS,
    add_exemption,
    add_requirement,
    end_exemption,
    end_requirement,
    require_defaults,
)
from yingji.coverage.actions.reminders import remind

__all__ = [
    "HOLDERS",
    "add_exemption",
    "add_requirement",
    "end_exemption",
    "end_requirement",
    "remind",
    "require_defaults",
]
