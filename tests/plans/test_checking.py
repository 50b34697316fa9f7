"""Every cause once, in sentences a clerk can act on."""

import copy
import re
import time
from collections.abc import Callable
from datetime import date
from itertools import cycle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yingji.errors import Problem
from yingji.plans import catalogue, pointer
from yingji.plans.catalogue import Schema
from yingji.plans.checking import MAX_PROBLEMS, check
from yingji.plans.diff import compare
from yingji.plans.facts import facts
from yingji.plans.outline import outline
from yingji.plans.privacy import mask
from yingji.plans.tidy import tidy

QUOTED = re.compile(r"「[^」]*」|“[^”]*”|例 ?[^，。；]*")
ENGLISH = re.compile(r"[A-Za-z]{2,}|\\|\^|\$|\[0-9|/[a-z*]")


@pytest.fixture
def problems(village: Schema, document: dict[str, Any], today: date) -> Any:
    """Check the document with one value replaced (``...`` removes it)."""

    def run(where: str = "", value: Any = None) -> tuple[Problem, ...]:
        if where:
            *above, last = pointer.tokens(where)
            holder = pointer.find(document, pointer.build(above))
            if value is ...:
                del holder[last]
            else:
                holder[int(last) if isinstance(holder, list) else last] = value
        return check(village, document, on=today)

    return run


def only(found: tuple[Problem, ...], where: str) -> Problem:
    """The one problem there is, which must be at this place."""
    assert [problem.path for problem in found] == [where], found
    return found[0]


def test_a_good_plan_has_no_problem(problems: Any) -> None:
    assert problems() == ()


def test_a_phone_one_digit_short_says_whose_and_how_many(problems: Any) -> None:
    problem = only(problems("/command/contacts/1/phone", "1380000000"), "/command/contacts/1/phone")
    assert problem.place == "三、组织体系与责任人 › 责任人通讯录 第 2 行（李四）› 电话"
    assert problem.message == "「李四」的电话少 1 位（现在 10 位）。手机号应为 11 位，例 13800138000。"
    assert problem.grade == "must"


@pytest.mark.parametrize(
    ("phone", "said"),
    [
        ("138000000022", "多 1 位"),
        ("12800000002", "号段"),
        ("5220000", "区号"),
        ("13800000002、13800000003", "不止一个号码"),
        ("找他弟弟", "数字以外的字"),
        ("13800000002\n", "空格或换行"),
        ("", "不是完整的号码"),
        ("0" * 30, "位数太多"),
        ("13800１38000", "全角"),
    ],
)
def test_every_wrong_phone_is_diagnosed(problems: Any, phone: str, said: str) -> None:
    problem = only(problems("/command/contacts/1/phone", phone), "/command/contacts/1/phone")
    assert said in problem.message


@pytest.mark.parametrize(
    ("where", "value", "said"),
    [
        ("/profile/households", "三百户", ("「户数」应填整数", "「三百户」", "例如 412")),
        ("/profile/households", 412.5, ("整数", "412.5", "去掉小数")),
        ("/profile/households", True, ("整数", "“是”")),
        ("/profile/farmland_mu", -1, ("不能小于 0 亩", "-1")),
        ("/profile/farmland_mu", 1.12345678, ("小数最多六位",)),
        ("/profile/as_of", "2026-02-31", ("2026 年 2 月没有 31 日",)),
        ("/profile/as_of", "2026-13-01", ("没有 13 月",)),
        ("/profile/as_of", "去年底", ("认不出是哪一天", "2026-03-01")),
        ("/profile/as_of", "20260301", ("认不出是哪一天",)),
        (
            "/risk_points/0/grade",
            "较大风险",
            ("「村东大沟低洼段」的等级", "是不是「较大」", "重大、较大、一般、低"),
        ),
        ("/evacuation/subjects/0/vulnerable/0", "老人", ("「重点人群」第 1 条", "是不是「老年人」")),
        ("/command/chief_id", "c77", ("「总指挥」填的「c77」", "「责任人通讯录」里没有", "「范建国」")),
        ("/command/chief_id", "王 五", ("「王 五」", "「责任人通讯录」里没有")),
        ("/command/chief_id", "李四四", ("是不是「李四」",)),
        ("/response/by_hazard/0/steps/0/who_id", "x1", ("「通知低洼户」的责任人", "通讯录")),
        ("/command/deputy_ids", ["c02", "c02"], ("第 2 条与第 1 条相同", "「李四」")),
        ("/command/chief_id", ..., ("「总指挥」没有填写", "「责任人通讯录」里选", "「范建国」")),
        ("/command/contacts/3/post", ..., ("「赵强」的职务没有填写", "例如")),
        ("/command/contacts/3/phone", ..., ("「赵强」的电话没有填写", "13800000001")),
        ("/response/escalation", ..., ("「扩大响应和移交指挥」没有填写",)),
        ("/evacuation", ..., ("缺少「人员转移避险」这一部分", "启动条件")),
        ("/resources/supplies", ..., ("「应急物资」还没有内容", "名称、单位、数量")),
        ("/resources/supplies/0/qty", 0, ("数量要大于 0",)),
        ("/kind", "Flood!", ("预案类别", "不在可选范围", "防汛")),
        ("/title", "", ("应急预案",)),
        ("/schema", "village/2.0", ("village/1.0",)),
        ("/covers_kinds", ["fire"], ("只有综合应急预案才能写涵盖哪些专项",)),
        ("/电话", "1", ("这里没有「电话」这一项", "里去")),
        ("/profil", {}, ("是不是「村情」", "「profile」")),
        ("/whatever", "1", ("「whatever」", "「本地补充」")),
        ("/contacts", [], ("请写到“三、组织体系与责任人 › 责任人通讯录”里去",)),
        ("/local/包村干部", 3, ("「包村干部」应填文字", "数字 3")),
        ("/command/superior_contacts", "乡里", ("应填一行一项的列表", "每行写单位、电话")),
        ("/evacuation/shelters/0/capacity", 0, ("「村部」的可容纳人数不能小于 1 人",)),
    ],
)
def test_a_wrong_value_gives_one_sentence_that_helps(
    problems: Any, where: str, value: Any, said: tuple[str, ...]
) -> None:
    problem = next(problem for problem in problems(where, value) if problem.grade == "must")
    assert problem.path == where + ("/1" if "deputy" in where and isinstance(value, list) else "")
    for words in said:
        assert words in problem.message


