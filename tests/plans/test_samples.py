"""The samples beside each schema: the valid ones pass, each invalid one is caught where it says."""

import copy
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from yingji.plans import catalogue, pointer
from yingji.plans.checking import check

SCHEMAS = Path(__file__).parents[2] / "schemas"
DAY = date(2026, 5, 1)
VALID = sorted(SCHEMAS.glob("*/samples/*/valid/*.json"))
INVALID = sorted(SCHEMAS.glob("*/samples/*/invalid/*.json"))


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def problems(path: Path, document: Any) -> list[tuple[str, str]]:
    schema = catalogue.load().get(f"{path.parts[-5]}/{path.parts[-3]}")
    return [(problem.path, problem.grade) for problem in check(schema, document, on=DAY)]


def patched(document: Any, operations: list[dict[str, Any]]) -> Any:
    """JSON Patch (RFC 6902): remove, replace, add."""
    document = copy.deepcopy(document)
    for operation in operations:
        *above, last = pointer.tokens(operation["path"])
        holder = pointer.find(document, pointer.build(above))
        if isinstance(holder, list):
            index = len(holder) if last == "-" else int(last)
            kept = index + (operation["op"] != "add")
            holder[index:kept] = [operation["value"]] if operation["op"] != "remove" else []
        elif operation["op"] == "remove":
            del holder[last]
        else:
            assert (last in holder) == (operation["op"] == "replace")
            holder[last] = operation["value"]
    return document


def name(path: Path) -> str:
    return f"{path.parts[-5]}-{path.stem}"


@pytest.mark.parametrize("path", VALID, ids=name)
def test_a_valid_sample_has_nothing_that_must_be_mended(path: Path) -> None:
    assert [each for each in problems(path, read(path)) if each[1] == "must"] == []


@pytest.mark.parametrize("path", [path for path in VALID if path.stem != "minimal"], ids=name)
def test_a_full_sample_leaves_nothing_to_advise(path: Path) -> None:
    assert problems(path, read(path)) == []


@pytest.mark.parametrize("path", INVALID, ids=name)
def test_an_invalid_sample_is_caught_where_it_says_and_nowhere_else(path: Path) -> None:
    sample = read(path)
    base = read(path.parents[1] / sample["_base"])
    before = set(problems(path, base))
    found = set(problems(path, patched(base, sample["_patch"]))) - before
    expected = {(each["path"], each["grade"]) for each in sample["_expect"]}
    assert sample["_why"]
    assert expected <= found
    assert {each for each in found if each[1] == "must"} == {each for each in expected if each[1] == "must"}


@pytest.mark.parametrize("family", ["village", "township", "body"])
def test_every_kind_of_mistake_has_a_sample(family: str) -> None:
    mistakes = {path.stem.split("_")[0] for path in INVALID if path.parts[-5] == family}
    assert mistakes >= {
        "required",
        "type",
        "pattern",
        "enum",
        "range",
        "format",
        "unique",
        "extra",
        "dangling",
    }
