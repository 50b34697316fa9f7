"""Automatic numbering and heading styles of a Word file, turned into the text a person sees."""

import re
from dataclasses import dataclass, field

from yingji.office.word.parts import Element, get, q, whole
from yingji.plans.wording import numeral

_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])$", re.IGNORECASE)
_SLOT = re.compile(r"%([1-9])")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (("x", 10), ("ix", 9), ("v", 5), ("iv", 4), ("i", 1))
CHINESE = {
    "chineseCounting",
    "chineseCountingThousand",
    "chineseLegalSimplified",
    "japaneseCounting",
    "japaneseDigitalTenThousand",
    "ideographDigital",
    "taiwaneseCounting",
    "taiwaneseCountingThousand",
}
MOST_STYLES = 32  # one based on another


def counted(form: str, value: int) -> str:
    """A counter as ``w:numFmt`` spells it: 3 → 三, ③, C, iii or 3."""
    if form in CHINESE:
        return numeral(value) if value < 100 else str(value)
    if form in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese") and 0 < value <= 20:
        return chr(0x2460 + value - 1)
    if form in ("upperLetter", "lowerLetter") and 0 < value <= 26:
        return chr((65 if form == "upperLetter" else 97) + value - 1)
    if form in ("upperRoman", "lowerRoman") and 0 < value < 40:
        return _roman(value).upper() if form == "upperRoman" else _roman(value)
    if form == "ideographTraditional" and 0 < value <= 10:
        return _STEMS[value - 1]
    if form == "ideographZodiac" and 0 < value <= 12:
        return _BRANCHES[value - 1]
    return "" if form in ("none", "bullet") else str(value)


def _roman(value: int) -> str:
    said = ""
    for letters, worth in _ROMAN:
        while value >= worth:
            said, value = said + letters, value - worth
    return said


@dataclass(frozen=True, slots=True)
class _Level:
    form: str = "decimal"
    text: str = ""
    start: int = 1


@dataclass(slots=True)
class Numbers:
    """Counts through a document: ask ``label`` for every paragraph once, in order."""

    levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    abstract: dict[str, str] = field(default_factory=dict)
    styles: dict[str, Element] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)

    def label(self, paragraph: Element) -> str:
        """What automatic numbering puts before a paragraph: 一、 or （二） or 3. or ""."""
        number, depth = self._numbered(paragraph)
        levels = self.levels.get(number, {})
        level = levels.get(depth)
        if level is None or level.form in ("bullet", "none"):
            return ""
        counts = self.counts.setdefault(self.abstract.get(number, number), {})
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [each for each in counts if each > depth]:
            del counts[deeper]
        return _SLOT.sub(lambda slot: self._counter(levels, counts, int(slot[1]) - 1), level.text).strip()

    def _counter(self, levels: dict[int, _Level], counts: dict[int, int], depth: int) -> str:
        level = levels.get(depth, _Level())
        return counted(level.form, counts.get(depth, level.start))

    def _numbered(self, paragraph: Element) -> tuple[str, int]:
        properties = paragraph.find(q("w:pPr"))
        for holder in (properties, *self._chain(properties)):
            found = holder.find(q("w:numPr")) if holder is not None else None
            if found is not None:
                return get(found.find(q("w:numId")), "val"), whole(found.find(q("w:ilvl")), "val")
        return "", 0

    def _chain(self, properties: Element | None) -> list[Element]:
        """The paragraph properties of a paragraph's style and the styles that is based on."""
        found: list[Element] = []
        key = get(properties.find(q("w:pStyle")), "val") if properties is not None else ""
        for _ in range(MOST_STYLES):
            style = self.styles.get(key)
            if style is None:
                break
            found += style.findall(q("w:pPr"))
            key = get(style.find(q("w:basedOn")), "val")
        return found

    def heading(self, paragraph: Element) -> int:
        """1 to 9 for a paragraph in a heading style or with an outline level, else 0."""
        properties = paragraph.find(q("w:pPr"))
        if properties is None:
            return 0
        style = self.styles.get(get(properties.find(q("w:pStyle")), "val"))
        name = get(style.find(q("w:name")), "val") if style is not None else ""
        if found := _HEADING.match(name):
            return int(found[1])
        for holder in (properties, *self._chain(properties)):
            level = get(holder.find(q("w:outlineLvl")), "val")
            if level.isdecimal():
                return int(level) + 1 if int(level) < 9 else 0
        return 0


def numbers(numbering: Element | None, styles: Element | None) -> Numbers:
    """From ``numbering.xml`` and ``styles.xml``, either of which may be absent."""
    found = Numbers()
    for style in styles.iter(q("w:style")) if styles is not None else ():
        found.styles[get(style, "styleId")] = style
    if numbering is None:
        return found
    kinds = {get(each, "abstractNumId"): _levels(each) for each in numbering.iter(q("w:abstractNum"))}
    for each in numbering.iter(q("w:num")):
        key, kind = get(each, "numId"), get(each.find(q("w:abstractNumId")), "val")
        changed = {
            whole(own, "ilvl"): whole(own.find(q("w:startOverride")), "val", 1)
            for own in each.iter(q("w:lvlOverride"))
            if own.find(q("w:startOverride")) is not None
        }
        found.levels[key] = {
            depth: _Level(level.form, level.text, changed.get(depth, level.start))
            for depth, level in kinds.get(kind, {}).items()
        }
        found.abstract[key] = key if changed else kind
    return found


def _levels(abstract: Element) -> dict[int, _Level]:
    levels = {}
    for level in abstract.findall(q("w:lvl")):
        levels[whole(level, "ilvl")] = _Level(
            get(level.find(q("w:numFmt")), "val", "decimal"),
            get(level.find(q("w:lvlText")), "val"),
            whole(level.find(q("w:start")), "val", 1),
        )
    return levels
