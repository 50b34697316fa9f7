"""Damaged and clumsy workbooks, each made by script with what has to be said about it."""

import io
import re
import warnings
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.merge import MergedCellRange
from tests.office.excel.workbooks import edited, filled, part_of, repacked, saved, with_sample

from yingji.errors import Fault, TooLarge, Unreadable, WrongType

CONTACTS, MOVED, STEPS, FORM, COVER = (
    "责任人通讯录",
    "转移对象",
    "分灾种处置·处置步骤",
    "三、组织体系与责任人",
    "填写说明",
)
NUMBERED = re.compile(rb"<row r=\"[0-9]+\"")
CFB = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


@dataclass(frozen=True, slots=True)
class Handled:
    """A workbook that is read: the place and a piece of the message expected, "" for no problem at all."""

    name: str
    make: Callable[[], bytes]
    place: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that is not read, the kind of refusal and a piece of its sentence."""

    name: str
    make: Callable[[], bytes]
    fault: type[Fault]
    sentence: str


def cell(sheet: str, at: str, value: Any) -> Callable[[], bytes]:
    """One cell typed over."""

    def change(book: Any) -> None:
        book[sheet][at] = value

    return lambda: edited(change)


def work(change: Callable[[Any], None]) -> Callable[[], bytes]:
    return lambda: edited(change)


def at(sheet: str, reference: str) -> str:
    return f"「{sheet}」表 第 {''.join(c for c in reference if c.isdigit())} 行"


# --- things people do


def rename(book: Any) -> None:
    book[CONTACTS].title = "电话本"
    book[MOVED].title = "Sheet3"


def reorder(book: Any) -> None:
    book.move_sheet(CONTACTS, -9)
    book.move_sheet(MOVED, 7)


def swap_columns(book: Any) -> None:
    ws = book[CONTACTS]
    for row in range(2, ws.max_row + 1):
        one, other = ws.cell(row, 3), ws.cell(row, 4)
        one.value, other.value = other.value, one.value


def swap_heads(book: Any) -> None:
    ws = book[CONTACTS]
    ws["C3"], ws["D3"] = "电话＊", "职务＊"


def delete_column(book: Any) -> None:
    for row in range(1, 40):
        book[CONTACTS].cell(row, 4).value = None


def extra_column(book: Any) -> None:
    ws = book[CONTACTS]
    ws["J3"], ws["J4"] = "微信号", "weixin01"


def blank_rows(book: Any) -> None:
    book[CONTACTS].insert_rows(6, 3)


def example_left(book: Any) -> None:
    sample, ws = book["填写样例"], book[CONTACTS]
    row = next(r for r in range(1, sample.max_row) if sample.cell(r, 2).value == CONTACTS)
    for column in range(2, 9):
        value = sample.cell(row + 2, column).value
        ws.cell(25, column).value = value or None
    ws["D25"] = sample.cell(row + 2, 4).value


def merge_down(book: Any) -> None:
    ws = book[MOVED]
    for row in (4, 5, 6):
        ws.cell(row, 7).value = ws["G4"].value
    ws.merge_cells("G4:G6")


def lose_keys(book: Any) -> None:
    book[CONTACTS].delete_rows(2)


def twin(book: Any) -> None:
    book.copy_worksheet(book[CONTACTS])


def own_sheet(book: Any) -> None:
    ws = book.create_sheet("我的备忘")
    ws["B2"] = "记得找会计要名单"


def beside(book: Any) -> None:
    book[FORM]["F5"] = "待会再填"


def insert_line(book: Any) -> None:
    ws = book[FORM]
    row = next(r for r in range(4, 60) if ws.cell(r, 1).value == "/command/duties")
    ws.insert_rows(row + 1)
    ws.cell(row + 1, 3).value = "新增的一条职责，写在插入的行里"


def orphan_line(book: Any) -> None:
    book[FORM]["C60"] = "不知道写在哪"


def copy_row(book: Any) -> None:
    ws = book[CONTACTS]
    for column in range(1, 9):
        ws.cell(26, column).value = ws.cell(5, column).value
    ws["B26"], ws["D26"] = "新来的人", "13800009999"


def old_field(book: Any) -> None:
    ws = book[FORM]
    ws["A70"], ws["B70"], ws["C70"] = "/command/slogan", "口号", "防患于未然"


def old_table(book: Any) -> None:
    ws = book.create_sheet("旧表")
    ws["A2"], ws["B2"], ws["B3"], ws["B4"] = "yingji:/command/cars", "plate", "车牌", "豫P00000"


def twice(book: Any) -> None:
    ws = book[FORM]
    ws["A71"], ws["B71"], ws["C71"] = "/command/chief_id", "总指挥", "另一个人"


def two_alike(book: Any) -> None:
    ws = book[CONTACTS]
    ws["A5"], ws["A6"] = "c02", "c03"
    ws["B5"] = ws["B6"].value = "赵小明"
    book[FORM]["C4"] = "赵小明"


def half_entry(book: Any) -> None:
    book["本地补充"]["B4"] = "包村干部"


def formula(book: Any) -> None:
    book[MOVED]["D5"] = "=2+2"


def broken_formula(parts: dict[str, bytes]) -> None:
    name = part_of(MOVED)
    parts[name] = replaced_cell(parts[name], "D5", '<c r="D5" t="e"><f>A1/0</f><v>#DIV/0!</v></c>')


def replaced_cell(sheet: bytes, reference: str, cell: str) -> bytes:
    """The sheet with one cell's element replaced."""
    start = sheet.index(f'<c r="{reference}"'.encode())
    closed, own = sheet.index(b">", start), sheet.find(b"</c>", start)
    end = closed + 1 if sheet[closed - 1 : closed] == b"/" else own + 4
    return sheet[:start] + cell.encode() + sheet[end:]


