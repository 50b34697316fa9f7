"""How near a reading comes to the truth, fact by fact; the benchmark counts with it too."""

from collections.abc import Iterator
from typing import Any

from tests.office.word.corpus import Paper

from yingji.office.found import Harvest
from yingji.office.word.read import read_word
from yingji.office.word.values import iso_day
from yingji.plans import pointer
from yingji.plans.catalogue import Schema, load
from yingji.plans.tidy import tidy
from yingji.plans.wording import Wording

LEAST_PRECISION = 0.98

Fact = tuple[str, str, str]


def facts(schema: Schema, raw: dict[str, Any]) -> set[Fact]:
    """``(field, row, value)`` of every value in a document; names stand for ids, rows go by their name."""
    document = tidy(schema, {key: value for key, value in raw.items() if key != "schema"}).document
    return set(_facts(Wording(schema, document), document, "", "", ""))


def _facts(wording: Wording, value: Any, where: str, pattern: str, row: str) -> Iterator[Fact]:
    field = wording.schema.at(where) if where else wording.schema.root
    if isinstance(value, dict):
        for key, inner in value.items():
            if key != "id":
                yield from _facts(wording, inner, pointer.child(where, key), f"{pattern}/{key}", row)
    elif isinstance(value, list) and field is not None and field.is_rows:
        for index, inner in enumerate(value):
            name = wording.label(field, inner, 100) or str(index)
            yield from _facts(wording, inner, pointer.child(where, index), f"{pattern}/*", name)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _facts(wording, inner, pointer.child(where, index), f"{pattern}/*", row)
    elif field is not None:
        yield pattern, row, "".join(wording.shown(field, value).split())


def offered(schema: Schema, harvest: Harvest) -> set[Fact]:
    """The facts that candidates stand for."""
    found: set[Fact] = set()
    for candidate in harvest.candidates:
        field = schema.at(candidate.path)
        pattern = "/".join(
            "*" if step in ("-",) or step.isdecimal() else step for step in candidate.path.split("/")
        )
        if isinstance(candidate.value, dict):
            row = str(candidate.value.get("name") or next(iter(candidate.value.values())))
            found |= {
                (f"{pattern}/{key}", row, _said(schema, f"{pattern}/{key}", value))
                for key, value in candidate.value.items()
            }
        elif field is not None:
            found.add((pattern, "", _said(schema, pattern, candidate.value)))
    return found


def _said(schema: Schema, pattern: str, value: Any) -> str:
    """The value as the document would show it."""
    field = schema.at(pattern)
    if field is None:
        return str(value)
    if field.is_date:
        value = iso_day(str(value)) or value
    return "".join(Wording(schema, {}).shown(field, value).split())


def measured(paper: Paper) -> tuple[set[Fact], set[Fact], set[Fact]]:
    """What is true, what was taken and what was offered, of one paper."""
    schema = load().latest("village")
    harvest = read_word(paper.bytes(), schema=schema)
    taken = facts(schema, harvest.document)
    return facts(schema, paper.truth), taken, offered(schema, harvest) - taken
