"""What differs from kind to kind in a village plan: risk points, levels, when to move, supplies."""

from dataclasses import dataclass
from typing import TypedDict


class Levels(TypedDict):
    """What is done at each colour of warning."""

    blue: tuple[str, ...]
    yellow: tuple[str, ...]
    orange: tuple[str, ...]
    red: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Theme:
    """One plan kind in a village; ``at_home``: most people stay in their homes throughout."""

    risks: tuple[str, ...]
    hazards: tuple[str, ...]
    blue: tuple[str, ...]
    yellow: tuple[str, ...]
    orange: tuple[str, ...]
    red: tuple[str, ...]
    start_when: tuple[str, ...]
    supplies: tuple[str, ...]
    drill: str = "夜间强降雨条件下的人员转移"
    at_home: bool = False


_RELAYED = "信息员十分钟内报告总指挥，用大喇叭播放预警三遍，在各小组微信群转发，提醒{people}关注变化；综合协调组安排人员值班，保持电话畅通。"
_FLOOD: Levels = {
    "blue": (
        _RELAYED,
        "巡查责任人对大沟、坑塘、低洼院落和危旧房屋查看一遍，清理雨水口和沟内杂物，检查水泵、发电机能不能用。",
    ),
    "yellow": (
        "各工作组组长到岗，应急队员在{v}待命；巡查责任人每四小时巡查一次风险点位，发现异常立即报告。",
        "通知转移对象准备衣物、药品和证件，停止户外集体活动；劝离沟边、塘边钓鱼和玩耍人员，关好田间配电设施。",
    ),
    "orange": (
        "总指挥和各工作组全部到岗，巡查责任人每小时巡查一次，低洼处和积水路段派人值守、拉警戒带。",
        "提前转移老人、儿童、孕产妇、残疾人、病人和危旧房屋住户；打开安置点，备好饮用水、食品和被褥；排涝泵就位，随时排水。",
    ),
    "red": (
        "立即发出转移信号，转移对象全部转移到安置点，不漏一户一人；其他{people}留在坚固房屋内，不外出、不涉水。",
        "抢险救援组分组守护大沟、涵闸和桥梁，切断进水区域电源；每三十分钟向{gov}报告一次情况，必要时请求支援。",
    ),
}
_FLOOD_START = (
    "收到暴雨红色预警，或者{level}防汛指挥机构下达转移命令。",
    "1小时降雨达到50毫米且雨势不减，或者大沟水位距沟沿不足50厘米并继续上涨。",
    "院落开始进水、积水超过30厘米，或者房屋墙体出现新的裂缝、掉土、倾斜。",
    "夜间可能出现强降雨、道路可能中断的，天黑之前提前转移；情况紧急来不及请示的，总指挥、小组组长和巡查责任人都可以先行组织转移，随后报告。",
)
_FIRE: Levels = {
    "blue": (
        _RELAYED,
        "提醒{people}不焚烧秸秆和垃圾，不在林边、麦场、柴草旁用火，出门关电关气；检查消防水源和灭火器材。",
    ),
    "yellow": (
        "治安巡查组每天巡查麦场、林带、老街和沿街商铺不少于三次，发现私拉乱接、飞线充电、违规用火当场制止。",
        "应急队员检查水泵、水带和灭火器，保证随时能用；通知商铺和独居老人检查电器和燃气灶具。",
    ),
    "orange": (
        "组长以上人员到岗，抢险救援组集中待命；重点部位派人定点值守，进入林带和麦场的路口设卡登记，收缴火种。",
        "停止一切野外用火；对独居老人、残疾人和留守儿童家庭上门检查一遍用火用电用气。",
    ),
    "red": (
        "应急队员全部到岗，重点部位二十四小时值守；大喇叭每两小时播放一次禁火通知。",
        "受火势、浓烟威胁的住户按照转移名单提前撤离，保证主街和消防通道畅通，随时接应消防救援队伍。",
    ),
}
_FIRE_START = (
    "火势蔓延，威胁周边住户，或者浓烟笼罩住宅，现场人员无法控制。",
    "燃气泄漏、粮囤柴草起火，有爆燃或者大面积蔓延危险。",
    "消防救援队伍或者{gov}要求撤离。情况紧急时，在场的{v}干部和小组组长可以先行组织撤离。",
)
_COMMON: Levels = {
    "blue": (_RELAYED, "有关责任人对照风险点位查看一遍，发现隐患当场整改，一时改不了的派人看守并报告。"),
    "yellow": (
        "各工作组组长保持在岗，巡查责任人每天巡查不少于两次，应急队员在{v}待命，检查物资和器材。",
        "对独居老人、残疾人、病人和留守儿童家庭上门提醒一遍，讲清楚注意事项和求助电话。",
    ),
    "orange": (
        "总指挥和各工作组到岗，巡查责任人加密巡查，危险部位拉警戒带、派人值守，停止集体活动。",
        "打开安置点，备好饮用水、食品、被褥和常用药品，提前安置需要照顾的人员。",
    ),
    "red": (
        "全体应急队员到岗，按照本预案组织处置，受威胁人员全部撤离到安全地方，不漏一户一人。",
        "每三十分钟向{gov}报告一次情况，配合上级队伍做好引路、警戒和后勤。",
    ),
}
_COLD_START = (
    "收到暴雪、寒潮、道路结冰红色预警，或者连续停电、断水，独居老人和特困人员取暖没有保障。",
    "房屋、棚顶积雪过厚，有压塌危险，或者煤炉取暖出现一氧化碳中毒情况。",
    "{gov}要求转移，或者小组组长、巡查责任人认为继续居住有危险。",
)
_QUAKE_START = (
    "发生有明显震感的地震，房屋出现裂缝、掉瓦、倾斜，或者上级要求到室外避险。",
    "震后可能发生余震，危旧房屋和老街住户一律撤离到室外空旷场地，未经检查不得返回。",
    "地震引起燃气泄漏、线路起火、沟堤开裂，威胁周边住户。",
)
_WORK_START = (
    "燃气泄漏、起火、爆炸，或者粮囤、线路事故威胁周边住户和商铺。",
    "有限空间发生中毒窒息，可能有有毒气体扩散。",
    "消防救援、应急、住建等部门或者{gov}要求撤离。",
)
_DRY_START = (
    "供水中断超过48小时，送水不能保证独居老人、病人和婴幼儿饮水的，接到安置点集中照料。",
    "水质检测不合格、末端住户没有其他水源的，优先转移老人、病人和孕产妇。",
    "{gov}要求转移，或者小组组长认为继续留在家中生活困难的。",
)
_HEALTH_START = (
    "需要对病人、密切接触的人临时集中观察，家中不具备单独居住条件的。",
    "聚集场所出现病例，需要立即疏散在场人员、逐人登记去向的。",
    "疾控机构、{gov}或者{level}卫生院要求转移、集中安置的。",
)
_FOOD_START = (
    "聚餐现场多人出现不适，需要停止就餐、疏散其他人员、护送病人就医的。",
    "病人家中老人、儿童无人照看，需要临时接到安置点照料的。",
    "市场监管、卫生健康部门或者{gov}要求疏散的。",
)
_ANIMAL_START = (
    "养殖小区需要封锁、扑杀、消毒，看护人员和附近住户暂时不能留在原处的。",
    "接触病畜禽的人员出现发热，需要单独居住观察的。",
    "农业农村、疾控机构或者{gov}要求转移的。",
)
BASIC = ("torch", "raincoat", "siren", "kit", "rope")
THEMES = {
    "comprehensive": Theme(
        ("ditch", "yard", "houses", "pond", "gas", "straw"),
        ("洪涝内涝", "火灾", "地震", "低温雨雪冰冻", "燃气", "坑塘溺水"),
        **_FLOOD,
        start_when=_FLOOD_START,
        supplies=(*BASIC, "bag", "pump", "vest", "extinguisher", "quilt", "generator"),
    ),
    "flood": Theme(
        ("ditch", "yard", "houses", "pond", "bridge"),
        ("洪涝内涝", "大风冰雹", "自建房", "坑塘溺水"),
        **_FLOOD,
        start_when=_FLOOD_START,
        supplies=(*BASIC, "bag", "pump", "vest", "boat", "quilt", "generator"),
    ),
    "earthquake": Theme(
        ("houses", "wire", "gas"),
        ("地震", "自建房", "燃气"),
        **_COMMON,
        start_when=_QUAKE_START,
        supplies=(*BASIC, "tent", "jack", "extinguisher", "quilt", "generator"),
        drill="地震避险、室外疏散和自救互救",
    ),
    "work_safety": Theme(
        ("gas", "wire", "well", "grain"),
        ("燃气", "用电", "有限空间", "粮囤"),
        **_COMMON,
        start_when=_WORK_START,
        supplies=(*BASIC, "extinguisher", "fan", "gloves", "jack"),
        drill="燃气泄漏报警、人员疏散和警戒封控",
    ),
    "fire": Theme(
        ("gas", "wire", "straw"),
        ("火灾", "用电", "秸秆焚烧"),
        **_FIRE,
        start_when=_FIRE_START,
        supplies=(*BASIC, "extinguisher", "hose", "pump", "swatter", "quilt"),
        drill="火灾报警、初起火灾扑救和人员疏散",
    ),
    "cold_wave": Theme(
        ("coal", "shed", "bridge"),
        ("低温雨雪冰冻", "燃气", "道路桥梁"),
        **_COMMON,
        start_when=_COLD_START,
        supplies=(*BASIC, "quilt", "shovel", "salt", "heater", "generator"),
        drill="独居老人排查、接送安置和道路除雪",
    ),
    "drought": Theme(
        ("dry",),
        ("干旱", "火灾"),
        **_COMMON,
        start_when=_DRY_START,
        at_home=True,
        supplies=("torch", "siren", "pump", "hose", "tank"),
        drill="应急送水、机井启用和用水调度",
    ),
    "relief": Theme(
        ("ditch", "houses", "coal"),
        ("洪涝内涝", "低温雨雪冰冻", "大风冰雹"),
        **_FLOOD,
        start_when=_FLOOD_START,
        supplies=(*BASIC, "quilt", "tent", "generator", "tank"),
    ),
    "forest_fire": Theme(
        ("belt", "straw"),
        ("森林火灾", "秸秆焚烧"),
        **_FIRE,
        start_when=_FIRE_START,
        supplies=(*BASIC, "swatter", "hose", "pump", "extinguisher"),
        drill="林带火情报警、扑救和林边住户撤离",
    ),
    "public_health": Theme(
        ("crowd",),
        ("公共卫生",),
        **_COMMON,
        start_when=_HEALTH_START,
        at_home=True,
        supplies=("torch", "kit", "mask", "spray", "bleach"),
        drill="病例报告、人员登记和场所消毒",
    ),
    "food_safety": Theme(
        ("banquet",),
        ("食品聚餐",),
        **_COMMON,
        start_when=_FOOD_START,
        at_home=True,
        supplies=("torch", "kit", "mask", "bleach", "box"),
        drill="聚餐中毒报告、现场封存和人员救治",
    ),
    "animal_disease": Theme(
        ("pigs",),
        ("养殖疫病", "公共卫生"),
        **_COMMON,
        start_when=_ANIMAL_START,
        at_home=True,
        supplies=("torch", "kit", "mask", "spray", "bleach"),
        drill="疫情报告、路口封控和圈舍消毒",
    ),
}