def test_a_lost_contact_is_reported_wherever_it_is_named(problems: Any, document: dict[str, Any]) -> None:
    del document["command"]["contacts"][1]
    found = problems()
    assert {problem.path for problem in found if problem.grade == "must"} == {
        "/risk_points/0/watch_contact_id",
        "/command/deputy_ids/0",
        "/command/teams/0/leader_id",
        "/evacuation/subjects/0/responsible_id",
        "/evacuation/routes/0/responsible_id",
        "/response/by_hazard/0/steps/0/who_id",
    }


def test_two_rows_with_one_id_are_refused(problems: Any) -> None:
    found = problems("/command/contacts/4/id", "c01")
    assert ("/command/contacts/4/id", "must") in [(problem.path, problem.grade) for problem in found]
    assert any("与第 1 行用了同一个编号" in problem.message for problem in found)


def test_two_rows_with_one_name_are_advised_against(problems: Any) -> None:
    found = problems("/profile/groups/1/name", "第一村民小组")
    assert [(problem.path, problem.grade) for problem in found] == [("/profile/groups/1", "should")]


def test_no_risk_point_needs_a_statement(problems: Any, document: dict[str, Any]) -> None:
    del document["evacuation"]["routes"][0]["avoid"], document["evacuation"]["subjects"]
    problem = only(problems("/risk_points", ...), "/risk_points")
    assert "无风险点位说明" in problem.message
    document["no_risk_statement"] = "经排查没有风险点位。"
    assert problems() == ()


def test_advice_does_not_keep_a_plan_out(problems: Any, document: dict[str, Any]) -> None:
    del document["consultation"], document["warning"]["call_confirm"]
    found = problems()
    assert {(problem.path, problem.grade) for problem in found} == {
        ("/warning/call_confirm", "should"),
        ("/consultation", "should"),
    }


def test_a_missing_part_is_told_once_and_not_again_as_advice(problems: Any) -> None:
    problem = only(problems("/warning", ...), "/warning")
    assert problem.grade == "must"


