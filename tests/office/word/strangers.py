"""Plans of habits the reader once did not know; it has learnt from them since, see ``word_newcomers``."""

from collections.abc import Callable, Iterator

from tests.office.word.corpus import Paper, column, person

LEADERS = [
    person("赵国强", "党总支书记", "13800000201"),
    person("钱秀兰", "村委主任", "13800000202"),
    person("孙长顺", "会计", "13800000203"),
    person("李保田", "治保主任", "13800000204"),
]


def county_model_text(p: Paper) -> None:
    """A model text handed down by the county, with blanks filled in."""
    p.title(f"{p.village}防汛应急预案", "flood")
    p.say(
        "为切实做好我村防汛工作，确保安全度汛，根据《中华人民共和国防洪法》《河南省防汛条例》，结合我村实际，特制定本预案。"
    )
    p.add("basis", {"title": "中华人民共和国防洪法"}, {"title": "河南省防汛条例"})
    p.say("一、村情", "我村地处淮河支流泉河北岸，辖4个自然村、9个村民小组，623户2518口人，耕地3360亩。")
    p.set(
        "profile/summary", "我村地处淮河支流泉河北岸，辖4个自然村、9个村民小组，623户2518口人，耕地3360亩。"
    )
    p.set("profile/households", 623)
    p.set("profile/registered_population", 2518)
    p.set("profile/farmland_mu", 3360)
    p.say(
        "二、组织领导",
        "成立防汛抗旱领导小组：",
        "组 长：赵国强",
        "副组长：钱秀兰",
        "成 员：孙长顺、李保田、周小梅",
        "领导小组下设办公室，孙长顺兼任办公室主任，负责日常工作。",
    )
    p.set("command/chief_id", "赵国强")
    p.set("command/deputy_ids", ["钱秀兰"])
    p.say("三、抢险队伍")
    p.table(
        ["队伍名称", "队长", "队员人数", "联系电话"],
        [["抢险一队", "李保田", "20", "13800000204"], ["抢险二队", "孙长顺", "15", "13800000203"]],
    )
    p.add(
        "resources/teams_ref",
        {"team_id": "抢险一队", "headcount": 20},
        {"team_id": "抢险二队", "headcount": 15},
    )
    p.say("四、物料准备", "编织袋2000条，铁锹50把，土方300立方，存放于村委会院内。")
    p.say("五、工作要求", "一要提高认识，二要严肃纪律。")
    p.signed()


def responsibility_sheet(p: Paper) -> None:
    """Mostly one wide sheet of who answers for which house."""
    p.title(f"{p.village}汛期群众转移避险应急预案", "flood")
    p.say("避险转移责任人一览表")
    rows = [
        {
            "household_head": "吴老三",
            "people": 2,
            "address": "河东头",
            "shelter_id": "大队部",
            "responsible_id": "李保田",
        },
        {
            "household_head": "郑桂花",
            "people": 1,
            "address": "河西头",
            "shelter_id": "小学",
            "responsible_id": "孙长顺",
        },
    ]
    sheet = [
        [str(n), *texts, "13800000204"]
        for n, texts in enumerate(
            column(rows, "household_head", "people", "address", "shelter_id", "responsible_id"), 1
        )
    ]
    p.table(["序号", "户主", "人数", "住址", "安置地点", "包户干部", "包户干部电话"], sheet)
    p.add("evacuation/subjects", *rows)
    p.say("安置场所")
    p.table(["场所", "能住多少人", "管事的"], [["大队部", "60", "钱秀兰"], ["小学", "200", "周小梅"]])
    p.add(
        "evacuation/shelters",
        {"name": "大队部", "capacity": 60, "keeper_id": "钱秀兰"},
        {"name": "小学", "capacity": 200, "keeper_id": "周小梅"},
    )
    p.signed()


def notice_style(p: Paper) -> None:
    """Drawn up as a notice with everything in sentences."""
    p.say("关于印发《防汛预案》的通知", "各村民小组：", "现将预案印发给你们，请认真执行。")
    p.title(f"{p.village}防汛应急预案", "flood")
    p.say("1、指挥机构。指挥长由支部书记赵国强同志担任，副指挥长由钱秀兰、李保田同志担任。")
    p.set("command/chief_id", "赵国强")
    p.set("command/deputy_ids", ["钱秀兰", "李保田"])
    p.say(
        "2、值班安排。汛期实行24小时值班，值班电话：0394-5220011。",
        "3、物资。村里备有水泵4台、雨衣30件，由会计孙长顺（13800000203）保管。",
    )
    p.say("4、善后。统计损失，发放救助，开展消杀。", "5、演练。每年5月底前演练1次。")
    p.set("drills/content", "每年5月底前演练1次。")
    p.set("drills/min_per_year", 1)
    p.signed()


