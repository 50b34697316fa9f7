"""The repository speaks of the project alone."""

import re
import tomllib
from pathlib import Path

HERE = Path(__file__)
MACHINE = re.compile(r"(?<![\w.~-])/(?:work|root|tmp|home|Users)/[\w.]")
REGISTRIES = re.compile(
    r"index[-_]url|find[-_]links|artifactory|\bnexus\b|\bmirrors?\.[a-z]|\bpypi\.(?!org\b)[a-z]", re.I
)
LOCK_SOURCES = re.compile(r'(?:registry|url) = "([^"]+)"')


def texts(tracked: tuple[Path, ...]) -> list[tuple[Path, str]]:
    found = []
    for path in tracked:
        if path == HERE:
            continue
        try:
            found.append((path, path.read_text("utf-8")))
        except UnicodeDecodeError:
            continue
    return found


def test_no_file_names_a_path_of_somebodys_machine(root: Path, tracked: tuple[Path, ...]) -> None:
    found = [
        f"{path.relative_to(root)}: {hit[0]}"
        for path, text in texts(tracked)
        for hit in MACHINE.finditer(text)
    ]
    assert not found


def test_no_file_names_a_package_registry_of_somebodys_network(root: Path, tracked: tuple[Path, ...]) -> None:
    found = [
        f"{path.relative_to(root)}: {hit[0]}"
        for path, text in texts(tracked)
        for hit in REGISTRIES.finditer(text)
    ]
    assert not found


def test_the_lock_file_names_the_public_index_alone(root: Path) -> None:
    sources = LOCK_SOURCES.findall((root / "uv.lock").read_text("utf-8"))
    assert sources
    public = ("https://pypi.org/simple", "https://files.pythonhosted.org/")
    assert not [source for source in sources if not source.startswith(public)]


def test_the_lock_file_is_the_one_of_this_project_file(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    locked = tomllib.loads((root / "uv.lock").read_text("utf-8"))
    own = next(package for package in locked["package"] if package["name"] == "yingji")
    asked = {"": project["project"]["dependencies"], **project["dependency-groups"]}
    held = {"": own["metadata"]["requires-dist"], **own["metadata"]["requires-dev"]}
    assert {group: names(rows) for group, rows in asked.items()} == {
        group: {row["name"] + row.get("specifier", "") for row in rows} for group, rows in held.items()
    }


def names(requirements: list[str]) -> set[str]:
    """Without extras, as the lock file writes them."""
    return {re.sub(r"\[.*?\]", "", requirement) for requirement in requirements}


def test_phone_numbers_in_the_repository_are_obviously_invented(
    root: Path, tracked: tuple[Path, ...]
) -> None:
    mobile = re.compile(r"(?<![0-9A-Fa-f])1[3-9][0-9](?:[ -]?[0-9]{4}){2}(?![0-9A-Fa-f])")
    kept = {".py", ".json", ".md", ".csv", ".html", ".js", ".txt", ".yaml"}
    found = [
        f"{path.relative_to(root)}: {hit[0]}"
        for path, text in texts(tracked)
        if path.suffix in kept
        for hit in mobile.finditer(text)
        if not re.match(r"13[89]0{4}|13([89])0013(?:\1)000", re.sub(r"\D", "", hit[0]))
    ]
    assert not found
