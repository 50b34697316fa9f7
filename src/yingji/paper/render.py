"""The print of a plan: outline and facts in, a PDF out. Same input, same bytes."""

from collections.abc import Sequence
from dataclasses import replace

from yingji.paper.blocks import Block, Signature, Space
from yingji.paper.compose import compose
from yingji.paper.draw import Outside, Part, draw
from yingji.paper.flow import pour
from yingji.paper.front import Heading, contents, cover, notes, title
from yingji.paper.header import TITLE_PITCH
from yingji.paper.measures import SIZE_2
from yingji.paper.notice import attachment, close, notice
from yingji.paper.page import Page
from yingji.paper.pdf import Information
from yingji.paper.profiles import Profile, profile
from yingji.paper.sheet import Sheet
from yingji.paper.wording import clean, day_text, short_digest
from yingji.plans.outline import Node

LAYOUT_VERSION = "2"


def render(root: Node, sheet: Sheet, edition: str = "full") -> bytes:
    """A version as an official-looking PDF.

    ``edition`` is full or public; for public the caller passes an outline that is masked already.
    Raises MissingGlyph (Invalid) naming page and character where no font has a character, and Usage
    for an unknown edition.
    """
    whole = part(root, sheet, edition)
    return draw([replace(whole, label="")], _information(sheet))


def part(root: Node, sheet: Sheet, edition: str = "full") -> Part:
    """The pages of a version. Raises Usage for an unknown edition."""
    dress = profile(sheet.unit_kind, edition)
    words = dress.notice if sheet.doc_no and sheet.issued_on else None
    made = compose(root)
    heading = title(sheet, SIZE_2, TITLE_PITCH)
    opening: list[Block] = [] if words else [heading, Space()]
    body = [*opening, *made.body]
    if dress.signed and not words:
        day = day_text(sheet.issued_on or sheet.approved_on)
        body.append(Signature(tuple(map(clean, sheet.issuers)), day))
    pages = pour([*body, *made.annexes])
    front = notice(sheet, words) if words else cover(sheet, dress)
    head = [*attachment(heading), *notes(sheet)] if words else []
    listed = contents(_headings(pages), len(front), head)
    whole = [*front, *listed, *pages]
    if words:
        close(whole, sheet, words)
    return Part(whole, Outside(_foot(sheet, dress), sheet.verify_url, sheet.marks), clean(sheet.title))


def _headings(pages: Sequence[Page]) -> list[Heading]:
    return [
        (level, label, index, y)
        for index, page in enumerate(pages)
        for level, label, y in page.headings
        if level <= 2
    ]


def _foot(sheet: Sheet, dress: Profile) -> tuple[str, ...]:
    edition = f"第 {sheet.edition_no} 版" if sheet.edition_no else f"第 {sheet.number} 稿"
    label = f" · {dress.label}" if dress.label else ""
    lines = [clean(sheet.title)[:36], f"{edition} · 摘要 {short_digest(sheet.digest)}{label}"]
    return (*lines, "扫码查询是否现行") if sheet.verify_url else tuple(lines)


def _information(sheet: Sheet) -> Information:
    author = "、".join(map(clean, sheet.issuers))
    subject = f"{clean(sheet.unit_name)} 应急预案"
    return Information(clean(sheet.title), author, subject, sheet.issued_on or sheet.approved_on)