def school_like_tables(p: Paper) -> None:
    """Many tables with short heads, some of them for other purposes."""
    p.title(f"{p.village}突发事件综合应急预案", "comprehensive")
    p.say("（一）人员分工")
    p.table(
        ["姓名", "职务", "负责工作", "手机"], [[r["name"], r["post"], "见职责", r["phone"]] for r in LEADERS]
    )
    p.add("command/contacts", *LEADERS)
    p.say("（二）值班表")
    p.table(["日期", "带班领导", "值班人员"], [["周一", "赵国强", "孙长顺"], ["周二", "钱秀兰", "李保田"]])
    p.say("（三）设备")
    p.table(["名称", "数量", "备注"], [["发电机", "2台", "村部"], ["抽水泵", "3台", "村部"]])
    p.add(
        "resources/supplies",
        {"name": "发电机", "qty": 2, "unit": "台"},
        {"name": "抽水泵", "qty": 3, "unit": "台"},
    )
    p.say("（四）隐患排查台账")
    p.table(
        ["序号", "隐患点", "类型", "责任人", "整改情况"],
        [["1", "村南桥护栏", "道路桥梁", "李保田", "已修"], ["2", "老粮囤", "粮囤", "孙长顺", "正在拆"]],
    )
    p.add(
        "risk_points",
        {"name": "村南桥护栏", "hazard": "道路桥梁", "watch_contact_id": "李保田"},
        {"name": "老粮囤", "hazard": "粮囤", "watch_contact_id": "孙长顺"},
    )
    p.signed()


def merged_cells_and_remarks(p: Paper) -> None:
    """Groups merged down the side, remarks in every other cell."""
    p.title(f"{p.village}地震应急预案", "earthquake")
    p.say("第一部分　组织机构")
    rows: list[list[str]] = [
        ["综合协调组", "赵国强", "组长"],
        ["", "孙长顺", "组员"],
        ["抢险救援组", "李保田", "组长"],
        ["", "周小梅", "组员"],
    ]
    table = p.table(["组别", "姓名", "组内职务"], rows)
    for top in (1, 3):
        table.rows[top].cells[0].merge(table.rows[top + 1].cells[0])
    p.say("第二部分　应急通信录")
    p.table(
        ["序号", "姓名", "单位及职务", "电话（手机）"],
        [[str(n), r["name"], r["post"], r["phone"]] for n, r in enumerate(LEADERS, 1)],
    )
    p.add("command/contacts", *LEADERS)
    p.say(
        "第三部分　震后处置",
        "地震发生后立即组织自救互救，首先抢救老人、孩子。",
        "第四部分　后期处置",
        "核查房屋受损情况，登记上报。",
        "做好卫生防疫。",
    )
    p.set("recovery", ["核查房屋受损情况，登记上报", "做好卫生防疫"])
    p.signed()


def answers_to_questions(p: Paper) -> None:
    """Question and answer, for reading aloud."""
    p.title(f"{p.village}防汛应急预案", "flood")
    p.say(
        "问：谁说了算？",
        "答：村支书赵国强说了算，他不在由钱秀兰负责。",
        "问：什么时候转移？",
        "答：听见锣声马上走。",
        "问：往哪里走？",
        "答：河东的去大队部，河西的去小学。",
    )
    p.say("问：找谁？", "答：赵国强13800000201，钱秀兰13800000202。")
    p.add(
        "command/contacts",
        {"name": "赵国强", "phone": "13800000201"},
        {"name": "钱秀兰", "phone": "13800000202"},
    )


STRANGERS: tuple[tuple[Callable[[Paper], None], str], ...] = (
    (county_model_text, "胡集村"),
    (responsibility_sheet, "丁楼村"),
    (notice_style, "前王营村"),
    (school_like_tables, "槐店村"),
    (merged_cells_and_remarks, "卢庄村"),
    (answers_to_questions, "新安集村"),
)


def strangers() -> Iterator[Paper]:
    """Every paper of those habits."""
    for habit, village in STRANGERS:
        paper = Paper(habit.__name__, village)
        habit(paper)
        yield paper
