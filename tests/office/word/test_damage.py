"""Damaged, hostile and odd Word files: a Chinese sentence or a reading, never a crash, never for long."""

import io
import random
import re
import zipfile
from collections.abc import Callable

import docx
import pytest
from tests.office.word.corpus import papers
from tests.office.word.making import plan, schema_of

from yingji.errors import Fault, TooLarge, Unreadable, WrongType
from yingji.office.found import Harvest
from yingji.office.guard import opened
from yingji.office.word.marks import marked
from yingji.office.word.read import read_word
from yingji.office.word.write import write

PLAN = plan("school", "fire")
OWN = write(schema_of(PLAN), PLAN, unit="1")
PAPERS = {paper.name: paper.bytes() for paper in papers()}
FREE = PAPERS["typed_numbering"]


def repacked(data: bytes, change: Callable[[dict[str, bytes]], object]) -> bytes:
    """The package with some of its parts changed."""
    package = zipfile.ZipFile(io.BytesIO(data))
    parts = {name: package.read(name) for name in package.namelist()}
    change(parts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def body_of(data: bytes, old: bytes, new: bytes) -> bytes:
    def change(parts: dict[str, bytes]) -> None:
        assert old in parts["word/document.xml"]
        parts["word/document.xml"] = parts["word/document.xml"].replace(old, new)

    return repacked(data, change)


def outcome(data: bytes) -> Harvest | Fault:
    """A reading or a fault with a Chinese sentence."""
    try:
        found: Harvest | Fault = read_word(data)
    except Fault as fault:
        assert re.search(r"[一-鿿]{6}", fault.detail)
        assert not re.search(r"[A-Za-z]{14}", fault.detail)
        found = fault
    return found


@pytest.mark.parametrize("seed", range(60))
def test_bytes_changed_at_random_never_crash(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same damage in every run
    data = bytearray((OWN, FREE)[seed % 2])
    for _ in range(chance.choice((1, 8, 60))):
        data[chance.randrange(len(data))] = chance.randrange(256)
    outcome(bytes(data[: chance.randrange(len(data))] if seed % 5 == 0 else data))


@pytest.mark.parametrize("seed", range(60))
def test_xml_changed_at_random_never_crashes(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same damage in every run

    def change(parts: dict[str, bytes]) -> None:
        name = chance.choice([each for each in parts if each.endswith((".xml", ".rels"))])
        tokens = re.split(rb"(<[^>]*>)", parts[name])
        for _ in range(chance.choice((1, 5))):
            at = chance.randrange(len(tokens))
            tokens[at] = chance.choice(
                (
                    b"",
                    tokens[chance.randrange(len(tokens))],
                    tokens[at] * 2,
                    tokens[at].replace(b"1", b"-99999999999"),
                    re.sub(rb'="[^"]*"', b'="x"', tokens[at]),
                )
            )
        parts[name] = b"".join(tokens)

    source = chance.choice([OWN, *PAPERS.values()])
    outcome(repacked(source, change))


@pytest.mark.parametrize(
    "part",
    [
        "word/document.xml",
        "word/styles.xml",
        "word/numbering.xml",
        "customXml/item1.xml",
        "[Content_Types].xml",
        "word/_rels/document.xml.rels",
    ],
)
@pytest.mark.parametrize("content", [b"", b"<", b"\xff\xfe", b"<w:document/>", b"<a>" * 300 + b"</a>" * 300])
def test_a_part_replaced_by_nonsense_is_a_sentence_or_is_not_missed(part: str, content: bytes) -> None:
    for data in (OWN, FREE):
        outcome(repacked(data, lambda parts: parts.__setitem__(part, content)))


def test_what_is_wrong_is_said() -> None:
    cases = {
        "DOCTYPE": (body_of(FREE, b"<w:document", b"<!DOCTYPE x [<!ENTITY a 'b'>]><w:document"), WrongType),
        "损坏": (FREE[: len(FREE) // 2], Unreadable),
        "没有正文": (repacked(FREE, lambda parts: parts.pop("word/document.xml")), Unreadable),
        "宏": (repacked(FREE, lambda parts: parts.__setitem__("word/vbaProject.bin", b"x")), WrongType),
        "压缩比": (
            repacked(FREE, lambda parts: parts.__setitem__("word/media/a.bin", b"0" * 30_000_000)),
            TooLarge,
        ),
    }
    for word, (data, kind) in cases.items():
        found = outcome(data)
        assert isinstance(found, kind) and word in found.detail, (word, found)


def test_very_deep_and_very_many_things_are_bounded() -> None:
    deep = b"<w:tbl><w:tr><w:tc>" * 150 + b"<w:p/>" + b"</w:tc></w:tr></w:tbl>" * 150
    assert isinstance(outcome(body_of(FREE, b"<w:sectPr", deep + b"<w:sectPr")), Harvest | Fault)
    many = b"<w:p><w:r><w:t>%d</w:t></w:r></w:p>"
    crowd = b"".join(many % n for n in range(210_000))
    assert isinstance(outcome(body_of(FREE, b"<w:sectPr", crowd + b"<w:sectPr")), TooLarge)


def test_a_wide_span_and_a_loop_of_styles_do_no_harm() -> None:
    document = docx.Document(io.BytesIO(FREE))
    assert document.tables
    wide = body_of(FREE, b"<w:tcPr>", b'<w:tcPr><w:gridSpan w:val="999999999"/>')
    assert isinstance(outcome(wide), Harvest | Fault)

    def loop(parts: dict[str, bytes]) -> None:
        style = b'<w:style w:type="paragraph" w:styleId="%s"><w:basedOn w:val="%s"/></w:style>'
        parts["word/styles.xml"] = parts["word/styles.xml"].replace(
            b"</w:styles>", style % (b"L1", b"L2") + style % (b"L2", b"L1") + b"</w:styles>"
        )
        parts["word/document.xml"] = parts["word/document.xml"].replace(
            b"<w:p>", b'<w:p><w:pPr><w:pStyle w:val="L1"/></w:pPr>'
        )

    assert isinstance(outcome(repacked(FREE, loop)), Harvest)


def test_a_long_line_without_an_end_is_read_in_time() -> None:
    line = ("总指挥由" * 5_000 + "：" + "张三（" * 5_000).encode()
    assert isinstance(
        outcome(body_of(FREE, b"<w:sectPr", b"<w:p><w:r><w:t>" + line + b"</w:t></w:r></w:p><w:sectPr")),
        Harvest,
    )


@pytest.mark.parametrize("name", PAPERS)
def test_marking_with_nothing_to_say_still_gives_a_file_that_opens(name: str) -> None:
    back = marked(PAPERS[name], (), {})
    assert docx.Document(io.BytesIO(back)).paragraphs[0].text == "需要改的 0 处"
    assert opened(back)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"at":"/title"', b'"at":"/recovery/999999999"'),
        (b'"at":"/title"', b'"at":7'),
        (b'"at":"/title"', b'"at":"title"'),
        (b'"form":false', b'"form":null'),
        (b'"fixed":[', b'"fixed":[[],'),
        (b'"schema":"body/1.0"', b'"schema":"nothing/9"'),
        (b'"columns":[', b'"columns":{"a":['),
    ],
)
def test_a_core_somebody_forged_is_refused_or_does_no_harm(old: bytes, new: bytes) -> None:
    def change(parts: dict[str, bytes]) -> None:
        assert old in parts["customXml/item1.xml"]
        parts["customXml/item1.xml"] = parts["customXml/item1.xml"].replace(old, new)
        parts["word/document.xml"] = parts["word/document.xml"].replace("火灾".encode(), "水灾".encode())

    outcome(repacked(OWN, change))
