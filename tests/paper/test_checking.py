"""The checker finds in foreign files what is wrong with them, and nothing in ours."""

import io
from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest
from reportlab.lib.pagesizes import A4, LETTER
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from tests.paper.sample import SHEET, chapter, households, root
from tests.paper.test_example import CASES, plan, printed

from yingji.errors import Unreadable
from yingji.paper.checking import Report, check
from yingji.paper.gauge import gauge
from yingji.paper.measures import ASCENT, CELL, HEIGHT, LEFT, MM, PAGE_HEIGHT, PITCH, TOP
from yingji.paper.render import render
from yingji.paper.sheet import Mark
from yingji.paper.typefaces import FONTS

TEXT = "坚持人民至上生命至上把保障群众生命安全放在首位"
ROW = (TEXT + "村组负责全员参与")[:28]


def clauses(report: Report, demand: str = "必须") -> set[str]:
    return {finding.clause.rpartition(" ")[2] for finding in report.findings if finding.demand == demand}


@pytest.mark.parametrize(("kind", "plan_kind"), CASES)
@pytest.mark.parametrize("edition", ["full", "public"])
def test_every_sample_keeps_to_the_standard(kind: str, plan_kind: str, edition: str) -> None:
    report = check(printed(kind, plan_kind, edition))
    assert report.findings == ()
    assert report.valid


@pytest.mark.parametrize("joint", [False, True])
def test_a_red_header_document_keeps_to_the_standard(joint: bool) -> None:
    issuers = ("中共石槽集乡委员会", "石槽集乡人民政府") if joint else ("石槽集乡人民政府",)
    sheet = replace(
        SHEET, unit_kind="township", unit_name="石槽集乡人民政府", issuers=issuers, doc_no="石政〔2026〕12号",
        title=plan("township", "comprehensive").title, county="沈丘县",
    )  # fmt: skip
    assert check(render(plan("township", "comprehensive"), sheet)).findings == ()


@cache
def _font() -> str:
    pdfmetrics.registerFont(TTFont("sample-fang", FONTS / "fang.ttf"))
    return "sample-fang"


def page(
    *,
    left: float = LEFT,
    top: float = TOP,
    pitch: float = PITCH,
    cell: float = CELL,
    size: float = 16.0,
    row: str = ROW,
    rows: int = 22,
    paper: tuple[float, float] = A4,
    font: str = "",
    folio: str = "— 1 —",
    drop: float = 8.9,
    extra: Callable[[Canvas], None] | None = None,
) -> bytes:
    """One page by the standard, drawn by another hand, with one thing wrong if asked for."""
    file = io.BytesIO()
    canvas = Canvas(file, paper)
    text = canvas.beginText()
    text.setFont(font or _font(), size)
    text.setCharSpace(cell - size)
    for n in range(rows):
        text.setTextOrigin(left, PAGE_HEIGHT - top - n * pitch - ASCENT * size)
        text.textOut(row)
    text.setCharSpace(0)
    text.setFont(font or _font(), 14)
    text.setTextOrigin(184 * MM - CELL - 44, PAGE_HEIGHT - TOP - HEIGHT - drop * MM)
    text.textOut(folio)
    canvas.drawText(text)
    if extra:
        extra(canvas)
    canvas.showPage()
    canvas.save()
    return file.getvalue()


def test_a_good_page_by_another_hand_passes() -> None:
    report = check(page())
    assert report.valid, report.findings
    assert not report.findings


@pytest.mark.parametrize(
    ("wrong", "clause"),
    [
        (page(paper=LETTER), "5.1"),
        (page(left=25 * MM), "5.2.1"),
        (page(left=31 * MM), "5.2.1"),
        (page(top=40 * MM), "5.2.1"),
        (page(top=34 * MM), "5.2.1"),
        (page(cell=17.2), "5.2.1"),
        (page(rows=24), "5.2.1"),
        (page(row="，" + ROW[1:]), "5.1"),
        (page(row=ROW[:-1] + "（"), "5.1"),
        (page(folio=""), "7.5"),
        (page(drop=14), "7.5"),
        (page(folio="— 2 —"), "7.5"),
        (page(font="Helvetica", row="village plan " * 4), "电子文件"),
    ],
    ids=["letter paper", "left of the margin", "right of the margin", "too low", "too high", "too wide", "24 rows",
         "a comma first", "a bracket last", "no number", "number too low", "number on the wrong side", "not embedded"],
)  # fmt: skip
def test_what_the_standard_demands_is_missed_when_it_is_missing(wrong: bytes, clause: str) -> None:
    report = check(wrong)
    assert not report.valid
    assert clause in clauses(report)
    assert all(any("\u4e00" <= c <= "\u9fff" for c in finding.message) for finding in report.findings)


@pytest.mark.parametrize(
    ("unusual", "clause"),
    [
        (page(pitch=28.0), "5.2.3"),
        (page(cell=14.6, size=14.0, pitch=27), "5.2.2"),
        (page(cell=15.0, row=ROW), "5.2.3"),
    ],
    ids=["tighter rows", "四号", "tighter characters"],
)
def test_what_is_only_usual_is_told_and_does_not_fail(unusual: bytes, clause: str) -> None:
    report = check(unusual)
    assert report.valid, report.findings
    assert clause in clauses(report, "一般")


