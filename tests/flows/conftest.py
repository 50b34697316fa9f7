"""A new registry and the command line, as on the first day in office."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.making import Command, Registry, make_command, registry, township_template

from yingji.db import Database

__all__ = ["registry", "township_template"]


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
