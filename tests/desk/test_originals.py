"""Nothing that was sent is lost: every file lies beside the version it became, byte for byte."""

import json
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from tests.making import TODAY, VILLAGE, Registry, at
from tests.office.word.strangers import strangers

from yingji.access.queries import actor
from yingji.archive.actions import backup, check, restore
from yingji.db import Database
from yingji.desk import fill, finishing, procedure, upload
from yingji.desk.answers import Uploaded
from yingji.desk.clearing import clear
from yingji.desk.files import original
from yingji.desk.supervise import attached_file
from yingji.errors import Forbidden, NotFound, Refusal
from yingji.ledger.queries import lines
from yingji.plans.queries import Attachment, attachments_of, file_of


def send(registry: Registry, data: bytes, name: str = "防汛预案.json", *, keep: bool = False) -> Uploaded:
    """One file uploaded as the clerk of the village."""
    unit = registry.unit(VILLAGE)
    prepared = upload.prepare(data, on=TODAY, unit=unit, kind="flood")
    with registry.database.writing() as w:
        return upload.store(
            w,
            actor(w, "wenshu", TODAY),
            at(),
            unit=unit,
            kind="flood",
            prepared=prepared,
            keep=keep,
            original=original(name, data),
        )


def typed(registry: Registry, **changes: Any) -> bytes:
    return json.dumps(registry.document(**changes), ensure_ascii=False, indent=3).encode()


def beside(registry: Registry, number: int = 1) -> tuple[Attachment, ...]:
    with registry.database.reading() as r:
        return attachments_of(r, registry.dossier().numbered(number).id)


def content(registry: Registry, file: Attachment) -> bytes:
    with registry.database.reading() as r:
        return attached_file(
            r, actor(r, "wenshu", TODAY), unit=registry.unit(VILLAGE), kind="flood", file_id=file.id
        )[1]


def test_a_file_lies_beside_its_version_as_it_was_sent(any_registry: Registry) -> None:
    data = typed(any_registry)
    send(any_registry, data)
    (file,) = beside(any_registry)
    assert (file.type, file.filename, file.media_type) == ("original", "防汛预案.json", "application/json")
    assert file.digest == sha256(data).hexdigest()
    assert content(any_registry, file) == data


def test_the_same_file_again_leaves_nothing_behind(registry: Registry) -> None:
    data = typed(registry)
    assert send(registry, data).created and not send(registry, data).created
    assert len(beside(registry)) == 1


def test_the_same_bytes_are_stored_once(registry: Registry) -> None:
    first, second = typed(registry), typed(registry, training_text="另写一段。")
    for data in (first, second, first):
        send(registry, data)
    assert [beside(registry, number)[0].digest for number in (1, 2, 3)] == [
        sha256(data).hexdigest() for data in (first, second, first)
    ]


def test_what_a_draft_was_read_from_goes_with_the_version_it_becomes(registry: Registry) -> None:
    words = next(strangers()).bytes()
    assert send(registry, words, "老预案.docx", keep=True).kept
    half = typed(registry, title="")
    assert send(registry, half, "改到一半.json", keep=True).kept
    about: dict[str, Any] = {"unit": registry.unit(VILLAGE), "kind": "flood"}
    with registry.database.writing() as w:
        fill.keep(
            w,
            actor(w, "wenshu", TODAY),
            at(),
            wheres=("/title",),
            typed={"title": registry.document()["title"]},
            **about,
        )
        finishing.finish(w, actor(w, "wenshu", TODAY), at(), submit=False, **about)
    assert {file.filename: content(registry, file) for file in beside(registry)} == {
        "老预案.docx": words,
        "改到一半.json": half,
    }


def test_a_draft_given_up_leaves_its_file_to_no_later_version(registry: Registry) -> None:
    data = typed(registry, title="")
    send(registry, data, keep=True)
    with registry.database.writing() as w:
        fill.discard(w, actor(w, "wenshu", TODAY), at(), unit=registry.unit(VILLAGE), kind="flood")
    registry.upload()
    assert beside(registry) == ()
    with registry.database.reading() as r:
        assert file_of(r, sha256(data).hexdigest()) == data


