"""Hostile and clumsy plan files: a documented answer, and nothing stored."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.making import SCAN, TOWNSHIP, VILLAGE, Command, Registry

from yingji.db import metadata

Document = dict[str, Any]


def with_duplicate_key(document: Document) -> bytes:
    return b'{"title": "one", ' + json.dumps(document).encode()[1:]


BAD: dict[str, Callable[[Document], bytes]] = {
    "not JSON": lambda _: "石槽集村防汛应急预案".encode(),
    "cut off": lambda document: json.dumps(document).encode()[:5000],
    "NaN": lambda document: json.dumps({**document, "extra": float("nan")}).encode(),
    "infinity": lambda document: json.dumps({**document, "extra": float("inf")}).encode(),
    "a number over everything": lambda document: json.dumps({**document, "extra": 10**400}).encode(),
    "a key twice": with_duplicate_key,
    "40 MB": lambda document: json.dumps(
        {**document, "extra": "村" * 14_000_000}, ensure_ascii=False
    ).encode(),
    "GBK": lambda document: json.dumps(document, ensure_ascii=False).encode("gb18030"),
    "UTF-16": lambda document: json.dumps(document, ensure_ascii=False).encode("utf-16"),
    "nested deep": lambda _: b"[" * 100_000 + b"]" * 100_000,
    "nested objects": lambda _: b'{"a":' * 5_000 + b"1" + b"}" * 5_000,
    "empty": lambda _: b"",
    "white space": lambda _: b" \r\n\t ",
    "zeros": lambda _: bytes(1000),
    "a PDF": lambda _: SCAN,
    "a picture": lambda _: b"\x89PNG\r\n\x1a\n" + bytes(100),
    "a program": lambda _: b"MZ\x90\x00" + bytes(100),
    "a broken archive": lambda _: b"PK\x03\x04" + bytes(100),
    "an array": lambda document: json.dumps([document]).encode(),
    "a string": lambda _: b'"plan"',
    "null": lambda _: b"null",
    "an empty object": lambda _: b"{}",
    "half a character": lambda document: json.dumps({**document, "title": "\ud800"}).encode(),
    "wrong types": lambda document: json.dumps(dict.fromkeys(document, 5)).encode(),
    "lists for everything": lambda document: json.dumps({key: [] for key in document}).encode(),
    "another unit": lambda document: json.dumps({**document, "unit_name": "白果村民委员会"}).encode(),
    "another kind": lambda document: json.dumps({**document, "kind": "fire"}).encode(),
    "an unknown schema": lambda document: json.dumps({**document, "schema": "../../etc/passwd"}).encode(),
    "another family's schema": lambda document: json.dumps({**document, "schema": "township/1.0"}).encode(),
    "an unknown property": lambda document: json.dumps({**document, "surprise": "!"}).encode(),
    "a key of a prototype": lambda document: json.dumps({**document, "__proto__": {"a": 1}}).encode(),
}


def everything(registry: Registry) -> list[Any]:
    with registry.database.reading() as r:
        return [r.rows(table.select()) for table in metadata.sorted_tables]


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_answered_in_chinese_and_stores_nothing(
    command: Command, registry: Registry, tmp_path: Path, name: str
) -> None:
    path = tmp_path / "plan.json"
    path.write_bytes(BAD[name](registry.document()))
    before = everything(registry)
    checked = command("plan", "check", path, "--unit", VILLAGE, "--kind", "flood", "--json")
    assert (checked.code, checked.json["valid"]) == (1, False)
    assert any(problem["grade"] == "must" for problem in checked.json["problems"])
    assert all(problem["place"] and problem["message"] for problem in checked.json["problems"])
    words = ("plan", "upload", path, "--unit", VILLAGE, "--kind", "flood", "--as", "wenshu")
    told = command(*words, "--json")
    assert (told.code, told.err) == (1, "")
    assert told.json["error"] in {"unreadable", "too_large", "wrong_type", "invalid"}
    spoken = command(*words)
    assert (spoken.code, spoken.out) == (1, "")
    assert spoken.err
    assert everything(registry) == before


@pytest.mark.parametrize(
    "name, word",
    [
        ("GBK", "GBK"),
        ("UTF-16", "UTF-16"),
        ("a key twice", "两次"),
        ("NaN", "NaN"),
        ("nested deep", "64 层"),
        ("empty", "空的"),
        ("an array", "花括号"),
    ],
)
def test_the_answer_says_what_is_wrong_with_the_file(
    command: Command, registry: Registry, tmp_path: Path, name: str, word: str
) -> None:
    path = tmp_path / "plan.json"
    path.write_bytes(BAD[name](registry.document()))
    (problem,) = command("plan", "check", path, "--json").json["problems"]
    assert (problem["path"], problem["place"]) == ("", "整个文件")
    assert word in problem["message"]


@pytest.mark.parametrize("name", ["wrong types", "half a character", "nested deep"])
def test_a_bad_file_is_not_kept_as_a_document_that_breaks_later(
    command: Command, registry: Registry, tmp_path: Path, name: str
) -> None:
    """``--keep`` stores what a form can show again, or says no; it never fails inside."""
    path = tmp_path / "plan.json"
    path.write_bytes(BAD[name](registry.document()))
    words = (
        "plan",
        "upload",
        path,
        "--unit",
        VILLAGE,
        "--kind",
        "flood",
        "--as",
        "wenshu",
        "--keep",
        "--json",
    )
    assert command(*words).code in {0, 1}


def test_a_byte_order_mark_and_odd_spaces_are_no_fault(
    command: Command, registry: Registry, tmp_path: Path
) -> None:
    path = tmp_path / "预案 文件.json"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(registry.document(), indent=3).encode() + b"\r\n\r\n")
    assert command("plan", "check", path, "--unit", VILLAGE, "--kind", "flood").code == 0


def test_characters_nobody_sees_are_left_out_and_told(
    command: Command, registry: Registry, tmp_path: Path
) -> None:
    path = tmp_path / "plan.json"
    path.write_text(json.dumps({**registry.document(), "training_text": "每年\x00汛前\u200b学习\x07一次"}))
    words = ("--unit", VILLAGE, "--kind", "flood", "--as", "wenshu", "--json")
    answer = command("plan", "upload", path, *words)
    assert answer.code == 0
    assert any("每年汛前学习一次" in note for note in answer.json["tidied"])
    shown = command("plan", "show", VILLAGE, "flood", "--json").json
    assert shown["document"]["training_text"] == "每年汛前学习一次"


# Many files at once


def folder_of(registry: Registry, folder: Path) -> Path:
    """One good plan among what lies about in an office."""
    folder.mkdir()
    good = json.dumps(registry.document(), ensure_ascii=False).encode()
    (folder / "石槽集村.json").write_bytes(good)
    (folder / "坏的.json").write_bytes(b"{")
    (folder / "没有这个村.json").write_bytes(
        json.dumps({**registry.document(), "unit_name": "没有村民委员会"}, ensure_ascii=False).encode()
    )
    (folder / "别的种类.json").write_bytes(
        json.dumps({**registry.document(), "kind": "fire"}, ensure_ascii=False).encode()
    )
    return folder


def all_of(command: Command, source: Path, *more: str) -> Any:
    answer = command(
        *("plan", "upload-all", source, "--under", TOWNSHIP, "--kind", "flood", "--as", "wenshu", "--json"),
        *more,
    )
    rows = {row["file"]: row for row in answer.json["rows"]}
    return answer.code, rows


def test_one_bad_file_never_stops_the_rest(command: Command, registry: Registry, tmp_path: Path) -> None:
    folder = folder_of(registry, tmp_path / "plans")
    (folder / "一个文件夹.json").mkdir()
    code, rows = all_of(command, folder)
    assert code == 1
    assert {name: row["error"] == "" for name, row in rows.items()} == {
        "坏的.json": False,
        "别的种类.json": False,
        "没有这个村.json": False,
        "石槽集村.json": True,
    }
    assert all(row["detail"] for row in rows.values())
    assert [v.number for v in registry.dossier().versions] == [1]


def test_a_rehearsal_of_many_stores_nothing(command: Command, registry: Registry, tmp_path: Path) -> None:
    before = everything(registry)
    _, rows = all_of(command, folder_of(registry, tmp_path / "plans"), "--dry-run")
    assert rows["石槽集村.json"]["error"] == ""
    assert everything(registry) == before


def test_an_archive_with_a_broken_file_still_gives_the_rest(
    command: Command, registry: Registry, tmp_path: Path
) -> None:
    folder = folder_of(registry, tmp_path / "plans")
    path = tmp_path / "plans.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in folder.iterdir():
            archive.write(file, f"上报/{file.name}")
        archive.writestr("上报/损坏.json", json.dumps(registry.document()))
        offset = archive.getinfo("上报/损坏.json").header_offset
    data = bytearray(path.read_bytes())
    start = data.index("损坏.json".encode(), offset) + len("损坏.json".encode())
    data[start : start + 50] = b"\xff" * 50
    path.write_bytes(bytes(data))
    code, rows = all_of(command, path)
    assert code == 1
    assert rows["石槽集村.json"]["error"] == ""
    assert rows["损坏.json"]["error"] == "unreadable"


def test_what_is_no_archive_or_folder_is_told(command: Command, tmp_path: Path) -> None:
    (tmp_path / "plans.zip").write_bytes(b"no archive")
    words = ("--under", TOWNSHIP, "--kind", "flood", "--as", "wenshu", "--json")
    answer = command("plan", "upload-all", tmp_path / "plans.zip", *words)
    assert (answer.code, answer.json["error"]) == (1, "unreadable")
    empty = tmp_path / "empty"
    empty.mkdir()
    assert command("plan", "upload-all", empty, *words).json["rows"] == []
