"""备案表 and 备案回执 of an issued version, filled with what the register knows (办法第二十六条)."""

from textwrap import wrap

from yingji.paper.blocks import Block, Cell, NewPage, Paragraph, Signature, Space, Table
from yingji.paper.flow import pour
from yingji.paper.front import title_paragraph
from yingji.paper.lines import Run
from yingji.paper.measures import SIZE_SMALL_4
from yingji.paper.page import Page
from yingji.paper.sheet import Sheet
from yingji.paper.wording import clean, day_text

BLANK = "　" * 10
SEALED = ("报备单位\n（盖章）", "受理单位\n意　　见\n（盖章）")
SEAL = "　\n" * 5 + f"{day_text(None)}　　"  # as high as a seal
MATERIALS = "□ 正式印发文本　□ 电子文本　□ 编制说明"
WITHIN = "印发后 20 个工作日内报送（《突发事件应急预案管理办法》第二十六条）。"


def filing(sheet: Sheet) -> list[Page]:
    """The form on one page, the receipt on the next; what is not known yet is left to be written in."""
    return pour([*_form(sheet), NewPage(), *_receipt(sheet)])


def _form(sheet: Sheet) -> list[Block]:
    rows = (
        ("报备单位", clean(sheet.unit_name)),
        ("受理单位", _receiver(sheet)),
        ("预案名称", clean(sheet.title)),
        ("文　　号", clean(sheet.doc_no or "")),
        ("版　　次", _edition(sheet)),
        ("审批签发", _approval(sheet)),
        ("印发日期", day_text(sheet.issued_on)),
        ("施行日期", day_text(sheet.effective_on)),
        ("内容摘要", " ".join(wrap(sheet.digest, 8))),
        ("报送材料", MATERIALS),
        ("联系人及电话", BLANK),
    )
    cells = tuple((Cell(name, "hei", "center"), Cell(value)) for name, value in rows)
    seals = tuple((Cell(name, "hei", "center"), Cell(SEAL, align="right")) for name in SEALED)
    note = Paragraph((Run(WITHIN, "kai"),), size=SIZE_SMALL_4, first=0, align="left")
    return [title_paragraph("应急预案备案表"), Table((), (*cells, *seals)), note]


def _receipt(sheet: Sheet) -> list[Block]:
    number = clean(sheet.receipt_no or "") or "＿＿＿＿＿＿＿＿"
    said = (
        f"你单位报送的《{clean(sheet.title)}》（{_edition(sheet)}，内容摘要 {sheet.digest[:16].upper()}）收悉。"
        "经形式审查，报送材料齐全，予以备案。"
    )
    return [
        title_paragraph("应急预案备案回执"),
        Space(),
        Paragraph((Run(f"备案编号：{number}"),), first=0, align="right"),
        Space(),
        Paragraph((Run(f"{clean(sheet.unit_name)}："),), first=0),
        Paragraph((Run(said),)),
        Signature((_receiver(sheet) or "受理单位（盖章）",), day_text(sheet.filed_on)),
    ]


def _edition(sheet: Sheet) -> str:
    return f"第 {sheet.edition_no} 版" if sheet.edition_no else "未印发"


def _approval(sheet: Sheet) -> str:
    signed = "、".join(f"{post}{name}" for post, name in sheet.signers)
    return "　".join(filter(None, [day_text(sheet.approved_on), clean(signed)]))


def _receiver(sheet: Sheet) -> str:
    """Who takes a filing in: the county's government for a township, the township's for the rest."""
    if sheet.unit_kind == "township":
        return f"{clean(sheet.county)}人民政府" if sheet.county else ""
    return f"{clean(sheet.township)}人民政府" if sheet.township else ""
