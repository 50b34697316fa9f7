"""Batches of files or prints gone through beside the answers; how far they have come is told through the database,
so that any process of the site can show it.
"""

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict

from yingji.clock import Clock
from yingji.db import Database
from yingji.desk.batch import Entry, FileRow, broken
from yingji.desk.rows import Row
from yingji.errors import Unavailable
from yingji.tray.actions import come_along

AT_ONCE = 2
"""Batches under way at once; further ones wait their turn."""

_log = logging.getLogger(__name__)


class Batches:
    """The threads that go through batches, in one process."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock
        self._stop = threading.Event()
        self._pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="batch")

    def start(self, run_id: int, rows: Callable[[], Iterator[Row]]) -> None:
        """Go through a batch in its turn, noting each row as it comes; it is over when no more come."""
        self._pool.submit(self._follow, run_id, rows)

    def close(self) -> None:
        """Stop after the file in hand; what is left is said to be so."""
        self._stop.set()
        self._pool.shutdown(cancel_futures=True)

    def _follow(self, run_id: int, rows: Callable[[], Iterator[Row]]) -> None:
        done: list[dict[str, object]] = []
        try:
            for row in rows():
                done.append(asdict(row))
                self._note(run_id, done, is_over=False)
                if self._stop.is_set():
                    return
            self._note(run_id, done, is_over=True)
        except Exception as error:  # noqa: BLE001 - nobody waits for this thread: the log alone hears of it
            _log.error("batch %d ended after %d rows: %s", run_id, len(done), type(error).__qualname__)

    def _note(self, run_id: int, done: list[dict[str, object]], *, is_over: bool) -> None:
        with self._database.writing() as w:
            come_along(w, run_id, self._clock.now(), done, is_over=is_over)


def taken(files: Sequence[Entry], take: Callable[[Entry], FileRow]) -> Iterator[FileRow]:
    """What became of each file; one that breaks its reader never stops the others."""
    return (_row(take, entry) for entry in files)


def _row(take: Callable[[Entry], FileRow], entry: Entry) -> FileRow:
    try:
        return take(entry)
    except Unavailable:
        raise
    except Exception as error:  # noqa: BLE001 - one file that breaks its reader must not stop the others
        _log.error("a file of a batch broke its reader: %s", type(error).__qualname__)
        return broken(entry)
