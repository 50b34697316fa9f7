"""One function for each finding. A rule without a basis is no rule; what it cannot check it says."""

from collections.abc import Callable, Iterator

from yingji.coverage.findings import Case, Finding
from yingji.coverage.rules import completeness, duties, evaluation, events, neighbours, reorganised

IN_FORCE: tuple[Callable[[Case], Iterator[Finding]], ...] = (
    evaluation.before_flood_season,
    events.upstream_changed,
    events.people_changed,
    events.resources_changed,
    events.basis_superseded,
    events.items_open,
    events.declared,
    events.profile_old,
    reorganised.own_plan_older,
    completeness.empty_parts,
    completeness.signed_text,
    completeness.signer,
    completeness.drafting_note,
    completeness.consultation,
    duties.unfiled,
    duties.unpublished,
    duties.undrilled,
    neighbours.not_its_own,
    neighbours.shelter_overbooked,
)
"""What is asked of a version in force, after O1."""

AFTER_ISSUE: tuple[Callable[[Case], Iterator[Finding]], ...] = (
    completeness.signed_text,
    duties.unfiled,
    duties.unpublished,
)
"""What runs from the day of issue, and is asked of a version issued to take effect later as well."""

EVENTS = frozenset({"O2", "O3", "O4", "O5", "O7", "O8", "U1"})
"""Amber or red ones of these make a plan 需修订."""

CLEARABLE = EVENTS - {"U1"}
"""Those that a confirmation clears by name."""
