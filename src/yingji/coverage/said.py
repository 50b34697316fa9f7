"""A verdict as JSON, in the shape of ``GET /api/coverage``; and back from it."""

import json
from collections.abc import Iterable
from dataclasses import asdict, astuple
from datetime import date
from typing import Any

from yingji.coverage.findings import Finding, NotChecked
from yingji.coverage.neighbours import Beside
from yingji.coverage.sources import Source
from yingji.coverage.steps import Step
from yingji.coverage.told import Told


def said(verdict: Told) -> bytes:
    """The cell as one line of JSON; the same verdict, the same bytes."""
    return dumped(
        {
            "unit": verdict.unit.code,
            "unit_name": verdict.unit.name,
            "unit_kind": verdict.unit.kind,
            "path": verdict.path,
            "kind": verdict.kind,
            "kind_title": verdict.title,
            "status": verdict.status,
            "status_label": verdict.label,
            "sign": verdict.sign,
            "worst": verdict.worst,
            "expected": verdict.is_expected,
            "have": verdict.is_had,
            "timely": verdict.is_timely,
            "usable": verdict.is_usable,
            "covered": verdict.is_covered,
            "number": verdict.number,
            "edition_no": verdict.edition_no,
            "digest": verdict.digest,
            "issued_on": day_text(verdict.issued_on),
            "due_on": day_text(verdict.due_on),
            "findings": [_finding(finding) for finding in verdict.findings],
            "evidence": verdict.evidence,
            "clears_by": verdict.clears_by,
            "not_checked": [{"code": one.code, "reason": one.reason} for one in verdict.not_checked],
            "recheck_on": day_text(verdict.recheck_on),
            "inputs": verdict.inputs,
        }
    )


def dumped(values: Any) -> bytes:
    """JSON without a blank to spare, and on one line."""
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()


def day_text(day: date | None) -> str | None:
    """``2026-05-06``, or nothing."""
    return day.isoformat() if day else None


def day_of_text(text: str | None) -> date | None:
    """The inverse of ``day_text``."""
    return date.fromisoformat(text) if text else None


def finding_of(values: dict[str, Any]) -> Finding:
    """The finding that said so."""
    return Finding(
        code=values["code"],
        severity=values["severity"],
        text=values["text"],
        basis=tuple(Source(**basis) for basis in values["basis"]),
        since=day_of_text(values["since"]),
        clears_by=values["clears_by"],
        places=tuple(values["places"]),
        beside=tuple(Beside(**beside) for beside in values["beside"]),
    )


def not_checked_of(values: dict[str, str]) -> NotChecked:
    """The rule that could not be checked."""
    return NotChecked(values["code"], values["reason"])


def steps_said(steps: Iterable[Step]) -> bytes:
    """Steps as one line of JSON."""
    return json.dumps([astuple(step) for step in steps], ensure_ascii=False, default=day_text).encode()


def steps_told(line: bytes) -> tuple[Step, ...]:
    """The inverse of ``steps_said``."""
    return tuple(
        Step(act, why, severity, day_of_text(since), day_of_text(due), number, digest)
        for act, why, severity, since, due, number, digest in json.loads(line)
    )


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.severity,
        "text": finding.text,
        "basis": [
            {
                "document": source.document,
                "number": source.number,
                "article": source.article,
                "certainty": source.certainty,
            }
            for source in finding.basis
        ],
        "since": day_text(finding.since),
        "clears_by": finding.clears_by,
        "places": finding.places,
        "beside": [asdict(one) for one in finding.beside],
    }