def in_sheet(title: str, reference: str, cell: str) -> Callable[[], bytes]:
    def change(parts: dict[str, bytes]) -> None:
        parts[part_of(title)] = replaced_cell(parts[part_of(title)], reference, cell)

    return lambda: repacked(change)


# --- things programs do


def wrong_dimension(parts: dict[str, bytes]) -> None:
    for name in [each for each in parts if each.startswith("xl/worksheets/sheet")]:
        start = parts[name].index(b"<dimension")
        end = parts[name].index(b"/>", start)
        parts[name] = parts[name][:start] + b'<dimension ref="A1"' + parts[name][end:]


def far_cell(parts: dict[str, bytes]) -> None:
    name = part_of(CONTACTS)
    row = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>很远</t></is></c></row></sheetData>'
    parts[name] = parts[name].replace(b"</sheetData>", row.encode())


def strict(parts: dict[str, bytes]) -> None:
    for name in parts:
        if name.endswith((".xml", ".rels")):
            parts[name] = parts[name].replace(
                b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                b"http://purl.oclc.org/ooxml/spreadsheetml/main",
            )


def no_references(parts: dict[str, bytes]) -> None:
    """Some programs leave out where a row stands: one follows the other."""
    parts[part_of(CONTACTS)] = NUMBERED.sub(b"<row", parts[part_of(CONTACTS)])


def lost_string(parts: dict[str, bytes]) -> None:
    name = part_of(CONTACTS)
    parts[name] = replaced_cell(parts[name], "B5", '<c r="B5" t="s"><v>999999</v></c>')


def with_part(name: str, content: bytes = b"x") -> Callable[[], bytes]:
    def change(parts: dict[str, bytes]) -> None:
        parts[name] = content

    return lambda: repacked(change)


def doctype(parts: dict[str, bytes]) -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">]>'
    parts[part_of(CONTACTS)] = b"<?xml version='1.0'?>" + bomb + b"<worksheet>&b;</worksheet>"


def doctype_wide(parts: dict[str, bytes]) -> None:
    text = "<?xml version='1.0' encoding='UTF-16'?><!DOCTYPE x [<!ENTITY a 'a'>]><styleSheet>&a;</styleSheet>"
    parts["xl/styles.xml"] = text.encode("utf-16")