@pytest.mark.parametrize(
    ("where", "value", "at", "said"),
    [
        (
            "/evacuation/shelters/0/capacity",
            5,
            "/evacuation/shelters/0/capacity",
            "安排到这里的有 7 人，多出 2 人",
        ),
        ("/risk_points/0/affected/people", 9, "/risk_points/0", "影响 9 人，转移对象合计 7 人，少 2 人"),
        ("/risk_points/0/affected/people", 5, "/risk_points/0", "多 2 人"),
        ("/profile/households", 400, "/profile/households", "合计 412 户，这里写的是 400 户，相差 12 户"),
        ("/profile/registered_population", 1700, "/profile/registered_population", "相差 14 人"),
        ("/warning/channels/1/type", "电话", "/warning/channels", "铜锣、敲门入户"),
        ("/title", "白云村防汛应急预案", "/title", "「青山村民委员会」"),
        ("/title", "青山村防汛方案", "/title", "「青山村防汛应急预案」"),
        ("/profile/as_of", "2025-05-31", "/profile/as_of", "已超过一年"),
        ("/profile/as_of", "2026-06-02", "/profile/as_of", "还没有到"),
        (
            "/resources/supplies/0/checked_on",
            "2025-06-01",
            "/resources/supplies/0/checked_on",
            "「铁锹」的检查日期",
        ),
        ("/resources/supplies/1/expires_on", "2026-05-31", "/resources/supplies/1/expires_on", "到期"),
        ("/command/contacts/3/phone", "13800000001", "/command/contacts/3/phone", "第 1 行「范建国」的相同"),
        ("/command/contacts/3/backup_phone", "13800000004", "/command/contacts/3/backup_phone", "备用号码"),
        ("/recovery/0", "由XX负责核查", "/recovery/0", "「XX」"),
        ("/recovery/0", "由××村负责", "/recovery/0", "「××」"),
        ("/recovery/0", "联系人：____", "/recovery/0", "「____」"),
        ("/recovery/0", "时间待定", "/recovery/0", "「待定」"),
        ("/recovery/0", "（此处填写措施）", "/recovery/0", "此处填写"),
        ("/recovery/0", "打138 0013 8000找老李", "/recovery/0", "「138****8000」"),
        ("/recovery/0", "打０３９４－５２２００００", "/recovery/0", "公示版"),
        ("/recovery/0", "身份证412728199001011234", "/recovery/0", "身份证"),
    ],
)
def test_parts_that_disagree_are_pointed_out(
    problems: Any, where: str, value: Any, at: str, said: str
) -> None:
    problem = only(problems(where, value), at)
    assert problem.grade == "should"
    assert said in problem.message


@pytest.mark.parametrize(
    ("where", "value"),
    [
        ("/profile/as_of", "2025-06-02"),
        ("/resources/supplies/0/checked_on", "2025-06-02"),
        ("/resources/supplies/1/expires_on", "2026-06-01"),
        ("/recovery/0", "LED 屏每 2×3 米一块，范某某家除外（LXX 型）".replace("某某", "某")),
        ("/recovery/0", "拨打 119、12345，编号 20260401"),
        ("/evacuation/shelters/0/capacity", 7),
        ("/local/电话", "13800138000"),
    ],
)
def test_what_is_in_order_is_left_in_peace(problems: Any, where: str, value: Any) -> None:
    assert problems(where, value) == ()


def test_people_in_danger_must_be_listed(problems: Any) -> None:
    problem = only(problems("/evacuation/subjects", ...), "/evacuation/subjects")
    assert problem.grade == "must"
    assert "影响 7 人" in problem.message


def test_a_point_nobody_is_listed_at_is_named(problems: Any, document: dict[str, Any]) -> None:
    document["risk_points"].append({**document["risk_points"][0], "id": "r02", "name": "村西坑塘"})
    problem = only(problems(), "/risk_points/1")
    assert problem.message.startswith("「村西坑塘」影响 7 人")


def test_without_a_day_dates_are_not_judged(village: Schema, document: dict[str, Any]) -> None:
    document["profile"]["as_of"] = "1999-01-01"
    assert check(village, document) == ()


def test_another_villages_plan_is_refused_and_its_title_not_blamed(
    village: Schema, document: dict[str, Any]
) -> None:
    document["unit_name"] = "白云村民委员会"
    problem = only(check(village, document, unit_name="青山村"), "/unit_name")
    assert problem.grade == "must"
    assert "「白云村民委员会」" in problem.message
    assert "是不是抄来没有改" in problem.message


@pytest.mark.parametrize(
    "name",
    ["青山村", "青山村委会", "青山村民委员会", "石槽集乡青山村民委员会", "青山行政村", "青山社区居民委员会"],
)
def test_a_unit_may_be_named_in_full_or_short(village: Schema, document: dict[str, Any], name: str) -> None:
    assert check(village, document, unit_name=name) == ()


@pytest.mark.parametrize("name", ["大青山村", "青山湾村", "青村", "山村", "石槽集乡"])
def test_a_name_that_only_looks_like_it_is_another_unit(
    village: Schema, document: dict[str, Any], name: str
) -> None:
    assert "/unit_name" in [problem.path for problem in check(village, document, unit_name=name)]


def test_another_kind_than_asked_is_refused(village: Schema, document: dict[str, Any]) -> None:
    problem = only(check(village, document, kind="comprehensive"), "/kind")
    assert "「防汛」" in problem.message
    assert "「综合」" in problem.message


