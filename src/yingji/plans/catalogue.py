"""The plan schemas shipped with this release, each with its properties resolved.

Reading the files happens once, in ``load``; everything else here is a pure function of them.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from yingji.errors import NotFound
from yingji.plans import pointer
from yingji.plans.canonical import canonical, digest
from yingji.units.names import KIND_WORDS

FAMILY_FOR = {
    "village": "village",
    "township": "township",
    "department": "body",
    "school": "body",
    "enterprise": "body",
}
MAX_REFERENCES = 32


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """One property (or the rows of an array) with its ``$ref`` followed and marks inherited.

    ``pointer`` stands for every document: rows are ``*`` ("/command/contacts/*/phone").
    ``spec`` holds the JSON Schema keywords. ``children`` are an object's properties in schema
    order; ``item`` is what an array holds. ``known`` is False for values the schema leaves open
    (the ``local`` bucket), which are always restricted.
    """

    pointer: str
    key: str
    title: str
    spec: Mapping[str, Any]
    change: str = ""
    disclosure: str = ""
    required: bool = False
    known: bool = True
    children: tuple["Field", ...] = ()
    item: "Field | None" = None

    @property
    def type(self) -> str:
        """``object array string integer number boolean``, or "" where the schema leaves it open."""
        kind = self.spec.get("type", "")
        return kind if isinstance(kind, str) else ""

    @property
    def description(self) -> str:
        return str(self.spec.get("description", ""))

    @property
    def examples(self) -> tuple[Any, ...]:
        return tuple(self.spec.get("examples", ()))

    @property
    def fact(self) -> str:
        return str(self.spec.get("x-fact", ""))

    @property
    def unit(self) -> str:
        return str(self.spec.get("x-unit", ""))

    @property
    def part(self) -> str:
        return str(self.spec.get("x-part", ""))

    @property
    def ref(self) -> str:
        """Pointer of the array whose rows' ``id`` this value names ("" if none)."""
        return str(self.spec.get("x-ref", "")).removeprefix("#")

    @property
    def printing(self) -> Mapping[str, Any]:
        """``x-print``: ``as`` and ``lead``."""
        return self.spec.get("x-print") or {}

    @property
    def hidden(self) -> bool:
        return self.printing.get("as") == "hidden"

    @property
    def is_rows(self) -> bool:
        """An array of objects."""
        return self.item is not None and self.item.type == "object"

    @property
    def is_phone(self) -> bool:
        """A text whose pattern takes telephone numbers and nothing like a name or an id."""
        pattern = self.spec.get("pattern", "")
        takes = re.compile(pattern).search
        return bool(pattern) and takes("13800138000") is not None and takes("c01") is None

    @property
    def labels(self) -> Mapping[str, str]:
        """``x-labels``: what a person reads for each stored code."""
        return self.spec.get("x-labels") or {}

    @property
    def row_key(self) -> str:
        """Name of the property that identifies a row of this array ("" if none)."""
        return str(self.spec.get("x-key", ""))

    @property
    def lead(self) -> str:
        return str(self.printing.get("lead", ""))

    @property
    def is_date(self) -> bool:
        return self.spec.get("format") == "date"

    def child(self, key: str) -> "Field | None":
        """The property of that name, an open one where the schema allows any, else None."""
        for candidate in self.children:
            if candidate.key == key:
                return candidate
        return self._open(key)

    def _open(self, key: str) -> "Field | None":
        more = self.spec.get("additionalProperties", self.type == "")
        if more is False or (self.type not in ("object", "") and self.known):
            return None
        spec = more if isinstance(more, dict) else {}
        return Field(
            pointer.child(self.pointer, key), key, key, spec, self.change or "fact", "restricted", known=False
        )

    def walk(self) -> Iterator["Field"]:
        """This field and everything under it, in schema order."""
        yield self
        for candidate in self.children:
            yield from candidate.walk()
        if self.item is not None:
            yield from self.item.walk()


@dataclass(frozen=True, slots=True, eq=False)
class Schema:
    """One released schema. ``raw`` must not be changed; ``digest`` is of its canonical text."""

    family: str
    version: str
    title: str
    raw: Mapping[str, Any]
    digest: str
    root: Field

    @property
    def name(self) -> str:
        return f"{self.family}/{self.version}"

    @property
    def advice(self) -> tuple[Mapping[str, Any], ...]:
        """``x-should``: ``path`` with ``min`` rows or ``present``, and what to ``say``."""
        return tuple(self.raw.get("x-should", ()))

    @property
    def checks(self) -> tuple[Any, ...]:
        return tuple(self.raw.get("x-checks", ()))

    @property
    def chapters(self) -> tuple[Mapping[str, Any], ...]:
        return tuple(self.raw.get("x-chapters", ()))

    def at(self, where: str) -> Field | None:
        """The field at a pointer into a document ("/command/contacts/3/phone") or ``*`` for rows."""
        field: Field | None = self.root
        for step in pointer.tokens(where):
            if field is None:
                return None
            is_row = step in ("*", "-") or step.isdecimal()
            field = field.item if field.item is not None and is_row else field.child(step)
        return field

    def fields(self) -> Iterator[Field]:
        """Every field under the root, in schema order."""
        for field in self.root.children:
            yield from field.walk()


