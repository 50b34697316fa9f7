"""Who asks for codes that nobody issued, so that guessing at them stops paying."""

from dataclasses import dataclass, field
from threading import Lock

MOST = 20
"""Unknown codes an address may ask for in a minute: a torn paper typed in by hand takes a few."""
WINDOW = 60.0
"""Seconds."""


@dataclass(slots=True)
class Misses:
    """Unknown codes of the current minute by address. In memory alone, and forgotten when the minute ends."""

    since: float = 0.0
    counts: dict[str, int] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def too_many(self, address: str, now: float) -> bool:
        """Whether an address has to wait; ``now`` in seconds from anywhere."""
        with self.lock:
            if now - self.since >= WINDOW:
                self.since = now
                self.counts.clear()
            return self.counts.get(address, 0) >= MOST

    def note(self, address: str) -> None:
        """An address asked for a code that nobody issued."""
        with self.lock:
            self.counts[address] = self.counts.get(address, 0) + 1
