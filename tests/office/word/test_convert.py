"""Old Word files: converted where an office program is installed, a friendly sentence where not."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.office.conftest import Convert
from tests.office.word.making import plan, schema_of

from yingji.errors import Unreadable, WrongType
from yingji.office.guard import kind_of
from yingji.office.word.convert import PROGRAMS, as_docx
from yingji.office.word.read import read_word
from yingji.office.word.write import write


def test_without_an_office_program_the_person_is_told_to_save_as_docx() -> None:
    with pytest.raises(WrongType, match=r"另存为.*\.docx"):
        as_docx(b"\xd0\xcf\x11\xe0", program="")


def test_a_program_that_hangs_is_stopped_with_all_it_started(tmp_path: Path) -> None:
    slow = tmp_path / "slow"
    slow.write_text("#!/bin/sh\nsleep 321 &\nsleep 321\n")
    slow.chmod(0o755)
    with pytest.raises(Unreadable, match="超过 1 秒"):
        as_docx(b"x", program=str(slow), seconds=1)
    left = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout  # noqa: S607 - as found on PATH
    assert "sleep 321" not in left


def test_a_program_that_makes_nothing_is_a_sentence(tmp_path: Path) -> None:
    idle = tmp_path / "idle"
    idle.write_text("#!/bin/sh\nexit 0\n")
    idle.chmod(0o755)
    with pytest.raises(Unreadable, match="转换不了"):
        as_docx(b"x", program=str(idle))


def test_a_plan_saved_as_doc_comes_back(libreoffice: Convert) -> None:
    document = plan("school", "flood")
    old = libreoffice(write(schema_of(document), document), "docx", "doc")
    assert kind_of(old) == "doc"
    found = read_word(as_docx(old), schema=schema_of(document))
    assert found.document["title"] == document["title"]
    names = {row["name"] for row in document["command"]["contacts"]}
    assert {row["name"] for row in found.document["command"]["contacts"]} == names


def test_rubbish_is_refused_in_chinese(needs: Callable[..., str]) -> None:
    needs(*PROGRAMS)
    with pytest.raises(Unreadable, match="转换不了"):
        as_docx(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 4096)
