"""The site at rest: a registry with units and people, copied for every test."""

import shutil
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path

import pytest
from litestar.testing import TestClient
from playwright.sync_api import Browser, sync_playwright
from tests.making import registry, township_template
from tests.web.place import NOW, People, Site, settle

from yingji.config import Config
from yingji.db import Database
from yingji.web.app import create_app


@pytest.fixture(scope="session")
def site_template(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, People]:
    """A registry with units and people, to be copied."""
    path = tmp_path_factory.mktemp("site") / "site.sqlite3"
    shutil.copyfile(sqlite_template, path)
    database, people = Database(f"sqlite:///{path}"), People()
    settle(database, people)
    database.close()
    return path, people


@pytest.fixture
def settings(site_template: tuple[Path, People], tmp_path: Path) -> Config:
    """The configuration of a fresh copy, under a fixed clock."""
    path = tmp_path / "site.sqlite3"
    shutil.copyfile(site_template[0], path)
    return Config(tmp_path, f"sqlite:///{path}", "an-invented-secret", "https://yingji.example", NOW)


@pytest.fixture
def site(settings: Config, site_template: tuple[Path, People]) -> Iterator[Site]:
    """The site over that copy."""
    app = create_app(settings)
    with TestClient(app, base_url="https://yingji.example", raise_server_exceptions=False) as client:
        yield Site(app, client, app.state.database, deepcopy(site_template[1]))


@pytest.fixture(scope="module")
def chromium(needs: Callable[..., str]) -> Iterator[Browser]:
    """A headless Chromium for a file of tests; while it lives, this thread has an event loop running."""
    path = needs("chromium", "chromium-browser", "google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


__all__ = ["registry", "township_template"]