def _header(
    number: str = "石政〔2026〕12号", down: float = 35, rule: float = 4, wide: float = 156
) -> Callable[[Canvas], None]:
    """A red header above a page that leaves room for it."""

    def draw(canvas: Canvas) -> None:
        canvas.setFillColorRGB(1, 0, 0)
        canvas.setFont(_font(), 49)
        canvas.drawString(LEFT, PAGE_HEIGHT - TOP - down * MM - 0.85 * 49, "石槽集乡人民政府文件"[:9])
        canvas.setFillColorRGB(0, 0, 0)
        canvas.setFont(_font(), 16)
        canvas.drawCentredString(LEFT + 78 * MM, PAGE_HEIGHT - 142 * MM, number)
        canvas.setStrokeColorRGB(1, 0, 0)
        y = PAGE_HEIGHT - 142 * MM - 0.12 * 16 - rule * MM
        canvas.line(LEFT, y, LEFT + wide * MM, y)

    return draw


def headed(draw: Callable[[Canvas], None]) -> Report:
    return check(page(top=TOP + 9 * PITCH + 40, rows=11, extra=draw))


def test_a_good_header_passes() -> None:
    assert not [f for f in headed(_header()).findings if " 7.2" in f.clause]


@pytest.mark.parametrize(
    ("draw", "clause"),
    [
        (_header(down=30), "7.2.4"),
        (_header(number="石政[2026]12号"), "7.2.5"),
        (_header(number="石政〔2026〕第12号"), "7.2.5"),
        (_header(number="石政〔2026〕012号"), "7.2.5"),
        (_header(rule=9), "7.2.7"),
        (_header(wide=120), "7.2.7"),
    ],
)
def test_a_header_out_of_place_is_found(draw: Callable[[Canvas], None], clause: str) -> None:
    assert clause in clauses(headed(draw))


def test_a_day_with_noughts_and_blue_text_are_found() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont(_font(), 14)
        canvas.drawString(LEFT, 20 * MM, "2026年05月01日印发")
        canvas.setFillColorRGB(0, 0, 1)
        canvas.drawString(LEFT, 15 * MM, "蓝字")

    assert {"7.3.5", "5.2.4", "7.4.1"} <= clauses(check(page(extra=draw)))


@pytest.mark.parametrize("data", [b"", b"not a pdf", b"%PDF-1.4\n% a scan\n%%EOF\n"])
def test_what_is_no_pdf_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(Unreadable, match="打不开"):
        check(data)


def test_a_scan_is_told_from_a_text() -> None:
    report = check(page(row="", folio=""))
    assert not report.valid
    assert "扫描件" in report.findings[0].message


def across(folio: Callable[[Canvas], None], *, rule: float = 250 * MM) -> bytes:
    """A page of an office program lying across, with its page number where it is told."""
    file = io.BytesIO()
    canvas = Canvas(file, (A4[1], A4[0]))
    canvas.setFont(_font(), 12)
    for n in range(10):
        canvas.drawString(40 * MM, (160 - 8 * n) * MM, ROW)
    canvas.line(40 * MM, 165 * MM, rule, 165 * MM)
    canvas.setFont(_font(), 14)
    folio(canvas)
    canvas.showPage()
    canvas.save()
    return file.getvalue()


def beside(canvas: Canvas) -> None:
    """Where upright pages have it: 7 mm below 版心, one character from its edge, when the sheet is held upright."""
    canvas.translate((297 - 262 - 8.9) * MM, 210 * MM - (184 * MM - CELL - 44))
    canvas.rotate(-90)
    canvas.drawString(0, 0, "— 1 —")


def test_a_page_across_has_its_number_where_upright_pages_have_it() -> None:
    assert "7.5" not in clauses(check(across(beside)))
    report = check(across(lambda canvas: canvas.drawCentredString(148 * MM, 20 * MM, "— 1 —")))
    assert "7.5" in clauses(report)
    assert "同一位置" in next(f.message for f in report.findings if f.clause.endswith("7.5"))


def test_a_table_across_stays_within_the_type_area() -> None:
    def nothing(_: Canvas) -> None: ...

    assert "5.2.1" in clauses(check(across(nothing, rule=280 * MM)))
    assert "5.2.1" not in clauses(check(across(nothing)))
    assert "5.1" not in clauses(check(across(nothing))), "A4 across is A4"


def test_our_own_pages_across_are_measured_too() -> None:
    data = render(root(chapter(1, "名册", households(20))), SHEET)
    turned = [page for page in gauge(data).pages if page.turned]
    assert len(turned) >= 2
    for one in turned:
        folio = next(row for row in one.rows if row.text == f"— {one.number} —")
        assert folio.top > 262
    assert check(data).valid
    drafted = replace(SHEET, marks=(Mark("draft", "草稿 不具效力"), Mark("sample", "示例")))
    assert check(render(root(chapter(1, "名册", households(20))), drafted)).valid, (
        "marks are no rules of a table"
    )