def broken_sheet(parts: dict[str, bytes]) -> None:
    name = part_of(CONTACTS)
    parts[name] = parts[name][: len(parts[name]) // 2]


def no_sheets(parts: dict[str, bytes]) -> None:
    parts["xl/workbook.xml"] = (
        b'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    )


def many_cells() -> bytes:
    row = b"".join(b"<c><v>%d</v></c>" % n for n in range(500))
    sheet = (
        b"<worksheet><sheetData>"
        + b"".join(b"<row>" + row + b"</row>" for _ in range(500))
        + b"</sheetData></worksheet>"
    )

    def change(parts: dict[str, bytes]) -> None:
        parts[part_of(CONTACTS)] = sheet

    return repacked(change, method=zipfile.ZIP_STORED)


def puffed() -> bytes:
    return with_part("xl/media/image1.bin", b"\x00" * 20_000_000)()


def vast() -> bytes:
    noise = bytes(range(256)) * 4096

    def change(parts: dict[str, bytes]) -> None:
        for number in range(130):
            parts[f"xl/media/{number}.bin"] = noise

    return repacked(change)


def crowded() -> bytes:
    def change(parts: dict[str, bytes]) -> None:
        for number in range(2100):
            parts[f"xl/media/{number}.txt"] = b""

    return repacked(change)


def locked() -> bytes:
    data = bytearray(filled())
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        offset = package.start_dir
    while data[offset : offset + 4] == b"PK\x01\x02":
        data[offset + 8] |= 1
        lengths = [int.from_bytes(data[offset + n : offset + n + 2], "little") for n in (28, 30, 32)]
        offset += 46 + sum(lengths)
    return bytes(data)


def flipped() -> bytes:
    """One byte of a packed sheet turned over: what a bad disk or line does."""
    with zipfile.ZipFile(io.BytesIO(filled())) as package:
        start = package.getinfo(part_of(CONTACTS)).header_offset
    data = bytearray(filled())
    for at_byte in range(start + 200, start + 260):
        data[at_byte] ^= 0xFF
    return bytes(data)


def doubled() -> bytes:
    out = io.BytesIO(filled())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with zipfile.ZipFile(out, "a") as package:
            package.writestr("xl/workbook.xml", b"<workbook/>")
    return out.getvalue()


def other_zip(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name in names:
            package.writestr(name, b"<x/>")
    return out.getvalue()


def stream(name: str) -> bytes:
    return CFB + name.encode("utf-16-le") + b"\x00" * 200


def vast_merge() -> bytes:
    book = Workbook()
    ws = book.active
    ws.title = CONTACTS
    ws.append(["姓名", "职务", "电话"])
    ws.append(["赵小明", "主任", "13800000001"])
    ws.merged_cells.add(MergedCellRange(ws, "D5:XFD1048576"))
    return saved(book)


HANDLED = (
    Handled(
        "电话少一位",
        cell(CONTACTS, "D7", "1380000465"),
        at(CONTACTS, "D7") + "「电话」(D7)",
        "少 1 位（现在 10 位）",
    ),
    Handled(
        "电话多一位", cell(CONTACTS, "D7", "138000046500"), at(CONTACTS, "D7") + "「电话」(D7)", "多 1 位"
    ),
    Handled("电话是小数", cell(CONTACTS, "D7", 13800004650.0)),
    Handled("电话全角", cell(CONTACTS, "D7", "１３８０００４６５０１")),
    Handled("电话带空格", cell(CONTACTS, "D7", "138 0000 4650")),
    Handled("电话带字", cell(CONTACTS, "D7", "找会计要"), at(CONTACTS, "D7"), "数字以外的字"),
    Handled(
        "电话写两个", cell(CONTACTS, "D7", "13800004650、13800004651"), at(CONTACTS, "D7"), "不止一个号码"
    ),
    Handled("日期中文", cell(CONTACTS, "H4", "2026年5月1日")),
    Handled("日期用点", cell(CONTACTS, "H4", "2026.5.1")),
    Handled("日期序列号", in_sheet(CONTACTS, "H4", '<c r="H4"><v>46143</v></c>')),
    Handled(
        "日期没有这一天",
        cell(CONTACTS, "H4", "2026-02-30"),
        at(CONTACTS, "H4") + "「同意日期」(H4)",
        "没有 30 日",
    ),
    Handled("日期认不出", cell(CONTACTS, "H4", "上个月底"), at(CONTACTS, "H4"), "认不出是哪一天"),
    Handled("日期只写年份", cell(CONTACTS, "H4", 2026), at(CONTACTS, "H4"), "认不出是哪一天"),
    Handled(
        "选项写错", cell("风险点位", "E4", "超级大"), at("风险点位", "E4") + "「等级」(E4)", "不在可选范围内"
    ),
    Handled("人数写汉字", cell(MOVED, "D6", "三人"), at(MOVED, "D6") + "「人数」(D6)", "应填整数"),
    Handled("人数带单位", cell(MOVED, "D6", "4人")),
    Handled("人数是文字", cell(MOVED, "D6", "４")),
    Handled("人数是负数", cell(MOVED, "D6", -2), at(MOVED, "D6"), "不能小于"),
    Handled("人数有小数", cell(MOVED, "D6", 2.5), at(MOVED, "D6"), "去掉小数"),
    Handled("必填空着", cell(CONTACTS, "B7", None), at(CONTACTS, "B7") + "「姓名」(B7)", "没有填写"),
    Handled("必填只有空格", cell(CONTACTS, "C7", " 　 "), at(CONTACTS, "C7") + "「职务」(C7)", "没有填写"),
    Handled(
        "责任人查无此人",
        cell(MOVED, "G5", "查无此人"),
        at(MOVED, "G5") + "「包保责任人」(G5)",
        "在「责任人通讯录」里没有",
    ),
    Handled("两人同名", work(two_alike), at(FORM, "C4") + "「总指挥」(C4)", "行都叫「赵小明」"),
    Handled("公式没有结果", work(formula), at(MOVED, "D5") + "「人数」(D5)", "没有存下计算结果"),
    Handled("公式出错", lambda: repacked(broken_formula), at(MOVED, "D5"), "显示的是错误「#DIV/0!」"),
    Handled("共用文字丢失", lambda: repacked(lost_string), at(CONTACTS, "B5"), "显示的是错误"),
    Handled("表改名", work(rename)),
    Handled("表换次序", work(reorder)),
    Handled("列换次序", work(swap_columns)),
    Handled("只换了表头", work(swap_heads), at(CONTACTS, "C3"), "分不清填的是哪一项"),
    Handled("删了电话列", work(delete_column), at(CONTACTS, "B4"), "电话没有填写"),
    Handled("多一列", work(extra_column), at(CONTACTS, "J3") + "「微信号」(J3)", "是多出来的"),
    Handled("中间有空行", work(blank_rows)),
    Handled("样例没删", lambda: edited(example_left, with_sample()), at(CONTACTS, "B25"), "像是样例"),
    Handled("竖着合并", work(merge_down)),
    Handled("编号行没了", work(lose_keys), at(CONTACTS, "B2"), "按表头认出来的"),
    Handled("一张表两份", work(twin), f"「{CONTACTS} Copy」表", "同一张表的两份"),
    Handled("自己加的表", work(own_sheet), "「我的备忘」表", "1 格内容没有导入"),
    Handled("写在格子外面", work(beside), at(FORM, "F5"), "写在填写内容的格子外面"),
    Handled("插了一行接着写", work(insert_line)),
    Handled("写在最下面", work(orphan_line), at(FORM, "C60"), "不知道属于哪一项"),
    Handled("整行复制", work(copy_row)),
    Handled("去年模板的格子", work(old_field), at(FORM, "C70"), "「口号」在现在的格式里没有了"),
    Handled("去年模板的表", work(old_table), "「旧表」表", "没有这张表了"),
    Handled("同一项填两次", work(twice), at(FORM, "C71"), "填了两次"),
    Handled("步骤没有所属", cell(STEPS, "B4", "外星人"), at(STEPS, "B4"), "没有导入"),
    Handled("本地补充只有名称", work(half_entry), at("本地补充", "C4"), "名称和内容要都填"),
    Handled("大小写不对的维度", lambda: repacked(wrong_dimension)),
    Handled("远处有一格", lambda: repacked(far_cell), "第 1048576 行", "内容没有导入"),
    Handled("不写行号", lambda: repacked(no_references)),
    Handled("严格格式", lambda: repacked(strict)),
    Handled(
        "行内文字",
        in_sheet(CONTACTS, "C7", '<c r="C7" t="inlineStr"><is><r><t>村</t></r><r><t>医</t></r></is></c>'),
    ),
    Handled(
        "带拼音的文字",
        in_sheet(
            CONTACTS,
            "C7",
            '<c r="C7" t="inlineStr"><is><t>村医</t><rPh sb="0" eb="1"><t>cun</t></rPh></is></c>',
        ),
    ),
    Handled(
        "外部链接", with_part("xl/externalLinks/externalLink1.xml", b"<x/>"), "整个文件", "指向别的文件的链接"
    ),
    Handled("插入了别的文件", with_part("xl/embeddings/oleObject1.bin"), "整个文件", "插入了别的文件"),
    Handled("插了图片", with_part("xl/media/image1.png"), "整个文件", "图片里的内容不会导入"),
)

REFUSED = (
    Refused("空文件", lambda: b"", Unreadable, "文件是空的"),
    Refused("纯文字", lambda: "村防汛预案\n一、总则".encode(), Unreadable, "里面是纯文字"),
    Refused("用记事本存的表", lambda: "姓名,电话\r\n张三,138".encode("gbk"), Unreadable, "另存为 .xlsx"),
    Refused("开头坏了的文件", lambda: bytes([0, 159, 3, 200] * 200), Unreadable, "内容已经损坏"),
    Refused("没传完", lambda: filled()[: len(filled()) // 2], Unreadable, "没有传完"),
    Refused("只有开头", lambda: b"PK\x03\x04", Unreadable, "损坏"),
    Refused("空压缩包", lambda: b"PK\x05\x06" + b"\x00" * 18, Unreadable, "损坏"),
    Refused("坏了一段", flipped, Unreadable, "损坏"),
    Refused("压缩炸弹", puffed, TooLarge, "压缩比不正常"),
    Refused("展开太大", vast, TooLarge, "展开后有"),
    Refused("部分太多", crowded, TooLarge, "个部分"),
    Refused("文件太大", lambda: b"x" * (31 * 1024 * 1024), TooLarge, "最多 30 MB"),
    Refused("格子太多", many_cells, TooLarge, "超过 200000 格"),
    Refused("夹带定义", lambda: repacked(doctype), WrongType, "DOCTYPE"),
    Refused("夹带定义宽字符", lambda: repacked(doctype_wide), WrongType, "DOCTYPE"),
    Refused("带宏", with_part("xl/vbaProject.bin"), WrongType, "宏"),
    Refused("加密压缩包", locked, Unreadable, "密码"),
    Refused("打开密码", lambda: stream("EncryptedPackage"), Unreadable, "打开密码"),
    Refused("部分重名", doubled, Unreadable, "重名"),
    Refused("表坏了一半", lambda: repacked(broken_sheet), Unreadable, f"「{CONTACTS}」表的内容已经损坏"),
    Refused("没有工作表", lambda: repacked(no_sheets), Unreadable, "没有工作表"),
    Refused("二进制工作簿", lambda: other_zip("xl/workbook.bin"), WrongType, ".xlsb"),
    Refused("ODS", lambda: other_zip("mimetype", "content.xml"), WrongType, "OpenDocument"),
    Refused("OFD", lambda: other_zip("OFD.xml"), WrongType, "OFD"),
    Refused("普通压缩包", lambda: other_zip("readme.txt"), WrongType, "压缩包"),
    Refused("网页改名", lambda: b"<html><table><tr><td>1</td></tr></table></html>", WrongType, "网页"),
    Refused("PDF", lambda: b"%PDF-1.7\n", WrongType, "PDF"),
    Refused("照片", lambda: b"\xff\xd8\xff\xe0" + b"\x00" * 100, WrongType, "图片"),
    Refused("认不出的旧格式", lambda: CFB, WrongType, "认不出"),
    Refused("坏的 xls", lambda: stream("Workbook"), Unreadable, "旧版表格"),
)
