"""Prints drawn by several processes: pure data in, bytes out, in the order asked for."""

import multiprocessing
import os
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from yingji.config import Config
from yingji.desk.site import use_site
from yingji.errors import Fault, Unavailable
from yingji.paper.render import render
from yingji.paper.sheet import Sheet
from yingji.plans.outline import Node

SEVERAL = 4
"""So many prints are worth a second process."""


@dataclass(frozen=True, slots=True)
class Work:
    """What a process needs to know to draw one print."""

    root: Node
    sheet: Sheet
    edition: str
    document: Mapping[str, Any]


Draw = Callable[[Iterable[Work | Fault]], Iterator[bytes | Fault]]
"""What is a fault already stays one."""


@contextmanager
def press(config: Config, count: int) -> Iterator[Draw]:
    """A way to draw ``count`` prints on all cores; a print that cannot be drawn yields its fault.

    Enter it before a database session is open: the processes may be copies of this one. Raises
    ``Unavailable`` when a process dies.
    """
    workers = min(os.cpu_count() or 1, count)
    if count < SEVERAL or workers < 2:
        yield lambda works: map(draw_one, works)
        return
    try:
        with ProcessPoolExecutor(workers, _context(), use_site, (config,)) as pool:
            pool.submit(_nothing).result()
            yield lambda works: pool.map(draw_one, works)
    except BrokenProcessPool as fault:
        raise Unavailable("打印进程意外中断（多半是内存不够），请重新打印；份数多的请分几次。") from fault


def draw_one(work: Work | Fault) -> bytes | Fault:
    """One print, or why not."""
    if isinstance(work, Fault):
        return work
    try:
        return render(work.root, work.sheet, work.edition, work.document)
    except Fault as fault:
        return fault


def _nothing() -> None:
    """Asked of the pool so that its processes start."""


def _context() -> multiprocessing.context.BaseContext:
    """A copy of this process is ready at once; where it has threads only a fresh one is safe."""
    can_fork = "fork" in multiprocessing.get_all_start_methods() and sys.platform == "linux"
    return multiprocessing.get_context("fork" if can_fork and threading.active_count() == 1 else "spawn")
