"""How well free-form Word plans are read: precision of what is taken, recall of it and with candidates, by field.

The limit is the project's own: of what is taken without asking, 98 in 100 must be right.
"""

import sys
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.office.word.corpus import Paper, papers
from tests.office.word.measure import LEAST_PRECISION, measured
from tests.office.word.newcomers import newcomers
from tests.office.word.strangers import strangers


def main() -> dict[str, Any]:
    """Papers of known habits, those it has learnt from since, and those it was never fitted to."""
    start = time.perf_counter()
    result = {
        "limit": {"precision": LEAST_PRECISION},
        "known habits": scored(papers()),
        "learnt since": scored(strangers()),
        "never fitted to": scored(newcomers()),
    }
    return {**result, "seconds": round(time.perf_counter() - start, 2)}


def scored(some: Iterable[Paper]) -> dict[str, Any]:
    """Precision and recall over some papers: whole, by paper and by field."""
    true, right, taken, found = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    by_paper, wrong = {}, []
    for paper in some:
        truth, got, candidates = measured(paper)
        true.update(fact[0] for fact in truth)
        taken.update(fact[0] for fact in got)
        right.update(fact[0] for fact in got & truth)
        found.update(fact[0] for fact in (got | candidates) & truth)
        wrong += [f"{paper.name}: {' '.join(fact)}" for fact in sorted(got - truth)]
        by_paper[paper.name] = _rates(len(truth), len(got), len(got & truth), len((got | candidates) & truth))
    fields = {
        name: _rates(true[name], taken[name], right[name], found[name]) for name in sorted({*true, *taken})
    }
    whole = _rates(true.total(), taken.total(), right.total(), found.total())
    return {"papers": len(by_paper), "whole": whole, "wrong": wrong, "by_paper": by_paper, "by_field": fields}


def _rates(true: int, taken: int, right: int, found: int) -> dict[str, float]:
    return {
        "facts": true,
        "precision": round(right / taken, 3) if taken else 1.0,
        "recall": round(right / true, 3) if true else 1.0,
        "recall with candidates": round(found / true, 3) if true else 1.0,
    }
