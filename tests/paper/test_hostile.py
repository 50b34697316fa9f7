"""Text that means harm or is merely odd, in every place of every edition: it prints as text or is refused in words."""

import sys
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.paper.measuring import texts, whole_text
from tests.paper.sample import SHEET, chapter, paragraph, root, table
from tests.paper.test_editions import document
from tests.paper.test_example import SUBJECTS

from yingji.paper.ink import MissingGlyph
from yingji.paper.render import blank_form, part, render, volume
from yingji.paper.sheet import Mark, Sheet
from yingji.paper.typefaces import FONTS
from yingji.plans.catalogue import load
from yingji.plans.outline import outline

MARKUP = '<img src="file:///etc/passwd"/><b>&amp;</b><a href="http://198.51.100.7/x">&'
EDITIONS = ["full", "public", "card", "household", "filing"]
NAME = "\U00020164某某"  # 𠅤, above U+FFFF

FORBIDDEN = (
    "socket.",
    "subprocess.",
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "urllib.",
    "http.",
    "ctypes.dlopen",
)
seen: list[str] | None = None


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if seen is None:
        return
    if event == "open" and not str(arguments[0]).startswith(str(FONTS)):
        seen.append(f"open {arguments[0]}")
    elif event.startswith(FORBIDDEN):
        seen.append(f"{event} {arguments}")


sys.addaudithook(_watch)


def reached(work: Callable[[], object]) -> list[str]:
    """What the work opens or calls outside the process, the fonts that ship aside."""
    global seen
    seen = []
    try:
        work()
    finally:
        found, seen = seen, None
    return found


def everywhere(value: Any, text: str) -> Any:
    """A document with a text behind every text of more than a word that people write."""
    if isinstance(value, dict):
        return {key: everywhere(one, text) for key, one in value.items()}
    if isinstance(value, list):
        return [everywhere(one, text) for one in value]
    return value + text if isinstance(value, str) and any("一" <= c <= "龥" for c in value) else value


def filled(text: str, kind: str = "village") -> Any:
    """A village's flood plan full of a text, and the sheet that goes with it."""
    whole = everywhere(deepcopy(document(kind)), text)
    whole["schema"] = document(kind)["schema"]
    sheet = replace(
        SHEET, unit_kind=kind, unit_name=SUBJECTS[kind].name + text, title=f"防汛应急预案{text}",
        issuers=(f"村委会{text}",), signers=((f"主任{text}", f"{NAME}{text}"),), receipt_no=text, copy=text,
        notes=(text,), marks=(Mark("sample", f"示例{text}"),), county="沈丘县" + text, township="石槽集乡" + text,
    )  # fmt: skip
    return outline(load().get(whole["schema"]), whole), sheet, whole


@pytest.mark.parametrize("edition", EDITIONS)
def test_markup_in_every_place_prints_as_it_is_and_reaches_nothing(edition: str) -> None:
    node, sheet, whole = filled(MARKUP)
    made: list[bytes] = []
    assert reached(lambda: made.append(render(node, sheet, edition, whole))) == []
    said = "".join(whole_text(made[0]).split())
    assert "<imgsrc=" in said
    assert "&amp;" in said
    for active in (b"/URI", b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"/GoToR"):
        assert active not in made[0]


def test_markup_in_a_notice_a_volume_and_a_blank_form_reaches_nothing() -> None:
    node, sheet, _ = filled(MARKUP, "township")
    notice = replace(sheet, doc_no=f"石政〔2026〕12号{MARKUP}")
    bound = replace(part(node, sheet), label=MARKUP)
    made: list[bytes] = []

    def work() -> None:
        made.append(render(node, notice))
        made.append(volume([bound, bound], f"汇编{MARKUP}"))
        made.append(blank_form(load().get(document("village")["schema"]), f"空白表{MARKUP}"))

    assert reached(work) == []
    assert all("<imgsrc=" in "".join(whole_text(data).split()) for data in made)


def test_the_watch_sees_what_a_print_must_not_do(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"")
    assert reached(lambda: (tmp_path / "a").open("rb").close()) == [f"open {tmp_path / 'a'}"]


def places(text: str) -> Iterator[tuple[Any, Sheet]]:
    """A text as a paragraph, in a cell, as a heading, in the title and on the sheet."""
    for node in (
        root(chapter(1, "总则", paragraph("/p", "目的", text))),
        root(chapter(1, "名册", table("/t", "名册", ("名", "文"), [("甲", text), ("乙", "民")]))),
        root(chapter(1, f"总则{text}", paragraph("/p", text, "文"))),
    ):
        yield node, SHEET
    yield (
        root(chapter(1, "总则", paragraph("/p", "目的", "文"))),
        replace(SHEET, title=f"预案{text}", signers=(("主任", text),), notes=(text,), copy=text),
    )


@pytest.mark.parametrize("text", ["", " ", "\n", "\u200b", "\x00", "\u202e\u2066", "\n\n\t\n", "　　"])
def test_text_without_any_shape_prints_as_nothing(text: str) -> None:
    for node, sheet in places(text):
        assert render(node, sheet)[:5] == b"%PDF-"


@pytest.mark.parametrize(
    ("text", "named"),
    [("😀", "U+1F600"), ("👨‍👩‍👧", "U+1F468"), ("🇨🇳", "U+1F1E8"), ("\ue123", "U+E123"), ("\ud83d", "U+D83D"),
     ("\ude00\ud83d", "U+DE00"), ("\U0010ffff", "U+10FFFF"), ("مرحبا", "U+0645"), ("สวัสดี", "U+0E2A")],
)  # fmt: skip
def test_what_no_font_draws_is_refused_in_words_that_can_be_sent(text: str, named: str) -> None:
    for node, sheet in places(text):
        with pytest.raises(MissingGlyph) as caught:
            render(node, sheet)
        assert named in caught.value.detail
        for said in (caught.value.detail, *(problem.message for problem in caught.value.problems)):
            said.encode()


def test_a_name_above_ffff_is_drawn_and_copies_out_wherever_it_stands() -> None:
    for node, sheet in places(NAME):
        assert NAME in "".join("".join(texts(render(node, sheet))).split())


def test_ten_thousand_characters_print_wherever_they_stand() -> None:
    text = "转移避险" * 2500
    for node, sheet in list(places(text))[:3]:
        assert whole_text(render(node, sheet)).count("险") >= 2500


def test_marks_piled_on_letters_and_words_without_an_end_stay_on_the_paper() -> None:
    for node, sheet in places("a" * 3000 + "，" * 500 + "（" * 500 + "—" * 501 + "1" * 400 + "人"):
        assert render(node, sheet)[:5] == b"%PDF-"
