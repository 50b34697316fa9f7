"""What the offices' browsers (Chromium 80 to 109) do not know is not in our style sheets and scripts."""

import re
from pathlib import Path

import pytest

from yingji.web.rendering import HERE, STATIC

OWN = tuple(sorted(p for p in STATIC.iterdir() if p.suffix in {".css", ".js"} and ".min." not in p.name))
NEWER = {
    ".css": (
        ":has(",
        "@container",
        "@layer",
        "color-mix(",
        "accent-color",
        "aspect-ratio",
        "inset:",
        ":is(",
        ":where(",
        ":focus-visible",
        "dvh",
        "text-wrap",
        "&",
    ),
    ".js": ("?.", "??", "||=", ".at(", "replaceAll", "structuredClone", "Object.hasOwn", "=>", "async "),
}


def bare(path: Path) -> str:
    """The file without its comments."""
    return re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.name)
def test_old_kernels_understand_all_of_it(path: Path) -> None:
    assert [word for word in NEWER[path.suffix] if word in bare(path)] == []


def test_space_between_flexible_boxes_is_left_to_grids() -> None:
    for path in OWN:
        for rule in re.findall(r"\{[^{}]*\}", bare(path)):
            assert not ("flex" in rule and re.search(r"(?<!grid-)\bgap:", rule)), rule


def test_every_list_of_faces_ends_with_one_that_is_there() -> None:
    for path in OWN:
        for faces in re.findall(r"(?:font|font-family):\s*([^;{}]*\"[^;{}]*)", bare(path)):
            if "Yingji Hei" in faces and "," in faces:
                assert faces.strip().endswith(("sans-serif", "monospace")), faces


def test_pages_load_scripts_of_ours_alone() -> None:
    for template in (HERE / "templates").glob("*.html"):
        text = template.read_text("utf-8")
        sources = re.findall(r"<(?:script|link|img|iframe|source)[^>]*\b(?:src|href)=\"([^\"]+)\"", text)
        assert all(source.startswith(("{{ static(", "/", "{{ here", "data:")) for source in sources), (
            template.name
        )
