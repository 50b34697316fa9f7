"""An invented village plan as an outline, long enough for the layout to show what it can do."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from yingji.paper.sheet import Mark, Sheet
from yingji.plans.outline import Column, Node

LEVELS = ("红色", "橙色", "黄色", "蓝色")
NAMES = ("马某某", "李某某", "王某某", "赵某某", "刘某某", "陈某某", "杨某某", "周某某", "吴某某", "郑某某")

PRINCIPLES = (
    "坚持人民至上、生命至上，把保障群众生命安全放在首位；坚持“先避险、后抢险，宁可十防九空、不可失防万一”，"
    "对危旧房屋、低洼易涝户、沿沟沿塘住户，一律提前转移、应转尽转；坚持村组负责、全员参与，平时按网格包保到户、"
    "到人，战时由村“两委”统一指挥，党员干部、民兵和志愿者就近就便投入抢险救援。"
)
DUTIES = (
    "在乡党委、乡政府和乡应急指挥部领导下，负责本村突发事件的监测巡查、信息报告、预警传播、人员转移、先期处置和"
    "灾后恢复工作；组织修订本预案，每年汛前至少开展 1 次转移避险演练；储备必要的抢险物资，落实值班值守制度，汛期和"
    "重要时段实行 24 小时值班。"
)
REPORT = (
    "任何村民发现险情，应立即向村信息员或者村“两委”干部报告。村信息员接报后 10 分钟内电话报告总指挥，同时报告"
    "乡应急办；来不及核实的，可先报告“已知情况”，后续情况随时续报。报告内容包括：发生时间、地点、类别、伤亡和"
    "失联人数、房屋和农田受损情况、已经采取的措施、需要上级支援的事项等。不得迟报、谎报、瞒报、漏报……"
)


def paragraph(path: str, title: str, text: str) -> Node:
    return Node(path, path.rpartition("/")[2], title, "paragraph", text)


def value(path: str, title: str, text: str) -> Node:
    return Node(path, path.rpartition("/")[2], title, "value", text, value=text)


def bullets(path: str, title: str, *texts: str) -> Node:
    items = tuple(value(f"{path}/{n}", "", text) for n, text in enumerate(texts))
    return Node(path, path.rpartition("/")[2], title, "list", children=items)


def table(path: str, title: str, heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Node:
    columns = tuple(Column(f"c{n}", head, "public") for n, head in enumerate(heads))
    children = tuple(
        Node(f"{path}/{n}", str(n), "", "row",
             children=tuple(value(f"{path}/{n}/c{m}", "", text) for m, text in enumerate(row)))
        for n, row in enumerate(rows)
    )  # fmt: skip
    return Node(path, path.rpartition("/")[2], title, "table", columns=columns, children=children)


def section(path: str, title: str, *children: Node) -> Node:
    return Node(path, path.rpartition("/")[2], title, "section", children=children)


def chapter(number: int, title: str, *children: Node) -> Node:
    return Node(f"#fixed/{number}", str(number), title, "chapter", children=children)


def root(*chapters: Node) -> Node:
    return Node("", "", "沈丘县石槽集乡塱头村突发事件综合应急预案", "root", children=chapters)


def contacts(count: int = 24) -> Node:
    rows = [
        (str(n + 1), NAMES[n % 10], f"第{n % 6 + 1}村民小组组长", f"138 0000 {1000 + n}", "白天、夜间均可")
        for n in range(count)
    ]
    return table("/command/contacts", "责任人通讯录", ("序号", "姓名", "职务", "手机", "备注"), rows)


def households(count: int = 30) -> Node:
    heads = (
        "户主",
        "住址",
        "人数",
        "重点人群",
        "风险点",
        "包保责任人",
        "联系电话",
        "安置点",
        "转移路线",
        "交通方式",
        "备注",
    )
    rows = [
        (NAMES[n % 10], f"第{n % 6 + 1}村民小组 {n + 1} 号", str(n % 6 + 1), "独居老人、残疾人", "村西排水沟低洼地段",
         NAMES[(n + 3) % 10], f"138 0000 {2000 + n}", "村小学教学楼一层", "沿村中大街向东至小学，避开西桥", "步行", "需两人搀扶")
        for n in range(count)
    ]  # fmt: skip
    return table("/evacuation/subjects", "转移对象名册", heads, rows)


def profile() -> Node:
    return section(
        "/profile", "村情概况",
        value("/profile/households", "户数", "812 户"), value("/profile/population", "户籍人口", "3267 人"),
        value("/profile/resident", "常住人口", "2105 人"), value("/profile/farmland", "耕地", "4210.5 亩"),
        value("/profile/rooms", "住房间数", "4873 间"), value("/profile/unsafe", "危房", "3 户 7 间"),
        value("/profile/water", "河沟坑塘", "村西排水沟 1 条，坑塘 4 处，机井 36 眼，排涝闸 1 座"),
        value("/profile/as_of", "统计截止日", "2026年3月31日"),
    )  # fmt: skip


def hazard(number: int, name: str) -> Node:
    where = f"/response/by_hazard/{number}"
    return section(
        where, name,
        bullets(f"{where}/first", "最初 10 分钟", "立即鸣锣、开启大喇叭，通知危险区域群众撤离", "切断电源、气源，设置警戒，严禁无关人员进入",
                "报告总指挥和乡应急办，联系 119、120"),
        paragraph(f"{where}/steps", "处置步骤", REPORT),
        bullets(f"{where}/stop", "停止条件", "险情已经排除，且经乡指挥部同意"),
    )  # fmt: skip


def plan() -> Node:
    """Nine chapters with running text, lists, compact values, narrow and wide tables."""
    levels = tuple(
        bullets(
            f"/warning/{n}",
            f"{level}预警",
            *(f"{level}第 {k} 项行动：{DUTIES[: 60 + 7 * k]}" for k in range(1, 4)),
        )
        for n, level in enumerate(LEVELS)
    )
    hazards = tuple(hazard(n, name) for n, name in enumerate(("洪涝内涝", "火灾", "低温雨雪冰冻", "地震")))
    return root(
        chapter(1, "总则", paragraph("#fixed/0/0", "编制目的", DUTIES),
                bullets("/basis", "编制依据", "《中华人民共和国突发事件应对法》", "《突发事件应急预案管理办法》（国办发〔2024〕5号）"),
                paragraph("#fixed/0/2", "适用范围", REPORT), paragraph("#fixed/0/3", "工作原则", PRINCIPLES)),
        chapter(2, "基本情况", profile(), paragraph("/history", "历史灾害", PRINCIPLES + REPORT)),
        chapter(3, "组织体系", paragraph("/command/duties", "职责", DUTIES + PRINCIPLES), contacts()),
        chapter(4, "预警传播", section("/warning", "分级行动", *levels)),
        chapter(5, "转移避险", paragraph("/evacuation/order", "转移顺序", PRINCIPLES), households(),
                paragraph("/evacuation/return", "返回条件", DUTIES)),
        chapter(6, "处置措施", *hazards, paragraph("/response/reporting", "信息报告", REPORT)),
        chapter(7, "应急资源", table("/supplies", "物资清单", ("名称", "规格", "数量", "存放地点", "保管人"),
                [(f"物资{n}", "50 千克编织袋", str(10 * n), "村委会仓库", NAMES[n % 10]) for n in range(1, 13)])),
        chapter(8, "后期处置", paragraph("/recovery", "恢复重建", DUTIES)),
        chapter(9, "附则", paragraph("#fixed/8/0", "管理与更新", PRINCIPLES + DUTIES)),
    )  # fmt: skip


SHEET = Sheet(
    unit_name="塱头村村民委员会",
    issuers=("塱头村村民委员会",),
    unit_kind="village",
    plan_kind="comprehensive",
    title="沈丘县石槽集乡塱头村突发事件综合应急预案",
    number=3,
    edition_no=2,
    digest="abcd1234" + "0f" * 28,
    doc_no=None,
    issued_on=date(2026, 5, 1),
    effective_on=date(2026, 5, 10),
    approved_on=date(2026, 4, 28),
    signers=(("村党支部书记", "马某某"),),
    filed_on=date(2026, 5, 6),
    receipt_no="备2026-017",
    verify_url="https://yingji.example.cn/v/Zk3v9QmB7TnX2aLrP0sYdw",
    marks=(),
)


def marked(*marks: tuple[str, str]) -> Sheet:
    return replace(SHEET, marks=tuple(Mark(kind, text) for kind, text in marks))  # type: ignore[arg-type]  # kinds given as text
