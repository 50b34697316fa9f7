"""The command line over the small township, called without a process of its own."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from tests.making import Registry, any_registry, registry, township_template

from yingji import cli

__all__ = ["any_registry", "registry", "township_template"]

NOW = "2026-05-06T09:00:00+08:00"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command answered: exit code, standard output, standard error."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON document on standard output; anything beside it fails."""
        return json.loads(self.out)


Command = Callable[..., Answer]


@pytest.fixture
def command(registry: Registry, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """``command("plan", "show", …)`` on the small township, in the morning of 6 May 2026."""
    monkeypatch.setenv("YINGJI_DATABASE_URL", registry.database.url)
    monkeypatch.setenv("YINGJI_NOW", NOW)

    def call(*words: object) -> Answer:
        capsys.readouterr()
        code = cli.run([str(word) for word in words])
        told = capsys.readouterr()
        return Answer(code, told.out, told.err)

    return call
