"""The tray: a checked file stays for its person until the tick, and for nobody else and no longer."""

from datetime import timedelta
from hashlib import sha256

import pytest
from tests.making import TODAY, Registry, at

from yingji.access.queries import actor
from yingji.access.rights import LOCAL
from yingji.errors import Forbidden, NotFound
from yingji.tray import actions
from yingji.tray.actions import begin, come_along, empty, hold
from yingji.tray.queries import HELD_FOR, SILENT_FOR, Held, Run, held, run_of

WORDS = b"PK an invented workbook"


def put(
    registry: Registry, content: bytes = WORDS, *, login: str = "wenshu", later: timedelta = timedelta()
) -> str:
    with registry.database.writing() as w:
        return hold(w, actor(w, login, TODAY), at() + later, filename="徐营村.xlsx", content=content)


def take(
    registry: Registry, digest: str, *, login: str = "wenshu", later: timedelta = timedelta()
) -> Held | None:
    with registry.database.reading() as r:
        return held(r, actor(r, login, TODAY), digest, at() + later)


def test_a_file_waits_for_its_person_by_its_digest(any_registry: Registry) -> None:
    digest = put(any_registry)
    assert digest == sha256(WORDS).hexdigest()
    found = take(any_registry, digest)
    assert found is not None and (found.filename, found.content, found.until) == (
        "徐营村.xlsx",
        WORDS,
        at() + HELD_FOR,
    )
    assert take(any_registry, digest, login="linwenshu") is None


def test_a_file_goes_after_a_week_unless_it_is_looked_at_again(registry: Registry) -> None:
    first, second = put(registry), put(registry, b"another")
    late = HELD_FOR + timedelta(hours=1)
    put(registry, later=timedelta(days=1))
    assert take(registry, second, later=late) is None and take(registry, first, later=late)
    with registry.database.writing() as w:
        assert empty(w, at() + late) == 1
    assert take(registry, first, later=late)


def test_the_oldest_files_give_way_when_one_person_holds_too_much(
    registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "MOST_HELD", 25)
    old, other = put(registry, b"x" * 10), put(registry, b"y" * 10, login="linwenshu")
    new = [put(registry, bytes([n]) * 10, later=timedelta(minutes=n)) for n in (1, 2)]
    assert take(registry, old) is None and all(take(registry, digest) for digest in new)
    assert take(registry, other, login="linwenshu")


def test_the_operator_of_the_machine_has_no_tray(registry: Registry) -> None:
    with registry.database.writing() as w, pytest.raises(Forbidden):
        hold(w, LOCAL, at(), filename="a", content=WORDS)


def seen(registry: Registry, run_id: int, *, login: str = "wenshu", later: timedelta = timedelta()) -> Run:
    with registry.database.reading() as r:
        return run_of(r, actor(r, login, TODAY), run_id, at() + later, what=("look",))


def test_a_batch_says_how_far_it_has_come(any_registry: Registry) -> None:
    with any_registry.database.writing() as w:
        run_id = begin(
            w, actor(w, "wenshu", TODAY), at(), digest="d", filename="各村.zip", kind="flood",
            given={"a.docx": "411624201201"}, what="look", total=2,
        )  # fmt: skip
    assert seen(any_registry, run_id).done == ()
    with any_registry.database.writing() as w:
        come_along(w, run_id, at() + SILENT_FOR, [{"file": "a.docx"}])
    half = seen(any_registry, run_id, later=2 * SILENT_FOR)
    assert (len(half.done), half.is_over, half.is_silent) == (1, False, False)
    assert seen(any_registry, run_id, later=3 * SILENT_FOR).is_silent
    with any_registry.database.writing() as w:
        come_along(w, run_id, at(), [{"file": "a.docx"}, {"file": "b.docx"}], is_over=True)
    whole = seen(any_registry, run_id, later=3 * SILENT_FOR)
    assert (whole.total, len(whole.done), whole.is_over, whole.is_silent) == (2, 2, True, False)
    assert whole.given == {"a.docx": "411624201201"}


def test_a_batch_is_seen_by_its_person_alone_and_for_a_week(registry: Registry) -> None:
    with registry.database.writing() as w:
        run_id = begin(
            w, actor(w, "wenshu", TODAY), at(), digest="d", filename="各村.zip", kind="flood",
            given={}, what="look", total=2,
        )  # fmt: skip
    with pytest.raises(NotFound):
        seen(registry, run_id, login="linwenshu")
    with pytest.raises(NotFound, match="7 天"):
        seen(registry, run_id, later=HELD_FOR + timedelta(hours=1))
