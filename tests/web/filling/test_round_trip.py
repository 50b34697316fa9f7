"""Document → form → what a browser sends → document is the identity, for every family, kind and part."""

import copy
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.web.filling.forms import pairs

from yingji.desk.merging import put, take
from yingji.plans import pointer
from yingji.plans.canonical import canonical
from yingji.plans.catalogue import Field, Schema, load
from yingji.plans.example import BasisRef, Subject, example
from yingji.plans.kinds import KINDS
from yingji.plans.tidy import tidy
from yingji.web.filling.blanks import Blank
from yingji.web.filling.drawing import draw
from yingji.web.filling.gathering import gather, without_empty_rows
from yingji.web.filling.parts import parts_of

DAY = date(2026, 5, 1)
LAW = BasisRef("CN-LAW-2024", "中华人民共和国突发事件应对法", "主席令第二十五号")
SUBJECTS = (
    Subject("411624201229", "范庄村民委员会", "village", "石槽集乡", "沈丘县"),
    Subject("411624201000", "石槽集乡", "township", "", "沈丘县"),
    Subject("411624201000-zx", "石槽集乡中心小学", "school", "石槽集乡", "沈丘县"),
    Subject("411624201000-mf", "石槽集面粉加工厂", "enterprise", "石槽集乡", "沈丘县"),
)
ROOT = ("schema", "kind", "unit_name")


def sent_back(schema: Schema, document: dict[str, Any]) -> dict[str, Any]:
    """The document after every part was opened and saved untouched, as typed."""
    result = {key: document[key] for key in ROOT if key in document}
    for part in parts_of(schema):
        fields = dict(pairs(draw(schema, part, document)))
        fragment = without_empty_rows(schema, gather(schema, part, fields))
        for where, value in take(fragment, part.pointers).items():
            result = put(result, where, value)
    return result


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda subject: subject.kind)
def test_a_form_sent_back_untouched_is_the_same_document(subject: Subject, kind: str) -> None:
    raw = example(subject, kind, DAY, [LAW], covers=("flood", "fire"))
    schema = load().get(raw["schema"])
    document = tidy(schema, raw).document
    tidied = tidy(schema, sent_back(schema, document))
    assert canonical(tidied.document) == canonical(document)
    assert tidied.notes == ()


def test_a_column_is_as_roomy_in_every_row_as_its_longest_text_needs() -> None:
    raw = example(SUBJECTS[0], "flood", DAY, [LAW])
    schema, contacts = load().get(raw["schema"]), raw["command"]["contacts"]
    contacts[0]["post"], contacts[1]["post"] = "党支部书记、村民委员会主任兼总指挥", "委员"
    drawn = [blank for part in parts_of(schema) for blank in draw(schema, part, raw)]
    table = next(one for blank in drawn for one in blank.walk() if one.name == "/command/contacts")
    shapes = [{cell.title: (cell.shape, cell.is_wide) for cell in row.cells} for row in table.rows]
    assert shapes[0]["职务"] == ("long", False) and shapes[0]["姓名"] == ("text", False)
    assert all(row == shapes[0] for row in shapes)


texts = st.text(st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters="⏎"), max_size=12)
lines = st.lists(texts, min_size=1, max_size=3).map("\n".join)
hostile = st.sampled_from(
    ["<script>alert(1)</script>", '"><img src=x>', "'); drop", "= /title", "{{ 7*7 }}", "\n\n", "⏎"[:0]]
)
odd = st.one_of(
    lines, hostile, st.integers(-5, 10**9), st.booleans(), st.lists(lines, max_size=3), st.just({"x": "y"})
)


@settings(max_examples=60)
@given(data=st.data())
def test_the_same_holds_for_any_document_however_odd(data: st.DataObject) -> None:
    subject = data.draw(st.sampled_from(SUBJECTS[:3]))
    document = example(subject, "flood", DAY, [LAW])
    schema = load().get(document["schema"])
    for where in data.draw(st.lists(st.sampled_from(leaves(document)), max_size=8)):
        if pointer.find(document, where) is not pointer.MISSING:
            document = put(document, where, data.draw(odd))
    document = {**tidy(schema, document).document, "schema": schema.name}
    again = tidy(schema, sent_back(schema, document)).document
    assert canonical(again) == canonical(tidy(schema, document).document)


def leaves(value: Any, where: str = "") -> list[str]:
    if isinstance(value, dict):
        return [
            leaf
            for key, each in value.items()
            if where or key not in ROOT
            for leaf in leaves(each, f"{where}/{key}")
        ]
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return [leaf for n, each in enumerate(value) for leaf in leaves(each, f"{where}/{n}")]
    return [where]


def test_every_property_of_every_schema_can_be_filled_in_exactly_once() -> None:
    for schema in load().schemas:
        asked = [
            name(blank)
            for part in parts_of(schema)
            for one in draw(schema, part, sketch(schema))
            for blank in one.walk()
        ]
        assert len(asked) == len(set(asked))
        wanted = {field.pointer for field in schema.root.children if field.key not in ROOT}
        assert {
            path for path in wanted if not any(a == path or a.startswith(f"{path}/") for a in asked)
        } == set()
        missing = {f.pointer for f in visible(schema) if f.pointer not in asked}
        assert missing == set(), schema.name


def name(blank: Blank) -> str:
    return "".join(f"/{'*' if step.isdecimal() else step}" for step in pointer.tokens(blank.name))


def visible(schema: Schema) -> list[Field]:
    """Every leaf people fill in; list entries and open objects count with their list."""
    found = []
    for field in schema.fields():
        inner = field.children or field.is_rows or field.key == "*"
        if not inner and not field.hidden and field.key not in ROOT:
            found.append(field)
    return found


def sketch(schema: Schema) -> dict[str, Any]:
    """A document with one empty row in every list."""

    def value(field: Field) -> Any:
        if field.is_rows and field.item is not None:
            return [value(field.item)]
        return {child.key: inner for child in field.children if (inner := value(child)) is not None} or (
            {} if field.key == "*" else None
        )

    sketched: dict[str, Any] = copy.deepcopy(value(schema.root))
    return sketched
