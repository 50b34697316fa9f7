"""Files of the 1997–2003 kind, and workbooks that LibreOffice has opened and saved."""

import io
import subprocess
from pathlib import Path

import pytest
from openpyxl import load_workbook
from tests.office.conftest import Convert
from tests.office.excel.workbooks import document_of, edited, prepared, schema_of, with_sample

from yingji.desk.files import mark, open_file
from yingji.errors import Fault, Unreadable
from yingji.plans.canonical import canonical
from yingji.plans.tidy import tidy

OLD = (Path(__file__).parent / "files" / "contacts.xls").read_bytes()


def test_an_old_workbook_is_read() -> None:
    found = {each.path: (each.value, each.place) for each in open_file(OLD).harvest.candidates}
    assert found["/command/contacts/1/phone"] == ("13800000002", "「Sheet」表 第 4 行「电话」(D4)")


def test_a_number_in_an_old_workbook_is_a_telephone_and_no_decimal() -> None:
    found = {each.path: each.value for each in open_file(OLD).harvest.candidates}
    assert found["/command/contacts/0/phone"] == "13800000001"


@pytest.mark.parametrize("length", [600, 1500, 4000, len(OLD) - 700])
def test_an_old_workbook_cut_short_is_refused_or_read_but_never_breaks(length: int) -> None:
    try:
        assert open_file(OLD[:length]).kind == "xls"
    except Fault as refusal:
        assert "另存为" in refusal.detail


def test_every_byte_of_an_old_workbook_may_be_wrong() -> None:
    for offset in range(520, len(OLD), 1100):
        broken = OLD[:offset] + b"\xff" * 24 + OLD[offset + 24 :]
        try:
            open_file(broken)
        except Unreadable as refusal:
            assert refusal.detail.endswith("。")


def test_a_reader_that_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    def late(*_: object, **__: object) -> None:
        raise subprocess.TimeoutExpired("old_reader", 30)

    monkeypatch.setattr(subprocess, "run", late)
    with pytest.raises(Unreadable, match="另存为"):
        open_file(OLD)


@pytest.mark.parametrize("suffix", ["xlsx", "xls"])
def test_a_workbook_saved_by_libreoffice_says_the_same(suffix: str, libreoffice: Convert) -> None:
    found = prepared(libreoffice(with_sample(), "xlsx", suffix))
    assert canonical(found.document) == canonical(tidy(schema_of(), document_of()).document)
    assert not found.must


def test_libreoffice_opens_the_marked_workbook_and_shows_its_marks(libreoffice: Convert) -> None:
    spoiled = edited(lambda book: book["责任人通讯录"].cell(4, 4, "1380000"))
    opened = open_file(spoiled)
    book = load_workbook(io.BytesIO(libreoffice(mark(opened, prepared(spoiled).problems), "xlsx", "xlsx")))
    assert book.sheetnames[0] == "需要改的 1 处"
    note = book["责任人通讯录"].cell(4, 4).comment
    assert note is not None and "手机号应为 11 位" in note.text
