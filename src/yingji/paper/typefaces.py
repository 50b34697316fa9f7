"""Which face serves which role, and what stands in when it lacks a character."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

from yingji.paper.truetype import Face

Role = Literal["fang", "kai", "hei", "title", "song"]

FONTS = Path(__file__).parent / "fonts"
BUILTIN: dict[Role, tuple[str, ...]] = {
    "fang": ("latin", "fang", "rare"),  # 仿宋: Latin letters and digits from a light serif
    "kai": ("latin", "kai", "rare"),
    "hei": ("hei", "rare"),
    "title": ("title", "rare"),  # 小标宋
    "song": ("song", "fang", "rare"),  # 宋体: the page number
}


class Glyph(NamedTuple):
    """How a character is drawn: ``face`` is None where the whole chain lacks it; ``width`` is in em."""

    face: Face | None
    width: float


class Chain(dict[str, Glyph]):
    """The faces of one role in order; each character is looked up once."""

    def __bool__(self) -> bool:
        return True

    def __init__(self, faces: tuple[Face, ...]) -> None:
        super().__init__()
        self.faces = faces

    def __missing__(self, character: str) -> Glyph:
        found = Glyph(None, 1.0)
        for face in self.faces:
            if number := face.glyph(character):
                found = Glyph(face, face.width(number) / 1000)
                break
        self[character] = found
        return found


@cache
def builtin(name: str) -> Face:
    """A face that ships with the print."""
    return Face(FONTS / f"{name}.ttf")


@cache
def _builtin_chain(role: Role) -> Chain:
    return Chain(tuple(map(builtin, BUILTIN[role])))


_site: dict[Role, Chain] = {}


def install(chains: Mapping[Role, Chain]) -> None:
    """Let the site's chains serve from now on; roles not named keep the fonts that ship."""
    _site.clear()
    _site.update(chains)


def chain(role: Role) -> Chain:
    """The chain of a role."""
    return _site.get(role) or _builtin_chain(role)
