"""The command line has what the contract names, and documentation names what the command line has."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from _pytest.mark import ParameterSet

from yingji.cli import root as yingji

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("deploy/**/*")])
CODE = re.compile(
    r"^```\w*\n(?P<block>.*?)^```|(?<!`)`(?P<span>[^`\n]+)`|^    (?P<indented>\S.*)$", re.M | re.S
)

CONTRACT = """
demo --out
serve --host --port --workers
db upgrade
db check
unit import --dry-run --from --complete-under --accept
unit list --under --as-of
unit add --from --order
unit rename --from --order
unit recode --from --order
unit move --from --order
unit merge --from --order
unit split --from --order
unit end --from --order
schema list
schema show
schema check
plan example
plan template -o
plan check --unit --kind --marked --json
plan read --unit --kind
plan upload-all --under --kind --as --dry-run --json --match --keep
plan upload --unit --kind --as --base --dry-run --keep --json --table --column --confirm-tables
plan move --as --version --digest --on --checklist --all-conform
plan record --scan --unit --kind --as
plan attach --type --version --as
plan correct --version --reason --as
plan erase --version --reason --as
plan show --version
plan history
plan diff
plan print -o --edition --as-of --version --draft
plan print-all --under --kind -o --edition --merge
coverage --under --kind --as-of --known-on --format --fail-under --json
require add --unit --unit-kind --under --kind --from --until --basis --decided-by
require list
require end
require defaults --under --from --decided-by
exempt add --reason --approver --from --until
exempt list
exempt end
policy set --from --decided-by --under --unit-kind --kind
policy list --as-of
basis import
basis list
basis major --on --by --reason --preview
calendar import
drill add --on --finding
drill list
drill close --on
contact confirm --on --by --key
contact fail --on
contact amend --on --by
shelter close --on
roster set --from
user add --name --post --role --scope
user grant --role --scope --from --until
user revoke --role --scope
user token
user code
user off
user list
ledger verify
ledger export
backup
restore
verify
""".strip().splitlines()


TO_COME: tuple[str, ...] = ()
"""Commands of the contract that lack something still; a test that begins to pass fails here until it is taken off."""


def promises() -> Iterator[ParameterSet]:
    """The lines of the contract, the ones still to come marked so."""
    for line in CONTRACT:
        name = line.split(" -")[0]
        marks = [pytest.mark.xfail(strict=True, reason="still to come")] if name in TO_COME else []
        yield pytest.param(line, id=name, marks=marks)


def found(words: list[str]) -> tuple[click.Command | None, list[str]]:
    """The command that the words name, and the words that are left; None where they name no command."""
    command: click.Command | None = yingji
    rest = list(words)
    while isinstance(command, click.Group) and rest and not rest[0].startswith("-"):
        command = command.get_command(click.Context(command), rest.pop(0))
    return command, rest


def options(command: click.Command) -> set[str]:
    return {name for parameter in command.params for name in parameter.opts} | {"--help", "-h"}


@pytest.mark.parametrize("line", list(promises()))
def test_the_contract_is_kept(line: str) -> None:
    command, wanted = found(line.split())
    assert command is not None
    assert not isinstance(command, click.Group) or command.invoke_without_command
    assert not set(wanted) - options(command)


def commands(group: click.Group, above: str = "") -> Iterator[tuple[str, click.Command]]:
    """Every command there is, by its words."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield f"{above}{name}", command
        if isinstance(command, click.Group):
            yield from commands(command, f"{above}{name} ")


def test_every_command_explains_itself_in_chinese() -> None:
    assert not [
        words for words, command in commands(yingji) if not re.search(r"[\u4e00-\u9fff]", command.help or "")
    ]


def commands_named() -> Iterator[tuple[str, str]]:
    """Every ``yingji …`` of the documentation, as (page, command line)."""
    for page in PAGES:
        for hit in CODE.finditer(page.read_text("utf-8")):
            code = hit["block"] or hit["span"] or hit["indented"]
            lines = code.replace("\\\n", " ").splitlines()
            for line in lines:
                if said := re.match(r"(?:\$ )?(?:\S*/)?yingji(?: (?P<rest>\S.*))?$", line.strip()):
                    yield page.relative_to(ROOT).as_posix(), said["rest"] or ""


@pytest.mark.parametrize(("page", "line"), sorted(set(commands_named())))
def test_commands_in_the_documentation_exist(page: str, line: str) -> None:
    words = shlex.split(line, comments=True)
    command, rest = found(words)
    assert command is not None, f"{page}: yingji {line}"
    if isinstance(command, click.Group):
        assert len(rest) == 0 or rest[0] in options(command), f"{page}: yingji {line}"
    unknown = {word.split("=")[0] for word in rest if re.match(r"--?[a-z]", word)} - options(command)
    assert not unknown - {"--version"}, f"{page}: yingji {line}"


def test_make_targets_in_the_documentation_exist() -> None:
    targets = set(re.findall(r"^([\w.$()/-]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    named = {name for page in PAGES for name in re.findall(r"`make ([a-z-]+)", page.read_text("utf-8"))}
    assert named
    assert named <= targets
