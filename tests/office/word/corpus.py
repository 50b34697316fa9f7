"""Village plans as villages write them: each by another habit, each with what it truly says.

``papers()`` makes them with python-docx and raw WordprocessingML. ``truth`` is a partial plan document (names in place of
ids) of everything in the file that a plan document has a place for.
"""

import copy
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

W = nsdecls("w")
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f64540"
    "0000000049454e44ae426082"
)


@dataclass
class Paper:
    """A file being written, and what it truly says."""

    name: str
    village: str
    document: Any = field(default_factory=docx.Document)
    truth: dict[str, Any] = field(default_factory=dict)

    def say(self, *lines: str) -> Any:
        paragraphs = [self.document.add_paragraph(line) for line in lines]
        return paragraphs[-1]

    def title(self, text: str, kind: str) -> None:
        paragraph = self.say(text)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        self.truth |= {"title": text.replace(" ", ""), "kind": kind, "unit_name": self.village}

    def signed(self) -> None:
        self.say(f"{self.village}民委员会", "2025年5月20日")
        self.truth["unit_name"] = f"{self.village}民委员会"

    def table(self, head: list[str], rows: list[list[str]], *, over: str = "") -> Any:
        extra = 1 if over else 0
        table = self.document.add_table(rows=len(rows) + 1 + extra, cols=len(head))
        table.style = "Table Grid"
        if over:
            table.rows[0].cells[0].merge(table.rows[0].cells[-1]).text = over
        for number, row in enumerate([head, *rows], extra):
            for cell, text in zip(table.rows[number].cells, row, strict=True):
                cell.text = text
        return table

    def set(self, where: str, value: Any) -> None:
        """Put a true value at a pointer without rows."""
        *above, last = where.strip("/").split("/")
        holder = self.truth
        for step in above:
            holder = holder.setdefault(step, {})
        holder[last] = value

    def add(self, where: str, *rows: dict[str, Any]) -> None:
        *above, last = where.strip("/").split("/")
        holder = self.truth
        for step in above:
            holder = holder.setdefault(step, {})
        holder.setdefault(last, []).extend(copy.deepcopy(rows))

    def bytes(self) -> bytes:
        out = io.BytesIO()
        self.document.save(out)
        return out.getvalue()


def raw(paragraph: Any, xml: str) -> None:
    """Append WordprocessingML to a paragraph."""
    paragraph._p.append(parse_xml(xml))


def person(name: str, post: str, phone: str) -> dict[str, str]:
    return {"name": name, "post": post, "phone": phone}


PEOPLE = [
    person("周建国", "党支部书记、村委会主任", "13800000101"),
    person("吴玉梅", "村委会副主任", "13800000102"),
    person("郑长河", "文书", "13800000103"),
    person("王海涛", "民兵连长", "13800000104"),
    person("冯秀云", "妇联主席", "13800000105"),
]
SUPPLIES: list[dict[str, Any]] = [
    {"name": "编织袋", "qty": 500, "unit": "条", "place": "村部仓库", "keeper_id": "郑长河"},
    {"name": "铁锹", "qty": 30, "unit": "把", "place": "村部仓库", "keeper_id": "郑长河"},
    {"name": "救生衣", "qty": 12, "unit": "件", "place": "村卫生室旁", "keeper_id": "王海涛"},
]
SHELTERS: list[dict[str, Any]] = [
    {"name": "村小学教学楼", "address": "村中心十字路口东", "capacity": 300, "keeper_id": "吴玉梅"},
    {"name": "文化大院", "address": "村西", "capacity": 120, "keeper_id": "冯秀云"},
]
RISKS: list[dict[str, Any]] = [
    {"name": "村西大坑", "hazard": "坑塘溺水", "location": "村西路北", "grade": "较大", "trigger": "连续降雨超过50毫米", "affected": {"households": 5, "people": 18}, "watch_contact_id": "王海涛"},
    {"name": "东沟沿低洼院", "hazard": "洪涝内涝", "location": "东沟沿", "grade": "一般", "trigger": "沟水离沟沿半米", "affected": {"households": 8, "people": 27}, "watch_contact_id": "郑长河"},
]  # fmt: skip
SUBJECTS: list[dict[str, Any]] = [
    {"household_head": "李大山", "address": "东沟沿3号", "people": 3, "vulnerable": ["老年人"], "responsible_id": "郑长河", "shelter_id": "村小学教学楼"},
    {"household_head": "孙桂英", "address": "东沟沿5号", "people": 1, "vulnerable": ["老年人", "残疾人"], "responsible_id": "王海涛", "shelter_id": "文化大院"},
]  # fmt: skip
SUPERIORS = [
    {"unit": "乡应急值班室", "phone": "0394-5220001"},
    {"unit": "县应急管理局", "phone": "0394-5220002"},
]
RECOVERY = [
    "灾害信息员逐户核查灾情，登记造册",
    "组织对水井、厕所和淹过的院落消毒",
    "房屋经查看安全后再让群众返家",
]
GROUPS: list[dict[str, Any]] = [
    {"name": "第一组", "households": 82, "population": 330},
    {"name": "第二组", "households": 95, "population": 372},
]


