"""Imports go down only; the contract stands in pyproject.toml."""

from pathlib import Path

import pytest
from importlinter.cli import lint_imports


def test_imports_go_down_only(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(root)
    verdict = lint_imports(cache_dir=str(tmp_path))
    assert verdict == 0, capsys.readouterr().out
