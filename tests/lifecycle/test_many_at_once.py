"""Many people at once: numbers stay unique, nothing is lost, the ledger holds. On both engines."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from tests.making import TODAY, VILLAGE, Registry, at

from yingji.access.queries import actor
from yingji.db import Database
from yingji.desk import upload
from yingji.desk.answers import Uploaded
from yingji.errors import Conflict
from yingji.ledger.queries import broken_links, lines
from yingji.lifecycle.history import OPEN
from yingji.lifecycle.queries import dossier
from yingji.plans.catalogue import load
from yingji.plans.queries import find_plan, kinds
from yingji.units.queries import Unit

UPLOADS, THREADS = 200, 16


def prepared(document: dict[str, Any], **changes: str) -> upload.Prepared:
    """A checked document without checking it two hundred times."""
    return upload.Prepared(load().get("village/1.0"), {**document, **changes}, (), ())


def all_at_once(work: Callable[[int], Any]) -> list[Any]:
    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(work, range(UPLOADS)))


def store(database: Database, unit: Unit, kind: str, content: upload.Prepared) -> Uploaded:
    with database.writing() as w:
        return upload.store(w, actor(w, "wenshu", TODAY), at(), unit=unit, kind=kind, prepared=content)


def check_ledger(registry: Registry, uploads: int) -> None:
    with registry.database.reading() as r:
        assert broken_links(r)[0] == ()
        assert len(lines(r, act="plan.upload")) == uploads


def test_two_hundred_uploads_of_one_plan_get_two_hundred_numbers(any_registry: Registry) -> None:
    document, unit = any_registry.document(), any_registry.unit(VILLAGE)

    def work(n: int) -> Uploaded:
        content = prepared(document, training_text=f"第 {n} 种培训安排。")
        return store(any_registry.database, unit, "flood", content)

    answers = all_at_once(work)
    file = any_registry.dossier()
    assert sorted(answer.number for answer in answers) == list(range(1, UPLOADS + 1))
    assert {(v.number, v.digest) for v in file.versions} == {(a.number, a.digest) for a in answers}
    states = [file.histories[version.id].state for version in file.versions]
    assert states == ["replaced"] * (UPLOADS - 1) + ["draft"]
    check_ledger(any_registry, UPLOADS)


def test_two_hundred_uploads_of_different_plans_lose_nothing(any_registry: Registry) -> None:
    document, unit = any_registry.document(), any_registry.unit(VILLAGE)
    with any_registry.database.reading() as r:
        names = list(kinds(r))

    def work(n: int) -> Uploaded:
        content = prepared(document, training_text=f"第 {n} 种培训安排。")
        return store(any_registry.database, unit, names[n % len(names)], content)

    answers = all_at_once(work)
    with any_registry.database.reading() as r:
        for kind in names:
            plan = find_plan(r, unit.id, kind)
            assert plan is not None
            file = dossier(r, plan.id)
            assert {(v.number, v.digest) for v in file.versions} == {
                (a.number, a.digest) for a in answers if a.kind == kind
            }
            assert [v.number for v in file.versions] == list(range(1, len(file.versions) + 1))
            assert sum(history.state in OPEN for history in file.histories.values()) == 1
    check_ledger(any_registry, UPLOADS)


def test_the_same_content_uploaded_by_everybody_at_once_is_one_version(any_registry: Registry) -> None:
    content, unit = prepared(any_registry.document()), any_registry.unit(VILLAGE)
    answers = all_at_once(lambda _: store(any_registry.database, unit, "flood", content))
    assert sum(answer.created for answer in answers) == 1
    assert {answer.number for answer in answers} == {1}
    check_ledger(any_registry, 1)


def test_one_of_many_who_press_the_button_makes_the_move(any_registry: Registry) -> None:
    any_registry.upload()

    def work(_: int) -> bool:
        try:
            any_registry.move("submit")
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(THREADS) as pool:
        assert sum(pool.map(work, range(THREADS))) == 1


@pytest.mark.parametrize("readers", [8])
def test_readers_see_whole_plans_while_others_write(any_registry: Registry, readers: int) -> None:
    """Never a version without its state, nor an act without its version."""
    document, unit = any_registry.document(), any_registry.unit(VILLAGE)
    any_registry.upload()

    def read() -> None:
        file = any_registry.dossier()
        assert set(file.editions) == {version.id for version in file.versions}
        assert sum(history.state in OPEN for history in file.histories.values()) == 1

    def work(n: int) -> None:
        if n % 2:
            read()
        else:
            content = prepared(document, training_text=f"第 {n} 种培训安排。")
            store(any_registry.database, unit, "flood", content)

    with ThreadPoolExecutor(readers) as pool:
        list(pool.map(work, range(60)))
