"""Paper around versions: recorded, corrected, attached, erased."""

import hashlib
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from tests.making import SCAN, TODAY, VILLAGE, Registry, at

from yingji.access.queries import actor
from yingji.desk import procedure
from yingji.desk.answers import Moved
from yingji.errors import Conflict, Forbidden, Invalid, NotFound, TooLarge, Usage, WrongType
from yingji.ledger.queries import lines
from yingji.lifecycle.history import in_force, shown_state
from yingji.lifecycle.queries import acts_of
from yingji.plans.queries import attachments_of, document_of, erased_on, file_of, find_plan, working_copy_of
from yingji.plans.tables import version_private

SECOND: dict[str, Any] = {"training_text": "第二种培训安排：每年汛前集中学习两次。"}


# 补录


def test_a_scan_alone_is_a_version_in_force_without_a_document(any_registry: Registry) -> None:
    moved = any_registry.record(filed_on="2025-03-20", receipt_no="石应急备〔2025〕3号")
    assert (moved.number, moved.edition_no, moved.state, moved.move) == (1, 1, "issued", "record")
    file = any_registry.dossier()
    version, history = file.versions[0], file.histories[file.versions[0].id]
    assert (version.schema, version.is_recorded, version.digest) == (
        "",
        True,
        hashlib.sha256(SCAN).hexdigest(),
    )
    assert (history.issued_on, history.effective_on) == (history.approved_on, history.issued_on)
    assert (history.receipt_no, str(history.filed_on)) == ("石应急备〔2025〕3号", "2025-03-20")
    assert history.signers == (("村委会主任", "张三"),)
    assert in_force(file.standing, TODAY) == version.id
    with any_registry.database.reading() as r:
        assert document_of(r, version.id, with_restricted=True) == {}
        (scan,) = attachments_of(r, version.id)
        assert (scan.type, file_of(r, scan.digest)) == ("signed", SCAN)


def test_a_document_with_its_scan_is_recorded_as_both(registry: Registry) -> None:
    document = registry.document()
    registry.record(document=document)
    (version,) = registry.dossier().versions
    with registry.database.reading() as r:
        assert document_of(r, version.id, with_restricted=True) == document
        assert [a.type for a in attachments_of(r, version.id)] == ["signed"]
    assert (version.is_recorded, version.schema) == (True, "village/1.0")


def test_a_paper_is_recorded_beside_an_open_draft_and_a_working_copy(registry: Registry) -> None:
    registry.upload()
    unfinished = registry.document()
    del unfinished["response"]
    registry.upload(document=unfinished, keep=True)
    registry.record(document=registry.document(**SECOND))
    file = registry.dossier()
    assert [file.histories[v.id].state for v in file.versions] == ["draft", "issued"]
    with registry.database.reading() as r:
        plan = find_plan(r, registry.unit(VILLAGE).id, "flood")
        assert plan is not None
        assert working_copy_of(r, plan.id) is not None


def test_an_older_paper_stands_before_the_version_in_force(registry: Registry) -> None:
    registry.issue()
    registry.record(issued_on="2020-05-01")
    file = registry.dossier()
    current, older = file.versions
    assert in_force(file.standing, TODAY) == current.id
    assert shown_state(file.histories[older.id], older.id, file.standing, TODAY) == "superseded"
    assert file.editions == {current.id: 1, older.id: 2}


@pytest.mark.parametrize("name", ["signer_name", "signer_post", "issued_on", "reason"])
def test_what_a_record_must_be_told_is_asked_for(registry: Registry, name: str) -> None:
    fields: dict[str, Any] = {name: ""}
    with pytest.raises(Invalid) as refusal:
        registry.record(**fields)
    assert [problem.path for problem in refusal.value.problems] == [f"/{name}"]


