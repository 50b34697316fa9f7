"""What an upload does to the versions that are there: replace, refuse, recognise, count."""

import hashlib
import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from tests.making import TODAY, TOWNSHIP, VILLAGE, Registry, at

from yingji.access.queries import actor
from yingji.desk.upload import admit
from yingji.errors import Conflict, Forbidden, Invalid, Stale, Usage
from yingji.ledger.queries import lines
from yingji.lifecycle.history import OPEN
from yingji.lifecycle.queries import acts_of
from yingji.lifecycle.tables import version_state
from yingji.plans.queries import canonical_of, document_of, find_plan, working_copy_of

SECOND: dict[str, Any] = {"training_text": "第二种培训安排：每年汛前集中学习两次。"}
THIRD: dict[str, Any] = {"training_text": "第三种培训安排：每季度学习一次。"}


def states(registry: Registry) -> list[str]:
    file = registry.dossier()
    return [file.histories[version.id].state for version in file.versions]


def test_an_upload_is_a_numbered_draft_whose_digest_is_that_of_the_stored_text(
    any_registry: Registry,
) -> None:
    document = any_registry.document()
    uploaded = any_registry.upload(document=document)
    assert (uploaded.number, uploaded.state, uploaded.created, uploaded.kept) == (1, "draft", True, False)
    (version,) = any_registry.dossier().versions
    with any_registry.database.reading() as r:
        text = canonical_of(r, version.id)
        assert document_of(r, version.id, with_restricted=True) == document
        assert document_of(r, version.id, with_restricted=False) != document
    assert hashlib.sha256(text.encode()).hexdigest() == uploaded.digest == version.digest


def test_the_same_content_again_is_no_new_version(any_registry: Registry) -> None:
    first = any_registry.upload()
    with any_registry.database.reading() as r:
        before = len(lines(r))
    again = any_registry.upload("zhuren")
    assert (again.number, again.digest, again.created, again.state) == (1, first.digest, False, "draft")
    with any_registry.database.reading() as r:
        assert len(lines(r)) == before


@pytest.mark.parametrize("way", [("submit",), ("submit", "pass"), ("submit", "pass", "approve", "issue")])
def test_the_same_content_is_known_in_every_later_state(registry: Registry, way: tuple[str, ...]) -> None:
    registry.upload()
    registry.moves(*way)
    assert not registry.upload().created
    assert len(states(registry)) == 1


def test_the_order_of_properties_is_no_content(registry: Registry) -> None:
    document = registry.document()
    registry.upload(document=document)
    assert not registry.upload(document=dict(reversed(document.items()))).created


@pytest.mark.parametrize("way", [(), ("submit", "return"), ("submit", "withdraw")])
def test_a_draft_or_returned_version_is_replaced(registry: Registry, way: tuple[str, ...]) -> None:
    registry.upload()
    for move in way:
        registry.move(move)
    uploaded = registry.upload(**SECOND)
    assert (uploaded.number, uploaded.state) == (2, "draft")
    assert states(registry) == ["replaced", "draft"]


@pytest.mark.parametrize("way", [("submit",), ("submit", "pass"), ("submit", "pass", "approve")])
def test_a_version_in_somebodys_hands_is_not_replaced(registry: Registry, way: tuple[str, ...]) -> None:
    registry.upload()
    registry.moves(*way)
    before = states(registry)
    with pytest.raises(Conflict, match="撤回"):
        registry.upload(**SECOND)
    assert states(registry) == before


def test_beside_an_issued_version_a_new_draft_is_begun(registry: Registry) -> None:
    registry.issue()
    registry.upload(**SECOND)
    assert states(registry) == ["issued", "draft"]


def test_content_replaced_before_may_come_back_as_a_new_version(registry: Registry) -> None:
    registry.upload()
    registry.upload(**SECOND)
    assert registry.upload().number == 3
    assert states(registry) == ["replaced", "replaced", "draft"]


def test_content_revoked_before_may_come_back_as_a_new_version(registry: Registry) -> None:
    registry.issue()
    registry.move("revoke")
    again = registry.upload()
    assert (again.number, again.created) == (2, True)
    assert states(registry) == ["revoked", "draft"]


def test_two_open_versions_of_a_plan_cannot_be_written_at_all(any_registry: Registry) -> None:
    """Past the actions too: the database itself knows."""
    any_registry.issue()
    any_registry.upload(**SECOND)
    file = any_registry.dossier()
    with pytest.raises(Exception, match=r"(?i)unique"), any_registry.database.writing() as w:
        w.run(
            version_state.update()
            .where(version_state.c.version_id == file.versions[0].id)
            .values(state=OPEN[0])
        )
    assert states(any_registry) == ["issued", "draft"]


def test_numbers_and_kinds_are_each_plans_own(registry: Registry) -> None:
    registry.upload()
    registry.upload(**SECOND)
    assert registry.upload(kind="fire").number == 1
    assert registry.upload("linwenshu", code="411624201201").number == 1


# Wrong documents and wrong people


def test_a_document_with_faults_stores_nothing(registry: Registry) -> None:
    document = registry.document()
    del document["response"]
    with pytest.raises(Invalid) as refusal:
        registry.upload(document=document)
    assert refusal.value.problems
    with registry.database.reading() as r:
        assert find_plan(r, registry.unit(VILLAGE).id, "flood") is None


