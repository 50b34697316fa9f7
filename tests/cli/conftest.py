"""The command line over the small township, called without a process of its own."""

import pytest
from tests.making import Command, Registry, make_command, registry, township_template

__all__ = ["registry", "township_template"]


@pytest.fixture
def command(
    registry: Registry, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Command:
    """``command("plan", "show", …)`` on the small township."""
    return make_command(registry.database.url, monkeypatch, capsys)
