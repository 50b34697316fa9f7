"""Beside the site, in every process that serves it: today's verdicts are judged again soon after something
changed, and files past their time are cleared away."""

import logging
import threading
from itertools import count

from yingji.clock import Clock
from yingji.config import Config
from yingji.coverage.actions import catch_up, keep_month
from yingji.coverage.queries import is_behind, month_lacking
from yingji.db import Database
from yingji.desk.clearing import clear
from yingji.errors import Unavailable

LOOK_EVERY = 15.0
"""Seconds between two looks. Until then readers examine what was touched themselves."""
CLEAR_EVERY = 240
"""Looks between two clearings."""
AT_ONCE = 4
"""Places judged in one transaction, so that nobody who saves waits long."""

_log = logging.getLogger(__name__)


def keep_in_background(config: Config) -> threading.Event:
    """Start; setting the event that is returned ends it."""
    stop = threading.Event()
    threading.Thread(target=_keep, args=(config, stop), name="coverage", daemon=True).start()
    return stop


def _keep(config: Config, stop: threading.Event) -> None:
    database = Database(config.database_url, clock="set" if config.is_rehearsal else "wall")
    try:
        for look in count():
            if stop.wait(LOOK_EVERY):
                return
            try:
                catch_up_all(database, Clock(config.now), stop)
                if look % CLEAR_EVERY == 0:
                    _clear(database, Clock(config.now))
            except Unavailable as fault:
                _log.warning("没有更新已存的核对结果，或没有清理到期的文件：%s", fault.detail)
    finally:
        database.close()


def catch_up_all(database: Database, clock: Clock, stop: threading.Event) -> None:
    """Judge everything that is due, a little at a time, until nothing is left or ``stop`` is set; then months past."""
    with database.reading() as r:
        left = int(is_behind(r, clock.today()))
    while left and not stop.is_set():
        with database.writing() as w:
            left = catch_up(w, clock.today(), most=AT_ONCE).left
    while not stop.is_set() and _keep_a_month(database, clock):
        pass


def _keep_a_month(database: Database, clock: Clock) -> bool:
    """Keep what one place was at the end of one month, where that is lacking."""
    with database.reading() as r:
        lacking = month_lacking(r, clock.today())
    if lacking:
        with database.writing() as w:
            keep_month(w, *lacking)
    return lacking is not None


def _clear(database: Database, clock: Clock) -> None:
    with database.writing() as w:
        clear(w, clock.now())
