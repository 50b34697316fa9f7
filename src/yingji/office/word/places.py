"""Where in a Word file something stands, said so that a person finds it."""

from yingji.office.word.pieces import Para, Table
from yingji.plans.wording import quoted


def para_place(para: Para) -> str:
    """第 12 段「二、组织机构」, 文本框「…」, 页眉「…」."""
    said = quoted(para.full, 16) if para.full.strip() else ""
    return f"{para.where or f'第 {para.index + 1} 段'}{said}"


def cell_place(table: Table, row: int, column: str = "") -> str:
    """第 2 张表第 3 行「姓名」栏."""
    return f"第 {table.number} 张表第 {row} 行" + (f"{quoted(column)}栏" if column else "")
