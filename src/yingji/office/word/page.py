"""Page, grid, styles and page numbers of GB/T 9704-2012 as the fixed parts of a Word file.

版心 156 × 225 mm, 22 lines of 28 characters of 三号 (16 pt); typefaces by the names offices use, each
with the name another machine may have it under.
"""

from copy import deepcopy

from yingji.office.word.parts import Element, q, serialised, text, w

TWIPS = 1440 / 25.4  # to the millimetre
PITCH = 579  # 225 mm / 22 lines
SIDE, UPRIGHT = round(297 * TWIPS), round(210 * TWIPS)
TOP, BOTTOM, LEFT, RIGHT = (round(mm * TWIPS) for mm in (37, 35, 28, 26))
FOOT = round(23 * TWIPS)  # leaves 7 mm between the last line and the page number
MEASURE = UPRIGHT - LEFT - RIGHT
LONG_MEASURE = SIDE - TOP - BOTTOM
NARROWED = (
    98  # per cent: 28 characters of 16 pt fit 156 mm; closer spacing loses hanging marks in LibreOffice
)

SONG, FANG, KAI, HEI, TITLE = "宋体", "仿宋_GB2312", "楷体_GB2312", "黑体", "方正小标宋简体"
LATIN = "Times New Roman"
OTHERWISE = {SONG: "SimSun", FANG: "仿宋", KAI: "楷体", HEI: "SimHei", TITLE: "宋体"}


def _fonts(name: str) -> Element:
    return w("rFonts", hint="eastAsia", ascii=LATIN, hAnsi=LATIN, eastAsia=name, cs=LATIN)


def look(name: str, half_points: int, *more: Element) -> Element:
    """Run properties: the typeface and its size."""
    return w("rPr", _fonts(name), *more, w("sz", val=half_points), w("szCs", val=half_points))


def styles() -> bytes:
    """One style for each kind of paragraph; nothing is set by hand in the text."""
    body = w("ind", firstLineChars=200, firstLine=640)
    none = w("ind", firstLineChars=0, firstLine=0)
    small = w("spacing", before=20, after=20, line=300, lineRule="atLeast")
    root = w(
        "styles",
        w("docDefaults", w("rPrDefault", look(FANG, 32)), w("pPrDefault", w("pPr"))),
        _style("a", "Normal", look(FANG, 32, w("w", val=NARROWED)), w("widowControl", val=0), _exact(PITCH), w("jc", val="both"), default=True),
        _style("body", "正文段落", None, body),
        _style("h1", "heading 1", look(HEI, 32), body, w("outlineLvl", val=0), keep=True),
        _style("h2", "heading 2", look(KAI, 32), body, w("outlineLvl", val=1), keep=True),
        _style("h3", "heading 3", None, body, w("outlineLvl", val=2), keep=True),
        _style("title", "Title", look(TITLE, 44), _exact(700, after=PITCH), none, w("jc", val="center"), keep=True),
        _style("caption", "caption", look(HEI, 24), w("spacing", before=120, after=60, line=400, lineRule="exact"), none, w("jc", val="center"), keep=True),
        _style("sign", "署名", None, w("spacing", before=PITCH, line=PITCH, lineRule="exact"), w("ind", rightChars=200, right=640), w("jc", val="right")),
        _style("note", "填写说明", look(KAI, 24, w("color", val="595959")), w("spacing", line=400, lineRule="exact"), w("ind", firstLineChars=200, firstLine=480)),
        _style("cell", "表格文字", look(FANG, 24), w("snapToGrid", val=0), small, none, w("jc", val="left")),
        _style("narrow", "表格小字", look(FANG, 21), w("snapToGrid", val=0), w("spacing", before=20, after=20, line=270, lineRule="atLeast"), none, w("jc", val="left")),
        _style("head", "表头", look(HEI, 24), w("snapToGrid", val=0), small, none, w("jc", val="center"), keep=True),
        _style("narrowhead", "小表头", look(HEI, 21), w("snapToGrid", val=0), small, none, w("jc", val="center"), keep=True),
        _style("label", "表格标题", look(HEI, 24), w("snapToGrid", val=0), small, none, w("jc", val="center")),
        _style("footer", "footer", look(SONG, 28), w("snapToGrid", val=0), w("spacing", line=280, lineRule="exact"), none),
        _style("gap", "空隙", look(FANG, 8), w("snapToGrid", val=0), w("spacing", line=80, lineRule="exact"), none),
    )  # fmt: skip
    return serialised(root)


