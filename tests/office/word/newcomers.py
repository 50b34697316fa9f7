"""Plans written down before the reader was last changed and not looked at since: the honest measure of it.

``word_strangers`` served so until its habits were learnt. Nothing may be added to the reader's words
because of these papers; once that is done, write others.
"""

from collections.abc import Callable, Iterator

from tests.office.word.corpus import Paper, person

PEOPLE = [
    person("任立新", "党支部书记", "13800000301"),
    person("马秀芝", "村委会副主任", "13800000302"),
    person("郭长海", "文书", "13800000303"),
]


def decimal_numbers(p: Paper) -> None:
    """1、1.1 and 1.1.1, as a consultant would number it."""
    p.title(f"{p.village}防汛应急预案", "flood")
    p.say("1 总则", "1.1 编制依据", "《中华人民共和国防洪法》《河南省防汛条例》等。")
    p.add("basis", {"title": "中华人民共和国防洪法"}, {"title": "河南省防汛条例"})
    p.say("1.2 村情概况", "全村共318户，户籍人口1290人，耕地面积1866亩。村东为泉河支沟。")
    p.set("profile/summary", "全村共318户，户籍人口1290人，耕地面积1866亩。村东为泉河支沟。")
    p.set("profile/households", 318)
    p.set("profile/registered_population", 1290)
    p.set("profile/farmland_mu", 1866)
    p.say("2 组织体系", "2.1 指挥机构", "指挥长由党支部书记任立新担任，副指挥长由马秀芝、郭长海担任。")
    p.set("command/chief_id", "任立新")
    p.set("command/deputy_ids", ["马秀芝", "郭长海"])
    p.say("2.2 通信录")
    p.table(["姓名", "单位职务", "手机号码"], [[r["name"], r["post"], r["phone"]] for r in PEOPLE])
    p.add("command/contacts", *PEOPLE)
    p.say("3 转移安置", "3.1 启动条件", "县里发布红色预警，或者支沟漫堤。")
    p.set("evacuation/start_when", ["县里发布红色预警，或者支沟漫堤"])
    p.say("3.2 安置点")
    p.table(["名称", "位置", "容纳量", "联系人"], [["小学教学楼", "村北", "240", "郭长海"]])
    p.add(
        "evacuation/shelters",
        {"name": "小学教学楼", "address": "村北", "capacity": 240, "keeper_id": "郭长海"},
    )
    p.signed()


def one_page_card(p: Paper) -> None:
    """A page to hang on the wall, label and value."""
    p.title(f"{p.village}防汛应急预案", "flood")
    p.table(
        ["总指挥", "任立新", "副总指挥", "马秀芝"],
        [["信息员", "郭长海", "总户数", "205户"], ["户籍人口", "861人", "统计时间", "2025年4月1日"]],
    )
    p.set("command/chief_id", "任立新")
    p.set("command/deputy_ids", ["马秀芝"])
    p.set("command/info_reporter_id", "郭长海")
    p.set("profile/households", 205)
    p.set("profile/registered_population", 861)
    p.set("profile/as_of", "2025-04-01")
    p.say("转移路线：各组沿村道向北到小学。", "物资：村部有铁锹20把。")
    p.signed()


def long_sentences(p: Paper) -> None:
    """Few headings and long sentences, with counts of other things beside those of the village."""
    p.title(f"{p.village}火灾应急预案", "fire")
    p.say("一、基本情况")
    said = "我村有6个村民小组，412户1650口人，其中低保户23户，五保户4户，近年来发生火灾2起。"
    p.say(said)
    p.set("profile/summary", said)
    p.set("profile/households", 412)
    p.set("profile/registered_population", 1650)
    p.say("二、组织领导", "由村党支部书记任立新同志任组长，马秀芝、郭长海为成员，负责指挥灭火。")
    p.set("command/chief_id", "任立新")
    p.say("三、器材")
    p.table(
        ["器材名称", "数量", "存放地点", "保管人"],
        [["灭火器", "30具", "村部", "郭长海"], ["消防水带", "6盘", "村部", "郭长海"]],
    )
    p.add(
        "resources/supplies",
        {"name": "灭火器", "qty": 30, "unit": "具", "place": "村部", "keeper_id": "郭长海"},
        {"name": "消防水带", "qty": 6, "unit": "盘", "place": "村部", "keeper_id": "郭长海"},
    )
    p.say("四、善后工作", "帮助受灾户恢复生产生活。")
    p.set("recovery", ["帮助受灾户恢复生产生活"])
    p.signed()


def rosters(p: Paper) -> None:
    """Rosters under headings, some of which belong to no plan."""
    p.title(f"{p.village}地震应急预案", "earthquake")
    p.say("一、应急领导小组", "组长：任立新（党支部书记）", "副组长：马秀芝", "成员：郭长海")
    p.set("command/chief_id", "任立新")
    p.set("command/deputy_ids", ["马秀芝"])
    p.say("二、应急队伍")
    p.table(
        ["队伍", "队员数", "队长", "电话"],
        [["抢险突击队", "18", "郭长海", "13800000303"], ["医疗救护队", "4", "马秀芝", "13800000302"]],
    )
    p.add(
        "resources/teams_ref",
        {"team_id": "抢险突击队", "headcount": 18},
        {"team_id": "医疗救护队", "headcount": 4},
    )
    p.say("三、党员包户表")
    p.table(["党员", "包联户数", "备注"], [["任立新", "5", ""], ["马秀芝", "4", ""]])
    p.say("四、避难场所")
    p.table(["场所名称", "面积(平方米)", "容纳人数(人)", "管理员"], [["村文化广场", "1200", "600", "马秀芝"]])
    p.add(
        "evacuation/shelters",
        {"name": "村文化广场", "area_m2": 1200, "capacity": 600, "keeper_id": "马秀芝"},
    )
    p.say("五、演练", "每年汛前演练1次。")
    p.set("drills/content", "每年汛前演练1次。")
    p.set("drills/min_per_year", 1)
    p.signed()


NEWCOMERS: tuple[tuple[Callable[[Paper], None], str], ...] = (
    (decimal_numbers, "石桥村"),
    (one_page_card, "柳河村"),
    (long_sentences, "大周营村"),
    (rosters, "马堂村"),
)


def newcomers() -> Iterator[Paper]:
    """Every paper the reader was not fitted to."""
    for habit, village in NEWCOMERS:
        paper = Paper(habit.__name__, village)
        habit(paper)
        yield paper