@dataclass(frozen=True, slots=True, eq=False)
class Catalogue:
    """All released schemas, by family and then by version."""

    schemas: tuple[Schema, ...]

    def get(self, name: str) -> Schema:
        """``"village/1.0"`` → its schema. Raises ``NotFound``."""
        for schema in self.schemas:
            if schema.name == name:
                return schema
        known = "、".join(schema.name for schema in self.schemas)
        raise NotFound(f"没有「{name[:40]}」这种预案格式。现有：{known}。")

    def latest(self, family: str) -> Schema:
        """The newest version of a family. Raises ``NotFound``."""
        found = [schema for schema in self.schemas if schema.family == family]
        if not found:
            raise NotFound(f"没有「{family[:40]}」这一类预案格式。")
        return found[-1]

    def families(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(schema.family for schema in self.schemas))


def family_for(unit_kind: str) -> str:
    """Which family of schema a unit's plans use. Raises ``NotFound`` for an unknown kind of unit."""
    try:
        return FAMILY_FOR[unit_kind]
    except KeyError:
        word = KIND_WORDS.get(unit_kind, unit_kind[:40])
        raise NotFound(f"「{word}」单位没有对应的预案格式，本系统只管乡级、村级和其下的单位。") from None


def build(raw: Mapping[str, Any], family: str, version: str) -> Schema:
    """The schema with every ``$ref`` to its own ``$defs`` followed. Raises ``ValueError`` on a loop."""
    root = _field(raw, raw, "", "", False, "", "")
    return Schema(family, version, str(raw.get("title", "")), raw, digest(canonical(dict(raw))), root)


def _field(
    raw: Mapping[str, Any],
    spec: Mapping[str, Any],
    where: str,
    key: str,
    required: bool,
    change: str,
    disclosure: str,
) -> Field:
    spec = _resolved(raw, spec)
    if len(pointer.tokens(where)) > MAX_REFERENCES:
        raise ValueError(f"schema refers to itself without end at {where[:80]}")
    change = spec.get("x-change", change)
    disclosure = spec.get("x-disclosure", disclosure)
    needed = spec.get("required", ())
    children = tuple(
        _field(raw, child, pointer.child(where, name), name, name in needed, change, disclosure)
        for name, child in spec.get("properties", {}).items()
    )
    item = _item(raw, spec, where, change, disclosure)
    title = str(spec.get("title", ""))
    return Field(where, key, title, spec, change, disclosure, required, True, children, item)


def _item(
    raw: Mapping[str, Any], spec: Mapping[str, Any], where: str, change: str, disclosure: str
) -> Field | None:
    items = spec.get("items")
    if not isinstance(items, dict):
        return None
    passed_on = {word: spec[word] for word in ("x-ref",) if word in spec}
    return _field(raw, {**passed_on, **items}, pointer.child(where, "*"), "*", False, change, disclosure)


def _resolved(raw: Mapping[str, Any], spec: Mapping[str, Any]) -> Mapping[str, Any]:
    for _ in range(MAX_REFERENCES):
        if "$ref" not in spec:
            return spec
        target = pointer.find(raw, spec["$ref"])
        if target is pointer.MISSING:
            raise ValueError(f"schema refers to nothing: {spec['$ref']}")
        spec = {**target, **{word: value for word, value in spec.items() if word != "$ref"}}
    raise ValueError("schema refers to itself without end")


@cache
def load() -> Catalogue:
    """The schemas of this installation, oldest version of each family first."""
    return Catalogue(tuple(sorted(_shipped(_folder()), key=_age)))


def _folder() -> Traversable:
    installed = files("yingji") / "schemas"
    return installed if installed.is_dir() else Path(__file__).parents[3] / "schemas"


def _shipped(folder: Traversable) -> Iterator[Schema]:
    for family in folder.iterdir() if folder.is_dir() else ():
        for file in family.iterdir() if family.is_dir() else ():
            if file.name.endswith(".json"):
                raw = json.loads(file.read_text(encoding="utf-8"))
                yield build(raw, family.name, file.name.removesuffix(".json"))


def _age(schema: Schema) -> tuple[int, str, tuple[int, ...]]:
    order = tuple(dict.fromkeys(FAMILY_FOR.values()))
    known = order.index(schema.family) if schema.family in order else len(order)
    return known, schema.family, tuple(int(part) for part in schema.version.split("."))
