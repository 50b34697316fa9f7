"""The site keeps today's verdicts up to date by itself."""

import threading

from tests.coverage.test_keeping import examined, is_kept, read, require
from tests.making import TODAY, Registry, at

from yingji.clock import Clock
from yingji.coverage.report import as_bytes
from yingji.web.keeping import catch_up_all


def test_what_was_touched_is_judged_again_without_anybody_asking(registry: Registry) -> None:
    require(registry)
    clock, stop = Clock(at(TODAY)), threading.Event()
    catch_up_all(registry.database, clock, stop)
    assert is_kept(read(registry.database))
    registry.issue()
    assert not is_kept(read(registry.database))
    catch_up_all(registry.database, clock, stop)
    assert is_kept(read(registry.database))
    assert as_bytes(read(registry.database)) == as_bytes(examined(registry.database))


def test_nothing_is_begun_once_it_is_to_stop(registry: Registry) -> None:
    require(registry)
    stop = threading.Event()
    stop.set()
    catch_up_all(registry.database, Clock(at(TODAY)), stop)
    assert not is_kept(read(registry.database))