def test_problems_stand_in_the_order_of_the_form(village: Schema, document: dict[str, Any]) -> None:
    del document["drills"], document["profile"]["households"]
    document["command"]["contacts"][4]["phone"] = document["command"]["contacts"][0]["phone"] = "1"
    document["不认识"] = 1
    document["title"] = ""
    assert [problem.path for problem in check(village, document)] == [
        "/title",
        "/profile/households",
        "/command/contacts/0/phone",
        "/command/contacts/4/phone",
        "/drills",
        "/不认识",
    ]


def test_the_list_ends_after_two_hundred_and_counts_the_rest(
    village: Schema, document: dict[str, Any]
) -> None:
    document["command"]["contacts"] += [{"id": f"x{n}"} for n in range(300)]
    document["recovery"] = ["由XX负责"]
    found = check(village, document)
    assert len(found) == MAX_PROBLEMS + 1
    assert re.search(r"至少还有 \d+ 处", found[-1].message)
    assert {problem.grade for problem in found[:-1]} == {"must"}


SIZE = 60_000
HOSTILE: dict[str, Callable[[Any], Any]] = {
    "/recovery": lambda _: [{}] * SIZE,
    "/training_text": lambda _: ["a" * 20] * SIZE,
    "/risk_points": lambda _: [{"id": "r01"}] * SIZE,
    "/local": lambda _: {str(number): number for number in range(SIZE)},
    "/command/deputy_ids": lambda _: ["c99"] * SIZE,
    "/command/contacts": lambda _: [{}] * SIZE,
    "/command/chief_id": lambda _: "x" * 1_500_000,
    "/command/duties": lambda _: ["1" * 1_500_000],
    "/warning/source_text": lambda _: "1 " * 700_000,
    "/response/escalation": lambda _: "_（此处" * 300_000,
    "/command/superior_contacts": lambda rows: [{**rows[0], "phone": "13800000000"} for _ in range(20_000)],
    "/profile/groups": lambda rows: [{**rows[0], "name": f"第 {number} 组"} for number in range(20_000)],
}


@pytest.mark.parametrize("where", HOSTILE)
def test_a_hostile_document_is_answered_in_seconds(
    village: Schema, document: dict[str, Any], today: date, where: str
) -> None:
    above, _, last = where.rpartition("/")
    holder = pointer.find(document, above)
    holder[last] = HOSTILE[where](holder.get(last))
    started = time.process_time()
    found = check(village, document, on=today)
    assert time.process_time() - started < 8
    assert len(found) <= MAX_PROBLEMS + 1
    assert sum(len(problem.message) for problem in found) < 200_000


wild = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**6), 10**6) | st.floats(-100, 100) | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "name", "电话", "x"]), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(st.data())
def test_sentences_are_chinese_whatever_was_typed(
    village: Schema, template: dict[str, Any], data: st.DataObject
) -> None:
    document = copy.deepcopy(template)
    for field in data.draw(st.lists(st.sampled_from(list(village.fields())), min_size=1, max_size=5)):
        *above, last = [step if step != "*" else "0" for step in pointer.tokens(field.pointer)]
        holder = pointer.find(document, pointer.build(above))
        if isinstance(holder, dict):
            holder[last] = data.draw(wild)
    for problem in check(village, document, on=date(2026, 6, 1), unit_name="青山村", kind="flood"):
        assert problem.place
        assert re.search(r"[一-鿿]", problem.message)
        for said in (problem.place, problem.message):
            assert not ENGLISH.search(QUOTED.sub("", said)), said


def test_no_field_breaks_a_reader_whatever_stands_in_it(village: Schema, template: dict[str, Any]) -> None:
    odd = cycle([{"id": {}, "name": []}, [{"id": [], "phone": 1}, "x", None], 7.5, "²", [{"id": {}}]])
    for field, value in zip(village.fields(), odd, strict=False):
        document = copy.deepcopy(template)
        above, _, last = field.pointer.replace("*", "0").rpartition("/")
        holder = pointer.find(document, above)
        if isinstance(holder, dict):
            holder[last] = value
            facts(village, document)
            mask(outline(village, document))
            compare(village, template, tidy(village, document, template).document)
            assert all(problem.place for problem in check(village, document, on=date(2026, 6, 1)))


@pytest.mark.parametrize("name", ["village/1.0", "township/1.0", "body/1.0"])
def test_an_empty_document_of_every_family_is_told_what_is_missing(name: str) -> None:
    found = check(catalogue.load().get(name), {})
    assert {"/title", "/command", "/basis"} <= {problem.path for problem in found}
    for problem in found:
        assert not ENGLISH.search(QUOTED.sub("", problem.place + problem.message)), problem


def test_the_verdict_does_not_depend_on_the_order_of_keys(village: Schema, document: dict[str, Any]) -> None:
    del document["drills"]
    document["title"] = 1
    turned = dict(reversed(document.items()))
    assert check(village, turned) == check(village, document)
