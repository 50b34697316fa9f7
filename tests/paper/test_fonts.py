"""The fonts that ship: whole, licensed, embeddable, and with every character a plan may need."""

import hashlib
import struct
import tomllib
from pathlib import Path
from typing import Any

import pytest

from yingji.paper.truetype import Face
from yingji.paper.typefaces import BUILTIN, FONTS, Role, chain

MANIFEST: list[dict[str, Any]] = tomllib.loads((FONTS / "manifest.toml").read_text("utf-8"))["font"]
STANDARD = (FONTS / "standard.txt").read_text("utf-8")


def gb2312() -> set[str]:
    pairs = (bytes([high, low]) for high in range(0xA1, 0xF8) for low in range(0xA1, 0xFF))
    return {text for pair in pairs if (text := pair.decode("gb2312", "ignore"))}


@pytest.mark.parametrize("entry", MANIFEST, ids=lambda entry: entry["file"])
def test_each_font_is_the_one_the_manifest_names(entry: dict[str, Any]) -> None:
    assert hashlib.sha256((FONTS / entry["file"]).read_bytes()).hexdigest() == entry["sha256"]
    assert len(entry["source_sha256"]) == 64
    assert "WITH Font-exception" in entry["licence"] or entry["licence"] == "OFL-1.1"
    assert len((FONTS / entry["licence_file"]).read_text("utf-8")) > 4000


def test_every_font_that_a_role_names_ships_and_no_other() -> None:
    named = {f"{name}.ttf" for names in BUILTIN.values() for name in names}
    assert named == {entry["file"] for entry in MANIFEST} == {path.name for path in FONTS.glob("*.ttf")}


def test_the_font_exception_of_the_gpl_is_there_in_words() -> None:
    text = (FONTS / "LICENSES" / "Fandol-GPL-3-with-font-exception.txt").read_text("utf-8")
    assert "As a special exception, if you create a document which uses this font" in text


def test_the_standard_list_has_8105_characters() -> None:
    assert len(STANDARD) == len(set(STANDARD)) == 8105


@pytest.mark.parametrize("role", list(BUILTIN))
def test_every_role_draws_all_of_the_standard_and_gb2312(role: Role) -> None:
    faces = chain(role)
    assert not [character for character in {*STANDARD, *gb2312()} if faces[character].face is None]


@pytest.mark.parametrize("role", ["fang", "kai", "hei", "title"])
def test_han_characters_are_one_em_wide_in_every_face(role: Role) -> None:
    faces = chain(role)
    assert {round(faces[character].width, 3) for character in STANDARD} == {1.0}


def test_chinese_quotes_and_dashes_come_from_the_chinese_face_and_digits_from_the_latin_one() -> None:
    faces = chain("fang")
    names = {c: faces[c].face.path.stem for c in "“”‘’—…·09Az" if faces[c].face}  # type: ignore[union-attr]  # just tested
    assert {names[c] for c in "“”‘’—…·"} == {"fang"}
    assert {names[c] for c in "09Az"} == {"latin"}


def test_a_subset_keeps_outline_and_width_of_each_glyph(tmp_path: Path) -> None:
    face = Face(FONTS / "fang.ttf")
    glyphs = [0, *map(face.glyph, "塘村，民")]
    target = tmp_path / "subset.ttf"
    numbers = {"cmap": b"", "OS/2": bytes(10), "name": bytes(6)}
    target.write_bytes(with_tables(face.subset(glyphs), numbers))
    small = Face(target)
    assert [small.outline(i) for i in range(5)] == [
        face.outline(g) + bytes(-len(face.outline(g)) % 4) for g in glyphs
    ]
    assert [small.width(i) for i in range(5)] == [face.width(g) for g in glyphs]


def with_tables(font: bytes, more: dict[str, bytes]) -> bytes:
    """A font file with tables added behind."""
    count = struct.unpack_from(">H", font, 4)[0]
    head, body = bytearray(font[: 12 + 16 * count]), font[12 + 16 * count :]
    shift = 16 * len(more)
    for i in range(count):
        at = struct.unpack_from(">L", head, 12 + 16 * i + 8)[0]
        struct.pack_into(">L", head, 12 + 16 * i + 8, at + shift)
    end = len(font) + shift
    for tag, data in more.items():
        head += struct.pack(">4sLLL", tag.encode(), 0, end, len(data))
        body += data
        end += len(data)
    struct.pack_into(">H", head, 4, count + len(more))
    return bytes(head) + body