def column(rows: list[dict[str, Any]], *keys: str) -> list[list[str]]:
    return [[_text(row.get(key, "")) for key in keys] for row in rows]


def _text(value: Any) -> str:
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)


def only(rows: list[dict[str, Any]], *keys: str) -> list[dict[str, Any]]:
    return [{key: row[key] for key in keys if key in row} for row in rows]


def typed_numbering(p: Paper) -> None:
    """一、（一） typed by hand, a table under most headings."""
    p.title(f"{p.village}防汛应急预案", "flood")
    p.say("一、总则", "（一）编制依据")
    p.say(
        "依据《中华人民共和国突发事件应对法》《突发事件应急预案管理办法》（国办发〔2024〕5号），结合本村实际，制定本预案。"
    )
    p.add(
        "basis",
        {"title": "中华人民共和国突发事件应对法"},
        {"title": "突发事件应急预案管理办法", "doc_no": "国办发〔2024〕5号"},
    )
    p.say("（二）适用范围", "本预案适用于本村范围内洪涝灾害的防范和处置。", "二、基本情况")
    text = "本村位于乡政府东南6公里，全村共412户，户籍人口1686人，耕地2380亩，东沟由北向南穿村而过。"
    p.say(text)
    p.set("profile/summary", text)
    p.set("profile/households", 412)
    p.set("profile/registered_population", 1686)
    p.set("profile/farmland_mu", 2380)
    p.say("三、组织机构及职责", "（一）领导小组", "成立防汛领导小组，名单如下：")
    p.table(["序号", "姓名", "职务", "应急职务", "联系电话"], [[str(n), r["name"], r["post"], role, r["phone"]] for n, (r, role) in enumerate(zip(PEOPLE, ("总指挥", "副总指挥", "成员", "成员", "成员"), strict=True), 1)])  # fmt: skip
    p.add("command/contacts", *PEOPLE)
    p.set("command/chief_id", "周建国")
    p.set("command/deputy_ids", ["吴玉梅"])
    p.say("四、应急物资")
    p.table(
        ["物资名称", "数量", "单位", "存放地点", "保管人"],
        column(SUPPLIES, "name", "qty", "unit", "place", "keeper_id"),
    )
    p.add("resources/supplies", *SUPPLIES)
    p.say("五、后期处置", *(f"{n}.{text}。" for n, text in enumerate(RECOVERY, 1)))
    p.set("recovery", RECOVERY)
    p.say("六、附则", "本预案自印发之日起实施。")
    p.signed()


