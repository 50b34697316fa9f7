"""Fonts that a site owns (方正小标宋简体, 仿宋_GB2312 …), named in its ``fonts.toml``.

    [fonts]
    title = ["方正小标宋简体.ttf", "builtin"]
    fang = ["latin", "仿宋_GB2312.ttf", "builtin"]

Roles are fang, kai, hei, title and song. Files lie beside the ``fonts.toml``; ``builtin`` stands for the
chain that ships, and any single face of it may be named (latin, fang, kai, hei, title, song, rare).
"""

import struct
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from yingji.errors import Invalid, Problem, Unreadable
from yingji.paper.truetype import Face
from yingji.paper.typefaces import BUILTIN, Chain, Role, builtin, install

BUILTIN_FACES = frozenset(name for names in BUILTIN.values() for name in names)
SAMPLE = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"
EXAMPLE = """[fonts] 下面一行 title = ["方正小标宋简体.ttf", "builtin"]"""
BROKEN = "不是完整的 TrueType 字体，可能下载不全或已损坏"
NEEDED = {
    "glyf": "字形轮廓",
    "loca": "字形位置表",
    "cmap": "字符表",
    "hmtx": "字宽表",
    "head": "文件头",
    "OS/2": "许可信息",
}


@dataclass(frozen=True, slots=True)
class Examined:
    """A font that a ``fonts.toml`` names for a role, and what keeps it from serving."""

    role: str
    name: str
    problems: tuple[str, ...]


def examine(file: Path) -> tuple[Examined, ...]:
    """Every font that a ``fonts.toml`` names. Raises Unreadable or Invalid where the file itself is wrong."""
    return tuple(
        Examined(role, name, tuple(problem.message for problem in _problems(file, name)))
        for role, names in _roles(file).items()
        for name in names
    )


def use(file: Path) -> None:
    """Read a ``fonts.toml`` and print with it from now on.

    Raises Unreadable when the file cannot be read, Invalid when a font in it cannot serve; then
    nothing changes.
    """
    roles = _roles(file)
    problems = [problem for names in roles.values() for name in names for problem in _problems(file, name)]
    if problems:
        raise Invalid(f"{file.name} 里有不能用的字体，已继续使用自带字体", dict.fromkeys(problems))
    install({role: Chain(tuple(_faces(file, role, names))) for role, names in roles.items()})


def _roles(file: Path) -> dict[Role, list[str]]:
    try:
        named = tomllib.loads(file.read_text("utf-8"))["fonts"]
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError) as fault:
        raise Unreadable(f"{file.name} 读不出来，应为 UTF-8 文本，例如：{EXAMPLE}") from fault
    unknown = sorted(set(named) - set(BUILTIN))
    if unknown:
        raise Invalid(f"{file.name} 里的“{unknown[0]}”不是版式用到的字体；可写 {'、'.join(BUILTIN)}")
    return {role: [names] if isinstance(names, str) else list(names) for role, names in named.items()}


def _problems(file: Path, name: str) -> Iterator[Problem]:
    if name != "builtin" and name not in BUILTIN_FACES:
        for sentence in unfit(file.parent / name):
            yield Problem("", name, sentence)


def _faces(file: Path, role: Role, names: list[str]) -> Iterator[Face]:
    for name in names:
        if name == "builtin":
            yield from map(builtin, BUILTIN[role])
        else:
            yield builtin(name) if name in BUILTIN_FACES else Face(file.parent / name)


def unfit(path: Path) -> Iterator[str]:
    """What keeps a font file from serving, in sentences; nothing if it is fit."""
    if not path.is_file():
        yield "没有这个文件，请放在 fonts.toml 旁边"
        return
    if path.read_bytes()[:4] in (b"OTTO", b"ttcf"):
        yield "只支持 TrueType 轮廓的 .ttf；.otf（CFF 轮廓）和 .ttc（字体集）请先转换成 .ttf"
        return
    try:
        yield from _unfit(Face(path))
    except (struct.error, IndexError, KeyError, ValueError):
        yield BROKEN


def _unfit(face: Face) -> Iterator[str]:
    lacking = [word for table, word in NEEDED.items() if table not in face.tables]
    if lacking:
        yield f"字体不完整，缺少{'、'.join(lacking)}"
        return
    if any(at + length > len(face.data) for at, length in face.tables.values()):
        yield BROKEN
        return
    if face.may_not_embed:
        yield "字体的许可不允许嵌入文件，请换用允许嵌入的版本"
    absent = [c for c in SAMPLE if not face.glyph(c) or not face.outline(face.glyph(c))]
    if absent:
        yield f"缺少常用字，例如“{''.join(absent[:5])}”"
