"""The source as data: every module parsed once."""

import ast
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "yingji"


@dataclass(frozen=True, slots=True)
class Module:
    """One source file; ``name`` is its path below ``src/yingji``, such as ``plans/outline.py``."""

    name: str
    text: str
    tree: ast.Module

    @property
    def package(self) -> str:
        """The room it stands in, or the file's own name at the top."""
        return self.name.split("/")[0].removesuffix(".py")

    def imported(self) -> set[str]:
        """Dotted names this module imports, ``from a import b`` as ``a.b``."""
        names: set[str] = set()
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                names.update(alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                names.update(f"{node.module}.{alias.name}" for alias in node.names)
        return names


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return ROOT


@pytest.fixture(scope="session")
def modules() -> tuple[Module, ...]:
    """Every Python file of the package."""
    found = sorted(SOURCE.rglob("*.py"))
    texts = [(path.relative_to(SOURCE).as_posix(), path.read_text("utf-8")) for path in found]
    return tuple(Module(name, text, ast.parse(text)) for name, text in texts)


@pytest.fixture(scope="session")
def tracked() -> tuple[Path, ...]:
    """Every file of the repository, committed or about to be; what git ignores is not in it."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],  # noqa: S607 - whichever git there is
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout
    paths = (ROOT / name.decode() for name in sorted(set(listed.split(b"\0"))) if name)
    return tuple(path for path in paths if path.is_file())