def heading_styles(p: Paper) -> None:
    """Real heading styles without any numbers."""
    p.document.add_heading(f"{p.village}突发事件综合应急预案", 0)
    p.truth |= {"title": f"{p.village}突发事件综合应急预案", "kind": "comprehensive", "unit_name": p.village}
    for level, title in ((1, "总则"), (2, "编制目的")):
        p.document.add_heading(title, level)
    p.say("为提高本村处置突发事件的能力，保护群众生命财产安全，制定本预案。")
    p.document.add_heading("风险点位", 1)
    p.table(
        ["名称", "灾种", "位置", "等级", "触发条件", "影响户数", "影响人数", "巡查责任人"],
        [[r["name"], r["hazard"], r["location"], r["grade"], r["trigger"], f"{r['affected']['households']}户", str(r["affected"]["people"]), r["watch_contact_id"]] for r in RISKS],
    )  # fmt: skip
    p.add("risk_points", *RISKS)
    p.document.add_heading("通讯录", 1)
    p.table(["姓名", "村内职务", "手机号码"], column(PEOPLE, "name", "post", "phone"))
    p.add("command/contacts", *PEOPLE)
    p.document.add_heading("安置点", 1)
    p.table(
        ["安置点名称", "地址", "可容纳人数", "管理人"],
        [[r["name"], r["address"], f"{r['capacity']}人", r["keeper_id"]] for r in SHELTERS],
    )
    p.add("evacuation/shelters", *SHELTERS)
    p.document.add_heading("后期处置", 1)
    for text in RECOVERY:
        p.document.add_paragraph(text + "；", style="List Number")
    p.set("recovery", RECOVERY)
    p.document.add_heading("演练", 1)
    text = "每年汛期前组织一次演练，以夜间转移为主要内容。"
    p.say(text)
    p.set("drills/content", text)
    p.set("drills/min_per_year", 1)


NUMBERING = f"""<w:abstractNum {W} w:abstractNumId="77"><w:multiLevelType w:val="multilevel"/>
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl></w:abstractNum>"""


