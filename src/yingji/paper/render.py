"""The print of a plan: outline and facts in, a PDF out. Same input, same bytes."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from yingji.errors import Invalid
from yingji.paper.amended import sentence, signed
from yingji.paper.blocks import Block, Signature, Space
from yingji.paper.card import card
from yingji.paper.compose import compose
from yingji.paper.draw import Outside, Part, draw
from yingji.paper.filing import filing
from yingji.paper.flow import pour
from yingji.paper.form import form_pages
from yingji.paper.front import Heading, contents, cover, notes, title, title_paragraph
from yingji.paper.header import TITLE_PITCH
from yingji.paper.household import household_pages
from yingji.paper.measures import SIZE_2
from yingji.paper.notice import attachment, close, notice
from yingji.paper.page import Page
from yingji.paper.pdf import Information
from yingji.paper.profiles import Profile, profile
from yingji.paper.sheet import Sheet
from yingji.paper.wording import clean, day_text, short_digest
from yingji.plans.catalogue import Schema
from yingji.plans.outline import Node

LAYOUT_VERSION = "2"


def render(
    root: Node, sheet: Sheet, edition: str = "full", document: Mapping[str, Any] | None = None
) -> bytes:
    """A version as an official-looking PDF.

    For ``public`` and ``card`` the caller passes an outline that is masked already, for ``household``
    the document too. Raises MissingGlyph (Invalid) naming page and character where no font has a
    character, Invalid where there is nobody to print a household's card for, and Usage for an
    unknown edition.
    """
    whole = part(root, sheet, edition, document)
    return draw([replace(whole, label="")], _information(sheet))


def part(root: Node, sheet: Sheet, edition: str = "full", document: Mapping[str, Any] | None = None) -> Part:
    """The pages of a version with what stands outside them; raises what ``render`` raises."""
    dress = profile(sheet.unit_kind, edition)
    if said := sentence(root, sheet):
        root, sheet = signed(root, sheet), replace(sheet, notes=(*sheet.notes, said))
    match edition:
        case "card":
            pages = [card(root, sheet)]
        case "household":
            pages = household_pages(root, document or {}, sheet)
            if not pages:
                raise Invalid("这份预案没有可打印的转移对象名册，打不出户级明白卡。")
        case "filing":
            pages = filing(sheet)
        case _:
            pages = _plan(root, sheet, dress)
    return Part(pages, Outside(_foot(sheet, dress), sheet.verify_url, sheet.marks), clean(sheet.title))


def volume(parts: Sequence[Part], title: str) -> bytes:
    """Several prints in one file behind a contents page; each keeps its own page numbers, the contents
    count the pages of the file. Prints of several pages begin on a right page, so that both sides may be used.
    """
    several = any(len(one.pages) > 1 for one in parts)
    bound = [replace(one, pages=_even(one.pages)) if several else one for one in parts]
    headings, at = [], 0
    for one, placed in zip(parts, bound, strict=True):
        headings.append((1, f"{one.label}（{len(one.pages)} 页）", at, -1.0))
        at += len(placed.pages)
    head = [title_paragraph(clean(title))]
    count = len(contents(headings, 0, head))
    pages = contents(headings, count % 2 if several else 0, head)
    links = iter(range(1, len(parts) + 1))
    for page in pages:
        page.numbered, page.bare = False, True
        page.links = [(top, bottom, 0, -1.0, next(links)) for top, bottom, *_ in page.links]
    front = Part(_even(pages) if several else pages, Outside((), None, ()))
    return draw([front, *bound], Information(clean(title), "", "应急预案汇编", None))


def _even(pages: Sequence[Page]) -> list[Page]:
    """The pages, with a blank one where the next print would begin on the back of a sheet."""
    return [*pages, *([Page(numbered=False, bare=True)] if len(pages) % 2 else [])]


def blank_form(schema: Schema, title: str) -> bytes:
    """The form of a family of plans, to be filled in by hand."""
    told = Information(clean(title), "", "应急预案空白表样", None)
    outside = Outside((clean(title)[:36], f"表样 {schema.name}"), None, ())
    return draw([Part(form_pages(schema, clean(title)), outside)], told)


def _plan(root: Node, sheet: Sheet, dress: Profile) -> list[Page]:
    announced = dress.is_announced and sheet.doc_no and sheet.issued_on
    made = compose(root)
    heading = title(sheet, SIZE_2, TITLE_PITCH)
    opening: list[Block] = [] if announced else [heading, Space()]
    body = [*opening, *made.body]
    if dress.signed and not announced:
        day = day_text(sheet.issued_on or sheet.approved_on)
        body.append(Signature(tuple(map(clean, sheet.issuers)), day))
    pages = pour([*body, *made.annexes])
    front = notice(sheet) if announced else cover(sheet, dress)
    head = [*attachment(heading), *notes(sheet)] if announced else []
    listed = contents(_headings(pages), len(front), head)
    whole = [*front, *listed, *pages]
    if announced:
        close(whole, sheet)
    return whole


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
    if sheet.verify_url:
        lines.append("扫码查询是否现行")
    return (*lines, f"受控 {clean(sheet.copy)}") if sheet.copy else tuple(lines)


def _information(sheet: Sheet) -> Information:
    author = "、".join(map(clean, sheet.issuers))
    subject = f"{clean(sheet.unit_name)} 应急预案"
    return Information(clean(sheet.title), author, subject, sheet.issued_on or sheet.approved_on)