def _exact(line: int, after: int = 0) -> Element:
    return w("spacing", before=0, after=after, line=line, lineRule="exact")


_ORDER = ("keepNext", "widowControl", "snapToGrid", "spacing", "ind", "jc", "outlineLvl")


def _style(key: str, name: str, runs: Element | None, *paragraph: Element, default: bool = False, keep: bool = False) -> Element:  # fmt: skip
    kept = [deepcopy(each) for each in paragraph] + ([w("keepNext")] if keep else [])
    kept.sort(key=lambda each: _ORDER.index(each.tag.rpartition("}")[2]))
    style = w("style", w("name", val=name), type="paragraph", styleId=key)
    if default:
        style.set(q("w:default"), "1")
    else:
        style.append(w("basedOn", val="a"))
    style.append(w("qFormat"))
    style.append(w("pPr", *kept))
    if runs is not None:
        style.append(runs)
    return style


def section(*, across: bool = False, even: str = "", odd: str = "") -> Element:
    """Page size, margins, footers and the grid of lines and characters."""
    wide, high = (SIDE, UPRIGHT) if across else (UPRIGHT, SIDE)
    margins = (LEFT, RIGHT, TOP, BOTTOM) if across else (TOP, BOTTOM, LEFT, RIGHT)
    size = w("pgSz", w=wide, h=high, **({"orient": "landscape"} if across else {}))
    top, bottom, left, right = margins
    feet = [
        _referring(w("footerReference", type=kind), target)
        for kind, target in (("even", even), ("default", odd))
    ]
    return w(
        "sectPr",
        *(feet if even else []),
        size,
        w("pgMar", top=top, bottom=bottom, left=left, right=right, header=850, footer=FOOT, gutter=0),
        w("cols", space=425),
        w("docGrid", type="lines", linePitch=PITCH),
    )  # fmt: skip


def _referring(element: Element, target: str) -> Element:
    element.set(q("r:id"), target)
    return element


def footer(*, even: bool) -> bytes:
    """— 1 — in 四号, outside: right with one character to spare on odd pages, left on even ones."""
    ind = {"leftChars": 100, "left": 280} if even else {"rightChars": 100, "right": 280}
    paragraph = w(
        "p", w("pPr", w("pStyle", val="footer"), w("ind", **ind), w("jc", val="left" if even else "right"))
    )
    fonts = w("rFonts", ascii=SONG, hAnsi=SONG, eastAsia=SONG)
    number = w("rPr", fonts, w("sz", val=28), w("szCs", val=28))
    paragraph.append(w("r", look(SONG, 28), *text("— ")))
    paragraph.append(w("fldSimple", w("r", number, *text("1")), instr=" PAGE "))
    paragraph.append(w("r", look(SONG, 28), *text(" —")))
    return serialised(w("ftr", paragraph))


def settings() -> bytes:
    """Odd and even pages differ; punctuation is compressed and never begins a line."""
    office = "http://schemas.microsoft.com/office/word"
    return serialised(
        w(
            "settings",
            w("zoom", percent=100),
            w("bordersDoNotSurroundHeader"),
            w("bordersDoNotSurroundFooter"),
            w("defaultTabStop", val=420),
            w("evenAndOddHeaders"),
            w("drawingGridVerticalSpacing", val=PITCH // 2),
            w("characterSpacingControl", val="compressPunctuation"),
            w("compat", w("compatSetting", name="compatibilityMode", uri=office, val=15)),
            w("themeFontLang", val="en-US", eastAsia="zh-CN"),
        )
    )


def font_table() -> bytes:
    """The typefaces, and under what other name each may be installed."""
    fonts = (
        w("font", w("altName", val=other), w("charset", val="86"), w("family", val="auto"), name=name)
        for name, other in OTHERWISE.items()
    )
    return serialised(w("fonts", *fonts))