@pytest.mark.parametrize(
    "fields",
    [
        {"issued_on": "2026-05-07"},
        {"issued_on": "2025-02-30"},
        {"issued_on": "去年五月"},
        {"effective_on": "2025-02-01"},
        {"filed_on": "2025-02-01"},
        {"filed_on": "2026-05-07"},
    ],
)
def test_days_that_cannot_be_are_refused(registry: Registry, fields: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        registry.record(**fields)
    with registry.database.reading() as r:
        assert find_plan(r, registry.unit(VILLAGE).id, "flood") is None


def test_two_papers_for_one_day_are_refused(registry: Registry) -> None:
    registry.record()
    with pytest.raises(Conflict, match="同一天"):
        registry.record(scan=SCAN + b"another")


def test_only_a_pdf_is_a_scan_and_something_must_be_given(registry: Registry) -> None:
    with pytest.raises(WrongType, match="PDF"):
        registry.record(scan=b"\x89PNG\r\n\x1a\n")
    with pytest.raises(Usage, match="--scan"):
        registry.record(scan=None)
    faulty = registry.document()
    del faulty["response"]
    with pytest.raises(Invalid):
        registry.record(document=faulty)


@pytest.mark.parametrize("login", ["linwenshu", "shenhe", "kankan", "local"])
def test_others_do_not_record(registry: Registry, login: str) -> None:
    with pytest.raises(Forbidden):
        registry.record(login)


# 更正


def correct(
    registry: Registry,
    login: str = "yingjiban",
    number: int | None = None,
    reason: str = "笔误",
    **fields: str,
) -> Moved:
    with registry.database.writing() as w:
        return procedure.correct(
            w,
            actor(w, login, TODAY),
            at(),
            unit=registry.unit(VILLAGE),
            kind="flood",
            fields=fields,
            reason=reason,
            number=number,
        )


def test_a_correction_keeps_both_values_and_moves_the_standing(any_registry: Registry) -> None:
    any_registry.issue(day=TODAY - timedelta(days=30))
    day = (TODAY - timedelta(days=20)).isoformat()
    correct(any_registry, doc_no="石政〔2026〕5号", effective_on=day)
    file = any_registry.dossier()
    history = file.histories[file.versions[0].id]
    assert (history.doc_no, history.effective_on, history.corrected) == (
        "石政〔2026〕5号",
        TODAY - timedelta(days=20),
        True,
    )
    assert file.standing == ((TODAY - timedelta(days=20), file.versions[0].id),)
    with any_registry.database.reading() as r:
        act = acts_of(r, [file.plan_id])[-1]
    assert act.fields["effective_on"] == {"old": (TODAY - timedelta(days=30)).isoformat(), "new": day}
    assert act.fields["doc_no"] == {"old": "", "new": "石政〔2026〕5号"}
    assert act.fields["reason"] == "笔误"


def test_correcting_to_what_stands_already_changes_nothing(registry: Registry) -> None:
    registry.issue()
    with registry.database.reading() as r:
        before = len(lines(r))
    correct(registry, issued_on=TODAY.isoformat())
    with registry.database.reading() as r:
        assert len(lines(r)) == before


def test_a_slip_in_the_filing_is_corrected_only_after_filing(registry: Registry) -> None:
    registry.issue()
    slips: tuple[dict[str, Any], ...] = ({"receipt_no": "备9"}, {"filed_on": TODAY.isoformat()})
    for fields in slips:
        with pytest.raises(Conflict, match="还没有备案"):
            correct(registry, **fields)
    registry.move("file")
    correct(registry, receipt_no="备9")
    file = registry.dossier()
    assert file.histories[file.versions[0].id].receipt_no == "备9"


@pytest.mark.parametrize(
    "fields",
    [
        {"issued_on": "2026-05-07"},
        {"effective_on": "2026-04-05"},
        {"filed_on": "2026-04-05"},
        {"filed_on": "2026-05-07"},
        {"issued_on": "2026-5-1"},
        {"issued_on": "2026-02-30"},
    ],
)
def test_corrected_days_must_be_possible(registry: Registry, fields: dict[str, Any]) -> None:
    registry.issue(day=TODAY - timedelta(days=30))
    registry.move("file")
    with pytest.raises(Invalid):
        correct(registry, **fields)


@pytest.mark.parametrize("later", ["publish", "confirm"])
def test_a_plan_is_not_issued_after_what_followed_its_issue(registry: Registry, later: str) -> None:
    registry.issue(day=TODAY - timedelta(days=30))
    registry.move(later, on=TODAY - timedelta(days=9))
    day = (TODAY - timedelta(days=8)).isoformat()
    with pytest.raises(Invalid, match="晚于已登记的"):
        correct(registry, number=1, issued_on=day, effective_on=day)


def test_a_correction_onto_another_versions_day_is_refused(registry: Registry) -> None:
    registry.issue(day=TODAY - timedelta(days=30))
    registry.issue(**SECOND)
    with pytest.raises(Conflict, match="同一天"):
        correct(registry, number=1, effective_on=TODAY.isoformat())


def test_only_numbers_and_days_are_corrected_with_a_reason_on_issued_versions(registry: Registry) -> None:
    registry.upload()
    with pytest.raises(Conflict, match="印发以后"):
        correct(registry, doc_no="石政〔2026〕5号")
    registry.moves("submit", "pass", "approve", "issue")
    with pytest.raises(Usage, match="title"):
        correct(registry, title="别的名称")
    with pytest.raises(Usage, match="理由"):
        correct(registry, reason=" ", doc_no="石政〔2026〕5号")
    with pytest.raises(Usage, match="例如"):
        correct(registry)
    with pytest.raises(NotFound):
        correct(registry, number=9, doc_no="石政〔2026〕5号")
    for login in ("wenshu", "zhuren", "shenhe", "local"):
        with pytest.raises(Forbidden):
            correct(registry, login, doc_no="石政〔2026〕5号")


# 附件


def attach(
    registry: Registry,
    login: str = "wenshu",
    *,
    type: str = "signed",
    content: bytes = SCAN,
    number: int | None = None,
    filename: str = "扫描件.pdf",
) -> str:
    with registry.database.writing() as w:
        return procedure.attach(
            w,
            actor(w, login, TODAY),
            at(),
            unit=registry.unit(VILLAGE),
            kind="flood",
            type=type,
            filename=filename,
            content=content,
            number=number,
        )


@pytest.mark.parametrize("type", ["signed", "original", "map", "drill", "other"])
@pytest.mark.parametrize(
    "content, media_type",
    [
        (SCAN, "application/pdf"),
        (b"\x89PNG\r\n\x1a\n....", "image/png"),
        (b"\xff\xd8\xff....", "image/jpeg"),
    ],
)
def test_files_are_kept_beside_the_version(
    registry: Registry, type: str, content: bytes, media_type: str
) -> None:
    registry.upload()
    digest = attach(registry, type=type, content=content)
    with registry.database.reading() as r:
        (found,) = attachments_of(r, registry.dossier().versions[0].id)
        assert file_of(r, digest) == content
    assert (found.type, found.media_type, found.digest, found.by) == (type, media_type, digest, "wenshu")


def test_one_file_beside_two_versions_is_stored_once(any_registry: Registry) -> None:
    any_registry.issue(day=TODAY - timedelta(days=30))
    any_registry.upload(**SECOND)
    attach(any_registry, number=1)
    attach(any_registry, number=2)
    first, second = any_registry.dossier().versions
    with any_registry.database.reading() as r:
        assert attachments_of(r, first.id)[0].digest == attachments_of(r, second.id)[0].digest


def test_without_a_number_a_file_goes_to_the_version_in_force(registry: Registry) -> None:
    registry.issue(day=TODAY - timedelta(days=30))
    registry.upload(**SECOND)
    attach(registry)
    with registry.database.reading() as r:
        assert [len(attachments_of(r, v.id)) for v in registry.dossier().versions] == [1, 0]


def test_what_is_no_document_or_too_large_or_of_no_known_type_is_refused(registry: Registry) -> None:
    registry.upload()
    with pytest.raises(WrongType, match="PDF"):
        attach(registry, content=b"MZ\x90\x00 a program", filename="scan.pdf")
    with pytest.raises(WrongType):
        attach(registry, content=b"")
    with pytest.raises(TooLarge, match="30 MB"):
        attach(registry, content=SCAN + bytes(30 * 1024 * 1024))
    with pytest.raises(Usage, match="signed"):
        attach(registry, type="stamp")
    with pytest.raises(NotFound):
        attach(registry, number=7)
    for login in ("linwenshu", "shenhe", "local"):
        with pytest.raises(Forbidden):
            attach(registry, login)


def test_a_file_needs_a_plan_to_lie_beside(registry: Registry) -> None:
    with pytest.raises(NotFound):
        attach(registry)


# 删除名单


def erase(registry: Registry, number: int, login: str = "yingjiban", reason: str = "已被替代满两年") -> int:
    with registry.database.writing() as w:
        return procedure.erase(
            w,
            actor(w, login, TODAY),
            at(),
            unit=registry.unit(VILLAGE),
            kind="flood",
            number=number,
            reason=reason,
        )


def test_lists_of_a_superseded_version_are_erased_and_the_digest_stands(any_registry: Registry) -> None:
    any_registry.issue(day=TODAY - timedelta(days=30))
    any_registry.issue(**SECOND)
    before = any_registry.dossier()
    first = before.versions[0].id
    with any_registry.database.reading() as r:
        households = document_of(r, first, with_restricted=True)["evacuation"]["subjects"]
    assert erase(any_registry, 1) > 0
    with any_registry.database.reading() as r:
        kept = r.scalar(select(version_private.c.content).where(version_private.c.version_id == first))
        document = document_of(r, first, with_restricted=True)
        assert erased_on(r, first) == at()
        assert document["training_text"] == any_registry.document()["training_text"]
        untouched = document_of(r, before.versions[1].id, with_restricted=True)
    assert kept == "{}"
    assert document["evacuation"]["subjects"] != households == untouched["evacuation"]["subjects"]
    assert any_registry.dossier().versions[0].digest == before.versions[0].digest


def test_lists_of_a_revoked_version_are_erased_once(registry: Registry) -> None:
    registry.issue()
    registry.move("revoke")
    assert erase(registry, 1) > 0
    assert erase(registry, 1) == 0


@pytest.mark.parametrize("way", [(), ("submit",), ("submit", "pass", "approve", "issue")])
def test_lists_in_use_or_in_work_are_not_erased(registry: Registry, way: tuple[str, ...]) -> None:
    registry.upload()
    for move in way:
        registry.move(move)
    with pytest.raises(Conflict, match="仍在使用"):
        erase(registry, 1)


def test_lists_of_a_version_to_come_are_not_erased(registry: Registry) -> None:
    registry.issue(day=TODAY - timedelta(days=30))
    registry.upload(**SECOND)
    registry.moves("submit", "pass", "approve")
    registry.move("issue", effective_on=(TODAY + timedelta(days=9)).isoformat())
    with pytest.raises(Conflict):
        erase(registry, 2)


def test_erasing_needs_the_office_and_a_reason(registry: Registry) -> None:
    registry.issue()
    registry.move("revoke")
    for login in ("wenshu", "zhuren", "xiangzhang", "guanli"):
        with pytest.raises(Forbidden):
            erase(registry, 1, login)
    with pytest.raises(Usage, match="理由"):
        erase(registry, 1, reason=" ")
    with pytest.raises(NotFound):
        erase(registry, 3)
