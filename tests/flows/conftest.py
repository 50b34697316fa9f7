"""A new registry and the command line, as on the first day in office; and a township walked by its people."""

import shutil
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from tests.flows.walking import Township, township
from tests.making import Command, Registry, make_command, registry, township_template
from tests.web.conftest import chromium, site_template
from tests.web.place import NOW, People

from yingji.config import Config
from yingji.db import Database

__all__ = ["chromium", "registry", "site_template", "township_template"]


@pytest.fixture
def new(database: Database) -> Iterator[Registry]:
    """A registry with nothing in it yet."""
    yield Registry(database)


@pytest.fixture
def command(
    new: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Command:
    """The command line of a new registry, standing in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return make_command(new.database.url, monkeypatch, capsys)


@pytest.fixture(scope="module")
def people(
    site_template: tuple[Path, People], tmp_path_factory: pytest.TempPathFactory, chromium: Browser
) -> Iterator[Township]:
    """Everybody signed in at one running site; each journey has a plan of its own there."""
    folder = tmp_path_factory.mktemp("township")
    path = folder / "site.sqlite3"
    shutil.copyfile(site_template[0], path)
    settings = Config(folder, f"sqlite:///{path}", "an-invented-secret", "", NOW)
    with township(settings, deepcopy(site_template[1]), chromium) as town:
        yield town
