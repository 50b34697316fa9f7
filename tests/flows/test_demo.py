"""``yingji demo`` shows every status of the real township, and a second time harms nothing."""

import csv
import json
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from yingji import cli
from yingji.db import Database
from yingji.ledger.queries import broken_links

RESULTS = {"coverage.json", "coverage.csv", "411624201200-flood.pdf", "411624201200-flood-公示版.pdf"}


@pytest.mark.parametrize("now", ["2026-05-06T09:00:00+08:00"])
def test_the_demo_runs_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], now: str
) -> None:
    monkeypatch.setenv("YINGJI_NOW", now)
    out = tmp_path / "demo"
    assert cli.run(["demo", "--out", str(out)]) == 0, capsys.readouterr().err
    told = capsys.readouterr().out
    assert all(word in told for word in ("一、上传", "二、核对覆盖", "三、打印现行版", "示例账号"))
    first = {path.name: path.read_bytes() for path in out.iterdir() if path.name in RESULTS}
    assert set(first) == RESULTS

    assert cli.run(["demo", "--out", str(out)]) == 0
    second = {name: (out / name).read_bytes() for name in RESULTS}
    differing = {name for name in RESULTS if first[name] != second[name]}
    assert differing == set()

    coverage = json.loads(first["coverage.json"])
    shown = {status for status, count in coverage["totals"]["by_status"].items() if count}
    assert shown >= STATUSES
    rows = list(csv.DictReader(first["coverage.csv"].decode("utf-8-sig").splitlines()))
    assert len(rows) == coverage["totals"]["cells"]
    with pdfium.PdfDocument(out / "411624201200-flood.pdf") as pdf:
        text = "".join(page.get_textpage().get_text_bounded() for page in pdf)
    assert "示例" in text
    database = Database(f"sqlite:///{out / 'yingji.sqlite3'}")
    with database.reading() as r:
        assert broken_links(r)[0] == ()
    database.close()


STATUSES = {
    "exempt",
    "revoked",
    "missing",
    "drafting",
    "awaiting_approval",
    "review_overdue",
    "needs_revision",
    "due_soon",
    "unfiled",
    "current",
}
"""Every status but unknown, which is for contradictions."""


def test_the_demo_keeps_out_of_a_real_registry(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from yingji.units.data import shipped

    monkeypatch.setenv("YINGJI_DATABASE_URL", f"sqlite:///{tmp_path / 'real.sqlite3'}")
    (tmp_path / "units.csv").write_bytes(shipped("shicaoji_33"))
    assert cli.run(["db", "upgrade"]) == 0
    assert cli.run(["unit", "import", str(tmp_path / "units.csv")]) == 0
    before = (tmp_path / "real.sqlite3").read_bytes()
    capsys.readouterr()
    assert cli.run(["demo", "--out", str(tmp_path / "demo")]) == 3
    assert "正式数据" in capsys.readouterr().err
    assert (tmp_path / "real.sqlite3").read_bytes() == before
