"""Job one at the desk: rehearsing says what storing would, and examples are always taken."""

import json

import pytest
from tests.making import OTHER, SCHOOL, TODAY, TOWNSHIP, VILLAGE, Registry

from yingji.access.queries import actor
from yingji.desk import upload
from yingji.desk.answers import Uploaded
from yingji.errors import Forbidden, Invalid, Unreadable
from yingji.plans.kinds import KINDS
from yingji.plans.queries import find_plan


def rehearse(registry: Registry, content: upload.Prepared) -> Uploaded:
    with registry.database.reading() as r:
        return upload.rehearse(r, unit=registry.unit(VILLAGE), kind="flood", prepared=content)


def test_a_rehearsal_knows_the_same_content_and_stores_nothing(registry: Registry) -> None:
    content = registry.prepared()
    first = rehearse(registry, content)
    assert (first.number, first.created, first.state) == (None, False, None)
    with registry.database.reading() as r:
        assert find_plan(r, registry.unit(VILLAGE).id, "flood") is None
    stored = registry.upload()
    assert stored.digest == first.digest
    assert rehearse(registry, content).number == 1


def test_a_rehearsal_refuses_what_storing_would_refuse(registry: Registry) -> None:
    document = registry.document()
    del document["response"]
    with pytest.raises(Invalid) as refusal:
        rehearse(registry, registry.prepared(document=document))
    assert {problem.grade for problem in refusal.value.problems} >= {"must"}


def test_a_document_without_a_unit_is_known_by_its_schema_alone(registry: Registry) -> None:
    document = registry.document()
    prepared = upload.prepare(json.dumps(document).encode(), on=TODAY)
    assert (prepared.schema.name, prepared.must) == ("village/1.0", ())
    del document["schema"]
    with pytest.raises(Invalid, match="哪一种"):
        upload.prepare(json.dumps(document).encode(), on=TODAY)
    with pytest.raises(Unreadable):
        upload.prepare(b"{", on=TODAY)


@pytest.mark.parametrize("kind", KINDS)
def test_examples_are_taken_for_every_unit_and_kind(registry: Registry, kind: str) -> None:
    clerks = {VILLAGE: "wenshu", OTHER: "linwenshu", TOWNSHIP: "xiangwenshu", SCHOOL: "xiaozhang"}
    for code, login in clerks.items():
        uploaded = registry.upload(login, code=code, kind=kind)
        assert (uploaded.created, uploaded.tidied, uploaded.problems) == (True, (), ())


def test_admission_is_refused_before_a_byte_is_read(registry: Registry) -> None:
    with registry.database.reading() as r, pytest.raises(Forbidden):
        upload.admit(r, actor(r, "linwenshu", TODAY), registry.unit(VILLAGE), "flood")


def test_admission_hands_out_what_the_edit_starts_from(registry: Registry) -> None:
    with registry.database.reading() as r:
        assert upload.admit(r, actor(r, "wenshu", TODAY), registry.unit(VILLAGE), "flood") is None
    registry.upload()
    with registry.database.reading() as r:
        base = upload.admit(r, actor(r, "wenshu", TODAY), registry.unit(VILLAGE), "flood")
    assert base == registry.document()
