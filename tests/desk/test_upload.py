"""Job one at the desk: rehearsing says what storing would, and examples are always taken."""

import json

import pytest
from tests.making import OTHER, SCHOOL, TODAY, TOWNSHIP, VILLAGE, Registry

from yingji.access.queries import actor
from yingji.desk import upload
from yingji.errors import Conflict, Forbidden, Invalid, Stale, Unreadable
from yingji.plans.kinds import KINDS
from yingji.plans.queries import find_plan, versions_of


def test_a_rehearsal_knows_the_same_content_and_stores_nothing(registry: Registry) -> None:
    content = registry.prepared()
    first = registry.rehearse(content)
    assert (first.number, first.created, first.state) == (None, False, None)
    with registry.database.reading() as r:
        assert find_plan(r, registry.unit(VILLAGE).id, "flood") is None
    stored = registry.upload()
    assert stored.digest == first.digest
    assert registry.rehearse(content).number == 1


def test_a_rehearsal_refuses_what_storing_would_refuse(registry: Registry) -> None:
    document = registry.document()
    del document["response"]
    with pytest.raises(Invalid) as refusal:
        registry.rehearse(registry.prepared(document=document))
    assert {problem.grade for problem in refusal.value.problems} >= {"must"}


def test_a_rehearsal_foretells_what_the_state_forbids(registry: Registry) -> None:
    stored = registry.upload()
    registry.move("submit")
    other = registry.prepared(document=registry.document(title="石槽集村防汛抗旱应急预案"))
    with pytest.raises(Conflict, match="待审核"):
        registry.rehearse(other)
    with pytest.raises(Forbidden):
        registry.rehearse(other, login="linwenshu")
    registry.move("withdraw")
    with pytest.raises(Stale):
        registry.rehearse(other, base="0" * 64)
    assert registry.rehearse(other, base=stored.digest).created is False
    with registry.database.reading() as r:
        plan = find_plan(r, registry.unit(VILLAGE).id, "flood")
        assert plan and [version.digest for version in versions_of(r, plan.id)] == [stored.digest]


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
