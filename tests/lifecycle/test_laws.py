"""Laws over random histories: the projections are what the acts say, whatever anybody tries."""

import shutil
from collections import Counter
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from tests.making import FIELDS, SCAN, SIGNED, TODAY, VILLAGE, VILLAGE_HANDS, Registry, at

from yingji.access.queries import actor
from yingji.db import Database, metadata
from yingji.desk import procedure, upload
from yingji.errors import Fault
from yingji.ledger.queries import broken_links, lines
from yingji.lifecycle.history import OPEN, fold, standing_of
from yingji.lifecycle.queries import acts_of
from yingji.lifecycle.tables import version_state

DAYS = st.integers(0, 12)
STEPS = st.one_of(
    st.tuples(st.just("upload"), st.integers(0, 2), DAYS),
    st.tuples(st.sampled_from(sorted(VILLAGE_HANDS)), st.none(), DAYS),
    st.tuples(st.sampled_from(["submit", "pass", "approve", "issue"]), st.none(), DAYS),
    st.tuples(st.just("issue"), st.integers(0, 20), DAYS),
    st.tuples(st.just("revoke"), st.integers(1, 3), DAYS),
    st.tuples(st.just("record"), st.integers(0, 40), DAYS),
    st.tuples(st.just("correct"), st.integers(0, 40), DAYS),
)
WAY = [("submit", None, 0), ("pass", None, 0), ("approve", None, 0), ("issue", None, 0)]
"""Woven in, so that histories get as far as being issued."""


@pytest.fixture(scope="module")
def contents(township_template: Path) -> list[upload.Prepared]:
    """Three contents of one plan, checked once."""
    registry = Registry(Database(f"sqlite:///{township_template}"))
    texts = ("每年汛前学习一次。", "每季度学习一次。", "每月学习一次。")
    found = [registry.prepared(document=registry.document(training_text=text)) for text in texts]
    registry.database.close()
    return found


def take(registry: Registry, content: upload.Prepared, step: tuple[str, int | None, int]) -> None:
    """One attempt on the day ``TODAY - 12 + day``; refusals are part of life."""
    verb, number, day = step
    today = TODAY + timedelta(days=day)
    about: dict[str, Any] = {"unit": registry.unit(VILLAGE), "kind": "flood"}
    with registry.database.writing() as w:
        who = actor(w, VILLAGE_HANDS.get(verb, "yingjiban"), today)
        if verb == "upload":
            upload.store(w, who, at(today), prepared=content, **about)
        elif verb == "record":
            issued = (TODAY - timedelta(days=number or 0)).isoformat()
            fields = {**SIGNED, "issued_on": issued, "reason": "已在纸上印发"}
            procedure.record_paper(w, who, at(today), prepared=None, scan=SCAN, fields=fields, **about)
        elif verb == "correct":
            fields = {"effective_on": (TODAY + timedelta(days=number or 0)).isoformat()}
            procedure.correct(w, who, at(today), fields=fields, reason="笔误", **about)
        else:
            make_move(w, who, at(today), verb, number, about)


def make_move(w: Any, who: Any, now: Any, verb: str, number: int | None, about: dict[str, Any]) -> None:
    fields = dict(FIELDS.get(verb, {}))
    if verb == "issue" and number is not None:
        fields["effective_on"] = (now.date() + timedelta(days=number)).isoformat()
    chosen = number if verb == "revoke" else None
    procedure.make_move(w, who, now, move=verb, fields=fields, number=chosen, **about)


def check_laws(registry: Registry) -> None:
    try:
        file = registry.dossier()
    except AssertionError:
        return
    with registry.database.reading() as r:
        acts = acts_of(r, [file.plan_id])
        stored = {row.version_id: row for row in r.rows(select(version_state))}
        broken, _ = broken_links(r)
        told = Counter(line.act for line in lines(r, act="plan."))
    # The projections are the fold of the acts.
    for version in file.versions:
        assert stored[version.id].state == fold(a for a in acts if a.version_id == version.id).state
    assert file.standing == standing_of(acts)
    # At most one version is open; numbers count uploads, editions count issues.
    assert sum(row.state in OPEN for row in stored.values()) <= 1
    assert [version.number for version in file.versions] == list(range(1, len(file.versions) + 1))
    issues = [act.version_id for act in acts if act.move in {"issue", "record"}]
    assert {row.version_id: row.edition_no for row in stored.values() if row.edition_no} == {
        version_id: edition for edition, version_id in enumerate(issues, start=1)
    }
    # Nobody checked their own work.
    for version in file.versions:
        by = {act.move: act.actor for act in acts if act.version_id == version.id}
        assert "pass" not in by or by["pass"] not in {version.uploader, by["submit"]}
        assert not {"pass", "approve"} <= by.keys() or by["pass"] != by["approve"]
    # Every act left one entry in a chain that holds.
    assert broken == ()
    moves = Counter(f"plan.{act.move}" for act in acts if act.move != "replace")
    moves["plan.upload"] = sum(not version.is_recorded for version in file.versions)
    assert told == +moves


@settings(max_examples=25)
@given(st.lists(STEPS, min_size=4, max_size=14), st.lists(st.integers(0, 12), min_size=1, max_size=3))
def test_whatever_is_tried_the_projections_are_what_the_acts_say(
    township_template: Path,
    contents: list[upload.Prepared],
    steps: list[tuple[str, int | None, int]],
    places: list[int],
) -> None:
    tried = list(steps)
    for place in places:
        tried[place:place] = [("upload", place % 3, 0), *WAY]
    with TemporaryDirectory() as folder:
        path = shutil.copyfile(township_template, Path(folder) / "yingji.sqlite3")
        registry = Registry(Database(f"sqlite:///{path}"))
        day = 0
        for verb, number, later in tried:
            day = max(day, later)
            before = everything(registry)
            try:
                take(registry, contents[(number or 0) % 3], (verb, number, day))
            except Fault:
                assert everything(registry) == before
        check_laws(registry)
        registry.database.close()


def everything(registry: Registry) -> list[Any]:
    names = ("act", "version", "version_state", "standing", "ledger_entry")
    with registry.database.reading() as r:
        return [list(r.rows(metadata.tables[name].select())) for name in names]
