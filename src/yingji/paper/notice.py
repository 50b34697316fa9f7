"""印发通知: the pages in front of a township's plan that bring it into the world, and 版记 behind it."""

from collections.abc import Iterable

from yingji.paper.blocks import Block, Masthead, NewPage, Paragraph, Signature, Space
from yingji.paper.flow import pour
from yingji.paper.header import imprint
from yingji.paper.lines import Run
from yingji.paper.measures import SIZE_2, WIDTH
from yingji.paper.page import Page
from yingji.paper.sheet import Sheet
from yingji.paper.style import Notice, style
from yingji.paper.titles import title_lines
from yingji.paper.wording import clean, day_text

CELLS = int(WIDTH / SIZE_2) - 1
LABEL = "附件："


def notice(sheet: Sheet) -> list[Page]:
    """The notice's pages: they bear page numbers and nothing else outside the type area.

    What it says runs on where everything then stands on one page.
    """
    words, title = style().notice, clean(sheet.title).replace("\n", "")
    said = _body(sheet, words, title)
    pages = pour(_blocks(sheet, words, title, ["".join(said)]))
    if len(pages) > 1:
        pages = pour(_blocks(sheet, words, title, said))
    for page in pages:
        page.bare = True
    return pages


def _blocks(sheet: Sheet, words: Notice, title: str, said: Iterable[str]) -> list[Block]:
    return [
        Masthead(tuple(map(clean, sheet.issuers)), clean(sheet.doc_no or ""), _title(sheet, title)),
        Paragraph((Run(_said(words.addressees, sheet) + "："),), first=0),
        *(Paragraph((Run(text),)) for text in said),
        Space(),
        Paragraph((Run(LABEL + title),), rest=2 + len(LABEL), keep=True),
        Signature(tuple(map(clean, sheet.issuers)), day_text(sheet.issued_on)),
    ]


def _title(sheet: Sheet, title: str) -> tuple[str, ...]:
    """The issuers on lines of their own where there are several, then what the notice does."""
    issuers = tuple(map(clean, sheet.issuers))
    done = f"关于印发{title}的通知"
    if len(issuers) == 1:
        return tuple(title_lines(issuers[0] + done, issuers[0], CELLS))
    together = "　".join(issuers)
    return (*([together] if len(together) <= CELLS else issuers), *title_lines(done, "", CELLS))


def _body(sheet: Sheet, words: Notice, title: str) -> tuple[str, str]:
    since = f"自{day_text(sheet.effective_on)}起施行" if sheet.effective_on else "自印发之日起施行"
    former = "，此前印发的上一版同时停止执行" if (sheet.edition_no or 1) > 1 else ""
    return (
        f"现将《{title}》印发给你们，请结合实际，认真组织实施。{words.request}",
        f"本预案{since}{former}。",
    )


def attachment(title: Paragraph) -> list[Block]:
    """The head of what the notice issues: 附件 in the first row, its title in the third."""
    return [
        NewPage(),
        Paragraph((Run("附件", "hei"),), first=0, align="left"),
        Space(),
        title,
        Space(),
    ]


def close(pages: list[Page], sheet: Sheet) -> None:
    """Put 版记 at the end of all pages."""
    words, even = style().notice, style().layout.imprint_on_even_page
    copies, printer = _said(words.copies, sheet), _said(words.printer, sheet)
    imprint(pages, clean(copies), clean(printer), day_text(sheet.issued_on), even=even)


def _said(template: str, sheet: Sheet) -> str:
    """A template with {place} (石槽集乡), {level} (乡) and {county} (沈丘县) filled in."""
    place = clean(sheet.unit_name).removesuffix("人民政府")
    return template.format(place=place, level=place[-1:], county=clean(sheet.county))
