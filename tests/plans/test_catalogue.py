"""The released schemas, resolved."""

import pytest

from yingji.errors import NotFound
from yingji.plans import catalogue
from yingji.plans.catalogue import Schema


def test_every_family_is_shipped() -> None:
    assert catalogue.load().families() == ("village", "township", "body")


@pytest.mark.parametrize(
    ("kind", "family"),
    [
        ("village", "village"),
        ("township", "township"),
        ("department", "body"),
        ("school", "body"),
        ("enterprise", "body"),
    ],
)
def test_the_kind_of_unit_decides_the_family(kind: str, family: str) -> None:
    assert catalogue.family_for(kind) == family
    assert catalogue.load().latest(family).family == family


def test_an_unknown_schema_or_unit_kind_is_not_found_in_words() -> None:
    with pytest.raises(NotFound, match=r"village/1\.0"):
        catalogue.load().get("village/9.9")
    with pytest.raises(NotFound, match="moon"):
        catalogue.load().latest("moon")
    with pytest.raises(NotFound, match="moon"):
        catalogue.family_for("moon")


def test_a_pointer_into_a_document_finds_its_field_through_references(village: Schema) -> None:
    phone = village.at("/command/contacts/7/phone")
    assert phone is not None
    assert (phone.title, phone.pointer, phone.is_phone, phone.disclosure) == (
        "电话",
        "/command/contacts/*/phone",
        True,
        "internal",
    )
    assert village.at("/command/contacts/*/phone") is phone
    assert village.at("/command/nothing") is None
    assert village.at("/profile/groups/x/name") is None


def test_marks_are_inherited_by_what_has_none_of_its_own(village: Schema) -> None:
    duty = village.at("/command/duties/0")
    assert duty is not None
    assert (duty.change, duty.disclosure) == ("organisation", "public")


def test_the_rows_of_a_list_of_ids_name_the_same_rows_as_the_list(village: Schema) -> None:
    deputy = village.at("/command/deputy_ids/0")
    assert deputy is not None
    assert deputy.ref == "/command/contacts"


def test_the_bucket_for_local_fields_is_open_and_restricted(village: Schema) -> None:
    local = village.at("/local/包村干部")
    assert local is not None
    assert (local.known, local.disclosure, local.title) == (False, "restricted", "包村干部")


def test_only_telephones_are_telephones(village: Schema) -> None:
    phones = {field.pointer for field in village.fields() if field.is_phone}
    assert phones == {
        "/command/contacts/*/phone",
        "/command/contacts/*/backup_phone",
        "/command/superior_contacts/*/phone",
        "/resources/borrowable/*/phone",
    }


def test_a_newer_version_comes_after_an_older_one(village: Schema) -> None:
    newer = catalogue.build(village.raw, "village", "1.10")
    middle = catalogue.build(village.raw, "village", "1.9")
    shelf = catalogue.Catalogue(tuple(sorted([newer, middle, village], key=catalogue._age)))
    assert [schema.version for schema in shelf.schemas] == ["1.0", "1.9", "1.10"]
    assert shelf.latest("village") is newer


@pytest.mark.parametrize(
    "spec",
    [
        {"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/a"}}},
        {"$ref": "#/$defs/a", "$defs": {"a": {"properties": {"b": {"$ref": "#/$defs/a"}}}}},
        {"$ref": "#/$defs/nothing"},
    ],
)
def test_a_schema_that_refers_to_itself_or_to_nothing_is_refused(spec: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="refers to"):
        catalogue.build(spec, "village", "1.0")