def test_the_file_of_a_draft_given_up_goes_after_a_month_and_is_named_in_the_trail(
    any_registry: Registry,
) -> None:
    registry = any_registry
    stays, goes, again = (
        typed(registry),
        typed(registry, title=""),
        typed(registry, title="", training_text="改过。"),
    )
    send(registry, stays)
    for data in (goes, again):
        send(registry, data, keep=True)
    assert cleared(registry, 0) == cleared(registry, 400) == 0, "a version and a draft hold them"
    with registry.database.writing() as w:
        fill.discard(w, actor(w, "wenshu", TODAY), at(), unit=registry.unit(VILLAGE), kind="flood")
    assert cleared(registry, 400) == 0, "noted from now on"
    send(registry, again, keep=True)
    assert (cleared(registry, 429), cleared(registry, 430), cleared(registry, 900)) == (0, 1, 0)
    with registry.database.reading() as r:
        assert file_of(r, sha256(again).hexdigest()) == again
        assert content(registry, beside(registry)[0]) == stays
        with pytest.raises(NotFound):
            file_of(r, sha256(goes).hexdigest())
        assert [line.detail for line in lines(r, unit_ids=None) if line.act == "file.clear"] == [
            {"digests": [sha256(goes).hexdigest()]}
        ]


def cleared(registry: Registry, days: int) -> int:
    with registry.database.writing() as w:
        return clear(w, at() + timedelta(days=days)).given_up


def test_a_file_is_read_by_those_alone_who_may_read_the_plan_in_full(registry: Registry) -> None:
    send(registry, typed(registry))
    file_id, unit = beside(registry)[0].id, registry.unit(VILLAGE)
    for login in ("kankan", "linwenshu"):
        with registry.database.reading() as r, pytest.raises(Forbidden):
            attached_file(r, actor(r, login, TODAY), unit=unit, kind="flood", file_id=file_id)


def test_originals_are_erased_with_the_lists_they_hold(any_registry: Registry) -> None:
    registry = any_registry
    once, twice = typed(registry), typed(registry, training_text="改过一次。")
    for data in (once, twice, once):
        send(registry, data)
    erase(registry, 2)
    assert content(registry, beside(registry, 1)[0]) == once
    with pytest.raises(NotFound, match="已按规定"):
        content(registry, beside(registry, 2)[0])
    erase(registry, 1)
    assert content(registry, beside(registry, 3)[0]) == once, "another version still has it"


def erase(registry: Registry, number: int) -> None:
    with registry.database.writing() as w:
        procedure.erase(
            w,
            actor(w, "yingjiban", TODAY),
            at(),
            unit=registry.unit(VILLAGE),
            kind="flood",
            number=number,
            reason="已被替代满两年",
        )


def test_originals_are_in_the_backup_and_come_back(registry: Registry, tmp_path: Path) -> None:
    data = typed(registry)
    send(registry, data)
    send(registry, typed(registry, training_text="改过一次。"))
    erase(registry, 1)
    assert backup(registry.database, tmp_path / "b.zip", at()).files == 1
    restored = Registry(Database(f"sqlite:///{tmp_path / 'again.sqlite3'}"))
    restore(restored.database, tmp_path / "b.zip")
    assert b"\xe6\x94\xb9" in content(restored, beside(restored, 2)[0])
    with pytest.raises(NotFound, match="已按规定"):
        content(restored, beside(restored, 1)[0])


def test_a_file_changed_in_the_database_is_noticed_when_the_backup_is_checked(
    registry: Registry, tmp_path: Path
) -> None:
    send(registry, typed(registry))
    with registry.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE stored_file SET content = x'00'")
    backup(registry.database, tmp_path / "b.zip", at())
    with pytest.raises(Refusal, match="与它的摘要对不上"):
        check(tmp_path / "b.zip")
