"""How the benchmarks measure: many short runs, the median of their processor time, so that a noisy machine disturbs little."""

import statistics
import time
from collections.abc import Callable
from typing import Any


def median_ms(
    work: Callable[[], Any],
    *,
    seconds: float = 1.0,
    at_least: int = 5,
    clock: Callable[[], float] = time.process_time,
) -> float:
    """The median processor time of ``work`` in milliseconds, after one run to warm up.

    ``clock``: ``time.perf_counter`` where another process does part of the work.
    """
    work()
    taken: list[float] = []
    end = time.perf_counter() + seconds
    while len(taken) < at_least or time.perf_counter() < end:
        start = clock()
        work()
        taken.append(clock() - start)
    return statistics.median(taken) * 1000


def beside(figures: dict[str, float], peer: str) -> dict[str, object]:
    """Figures in milliseconds, and how many times ``peer`` each of them takes."""
    ratios = {name: round(value / figures[peer], 2) for name, value in figures.items() if name != peer}
    return {"ms": {name: round(value, 4) for name, value in figures.items()}, f"times {peer}": ratios}
