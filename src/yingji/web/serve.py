"""Running the site under uvicorn, in one process or several."""

import gc
import os
from copy import deepcopy
from dataclasses import replace
from typing import Any

import uvicorn
from litestar import Litestar
from uvicorn.config import LOGGING_CONFIG

from yingji.access.queries import site_value
from yingji.config import Config, read_config
from yingji.db import Database
from yingji.errors import Conflict
from yingji.web.app import create_app
from yingji.web.keeping import keep_in_background

SLOWEST_START = 60
"""Seconds a worker may take to come up on a loaded machine before it is started again."""


def serve(config: Config, host: str, port: int, workers: int) -> None:
    """Answer until stopped. Without ``YINGJI_BASE_URL`` QR codes name this machine's own address.

    Raises ``Conflict`` when the clock is set but the database was not made under a set clock.
    """
    refuse_rehearsal(config)
    config = config if config.base_url else replace(config, base_url=f"http://{host}:{port}")
    options: dict[str, Any] = {
        "host": host,
        "port": port,
        "access_log": False,
        "server_header": False,
        "log_config": _logging(),
    }
    if workers == 1:
        keep_in_background(config)
        uvicorn.run(settled(create_app(config)), **options)
        return
    os.environ.update(as_environment(config))
    options |= {"factory": True, "workers": workers, "timeout_worker_healthcheck": SLOWEST_START}
    uvicorn.run("yingji.web.serve:application", **options)


def application() -> Litestar:
    """The site by the environment, for every worker and for other servers."""
    config = read_config(os.environ)
    refuse_rehearsal(config)
    keep_in_background(config)
    return settled(create_app(config))


def settled(app: Litestar) -> Litestar:
    """The application, what it is made of set apart for good: looking through it for garbage again and again
    held up every tenth answer by a tenth of a second.
    """
    gc.collect()
    gc.freeze()
    return app


def refuse_rehearsal(config: Config) -> None:
    """Raise ``Conflict`` where a set clock meets a database kept by the real one."""
    if not config.is_rehearsal:
        return
    database = Database(config.database_url, clock="set")
    try:
        with database.reading() as r:
            kept_by = site_value(r, "clock")
    finally:
        database.close()
    if kept_by != "set":
        raise Conflict("设置了演练时钟（YINGJI_NOW），但这个数据库是正式的。请取消设置后再启动。")


def as_environment(config: Config) -> dict[str, str]:
    """The settings as the variables they are read from; ``read_config`` gives them back."""
    return {
        "YINGJI_DATA": str(config.data),
        "YINGJI_DATABASE_URL": config.database_url,
        "YINGJI_SECRET": config.secret,
        "YINGJI_BASE_URL": config.base_url,
        "YINGJI_METRICS_TOKEN": config.metrics_token,
        "YINGJI_NOW": config.now.isoformat() if config.now else "",
    }


def _logging() -> dict[str, Any]:
    """Uvicorn's own, and ours beside it. No line per request: addresses can hold what people typed."""
    config = deepcopy(LOGGING_CONFIG)
    config["formatters"]["default"]["fmt"] = "%(asctime)s %(levelprefix)s %(message)s"
    config["loggers"]["yingji"] = {"handlers": ["default"], "level": "INFO", "propagate": False}
    return config
