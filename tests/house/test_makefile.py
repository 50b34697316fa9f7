"""The doors for somebody who has only just cloned the repository."""

import subprocess
from pathlib import Path


def make(root: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(["make", *arguments], cwd=root, capture_output=True, text=True, check=False)  # noqa: S607 - whichever make there is


def test_demo_installs_rehearses_and_then_serves(root: Path, tmp_path: Path) -> None:
    told = make(root, "--dry-run", "demo", f"VENV={tmp_path}/venv", "UV=").stdout
    steps = [
        "-m venv",
        "pip install",
        "yingji demo --out var/demo",
        "yingji serve --host 127.0.0.1 --port 8000",
    ]
    places = [told.find(step) for step in steps]
    assert -1 not in places
    assert places == sorted(places)


def test_demo_may_end_after_the_jobs(root: Path) -> None:
    told = make(root, "--dry-run", "demo", "SERVE=0").stdout
    assert "yingji demo" in told
    assert "serve" not in told


def test_what_is_installed_is_not_installed_again(root: Path, tmp_path: Path) -> None:
    (tmp_path / ".installed").touch()
    told = make(root, "--dry-run", "demo", f"VENV={tmp_path}").stdout
    assert "pip install" not in told
    assert "sync" not in told


def test_a_python_too_old_is_told_kindly_in_both_languages(root: Path, tmp_path: Path) -> None:
    done = make(root, f"{tmp_path}/venv/.installed", f"VENV={tmp_path}/venv", "UV=", "PYTHON=")
    assert done.returncode != 0
    assert "需要 Python 3.11 或更高版本" in done.stderr
    assert "Python 3.11 or newer" in done.stderr
    assert not (tmp_path / "venv").exists()


def test_with_uv_the_locked_versions_are_installed(root: Path, tmp_path: Path) -> None:
    told = make(root, "--dry-run", f"{tmp_path}/.installed-dev", f"VENV={tmp_path}", "UV=uv").stdout
    assert f"UV_PROJECT_ENVIRONMENT={tmp_path} uv sync" in told
    assert "--frozen" in told
    assert "--no-dev" not in told
