"""Lines → text operators, and the refusal to print what no font can draw."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from yingji.errors import Invalid, Problem
from yingji.paper.embed import Embedded
from yingji.paper.lines import Line
from yingji.paper.page import Page
from yingji.paper.pdf import File, number
from yingji.paper.truetype import Face

Placed = tuple[float, float, Line]  # left end of the baseline


class MissingGlyph(Invalid):
    """No font of the chain has a character; the sentence names page and character."""

    code, title = "missing_glyph", "有字打印不出来"


@dataclass(slots=True)
class Ink:
    """Fonts of the file in order of first use."""

    file: File
    fonts: dict[Face, Embedded] = field(default_factory=dict)

    def show(self, lines: Iterable[Placed], page: int) -> str:
        """Operators for lines. Raises MissingGlyph."""
        parts = ["BT"]
        font: tuple[Embedded, float] | None = None
        tracking = 0.0
        for x, y, line in lines:
            parts.append(f"{number(line.narrow)} 0 0 1 {x:.3f} {y:.3f} Tm")
            if abs(line.tracking - tracking) > 0.0001:
                tracking = line.tracking
                parts.append(f"{tracking:.4f} Tc")
            for face, text, kerns in line.spans:
                if face is None:
                    raise _refusal(list(_missing(page, [line])))
                embedded = self.fonts.get(face) or self._font(face)
                if font != (embedded, line.size):
                    font = (embedded, line.size)
                    parts.append(f"/{embedded.resource} {number(line.size)} Tf")
                parts.append(_shown(embedded, text, kerns))
        parts.append("0 Tc ET")
        return "\n".join(parts)

    def _font(self, face: Face) -> Embedded:
        self.fonts[face] = self.file.font(face, f"F{len(self.fonts) + 1}")
        return self.fonts[face]


def _shown(embedded: Embedded, text: str, kerns: Sequence[tuple[int, float]]) -> str:
    if not kerns:
        return f"<{_codes(embedded, text)}>Tj"
    parts, at = [], 0
    for place, em in kerns:
        parts.append(f"<{_codes(embedded, text[at:place])}>{number(-1000 * em)}")
        at = place
    if text[at:]:
        parts.append(f"<{_codes(embedded, text[at:])}>")
    return f"[{''.join(parts)}]TJ"


def _codes(embedded: Embedded, text: str) -> str:
    return "".join(map(embedded.__getitem__, text))


def refuse_missing(pages: Sequence[Page]) -> None:
    """Raise MissingGlyph, naming every page and character, if any character cannot be drawn."""
    missing = [
        found
        for at, page in enumerate(pages, 1)
        for found in _missing(at, (line for _, _, line in (*page.texts, *page.red)))
    ]
    if missing:
        raise _refusal(missing)


def _missing(page: int, lines: Iterable[Line]) -> Iterator[tuple[int, str, str]]:
    """(page, character, line in which it stands) of what no font has."""
    for line in lines:
        for face, text, _ in line.spans:
            if face is None:
                whole = "".join(span.text for span in line.spans)
                yield from ((page, character, whole) for character in text)


def _refusal(missing: Sequence[tuple[int, str, str]]) -> MissingGlyph:
    problems = [
        Problem("", f"第 {page} 页", f"字库里没有{_named(character)}，所在处：{_sendable(line)}")
        for page, character, line in dict.fromkeys(missing)
    ]
    page, character, _ = missing[0]
    return MissingGlyph(
        f"第 {page} 页的{_named(character)}字库里没有，打印出来会缺字，已停止打印。"
        "请改用规范字或写成拼音加注；确需此字的，请管理员补充字库。",
        problems,
    )


def _named(character: str) -> str:
    return f"“{_sendable(character)}”（U+{ord(character):04X}）"


def _sendable(text: str) -> str:
    """Half a character, which no encoding knows, becomes a question mark."""
    return text.encode("utf-8", "replace").decode()
