"""The checkers agree, and whoever silences one says why."""

import re
import subprocess
import sys
from pathlib import Path

SILENCER = re.compile(
    r"#\s*(?:noqa|type:\s*ignore)(?P<codes>:\s*[A-Z0-9, ]*[A-Z0-9]|\[[\w, -]+\])?(?P<reason>.*)$"
)


def test_the_checkers_have_nothing_to_say(root: Path) -> None:
    installed = f"{sys.prefix}/.installed-dev"
    command = ["make", "lint", f"VENV={sys.prefix}", "--old-file", installed]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_silenced_checker_is_told_which_rule_and_why(root: Path, tracked: tuple[Path, ...]) -> None:
    found = []
    for path in tracked:
        if path.suffix != ".py" or path == Path(__file__):
            continue
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            silenced = SILENCER.search(line)
            if silenced and not (silenced["codes"] and re.search(r"\w{2,}", silenced["reason"])):
                found.append(f"{path.relative_to(root)}:{number}: {line.strip()}")
    assert not found
