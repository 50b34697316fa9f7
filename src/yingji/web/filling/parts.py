"""The parts a plan is filled in by: the schema's chapters, as far as there is something to fill in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from yingji.errors import NotFound
from yingji.plans.catalogue import Field, Schema

TITLE = "/title"
"""Stands in no chapter; it is filled in with the first part."""


@dataclass(frozen=True, slots=True)
class Part:
    """One page of the form. ``pointers`` of what is filled in there, what others refer to coming first."""

    number: int
    title: str
    law: str
    pointers: tuple[str, ...]
    titles: Mapping[str, str]

    def holds(self, path: str) -> bool:
        """Whether a problem at ``path`` is mended here."""
        return any(
            f"{path}/".startswith(f"{where}/") or (path and where.startswith(f"{path}/"))
            for where in self.pointers
        )


def parts_of(schema: Schema) -> tuple[Part, ...]:
    """The parts in printed order, numbered from 1."""
    chapters = [(chapter, _pointers(chapter)) for chapter in schema.chapters]
    filled = [(chapter, wheres) for chapter, wheres in chapters if wheres]
    return tuple(
        Part(
            number,
            str(chapter["title"]),
            str(chapter.get("part") or ""),
            tuple(_referred_first(schema, [TITLE, *wheres] if number == 1 else wheres)),
            {
                str(item["of"]).removeprefix("#"): str(item["title"])
                for item in chapter["items"]
                if "of" in item and item.get("title")
            },
        )
        for number, (chapter, wheres) in enumerate(filled, 1)
    )


def part_of(schema: Schema, number: int) -> Part:
    """The part of that number; raises ``NotFound``."""
    found = parts_of(schema)
    if not 1 <= number <= len(found):
        raise NotFound(f"没有第 {number} 部分。本预案共 {len(found)} 部分，请从目录进入。")
    return found[number - 1]


def _pointers(chapter: Mapping[str, Any]) -> list[str]:
    return [str(item["of"]).removeprefix("#") for item in chapter["items"] if "of" in item]


def _referred_first(schema: Schema, wheres: list[str]) -> Iterator[str]:
    """A list that others pick names from is filled in before them."""
    given: set[str] = set()

    def give(where: str) -> Iterator[str]:
        if where in given:
            return
        given.add(where)
        field = schema.at(where)
        for ref in _refs(field) if field is not None else ():
            if ref in wheres:
                yield from give(ref)
        yield where

    for where in wheres:
        yield from give(where)


def _refs(field: Field) -> Iterator[str]:
    for each in field.walk():
        if each.ref:
            yield each.ref
