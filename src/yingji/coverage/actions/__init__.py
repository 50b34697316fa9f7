"""Changing the expected set, reminding whoever is behind with it, and keeping what verdicts there are."""

from yingji.coverage.actions.expected import (
    HOLDERS,
    add_exemption,
    add_requirement,
    end_exemption,
    end_requirement,
    require_defaults,
)
from yingji.coverage.actions.keeping import Progress, catch_up, forget
from yingji.coverage.actions.months import keep_month
from yingji.coverage.actions.reminders import remind

__all__ = [
    "HOLDERS",
    "Progress",
    "add_exemption",
    "add_requirement",
    "catch_up",
    "end_exemption",
    "end_requirement",
    "forget",
    "keep_month",
    "remind",
    "require_defaults",
]
