"""The application: everything a request passes through, put together once."""

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from litestar import Litestar, Router, get
from litestar.config.compression import CompressionConfig
from litestar.datastructures import CacheControlHeader, State
from litestar.di import Provide
from litestar.exceptions import HTTPException
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.response import File, Response
from litestar.static_files import create_static_files_router

from yingji import paper
from yingji.clock import Clock
from yingji.config import Config
from yingji.db import Database
from yingji.desk.site import use_site
from yingji.errors import Fault
from yingji.web import api, pages, status
from yingji.web.batches import Batches
from yingji.web.misses import Misses
from yingji.web.outgoing import Counters, Outgoing
from yingji.web.problems import NoRoute, answer_crash, answer_fault, answer_http, before_answering
from yingji.web.rendering import STATIC
from yingji.web.session import WITHOUT_DATABASE, admit, provide_visit
from yingji.web.spec import COMPONENTS, SIGNED_IN, VERSION
from yingji.web.uploading import provide_form

SITE = Router("/", route_handlers=[*api.HANDLERS, *pages.HANDLERS, *status.HANDLERS])
"""A router, because the application copies it whole: handlers registered one by one would be wrapped
once more for every method of their path and every application of the process."""
FOR_A_YEAR = CacheControlHeader(max_age=31536000, public=True)
FONTS = Path(paper.__file__).parent / "fonts"
SMALL = CompressionConfig(
    backend="gzip",
    minimum_size=1024,
    gzip_compress_level=5,
    exclude=["/print$", "/preview$", "/files/", "^/fonts/"],
)
"""Forms repeat the same choices in every row: a tenth of the bytes over a village's mobile network."""
THREADS = 12
"""Handlers at work at once; the pool of connections holds 15."""
PRINTERS = 2
"""Plans drawn at once, so that printing never holds up the rest."""


def create_app(config: Config) -> Litestar:
    """The site for one configuration. Opens no connection until the first request."""
    counters = Counters()
    return Litestar(
        route_handlers=[SITE, _static_files(), Router("/", route_handlers=[_hei])],
        guards=[admit],
        dependencies={"visit": Provide(provide_visit), "form": Provide(provide_form)},
        exception_handlers={Fault: answer_fault, HTTPException: answer_http, Exception: answer_crash},
        after_exception=[before_answering],
        before_send=[Outgoing(config, counters)],
        lifespan=[_workers],
        compression_config=SMALL,
        state=State(
            {
                "config": config,
                "clock": Clock(config.now),
                "database": Database(config.database_url, clock="set" if config.is_rehearsal else "wall"),
                "counters": counters,
                "misses": Misses(),
            }
        ),
        openapi_config=_openapi(),
        security=SIGNED_IN,
        logging_config=None,
        debug=False,
    )


@asynccontextmanager
async def _workers(app: Litestar) -> AsyncIterator[None]:
    handlers = ThreadPoolExecutor(THREADS, thread_name_prefix="handler")
    use_site(app.state.config)
    app.state.printers = ThreadPoolExecutor(PRINTERS, thread_name_prefix="printer")
    app.state.batches = Batches(app.state.database, app.state.clock)
    asyncio.get_running_loop().set_default_executor(handlers)
    try:
        yield
    finally:
        app.state.printers.shutdown()
        app.state.batches.close()
        app.state.database.close()


def _openapi() -> OpenAPIConfig:
    return OpenAPIConfig(
        title="应急 · 应急预案登记",
        version=VERSION,
        description="应急预案的上传、办理、查缺查旧、打印。日期写 2026-05-01；出错的回答一律为 application/problem+json。",
        components=COMPONENTS,
        security=SIGNED_IN,
        render_plugins=[JsonRenderPlugin()],
        use_handler_docstrings=True,
        openapi_router=Router(
            "/schema", route_handlers=[], include_in_schema=False, after_request=_refuse_other_schemas
        ),
    )


def _refuse_other_schemas(response: Response[Any]) -> Response[Any]:
    if response.status_code == 404:
        raise NoRoute("没有这个地址。接口说明在 /schema/openapi.json。")
    return response


def _static_files() -> Router:
    return create_static_files_router(
        path="/static", directories=[STATIC], opt=WITHOUT_DATABASE, cache_control=FOR_A_YEAR
    )


@get(
    "/fonts/hei.ttf",
    opt=WITHOUT_DATABASE,
    cache_control=FOR_A_YEAR,
    include_in_schema=False,
    media_type="font/ttf",
    sync_to_thread=False,
)
def _hei() -> File:
    """The face of last resort, for machines without any Chinese font; the print uses the same."""
    return File(FONTS / "hei.ttf", media_type="font/ttf", content_disposition_type="inline")
