"""Documentation under test: links lead somewhere, commands exist, every domain word is explained."""

import importlib
import re
from pathlib import Path

import pytest

from yingji.access.rights import ROLES
from yingji.db import metadata
from yingji.lifecycle.history import LABELS
from yingji.lifecycle.transitions import MOVES
from yingji.plans.kinds import KINDS
from yingji.units.names import KIND_WORDS

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("deploy/**/*.md")])
LINK = re.compile(r"\]\(([^)\s]+)\)|<img[^>]*src=\"([^\"]+)\"")
FENCE = re.compile(r"^```.*?^```", re.M | re.S)


def anchor(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def page_id(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_links_lead_somewhere(page: Path) -> None:
    text = FENCE.sub("", page.read_text("utf-8"))
    dead = []
    for target in (first or second for first, second in LINK.findall(text)):
        if re.match(r"https?://|mailto:", target):
            continue
        name, _, fragment = target.partition("#")
        there = page.parent / name if name else page
        if not there.exists():
            dead.append(target)
        elif fragment:
            headings = re.findall(r"^#+ (.+)$", there.read_text("utf-8"), re.M)
            dead += [] if fragment in map(anchor, headings) else [target]
    assert not dead


def test_the_glossary_knows_every_word_that_is_stored_or_said() -> None:
    importlib.import_module("yingji.migrations.tables")
    known = set(re.findall(r"[a-z_]+", (ROOT / "docs" / "glossary.md").read_text("utf-8")))
    words = {*metadata.tables, *ROLES, *MOVES, *LABELS, *KINDS, *KIND_WORDS}
    assert not words - known


@pytest.mark.parametrize(
    "words", [ROLES, MOVES, LABELS, KIND_WORDS], ids=["roles", "moves", "states", "unit kinds"]
)
def test_the_glossary_says_the_same_chinese_as_the_pages(words: dict[str, str]) -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text("utf-8")
    assert not [f"{word} {said}" for word, said in words.items() if f"`{word}` {said}" not in glossary]


@pytest.mark.parametrize("page", sorted(ROOT.glob("docs/decisions/*.md")), ids=page_id)
def test_a_decision_fits_one_screen_and_says_what_else_was_weighed(page: Path) -> None:
    text = page.read_text("utf-8")
    number = int(page.name[:4])
    assert text.startswith(f"# {number}. ")
    assert text.count("\n") <= 40
    for part in ("Context", "Decision", "Consequences", "Alternatives"):
        assert f"**{part}.**" in text
