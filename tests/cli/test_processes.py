"""The installed ``yingji`` as a process of its own: exit codes reach the shell, traces never the screen."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.making import VILLAGE, Registry

YINGJI = Path(sys.executable).with_name("yingji")


def yingji(registry: Registry | None, *words: object, data: str = "") -> "subprocess.CompletedProcess[bytes]":
    environment = {"PATH": "/usr/bin:/bin", "LANG": "C", "YINGJI_DATA": data}
    if registry is not None:
        environment["YINGJI_DATABASE_URL"] = registry.database.url
    return subprocess.run(
        [YINGJI, *map(str, words)], env=environment, capture_output=True, check=False, timeout=120
    )


def test_a_database_is_made_once_and_commands_run_on_it(tmp_path: Path) -> None:
    data = str(tmp_path / "var")
    before = yingji(None, "unit", "list", data=data)
    assert (before.returncode, before.stdout) == (4, b"")
    for _ in range(2):
        assert yingji(None, "db", "upgrade", data=data).returncode == 0
    listed = yingji(None, "unit", "list", "--json", data=data)
    assert (listed.returncode, listed.stderr) == (0, b"")
    assert json.loads(listed.stdout)["units"] == []


@pytest.mark.parametrize(
    "words, code",
    [
        (("plan", "nope"), 2),
        (("plan", "check", "bad.json"), 1),
        (("plan", "show", VILLAGE, "flood"), 3),
    ],
)
def test_exit_codes_reach_the_shell_in_any_locale(
    registry: Registry, tmp_path: Path, words: tuple[str, ...], code: int
) -> None:
    (tmp_path / "bad.json").write_bytes(b"{")
    done = yingji(registry, *(tmp_path / word if word.endswith(".json") else word for word in words))
    told = (done.stdout + done.stderr).decode("utf-8")
    assert done.returncode == code
    assert any("\u4e00" <= letter <= "\u9fff" for letter in told)
    assert "Traceback" not in told


def test_a_reader_that_goes_away_is_no_crash(registry: Registry) -> None:
    """``yingji … | head -1``: no trace on the terminal."""
    environment = {"PATH": "/usr/bin:/bin", "YINGJI_DATABASE_URL": registry.database.url}
    words = [str(YINGJI), "schema", "show", "village"]
    with subprocess.Popen(words, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as talking:
        assert talking.stdout is not None
        assert talking.stderr is not None
        assert talking.stdout.readline() == b"{\n"
        talking.stdout.close()
        assert talking.stderr.read() == b""
