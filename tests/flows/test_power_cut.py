"""The power goes while two hundred plans are being uploaded: what was acknowledged is there, whole."""

import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import select, text
from tests.making import VILLAGE, Registry

from yingji.db import Database
from yingji.ledger.queries import broken_links, lines
from yingji.lifecycle.history import fold, standing_of
from yingji.lifecycle.queries import acts_of, dossier
from yingji.lifecycle.tables import version_state
from yingji.plans.canonical import digest
from yingji.plans.queries import canonical_of, find_plan
from yingji.plans.tables import version, version_text

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("acknowledged", [3, 40])
def test_nothing_acknowledged_is_lost_and_nothing_is_half_written(
    registry: Registry, acknowledged: int
) -> None:
    told = upload_until_killed(registry.database.url, acknowledged)
    assert len(told) >= acknowledged
    database = Database(registry.database.url)
    with database.reading() as r:
        assert r.scalar(text("PRAGMA integrity_check")) == "ok"
        assert r.rows(text("PRAGMA foreign_key_check")) == []
        plan = find_plan(r, registry.unit(VILLAGE).id, "flood")
        assert plan is not None
        file = dossier(r, plan.id)
        stored = {v.number: v.digest for v in file.versions}
        assert told.items() <= stored.items()
        assert len(stored) - len(told) <= 1
        assert list(stored) == list(range(1, len(stored) + 1))
        assert all(digest(canonical_of(r, v.id)) == v.digest for v in file.versions)
        assert len(r.rows(select(version_text))) == len(r.rows(select(version))) == len(stored)
        acts = acts_of(r, [plan.id])
        states = {row.version_id: row.state for row in r.rows(select(version_state))}
        assert states == {v.id: fold(a for a in acts if a.version_id == v.id).state for v in file.versions}
        assert file.standing == standing_of(acts)
        assert broken_links(r)[0] == ()
        assert len(lines(r, act="plan.upload")) == len(stored)
    database.close()
    after = registry.upload(training_text="停电以后再传的一份。")
    assert after.number == len(stored) + 1


def upload_until_killed(url: str, acknowledged: int) -> dict[int, str]:
    """Run the uploader, kill it without warning, return every ``number digest`` it had told by then."""
    words = [sys.executable, "-m", "tests.flows.uploading", url]
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True) as uploader:
        assert uploader.stdout is not None
        lines_told = [uploader.stdout.readline() for _ in range(acknowledged)]
        time.sleep(0.01)
        uploader.kill()
        lines_told += uploader.stdout.readlines()
    assert uploader.returncode == -9
    whole = [line.split() for line in lines_told if line.endswith("\n")]
    return {int(number): told for number, told in whole}
