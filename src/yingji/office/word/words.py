"""What village plans on paper call the things a plan document holds.

Only words that mean one thing wherever they stand at the head of a column, before a colon or as a
heading; what can mean two things is left out and offered to a person instead.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TableWords:
    """Words of one kind of table. ``about`` are words of the heading or caption over it.

    ``columns`` are further names of its columns; ``sure`` are sets of columns any of which tells the
    table whatever stands over it; without one of them the heading has to say it too.
    ``never`` are column words that rule it out, ``extra`` those that say nothing against it.
    """

    about: tuple[str, ...]
    columns: Mapping[str, tuple[str, ...]]
    sure: tuple[frozenset[str], ...] = ()
    never: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    """Heads such tables often have besides, with no place in the plan."""


def _sure(*sets: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(each.split()) for each in sets)


PHONE = ("手机", "手机号", "手机号码", "联系电话", "电话号码", "联系方式", "联系手机", "办公电话", "值班电话")
PERSON = ("责任人", "负责人", "责任人姓名", "负责人姓名")

TABLES: Mapping[str, TableWords] = {
    "/profile/groups": TableWords(
        ("村民小组", "自然村", "小组情况", "基本情况", "人口分布"),
        {
            "name": ("小组", "组别", "村民小组", "自然村", "小组名称", "自然村名称", "村组"),
            "households": ("总户数", "户数(户)"),
            "population": ("人数", "人口数", "总人口", "户籍人口"),
        },
        _sure("name households population"),
        ("组长", "风险点", "隐患点", "等级", "安置点", "转移户数"),
    ),
    "/profile/water_assets": TableWords(
        ("河沟", "坑塘", "水利设施", "桥闸", "机井", "河道"),
        {"type": ("类别", "设施类型"), "name": ("设施名称", "河沟名称", "坑塘名称"), "location": ("地点", "所在位置", "具体位置"), "note": ("情况", "现况", "备注", "状况")},
    ),
    "/profile/places": TableWords(
        ("重点场所", "人员密集场所", "重点单位"),
        {"type": ("类别", "场所类型"), "name": ("场所名称", "单位名称"), "headcount": ("人数", "常有人数"), "contact_id": ("负责人", "责任人")},
    ),
    "/profile/history": TableWords(
        ("历史灾害", "历史灾情", "灾害历史"),
        {"date": ("时间", "发生时间", "发生日期"), "kind": ("灾害种类", "灾害类型", "类型"), "loss_text": ("损失情况", "灾情", "受灾损失", "损失"), "casualties": ("伤亡", "伤亡情况")},
    ),
    "/risk_points": TableWords(
        ("风险点", "隐患点", "危险区", "风险隐患", "隐患排查", "易涝点"),
        {
            "name": ("风险点", "隐患点", "风险点名称", "隐患点名称", "点位", "点位名称", "风险点位", "易涝点", "危险区域"),
            "hazard": ("灾害类型", "灾害种类", "风险类型", "隐患类型", "灾害类别", "类型"),
            "location": ("地点", "具体位置", "所在位置"),
            "grade": ("风险等级", "隐患等级", "级别", "危险等级"),
            "trigger": ("预警条件", "触发指标", "预警指标", "启动条件", "转移条件"),
            "affected": ("影响户数人数", "影响户数/人数", "影响范围", "威胁对象", "影响情况"),
            "affected/households": ("户数", "影响情况户数", "影响户数", "威胁户数", "涉及户数", "受威胁户数"),
            "affected/people": ("人数", "影响情况人数", "影响人数", "威胁人数", "涉及人数", "受威胁人数", "影响人口"),
            "watch_contact_id": ("巡查人", "巡查员", "监测人", "监测责任人", "巡查责任人姓名", *PERSON),
        },
        _sure("name grade", "name trigger", "name affected", "name affected/people"),
    ),
    "/command/contacts": TableWords(
        ("通讯录", "联系方式", "联系电话", "领导小组", "指挥部", "责任人", "人员名单", "工作人员", "通信录", "组织机构", "联系表"),
        {
            "name": ("名字", "人员", "人员姓名", "姓 名", *PERSON),
            "post": ("单位及职务", "单位职务", "工作单位及职务", "村内职务", "职务岗位", "身份", "现任职务", "岗位", "工作职务", "村里职务"),
            "phone": PHONE,
            "backup_phone": ("第二电话", "其他电话", "备用号码", "备用联系电话", "家庭电话"),
            "groups": ("联系小组", "负责小组", "包组", "所包小组", "责任区", "包片"),
        },
        _sure("name post phone"),
        ("户主", "住址", "家庭住址", "安置点", "物资", "物资名称", "数量", "风险点", "隐患点", "人数", "所有人", "车主", "机主"),
    ),
    "/command/superior_contacts": TableWords(
        ("上级", "救援电话", "值班电话", "报警电话", "应急电话", "常用电话", "外部救援"),
        {"unit": ("部门", "单位名称", "部门名称", "单位部门", "联系单位"), "phone": PHONE},
        (),
        ("姓名", "职务", "数量"),
    ),
    "/command/teams": TableWords(
        ("工作组", "应急小组", "应急队伍", "分工", "组织机构"),
        {"name": ("组别", "工作组", "小组名称", "组名称", "工作小组", "小组"), "leader_id": ("组长姓名", "负责人", "牵头人"), "members": ("组员", "成员名单", "小组成员"), "duties": ("主要职责", "工作职责", "任务", "职责分工", "工作任务")},
        _sure("name leader_id duties", "name leader_id members"),
    ),
    "/warning/channels": TableWords(
        ("预警传播", "传播方式", "预警方式", "预警发布", "预警设备", "预警信息传播"),
        {"type": ("传播方式", "预警方式", "预警手段", "设备", "设备名称", "方式方法"), "device_count": ("台数", "设备数量", "套数"), "operator_id": ("操作员", "操作责任人", "使用人", *PERSON), "coverage": ("覆盖区域", "范围", "适用范围"), "backup": ("备用方式", "备用手段", "停电时")},
        _sure("type device_count operator_id"),
    ),
    "/warning/signals": TableWords(
        ("信号", "预警信号", "信号约定"),
        {"meaning": ("含义", "信号含义", "代表意思", "意义", "表示"), "signal": ("预警信号", "信号约定", "信号形式", "声音信号")},
        _sure("meaning signal"),
    ),
    "/evacuation/subjects": TableWords(
        ("转移对象", "转移人员", "转移名单", "需转移", "重点人员", "转移安置", "避险转移"),
        {
            "household_head": ("户主姓名", "转移对象", "转移户", "被转移户主", "户主（转移对象）"),
            "address": ("家庭住址", "居住地址", "详细住址", "地址", "住地"),
            "people": ("家庭人口", "家里几口人", "几口人", "转移人数", "家庭人数", "人口", "人口数"),
            "vulnerable": ("人员类别", "特殊人群", "特殊人员", "人员类型", "困难类别"),
            "risk_point_id": ("风险点", "隐患点", "所在风险点", "所属风险点"),
            "responsible_id": ("包保人", "帮扶干部", "包保干部", "转移责任人", "包户责任人", "帮扶责任人", "包户干部", *PERSON),
            "shelter_id": ("安置地点", "往哪转", "转移到哪里", "转移去向", "转移地点", "避险点", "安置点名称", "安置场所"),
            "route_id": ("转移路线", "撤离路线"),
            "transport": ("交通工具", "转移工具", "运输方式"),
            "notes": ("说明",),
        },
        _sure("household_head people shelter_id", "household_head people responsible_id", "household_head address people"),
    ),
    "/evacuation/routes": TableWords(
        ("转移路线", "撤离路线", "避险路线"),
        {"name": ("路线", "路线名称", "路线编号"), "from": ("起点位置", "出发点", "转出地", "出发地"), "to_shelter_id": ("终点", "到达点", "安置点", "目的地"), "path_text": ("途经", "路线走向", "转移路线", "走向", "具体路线", "途经路段"), "length_m": ("距离", "路程", "长度(米)"), "responsible_id": ("引导人", "带队人", *PERSON)},
        _sure("from to_shelter_id path_text"),
    ),
    "/evacuation/shelters": TableWords(
        ("安置点", "避难场所", "安置场所", "避险点", "避灾"),
        {
            "name": ("安置点", "安置点名称", "场所", "场所名称", "避难场所", "避险点", "避灾点", "避难场所名称", "安置场所"),
            "type": ("类别", "场所类型", "场所类别"),
            "address": ("位置", "详细地址", "所在位置", "地点", "具体位置"),
            "capacity": ("能住多少人", "能住人数", "能容纳人数", "可住人数", "容纳人数", "可安置人数", "容量", "安置人数", "可容纳人数(人)", "容纳量"),
            "area_m2": ("面积(平方米)", "建筑面积", "面积(㎡)"),
            "facilities": ("配套设施", "设施情况", "生活设施"),
            "keeper_id": ("管理员", "管理人", "管事的", "管事人", "联系人", "管理责任人", *PERSON),
            "hazards_ok": ("适用灾害", "适用灾种类"),
        },
        _sure("name capacity"),
    ),
    "/resources/supplies": TableWords(
        ("物资", "物料", "装备", "器材", "储备", "设备"),
        {
            "name": ("物资名称", "品名", "物资", "物品名称", "器材名称", "装备名称", "物资种类"),
            "spec": ("型号", "规格型号"),
            "unit": ("计量单位",),
            "qty": ("储备数量", "库存数量", "数目", "现有数量", "库存"),
            "place": ("存放位置", "储存地点", "存储地点", "存放处", "储备地点", "存放点", "地点"),
            "keeper_id": ("保管员", "管理人", "管理员", *PERSON),
            "checked_on": ("检查时间", "更新日期", "盘点日期", "更新时间", "最近检查"),
            "expires_on": ("有效期", "到期日期", "失效日期"),
        },
        _sure("name qty place", "name qty keeper_id", "name qty unit"),
        ("车主", "机主", "所有人"),
    ),
    "/resources/borrowable": TableWords(
        ("社会资源", "可调用", "可征用", "机械", "车辆"),
        {"item": ("设备名称", "机械名称", "车辆名称", "机械设备", "设备", "资源名称"), "owner": ("车主", "机主", "物主", "户主", "所属人"), "phone": PHONE, "agreement": ("备注", "约定事项", "调用约定")},
        _sure("item owner phone"),
    ),
    "/resources/teams_ref": TableWords(
        ("应急队伍", "抢险队", "救援队", "突击队", "队伍"),
        {"team_id": ("队伍名称", "队伍"), "headcount": ("队员人数", "队员数"), "skills": ("特长", "技能")},
        extra=("队长", "负责人", "联系人", *PHONE),
    ),
    "/drafting_group": TableWords(
        ("编制小组", "编制工作小组", "编写组", "编制组"),
        {"name": ("编制人员",), "post": ("职务", "分工", "小组职务")},
        (),
        ("电话", *PHONE),
    ),
}  # fmt: skip

ROLES: Mapping[str, tuple[str, ...]] = {
    "/command/chief_id": ("总指挥", "指挥长", "总指挥长"),
    "/command/deputy_ids": ("副总指挥", "副指挥长"),
    "/command/info_reporter_id": ("信息员", "信息报告员", "突发事件信息员", "信息报送员"),
    "/command/disaster_reporter_id": ("灾害信息员",),
    "/command/fire_manager_id": ("消防安全管理人", "消防管理人"),
}
"""Who is who: before a colon, or in a column that says what somebody is in an emergency."""

ROLE_HEADS = (
    "应急职务",
    "指挥部职务",
    "小组职务",
    "组内职务",
    "领导小组职务",
    "应急职责",
    "应急分工",
    "分工",
    "指挥部任职",
    "担任职务",
)

LABELS: Mapping[str, tuple[str, ...]] = {
    "/profile/households": ("总户数", "户数", "全村户数", "现有户数", "全村总户数"),
    "/profile/registered_population": ("户籍人口", "户籍人口数"),
    "/profile/resident_population": ("常住人口", "常住人口数"),
    "/profile/farmland_mu": ("耕地", "耕地面积"),
    "/profile/rooms": ("住房间数", "房屋间数"),
    "/profile/as_of": ("统计截止日", "统计截止日期", "统计时间", "数据截止日期"),
    "/drills/last_on": ("最近一次演练", "最近一次演练时间", "最近演练时间"),
    "/warning/actions_by_level/red": ("红色预警", "收到红色预警", "红色预警响应"),
    "/warning/actions_by_level/orange": ("橙色预警", "收到橙色预警", "橙色预警响应"),
    "/warning/actions_by_level/yellow": ("黄色预警", "收到黄色预警", "黄色预警响应"),
    "/warning/actions_by_level/blue": ("蓝色预警", "收到蓝色预警", "蓝色预警响应"),
}
"""Single values that stand after a colon or beside their name in a table."""

SECTIONS: Mapping[str, tuple[str, ...]] = {
    "/profile/summary": ("基本情况", "村情概况", "村庄概况", "基本村情", "村情", "本村概况", "村基本情况", "村情概述", "概况", "概述", "学校概况", "单位概况", "企业概况", "单位基本情况", "学校基本情况"),
    "/command/duties": ("指挥部职责", "领导小组职责", "主要职责", "领导小组主要职责", "指挥部主要职责"),
    "/warning/source_text": ("预警信息接收", "预警接收", "预警信息来源"),
    "/evacuation/start_when": ("转移启动条件", "转移条件", "转移时机", "启动条件", "转移避险启动条件", "启动转移条件"),
    "/evacuation/order": ("转移顺序", "转移次序", "转移先后顺序", "疏散顺序", "疏散次序"),
    "/evacuation/return_when": ("返回条件", "返家条件", "解除返回条件", "解除转移条件"),
    "/response/escalation": ("扩大响应", "扩大应急", "响应升级", "扩大应急响应", "移交指挥", "扩大响应和移交指挥"),
    "/resources/support_text": ("通信、交通和医疗保障", "通信交通医疗保障", "通信和交通保障", "通信与交通保障"),
    "/recovery": ("后期处置", "善后处置", "灾后处置", "灾后恢复", "善后工作", "灾后恢复重建", "善后处理", "灾后工作"),
    "/training_text": ("培训和宣传", "宣传培训", "培训宣传", "宣传和培训", "宣传与培训", "培训与宣传", "宣传教育", "宣传教育和培训", "宣传教育培训"),
    "/drills/content": ("演练内容", "应急演练", "预案演练", "演练"),
    "/warning/actions_by_level/red": ("红色预警", "红色预警响应", "红色预警行动", "收到红色预警"),
    "/warning/actions_by_level/orange": ("橙色预警", "橙色预警响应", "橙色预警行动", "收到橙色预警"),
    "/warning/actions_by_level/yellow": ("黄色预警", "黄色预警响应", "黄色预警行动", "收到黄色预警"),
    "/warning/actions_by_level/blue": ("蓝色预警", "蓝色预警响应", "蓝色预警行动", "收到蓝色预警"),
    # townships
    "/area/summary": ("基本情况", "乡情概况", "乡情概述", "辖区概况", "区域概况", "本乡概况", "乡镇概况", "镇情概况"),
    "/risk_assessment/summary": ("风险评估结论", "评估结论", "风险评估", "风险分析", "灾害风险分析"),
    "/resource_survey/summary": ("应急资源调查", "资源调查结论", "应急资源调查结论", "调查结论", "资源调查"),
    "/command/office/duties": ("办公室职责", "指挥部办公室职责", "应急办职责"),
    "/duty/rule": ("值班制度", "应急值守", "值班值守"),
    "/warning_relay/receive_text": ("预警接收", "预警信息接收", "预警信息来源"),
    "/warning_relay/actions_by_level/red": ("红色预警", "红色预警响应", "红色预警行动", "收到红色预警"),
    "/warning_relay/actions_by_level/orange": ("橙色预警", "橙色预警响应", "橙色预警行动", "收到橙色预警"),
    "/warning_relay/actions_by_level/yellow": ("黄色预警", "黄色预警响应", "黄色预警行动", "收到黄色预警"),
    "/warning_relay/actions_by_level/blue": ("蓝色预警", "蓝色预警响应", "蓝色预警行动", "收到蓝色预警"),
    "/info_report/collection": ("信息收集", "信息监测与收集"),
    "/response/general": ("先期处置", "先期处置措施"),
    "/response/termination": ("响应终止", "终止响应", "响应结束", "应急结束", "应急响应终止", "响应解除"),
    "/scene_command/setup": ("现场指挥", "现场指挥部", "成立现场指挥部"),
    "/scene_command/control": ("现场管控", "现场管制"),
    "/scene_command/handover": ("指挥移交", "指挥权移交", "移交指挥"),
    "/evacuation_and_settlement/start_when": ("转移启动条件", "转移条件", "转移时机", "启动转移条件"),
    "/evacuation_and_settlement/organisation": ("组织实施", "转移组织", "转移组织实施"),
    "/evacuation_and_settlement/settlement": ("安置管理", "安置点管理"),
    "/evacuation_and_settlement/return_when": ("返回条件", "解除转移条件", "解除返回条件"),
    "/plan_management/training": ("培训宣传", "宣传培训", "宣传和培训", "培训和宣传", "宣传与培训", "宣传教育和培训"),
    "/plan_management/drill_cycle": ("应急演练", "预案演练", "演练"),
    "/plan_management/evaluation_cycle": ("预案评估", "评估"),
    "/plan_management/revision_triggers": ("预案修订", "修订情形"),
    "/plan_management/archive": ("预案备案", "备案和存档", "备案"),
    # schools, companies, departments
    "/monitoring": ("监测检查", "日常检查", "隐患排查", "监测与检查", "日常监测"),
    "/warning/start_response": ("启动响应", "响应启动"),
}  # fmt: skip
"""Headings whose whole text goes to one place."""

BASIS_HEADINGS = ("编制依据", "依据", "制定依据", "编写依据")

HEADINGS = (
    "总则", "编制目的", "目的", "适用范围", "工作原则", "原则", "附则", "附件", "组织体系", "组织机构", "组织机构及职责", "组织机构与职责",
    "组织体系与责任人", "组织领导", "应急组织", "领导小组", "应急指挥部", "指挥部", "工作组", "工作小组", "应急小组", "通讯录", "联系方式", "风险点位", "风险点", "隐患点",
    "风险隐患", "风险分析", "预警", "预警机制", "预警信息传播", "预警传播", "监测预警", "预警与响应", "预警响应", "转移避险", "人员转移", "人员转移避险", "转移安置",
    "应急响应", "应急处置", "处置措施", "应急处置措施", "信息报告", "应急保障", "保障措施", "应急资源", "应急物资", "物资储备", "安置点", "避难场所", "转移路线",
    "转移对象", "转移人员", "后期工作", "预案管理", "解释与实施", "实施时间",
)  # fmt: skip
"""Further headings that stand in most plans; the text under them goes nowhere by itself."""

CHOICES: Mapping[str, tuple[str, ...]] = {
    "应急广播大喇叭": ("大喇叭", "广播", "村村响", "应急广播", "高音喇叭", "大喇叭广播"),
    "手摇报警器": ("手摇警报器", "警报器", "手摇报警"),
    "铜锣": ("敲锣", "锣", "打锣"),
    "口哨": ("哨子", "吹哨"),
    "微信群": ("微信", "村民微信群", "微信工作群"),
    "电话": ("打电话", "电话通知"),
    "敲门入户": ("入户通知", "上门通知", "逐户敲门", "入户"),
    "洪涝内涝": ("洪涝", "内涝", "洪水", "积涝", "防汛"),
    "坑塘溺水": ("溺水", "防溺水"),
    "用电": ("用电安全", "触电"),
    "老年人": ("老人", "高龄老人", "老龄"),
    "残疾人": ("残疾",),
    "未成年人": ("儿童", "留守儿童", "小孩"),
    "孕产妇": ("孕妇", "产妇"),
    "重大": ("重大风险", "特别危险", "高"),
    "较大": ("较大风险",),
    "一般": ("一般风险", "中"),
    "低": ("低风险",),
}
"""Other words for the choices of a list; a choice that the list lacks is no choice."""

KINDS: Mapping[str, str] = {
    "flood": "防汛|防洪|洪涝|内涝|抗洪|汛期",
    "earthquake": "地震",
    "work_safety": "生产安全|安全生产",
    "fire": "(?<!森林)火灾|消防",
    "cold_wave": "低温|雨雪|冰冻|寒潮",
    "drought": "(?<!防汛)抗旱",
    "relief": "自然灾害救助",
    "forest_fire": "森林",
    "public_health": "公共卫生|疫情",
    "food_safety": "食品",
    "comprehensive": "综合|总体|突发事件(?!.*(?:公共卫生|食品|地震|火灾|防汛))",
}
"""What a title says about the kind; two hits are no answer."""

VOCABULARY = frozenset(
    word
    for words in (
        *(column for table in TABLES.values() for column in table.columns.values()),
        *ROLES.values(),
        *LABELS.values(),
        ROLE_HEADS,
        HEADINGS,
        (
            "管理人",
            "应急职务",
            "容纳人数",
            "车主",
            "路线名称",
            "包保人",
            "管理员",
            "成员",
            "终点",
            "方式",
            "时限",
            "位置",
            "文号",
        ),
    )
    for word in words
)
"""Words that are nobody's name."""

SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳"
    "酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧肖尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊"
    "纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫房裘缪干解应宗丁宣邓郁单杭洪包诸左石崔吉"
    "钮龚程嵇邢裴陆荣翁荀羊甄曲封储靳段富巫乌焦巴弓牧车侯班仰秋仲伊宫宁仇栾甘厉戎祖武符刘景詹束龙叶幸司韶黎蓟薄印宿白怀蒲邰鄂索赖卓蔺屠蒙池乔阴"
    "胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广"
    "禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公闫付代涂邸仝亓苑肖岳覃税位"
)
"""First characters of names, to tell 张三 from 支书; the two-character surnames begin with these or 欧 司 诸."""