def test_a_document_with_faults_may_be_kept_as_a_working_copy(any_registry: Registry) -> None:
    document = any_registry.document()
    del document["response"]
    kept = any_registry.upload(document=document, keep=True)
    assert (kept.kept, kept.created, kept.number, kept.state) == (True, False, None, None)
    plan = plan_of(any_registry)
    with any_registry.database.reading() as r:
        copy = working_copy_of(r, plan)
    assert copy is not None
    assert json.loads(copy.content) == document
    assert (copy.by, copy.must_count, copy.recorded_at) == (
        "wenshu",
        len([p for p in kept.problems if p.grade == "must"]),
        at(),
    )
    assert any_registry.dossier().versions == ()


def test_keeping_again_replaces_and_uploading_ends_the_working_copy(registry: Registry) -> None:
    for text in ("一", "二"):
        document = registry.document(training_text=text)
        del document["response"]
        registry.upload(document=document, keep=True)
    plan = plan_of(registry)
    with registry.database.reading() as r:
        copy = working_copy_of(r, plan)
        assert copy is not None
        assert json.loads(copy.content)["training_text"] == "二"
    registry.upload()
    with registry.database.reading() as r:
        assert working_copy_of(r, plan) is None


def test_keeping_a_document_without_faults_is_an_upload(registry: Registry) -> None:
    assert registry.upload(keep=True).number == 1


def plan_of(registry: Registry) -> int:
    with registry.database.reading() as r:
        plan = find_plan(r, registry.unit(VILLAGE).id, "flood")
    assert plan is not None
    return plan.id


@pytest.mark.parametrize(
    "login", ["linwenshu", "xiangwenshu", "shenhe", "xiangzhang", "falv", "kankan", "guanli", "shenji"]
)
def test_others_do_not_upload_for_a_village(registry: Registry, login: str) -> None:
    with pytest.raises(Forbidden):
        registry.upload(login)
    with registry.database.reading() as r:
        assert find_plan(r, registry.unit(VILLAGE).id, "flood") is None


@pytest.mark.parametrize("login", ["wenshu", "zhuren", "yingjiban"])
def test_clerk_head_and_the_office_above_upload_for_a_village(registry: Registry, login: str) -> None:
    assert registry.upload(login).created


@pytest.mark.parametrize("login", ["xiangwenshu", "xiangtou", "yingjiban"])
def test_clerk_head_and_office_of_the_township_upload_its_plans(registry: Registry, login: str) -> None:
    assert registry.upload(login, code=TOWNSHIP).created


def test_the_operator_of_the_machine_uploads_nothing(registry: Registry) -> None:
    with pytest.raises(Forbidden, match="--as"):
        registry.upload("local")


def test_an_unknown_kind_is_wrong_usage(registry: Registry) -> None:
    with pytest.raises(Usage, match="flood"), registry.database.reading() as r:
        admit(r, actor(r, "wenshu", TODAY), registry.unit(VILLAGE), "landslide")


# If-Match


def test_an_edit_started_from_the_newest_content_is_taken(registry: Registry) -> None:
    first = registry.upload()
    assert registry.upload(base=first.digest, **SECOND).number == 2


def test_a_stale_base_is_told_who_changed_what_since(any_registry: Registry) -> None:
    base = any_registry.upload().digest
    any_registry.upload("zhuren", **SECOND)
    with pytest.raises(Stale, match="示例zhuren") as refusal:
        any_registry.upload("wenshu", base=base, **THIRD)
    conflicts: Any = refusal.value.extra["conflicts"]
    (conflict,) = conflicts
    assert conflict["path"] == "/training_text"
    assert conflict["place"]
    assert (conflict["yours"], conflict["theirs"]) == (THIRD["training_text"], SECOND["training_text"])
    assert (conflict["by"], conflict["at"]) == ("示例zhuren", at().isoformat())
    assert states(any_registry) == ["replaced", "draft"]


@pytest.mark.parametrize("base", ["0" * 64, "nonsense", ""])
def test_a_base_nobody_ever_stored_is_stale_too(registry: Registry, base: str) -> None:
    registry.upload()
    with pytest.raises(Stale, match="核对"):
        registry.upload(base=base, **SECOND)


def test_a_base_where_nothing_is_left_is_stale(registry: Registry) -> None:
    with pytest.raises(Stale, match="重新打开"):
        registry.upload(base="0" * 64)


def test_the_same_content_needs_no_base_to_match(registry: Registry) -> None:
    registry.upload()
    assert not registry.upload(base="0" * 64).created


# Major and minor


def test_a_change_of_the_order_of_evacuation_is_major_and_one_of_training_is_minor(
    registry: Registry,
) -> None:
    registry.issue(day=TODAY - timedelta(days=30))
    registry.upload(**SECOND)
    document = registry.document()
    document["evacuation"]["order"] = ["先转移孕产妇和病人，再转移其他人员。"]
    registry.upload(document=document)
    assert [version.is_major for version in registry.dossier().versions] == [True, False, True]


def test_a_replacement_leaves_an_act_and_an_entry(registry: Registry) -> None:
    registry.upload()
    registry.upload(**SECOND)
    with registry.database.reading() as r:
        (act,) = acts_of(r, [registry.dossier().plan_id])
        assert (act.move, act.actor) == ("replace", "wenshu")
        assert [line.act for line in lines(r, act="plan.")] == ["plan.upload", "plan.upload"]
        assert r.rows(select(version_state.c.state).order_by(version_state.c.version_id)) == [
            ("replaced",),
            ("draft",),
        ]
