"""What tells a copied plan: sentences of its own, units it names, blanks left open. Extracted at upload, compared later."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from yingji.plans.catalogue import Field, Schema
from yingji.units.names import short_name

PLACEHOLDER = re.compile(
    r"(?<![A-Za-z0-9])[xXＸｘ×✕]{2,}(?![A-Za-z0-9])|[×ＸX](?=[年月日村乡镇])|_{2,}|＿{2,}|[○〇●□]{2,}|某某"
    r"|[（(【\[](?:此处|在此|请)?填写[^）)】\]]*[）)】\]]|待(?:定|补充|填写|完善)"
)
SHORTEST = 8
"""Characters a text must have to be worth comparing."""
MOST = 400
MARK = 8
"""Hexadecimal digits that stand for one text."""
_LOCAL = frozenset({"fact", "resource", "measure", "procedure", "organisation", "grading"})
_ABOUT_OTHERS = frozenset({"resource", "contact"})
_NAMED = re.compile(r"[\u4e00-\u9fff]{1,7}?(?:村民委员会|居民委员会|村委会|居委会|社区|村)[\u4e00-\u9fff]?")


@dataclass(frozen=True, slots=True)
class Telltale:
    """``marks``: one for each longer text, own name left out. ``named``: stretches that may name a village.

    ``elsewhere``: the same in what may speak of others (resources, contacts). ``blanks``: titles of places
    left open.
    """

    marks: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    blanks: tuple[str, ...] = ()

    def values(self) -> dict[str, Any]:
        """As stored in one row; ``of_values`` is the inverse."""
        return {
            "marks": "".join(self.marks),
            "named": list(self.named),
            "elsewhere": list(self.elsewhere),
            "blanks": list(self.blanks),
        }


SILENT = Telltale()
"""Of a document that tells nothing."""


def of_values(values: Mapping[str, Any]) -> Telltale:
    """What ``Telltale.values`` wrote."""
    marks = values["marks"]
    return Telltale(
        tuple(marks[at : at + MARK] for at in range(0, len(marks), MARK)),
        tuple(values["named"]),
        tuple(values["elsewhere"]),
        tuple(values["blanks"]),
    )


def telltale(schema: Schema, document: Mapping[str, Any]) -> Telltale:
    """The telltale of a document; tolerates half-filled ones."""
    own = short_name(str(document.get("unit_name") or ""))
    marks: dict[str, None] = {}
    named: dict[str, None] = {}
    elsewhere: dict[str, None] = {}
    blanks: dict[str, None] = {}
    for field, text in _texts(schema.root, document):
        if PLACEHOLDER.search(text):
            blanks[field.title or text[:12]] = None
        found = elsewhere if field.change in _ABOUT_OTHERS else named
        found.update(dict.fromkeys(_NAMED.findall(text)))
        if field.change in _LOCAL and len(text) >= SHORTEST:
            marks[_mark(text, own)] = None
    return Telltale(tuple(marks)[:MOST], tuple(named)[:MOST], tuple(elsewhere)[:MOST], tuple(blanks)[:MOST])


def passages(schema: Schema, document: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """By mark, where it stands and what it says, of what anybody may read."""
    own = short_name(str(document.get("unit_name") or ""))
    return {
        _mark(text, own): (field.title, text)
        for field, text in _texts(schema.root, document)
        if field.change in _LOCAL and len(text) >= SHORTEST and field.disclosure == "public"
    }


def _mark(text: str, own: str) -> str:
    plain = "".join(text.split())
    said = plain.replace(own, "○") if own else plain
    return hashlib.sha256(said.encode()).hexdigest()[:MARK]


def _texts(field: Field, value: Any) -> Iterator[tuple[Field, str]]:
    """Every free text with its field: no references, choices, dates, numbers, ids."""
    if isinstance(value, dict):
        for child in field.children:
            if child.key in value and child.fact != "basis":
                yield from _texts(child, value[child.key])
    elif isinstance(value, list) and field.item is not None:
        for one in value:
            yield from _texts(field.item, one)
    elif isinstance(value, str) and not _is_settled(field):
        yield field, value


def _is_settled(field: Field) -> bool:
    return bool(
        field.ref or field.hidden or field.is_date or field.spec.get("enum") or field.spec.get("pattern")
    )
