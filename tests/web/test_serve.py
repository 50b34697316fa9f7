"""Starting the site: which clock it may run under, and that its workers get the same settings."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from tests.web.place import NOW

from yingji.clock import SHANGHAI
from yingji.config import Config, read_config
from yingji.db import Database
from yingji.errors import Conflict
from yingji.migrations import upgrade
from yingji.web.serve import application, as_environment, refuse_rehearsal


def made_under(path: Path, clock: str) -> Config:
    config = Config(path, f"sqlite:///{path / (clock + '.sqlite3')}", "", "", NOW)
    database = Database(config.database_url, clock=clock)
    upgrade(database, datetime(2026, 1, 1, tzinfo=SHANGHAI))
    database.close()
    return config


def test_a_set_clock_meets_only_a_registry_made_under_one(tmp_path: Path) -> None:
    refuse_rehearsal(made_under(tmp_path, "set"))
    real = made_under(tmp_path, "wall")
    with pytest.raises(Conflict, match="演练时钟"):
        refuse_rehearsal(real)
    refuse_rehearsal(replace(real, now=None))


def test_workers_read_back_the_settings_they_were_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = replace(
        made_under(tmp_path, "set"), base_url="https://yingji.example", metrics_token="t", secret="s"
    )
    assert read_config(as_environment(config)) == config
    for name, value in as_environment(config).items():
        monkeypatch.setenv(name, value)
    assert application().state.config == config


def test_the_command_line_does_not_wait_for_the_web() -> None:
    code = "import sys, yingji.cli; sys.exit('litestar' in sys.modules or 'uvicorn' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], check=False, env={**os.environ})
    assert done.returncode == 0