def automatic_numbering(p: Paper) -> None:
    """Numbers that are nowhere in the text: numPr with Chinese counting."""
    part = p.document.part.numbering_part.element
    part.insert(0, parse_xml(NUMBERING))
    part.append(parse_xml(f'<w:num {W} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))

    def line(text: str, level: int) -> None:
        properties = p.say(text)._p.get_or_add_pPr()
        properties.append(parse_xml(f'<w:numPr {W}><w:ilvl w:val="{level}"/><w:numId w:val="77"/></w:numPr>'))

    p.title(f"{p.village}地震应急预案", "earthquake")
    line("总则", 0)
    line("编制依据", 1)
    for name in ("中华人民共和国防震减灾法", "破坏性地震应急条例"):
        line(f"《{name}》；", 2)
        p.add("basis", {"title": name})
    line("组织体系与责任人", 0)
    line("指挥部", 1)
    line("总指挥：周建国（党支部书记、村委会主任，13800000101）", 2)
    line("副总指挥：吴玉梅、王海涛", 2)
    line("灾害信息员：郑长河", 2)
    p.set("command/chief_id", "周建国")
    p.set("command/deputy_ids", ["吴玉梅", "王海涛"])
    p.set("command/disaster_reporter_id", "郑长河")
    p.add("command/contacts", PEOPLE[0])
    line("转移避险", 0)
    line("转移顺序", 1)
    order = ["先老人、儿童、病人，后青壮年", "先危房住户，后其他住户"]
    for text in order:
        line(text + "；", 2)
    p.set("evacuation/order", order)
    line("返回条件", 1)
    line("上级通知解除，房屋经查看确认安全。", 2)
    p.set("evacuation/return_when", ["上级通知解除，房屋经查看确认安全"])
    line("应急物资", 0)
    p.table(
        ["品名", "规格", "数量", "存放位置"],
        [["帐篷", "12平方米", "6顶", "村部仓库"], ["棉被", "双人", "40床", "村部仓库"]],
    )
    p.add("resources/supplies", {"name": "帐篷", "spec": "12平方米", "qty": 6, "unit": "顶", "place": "村部仓库"}, {"name": "棉被", "spec": "双人", "qty": 40, "unit": "床", "place": "村部仓库"})  # fmt: skip
    p.signed()


def dotted_numbering(p: Paper) -> None:
    """1 总则, 1.1 编制目的, as in county plans."""
    p.title(f"{p.village}火灾应急预案", "fire")
    p.say(
        "1 总则",
        "1.1 编制目的",
        "为预防和处置火灾，减少损失，制定本预案。",
        "1.2 编制依据",
        "《中华人民共和国消防法》《河南省消防条例》等。",
    )
    p.add("basis", {"title": "中华人民共和国消防法"}, {"title": "河南省消防条例"})
    p.say(
        "2 组织机构",
        "2.1 指挥部",
        "2.1.1 总指挥：周建国",
        "2.1.2 副总指挥：吴玉梅",
        "2.2 工作组",
        "2.2.1 抢险救援组",
    )
    p.set("command/chief_id", "周建国")
    p.set("command/deputy_ids", ["吴玉梅"])
    p.say(
        "组长：王海涛",
        "成员：郑长河、冯秀云",
        "职责：组织初起火灾扑救，搜救被困人员。",
        "2.2.2 后勤保障组",
        "组长：冯秀云",
        "成员：李大山",
        "职责：保障饮水、照明和车辆。",
    )
    p.add("command/teams", {"name": "抢险救援组", "leader_id": "王海涛", "members": ["郑长河", "冯秀云"], "duties": "组织初起火灾扑救，搜救被困人员。"}, {"name": "后勤保障组", "leader_id": "冯秀云", "members": ["李大山"], "duties": "保障饮水、照明和车辆。"})  # fmt: skip
    p.say("3 预警", "3.1 信号约定")
    signals = [
        {"meaning": "发现火情", "signal": "连续急促敲锣"},
        {"meaning": "全体转移", "signal": "大喇叭连续播放警报"},
    ]
    p.table(["信号", "含义"], column(signals, "signal", "meaning"))
    p.add("warning/signals", *signals)
    p.say("4 扩大响应", "火势超出本村扑救能力时，立即拨打119，请求乡政府和消防队支援，到场后移交指挥权。")
    p.set(
        "response/escalation",
        "火势超出本村扑救能力时，立即拨打119，请求乡政府和消防队支援，到场后移交指挥权。",
    )
    p.say("5 后期处置", "5.1 现场保护和调查", "配合消防部门保护现场。", "5.2 附件", "无。")
    p.signed()


def chapters_and_merged_titles(p: Paper) -> None:
    """第一章 …; the table's own name merged across its first row, columns under a head of two rows."""
    p.title(f"石槽集乡{p.village}防汛应急预案", "flood")
    p.say("第一章 总则", "为做好防汛工作，制定本预案。", "第二章 组织指挥")
    p.table(
        ["姓名", "现任职务", "联系方式", "备注"],
        [[r["name"], r["post"], r["phone"], "" if n else "常年在村"] for n, r in enumerate(PEOPLE)],
        over=f"{p.village}防汛指挥部成员通讯录",
    )
    p.add("command/contacts", *PEOPLE)
    p.say("第三章 风险隐患")
    table = p.document.add_table(rows=2 + len(RISKS), cols=6)
    for at, (upper, lower) in enumerate(
        (
            ("隐患点名称", ""),
            ("位置", ""),
            ("风险等级", ""),
            ("影响情况", "户数"),
            ("影响情况", "人数"),
            ("责任人", ""),
        )
    ):
        table.rows[0].cells[at].text, table.rows[1].cells[at].text = upper, lower
    table.rows[0].cells[3].merge(table.rows[0].cells[4])
    for row, r in zip(table.rows[2:], RISKS, strict=True):
        for cell, text in zip(
            row.cells,
            (
                r["name"],
                r["location"],
                r["grade"],
                r["affected"]["households"],
                r["affected"]["people"],
                r["watch_contact_id"],
            ),
            strict=True,
        ):
            cell.text = str(text)
    p.add(
        "risk_points",
        *[{**each} for each in only(RISKS, "name", "location", "grade", "affected", "watch_contact_id")],
    )
    p.say("第四章 物资储备")
    p.table(
        ["物资名称", "数量", "单位", "存放地点"],
        [*column(SUPPLIES, "name", "qty", "unit", "place"), ["合计", "542", "", ""]],
        over="防汛物资储备一览表",
    )
    p.add("resources/supplies", *only(SUPPLIES, "name", "qty", "unit", "place"))
    p.say("第五章 附则", "本预案由村委会负责解释。")


def text_boxes_and_headers(p: Paper) -> None:
    """A header on each page, the emergency numbers in a text box."""
    section = p.document.sections[0]
    section.header.paragraphs[0].text = f"{p.village}民委员会文件"
    section.footer.paragraphs[0].text = "第 1 页"
    p.title(f"{p.village}低温雨雪冰冻应急预案", "cold_wave")
    host = p.say("一、总则")
    inner = "".join(
        f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in ("应急电话", "乡应急值班室：0394-5220001")
    )
    shape = f'xmlns:v="urn:schemas-microsoft-com:vml" {W}'
    raw(
        host,
        f'<w:r {shape}><w:pict><v:shape style="width:200pt;height:80pt"><v:textbox><w:txbxContent>{inner}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>',
    )
    p.add("command/superior_contacts", SUPERIORS[0])
    p.say(
        "为应对低温雨雪冰冻天气，制定本预案。",
        "二、组织领导",
        "总指挥：周建国",
        "信息员：郑长河",
        "三、预警响应",
        "（一）红色预警",
        "全体干部到岗，逐户查看老人取暖。",
        "停止集市和聚餐。",
        "（二）橙色预警",
        "检查危旧房屋和大棚。",
    )
    p.set("command/chief_id", "周建国")
    p.set("command/info_reporter_id", "郑长河")
    p.set("warning/actions_by_level/red", ["全体干部到岗，逐户查看老人取暖", "停止集市和聚餐"])
    p.set("warning/actions_by_level/orange", ["检查危旧房屋和大棚"])
    p.say("四、保障措施")
    p.table(
        ["设备名称", "车主", "联系电话"],
        [["铲车", "李大山", "13800000106"], ["农用三轮车", "孙长福", "13800000107"]],
    )
    p.add(
        "resources/borrowable",
        {"item": "铲车", "owner": "李大山", "phone": "13800000106"},
        {"item": "农用三轮车", "owner": "孙长福", "phone": "13800000107"},
    )
    p.signed()


def two_columns_and_soft_breaks(p: Paper) -> None:
    """Two columns; one paragraph with soft line breaks instead of many."""
    p.title(f"{p.village}抗旱应急预案", "drought")
    columns = p.document.sections[0]._sectPr.find(qn("w:cols"))
    columns.set(qn("w:num"), "2")
    p.say("一、基本情况\n总户数：352户\n常住人口：1021人\n耕地面积：1960.5亩")
    p.set("profile/households", 352)
    p.set("profile/resident_population", 1021)
    p.set("profile/farmland_mu", 1960.5)
    p.say("二、组织领导\n总指挥：周建国\n副总指挥：吴玉梅\n三、物资储备")
    p.set("command/chief_id", "周建国")
    p.set("command/deputy_ids", ["吴玉梅"])
    p.table(
        ["物资名称", "数量", "存放地点", "责任人"],
        [["潜水泵", "8台", "村部", "王海涛"], ["柴油机", "3台", "村部", "王海涛"]],
    )
    p.add("resources/supplies", {"name": "潜水泵", "qty": 8, "unit": "台", "place": "村部", "keeper_id": "王海涛"}, {"name": "柴油机", "qty": 3, "unit": "台", "place": "村部", "keeper_id": "王海涛"})  # fmt: skip
    p.say("四、善后处置\n1.统计旱情和绝收面积；\n2.帮助困难户申请救助。")
    p.set("recovery", ["统计旱情和绝收面积", "帮助困难户申请救助"])


def tracked_changes(p: Paper) -> None:
    """The reviewer's changes were never accepted: inserted text counts, deleted text does not."""
    p.title(f"{p.village}防汛应急预案", "flood")
    p.say("一、组织机构", "（一）领导小组")
    table = p.table(["姓名", "职务", "电话"], column(PEOPLE[:3], "name", "post", "phone"))
    cell = table.rows[1].cells[2].paragraphs[0]
    cell.runs[0]._r.getparent().remove(cell.runs[0]._r)
    mark = 'w:id="901" w:author="审核员" w:date="2025-05-01T00:00:00Z"'
    raw(cell, f"<w:del {W} {mark}><w:r><w:delText>13800000999</w:delText></w:r></w:del>")
    raw(cell, f"<w:ins {W} {mark}><w:r><w:t>13800000101</w:t></w:r></w:ins>")
    p.add("command/contacts", *PEOPLE[:3])
    line = p.say("总指挥：")
    raw(line, f"<w:del {W} {mark}><w:r><w:delText>吴玉梅</w:delText></w:r></w:del>")
    raw(line, f"<w:ins {W} {mark}><w:r><w:t>周建国</w:t></w:r></w:ins>")
    p.set("command/chief_id", "周建国")
    gone = table.add_row()
    for cell_, text in zip(gone.cells, ("钱多多", "顾问", "13800000777"), strict=True):
        cell_.text = text
    gone._tr.get_or_add_trPr().append(parse_xml(f"<w:del {W} {mark}/>"))
    p.say("二、安置点")
    p.table(
        ["避难场所", "位置", "容纳人数", "负责人"],
        column(SHELTERS, "name", "address", "capacity", "keeper_id"),
    )
    p.add("evacuation/shelters", *SHELTERS)
    p.signed()


def nested_tables(p: Paper) -> None:
    """The whole plan inside a frame table, lists in tables within it."""
    p.title(f"{p.village}突发事件应急预案", "comprehensive")
    frame = p.document.add_table(rows=2, cols=1)
    frame.rows[0].cells[0].text = "一、村级应急通讯录"
    inner = frame.rows[0].cells[0].add_table(rows=4, cols=3)
    for row, texts in zip(
        inner.rows, [["姓名", "职务", "电话"], *column(PEOPLE[:3], "name", "post", "phone")], strict=True
    ):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    p.add("command/contacts", *PEOPLE[:3])
    frame.rows[1].cells[0].text = "二、值班电话"
    inner = frame.rows[1].cells[0].add_table(rows=3, cols=2)
    for row, texts in zip(
        inner.rows, [["单位", "值班电话"], *column(SUPERIORS, "unit", "phone")], strict=True
    ):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    p.add("command/superior_contacts", *SUPERIORS)
    p.say("三、转移条件", "村西大坑水位离坑沿不足半米。", "乡政府通知转移。")
    p.set("evacuation/start_when", ["村西大坑水位离坑沿不足半米", "乡政府通知转移"])


def lines_without_tables(p: Paper) -> None:
    """No table at all: everybody in a line of their own."""
    p.title(f"{p.village}防汛抢险应急预案", "flood")
    p.say(
        "一、领导小组",
        "组  长：周建国（党支部书记，13800000101）",
        "副组长：吴玉梅（村委会副主任，13800000102）",
        "成  员：郑长河 王海涛 冯秀云",
    )
    p.set("command/chief_id", "周建国")
    p.set("command/deputy_ids", ["吴玉梅"])
    p.add("command/contacts", person("周建国", "党支部书记", "13800000101"), PEOPLE[1])
    p.say(
        "二、应急小组",
        "（一）转移避险组",
        "组长：冯秀云",
        "成员：李大山、赵铁柱",
        "职责：组织低洼户转移，清点人数。",
        "（二）巡查组",
        "组长：王海涛",
        "职责：每小时巡查一次沟河坑塘。",
    )
    p.add("command/teams", {"name": "转移避险组", "leader_id": "冯秀云", "members": ["李大山", "赵铁柱"], "duties": "组织低洼户转移，清点人数。"}, {"name": "巡查组", "leader_id": "王海涛", "duties": "每小时巡查一次沟河坑塘。"})  # fmt: skip
    p.say(
        "三、预警响应",
        "红色预警：立即转移全部危险区人员。",
        "橙色预警：老弱病残提前转移。",
        "四、宣传培训",
        "汛前利用大喇叭、公示栏宣传转移路线。",
    )
    p.set("warning/actions_by_level/red", ["立即转移全部危险区人员"])
    p.set("warning/actions_by_level/orange", ["老弱病残提前转移"])
    p.set("training_text", "汛前利用大喇叭、公示栏宣传转移路线。")
    p.say("五、避险安置", "安置点设在村小学教学楼，可容纳300人。")
    p.add("evacuation/shelters", {"name": "村小学教学楼", "capacity": 300})
    p.signed()


def side_by_side_and_pictures(p: Paper) -> None:
    """Two people in a row of the list, a map as picture."""
    p.title(f"{p.village}生产安全事故应急预案", "work_safety")
    p.say("一、通讯录")
    rows = column(PEOPLE, "name", "post", "phone")
    p.table(["姓名", "职务", "电话"] * 2, [rows[0] + rows[1], rows[2] + rows[3], rows[4] + ["", "", ""]])
    p.add("command/contacts", *PEOPLE)
    p.say("二、转移路线图").add_run().add_picture(io.BytesIO(PIXEL))
    p.table(
        ["路线名称", "起点", "途经路段", "终点", "负责人"],
        [["一号路线", "东沟沿", "沿中心路向北", "村小学教学楼", "郑长河"]],
    )
    p.add(
        "evacuation/routes",
        {
            "name": "一号路线",
            "from": "东沟沿",
            "path_text": "沿中心路向北",
            "to_shelter_id": "村小学教学楼",
            "responsible_id": "郑长河",
        },
    )
    p.say("三、启动条件", "发生事故即启动。", "四、后期工作", "总结经验。")
    p.signed()


def form_like(p: Paper) -> None:
    """A registration form: labels and values side by side; merged cells down; sums; empty rows."""
    p.title(f"{p.village}防汛应急预案", "flood")
    p.say("一、村基本情况表")
    table = p.document.add_table(rows=3, cols=4)
    for row, texts in zip(
        table.rows,
        (
            ("户数", "412", "户籍人口", "1686人"),
            ("常住人口", "1105人", "耕地面积", "2380亩"),
            ("村支书", "周建国", "包村干部", "范某"),
        ),
        strict=True,
    ):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    for key, value in (
        ("households", 412),
        ("registered_population", 1686),
        ("resident_population", 1105),
        ("farmland_mu", 2380),
    ):
        p.set(f"profile/{key}", value)
    p.say("二、村民小组情况")
    p.table(
        ["组别", "户数", "人口"],
        [*column(GROUPS, "name", "households", "population"), ["合计", "177", "702"], ["", "", ""]],
    )
    p.add("profile/groups", *GROUPS)
    p.say("三、需转移人员名单")
    table = p.table(
        ["序号", "户主姓名", "家庭住址", "家庭人口", "人员类别", "包保责任人", "安置点"],
        [
            [str(n), *texts]
            for n, texts in enumerate(
                column(
                    SUBJECTS,
                    "household_head",
                    "address",
                    "people",
                    "vulnerable",
                    "responsible_id",
                    "shelter_id",
                ),
                1,
            )
        ],
    )
    p.add("evacuation/subjects", *SUBJECTS)
    p.say("四、预警方式")
    p.table(
        ["预警方式", "数量", "责任人"],
        [["大喇叭", "4", "郑长河"], ["铜锣", "6", "王海涛"], ["逐户敲门", "2", "冯秀云"]],
    )
    p.add("warning/channels", {"type": "应急广播大喇叭", "device_count": 4, "operator_id": "郑长河"}, {"type": "铜锣", "device_count": 6, "operator_id": "王海涛"}, {"type": "敲门入户", "device_count": 2, "operator_id": "冯秀云"})  # fmt: skip


def messy(p: Paper) -> None:
    """Full-width digits, names spread over three characters, a short telephone, one person twice."""
    p.title(f"{p.village}防汛应急预案", "flood")
    p.say("一、责任人名单")
    p.table(
        ["姓 名", "职 务", "联 系 电 话"],
        [
            ["周建国", "支书", "138 0000 0101"],
            ["王 涛", "文书", "１３８０００００１０３"],
            ["吴玉梅", "副主任", "1380000010"],
        ],
    )
    p.add(
        "command/contacts",
        person("周建国", "支书", "13800000101"),
        person("王涛", "文书", "13800000103"),
        person("吴玉梅", "副主任", "1380000010"),
    )
    p.say("二、网格员名单")
    p.table(
        ["姓名", "职务", "电话"], [["周建国", "支书", "13900000999"], ["钱小军", "网格员", "13800000108"]]
    )
    p.add("command/contacts", person("钱小军", "网格员", "13800000108"))
    p.say("三．物资")
    p.table(
        ["品名", "数量", "存放点", "备注"],
        [["木桩", "约200根", "村部", ""], ["雨衣", "２０件", "村部", "新购"], ["手电", "不详", "村部", ""]],
    )
    p.add(
        "resources/supplies",
        {"name": "木桩", "place": "村部"},
        {"name": "雨衣", "qty": 20, "unit": "件", "place": "村部"},
        {"name": "手电", "place": "村部"},
    )
    p.say("四、避险点")
    p.table(["避险点", "可安置人数", "联系人"], [["村小学", "一百人左右", "吴玉梅"], ["祠堂", "80", "支书"]])
    p.add("evacuation/shelters", {"name": "村小学", "keeper_id": "吴玉梅"}, {"name": "祠堂", "capacity": 80})
    p.say("说明：总指挥：支部书记。", "副总指挥：村主任、文书")


def prose_only(p: Paper) -> None:
    """Long sentences; all a reader can do is offer."""
    p.title(f"{p.village}自然灾害救助应急预案", "relief")
    p.say("一、概况")
    text = "截至2025年3月1日，全村共有412户，户籍人口1686人，其中常住人口1105人，危房3户9间，去年转移受灾群众12户。"
    p.say(text)
    p.set("profile/summary", text)
    p.set("profile/as_of", "2025-03-01")
    p.set("profile/households", 412)
    p.set("profile/registered_population", 1686)
    p.set("profile/resident_population", 1105)
    p.set("profile/unsafe_houses/households", 3)
    p.set("profile/unsafe_houses/rooms", 9)
    p.say(
        "二、指挥体系",
        "村成立指挥部，总指挥由党支部书记周建国担任，副总指挥由村委会副主任吴玉梅担任，灾害信息员由郑长河担任（电话13800000103）。",
    )
    p.set("command/chief_id", "周建国")
    p.set("command/deputy_ids", ["吴玉梅"])
    p.set("command/disaster_reporter_id", "郑长河")
    p.say("三、信息报告", "灾情发生后，信息员在30分钟内报告乡应急办，乡应急值班室电话为0394-5220001。")
    p.set("response/reporting/first_report_within_min", 30)
    p.say("四、演练", "每年至少组织2次应急演练。")
    p.set("drills/content", "每年至少组织2次应急演练。")
    p.set("drills/min_per_year", 2)
    p.signed()


def copied_from_next_door(p: Paper) -> None:
    """Title of one village, committee of another underneath: what copying looks like."""
    p.title(f"{p.village}防汛应急预案", "flood")
    p.say("一、总则", "本预案适用于黄庄村。", "二、应急队伍分工")
    p.table(
        ["组别", "组长", "成员", "主要职责"],
        [
            ["抢险救援组", "王海涛", "郑长河、李大山", "排水、抢险"],
            ["后勤保障组", "冯秀云", "吴玉梅", "饮食、药品"],
        ],
    )
    p.add("command/teams", {"name": "抢险救援组", "leader_id": "王海涛", "members": ["郑长河", "李大山"], "duties": "排水、抢险"}, {"name": "后勤保障组", "leader_id": "冯秀云", "members": ["吴玉梅"], "duties": "饮食、药品"})  # fmt: skip
    p.say("三、其他", "（一）收支表")
    p.table(["项目", "金额", "经手人"], [["买编织袋", "500元", "郑长河"]])
    p.say("黄庄村民委员会", "2024年4月1日")


HABITS: tuple[Callable[[Paper], None], ...] = (
    typed_numbering, heading_styles, automatic_numbering, dotted_numbering, chapters_and_merged_titles, text_boxes_and_headers,
    two_columns_and_soft_breaks, tracked_changes, nested_tables, lines_without_tables, side_by_side_and_pictures, form_like, messy, prose_only,
    copied_from_next_door,
)  # fmt: skip
VILLAGES = (
    "青山村",
    "白云村",
    "大周庄村",
    "刘楼村",
    "小李庄村",
    "范营村",
    "东黄楼村",
    "孙寨村",
    "柳林村",
    "马集村",
    "吕庄村",
    "高庙村",
    "石桥村",
    "赵湾村",
    "徐坊村",
)


def papers() -> Iterator[Paper]:
    """Every paper of the corpus, made afresh."""
    for habit, village in zip(HABITS, VILLAGES, strict=True):
        paper = Paper(habit.__name__, village)
        habit(paper)
        yield paper
